"""The rows that stay out of an import, each with its reason, and the current one as it stands."""

from bisect import bisect_left

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ledgerdesk.core.tables import Row, Sheet
from ledgerdesk.gui import theme
from ledgerdesk.gui.models.rows import RowsModel
from ledgerdesk.gui.pages.imports.import_tables import Fault, Faults, rows_around, rows_refused
from ledgerdesk.gui.speech import Speech
from ledgerdesk.gui.widgets.table import LedgerTable
from ledgerdesk.gui.widgets.texts import Rule, Text
from ledgerdesk.i18n.import_reasons import reason_sentence
from ledgerdesk.services.imports import Outcome

_AROUND = 1
_SHOWN = 2 * _AROUND + 1
_SCROLL_BAR = 10


class RefusedRows(QWidget):
    """A table of faults; below it the sheet's own rows around the one that is chosen.

    However far down a fault lies, one sees it where it stands, its cell in red.
    """

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._outcome: Outcome | None = None
        self._sheet: Sheet | None = None
        self._meant = (0, 0)
        self.model: RowsModel[Fault] = RowsModel(rows_refused(speech))
        self.table = LedgerTable(self.model)
        self.full = Text(tone="muted", wrap=True)
        self.around = LedgerTable(RowsModel[Row](()))
        self.around.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.around.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.around.setFixedHeight(theme.HEADER_HEIGHT + _SHOWN * theme.ROW_HEIGHT + _SCROLL_BAR)
        self.setFocusProxy(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.table, 1)
        column.addWidget(Rule("line2"))
        column.addWidget(self.full)
        column.addWidget(self.around)
        self.table.current_changed.connect(self._show_full)

    def say(self) -> None:
        """Say every text again."""
        self.table.setAccessibleName(self._speech.text("Refused rows"))
        self.around.setAccessibleName(self._speech.text("The row as it stands in the table"))
        self.model.say()
        self.show_outcome(self._outcome, self._sheet)

    def show_outcome(self, outcome: Outcome | None, sheet: Sheet | None = None) -> None:
        """Show what an outcome refused and warned of in a sheet, or nothing."""
        self._outcome, self._sheet = outcome, sheet
        self.model.show(Faults(self._speech, outcome) if outcome is not None else ())
        self._show_full(-1)
        self.table.choose(0)

    def _show_full(self, row: int) -> None:
        known = 0 <= row < len(self.model.records)
        self.around.setVisible(known and self._sheet is not None)
        if not known:
            self.full.setText("")
            self.around.rows.show(())
            return
        fault = self.model.records[row]
        self.full.setText(
            self._speech.text(
                "Row {row}, {column}: {reason}",
                row=fault.note.row,
                column=fault.where,
                reason=reason_sentence(self._speech.translator, fault.note),
            )
        )
        if self._sheet is not None:
            self._show_around(self._sheet, fault)

    def _show_around(self, sheet: Sheet, fault: Fault) -> None:
        """Go to the row in the sheet, and to the cell that is meant."""
        number, place = fault.note.row, fault.place
        at = bisect_left(sheet.rows, number, key=lambda row: row.number)
        rows = sheet.rows[max(at - _AROUND, 0) : at + _AROUND + 1]
        self.around.rows.lay(rows_around(self._speech, rows, number, place), rows)
        here = next((n for n, row in enumerate(rows) if row.number == number), 0)
        self._meant = (here, 0 if place is None else place + 1)
        self.around.choose(here)
        QTimer.singleShot(0, self, self._go_there)  # once it has its width

    def _go_there(self) -> None:
        self.around.scrollTo(self.around.rows.index(*self._meant))

    def showEvent(self, event: QShowEvent) -> None:
        """Go to the cell that is meant, now that there is room to see it."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._go_there)
