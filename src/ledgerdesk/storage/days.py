"""Closed business days, what took them back, and what happened in a run of days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ledgerdesk.core.continuity import Gap, Number
from ledgerdesk.core.days import Owed, ReprintLine, Taken, VoidLine
from ledgerdesk.core.pubs import range_of_days
from ledgerdesk.core.transactions import Method
from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.origin import Origin

INSERT = """
INSERT INTO day_close (pub, salt, business_day, sheet, closed_at, staff_id, ordinal)
VALUES (?, ?, ?, ?, ?, ?,
 (SELECT coalesce(max(ordinal), 0) + 1 FROM day_close WHERE business_day = ?))
"""
INSERT_REOPENING = """
INSERT INTO day_reopening (pub, salt, close_id, reason, reopened_at, staff_id)
VALUES (?, ?, ?, ?, ?, ?)
"""
_STORED = """
SELECT day_close.id, day_close.pub, day_close.business_day, day_close.ordinal, day_close.sheet,
day_close.closed_at, day_reopening.reason, day_reopening.reopened_at, staff.name
FROM day_close LEFT JOIN day_reopening ON day_reopening.close_id = day_close.id
LEFT JOIN staff ON staff.id = day_reopening.staff_id
"""
STANDING_FROM = f"""{_STORED} WHERE day_close.business_day >= ? AND day_reopening.id IS NULL
ORDER BY day_close.business_day LIMIT 1
"""
STANDING_BEFORE = f"""{_STORED} WHERE day_close.business_day < ? AND day_reopening.id IS NULL
ORDER BY day_close.business_day DESC LIMIT 1
"""
LATEST = f"{_STORED} ORDER BY day_close.business_day DESC, day_close.ordinal DESC LIMIT ?"
TAKEN = """
SELECT method, count(DISTINCT payment.id), sum(payment_part.amount_fen)
FROM payment JOIN payment_part ON payment_part.payment_id = payment.id
WHERE payment.id BETWEEN ? AND ? AND payment.business_day BETWEEN ? AND ?
AND NOT EXISTS (SELECT 1 FROM void WHERE void.payment_id = payment.id)
GROUP BY method
"""
DAYS = """
SELECT DISTINCT business_day FROM payment
WHERE id BETWEEN ? AND ? AND business_day BETWEEN ? AND ? ORDER BY business_day
"""
USED = """
SELECT series_id, period, seq, number FROM receipt
WHERE id BETWEEN ? AND ? AND business_day BETWEEN ? AND ? ORDER BY series_id, period, seq
"""
VOIDS = """
SELECT receipt.number, receipt.amount_fen, void.reason, staff.name,
(SELECT number FROM receipt AS next WHERE next.reissue_of_id = receipt.id)
FROM receipt JOIN void ON void.receipt_id = receipt.id JOIN staff ON staff.id = void.staff_id
WHERE receipt.id BETWEEN ? AND ? AND receipt.business_day BETWEEN ? AND ? ORDER BY receipt.id
"""
REPRINTS = """
SELECT receipt.number, print.ordinal, staff.name, print.asked_at
FROM print JOIN receipt ON receipt.id = print.receipt_id JOIN staff ON staff.id = print.staff_id
WHERE print.pub BETWEEN ? AND ? AND print.asked_at > ?
AND print.ordinal > 1 AND print.state <> 'failed' ORDER BY print.pub
"""
WITHOUT_RECEIPT = """
SELECT payment.pub, customer.code,
(SELECT item FROM trade_line WHERE trade_line.trade_id = trade.id ORDER BY position LIMIT 1),
payment.amount_fen
FROM payment JOIN trade ON trade.id = payment.trade_id
JOIN customer ON customer.id = trade.customer_id
WHERE payment.id BETWEEN ? AND ? AND payment.business_day BETWEEN ? AND ?
AND NOT EXISTS (SELECT 1 FROM receipt WHERE receipt.payment_id = payment.id)
AND NOT EXISTS (SELECT 1 FROM void WHERE void.payment_id = payment.id)
ORDER BY payment.id
"""
WITHOUT_TRADE = """
SELECT receipt.number FROM receipt
LEFT JOIN payment ON payment.id = receipt.payment_id LEFT JOIN trade ON trade.id = payment.trade_id
WHERE receipt.id BETWEEN ? AND ? AND receipt.business_day BETWEEN ? AND ? AND trade.id IS NULL
ORDER BY receipt.id
"""
BETWEEN_NUMBERS = """
SELECT series_id, period, seq FROM receipt
WHERE series_id = ? AND period = ? AND seq BETWEEN ? AND ? ORDER BY seq
"""
NUMBER_BEFORE = "SELECT max(seq) FROM receipt WHERE series_id = ? AND period = ? AND seq < ?"
NUMBER_AFTER = "SELECT min(seq) FROM receipt WHERE series_id = ? AND period = ? AND seq > ?"
AFTER_CLOSE = """
SELECT number FROM receipt
WHERE id BETWEEN ? AND ? AND issued_on = ? AND business_day > ? ORDER BY id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredClose:
    """A close as it was written, and why, when (stored) and by whom it was taken back, if so."""

    id: int
    pub: str
    business_day: date
    ordinal: int
    sheet: str
    closed_at: str
    reopened_why: str | None
    reopened_at: str | None
    reopened_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """One number that was issued."""

    series_id: int
    period: str
    sequence: int
    number: str


def insert(tx: Transaction, day: date, sheet: str, origin: Origin) -> None:
    """Write that a business day is closed; a sheet is never changed."""
    closed = day.isoformat()
    tx.run(INSERT, (origin.pub, origin.salt, closed, sheet, origin.at, origin.staff_id, closed))


def insert_reopening(tx: Transaction, close_id: int, reason: str, origin: Origin) -> None:
    """Write that a close was taken back; both rows stay."""
    tx.run(
        INSERT_REOPENING,
        (origin.pub, origin.salt, close_id, reason, origin.at, origin.staff_id),
    )


def standing_from(tx: Transaction, day: date) -> StoredClose | None:
    """Find the earliest close that stands of this business day or a later one."""
    return _stored(tx.row(STANDING_FROM, (day.isoformat(),)))


def standing_before(tx: Transaction, day: date) -> StoredClose | None:
    """Find the latest close that stands of an earlier business day."""
    return _stored(tx.row(STANDING_BEFORE, (day.isoformat(),)))


def latest(tx: Transaction, limit: int) -> list[StoredClose]:
    """List the latest closes, newest day first, those taken back among them."""
    found = (_stored(row) for row in tx.rows(LATEST, (limit,)))
    return [one for one in found if one is not None]


def _stored(row: tuple[object, ...] | None) -> StoredClose | None:
    if row is None:
        return None
    values = dict(zip(StoredClose.__slots__, row, strict=True))
    values["business_day"] = date.fromisoformat(str(values["business_day"]))
    return StoredClose(**values)  # type: ignore[arg-type] # the query names the fields in order


def taken(tx: Transaction, first: date, last: date) -> tuple[Taken, ...]:
    """Sum the payments of a run of business days by method; void ones do not count."""
    return tuple(
        Taken(method=Method(method), count=count, sum_fen=total)
        for method, count, total in tx.rows(TAKEN, _run(first, last))
    )


def days(tx: Transaction, first: date, last: date) -> tuple[date, ...]:
    """List the business days of a run that took something in."""
    return tuple(date.fromisoformat(row[0]) for row in tx.rows(DAYS, _run(first, last)))


def used(tx: Transaction, first: date, last: date) -> Iterator[Used]:
    """Yield the numbers of a run of business days in their own order.

    That of the ids would be another where a clock was set back by some minutes.
    """
    for series_id, period, sequence, number in tx.rows(USED, _run(first, last)):
        yield Used(series_id=series_id, period=period, sequence=sequence, number=number)


def between_numbers(tx: Transaction, run: Gap) -> list[Number]:
    """List the numbers of a run that were used, whatever business day they count in."""
    values = (run.series_id, run.period, run.first, run.last)
    return [(row[0], row[1], row[2]) for row in tx.rows(BETWEEN_NUMBERS, values)]


def number_before(tx: Transaction, used: Used) -> int | None:
    """Find the number a series used before this one."""
    found: int | None = tx.value(NUMBER_BEFORE, (used.series_id, used.period, used.sequence))
    return found


def number_after(tx: Transaction, used: Used) -> int | None:
    """Find the number a series used after this one."""
    found: int | None = tx.value(NUMBER_AFTER, (used.series_id, used.period, used.sequence))
    return found


def voids(tx: Transaction, first: date, last: date) -> tuple[VoidLine, ...]:
    """List the voided receipts of a run of business days."""
    return tuple(
        VoidLine(number=number, amount_fen=amount, reason=reason, by=by, reissued_as=instead)
        for number, amount, reason, by, instead in tx.rows(VOIDS, _run(first, last))
    )


def reprints(tx: Transaction, first: date, last: date, since: str) -> tuple[ReprintLine, ...]:
    """List the prints after a first one that were asked for since a stored moment."""
    low, high = (f"{bound:016x}" for bound in range_of_days(first, last))
    return tuple(
        ReprintLine(number=number, ordinal=ordinal, by=by)
        for number, ordinal, by, _ in tx.rows(REPRINTS, (low, high, since))
    )


def without_receipt(tx: Transaction, first: date, last: date) -> tuple[Owed, ...]:
    """List the takings of a run of business days that have no receipt."""
    return tuple(
        Owed(payment=pub, customer=code, item=item or "", amount_fen=amount)
        for pub, code, item, amount in tx.rows(WITHOUT_RECEIPT, _run(first, last))
    )


def without_trade(tx: Transaction, first: date, last: date) -> list[str]:
    """List the numbers whose payment or trade is gone: another tool took it away."""
    return [str(row[0]) for row in tx.rows(WITHOUT_TRADE, _run(first, last))]


def after_close(tx: Transaction, day: date) -> tuple[str, ...]:
    """List the receipts issued on a calendar day that count in a later business day."""
    values = (*range_of_days(day, day), day.isoformat(), day.isoformat())
    return tuple(row[0] for row in tx.rows(AFTER_CLOSE, values))


def _run(first: date, last: date) -> tuple[int, int, str, str]:
    return (*range_of_days(first, last), first.isoformat(), last.isoformat())
