"""Open the whole window on a book of the bench, and tell for how long it was deaf."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bench.ledger_of_size import PASSWORD, VAULT, house
from ledgerdesk.gui import icons, theme
from ledgerdesk.gui.main_window import MainWindow
from ledgerdesk.gui.preferences import Preferences
from ledgerdesk.gui.speech import Speech
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.tasks import Tasks
from ledgerdesk.i18n.translator import Language
from ledgerdesk.runtime.clock import RealClock
from ledgerdesk.runtime.lanes import Lane

TICK_MS = 2
WAIT_S = 1_800
SETTLE_MS = 2_000
TASKS = Path("/proc/self/task")


@dataclass(frozen=True, slots=True)
class OpenWindow:
    """A window whose book is open, and what it works with."""

    window: MainWindow
    tasks: Tasks


class Deafness:
    """The longest time between two ticks, without the machine's doing, and of the thread's work.

    A timer in the window's thread ticks every 2 ms; a tick that comes late was a time in which no
    key would have been heard. What the machine gave to other programs then is taken off beside it.
    """

    def __init__(self) -> None:
        self._timer = QTimer()
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self.begin()
        self._timer.start()

    def begin(self) -> None:
        """Begin anew."""
        self.worst = self.own = self.worked = 0.0
        self._last, self._starved = time.perf_counter(), _starved()
        self._thread = time.thread_time()

    def _tick(self) -> None:
        now, starved = time.perf_counter(), _starved()
        late = (now - self._last) * 1000 - TICK_MS
        kept = [(ns - self._starved.get(task, ns)) / 1e6 for task, ns in starved.items()]
        self.worst = max(self.worst, late)
        self.own = max(self.own, late - max(kept, default=0.0))
        thread = time.thread_time()
        self.worked = max(self.worked, (thread - self._thread) * 1000)
        self._last, self._starved, self._thread = now, starved, thread


def _starved() -> dict[str, int]:
    """Tell for how many ns each thread was ready and the machine let others run.

    A thread that holds the interpreter and does not get the machine keeps the window waiting.
    """
    found = {}
    for task in TASKS.glob("*/schedstat") if TASKS.is_dir() else ():
        try:
            found[task.parent.name] = int(task.read_text().split()[1])
        except (OSError, IndexError):
            continue  # it has ended
    return found


def until(is_true: Callable[[], bool], step_ms: int = 5) -> float:
    """Let the window work until something is so; give the seconds it took."""
    began = time.perf_counter()
    while not is_true():
        QTest.qWait(step_ms)
        if time.perf_counter() - began > WAIT_S:
            raise TimeoutError
    return time.perf_counter() - began


def dress() -> None:
    """Make the one application of this process, in the program's own look."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if QApplication.instance() is None:
        application = QApplication(theme.with_style([]))
        theme.dress(application, theme.ThemeName.LIGHT)
        icons.follow_the_theme()


@contextmanager
def open_window(folder: Path, press: Lane) -> Iterator[OpenWindow]:
    """Open the window on the book in a folder, with its password typed, and close it at the end."""
    with Lane("owner") as lane:
        tasks = Tasks(lambda: house(folder, press), lane, press)
        stage = Stage(
            speech=Speech(Language.ZH), preferences=Preferences(), tasks=tasks, clock=RealClock()
        )
        window = MainWindow(stage)
        window.begin(None)
        window.show()
        try:
            window.go_to_vault(folder / VAULT)
            QTest.keyClicks(window.unlock.secret, PASSWORD)
            QTest.keyClick(window.unlock.secret, Qt.Key.Key_Return)
            until(lambda: window.is_open and not tasks.is_busy)
            QTest.qWait(SETTLE_MS)
            yield OpenWindow(window, tasks)
        finally:
            window.close_now()
            tasks.close()
