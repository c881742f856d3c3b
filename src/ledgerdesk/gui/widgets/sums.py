"""The day's sums by method: type over a 3 px share bar, no tiles."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ledgerdesk.gui import theme
from ledgerdesk.gui.theme import colour

_GAP = 28
_TALL = 60
_BAR = 3
_TOTAL_SHARE = 1.15


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """One sum: its name, its amount as text, how many, and its share of the total, 0 to 1."""

    name: str
    amount: str
    count: str
    share: float


class Sums(QWidget):
    """The total first, then the methods."""

    def __init__(self) -> None:
        super().__init__()
        self._sums: Sequence[Sum] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_TALL)

    def show_sums(self, sums: Sequence[Sum]) -> None:
        """Show sums, the total first."""
        self._sums = sums
        self.setAccessibleName(", ".join(f"{one.name} {one.amount}" for one in sums))
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for the room of six."""
        return QSize(600, _TALL)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw name and count, the amount, the bar."""
        if not self._sums:
            return
        painter = QPainter(self)
        room = self.width() - _GAP * (len(self._sums) - 1)
        unit = room / (len(self._sums) - 1 + _TOTAL_SHARE)
        x = 0.0
        for number, one in enumerate(self._sums):
            wide = unit * _TOTAL_SHARE if number == 0 else unit
            self._paint(painter, QRect(round(x), 0, round(wide), _TALL), one, total=number == 0)
            x += wide + _GAP

    def _paint(self, painter: QPainter, box: QRect, one: Sum, *, total: bool) -> None:
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(colour("muted"))
        top = box.adjusted(0, 0, 0, -_TALL + 18)
        painter.drawText(top, Qt.AlignmentFlag.AlignLeft, one.name)
        painter.drawText(top, Qt.AlignmentFlag.AlignRight, one.count)
        painter.setFont(theme.font(theme.TITLE if total else theme.LARGE, bold=total))
        painter.setPen(colour("text"))
        # One baseline for both sizes: layouts miss it by 2 px.
        painter.drawText(box.left(), 46, one.amount)
        low = _TALL - _BAR
        painter.fillRect(box.left(), low, box.width(), _BAR, colour("line"))
        filled = box.width() if total else round(box.width() * one.share)
        if one.share > 0:
            role = "text" if total else "accent"
            painter.fillRect(box.left(), low, max(filled, 2), _BAR, colour(role))
