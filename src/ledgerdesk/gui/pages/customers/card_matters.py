"""What is pending about a card: corrections that were asked for, cards that live on as this one."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.corrections import State
from ledgerdesk.core.customers import CustomerCard
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.staff import Person, may
from ledgerdesk.gui import figures, theme
from ledgerdesk.gui.dialogs.correction import CorrectionDialog
from ledgerdesk.gui.dialogs.reasons import ReasonDialog
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.texts import Elided, Rule, Text
from ledgerdesk.i18n.log_words import change_field
from ledgerdesk.services.corrections import Correction
from ledgerdesk.services.merges import Merged

_SHOWN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Matters:
    card: CustomerCard
    corrections: tuple[Correction, ...]
    merged: tuple[Merged, ...]


class CardMatters(QWidget):
    """The section of a card; `changed` tells that it has to be read again."""

    changed = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._pub = ""
        self._person: Person | None = None
        self._matters: _Matters | None = None
        self.title = Text(bold=True)
        self.ask_button = Button(Kind.PLAIN)
        self.undo_buttons: list[Button] = []
        self.lines: list[Elided] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.ask_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(Rule("line2"))
        column.addLayout(self._rows)
        self.ask_button.clicked.connect(self.ask)

    def say(self) -> None:
        """Say every text again."""
        t = self._stage.speech
        self.title.setText(t.text("Corrections and merges"))
        self.ask_button.say(t.text("Ask f&or a correction…"))
        self._lay_rows()

    def show_person(self, person: Person) -> None:
        """Offer what the role of whoever works may."""
        self._person = person
        self.ask_button.setVisible(may(person, "corrections.request"))
        self._lay_rows()

    def show_customer(self, pub: str) -> None:
        """Show what is pending about another customer, or nothing."""
        self._pub = pub
        self._matters = None
        self._lay_rows()
        if pub:
            self.refresh()

    def refresh(self) -> None:
        """Ask again."""
        pub = self._pub

        def work(ledger: Ledger) -> _Matters:
            return _Matters(
                card=ledger.customers.card(pub),
                corrections=ledger.corrections.of(pub),
                merged=ledger.merges.into(pub),
            )

        def show(found: _Matters) -> None:
            if pub == self._pub:
                self._matters = found
                self._lay_rows()

        def failed(_error: KnownError) -> None:
            """The page above says what is wrong with the book."""

        self._stage.tasks.query(self, work, show, failed)

    def _lay_rows(self) -> None:
        while self._rows.count():
            item = self._rows.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.lines, self.undo_buttons = [], []
        if self._matters is None:
            return
        for one in self._matters.corrections[:_SHOWN]:
            self._lay_row(self._told(one), None)
        for merged in self._matters.merged:
            t = self._stage.speech
            when = figures.moment(t, merged.at, self._stage.today())
            told = t.text("{card} lives on as this card", card=f"{merged.name} {merged.code}")
            self._lay_row(f"{told}  ({merged.person} {when})", merged)

    def _lay_row(self, told: str, merged: Merged | None) -> None:
        made = QWidget()
        made.setFixedHeight(theme.ROW_HEIGHT + 2)
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        line = Elided(told)
        row.addWidget(line, 1)
        self.lines.append(line)
        if merged is not None and self._person and may(self._person, "customers.merge"):
            button = Button(Kind.GHOST)
            button.say(self._stage.speech.text("Take apart…"))
            button.setAccessibleDescription(told)
            button.clicked.connect(partial(self.undo, merged))
            row.addWidget(button)
            self.undo_buttons.append(button)
        self._rows.addWidget(made)

    def _told(self, one: Correction) -> str:
        t = self._stage.speech
        field = change_field(t.translator, "customer", one.field)
        change = f"{field}: {one.wrong or '—'} → {one.correct or '—'}"
        words = {
            State.REQUESTED: t.text("waits for approval"),
            State.APPROVED: t.text("approved"),
            State.REFUSED: t.text("not approved"),
        }
        told = f"{words[one.state]}  {change}  {one.evidence}"
        if one.state is State.REQUESTED:
            return f"{told}  ({one.requested_by})"
        own = t.text("decided by himself") if one.is_own else one.decided_by
        return f"{told}  ({own})"

    def ask(self) -> None:
        """Ask for a value to be put right."""
        if self._matters is None or self._person is None:
            return
        dialog = CorrectionDialog(self, self._stage, self._matters.card, self._person.name)
        dialog.requested.connect(self.refresh)
        dialog.requested.connect(self.changed)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def undo(self, merged: Merged) -> None:
        """Let a card that lives on as this one stand by itself again."""
        t = self._stage.speech
        dialog = ReasonDialog(
            self,
            self._stage,
            lambda ledger, why: ledger.merges.undo(merged.pub, why=why),
            needed=False,
        )
        dialog.say(
            t.text("Take the two cards apart"),
            t.text(
                "{card} gets back number, names and what was its own. Trades entered since the"
                " merge stay here.",
                card=f"{merged.name} {merged.code}",
            ),
            t.text("Take apart"),
            t.text("stands in the history"),
        )
        dialog.finished_well.connect(lambda _value: self.changed.emit())
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
