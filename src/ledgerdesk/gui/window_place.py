"""Where the window stands: as it was left, but never where nobody sees it."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRect, Qt
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

_FRAME = 40  # px a title bar may take
_SEEN = 80  # px of its upper edge that must be on a screen to take hold of it


def kept_place(window: QWidget) -> str:
    """Write down where a window stands."""
    return b64encode(window.saveGeometry().data()).decode("ascii")


def fit_first(window: QWidget) -> None:
    """Fill a screen that is smaller than the window's own first size, its frame included."""
    for screen in QGuiApplication.screens()[:1]:
        room = screen.availableGeometry().size()
        wide, high = min(window.width(), room.width()), room.height() - _FRAME
        if window.height() > high or window.width() > wide:
            window.resize(wide, min(window.height(), high))
            window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)


def stand_again(window: QWidget, kept: str) -> None:
    """Stand where the window was left; screens may have gone or shrunk since."""
    if not kept:
        return
    window.restoreGeometry(QByteArray(b64decode(kept)))
    if not window.isMaximized() and not window.isFullScreen():
        screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
        window.setGeometry(on_a_screen(window.geometry(), screens))


def on_a_screen(wanted: QRect, screens: Sequence[QRect]) -> QRect:
    """Give a place on the screen that holds most of the wanted one, else on the first."""
    if not screens:
        return wanted
    best = max(screens, key=lambda screen: _area(screen.intersected(wanted)))
    seen = best.intersected(QRect(wanted.left(), wanted.top(), wanted.width(), _SEEN))
    is_held = seen.height() >= _SEEN and seen.width() >= min(_SEEN, wanted.width())
    wide = min(wanted.width(), best.width())
    high = min(wanted.height(), best.height())
    if is_held and wide == wanted.width() and high == wanted.height():
        return wanted
    left = min(max(wanted.left(), best.left()), best.left() + best.width() - wide)
    top = min(max(wanted.top(), best.top()), best.top() + best.height() - high)
    return QRect(left, top, wide, high)


def _area(box: QRect) -> int:
    return box.width() * box.height() if box.isValid() else 0
