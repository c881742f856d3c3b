"""Measure the list of customers in the window: its opening, its scrolling, its search as one types.

python -m bench.window_customers [--customers N]
"""

import argparse
import random
import statistics
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest

from bench.customers import SIZE, fill
from bench.ledger_of_size import opened
from bench.window_desk import Deafness, OpenWindow, dress, open_window, until
from ledgerdesk.gui.places import CUSTOMERS, TODAY
from ledgerdesk.runtime.lanes import Lane

OPENINGS = 30
PAGES = 200
TYPED = 60
STATUS = Path("/proc/self/status")


class _Painted(QObject):
    """Note when something was painted last."""

    def __init__(self, watched: QObject) -> None:
        super().__init__()
        self.at = 0.0
        watched.installEventFilter(self)

    def begin(self) -> float:
        """Wait for the next one; give the moment."""
        self.at = 0.0
        return time.perf_counter()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Never eat an event."""
        if event.type() == QEvent.Type.Paint:
            self.at = time.perf_counter()
        return False


def _megabytes() -> float:
    lines = STATUS.read_text().splitlines() if STATUS.exists() else []
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def measure(
    size: int = SIZE, openings: int = OPENINGS, pages: int = PAGES, typed: int = TYPED
) -> dict[str, float]:
    """Open, scroll and search the list of a book with so many customers."""
    dress()
    with tempfile.TemporaryDirectory() as name, Lane("press") as press:
        ledger = opened(Path(name), press, 0)
        names, _phones = fill(ledger, size, random.Random(6))
        ledger.lock()
        with open_window(Path(name), press) as desk:
            return _measured(
                desk, random.Random(3).sample(names, min(typed, size)), openings, pages
            )


def _measured(desk: OpenWindow, typed: list[str], openings: int, pages: int) -> dict[str, float]:
    shell, tasks = desk.window.shell, desk.tasks
    page = shell.customers
    model, view = page.list.model(), page.list
    painted = _Painted(view.viewport())
    deaf = Deafness()
    times = []
    for _ in range(openings):
        shell.go(TODAY)
        until(lambda: not tasks.is_busy)
        began = painted.begin()
        shell.go(CUSTOMERS)
        until(lambda: model.rowCount() > 0 and painted.at > 0 and not tasks.is_busy, 1)
        times.append((painted.at - began) * 1000)
    found = {"open the list (ms, median)": statistics.median(times), "at worst (ms)": max(times)}
    deaf.begin()
    before = _megabytes()
    view.setFocus()
    for _ in range(pages):
        QTest.keyClick(view, Qt.Key.Key_PageDown)
        QTest.keyClick(view, Qt.Key.Key_End)
        until(lambda: not tasks.is_busy, 1)
    found |= {
        "rows scrolled to": float(model.rowCount()),
        "scrolling: longest deaf (ms)": deaf.worst,
        "scrolling: longest work of the window's thread (ms)": deaf.worked,
        "scrolling: memory grown (MiB)": _megabytes() - before,
    }
    keys = []
    for name in typed:
        page.search.clear()
        until(lambda: not tasks.is_busy)
        QTest.qWait(250)
        began = painted.begin()
        page.search.insert(name[0])  # what an input method commits
        until(lambda: painted.at > 0 and not tasks.is_busy, 1)
        keys.append((painted.at - began) * 1000)
    found["a key until its answer is painted (ms, median)"] = statistics.median(keys)
    found["a key until its answer is painted (ms, at worst)"] = max(keys)
    return found


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(prog="bench.window_customers")
    parser.add_argument("--customers", type=int, default=SIZE)
    options = parser.parse_args()
    for what, value in measure(options.customers).items():
        print(f"{value:10.1f}  {what}")


if __name__ == "__main__":
    main()
