"""The two dates of money: the issue date on paper and the business day of the till."""

from datetime import date, datetime, timedelta

from ledgerdesk.core.errors import Code, KnownError

CLOCK_MAY_BE_EARLIER = timedelta(minutes=5)
CLOCK_MAY_BE_LATER = timedelta(days=7)


def business_day(today: date, last_closed: date | None) -> date:
    """Count a taking in today, or in the day after the last closed one when that is later."""
    if last_closed is None:
        return today
    return max(today, last_closed + timedelta(days=1))


def is_closed(day: date, *, today: date, last_closed: date | None) -> bool:
    """Tell whether a business day is closed for voids.

    It is closed when it was closed, when a later one was closed, or when its month has ended,
    whichever comes first.
    """
    if last_closed is not None and day <= last_closed:
        return True
    return (day.year, day.month) < (today.year, today.month)


def clock_runs_ahead(now: datetime, last_entry: datetime | None) -> bool:
    """Judge the clock by the last entry; True when it is 7 days later and an owner must answer.

    A clock more than 5 minutes earlier than the last entry is refused with `clock_back`.
    """
    if last_entry is None:
        return False
    if now < last_entry - CLOCK_MAY_BE_EARLIER:
        raise KnownError(Code.CLOCK_BACK, now=_shown(now), last=_shown(last_entry))
    return now > last_entry + CLOCK_MAY_BE_LATER


def _shown(moment: datetime) -> str:
    return moment.isoformat(sep=" ", timespec="minutes")
