"""Two cards become one: what stands on which, and how one is written down to be told again."""

from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from datetime import date
from typing import Any

from ledgerdesk.core.customers import Contact, ContactKind, CustomerDraft, CustomerKind
from ledgerdesk.core.identity import phone_digits

CHOSEN = ("name", "kind", "company", "print_name", "pinyin", "category", "responsible")
"""The fields of which one card's value must be chosen; contacts are kept from both."""


def joined(survivor: CustomerDraft, other: CustomerDraft) -> CustomerDraft:
    """Propose one card of two: the survivor's values, the other's where he has none."""
    kept = {
        name: getattr(survivor, name) or getattr(other, name)
        for name in CHOSEN
        if name not in {"kind", "name"}
    }
    kind = other.kind if survivor.kind is CustomerKind.UNKNOWN else survivor.kind
    agreed = survivor if survivor.consent_on is not None else other
    return replace(
        survivor,
        kind=kind,
        contacts=_all_contacts(survivor, other),
        tags=tuple(sorted({*survivor.tags, *other.tags})),
        consent_on=agreed.consent_on,
        consent=agreed.consent,
        **kept,
    )


def _all_contacts(survivor: CustomerDraft, other: CustomerDraft) -> tuple[Contact, ...]:
    """Keep every way to reach him once, the survivor's first."""
    found: dict[tuple[ContactKind, str], Contact] = {}
    for contact in (*survivor.contacts, *other.contacts):
        found.setdefault((contact.kind, _compared(contact)), contact)
    return tuple(found.values())


def _compared(contact: Contact) -> str:
    if contact.kind is ContactKind.PHONE:
        return phone_digits(contact.value) or contact.value
    return contact.value.casefold()


def differing(first: CustomerDraft, second: CustomerDraft) -> tuple[str, ...]:
    """Name the fields of which one value must be chosen, in the form's order."""
    return tuple(name for name in CHOSEN if getattr(first, name) != getattr(second, name))


def content_of(draft: CustomerDraft) -> dict[str, object]:
    """Write a card down as plain values, so that it can be put back."""
    day = draft.consent_on
    return asdict(draft) | {
        "tags": list(draft.tags),
        "consent_on": None if day is None else day.isoformat(),
    }


def draft_from(content: Mapping[str, Any]) -> CustomerDraft:
    """Read back what `content_of` wrote; a field of a later program is left as it begins."""
    known = {field.name for field in fields(CustomerDraft)}
    plain = {name: value for name, value in content.items() if name in known}
    contacts = plain.pop("contacts", ())
    kind = CustomerKind(str(plain.pop("kind", CustomerKind.UNKNOWN.value)))
    tags, day = plain.pop("tags", ()), plain.pop("consent_on", None)
    return CustomerDraft(
        **plain,
        kind=kind,
        tags=tuple(tags),
        consent_on=None if day is None else date.fromisoformat(day),
        contacts=tuple(
            Contact(kind=ContactKind(one["kind"]), value=one["value"], label=one["label"])
            for one in contacts
        ),
    )
