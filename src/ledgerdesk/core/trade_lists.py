"""Which trades a list shows: what it is narrowed to, and that as it is kept under a name."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import StrEnum

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.transactions import Method

MAX_FILTERS = 50
MAX_NAME_CHARACTERS = 40
_FORMAT = 1


class Fits(StrEnum):
    """What state a trade is in; `ALL` asks for none."""

    ALL = "all"
    OWED = "owed"
    PAID = "paid"
    NO_RECEIPT = "no_receipt"
    LATE = "late"
    WAITING = "waiting"
    RETURNED = "returned"
    REVERSED = "reversed"
    VOID = "void"
    IMPORTED = "imported"


class When(StrEnum):
    """Days by the word one uses for them, so that a kept filter means today's today."""

    ANY = "any"
    TODAY = "today"
    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    THIS_YEAR = "this_year"
    LAST_YEAR = "last_year"


def days_of(when: When, today: date) -> tuple[date, date]:
    """Give the first and the last day that are meant."""
    month = today.replace(day=1)
    before = month - timedelta(days=1)
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return {
        When.ANY: (date.min, date.max),
        When.TODAY: (today, today),
        When.THIS_MONTH: (month, following - timedelta(days=1)),
        When.LAST_MONTH: (before.replace(day=1), before),
        When.THIS_YEAR: (date(today.year, 1, 1), date(today.year, 12, 31)),
        When.LAST_YEAR: (date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
    }[when]


class TradeState(StrEnum):
    """How a trade stands, as one word: void before reversed before under review before payment."""

    VOID = "void"
    REVERSAL = "reversal"
    REVERSED = "reversed"
    RETURNED = "returned"
    WAITING = "waiting"
    UNPAID = "unpaid"
    PART = "part"
    PAID = "paid"


@dataclass(frozen=True, slots=True, kw_only=True)
class TradeQuery:
    """What the list of trades is narrowed to; sums in 分, days both included.

    `when` and the days themselves narrow both. `text` is in a customer's name or number, an item, a
    note or a receipt's number, or it is how a customer is spelled in pinyin or initials. `clerk` is
    a public id of staff, `customer` one of a customer: all his cards.
    """

    text: str = ""
    when: When = When.ANY
    first: date | None = None
    last: date | None = None
    fits: Fits = Fits.ALL
    method: Method | None = None
    clerk: str | None = None
    customer: str | None = None
    least_fen: int | None = None
    most_fen: int | None = None

    @property
    def is_everything(self) -> bool:
        """Tell whether nothing is asked for."""
        return self == TradeQuery()


def kept(query: TradeQuery) -> dict[str, object]:
    """Write what a list is narrowed to as the words that are kept; what is not asked for is out."""
    found: dict[str, object] = {"format": _FORMAT}
    for one in fields(query):
        value = getattr(query, one.name)
        if value is not None and value != one.default:
            found[one.name] = value.isoformat() if isinstance(value, date) else value
    return found


def read_kept(words: Mapping[str, object]) -> TradeQuery:
    """Read a kept filter; raises `ValueError`, `TypeError` or `KeyError` for none of ours."""
    if words["format"] != _FORMAT:
        raise ValueError("a filter of another format")
    values = {name: value for name, value in words.items() if name != "format"}
    for name in ("first", "last"):
        if name in values:
            values[name] = date.fromisoformat(str(values[name]))
    if "when" in values:
        values["when"] = When(str(values["when"]))
    if "fits" in values:
        values["fits"] = Fits(str(values["fits"]))
    if "method" in values:
        values["method"] = Method(str(values["method"]))
    return TradeQuery(**values)  # type: ignore[arg-type] # checked by the round trip below


def filters_in(stored: object) -> dict[str, TradeQuery]:
    """Read the filters a book keeps; one that this program does not know is left out."""
    if not isinstance(stored, dict):
        return {}
    found = {}
    for name, words in stored.items():
        try:
            query = read_kept(words)
        except (ValueError, TypeError, KeyError):
            continue  # of a later program: it stays in the book
        if json.loads(json.dumps(kept(query))) == words:
            found[str(name)] = query
    return found


def refuse_impossible(query: TradeQuery) -> None:
    """Refuse a range that ends before it begins (`bad_value`, fields `to` and `most`)."""
    if query.first and query.last and query.last < query.first:
        raise KnownError(Code.BAD_VALUE, field="to", reason="before_from")
    least, most = query.least_fen, query.most_fen
    if least is not None and most is not None and most < least:
        raise KnownError(Code.BAD_VALUE, field="most", reason="less_than_least")
