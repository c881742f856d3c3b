"""The rows that stay out of an import, each with its reason, the current one's in full below."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ledgerdesk.gui.models.rows import RowsModel
from ledgerdesk.gui.pages.import_tables import Fault, Faults, rows_refused
from ledgerdesk.gui.speech import Speech
from ledgerdesk.gui.widgets.table import LedgerTable
from ledgerdesk.gui.widgets.texts import Text
from ledgerdesk.i18n.import_reasons import reason_sentence
from ledgerdesk.services.imports import Outcome

_TWO_LINES = 46


class RefusedRows(QWidget):
    """A table of faults; rows that are taken but worth a look follow."""

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._outcome: Outcome | None = None
        self.model: RowsModel[Fault] = RowsModel(rows_refused(speech))
        self.table = LedgerTable(self.model)
        self.full = Text(tone="muted", wrap=True)
        self.full.setMinimumHeight(_TWO_LINES)
        self.setFocusProxy(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.table, 1)
        column.addWidget(self.full)
        self.table.current_changed.connect(self._show_full)

    def say(self) -> None:
        """Say every text again."""
        self.table.setAccessibleName(self._speech.text("Refused rows"))
        self.model.say()
        self.show_outcome(self._outcome)

    def show_outcome(self, outcome: Outcome | None) -> None:
        """Show what an outcome refused and warned of, or nothing."""
        self._outcome = outcome
        self.model.show(Faults(self._speech, outcome) if outcome is not None else ())
        self._show_full(-1)

    def _show_full(self, row: int) -> None:
        if not 0 <= row < len(self.model.records):
            self.full.setText("")
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
