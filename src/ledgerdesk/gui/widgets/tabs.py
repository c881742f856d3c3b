"""Tabs as words on a line: Alt and a digit open one, a count beside tells how much it holds."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from ledgerdesk.gui import theme
from ledgerdesk.gui.theme import colour
from ledgerdesk.gui.widgets.texts import without_mark

_TALL = 38
_GAP, _LEAST_GAP = 28, 8
_COUNT_GAP = 6
_LINE = 3


class _Tab(QPushButton):
    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self.count = ""
        self.setCheckable(True)
        self.setFixedHeight(_TALL)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def _words(self) -> int:
        metrics = QFontMetrics(theme.font(bold=True))
        return metrics.size(Qt.TextFlag.TextShowMnemonic, self.text()).width()

    def sizeHint(self) -> QSize:
        """Ask for the words in bold, so that choosing moves nothing."""
        width = self._words()
        if self.count:
            small = QFontMetrics(theme.font(theme.SMALL))
            width += _COUNT_GAP + small.horizontalAdvance(self.count)
        return QSize(width, _TALL)

    def minimumSizeHint(self) -> QSize:
        """Never cut the words."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw words and count; chosen: ink, bold, a line below."""
        painter = QPainter(self)
        chosen = self.isChecked()
        painter.setFont(theme.font(bold=chosen))
        painter.setPen(colour("accent" if chosen or self.underMouse() else "text"))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        place = QRect(0, 0, self._words() + 2, _TALL - _LINE)
        painter.drawText(place, int(flags) | int(Qt.TextFlag.TextShowMnemonic), self.text())
        if self.count:
            painter.setFont(theme.font(theme.SMALL))
            painter.setPen(colour("muted"))
            left = self._words() + _COUNT_GAP
            painter.drawText(QRect(left, 0, self.width(), _TALL - _LINE), int(flags), self.count)
        if chosen:
            painter.fillRect(0, _TALL - _LINE, self.width(), _LINE, colour("accent"))


class Tabs(QWidget):
    """One of a few words; `chosen` tells the new place."""

    chosen = Signal(int)

    def __init__(self, count: int) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        self.tabs = [_Tab(self) for _ in range(count)]
        for place, tab in enumerate(self.tabs):
            self._group.addButton(tab, place)
            row.addWidget(tab)
        row.addStretch(1)
        self.tabs[0].setChecked(True)
        self._group.idToggled.connect(self._toggled)
        self.setFixedHeight(_TALL)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Move closer together where the window is narrow, rather than cut a word."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        words = sum(tab.sizeHint().width() for tab in self.tabs)
        free = (self.width() - words) // max(len(self.tabs) - 1, 1)
        self._row.setSpacing(min(max(free, _LEAST_GAP), _GAP))

    def say(self, words: Sequence[str]) -> None:
        """Set the words, each with its access key."""
        for tab, word in zip(self.tabs, words, strict=True):
            tab.setText(word)
            tab.setAccessibleName(without_mark(word))
            tab.updateGeometry()
        self._fit()

    def show_count(self, place: int, count: int | None) -> None:
        """Tell how much a tab holds; nothing and none are not told."""
        tab = self.tabs[place]
        tab.count = str(count) if count else ""
        tab.setAccessibleDescription(tab.count)
        tab.updateGeometry()
        tab.update()
        self._fit()

    @property
    def place(self) -> int:
        """Tell which is open."""
        return self._group.checkedId()

    def choose(self, place: int) -> None:
        """Open one."""
        self.tabs[place].setChecked(True)

    def _toggled(self, place: int, on: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.update()
        if on:
            self.chosen.emit(place)
