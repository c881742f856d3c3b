"""Ask which other card is the same customer's, by its number or by all he is called."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ledgerdesk.core.customers import Customer
from ledgerdesk.core.errors import KnownError
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Kind
from ledgerdesk.gui.widgets.fields import Edit, Field


class OtherCardDialog(Asking):
    """`chosen` carries the public ids of the card that stays and of the other one."""

    chosen = Signal(str, str)

    def __init__(self, parent: QWidget, stage: Stage, customer: Customer) -> None:
        super().__init__(parent, act=Kind.PRIMARY)
        t = stage.speech
        self._stage = stage
        self._customer = customer
        self.other = Edit()
        self.field = Field(self.other)
        self.field.say(t.text("The &other card"), hint=t.text("number, name, end of the phone"))
        self.body.addWidget(self.field)
        self.say_frame(
            t.text("Merge with {name}", name=f"{customer.name} {customer.code}"),
            t.text("Both are laid side by side before anything is done."),
            t.text("Compare the two"),
            t.text("Cancel"),
        )
        self.other.next_wanted.connect(self.go)
        self.act.clicked.connect(self.go)
        self.other.textEdited.connect(lambda _text: self.field.show_problem(""))
        self.other.setFocus()

    def go(self) -> None:
        """Look for the other card, and say when it is not one."""
        text = self.other.text().strip()
        mine = self._customer.pub
        if not text:
            self.field.show_problem(self._stage.speech.text("This is needed. Fill it in."))
            return

        def found(customers: list[Customer]) -> None:
            t = self._stage.speech
            others = [one for one in customers if one.pub != mine]
            if not others:
                self.field.show_problem(t.text("Nobody else is called so."))
            elif len(others) > 1:
                names = ", ".join(f"{one.name} {one.code}" for one in others[:3])
                self.field.show_problem(t.text("Write the number: {names} …", names=names))
            else:
                self.accept()
                self.chosen.emit(mine, others[0].pub)

        def failed(error: KnownError) -> None:
            self.refuse(self._stage.speech.sentence(error))

        self._stage.tasks.query(
            self, lambda ledger: ledger.customers.find(text, limit=4), found, failed
        )
