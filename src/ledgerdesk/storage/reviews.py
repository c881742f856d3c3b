"""Second looks that were asked for, and what was decided about each."""

from dataclasses import dataclass
from typing import Any

from ledgerdesk.core.pubs import number_of
from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.origin import Origin

INSERT = """
INSERT INTO review (pub, salt, subject, subject_pub, customer_id, causes, compared,
asked_at, staff_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
DECIDE = """
UPDATE review SET verdict = ?, decided_at = ?, decided_by = ?, reason = ?, alone = ? WHERE pub = ?
"""
_ROWS = """
SELECT review.pub, review.subject, review.subject_pub, customer.code, customer.name,
review.causes, review.compared, review.asked_at, review.staff_id, asker.name, review.verdict,
review.decided_at, decider.name, review.reason, review.alone
FROM review JOIN customer ON customer.id = review.customer_id
JOIN staff AS asker ON asker.id = review.staff_id
LEFT JOIN staff AS decider ON decider.id = review.decided_by
"""
OPEN = f"{_ROWS} WHERE review.verdict IS NULL ORDER BY review.pub"
RETURNED = f"{_ROWS} WHERE review.verdict = 'returned' ORDER BY review.pub DESC"
BY_PUB = f"{_ROWS} WHERE review.pub = ?"
OF_SUBJECT = f"{_ROWS} WHERE review.subject_pub = ? ORDER BY review.pub DESC"
_TAKEN_BACK = """
EXISTS (SELECT 1 FROM void WHERE void.receipt_id = receipt.id AND void.kind = 'trade')
OR EXISTS (SELECT 1 FROM receipt AS red WHERE red.reverses_id = receipt.id
AND NOT EXISTS (SELECT 1 FROM void WHERE void.receipt_id = red.id))
"""
# Made of this module's own constants; no value from outside reaches the text.
RECEIPT_OF_TRADE = f"""
SELECT receipt.number, {_TAKEN_BACK} FROM payment JOIN receipt ON receipt.payment_id = payment.id
WHERE payment.trade_id = ? ORDER BY receipt.id DESC LIMIT 1
"""  # noqa: S608 - see above
RECEIPT = f"SELECT receipt.number, {_TAKEN_BACK} FROM receipt WHERE receipt.id = ?"  # noqa: S608 - see above
COUNT_OPEN = "SELECT count(*) FROM review WHERE verdict IS NULL"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReview:
    """A review about to be asked for; `causes` by comma, `compared` as JSON."""

    subject: str
    subject_pub: str
    customer_id: int
    causes: str
    compared: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredReview:
    """A review with whom it is about; moments as stored, people by their names."""

    pub: str
    subject: str
    subject_pub: str
    customer_code: str
    customer_name: str
    causes: str
    compared: str
    asked_at: str
    asked_by_id: int
    asked_by: str
    verdict: str | None
    decided_at: str | None
    decided_by: str | None
    reason: str | None
    alone: int


def insert(tx: Transaction, new: NewReview, by: Origin) -> None:
    """Ask for a review."""
    facts = tuple(getattr(new, name) for name in NewReview.__slots__)
    tx.run(INSERT, (by.pub, by.salt, *facts, by.at, by.staff_id))


def decide(
    tx: Transaction,
    pub: str,
    verdict: str,
    *,
    at: str,
    staff_id: int,
    reason: str | None,
    alone: bool,
) -> None:
    """Write what was decided; it is final."""
    tx.run(DECIDE, (verdict, at, staff_id, reason, int(alone), pub))


def by_pub(tx: Transaction, pub: str) -> StoredReview | None:
    """Find a review by public id."""
    found = tx.row(BY_PUB, (pub,))
    return None if found is None else _stored(found)


def waiting(tx: Transaction) -> list[StoredReview]:
    """List the reviews nobody decided, oldest first."""
    return [_stored(row) for row in tx.rows(OPEN)]


def returned(tx: Transaction) -> list[StoredReview]:
    """List what was returned, newest first."""
    return [_stored(row) for row in tx.rows(RETURNED)]


def of_subject(tx: Transaction, pub: str) -> list[StoredReview]:
    """List the reviews of one thing, newest first."""
    return [_stored(row) for row in tx.rows(OF_SUBJECT, (pub,))]


def receipt_of(tx: Transaction, subject: str, pub: str) -> tuple[str, bool] | None:
    """Find the last receipt of a trade, or a voided one: its number, and whether it is taken back.

    Taken back means voided with its payment, or reversed by a red one.
    """
    statements = {"trade": RECEIPT_OF_TRADE, "void": RECEIPT}
    if subject not in statements:
        return None
    found = tx.row(statements[subject], (number_of(pub),))
    return None if found is None else (str(found[0]), bool(found[1]))


def count_waiting(tx: Transaction) -> int:
    """Count the reviews nobody decided."""
    return int(tx.value(COUNT_OPEN))


def _stored(row: tuple[Any, ...]) -> StoredReview:
    return StoredReview(**dict(zip(StoredReview.__slots__, row, strict=True)))
