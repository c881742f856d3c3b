"""A customer's card: what may be written on it, and inside a transaction the change of it."""

from collections.abc import Iterable
from dataclasses import replace

from ledgerdesk.core.changes import FieldChange
from ledgerdesk.core.customers import (
    LEFT,
    Contact,
    CustomerCard,
    CustomerDraft,
    FieldValues,
    differences,
)
from ledgerdesk.core.cycles import OF_OWN, Cycles, cycles_from
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.staff import may
from ledgerdesk.core.texts import clean
from ledgerdesk.services.steps.desk import Act
from ledgerdesk.services.steps.office import CATEGORIES
from ledgerdesk.services.steps.setting_rows import write_setting
from ledgerdesk.storage import book, customers, staff, standards
from ledgerdesk.storage.database import Transaction

MAX_NAME_CHARACTERS = 200
MAX_CONTACT_CHARACTERS = 500
MAX_CATEGORY_CHARACTERS = 20
MAX_WHY_CHARACTERS = 200
MAX_CONTACTS = 50
MAX_TAGS = 30
RESPONSIBLE = "responsible"
MANAGE = "standards.change"
# These would end the name of a category inside a question to the book.
_NO_NAME = frozenset('"\\')


def known_card(tx: Transaction, pub: str) -> CustomerCard:
    """Read a card, or refuse with `unknown_customer`."""
    card = customers.card(tx, pub)
    if card is None:
        raise KnownError(Code.UNKNOWN_CUSTOMER, field="customer")
    return card


def cleaned(draft: CustomerDraft) -> CustomerDraft:
    """Give back a card's texts as they are stored; raises `bad_value` with the field."""
    if len(draft.contacts) > MAX_CONTACTS:
        raise KnownError(Code.BAD_VALUE, field="contacts", reason="too_many", limit=MAX_CONTACTS)
    return replace(
        draft,
        name=_needed(draft.name, "name", MAX_NAME_CHARACTERS),
        company=_optional(draft.company, "company"),
        print_name=_optional(draft.print_name, "print_name"),
        pinyin=_optional(draft.pinyin, "pinyin"),
        category=category_name(draft.category),
        tags=_tags(draft.tags),
        consent=clean(draft.consent or "", field="consent", max_length=MAX_WHY_CHARACTERS) or None,
        contacts=tuple(_contact(contact) for contact in draft.contacts),
    )


def category_name(text: str) -> str:
    """Give back the name of a category as it is stored; raises `bad_value`."""
    name = _needed(text, "category", MAX_CATEGORY_CHARACTERS)
    if _NO_NAME & set(name):
        raise KnownError(Code.BAD_VALUE, field="category", reason="mark")
    return name


def cycles_of(tx: Transaction) -> Cycles:
    """Read the office's categories with their days until a card is verified again."""
    return cycles_from(book.settings(tx).get(CATEGORIES))


def settle_category(act: Act, wanted: str, before: str | None) -> None:
    """Take a new word among the office's categories, of whoever may manage them.

    Others choose one that is there; what stands on a card may stay. Raises `bad_value`.
    """
    cycles = cycles_of(act.tx)
    if wanted in cycles or wanted == before:
        return
    if not may(act.desk.person, MANAGE):
        raise KnownError(Code.BAD_VALUE, field="category", reason="not_ours")
    write_setting(act, CATEGORIES, {**cycles, wanted: OF_OWN})


def refuse_stale(current: CustomerDraft, seen: CustomerDraft) -> None:
    """Refuse a form whose card became another while it was typed; the fields are named."""
    changed = {name for name, _, _ in differences(seen, current)}
    if changed:
        raise KnownError(Code.CARD_CHANGED, field="customer", fields=tuple(sorted(changed)))


def change_card(act: Act, card: CustomerCard, wanted: CustomerDraft, why: str) -> CustomerCard:
    """Write a card anew and note each field of it that changed."""
    reason = clean(why, field="why", max_length=MAX_WHY_CHARACTERS) or None
    pub = card.customer.pub
    if card.customer.state in LEFT:
        raise KnownError(Code.UNKNOWN_CUSTOMER, field="customer")
    _refuse_stranger(act.tx, wanted.responsible, card.draft.responsible)
    settle_category(act, wanted.category, card.draft.category)
    with act.changing("customer", pub):
        customers.update(act.tx, card.customer, wanted, standard=standards.current(act.tx))
    written = known_card(act.tx, pub)
    for name, old, new in _told(card, written):
        act.note_change(
            FieldChange(kind="customer", pub=pub, field=name, old=old, new=new, why=reason)
        )
    return written


def _told(before: CustomerCard, after: CustomerCard) -> Iterable[FieldValues]:
    """List what changed; a member of staff is called by his name."""
    for name, old, new in differences(before.draft, after.draft):
        if name == RESPONSIBLE:
            yield name, before.responsible, after.responsible
        else:
            yield name, old, new


def _refuse_stranger(tx: Transaction, pub: str | None, before: str | None) -> None:
    """Refuse to hand a customer to somebody who does not work here; who left may stay named."""
    if pub is not None and pub != before and all(one.pub != pub for one in staff.people(tx)):
        raise KnownError(Code.BAD_VALUE, field=RESPONSIBLE, reason="unknown")


def _tags(words: tuple[str, ...]) -> tuple[str, ...]:
    """Put tags in order, each once; what is empty is none."""
    kept = {clean(word, field="tags", max_length=MAX_CATEGORY_CHARACTERS) for word in words} - {""}
    if len(kept) > MAX_TAGS:
        raise KnownError(Code.BAD_VALUE, field="tags", reason="too_many", limit=MAX_TAGS)
    return tuple(sorted(kept))


def _needed(text: str, field: str, limit: int) -> str:
    kept = clean(text, field=field, max_length=limit)
    if not kept:
        raise KnownError(Code.BAD_VALUE, field=field, reason="required")
    return kept


def _optional(text: str | None, field: str) -> str | None:
    return clean(text or "", field=field, max_length=MAX_NAME_CHARACTERS) or None


def _contact(contact: Contact) -> Contact:
    value = _needed(contact.value, contact.kind.value, MAX_CONTACT_CHARACTERS)
    return replace(contact, value=value, label=_optional(contact.label, "label"))
