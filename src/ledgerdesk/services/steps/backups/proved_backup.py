"""The long act of a backup: snapshot, proof of the snapshot, sealed file, read back.

Only `prepare` needs the desk and its lane, for the raw copy. `prove_and_write` works on the copy
alone and may run anywhere while the desk goes on saving.
"""

import os
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from ledgerdesk.backup import naming, sealing
from ledgerdesk.backup.drive import Drive, disk_faults
from ledgerdesk.backup.mark import read_mark
from ledgerdesk.backup.rescue import put_rescue
from ledgerdesk.core.audit import Head
from ledgerdesk.core.backup_plan import FOLDER, HOME, PlaceKind, places_from, plan_from
from ledgerdesk.core.backups import Origin
from ledgerdesk.core.changes import FieldChange
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.moments import stored
from ledgerdesk.core.progress import Progress, quiet
from ledgerdesk.core.rotation import Keep
from ledgerdesk.runtime.drives import largest_file_in
from ledgerdesk.runtime.paths import is_inside
from ledgerdesk.services.steps.backups import rotating
from ledgerdesk.services.steps.backups.leaving_facts import journal_of
from ledgerdesk.services.steps.desk import Act, Desk
from ledgerdesk.services.steps.opening.later_backups import refuse_later
from ledgerdesk.services.steps.opening.opening import keys_of_all_times
from ledgerdesk.storage import audit, backups, book
from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.snapshot import Snapshot, findings_in, snapshot_to
from ledgerdesk.vault.backup_keys import backup_keys, new_backup_id, signer_of
from ledgerdesk.vault.backup_slots import Lock, make_slots, open_with_private
from ledgerdesk.vault.kdf import FILE_BOUNDS, KdfBounds
from ledgerdesk.vault.primitives import verify_signature
from ledgerdesk.vault.session import GenerationKeys, Unlocked, databases_of

TEMPORARY = ".backup-"
THOROUGH_BYTES = 200_000_000
"""Above this the complete structure check runs in the monthly drill, not at each backup."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A snapshot with all that the rest of the act needs; `discard` takes the snapshot away.

    Only a named `place` is kept in order by the plan; what lies in any other folder stays there.
    """

    folder: Path
    temporary: Path
    snapshot: Snapshot
    unlocked: Unlocked
    branch_pub: str
    sequence: int
    head: Head
    last_numbers: dict[str, int]
    moment: datetime
    bounds: KdfBounds
    drive: Drive
    place: str | None
    keep: Keep
    zone: ZoneInfo

    def discard(self) -> None:
        """Remove the snapshot, which only this backup needed."""
        shutil.rmtree(self.temporary, ignore_errors=True)


def prepare(desk: Desk, folder: Path, *, drive: Drive, bounds: KdfBounds = FILE_BOUNDS) -> Ready:
    """Look before anything is written, then copy the book's ciphertext; the desk waits for this.

    Raises `file_not_found`, `inside_vault`, `read_only`, `disk_full`; `rolled_back` where the
    folder holds a backup that is ahead of this book.
    """
    if is_inside(folder, desk.paths.folder):
        raise KnownError(Code.INSIDE_VAULT, field="folder")
    if folder.name == FOLDER and folder.parent.is_dir() and not folder.exists():
        with disk_faults("folder"):
            folder.mkdir(exist_ok=True)
    return _prepared(desk, folder, drive=drive, bounds=bounds)


def prepare_at_home(desk: Desk, *, drive: Drive, bounds: KdfBounds = FILE_BOUNDS) -> Ready:
    """Do the same for a copy in the vault's own folder."""
    with disk_faults("backups"):
        desk.paths.backups.mkdir(exist_ok=True)
    return _prepared(desk, desk.paths.backups, drive=drive, bounds=bounds)


def make_at_home(desk: Desk, drive: Drive | None = None) -> tuple[Ready, sealing.Written]:
    """Write and prove a backup in the vault's own folder, to be logged by `log`."""
    ready = prepare_at_home(desk, drive=drive or Drive(), bounds=desk.drawer.bounds)
    return ready, prove_and_write(ready)


def log(act: Act, ready: Ready, written: sealing.Written) -> None:
    """Enter a backup that was read back into the book, inside an act."""
    origin = act.origin()
    row = backups.NewBackup(
        branch_id=act.desk.author.branch_id,
        sequence=written.origin.sequence,
        file_name=written.path.name,
        place=ready.place,
        size=written.size,
        payload_hash=written.payload_sha256,
        head_seq=ready.head.seq,
        written_at=stored(ready.moment),
        proved_at=act.at,
    )
    backups.insert(act.tx, row, origin.pub, origin.salt)
    act.inserted("backup", origin.pub)
    for name in written.gone:
        act.note_change(
            FieldChange(kind="backup", pub=origin.pub, field="rotated", old=name, new=None)
        )


def _prepared(desk: Desk, folder: Path, *, drive: Drive, bounds: KdfBounds) -> Ready:
    _refuse_folder(folder)
    size = desk.paths.ledger.stat().st_size
    sealing.refuse_tight(drive, folder, size, largest_file_in(folder))
    desk.paths.backups.mkdir(exist_ok=True)
    sealing.refuse_tight(drive, desk.paths.backups, size)
    found = naming.found_in(folder, desk.unlocked.vault_id, verify_signature)
    with desk.database.read() as tx:
        head = audit.head(tx)
        numbers = backups.last_numbers(tx)
        drawn = backups.last_sequence(tx, desk.author.branch_id)
        keys = keys_of_all_times(tx, desk.unlocked)
        place = place_of(tx, desk, folder)
        keep = plan_from(book.settings(tx)).keep
        refuse_later(tx, found, branch_pub=desk.author.branch_pub, keys=keys)
    _clear_away(desk, folder)
    on_disk = [
        one.origin.sequence for one in found if one.origin.branch_id == desk.author.branch_pub
    ]
    with disk_faults("backups"):
        temporary = Path(tempfile.mkdtemp(prefix=TEMPORARY, dir=desk.paths.backups))
    try:
        snapshot = snapshot_to(desk.database, temporary / "ledger.db")
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    return Ready(
        folder=folder,
        temporary=temporary,
        snapshot=snapshot,
        unlocked=desk.unlocked,
        branch_pub=desk.author.branch_pub,
        sequence=max(drawn, *on_disk, *_drawn_unattended(desk), 0) + 1,
        head=head,
        last_numbers=numbers,
        moment=desk.clock.now(),
        bounds=bounds,
        drive=drive,
        place=place,
        keep=keep,
        zone=desk.office.zone,
    )


def _drawn_unattended(desk: Desk) -> list[int]:
    """List the numbers of copies made while nobody was there, which no table knows yet."""
    with desk.database.read() as tx:
        return [one.sequence for one in journal_of(desk, tx)]


def place_of(tx: Transaction, desk: Desk, folder: Path) -> str | None:
    """Find the place a folder is by its path or by the mark of a stick; None where it is none."""
    if is_inside(folder, desk.paths.folder):
        return HOME
    places = places_from(book.settings(tx))
    mark = read_mark(folder)
    if mark is not None and mark.vault_id == desk.unlocked.vault_id:
        for one in places:
            if one.pub == mark.place:
                return one.pub
    for one in places:
        if one.kind is not PlaceKind.STICK and Path(one.folder) == folder:
            return one.pub
    return None


def prove_and_write(ready: Ready, progress: Progress = quiet) -> sealing.Written:
    """Check the snapshot, compare what it says, seal it, read it back; no desk is needed.

    Raises `damaged` where the snapshot is not the book, and what writing raises. The snapshot
    is gone afterwards, whatever happened.
    """
    try:
        keys, copied = _proved(ready)
        origin = Origin(
            vault_id=ready.unlocked.vault_id,
            backup_id=new_backup_id(),
            branch_id=ready.branch_pub,
            sequence=ready.sequence,
            created=stored(ready.moment),
            generation=keys.generation,
            sheet=ready.unlocked.sheet,
        )
        own = backup_keys(keys.backup_key, origin.vault_id, origin.backup_id)
        plan = sealing.Sealing(
            origin=origin,
            facts=own.seal_facts(copied.facts.to_bytes()),
            slots=make_slots(copied.keys_file, keys.generation, bounds=ready.bounds),
            signer=signer_of(ready.unlocked, copied.keys_file, bounds=ready.bounds),
            sign=ready.unlocked.sign,
            verify=verify_signature,
            mac_key=own.mac,
        )
        _refuse_slots_that_do_not_open(ready, plan, keys)
        written = sealing.put_backup(
            ready.folder,
            ready.snapshot.path,
            ready.snapshot.sha256(),
            plan,
            drive=ready.drive,
            progress=progress,
        )
        _put_rescue(ready)
        return replace(written, gone=_rotated(ready, written))
    finally:
        ready.discard()


def _put_rescue(ready: Ready) -> None:
    """Lay the reader and its page beside the backups of a stick; the backup stands without them."""
    is_named = ready.place is not None and ready.place != HOME
    if is_named or ready.folder.name == FOLDER:
        with suppress(KnownError):  # the next backup puts there what this one could not
            put_rescue(ready.folder, ready.drive)


def _rotated(ready: Ready, written: sealing.Written) -> tuple[str, ...]:
    if ready.place is None:
        return ()
    found = naming.found_in(ready.folder, ready.unlocked.vault_id, verify_signature)
    today = ready.moment.astimezone(ready.zone).date()
    leaving = rotating.leaving(found, ready.keep, ready.zone, today, proved=written.path)
    return rotating.remove(leaving)


def _refuse_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise KnownError(Code.FILE_NOT_FOUND, field="folder")
    if not os.access(folder, os.W_OK):
        raise KnownError(Code.READ_ONLY, part="folder", field="folder")


def _clear_away(desk: Desk, folder: Path) -> None:
    """Remove what an interrupted backup left; the vault's lock keeps others from making one."""
    for left in desk.paths.backups.glob(f"{TEMPORARY}*"):
        shutil.rmtree(left, ignore_errors=True)
    with disk_faults("folder"):
        for part in naming.left_half_written(folder, desk.unlocked.vault_id):
            part.unlink(missing_ok=True)


def _proved(ready: Ready) -> tuple[GenerationKeys, backups.CopiedBook]:
    """Find the key the copy opens with, check the copy, compare it with the book it is of."""
    path = ready.snapshot.path
    keys, copied = _read(path, ready.unlocked)
    thorough = ready.snapshot.size <= THOROUGH_BYTES
    if findings_in(path, keys.page_key_hex, thorough=thorough):
        raise KnownError(Code.DAMAGED, part="ledger.db", found="structure")
    facts = copied.facts
    seen = (copied.vault_id, copied.branch_pub, facts.head_seq, facts.head)
    expected = (ready.unlocked.vault_id, ready.branch_pub, ready.head.seq, ready.head.hash)
    if seen != expected or facts.last_numbers != ready.last_numbers:
        raise KnownError(Code.DAMAGED, part="snapshot", found="facts")
    return keys, copied


def _read(path: Path, unlocked: Unlocked) -> tuple[GenerationKeys, backups.CopiedBook]:
    *earlier, last = databases_of(unlocked)
    for keys in earlier:
        try:
            return keys, backups.read_copy(path, keys.page_key_hex)
        except KnownError as error:
            if error.code is not Code.DAMAGED:
                raise  # in a rotation the book opens with one of two keys: the next one is tried
    return last, backups.read_copy(path, last.page_key_hex)


def _refuse_slots_that_do_not_open(
    ready: Ready, plan: sealing.Sealing, keys: GenerationKeys
) -> None:
    """Open the session's own slot, where it has one, before a file is made of them."""
    lock = Lock(
        vault_id=plan.origin.vault_id,
        generation=plan.origin.generation,
        sheet=plan.origin.sheet,
        signers=(plan.signer,),
    )
    opened = open_with_private(plan.slots, ready.unlocked, lock, bounds=ready.bounds)
    if opened is not None and opened.keys.backup_key != keys.backup_key:
        raise RuntimeError("a slot that opens another key than the one that seals")
