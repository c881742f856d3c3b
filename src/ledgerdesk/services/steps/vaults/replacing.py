"""A restored book takes the place of the old one, which is kept under a name that says when.

Two renames do it. Between them nothing stands at the old place, but both books do under names of
one moment; `finish` then ends what was begun, so that the next opening finds its book.
"""

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.runtime.instance_lock import InstanceLock
from ledgerdesk.runtime.paths import VaultPaths
from ledgerdesk.storage.failures import translated
from ledgerdesk.vault.state_file import claimed_ids
from ledgerdesk.vault.whole_file import sync_folder

BEFORE, RESTORED = ".before-restore-", ".restored-"
_MOMENT = "%Y%m%dT%H%M%S"


def beside(vault: Path, now: datetime) -> Path:
    """Name the folder a book is restored into before it takes the place of a vault."""
    return vault.with_name(f"{vault.name}{RESTORED}{now:{_MOMENT}}")


def kept_as(vault: Path, restored: Path) -> Path:
    """Name what the old book is called once the restored one has its place."""
    moment = restored.name.rpartition(RESTORED)[2]
    return vault.with_name(f"{vault.name}{BEFORE}{moment}")


def refuse_other_vault(vault: Path, vault_id: str) -> None:
    """Refuse to replace what is no vault, another office's, or open: with a code of its own."""
    paths = VaultPaths(vault)
    if not vault.is_dir() or vault.is_symlink() or not paths.ledger.exists():
        raise KnownError(Code.NOT_A_VAULT, part="vault", field="vault")
    known = claimed_ids(paths.state)
    if known is not None and known[0] != vault_id:
        raise KnownError(Code.NOT_OURS, source="backup", part="vault", field="vault")
    InstanceLock.acquire(paths.lock).abandon()  # rather now than after a long restore


def replace(vault: Path, restored: Path) -> Path:
    """Put a restored book in the place of a vault; give back where the old one lies now.

    Raises `in_use` while anybody has the old one open, `exists`, `read_only`, `io_failed`; then
    the old one stands where it stood.
    """
    kept = kept_as(vault, restored)
    if kept.exists():
        raise KnownError(Code.EXISTS, part="vault", field="vault")
    InstanceLock.acquire(VaultPaths(vault).lock).abandon()
    with translated("vault"):
        vault.rename(kept)
        try:
            restored.rename(vault)
            sync_folder(vault.parent)
        except BaseException:
            with suppress(OSError):  # then `finish` puts it right at the next opening
                if not restored.exists():
                    vault.rename(restored)
                kept.rename(vault)
            raise
    return kept


def finish(vault: Path) -> None:
    """End a replacement that was cut off between its renames; else do nothing."""
    if vault.exists() or not vault.parent.is_dir():
        return
    for restored in sorted(vault.parent.glob(f"{_plain(vault.name)}{RESTORED}*"), reverse=True):
        if kept_as(vault, restored).is_dir() and VaultPaths(restored).ledger.exists():
            with translated("vault"):
                restored.rename(vault)
                sync_folder(vault.parent)
            return


def _plain(name: str) -> str:
    """Let the characters of a pattern stand for themselves."""
    return "".join(f"[{one}]" if one in "*?[" else one for one in name)
