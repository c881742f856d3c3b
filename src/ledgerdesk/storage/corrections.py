"""Requests to put a value of a card right, and what was decided about each."""

from dataclasses import dataclass
from typing import Any

from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.origin import Origin

INSERT = """
INSERT INTO correction (pub, salt, customer_id, field, wrong, correct, evidence, verified_by,
state, requested_at, staff_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'requested', ?, ?)
"""
DECIDE = """
UPDATE correction SET state = ?, decided_at = ?, decided_by = ?, answer = ? WHERE pub = ?
"""
_ROWS = """
SELECT correction.pub, customer_id, customer.pub, customer.code, customer.name, field, wrong,
correct, evidence, correction.verified_by, correction.state, requested_at, asker.name, decided_at,
decider.name, answer FROM correction
JOIN customer ON customer.id = customer_id JOIN staff AS asker ON asker.id = staff_id
LEFT JOIN staff AS decider ON decider.id = decided_by
"""
OPEN = f"{_ROWS} WHERE correction.state = 'requested' ORDER BY correction.pub"
BY_PUB = f"{_ROWS} WHERE correction.pub = ?"
OF_CUSTOMER = f"{_ROWS} WHERE customer_id = ? ORDER BY correction.pub DESC"
IS_ASKED = """
SELECT 1 FROM correction WHERE customer_id = ? AND state = 'requested' AND field = ?
AND wrong = ? AND correct = ?
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCorrection:
    """A request about to be written."""

    customer_id: int
    field: str
    wrong: str
    correct: str
    evidence: str
    verified_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCorrection:
    """A request with whom it is about; moments as stored, people by their names."""

    pub: str
    customer_id: int
    customer_pub: str
    customer_code: str
    customer_name: str
    field: str
    wrong: str
    correct: str
    evidence: str
    verified_by: str
    state: str
    requested_at: str
    requested_by: str
    decided_at: str | None
    decided_by: str | None
    answer: str | None


def insert(tx: Transaction, new: NewCorrection, by: Origin) -> None:
    """Write a request."""
    facts = tuple(getattr(new, name) for name in NewCorrection.__slots__)
    tx.run(INSERT, (by.pub, by.salt, *facts, by.at, by.staff_id))


def decide(
    tx: Transaction, pub: str, state: str, *, at: str, staff_id: int, answer: str | None
) -> None:
    """Write what was decided; it is final."""
    tx.run(DECIDE, (state, at, staff_id, answer, pub))


def is_asked(tx: Transaction, new: NewCorrection) -> bool:
    """Tell whether the same request waits already."""
    values = (new.customer_id, new.field, new.wrong, new.correct)
    return tx.row(IS_ASKED, values) is not None


def by_pub(tx: Transaction, pub: str) -> StoredCorrection | None:
    """Find a request by public id."""
    found = tx.row(BY_PUB, (pub,))
    return None if found is None else _stored(found)


def waiting(tx: Transaction) -> list[StoredCorrection]:
    """List the requests nobody decided, oldest first."""
    return [_stored(row) for row in tx.rows(OPEN)]


def of_customer(tx: Transaction, customer_id: int) -> list[StoredCorrection]:
    """List the requests about a card, newest first."""
    return [_stored(row) for row in tx.rows(OF_CUSTOMER, (customer_id,))]


def _stored(row: tuple[Any, ...]) -> StoredCorrection:
    return StoredCorrection(**dict(zip(StoredCorrection.__slots__, row, strict=True)))
