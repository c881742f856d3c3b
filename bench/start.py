"""Measure the start: from the process to the first painted window, beside an empty Qt window."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.ledger_of_size import opened
from ledgerdesk.runtime.lanes import Lane

ROUNDS = 15
# Ends the process at the first paint of a top-level window and says what it holds by then.
_WATCH = """
import json, os, sys
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, tell)
        return False

def tell():
    status = open("/proc/self/status").read() if os.path.exists("/proc/self/status") else ""
    rss = [line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")]
    heavy = ("keyring", "reportlab.platypus", "openpyxl", "pypdfium2", "reportlab")
    loaded = [name for name in heavy if name in sys.modules]
    print(json.dumps({"kib": int(rss[0]) if rss else 0, "loaded": loaded}), flush=True)
    os._exit(0)

watch = Watch()
run = QApplication.exec
def watched_exec(*_):
    for widget in QApplication.topLevelWidgets():  # a watch over every object would cost more
        widget.installEventFilter(watch)
    return run()
QApplication.exec = watched_exec
"""
# What every program on Qt reads: the namespace Qt alone takes 25 ms to be made in Python.
_EMPTY = """
from PySide6.QtCore import Qt
application = QApplication(sys.argv[:1])
window = QWidget()
window.resize(1200, 760)
window.show()
QApplication.exec()
"""
_OURS = """
sys.argv = ["ledgerdesk", "--vault", sys.argv[1]]
from ledgerdesk.__main__ import main
main()
"""


def _once(body: str, *arguments: str) -> tuple[float, int, list[str]]:
    """Start a child and wait for its first paint: seconds, KiB held, heavy modules loaded."""
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as home:
        variables = {**os.environ, "HOME": home, "XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home}
        variables.setdefault("QT_QPA_PLATFORM", "offscreen")
        variables.pop("PYTHONDONTWRITEBYTECODE", None)  # or every start compiles everything
        command = [sys.executable, "-c", _WATCH + body, *arguments]
        done = subprocess.run(command, env=variables, capture_output=True, text=True, check=True)
    taken = time.perf_counter() - begun
    said = json.loads(done.stdout.splitlines()[-1])
    return taken, int(said["kib"]), list(said["loaded"])


def measure(trades: int, rounds: int = ROUNDS) -> dict[str, float]:
    """Start an empty Qt window and ours at the door of a book in turn; medians and ratios."""
    with tempfile.TemporaryDirectory() as name, Lane("press") as press:
        opened(Path(name), press, trades).lock()
        return _compared(Path(name) / "bench.ledgerdesk", rounds)


def _compared(vault: Path, rounds: int) -> dict[str, float]:
    empty: list[tuple[float, int, list[str]]] = []
    ours: list[tuple[float, int, list[str]]] = []
    for _ in range(rounds + 1):  # the first round warms the files and is not counted
        empty.append(_once(_EMPTY))
        ours.append(_once(_OURS, str(vault)))
    times = [statistics.median(run[0] for run in runs[1:]) for runs in (empty, ours)]
    sizes = [statistics.median(run[1] for run in runs[1:]) for runs in (empty, ours)]
    found = {
        "empty Qt window (ms)": times[0] * 1000,
        "first window (ms)": times[1] * 1000,
        "first window / empty (×, goal ≤ 1.5)": times[1] / times[0],
        "heavy modules on the start path (goal 0)": float(len(ours[-1][2])),
    }
    if sizes[0]:
        found |= {
            "empty Qt window (MiB)": sizes[0] / 1024,
            "first window (MiB)": sizes[1] / 1024,
            "memory / empty (×, goal ≤ 1.6)": sizes[1] / sizes[0],
        }
    return found
