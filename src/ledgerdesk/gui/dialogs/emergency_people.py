"""An owner names whom to call in an emergency: somebody, and somebody else in his place."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Done
from ledgerdesk.core.emergency import MOST_PEOPLE, Contact, Contacts
from ledgerdesk.core.errors import KnownError
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Kind
from ledgerdesk.gui.widgets.fields import Edit, Field
from ledgerdesk.i18n.marks import N_

_WORDS = (
    (N_("&Person"), N_("P&hone")),
    (N_("If he does not answer: p&erson"), N_("His ph&one")),
)


class EmergencyPeopleDialog(Asking):
    """Two names with their numbers; `kept` hands out what was kept."""

    kept = Signal(object)

    def __init__(self, parent: QWidget, stage: Stage) -> None:
        super().__init__(parent, act=Kind.PRIMARY, width=520)
        self._stage = stage
        self.edits = [(Edit(), Edit()) for _ in range(MOST_PEOPLE)]
        self.fields: dict[str, Field] = {}
        t = stage.speech
        for number, (edits, words) in enumerate(zip(self.edits, _WORDS, strict=True), start=1):
            line = QHBoxLayout()
            line.setSpacing(14)
            for name, edit, word in zip(("person", "phone"), edits, words, strict=True):
                field = self.fields[f"{name}{number}"] = Field(edit)
                field.say(t.text(word))
                line.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
            self.body.addLayout(line)
        self.say_frame(
            t.text("Whom to call in an emergency"),
            t.text(
                "They stand on every card and are read without a password: write no more than a"
                " name and a number."
            ),
            t.text("Save"),
            t.text("Cancel"),
        )
        row = [edit for pair in self.edits for edit in pair]
        for edit, following in zip(row, (*row[1:], self.act), strict=True):
            edit.next_wanted.connect(following.setFocus)
        self.act.clicked.connect(self.go)
        self.act.setEnabled(False)
        stage.tasks.query(self, lambda ledger: ledger.emergency.look(), self._fill, self._failed)
        row[0].setFocus()

    def _fill(self, contacts: Contacts) -> None:
        for (person, phone), one in zip(self.edits, contacts.people, strict=False):
            person.setText(one.person)
            phone.setText(one.phone)
        self.act.setEnabled(True)

    def go(self) -> None:
        """Keep the names, or say at its field what is wrong."""
        people = tuple(
            Contact(person=person.text(), phone=phone.text()) for person, phone in self.edits
        )
        self.trouble.hide()
        for field in self.fields.values():
            field.show_problem("")
        self.act.setEnabled(False)

        def work(ledger: Ledger) -> Done[Contacts]:
            return ledger.emergency.change(people)

        self._stage.tasks.mutate(self, work, self._done, self._failed)

    def _done(self, contacts: Contacts) -> None:
        self.kept.emit(contacts)
        self.accept()

    def _failed(self, error: KnownError) -> None:
        self.refuse_at(self.fields.get(error.field or ""), self._stage.speech.sentence(error))
