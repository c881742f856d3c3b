"""Admit a bug in plain words: its kind and place, never its values, which may be personal."""

from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ledgerdesk import __version__
from ledgerdesk.gui import theme
from ledgerdesk.gui.speech import Speech
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.scrolling import Scrolling
from ledgerdesk.gui.widgets.texts import Text


def described(error: BaseException, trace: TracebackType | None) -> str:
    """Name the kind of an error and the places it went through, without a value."""
    lines = [f"LedgerDesk {__version__}", type(error).__name__]
    while trace is not None:
        code = trace.tb_frame.f_code
        lines.append(f"{code.co_qualname}:{trace.tb_lineno}")
        trace = trace.tb_next
    return "\n".join(lines)


_DETAILS_HIGH = 260


class CrashDialog(QDialog):
    """Say that the program made a mistake, and offer the words of a report."""

    restart_wanted = Signal()

    def __init__(self, parent: QWidget | None, speech: Speech, details: str) -> None:
        super().__init__(parent)
        self._details = details
        self.setWindowTitle("LedgerDesk")
        self.setMinimumWidth(480)
        title = Text(speech.text("LedgerDesk made a mistake"), size=theme.LARGE, bold=True)
        words = Text(
            speech.text(
                "Nothing half-done was saved. What you typed is still there. Please copy the"
                " details and report them; they hold no customer data."
            ),
            wrap=True,
        )
        shown = Text(details, size=theme.SMALL, tone="muted", wrap=True)
        copy = Button(Kind.PLAIN, icon="copy")
        copy.say(speech.text("&Copy the details"))
        copy.clicked.connect(self._copy)
        self.restart_button = Button(Kind.PLAIN)
        self.restart_button.say(speech.text("&Restart"))
        self.restart_button.clicked.connect(self.restart_wanted)
        close = Button(Kind.PRIMARY, key="Enter")
        close.say(speech.text("Go on"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addWidget(copy)
        buttons.addWidget(self.restart_button)
        buttons.addStretch(1)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        details_area = Scrolling(shown)
        details_area.setMaximumHeight(_DETAILS_HIGH)
        for part in (title, words, details_area):
            column.addWidget(part)
        column.addLayout(buttons)

    def _copy(self) -> None:
        QApplication.clipboard().setText(self._details)

    @classmethod
    def show_for(
        cls,
        parent: QWidget | None,
        speech: Speech,
        error: BaseException,
        trace: TracebackType | None,
        restart: Callable[[], None],
    ) -> None:
        """Show the dialog without stopping the loop; the first tells of all that follow."""
        if parent is not None and parent.findChildren(cls):
            return
        dialog = cls(parent, speech, described(error, trace))
        dialog.restart_wanted.connect(restart)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
