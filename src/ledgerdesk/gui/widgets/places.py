"""The sidebar: few places, each with its key; the chosen one has soft ground and an ink edge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout

from ledgerdesk.gui import icons, theme
from ledgerdesk.gui.theme import colour
from ledgerdesk.gui.widgets.texts import Elided, Ground, Rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from ledgerdesk.gui.places import Place

_ROW = 34
_INNER = 32


class _PlaceButton(QPushButton):
    def __init__(self, place: Place) -> None:
        super().__init__()
        self._place = place
        self.setCheckable(True)
        self.setFixedHeight(_INNER)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(theme.SIDEBAR - 20, _INNER)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        box = QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen:
            painter.setBrush(colour("soft"))
            painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
            painter.setBrush(colour("accent"))
            painter.drawRoundedRect(QRectF(0, 8, 3, _INNER - 16), 1.5, 1.5)
        elif self.underMouse():
            painter.setBrush(colour("hover"))
            painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
        ink = colour("accent" if chosen else "muted")
        mark = icons.tinted(self._place.icon, ink, 18, self.devicePixelRatioF())
        painter.drawPixmap(12, (_INNER - 18) // 2, mark)
        painter.setFont(theme.font(bold=chosen))
        painter.setPen(colour("accent" if chosen else "text"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect().adjusted(40, 0, 0, 0), middle, self.text())
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(colour("muted"))
        right = self.rect().adjusted(0, 0, -10, 0)
        painter.drawText(right, middle | Qt.AlignmentFlag.AlignRight, self._place.key)


class Sidebar(Ground):
    """Firm and book above, the places below."""

    chosen = Signal(int)

    def __init__(self, places: Sequence[Place]) -> None:
        super().__init__("window")
        self.setFixedWidth(theme.SIDEBAR)
        self._firm = Elided(bold=True)
        self._book = Elided(size=theme.SMALL, tone="muted")
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 14, 9, 12)
        column.setSpacing(0)
        for label in (self._firm, self._book):
            label.setContentsMargins(12, 0, 0, 0)
            label.setIndent(12)
        head = QVBoxLayout()
        head.setContentsMargins(12, 0, 4, 0)
        head.setSpacing(0)
        head.addWidget(self._firm)
        head.addWidget(self._book)
        column.addLayout(head)
        column.addSpacing(14)
        for number, place in enumerate(places):
            if place.after_rule:
                column.addSpacing(7)
                column.addWidget(Rule("line2"))
                column.addSpacing(9)
            button = _PlaceButton(place)
            self._group.addButton(button, number)
            column.addWidget(button)
            column.addSpacing(_ROW - _INNER)
        column.addStretch(1)
        self._group.idClicked.connect(self.chosen)

    def say(self, words: Sequence[str]) -> None:
        """Set the words of the places."""
        for number, word in enumerate(words):
            button = self._group.button(number)
            button.setText(word)
            button.setAccessibleName(word)

    def head(self, firm: str, book: str) -> None:
        """Set firm and book."""
        self._firm.setText(firm)
        self._book.setText(book)

    def mark(self, number: int) -> None:
        """Show which place is open."""
        self._group.button(number).setChecked(True)
