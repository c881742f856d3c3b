"""The day's sums by method: type over a 3 px share bar, no tiles; each one leads to its rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QWidget

from ledgerdesk.gui import theme
from ledgerdesk.gui.theme import colour
from ledgerdesk.gui.widgets.texts import fitting

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


class _SumButton(QAbstractButton):
    """One sum to choose; chosen, its name is in ink and bold."""

    def __init__(self, owner: QWidget, *, total: bool) -> None:
        super().__init__(owner)
        self._total = total
        self._sum = Sum(name="", amount="", count="", share=0)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_sum(self, one: Sum) -> None:
        """Show a sum."""
        self._sum = one
        self.setText(one.name)
        self.setAccessibleName(" ".join(part for part in (one.name, one.amount, one.count) if part))
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for the height; the width is given by whoever places it."""
        return QSize(100, _TALL)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw name and count, the amount, the bar."""
        painter = QPainter(self)
        one, box = self._sum, self.rect()
        marked = self.isChecked() and not self._total
        top = box.adjusted(0, 0, 0, -_TALL + 18)
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(colour("muted"))
        painter.drawText(top, Qt.AlignmentFlag.AlignRight, one.count)
        painter.setFont(theme.font(theme.SMALL, bold=marked))
        painter.setPen(colour("accent" if marked or self.underMouse() else "muted"))
        painter.drawText(top, Qt.AlignmentFlag.AlignLeft, one.name)
        size = theme.TITLE if self._total else theme.LARGE
        painter.setFont(fitting(one.amount, size, box.width(), bold=self._total))
        painter.setPen(colour("text"))
        # One baseline for both sizes: layouts miss it by 2 px.
        painter.drawText(box.left(), 46, one.amount)
        low = _TALL - _BAR
        painter.fillRect(box.left(), low, box.width(), _BAR, colour("line"))
        filled = box.width() if self._total else round(box.width() * one.share)
        if one.share > 0:
            role = "text" if self._total else "accent"
            painter.fillRect(box.left(), low, max(filled, 2), _BAR, colour(role))


class Sums(QWidget):
    """The total first, then the methods; `chosen` tells whose rows are wanted, 0 for all."""

    chosen = Signal(int)

    def __init__(self, most: int) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._buttons = [_SumButton(self, total=number == 0) for number in range(most)]
        for number, button in enumerate(self._buttons):
            self._group.addButton(button, number)
            button.hide()
        self._buttons[0].setChecked(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_TALL)
        self._group.idClicked.connect(self._clicked)

    @property
    def place(self) -> int:
        """Tell which sum is chosen."""
        return max(self._group.checkedId(), 0)

    def choose(self, place: int) -> None:
        """Choose a sum without telling."""
        self._buttons[place].setChecked(True)

    def show_sums(self, sums: Sequence[Sum]) -> None:
        """Show sums, the total first."""
        for button, one in zip(self._buttons, sums, strict=False):
            button.show_sum(one)
        for number, button in enumerate(self._buttons):
            button.setVisible(number < len(sums))
        self._place_all()

    def _clicked(self, place: int) -> None:
        self.chosen.emit(place)

    def sizeHint(self) -> QSize:
        """Ask for the room of six."""
        return QSize(600, _TALL)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out again."""
        super().resizeEvent(event)
        self._place_all()

    def _place_all(self) -> None:
        room = self.width() - _GAP * (len(self._buttons) - 1)
        unit = room / (len(self._buttons) - 1 + _TOTAL_SHARE)
        x = 0.0
        for number, button in enumerate(self._buttons):
            wide = unit * _TOTAL_SHARE if number == 0 else unit
            button.setGeometry(round(x), 0, round(wide), _TALL)
            x += wide + _GAP
