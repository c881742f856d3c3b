"""Print a receipt: on the printer this PC remembers, else into a PDF; a print is a state."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QRectF, QStandardPaths, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QImage, QPainter

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Changes, Done
from ledgerdesk.core.errors import KnownError
from ledgerdesk.gui.stage import Stage
from ledgerdesk.services.receipts import PrintJob

PRINTER_DPI = 300


class Printing(QObject):
    """Carry receipts to paper; `printed` says the number and what the toast may open."""

    printed = Signal(str, str)
    failed = Signal(str)

    def __init__(self, stage: Stage, parent: QObject) -> None:
        super().__init__(parent)
        self._stage = stage

    @property
    def folder(self) -> Path:
        """Name the folder PDFs go to where no printer is chosen."""
        chosen = self._stage.preferences.pdf_folder
        if chosen:
            return Path(chosen)
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        return Path(QStandardPaths.writableLocation(documents)) / "LedgerDesk"

    def print_receipt(self, number: str) -> None:
        """Print a receipt on the remembered printer, else into the PDF folder."""
        printer = self._stage.preferences.printer
        if printer:
            self._on_printer(number, printer)
        else:
            self.save_pdf(number, self.folder / f"{number}.pdf")

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

    def _on_printer(self, number: str, printer: str) -> None:
        def ask(ledger: Ledger) -> Done[tuple[PrintJob, tuple[bytes, ...]]]:
            job = ledger.receipts.ask_print(number, way="printer", device=printer).value
            images = ledger.receipts.print_images(job, PRINTER_DPI)
            return Done(value=(job, images), changes=Changes.PRINTS)

        def draw(asked: tuple[PrintJob, tuple[bytes, ...]]) -> None:
            job, images = asked
            sent = _send(images, printer)
            self._end(job, number, sent=sent)

        self._stage.tasks.mutate(self, ask, draw, self._complain)

    def _end(self, job: PrintJob, number: str, *, sent: bool) -> None:
        def work(ledger: Ledger) -> Done[None]:
            state = "assumed" if sent else "failed"
            return ledger.receipts.end_print(job, state=state)

        def done(_nothing: None) -> None:
            if sent:
                self.printed.emit(number, "")
            else:
                self.failed.emit(
                    self._stage.speech.text(
                        "The printer did not answer. Receipt {number} is saved, not printed.",
                        number=number,
                    )
                )

        self._stage.tasks.mutate(self, work, done, self._complain)

    def _complain(self, error: KnownError) -> None:
        self.failed.emit(self._stage.speech.sentence(error))


def _free(target: Path) -> Path:
    candidate, ordinal = target, 2
    while candidate.exists():
        candidate = target.with_stem(f"{target.stem}-{ordinal}")
        ordinal += 1
    return candidate


def _send(images: tuple[bytes, ...], name: str) -> bool:
    """Paint pages on a printer at their true size; False when it does not take them."""
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo  # noqa: PLC0415 - asks the spooler

    info = QPrinterInfo.printerInfo(name)
    if info.isNull():
        return False
    printer = QPrinter(info, QPrinter.PrinterMode.HighResolution)
    printer.setFullPage(True)
    painter = QPainter()
    if not painter.begin(printer):
        return False
    for number, data in enumerate(images):
        if number and not printer.newPage():
            return False
        image = QImage.fromData(data)
        scale = printer.resolution() / PRINTER_DPI
        painter.drawImage(QRectF(0, 0, image.width() * scale, image.height() * scale), image)
    return painter.end()


def opener(path: str) -> Callable[[], None]:
    """Give the act that shows a written file."""

    def show() -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(path))

    return show
