"""Ask before a trade that was not saved is thrown away."""

from PySide6.QtWidgets import QWidget

from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.speech import Speech
from ledgerdesk.gui.widgets.buttons import Kind


class LeaveTradeDialog(Asking):
    """Throw the trade away, or go back to it, which is the default."""

    def __init__(self, parent: QWidget, speech: Speech) -> None:
        super().__init__(parent, act=Kind.DESTRUCTIVE)
        self.say_frame(
            speech.text("The trade is not saved"),
            speech.text("What was typed would be lost."),
            speech.text("Throw it away"),
            speech.text("Back to the trade"),
        )
        self.act.clicked.connect(self.accept)
