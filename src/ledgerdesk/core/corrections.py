"""A value on a card said to be wrong: what may be said so, and the card with it put right."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from ledgerdesk.core.customers import Contact, ContactKind, CustomerDraft

TEXTS = ("name", "company", "print_name", "pinyin")
CONTACTS = tuple(kind.value for kind in ContactKind)
FIELDS = (*TEXTS, *CONTACTS)
"""The fields a correction may be asked for, in the form's order."""


class State(StrEnum):
    """待批, 已批准, 不批准."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A request: which value of which card, by what it is known, who asked and who decided.

    Moments are in the office's time. `verified_by` is whoever saw the evidence.
    """

    pub: str
    customer_pub: str
    customer_code: str
    customer_name: str
    field: str
    wrong: str
    correct: str
    evidence: str
    verified_by: str
    state: State
    requested_at: datetime
    requested_by: str
    decided_at: datetime | None = None
    decided_by: str | None = None
    answer: str | None = None

    @property
    def is_own(self) -> bool:
        """Tell whether whoever asked decided it himself (自审)."""
        return self.decided_by == self.requested_by


def values_in(draft: CustomerDraft, field: str) -> tuple[str, ...]:
    """Give what stands in a field; several contacts of a kind are several values."""
    if field in CONTACTS:
        return tuple(one.value for one in draft.contacts if one.kind.value == field)
    text = getattr(draft, field)
    return (text,) if text else ()


def corrected(draft: CustomerDraft, field: str, wrong: str, correct: str) -> CustomerDraft | None:
    """Put one value right; None where the wrong one does not stand there (any more).

    An empty `wrong` adds what was missing, an empty `correct` takes away.
    """
    if field in TEXTS:
        return _with_text(draft, field, wrong, correct)
    kind = ContactKind(field)
    contacts = list(draft.contacts)
    if not wrong:
        return replace(draft, contacts=(*contacts, Contact(kind=kind, value=correct)))
    place = next(
        (n for n, one in enumerate(contacts) if one.kind is kind and one.value == wrong), None
    )
    if place is None:
        return None
    contacts[place : place + 1] = [replace(contacts[place], value=correct)] if correct else []
    return replace(draft, contacts=tuple(contacts))


def _with_text(draft: CustomerDraft, field: str, wrong: str, correct: str) -> CustomerDraft | None:
    if (getattr(draft, field) or "") != wrong:
        return None
    if field == "name":
        return replace(draft, name=correct)
    changed: dict[str, Any] = {field: correct or None}
    return replace(draft, **changed)
