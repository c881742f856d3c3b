"""Start the window, keep it alive, and leave the ledger locked however it ends."""

import os
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType, TracebackType

from PySide6.QtCore import QObject, QSocketNotifier
from PySide6.QtWidgets import QApplication

from ledgerdesk.bootstrap import real_house
from ledgerdesk.gui import icons, theme
from ledgerdesk.gui.dialogs.crash import CrashDialog
from ledgerdesk.gui.input_method import choose_input_method
from ledgerdesk.gui.main_window import MainWindow
from ledgerdesk.gui.preferences import Preferences
from ledgerdesk.gui.speech import Speech
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.tasks import Tasks
from ledgerdesk.i18n.translator import choose_language
from ledgerdesk.runtime.collecting import leave_alone_what_is_there
from ledgerdesk.runtime.lanes import Lane


def run(vault: Path | None) -> int:
    """Open the window, at the door of a vault when one is given; give back the exit code.

    SIGTERM and SIGINT close it as its own button would: what was asked is finished, the ledger
    is locked, the code is 0.
    """
    choose_input_method(os.environ)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("LedgerDesk")
    preferences = Preferences.load()
    theme.dress(application, preferences.chosen_theme)
    icons.follow_the_theme()
    speech = Speech(choose_language(os.environ, preferences.language or None))
    with Lane("press") as press, Lane("owner") as lane:
        house = real_house(press)
        tasks = Tasks(house, lane)
        stage = Stage(speech=speech, preferences=preferences, tasks=tasks, clock=house.clock)
        window = MainWindow(stage)
        _admit_bugs_to(window, speech)
        application.commitDataRequest.connect(lambda _session: window.end_session())
        ending = _EndOnSignal(application, window.close_now)
        try:
            window.begin(vault)
            window.show()
            leave_alone_what_is_there()
            code = application.exec()
        finally:
            ending.let_go()
            tasks.close()
    return code


class _EndOnSignal(QObject):
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


def _admit_bugs_to(window: MainWindow, speech: Speech) -> None:
    def admit(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            window.close_now()
            return
        CrashDialog.show_for(window, speech, error, trace)

    sys.excepthook = admit
