"""Recompute what the log vouches for: chain, signatures, the digest of every protected row."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from heapq import merge
from operator import itemgetter

from ledgerdesk.core.audit import GENESIS, Verify, link, rows_named
from ledgerdesk.storage import audit
from ledgerdesk.storage.covered import COVERED, digests
from ledgerdesk.storage.database import Transaction

LABELS = {
    "customer": "SELECT code FROM customer WHERE pub = ?",
    "receipt": "SELECT number FROM receipt WHERE pub = ?",
    "series": "SELECT code FROM series WHERE pub = ?",
    "setting": "SELECT name FROM setting WHERE pub = ?",
    "void": """SELECT number FROM void JOIN receipt ON receipt.id = receipt_id
               WHERE void.pub = ?""",
    "print": """SELECT number FROM print JOIN receipt ON receipt.id = receipt_id
                WHERE print.pub = ?""",
    "payment": """SELECT number FROM payment JOIN receipt ON receipt.payment_id = payment.id
                  WHERE payment.pub = ? ORDER BY receipt.id DESC LIMIT 1""",
    "trade": """SELECT number FROM trade JOIN payment ON payment.trade_id = trade.id
                JOIN receipt ON receipt.payment_id = payment.id
                WHERE trade.pub = ? ORDER BY receipt.id DESC LIMIT 1""",
}
ORPHAN_CHILDREN = {
    "customer_contact": """SELECT id FROM customer_contact AS c
        WHERE NOT EXISTS (SELECT 1 FROM customer WHERE id = c.customer_id)""",
    "customer_alias": """SELECT id FROM customer_alias AS c
        WHERE NOT EXISTS (SELECT 1 FROM customer WHERE id = c.customer_id)""",
    "payment_part": """SELECT payment_id FROM payment_part AS c
        WHERE NOT EXISTS (SELECT 1 FROM payment WHERE id = c.payment_id)""",
    "trade_line": """SELECT trade_id FROM trade_line AS c
        WHERE NOT EXISTS (SELECT 1 FROM trade WHERE id = c.trade_id)""",
}
CONTENT_DIFFERS = """
SELECT number FROM receipt JOIN payment ON payment.id = payment_id
WHERE receipt.amount_fen <> payment.amount_fen
OR receipt.amount_fen <> json_extract(content, '$.amount_fen')
OR receipt.payer <> json_extract(content, '$.payer')
"""
LINES_DIFFER = """
SELECT pub FROM trade
WHERE total_fen <> (SELECT sum(amount_fen) FROM trade_line WHERE trade_id = trade.id)
"""
PARTS_DIFFER = """
SELECT pub FROM payment
WHERE amount_fen <> (SELECT sum(amount_fen) FROM payment_part WHERE payment_id = payment.id)
"""
COUNTER_DIFFERS = """
SELECT series.code, period FROM series_counter AS c JOIN series ON series.id = c.series_id
WHERE last_seq < (SELECT coalesce(max(seq), 0) FROM receipt
                  WHERE series_id = c.series_id AND period = c.period)
OR first_seq > (SELECT coalesce(min(seq), first_seq) FROM receipt
                WHERE series_id = c.series_id AND period = c.period)
"""
WITHOUT_COUNTER = """
SELECT number FROM receipt AS r WHERE NOT EXISTS
(SELECT 1 FROM series_counter WHERE series_id = r.series_id AND period = r.period)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is not as the log says: what, of which kind, and the record's number."""

    what: str
    kind: str
    record: str


Name = tuple[str, str]
CertifiedKey = Callable[[audit.SigningKey], bool]


def chain_findings(tx: Transaction, verify: Verify, certified: CertifiedKey) -> Iterator[Finding]:
    """Walk the whole chain: sequence, links, signatures by keys valid then, and the index."""
    keys = audit.signing_keys(tx)
    for key in keys.values():
        if not certified(key):
            yield Finding(what="key_not_certified", kind="signing_key", record=key.pub)
    previous, expected, named_rows = GENESIS, 1, 0
    for entry in audit.entries(tx):
        record = str(entry.seq)
        if entry.seq != expected:
            yield Finding(what="entry_missing", kind="audit", record=str(expected))
        if entry.previous != previous or entry.hash != link(entry.previous, entry.body):
            yield Finding(what="chain_broken", kind="audit", record=record)
        if not _signed(entry, keys, verify):
            yield Finding(what="signature_wrong", kind="audit", record=record)
        named = _named(entry)
        if named is None or not all(audit.is_indexed(tx, entry.seq, row) for row in named):
            yield Finding(what="index_differs", kind="audit", record=record)
        named_rows += len(named or ())
        previous, expected = entry.hash, entry.seq + 1
    surplus = audit.index_rows(tx) - named_rows
    if surplus:
        yield Finding(what="index_differs", kind="audit", record=f"{surplus:+d}")


def _signed(entry: audit.Entry, keys: dict[str, audit.SigningKey], verify: Verify) -> bool:
    signers = [(entry.signer, entry.signature)]
    if entry.cosigner is not None and entry.cosignature is not None:
        signers.append((entry.cosigner, entry.cosignature))
    for pub, signature in signers:
        key = keys.get(pub)
        if key is None or not verify(key.public, entry.hash, signature):
            return False
        if entry.seq < key.from_seq or (key.to_seq is not None and entry.seq > key.to_seq):
            return False
    return True


def _named(entry: audit.Entry) -> list[tuple[str, str, bytes | None]] | None:
    try:
        return [(kind, pub, after) for kind, pub, _, after in rows_named(entry.body)]
    except (ValueError, KeyError, TypeError):
        return None  # a body that is no entry of ours


def cover_findings(tx: Transaction) -> Iterator[Finding]:
    """Compare every protected row with the last entry that names it.

    Three findings are told apart: a row without an entry, an entry without its row, and a row
    that differs from its entry.
    """
    rows = merge(*(digests(tx, kind) for kind in COVERED), key=itemgetter(0))
    for what, (pub, kind) in _compared(rows, audit.vouched(tx)):
        yield Finding(what=what, kind=kind, record=_label(tx, kind, pub))
    for table, statement in ORPHAN_CHILDREN.items():
        for row in tx.rows(statement):
            yield Finding(what="row_without_owner", kind=table, record=str(row[0]))


def _compared(
    rows: Iterator[tuple[Name, bytes]], vouched: Iterator[tuple[Name, bytes | None]]
) -> Iterator[tuple[str, Name]]:
    """Merge two streams that both rise by (id, kind); neither is held in memory."""
    row, entry = next(rows, None), next(vouched, None)
    while row is not None or entry is not None:
        if entry is None or (row is not None and row[0] < entry[0]):
            assert row is not None
            yield "row_without_entry", row[0]
            row = next(rows, None)
        elif row is None or entry[0] < row[0]:
            if entry[1] is not None:
                yield "entry_without_row", entry[0]
            entry = next(vouched, None)
        else:
            if row[1] != entry[1]:
                yield "row_differs", row[0]
            row, entry = next(rows, None), next(vouched, None)


def sum_findings(tx: Transaction) -> Iterator[Finding]:
    """Compare sums and counters: lines with trades, parts with payments, numbers with receipts."""
    for what, kind, statement in (
        ("content_differs", "receipt", CONTENT_DIFFERS),
        ("lines_differ", "trade", LINES_DIFFER),
        ("parts_differ", "payment", PARTS_DIFFER),
        ("number_without_counter", "receipt", WITHOUT_COUNTER),
    ):
        for row in tx.rows(statement):
            yield Finding(what=what, kind=kind, record=_label(tx, kind, str(row[0])))
    for code, period in tx.rows(COUNTER_DIFFERS):
        yield Finding(what="counter_differs", kind="series", record=f"{code}/{period}")


def _label(tx: Transaction, kind: str, pub: str) -> str:
    statement = LABELS.get(kind)
    shown = tx.value(statement, (pub,)) if statement else None
    return str(shown) if shown is not None else pub
