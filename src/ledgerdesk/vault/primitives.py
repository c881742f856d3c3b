"""The cryptographic primitives of the vault under the names the design uses, and nothing else.

Every input that two uses could share is kept apart by a label from `Label`; a label once
released is never given another meaning (see docs/decisions/010-root-key-and-house.md).
"""

import hashlib
import secrets
from collections.abc import Callable
from enum import StrEnum

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
SIGNATURE_BYTES = 64
SEALED_KEY_BYTES = 32 + KEY_BYTES + TAG_BYTES
"""Length in bytes of a 32-byte key sealed with HPKE: encapsulated key, ciphertext, tag."""

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class Label(StrEnum):
    """Name every use of a key, so that no output of one use can stand in for another."""

    PAGE_KEY = "ledgerdesk/1/page key"
    STATE_KEY = "ledgerdesk/1/state key"
    BACKUP_KEY = "ledgerdesk/1/backup key"
    RECOVERY_SEAL = "ledgerdesk/1/recovery/x25519"
    RECOVERY_SIGN = "ledgerdesk/1/recovery/ed25519"
    RECOVERY_BUNDLE = "ledgerdesk/1/recovery/bundle"
    RECOVERY_SHEET = "ledgerdesk/1/recovery/sheet"
    SHEET_GROUPS = "ledgerdesk/1/sheet groups"
    PASSWORD_BUNDLE = "ledgerdesk/1/password bundle"  # noqa: S105 - a label, not a password
    SEALED_DBK = "ledgerdesk/1/sealed database key"
    SEALED_ROOT = "ledgerdesk/1/sealed root key"
    HOUSE = "ledgerdesk/1/house"
    BUNDLE = "ledgerdesk/1/bundle"
    CERTIFICATE = "ledgerdesk/1/certificate"
    SUCCESSOR = "ledgerdesk/1/successor"
    ROOT_LINK = "ledgerdesk/1/root link"
    EARLIER_KEY = "ledgerdesk/1/earlier database key"
    BACKUP_MAC = "ledgerdesk/1/backup/mac"
    BACKUP_GCM = "ledgerdesk/1/backup/gcm"
    PROOF = "ledgerdesk/1/proof"
    UNATTENDED = "ledgerdesk/1/unattended"


def labelled(label: Label, *parts: bytes | str | int) -> bytes:
    """Join a label and its parts into one byte string that no other list of parts can give."""
    pieces = [label.value.encode()]
    for part in parts:
        raw = part if isinstance(part, bytes) else str(part).encode()
        pieces.append(len(raw).to_bytes(4, "big") + raw)
    return b"".join(pieces)


def random_bytes(length: int) -> bytes:
    """Draw `length` bytes from the operating system."""
    return secrets.token_bytes(length)


def derive(secret: bytes, info: bytes, length: int = KEY_BYTES) -> bytes:
    """Derive `length` bytes from a uniformly random secret with HKDF-SHA-256 (RFC 5869)."""
    return HKDF(SHA256(), length, None, info).derive(secret)


def encrypt(key: bytes, nonce: bytes, plain: bytes, associated: bytes) -> bytes:
    """Encrypt with AES-256-GCM; the answer is ciphertext and 16-byte tag."""
    return AESGCM(key).encrypt(nonce, plain, associated)


def decrypt(key: bytes, nonce: bytes, sealed: bytes, associated: bytes) -> bytes | None:
    """Decrypt what `encrypt` made, or give None when the tag does not fit."""
    try:
        return AESGCM(key).decrypt(nonce, sealed, associated)
    except InvalidTag:
        return None


def seal(public: bytes, plain: bytes, info: bytes) -> bytes:
    """Seal to an X25519 public key with HPKE base mode (RFC 9180); the sender stays anonymous."""
    return _SUITE.encrypt(plain, X25519PublicKey.from_public_bytes(public), info)


def unseal(private: bytes, sealed: bytes, info: bytes) -> bytes | None:
    """Open what `seal` made, or give None when it was sealed to another key or for another use."""
    try:
        return _SUITE.decrypt(sealed, X25519PrivateKey.from_private_bytes(private), info)
    except InvalidTag:
        return None


def seal_public(private: bytes) -> bytes:
    """Give the X25519 public key (32 bytes) of a private one."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def sign_public(private: bytes) -> bytes:
    """Give the Ed25519 public key (32 bytes) of a private one."""
    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def sign(private: bytes, data: bytes) -> bytes:
    """Sign with Ed25519 (RFC 8032); 64 bytes."""
    return Ed25519PrivateKey.from_private_bytes(private).sign(data)


def signer(private: bytes) -> Callable[[bytes], bytes]:
    """Give a function that signs with a key parsed once: parsing costs as much as signing."""
    return Ed25519PrivateKey.from_private_bytes(private).sign


def verify_signature(public: bytes, data: bytes, signature: bytes) -> bool:
    """Say whether an Ed25519 signature fits; False also for keys and signatures of wrong form."""
    if len(public) != KEY_BYTES or len(signature) != SIGNATURE_BYTES:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
    except InvalidSignature:
        return False
    return True


def key_id(public: bytes) -> str:
    """Name a signing key: the first 16 hex digits of the SHA-256 of its public part."""
    return hashlib.sha256(public).hexdigest()[:16]
