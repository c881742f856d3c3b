"""Recompute what the log vouches for: chain, signatures, the digest of every protected row."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import merge
from operator import itemgetter

from ledgerdesk.core.audit import BEGINNING, Body, Head, Verify, link, read_body
from ledgerdesk.core.progress import Progress, quiet
from ledgerdesk.core.pubs import number_of
from ledgerdesk.storage import audit, settling
from ledgerdesk.storage.covered import COVERED, digest, digests
from ledgerdesk.storage.database import Transaction

LABELS = {
    "backup": "SELECT file_name FROM backup WHERE pub = ?",
    "correction": """SELECT code FROM correction
        JOIN customer ON customer.id = customer_id WHERE correction.pub = ?""",
    "customer": "SELECT code FROM customer WHERE pub = ?",
    "customer_merge": """SELECT code FROM customer_merge
        JOIN customer ON customer.id = survivor_id WHERE customer_merge.pub = ?""",
    "customer_note": """SELECT code FROM customer_note
        JOIN customer ON customer.id = customer_id WHERE customer_note.pub = ?""",
    "customer_secret": """SELECT code FROM customer_secret
        JOIN customer ON customer.id = customer_id WHERE customer_secret.pub = ?""",
    "deposit": """SELECT code FROM deposit
        JOIN customer ON customer.id = customer_id WHERE deposit.pub = ?""",
    "period_close": "SELECT period FROM period_close WHERE pub = ?",
    "receipt": "SELECT number FROM receipt WHERE id = ?",
    "receipt_template": """SELECT code FROM receipt_template AS t
        JOIN series ON series.id = series_id WHERE t.pub = ?""",
    "review": """SELECT code FROM review
        JOIN customer ON customer.id = customer_id WHERE review.pub = ?""",
    "series": "SELECT code FROM series WHERE pub = ?",
    "series_handout": """SELECT code || ' ' || first_seq || '-' || last_seq FROM series_handout AS o
        JOIN series ON series.id = series_id WHERE o.pub = ?""",
    "service": "SELECT code FROM service WHERE pub = ?",
    "drill": "SELECT file_name FROM drill WHERE pub = ?",
    "stock_sheet": "SELECT stock || ' ' || number FROM stock_sheet WHERE pub = ?",
    "setting": "SELECT name FROM setting WHERE pub = ?",
    "void": """SELECT number FROM void JOIN receipt ON receipt.id = receipt_id
               WHERE void.pub = ?""",
    "print": """SELECT number FROM print JOIN receipt ON receipt.id = receipt_id
                WHERE print.pub = ?""",
    "payment": """SELECT number FROM payment JOIN receipt ON receipt.payment_id = payment.id
                  WHERE payment.id = ? ORDER BY receipt.id DESC LIMIT 1""",
    "trade": """SELECT number FROM trade JOIN payment ON payment.trade_id = trade.id
                JOIN receipt ON receipt.payment_id = payment.id
                WHERE trade.id = ? ORDER BY receipt.id DESC LIMIT 1""",
}
ORPHAN_CHILDREN = {
    "customer_contact": """SELECT id FROM customer_contact AS c
        WHERE NOT EXISTS (SELECT 1 FROM customer WHERE id = c.customer_id)""",
    "customer_alias": """SELECT id FROM customer_alias AS c
        WHERE NOT EXISTS (SELECT 1 FROM customer WHERE id = c.customer_id)""",
    "customer_tag": """SELECT customer_id FROM customer_tag AS c
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


AT_ONCE = 500
"""Entries walked over between two words of how far it is."""
Name = tuple[str, str]
Keys = Mapping[str, audit.SigningKey]
CertifiedKey = Callable[[audit.SigningKey], bool]


def key_findings(tx: Transaction, keys: Keys, certified: CertifiedKey) -> Iterator[Finding]:
    """Name every signing key that no root of its time vouches for.

    A key begins with the entry that first names it: who kept the private part of an older root
    could otherwise date a key of today back into that root's time.
    """
    for key in keys.values():
        made = audit.link_that_made(tx, "signing_key", key.pub)
        if made is None or made.seq != key.from_seq or not certified(key):
            yield Finding(what="key_not_certified", kind="signing_key", record=key.pub)


class ChainWalk:
    """Walk the chain on from a link: sequence, links, signatures by keys valid then, the index.

    `reached` is the last link walked over; what its entries name is added to `named`.
    """

    def __init__(
        self,
        tx: Transaction,
        keys: Keys,
        verify: Verify,
        *,
        after: Head = BEGINNING,
        named: set[Name] | None = None,
    ) -> None:
        self._tx = tx
        self._keys = keys
        self._verify = verify
        self.reached = after
        self.named_rows = 0
        self._named = named

    def findings(self, *, limit: int = -1) -> Iterator[Finding]:
        """Yield what is wrong, entry by entry, to the end or for so many entries."""
        for entry in audit.entries(self._tx, after=self.reached.seq, limit=limit):
            record = str(entry.seq)
            if entry.seq != self.reached.seq + 1:
                yield Finding(what="entry_missing", kind="audit", record=str(self.reached.seq + 1))
            if not self._follows(entry):
                yield Finding(what="chain_broken", kind="audit", record=record)
            body = _body(entry)
            user = None if body is None else body.user
            if not self._is_signed(entry.signer, entry, entry.signature, user):
                yield Finding(what="signature_wrong", kind="audit", record=record)
            if not self._is_cosigned(entry, body):
                yield Finding(what="cosignature_wrong", kind="audit", record=record)
            if body is None or not self._is_indexed(body):
                yield Finding(what="index_differs", kind="audit", record=record)
            self.reached = Head(seq=entry.seq, hash=entry.hash)

    def _follows(self, entry: audit.Entry) -> bool:
        expected = link(entry.previous, entry.body)
        return entry.previous == self.reached.hash and entry.hash == expected

    def _is_signed(
        self, signer: str | None, entry: audit.Entry, signature: bytes | None, user: str | None
    ) -> bool:
        """Tell whether a key valid then, and of the person who is said to have signed, did so."""
        key = self._keys.get(signer or "")
        if key is None or signature is None:
            return False
        if entry.seq < key.from_seq or (key.to_seq is not None and entry.seq > key.to_seq):
            return False
        if user is not None and user != (key.staff_pub or key.purpose):
            return False
        return self._verify(key.public, entry.hash, signature)

    def _is_cosigned(self, entry: audit.Entry, body: Body | None) -> bool:
        """Tell whether exactly the key named in the body stands beside, and it is another's."""
        named = None if body is None else body.cosigner
        if named is None and entry.cosigner is None:
            return entry.cosignature is None
        if named != entry.cosigner or named is None or body is None:
            return False
        beside = self._keys.get(named)
        if beside is None or beside.staff_pub in {None, body.user}:
            return False
        return self._is_signed(named, entry, entry.cosignature, None)

    def _is_indexed(self, body: Body) -> bool:
        self.named_rows += len(body.rows)
        if self._named is not None:
            self._named.update((row.pub, row.kind) for row in body.rows)
        return all(
            audit.is_indexed(self._tx, body.seq, (row.kind, row.pub, row.after))
            for row in body.rows
        )


def _body(entry: audit.Entry) -> Body | None:
    try:
        body = read_body(entry.body)
    except (ValueError, KeyError, TypeError):
        return None  # a body that is no entry of ours
    return body if body.seq == entry.seq else None


def chain_findings(
    tx: Transaction, verify: Verify, certified: CertifiedKey, report: Progress = quiet
) -> Iterator[Finding]:
    """Check every signing key, walk the whole chain, and count what its index holds besides."""
    keys = audit.signing_keys(tx)
    yield from key_findings(tx, keys, certified)
    walk, end, before = ChainWalk(tx, keys, verify), audit.head(tx).seq, -1
    while walk.reached.seq != before:
        before = walk.reached.seq
        yield from walk.findings(limit=AT_ONCE)
        report(walk.reached.seq, end)
    surplus = audit.index_rows(tx) - walk.named_rows
    if surplus:
        yield Finding(what="index_differs", kind="audit", record=f"{surplus:+d}")


def row_findings(tx: Transaction, named: Iterable[Name]) -> Iterator[Finding]:
    """Compare rows that entries name, as (id, kind), with the last entry that does."""
    for pub, kind in sorted(named):
        there = digest(tx, kind, pub) if kind in COVERED else None
        vouched = audit.last_digest(tx, kind, pub)
        if there != vouched:
            what = "row_differs"
            if there is None or vouched is None:
                what = "entry_without_row" if there is None else "row_without_entry"
            yield Finding(what=what, kind=kind, record=label(tx, kind, pub))


def cover_findings(tx: Transaction) -> Iterator[Finding]:
    """Compare every protected row with the last entry that names it.

    Three findings are told apart: a row without an entry, an entry without its row, and a row
    that differs from its entry.
    """
    rows = merge(*(digests(tx, kind) for kind in COVERED), key=itemgetter(0))
    for what, (pub, kind) in _compared(rows, audit.vouched(tx)):
        yield Finding(what=what, kind=kind, record=label(tx, kind, pub))
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
            yield Finding(what=what, kind=kind, record=label(tx, kind, str(row[0])))
    for pub in settling.differing(tx):
        yield Finding(what="owed_differs", kind="trade", record=label(tx, "trade", pub))
    for pub in settling.overdrawn(tx):
        yield Finding(what="deposit_overdrawn", kind="customer", record=label(tx, "customer", pub))
    for code, period in tx.rows(COUNTER_DIFFERS):
        yield Finding(what="counter_differs", kind="series", record=f"{code}/{period}")


def label(tx: Transaction, kind: str, pub: str) -> str:
    """Call a row as a person does: a customer's or receipt's number; others by their id."""
    statement = LABELS.get(kind)
    key: str | int = number_of(pub) if COVERED[kind].by_number else pub
    shown = tx.value(statement, (key,)) if statement else None
    return str(shown) if shown is not None else pub
