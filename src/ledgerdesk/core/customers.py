"""A customer as the desk knows him: the name is never the key, the code is never reused."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import zip_longest

from ledgerdesk.core.problems import Problem


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
    ERASED = "erased"


LEFT = frozenset({CardState.STOPPED, CardState.MERGED, CardState.ERASED})
"""Who is in one of these is offered to nobody; a receipt still names him."""


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
    member of staff. Contacts stand in their order, tags in the alphabet's. `consent_on` is the
    day he agreed to what is kept of him, `consent` how.
    """

    name: str
    kind: CustomerKind = CustomerKind.UNKNOWN
    company: str | None = None
    print_name: str | None = None
    pinyin: str | None = None
    contacts: tuple[Contact, ...] = field(default=())
    category: str = Category.ACTIVE.value
    responsible: str | None = None
    tags: tuple[str, ...] = ()
    consent_on: date | None = None
    consent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """The day a card was last found true, and by whom; nobody where it was only written then."""

    on: date
    by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerCard:
    """A customer's card as it stands: `draft` is what a form shows of it and may change.

    `responsible` is the name behind `draft.responsible`; `problems` is what the office's standard
    finds amiss; `former_codes` and `former_names` are those of cards merged into this one and of
    other names he is known by; `merged_into` is the number of whom this one became. `due_on` is
    when it is to be verified again, None for never or where nobody asked.
    """

    customer: Customer
    draft: CustomerDraft
    responsible: str | None
    problems: tuple[Problem, ...]
    former_codes: tuple[str, ...]
    added_at: str
    former_names: tuple[str, ...] = ()
    merged_into: str | None = None
    verified: Verified | None = None
    due_on: date | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """Name the fields that are at fault, each once."""
        return tuple(dict.fromkeys(problem.field for problem in self.problems))


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerFilter:
    """What a list of customers is narrowed by; what is None or empty narrows nothing.

    `clerk` is the public id of whoever is responsible. Without a `state` those are listed who are
    worked with. `due` leaves those who are to be verified.
    """

    text: str = ""
    category: str | None = None
    tag: str | None = None
    clerk: str | None = None
    state: CardState | None = None
    due: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DueCustomer:
    """A customer whose card is to be verified, since when, and when it last was."""

    customer: Customer
    due_on: date
    verified_on: date


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


FieldValues = tuple[str, str | None, str | None]
"""A field's name, what stood in it and what stands in it; None where there was nothing."""

_SINGLE = ("name", "company", "print_name", "pinyin", "category", "responsible", "consent")


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
    if old.consent_on != new.consent_on:
        found.append(("consent_on", _day(old.consent_on), _day(new.consent_on)))
    found += [("tags", was, now) for was, now in _moved(old.tags, new.tags)]
    told = [
        (kind.value, was, now)
        for kind in ContactKind
        for was, now in _moved(_shown(old, kind), _shown(new, kind))
    ]
    if not told and old.contacts != new.contacts:
        before, after = ("; ".join(one.shown for one in draft.contacts) for draft in (old, new))
        told = [("contacts", before, after)]
    return found + told


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


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
