"""What is owed, by whom and since when; and a customer's account, move by move."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from ledgerdesk.core.pubs import range_of_days
from ledgerdesk.storage.database import Transaction

_ITEM = """
(SELECT item FROM trade_line WHERE trade_line.trade_id = trade.id ORDER BY position LIMIT 1)
"""
# Made of this module's own constants; no value from outside reaches the text.
OWED = f"""
SELECT trade.pub, customer.pub, customer.code, customer.name, trade.traded_on, {_ITEM},
trade.total_fen, owed_fen FROM trade_owed CROSS JOIN trade ON trade.id = trade_owed.trade_id
CROSS JOIN customer ON customer.id = trade_owed.customer_id
"""  # noqa: S608 - see above
OWED_OF = f"{OWED} WHERE trade_owed.customer_id = ? ORDER BY trade.traded_on, trade.id"
ALL_OWED = f"{OWED} WHERE trade.traded_on <= ? ORDER BY trade.traded_on, trade.id"
# What was settled after a day was owed on it, if it was there by then.
OWED_ON = f"""
WITH later (id) AS (
 SELECT trade_id FROM trade_owed
 UNION SELECT coalesce(trade.reverses_id, trade.id) FROM payment
  JOIN trade ON trade.id = payment.trade_id WHERE payment.id >= ? AND payment.received_on > ?
 UNION SELECT trade.reverses_id FROM trade WHERE traded_on > ? AND kind = 'reversal'
 UNION SELECT trade_id FROM deposit WHERE moved_at >= ?)
SELECT trade.pub, customer.pub, customer.code, customer.name, trade.traded_on, {_ITEM},
trade.total_fen, trade.total_fen + (SELECT coalesce(sum(back.total_fen), 0) FROM trade AS back
  WHERE back.reverses_id = trade.id AND back.traded_on <= ?)
 - (SELECT coalesce(sum(payment.amount_fen), 0) FROM payment WHERE payment.trade_id = trade.id
  AND payment.received_on <= ?
  AND NOT EXISTS (SELECT 1 FROM void WHERE void.payment_id = payment.id))
 - (SELECT coalesce(sum(payment.amount_fen), 0) FROM trade AS back
  JOIN payment ON payment.trade_id = back.id WHERE back.reverses_id = trade.id
  AND payment.received_on <= ?
  AND NOT EXISTS (SELECT 1 FROM void WHERE void.payment_id = payment.id))
 + (SELECT coalesce(sum(deposit.amount_fen), 0) FROM deposit WHERE deposit.trade_id = trade.id
  AND deposit.moved_at < ?) AS owed_fen
FROM later JOIN trade ON trade.id = later.id JOIN customer ON customer.id = trade.customer_id
WHERE trade.traded_on <= ? AND trade.kind = 'sale' AND trade.source = 'desk'
AND NOT EXISTS (SELECT 1 FROM void WHERE void.trade_id = trade.id)
AND owed_fen > 0 ORDER BY trade.traded_on, trade.id
"""  # noqa: S608 - see above
TRADES = f"""
SELECT trade.traded_on, trade.id, {_ITEM}, trade.total_fen FROM trade
WHERE trade.customer_id = ? AND trade.traded_on <= ?
AND NOT EXISTS (SELECT 1 FROM void WHERE void.trade_id = trade.id)
"""  # noqa: S608 - see above
PAYMENTS = """
SELECT payment.received_on, payment.id,
(SELECT method FROM payment_part WHERE payment_id = payment.id ORDER BY position LIMIT 1),
(SELECT number FROM receipt WHERE receipt.payment_id = payment.id
 AND NOT EXISTS (SELECT 1 FROM void WHERE void.receipt_id = receipt.id)), payment.amount_fen
FROM trade CROSS JOIN payment ON payment.trade_id = trade.id
WHERE trade.customer_id = ? AND payment.received_on <= ?
AND NOT EXISTS (SELECT 1 FROM void WHERE void.payment_id = payment.id)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedTrade:
    """A trade that is not paid whole; sums in 分."""

    trade_pub: str
    customer_pub: str
    customer_code: str
    customer: str
    traded_on: date
    item: str
    total_fen: int
    owed_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One move of a customer's account: asked for by a trade, or come in by a payment; in 分.

    `item` is a trade's, `method` and `number` a payment's.
    """

    day: date
    id: int
    item: str = ""
    method: str = ""
    number: str = ""
    asked_fen: int = 0
    paid_fen: int = 0


def owed_of(tx: Transaction, customer_ids: Iterable[int]) -> list[OwedTrade]:
    """List what a customer's cards owe, oldest first."""
    found = [_owed(row) for one in customer_ids for row in tx.rows(OWED_OF, (one,))]
    return sorted(found, key=attrgetter("traded_on", "trade_pub"))


def all_owed(tx: Transaction, last: date) -> Iterator[OwedTrade]:
    """Yield what is owed now of trades up to a day, oldest first."""
    for row in tx.rows(ALL_OWED, (last.isoformat(),)):
        yield _owed(row)


def owed_on(tx: Transaction, day: date, end: str) -> Iterator[OwedTrade]:
    """Yield what was owed at the end of a day gone by; `end` is that end as a stored moment."""
    said = day.isoformat()
    first, _ = range_of_days(day, day)
    values = (first, said, said, end, said, said, said, end, said)
    for row in tx.rows(OWED_ON, values):
        yield _owed(row)


def moves(tx: Transaction, customer_ids: Iterable[int], last: date) -> list[Move]:
    """List the moves of a customer's account up to a day, oldest first; void ones left out."""
    found: list[Move] = []
    until = last.isoformat()
    for one in customer_ids:
        for day, row_id, item, total in tx.rows(TRADES, (one, until)):
            on = date.fromisoformat(day)
            found.append(Move(day=on, id=row_id, item=item or "", asked_fen=total))
        for day, row_id, method, number, amount in tx.rows(PAYMENTS, (one, until)):
            found.append(
                Move(
                    day=date.fromisoformat(day),
                    id=row_id,
                    method=method or "",
                    number=number or "",
                    paid_fen=amount,
                )
            )
    return sorted(found, key=attrgetter("day", "id"))


def _owed(row: tuple[object, ...]) -> OwedTrade:
    values = dict(zip(OwedTrade.__slots__, row, strict=True))
    values["traded_on"] = date.fromisoformat(str(values["traded_on"]))
    values["item"] = values["item"] or ""
    return OwedTrade(**values)  # type: ignore[arg-type] # the query names the fields in order
