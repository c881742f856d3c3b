"""The daily control: one list of what was looked at; each line leads to its record."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ledgerdesk.core.control import Check, Line
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.models.rows import Cell, Column, RowsModel
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Kind
from ledgerdesk.gui.widgets.table import LedgerTable
from ledgerdesk.i18n.control_words import check_words, result_words

_TALL = 380


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A row: a check with its result, or below it one record it found."""

    line: Line
    key: str = ""
    words: str = ""


class ControlDialog(Asking):
    """Everything that is looked at before one goes home; `led` names a check and a record's key."""

    led = Signal(str, str)

    def __init__(self, parent: QWidget, stage: Stage, lines: tuple[Line, ...]) -> None:
        super().__init__(parent, act=Kind.PRIMARY, width=640)
        self._stage = stage
        t = stage.speech
        self.model: RowsModel[Shown] = RowsModel(self._columns())
        self.table = LedgerTable(self.model)
        self.table.setAccessibleName(t.text("Daily control"))
        self.table.setMinimumHeight(_TALL)
        self.body.addWidget(self.table)
        rows = []
        for line in lines:
            rows.append(Shown(line=line))
            rows += [Shown(line=line, key=one.key, words=one.words) for one in line.found]
        self.model.show(rows)
        wrong = sum(not line.is_fine for line in lines)
        self.say_frame(
            t.text("Daily control"),
            t.plural("{number} thing to look at", "{number} things to look at", wrong)
            if wrong
            else t.text("Everything is in order."),
            t.text("Open what is chosen"),
            t.text("Close"),
        )
        first = next((at for at, row in enumerate(rows) if not row.line.is_fine), 0)
        self.table.choose(first)
        self.table.opened.connect(lambda _row: self.go())
        self.act.clicked.connect(self.go)
        self.table.setFocus()

    def _columns(self) -> tuple[Column[Shown], ...]:
        t = self._stage.speech

        def what(row: Shown) -> Cell:
            if row.words:
                return Cell(text=f"      {row.words}", tone="muted")
            return Cell(text=check_words(t.translator, row.line.check))

        def result(row: Shown) -> Cell:
            if row.words:
                return Cell(text="")
            words = result_words(t.translator, row.line)
            if row.line.check is Check.TILL and row.line.is_fine:
                return Cell(text=words)
            return Cell(text=words, chip="ok" if row.line.is_fine else "warn")

        return (
            Column(title=lambda: t.text("Looked at"), cell=what),
            Column(title=lambda: t.text("Found"), cell=result, width=200),
        )

    def go(self) -> None:
        """Leave for the record of the chosen row; a check that is fine leads nowhere."""
        at = self.table.currentIndex().row()
        if not 0 <= at < len(self.model.records):
            return
        row = self.model.records[at]
        if row.line.is_fine:
            return
        first = row.line.found[0].key if row.line.found else ""
        self.accept()
        self.led.emit(row.line.check.value, row.key or first)
