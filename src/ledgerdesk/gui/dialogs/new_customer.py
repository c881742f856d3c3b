"""Add a customer: only the name is needed; the rest may come when it is known."""

from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QWidget

from ledgerdesk.core.customers import (
    Contact,
    ContactKind,
    Customer,
    CustomerDraft,
    CustomerKind,
)
from ledgerdesk.core.drafts import Form
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.standards import GIVEN, Standard
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.form_drafts import FormDrafts, Texts
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Kind
from ledgerdesk.gui.widgets.fields import Edit, Field
from ledgerdesk.gui.widgets.segments import Segments
from ledgerdesk.i18n.card_words import purpose_words

_KINDS = (CustomerKind.PERSON, CustomerKind.COMPANY)


class NewCustomerDialog(Asking):
    """The form of a new card."""

    added = Signal(object)
    discarded = Signal(object)
    thrown_away = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QWidget, stage: Stage) -> None:
        super().__init__(parent, act=Kind.PRIMARY, width=620)
        self._stage = stage
        self._is_over = False
        self.drafts = FormDrafts(
            stage, Form.CUSTOMER, self, read=self.texts, fill=lambda texts, _: self.write(texts)
        )
        self.kind = Segments(len(_KINDS), even=True)
        self.kind_field = Field(self.kind)
        self.fields = {
            name: Field(Edit())
            for name in ("name", "phone", "company", "print_name", "pinyin", "address")
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(14)
        top = Qt.AlignmentFlag.AlignTop
        places = (
            ("name", 0, 0),
            ("phone", 1, 0),
            ("company", 1, 1),
            ("print_name", 2, 0),
            ("pinyin", 2, 1),
        )
        for name, row, column in places:
            grid.addWidget(self.fields[name], row, column, top)
        grid.addWidget(self.kind_field, 0, 1, top)
        grid.addWidget(self.fields["address"], 3, 0, 1, 2, top)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.body.addWidget(self.drafts.bar)
        self.body.addLayout(grid)
        self._say()
        self._wire()

    def _say(self) -> None:
        t = self._stage.speech
        self.say_frame(
            t.text("New customer"),
            t.text("Two people of one name are two customers; the number tells them apart."),
            t.text("Add the customer"),
            t.text("Cancel"),
        )
        self.kind_field.say(t.text("&Kind"))
        self.kind.say(t.text("Kind"), (t.text("Person"), t.text("Company")))
        labels = {
            "name": (t.text("&Name"), t.text("all that is needed")),
            "phone": (t.text("&Phone"), ""),
            "company": (t.text("C&ompany"), ""),
            "print_name": (t.text("Prints &as"), t.text("on receipts")),
            "pinyin": (t.text("Pin&yin"), t.text("if it reads otherwise")),
            "address": (t.text("A&ddress"), ""),
        }
        for name, (label, hint) in labels.items():
            self.fields[name].say(label, hint=hint)
        self._show_purposes(GIVEN)
        self._stage.tasks.query(
            self, lambda ledger: ledger.standards.current(), self._show_purposes, self._say_trouble
        )

    def _show_purposes(self, standard: Standard) -> None:
        """Tell what each field is kept for where the pointer rests on it."""
        for name, field in self.fields.items():
            field.setToolTip(purpose_words(self._stage.speech.translator, standard.rule(name)))

    def _say_trouble(self, error: KnownError) -> None:
        self.refuse(self._stage.speech.sentence(error))

    def _wire(self) -> None:
        order = [self._edit(name) for name in self.fields]
        for edit, following in pairwise(order):
            edit.next_wanted.connect(following.setFocus)
        order[-1].next_wanted.connect(self.act.setFocus)
        self.act.clicked.connect(self.add)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self).activated.connect(self.add)
        self.leave.setDefault(False)
        for edit in order:
            edit.textEdited.connect(self.drafts.touched)
        self.kind.chosen.connect(self.drafts.touched)
        self.drafts.thrown_away.connect(self.thrown_away)
        self.drafts.failed.connect(self.failed)
        self.drafts.offer()
        order[0].setFocus()

    def _edit(self, name: str) -> Edit:
        control = self.fields[name].control
        if not isinstance(control, Edit):
            raise TypeError(name)
        return control

    def texts(self) -> dict[str, str]:
        """Read every field as it was typed; the kind alone is nothing."""
        found = {name: self._edit(name).text() for name in self.fields}
        found = {name: text for name, text in found.items() if text}
        if found and self.kind.position is not None:
            found["kind"] = _KINDS[self.kind.position].value
        return found

    def write(self, texts: Texts) -> None:
        """Write texts into the fields."""
        for name in self.fields:
            self._edit(name).setText(texts.get(name, ""))
        kinds = {kind.value: at for at, kind in enumerate(_KINDS)}
        self.kind.choose(kinds.get(texts.get("kind", "")))
        self._edit("name").setFocus()

    def set_aside(self) -> None:
        """Keep what was typed and close, as locking does."""
        self._is_over = True
        self.drafts.keep()
        self.reject()

    def reject(self) -> None:
        """Close without a card; what was typed can be brought back."""
        if self.texts() and not self._is_over:
            self.discarded.emit(self.drafts.drop_current())
        self._is_over = True
        self.drafts.pause()
        super().reject()

    def draft(self) -> CustomerDraft:
        """Read the form."""
        text = {name: self._edit(name).text().strip() for name in self.fields}
        kinds = (("phone", ContactKind.PHONE), ("address", ContactKind.ADDRESS))
        position = self.kind.position
        return CustomerDraft(
            name=text["name"],
            kind=CustomerKind.UNKNOWN if position is None else _KINDS[position],
            company=text["company"] or None,
            print_name=text["print_name"] or None,
            pinyin=text["pinyin"] or None,
            contacts=tuple(
                Contact(kind=kind, value=text[name]) for name, kind in kinds if text[name]
            ),
        )

    def add(self) -> None:
        """Add the customer, or mark the field that is at fault."""
        t = self._stage.speech
        draft = self.draft()
        if not draft.name:
            self.fields["name"].show_problem(t.text("A customer needs a name."))
            self._edit("name").setFocus()
            return
        self.act.setEnabled(False)
        self.drafts.pause()
        pub = self.drafts.pub
        self._stage.tasks.mutate(
            self,
            lambda ledger: ledger.customers.add(draft, draft_id=pub),
            self._done,
            self._failed,
        )

    def _done(self, customer: Customer) -> None:
        self._is_over = True
        self.added.emit(customer)
        self.accept()

    def _failed(self, error: KnownError) -> None:
        self.act.setEnabled(True)
        self.drafts.touched()
        sentence = self._stage.speech.sentence(error)
        if error.field in self.fields:
            self.fields[error.field].show_problem(sentence)
            self._edit(error.field).setFocus()
        else:
            self.refuse(sentence)
