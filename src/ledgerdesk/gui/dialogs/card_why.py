"""Ask why before a customer's data is stopped, used again or erased."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Done
from ledgerdesk.core.customers import Customer
from ledgerdesk.core.errors import KnownError
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Kind
from ledgerdesk.gui.widgets.fields import Edit, Field


class CardWhyDialog(Asking):
    """A reason, the verb, and the safe way as default."""

    acted = Signal()

    def __init__(self, parent: QWidget, stage: Stage, customer: Customer, act: Kind) -> None:
        super().__init__(parent, act=act)
        self._stage = stage
        self.customer = customer
        self.why = Edit()
        self.why_field = Field(self.why)
        t = stage.speech
        self.why_field.say(t.text("&Reason"), hint=t.text("stands in the history"))
        self.body.addWidget(self.why_field)
        self.act.clicked.connect(self._go)
        self.why.next_wanted.connect(self.leave.setFocus)
        self.why.setFocus()

    def work(self, ledger: Ledger, why: str) -> Done[object]:
        """Do what was asked about."""
        raise NotImplementedError

    def _go(self) -> None:
        t, why = self._stage.speech, self.why.text().strip()
        if not why:
            self.why_field.show_problem(t.text("Say why; it stands in the history."))
            self.why.setFocus()
            return
        self.act.setEnabled(False)

        def done(_value: object) -> None:
            self.acted.emit()
            self.accept()

        def failed(error: KnownError) -> None:
            self.act.setEnabled(True)
            self.refuse(t.sentence(error))

        def work(ledger: Ledger) -> Done[object]:
            return self.work(ledger, why)

        self._stage.tasks.mutate(self, work, done, failed)


class StopDialog(CardWhyDialog):
    """Stop the use of a customer's data."""

    def __init__(self, parent: QWidget, stage: Stage, customer: Customer) -> None:
        super().__init__(parent, stage, customer, Kind.DESTRUCTIVE)
        t = stage.speech
        self.say_frame(
            t.text("Stop using the data of {name}", name=customer.name),
            t.text(
                "He is found, offered and exported no longer (PIPL, Article 47). Receipts stay as"
                " issued. It can be taken back."
            ),
            t.text("Stop using it"),
            t.text("Cancel"),
        )

    def work(self, ledger: Ledger, why: str) -> Done[object]:
        """Stop it."""
        done = ledger.customers.stop(self.customer.pub, why=why)
        return Done(value=done.value, changes=done.changes)


class ResumeDialog(CardWhyDialog):
    """Let a customer's data be used again."""

    def __init__(self, parent: QWidget, stage: Stage, customer: Customer) -> None:
        super().__init__(parent, stage, customer, Kind.PLAIN)
        t = stage.speech
        self.say_frame(
            t.text("Use the data of {name} again", name=customer.name),
            t.text("He is found and offered again. Write down who asked for it."),
            t.text("Use it again"),
            t.text("Cancel"),
        )

    def work(self, ledger: Ledger, why: str) -> Done[object]:
        """Let it be used."""
        done = ledger.customers.resume(self.customer.pub, why=why)
        return Done(value=done.value, changes=done.changes)


class EraseDialog(CardWhyDialog):
    """Erase what a card says of a person."""

    def __init__(self, parent: QWidget, stage: Stage, customer: Customer) -> None:
        super().__init__(parent, stage, customer, Kind.DESTRUCTIVE)
        t = stage.speech
        self.say_frame(
            t.text("Erase the data of {name}", name=customer.name),
            t.text(
                "Name, contacts, numbers, notes and history go for good. The number {code} stays"
                " and is given to nobody else. This cannot be taken back.",
                code=customer.code,
            ),
            t.text("Erase it"),
            t.text("Cancel"),
        )

    def work(self, ledger: Ledger, why: str) -> Done[object]:
        """Erase it."""
        done = ledger.customers.erase(self.customer.pub, why=why)
        return Done(value=done.value, changes=done.changes)
