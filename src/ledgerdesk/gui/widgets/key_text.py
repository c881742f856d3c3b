"""The printed key as it is typed: four rows, as they stand on the sheet, or one scan."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit

from ledgerdesk.gui import theme

_ROWS = 4
_CHARACTERS = 4 * 14
_FRAME = 22  # the style sheet's padding, the border and the document's own margin


class KeyText(QPlainTextEdit):
    """Four rows; Enter goes to the next row, and on from it once the key is whole."""

    next_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFont(theme.font())
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhPreferUppercase | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.setFixedHeight(_ROWS * self.fontMetrics().lineSpacing() + _FRAME)

    def text(self) -> str:
        """Give what stands there."""
        return self.toPlainText()

    def setText(self, text: str) -> None:
        """Write a key that was read elsewhere."""
        self.setPlainText(text)

    @property
    def is_whole(self) -> bool:
        """Tell whether as many characters stand there as the sheet has."""
        return sum(letter.isalnum() for letter in self.text()) >= _CHARACTERS

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter as the next row while the key is not whole."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                event.ignore()
                return
            if self.is_whole or not self.text().strip():
                self.next_wanted.emit()
                return
        super().keyPressEvent(event)
