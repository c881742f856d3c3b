"""Another programmer's reader, written from docs/backup-format.md alone, reads a real backup.

It uses the standard library and `cryptography`, and nothing of the program.
"""

import hashlib
import hmac
import json
import struct
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from tests.support.backup_office import BackedUp, make_backed_up
from tests.support.still_office import desk_of

LABEL = b"ledgerdesk/1/"
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@pytest.fixture(scope="module")
def backed_up(tmp_path_factory: pytest.TempPathFactory) -> BackedUp:
    return make_backed_up(tmp_path_factory.mktemp("made") / "office")


def labelled(name: str, *parts: bytes | str | int) -> bytes:
    joined = LABEL + name.encode()
    for part in parts:
        raw = part if isinstance(part, bytes) else str(part).encode()
        joined += struct.pack(">I", len(raw)) + raw
    return joined


def derived(secret: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), 32, None, info).derive(secret)


def printed_secret(line: str) -> bytes:
    """Undo the sheet: four lines of 13 characters and a check each, 5 bits a character."""
    text = line.replace("-", "")
    letters = "".join(text[at : at + 13] for at in range(0, len(text), 14))
    number = 0
    for letter in letters:
        number = number << 5 | CROCKFORD.index(letter)
    return (number >> 4).to_bytes(32, "big")


class Reader:
    """Take a file apart in the order it is written, checking each part by the one before."""

    def __init__(self, raw: bytes) -> None:
        assert raw[:8] == b"LDBK0001"
        (length,) = struct.unpack(">I", raw[8:12])
        self.lead = raw[: 12 + length]
        self.core: dict[str, Any] = json.loads(raw[12 : 12 + length])
        at = 12 + length
        self.signature, self.core_mac = raw[at : at + 64], raw[at + 64 : at + 96]
        room = raw[at + 96 : at + 96 + self.core["keys_reserved"]]
        (size,) = struct.unpack(">I", room[:4])
        self.section, self.keys_signature = room[: 4 + size], room[4 + size : 68 + size]
        self.keys: dict[str, Any] = json.loads(room[4 : 4 + size])
        assert not room[68 + size :].strip(b"\0")
        self.blocks = raw[at + 96 + len(room) :]

    def root_of(self, secret: bytes) -> bytes:
        """Open the recovery bundle: the root's public key."""
        vault, sheet = self.core["vault"], self.core["sheet"]
        bound = labelled("recovery/bundle", vault, sheet)
        wrap = self.keys["slots"]["recovery"]["bundle"]
        plain: bytes = AESGCM(derived(secret, bound)).decrypt(
            bytes.fromhex(wrap["nonce"]), bytes.fromhex(wrap["sealed"]), bound
        )
        return plain

    def check_signers(self, root: bytes) -> None:
        for signer, signature, covered in (
            (self.core["signer"], self.signature, LABEL + b"backup core\0" + self.lead),
            (
                self.keys["signer"],
                self.keys_signature,
                LABEL + b"backup keys\0" + self.core_mac + self.section,
            ),
        ):
            public = bytes.fromhex(signer["public"])
            certificate = labelled(
                "certificate", self.core["vault"], signer["scope"], signer["subject"], public
            )
            assert signer["follower"] is None
            Ed25519PublicKey.from_public_bytes(root).verify(
                bytes.fromhex(signer["certificate"]), certificate
            )
            Ed25519PublicKey.from_public_bytes(public).verify(signature, covered)

    def backup_key(self, secret: bytes) -> bytes:
        """Unseal the database key and derive the one that seals backups."""
        vault, generation = self.core["vault"], self.core["generation"]
        private = X25519PrivateKey.from_private_bytes(derived(secret, labelled("recovery/x25519")))
        suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
        info = labelled("sealed database key", vault, "recovery", generation)
        sealed = bytes.fromhex(self.keys["slots"]["recovery"]["sealed_dbk"])
        self.database_key = suite.decrypt(sealed, private, info)
        return derived(self.database_key, labelled("backup key", vault, generation))

    def payload(self, mac_key: bytes) -> bytes:
        previous, index, at, out, macs = self.core_mac, 0, 0, b"", hashlib.sha256()
        while True:
            last, length = struct.unpack(">BI", self.blocks[at : at + 5])
            data = self.blocks[at + 5 : at + 5 + length]
            mac = self.blocks[at + 5 + length : at + 37 + length]
            message = b"block" + previous + struct.pack(">QBI", index, last, length) + data
            assert mac == hmac.digest(mac_key, message, "sha256")
            out, previous, index, at = out + data, mac, index + 1, at + 37 + length
            macs.update(mac)
            if last:
                break
        assert at == len(self.blocks)
        assert macs.hexdigest() == self.keys["macs_sha256"]
        assert hashlib.sha256(out).hexdigest() == self.core["payload_sha256"]
        return out


def test_a_reader_written_from_the_page_alone_opens_a_backup_with_the_sheet(
    backed_up: BackedUp,
) -> None:
    path = backed_up.back_up()
    secret = printed_secret(backed_up.recovery)

    reader = Reader(path.read_bytes())
    reader.check_signers(reader.root_of(secret))
    key = reader.backup_key(secret)
    own = (reader.core["vault"], reader.core["backup"])
    mac_key = derived(key, labelled("backup/mac", *own))
    assert reader.core_mac == hmac.digest(
        mac_key, b"core" + reader.lead + reader.signature, "sha256"
    )
    gcm_key = derived(key, labelled("backup/gcm", *own))
    sealed = bytes.fromhex(reader.core["facts"])
    facts = json.loads(
        AESGCM(gcm_key).decrypt(sealed[:12], sealed[12:], labelled("backup/gcm", *own))
    )

    book = reader.payload(mac_key)
    page_key = derived(
        reader.database_key, labelled("page key", reader.core["vault"], reader.core["generation"])
    )
    assert facts["counts"]["receipt"] == 3
    with backed_up.office.opened() as ledger:
        assert page_key.hex() == desk_of(ledger).unlocked.page_key_hex
        assert len(book) % 4096 == 0
