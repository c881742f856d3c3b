"""A bar that moves because work moves, drawn in the theme's colours."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar

from ledgerdesk.gui.theme import colour

_TALL = 6


class ProgressLine(QProgressBar):
    """Percent done, 0 to 100; Qt's own bar for screen readers, ours for the eye."""

    def __init__(self) -> None:
        super().__init__()
        self.setRange(0, 100)
        self.setTextVisible(False)
        self.setFixedHeight(_TALL)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the whole way and what is done of it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        box = QRectF(self.rect())
        painter.setBrush(colour("line"))
        painter.drawRoundedRect(box, _TALL / 2, _TALL / 2)
        done = box.width() * self.value() / self.maximum()
        if done >= _TALL:
            box.setWidth(done)
            painter.setBrush(colour("fill"))
            painter.drawRoundedRect(box, _TALL / 2, _TALL / 2)
