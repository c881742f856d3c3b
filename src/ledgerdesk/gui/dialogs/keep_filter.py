"""Keep what a list is narrowed to under a name."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Done
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.trade_lists import TradeQuery
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Kind
from ledgerdesk.gui.widgets.fields import Edit, Field


class KeepFilterDialog(Asking):
    """One line for the name; another filter of that name is replaced."""

    kept = Signal(str, object)

    def __init__(self, parent: QWidget, stage: Stage, query: TradeQuery, name: str) -> None:
        super().__init__(parent, act=Kind.PRIMARY)
        self._stage, self._query = stage, query
        t = stage.speech
        self.name = Edit()
        self.name.setText(name)
        self.name_field = Field(self.name)
        self.name_field.say(t.text("&Name"), hint=t.text("another of this name is replaced"))
        self.body.addWidget(self.name_field)
        self.say_frame(
            t.text("Keep this filter"),
            t.text("It stands in the list of kept filters, for everybody of the office."),
            t.text("Keep it"),
            t.text("Cancel"),
        )
        self.act.clicked.connect(self.go)
        self.name.next_wanted.connect(self.go)
        self.name.setFocus()

    def go(self) -> None:
        """Keep it, or say what is missing."""
        name, query = self.name.text().strip(), self._query
        if not name:
            self.name_field.show_problem(self._stage.speech.text("Give it a name."))
            self.name.setFocus()
            return
        self.act.setEnabled(False)

        def work(ledger: Ledger) -> Done[dict[str, TradeQuery]]:
            return ledger.trades.keep_filter(name, query)

        def done(filters: dict[str, TradeQuery]) -> None:
            self.accept()
            self.kept.emit(name, filters)

        def failed(error: KnownError) -> None:
            self.act.setEnabled(True)
            self.name_field.show_problem(self._stage.speech.sentence(error))
            self.name.setFocus()

        self._stage.tasks.mutate(self, work, done, failed)
