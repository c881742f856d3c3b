"""The log's rows: append an entry in the caller's transaction, read the chain back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from ledgerdesk.core.audit import BEGINNING, Author, Cosigner, Head, Touched, body_of, link
from ledgerdesk.core.changes import FieldChange
from ledgerdesk.storage.database import Transaction

HEAD = "SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1"
NEWEST = """
SELECT seq, hash, json_extract(body, '$.at') FROM audit ORDER BY seq DESC LIMIT 1
"""
HASH_AT = "SELECT hash FROM audit WHERE seq = ?"
MOMENT_AT = "SELECT json_extract(body, '$.at') FROM audit WHERE seq = ?"
INSERT = """
INSERT INTO audit (seq, previous, hash, body, signer, signature, cosigner, cosignature)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
INSERT_OBJECTS = """
INSERT INTO audit_object (kind, pub, seq, after)
SELECT value ->> 0, value ->> 1, ?, unhex(value ->> 3) FROM json_each(?, '$.rows')
"""
INSERT_CHANGE = """
INSERT INTO change (seq, kind, pub, field, old, new, why) VALUES (?, ?, ?, ?, ?, ?, ?)
"""
ENTRIES_AFTER = """
SELECT seq, previous, hash, body, signer, signature, cosigner, cosignature
FROM audit WHERE seq > ? ORDER BY seq LIMIT ?
"""
IS_INDEXED = "SELECT 1 FROM audit_object WHERE kind = ? AND pub = ? AND seq = ? AND after IS ?"
INDEX_ROWS = "SELECT count(*) FROM audit_object"
FIRST_OF = """
SELECT audit.seq, audit.hash FROM audit_object JOIN audit USING (seq)
WHERE kind = ? AND pub = ? ORDER BY audit_object.seq LIMIT 1
"""
LAST_DIGEST = """
SELECT after FROM audit_object WHERE pub = ? AND kind = ? ORDER BY seq DESC LIMIT 1
"""
VERIFIED = "SELECT seq, hash, begun_at FROM verified WHERE id = 1"
NOTE_VERIFIED = """
INSERT INTO verified (id, seq, hash, begun_at) VALUES (1, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash,
begun_at = excluded.begun_at
"""
VOUCHED = "SELECT pub, kind, after FROM audit_object ORDER BY pub, kind, seq"
SIGNING_KEYS = """
SELECT signing_key.pub, public, certificate, purpose, staff.user_id, staff.pub, from_seq, to_seq,
certified_by, seal, provisional
FROM signing_key LEFT JOIN staff ON staff.id = staff_id
LEFT JOIN signing_key_end ON key_id = signing_key.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One stored entry with its signatures."""

    seq: int
    previous: bytes
    hash: bytes
    body: str
    signer: str
    signature: bytes
    cosigner: str | None
    cosignature: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """A public key, who certified it, and the entries it may sign.

    `certified_by` is a later root or an older pair of the same person, which endorsed `seal` with
    it; None is the first root. `provisional` means that an owner knows it too.
    """

    pub: str
    public: bytes
    certificate: bytes
    purpose: str
    user_id: str | None
    staff_pub: str | None
    from_seq: int
    to_seq: int | None
    certified_by: str | None
    seal: bytes | None
    provisional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """How far the log was verified in steps, and when that round began (a stored moment)."""

    head: Head
    begun_at: str


def head(tx: Transaction) -> Head:
    """Read the newest link, or the beginning of an empty log."""
    found = tx.row(HEAD)
    return BEGINNING if found is None else Head(seq=found[0], hash=found[1])


def append(
    tx: Transaction,
    *,
    at: str,
    author: Author,
    action: str,
    touched: Sequence[Touched],
    cosigner: Cosigner | None = None,
    after: Head | None = None,
) -> Head:
    """Append one signed entry that names every touched row; give back its link.

    `at` is a stored UTC moment. The same transaction must hold the change itself. A cosigner
    signs the same hash as the author. `after` is the newest link where it was read already.
    """
    last = after or head(tx)
    seq = last.seq + 1
    body = body_of(
        seq=seq, at=at, author=author, action=action, touched=tuple(touched), cosigner=cosigner
    )
    new = Head(seq=seq, hash=link(last.hash, body))
    beside = (None, None) if cosigner is None else (cosigner.key_pub, cosigner.sign(new.hash))
    signature = author.sign(new.hash)
    tx.run(INSERT, (seq, last.hash, new.hash, body, author.key_pub, signature, *beside))
    tx.run(INSERT_OBJECTS, (seq, body))
    return new


def note_change(tx: Transaction, seq: int, change: FieldChange) -> None:
    """Write one line of the readable history under an entry."""
    line = (change.kind, change.pub, change.field, change.old, change.new, change.why)
    tx.run(INSERT_CHANGE, (seq, *line))


def entries(tx: Transaction, *, after: int = 0, limit: int = -1) -> Iterator[Entry]:
    """Yield the chain on from an entry, to its end where no limit is given."""
    for row in tx.rows(ENTRIES_AFTER, (after, limit)):
        names = ("seq", "previous", "hash", "body", "signer", "signature", "cosigner")
        yield Entry(**dict(zip(names, row[:7], strict=True)), cosignature=row[7])


def is_indexed(tx: Transaction, seq: int, row: tuple[str, str, bytes | None]) -> bool:
    """Tell whether the index holds a (kind, pub, digest) that an entry names."""
    kind, pub, after = row
    return tx.value(IS_INDEXED, (kind, pub, seq, after)) is not None


def index_rows(tx: Transaction) -> int:
    """Count the rows of the index."""
    return int(tx.value(INDEX_ROWS))


def vouched(tx: Transaction) -> Iterator[tuple[tuple[str, str], bytes | None]]:
    """Yield every row named, as (id, kind) in order, with its digest in the last entry."""
    for name, named in groupby(tx.rows(VOUCHED), key=itemgetter(0, 1)):
        *_, last = named
        yield name, last[2]


def last_digest(tx: Transaction, kind: str, pub: str) -> bytes | None:
    """Read the digest that the last entry naming a row gives it; None for one that is gone."""
    found: bytes | None = tx.value(LAST_DIGEST, (pub, kind))
    return found


def verified(tx: Transaction) -> Verified:
    """Read how far the log was verified in steps; the beginning where nobody has yet."""
    found = tx.row(VERIFIED)
    if found is None:
        return Verified(head=BEGINNING, begun_at="")
    return Verified(head=Head(seq=found[0], hash=found[1]), begun_at=found[2])


def note_verified(tx: Transaction, reached: Verified) -> None:
    """Note how far the log was verified in steps."""
    tx.run(NOTE_VERIFIED, (reached.head.seq, reached.head.hash, reached.begun_at))


def link_that_made(tx: Transaction, kind: str, pub: str) -> Head | None:
    """Find the entry that first named a row; for a receipt it is the one its anchor shows."""
    found = tx.row(FIRST_OF, (kind, pub))
    return None if found is None else Head(seq=found[0], hash=found[1])


def hash_at(tx: Transaction, seq: int) -> bytes | None:
    """Read the hash of one entry; None when the log does not reach it."""
    found: bytes | None = tx.value(HASH_AT, (seq,))
    return found


def moment_at(tx: Transaction, seq: int) -> str:
    """Read when an entry was written, as a stored UTC moment."""
    return str(tx.value(MOMENT_AT, (seq,)))


def newest(tx: Transaction) -> tuple[Head, str | None]:
    """Read the newest link, and when it was written as a stored UTC moment."""
    found = tx.row(NEWEST)
    return (BEGINNING, None) if found is None else (Head(seq=found[0], hash=found[1]), found[2])


def signing_keys(tx: Transaction) -> dict[str, SigningKey]:
    """Map every signing key by its id."""
    return {
        row[0]: SigningKey(
            pub=row[0],
            public=row[1],
            certificate=row[2],
            purpose=row[3],
            user_id=row[4],
            staff_pub=row[5],
            from_seq=row[6],
            to_seq=row[7],
            certified_by=row[8],
            seal=row[9],
            provisional=row[10] is not None,
        )
        for row in tx.rows(SIGNING_KEYS)
    }
