"""Ask before settings that were typed and not saved are left: save them, drop them, or stay."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.speech import Speech
from ledgerdesk.gui.widgets.buttons import Button, Kind


class LeaveSettingsDialog(Asking):
    """Save, which is the default; drop, which stands apart; or go back to the settings."""

    saved = Signal()
    dropped = Signal()

    def __init__(self, parent: QWidget, speech: Speech) -> None:
        super().__init__(parent, act=Kind.PRIMARY)
        self.drop_button = Button(Kind.DESTRUCTIVE)
        self.buttons.insertWidget(0, self.drop_button)
        self.say_frame(
            speech.text("The settings are not saved"),
            speech.text("What was typed on the page of the settings is not in the book yet."),
            speech.text("&Save them"),
            speech.text("Back to the settings"),
        )
        self.drop_button.say(speech.text("&Drop what was typed"))
        self.act.clicked.connect(self._save)
        self.drop_button.clicked.connect(self._drop)
        self.leave.setDefault(False)
        self.act.setDefault(True)
        self.act.setFocus()

    def _save(self) -> None:
        self.accept()
        self.saved.emit()

    def _drop(self) -> None:
        self.accept()
        self.dropped.emit()
