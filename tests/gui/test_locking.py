"""Nobody at the desk: the book locks itself, shows nothing, and what was typed comes back."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from tests.support.window import Desk

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Changes, Done
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.progress import Progress
from ledgerdesk.gui.clipboard import KEPT_MS, SensitiveClipboard
from ledgerdesk.gui.dialogs.new_customer import NewCustomerDialog
from ledgerdesk.gui.idleness import Idleness
from ledgerdesk.gui.places import CUSTOMERS, SETTINGS, TRADE

ENTER = Qt.Key.Key_Return


def look(desk: Desk) -> None:
    desk.window.idleness.look()
    desk.settle()


def type_trade(desk: Desk) -> None:
    desk.window.shell.go(TRADE)
    desk.settle()
    desk.commit("张三")
    desk.press(ENTER)
    desk.commit("咨询费")


def test_ten_minutes_without_a_touch_lock_the_book_and_nothing_typed_is_lost(desk: Desk) -> None:
    type_trade(desk)
    desk.office.pass_time(minutes=9, seconds=59)
    look(desk)
    assert desk.window.is_open
    desk.office.pass_time(seconds=1)
    look(desk)

    assert desk.window.pages.currentWidget() is desk.window.unlock
    assert not desk.stage.tasks.is_open
    shell = desk.window.shell
    assert shell.trade.customer.edit.text() == ""
    assert desk.window.top.isHidden()
    desk.unlock()
    (kept,) = desk.ask(lambda ledger: ledger.drafts.list())
    assert kept.draft.texts["customer"] == "张三"


def a_key(desk: Desk) -> None:
    QTest.keyClick(desk.window.windowHandle(), Qt.Key.Key_Shift)


def a_click(desk: Desk) -> None:
    QTest.mouseClick(desk.window.windowHandle(), Qt.MouseButton.LeftButton)


def a_syllable_for_the_input_method(desk: Desk) -> None:
    desk.preedit("ni")


@pytest.mark.parametrize("touch", [a_key, a_click, a_syllable_for_the_input_method])
def test_a_touch_begins_the_minutes_anew(desk: Desk, touch: Callable[[Desk], None]) -> None:
    desk.window.shell.go(TRADE)
    desk.settle()
    desk.office.pass_time(minutes=9)
    touch(desk)
    desk.office.pass_time(minutes=9)
    look(desk)
    assert desk.window.is_open
    desk.office.pass_time(minutes=1)
    look(desk)

    assert not desk.window.is_open


def test_a_touch_in_a_dialog_counts_as_well(desk: Desk) -> None:
    desk.window.shell.go(CUSTOMERS)
    desk.settle()
    desk.window.shell.customers.add()
    (dialog,) = desk.window.findChildren(NewCustomerDialog)
    desk.qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is dialog.windowHandle())
    desk.office.pass_time(minutes=9)
    QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_Shift)
    desk.office.pass_time(minutes=9)
    look(desk)

    assert desk.window.is_open


class _Asked(Idleness):
    asked = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        self.asked += 1
        return super().eventFilter(watched, event)


def test_a_page_that_is_built_does_not_ask_about_a_touch_for_each_of_its_events(
    desk: Desk,
) -> None:
    idleness = _Asked(desk.office.clock, lambda: False)
    idleness.begin(timedelta(minutes=10))
    begun = idleness.asked
    page = QWidget(desk.window)
    column = QVBoxLayout(page)
    for _ in range(20):
        column.addWidget(QLineEdit())
    page.show()
    QApplication.processEvents()
    asked = idleness.asked - begun
    idleness.end()

    assert asked < 20


def test_a_clock_set_back_does_not_keep_the_book_open_for_ever(desk: Desk) -> None:
    desk.office.pass_time(days=-3)
    look(desk)
    assert desk.window.is_open
    desk.office.pass_time(minutes=10)
    look(desk)

    assert not desk.window.is_open


def test_the_minutes_are_the_offices_own(desk: Desk) -> None:
    page = desk.window.shell.settings
    desk.window.shell.go(SETTINGS)
    desk.settle()
    assert page.people.idle.text() == "10"
    page.people.idle.setText("0")
    page.save()
    desk.settle()
    assert page.people.idle_field.problem == "请写 1 到 60 之间的分钟数。"
    page.people.idle.setText("2")
    page.save()
    desk.settle()
    assert desk.window.idleness.limit == timedelta(minutes=2)
    desk.office.pass_time(minutes=2)
    look(desk)

    assert not desk.window.is_open


def test_waiting_for_a_bar_is_not_idleness_and_locking_cancels_at_the_next_step(
    desk: Desk,
) -> None:
    steps: list[int] = []
    ended: list[Code] = []

    def work(_ledger: Ledger, report: Progress) -> Done[None]:
        for step in range(400):
            steps.append(step)
            report(step, 400)
            time.sleep(0.05)
        return Done(value=None, changes=Changes.NOTHING)

    def failed(error: KnownError) -> None:
        ended.append(error.code)

    desk.stage.tasks.mutate_long(
        desk.window, work, lambda _nothing: None, failed, lambda _percent: None
    )
    desk.qtbot.waitUntil(lambda: len(steps) > 1)
    desk.office.pass_time(minutes=30)
    desk.window.idleness.look()
    assert desk.window.is_open
    begun = time.monotonic()
    desk.window.lock()
    desk.settle()

    assert ended == [Code.CANCELLED]
    assert not desk.stage.tasks.is_open
    assert time.monotonic() - begun < 2
    assert len(steps) < 60


def test_an_open_form_and_its_dialog_are_gone_at_once_and_come_back_as_a_draft(
    desk: Desk,
) -> None:
    desk.window.shell.go(CUSTOMERS)
    desk.settle()
    desk.window.shell.customers.add()
    (dialog,) = desk.window.findChildren(NewCustomerDialog)
    dialog.write({"name": "李建国", "phone": "13900004471"})
    desk.window.lock()
    assert not any(
        one.isVisible() for one in QApplication.topLevelWidgets() if one is not desk.window
    )
    desk.settle()
    desk.unlock()

    (kept,) = desk.ask(lambda ledger: ledger.drafts.list())
    assert kept.draft.texts["name"] == "李建国"


def test_a_draft_that_cannot_be_kept_is_asked_about_on_the_closed_door(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ledgerdesk.services.drafts import Drafts  # noqa: PLC0415 - this test's own

    def full(*_arguments: object) -> None:
        raise KnownError(Code.DISK_FULL)

    type_trade(desk)
    with monkeypatch.context() as patch:
        patch.setattr(Drafts, "keep", full)
        desk.window.lock()
        desk.settle()
        assert desk.window.pages.currentWidget() is desk.window.unlock
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        dialog.close()
        desk.settle()
    assert desk.window.is_open
    assert desk.window.shell.trade.customer.edit.text() == "张三"


def test_a_locked_screen_and_a_sleep_lock_the_book_and_waking_does_not(desk: Desk) -> None:
    signals = desk.window._signals
    assert signals is not None
    signals.said(False)
    desk.settle()
    assert desk.window.is_open
    signals.said(True)
    desk.settle()

    assert not desk.window.is_open


_ON_A_BUS = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from PySide6.QtWidgets import QApplication, QWidget
from ledgerdesk.gui.system_signals import SystemSignals
application = QApplication([])
heard = []
window = QWidget()
signals = SystemSignals(window, lambda: (heard.append(1), application.quit()))
other = QDBusConnection.connectToBus(QDBusConnection.BusType.SessionBus, "other")
def send():
    message = QDBusMessage.createSignal(
        "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged")
    message.setArguments([True])
    assert other.send(message)
QTimer.singleShot(200, send)
QTimer.singleShot(8000, application.quit)
application.exec()
sys.exit(0 if heard else 3)
"""


def test_the_screen_saver_is_heard_on_a_real_bus(not_run: object) -> None:
    runner = shutil.which("dbus-run-session")
    if runner is None or sys.platform != "linux":
        assert callable(not_run)
        not_run("no dbus-run-session here")
        return
    done = subprocess.run(
        [runner, "--", sys.executable, "-c", _ON_A_BUS], check=False, timeout=60, env=os.environ
    )

    assert done.returncode == 0


def test_a_sensitive_copy_leaves_the_clipboard_after_half_a_minute_if_it_is_still_there(
    desk: Desk,
) -> None:
    clipboard = SensitiveClipboard(desk.window)
    assert clipboard.later.interval() == KEPT_MS == 30_000
    clipboard.copy("6222 0200")
    clipboard.later.timeout.emit()
    assert QApplication.clipboard().text() == ""
    clipboard.copy("6222 0200")
    QApplication.clipboard().setText("his own")
    clipboard.later.timeout.emit()

    assert QApplication.clipboard().text() == "his own"


# ── one window ───────────────────────────────────────────────────────────────────────────

_FIRST = """
import sys
from ledgerdesk.gui import app
from ledgerdesk.gui.main_window import MainWindow
before = MainWindow.come_to_front
def told(self, vault):
    before(self, vault)
    print("raised", vault, flush=True)
MainWindow.come_to_front = told
sys.exit(app.run(None))
"""


def test_a_second_start_raises_the_first_window_and_ends_with_0(tmp_path: Path) -> None:
    env = os.environ | {
        "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen",
    }  # fmt: skip
    wanted = tmp_path / "v.ledgerdesk"
    first = subprocess.Popen(
        [sys.executable, "-c", _FIRST], env=env, stdout=subprocess.PIPE, text=True
    )
    try:
        assert first.stdout is not None
        lock = _waited(tmp_path)
        assert lock.name == "window.lock"
        second = subprocess.run(
            [sys.executable, "-m", "ledgerdesk", "--vault", str(wanted)],
            env=env,
            check=False,
            timeout=60,
        )
        assert second.returncode == 0
        assert first.stdout.readline().strip() == f"raised {wanted}"
        assert first.poll() is None
    finally:
        first.terminate()
        first.communicate(timeout=30)


def _waited(folder: Path) -> Path:
    for _ in range(300):
        found = list(folder.rglob("window.lock"))
        if found and found[0].stat().st_size:
            return found[0]
        time.sleep(0.1)
    raise AssertionError("the first window never took its profile")
