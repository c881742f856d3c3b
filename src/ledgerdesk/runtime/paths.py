"""Where things lie: the parts of a vault folder, and the per-user application folder."""

from dataclasses import dataclass
from pathlib import Path

import platformdirs

VAULT_SUFFIX = ".ledgerdesk"


@dataclass(frozen=True, slots=True)
class VaultPaths:
    """The parts of one vault folder."""

    folder: Path

    @property
    def ledger(self) -> Path:
        """The encrypted book."""
        return self.folder / "ledger.db"

    @property
    def keys(self) -> Path:
        """The key slots."""
        return self.folder / "keys.json"

    @property
    def state(self) -> Path:
        """The high-water mark."""
        return self.folder / "state.json"

    @property
    def throttle(self) -> Path:
        """The count of wrong passwords."""
        return self.folder / "throttle.json"

    @property
    def emergency(self) -> Path:
        """Whom to call in an emergency, in the clear."""
        return self.folder / "emergency.json"

    @property
    def lock(self) -> Path:
        """The file whose lock keeps a second process out."""
        return self.folder / "LOCK"

    @property
    def backups(self) -> Path:
        """The local copies."""
        return self.folder / "backups"


def application_folder() -> Path:
    """Name the per-user folder for what is kept outside a vault; it may not exist yet."""
    return Path(platformdirs.user_data_path("ledgerdesk", appauthor=False))


def vault_folder(per_user: Path, vault_id: str) -> Path:
    """Name the folder of what this PC keeps of one vault outside of it."""
    return per_user / "vaults" / vault_id


def branch_folder(per_user: Path, vault_id: str, branch_id: str) -> Path:
    """Name the folder of one branch of one vault: marks are compared within a branch only."""
    return vault_folder(per_user, vault_id) / branch_id


def is_inside(path: Path, folder: Path) -> bool:
    """Tell whether a path lies in a folder, links resolved."""
    return path.resolve().is_relative_to(folder.resolve())
