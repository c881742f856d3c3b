"""A choice out of a list, drawn as a field; arrows open it, Enter goes to the next field."""

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy

from ledgerdesk.gui import icons, theme
from ledgerdesk.gui.theme import colour

_PAD = 11
_ICON = 16
_MOST_SHOWN = 14


class Select(QComboBox):
    """One of many words; `chosen` tells a choice made by hand, never one made by the program.

    With the property `quiet` the first word is written as what says that nothing was chosen.
    """

    chosen = Signal(int)
    next_wanted = Signal()

    def __init__(self, *, tall: int = theme.FILTER_HEIGHT) -> None:
        super().__init__()
        self.setFixedHeight(tall)
        self.setFont(theme.font())
        self.setMaxVisibleItems(_MOST_SHOWN)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.activated.connect(self.chosen)

    def say(self, words: Sequence[str]) -> None:
        """Set the words; what is chosen stays chosen."""
        kept = self.currentIndex()
        if self.count() == len(words):
            for place, word in enumerate(words):
                self.setItemText(place, word)
            return
        self.clear()
        self.addItems(list(words))
        self.setCurrentIndex(min(max(kept, 0), len(words) - 1))

    def choose(self, place: int) -> None:
        """Choose without telling."""
        self.setCurrentIndex(place)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll: a wheel over a choice must not change it."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter as the way to the next field, and open the list before anything changes.

        Arrows on a closed list would choose every word they pass.
        """
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.next_wanted.emit()
            event.accept()
        elif plain and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.showPopup()
            event.accept()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line one chooses on, the word, and the sign that more is below."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on, over = self.isEnabled(), self.underMouse()
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setBrush(colour("surface" if on and not over else "hover"))
        bad = bool(self.property("bad"))
        painter.setPen(QPen(colour("bad" if bad else "line2" if on else "line"), 1))
        painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
        if on and not bad:
            painter.setPen(QPen(colour("edge"), 1))
            low = box.bottom()
            painter.drawLine(QLineF(box.left() + theme.RADIUS, low, box.right() - 4, low))
        quiet = self.currentIndex() == 0 and bool(self.property("quiet"))
        painter.setFont(theme.font())
        painter.setPen(colour("disabled" if not on else "muted" if quiet else "text"))
        room = self.rect().adjusted(_PAD, 0, -_PAD - _ICON, 0)
        text = QFontMetrics(painter.font()).elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
        ink = colour("muted" if on else "disabled")
        mark = icons.tinted("chevron-down", ink, _ICON, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - _ICON - 7, (self.height() - _ICON) // 2, mark)
