"""Copy what is sensitive for half a minute: then it is taken off the clipboard again."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

KEPT_MS = 30_000


class SensitiveClipboard(QObject):
    """One for a window; what somebody copied meanwhile himself is left alone."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._copied = ""
        self.later = QTimer(self)
        self.later.setSingleShot(True)
        self.later.setInterval(KEPT_MS)
        self.later.timeout.connect(self.clear)

    def copy(self, text: str) -> None:
        """Put a text on the clipboard for half a minute."""
        self._copied = text
        QApplication.clipboard().setText(text)
        self.later.start()

    def clear(self) -> None:
        """Take it off now, if it is still there."""
        self.later.stop()
        copied, self._copied = self._copied, ""
        clipboard = QApplication.clipboard()
        if copied and clipboard.text() == copied:
            clipboard.clear()
