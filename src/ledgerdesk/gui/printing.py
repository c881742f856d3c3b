"""Bring a receipt to paper: asked, sent, judged; without a printer it becomes a PDF file."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QStandardPaths, QUrl, QUrlQuery, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Changes, Done
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.receipts import Fit, Page, Paper, PrintState, file_name
from ledgerdesk.core.stock import SheetUse
from ledgerdesk.gui.device import Device, put_on_paper
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.tasks import Press
from ledgerdesk.i18n.marks import N_
from ledgerdesk.services.receipts import PrintJob
from ledgerdesk.services.steps.receipts import drawing
from ledgerdesk.services.steps.receipts.drawing import Sheet

CLIPBOARD, MAIL = "clipboard", "mail"
CANCELLED, GONE, REFUSED = "cancelled", "printer_gone", "printer_refused"
NOT_DRAWN, LOCKED, INTO_PDF = "not_drawn", "locked", "into_pdf"
_SENTENCES = {
    CANCELLED: N_("Receipt {number} is issued, but not printed."),
    GONE: N_("The printer is not there. Receipt {number} is issued, but not printed."),
    REFUSED: N_("The printer did not take it. Receipt {number} is issued, but not printed."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A print a printer took: its job, and the SHA-256 of the PDF its pages were drawn from."""

    job: PrintJob
    digest: str


class Printing(QObject):
    """Carry receipts to paper; it asks over the window it is given, and ends with it.

    `printed` says the number and the file that was written; `sent` the number a printer took;
    `not_printed` the number, why not, and whether a PDF would help. `sheet_wanted` asks for the
    sheet of numbered paper the receipt of that number goes onto: `put_on` or `leave_out` answers.
    """

    copied = Signal(str)
    printed = Signal(str, str)
    sent = Signal(str)
    not_printed = Signal(str, str, bool)
    failed = Signal(str)
    remembered = Signal()
    sheet_wanted = Signal(object, str)

    def __init__(self, stage: Stage, window: QWidget) -> None:
        super().__init__(window)
        self._stage = stage
        self._window = window
        self.device = Device()
        self.last: Sent | None = None
        self.under_way: set[str] = set()
        self._waiting: list[tuple[PrintJob, str]] = []
        self._on_sheet: tuple[PrintJob, str] | None = None

    @property
    def folder(self) -> Path:
        """Name the folder PDFs go to where no printer is chosen."""
        chosen = self._stage.preferences.pdf_folder
        if chosen:
            return Path(chosen)
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        return Path(QStandardPaths.writableLocation(documents)) / "LedgerDesk"

    def print_receipt(self, number: str, *, instead_of: str | None = None) -> None:
        """Print a receipt the way this PC remembers for its paper; the first time it is asked.

        `instead_of` is the id of the failed print whose place the new one takes.
        """

        def go(paper: Paper) -> None:
            preferences = self._stage.preferences
            printer = preferences.printer_for(paper)
            if printer:
                self._ask(number, printer, instead_of)
            elif preferences.is_into_pdf(paper):
                self.into_folder(number)
            else:
                self._first_time(number, instead_of)

        self._stage.tasks.query(
            self, lambda ledger: ledger.receipts.paper_of(number), go, self._complain
        )

    def into_folder(self, number: str) -> None:
        """Write a receipt into the PDF folder: by month, named by number and payer."""

        def found(page: Page) -> None:
            self.save_pdf(number, self.place_of(page))

        self._stage.tasks.query(
            self, lambda ledger: ledger.receipts.page(number), found, self._complain
        )

    def place_of(self, page: Page) -> Path:
        """Tell where a receipt's PDF belongs."""
        month = f"{page.content.issued_on:%Y-%m}"
        return self.folder / month / f"{file_name(page.number, page.content.payer)}.pdf"

    def save_pdf(self, number: str, target: Path) -> None:
        """Write a receipt into a PDF file; a taken name gets the print's own number behind it."""

        def work(ledger: Ledger) -> Done[Path]:
            target.parent.mkdir(parents=True, exist_ok=True)
            free = _free(target)
            ledger.receipts.write_pdf(number, free)
            return Done(value=free, changes=Changes.PRINTS)

        def done(path: Path) -> None:
            self.printed.emit(number, str(path))

        self._stage.tasks.mutate(self, work, done, self._complain)

    def copy_pdf(self, number: str) -> None:
        """Write a receipt into the PDF folder and put the file on the clipboard."""
        self._deliver(number, CLIPBOARD, lambda _path: None)

    def mail_pdf(self, number: str) -> None:
        """Write a receipt, put the file on the clipboard and open the mail program beside it.

        No system lets every mail program take a file; pasting works in all of them.
        """
        subject = self._stage.speech.text("Receipt {number}", number=number)

        def open_mail(_path: Path) -> None:
            url = QUrl("mailto:")
            query = QUrlQuery()
            query.addQueryItem("subject", subject)
            url.setQuery(query)
            if not QDesktopServices.openUrl(url):
                self.failed.emit(
                    self._stage.speech.text(
                        "No mail program is set on this PC. The PDF is on the clipboard; paste it"
                        " where you write your mail."
                    )
                )

        self._deliver(number, MAIL, open_mail)

    def _deliver(self, number: str, device: str, then: Callable[[Path], None]) -> None:
        """Count a copy as a print of its own, which says where it went."""

        def work(ledger: Ledger) -> Done[Path]:
            target = self.place_of(ledger.receipts.page(number))
            target.parent.mkdir(parents=True, exist_ok=True)
            free = _free(target)
            ledger.receipts.write_pdf(number, free, device=device)
            return Done(value=free, changes=Changes.PRINTS)

        def done(path: Path) -> None:
            data = QMimeData()
            data.setUrls([QUrl.fromLocalFile(str(path))])
            QApplication.clipboard().setMimeData(data)
            self.copied.emit(number)
            then(path)

        self._stage.tasks.mutate(self, work, done, self._complain)

    def _first_time(self, number: str, instead_of: str | None) -> None:
        """Let a printer be chosen where there is one; where there is none, write the PDF."""

        def found(names: tuple[str, ...]) -> None:
            if names:
                self._ask(number, "", instead_of)
            else:
                self.into_folder(number)

        names = self.device.names
        self._stage.tasks.at_device(self, lambda _press: names(), found, self._complain)

    def _ask(self, number: str, printer: str, instead_of: str | None) -> None:
        def work(ledger: Ledger) -> Done[PrintJob]:
            return ledger.receipts.ask_print(
                number, way="printer", device=printer or None, instead_of=instead_of
            )

        def asked(job: PrintJob) -> None:
            self.under_way.add(job.pub)
            if printer:
                self._send(job, printer)
            else:
                self._let_choose(job)

        self._stage.tasks.mutate(self, work, asked, self._complain)

    def _let_choose(self, job: PrintJob) -> None:
        def chosen(printer: str | None) -> None:
            if printer is None:
                self._fail(job, CANCELLED)
                return
            preferences = self._stage.preferences
            preferences.remember_printer(job.paper, printer)
            preferences.save()
            self.remembered.emit()
            if printer:
                self._send(job, printer)
            else:
                self._fail(job, INTO_PDF)
                self.into_folder(job.page.number)

        self.device.choose(self._window, chosen)

    def _send(self, job: PrintJob, printer: str) -> None:
        fit = self._stage.preferences.fit_for(printer, job.paper)
        if fit.values_only and fit.stock:
            self._waiting.append((job, printer))
            self._ask_sheet()
        else:
            self._put(job, printer, None)

    def _ask_sheet(self) -> None:
        """Ask which numbered sheet the next waiting print goes onto; one print at a time."""
        if self._on_sheet or not self._waiting:
            return
        job, printer = self._on_sheet = self._waiting.pop(0)
        stock = self._stage.preferences.fit_for(printer, job.paper).stock

        def counted(count: int) -> None:
            def found(expected: str) -> None:
                use = SheetUse(stock=stock, first=expected, count=count)
                self.sheet_wanted.emit(use, job.page.number)

            self._stage.tasks.query(
                self, lambda ledger: ledger.stock.next_sheet(stock), found, not_drawn
            )

        def not_drawn(error: KnownError) -> None:
            self._fail(job, NOT_DRAWN)
            self._complain(error)

        self._stage.tasks.at_device(
            self,
            lambda press: press(lambda: len(drawing.sizes(drawing.rendered(job.sheet)))),
            counted,
            not_drawn,
        )

    def put_on(self, use: SheetUse) -> None:
        """Print what waits for its sheet onto this one."""
        if self._on_sheet:
            self._put(*self._on_sheet, use)

    def leave_out(self) -> None:
        """Print nothing on a sheet: what waits for it is not printed."""
        if self._on_sheet and self._stage.tasks.is_open:
            self._fail(self._on_sheet[0], CANCELLED)

    def _settle_sheet(self, job: PrintJob) -> None:
        """Let the next print ask for its sheet once this one has its own, or has none."""
        if self._on_sheet and job.pub == self._on_sheet[0].pub:
            self._on_sheet = None
            self._ask_sheet()

    def _put(self, job: PrintJob, printer: str, onto: SheetUse | None) -> None:
        device, tasks = self.device, self._stage.tasks
        sheet = replace(job.sheet, fit=self._stage.preferences.fit_for(printer, job.paper))

        def work(press: Press) -> str:
            if not tasks.is_open:
                return LOCKED  # it stays asked: at the next unlock somebody says what became of it
            opened = device.opened(printer)
            if opened is None:
                return GONE
            pdf = press(lambda: drawing.checked(sheet))
            sizes = press(lambda: drawing.sizes(pdf))
            taken = put_on_paper(
                opened, sizes, lambda page, dpi: press(lambda: drawing.pixels(pdf, page, dpi))
            )
            return hashlib.sha256(pdf).hexdigest() if taken else REFUSED

        def ended(outcome: str) -> None:
            if outcome in _SENTENCES:
                self._fail(job, outcome)
            elif outcome != LOCKED:
                self._note(job, printer, outcome, onto)

        def not_drawn(error: KnownError) -> None:
            self._fail(job, NOT_DRAWN)
            self._complain(error)

        self._stage.tasks.at_device(self, work, ended, not_drawn)

    def print_trial(self, sheet: Sheet | None, paper: Paper, printer: str, fit: Fit) -> None:
        """Print a page that is no receipt: a trial sheet, or without one the rulers."""
        device = self.device

        def drawn() -> bytes:
            if sheet is None:
                return drawing.ruler(paper, fit)
            return drawing.rendered(replace(sheet, fit=fit))

        def work(press: Press) -> bool:
            opened = device.opened(printer)
            if opened is None:
                return False
            pdf = press(drawn)
            sizes = press(lambda: drawing.sizes(pdf))
            return put_on_paper(
                opened, sizes[:1], lambda page, dpi: press(lambda: drawing.pixels(pdf, page, dpi))
            )

        def ended(taken: bool) -> None:  # noqa: FBT001 - the answer of the work
            if not taken:
                self.failed.emit(
                    self._stage.speech.text("The printer took nothing. Is it on and connected?")
                )

        self._stage.tasks.at_device(self, work, ended, self._complain)

    def _note(self, job: PrintJob, printer: str, digest: str, onto: SheetUse | None) -> None:
        def done(_nothing: None) -> None:
            self.under_way.discard(job.pub)
            self.last = Sent(job=job, digest=digest)
            self.sent.emit(job.page.number)
            self._settle_sheet(job)

        def failed(error: KnownError) -> None:
            self._complain(error)
            self._settle_sheet(job)

        self._stage.tasks.mutate(
            self,
            lambda ledger: ledger.receipts.note_sent(job, device=printer, onto=onto),
            done,
            failed,
        )

    def _fail(self, job: PrintJob, reason: str) -> None:
        number = job.page.number

        def done(_nothing: None) -> None:
            self.under_way.discard(job.pub)
            if reason in _SENTENCES:
                sentence = self._stage.speech.text(_SENTENCES[reason], number=number)
                self.not_printed.emit(number, sentence, reason != CANCELLED)
            self._settle_sheet(job)

        def failed(error: KnownError) -> None:
            self._complain(error)
            self._settle_sheet(job)

        def work(ledger: Ledger) -> Done[None]:
            return ledger.receipts.end_print(job, state=PrintState.FAILED, reason=reason)

        self._stage.tasks.mutate(self, work, done, failed)

    def forget(self) -> None:
        """Let nothing of the book stay once it is locked."""
        self.last = None
        self._waiting.clear()
        self._on_sheet = None
        self.under_way.clear()

    def _complain(self, error: KnownError) -> None:
        self.failed.emit(self._stage.speech.sentence(error))


def _free(target: Path) -> Path:
    candidate, ordinal = target, 2
    while candidate.exists():
        candidate = target.with_stem(f"{target.stem}-{ordinal}")
        ordinal += 1
    return candidate
