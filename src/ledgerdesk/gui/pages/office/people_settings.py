"""The settings about people: after how long the book locks itself, and the ways to their pages."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ledgerdesk.core.staff import Person, Role, may
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.fields import Edit, Field


class PeopleSettings(QWidget):
    """Seven buttons, of which a role sees what it may, and the field of the minutes beside them."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self.idle = Edit()
        self.idle_field = Field(self.idle)
        self.staff_button, self.log_button = Button(Kind.PLAIN), Button(Kind.PLAIN)
        self.password_button, self.sheet_button = Button(Kind.PLAIN), Button(Kind.PLAIN)
        self.standard_button, self.review_button = Button(Kind.PLAIN), Button(Kind.PLAIN)
        self.proof_button = Button(Kind.PLAIN)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for buttons in (
            (self.staff_button, self.standard_button, self.log_button),
            (self.proof_button, self.review_button),
            (self.password_button, self.sheet_button),
        ):
            row = QHBoxLayout()
            row.setSpacing(8)
            for button in buttons:
                row.addWidget(button)
            row.addStretch(1)
            column.addLayout(row)

    def say(self) -> None:
        """Say every text again."""
        t = self._stage.speech
        self.idle_field.say(t.text("Min&utes to lock"), hint=t.text("1 to 60"))
        self.staff_button.say(t.text("&Staff…"))
        self.standard_button.say(t.text("&What is asked of a card…"))
        self.log_button.say(t.text("Lo&g…"))
        self.proof_button.say(t.text("Proofreading (&J)…"))
        self.review_button.say(t.text("Re&quired reviews…"))
        self.password_button.say(t.text("Chang&e my password…"))
        self.sheet_button.say(t.text("Ne&xt recovery sheet…"))

    def show_person(self, person: Person) -> None:
        """Show what the role of whoever works may."""
        self.log_button.setVisible(may(person, "audit.list"))
        self.sheet_button.setVisible(person.role is Role.OWNER)
        self.proof_button.setVisible(may(person, "settings.change"))
        self.review_button.setVisible(may(person, "settings.change"))
