"""Run the real program and write down what a person in front of it could see; never drive it.

    python watched_window.py FACTS SCREEN        what follows is the program's own

SCREEN is the process id of the screen's server. FACTS gets a line of JSON for every change of what
is seen, and one for every time the window was deaf: how long, how much of it is the program's own
doing, and where it was then.
"""

import faulthandler
import json
import os
import re
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget

from ledgerdesk import __main__ as program
from ledgerdesk.gui.main_window import MainWindow

EVERY_MS = 5
LOOK_EVERY = 5
DEAF_MS = 50
PACES = 40
TASKS = Path("/proc/self/task")
ITSELF = Path("/proc/thread-self/schedstat")
PLACE = re.compile(r'File "(.+)", line (\d+) in (.+)')


def starved_ns(schedstat: Path) -> int:
    """Tell how long a thread was ready to run while the system let others run."""
    try:
        return int(schedstat.read_text().split()[1])
    except (OSError, IndexError, ValueError):
        return 0


def busy_or_starved_ns(schedstat: Path) -> int:
    """Tell how long a thread of another program has run, or was ready to."""
    try:
        return sum(int(one) for one in schedstat.read_text().split()[:2])
    except (OSError, ValueError):
        return 0


def pace_ns() -> int:
    """Tell what a small piece of work that is always the same costs this thread now."""
    began = time.thread_time_ns()
    made = ""
    for number in range(4000):
        made = f"{made[-20:]}{number}"
    return time.thread_time_ns() - began


class Pulse(QObject):
    """A timer in the window's event loop; what comes late measures how long it was deaf.

    Its own doing is what it reckoned, and what it was blocked for while nothing it may wait for
    was starved or drew: the system let other programs run instead of a lane of ours, or the screen
    had the picture in hand. Two
    threads of one core slow each other down: by a measure of work that is always the same, own
    doing is told as it would be beside nobody.
    """

    def __init__(
        self, tell: Callable[[dict[str, object]], None], scratch: IO[bytes], screen: Path
    ) -> None:
        super().__init__()
        self._screen = screen
        self._tell = tell
        self._main = threading.get_ident()
        self._others: dict[str, int] = {}
        self._seen: list[str] = []
        self._scratch = scratch
        self._best = min(pace_ns() for _ in range(PACES))
        self._at = time.perf_counter_ns()
        self._cpu = time.thread_time_ns()
        self._starved = starved_ns(ITSELF)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(EVERY_MS)
        threading.Thread(target=self._look_on, name="look-on", daemon=True).start()

    def _beat(self) -> None:
        now, cpu = time.perf_counter_ns(), time.thread_time_ns()
        gap = (now - self._at) / 1e6
        if gap > DEAF_MS:
            cpu_ms = (cpu - self._cpu) / 1e6
            blocked = gap - cpu_ms - (starved_ns(ITSELF) - self._starved) / 1e6
            excused = max(self._starved_others(), default=0) / 1e6
            pace = min(pace_ns() for _ in range(3))
            reckoned = cpu_ms * self._best / max(pace, self._best)
            own = reckoned + max(blocked - excused, 0)
            self._tell(
                {
                    "deaf": round(gap, 1),
                    "own": round(own, 1),
                    "reckoned": round(reckoned, 1),
                    "cpu": round(cpu_ms, 1),
                    "where": self._seen[:12],
                }
            )
            now, cpu = time.perf_counter_ns(), time.thread_time_ns()
        self._seen = []
        self._at, self._cpu = now, cpu
        self._starved = starved_ns(ITSELF)

    def _starved_others(self) -> list[int]:
        """Tell how much longer each other thread was starved since they were last asked."""
        tasks = {task.name: task / "schedstat" for task in TASKS.iterdir()}
        now = {name: starved_ns(file) for name, file in tasks.items()}
        now["screen"] = busy_or_starved_ns(self._screen)
        before, self._others = self._others, now
        return [value - before[name] for name, value in now.items() if name in before]

    def _look_on(self) -> None:
        """Note beside the window where its thread is while a beat is overdue."""
        while True:
            time.sleep(0.01)
            late = (time.perf_counter_ns() - self._at) / 1e6
            if late < DEAF_MS / 2:
                if late < EVERY_MS * 2:
                    self._starved_others()
                continue
            self._seen.append(self._place_of_window())

    def _place_of_window(self) -> str:
        """Name the innermost places of the window's thread.

        Not through its frames: who holds one keeps alive what is painted with in it.
        """
        self._scratch.seek(0)
        self._scratch.truncate()
        faulthandler.dump_traceback(self._scratch)
        self._scratch.seek(0)
        blocks = self._scratch.read().decode(errors="replace").split("\n\n")
        mine = next((one for one in blocks if f"0x{self._main:016x}" in one), "")
        places = PLACE.findall(mine)
        return " < ".join(f"{Path(file).stem}:{line} {name}" for file, line, name in places[:6])


class Watcher(QObject):
    """Look at the window often and write what changed."""

    def __init__(
        self, window: MainWindow, facts: IO[str], scratch: IO[bytes], screen: Path
    ) -> None:
        super().__init__(window)
        self._window = window
        self._facts = facts
        self._last: dict[str, object] = {}
        self._pulse = Pulse(self.write, scratch, screen)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(EVERY_MS * LOOK_EVERY)

    def write(self, fact: dict[str, object]) -> None:
        """Write one line at once."""
        self._facts.write(json.dumps(fact, ensure_ascii=False) + "\n")
        self._facts.flush()

    def _look(self) -> None:
        seen = self._seen()
        if seen != self._last:
            self._last = seen
            self.write({"seen": seen})

    def _seen(self) -> dict[str, object]:
        window = self._window
        focus = QApplication.focusWidget()
        above = QApplication.activeModalWidget()
        return {
            "page": self._page(),
            "window": int((above or window).winId()),
            "above": type(above).__name__ if above else "",
            "focus": named(focus),
            "text": text_of(focus),
            "toast": self._toast(),
            "busy": window._stage.tasks.is_busy,
            "furnished": window._furnishing.is_done,
        }

    def _page(self) -> str:
        window = self._window
        page = window.pages.currentWidget()
        if window.is_open and page is window.shell:
            return type(window.shell.pages[window.shell.place]).__name__
        step = getattr(page, "at", None)
        return type(page).__name__ + ("" if step is None else f" {step + 1}")

    def _toast(self) -> str:
        window = self._window
        if not window.is_open or not window.shell.toast.isVisible():
            return ""
        return window.shell.toast.words.text()


def named(widget: QWidget | None) -> str:
    """Name what has the focus as a screen reader would."""
    if widget is None:
        return ""
    return widget.accessibleName() or type(widget).__name__


def text_of(widget: QWidget | None) -> str:
    """Give what stands in the field that has the focus; of a secret only how long it is."""
    if isinstance(widget, QComboBox):
        return widget.currentText()
    if not isinstance(widget, QLineEdit):
        return ""
    return widget.displayText()


def main() -> int:
    """Run the program, watched from its first event on."""
    target, screen = Path(sys.argv.pop(1)), Path(f"/proc/{sys.argv.pop(1)}/schedstat")
    begin = MainWindow.begin
    with target.open("a", encoding="utf-8") as facts, tempfile.TemporaryFile() as scratch:

        def begun(self: MainWindow, vault: Path | None) -> None:
            begin(self, vault)
            Watcher(self, facts, scratch, screen)

        MainWindow.begin = begun  # type: ignore[method-assign] # looked at from here on
        return program.main()


if __name__ == "__main__":
    # The thread that looks on may stand in the middle of a beat: it is not waited for.
    os._exit(main())
