"""Hand out receipts, trades and customers as tables, each hand-out logged."""

from dataclasses import dataclass
from pathlib import Path

from ledgerdesk.core.changes import Changes, Done, FieldChange
from ledgerdesk.core.customers import CustomerFilter
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.progress import Progress, quiet
from ledgerdesk.core.tables import Format
from ledgerdesk.core.texts import clean
from ledgerdesk.core.trade_lists import TradeQuery
from ledgerdesk.documents.tables_out import write_table
from ledgerdesk.runtime.files import write_private
from ledgerdesk.services.steps.customers.person_copy import PersonCopy, copy_of
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.services.steps.export_rows import HEADERS, Cells, HandOut, What, rows_of
from ledgerdesk.services.steps.free_place import refuse_taken_place
from ledgerdesk.storage.failures import translated

ACTION = "exports.run"
PLAIN = "exports.plain"
PERSON = "exports.person"
FAILED = "exports.failed"
PERSON_FAILED = "exports.person_failed"
MAX_WHY_CHARACTERS = 200
# A sheet of a workbook holds 2^20 rows, its header among them.
_MOST_XLSX_ROWS = (1 << 20) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A table that was written: what, how, where, and how many rows below its header."""

    what: What
    shape: Format
    file: Path
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """A table as the book has it, not written yet; it needs no book any more."""

    wanted: HandOut
    shape: Format
    file: Path
    reason: str | None
    rows: tuple[Cells, ...]

    def render(self, progress: Progress = quiet) -> bytes:
        """Give the bytes of the table: long work, of which `progress` is told."""
        return write_table(self.shape, HEADERS[self.wanted.what], self.rows, progress)

    @property
    def said(self) -> str:
        """Say what it is as the log does: nobody's data."""
        return f"{self.wanted.what.value} {self.shape.value} {len(self.rows)}"


class Exports:
    """What leaves the book as a table."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def run(
        self,
        what: What,
        shape: Format,
        file: Path,
        *,
        asked: CustomerFilter | None = None,
        trades: TradeQuery | None = None,
        plain: bool = False,
        why: str = "",
    ) -> Done[Exported]:
        """Gather a table and hand it out at once; raises what the two raise."""
        gathered = self.gather(what, shape, file, asked=asked, trades=trades, plain=plain, why=why)
        return self.hand_out(gathered, self._desk.press.call(gathered.render))

    def gather(
        self,
        what: What,
        shape: Format,
        file: Path,
        *,
        asked: CustomerFilter | None = None,
        trades: TradeQuery | None = None,
        plain: bool = False,
        why: str = "",
    ) -> Gathered:
        """Read a table for a file that is not there yet; numbers of people are masked.

        Of customers only those are read whom `asked` leaves, of trades those that fit `trades`.
        `plain` reads numbers in clear: it has a right of its own and needs a reason. Raises
        `exists`, `inside_vault`, `file_not_found` for a folder that is not there, and `bad_value`
        (fields `why`, `format`).
        """
        desk = self._desk
        desk.allow(PLAIN if plain else ACTION)
        reason = _reason(why) if plain else None
        refuse_taken_place(file, self._desk.paths.folder, field="out")
        wanted = HandOut(what=what, asked=asked, trades=trades, plain=plain)
        with desk.database.read() as tx:
            rows = rows_of(wanted, desk, tx)
        if shape is Format.XLSX and len(rows) > _MOST_XLSX_ROWS:
            raise KnownError(Code.BAD_VALUE, field="format", reason="too_many_rows")
        return Gathered(wanted=wanted, shape=shape, file=file, reason=reason, rows=tuple(rows))

    def hand_out(self, gathered: Gathered, data: bytes) -> Done[Exported]:
        """Write the bytes of a gathered table where nothing is, readable by this user alone.

        The log has its entry (what, format, rows; nobody's data) before the file appears: a table
        that left the book without an entry cannot be. Raises `exists`, `inside_vault`,
        `file_not_found`, `disk_full`, `read_only`.
        """
        wanted, said = gathered.wanted, gathered.said
        action = PLAIN if wanted.plain else ACTION
        self._desk.allow(action)
        refuse_taken_place(gathered.file, self._desk.paths.folder, field="out")
        if wanted.plain:
            self._log(f"{PLAIN} {said}", action, said, gathered.reason)
        else:
            self._log(f"{ACTION} {said}", action)
        try:
            self._write(gathered.file, data)
        except KnownError:
            self._log(f"{FAILED} {said}", action)
            raise
        exported = Exported(
            what=wanted.what, shape=gathered.shape, file=gathered.file, rows=len(gathered.rows)
        )
        return Done(value=exported, changes=Changes.NOTHING)

    def person(
        self, pub: str, folder: Path, *, plain: bool = False, why: str = ""
    ) -> Done[PersonCopy]:
        """Write what the book holds of a person, as PDF and JSON, for himself (PIPL 第45条).

        `plain` is as in `run`. The log names the customer before the files appear. Raises
        `unknown_customer`, `exists`, `inside_vault`, `file_not_found`, `disk_full`, `read_only`.
        """
        desk = self._desk
        desk.allow(PERSON)
        if plain:
            desk.allow(PLAIN)
        reason = _reason(why) if plain else clean(why, field="why", max_length=MAX_WHY_CHARACTERS)
        with desk.database.read() as tx:
            copy = copy_of(desk, tx, pub, folder, plain=plain)
        for file in (copy.pdf, copy.json):
            refuse_taken_place(file, self._desk.paths.folder, field="out")
        pages, data = desk.press.call(copy.render)
        note = FieldChange(
            kind="customer", pub=pub, field="copy", old=None, new=None, why=reason or None
        )
        with desk.act(PERSON) as act:
            with act.changing("customer", pub):
                act.note_change(note)  # nothing changes: the entry names the customer
            act.close_entry(PERSON)
        try:
            self._write(copy.pdf, pages)
            self._write_beside(copy.json, data, copy.pdf)
        except KnownError:
            self._log(PERSON_FAILED, PERSON)
            raise
        return Done(value=copy, changes=Changes.NOTHING)

    def _write_beside(self, file: Path, data: bytes, first: Path) -> None:
        try:
            self._write(file, data)
        except KnownError:
            first.unlink()  # half a copy is none
            raise

    def _write(self, file: Path, data: bytes) -> None:
        with translated("export"):
            write_private(file, data)

    def _log(self, entry: str, action: str, said: str = "", why: str | None = None) -> None:
        with self._desk.act(action) as act:
            if why is not None:
                act.note_change(
                    FieldChange(
                        kind="staff",
                        pub=self._desk.person.pub,
                        field="exported",
                        old=None,
                        new=said,
                        why=why,
                    )
                )
            act.close_entry(entry)


def _reason(why: str) -> str:
    reason = clean(why, field="why", max_length=MAX_WHY_CHARACTERS)
    if not reason:
        raise KnownError(Code.BAD_VALUE, field="why", reason="required")
    return reason
