"""The long act of a copy while nobody is there: the raw file, sealed by this PC's own maker.

It needs no password and reads nothing of the book: the facts were left by the last session. The
copy is written and read back; it is proved by the next session.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from ledgerdesk.backup import naming, sealing
from ledgerdesk.backup.drive import Drive, disk_faults
from ledgerdesk.core.backup_plan import is_due
from ledgerdesk.core.backups import Origin
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.moments import restored, stored
from ledgerdesk.core.unattended import Left, LeftCopy
from ledgerdesk.runtime.clock import Clock
from ledgerdesk.runtime.drives import largest_file_in
from ledgerdesk.runtime.instance_lock import WINDOW, InstanceLock, holder_of
from ledgerdesk.runtime.paths import VaultPaths, is_inside
from ledgerdesk.services.steps.backups.leaving_facts import (
    page_of,
    read_journal,
    read_left,
    write_journal,
)
from ledgerdesk.services.steps.backups.proved_backup import TEMPORARY
from ledgerdesk.services.steps.opening import kept_keys
from ledgerdesk.vault.backup_keys import backup_keys, new_backup_id
from ledgerdesk.vault.backup_slots import make_slots
from ledgerdesk.vault.kdf import FILE_BOUNDS, KdfBounds
from ledgerdesk.vault.keyring_entries import BackupEntry
from ledgerdesk.vault.keysfile import parse_keys
from ledgerdesk.vault.os_keyring import KeyStore
from ledgerdesk.vault.primitives import verify_signature
from ledgerdesk.vault.state_file import claimed_ids
from ledgerdesk.vault.unattended import Box, box_of, proved_generations

ALIVE = timedelta(seconds=60)
"""So old may the last beat of a window be that still counts as living."""
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is copied where, and with what: clock, key store, disk, KDF bounds."""

    vault: Path
    folder: Path
    per_user: Path
    clock: Clock
    store: KeyStore
    drive: Drive
    bounds: KdfBounds = FILE_BOUNDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of it: a copy, or why none was made (`window`, `not_due`, `unchanged`)."""

    skipped: str = ""
    written: sealing.Written | None = None


def copy_if_due(job: Job) -> Outcome:
    """Copy a vault that nobody has open, where its plan asks for it.

    Raises `backup_overdue`, `in_use`, `keyring_failed`, `backup_unprepared`, `needs_recovery`, and
    what writing a backup raises; then nothing was changed.
    """
    paths = VaultPaths(job.vault)
    if is_inside(job.folder, paths.folder) and job.folder.resolve() != paths.backups.resolve():
        raise KnownError(Code.INSIDE_VAULT, field="folder")
    try:
        lock = InstanceLock.acquire(paths.lock)
    except KnownError as error:
        if error.code is not Code.IN_USE:
            raise
        return _beside_a_window(paths, job.clock.now(), error)
    try:
        return _copy(job, paths)
    finally:
        lock.abandon()  # an unclean exit of a window stays noted until a window has looked at it


def _beside_a_window(paths: VaultPaths, now: datetime, error: KnownError) -> Outcome:
    holder = holder_of(paths.lock)
    is_alive = abs(int(now.timestamp()) - holder.beat) <= ALIVE.total_seconds()
    if holder.role != WINDOW or not is_alive:
        raise error
    if holder.due:
        raise KnownError(Code.BACKUP_OVERDUE, pid=holder.pid)
    return Outcome(skipped="window")


def _copy(job: Job, paths: VaultPaths) -> Outcome:
    ids = claimed_ids(paths.state)
    if ids is None:
        raise KnownError(Code.KEYRING_FAILED, reason="nothing_kept")
    entry = kept_keys.read_backup_key(job.store, job.per_user, *ids)
    box = box_of(entry.backup_key, *ids)
    left = read_left(paths, box)
    if left is None:
        raise KnownError(Code.BACKUP_UNPREPARED, reason="no_facts")
    _refuse_hot_journal(paths)
    journal = read_journal(paths, box)
    if _page(paths) != left.page:
        raise KnownError(Code.BACKUP_UNPREPARED, reason="old_facts")
    why = _why_not(left, journal, job)
    if why:
        return Outcome(skipped=why)
    raw = paths.keys.read_bytes()
    if proved_generations(raw, entry.root_public, bounds=job.bounds) != (entry.generation,):
        raise KnownError(Code.BACKUP_UNPREPARED, reason="keys_change")
    written = _seal(job, paths, entry, ids[1], left, journal, raw)
    _note(paths, box, journal, left, written)
    return Outcome(written=written)


def _why_not(left: Left, journal: Sequence[LeftCopy], job: Job) -> str:
    zone = ZoneInfo(left.zone)
    now = job.clock.now().astimezone(zone)
    here = [one for one in journal if one.page == left.page and Path(one.folder) == job.folder]
    if any((job.folder / one.file_name).exists() for one in here):
        return "unchanged"
    moments = [one for one in (left.last, *(one.written_at for one in journal)) if one]
    last = max(moments, default="")
    local = restored(last).astimezone(zone) if last else None
    if not is_due(left.plan, last=local, now=now, changes=1):
        return "not_due"
    return ""


def _seal(
    job: Job,
    paths: VaultPaths,
    entry: BackupEntry,
    branch_id: str,
    left: Left,
    journal: Sequence[LeftCopy],
    raw: bytes,
) -> sealing.Written:
    with disk_faults("folder"):
        job.folder.mkdir(exist_ok=True)
    size = paths.ledger.stat().st_size
    sealing.refuse_tight(job.drive, job.folder, size, largest_file_in(job.folder))
    sealing.refuse_tight(job.drive, paths.backups, size)
    found = naming.found_in(job.folder, entry.vault_id, verify_signature)
    drawn = [one.origin.sequence for one in found if one.origin.branch_id == branch_id]
    sequence = max(left.sequence, *drawn, *(one.sequence for one in journal), 0) + 1
    with disk_faults("backups"):
        temporary = Path(tempfile.mkdtemp(prefix=TEMPORARY, dir=paths.backups))
    try:
        copy = temporary / "ledger.db"
        digest = _raw_copy(paths.ledger, copy)
        with copy.open("rb") as file:
            if page_of(file.read(_PIECE)) != left.page:
                raise KnownError(Code.BACKUP_UNPREPARED, reason="old_facts")
        origin = Origin(
            vault_id=entry.vault_id,
            backup_id=new_backup_id(),
            branch_id=branch_id,
            sequence=sequence,
            created=stored(job.clock.now()),
            generation=entry.generation,
            sheet=parse_keys(raw, job.bounds).house.sheet,
        )
        own = backup_keys(entry.backup_key, origin.vault_id, origin.backup_id)
        plan = sealing.Sealing(
            origin=origin,
            facts=own.seal_facts(left.facts),
            slots=make_slots(raw, entry.generation, bounds=job.bounds),
            signer=entry.maker.signer(),
            sign=entry.maker.sign(),
            verify=verify_signature,
            mac_key=own.mac,
        )
        return sealing.put_backup(job.folder, copy, digest, plan, drive=job.drive)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _raw_copy(source: Path, target: Path) -> bytes:
    digest = hashlib.sha256()
    with disk_faults("backups"), source.open("rb") as read, target.open("xb") as write:
        target.chmod(0o600)
        while piece := read.read(_PIECE):
            write.write(piece)
            digest.update(piece)
    return digest.digest()


def _note(
    paths: VaultPaths,
    box: Box,
    journal: Sequence[LeftCopy],
    left: Left,
    written: sealing.Written,
) -> None:
    made = LeftCopy(
        backup_id=written.origin.backup_id,
        sequence=written.origin.sequence,
        generation=written.origin.generation,
        folder=str(written.path.parent),
        file_name=written.path.name,
        size=written.size,
        page=left.page,
        head_seq=left.head_seq,
        written_at=written.origin.created,
    )
    with disk_faults("backups"):
        write_journal(paths, box, (*journal, made))


def _page(paths: VaultPaths) -> bytes:
    with disk_faults("ledger.db"), paths.ledger.open("rb") as file:
        return page_of(file.read(_PIECE))


def _refuse_hot_journal(paths: VaultPaths) -> None:
    """Refuse what a crash left in the middle: only the program itself may roll it back."""
    hot = paths.ledger.with_name(paths.ledger.name + "-journal")
    with disk_faults("ledger.db"):
        if hot.exists() and hot.stat().st_size:
            raise KnownError(Code.NEEDS_RECOVERY, part="ledger.db")
