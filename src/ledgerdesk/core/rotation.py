"""Which copies of a book stay: seven days, four weeks, twelve months, every closed year."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ledgerdesk.core.errors import Code, KnownError

LEAST = 3
"""So many of the newest copies stay whatever the plan says."""
_MOST = 366


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """How many copies of days, weeks and months stay; at least `least` of the newest do."""

    daily: int = 7
    weekly: int = 4
    monthly: int = 12
    least: int = LEAST

    @property
    def text(self) -> str:
        """Write the rule as it is kept and typed: days/weeks/months."""
        return f"{self.daily}/{self.weekly}/{self.monthly}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A copy that lies in a folder: its name, when it was made (office time), of which branch."""

    name: str
    at: datetime
    branch: str
    sequence: int


def keep_from(text: str) -> Keep:
    """Read `7/4/12`; raises `bad_value` (field `keep`), also for a rule that keeps nothing."""
    parts = [part.strip() for part in text.split("/")]
    wrong = KnownError(Code.BAD_VALUE, field="keep", reason="keep_form")
    if len(parts) != 3 or not all(part.isascii() and part.isdecimal() for part in parts):  # noqa: PLR2004 - days, weeks, months
        raise wrong
    daily, weekly, monthly = (int(part) for part in parts)
    if max(daily, weekly, monthly) > _MOST:
        raise wrong
    if daily + weekly + monthly == 0:
        raise KnownError(Code.BAD_VALUE, field="keep", reason="keep_nothing")
    return Keep(daily=daily, weekly=weekly, monthly=monthly)


def kept(copies: Iterable[Copy], keep: Keep, *, today: date) -> frozenset[str]:
    """Name the copies that stay.

    Of each day, week, month and closed year that counts it is the newest copy; the newest of each
    branch stays as well, since no other copy knows what only that branch has seen.
    """
    newest_first = sorted(copies, key=lambda one: (one.at, one.sequence, one.name), reverse=True)
    staying = {one.name for one in newest_first[: max(keep.least, 1)]}
    staying |= _newest_of(
        newest_first, [one.at.date().isoformat() for one in newest_first], keep.daily
    )
    weeks = ["{}-{:02}".format(*one.at.isocalendar()[:2]) for one in newest_first]
    staying |= _newest_of(newest_first, weeks, keep.weekly)
    months = [f"{one.at:%Y-%m}" for one in newest_first]
    staying |= _newest_of(newest_first, months, keep.monthly)
    closed = [one for one in newest_first if one.at.year < today.year]
    staying |= _newest_of(closed, [f"{one.at:%Y}" for one in closed], len(closed))
    staying |= _newest_of(newest_first, [one.branch for one in newest_first], len(newest_first))
    return frozenset(staying)


def _newest_of(newest_first: Sequence[Copy], spans: Sequence[str], count: int) -> set[str]:
    """Take the newest copy of each of the newest spans that have one."""
    newest: dict[str, str] = {}
    for one, span in zip(newest_first, spans, strict=True):
        newest.setdefault(span, one.name)
    return set(list(newest.values())[:count])
