"""The page before the desk: ruled paper in the window's ground, small words on its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ledgerdesk import __version__
from ledgerdesk.gui import theme
from ledgerdesk.gui.theme import colour
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.scrolling import Scrolling
from ledgerdesk.gui.widgets.texts import Ground, Text
from ledgerdesk.i18n.translator import Language

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from ledgerdesk.gui.speech import Speech

_PITCH = 32
_FIRST = 46
_MARGIN = 96
_TEXT_LEFT = 112
_ROUND = 10  # px around the card, for its shadow


class RuledPage(QWidget):
    """Ruled paper with a card in its middle, the program's name below and the languages above.

    `emergency_wanted` asks for the cards that say what to do, which need no password.
    """

    emergency_wanted = Signal()

    def __init__(self, speech: Speech, card_width: int) -> None:
        super().__init__()
        self._speech = speech
        self.card = Ground("card")
        self.card.setFixedWidth(card_width)
        self.language_button = Button(Kind.GHOST, icon="language")
        self.language_button.clicked.connect(self._switch_language)
        self.emergency_button = Button(Kind.GHOST)
        self.emergency_button.clicked.connect(self.emergency_wanted)
        self._foot = Text(size=theme.SMALL, tone="muted")
        self._foot.setParent(self)
        top = QHBoxLayout()
        top.addStretch(1)
        top.addWidget(self.language_button)
        sheet = QWidget()
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.card)
        middle.addStretch(1)
        whole = QVBoxLayout(sheet)  # stretches, since an alignment would ask for too little height
        whole.setContentsMargins(0, _ROUND, 0, _ROUND)
        whole.addStretch(1)
        whole.addLayout(middle)
        whole.addStretch(1)
        self._area = Scrolling(sheet)
        self._area.scrolled.connect(self.update)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 46)
        column.addLayout(top)
        column.addWidget(self._area, 1)
        self.emergency_button.setParent(self)  # after the card: it comes last by Tab as well
        speech.changed.connect(self._say_frame)
        self._say_frame()

    def _switch_language(self) -> None:
        other = Language.EN if self._speech.language is Language.ZH else Language.ZH
        self._speech.choose(other)

    def _say_frame(self) -> None:
        self.language_button.say("中文 / English")
        self._foot.setText(
            self._speech.text("LedgerDesk {version}   offline, on this PC", version=__version__)
        )
        self._foot.adjustSize()
        self.emergency_button.say(self._speech.text("Emergency cards"))
        self.emergency_button.adjustSize()
        self._place_foot()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the foot on the last whole line."""
        super().resizeEvent(event)
        self._place_foot()

    def _place_foot(self) -> None:
        last = _FIRST + (self.height() - _FIRST - 6) // _PITCH * _PITCH
        self._foot.move(_TEXT_LEFT, last - self._foot.height() - 3)
        link = self.emergency_button
        link.move(self.width() - link.width() - 16, last - link.height() + 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the paper."""
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)  # fillRect would bring in all of QGradient at the start
        painter.setBrush(colour("window"))
        painter.drawRect(self.rect())
        painter.setPen(colour("line"))
        for y in range(_FIRST, self.height(), _PITCH):
            painter.drawLine(0, y, self.width(), y)
        painter.setPen(colour("line2"))
        for x in (_MARGIN, _MARGIN + 3):
            painter.drawLine(x, 0, x, self.height())
        if theme.look().is_flat:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        self._paint_shadow(painter)

    def _paint_shadow(self, painter: QPainter) -> None:
        shade = colour("text") if theme.look().name is theme.ThemeName.LIGHT else colour("desk")
        shade.setAlpha(2)
        painter.setBrush(shade)
        painter.setClipRect(self._area.geometry())
        box = QRect(self.card.mapTo(self, self.card.rect().topLeft()), self.card.size())
        for step in range(8):
            painter.drawRoundedRect(
                box.adjusted(-step, 2 - step, step, 2 + step),
                theme.PANEL_RADIUS + step,
                theme.PANEL_RADIUS + step,
            )
