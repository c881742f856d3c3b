"""Measure how long the window is deaf while a large workbook is taken in, and stopped half-way.

python -m bench.window_import [--rows N]
"""

import argparse
import random
import tempfile
from pathlib import Path

from openpyxl import Workbook
from PySide6.QtTest import QTest

from bench.customers import GIVEN, SURNAMES
from bench.ledger_of_size import opened
from bench.window_desk import Deafness, OpenWindow, dress, open_window, until
from ledgerdesk.gui.places import IMPORT, QUALITY
from ledgerdesk.runtime.lanes import Lane

ROWS = 100_000
HEADINGS = ("姓名", "联系电话", "公司名称", "交易日期", "交易金额", "产品/服务类型", "备注")


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


def measure(rows: int = ROWS) -> dict[str, float]:
    """Take a workbook in, stopped once and then to its end, and compare the cards afterwards."""
    with tempfile.TemporaryDirectory() as name, Lane("press") as press:
        folder = Path(name)
        _workbook(folder / "t.xlsx", rows)
        opened(folder, press, 0).lock()
        with open_window(folder, press) as opened_window:
            return _measured(opened_window, folder, rows)


def _measured(desk: OpenWindow, folder: Path, rows: int) -> dict[str, float]:
    window, tasks = desk.window, desk.tasks
    shell, found = window.shell, {}
    page = shell.imports
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
        until(lambda: page.outcome is not None and not tasks.is_busy),
    )
    page.panel.import_button.click()
    QTest.qWait(3_000)
    page.work.cancel()
    note("stop an import after 3 s", until(lambda: not tasks.is_busy))
    page.panel.import_button.click()
    until(lambda: page.outcome is not None and not tasks.is_busy)
    deaf.begin()
    page.panel.import_button.click()
    note("add all rows", until(lambda: page.is_done and not tasks.is_busy))
    shell.go(QUALITY)
    QTest.qWait(400)
    quality = shell.quality
    note("compare all cards", until(lambda: not quality.surveying.is_under_way))
    return found


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(prog="bench.window_import")
    parser.add_argument("--rows", type=int, default=ROWS)
    options = parser.parse_args()
    dress()
    for what, value in measure(options.rows).items():
        print(f"{value:10.1f}  {what}")


if __name__ == "__main__":
    main()
