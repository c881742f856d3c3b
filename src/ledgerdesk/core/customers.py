"""A customer as the desk knows him: the name is never the key, the code is never reused."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import zip_longest


class CustomerKind(StrEnum):
    """A person or a company; unknown until somebody says so."""

    PERSON = "person"
    COMPANY = "company"
    UNKNOWN = "unknown"


class ContactKind(StrEnum):
    """The ways to reach a customer."""

    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    WECHAT = "wechat"
    OTHER = "other"


class Category(StrEnum):
    """潜在, 活跃, 休眠, 停用; an office may write a word of its own instead."""

    PROSPECT = "prospect"
    ACTIVE = "active"
    DORMANT = "dormant"
    ENDED = "ended"


class CardState(StrEnum):
    """Whether a card holds what the office asks for, or is no longer worked with."""

    INCOMPLETE = "incomplete"
    COMPLETE = "complete"
    STOPPED = "stopped"
    MERGED = "merged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One way to reach a customer."""

    kind: ContactKind
    value: str
    label: str | None = None

    @property
    def shown(self) -> str:
        """Give it as a list and the history show it, with its label."""
        return f"{self.value} · {self.label}" if self.label else self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """A stored customer; `print_name` is what a receipt shows instead of the name."""

    id: int
    pub: str
    code: str
    name: str
    kind: CustomerKind = CustomerKind.UNKNOWN
    company: str | None = None
    print_name: str | None = None
    pinyin: str | None = None
    category: str = Category.ACTIVE.value
    state: CardState = CardState.INCOMPLETE


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerDraft:
    """What stands on a card as it is typed: only the name is needed (PIPL 第6条).

    `category` is one of `Category` or the office's own word; `responsible` is the public id of a
    member of staff. Contacts stand in their order.
    """

    name: str
    kind: CustomerKind = CustomerKind.UNKNOWN
    company: str | None = None
    print_name: str | None = None
    pinyin: str | None = None
    contacts: tuple[Contact, ...] = field(default=())
    category: str = Category.ACTIVE.value
    responsible: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerCard:
    """A customer's card as it stands: `draft` is what a form shows of it and may change.

    `responsible` is the name behind `draft.responsible`; `missing` are the fields the office asks
    for that are empty; `former_codes` and `former_names` are those of cards merged into this one
    and of other names he is known by; `merged_into` is the number of whom this one became.
    """

    customer: Customer
    draft: CustomerDraft
    responsible: str | None
    missing: tuple[str, ...]
    former_codes: tuple[str, ...]
    added_at: str
    former_names: tuple[str, ...] = ()
    merged_into: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectedNumber:
    """An ID or bank number as everybody may see it: its name and its ends.

    The name is its kind (`core/identity`), a second one of a kind is `kind.2`.
    """

    name: str
    shown: str

    @property
    def kind(self) -> str:
        """Tell what the number claims to be."""
        return self.name.partition(".")[0]


def code_of(sequence: int) -> str:
    """Shape a customer's number: `C000123`."""
    return f"C{sequence:06d}"


def missing_in(draft: CustomerDraft) -> tuple[str, ...]:
    """Name the fields the record standard asks for that are empty, in the form's order.

    A person is asked for a phone; a company for an address too.
    """
    has = {contact.kind for contact in draft.contacts}
    asked = [
        ("name", bool(draft.name)),
        ("kind", draft.kind is not CustomerKind.UNKNOWN),
        (ContactKind.PHONE.value, ContactKind.PHONE in has),
    ]
    if draft.kind is CustomerKind.COMPANY:
        asked.append((ContactKind.ADDRESS.value, ContactKind.ADDRESS in has))
    return tuple(name for name, is_there in asked if not is_there)


def state_of(draft: CustomerDraft) -> CardState:
    """Compute whether a card is complete."""
    return CardState.INCOMPLETE if missing_in(draft) else CardState.COMPLETE


FieldValues = tuple[str, str | None, str | None]
"""A field's name, what stood in it and what stands in it; None where there was nothing."""

_SINGLE = ("name", "company", "print_name", "pinyin", "category", "responsible")


def differences(old: CustomerDraft, new: CustomerDraft) -> list[FieldValues]:
    """List how one card differs from another, field by field in the form's order."""
    found: list[FieldValues] = []
    if old.kind is not new.kind:
        found.append(("kind", old.kind.value, new.kind.value))
    found += [
        (name, getattr(old, name), getattr(new, name))
        for name in _SINGLE
        if getattr(old, name) != getattr(new, name)
    ]
    told = [
        (kind.value, was, now)
        for kind in ContactKind
        for was, now in _moved(_shown(old, kind), _shown(new, kind))
    ]
    if not told and old.contacts != new.contacts:
        before, after = ("; ".join(one.shown for one in draft.contacts) for draft in (old, new))
        told = [("contacts", before, after)]
    return found + told


def _shown(draft: CustomerDraft, kind: ContactKind) -> list[str]:
    return [one.shown for one in draft.contacts if one.kind is kind]


def _moved(old: Sequence[str], new: Sequence[str]) -> list[tuple[str | None, str | None]]:
    """Pair what is gone with what is new, each once; what stayed is not told."""
    gone, added = list(old), []
    for one in new:
        if one in gone:
            gone.remove(one)
        else:
            added.append(one)
    return list(zip_longest(gone, added))
