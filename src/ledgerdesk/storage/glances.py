"""What the desk looks at while it works: the day's takings, and lines that were written before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

from ledgerdesk.core.pubs import range_of_days
from ledgerdesk.core.transactions import Method, PaymentPart
from ledgerdesk.storage.database import Transaction

DAY = """
SELECT payment.pub, payment.received_at, payment.amount_fen, customer.code, customer.name,
(SELECT item FROM trade_line WHERE trade_line.trade_id = trade.id ORDER BY position LIMIT 1),
receipt.number, void.id IS NOT NULL, trade.kind,
(SELECT count(*) FROM print WHERE print.receipt_id = receipt.id AND print.state <> 'failed'),
(SELECT group_concat(method || ':' || amount_fen, ';') FROM payment_part
 WHERE payment_part.payment_id = payment.id), trade.late_reason IS NOT NULL
FROM payment JOIN trade ON trade.id = payment.trade_id
JOIN customer ON customer.id = trade.customer_id
LEFT JOIN receipt ON receipt.id =
(SELECT latest.id FROM receipt AS latest WHERE latest.payment_id = payment.id
 AND NOT EXISTS (SELECT 1 FROM receipt AS later WHERE later.reissue_of_id = latest.id))
LEFT JOIN void ON void.payment_id = payment.id
WHERE payment.id BETWEEN ? AND ? AND payment.business_day = ? ORDER BY payment.id DESC
"""
LATEST_LINES = """
SELECT item, unit, price_fen, amount_fen, trade_id FROM trade_line
WHERE trade_id > coalesce((SELECT id FROM trade ORDER BY id DESC LIMIT 1 OFFSET ?), 0)
AND amount_fen > 0
ORDER BY trade_id DESC, position DESC
"""
LINES_OF_CUSTOMER = """
SELECT item, unit, price_fen, amount_fen FROM trade_line WHERE trade_id =
(SELECT trade.id FROM trade JOIN customer ON customer.id = trade.customer_id
 WHERE customer.pub = ? AND trade.kind = 'sale'
 ORDER BY trade.traded_on DESC, trade.id DESC LIMIT 1)
ORDER BY position
"""
LAST_OF_CUSTOMER = """
SELECT trade.traded_on, trade.pub, trade.entered_at, trade.total_fen FROM trade
JOIN customer ON customer.id = trade.customer_id
WHERE customer.pub = ? AND trade.kind = 'sale'
ORDER BY trade.traded_on DESC, trade.id DESC LIMIT 1
"""
WITHOUT_RECEIPT = """
SELECT payment.pub, payment.received_at, payment.amount_fen, customer.name,
(SELECT item FROM trade_line WHERE trade_line.trade_id = trade.id ORDER BY position LIMIT 1)
FROM payment JOIN trade ON trade.id = payment.trade_id
JOIN customer ON customer.id = trade.customer_id
WHERE payment.id BETWEEN ? AND ? AND payment.received_on BETWEEN ? AND ?
AND payment.business_day IS NOT NULL AND payment.amount_fen > 0
AND NOT EXISTS (SELECT 1 FROM receipt WHERE receipt.payment_id = payment.id)
AND NOT EXISTS (SELECT 1 FROM void WHERE void.payment_id = payment.id)
ORDER BY payment.id DESC
"""
WITHOUT_RECEIPT_OF = """
SELECT payment.pub, payment.received_at, payment.amount_fen, customer.name,
(SELECT item FROM trade_line WHERE trade_line.trade_id = trade.id ORDER BY position LIMIT 1),
trade.traded_on FROM customer CROSS JOIN trade ON trade.customer_id = customer.id
CROSS JOIN payment ON payment.trade_id = trade.id
WHERE customer.pub = ? AND payment.business_day IS NOT NULL AND payment.amount_fen > 0
AND NOT EXISTS (SELECT 1 FROM receipt WHERE receipt.payment_id = payment.id)
AND NOT EXISTS (SELECT 1 FROM void WHERE void.payment_id = payment.id)
ORDER BY trade.traded_on DESC, trade.id DESC
"""

LAST_NOTE = """
SELECT written_at, content FROM customer_note WHERE customer_id = ? AND kind = ?
ORDER BY id DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """One payment of a business day with what a list shows of it; amounts in 分.

    `is_late`: the trade was entered after its own day (补录).
    """

    payment_pub: str
    received_at: str
    amount_fen: int
    customer_code: str
    customer: str
    item: str
    number: str | None
    is_void: bool
    kind: str
    prints: int
    parts: tuple[PaymentPart, ...]
    is_late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedLine:
    """A line as it was written last; the price is None where only an amount was written.

    `is_listed`: it comes from the catalogue, and its price is the one a line begins with.
    """

    item: str
    unit: str
    price_fen: int | None
    amount_fen: int
    is_listed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """A payment that was saved and has no receipt; `at` is a stored moment, the amount in 分."""

    payment_pub: str
    at: str
    amount_fen: int
    customer: str
    item: str


def without_receipt(tx: Transaction, first: date, last: date) -> list[Saved]:
    """List what was taken on some days without a receipt, newest first; none of it imported."""
    days = (*range_of_days(first, last), first.isoformat(), last.isoformat())
    return [_saved(row) for row in tx.rows(WITHOUT_RECEIPT, days)]


def without_receipt_of(tx: Transaction, customer_pubs: Iterable[str]) -> list[Saved]:
    """List what a customer paid without a receipt, newest first."""
    found = [row for pub in customer_pubs for row in tx.rows(WITHOUT_RECEIPT_OF, (pub,))]
    found.sort(key=itemgetter(5, 0), reverse=True)
    return [_saved(row[:5]) for row in found]


def last_note(tx: Transaction, customer_ids: Iterable[int], kind: str) -> tuple[str, str] | None:
    """Read the newest note of a kind on a customer: its stored moment and its words."""
    found = [row for one in customer_ids if (row := tx.row(LAST_NOTE, (one, kind))) is not None]
    return max(found) if found else None


def _saved(row: tuple[Any, ...]) -> Saved:
    pub, at, amount, customer, item = row
    return Saved(payment_pub=pub, at=at, amount_fen=amount, customer=customer, item=item or "")


def takings_of(tx: Transaction, day: date) -> list[Taking]:
    """List the payments of a business day, newest first; imported ones have none."""
    return [
        Taking(
            payment_pub=row[0],
            received_at=row[1],
            amount_fen=row[2],
            customer_code=row[3],
            customer=row[4],
            item=row[5] or "",
            number=row[6],
            is_void=bool(row[7]),
            kind=row[8],
            prints=row[9] or 0,
            parts=_parts(row[10]),
            is_late=bool(row[11]),
        )
        for row in tx.rows(DAY, (*range_of_days(day, day), day.isoformat()))
    ]


def _parts(joined: str) -> tuple[PaymentPart, ...]:
    pairs = (part.split(":") for part in joined.split(";"))
    return tuple(PaymentPart(method=Method(name), amount_fen=int(fen)) for name, fen in pairs)


def latest_lines(tx: Transaction, trades: int) -> list[UsedLine]:
    """List the lines of the newest trades, newest first, each item once."""
    found: dict[str, UsedLine] = {}
    for item, unit, price, amount, _ in tx.rows(LATEST_LINES, (trades,)):
        found.setdefault(item, UsedLine(item=item, unit=unit, price_fen=price, amount_fen=amount))
    return list(found.values())


def lines_of_customer(tx: Transaction, customer_pub: str) -> list[UsedLine]:
    """List the lines of a customer's newest trade."""
    return [
        UsedLine(item=item, unit=unit, price_fen=price, amount_fen=amount)
        for item, unit, price, amount in tx.rows(LINES_OF_CUSTOMER, (customer_pub,))
    ]


def last_of_customer(
    tx: Transaction, customer_pubs: Iterable[str]
) -> tuple[str, str, int, str] | None:
    """Read the newest trade on a customer's cards: day, moment of entry (stored), sum, whose card.

    The sum is in 分, the card a public id.
    """
    found = [
        (*row, pub)
        for pub in customer_pubs
        if (row := tx.row(LAST_OF_CUSTOMER, (pub,))) is not None
    ]
    if not found:
        return None
    day, _, moment, total, pub = max(found)
    return day, moment, total, pub
