"""Notices: a note in a form, a bar for a state that lasts, a toast for what was just done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer
from PySide6.QtGui import (
    QPainter,
    QPen,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ledgerdesk.gui import icons, theme
from ledgerdesk.gui.theme import colour
from ledgerdesk.gui.widgets.buttons import Button, Kind, LinkButton
from ledgerdesk.gui.widgets.texts import Elided, Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject, QRect
    from PySide6.QtGui import (
        QColor,
        QPaintEvent,
        QShowEvent,
    )

Tone = Literal["info", "ok", "warn", "bad"]
_ICONS = {"info": "info", "ok": "check", "warn": "alert", "bad": "problem"}
_INK = {"info": "accent", "ok": "ok", "warn": "warn", "bad": "bad"}
_SOFT = {"info": "soft", "ok": "ok_soft", "warn": "warn_soft", "bad": "bad_soft"}
TOAST_MS = 5000
UNDO_KEY = "Ctrl+Z"


class Note(QWidget):
    """An icon and a sentence inside a form, with a quieter second line on wish."""

    def __init__(self, tone: Tone, *, icon: str = "", size: int = 0, bold: bool = False) -> None:
        super().__init__()
        self._tone = tone
        shown = size or (theme.BODY if tone == "ok" else theme.SMALL)
        self._icon_name = icon or _ICONS[tone]
        self._mark = QLabel()
        self._mark.setFixedSize(16, {theme.SMALL: 18, theme.BODY: 22}.get(shown, 28))
        self.words = Text(size=shown, bold=bold, wrap=True)
        if tone in ("warn", "bad"):
            self.words.set_tone("warn" if tone == "warn" else "bad")
        self._more = Text(size=theme.SMALL, tone="muted", wrap=True)
        self._more.hide()
        column = QVBoxLayout()
        column.setSpacing(1)
        column.addWidget(self.words)
        column.addWidget(self._more)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 6, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        self._has_mark = False
        theme.look().changed.connect(self._draw_again)

    def showEvent(self, event: QShowEvent) -> None:
        """Draw the icon once somebody sees the words: most notes of a page are never said."""
        super().showEvent(event)
        if not self._has_mark:
            QTimer.singleShot(0, self, self._draw_mark)

    def _draw_again(self) -> None:
        if self._has_mark:
            self._draw_mark()

    def _draw_mark(self) -> None:
        self._has_mark = True
        ratio = self.devicePixelRatioF()
        self._mark.setPixmap(icons.pixmap(self._icon_name, _INK[self._tone], 16, ratio))

    def say(self, text: str, more: str = "") -> None:
        """Set the sentence and the quieter line."""
        self.words.setText(text)
        self._more.setText(more)
        self._more.setVisible(bool(more))


class InfoBar(QWidget):
    """A state that lasts, 40 px, with one action in ink and its key."""

    def __init__(self, tone: Tone) -> None:
        super().__init__()
        self._tone = tone
        self.setFixedHeight(40)
        self.words = Elided()
        self.action = LinkButton()
        row = QHBoxLayout(self)
        row.setContentsMargins(42, 0, 8, 0)
        row.addWidget(self.words, 1)
        row.addWidget(self.action)

    def say(self, text: str, action: str) -> None:
        """Set the sentence and the action."""
        self.words.setText(text)
        self.action.say(action)
        self.action.setVisible(bool(action))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the soft ground, or an outline where there are none, and the icon."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(colour(_SOFT[self._tone]))
        flat = theme.look().is_flat
        painter.setPen(QPen(colour(_INK[self._tone]), 1) if flat else Qt.PenStyle.NoPen)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
        mark = icons.pixmap(_ICONS[self._tone], _INK[self._tone], 18, self.devicePixelRatioF())
        painter.drawPixmap(14, 11, mark)


class _TipButton(Button):
    def __init__(self) -> None:
        super().__init__(Kind.GHOST)
        self._bold = True

    def _ink(self) -> tuple[QColor, QColor]:
        return colour("tip_action"), colour("tip_action")


class Toast(QWidget):
    """What was just done, bottom right over empty ground, 5 s, longer while pointed at.

    One that lasts stays until something else was done or another place is opened.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._mark = QLabel()
        self.words = QLabel()
        self.words.setFont(theme.font())
        self.action, self.other = _TipButton(), _TipButton()
        self._act: Callable[[], None] | None = None
        self._key = ""
        self._other_act: Callable[[], None] | None = None
        self._trouble = False
        self._lasts = False
        self._clear_of: Callable[[], tuple[int, int]] = lambda: (0, 0)
        self.action.clicked.connect(self._acted)
        self.other.clicked.connect(self._acted_otherwise)
        row = QHBoxLayout(self)
        row.setContentsMargins(16 + 8, 8, 8 + 8, 8 + 8)
        row.setSpacing(10)
        row.addWidget(self._mark)
        row.addWidget(self.words)
        row.addSpacing(8)
        row.addWidget(self.action)
        row.addWidget(self.other)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TOAST_MS)
        self._timer.timeout.connect(self.hide)
        window.installEventFilter(self)
        theme.look().changed.connect(self._recolour)
        self.hide()

    def show_trouble(
        self, text: str, action: str = "", act: Callable[[], None] | None = None
    ) -> None:
        """Say what did not go, with what to do next; it stays twice as long."""
        self._trouble = True
        self._lasts = False
        self._show(text, action, act)

    def show_done(
        self,
        text: str,
        action: str = "",
        act: Callable[[], None] | None = None,
        *,
        key: str = "",
        lasts: bool = False,
        other: tuple[str, Callable[[], None]] | None = None,
    ) -> None:
        """Say what was done, with an action or two where they are true; it takes no focus."""
        self._trouble = False
        self._lasts = lasts
        self._show(text, action, act, key, other)

    def take_back(self) -> None:
        """Undo what was just done, while the toast still offers it."""
        if self.isVisible() and self._key == UNDO_KEY:
            self.action.click()

    def keep_clear_of(self, taken: Callable[[], tuple[int, int]]) -> None:
        """Stand left of, or above, what a page has there; what only lasted there goes.

        `taken` gives the px at the right and at the foot that are not to be covered.
        """
        self._clear_of = taken
        if self._lasts:
            self.hide()
        self._place()

    def _show(
        self,
        text: str,
        action: str,
        act: Callable[[], None] | None,
        key: str = "",
        other: tuple[str, Callable[[], None]] | None = None,
    ) -> None:
        self._act = act
        self._key = key
        self.action.set_key(key)
        self.action.say(action)
        self.action.setVisible(bool(action))
        self.other.say(other[0] if other else "")
        self._other_act = other[1] if other else None
        self.other.setVisible(other is not None)
        self._say_words(text)
        self._recolour()
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._wait()
        from PySide6.QtGui import (  # noqa: PLC0415 - no toast stands at the door
            QAccessible,
            QAccessibleEvent,
        )

        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _wait(self) -> None:
        if self._lasts:
            self._timer.stop()
        else:
            self._timer.start(TOAST_MS * (2 if self._trouble else 1))

    def _say_words(self, text: str) -> None:
        """Say it whole where there is room; of what is longer its middle is left out."""
        beside = sum(
            one.sizeHint().width() for one in (self.action, self.other) if not one.isHidden()
        )
        room = self._window.width() - self._clear_of()[0] - beside - 4 * theme.PAGE_SIDE - 60
        metrics = self.words.fontMetrics()
        self.words.setText(metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, max(room, 160)))
        self.words.setToolTip(text if self.words.text() != text else "")
        self.words.setAccessibleName(text)

    def _acted_otherwise(self) -> None:
        act, self._other_act = self._other_act, None
        self.hide()
        if act is not None:
            act()

    def _acted(self) -> None:
        act, self._act = self._act, None
        self.hide()
        if act is not None:
            act()

    def _recolour(self) -> None:
        self.words.setStyleSheet(f"color: {theme.look().tokens.on_tip};")
        self._mark.setPixmap(
            icons.pixmap(
                "alert" if self._trouble else "check", "on_tip", 16, self.devicePixelRatioF()
            )
        )

    def _place(self) -> None:
        host = self._window.rect()
        right, below = self._clear_of()
        self.move(
            host.right() - self.width() - theme.PAGE_SIDE + 8 - right,
            host.bottom() - self.height() - theme.STATUS_BAR - 12 - below,
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner of a window that changes its size."""
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def event(self, event: QEvent) -> bool:
        """Stay while pointed at."""
        if event.type() == QEvent.Type.Enter:
            self._timer.stop()
        elif event.type() == QEvent.Type.Leave:
            self._wait()
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the theme turned over, with a quiet shadow."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.rect().adjusted(8, 0, -8, -8)
        paint_shadow(painter, box, theme.BIG_RADIUS)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("tip"))
        painter.drawRoundedRect(QRectF(box), theme.BIG_RADIUS, theme.BIG_RADIUS)


def paint_shadow(painter: QPainter, box: QRect, radius: int) -> None:
    """Draw a popup's shadow: rounded rectangles of little alpha, 3 px down, no hard edge."""
    if theme.look().is_flat:
        return
    light = theme.look().name is theme.ThemeName.LIGHT
    shade = colour("text") if light else colour("window").darker(300)
    shade.setAlpha(3 if light else 8)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(shade)
    for step in range(8):
        grown = QRectF(box).adjusted(-step, 3 - step, step, min(step + 3, 8))
        painter.drawRoundedRect(grown, radius + step, radius + step)
