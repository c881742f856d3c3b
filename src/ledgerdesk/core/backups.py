"""What a backup says of itself: which book, who made it, and the facts its book must show."""

from collections.abc import Mapping
from dataclasses import dataclass

from ledgerdesk.core import canonical
from ledgerdesk.core.canonical import Json, Malformed

MOST_FACTS_BYTES = 128 * 1024
_MOST = 2**63 - 1
_HASH_BYTES = 32
_KEY_BYTES = 32
_SIGNATURE_BYTES = 64
_MOST_NAME = 64
_FACTS = {"app", "counts", "head", "head_seq", "last_numbers", "schema", "sums"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Follower:
    """A pair that follows a certified one, endorsed by it, until the root certifies it too."""

    seal: bytes
    sign: bytes
    endorsement: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Who signed: his certified Ed25519 key (32 bytes) and the root's certificate (64 bytes).

    `scope` and `subject` are those of the certificate (`person` and his id, or `recovery`).
    """

    scope: str
    subject: str
    public: bytes
    certificate: bytes
    follower: Follower | None = None

    @property
    def signing_key(self) -> bytes:
        """Give the public key that signed: the certified one, or the pair that follows it."""
        return self.public if self.follower is None else self.follower.sign

    def to_json(self) -> Json:
        """Give the record as written."""
        follower = self.follower
        return {
            "certificate": self.certificate.hex(),
            "follower": None
            if follower is None
            else {
                "endorsement": follower.endorsement.hex(),
                "seal": follower.seal.hex(),
                "sign": follower.sign.hex(),
            },
            "public": self.public.hex(),
            "scope": self.scope,
            "subject": self.subject,
        }


def signer_from(value: Json) -> Signer:
    """Read a signer, or raise `Malformed`; nothing is trusted by this."""
    record = canonical.record_of(
        value, {"certificate", "follower", "public", "scope", "subject"}, "signer"
    )
    follower = None
    if record["follower"] is not None:
        pair = canonical.record_of(record["follower"], {"endorsement", "seal", "sign"}, "signer")
        follower = Follower(
            seal=canonical.hex_of(pair["seal"], "signer", length=_KEY_BYTES),
            sign=canonical.hex_of(pair["sign"], "signer", length=_KEY_BYTES),
            endorsement=canonical.hex_of(pair["endorsement"], "signer", length=_SIGNATURE_BYTES),
        )
    return Signer(
        scope=canonical.text_of(record["scope"], "signer", most=_MOST_NAME),
        subject=canonical.text_of(record["subject"], "signer", most=_MOST_NAME),
        public=canonical.hex_of(record["public"], "signer", length=_KEY_BYTES),
        certificate=canonical.hex_of(record["certificate"], "signer", length=_SIGNATURE_BYTES),
        follower=follower,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Which book a backup is of and which backup it is; all of it stands in the clear.

    Ids are 16 hex digits, `created` is a stored UTC moment, `sequence` counts within a branch,
    `generation` is the database key's and `sheet` the number of the recovery sheet that opens it.
    """

    vault_id: str
    backup_id: str
    branch_id: str
    sequence: int
    created: str
    generation: int
    sheet: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a book holds: rows per table, sums in 分, last numbers, the log's head, versions.

    `last_numbers` maps "series/period" to a sequence; `head` is a SHA-256.
    """

    counts: Mapping[str, int]
    sums: Mapping[str, int]
    last_numbers: Mapping[str, int]
    head_seq: int
    head: bytes
    schema: int
    app: str

    def to_bytes(self) -> bytes:
        """Write the facts in their one spelling."""
        return canonical.to_bytes(
            {
                "app": self.app,
                "counts": dict(self.counts),
                "head": self.head.hex(),
                "head_seq": self.head_seq,
                "last_numbers": dict(self.last_numbers),
                "schema": self.schema,
                "sums": dict(self.sums),
            }
        )

    def differences(self, found: "Facts") -> tuple[str, ...]:
        """Name every fact a book does not show as it was sealed; the program's version is none."""
        differing = [
            name
            for sealed, seen in ((self.counts, found.counts), (self.sums, found.sums))
            for name, value in sealed.items()
            if seen.get(name) != value
        ]
        if dict(self.last_numbers) != dict(found.last_numbers):
            differing.append("last_numbers")
        if (self.head_seq, self.head) != (found.head_seq, found.head):
            differing.append("head")
        if self.schema != found.schema:
            differing.append("schema")
        return tuple(differing)


def facts_from(raw: bytes) -> Facts:
    """Read facts, or raise `Malformed`."""
    tree = canonical.from_bytes(raw, most_bytes=MOST_FACTS_BYTES)
    record = canonical.record_of(tree, _FACTS, "facts")
    return Facts(
        counts=_numbers(record["counts"], least=0),
        sums=_numbers(record["sums"], least=-_MOST),
        last_numbers=_numbers(record["last_numbers"], least=0),
        head_seq=canonical.integer_of(record["head_seq"], "facts", least=0, most=_MOST),
        head=canonical.hex_of(record["head"], "facts", length=_HASH_BYTES),
        schema=canonical.integer_of(record["schema"], "facts", least=1, most=_MOST),
        app=canonical.text_of(record["app"], "facts", most=_MOST_NAME),
    )


def _numbers(value: Json, *, least: int) -> Mapping[str, int]:
    if not isinstance(value, dict):
        raise Malformed("facts")
    return {
        name: canonical.integer_of(number, "facts", least=least, most=_MOST)
        for name, number in value.items()
    }
