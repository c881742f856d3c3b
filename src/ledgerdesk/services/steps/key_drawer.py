"""Where a desk's key file lies, what it says, and how passwords are derived and counted here."""

from dataclasses import dataclass, field
from pathlib import Path

from ledgerdesk.vault import throttle
from ledgerdesk.vault.kdf import KdfBounds, KdfCost, calibrate
from ledgerdesk.vault.key_store import KeyPlaces
from ledgerdesk.vault.keysfile import KeysFile, parse_keys
from ledgerdesk.vault.os_keyring import KeyStore, OsKeyring


@dataclass(slots=True, kw_only=True)
class KeyDrawer:
    """The key file a session goes by, and the store of this PC beside it.

    `raw` are the file's bytes, as the book remembers them.
    """

    places: KeyPlaces
    per_user: Path
    raw: bytes
    bounds: KdfBounds
    cost: KdfCost | None = None
    store: KeyStore = field(default_factory=OsKeyring)

    def file(self) -> KeysFile:
        """Read the bytes."""
        return parse_keys(self.raw, self.bounds)

    def cost_now(self) -> KdfCost:
        """Give the cost a new password gets: measured on this PC where none is given."""
        return self.cost or calibrate()

    def throttle(self) -> throttle.Throttle:
        """Count wrong passwords where the door counts them too."""
        vault_id = self.file().house.vault_id
        return throttle.Throttle(throttle_places(self.places.vault, self.per_user, vault_id))


def throttle_places(vault: Path, per_user: Path, vault_id: str) -> tuple[Path, ...]:
    """Name both counts of wrong passwords.

    The one on this PC is filed under the vault's own id: a copy of the folder elsewhere shares it.
    """
    return (vault / throttle.FILE_NAME, per_user / "throttle" / f"{vault_id}.json")
