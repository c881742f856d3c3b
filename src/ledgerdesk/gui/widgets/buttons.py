"""Buttons: one filled a page, its key inside it; the rest are paper with a firmer bottom edge."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFontMetrics,
    QKeySequence,
    QPainter,
    QPen,
    QShortcut,
)
from PySide6.QtWidgets import QPushButton, QSizePolicy

from ledgerdesk.gui import icons, theme
from ledgerdesk.gui.theme import colour
from ledgerdesk.gui.widgets.texts import without_mark

if TYPE_CHECKING:
    from PySide6.QtGui import (
        QColor,
        QKeyEvent,
        QPaintEvent,
    )
    from PySide6.QtWidgets import QWidget

_KEY_GAP = 10
_ICON = 16
_ICON_GAP = 8


class Kind(Enum):
    """What a button is for, which decides how it looks."""

    PRIMARY = auto()
    PLAIN = auto()
    DESTRUCTIVE = auto()
    GHOST = auto()


class Button(QPushButton):
    """A push button drawn by us, so that keys, focus and roles stay Qt's own."""

    def __init__(
        self, kind: Kind = Kind.PLAIN, *, key: str = "", icon: str = "", big: bool = False
    ) -> None:
        super().__init__()
        self._kind = kind
        self._key = key
        self._icon_name = icon
        self._big = big
        self._bold = kind is Kind.PRIMARY
        self.setFixedHeight(theme.BIG_BUTTON_HEIGHT if big else theme.BUTTON_HEIGHT)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAutoDefault(False)
        policy = QSizePolicy.Policy.Expanding if big else QSizePolicy.Policy.Fixed
        self.setSizePolicy(policy, QSizePolicy.Policy.Fixed)

    def say(self, text: str) -> None:
        """Set its words; the access key is part of them, the accessible name is not."""
        self.setText(text)
        self.setAccessibleName(without_mark(text))
        self.updateGeometry()

    def set_kind(self, kind: Kind) -> None:
        """Change what it is for, such as where another button leads the page."""
        self._kind = kind
        self._bold = kind is Kind.PRIMARY
        self.updateGeometry()
        self.update()

    def set_key(self, key: str) -> None:
        """Tell another key beside its words."""
        self._key = key
        self.updateGeometry()

    def bind(self, host: QWidget, *keys: str) -> None:
        """Let keys press it wherever in `host` the focus is."""
        for key in keys:
            shortcut = QShortcut(QKeySequence(key), host)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._pressed_by_key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter as a press, so that a form ends where Enter leads."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.click()
            return
        super().keyPressEvent(event)

    def _pressed_by_key(self) -> None:
        if self.isEnabled() and self.isVisible():
            self.click()

    def sizeHint(self) -> QSize:
        """Ask for words, key and icon with their paddings."""
        words = QFontMetrics(theme.font(bold=self._bold)).size(
            Qt.TextFlag.TextShowMnemonic, self.text()
        )
        width = words.width() + 2 * self._side()
        if self._key:
            gap = _KEY_GAP if self.text() else 0
            width += gap + QFontMetrics(theme.font(theme.SMALL)).horizontalAdvance(self._key)
        if self._icon_name:
            width += _ICON + (_ICON_GAP if self.text() else 0)
        return QSize(width, self.height())

    def minimumSizeHint(self) -> QSize:
        """Never cut its words."""
        return self.sizeHint()

    def _side(self) -> int:
        if self._kind is Kind.GHOST:
            return 8
        return 16 if self._kind is Kind.PRIMARY else 12

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground, icon, words and key."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        self._paint_words(painter)

    def _paint_ground(self, painter: QPainter) -> None:
        radius = theme.BIG_RADIUS if self._big else theme.RADIUS
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        down, over = self.isDown(), self.underMouse() and self.isEnabled()
        if self._kind is Kind.PRIMARY:
            role = "fill_down" if down else "fill_hover" if over else "fill"
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(role if self.isEnabled() else "dis"))
            painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
            return
        if self._kind is Kind.GHOST:
            if down or over:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colour("dis" if down else "hover"))
                painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
            return
        painter.setBrush(colour("dis" if down else "hover" if over else "surface"))
        painter.setPen(QPen(colour("line2"), 1))
        painter.drawRoundedRect(box, radius, radius)
        if self.isEnabled():
            painter.setPen(QPen(colour("edge"), 1))
            # On half pixels, as the outline: on whole ones it would blur over two.
            low = box.bottom()
            painter.drawLine(QLineF(box.left() + radius, low, box.right() - radius, low))

    def _ink(self) -> tuple[QColor, QColor]:
        if not self.isEnabled():
            role = "muted" if self._kind is Kind.PRIMARY else "disabled"
            return colour(role), colour(role)
        if self._kind is Kind.PRIMARY:
            return colour("on_fill"), colour("on_fill_key")
        if self._kind is Kind.DESTRUCTIVE:
            return colour("bad"), colour("muted")
        return colour("text"), colour("muted")

    def _paint_words(self, painter: QPainter) -> None:
        ink, quiet = self._ink()
        content = self.sizeHint().width() - 2 * self._side()
        x = (self.width() - content) // 2
        if self._icon_name:
            drawn = icons.tinted(self._icon_name, ink, _ICON, self.devicePixelRatioF())
            painter.drawPixmap(x, (self.height() - _ICON) // 2, drawn)
            x += _ICON + (_ICON_GAP if self.text() else 0)
        painter.setFont(theme.font(bold=self._bold))
        painter.setPen(ink)
        words = QFontMetrics(painter.font()).size(Qt.TextFlag.TextShowMnemonic, self.text())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        place = QRect(x, 0, words.width() + 2, self.height())
        painter.drawText(place, int(flags) | int(Qt.TextFlag.TextShowMnemonic), self.text())
        if self._key:
            x += words.width() + (_KEY_GAP if self.text() else 0)
            painter.setFont(theme.font(theme.SMALL))
            painter.setPen(quiet)
            painter.drawText(QRect(x, 0, self.width() - x, self.height()), flags, self._key)


class LinkButton(Button):
    """Words that act, in ink: the one action of an info bar."""

    def __init__(self, *, key: str = "") -> None:
        super().__init__(Kind.GHOST, key=key)
        self._bold = True

    def _ink(self) -> tuple[QColor, QColor]:
        return colour("accent"), colour("muted")
