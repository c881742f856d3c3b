"""Start the window, keep it alive, and leave the ledger locked however it ends."""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from ledgerdesk.gui import icons, single, theme
from ledgerdesk.gui.input_method import choose_input_method
from ledgerdesk.gui.main_window import MainWindow
from ledgerdesk.gui.preferences import Preferences
from ledgerdesk.gui.speech import Speech
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.tasks import Tasks
from ledgerdesk.gui.type_size import choose_type_size
from ledgerdesk.gui.window_place import fit_first
from ledgerdesk.i18n.translator import choose_language
from ledgerdesk.runtime.clock import RealClock
from ledgerdesk.runtime.collecting import leave_alone_what_is_there
from ledgerdesk.runtime.lanes import Lane

# How long a lane may hold the interpreter while the window waits for it. A page of twenty widgets
# asks for it twenty times: with Python's own 5 ms it is deaf for 100 ms while a lane counts.
_TURN_S = 0.0005

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

    from PySide6.QtNetwork import QLocalServer

    from ledgerdesk.bootstrap import House
    from ledgerdesk.gui.ending import EndOnSignal


def run(vault: Path | None) -> int:
    """Open the window, at the door of a vault when one is given; give back the exit code.

    SIGTERM and SIGINT close it as its own button would: what was asked is finished, the ledger
    is locked, the code is 0. A second start of one profile raises the first window and ends with
    0 as well, or with 1 where that window does not answer.
    """
    held = single.hold_profile()
    if held is None:
        return 0 if single.raise_first(vault) else 1
    again: list[bool] = []
    try:
        code = _run(vault, lambda: again.append(True))
    finally:
        held.release()
    if again:
        begin_again()
    return code


def begin_again() -> None:
    """Start the program anew, once this one holds nothing any more."""
    import subprocess  # noqa: PLC0415 - after a crash only

    packed = bool(getattr(sys, "frozen", False))
    command = [sys.executable, *([] if packed else ["-m", "ledgerdesk"]), *sys.argv[1:]]
    subprocess.Popen(command, start_new_session=True)  # noqa: S603 - this very program


def _run(vault: Path | None, again: Callable[[], None]) -> int:
    choose_input_method(os.environ)
    sys.setswitchinterval(_TURN_S)
    preferences = Preferences.load()
    choose_type_size(os.environ, preferences.type_size)
    application = QApplication(theme.with_style(sys.argv[:1]))
    application.setApplicationName("LedgerDesk")
    theme.dress(application, preferences.chosen_theme)
    icons.follow_the_theme()
    speech = Speech(choose_language(os.environ, preferences.language or None))
    with Lane("press") as press, Lane("owner") as lane:
        tasks = Tasks(partial(_house, press), lane, press)
        stage = Stage(speech=speech, preferences=preferences, tasks=tasks, clock=RealClock())
        window = MainWindow(stage)
        _admit_bugs_to(window, speech, again)
        application.commitDataRequest.connect(lambda _session: window.leaving.end_session())
        endings: list[EndOnSignal] = []
        window.painted.connect(lambda: endings.append(_ending(application, window.close_now)))
        servers: list[QLocalServer] = []
        window.painted.connect(lambda: servers.append(single.listen(window.come_to_front)))
        try:
            window.begin(vault)
            fit_first(window)
            window.show()
            leave_alone_what_is_there()
            code = application.exec()
        finally:
            for ending in endings:
                ending.let_go()
            for server in servers:
                server.close()
            tasks.close()
    return code


def _house(press: Lane) -> House:
    from ledgerdesk.bootstrap import real_house  # noqa: PLC0415 - read behind the door

    return real_house(press)


def _ending(application: QApplication, end: Callable[[], None]) -> EndOnSignal:
    """Listen to signals once there is a window they could end."""
    from ledgerdesk.gui.ending import EndOnSignal  # noqa: PLC0415 - behind the door

    return EndOnSignal(application, end)


def _admit_bugs_to(window: MainWindow, speech: Speech, again: Callable[[], None]) -> None:
    def restart() -> None:
        again()
        window.close_now()

    def admit(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            window.close_now()
            return
        from ledgerdesk.gui.dialogs.crash import CrashDialog  # noqa: PLC0415 - seldom needed

        CrashDialog.show_for(window, speech, error, trace, restart)

    sys.excepthook = admit
