"""A person's bundle: his private keys and the root's public one under his password.

The record is signed by the person's own key, so that he can change his password while no owner
is there; the wrap binds vault, person, serial and cost, never the generation.
"""

import hashlib
from dataclasses import dataclass, replace

from ledgerdesk.core import canonical
from ledgerdesk.core.canonical import Json, Malformed
from ledgerdesk.vault import kdf, primitives
from ledgerdesk.vault.house import MOST_NUMBER, MOST_REVISION, PublicKeys
from ledgerdesk.vault.kdf import SALT_BYTES, KdfBounds, KdfCost
from ledgerdesk.vault.primitives import (
    KEY_BYTES,
    NONCE_BYTES,
    SEALED_KEY_BYTES,
    SIGNATURE_BYTES,
    TAG_BYTES,
    Label,
    labelled,
)
from ledgerdesk.vault.secrecy import Withheld

_WRAPPED_BYTES = 3 * KEY_BYTES + TAG_BYTES


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class PrivateKeys(Withheld):
    """Two private keys and the root's public key, 32 bytes each; it shows nothing of itself."""

    seal: bytes
    sign: bytes
    root_public: bytes

    def public(self) -> PublicKeys:
        """Give the public halves."""
        return PublicKeys(
            seal=primitives.seal_public(self.seal), sign=primitives.sign_public(self.sign)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Successor:
    """A new pair of one person, endorsed by his old one, with the database key sealed to it."""

    keys: PublicKeys
    endorsement: bytes
    generation: int
    sealed_dbk: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """One person's record; `provisional` means an owner made it and knows its password."""

    user_id: str
    serial: int
    cost: KdfCost
    salt: bytes
    nonce: bytes
    wrapped: bytes
    provisional: bool
    successor: Successor | None
    signature: bytes

    def record_json(self) -> Json:
        """Give the part the signature covers, as written."""
        successor = self.successor
        return {
            "kdf": {
                "lanes": self.cost.lanes,
                "memory_kib": self.cost.memory_kib,
                "passes": self.cost.passes,
                "salt": self.salt.hex(),
            },
            "provisional": self.provisional,
            "serial": self.serial,
            "successor": None
            if successor is None
            else {
                "endorsement": successor.endorsement.hex(),
                "generation": successor.generation,
                "seal_public": successor.keys.seal.hex(),
                "sealed_dbk": successor.sealed_dbk.hex(),
                "sign_public": successor.keys.sign.hex(),
            },
            "user": self.user_id,
            "wrap": {"nonce": self.nonce.hex(), "sealed": self.wrapped.hex()},
        }

    def to_json(self) -> Json:
        """Give the whole record as written."""
        return {"record": self.record_json(), "signature": self.signature.hex()}

    def digest(self) -> str:
        """Give the SHA-256 of the record, 64 hex digits: what the database remembers of it."""
        return hashlib.sha256(canonical.to_bytes(self.record_json())).hexdigest()

    def keys_in(self, vault_id: str, certified: PublicKeys) -> PublicKeys | None:
        """Give the keys this record was truly signed with: the certified ones or their successor.

        None means that the record was not made by this person.
        """
        keys = certified
        if self.successor is not None and not self.is_taken_in(certified):
            keys = self.successor.keys
            covered = successor_bytes(vault_id, self.user_id, keys)
            if not primitives.verify_signature(certified.sign, covered, self.successor.endorsement):
                return None
        covered = _signed_bytes(vault_id, self)
        return keys if primitives.verify_signature(keys.sign, covered, self.signature) else None

    def is_taken_in(self, certified: PublicKeys) -> bool:
        """Say whether the house already certifies the pair that followed."""
        return self.successor is not None and self.successor.keys == certified

    def open(self, vault_id: str, password: bytes, bounds: KdfBounds) -> PrivateKeys | None:
        """Open the wrap, or give None when this is not the password."""
        key = kdf.derive_password_key(password, self.salt, self.cost, bounds)
        bound = _associated(vault_id, self.user_id, self.serial, self.cost, self.salt)
        plain = primitives.decrypt(key, self.nonce, self.wrapped, bound)
        if plain is None:
            return None
        return PrivateKeys(
            seal=plain[:KEY_BYTES],
            sign=plain[KEY_BYTES : 2 * KEY_BYTES],
            root_public=plain[2 * KEY_BYTES :],
        )


def successor_bytes(vault_id: str, user_id: str, keys: PublicKeys) -> bytes:
    """Give the bytes an old key signs to name the pair that follows it."""
    return labelled(Label.SUCCESSOR, vault_id, user_id, keys.seal, keys.sign)


def wrap_keys(  # noqa: PLR0913 - the record binds each of these; a carrier would only hide them
    keys: PrivateKeys,
    password: bytes,
    *,
    vault_id: str,
    user_id: str,
    serial: int,
    cost: KdfCost,
    bounds: KdfBounds,
    provisional: bool = False,
    successor: Successor | None = None,
) -> Bundle:
    """Wrap a person's keys under a password with a new salt and sign the record with them."""
    salt = primitives.random_bytes(SALT_BYTES)
    nonce = primitives.random_bytes(NONCE_BYTES)
    key = kdf.derive_password_key(password, salt, cost, bounds)
    plain = keys.seal + keys.sign + keys.root_public
    unsigned = Bundle(
        user_id=user_id,
        serial=serial,
        cost=cost,
        salt=salt,
        nonce=nonce,
        wrapped=primitives.encrypt(
            key, nonce, plain, _associated(vault_id, user_id, serial, cost, salt)
        ),
        provisional=provisional,
        successor=successor,
        signature=b"",
    )
    signature = primitives.sign(keys.sign, _signed_bytes(vault_id, unsigned))
    return replace(unsigned, signature=signature)


def parse_bundle(value: Json, bounds: KdfBounds) -> Bundle:
    """Read a bundle, or raise `Malformed`; a cost outside `bounds` is refused here."""
    outer = canonical.record_of(value, {"record", "signature"}, "bundle")
    record = canonical.record_of(
        outer["record"],
        {"kdf", "provisional", "serial", "successor", "user", "wrap"},
        "bundle",
    )
    wrap = canonical.record_of(record["wrap"], {"nonce", "sealed"}, "bundle")
    cost, salt = _kdf(record["kdf"], bounds)
    return Bundle(
        user_id=canonical.id_of(record["user"], "bundle"),
        serial=canonical.integer_of(record["serial"], "bundle", least=1, most=MOST_REVISION),
        cost=cost,
        salt=salt,
        nonce=canonical.hex_of(wrap["nonce"], "bundle", length=NONCE_BYTES),
        wrapped=canonical.hex_of(wrap["sealed"], "bundle", length=_WRAPPED_BYTES),
        provisional=canonical.truth_of(record["provisional"], "bundle"),
        successor=None if record["successor"] is None else _successor(record["successor"]),
        signature=canonical.hex_of(outer["signature"], "bundle", length=SIGNATURE_BYTES),
    )


def _kdf(value: Json, bounds: KdfBounds) -> tuple[KdfCost, bytes]:
    record = canonical.record_of(value, {"lanes", "memory_kib", "passes", "salt"}, "kdf")
    most = 2**32
    cost = KdfCost(
        memory_kib=canonical.integer_of(record["memory_kib"], "kdf", least=1, most=most),
        passes=canonical.integer_of(record["passes"], "kdf", least=1, most=most),
        lanes=canonical.integer_of(record["lanes"], "kdf", least=1, most=most),
    )
    if not bounds.allow(cost):
        raise Malformed("kdf")
    return cost, canonical.hex_of(record["salt"], "kdf", length=SALT_BYTES)


def _successor(value: Json) -> Successor:
    record = canonical.record_of(
        value,
        {"endorsement", "generation", "seal_public", "sealed_dbk", "sign_public"},
        "successor",
    )
    return Successor(
        keys=PublicKeys(
            seal=canonical.hex_of(record["seal_public"], "successor", length=KEY_BYTES),
            sign=canonical.hex_of(record["sign_public"], "successor", length=KEY_BYTES),
        ),
        endorsement=canonical.hex_of(record["endorsement"], "successor", length=SIGNATURE_BYTES),
        generation=canonical.integer_of(
            record["generation"], "successor", least=1, most=MOST_NUMBER
        ),
        sealed_dbk=canonical.hex_of(record["sealed_dbk"], "successor", length=SEALED_KEY_BYTES),
    )


def _associated(vault_id: str, user_id: str, serial: int, cost: KdfCost, salt: bytes) -> bytes:
    return labelled(
        Label.PASSWORD_BUNDLE,
        vault_id,
        user_id,
        serial,
        cost.memory_kib,
        cost.passes,
        cost.lanes,
        salt,
    )


def _signed_bytes(vault_id: str, bundle: Bundle) -> bytes:
    return labelled(Label.BUNDLE, vault_id, canonical.to_bytes(bundle.record_json()))
