"""The long act of a drill: a backup is restored to a temporary place, compared, and removed."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from ledgerdesk.backup.drive import Drive, disk_faults
from ledgerdesk.backup.sealing import refuse_tight
from ledgerdesk.core.backups import Facts, Origin
from ledgerdesk.core.drills import WithKey
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.progress import Progress, quiet
from ledgerdesk.runtime.instance_lock import InstanceLock
from ledgerdesk.services.steps.backups.proved_book import refuse_other_book, write_book
from ledgerdesk.services.steps.backups.proved_file import unsealed
from ledgerdesk.services.steps.opening.credential import Credential
from ledgerdesk.storage import backups
from ledgerdesk.storage.migrate import newest
from ledgerdesk.vault.kdf import FILE_BOUNDS, KdfBounds

TEMPORARY, LOCK = "drill-", "LOCK"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drilled:
    """A backup that was restored whole: what it is, what it holds, by which key, how long it took.

    `size` is the file's in bytes, `milliseconds` those of the whole act.
    """

    file: Path
    size: int
    origin: Origin
    facts: Facts
    with_key: WithKey
    milliseconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Where a drill is held: this PC's folder, the KDF's bounds, a disk, a clock that only runs."""

    per_user: Path
    bounds: KdfBounds = FILE_BOUNDS
    drive: Drive
    ticks: Callable[[], float] = monotonic


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """What somebody sees who looks into a backup before he restores it: its newest receipts."""

    drilled: Drilled
    receipts: tuple[backups.SeenReceipt, ...]


def look_inside(
    file: Path, credential: Credential, ground: Ground, progress: Progress = quiet
) -> Inside:
    """Open a backup to look at it: restored where nobody sees it, read, and removed.

    Raises what a drill raises.
    """
    seen: list[backups.SeenReceipt] = []

    def read(ledger: Path, page_key_hex: str) -> None:
        seen.extend(backups.newest_receipts(ledger, page_key_hex))

    drilled = drill(file, credential, ground, progress, then=read)
    return Inside(drilled=drilled, receipts=tuple(seen))


def drill(
    file: Path,
    credential: Credential,
    ground: Ground,
    progress: Progress = quiet,
    *,
    then: Callable[[Path, str], None] | None = None,
) -> Drilled:
    """Restore a backup where nobody sees it, compare all it says, and leave nothing behind.

    `then` may read the restored book before it goes. Raises what opening a backup raises,
    `newer_version`, `disk_full`.
    """
    began = ground.ticks()
    with unsealed(file, credential, ground.per_user, ground.bounds) as backup:
        if backup.facts.schema > newest():
            raise KnownError(
                Code.NEWER_VERSION, part="schema", found=backup.facts.schema, known=newest()
            )
        with disk_faults("vault"):
            ground.per_user.mkdir(parents=True, exist_ok=True)
            _clear_away(ground.per_user)
            refuse_tight(ground.drive, ground.per_user, backup.file.core.payload_bytes)
        with _shelter(ground.per_user) as temporary:
            ledger = temporary / "ledger.db"
            write_book(
                backup.file,
                backup.keys.mac,
                ledger,
                part="vault",
                drive=ground.drive,
                progress=progress,
            )
            key = backup.slot.keys.page_key_hex
            refuse_other_book(ledger, key, backup.origin, backup.facts)
            if then is not None:
                then(ledger, key)
        return Drilled(
            file=file,
            size=file.stat().st_size,
            origin=backup.origin,
            facts=backup.facts,
            with_key=WithKey.RECOVERY if credential.recovery is not None else WithKey.PASSWORD,
            milliseconds=int(1000 * (ground.ticks() - began)),
        )


@contextmanager
def _shelter(per_user: Path) -> Iterator[Path]:
    """Give a locked temporary folder, and remove it whatever happens inside."""
    with disk_faults("vault"):
        temporary = Path(tempfile.mkdtemp(prefix=TEMPORARY, dir=per_user))
    try:
        lock = InstanceLock.acquire(temporary / LOCK)
        try:
            yield temporary
        finally:
            lock.release()
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _clear_away(per_user: Path) -> None:
    """Remove what drills that were killed left; one that is being held keeps its lock."""
    for lock in per_user.glob(f"{TEMPORARY}*/{LOCK}"):
        try:
            InstanceLock.acquire(lock).release()
        except KnownError:
            continue  # another program holds a drill there
        shutil.rmtree(lock.parent, ignore_errors=True)
