"""Dates as people and sheets write them, read without a guess and written as on paper."""

import calendar
import re
from datetime import date, time, timedelta

from ledgerdesk.core.errors import Code, KnownError

FIRST_YEAR = 1900
LAST_YEAR = 2099
MAX_TYPED_CHARACTERS = 40

_FULL_WIDTH = str.maketrans(
    {chr(0xFF10 + digit): str(digit) for digit in range(10)}
    | {"－": "-", "\u2212": "-", "／": "/", "．": ".", "。": ".", "：": ":", "\u3000": " "}
)
_MONTHS = 12
_TIME = re.compile(r"(?:T|\s+)([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)?")
_WITH_YEAR = (
    re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})"),
    re.compile(r"([0-9]{4})\s*(年)\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*[日号]"),
    re.compile(r"([0-9]{4})()([0-9]{2})([0-9]{2})"),
)
_THIS_YEAR = (
    re.compile(r"([0-9]{1,2})[-/]([0-9]{1,2})"),
    re.compile(r"([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*[日号]"),
)
_SERIAL = re.compile(r"([0-9]{1,6})(?:\.[0-9]+)?")
# Excel counts 1900-02-29 as day 60, a day that never was; later serials are one too high.
_NEVER_WAS = 60
_BEFORE = date(1899, 12, 31)
_AFTER = date(1899, 12, 30)


def parse_date(text: str, *, today: date) -> date:
    """Read a date; without a year it is of today's year, and a time of day behind it is dropped.

    Read are 2026-01-02, 2026/1/2, 2026.1.2, 2026年1月2日, 20260102, 12/3, 12-3, 12月3日, also
    full-width, from `FIRST_YEAR` to `LAST_YEAR`. Refused with `bad_date` and a reason: `empty`,
    `format`, `year`, `month`, `day`, `time`. A sheet's serial number is no date here: see
    `date_from_serial`.
    """
    plain = text[: MAX_TYPED_CHARACTERS + 1].translate(_FULL_WIDTH).strip()
    if not plain:
        raise _refusal("empty")
    if len(plain) > MAX_TYPED_CHARACTERS:
        raise _refusal("format")
    return _day(_without_time(plain), today)


def _without_time(plain: str) -> str:
    found = _TIME.search(plain)
    if found is None or found.end() != len(plain):
        return plain
    hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        time(hour, minute, second)
    except ValueError:
        raise _refusal("time") from None
    return plain[: found.start()]


def _day(plain: str, today: date) -> date:
    for pattern in _WITH_YEAR:
        if found := pattern.fullmatch(plain):
            return _real(int(found[1]), int(found[3]), int(found[4]))
    for pattern in _THIS_YEAR:
        if found := pattern.fullmatch(plain):
            return _real(today.year, int(found[1]), int(found[2]))
    raise _refusal("format")


def _real(year: int, month: int, day: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise _refusal("year")
    if not 1 <= month <= _MONTHS:
        raise _refusal("month")
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise _refusal("day")
    return date(year, month, day)


def _refusal(reason: str) -> KnownError:
    return KnownError(Code.BAD_DATE, field="date", reason=reason)


def date_from_serial(serial: float | str) -> date:
    """Read a sheet's serial day number (Excel's 1900 system); the fraction is a time, dropped.

    Serial 60 is refused with `bad_date`, reason `day`: Excel's 1900-02-29 never was. Other
    reasons: `format` for what is no number, `year` outside `FIRST_YEAR` to `LAST_YEAR`.
    """
    found = _SERIAL.fullmatch(str(serial).translate(_FULL_WIDTH).strip())
    if found is None:
        raise _refusal("format")
    days = int(found[1])
    if days == _NEVER_WAS:
        raise _refusal("day")
    day = (_AFTER if days > _NEVER_WAS else _BEFORE) + timedelta(days=days)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise _refusal("year")
    return day


def month_end(day: date) -> date:
    """Give the last day of the month `day` is in."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def chinese_date(day: date) -> str:
    """Write a date as paper does: 2026年11月23日, month and day without a leading zero."""
    return f"{day.year}年{day.month}月{day.day}日"


_ENGLISH_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def english_date(day: date) -> str:
    """Write a date as English paper does: 23 November 2026, whatever the system's language."""
    return f"{day.day} {_ENGLISH_MONTHS[day.month - 1]} {day.year}"
