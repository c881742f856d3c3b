"""Rows of the backups that were made, and the facts of a book that a backup seals and shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ledgerdesk import __version__
from ledgerdesk.core.backups import Facts
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.storage import audit, book, series
from ledgerdesk.storage.covered import CHILD_TABLES, COVERED
from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.snapshot import reading

INSERT = """
INSERT INTO backup (pub, salt, branch_id, sequence, file_name, place, bytes, payload_hash,
head_seq, written_at, proved_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
LAST_SEQUENCE = "SELECT coalesce(max(sequence), 0) FROM backup WHERE branch_id = ?"
PROVED = """
SELECT file_name, bytes, sequence, proved_at, place, head_seq FROM backup
WHERE proved_at IS NOT NULL
ORDER BY proved_at DESC, id DESC
"""
NEWEST_RECEIPTS = """
SELECT number, issued_on, payer, amount_fen, id IN (SELECT receipt_id FROM void) FROM receipt
ORDER BY id DESC LIMIT ?
"""
SCHEMA = "PRAGMA user_version"
TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table'"  # an older book has fewer
COUNTED = frozenset({*COVERED, *CHILD_TABLES, "change"})
SUMS: Mapping[str, str] = {
    "deposits": "SELECT coalesce(sum(amount_fen), 0) FROM deposit",
    "owed": "SELECT coalesce(sum(owed_fen), 0) FROM trade_owed",
    "trades": "SELECT coalesce(sum(total_fen), 0) FROM trade",
    "payments": "SELECT coalesce(sum(amount_fen), 0) FROM payment",
    "receipts": "SELECT coalesce(sum(amount_fen), 0) FROM receipt",
    "receipts_voided": """SELECT coalesce(sum(amount_fen), 0) FROM receipt
                          WHERE id IN (SELECT receipt_id FROM void)""",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBackup:
    """A backup that was written and read back, about to enter the book; moments are stored UTC."""

    branch_id: int
    sequence: int
    file_name: str
    place: str | None
    size: int
    payload_hash: bytes
    head_seq: int
    written_at: str
    proved_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvedRow:
    """A backup that was read back: its file's name, its size in bytes, when (stored UTC), where.

    `head_seq` is the last entry of the log it holds.
    """

    file_name: str
    size: int
    sequence: int
    proved_at: str
    place: str | None
    head_seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenReceipt:
    """A receipt as somebody sees it who looks into a backup; `issued_on` is an ISO day."""

    number: str
    issued_on: str
    payer: str
    amount_fen: int
    is_void: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiedBook:
    """What a copy of the book says when it is read on its own: its facts, its branch, its keys."""

    facts: Facts
    vault_id: str
    branch_pub: str
    keys_file: bytes


def insert(tx: Transaction, new: NewBackup, pub: str, salt: bytes) -> None:
    """Write the row of a proved backup."""
    tx.run(
        INSERT,
        (
            pub,
            salt,
            new.branch_id,
            new.sequence,
            new.file_name,
            new.place,
            new.size,
            new.payload_hash,
            new.head_seq,
            new.written_at,
            new.proved_at,
        ),
    )


def last_sequence(tx: Transaction, branch_id: int) -> int:
    """Tell the newest sequence of a branch; 0 before its first backup."""
    return int(tx.value(LAST_SEQUENCE, (branch_id,)))


def proved(tx: Transaction) -> list[ProvedRow]:
    """List the backups that were read back, the one proved last first."""
    return [
        ProvedRow(
            file_name=str(name),
            size=int(size),
            sequence=int(sequence),
            proved_at=str(at),
            place=place,
            head_seq=int(head_seq),
        )
        for name, size, sequence, at, place, head_seq in tx.rows(PROVED)
    ]


def facts_of(tx: Transaction) -> Facts:
    """Count and sum a whole book; only ever asked of a copy, since it reads every row."""
    counts = {
        name: int(tx.value(f"SELECT count(*) FROM {name}"))  # noqa: S608 - the schema's own names
        for name in sorted(COUNTED & {str(row[0]) for row in tx.rows(TABLES)})
    }
    head = audit.head(tx)
    return Facts(
        counts=counts,
        sums={name: int(tx.value(statement)) for name, statement in SUMS.items()},
        last_numbers=last_numbers(tx),
        head_seq=head.seq,
        head=head.hash,
        schema=int(tx.value(SCHEMA)),
        app=__version__,
    )


def last_numbers(tx: Transaction) -> dict[str, int]:
    """Map "series/period" to the last number drawn."""
    return {f"{one.code}/{one.period}": one.last_seq for one in series.counters(tx)}


def schema_of(copy: Path, page_key_hex: str) -> int:
    """Tell the schema of a copy, which may be newer than this program; `damaged` if unreadable."""
    with reading(copy, page_key_hex) as tx:
        return int(tx.value(SCHEMA))


def read_copy(copy: Path, page_key_hex: str) -> CopiedBook:
    """Read a copy that nobody writes; raises `damaged` where it is no book or has another key."""
    with reading(copy, page_key_hex) as tx:
        row, kept = book.book(tx), book.keys_file(tx)
        if row is None or kept is None:
            raise KnownError(Code.DAMAGED, part="ledger.db", found="rows")
        return CopiedBook(
            facts=facts_of(tx),
            vault_id=row.vault_id,
            branch_pub=book.current_branch(tx)[1],
            keys_file=kept.content,
        )


def newest_receipts(copy: Path, page_key_hex: str, limit: int = 50) -> list[SeenReceipt]:
    """Read the newest receipts of a copy that nobody writes."""
    with reading(copy, page_key_hex) as tx:
        return [
            SeenReceipt(
                number=str(number),
                issued_on=str(day),
                payer=str(payer),
                amount_fen=int(fen),
                is_void=bool(void),
            )
            for number, day, payer, fen, void in tx.rows(NEWEST_RECEIPTS, (limit,))
        ]
