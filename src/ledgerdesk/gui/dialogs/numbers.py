"""Protected numbers: kept under a kind, and shown in clear only for a reason the log keeps."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ledgerdesk.core.customers import ProtectedNumber
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.standards import Rule
from ledgerdesk.gui import theme
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Kind
from ledgerdesk.gui.widgets.fields import Edit, Field
from ledgerdesk.gui.widgets.select import Select
from ledgerdesk.i18n.card_words import purpose_words
from ledgerdesk.i18n.log_words import NUMBERS, number_words

_KINDS = tuple(name for name in NUMBERS if name not in ("mobile", "landline"))


class RevealDialog(Asking):
    """Ask why a number is looked at; `revealed` hands it out in clear."""

    revealed = Signal(str)

    def __init__(self, parent: QWidget, stage: Stage, pub: str, one: ProtectedNumber) -> None:
        super().__init__(parent, act=Kind.PRIMARY)
        self._stage, self._pub, self._name = stage, pub, one.name
        t = stage.speech
        self.why = Edit()
        self.why_field = Field(self.why)
        self.why_field.say(t.text("&Reason"), hint=t.text("kept in the log"))
        self.body.addWidget(self.why_field)
        self.say_frame(
            t.text("Show {number}", number=f"{number_words(t.translator, one.name)} {one.shown}"),
            t.text("It is shown for half a minute. The log keeps who looked at it, when, and why."),
            t.text("Show it"),
            t.text("Cancel"),
        )
        self.leave.setDefault(False)
        self.why.next_wanted.connect(self.go)
        self.act.clicked.connect(self.go)
        self.why.setFocus()

    def go(self) -> None:
        """Look at it."""
        t, pub, name, why = self._stage.speech, self._pub, self._name, self.why.text()
        if not why.strip():
            self.why_field.show_problem(t.text("Say why; the log keeps it."))
            return

        def done(number: str) -> None:
            self.accept()
            self.revealed.emit(number)

        def failed(error: KnownError) -> None:
            self.why_field.show_problem(t.sentence(error))

        self._stage.tasks.mutate(
            self, lambda ledger: ledger.customers.reveal(pub, name, why=why), done, failed
        )


class KeepNumberDialog(Asking):
    """Keep an ID or bank number of a customer."""

    kept = Signal()

    def __init__(self, parent: QWidget, stage: Stage, pub: str) -> None:
        super().__init__(parent, act=Kind.PRIMARY)
        self._stage, self._pub = stage, pub
        t = stage.speech
        self.kind, self.number = Select(tall=theme.FIELD_HEIGHT), Edit()
        self.kind_field, self.number_field = Field(self.kind), Field(self.number)
        self.kind_field.say(t.text("&Kind"))
        self.kind.say([number_words(t.translator, name) for name in _KINDS])
        kept_for = purpose_words(t.translator, Rule(field="number"))
        self.number_field.say(t.text("&Number"), help_text=kept_for)
        self.body.addWidget(self.kind_field)
        self.body.addWidget(self.number_field)
        self.say_frame(
            t.text("Keep a protected number"),
            t.text(
                "It is masked everywhere, and found nowhere by searching. One of the same kind that"
                " stands there is replaced."
            ),
            t.text("Keep it"),
            t.text("Cancel"),
        )
        self.leave.setDefault(False)
        self.kind.next_wanted.connect(self.number.setFocus)
        self.number.next_wanted.connect(self.go)
        self.act.clicked.connect(self.go)
        self.number.setFocus()

    def go(self) -> None:
        """Keep it."""
        pub, kind = self._pub, _KINDS[self.kind.currentIndex()]
        number = self.number.text().strip()

        def done(_number: ProtectedNumber) -> None:
            self.number.clear()
            self.accept()
            self.kept.emit()

        def failed(error: KnownError) -> None:
            self.number_field.show_problem(self._stage.speech.sentence(error))
            self.number.setFocus()

        self._stage.tasks.mutate(
            self, lambda ledger: ledger.customers.keep_number(pub, kind, number), done, failed
        )
