"""Show the pages of a PDF on a darker desk: fitted or zoomed, always drawn for this very screen."""

import math
from collections.abc import Callable
from enum import Enum, auto

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QShortcut,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QSizePolicy, QWidget

from ledgerdesk.gui.theme import colour
from ledgerdesk.services.steps.receipts.drawing import Picture

_EDGE = 11
_MM = 25.4
_LOGICAL_DPI = 96
_LEAST_DPI = 24
_MOST_DOTS = 12_000_000  # a larger picture would hold the window longer than a frame or two
_WAIT_MS = 40
_EMPTY_HEIGHT, _LEAST_HEIGHT = 230, 120
STEPS = (25, 33, 50, 67, 75, 100, 125, 150, 200, 300, 400)
_A5 = (210.0, 148.0)


class Fit(Enum):
    """How large a page is: as wide as the view, wholly inside it, or by a percentage."""

    WIDTH = auto()
    PAGE = auto()
    ZOOM = auto()


class PageView(QAbstractScrollArea):
    """Pages as pictures, asked for one by one at the dots per inch this screen needs.

    `wanted` says that `need` has changed; whoever draws answers with `show_picture`. Until then
    the picture before is shown in the new size. `follows` makes the view as high as a page that
    is as wide as it, up to that many pixels.
    """

    wanted = Signal()
    changed = Signal()
    enlarged = Signal()

    def __init__(self, *, follows: int = 0) -> None:
        super().__init__()
        self._follows = follows
        self._name = ""
        self._sizes: tuple[tuple[float, float], ...] = ()
        self._index = 0
        self._fit = Fit.WIDTH
        self._percent = 100
        self._shown: tuple[int, int, QPixmap] | None = None
        self._is_stale = False
        self._asked_height = 0
        self.digest = ""
        self._dragged: QPoint | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_WAIT_MS)
        self._later.timeout.connect(self._tell_need)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAutoFillBackground(False)
        if follows:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.setSingleStep(24)

    # ── what is shown ────────────────────────────────────────────────────────────────────

    def open(self, name: str) -> None:
        """Begin to show a document from its first page; the same one again is only redrawn."""
        self._is_stale = True
        if name != self._name:
            self._name = name
            self._index = 0
            self._shown = None
            self._sizes = ()
            self.digest = ""
        self._settle()

    def clear(self) -> None:
        """Leave the desk empty."""
        self._name = self.digest = ""
        self._sizes, self._shown = (), None
        self._index = 0
        self._later.stop()
        self._settle()

    def show_picture(self, picture: Picture) -> None:
        """Show a drawn page of the open document."""
        pixels = picture.pixels
        image = QImage(
            pixels.data, pixels.width, pixels.height, pixels.stride, QImage.Format.Format_RGB888
        )
        self._shown = (picture.index, picture.dpi, QPixmap.fromImage(image))
        self._index = picture.index
        self._sizes = picture.sizes
        self._is_stale = False
        self.digest = picture.digest
        self._settle()

    @property
    def count(self) -> int:
        """Count the pages; 0 until the first one is drawn."""
        return len(self._sizes)

    @property
    def page(self) -> int:
        """Tell which page is shown, from 0."""
        return self._index

    @property
    def fit(self) -> Fit:
        """Tell how the page is fitted."""
        return self._fit

    @property
    def percent(self) -> int:
        """Tell the size: 100 is as large as on paper where the screen tells the truth."""
        return round(self._scale() * _MM / _LOGICAL_DPI * 100)

    @property
    def need(self) -> tuple[int, int] | None:
        """Tell the page and the dots per inch to be drawn, or None while all is there."""
        if not self._name or (self._is_exact() and not self._is_stale):
            return None
        return self._index, self._dpi()

    def _dpi(self) -> int:
        dots = math.floor(self._scale() * _MM * self.devicePixelRatioF() + 1e-6)
        wide, high = self._size()
        most = math.floor(math.sqrt(_MOST_DOTS / (wide / _MM * high / _MM)))
        return max(_LEAST_DPI, min(dots, most))

    def _is_exact(self) -> bool:
        """Tell whether the picture there is was drawn for this page, size and screen."""
        return self._shown is not None and self._shown[:2] == (self._index, self._dpi())

    # ── turning and zooming ──────────────────────────────────────────────────────────────

    def turn(self, by: int) -> None:
        """Turn pages; stops at both ends."""
        if self._sizes:
            self.go_to(self._index + by)

    def go_to(self, index: int) -> None:
        """Go to a page; stops at both ends."""
        self._index = max(0, min(index, len(self._sizes) - 1))
        self.verticalScrollBar().setValue(0)
        self._settle()

    def fit_to(self, fit: Fit) -> None:
        """Let the page be as wide as the view, or wholly inside it."""
        self._fit = fit
        self._settle()

    def zoom(self, by: int) -> None:
        """Go up or down the steps from the size there is now."""
        now = self.percent
        if by > 0:
            self._zoom_to(next((step for step in STEPS if step > now), STEPS[-1]))
        else:
            self._zoom_to(next((step for step in reversed(STEPS) if step < now), STEPS[0]))

    def _zoom_to(self, percent: int) -> None:
        self._fit = Fit.ZOOM
        before = self._middle()
        self._percent = percent
        self._settle()
        self._look_at(before)

    def bind(self, host: QWidget) -> None:
        """Let Ctrl with +, − and 0 zoom wherever in `host` the focus is."""
        acts = {
            "Ctrl++": lambda: self.zoom(1),
            "Ctrl+=": lambda: self.zoom(1),
            "Ctrl+-": lambda: self.zoom(-1),
            "Ctrl+0": lambda: self.fit_to(Fit.WIDTH),
        }
        for key, act in acts.items():
            shortcut = QShortcut(QKeySequence(key), host)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn by PgUp and PgDn, begin and end by Home and End, enlarge by Space."""
        acts: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_PageUp: lambda: self.turn(-1),
            Qt.Key.Key_PageDown: lambda: self.turn(1),
            Qt.Key.Key_Home: lambda: self.go_to(0),
            Qt.Key.Key_End: lambda: self.go_to(self.count - 1),
            Qt.Key.Key_Space: lambda: self.enlarged.emit(),  # noqa: PLW0108 - a signal is no plain call to mypy
        }
        act = acts.get(Qt.Key(event.key())) if not event.modifiers() else None
        if act is None:
            super().keyPressEvent(event)
        elif self._name:
            act()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, else scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y():
                self.zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the page by the hand."""
        self._dragged = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move what is larger than the view."""
        if self._dragged is None:
            return
        here = event.position().toPoint()
        moved, self._dragged = here - self._dragged, here
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(across.value() - moved.x())
        down.setValue(down.value() - moved.y())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        self._dragged = None

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Enlarge."""
        if self._name:
            self.enlarged.emit()

    # ── measuring ────────────────────────────────────────────────────────────────────────

    def _size(self) -> tuple[float, float]:
        return self._sizes[min(self._index, len(self._sizes) - 1)] if self._sizes else _A5

    def _room(self) -> tuple[int, int]:
        """Tell the room there is while no scroll bar takes any."""
        return max(self.width() - 2 * _EDGE, 40), max(self.height() - 2 * _EDGE, 40)

    def _scale(self) -> float:
        """Tell how many logical pixels a millimetre takes."""
        wide, high = self._size()
        room = self._room()
        if self._fit is Fit.ZOOM:
            return self._percent / 100 * _LOGICAL_DPI / _MM
        if self._fit is Fit.PAGE:
            return min(room[0] / wide, room[1] / high)
        is_higher = room[0] / wide * high > room[1] + 1
        bar = self.verticalScrollBar().sizeHint().width() if is_higher else 0
        return (room[0] - bar) / wide

    def _drawn(self) -> QSize:
        """Measure the page as it is drawn now, in logical pixels."""
        scale = self._scale()
        wide, high = self._size()
        return QSize(round(wide * scale), round(high * scale))

    def _settle(self) -> None:
        """Fit height, scroll bars and picture to what is to be shown."""
        if self._follows and self._wanted_height() != self._asked_height:
            self._asked_height = self._wanted_height()
            self.updateGeometry()
        self._set_bars()
        if self.need is not None:
            self._later.start()
        self.viewport().update()
        self.changed.emit()

    def _set_bars(self) -> None:
        """Give each way a scroll bar where the page is larger; one takes room from the other.

        The view's own size is asked and not what its bars leave of it: that would never settle.
        """
        size = self._drawn()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        wide, high = size.width() + 2 * _EDGE, size.height() + 2 * _EDGE
        may_cross = bool(self._name) and self._fit is Fit.ZOOM
        may_sink = bool(self._name) and self._fit is not Fit.PAGE
        is_higher = may_sink and high > self.height() + 1
        is_wider = may_cross and wide > self.width() - is_higher * down.sizeHint().width()
        is_higher = may_sink and high > self.height() + 1 - is_wider * across.sizeHint().height()
        for bar, needed, whole, seen in (
            (across, is_wider, wide, self.width() - is_higher * down.sizeHint().width()),
            (down, is_higher, high, self.height() - is_wider * across.sizeHint().height()),
        ):
            bar.setPageStep(seen)
            bar.setRange(0, max(0, whole - seen) if needed else 0)

    def _tell_need(self) -> None:
        if self.need is not None:
            self.wanted.emit()

    def _middle(self) -> QPointF:
        """Tell which part of the page (0 to 1) stands in the middle."""
        size, view = self._drawn(), self.viewport().size()
        x = (self.horizontalScrollBar().value() + view.width() / 2 - _EDGE) / max(size.width(), 1)
        y = (self.verticalScrollBar().value() + view.height() / 2 - _EDGE) / max(size.height(), 1)
        return QPointF(x, y)

    def _look_at(self, part: QPointF) -> None:
        size, view = self._drawn(), self.viewport().size()
        x = part.x() * size.width() + _EDGE - view.width() / 2
        y = part.y() * size.height() + _EDGE - view.height() / 2
        self.horizontalScrollBar().setValue(round(x))
        self.verticalScrollBar().setValue(round(y))

    def _wanted_height(self) -> int:
        if not self._name:
            return _EMPTY_HEIGHT
        wide, high = self._size()
        return min(round(high * self._room()[0] / wide), self._follows) + 2 * _EDGE

    def sizeHint(self) -> QSize:
        """Ask for the width of a pane, and for its page's height where the view follows it."""
        return QSize(300, self._wanted_height() if self._follows else 300)

    def minimumSizeHint(self) -> QSize:
        """Be content with less in a low window."""
        return QSize(160, _LEAST_HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again."""
        super().resizeEvent(event)
        self._settle()

    def event(self, event: QEvent) -> bool:
        """Draw anew on a screen of another resolution."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._settle()
        return super().event(event)

    # ── painting ─────────────────────────────────────────────────────────────────────────

    def _place(self, size: QSize) -> QPointF:
        """Find where the page begins: in the middle, or where it was scrolled to."""
        view = self.viewport().size()
        spare_x, spare_y = view.width() - size.width(), view.height() - size.height()
        x = spare_x // 2 if spare_x >= 0 else _EDGE - self.horizontalScrollBar().value()
        y = spare_y // 2 if spare_y >= 0 else _EDGE - self.verticalScrollBar().value()
        return QPointF(x, y)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw desk, page and its 1 px frame; no shadow."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), colour("desk"))
        if self._shown is None:
            return
        index, _, pixmap = self._shown
        drawn: QRectF
        if self._is_exact():
            # Drawn for this screen: dot on dot, nothing is resampled.
            pixmap.setDevicePixelRatio(self.devicePixelRatioF())
            size = pixmap.deviceIndependentSize()
            drawn = QRectF(self._place(size.toSize()), size)
            painter.drawPixmap(drawn.topLeft(), pixmap)
        elif index == self._index:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            size_now = self._drawn()
            drawn = QRectF(self._place(size_now), size_now.toSizeF())
            painter.drawPixmap(drawn, pixmap, QRectF(pixmap.rect()))
        else:
            return
        # In the dark the page is never pure white: the paper's tone is laid over it.
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        painter.fillRect(drawn.adjusted(0, 0, 0.5, 0.5), colour("paper"))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.setPen(colour("line2"))
        painter.drawRect(drawn.adjusted(0, 0, -0.5, -0.5))
