"""The focus ring: one transparent overlay per window that follows whatever takes the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QMenu,
    QMenuBar,
    QScrollArea,
    QWidget,
)

from ledgerdesk.gui.theme import RADIUS, colour

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QPaintEvent

_CLEAR = 1
_WIDE = 2
_OUT = _CLEAR + _WIDE
_MOVED = {
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.LayoutRequest,
}


class FocusRing(QWidget):
    """A ring of 2 px outside the focused widget, 1 px clear of it; nothing moves for it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._window = window
        self._watched: list[QWidget] = []
        self._target: QWidget | None = None
        self._drawn = QRect()
        window.installEventFilter(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)
        self._cover()

    def follow_now(self) -> None:
        """Be seen, around what has the keys already."""
        self.show()
        self._follow(None, QApplication.focusWidget())

    def _cover(self) -> None:
        self.setGeometry(self._window.rect())
        self.raise_()

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        for widget in self._watched:
            if shiboken6.isValid(widget):  # a dialog that ends loses its parts one by one
                widget.removeEventFilter(self)
        self._watched = []
        self._target = None
        if new is not None and new.window() is self._window and _takes_a_ring(new):
            self._target = new.parentWidget() if new.property("ring_on_parent") else new
            self._watched = _below(self._window, self._target)
            for part in self._watched:
                part.installEventFilter(self)
        self._redraw()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow moves and sizes; never eat an event."""
        kind = event.type()
        if watched is self._window and kind == QEvent.Type.Resize:
            self._cover()
        elif watched is self._window and kind == QEvent.Type.ChildAdded:
            self.raise_()
        if kind in _MOVED:
            self._redraw()
        return False

    def _redraw(self) -> None:
        self.update(self._drawn)
        self._drawn = self._rect().adjusted(-_OUT - 1, -_OUT - 1, _OUT + 1, _OUT + 1)
        self.update(self._drawn)

    def _rect(self) -> QRect:
        target = self._target
        if target is None or not target.isVisible():
            return QRect()
        return QRect(target.mapTo(self._window, QPoint(0, 0)), target.size())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ring, cut where a scroll area cuts its widget."""
        box = self._rect()
        if box.isEmpty() or self._target is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for widget in self._watched:
            if isinstance(widget, QScrollArea):
                area = widget.viewport()
                corner = area.mapTo(self._window, QPoint(0, 0))
                view = QRect(corner, area.size())
                painter.setClipRect(view.adjusted(-_OUT, -_OUT, _OUT, _OUT))
                break
        half = _CLEAR + _WIDE / 2
        painter.setPen(QPen(colour("ring"), _WIDE))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        ring = QRectF(box).adjusted(-half, -half, half, half)
        if self._target.property("ring_inside"):
            ring = QRectF(box).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(ring, RADIUS + half, RADIUS + half)


def _below(window: QWidget, target: QWidget | None) -> list[QWidget]:
    found = []
    above = target
    while above is not None and above is not window:
        found.append(above)
        above = above.parentWidget()
    return found


def _takes_a_ring(widget: QWidget) -> bool:
    if isinstance(widget, QMenuBar | QMenu):
        return False
    # A list shows its focus by the chosen row, which a ring around the list would drown.
    return not isinstance(widget, QAbstractItemView)
