"""Closed months and years, and what a period held."""

from dataclasses import dataclass
from datetime import date

from ledgerdesk.core.pubs import range_of_days
from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.origin import Origin

INSERT = """
INSERT INTO period_close (pub, salt, period, first_day, last_day, sheet, closed_at, staff_id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
# Read by every save: one step from the end of an index.
LOCKED_UNTIL = "SELECT last_day FROM period_close ORDER BY last_day DESC LIMIT 1"
BY_NAME = "SELECT sheet FROM period_close WHERE period = ?"
EVERY = "SELECT sheet FROM period_close ORDER BY last_day DESC, first_day DESC"
HELD = """
SELECT count(*), total(EXISTS (SELECT 1 FROM void WHERE void.receipt_id = receipt.id))
FROM receipt WHERE receipt.id BETWEEN ? AND ? AND receipt.business_day BETWEEN ? AND ?
"""
FIRST_NUMBER = """
SELECT number FROM receipt WHERE id BETWEEN ? AND ? AND business_day BETWEEN ? AND ?
ORDER BY series_id, period, seq LIMIT 1
"""
LAST_NUMBER = """
SELECT number FROM receipt WHERE id BETWEEN ? AND ? AND business_day BETWEEN ? AND ?
ORDER BY series_id DESC, period DESC, seq DESC LIMIT 1
"""
LAST_TAKEN = """
SELECT max(business_day) FROM payment
WHERE id BETWEEN ? AND ? AND business_day BETWEEN ? AND ?
"""
FIRST_TAKEN = "SELECT business_day FROM payment WHERE business_day IS NOT NULL ORDER BY id LIMIT 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The receipts of some business days: how many, how many void, the first and the last."""

    receipts: int
    voided: int
    first_number: str | None
    last_number: str | None


def insert(tx: Transaction, name: str, days: tuple[date, date], sheet: str, by: Origin) -> None:
    """Write that a period is closed; it never opens again."""
    first, last = (day.isoformat() for day in days)
    tx.run(INSERT, (by.pub, by.salt, name, first, last, sheet, by.at, by.staff_id))


def locked_until(tx: Transaction) -> date | None:
    """Tell up to which day everything is locked."""
    found = tx.value(LOCKED_UNTIL)
    return None if found is None else date.fromisoformat(found)


def sheet_of(tx: Transaction, name: str) -> str | None:
    """Read the frozen sheet of a period."""
    found: str | None = tx.value(BY_NAME, (name,))
    return found


def sheets(tx: Transaction) -> list[str]:
    """List the frozen sheets, latest period first."""
    return [row[0] for row in tx.rows(EVERY)]


def held(tx: Transaction, first: date, last: date) -> Held:
    """Count the receipts of a run of business days."""
    run = _run(first, last)
    count, voided = tx.row(HELD, run) or (0, 0)
    return Held(
        receipts=count,
        voided=int(voided),
        first_number=tx.value(FIRST_NUMBER, run),
        last_number=tx.value(LAST_NUMBER, run),
    )


def last_taken(tx: Transaction, first: date, last: date) -> date | None:
    """Tell the last business day of a run that took something in."""
    found = tx.value(LAST_TAKEN, _run(first, last))
    return None if found is None else date.fromisoformat(found)


def first_taken(tx: Transaction) -> date | None:
    """Tell the business day of the oldest payment."""
    found = tx.value(FIRST_TAKEN)
    return None if found is None else date.fromisoformat(found)


def _run(first: date, last: date) -> tuple[int, int, str, str]:
    return (*range_of_days(first, last), first.isoformat(), last.isoformat())
