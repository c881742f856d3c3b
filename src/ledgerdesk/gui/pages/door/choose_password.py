"""The page between door and desk: whoever came by a given password chooses his own first."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.staff import Role
from ledgerdesk.gui import theme
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.new_password import NewPassword
from ledgerdesk.gui.widgets.notices import Note
from ledgerdesk.gui.widgets.ruled import RuledPage
from ledgerdesk.gui.widgets.texts import Text
from ledgerdesk.services.staff import PasswordChanged
from ledgerdesk.services.today import Standing

CARD_WIDTH = 480


class ChoosePasswordPage(RuledPage):
    """Nothing of the book is reached from here but its password."""

    chosen = Signal()
    left = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage.speech, CARD_WIDTH)
        self._stage = stage
        self._given = ""
        self._title = Text(size=theme.TITLE, bold=True)
        self._words = Text(tone="muted", wrap=True)
        self.new = NewPassword(stage.speech)
        self.trouble = Note("bad")
        self.take_button = Button(Kind.PRIMARY, key="Enter", big=True)
        self.lock_button = Button(Kind.GHOST)
        self._lay_out()
        self.new.next_wanted.connect(self.take)
        self.take_button.clicked.connect(self.take)
        self.lock_button.clicked.connect(self.left)
        stage.speech.changed.connect(self.say)
        self.say()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self.card)
        column.setContentsMargins(32, 28, 32, 24)
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addSpacing(4)
        column.addWidget(self._words)
        column.addSpacing(20)
        column.addWidget(self.new)
        column.addWidget(self.trouble)
        column.addSpacing(18)
        column.addWidget(self.take_button)
        column.addSpacing(12)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.lock_button)
        column.addLayout(row)
        self.trouble.hide()

    def say(self) -> None:
        """Say every text again."""
        t = self._stage.speech
        self._title.setText(t.text("Choose your own password"))
        self._words.setText(
            t.text(
                "You came in by a password that somebody gave you, so somebody else knows it."
                " From now on only you know yours."
            )
        )
        self.new.say(t.text("New &password"), t.text("Password &again"))
        self.take_button.say(t.text("Take this password"))
        self.lock_button.say(t.text("&Lock again"))

    def begin(self, given: str) -> None:
        """Begin with nothing typed; `given` is what he came in by."""
        self._given = given
        self.new.forget()
        self.trouble.hide()
        self.take_button.setEnabled(True)

        def show(standing: Standing) -> None:
            self.new.owner = standing.person.role is Role.OWNER
            self.new.login = standing.person.name
            self.say()

        self._stage.tasks.query(self, lambda ledger: ledger.today.standing(), show, self._failed)
        self.new.first.setFocus()

    def forget(self) -> None:
        """Leave no password behind."""
        self._given = ""
        self.new.forget()

    def take(self) -> None:
        """Set the password, and go to the desk."""
        if not self.take_button.isEnabled() or not self.new.stands():
            return
        given, chosen = self._given, self.new.text
        if chosen == given:
            self.new.refuse(
                self._stage.speech.text("This is the one you were given. Choose another one.")
            )
            return
        self.take_button.setEnabled(False)

        def done(_changed: PasswordChanged) -> None:
            self.forget()
            self.chosen.emit()

        self._stage.tasks.mutate(
            self,
            lambda ledger: ledger.staff.change_own_password(given, chosen),
            done,
            self._failed,
        )

    def _failed(self, error: KnownError) -> None:
        self.take_button.setEnabled(True)
        self.trouble.say(self._stage.speech.sentence(error))
        self.trouble.show()
        self.new.first.setFocus()
