"""File receipts as the office keeps them: folders of PDFs by month, with an index."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ledgerdesk.core.changes import Changes, Done
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.moments import stored
from ledgerdesk.core.money import Money
from ledgerdesk.core.progress import Progress, quiet
from ledgerdesk.core.receipts import Paper, Status, file_name
from ledgerdesk.core.tables import Format, WrittenCell
from ledgerdesk.documents.tables_out import write_table
from ledgerdesk.runtime.files import write_private
from ledgerdesk.services.steps.desk import Act, Desk
from ledgerdesk.services.steps.free_place import refuse_taken_place
from ledgerdesk.services.steps.receipts.drawing import Sheet, checked
from ledgerdesk.services.steps.receipts.pages import page_of, print_mark
from ledgerdesk.services.steps.receipts.register import FIRST_DAY, LAST_DAY
from ledgerdesk.storage import prints, receipts
from ledgerdesk.storage.failures import translated

ACTION = "exports.receipts"
INDEX = "index.csv"
INDEX_HEADER = ("number", "date", "kind", "status", "payer", "amount", "file")
_STEP = 10  # receipts between two reports


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCopy:
    """One receipt to be filed: its place in the folder, what the press draws, which print it is."""

    place: str
    sheet: Sheet
    ordinal: int
    row: tuple[WrittenCell, ...]
    receipt_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GatheredFiles:
    """Receipts as the book has them, not written yet; they need no book any more."""

    folder: Path
    copies: tuple[FileCopy, ...]

    @property
    def beside(self) -> Path:
        """Give the folder they are written into before they are handed out."""
        return self.folder.with_name(f".{self.folder.name}.part")

    def write(
        self, progress: Progress = quiet, *, drawn: Callable[[Sheet], bytes] = checked
    ) -> None:
        """Draw every receipt, read it back and write it; long work, of which `progress` is told.

        Raises `print_differs`, `disk_full`, `read_only`; nothing is left then.
        """
        self.discard()  # of a run that was cut off
        try:
            with translated("export"):
                self._write(progress, drawn)
        except BaseException:
            self.discard()
            raise

    def discard(self) -> None:
        """Take away what was written and not handed out."""
        shutil.rmtree(self.beside, ignore_errors=True)

    def _write(self, progress: Progress, drawn: Callable[[Sheet], bytes]) -> None:
        self.beside.mkdir(mode=0o700)
        for count, copy in enumerate(self.copies):
            if count % _STEP == 0:
                progress(count, len(self.copies))
            file = self.beside / copy.place
            file.parent.mkdir(mode=0o700, exist_ok=True)
            write_private(file, drawn(copy.sheet))
        rows = [copy.row for copy in self.copies]
        write_private(self.beside / INDEX, write_table(Format.CSV, INDEX_HEADER, rows))


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A folder of receipts that was handed out."""

    folder: Path
    receipts: int


class Filing:
    """What leaves the book as folders of receipts."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def run(
        self, folder: Path, *, first: date | None = None, last: date | None = None
    ) -> Done[Filed]:
        """Gather, write and hand out at once; raises what the three raise."""
        gathered = self.gather(folder, first=first, last=last)
        self._desk.press.call(gathered.write)
        return self.hand_out(gathered)

    def gather(
        self, folder: Path, *, first: date | None = None, last: date | None = None
    ) -> GatheredFiles:
        """Read the receipts issued from one day to another for a folder that is not there yet.

        A receipt that was printed before says on its copy which print it is. Raises `exists`,
        `inside_vault`, `file_not_found`, and `bad_value` (field `out`) where no receipt is.
        """
        desk = self._desk
        desk.allow(ACTION)
        refuse_taken_place(folder, desk.paths.folder, field="out")
        at = stored(desk.clock.now())
        with desk.database.read() as tx:
            copies: list[FileCopy] = []
            for receipt in receipts.between(tx, first or FIRST_DAY, last or LAST_DAY):
                ordinal = prints.next_ordinal(tx, receipt.id)
                mark = print_mark(desk, receipt, ordinal, at)
                sheet = Sheet(page=page_of(desk, tx, receipt, mark), paper=Paper(receipt.paper))
                name = file_name(receipt.number, receipt.payer)
                place = f"{receipt.issued_on:%Y-%m}/{name}.pdf"
                status = Status.VOIDED if receipt.is_void else Status.ISSUED
                row: tuple[WrittenCell, ...] = (
                    receipt.number,
                    receipt.issued_on,
                    receipt.kind,
                    status.value,
                    receipt.payer,
                    Money(fen=receipt.amount_fen),
                    place,
                )
                copies.append(
                    FileCopy(
                        place=place, sheet=sheet, ordinal=ordinal, row=row, receipt_id=receipt.id
                    )
                )
        if not copies:
            raise KnownError(Code.BAD_VALUE, field="out", reason="no_receipts")
        return GatheredFiles(folder=folder, copies=tuple(copies))

    def hand_out(self, gathered: GatheredFiles) -> Done[Filed]:
        """Count every copy as a print, with one entry, and let the folder appear.

        The log has its entry first: copies that left the book without one cannot be.
        Raises `bad_value` (field `out`) where a receipt was printed since: its copy says which.
        """
        try:
            refuse_taken_place(gathered.folder, self._desk.paths.folder, field="out")
            with self._desk.act(ACTION) as act:
                for copy in gathered.copies:
                    _note(act, copy)
                act.close_entry(ACTION)
            self._let_appear(gathered)
        except BaseException:
            gathered.discard()
            raise
        filed = Filed(folder=gathered.folder, receipts=len(gathered.copies))
        return Done(value=filed, changes=Changes.PRINTS)

    def _let_appear(self, gathered: GatheredFiles) -> None:
        try:
            with translated("export"):
                gathered.beside.rename(gathered.folder)
        except KnownError:
            with self._desk.act(ACTION) as act:
                act.close_entry(f"exports.failed receipts pdf {len(gathered.copies)}")
            raise


def _note(act: Act, copy: FileCopy) -> None:
    origin = act.origin()
    ordinal = prints.ask(
        act.tx,
        copy.receipt_id,
        origin,
        way="pdf",
        device=None,
        paper=copy.sheet.paper.value,
        instead_of=None,
    )
    if ordinal != copy.ordinal:
        raise KnownError(Code.BAD_VALUE, field="out", reason="printed_since")
    prints.end(act.tx, origin.pub, state="confirmed", at=act.at, reason=None)
    act.inserted("print", origin.pub)
