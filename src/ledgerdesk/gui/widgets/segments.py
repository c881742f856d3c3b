"""A choice of two to six words in one outline: digits choose, chosen reads without colour."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QLineF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QSizePolicy, QWidget

from ledgerdesk.gui import theme
from ledgerdesk.gui.theme import colour

_SIDE = 12
_DIGIT_GAP = 6


class _Segment(QRadioButton):
    def __init__(self, owner: "Segments", position: int) -> None:
        super().__init__(owner)
        self._owner = owner
        self._position = position
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(owner.tall)

    def sizeHint(self) -> QSize:
        """Ask for the words in bold, so that choosing moves nothing."""
        width = QFontMetrics(theme.font(bold=True)).horizontalAdvance(self.text()) + 2 * _SIDE
        if self._owner.has_digits:
            width += QFontMetrics(theme.font(theme.SMALL)).horizontalAdvance("0") + _DIGIT_GAP
        return QSize(width, self._owner.tall)

    def minimumSizeHint(self) -> QSize:
        """Never cut the words."""
        return self.sizeHint()

    def hitButton(self, _place: object) -> bool:
        """Take a click anywhere in it."""
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by digit."""
        if not self._owner.choose_by_key(event):
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw digit and word; chosen: soft ground, ink outline, bold."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if chosen:
            painter.setPen(QPen(colour("accent"), 1))
            painter.setBrush(colour("soft"))
            painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
        elif self.underMouse() and self.isEnabled():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("hover"))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), theme.RADIUS, theme.RADIUS)
        words = QFontMetrics(theme.font(bold=chosen)).horizontalAdvance(self.text())
        digit = str(self._position + 1) if self._owner.has_digits else ""
        small = QFontMetrics(theme.font(theme.SMALL)).horizontalAdvance(digit)
        gap = _DIGIT_GAP if digit else 0
        x = (self.width() - words - small - gap) // 2
        middle = Qt.AlignmentFlag.AlignVCenter
        if digit:
            painter.setFont(theme.font(theme.SMALL))
            painter.setPen(colour("accent" if chosen else "muted"))
            painter.drawText(QRectF(x, 0, small + 2, self.height()), middle, digit)
        painter.setFont(theme.font(bold=chosen))
        role = "accent" if chosen else "text" if self.isEnabled() else "disabled"
        painter.setPen(colour(role))
        place = QRectF(x + small + gap, 0, words + 4, self.height())
        painter.drawText(place, middle, self.text())


class Segments(QWidget):
    """Radio buttons in one outline; `chosen` tells the new position."""

    chosen = Signal(int)
    accepted = Signal()

    def __init__(
        self, count: int, *, digits: bool = True, tall: int = theme.FIELD_HEIGHT, even: bool = False
    ) -> None:
        super().__init__()
        self.has_digits = digits
        self.tall = tall
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for position in range(count):
            part = _Segment(self, position)
            part.setProperty("ring_on_parent", True)
            self._group.addButton(part, position)
            row.addWidget(part, 1 if even else 0)
        self._group.idToggled.connect(self._toggled)
        self.setSizePolicy(
            QSizePolicy.Policy.Expanding if even else QSizePolicy.Policy.Fixed,
            QSizePolicy.Policy.Fixed,
        )
        self.setFixedHeight(tall)
        # A label's access key leads to nothing that takes no focus, whatever its proxy does.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(self._group.button(0))

    def say(self, name: str, words: Sequence[str]) -> None:
        """Set the words of the choices and what they are choices of."""
        self.setAccessibleName(name)
        for position, word in enumerate(words):
            part = self._group.button(position)
            part.setText(word)
            part.setAccessibleName(f"{name}: {word}")
            part.updateGeometry()

    @property
    def position(self) -> int | None:
        """Tell which is chosen; nothing is preselected."""
        found = self._group.checkedId()
        return None if found < 0 else found

    def choose(self, position: int | None) -> None:
        """Choose one, or none."""
        if position is None:
            self._group.setExclusive(False)
            for part in self._group.buttons():
                part.setChecked(False)
            self._group.setExclusive(True)
            self.setFocusProxy(self._group.button(0))
            self.update()
            return
        self._group.button(position).setChecked(True)

    def choose_by_key(self, event: QKeyEvent) -> bool:
        """Choose by the digit in front of a word; Enter accepts what is chosen."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accepted.emit()
            return True
        digit = event.text()
        count = len(self._group.buttons())
        if not self.has_digits or not digit.isdecimal() or not 1 <= int(digit) <= count:
            return False
        part = self._group.button(int(digit) - 1)
        part.setChecked(True)
        part.setFocus(Qt.FocusReason.OtherFocusReason)
        self.accepted.emit()
        return True

    def _toggled(self, position: int, on: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.update()
        if on:
            self.setFocusProxy(self._group.button(position))
            self.chosen.emit(position)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the one outline and the hairlines between what is not chosen."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        bad = bool(self.property("bad"))
        painter.setPen(QPen(colour("bad" if bad else "line2"), 1))
        painter.setBrush(colour("surface"))
        painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
        if not bad:
            painter.setPen(QPen(colour("edge"), 1))
            low = box.bottom()
            painter.drawLine(QLineF(theme.RADIUS, low, self.width() - theme.RADIUS, low))
        painter.setPen(QPen(colour("line2"), 1))
        parts = self._group.buttons()
        for left, right in pairwise(parts):
            if not left.isChecked() and not right.isChecked():
                x = right.geometry().left() + 0.5
                painter.drawLine(QLineF(x, 8, x, self.height() - 8))
