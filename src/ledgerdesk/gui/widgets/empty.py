"""An empty list says what will stand here, one sentence, and gives the one button."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ledgerdesk.gui import icons, theme
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.texts import Text

_ICON = 32


class Empty(QWidget):
    """Icon, title, sentence, button, in the middle of the room there is.

    A second, plain button stands beside the one where there are two ways to begin.
    """

    def __init__(self, icon: str, *, key: str = "", second_key: str = "") -> None:
        super().__init__()
        self._icon_name = icon
        self._mark = QLabel()
        self._mark.setFixedSize(_ICON, _ICON)
        self.title = Text(size=theme.LARGE, bold=True)
        self.words = Text(tone="muted", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.button = Button(Kind.PRIMARY, key=key)
        self.second = Button(Kind.PLAIN, key=second_key)
        self.second.hide()
        self.second.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addStretch(1)
        buttons.addWidget(self.second)
        buttons.addWidget(self.button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch(2)
        for part in (self._mark, self.title):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
            column.addSpacing(2)
        column.addWidget(self.words)
        column.addSpacing(8)
        column.addLayout(buttons)
        column.addStretch(3)
        theme.look().changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        ratio = self.devicePixelRatioF()
        self._mark.setPixmap(icons.pixmap(self._icon_name, "muted", _ICON, ratio))

    def say(self, title: str, words: str, button: str, second: str = "") -> None:
        """Set its texts."""
        self.title.setText(title)
        self.words.setText(words)
        self.button.say(button)
        self.button.setVisible(bool(button))
        focus = Qt.FocusPolicy.StrongFocus if button else Qt.FocusPolicy.NoFocus
        self.button.setFocusPolicy(focus)
        self.second.say(second)
        self.second.setVisible(bool(second))
        if second:
            self.second.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
