"""Hand out receipts, trades and customers as tables, each hand-out logged."""

from dataclasses import dataclass
from pathlib import Path

from ledgerdesk.core.changes import Changes, Done
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.tables import Format
from ledgerdesk.documents.tables_out import write_table
from ledgerdesk.runtime.files import write_private
from ledgerdesk.runtime.paths import is_inside
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.services.steps.export_rows import HEADERS, What, rows_of
from ledgerdesk.storage.failures import translated

ACTION = "exports.run"
FAILED = "exports.failed"
# A sheet of a workbook holds 2^20 rows, its header among them.
_MOST_XLSX_ROWS = (1 << 20) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A table that was written: what, how, where, and how many rows below its header."""

    what: What
    shape: Format
    file: Path
    rows: int


class Exports:
    """What leaves the book as a table."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def run(self, what: What, shape: Format, file: Path) -> Done[Exported]:
        """Write a table where nothing is, readable by this user alone; numbers of people masked.

        The log has its entry (what, format, rows; nobody's data) before the file appears: a table
        that left the book without an entry cannot be. Raises `exists`, `inside_vault`,
        `file_not_found` for a folder that is not there, `disk_full`, `read_only`.
        """
        desk = self._desk
        desk.allow(ACTION)
        self._refuse_place(file)
        with desk.database.read() as tx:
            rows = rows_of(what, desk, tx)
        if shape is Format.XLSX and len(rows) > _MOST_XLSX_ROWS:
            raise KnownError(Code.BAD_VALUE, field="format", reason="too_many_rows")
        data = desk.press.call(lambda: write_table(shape, HEADERS[what], rows))
        said = f"{what.value} {shape.value} {len(rows)}"
        self._log(f"{ACTION} {said}")
        try:
            with translated("export"):
                write_private(file, data)
        except KnownError:
            self._log(f"{FAILED} {said}")
            raise
        exported = Exported(what=what, shape=shape, file=file, rows=len(rows))
        return Done(value=exported, changes=Changes.NOTHING)

    def _refuse_place(self, file: Path) -> None:
        if is_inside(file, self._desk.paths.folder):
            raise KnownError(Code.INSIDE_VAULT, field="out")
        if file.exists() or file.is_symlink():
            raise KnownError(Code.EXISTS, part="export", field="out")
        if not file.absolute().parent.is_dir():
            raise KnownError(Code.FILE_NOT_FOUND, part="folder", field="out")

    def _log(self, action: str) -> None:
        with self._desk.act(ACTION) as act:
            act.close_entry(action)
