"""Issued receipts as they were frozen, and what stands beside them: voids and day closes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ledgerdesk.core.pubs import number_of, range_of_days
from ledgerdesk.storage.covered import written
from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.origin import Origin
from ledgerdesk.storage.written import Written, columns_of, record

INSERT = """
INSERT INTO receipt (id, salt, series_id, period, seq, number, payment_id, kind, amount_fen,
currency, payer, issued_on, business_day, issued_at, zone, staff_id, branch_id, content,
content_hash, paper, layout_version, template_id, warnings, reissue_of_id, reverses_id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
COLUMNS = columns_of(INSERT)
_STORED = """
SELECT receipt.id, receipt.pub, receipt.number, receipt.payment_id, receipt.kind,
receipt.amount_fen, receipt.payer, receipt.issued_on, receipt.business_day, receipt.issued_at,
receipt.content, receipt.paper, receipt.layout_version, receipt.template_id, receipt.reverses_id,
void.reason, void.voided_at, void_staff.name,
(SELECT number FROM receipt AS next WHERE next.reissue_of_id = receipt.id),
(SELECT number FROM receipt AS red WHERE red.reverses_id = receipt.id
 AND NOT EXISTS (SELECT 1 FROM void WHERE void.receipt_id = red.id)),
(SELECT count(*) FROM print WHERE print.receipt_id = receipt.id AND print.state <> 'failed'),
(SELECT min(asked_at) FROM print WHERE print.receipt_id = receipt.id AND print.state <> 'failed')
FROM receipt LEFT JOIN void ON void.receipt_id = receipt.id
LEFT JOIN staff AS void_staff ON void_staff.id = void.staff_id
"""
BY_NUMBER = f"{_STORED} WHERE receipt.number = ?"
OF_PAYMENT = f"""{_STORED} WHERE receipt.payment_id = ?
AND NOT EXISTS (SELECT 1 FROM receipt AS later WHERE later.reissue_of_id = receipt.id)
"""  # noqa: S608 - a constant of this module
BETWEEN = f"""{_STORED} WHERE receipt.id BETWEEN ? AND ? AND receipt.issued_on BETWEEN ? AND ?
ORDER BY receipt.id
"""
SEQUENCES = "SELECT series_id, period, seq FROM receipt ORDER BY series_id, period, seq"
HASHES = "SELECT number, content, content_hash FROM receipt ORDER BY id"
INSERT_VOID = """
INSERT INTO void (pub, salt, kind, receipt_id, payment_id, trade_id, reason, copies,
business_day, voided_at, staff_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
NEWEST_CONTENT = "SELECT content FROM receipt WHERE kind = 'normal' ORDER BY id DESC LIMIT 1"
LAST_ISSUED = "SELECT issued_at FROM receipt ORDER BY id DESC LIMIT 1"
# Read by every save: one step from the end of the index, two in the index of what was reopened.
LAST_CLOSED = """
SELECT business_day FROM day_close
WHERE NOT EXISTS (SELECT 1 FROM day_reopening WHERE close_id = day_close.id)
ORDER BY business_day DESC LIMIT 1
"""
VOIDED_WITH_PAYMENT = """
SELECT receipt.number FROM void JOIN receipt ON receipt.id = void.receipt_id
WHERE void.payment_id = ?
"""

PROOF_HITS = """
SELECT json_extract(warning.value, '$.rule'), count(*),
total(EXISTS (SELECT 1 FROM void WHERE void.receipt_id = receipt.id AND void.kind = 'trade')
 OR EXISTS (SELECT 1 FROM receipt AS red WHERE red.reverses_id = receipt.id))
FROM receipt CROSS JOIN json_each(receipt.warnings) AS warning
WHERE receipt.id BETWEEN ? AND ? AND receipt.issued_on BETWEEN ? AND ?
AND receipt.warnings <> '[]' GROUP BY 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReceipt:
    """A receipt about to be issued; the amount in 分, negative on a red one."""

    series_id: int
    period: str
    sequence: int
    number: str
    payment_id: int
    kind: str
    amount_fen: int
    currency: str
    payer: str
    issued_on: date
    business_day: date
    zone: str
    branch_id: int
    content: str
    content_hash: bytes
    paper: str
    layout_version: int
    template_id: int | None
    warnings: str
    reissue_of_id: int | None
    reverses_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredReceipt:
    """An issued receipt with its void, what followed it and how often it was printed."""

    id: int
    pub: str
    number: str
    payment_id: int
    kind: str
    amount_fen: int
    payer: str
    issued_on: date
    business_day: date
    issued_at: str
    content: str
    paper: str
    layout_version: int
    template_id: int | None
    reverses_id: int | None
    void_reason: str | None
    voided_at: str | None
    voided_by: str | None
    reissued_as: str | None
    reversed_by: str | None
    prints: int
    first_printed_at: str | None

    @property
    def is_void(self) -> bool:
        """Tell whether the number was voided."""
        return self.voided_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVoid:
    """A void about to be written: of spoiled paper, or of the trade with its payment."""

    kind: str
    receipt_id: int
    payment_id: int | None
    trade_id: int | None
    reason: str
    copies: str
    business_day: date


def insert(tx: Transaction, receipt: NewReceipt, origin: Origin) -> Written:
    """Write an issued receipt; nothing changes it afterwards."""
    receipt_id = number_of(origin.pub)
    values = (
        receipt_id,
        origin.salt,
        receipt.series_id,
        receipt.period,
        receipt.sequence,
        receipt.number,
        receipt.payment_id,
        receipt.kind,
        receipt.amount_fen,
        receipt.currency,
        receipt.payer,
        receipt.issued_on.isoformat(),
        receipt.business_day.isoformat(),
        origin.at,
        receipt.zone,
        origin.staff_id,
        receipt.branch_id,
        receipt.content,
        receipt.content_hash,
        receipt.paper,
        receipt.layout_version,
        receipt.template_id,
        receipt.warnings,
        receipt.reissue_of_id,
        receipt.reverses_id,
    )
    tx.run(INSERT, values)
    row = {"pub": origin.pub, **record(COLUMNS, values)}
    return Written(id=receipt_id, touched=written("receipt", row, {}))


def _stored(row: tuple[object, ...]) -> StoredReceipt:
    names = StoredReceipt.__slots__
    values = dict(zip(names, row, strict=True))
    values["issued_on"] = date.fromisoformat(str(values["issued_on"]))
    values["business_day"] = date.fromisoformat(str(values["business_day"]))
    return StoredReceipt(**values)  # type: ignore[arg-type] # the query names the fields in order


def by_number(tx: Transaction, number: str) -> StoredReceipt | None:
    """Find a receipt by its printed number."""
    found = tx.row(BY_NUMBER, (number,))
    return None if found is None else _stored(found)


def of_payment(tx: Transaction, payment_id: int) -> StoredReceipt | None:
    """Find the newest receipt of a payment, void or not."""
    found = tx.row(OF_PAYMENT, (payment_id,))
    return None if found is None else _stored(found)


def between(tx: Transaction, first: date, last: date) -> Iterator[StoredReceipt]:
    """Yield the receipts issued from one day to another, both included, in order of issue."""
    for row in tx.rows(BETWEEN, (*range_of_days(first, last), first.isoformat(), last.isoformat())):
        yield _stored(row)


def sequences(tx: Transaction) -> Iterator[tuple[int, str, int]]:
    """Yield (series id, period, sequence) of every receipt in order."""
    for row in tx.rows(SEQUENCES):
        yield row[0], row[1], row[2]


def frozen_contents(tx: Transaction) -> Iterator[tuple[str, str, bytes]]:
    """Yield (number, frozen content, its stored SHA-256) of every receipt."""
    for row in tx.rows(HASHES):
        yield row[0], row[1], row[2]


def insert_void(tx: Transaction, void: NewVoid, origin: Origin) -> int:
    """Write a void beside the receipt, which itself stays as it is."""
    return tx.run(
        INSERT_VOID,
        (
            origin.pub,
            origin.salt,
            void.kind,
            void.receipt_id,
            void.payment_id,
            void.trade_id,
            void.reason,
            void.copies,
            void.business_day.isoformat(),
            origin.at,
            origin.staff_id,
        ),
    )


def voided_with_payment(tx: Transaction, payment_id: int) -> str | None:
    """Find the receipt whose void took the payment itself; None while the payment stands."""
    found: str | None = tx.value(VOIDED_WITH_PAYMENT, (payment_id,))
    return found


def newest_content(tx: Transaction) -> str | None:
    """Read what the newest receipt says that takes nothing back."""
    found: str | None = tx.value(NEWEST_CONTENT)
    return found


def last_issued_at(tx: Transaction) -> str | None:
    """Read when the newest receipt was issued, as a stored UTC moment."""
    found: str | None = tx.value(LAST_ISSUED)
    return found


def last_closed_day(tx: Transaction) -> date | None:
    """Read the latest business day whose close stands."""
    found = tx.value(LAST_CLOSED)
    return None if found is None else date.fromisoformat(found)


def proof_hits(tx: Transaction, first: date, last: date) -> dict[str, tuple[int, int]]:
    """Count by rule what receipts of some days were issued in spite of, and how many fell later."""
    days = (*range_of_days(first, last), first.isoformat(), last.isoformat())
    return {str(rule): (hits, int(fell)) for rule, hits, fell in tx.rows(PROOF_HITS, days)}
