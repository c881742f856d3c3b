"""A new password typed twice; how strong it is stands below in words while it grows."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ledgerdesk.gui import theme
from ledgerdesk.gui.speech import Speech
from ledgerdesk.gui.widgets.fields import Edit, Field
from ledgerdesk.services.access import weakness

_STRONG = 16


class NewPassword(QWidget):
    """Two fields; `owner` asks for more of the password, `login` may not be it."""

    next_wanted = Signal()

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self.owner = False
        self.login = ""
        self.first, self.again = Edit(), Edit()
        self.first_field, self.again_field = Field(self.first, help_room=True), Field(self.again)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for edit, field in ((self.first, self.first_field), (self.again, self.again_field)):
            edit.setEchoMode(QLineEdit.EchoMode.Password)
            edit.textChanged.connect(self._typed)
            column.addWidget(field)
        self.first.next_wanted.connect(self.again.setFocus)
        self.again.next_wanted.connect(self.next_wanted)

    def say(self, label: str, again: str) -> None:
        """Set both labels, each with its access key."""
        self.first_field.say(label)
        self.again_field.say(again)
        self._typed()

    def judge_for(self, login: str) -> None:
        """Judge anew for somebody of this name."""
        self.login = login
        self._typed()

    def _typed(self) -> None:
        for edit in (self.first, self.again):
            dotted = "filled" if edit.text() else ""
            if edit.property("password") != dotted:
                edit.setProperty("password", dotted)
                theme.restyle(edit)
        self.first_field.show_help(self._strength())

    def _strength(self) -> str:
        t, text = self._speech, self.first.text()
        if not text:
            if self.owner:
                return t.text("At least 12 characters, or five words with a space between them.")
            return t.text("At least 8 characters; a few words are the easiest to keep.")
        found = weakness(text, owner=self.owner, login=self.login)
        if found is not None:
            return t.sentence(found)
        if len(text) < _STRONG:
            return t.text("Good enough. Longer is stronger.")
        return t.text("Strong.")

    @property
    def text(self) -> str:
        """Give the password."""
        return self.first.text()

    def stands(self) -> bool:
        """Tell whether it may be set; shows what is wrong and goes there."""
        t = self._speech
        found = weakness(self.text, owner=self.owner, login=self.login)
        if found is not None:
            self.refuse(t.sentence(found))
            return False
        if self.text != self.again.text():
            self.again_field.show_problem(
                t.text("The two passwords differ. Type the second again.")
            )
            self.again.setFocus()
            return False
        return True

    def refuse(self, sentence: str) -> None:
        """Say why it cannot be taken."""
        self.first_field.show_problem(sentence)
        self.first.setFocus()
        self.first.selectAll()

    def forget(self) -> None:
        """Leave no password behind."""
        self.first.clear()
        self.again.clear()
