"""Whole imports: which there were, what each wrote, what hangs on it, and how it is taken back."""

from collections.abc import Iterator
from dataclasses import dataclass

from ledgerdesk.core.audit import Body, read_body
from ledgerdesk.core.changes import FieldChange
from ledgerdesk.core.pubs import number_of
from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.origin import Origin

LIST = """
SELECT import_batch.pub, import_batch.rows_taken, imported_at, staff.name, withdrawn_at
FROM import_batch JOIN staff ON staff.id = import_batch.staff_id
LEFT JOIN import_withdrawal ON import_withdrawal.batch_id = import_batch.id
ORDER BY import_batch.id DESC LIMIT ?
"""
BATCH = """
SELECT import_batch.id, import_withdrawal.id FROM import_batch
LEFT JOIN import_withdrawal ON import_withdrawal.batch_id = import_batch.id
WHERE import_batch.pub = ?
"""
INSERT_WITHDRAWAL = """
INSERT INTO import_withdrawal (pub, salt, batch_id, reason, withdrawn_at, staff_id)
VALUES (?, ?, ?, ?, ?, ?)
"""
FIRST_ENTRY = "SELECT min(seq) FROM audit_object WHERE pub = ? AND kind = 'import_batch'"
ENTRY = "SELECT body FROM audit WHERE seq = ?"
LATER = "SELECT 1 FROM audit_object WHERE pub = ? AND kind = ? AND seq > ? LIMIT 1"
# What came after a trade of a batch and needs it: a receipt, a void, a reversal, another payment.
NEEDED_TRADE = """
SELECT 1 FROM trade WHERE id = ? AND (
EXISTS (SELECT 1 FROM payment JOIN receipt ON receipt.payment_id = payment.id
 WHERE payment.trade_id = trade.id)
OR EXISTS (SELECT 1 FROM void WHERE void.trade_id = trade.id)
OR EXISTS (SELECT 1 FROM trade AS reversal WHERE reversal.reverses_id = trade.id)
OR (SELECT count(*) FROM payment WHERE payment.trade_id = trade.id) > 1)
"""
# What a customer whom a batch added has besides the batch: trades, notes, merges.
NEEDED_CUSTOMER = """
SELECT 1 FROM customer WHERE pub = ? AND (
EXISTS (SELECT 1 FROM trade WHERE customer_id = customer.id AND batch_id IS NOT ?)
OR EXISTS (SELECT 1 FROM customer_note WHERE customer_id = customer.id)
OR EXISTS (SELECT 1 FROM correction WHERE customer_id = customer.id)
OR EXISTS (SELECT 1 FROM customer AS other WHERE other.merged_into_id = customer.id)
OR state NOT IN ('incomplete', 'complete'))
"""
CODE = "SELECT code FROM customer WHERE pub = ?"
OWNER = "SELECT code FROM trade JOIN customer ON customer.id = customer_id WHERE trade.id = ?"
CHANGES = "SELECT pub, field, old, new FROM change WHERE seq = ? AND kind = 'customer' ORDER BY id"
DELETE_LINES = "DELETE FROM trade_line WHERE trade_id = ?"
DELETE_PARTS = "DELETE FROM payment_part WHERE payment_id = ?"
DELETE_PAYMENT = "DELETE FROM payment WHERE id = ?"
DELETE_TRADE = "DELETE FROM trade WHERE id = ?"
DELETE_SECRET = "DELETE FROM customer_secret WHERE pub = ?"  # noqa: S105 - a statement, no secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """An import as a list tells it; the moments as they are stored."""

    pub: str
    rows: int
    at: str
    person: str
    withdrawn_at: str | None


def batches(tx: Transaction, *, limit: int) -> list[Batch]:
    """List the imports, newest first."""
    return [
        Batch(pub=pub, rows=rows, at=at, person=person, withdrawn_at=withdrawn)
        for pub, rows, at, person, withdrawn in tx.rows(LIST, (limit,))
    ]


def batch_id(tx: Transaction, pub: str) -> tuple[int, bool] | None:
    """Find an import's row id, and whether it was taken back."""
    found = tx.row(BATCH, (pub,))
    return None if found is None else (found[0], found[1] is not None)


def insert_withdrawal(tx: Transaction, batch: int, reason: str, origin: Origin) -> None:
    """Write that an import is taken back: from here on its rows may go."""
    values = (origin.pub, origin.salt, batch, reason, origin.at, origin.staff_id)
    tx.run(INSERT_WITHDRAWAL, values)


def entries(tx: Transaction, pub: str, action: str) -> Iterator[Body]:
    """Yield the entries an import wrote: they follow one another, the first names the import."""
    seq = tx.value(FIRST_ENTRY, (pub,))
    while seq is not None:
        text = tx.value(ENTRY, (seq,))
        body = None if text is None else read_body(text)
        if body is None or body.action != action:
            return
        if any(row.kind == "import_batch" and row.pub != pub for row in body.rows):
            return
        yield body
        seq += 1


def is_named_later(tx: Transaction, kind: str, pub: str, seq: int) -> bool:
    """Tell whether an entry after this one names a row."""
    return tx.value(LATER, (pub, kind, seq)) is not None


def trade_is_needed(tx: Transaction, pub: str) -> bool:
    """Tell whether something that is kept belongs to a trade of a batch."""
    return tx.value(NEEDED_TRADE, (number_of(pub),)) is not None


def customer_is_needed(tx: Transaction, pub: str, batch: int) -> bool:
    """Tell whether a customer whom a batch added has something besides it."""
    return tx.value(NEEDED_CUSTOMER, (pub, batch)) is not None


def code_of(tx: Transaction, kind: str, pub: str) -> str:
    """Give the number of the customer a row belongs to."""
    if kind == "trade":
        return str(tx.value(OWNER, (number_of(pub),)))
    return str(tx.value(CODE, (pub,)))


def changes_of(tx: Transaction, seq: int) -> list[FieldChange]:
    """List what an entry changed on customers' cards."""
    return [
        FieldChange(kind="customer", pub=pub, field=field, old=old, new=new)
        for pub, field, old, new in tx.rows(CHANGES, (seq,))
    ]


def delete(tx: Transaction, kind: str, pub: str) -> None:
    """Delete a row of a withdrawn import, with what belongs to it."""
    if kind == "payment":
        tx.run(DELETE_PARTS, (number_of(pub),))
        tx.run(DELETE_PAYMENT, (number_of(pub),))
    elif kind == "trade":
        tx.run(DELETE_LINES, (number_of(pub),))
        tx.run(DELETE_TRADE, (number_of(pub),))
    elif kind == "customer_secret":
        tx.run(DELETE_SECRET, (pub,))
    else:
        raise KeyError(kind)
