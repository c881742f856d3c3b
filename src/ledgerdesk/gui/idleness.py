"""Notice that nobody has touched the window for as long as the office allows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledgerdesk.runtime.clock import Clock

_LOOK_MS = 2000
_HANDS = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
        QEvent.Type.TabletPress,
    }
)


class Idleness(QObject):
    """Watch while a book is open; `passed` is said once.

    Whoever waits for work that goes on is not idle. A PC that slept has been idle all the while:
    the clock's hands decide, not the ticks of a timer.

    Hands are seen where they land: keys, mouse and pen at the window that has the keys, and what
    an input method makes of keys at the field it writes into. A filter on the whole program would
    see them too, and would ask Python about every event of every widget that a page is built of.
    """

    passed = Signal()

    def __init__(self, clock: Clock, is_waiting: Callable[[], bool]) -> None:
        super().__init__()
        self._clock = clock
        self._is_waiting = is_waiting
        self._limit = timedelta()
        self._touched = clock.now()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._field: QObject | None = None
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._watch_window)
            application.focusObjectChanged.connect(self._watch_field)

    def begin(self, limit: timedelta) -> None:
        """Watch from now on, or with another limit."""
        self._limit = limit
        self._touched = self._clock.now()
        if not self._timer.isActive():
            self._timer.start()
            self._watch_window(QGuiApplication.focusWindow())
            self._watch_field(QGuiApplication.focusObject())

    def end(self) -> None:
        """Watch no more."""
        self._timer.stop()
        self._watch_field(None)

    def _watch_window(self, window: QWindow | None) -> None:
        """Look at a window from the first time on that it has the keys; windows are few."""
        if window is not None and self._timer.isActive():
            window.installEventFilter(self)

    def _watch_field(self, field: QObject | None) -> None:
        """Look at the one field that an input method writes into."""
        before, self._field = self._field, None
        if before is not None and shiboken6.isValid(before):
            before.removeEventFilter(self)
        if field is not None and self._timer.isActive():
            self._field = field
            field.installEventFilter(self)

    @property
    def limit(self) -> timedelta:
        """Tell how long is too long."""
        return self._limit

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Note every touch."""
        if event.type() in _HANDS:
            self._touched = self._clock.now()
        return False

    def look(self) -> None:
        """Compare with the clock; one that was set back has not made anybody idle."""
        now = self._clock.now()
        if self._is_waiting() or now < self._touched:
            self._touched = now
        elif now - self._touched >= self._limit:
            self.end()
            self.passed.emit()
