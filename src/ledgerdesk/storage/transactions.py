"""Trades with their lines, and the payments that settle them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice

from ledgerdesk.core.pubs import number_of
from ledgerdesk.core.transactions import Line, Method, PaymentPart
from ledgerdesk.storage.covered import written
from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.origin import Origin
from ledgerdesk.storage.written import Written, columns_of, record

INSERT_TRADE = """
INSERT INTO trade (id, salt, customer_id, kind, source, traded_on, entered_at, staff_id,
total_fen, currency, note, late_reason, reverses_id, draft_id, batch_id, import_key)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
INSERT_LINE = """
INSERT INTO trade_line (trade_id, position, item, unit, quantity_milli, price_fen, amount_fen,
note) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
INSERT_PAYMENT = """
INSERT INTO payment (id, salt, trade_id, amount_fen, currency, received_on, business_day,
received_at, staff_id, payer_title, note, reverses_id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
INSERT_PART = """
INSERT INTO payment_part (payment_id, position, method, detail, amount_fen)
VALUES (?, ?, ?, ?, ?)
"""
TRADE_COLUMNS = columns_of(INSERT_TRADE)
LINE_COLUMNS = columns_of(INSERT_LINE)
PAYMENT_COLUMNS = columns_of(INSERT_PAYMENT)
PART_COLUMNS = columns_of(INSERT_PART)
TRADE_BY_DRAFT = "SELECT id FROM trade WHERE draft_id = ?"
LINES = """
SELECT item, unit, quantity_milli, price_fen, amount_fen, note FROM trade_line
WHERE trade_id = ? ORDER BY position
"""
PARTS = """
SELECT method, detail, amount_fen FROM payment_part WHERE payment_id = ? ORDER BY position
"""
PAYMENT_BY_ID = """
SELECT payment.id, payment.pub, payment.trade_id, payment.amount_fen, payment.received_on,
payment.business_day, payment.payer_title, trade.pub, trade.customer_id,
coalesce(payment.note, trade.note), trade.traded_on, trade.total_fen,
(SELECT coalesce(sum(amount_fen), 0) FROM deposit WHERE deposit.payment_id = payment.id)
FROM payment JOIN trade ON trade.id = payment.trade_id WHERE payment.id = ?
"""
PAYMENTS_OF = "SELECT count(*) FROM payment WHERE trade_id = ?"
# A twin has the same customer and day, so the index leads to a handful of rows; CROSS JOIN keeps
# the planner from starting at the receipts.
TWIN = """
SELECT trade.pub, receipt.number FROM trade CROSS JOIN payment ON payment.trade_id = trade.id
CROSS JOIN receipt ON receipt.payment_id = payment.id
WHERE trade.customer_id = ? AND trade.traded_on = ? AND trade.id >= ? AND trade.total_fen = ?
AND NOT EXISTS (SELECT 1 FROM void WHERE void.receipt_id = receipt.id)
ORDER BY trade.id DESC LIMIT 1
"""
TWIN_OF_TRADE = """
SELECT receipt.number FROM payment JOIN receipt ON receipt.payment_id = payment.id
WHERE payment.trade_id = ? AND payment.id >= ? AND payment.id <> ? AND payment.amount_fen = ?
AND NOT EXISTS (SELECT 1 FROM void WHERE void.receipt_id = receipt.id)
ORDER BY payment.id DESC LIMIT 1
"""
OTHER_AMOUNTS = """
SELECT traded_on, pub, total_fen FROM trade
WHERE customer_id = ? AND id <> ? AND kind = 'sale'
AND NOT EXISTS (SELECT 1 FROM void WHERE void.trade_id = trade.id)
ORDER BY traded_on DESC, id DESC LIMIT 30
"""
# Both walk the newest trades alone: no index of items or of clerks is kept for them.
ITEM_AMOUNTS = """
SELECT amount_fen FROM trade_line
WHERE trade_id > coalesce((SELECT id FROM trade ORDER BY id DESC LIMIT 1 OFFSET ?), 0)
AND trade_id <> ? AND item = ? AND amount_fen > 0
"""
NEWEST_AMOUNTS = """
SELECT staff_id, total_fen FROM trade WHERE id <> ? AND kind = 'sale' ORDER BY id DESC LIMIT ?
"""
LATEST = 30
LOOKED_AT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTrade:
    """A trade about to be posted; amounts in 分."""

    customer_id: int
    lines: tuple[Line, ...]
    traded_on: date
    total_fen: int
    currency: str
    note: str = ""
    late_reason: str | None = None
    kind: str = "sale"
    source: str = "desk"
    reverses_id: int | None = None
    draft_id: str | None = None
    batch_id: int | None = None
    import_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A trade that was just posted; the sum in 分."""

    id: int
    pub: str
    total_fen: int
    traded_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPayment:
    """A payment about to be posted: its issue date (calendar) and its business day (till)."""

    trade_id: int
    parts: tuple[PaymentPart, ...]
    amount_fen: int
    currency: str
    received_on: date
    business_day: date | None
    payer_title: str | None = None
    note: str | None = None
    reverses_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """A posted payment with what its receipt needs of its trade; amounts in 分.

    `lines` are the trade's. `moved_fen` is what the payment moved in the customer's deposit.
    """

    id: int
    pub: str
    trade_id: int
    trade_pub: str
    customer_id: int
    amount_fen: int
    received_on: date
    business_day: date | None
    payer_title: str | None
    lines: tuple[Line, ...]
    parts: tuple[PaymentPart, ...]
    note: str
    traded_on: date
    trade_total_fen: int
    moved_fen: int = 0

    @property
    def settles_fen(self) -> int:
        """Tell how much of it settles its trade, in 分: less what was kept as a deposit."""
        return self.amount_fen - self.moved_fen

    @property
    def is_whole(self) -> bool:
        """Tell whether it settles its trade by itself."""
        return self.settles_fen == self.trade_total_fen


def insert_trade(tx: Transaction, trade: NewTrade, origin: Origin) -> Written:
    """Post a trade with its lines."""
    trade_id = number_of(origin.pub)
    values = (
        trade_id,
        origin.salt,
        trade.customer_id,
        trade.kind,
        trade.source,
        trade.traded_on.isoformat(),
        origin.at,
        origin.staff_id,
        trade.total_fen,
        trade.currency,
        trade.note,
        trade.late_reason,
        trade.reverses_id,
        trade.draft_id,
        trade.batch_id,
        trade.import_key,
    )
    tx.run(INSERT_TRADE, values)
    lines = []
    for position, line in enumerate(trade.lines):
        of_line = (
            trade_id,
            position,
            line.item,
            line.unit,
            line.quantity_milli,
            line.price_fen,
            line.amount_fen,
            line.note,
        )
        tx.run(INSERT_LINE, of_line)
        lines.append(record(LINE_COLUMNS, of_line))
    row = {"pub": origin.pub, **record(TRADE_COLUMNS, values)}
    return Written(id=trade_id, touched=written("trade", row, {"lines": lines}))


def insert_payment(tx: Transaction, payment: NewPayment, origin: Origin) -> Written:
    """Post a payment with its parts."""
    payment_id = number_of(origin.pub)
    values = (
        payment_id,
        origin.salt,
        payment.trade_id,
        payment.amount_fen,
        payment.currency,
        payment.received_on.isoformat(),
        None if payment.business_day is None else payment.business_day.isoformat(),
        origin.at,
        origin.staff_id,
        payment.payer_title,
        payment.note,
        payment.reverses_id,
    )
    tx.run(INSERT_PAYMENT, values)
    parts = []
    for position, part in enumerate(payment.parts):
        of_part = (payment_id, position, part.method.value, part.detail, part.amount_fen)
        tx.run(INSERT_PART, of_part)
        parts.append(record(PART_COLUMNS, of_part))
    row = {"pub": origin.pub, **record(PAYMENT_COLUMNS, values)}
    return Written(id=payment_id, touched=written("payment", row, {"parts": parts}))


def payment_by_pub(tx: Transaction, pub: str) -> Payment | None:
    """Find a payment with its trade's lines by public id."""
    return _payment(tx, tx.row(PAYMENT_BY_ID, (number_of(pub),)))


def payment_by_id(tx: Transaction, row_id: int) -> Payment:
    """Read the payment another row refers to."""
    found = _payment(tx, tx.row(PAYMENT_BY_ID, (row_id,)))
    if found is None:
        raise RuntimeError("a row refers to a payment that is not there")
    return found


def _payment(tx: Transaction, row: tuple[object, ...] | None) -> Payment | None:
    if row is None:
        return None
    row_id, pub, trade_id, amount, received_on, day, title, *of_trade = row
    trade_pub, customer_id, note, on, total, moved = of_trade
    return Payment(
        id=_whole(row_id),
        pub=str(pub),
        trade_id=_whole(trade_id),
        trade_pub=str(trade_pub),
        customer_id=_whole(customer_id),
        amount_fen=_whole(amount),
        received_on=date.fromisoformat(str(received_on)),
        business_day=None if day is None else date.fromisoformat(str(day)),
        payer_title=None if title is None else str(title),
        lines=lines_of(tx, _whole(trade_id)),
        parts=tuple(
            PaymentPart(method=Method(part[0]), detail=part[1], amount_fen=part[2])
            for part in tx.rows(PARTS, (row_id,))
        ),
        note=str(note),
        traded_on=date.fromisoformat(str(on)),
        trade_total_fen=_whole(total),
        moved_fen=_whole(moved),
    )


def lines_of(tx: Transaction, trade_id: int) -> tuple[Line, ...]:
    """Read the lines of a trade."""
    return tuple(_line(line) for line in tx.rows(LINES, (trade_id,)))


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError("the book holds a whole number here")
    return value


def _line(row: tuple[object, ...]) -> Line:
    item, unit, quantity, price, amount, note = row
    return Line(
        item=str(item),
        unit=str(unit),
        quantity_milli=_whole(quantity),
        price_fen=None if price is None else _whole(price),
        amount_fen=_whole(amount),
        note=str(note),
    )


def trade_of_draft(tx: Transaction, draft_id: str) -> int | None:
    """Find the trade a draft was posted as: Save pressed twice posts once."""
    found: int | None = tx.value(TRADE_BY_DRAFT, (draft_id,))
    return found


def payments_of(tx: Transaction, trade_id: int) -> int:
    """Count the payments of a trade."""
    return int(tx.value(PAYMENTS_OF, (trade_id,)))


def twin_number(
    tx: Transaction, payment: Payment, first: int, customer_ids: Iterable[int]
) -> str | None:
    """Find the live receipt of the same customer and amount of one day, from a row id on."""
    if not payment.is_whole:
        values = (payment.trade_id, first, payment.id, payment.amount_fen)
        again: str | None = tx.value(TWIN_OF_TRADE, values)
        return again
    facts = (payment.traded_on.isoformat(), first, payment.trade_total_fen)
    found = [row for one in customer_ids if (row := tx.row(TWIN, (one, *facts))) is not None]
    return max(found)[1] if found else None


def other_amounts(tx: Transaction, customer_ids: Iterable[int], trade_id: int) -> list[int]:
    """List the amounts of a customer's last 30 trades but one, in 分, newest first."""
    found = [row for one in customer_ids for row in tx.rows(OTHER_AMOUNTS, (one, trade_id))]
    return [row[2] for row in sorted(found, reverse=True)[:LATEST]]


def item_amounts(tx: Transaction, item: str, trade_id: int) -> list[int]:
    """List what an item came to in the newest trades but one, in 分."""
    return [row[0] for row in tx.rows(ITEM_AMOUNTS, (LOOKED_AT, trade_id, item))]


def clerk_amounts(tx: Transaction, staff_id: int, trade_id: int, count: int) -> list[int]:
    """List the sums of a clerk's newest trades but one, newest first, in 分."""
    rows = tx.rows(NEWEST_AMOUNTS, (trade_id, LOOKED_AT))
    return list(islice((total for by, total in rows if by == staff_id), count))
