"""What a use case changed: lines of readable history, and which lists must look again."""

from dataclasses import dataclass
from enum import Flag, auto
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field of one record, old and new and why, as the history shows it.

    A sensitive value is never in it: its line says that it changed, and both are None.
    """

    kind: str
    pub: str
    field: str
    old: str | None
    new: str | None
    why: str | None = None


class Changes(Flag):
    """The nouns a use case touched; a view refreshes when one of its own is set."""

    NOTHING = 0
    CUSTOMERS = auto()
    TRANSACTIONS = auto()
    RECEIPTS = auto()
    PRINTS = auto()
    SETTINGS = auto()
    STAFF = auto()
    BACKUPS = auto()
    DRAFTS = auto()
    DAYS = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Done(Generic[Value]):
    """What a mutating use case gives back: its value and what it touched."""

    value: Value
    changes: Changes
