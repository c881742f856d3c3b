"""What a session leaves for copies while nobody is there, sealed under the 'backup' key."""

from dataclasses import dataclass

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.vault import primitives
from ledgerdesk.vault.kdf import FILE_BOUNDS, KdfBounds
from ledgerdesk.vault.keysfile import parse_keys
from ledgerdesk.vault.primitives import NONCE_BYTES, Label, labelled
from ledgerdesk.vault.secrecy import Withheld


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Box(Withheld):
    """Seals and opens the small files of one branch; each under a name of its own."""

    vault_id: str
    branch_id: str
    key: bytes

    def seal(self, name: str, plain: bytes) -> bytes:
        """Seal with AES-256-GCM: nonce, ciphertext, tag."""
        nonce = primitives.random_bytes(NONCE_BYTES)
        return nonce + primitives.encrypt(self.key, nonce, plain, self._bound(name))

    def open(self, name: str, sealed: bytes) -> bytes | None:
        """Open what was sealed under this name; None for anything else."""
        nonce, rest = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        if len(nonce) != NONCE_BYTES:
            return None
        return primitives.decrypt(self.key, nonce, rest, self._bound(name))

    def _bound(self, name: str) -> bytes:
        return labelled(Label.UNATTENDED, self.vault_id, self.branch_id, name)


def box_of(backup_key: bytes, vault_id: str, branch_id: str) -> Box:
    """Derive the box of a branch from the 'backup' key of a generation."""
    key = primitives.derive(backup_key, labelled(Label.UNATTENDED, vault_id, branch_id))
    return Box(vault_id=vault_id, branch_id=branch_id, key=key)


def proved_generations(
    raw: bytes, pinned_root: bytes, *, bounds: KdfBounds = FILE_BOUNDS
) -> tuple[int, ...]:
    """List the generations of a `keys.json` whose house the root signed.

    Raises `keys_damaged`, `not_ours`.
    """
    keys = parse_keys(raw, bounds)
    if not keys.is_signed_by(pinned_root):
        raise KnownError(Code.NOT_OURS, part="keys")
    return keys.house.generations
