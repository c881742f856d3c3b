"""A window that is killed, or logged out and killed, offers what was half typed in the next one."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from tests.support.office import PASSWORD, Office, make_office

RUN = """
import os, sys, traceback
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtCore import Qt
from ledgerdesk import bootstrap
from ledgerdesk.bootstrap import House
from ledgerdesk.gui import app
from ledgerdesk.runtime.clock import RealClock
from ledgerdesk.vault.kdf import BOUNDS_ONLY_FOR_TESTING, CHEAPEST_ONLY_FOR_TESTING
vault, user = Path(sys.argv[1]), Path(sys.argv[2])
bootstrap.real_house = lambda press: House(
    clock=RealClock(), press=press, per_user=user,
    bounds=BOUNDS_ONLY_FOR_TESTING, cost=CHEAPEST_ONLY_FOR_TESTING)
def ends(*what):  # no dialog: a window nobody looks at would stand for ever
    traceback.print_exception(*what)
    os._exit(3)
app._admit_bugs_to = lambda *_: setattr(sys, "excepthook", ends)
begin = app.MainWindow.begin
def started(self, given):
    begin(self, vault)
    self.unlock.secret.setText(sys.argv[3])
    self.unlock.open_button.click()
    QTimer.singleShot(10, lambda: wait(self))
    QTimer.singleShot(60_000, lambda: os._exit(4))
def wait(self):
    if not self.is_open or self._stage.tasks.is_busy:
        QTimer.singleShot(20, lambda: wait(self)); return
    ACT(self)
app.MainWindow.begin = started
app.QApplication = globals().get("Session", app.QApplication)
def ACT(self):
{act}
raise SystemExit(app.run(None))
"""
TYPE = """
    self.shell.go(2)
    trade = self.shell.trade
    trade.customer.edit.setFocus()
    QTest.keyClicks(trade.customer.edit, "Wang Wu")
    row = trade.lines.rows[0]
    for cell, text in zip(row.cells, ("Copies", "page", "3", "1.5x", "")):
        QTest.keyClicks(cell, text)
    QTest.keyClicks(trade.lines.rows[2].item, "Stamps")
    trade.method.choose(1)
    for edit, text in ((trade.payer, "Wang Co."), (trade.note, "half a no")):
        QTest.keyClicks(edit, text)
    trade.date.setText("2026-01-31")
    trade._edited()
    texts = sorted(trade.fields.texts().items())
    QTimer.singleShot(1500, lambda: print("TYPED", texts, flush=True))
"""
SEE = """
    trade = self.shell.trade
    waiting = self.shell.today.waiting
    def listed():
        if not waiting.rows:
            QTimer.singleShot(20, listed); return
        print("TODAY", [(row.title, row.below) for row in waiting.rows], flush=True)
        self.shell.go(2)
        offered()
    def offered():
        if not trade.drafts.bar.isVisible():
            QTimer.singleShot(20, offered); return
        print("OFFERED", trade.drafts.bar.words.text(), flush=True)
        trade.drafts.bar.resume_button.click()
        QTimer.singleShot(20, filled)
    def filled():
        if not trade.is_dirty:
            QTimer.singleShot(20, filled); return
        print("TYPED", sorted(trade.fields.texts().items()), flush=True)
        self.close_now()
    listed()
"""


def started(office: Office, act: str, *, before: str = "") -> "subprocess.Popen[str]":
    code = before + RUN.replace("{act}", textwrap.indent(textwrap.dedent(act).strip("\n"), "    "))
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    arguments = [str(office.vault), str(office.house.per_user), PASSWORD]
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments], env=env, stdout=subprocess.PIPE, text=True
    )


def line_of(process: "subprocess.Popen[str]", word: str) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith(word):
            return line
    raise AssertionError(f"the window ended without {word}")


@pytest.mark.skipif(sys.platform == "win32", reason="NOT RUN: Windows has no SIGKILL")
def test_a_killed_window_offers_the_half_typed_trade_with_all_its_values(tmp_path: Path) -> None:
    office = make_office(tmp_path / "office")
    first = started(office, TYPE)
    try:
        typed = line_of(first, "TYPED")
    finally:
        os.kill(first.pid, signal.SIGKILL)
        first.communicate()
    assert first.returncode == -signal.SIGKILL
    second = started(office, SEE)
    try:
        today = line_of(second, "TODAY")
        offer = line_of(second, "OFFERED")
        again = line_of(second, "TYPED")
        assert second.wait(timeout=60) == 0
    finally:
        second.kill()
        second.communicate()

    assert again == typed
    assert "Wang Wu · Copies" in today
    assert "Wang Wu · Copies" in offer
    assert "('lines.0.price', '1.5x')" in typed
    assert "('lines.2.item', 'Stamps')" in typed
    assert "('date', '2026-01-31')" in typed


AT_THE_END_OF_THE_SESSION = """
    self.shell.go(2)
    trade = self.shell.trade
    QTest.keyClicks(trade.customer.edit, "Wang Wu")
    print("TYPED", trade.fields.texts(), flush=True)
    QApplication.instance().commitDataRequest.emit(None)
    os._exit(9)
"""
SESSION = """
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication
class Session(QApplication):
    commitDataRequest = Signal(object)  # Qt's own hands out what only a session can make
"""


def test_a_log_out_keeps_the_draft_even_if_nothing_more_is_done(tmp_path: Path) -> None:
    office = make_office(tmp_path / "office")
    process = started(office, AT_THE_END_OF_THE_SESSION, before=SESSION)
    line_of(process, "TYPED")
    assert process.wait(timeout=60) == 9
    process.communicate()

    with office.opened() as ledger:
        assert [dict(one.draft.texts)["customer"] for one in ledger.drafts.list()] == ["Wang Wu"]
