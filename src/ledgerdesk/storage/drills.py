"""Drills that were held; rows are only ever added."""

from dataclasses import dataclass

from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.origin import Origin

INSERT = """
INSERT INTO drill (pub, salt, backup, sequence, file_name, with_key, receipts, head_seq, held_at,
staff_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
EVERY = """
SELECT held_at, file_name, sequence, with_key, receipts, head_seq, staff.name FROM drill
JOIN staff ON staff.id = staff_id ORDER BY drill.id DESC
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDrill:
    """A drill about to enter the book."""

    backup_id: str
    sequence: int
    file_name: str
    with_key: str
    receipts: int
    head_seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDrill:
    """A drill as it is kept; `held_at` is a stored moment."""

    held_at: str
    file_name: str
    sequence: int
    with_key: str
    receipts: int
    head_seq: int
    person: str


def insert(tx: Transaction, new: NewDrill, origin: Origin) -> None:
    """Write that a drill was held."""
    tx.run(
        INSERT,
        (
            origin.pub,
            origin.salt,
            new.backup_id,
            new.sequence,
            new.file_name,
            new.with_key,
            new.receipts,
            new.head_seq,
            origin.at,
            origin.staff_id,
        ),
    )


def every(tx: Transaction) -> list[StoredDrill]:
    """List the drills, newest first: one a month."""
    names = StoredDrill.__slots__
    return [StoredDrill(**dict(zip(names, row, strict=True))) for row in tx.rows(EVERY)]
