"""With what a backup is opened: an owner's password, or the key on the recovery sheet."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.fields import Edit, Field
from ledgerdesk.gui.widgets.key_text import KeyText
from ledgerdesk.gui.widgets.segments import Segments
from ledgerdesk.services.access import Credential

BY_PASSWORD, BY_SHEET = 0, 1
_OF_SECRETS = {Code.WRONG_PASSWORD, Code.WRONG_RECOVERY_KEY, Code.THROTTLED}


class BackupKey(QWidget):
    """The choice of one of the two, and its field; `next_wanted` says that it was typed."""

    next_wanted = Signal()

    def __init__(self, stage: Stage, *, way: int) -> None:
        super().__init__()
        self._stage = stage
        self.password, self.key = Edit(), KeyText()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password_field, self.key_field = Field(self.password), Field(self.key)
        self.way = Segments(2)
        self.way_field = Field(self.way)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.way_field, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.password_field, 1, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.key_field)
        self.way.chosen.connect(self.show_way)
        self.way.accepted.connect(self.go)
        self.password.next_wanted.connect(self.next_wanted)
        self.key.next_wanted.connect(self.next_wanted)
        self.way.choose(way)
        self.show_way(way)

    def say(self) -> None:
        """Say every text again."""
        t = self._stage.speech
        self.way_field.say(t.text("&Open it with"))
        self.way.say(t.text("Open it with"), (t.text("Password"), t.text("Recovery sheet")))
        self.password_field.say(
            t.text("Pass&word"), help_text=t.text("An owner's, as it was on the day of the backup.")
        )
        self.key_field.say(
            t.text("Recovery &key"),
            help_text=t.text(
                "It stands on the recovery sheet: scan the code, or type its four lines."
            ),
        )

    def show_way(self, way: int) -> None:
        """Show the field of a way."""
        self.password_field.setVisible(way == BY_PASSWORD)
        self.key_field.setVisible(way == BY_SHEET)

    @property
    def field(self) -> Field:
        """Give the field that is to be filled in."""
        return self.key_field if self.way.position == BY_SHEET else self.password_field

    def go(self) -> None:
        """Take the keys to it."""
        self.field.control.setFocus()

    def credential(self) -> Credential:
        """Read what was typed; a typing fault of the key is named by its line."""
        if self.way.position == BY_SHEET:
            return Credential.from_recovery_text(self.key.text())
        return Credential(password=self.password.text())

    def field_of(self, error: KnownError) -> Field | None:
        """Give the field a refusal is about, if it is about the key."""
        is_of_it = error.code in _OF_SECRETS or error.field == "recovery"
        return self.field if is_of_it else None

    def clear(self) -> None:
        """Leave no secret here."""
        self.password.clear()
        self.key.clear()
