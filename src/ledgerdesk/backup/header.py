"""What stands before the blocks: magic, signed core, and a key section that can be replaced.

The format is described byte by byte in docs/backup-format.md. Nothing here is believed: a
reader first proves the signer by the root a password or the printed key holds.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from ledgerdesk.backup.drive import read_fully
from ledgerdesk.core import canonical
from ledgerdesk.core.backups import MOST_FACTS_BYTES, Origin, Signer, signer_from
from ledgerdesk.core.canonical import Json, Malformed
from ledgerdesk.core.errors import Code, KnownError

FORMAT = 1
_NAME = b"LDBK"
MAGIC = _NAME + f"{FORMAT:04d}".encode()
MOST_HEADER_BYTES = 1024 * 1024
MOST_CORE_BYTES = 512 * 1024
LEAST_RESERVED_BYTES = 16 * 1024
MOST_BLOCK_BYTES = 1024 * 1024
LENGTH_BYTES = 4
MAC_BYTES = 32
SIGNATURE_BYTES = 64
HASH_BYTES = 32
LEAST_PAYLOAD_BYTES = 4096
_PAGE = 4096
_MOST_INTEGER = 2**53 - 1
_MOST_GENERATION = 0xFFFF
_MOMENT_CHARACTERS = 24
_CORE_LABEL = b"ledgerdesk/1/backup core\0"
_KEYS_LABEL = b"ledgerdesk/1/backup keys\0"
_CORE_FIELDS = {
    "backup", "block_bytes", "branch", "created", "facts", "generation", "keys_reserved",
    "payload_bytes", "payload_sha256", "sequence", "sheet", "signer", "vault",
}  # fmt: skip

Sign = Callable[[bytes], bytes]
Verify = Callable[[bytes, bytes, bytes], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    """The signed core: the backup's origin, what lies in its blocks, its sealed facts."""

    origin: Origin
    payload_bytes: int
    payload_sha256: bytes
    block_bytes: int
    keys_reserved: int
    facts: bytes
    signer: Signer

    def to_bytes(self) -> bytes:
        """Write the core in its one spelling."""
        origin = self.origin
        return canonical.to_bytes(
            {
                "backup": origin.backup_id,
                "block_bytes": self.block_bytes,
                "branch": origin.branch_id,
                "created": origin.created,
                "facts": self.facts.hex(),
                "generation": origin.generation,
                "keys_reserved": self.keys_reserved,
                "payload_bytes": self.payload_bytes,
                "payload_sha256": self.payload_sha256.hex(),
                "sequence": origin.sequence,
                "sheet": origin.sheet,
                "signer": self.signer.to_json(),
                "vault": origin.vault_id,
            }
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """The key section: slots as the vault wrote them, and the SHA-256 over every block's MAC."""

    slots: Json
    macs_sha256: bytes
    signer: Signer

    def to_bytes(self) -> bytes:
        """Write the section in its one spelling."""
        return canonical.to_bytes(
            {
                "macs_sha256": self.macs_sha256.hex(),
                "signer": self.signer.to_json(),
                "slots": self.slots,
            }
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A header that hangs together: both signatures fit the keys beside them.

    `authenticated` are the bytes the core's MAC covers; `size` is where the blocks begin.
    """

    core: Core
    authenticated: bytes
    core_mac: bytes
    keys: Keys
    size: int

    def is_authentic(self, mac_key: bytes) -> bool:
        """Say whether the core was written with this backup's key."""
        return hmac.compare_digest(self.core_mac, _mac(mac_key, self.authenticated))


def damaged(part: str, **details: int) -> KnownError:
    """Name the part of a backup that is not as it was written."""
    problem = KnownError(Code.DAMAGED, source="backup", part=part)
    problem.details.update(details)
    return problem


def sealed_core(core: Core, sign: Sign, mac_key: bytes) -> tuple[bytes, bytes]:
    """Write magic, core, signature and MAC; give back these bytes and the MAC alone."""
    raw = core.to_bytes()
    lead = MAGIC + _length(raw) + raw
    authenticated = lead + sign(_CORE_LABEL + lead)
    mac = _mac(mac_key, authenticated)
    return authenticated + mac, mac


def signed_keys(keys: Keys, core_mac: bytes, sign: Sign, reserved: int) -> bytes:
    """Write the key section, filled up with zeros to the room reserved for it."""
    raw = keys.to_bytes()
    section = _length(raw) + raw
    section += sign(_KEYS_LABEL + core_mac + section)
    if len(section) > reserved:
        raise ValueError("the key section does not fit the room reserved for it")
    return section.ljust(reserved, b"\0")


def room_for(keys: Keys) -> int:
    """Tell how many bytes to reserve: room for as many slots again, whole pages."""
    needed = 2 * (len(keys.to_bytes()) + LENGTH_BYTES + SIGNATURE_BYTES)
    return max(LEAST_RESERVED_BYTES, -(-needed // _PAGE) * _PAGE)


def read_header(file: IO[bytes], verify: Verify) -> Header:
    """Read a header from the file's first byte on.

    Raises `not_ours` for a file of another kind, `newer_version`, and `damaged` with its part;
    every length is checked before anything of that length is read.
    """
    magic = read_fully(file, len(MAGIC))
    _refuse_other_magic(magic)
    core_length = _read_length(file, "header")
    if not 0 < core_length <= MOST_CORE_BYTES:
        raise damaged("header")
    raw = _exactly(file, core_length, "header")
    signature = _exactly(file, SIGNATURE_BYTES, "header")
    core_mac = _exactly(file, MAC_BYTES, "header")
    lead = magic + core_length.to_bytes(LENGTH_BYTES, "big") + raw
    try:
        core = _core(raw)
    except Malformed:
        raise damaged("header") from None
    if not verify(core.signer.signing_key, _CORE_LABEL + lead, signature):
        raise damaged("header")
    size = len(lead) + SIGNATURE_BYTES + MAC_BYTES + core.keys_reserved
    if size > MOST_HEADER_BYTES:
        raise damaged("header")
    keys = _read_keys(_exactly(file, core.keys_reserved, "keys"), core_mac, verify)
    return Header(
        core=core, authenticated=lead + signature, core_mac=core_mac, keys=keys, size=size
    )


def _refuse_other_magic(magic: bytes) -> None:
    if magic == MAGIC:
        return
    number = magic[len(_NAME) :]
    if not magic.startswith(_NAME):
        raise KnownError(Code.NOT_OURS, source="backup", part="file")
    if len(magic) == len(MAGIC) and number.isdigit() and int(number) > FORMAT:
        raise KnownError(
            Code.NEWER_VERSION, source="backup", part="file", found=int(number), known=FORMAT
        )
    raise damaged("header")


def _read_keys(room: bytes, core_mac: bytes, verify: Verify) -> Keys:
    length = int.from_bytes(room[:LENGTH_BYTES], "big")
    end = LENGTH_BYTES + length
    if not 0 < length <= len(room) - LENGTH_BYTES - SIGNATURE_BYTES:
        raise damaged("keys")
    signature, padding = room[end : end + SIGNATURE_BYTES], room[end + SIGNATURE_BYTES :]
    try:
        keys = _keys(room[LENGTH_BYTES:end])
    except Malformed:
        raise damaged("keys") from None
    covered = _KEYS_LABEL + core_mac + room[:end]
    if not verify(keys.signer.signing_key, covered, signature) or padding.strip(b"\0"):
        raise damaged("keys")
    return keys


def _core(raw: bytes) -> Core:
    tree = canonical.from_bytes(raw, most_bytes=MOST_CORE_BYTES)
    record = canonical.record_of(tree, _CORE_FIELDS, "core")

    def number(field: str, *, least: int, most: int = _MOST_INTEGER) -> int:
        return canonical.integer_of(record[field], field, least=least, most=most)

    return Core(
        origin=Origin(
            vault_id=canonical.id_of(record["vault"], "vault"),
            backup_id=canonical.id_of(record["backup"], "backup"),
            branch_id=canonical.id_of(record["branch"], "branch"),
            sequence=number("sequence", least=1),
            created=canonical.text_of(record["created"], "created", most=_MOMENT_CHARACTERS),
            generation=number("generation", least=1, most=_MOST_GENERATION),
            sheet=number("sheet", least=1, most=_MOST_GENERATION),
        ),
        payload_bytes=number("payload_bytes", least=LEAST_PAYLOAD_BYTES),
        payload_sha256=canonical.hex_of(record["payload_sha256"], "hash", length=HASH_BYTES),
        block_bytes=number("block_bytes", least=_PAGE, most=MOST_BLOCK_BYTES),
        keys_reserved=number("keys_reserved", least=_PAGE, most=MOST_HEADER_BYTES),
        facts=_bytes_of(record["facts"]),
        signer=signer_from(record["signer"]),
    )


def _bytes_of(value: Json) -> bytes:
    if not isinstance(value, str) or len(value) > 4 * MOST_FACTS_BYTES:
        raise Malformed("facts")
    return canonical.hex_of(value, "facts", length=len(value) // 2)


def _keys(raw: bytes) -> Keys:
    tree = canonical.from_bytes(raw, most_bytes=MOST_HEADER_BYTES)
    record = canonical.record_of(tree, {"macs_sha256", "signer", "slots"}, "keys")
    return Keys(
        slots=record["slots"],
        macs_sha256=canonical.hex_of(record["macs_sha256"], "hash", length=HASH_BYTES),
        signer=signer_from(record["signer"]),
    )


def _mac(mac_key: bytes, authenticated: bytes) -> bytes:
    return hmac.digest(mac_key, b"core" + authenticated, "sha256")


def _length(raw: bytes) -> bytes:
    return len(raw).to_bytes(LENGTH_BYTES, "big")


def _read_length(file: IO[bytes], part: str) -> int:
    return int.from_bytes(_exactly(file, LENGTH_BYTES, part), "big")


def _exactly(file: IO[bytes], length: int, part: str) -> bytes:
    raw = read_fully(file, length)
    if len(raw) != length:
        raise damaged(part)
    return raw
