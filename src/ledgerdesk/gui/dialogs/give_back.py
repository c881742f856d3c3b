"""Give back of a customer's deposit: how much, how, and why."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ledgerdesk.bootstrap import Ledger, wish_for
from ledgerdesk.core.changes import Done
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.receipts import Paper
from ledgerdesk.gui import figures
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.dialogs.back_row import BackRow
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Kind
from ledgerdesk.gui.widgets.fields import Edit, Field
from ledgerdesk.services.steps.receipts.issuing import Issued


class GiveBackDialog(Asking):
    """The whole deposit stands there; a red receipt names the one it came with."""

    given = Signal(str)

    def __init__(
        self, parent: QWidget, stage: Stage, pub: str, name: str, deposit_fen: int
    ) -> None:
        super().__init__(parent, act=Kind.PRIMARY)
        self._stage = stage
        self._pub = pub
        t = stage.speech
        self.row, self.reason = BackRow(), Edit()
        self.reason_field = Field(self.reason)
        self.row.say(t)
        self.row.amount.show_fen(deposit_fen)
        self.reason_field.say(t.text("&Reason"), hint=t.text("printed on the red receipt"))
        self.body.addWidget(self.row)
        self.body.addWidget(self.reason_field)
        held = figures.yuan(deposit_fen)
        self.say_frame(
            t.text("Give a deposit of {name} back", name=name),
            t.text(
                "{sum} lies here. A red receipt is issued today and names the receipt it came"
                " with.",
                sum=held,
            ),
            t.text("Give it back"),
            t.text("Cancel"),
        )
        self.row.next_wanted.connect(self.reason.setFocus)
        self.reason.next_wanted.connect(self.act.setFocus)
        self.act.clicked.connect(self.go)
        self.row.amount.setFocus()

    def go(self) -> None:
        """Give it back, or say what is missing."""
        way = self.row.way(self._stage)
        if way is None:
            return
        reason, pub = self.reason.text(), self._pub
        if not reason.strip():
            t = self._stage.speech
            self.reason_field.show_problem(t.text("Say why; it stays with the receipt for ever."))
            self.reason.setFocus()
            return
        wish = wish_for(Paper(self._stage.preferences.paper))
        self.act.setEnabled(False)

        def work(ledger: Ledger) -> Done[Issued]:
            return ledger.payments.give_back(pub, way, reason=reason, wish=wish)

        def done(issued: Issued) -> None:
            self.accept()
            self.given.emit(issued.number)

        def failed(error: KnownError) -> None:
            self.act.setEnabled(True)
            if error.field == "amount":
                self.row.amount_field.show_problem(self._stage.speech.sentence(error))
                self.row.amount.setFocus()
            else:
                self.refuse(self._stage.speech.sentence(error))

        self._stage.tasks.mutate(self, work, done, failed)
