"""The printer, behind the three things only a machine can do; the rest is painting."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtWidgets import QDialog, QWidget

from ledgerdesk.services.steps.receipts.drawing import Pixels

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter  # loading it asks the spooler

MOST_DPI = 600
_MM = 25.4
Draw = Callable[[int, int], Pixels]
"""Page from 0 and dots per inch to pixels."""


def _names() -> tuple[str, ...]:
    from PySide6.QtPrintSupport import QPrinterInfo  # noqa: PLC0415 - asks the spooler

    return tuple(QPrinterInfo.availablePrinterNames())


def _choose(parent: QWidget, chosen: Callable[[str | None], None]) -> None:
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415 - asks the spooler

    printer = QPrinter()
    dialog = QPrintDialog(printer, parent)

    def ended(result: int) -> None:
        chosen(printer.printerName() if result else None)
        dialog.deleteLater()

    dialog.finished.connect(ended)
    QDialog.open(dialog)  # its own asks for an old-style slot


def _opened(name: str) -> "QPrinter | None":
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo  # noqa: PLC0415 - asks the spooler

    info = QPrinterInfo.printerInfo(name)
    return None if info.isNull() else QPrinter(info, QPrinter.PrinterMode.HighResolution)


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """What a machine can do: name its printers, let one be chosen, open one by its name.

    `choose` hands out None where somebody thought better of it, and no name for a PDF file;
    `opened` gives None for a printer that is not there. A test hands in its own.
    """

    names: Callable[[], tuple[str, ...]] = _names
    choose: Callable[[QWidget, Callable[[str | None], None]], None] = _choose
    opened: Callable[[str], "QPrinter | None"] = _opened


def layout_of(width: float, height: float) -> QPageLayout:
    """Describe a page of some millimetres: a sheet the drivers know by name, else its own size.

    A known sheet is turned; a continuous form is fed as it lies and must not be.
    """
    known = QPageSize(QSizeF(min(width, height), max(width, height)), QPageSize.Unit.Millimeter)
    if known.id() != QPageSize.PageSizeId.Custom:
        lying = width > height
        way = QPageLayout.Orientation.Landscape if lying else QPageLayout.Orientation.Portrait
        return QPageLayout(known, way, QMarginsF())
    exact = QPageSize(
        QSizeF(width, height),
        QPageSize.Unit.Millimeter,
        "",
        QPageSize.SizeMatchPolicy.ExactMatch,
    )
    return QPageLayout(exact, QPageLayout.Orientation.Portrait, QMarginsF())


def put_on_paper(printer: "QPrinter", sizes: tuple[tuple[float, float], ...], draw: Draw) -> bool:
    """Paint every page at its true size, one in memory at a time; False where it is not taken."""
    dots = printer.resolution()
    dpi = min(dots, MOST_DPI)
    printer.setFullPage(True)
    printer.setPageLayout(layout_of(*sizes[0]))
    painter = QPainter()
    if not painter.begin(printer):
        return False
    for index, (width, height) in enumerate(sizes):
        if index and not printer.newPage():
            painter.end()
            return False
        page = draw(index, dpi)
        image = QImage(page.data, page.width, page.height, page.stride, QImage.Format.Format_RGB888)
        painter.drawImage(QRectF(0, 0, width / _MM * dots, height / _MM * dots), image)
    return painter.end()
