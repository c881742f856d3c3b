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
class Cosigner:
    """Who stands by an entry beside its author, with which key; `sign` as the author's."""

    staff_pub: str
    key_pub: str
    sign: Sign

    def __repr__(self) -> str:
        return f"Cosigner({self.staff_pub})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The newest link of the chain: its sequence and its SHA-256."""

    seq: int
    hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What an entry says: when, who (staff id), what, which rows, and whose key stands beside."""

    seq: int
    at: str
    user: str
    action: str
    rows: tuple[Touched, ...]
    cosigner: str | None


BEGINNING = Head(seq=0, hash=GENESIS)


def body_of(
    *,
    seq: int,
    at: str,
    author: Author,
    action: str,
    touched: tuple[Touched, ...],
    cosigner: Cosigner | None = None,
) -> str:
    """Write an entry's canonical JSON: ASCII, sorted keys, no blanks; `at` is UTC, ISO 8601.

    A cosigner's key is named in what both sign: his signature cannot be taken away unseen.
    """
    record: dict[str, object] = {
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
    if cosigner is not None:
        record["cosigner"] = cosigner.key_pub
    return canonical(record)


def canonical(record: Mapping[str, object]) -> str:
    """Write JSON in the one form that is hashed: ASCII, sorted keys, no blanks, no floats."""
    return _CANONICAL.encode(record)


def _hex(digest: bytes | None) -> str | None:
    return None if digest is None else digest.hex()


def link(previous: bytes, body: str) -> bytes:
    """Chain a body to the hash before it: SHA-256(previous ‖ body)."""
    return hashlib.sha256(previous + body.encode("ascii")).digest()


def read_body(body: str) -> Body:
    """Read a stored body; raises `ValueError`, `KeyError` or `TypeError` for one not of ours."""
    record = json.loads(body)
    return Body(
        seq=record["seq"],
        at=record["at"],
        user=record["user"],
        action=record["action"],
        rows=tuple(
            Touched(kind=kind, pub=pub, before=_unhex(before), after=_unhex(after))
            for kind, pub, before, after in record["rows"]
        ),
        cosigner=record.get("cosigner"),
    )


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
