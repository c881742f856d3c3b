"""Inside a transaction: what a month or a year held, and whether it may be closed."""

from datetime import date, datetime, time, timedelta

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.moments import stored
from ledgerdesk.core.periods import Period, PeriodSheet, PeriodState, month_of, thawed, year_of
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.storage import accounts, days, periods
from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.receipts import last_closed_day

LISTED = 60


def sheet_now(desk: Desk, tx: Transaction, period: Period) -> PeriodSheet:
    """Add up what a period held, as it stands in the book now."""
    held = periods.held(tx, period.first, period.last)
    return PeriodSheet(
        period=period,
        taken=days.taken(tx, period.first, period.last),
        receipts=held.receipts,
        voided=held.voided,
        first_number=held.first_number,
        last_number=held.last_number,
        owed_fen=_owed(desk, tx, period.last),
    )


def refuse_unfinished(desk: Desk, tx: Transaction, period: Period) -> None:
    """Refuse what is closed, what is not over, and what has a day that nobody closed."""
    if periods.sheet_of(tx, period.name) is not None:
        raise KnownError(Code.BAD_VALUE, field="period", reason="period_closed")
    if period.last >= desk.local_date(desk.clock.now()):
        raise KnownError(
            Code.BAD_VALUE, field="period", reason="not_over", last=period.last.isoformat()
        )
    taken, closed = periods.last_taken(tx, period.first, period.last), last_closed_day(tx)
    if taken is not None and (closed is None or closed < taken):
        raise KnownError(Code.BAD_VALUE, field="period", reason="days_open", day=taken.isoformat())


def listed_periods(desk: Desk, tx: Transaction) -> list[PeriodState]:
    """List the months since the first payment, and the years among them, latest first.

    The month and the year that run are among them. What is open is not added up here: that of many
    months would take its time.
    """
    frozen = {sheet.period.name: sheet for sheet in map(thawed, periods.sheets(tx))}
    day, begun = desk.local_date(desk.clock.now()), periods.first_taken(tx)
    wanted: list[Period] = []
    while begun is not None and day >= begun.replace(day=1) and len(wanted) < LISTED:
        year = year_of(day)
        if year not in wanted:
            wanted.append(year)
        wanted.append(month_of(day))
        day = day.replace(day=1) - timedelta(days=1)
    names = {period.name for period in wanted}
    older = [sheet.period for name, sheet in frozen.items() if name not in names]
    return [PeriodState(period=one, sheet=frozen.get(one.name)) for one in (*wanted, *older)]


def sheet_of(desk: Desk, tx: Transaction, period: Period) -> PeriodSheet:
    """Give the frozen sheet of a period that is closed, else what stands in the book now."""
    kept = periods.sheet_of(tx, period.name)
    return sheet_now(desk, tx, period) if kept is None else thawed(kept)


def _owed(desk: Desk, tx: Transaction, day: date) -> int:
    if day >= desk.local_date(desk.clock.now()):
        return sum(one.owed_fen for one in accounts.all_owed(tx, day))
    end = datetime.combine(day + timedelta(days=1), time.min, tzinfo=desk.office.zone)
    return sum(one.owed_fen for one in accounts.owed_on(tx, day, stored(end)))
