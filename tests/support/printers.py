"""Printers that are none: what they are given becomes a PDF file, or they refuse."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from ledgerdesk.gui.device import Device

NAME = "LQ-630K"


@dataclass(slots=True, kw_only=True)
class FakePrinters:
    """A PC with one printer; `answer` is what its dialog gives, `is_there` whether it answers."""

    folder: Path
    names: tuple[str, ...] = (NAME,)
    answer: str | None = NAME
    is_there: bool = True
    takes: bool = True
    opened: list[str] = field(default_factory=list)
    asked: int = 0

    def device(self) -> Device:
        return Device(names=lambda: self.names, choose=self._choose, opened=self._open)

    @property
    def sheets(self) -> list[bytes]:
        return [path.read_bytes() for path in sorted(self.folder.glob("sheet-*.pdf"))]

    def _choose(self, _parent: QWidget, chosen: Callable[[str | None], None]) -> None:
        self.asked += 1
        chosen(self.answer)

    def _open(self, name: str) -> QPrinter | None:
        self.opened.append(name)
        if not self.is_there:
            return None
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setResolution(150)
        self.folder.mkdir(exist_ok=True)
        place = self.folder if self.takes else self.folder / "not" / "there"
        printer.setOutputFileName(str(place / f"sheet-{len(self.opened)}.pdf"))
        return printer
