"""The daily control (每日核对): what is looked at, and each line with what it leads to."""

from dataclasses import dataclass
from enum import StrEnum


class Check(StrEnum):
    """Numbers, receipts, trades, till, reviews, prints, debts, closes, cards, backup."""

    NUMBERS = "numbers"
    WITHOUT_RECEIPT = "without_receipt"
    WITHOUT_TRADE = "without_trade"
    TILL = "till"
    UNREVIEWED = "unreviewed"
    RETURNED = "returned"
    UNPRINTED = "unprinted"
    OVERDUE = "overdue"
    OPEN_DAYS = "open_days"
    CORRECTIONS = "corrections"
    BACKUP = "backup"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One record a check found: the key it is opened by, and the words it is known by."""

    key: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One check: whether all is well, how many records are not, and the first of them.

    `amount_fen` is the cash that should lie in the till; `days` the age of the last proved backup,
    None where there is none.
    """

    check: Check
    is_fine: bool
    count: int = 0
    found: tuple[Found, ...] = ()
    amount_fen: int | None = None
    days: int | None = None


SHOWN = 20
"""Records of a check that are named; all are counted."""


def line_of(check: Check, found: list[Found]) -> Line:
    """Make the line of a check that is fine where nothing was found."""
    return Line(check=check, is_fine=not found, count=len(found), found=tuple(found[:SHOWN]))
