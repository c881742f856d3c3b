"""What one customer's card tells beside its fields: his trades, his receipts, the notes on him."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.origin import Origin

INSERT_NOTE = """
INSERT INTO customer_note (pub, salt, customer_id, kind, content, written_at, staff_id)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""
NOTES = """
SELECT customer_note.pub, customer_note.kind, content, written_at, staff.name FROM customer_note
JOIN staff ON staff.id = staff_id WHERE customer_id = ? ORDER BY customer_note.id DESC LIMIT ?
"""
TRADES = """
SELECT trade.pub, traded_on, total_fen, source,
(SELECT item FROM trade_line WHERE trade_id = trade.id ORDER BY position LIMIT 1),
(SELECT number FROM receipt WHERE receipt.id = (SELECT max(latest.id) FROM payment
 JOIN receipt AS latest ON latest.payment_id = payment.id WHERE payment.trade_id = trade.id)),
EXISTS (SELECT 1 FROM void WHERE void.trade_id = trade.id), late_reason
FROM trade WHERE customer_id = ? ORDER BY traded_on DESC, trade.id DESC LIMIT ?
"""
# A voided trade counts nowhere; a reversal takes its sum back and is no trade of its own.
YEARS = """
SELECT substr(traded_on, 1, 4), sum(trade.kind = 'sale'), sum(total_fen) FROM trade
WHERE customer_id = ? AND NOT EXISTS (SELECT 1 FROM void WHERE void.trade_id = trade.id)
GROUP BY 1 ORDER BY 1 DESC
"""
LAST_TRADED = """
SELECT traded_on FROM trade WHERE customer_id = ? AND kind = 'sale'
AND NOT EXISTS (SELECT 1 FROM void WHERE void.trade_id = trade.id)
ORDER BY traded_on DESC, id DESC LIMIT 1
"""
RECEIPTS = """
SELECT receipt.id, number, issued_on, receipt.amount_fen, payer,
EXISTS (SELECT 1 FROM void WHERE void.receipt_id = receipt.id)
FROM trade CROSS JOIN payment ON payment.trade_id = trade.id
CROSS JOIN receipt ON receipt.payment_id = payment.id
WHERE trade.customer_id = ? ORDER BY receipt.id DESC LIMIT ?
"""
RECEIPT_COUNT = """
SELECT count(*) FROM trade CROSS JOIN payment ON payment.trade_id = trade.id
CROSS JOIN receipt ON receipt.payment_id = payment.id WHERE trade.customer_id = ?
"""
TRADE_COUNT = "SELECT count(*) FROM trade WHERE customer_id = ?"
NOTE_COUNT = "SELECT count(*) FROM customer_note WHERE customer_id = ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenNote:
    """A note as it was written: stored moment, and by whom."""

    pub: str
    kind: str
    content: str
    at: str
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TradeOf:
    """A trade of a customer; `number` is its newest receipt's, the sum in 分.

    `late_reason` says why it was entered after its day (补录).
    """

    pub: str
    traded_on: date
    total_fen: int
    is_imported: bool
    item: str
    number: str | None
    is_void: bool
    late_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptOf:
    """A receipt of a customer; the amount in 分."""

    number: str
    issued_on: date
    amount_fen: int
    payer: str
    is_void: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class YearSum:
    """What a customer traded in a year, reversals taken off; the sum in 分."""

    year: int
    trades: int
    total_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many trades, receipts and notes a card leads to."""

    trades: int
    receipts: int
    notes: int


def insert_note(tx: Transaction, customer_id: int, kind: str, content: str, by: Origin) -> None:
    """Write a note; it stays as it is."""
    tx.run(INSERT_NOTE, (by.pub, by.salt, customer_id, kind, content, by.at, by.staff_id))


def notes(tx: Transaction, customer_ids: Iterable[int], *, limit: int) -> list[WrittenNote]:
    """List the notes on a customer's cards, newest first."""
    found = [row for one in customer_ids for row in tx.rows(NOTES, (one, limit))]
    found.sort(key=itemgetter(0), reverse=True)
    return [
        WrittenNote(pub=pub, kind=kind, content=content, at=at, person=person)
        for pub, kind, content, at, person in found[:limit]
    ]


def trades(tx: Transaction, customer_ids: Iterable[int], *, limit: int) -> list[TradeOf]:
    """List the trades of a customer's cards, newest first."""
    found = [row for one in customer_ids for row in tx.rows(TRADES, (one, limit))]
    found.sort(key=itemgetter(1, 0), reverse=True)
    return [
        TradeOf(
            pub=pub,
            traded_on=date.fromisoformat(day),
            total_fen=total,
            is_imported=source == "imported",
            item=item or "",
            number=number,
            is_void=bool(is_void),
            late_reason=late,
        )
        for pub, day, total, source, item, number, is_void, late in found[:limit]
    ]


def years(tx: Transaction, customer_ids: Iterable[int]) -> list[YearSum]:
    """Sum the trades of a customer's cards by year, newest first."""
    trades: Counter[int] = Counter()
    sums: Counter[int] = Counter()
    for one in customer_ids:
        for year, count, total in tx.rows(YEARS, (one,)):
            trades[int(year)] += count
            sums[int(year)] += total
    return [
        YearSum(year=year, trades=trades[year], total_fen=sums[year])
        for year in sorted(trades, reverse=True)
    ]


def last_traded(tx: Transaction, customer_ids: Iterable[int]) -> date | None:
    """Tell the day of a customer's newest trade that stands."""
    days = [day for one in customer_ids if (day := tx.value(LAST_TRADED, (one,))) is not None]
    return date.fromisoformat(max(days)) if days else None


def receipts(tx: Transaction, customer_ids: Iterable[int], *, limit: int) -> list[ReceiptOf]:
    """List the receipts of a customer's cards, newest first."""
    found = [row for one in customer_ids for row in tx.rows(RECEIPTS, (one, limit))]
    found.sort(key=itemgetter(0), reverse=True)
    return [
        ReceiptOf(
            number=number,
            issued_on=date.fromisoformat(day),
            amount_fen=amount,
            payer=payer,
            is_void=bool(is_void),
        )
        for _, number, day, amount, payer, is_void in found[:limit]
    ]


def counts(tx: Transaction, customer_ids: Sequence[int]) -> Counts:
    """Count what a customer's cards lead to."""

    def all_of(statement: str) -> int:
        return sum(tx.value(statement, (one,)) for one in customer_ids)

    return Counts(
        trades=all_of(TRADE_COUNT), receipts=all_of(RECEIPT_COUNT), notes=all_of(NOTE_COUNT)
    )
