"""The key by which a PC signs copies while nobody is there: it makes backups and nothing else."""

from collections.abc import Callable
from dataclasses import dataclass

from ledgerdesk.core.backups import Signer
from ledgerdesk.vault import primitives
from ledgerdesk.vault.house import Scope
from ledgerdesk.vault.primitives import KEY_BYTES
from ledgerdesk.vault.secrecy import Withheld
from ledgerdesk.vault.session import Unlocked, verify_certificate


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Maker(Withheld):
    """An Ed25519 key of one PC: id (16 hex digits), private part (32 bytes), certificate (64)."""

    id: str
    private: bytes
    certificate: bytes

    @property
    def public(self) -> bytes:
        """Give the public part, 32 bytes."""
        return primitives.sign_public(self.private)

    def signer(self) -> Signer:
        """Say who signs, with all a reader needs to follow him up to the root."""
        return Signer(
            scope=Scope.MAKER.value,
            subject=self.id,
            public=self.public,
            certificate=self.certificate,
        )

    def sign(self) -> Callable[[bytes], bytes]:
        """Give the function that signs."""
        return primitives.signer(self.private)

    def is_certified(self, vault_id: str, root_public: bytes) -> bool:
        """Say whether the root vouches for this key."""
        return verify_certificate(
            root_public,
            self.certificate,
            vault_id=vault_id,
            scope=Scope.MAKER,
            subject=self.id,
            public_key=self.public,
        )


def make_maker(owner: Unlocked) -> Maker:
    """Draw a key and let the root certify it; `not_allowed` for all but owners and the sheet."""
    private = primitives.random_bytes(KEY_BYTES)
    public = primitives.sign_public(private)
    key = primitives.key_id(public)
    return Maker(id=key, private=private, certificate=owner.certify(Scope.MAKER, key, public))
