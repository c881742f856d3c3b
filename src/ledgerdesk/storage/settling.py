"""What trades still ask for, and the customers' money that lies with the office."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ledgerdesk.core.pubs import number_of
from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.origin import Origin

INSERT_DEPOSIT = """
INSERT INTO deposit (pub, salt, customer_id, trade_id, payment_id, kind, amount_fen, moved_at,
staff_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
PUT_OWED = """
INSERT INTO trade_owed (trade_id, customer_id, owed_fen) VALUES (?, ?, ?)
ON CONFLICT (trade_id) DO UPDATE SET owed_fen = excluded.owed_fen
"""
DROP_OWED = "DELETE FROM trade_owed WHERE trade_id = ?"
OWED = "SELECT owed_fen FROM trade_owed WHERE trade_id = ?"
OWED_BY = "SELECT coalesce(sum(owed_fen), 0) FROM trade_owed WHERE customer_id = ?"
# A claim is a trade less what was taken back of it; what came in are the payments of both that
# were not voided; what of it was kept as a deposit settles nothing, what a deposit gave settles.
_CLAIM = """
trade.total_fen + (SELECT coalesce(sum(back.total_fen), 0) FROM trade AS back
 WHERE back.reverses_id = trade.id)
"""
_CAME_IN = """
(SELECT coalesce(sum(payment.amount_fen), 0) FROM payment WHERE payment.trade_id = trade.id
 AND NOT EXISTS (SELECT 1 FROM void WHERE void.payment_id = payment.id))
+ (SELECT coalesce(sum(payment.amount_fen), 0) FROM trade AS back
 JOIN payment ON payment.trade_id = back.id WHERE back.reverses_id = trade.id
 AND NOT EXISTS (SELECT 1 FROM void WHERE void.payment_id = payment.id))
"""
_MOVED = """
(SELECT coalesce(sum(deposit.amount_fen), 0) FROM deposit WHERE deposit.trade_id = trade.id)
"""
# Made of this module's own constants; no value from outside reaches the text.
ACCOUNT = f"""
SELECT trade.id, trade.pub, trade.customer_id, trade.traded_on, trade.kind, trade.source,
trade.total_fen, {_CLAIM}, {_CLAIM} - ({_CAME_IN}) + {_MOVED},
EXISTS (SELECT 1 FROM void WHERE void.trade_id = trade.id)
FROM trade WHERE trade.id = ?
"""  # noqa: S608 - see above
DIFFERS = f"""
SELECT trade.pub FROM trade LEFT JOIN trade_owed ON trade_owed.trade_id = trade.id
WHERE trade.kind = 'sale' AND coalesce(owed_fen, 0) <> CASE
WHEN EXISTS (SELECT 1 FROM void WHERE void.trade_id = trade.id) THEN 0
ELSE {_CLAIM} - ({_CAME_IN}) + {_MOVED} END
"""  # noqa: S608 - see above
OVERDRAWN = """
SELECT customer.pub FROM deposit JOIN customer ON customer.id = customer_id
GROUP BY customer_id HAVING sum(amount_fen) < 0
"""
DEPOSIT = "SELECT coalesce(sum(amount_fen), 0) FROM deposit WHERE customer_id = ?"
MOVED_BY = "SELECT coalesce(sum(amount_fen), 0) FROM deposit WHERE payment_id = ?"
USED_FOR = """
SELECT customer_id, sum(amount_fen) FROM deposit
WHERE trade_id = ? AND (kind = 'used' OR (kind = 'undone' AND payment_id IS NULL))
GROUP BY customer_id HAVING sum(amount_fen) < 0
"""
GIVEN_BACK = """
SELECT coalesce(sum(payment.amount_fen - (SELECT coalesce(sum(amount_fen), 0) FROM deposit
 WHERE deposit.payment_id = payment.id)), 0) FROM payment WHERE reverses_id = ?
"""
LIVE_PAYMENTS = """
SELECT count(*) FROM payment WHERE trade_id = ? AND reverses_id IS NULL
AND NOT EXISTS (SELECT 1 FROM void WHERE void.payment_id = payment.id)
AND amount_fen > -(SELECT coalesce(sum(back.amount_fen), 0) FROM payment AS back
 WHERE back.reverses_id = payment.id)
"""
# What had come in for a trade when one of its payments was taken, by the order of the ids.
CAME_IN_UNTIL = """
SELECT coalesce(sum(payment.amount_fen - (SELECT coalesce(sum(amount_fen), 0) FROM deposit
 WHERE deposit.payment_id = payment.id)), 0) FROM payment WHERE trade_id = ? AND id <= ?
AND NOT EXISTS (SELECT 1 FROM void WHERE void.payment_id = payment.id)
"""
TRADE_OF_NUMBER = """
SELECT coalesce(trade.reverses_id, trade.id) FROM receipt
JOIN payment ON payment.id = receipt.payment_id JOIN trade ON trade.id = payment.trade_id
WHERE receipt.number = ?
"""
# What is left of it with the receipts that money was kept from, newest first: what is given back
# names one of them.
KEPT_FROM = """
SELECT payment.id, receipt.id, receipt.number, deposit.amount_fen
 + (SELECT coalesce(sum(given.amount_fen), 0) FROM payment AS back
  JOIN deposit AS given ON given.payment_id = back.id WHERE back.reverses_id = payment.id) AS left
FROM deposit JOIN payment ON payment.id = deposit.payment_id
JOIN receipt ON receipt.payment_id = payment.id
WHERE deposit.customer_id = ? AND deposit.kind = 'kept' AND left > 0
AND NOT EXISTS (SELECT 1 FROM void WHERE void.receipt_id = receipt.id)
ORDER BY deposit.id DESC
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAccount:
    """A trade with what it asks for and what is owed of it; sums in 分."""

    id: int
    pub: str
    customer_id: int
    traded_on: date
    kind: str
    source: str
    total_fen: int
    claim_fen: int
    owed_fen: int
    is_void: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDeposit:
    """A move of a customer's deposit about to be written; in 分, below nothing when it leaves."""

    customer_id: int
    trade_id: int
    payment_id: int | None
    kind: str
    amount_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFrom:
    """The payment, and its receipt, that some of a customer's deposit was kept from; left in 分."""

    payment_id: int
    receipt_id: int
    number: str
    left_fen: int


def insert_deposit(tx: Transaction, deposit: NewDeposit, by: Origin) -> None:
    """Write a move of a deposit; more than lies there is refused by the book itself."""
    values = (
        *(by.pub, by.salt, deposit.customer_id, deposit.trade_id, deposit.payment_id),
        *(deposit.kind, deposit.amount_fen, by.at, by.staff_id),
    )
    tx.run(INSERT_DEPOSIT, values)


def put_owed(tx: Transaction, trade_id: int, customer_id: int, owed_fen: int) -> None:
    """Note what a trade still asks for; nothing is noted by leaving the note out."""
    if owed_fen > 0:
        tx.run(PUT_OWED, (trade_id, customer_id, owed_fen))
    else:
        tx.run(DROP_OWED, (trade_id,))


def account(tx: Transaction, trade_id: int) -> StoredAccount | None:
    """Read a trade's account, added up from its rows."""
    row = tx.row(ACCOUNT, (trade_id,))
    if row is None:
        return None
    row_id, pub, customer_id, day, kind, source, total, claim, owed, is_void = row
    return StoredAccount(
        id=row_id,
        pub=pub,
        customer_id=customer_id,
        traded_on=date.fromisoformat(day),
        kind=kind,
        source=source,
        total_fen=total,
        claim_fen=0 if is_void else claim,
        owed_fen=0 if is_void else owed,
        is_void=bool(is_void),
    )


def account_by_pub(tx: Transaction, pub: str) -> StoredAccount | None:
    """Find a trade's account by the trade's public id."""
    return account(tx, number_of(pub))


def trade_of_number(tx: Transaction, number: str) -> int | None:
    """Find the trade that a receipt's payment is of; a red receipt leads to the first trade."""
    found: int | None = tx.value(TRADE_OF_NUMBER, (number,))
    return found


def owed_by(tx: Transaction, customer_ids: Iterable[int]) -> int:
    """Sum what a customer's cards owe, in 分."""
    return sum(tx.value(OWED_BY, (one,)) for one in customer_ids)


def deposits(tx: Transaction, customer_ids: Iterable[int]) -> dict[int, int]:
    """Tell what lies here of each of a customer's cards, in 分; empty ones are left out."""
    found = {one: int(tx.value(DEPOSIT, (one,))) for one in customer_ids}
    return {one: fen for one, fen in found.items() if fen > 0}


def moved_by(tx: Transaction, payment_id: int) -> int:
    """Tell what a payment moved in its customer's deposit, in 分."""
    return int(tx.value(MOVED_BY, (payment_id,)))


def used_for(tx: Transaction, trade_id: int) -> list[tuple[int, int]]:
    """List what deposits gave for a trade, as (customer id, 分 below nothing)."""
    return [(row[0], row[1]) for row in tx.rows(USED_FOR, (trade_id,))]


def given_back(tx: Transaction, payment_id: int) -> int:
    """Tell what was given back so far of what a payment settled, in 分."""
    return -int(tx.value(GIVEN_BACK, (payment_id,)))


def live_payments(tx: Transaction, trade_id: int) -> int:
    """Count the payments of a trade that stand, in whole or in part."""
    return int(tx.value(LIVE_PAYMENTS, (trade_id,)))


def came_in_until(tx: Transaction, trade_id: int, payment_id: int) -> int:
    """Tell what had come in for a trade with this payment, in 分."""
    return int(tx.value(CAME_IN_UNTIL, (trade_id, payment_id)))


def kept_from(tx: Transaction, customer_id: int) -> list[KeptFrom]:
    """List the receipts that a card's deposit was kept from and may go back with, newest first."""
    return [
        KeptFrom(payment_id=row[0], receipt_id=row[1], number=row[2], left_fen=row[3])
        for row in tx.rows(KEPT_FROM, (customer_id,))
    ]


def differing(tx: Transaction) -> Iterator[str]:
    """Yield the trades whose note of what is owed is not what their rows add up to."""
    for row in tx.rows(DIFFERS):
        yield str(row[0])


def overdrawn(tx: Transaction) -> Iterator[str]:
    """Yield the customers of whom more was taken than lay here."""
    for row in tx.rows(OVERDRAWN):
        yield str(row[0])
