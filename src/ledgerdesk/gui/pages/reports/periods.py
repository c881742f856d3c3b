"""The times a report may be of: named ones, and a day or month typed by hand."""

from datetime import date, timedelta

from ledgerdesk.core.dates import parse_date
from ledgerdesk.i18n.marks import N_

TODAY, THIS_MONTH, LAST_MONTH, THIS_YEAR, LAST_YEAR, OTHER = range(6)
PERIODS = (
    N_("Today"),
    N_("This month"),
    N_("Last month"),
    N_("This year"),
    N_("Last year"),
    N_("From … to …"),
)


def days_of(period: int, today: date) -> tuple[date, date]:
    """Give the first and the last day of a named period; this month and year end with today."""
    month = today.replace(day=1)
    if period == TODAY:
        return today, today
    if period == LAST_MONTH:
        last = month - timedelta(days=1)
        return last.replace(day=1), last
    if period == THIS_YEAR:
        return today.replace(month=1, day=1), today
    if period == LAST_YEAR:
        return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
    return month, today


def typed_days(first: str, last: str, today: date) -> tuple[date, date]:
    """Read the two days of a period typed by hand; raises what `parse_date` raises."""
    return parse_date(first, today=today), parse_date(last, today=today)
