"""`keys.json` as a whole: the signed house, a bundle per person and the recovery key's own.

A plain SHA-256 over the rest tells an accident from a wrong password before any password is
tried; it defends against nobody: that is the root's signature, checked once a bundle is open.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from ledgerdesk.core import canonical
from ledgerdesk.core.canonical import Json, Malformed
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.vault import primitives
from ledgerdesk.vault.bundles import Bundle, parse_bundle
from ledgerdesk.vault.house import MOST_PEOPLE, House, parse_house, trusted_root
from ledgerdesk.vault.kdf import FILE_BOUNDS, KdfBounds
from ledgerdesk.vault.primitives import (
    KEY_BYTES,
    NONCE_BYTES,
    SIGNATURE_BYTES,
    TAG_BYTES,
    Label,
    labelled,
)
from ledgerdesk.vault.recovery import RecoveryKey

FORMAT = 1
MOST_FILE_BYTES = 1024 * 1024
_NEWEST_IMAGINABLE = 2**31


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryBundle:
    """The root's public key under the recovery key, so that a typed key checks the root."""

    nonce: bytes
    wrapped: bytes

    def open(self, vault_id: str, sheet: int, recovery: RecoveryKey) -> bytes | None:
        """Give the root's public key, or None when this is not the recovery key of this sheet."""
        key = recovery.bundle_key(vault_id, sheet)
        bound = labelled(Label.RECOVERY_BUNDLE, vault_id, sheet)
        return primitives.decrypt(key, self.nonce, self.wrapped, bound)


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleMark:
    """What the database remembers of a person's bundle: serial and SHA-256 (hex)."""

    serial: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeysFile:
    """The parts of `keys.json`, well formed but not yet trusted."""

    house: House
    house_signature: bytes
    bundles: tuple[Bundle, ...]
    recovery_bundle: RecoveryBundle

    def bundle(self, user_id: str) -> Bundle:
        """Give the bundle of a person of the house."""
        return next(one for one in self.bundles if one.user_id == user_id)

    def bundle_marks(self) -> Mapping[str, BundleMark]:
        """Give serial and digest of every bundle by the person's id."""
        return {
            one.user_id: BundleMark(serial=one.serial, digest=one.digest()) for one in self.bundles
        }

    def is_signed_by(self, pinned_root: bytes) -> bool:
        """Say whether this root, or one it endorsed, signed the house."""
        root = trusted_root(pinned_root, self.house)
        return primitives.verify_signature(root, self.house.signed_bytes(), self.house_signature)

    def to_bytes(self) -> bytes:
        """Write the file; reading and writing give the same bytes."""
        body: dict[str, Json] = {
            "bundles": [one.to_json() for one in self.bundles],
            "format": FORMAT,
            "house": self.house.to_json(),
            "house_signature": self.house_signature.hex(),
            "recovery_bundle": {
                "nonce": self.recovery_bundle.nonce.hex(),
                "sealed": self.recovery_bundle.wrapped.hex(),
            },
        }
        return canonical.to_bytes({"digest": _digest(body), **body})


def parse_keys(raw: bytes, bounds: KdfBounds = FILE_BOUNDS) -> KeysFile:
    """Read `keys.json`, at most 1 MiB.

    Raises `keys_damaged` with `part`, or `newer_version` with `found`. Nothing is trusted by
    this: see `ledgerdesk.vault.unlocking`.
    """
    try:
        return _parse(raw, bounds)
    except Malformed as problem:
        raise KnownError(Code.KEYS_DAMAGED, part=str(problem)) from None


def wrap_root(
    root_public: bytes, vault_id: str, sheet: int, recovery: RecoveryKey
) -> RecoveryBundle:
    """Wrap the root's public key under a new recovery key."""
    nonce = primitives.random_bytes(NONCE_BYTES)
    bound = labelled(Label.RECOVERY_BUNDLE, vault_id, sheet)
    wrapped = primitives.encrypt(recovery.bundle_key(vault_id, sheet), nonce, root_public, bound)
    return RecoveryBundle(nonce=nonce, wrapped=wrapped)


def _parse(raw: bytes, bounds: KdfBounds) -> KeysFile:
    tree = canonical.from_bytes(raw, most_bytes=MOST_FILE_BYTES)
    if not isinstance(tree, dict) or "format" not in tree:
        raise Malformed("file")
    body = {name: part for name, part in tree.items() if name != "digest"}
    if tree.get("digest") != _digest(body):
        raise Malformed("digest")
    found = canonical.integer_of(tree["format"], "format", least=1, most=_NEWEST_IMAGINABLE)
    if found > FORMAT:
        raise KnownError(Code.NEWER_VERSION, part="keys", found=found)
    canonical.record_of(
        body, {"bundles", "format", "house", "house_signature", "recovery_bundle"}, "file"
    )
    wrap = canonical.record_of(body["recovery_bundle"], {"nonce", "sealed"}, "recovery bundle")
    keys = KeysFile(
        house=parse_house(body["house"]),
        house_signature=canonical.hex_of(
            body["house_signature"], "house signature", length=SIGNATURE_BYTES
        ),
        bundles=tuple(
            parse_bundle(one, bounds)
            for one in canonical.list_of(body["bundles"], "bundle", most=MOST_PEOPLE)
        ),
        recovery_bundle=RecoveryBundle(
            nonce=canonical.hex_of(wrap["nonce"], "recovery bundle", length=NONCE_BYTES),
            wrapped=canonical.hex_of(
                wrap["sealed"], "recovery bundle", length=KEY_BYTES + TAG_BYTES
            ),
        ),
    )
    if [one.user_id for one in keys.bundles] != [one.holder.id for one in keys.house.people]:
        raise Malformed("bundle")
    return keys


def _digest(body: Mapping[str, Json]) -> str:
    return hashlib.sha256(canonical.to_bytes(dict(body))).hexdigest()
