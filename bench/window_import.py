"""Measure how long the window is deaf while a large workbook is taken in, and stopped half-way.

    python -m bench.window_import [--rows N]

A timer in the window's thread ticks every 2 ms; a tick that comes late was a time in which no key
would have been heard. What the machine gave to other programs in that time is taken off beside it.
"""

import argparse
import os
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bench.customers import GIVEN, SURNAMES
from bench.ledger_of_size import PASSWORD, VAULT, house, opened
from ledgerdesk.gui import icons, theme
from ledgerdesk.gui.main_window import MainWindow
from ledgerdesk.gui.places import IMPORT, QUALITY
from ledgerdesk.gui.preferences import Preferences
from ledgerdesk.gui.speech import Speech
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.tasks import Tasks
from ledgerdesk.i18n.translator import Language
from ledgerdesk.runtime.clock import RealClock
from ledgerdesk.runtime.lanes import Lane

ROWS = 100_000
TICK_MS = 2
WAIT_S = 1_800
HEADINGS = ("姓名", "联系电话", "公司名称", "交易日期", "交易金额", "产品/服务类型", "备注")
TASKS = Path("/proc/self/task")


class Deafness:
    """The longest time between two ticks, without the machine's doing, and of the thread's work."""

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


def _workbook(path: Path, rows: int) -> None:
    chance = random.Random(7)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("客户")
    sheet.append(HEADINGS)
    for n in range(rows):
        who = n % (rows * 2 // 3 or 1)
        name = chance.choice(SURNAMES) + chance.choice(GIVEN) + GIVEN[who % len(GIVEN)]
        day = f"202{n % 6}-{1 + n % 12:02d}-{1 + n % 28:02d}"
        firm = f"青禾{who % 500}公司"
        sheet.append((name, f"139{who:08d}", firm, day, n % 9_000 + 1, "咨询费", ""))
    book.save(path)


def _until(is_true: Callable[[], bool]) -> float:
    began = time.perf_counter()
    while not is_true():
        QTest.qWait(5)
        if time.perf_counter() - began > WAIT_S:
            raise TimeoutError
    return time.perf_counter() - began


def measure(rows: int = ROWS) -> dict[str, float]:
    """Take a workbook in, stopped once and then to its end, and compare the cards afterwards."""
    with tempfile.TemporaryDirectory() as name, Lane("press") as press, Lane("owner") as lane:
        folder = Path(name)
        _workbook(folder / "t.xlsx", rows)
        opened(folder, press, 0).lock()
        tasks = Tasks(lambda: house(folder, press), lane, press)
        stage = Stage(
            speech=Speech(Language.ZH), preferences=Preferences(), tasks=tasks, clock=RealClock()
        )
        window = MainWindow(stage)
        window.begin(None)
        window.show()
        try:
            return _measured(window, tasks, folder, rows)
        finally:
            window.close_now()
            tasks.close()


def _measured(window: MainWindow, tasks: Tasks, folder: Path, rows: int) -> dict[str, float]:
    window.go_to_vault(folder / VAULT)
    QTest.keyClicks(window.unlock.secret, PASSWORD)
    QTest.keyClick(window.unlock.secret, Qt.Key.Key_Return)
    _until(lambda: window.is_open and not tasks.is_busy)
    shell, found = window.shell, {}
    page = shell.imports
    QTest.qWait(2_000)
    deaf = Deafness()

    def note(what: str, seconds: float) -> None:
        found[f"{what}, {rows:,} rows (s)"] = seconds
        found[f"{what}: longest deaf (ms)"] = deaf.worst
        found[f"{what}: of it the program's own (ms)"] = deaf.own
        found[f"{what}: longest work of the window's thread (ms)"] = deaf.worked
        deaf.begin()

    shell.go(IMPORT)
    page.load(folder / "t.xlsx")
    note(
        "read and compare a workbook",
        _until(lambda: page.outcome is not None and not tasks.is_busy),
    )
    page.panel.import_button.click()
    QTest.qWait(3_000)
    page.work.cancel()
    note("stop an import after 3 s", _until(lambda: not tasks.is_busy))
    page.panel.import_button.click()
    _until(lambda: page.outcome is not None and not tasks.is_busy)
    deaf.begin()
    page.panel.import_button.click()
    note("add all rows", _until(lambda: page.is_done and not tasks.is_busy))
    shell.go(QUALITY)
    QTest.qWait(400)
    quality = shell.quality
    note("compare all cards", _until(lambda: not quality.surveying.is_under_way))
    return found


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(prog="bench.window_import")
    parser.add_argument("--rows", type=int, default=ROWS)
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication(theme.with_style([]))
    theme.dress(application, theme.ThemeName.LIGHT)
    icons.follow_the_theme()
    for what, value in measure(options.rows).items():
        print(f"{value:10.1f}  {what}")


if __name__ == "__main__":
    main()
