"""Ask before a trade that was not finished is left: keep it as a draft, or throw it away."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.speech import Speech
from ledgerdesk.gui.widgets.buttons import Button, Kind


class LeaveTradeDialog(Asking):
    """Keep the draft, which is the default; throw it away, which stands apart; or stay.

    It stays open until whoever asked has kept the draft, and calls `accept` or `refuse`.
    """

    kept = Signal()
    thrown_away = Signal()

    def __init__(self, parent: QWidget, speech: Speech) -> None:
        super().__init__(parent, act=Kind.PRIMARY)
        self.throw_button = Button(Kind.DESTRUCTIVE)
        self.buttons.insertWidget(0, self.throw_button)
        self.say_frame(
            speech.text("The trade is not saved"),
            speech.text("A draft is kept for you alone and offered the next time."),
            speech.text("&Keep the draft"),
            speech.text("Back to the trade"),
        )
        self.throw_button.say(speech.text("Thro&w it away"))
        self.act.clicked.connect(self.kept)
        self.throw_button.clicked.connect(self._throw)
        self.leave.setDefault(False)
        self.act.setDefault(True)
        self.act.setFocus()

    def _throw(self) -> None:
        self.accept()
        self.thrown_away.emit()
