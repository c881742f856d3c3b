"""Prints as states: asked, sent, then confirmed, assumed or failed; only an ended one is final."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ledgerdesk.core.pubs import range_of_days
from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.origin import Origin

INSERT = """
INSERT INTO print (pub, salt, receipt_id, ordinal, way, device, paper, state, asked_at, staff_id)
VALUES (?, ?, ?, ?, ?, ?, ?, 'asked', ?, ?)
"""
SEND = "UPDATE print SET state = 'sent', device = ? WHERE pub = ? AND state = 'asked'"
END = "UPDATE print SET state = ?, ended_at = ?, reason = ? WHERE pub = ?"
NEXT_ORDINAL = """
SELECT coalesce(max(ordinal), 0) + 1 FROM print WHERE receipt_id = ? AND state <> 'failed'
"""
# The place of a failed print in the row of prints, unless another one stands there by now.
FREE_ORDINAL = """
SELECT failed.ordinal FROM print AS failed
WHERE failed.pub = ? AND failed.receipt_id = ? AND failed.state = 'failed'
AND NOT EXISTS (SELECT 1 FROM print AS other WHERE other.receipt_id = failed.receipt_id
 AND other.ordinal = failed.ordinal AND other.state <> 'failed')
"""
IS_OPEN = "SELECT 1 FROM print WHERE pub = ? AND ended_at IS NULL"
SENT = "SELECT pub FROM print WHERE ended_at IS NULL AND state = 'sent' ORDER BY id"
UNENDED = """
SELECT receipt.number, receipt.payer, print.state, print.asked_at, print.pub, print.device
FROM print JOIN receipt ON receipt.id = print.receipt_id
WHERE print.ended_at IS NULL ORDER BY print.id
"""
UNPRINTED = """
SELECT receipt.number, receipt.payer, NULL, receipt.issued_at, NULL, NULL FROM receipt
WHERE receipt.id BETWEEN ? AND ? AND receipt.issued_on BETWEEN ? AND ?
AND NOT EXISTS (SELECT 1 FROM print WHERE print.receipt_id = receipt.id AND print.state <> 'failed')
AND NOT EXISTS (SELECT 1 FROM void WHERE void.receipt_id = receipt.id)
ORDER BY receipt.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unconfirmed:
    """A receipt nobody knows to be on paper: with the print under way, or without any.

    `at` is when the print was asked for, or else when the receipt was issued (stored moments).
    """

    number: str
    payer: str
    state: str | None
    at: str
    pub: str | None
    device: str | None


def ask(
    tx: Transaction,
    receipt_id: int,
    origin: Origin,
    *,
    way: str,
    device: str | None,
    paper: str,
    instead_of: str | None,
) -> int:
    """Write that a print was asked for; give back which one it is of this receipt.

    It takes the place of the failed print `instead_of` while that place is free.
    """
    place = tx.value(FREE_ORDINAL, (instead_of, receipt_id)) if instead_of else None
    ordinal = int(place or next_ordinal(tx, receipt_id))
    values = (receipt_id, ordinal, way, device, paper, origin.at, origin.staff_id)
    tx.run(INSERT, (origin.pub, origin.salt, *values))
    return ordinal


def next_ordinal(tx: Transaction, receipt_id: int) -> int:
    """Tell which print of a receipt the next one would be."""
    return int(tx.value(NEXT_ORDINAL, (receipt_id,)) or 1)


def send(tx: Transaction, pub: str, *, device: str) -> None:
    """Write that a device took the pages of a print that was asked for."""
    tx.run(SEND, (device, pub))


def end(tx: Transaction, pub: str, *, state: str, at: str, reason: str | None) -> None:
    """Write how a print ended: confirmed, assumed or failed; it is final then."""
    tx.run(END, (state, at, reason, pub))


def is_open(tx: Transaction, pub: str) -> bool:
    """Tell whether a print is there and has not ended."""
    return tx.value(IS_OPEN, (pub,)) is not None


def sent(tx: Transaction) -> list[str]:
    """List the prints a device took and nobody has judged."""
    return [str(row[0]) for row in tx.rows(SENT)]


def unconfirmed(tx: Transaction, first: date, last: date) -> Iterator[Unconfirmed]:
    """Yield every print that has not ended, then the receipts of some days without any print."""
    names = Unconfirmed.__slots__
    for row in tx.rows(UNENDED):
        yield Unconfirmed(**dict(zip(names, row, strict=True)))
    days = (*range_of_days(first, last), first.isoformat(), last.isoformat())
    for row in tx.rows(UNPRINTED, days):
        yield Unconfirmed(**dict(zip(names, row, strict=True)))
