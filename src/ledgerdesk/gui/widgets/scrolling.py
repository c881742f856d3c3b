"""Where a form is longer than the window: it scrolls, and what gets the focus comes into view."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

_LEAST_HEIGHT = 120
_CLEAR = 56  # px around the focus: its label above it, its problem below it


class Scrolling(QScrollArea):
    """A part that is as wide as its room and as long as it needs.

    `scrolled` says that what is inside moved.
    """

    scrolled = Signal()

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # A viewport of our own: asking Qt for its own makes the binding look through every kind
        # of widget for what it might be, 6 ms before the first window stands.
        self._view = QWidget()
        self.setViewport(self._view)
        self._view.setAutoFillBackground(False)
        self._inner = inner
        self.setWidget(inner)
        inner.setAutoFillBackground(False)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Move what is inside, and say so."""
        super().scrollContentsBy(dx, dy)
        self.scrolled.emit()

    def minimumSizeHint(self) -> QSize:
        """Ask for the width of what is inside; its length is scrolled."""
        inner = self._inner.minimumSizeHint()
        return QSize(inner.width(), min(inner.height(), _LEAST_HEIGHT))

    def sizeHint(self) -> QSize:
        """Ask for as much as it would take not to scroll."""
        return self._inner.sizeHint()

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Bring into view what was gone to by Enter as well: Qt does so for Tab alone."""
        if now is not None and self.isVisible() and self._inner.isAncestorOf(now):
            self.ensureWidgetVisible(now, 0, _CLEAR)
