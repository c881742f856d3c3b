"""Ask for a value of a card to be put right: which, what is right, and what shows it."""

from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ledgerdesk.core.corrections import FIELDS, values_in
from ledgerdesk.core.customers import CustomerCard
from ledgerdesk.core.errors import KnownError
from ledgerdesk.gui import theme
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Kind
from ledgerdesk.gui.widgets.fields import Edit, Field
from ledgerdesk.gui.widgets.select import Select
from ledgerdesk.i18n.log_words import change_field


class CorrectionDialog(Asking):
    """The card stays as it is until somebody approves; `requested` tells that it was asked for."""

    requested = Signal()

    def __init__(self, parent: QWidget, stage: Stage, card: CustomerCard, person: str) -> None:
        super().__init__(parent, act=Kind.PRIMARY, width=560)
        self._stage = stage
        self._card = card
        self.field = Select(tall=theme.FIELD_HEIGHT)
        self.wrong = Select(tall=theme.FIELD_HEIGHT)
        self.edits = {name: Edit() for name in ("correct", "evidence", "verified_by")}
        self.edits["verified_by"].setText(person)
        self.fields = {
            "field": Field(self.field),
            "wrong": Field(self.wrong),
            **{name: Field(edit) for name, edit in self.edits.items()},
        }
        for one in self.fields.values():
            self.body.addWidget(one)
        self._say()
        self._wire()
        self.field.choose(FIELDS.index("phone"))
        self._offer_values()
        self.field.setFocus()

    def _say(self) -> None:
        t, customer = self._stage.speech, self._card.customer
        self.say_frame(
            t.text("Ask for a correction: {name}", name=f"{customer.name} {customer.code}"),
            t.text("A supervisor decides. Receipts that were issued stay as they are."),
            t.text("Ask for it"),
            t.text("Cancel"),
        )
        labels = {
            "field": (t.text("&Field"), ""),
            "wrong": (t.text("&Wrong is"), ""),
            "correct": (t.text("R&ight is"), t.text("empty takes the value away")),
            "evidence": (t.text("&Evidence"), t.text("what shows it: a card, a call, a letter")),
            "verified_by": (t.text("&Seen by"), t.text("who saw the evidence")),
        }
        for name, (label, hint) in labels.items():
            self.fields[name].say(label, hint=hint)
        self.field.setAccessibleName(t.text("Field"))
        self.wrong.setAccessibleName(t.text("Wrong is"))
        self.field.say([change_field(t.translator, "customer", one) for one in FIELDS])

    def _wire(self) -> None:
        edits = tuple(self.edits.values())
        self.field.chosen.connect(self._offer_values)
        self.field.next_wanted.connect(self.wrong.setFocus)
        self.wrong.next_wanted.connect(edits[0].setFocus)
        for edit, following in pairwise(edits):
            edit.next_wanted.connect(following.setFocus)
        edits[-1].next_wanted.connect(self.act.setFocus)
        self.act.clicked.connect(self.go)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self).activated.connect(self.go)

    def _values(self) -> tuple[str, ...]:
        found = values_in(self._card.draft, FIELDS[self.field.currentIndex()])
        is_single = FIELDS[self.field.currentIndex()] in ("name", "company", "print_name", "pinyin")
        return found if found and is_single else (*found, "")

    def _offer_values(self, _place: int = 0) -> None:
        missing = self._stage.speech.text("nothing: it is missing")
        self.wrong.clear()
        self.wrong.say([one or missing for one in self._values()])
        self.wrong.choose(0)

    def go(self) -> None:
        """Ask, or mark the field at fault."""
        pub = self._card.customer.pub
        field = FIELDS[self.field.currentIndex()]
        wrong = self._values()[max(self.wrong.currentIndex(), 0)]
        texts = {name: edit.text() for name, edit in self.edits.items()}
        self.act.setEnabled(False)

        def done(_correction: object) -> None:
            self.requested.emit()
            self.accept()

        def failed(error: KnownError) -> None:
            self.act.setEnabled(True)
            self._show(error)

        self._stage.tasks.mutate(
            self,
            lambda ledger: ledger.corrections.request(pub, field, wrong=wrong, **texts),
            done,
            failed,
        )

    def _show(self, error: KnownError) -> None:
        sentence = self._stage.speech.sentence(error)
        for name, one in self.fields.items():
            one.show_problem(sentence if name == error.field else "")
        if error.field in self.edits:
            self.edits[error.field].setFocus()
        else:
            self.refuse(sentence)
