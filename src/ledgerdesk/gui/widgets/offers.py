"""A popup of offers under a field: arrows choose, Enter takes, the typing stays in the field."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ledgerdesk.gui import theme
from ledgerdesk.gui.theme import colour
from ledgerdesk.gui.widgets.notices import paint_shadow

_SHADOW = 12
_FOOT = 34
_PAD = 10
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One offer: its value, its title and three quieter words; the second line may be absent."""

    value: Any
    title: str
    below: str = ""
    right: str = ""
    right_below: str = ""


class Offers(QWidget):
    """The popup; it stands in the window, over everything, and never takes the focus."""

    taken = Signal(object)
    foot_taken = Signal()
    highlighted = Signal(object)

    def __init__(self, anchor: QWidget, *, two_lines: bool, width: int = 0) -> None:
        super().__init__(anchor.window())
        self._anchor = anchor
        self._row = theme.TWO_LINE_ROW if two_lines else theme.ROW_HEIGHT
        self._two = two_lines
        self._width = width
        self._offers: Sequence[Offer] = ()
        self._typed = ""
        self._foot = ("", "", "")
        self.current = -1
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.hide()

    def offer(self, offers: Sequence[Offer], *, typed: str, foot: tuple[str, str, str]) -> None:
        """Show offers, the first one highlighted; `foot` is help, the last row and its key."""
        self._offers = offers
        self._typed = typed
        self._foot = foot
        self.current = 0 if offers else -1
        if not offers and not foot[1]:
            self.hide()
            return
        self._place()
        self.show()
        self.raise_()
        self._highlight()

    def _highlight(self) -> None:
        self.update()
        offer = self.chosen
        self.highlighted.emit(None if offer is None else offer.value)

    @property
    def chosen(self) -> Offer | None:
        """Give the highlighted offer."""
        if self.isHidden() or not 0 <= self.current < len(self._offers):
            return None
        return self._offers[self.current]

    def move_by(self, step: int) -> None:
        """Move the highlight; past the last offer comes the foot's own row."""
        last = len(self._offers) - (0 if self._foot[1] else 1)
        self.current = max(0, min(self.current + step, last))
        self._highlight()

    def take(self) -> bool:
        """Take what is highlighted; False when there is nothing to take."""
        if self.isHidden():
            return False
        offer = self.chosen
        if offer is not None:
            self.hide()
            self.taken.emit(offer.value)
            return True
        if self._foot[1] and self.current == len(self._offers):
            self.hide()
            self.foot_taken.emit()
            return True
        return False

    def _place(self) -> None:
        host = self._anchor.window()
        if self.parentWidget() is not host:
            self.setParent(host)
        corner = self._anchor.mapTo(host, QPoint(0, self._anchor.height() + 6))
        wide = max(self._width, self._anchor.width())
        foot = _FOOT if any(self._foot) else 4
        high = len(self._offers) * self._row + foot + 4
        left = min(corner.x(), host.width() - wide - _SHADOW)
        self.setGeometry(
            left - _SHADOW, corner.y() - _SHADOW, wide + 2 * _SHADOW, high + 2 * _SHADOW
        )

    def sizeHint(self) -> QSize:
        """Be as large as placed."""
        return self.size()

    def _row_at(self, place: QPoint) -> int:
        y = place.y() - _SHADOW - 4
        row = y // self._row
        if 0 <= row < len(self._offers):
            return row
        return len(self._offers) if y >= len(self._offers) * self._row else -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        row = self._row_at(event.position().toPoint())
        if row >= 0 and row != self.current and (row < len(self._offers) or self._foot[1]):
            self.current = row
            self._highlight()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take what was clicked."""
        self.current = self._row_at(event.position().toPoint())
        self.take()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw shadow, ground, rows and foot."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.rect().adjusted(_SHADOW, _SHADOW, -_SHADOW, -_SHADOW)
        paint_shadow(painter, box, theme.BIG_RADIUS)
        painter.setPen(QPen(colour("line2"), 1))
        painter.setBrush(colour("surface"))
        painter.drawRoundedRect(
            QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), theme.BIG_RADIUS, theme.BIG_RADIUS
        )
        for number, offer in enumerate(self._offers):
            top = box.top() + 4 + number * self._row
            row = QRect(box.left() + 4, top, box.width() - 8, self._row)
            self._paint_offer(painter, row, offer, chosen=number == self.current)
        if any(self._foot):
            self._paint_foot(painter, box)

    def _paint_offer(self, painter: QPainter, row: QRect, offer: Offer, *, chosen: bool) -> None:
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("soft"))
            painter.drawRoundedRect(row, theme.RADIUS, theme.RADIUS)
        inner = row.adjusted(_PAD, 0, -_PAD, 0)
        half = row.height() // 2
        first = inner.adjusted(0, 3, 0, -half) if self._two else inner
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(colour("muted"))
        painter.drawText(first, _RIGHT, offer.right)
        right = QFontMetrics(painter.font()).horizontalAdvance(offer.right) + 12
        self._paint_title(painter, first.adjusted(0, 0, -right, 0), offer.title)
        if self._two:
            second = inner.adjusted(0, half - 2, 0, -4)
            painter.setFont(theme.font(theme.SMALL))
            painter.setPen(colour("muted"))
            painter.drawText(second, _LEFT, offer.below)
            painter.drawText(second, _RIGHT, offer.right_below)

    def _paint_title(self, painter: QPainter, place: QRect, title: str) -> None:
        at = title.casefold().find(self._typed.casefold()) if self._typed else -1
        parts = [(title, False)]
        if at >= 0:
            end = at + len(self._typed)
            parts = [(title[:at], False), (title[at:end], True), (title[end:], False)]
        x = place.left()
        for text, hit in parts:
            made = theme.font(bold=hit)
            painter.setFont(made)
            painter.setPen(colour("accent" if hit else "text"))
            room = place.right() - x
            shown = QFontMetrics(made).elidedText(text, Qt.TextElideMode.ElideRight, max(room, 0))
            painter.drawText(QRect(x, place.top(), max(room, 0), place.height()), _LEFT, shown)
            x += QFontMetrics(made).horizontalAdvance(shown)

    def _paint_foot(self, painter: QPainter, box: QRect) -> None:
        help_text, last, key = self._foot
        top = box.bottom() - _FOOT + 1
        if self._offers:
            painter.setPen(colour("line"))
            painter.drawLine(box.left() + 1, top, box.right() - 1, top)
        row = QRect(box.left() + 4, top + 2, box.width() - 8, _FOOT - 5)
        if last and self.current == len(self._offers):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("soft"))
            painter.drawRoundedRect(row, theme.RADIUS, theme.RADIUS)
        inner = row.adjusted(_PAD, 0, -_PAD, 0)
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(colour("muted"))
        painter.drawText(inner, _LEFT, help_text)
        painter.drawText(inner, _RIGHT, key)
        painter.setPen(colour("accent"))
        wide = QFontMetrics(painter.font()).horizontalAdvance(key)
        painter.drawText(inner.adjusted(0, 0, -wide - (10 if key else 0), 0), _RIGHT, last)
