"""Words on a page: labels by size and tone, hairlines, and the grounds they stand on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from ledgerdesk.gui import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QFont, QPaintEvent, QResizeEvent

Tone = Literal["text", "muted", "accent", "ok", "warn", "bad", "disabled"]
GroundName = Literal["window", "surface", "raised", "desk", "card", "quick"]
_SMALLEST = 9
_CHINESE_MARK = re.compile(r"\s*\(&\w\)")


def without_mark(text: str) -> str:
    """Give a label without its access key: `客户(&C)` and `&Customer` as one says them."""
    return _CHINESE_MARK.sub("", text).replace("&", "").rstrip("…").strip()


class Text(QLabel):
    """A label of one type size, weight and tone."""

    def __init__(
        self,
        text: str = "",
        *,
        size: int = theme.BODY,
        bold: bool = False,
        tone: Tone = "text",
        wrap: bool = False,
    ) -> None:
        super().__init__(text)
        self.setFont(theme.font(size, bold=bold))
        self.setWordWrap(wrap)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.set_tone(tone)

    def set_tone(self, tone: Tone) -> None:
        """Change the role of its colour."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            theme.restyle(self)


class Elided(Text):
    """A label that shortens its text with … instead of widening the window."""

    def minimumSizeHint(self) -> QSize:
        """Ask for little, so that the layout may squeeze it."""
        return QSize(24, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the whole text as a tooltip where it does not fit."""
        super().resizeEvent(event)
        fits = QFontMetrics(self.font()).horizontalAdvance(self.text()) <= self.width()
        self.setToolTip("" if fits else self.text())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the text, shortened at its end."""
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        text = QFontMetrics(self.font()).elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.width()
        )
        painter.drawText(self.rect(), self.alignment() | Qt.AlignmentFlag.AlignVCenter, text)


def fitting(text: str, size: int, room: int, *, bold: bool = False) -> QFont:
    """Give the largest font up to a size in which a text has room: a figure is never cut."""
    for smaller in range(size, _SMALLEST, -1):
        made = theme.font(smaller, bold=bold)
        if QFontMetrics(made).horizontalAdvance(text) <= room:
            return made
    return theme.font(_SMALLEST, bold=bold)


class Figure(Text):
    """A figure that is shown whole: it grows smaller where it has no room."""

    def __init__(self, text: str = "", *, size: int = theme.BODY, bold: bool = False) -> None:
        super().__init__(text, size=size, bold=bold)
        self._size, self._bold = size, bold

    def set_size(self, size: int) -> None:
        """Let it be no larger than this."""
        self._size = size
        self.setFont(theme.font(size, bold=self._bold))

    def minimumSizeHint(self) -> QSize:
        """Ask for little, so that the layout may squeeze it."""
        return QSize(24, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the text in a size that fits."""
        painter = QPainter(self)
        painter.setFont(fitting(self.text(), self._size, self.width(), bold=self._bold))
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(self.rect(), self.alignment() | Qt.AlignmentFlag.AlignVCenter, self.text())


class Rule(QFrame):
    """A hairline, lying unless it is to stand."""

    def __init__(self, role: Literal["line", "line2"] = "line", *, upright: bool = False) -> None:
        super().__init__()
        self.setProperty("rule", role)
        if upright:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)


class Ground(QWidget):
    """A widget with a ground of its own."""

    def __init__(self, name: GroundName, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", name)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)


def spread() -> QWidget:
    """Make an empty part that takes what room is left."""
    made = QWidget()
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return made
