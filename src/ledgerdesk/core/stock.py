"""Pre-printed stock: every sheet carries a number of its own, used by one print or spoiled."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.texts import clean

MAX_STOCK_CHARACTERS = 40
MAX_NUMBER_CHARACTERS = 30
MAX_REASON_CHARACTERS = 200
MOST_AT_ONCE = 500
_NUMBER = re.compile(r"(.*?)([0-9]{1,15})")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetUse:
    """The sheets one print goes onto: `count` from `first` on, as numbered by their maker.

    `skipped` says why sheets before `first` are spoiled; empty, they are still to be used.
    """

    stock: str
    first: str
    count: int = 1
    skipped: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """A sheet in the register: the receipt it carries, or why it is spoiled (both for a bad print).

    `at` is in local time.
    """

    id: int
    stock: str
    number: str
    receipt: str
    reason: str
    at: datetime
    person: str


def clean_stock(text: str) -> str:
    """Tidy the name of a stock; raises `bad_value` (field `stock`)."""
    name = clean(text, field="stock", max_length=MAX_STOCK_CHARACTERS)
    if not name:
        raise KnownError(Code.BAD_VALUE, field="stock", reason="required")
    return name


def clean_number(text: str, *, field: str = "sheet") -> str:
    """Tidy the number of a sheet, which ends in digits; raises `bad_value` with the field."""
    plain = unicodedata.normalize("NFKC", text)  # a full-width digit is the same digit
    number = clean(plain, field=field, max_length=MAX_NUMBER_CHARACTERS)
    if not number:
        raise KnownError(Code.BAD_VALUE, field=field, reason="required")
    if _NUMBER.fullmatch(number) is None:
        raise KnownError(Code.BAD_VALUE, field=field, reason="sheet_number")
    return number


def following(number: str, by: int = 1) -> str:
    """Give the number `by` sheets further on; its digits keep their width while they fit."""
    found = _NUMBER.fullmatch(number)
    if found is None:
        raise KnownError(Code.BAD_VALUE, field="sheet", reason="sheet_number")
    head, digits = found.groups()
    return f"{head}{int(digits) + by:0{len(digits)}d}"


def between(first: str, last: str) -> tuple[str, ...]:
    """List the sheets from one number to another, both among them.

    Raises `bad_value` (field `to`) for numbers that do not follow each other, and for more than
    `MOST_AT_ONCE`.
    """
    low, high = _NUMBER.fullmatch(first), _NUMBER.fullmatch(last)
    if low is None or high is None or low[1] != high[1] or int(high[2]) < int(low[2]):
        raise KnownError(Code.BAD_VALUE, field="to", reason="sheet_order")
    count = int(high[2]) - int(low[2]) + 1
    if count > MOST_AT_ONCE:
        raise KnownError(Code.BAD_VALUE, field="to", reason="sheets_many", most=MOST_AT_ONCE)
    return tuple(following(first, by) for by in range(count))


def skipped_before(first: str, expected: str) -> tuple[str, ...]:
    """List the sheets passed over from the expected one to the one before `first`.

    Nothing where the two do not belong to one run, or `first` is the expected one or before it.
    """
    if not expected or first == expected:
        return ()
    try:
        return between(expected, first)[:-1]
    except KnownError:
        return ()  # another block of paper: it says nothing of the sheets of this one
