"""The firm's signing key for receipts: made and certified for an owner, kept in the database."""

from collections.abc import Callable
from dataclasses import dataclass

from ledgerdesk.vault import primitives
from ledgerdesk.vault.house import Scope
from ledgerdesk.vault.primitives import KEY_BYTES
from ledgerdesk.vault.secrecy import Withheld
from ledgerdesk.vault.session import Unlocked


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class FirmKey(Withheld):
    """An Ed25519 key: id (16 hex digits), private and public part (32 bytes), certificate (64)."""

    id: str
    private: bytes
    public: bytes
    certificate: bytes


def make_firm_key(owner: Unlocked) -> FirmKey:
    """Draw a firm key and let the root certify it under its own id.

    Raises `not_allowed` for all but owners and the printed key.
    """
    private = primitives.random_bytes(KEY_BYTES)
    public = primitives.sign_public(private)
    key = primitives.key_id(public)
    certificate = owner.certify(Scope.FIRM, key, public)
    return FirmKey(id=key, private=private, public=public, certificate=certificate)


def firm_signer(private: bytes) -> Callable[[bytes], bytes]:
    """Give a function that signs with a firm key's private part out of the database."""

    def signed(data: bytes) -> bytes:
        return primitives.sign(private, data)

    return signed


def firm_signed(public: bytes, data: bytes, signature: bytes) -> bool:
    """Tell whether a firm's key signed some bytes."""
    return primitives.verify_signature(public, data, signature)
