"""Months and years that are closed: their days, the sums that are frozen, and what they lock."""

import json
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ledgerdesk.core.audit import canonical
from ledgerdesk.core.days import Taken
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.transactions import Method

_SHAPE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>0[1-9]|1[0-2]))?")
_FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A month `2026-11` or a year `2026`, with its first and last day."""

    name: str
    first: date
    last: date

    @property
    def is_year(self) -> bool:
        """Tell a year from a month."""
        return len(self.name) == len("2026")


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodSheet:
    """What a period took in, frozen when it was closed; sums in 分.

    `owed_fen` is what was owed at its end. `closed_at` (a stored UTC moment) and `closed_by` are
    empty while it is open.
    """

    period: Period
    taken: tuple[Taken, ...]
    receipts: int
    voided: int
    first_number: str | None
    last_number: str | None
    owed_fen: int
    closed_at: str = ""
    closed_by: str = ""

    @property
    def sum_fen(self) -> int:
        """Sum the methods."""
        return sum(one.sum_fen for one in self.taken)

    @property
    def payments(self) -> int:
        """Count the methods' payments; one by two methods counts twice."""
        return sum(one.count for one in self.taken)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodState:
    """A month or a year in the list of them; with its sheet once it is closed."""

    period: Period
    sheet: PeriodSheet | None


def parse_period(text: str) -> Period:
    """Read `2026-11` or `2026`; raises `bad_value` (field `period`)."""
    found = _SHAPE.fullmatch(text.strip())
    year = int(found["year"]) if found else 0
    if found is None or not 1 <= year < date.max.year:
        raise KnownError(Code.BAD_VALUE, field="period", reason="period_form")
    if found["month"] is None:
        return Period(name=found[0], first=date(year, 1, 1), last=date(year, 12, 31))
    return month_of(date(year, int(found["month"]), 1))


def month_of(day: date) -> Period:
    """Give the month a day is in."""
    first = day.replace(day=1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return Period(name=f"{first:%Y-%m}", first=first, last=following - timedelta(days=1))


def year_of(day: date) -> Period:
    """Give the year a day is in."""
    return parse_period(f"{day.year:04d}")


def frozen(sheet: PeriodSheet) -> str:
    """Write a sheet as the JSON that is kept for ever."""
    return canonical(
        {
            "format": _FORMAT,
            "period": sheet.period.name,
            "taken": [[one.method.value, one.count, one.sum_fen] for one in sheet.taken],
            "receipts": sheet.receipts,
            "voided": sheet.voided,
            "first_number": sheet.first_number,
            "last_number": sheet.last_number,
            "owed_fen": sheet.owed_fen,
            "closed_at": sheet.closed_at,
            "closed_by": sheet.closed_by,
        }
    )


def thawed(text: str) -> PeriodSheet:
    """Read a kept sheet back; raises `ValueError`, `KeyError` or `TypeError` for none of ours."""
    kept: dict[str, Any] = json.loads(text)
    if kept.pop("format") != _FORMAT:
        raise ValueError("a sheet of another format")
    kept["period"] = parse_period(kept["period"])
    kept["taken"] = tuple(
        Taken(method=Method(name), count=count, sum_fen=total)
        for name, count, total in kept["taken"]
    )
    return PeriodSheet(**kept)
