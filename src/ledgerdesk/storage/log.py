"""The log as a person reads it: entries newest first, what changed under them, and who is who."""

from collections.abc import Iterator
from dataclasses import dataclass

from ledgerdesk.core.audit import Body, read_body
from ledgerdesk.core.changes import FieldChange
from ledgerdesk.core.pubs import number_of
from ledgerdesk.storage.covered import COVERED
from ledgerdesk.storage.database import Transaction

_ENTRY = """SELECT audit.seq, audit.body,
(SELECT staff.pub FROM signing_key JOIN staff ON staff.id = staff_id
 WHERE signing_key.pub = audit.cosigner),
(SELECT provisional FROM signing_key WHERE signing_key.pub = audit.signer)
FROM audit"""
# The window of sequences bounds how much of the log one page may read.
_WINDOW = """audit.seq < ? AND audit.seq >= ?
AND (? IS NULL OR json_extract(audit.body, '$.user') = ? OR audit.cosigner IN
 (SELECT signing_key.pub FROM signing_key JOIN staff ON staff.id = staff_id WHERE staff.pub = ?))
AND (? IS NULL OR json_extract(audit.body, '$.action') GLOB ?)
ORDER BY audit.seq DESC LIMIT ?"""
PAGE = f"{_ENTRY} WHERE {_WINDOW}"
PAGE_OF_ROW = f"""{_ENTRY} WHERE audit.seq IN
(SELECT seq FROM audit_object WHERE pub = ? AND kind = ?
 UNION SELECT seq FROM change WHERE pub = ? AND kind = ?) AND {_WINDOW}"""  # noqa: S608 - constants of this module
# Everything of one customer and of the cards merged into his, and everything of one receipt: the
# row, what hangs on it, and what entries about other rows changed in it.
PAGE_OF_CUSTOMER = f"""{_ENTRY} WHERE audit.seq IN (
WITH RECURSIVE who AS (SELECT id, pub FROM customer WHERE pub = ?
 UNION ALL SELECT customer.id, customer.pub FROM who
 CROSS JOIN customer ON customer.merged_into_id = who.id),
trades AS (SELECT id, pub FROM trade WHERE customer_id IN (SELECT id FROM who)),
payments AS (SELECT payment.id, payment.pub FROM trades JOIN payment ON trade_id = trades.id),
receipts AS (SELECT receipt.id, receipt.pub FROM payments
 JOIN receipt ON payment_id = payments.id)
SELECT audit_object.seq FROM audit_object WHERE audit_object.pub IN (
SELECT pub FROM who UNION ALL SELECT pub FROM trades UNION ALL SELECT pub FROM payments
UNION ALL SELECT pub FROM receipts
UNION ALL SELECT void.pub FROM receipts JOIN void ON receipt_id = receipts.id
UNION ALL SELECT print.pub FROM receipts JOIN print ON receipt_id = receipts.id
 WHERE state <> 'failed'
UNION ALL SELECT pub FROM customer_secret WHERE customer_id IN (SELECT id FROM who))
UNION SELECT seq FROM change WHERE kind = 'customer' AND pub IN (SELECT pub FROM who))
AND {_WINDOW}"""  # noqa: S608 - constants of this module
PAGE_OF_RECEIPT = f"""{_ENTRY} WHERE audit.seq IN (
WITH one AS (SELECT id, pub, payment_id FROM receipt WHERE id = ?),
paid AS (SELECT pub, trade_id FROM payment WHERE id = (SELECT payment_id FROM one))
SELECT audit_object.seq FROM audit_object WHERE audit_object.pub IN (
SELECT pub FROM one UNION ALL SELECT pub FROM paid
UNION ALL SELECT pub FROM trade WHERE id = (SELECT trade_id FROM paid)
UNION ALL SELECT pub FROM void WHERE receipt_id = (SELECT id FROM one)
UNION ALL SELECT pub FROM print WHERE receipt_id = (SELECT id FROM one) AND state <> 'failed')
UNION SELECT seq FROM change WHERE kind = 'receipt' AND pub = (SELECT pub FROM one))
AND {_WINDOW}"""  # noqa: S608 - constants of this module
WIDE = {"customer": PAGE_OF_CUSTOMER, "receipt": PAGE_OF_RECEIPT}
CHANGES_UNDER = "SELECT kind, pub, field, old, new, why FROM change WHERE seq = ? ORDER BY id"
MOMENT_AT = "SELECT json_extract(body, '$.at') FROM audit WHERE seq = ?"
EVERYBODY_EVER = "SELECT pub, name FROM staff ORDER BY id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Which entries to look at: below `before`, not below `since`, of a person, of a noun."""

    before: int
    since: int
    person: str | None = None
    noun: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """One entry as it says itself, with the staff id of whoever stood by it.

    `known_to_owner`: it was signed with a key whose password an owner had given.
    """

    seq: int
    body: Body
    beside: str | None
    known_to_owner: bool


def page(
    tx: Transaction, window: Window, *, limit: int, row: tuple[str, str] | None = None
) -> list[Logged]:
    """List entries newest first; `row`, a (kind, id), with what hangs on it, narrows them."""
    person = window.person
    glob = None if window.noun is None else f"{window.noun}.*"
    tail = (window.before, window.since, person, person, person, glob, glob, limit)
    if row is None:
        found = tx.rows(PAGE, tail)
    elif row[0] in WIDE:
        key: str | int = number_of(row[1]) if COVERED[row[0]].by_number else row[1]
        found = tx.rows(WIDE[row[0]], (key, *tail))
    else:
        found = tx.rows(PAGE_OF_ROW, (row[1], row[0], row[1], row[0], *tail))
    return [
        Logged(
            seq=seq,
            body=read_body(body),
            beside=beside,
            known_to_owner=provisional is not None,
        )
        for seq, body, beside, provisional in found
    ]


def changes_under(tx: Transaction, seq: int) -> Iterator[FieldChange]:
    """Yield the readable history that an entry wrote."""
    for kind, pub, field, old, new, why in tx.rows(CHANGES_UNDER, (seq,)):
        yield FieldChange(kind=kind, pub=pub, field=field, old=old, new=new, why=why)


def first_since(tx: Transaction, moment: str, *, end: int) -> int:
    """Find the first entry not before a stored moment, among those up to `end`; else end + 1.

    Moments rise with the log, so it is found by halving: twenty looks in a million.
    """
    low, high = 1, end + 1
    while low < high:
        middle = (low + high) // 2
        at = tx.value(MOMENT_AT, (middle,))
        if at is not None and at < moment:
            low = middle + 1
        else:
            high = middle
    return low


def everybody_ever(tx: Transaction) -> dict[str, str]:
    """Map every person's public id to his name, those who left among them."""
    return {row[0]: row[1] for row in tx.rows(EVERYBODY_EVER)}
