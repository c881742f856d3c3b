"""The forms an office made for its receipts: kept one after the other, never changed."""

from dataclasses import dataclass

from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.origin import Origin

INSERT = """
INSERT INTO receipt_template (pub, salt, series_id, body, made_at, staff_id)
VALUES (?, ?, ?, ?, ?, ?)
"""
NEWEST = """
SELECT id, pub, body FROM receipt_template WHERE series_id IS ? ORDER BY id DESC LIMIT 1
"""
BY_ID = "SELECT id, pub, body FROM receipt_template WHERE id = ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredTemplate:
    """A form as it was kept; without a body what stands above it is to be used again."""

    id: int
    pub: str
    body: str | None


def insert(tx: Transaction, origin: Origin, *, series_id: int | None, body: str | None) -> int:
    """Keep a form for a series, or for the office where no series is named."""
    return tx.run(INSERT, (origin.pub, origin.salt, series_id, body, origin.at, origin.staff_id))


def newest(tx: Transaction, series_id: int | None) -> StoredTemplate | None:
    """Read the form of a series, or of the office, that was kept last."""
    found = tx.row(NEWEST, (series_id,))
    return None if found is None else StoredTemplate(id=found[0], pub=found[1], body=found[2])


def by_id(tx: Transaction, row_id: int) -> StoredTemplate:
    """Read the form a receipt was issued with."""
    found = tx.row(BY_ID, (row_id,))
    if found is None:
        raise RuntimeError("a receipt refers to a form that is not there")
    return StoredTemplate(id=found[0], pub=found[1], body=found[2])
