"""Drills: backups that were restored to see whether they can be; one a month is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

EVERY = timedelta(days=30)


class WithKey(StrEnum):
    """By which key a drill opened its backup; only the printed one proves the printed one."""

    RECOVERY = "recovery"
    PASSWORD = "password"  # noqa: S105 - a kind of key, not a password


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillHeld:
    """A drill in the book: when (office time), of which file, by which key, by whom."""

    at: datetime
    file_name: str
    sequence: int
    with_key: WithKey
    receipts: int
    head_seq: int
    person: str


def due_on(held: Sequence[DrillHeld], begun: date) -> date:
    """Tell the day the next drill by the recovery key is due, counted from the last such one.

    Before the first, it is counted from the day the book was begun.
    """
    days = [one.at.date() for one in held if one.with_key is WithKey.RECOVERY]
    return max(days, default=begun) + EVERY
