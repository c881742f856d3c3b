"""Sheets of pre-printed stock, used or spoiled; rows are only ever added."""

from dataclasses import dataclass

from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.origin import Origin

INSERT = """
INSERT INTO stock_sheet (pub, salt, stock, number, print_id, reason, noted_at, staff_id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
PRINT_ID = "SELECT id FROM print WHERE pub = ?"
IS_TAKEN = "SELECT 1 FROM stock_sheet WHERE stock = ? AND number = ?"
NEWEST_USED = """
SELECT number FROM stock_sheet WHERE stock = ? AND print_id IS NOT NULL ORDER BY id DESC LIMIT 1
"""
_COLUMNS = """
s.id, s.stock, s.number, coalesce(receipt.number, '') AS receipt,
 coalesce(s.reason, CASE print.state WHEN 'failed' THEN coalesce(print.reason, 'failed') END, '')
 AS reason, s.noted_at AS at, staff.name AS person
"""
_TABLES = """
FROM stock_sheet AS s LEFT JOIN print ON print.id = s.print_id
LEFT JOIN receipt ON receipt.id = print.receipt_id JOIN staff ON staff.id = s.staff_id
"""
EVERY = f"SELECT {_COLUMNS} {_TABLES} WHERE s.id < ? ORDER BY s.id DESC LIMIT ?"
OF_ONE = f"SELECT {_COLUMNS} {_TABLES} WHERE s.stock = ? AND s.id < ? ORDER BY s.id DESC LIMIT ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSheet:
    """A sheet as it is kept, with the receipt that stands on it; `at` is a stored moment."""

    id: int
    stock: str
    number: str
    receipt: str
    reason: str
    at: str
    person: str


def insert(
    tx: Transaction,
    origin: Origin,
    *,
    stock: str,
    number: str,
    print_pub: str | None,
    reason: str | None,
) -> None:
    """Write that a sheet was used by a print, or spoiled for a reason."""
    print_id = None if print_pub is None else tx.value(PRINT_ID, (print_pub,))
    values = (stock, number, print_id, reason, origin.at, origin.staff_id)
    tx.run(INSERT, (origin.pub, origin.salt, *values))


def is_taken(tx: Transaction, stock: str, number: str) -> bool:
    """Tell whether a sheet was used or spoiled."""
    return tx.value(IS_TAKEN, (stock, number)) is not None


def newest_used(tx: Transaction, stock: str) -> str | None:
    """Give the number of the sheet that was printed last."""
    found = tx.value(NEWEST_USED, (stock,))
    return None if found is None else str(found)


def sheets(tx: Transaction, stock: str | None, *, before: int, limit: int) -> list[StoredSheet]:
    """List sheets, newest first: of one stock, or of all."""
    if stock is None:
        rows = tx.rows(EVERY, (before, limit))
    else:
        rows = tx.rows(OF_ONE, (stock, before, limit))
    names = StoredSheet.__slots__
    return [StoredSheet(**dict(zip(names, row, strict=True))) for row in rows]
