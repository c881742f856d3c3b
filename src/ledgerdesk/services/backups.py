"""Make proved backups of an unlocked book, and list those that lie in a folder."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ledgerdesk.backup import naming
from ledgerdesk.backup.drive import Drive
from ledgerdesk.backup.naming import Found
from ledgerdesk.backup.sealing import Written
from ledgerdesk.core.backup_plan import HOME, places_from
from ledgerdesk.core.changes import Changes, Done
from ledgerdesk.core.progress import Progress, quiet
from ledgerdesk.services.steps.backups import proved_backup, proving_left
from ledgerdesk.services.steps.backups.proved_backup import Ready
from ledgerdesk.services.steps.backups.proving_left import ProvedCopy, Waiting
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.storage import backups, book
from ledgerdesk.vault.kdf import FILE_BOUNDS, KdfBounds
from ledgerdesk.vault.primitives import verify_signature

__all__ = [
    "Backups",
    "Found",
    "Made",
    "Proved",
    "ProvedCopy",
    "Ready",
    "Waiting",
    "Written",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A backup that was written, read back and logged: path, size in bytes, its sequence."""

    path: Path
    size: int
    sequence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """A backup the book knows of: when it was read back (office time), name, size in bytes.

    `place` is the name of a place of the plan, empty for a folder of no name; what lies beside
    the book itself is at home.
    """

    at: datetime
    file_name: str
    size: int
    sequence: int
    place: str
    is_home: bool


class Backups:
    """What an office does to have its book twice."""

    def __init__(
        self, desk: Desk, *, drive: Drive | None = None, bounds: KdfBounds = FILE_BOUNDS
    ) -> None:
        self._desk = desk
        self._drive = drive or Drive()
        self._bounds = bounds

    def make(self, folder: Path, progress: Progress = quiet) -> Done[Made]:
        """Write one backup into a folder, prove it, and only then say so.

        Raises `file_not_found`, `inside_vault`, `read_only`, `disk_full`, `io_failed` (a drive
        that was pulled), `damaged`, `cancelled` out of `progress`; older backups are untouched.
        """
        ready = self.prepare(folder)
        return self.record(ready, proved_backup.prove_and_write(ready, progress))

    def prepare(self, folder: Path) -> Ready:
        """Take the snapshot: the first of three parts, and the only one that holds the desk.

        The second, `proved_backup.prove_and_write`, may run on another thread; the third is
        `record`.
        """
        self._desk.allow("backups.make")
        return proved_backup.prepare(self._desk, folder, drive=self._drive, bounds=self._bounds)

    def prepare_at_home(self) -> Ready:
        """Take the snapshot of a copy that lies beside the book itself."""
        self._desk.allow("backups.make")
        return proved_backup.prepare_at_home(self._desk, drive=self._drive, bounds=self._bounds)

    def make_at_home(self, progress: Progress = quiet) -> Done[Made]:
        """Write, prove and log a copy beside the book itself; raises what `make` raises."""
        ready = self.prepare_at_home()
        return self.record(ready, proved_backup.prove_and_write(ready, progress))

    def record(self, ready: Ready, written: Written) -> Done[Made]:
        """Log a backup that was read back, and settle the mark."""
        with self._desk.act("backups.make") as act:
            proved_backup.log(act, ready, written)
            act.close_entry("backups.make")
        self._desk.marks.settle()
        made = Made(path=written.path, size=written.size, sequence=written.origin.sequence)
        return Done(value=made, changes=Changes.BACKUPS)

    def waiting(self) -> tuple[Waiting, ...]:
        """List the copies made while nobody was there that can be proved now, oldest first."""
        self._desk.allow("backups.make")
        return proving_left.waiting(self._desk)

    def record_proved(self, proved: ProvedCopy) -> Done[Made]:
        """Log such a copy, restored and compared by `proving_left.prove` on any thread."""
        desk, copy = self._desk, proved.waiting.copy
        with desk.act("backups.make") as act:
            proving_left.log(act, proved)
            act.close_entry("backups.prove")
        desk.marks.settle()
        proving_left.forget(desk, frozenset({copy.sequence}))
        made = Made(path=proved.waiting.path, size=copy.size, sequence=copy.sequence)
        return Done(value=made, changes=Changes.BACKUPS)

    def strike(self, waiting: Waiting) -> Done[None]:
        """Wait no longer for the proof of a copy that was found damaged."""
        self._desk.allow("backups.make")
        proving_left.forget(self._desk, frozenset({waiting.copy.sequence}))
        return Done(value=None, changes=Changes.BACKUPS)

    def history(self) -> list[Proved]:
        """List the backups this book has proved, newest first, wherever their files are now."""
        self._desk.allow("backups.list")
        with self._desk.database.read() as tx:
            rows = backups.proved(tx)
            names = {one.pub: one.name for one in places_from(book.settings(tx))}
        return [
            Proved(
                at=self._desk.local_time(row.proved_at),
                file_name=row.file_name,
                size=row.size,
                sequence=row.sequence,
                place=names.get(row.place or "", ""),
                is_home=row.place == HOME,
            )
            for row in rows
        ]

    def last_away(self) -> Proved | None:
        """Give the last proved backup off this PC: what lies beside the book is lost with it."""
        return next((one for one in self.history() if not one.is_home), None)

    def found_in(self, folder: Path) -> list[Found]:
        """List what looks like this vault's backups in a folder, newest first, unproved."""
        self._desk.allow("backups.list")
        return naming.found_in(folder, self._desk.unlocked.vault_id, verify_signature)
