"""One entry of the log: its canonical body, its link in the chain, and the anchor on paper."""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

GENESIS = bytes(32)
BODY_FORMAT = 1
ANCHOR_BITS = 50
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

# One encoder for all: json.dumps makes a new one for each call with options of its own.
_CANONICAL = json.JSONEncoder(
    ensure_ascii=True, sort_keys=True, separators=(",", ":"), allow_nan=False
)

Sign = Callable[[bytes], bytes]
Verify = Callable[[bytes, bytes, bytes], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """One row an entry names, with its salted digests before and after; None means absent."""

    kind: str
    pub: str
    before: bytes | None
    after: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who writes, with which key, in which branch; `sign` makes a 64-byte Ed25519 signature."""

    staff_id: int
    staff_pub: str
    key_pub: str
    branch_id: int
    branch_pub: str
    zone: str
    app: str
    sign: Sign

    def __repr__(self) -> str:
        return f"Author({self.staff_pub})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The newest link of the chain: its sequence and its SHA-256."""

    seq: int
    hash: bytes


BEGINNING = Head(seq=0, hash=GENESIS)


def body_of(*, seq: int, at: str, author: Author, action: str, touched: tuple[Touched, ...]) -> str:
    """Write an entry's canonical JSON: ASCII, sorted keys, no blanks; `at` is UTC, ISO 8601."""
    record = {
        "format": BODY_FORMAT,
        "seq": seq,
        "at": at,
        "zone": author.zone,
        "branch": author.branch_pub,
        "user": author.staff_pub,
        "action": action,
        "rows": [[t.kind, t.pub, _hex(t.before), _hex(t.after)] for t in touched],
        "app": author.app,
    }
    return canonical(record)


def canonical(record: Mapping[str, object]) -> str:
    """Write JSON in the one form that is hashed: ASCII, sorted keys, no blanks, no floats."""
    return _CANONICAL.encode(record)


def _hex(digest: bytes | None) -> str | None:
    return None if digest is None else digest.hex()


def link(previous: bytes, body: str) -> bytes:
    """Chain a body to the hash before it: SHA-256(previous ‖ body)."""
    return hashlib.sha256(previous + body.encode("ascii")).digest()


def rows_named(body: str) -> list[tuple[str, str, bytes | None, bytes | None]]:
    """Read the (kind, pub, before, after) rows out of a stored body."""
    rows = json.loads(body)["rows"]
    return [(kind, pub, _unhex(before), _unhex(after)) for kind, pub, before, after in rows]


def _unhex(digest: str | None) -> bytes | None:
    return None if digest is None else bytes.fromhex(digest)


def salted_digest(salt: bytes, kind: str, record: Mapping[str, object]) -> bytes:
    """Digest a row as HMAC-SHA256 under its own 16-byte salt; without the salt it says nothing."""
    message = canonical({"kind": kind, "row": record}).encode("ascii")
    return hmac.digest(salt, message, "sha256")


def anchor(head: Head) -> str:
    """Write the printed anchor `seq–XXXXX-XXXXX`: 50 bits of the hash in Crockford Base32."""
    bits = int.from_bytes(head.hash[:7], "big") >> (56 - ANCHOR_BITS)
    letters = "".join(_CROCKFORD[bits >> shift & 31] for shift in range(45, -1, -5))
    return f"{head.seq:06d}–{letters[:5]}-{letters[5:]}"
