"""The history of one record: field, old → new, who, when and why, newest first."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.errors import KnownError
from ledgerdesk.gui import figures
from ledgerdesk.gui.models.rows import Cell, Column, RowsModel
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.table import LedgerTable
from ledgerdesk.gui.widgets.texts import Text
from ledgerdesk.i18n.log_words import action_words, change_field, change_value
from ledgerdesk.services.audit import HistoryLine, HistoryPage

ARROW = "→"


class History(QWidget):
    """A section that asks for a record's history; more of it comes as one scrolls."""

    def __init__(self, stage: Stage, kind: str, *, width: int) -> None:
        super().__init__()
        self._stage = stage
        self._kind = kind
        self._pub = ""
        self._before: int | None = None
        self._is_asking = False
        self.title = Text(bold=True)
        self.model: RowsModel[HistoryLine] = RowsModel(self._columns(width))
        self.table = LedgerTable(self.model)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.title)
        column.addWidget(self.table, 1)
        self.table.verticalScrollBar().valueChanged.connect(self._scrolled)

    def _columns(self, width: int) -> tuple[Column[HistoryLine], ...]:
        t = self._stage.speech

        def when(one: HistoryLine) -> Cell:
            return Cell(text=figures.moment(t, one.at, self._stage.today()), tone="muted")

        def who(one: HistoryLine) -> Cell:
            return Cell(text=person_words(self._stage, one.person), tone="muted")

        return (
            Column(title=lambda: t.text("When"), cell=when, width=104),
            Column(title=lambda: t.text("Who"), cell=who, width=80),
            Column(title=lambda: t.text("What"), cell=self._what, width=width),
            Column(title=lambda: t.text("Old → new, and why"), cell=self._change),
        )

    def _what(self, one: HistoryLine) -> Cell:
        translator = self._stage.speech.translator
        if one.field is None or (one.old is None and one.new is None):
            return Cell(text=action_words(translator, one.action))
        return Cell(text=change_field(translator, self._kind, one.field))

    def _change(self, one: HistoryLine) -> Cell:
        translator = self._stage.speech.translator
        if one.field is None:
            return Cell(text="")
        if one.old is None and one.new is None:
            said = change_field(translator, self._kind, one.field)
        else:
            values = [
                change_value(translator, self._kind, one.field, value) or "—"
                for value in (one.old, one.new)
            ]
            said = values[1] if one.old is None else f" {ARROW} ".join(values)
        return Cell(text=f"{said} · {one.why}" if one.why else said)

    def say(self) -> None:
        """Say every text again."""
        t = self._stage.speech
        self.title.setText(t.text("Changes"))
        self.table.setAccessibleName(t.text("Changes"))
        self.model.say()
        self.table.viewport().update()

    def show_record(self, pub: str) -> None:
        """Show another record's history, or none."""
        self._pub = pub
        self._before = None
        self._is_asking = False
        self.model.show(())
        if pub:
            self._ask()

    def _ask(self) -> None:
        pub, kind, before = self._pub, self._kind, self._before
        self._is_asking = True

        def work(ledger: Ledger) -> HistoryPage:
            return ledger.audit.history(kind, pub, before=before)

        def show(page: HistoryPage) -> None:
            if pub == self._pub:
                self._is_asking = False
                self._before = page.before
                self.model.append(page.lines)

        def failed(_error: KnownError) -> None:
            self._is_asking = False  # the page above says what is wrong with the book

        self._stage.tasks.query(self, work, show, failed)

    def _scrolled(self, value: int) -> None:
        at_end = value >= self.table.verticalScrollBar().maximum()
        if at_end and self._before is not None and not self._is_asking:
            self._ask()


def person_words(stage: Stage, name: str | None) -> str:
    """Name who did it; without a name it was done with the recovery sheet."""
    return stage.speech.text("recovery sheet") if name is None else name
