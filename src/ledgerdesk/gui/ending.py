"""End as the window's own button would when the system asks by a signal."""

import signal
import socket
from collections.abc import Callable
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier
from PySide6.QtWidgets import QApplication


class EndOnSignal(QObject):
    """Wake Qt's loop for a signal: Python's handler alone would wait for the next event."""

    def __init__(self, application: QApplication, end: Callable[[], None]) -> None:
        super().__init__(application)
        self._end = end
        self._reader, self._writer = socket.socketpair()
        for end_of_pair in (self._reader, self._writer):
            end_of_pair.setblocking(False)
        signal.set_wakeup_fd(self._writer.fileno())
        for name in ("SIGTERM", "SIGINT"):
            signal.signal(getattr(signal, name), self._noted)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._woken)
        self._asked = False

    def _noted(self, _number: int, _frame: FrameType | None) -> None:
        self._asked = True

    def _woken(self) -> None:
        self._reader.recv(64)
        if self._asked:
            self._asked = False
            self._end()

    def let_go(self) -> None:
        """Give the signals back."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(-1)
        for name in ("SIGTERM", "SIGINT"):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
        self._reader.close()
        self._writer.close()
