"""Chips: a word on a soft ground, radius 4, no dot; the normal state has none."""

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ledgerdesk.gui import icons, theme
from ledgerdesk.gui.theme import colour

ChipTone = Literal["plain", "tag", "info", "ok", "warn", "bad"]
_INK = {
    "plain": "muted",
    "tag": "muted",
    "info": "accent",
    "ok": "ok",
    "warn": "warn",
    "bad": "bad",
}
_SOFT = {"info": "soft", "ok": "ok_soft", "warn": "warn_soft", "bad": "bad_soft"}
_INSET = 8
_ICON = 14


def chip_width(text: str) -> int:
    """Measure a chip's width."""
    return QFontMetrics(theme.font(theme.SMALL)).horizontalAdvance(text) + 2 * _INSET


def paint_chip(
    painter: QPainter, left: int, middle: int, text: str, tone: ChipTone, *, on_soft: bool = False
) -> None:
    """Draw a chip whose text starts 8 px right of `left`; plain is muted text alone.

    An office's own tag has no ground, only an outline.
    """
    wide, tall = chip_width(text), theme.CHIP_HEIGHT
    box = QRectF(left, middle - tall / 2, wide, tall)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if tone == "tag":
        painter.setPen(QPen(colour("line2"), 1))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), theme.RADIUS, theme.RADIUS)
    elif tone != "plain":
        flat = theme.look().is_flat
        painter.setPen(QPen(colour(_INK[tone]), 1) if flat else Qt.PenStyle.NoPen)
        painter.setBrush(colour("surface" if on_soft else _SOFT[tone]))
        painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
    painter.setFont(theme.font(theme.SMALL))
    painter.setPen(colour(_INK[tone]))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


class Chip(QWidget):
    """A chip that stands alone, with an icon on wish."""

    def __init__(self, tone: ChipTone, *, icon: str = "") -> None:
        super().__init__()
        self._tone: ChipTone = tone
        self._icon_name = icon
        self._text = ""
        self.setFixedHeight(theme.CHIP_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def say(self, text: str, tone: ChipTone | None = None, *, icon: str | None = None) -> None:
        """Set its word, and its tone and icon on wish."""
        self._icon_name = self._icon_name if icon is None else icon
        self._text = text
        self._tone = tone or self._tone
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for word and icon."""
        icon = _ICON + 4 if self._icon_name else 0
        return QSize(chip_width(self._text) + icon, theme.CHIP_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        if not self._icon_name:
            paint_chip(painter, 0, self.height() // 2, self._text, self._tone)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._tone != "plain":
            flat = theme.look().is_flat
            painter.setPen(QPen(colour(_INK[self._tone]), 1) if flat else Qt.PenStyle.NoPen)
            painter.setBrush(colour(_SOFT[self._tone]))
            box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
        ink = colour(_INK[self._tone])
        mark = icons.tinted(self._icon_name, ink, _ICON, self.devicePixelRatioF())
        painter.drawPixmap(7, (self.height() - _ICON) // 2, mark)
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(ink)
        place = self.rect().adjusted(7 + _ICON + 4, 0, 0, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self._text)
