"""The window comes back where one sees it, admits a bug without a value, loses nothing typed."""

import socket
import sys
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QRect, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from tests.support.still_office import StillOffice
from tests.support.window import Desk

from ledgerdesk import __version__
from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.errors import KnownError
from ledgerdesk.gui import app
from ledgerdesk.gui.dialogs.about import AboutDialog, LicencesDialog
from ledgerdesk.gui.dialogs.crash import CrashDialog
from ledgerdesk.gui.dialogs.leave_settings import LeaveSettingsDialog
from ledgerdesk.gui.main_window import MainWindow
from ledgerdesk.gui.places import RECEIPTS, SETTINGS, TODAY
from ledgerdesk.gui.widgets.notices import Toast
from ledgerdesk.gui.window_place import on_a_screen
from ledgerdesk.resources import resource
from ledgerdesk.services.steps.office import FIRM
from ledgerdesk.services.steps.versions import engine_versions

SECRET = "张三 13800138000"
SCREEN = QRect(0, 0, 1920, 1040)
SMALL = QRect(0, 0, 1280, 720)


# ── its place ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("wanted", "screens", "given"),
    [
        (QRect(100, 80, 1366, 860), [SCREEN], QRect(100, 80, 1366, 860)),
        (QRect(2500, 80, 1366, 860), [SCREEN], QRect(554, 80, 1366, 860)),
        (QRect(100, -500, 1366, 860), [SCREEN], QRect(100, 0, 1366, 860)),
        (QRect(100, 80, 1366, 860), [SMALL], QRect(0, 0, 1280, 720)),
        (QRect(2000, 80, 900, 600), [SCREEN, QRect(1920, 0, 1280, 720)], QRect(2000, 80, 900, 600)),
    ],
    ids=["as left", "a screen went", "above it", "a smaller screen", "the second screen"],
)
def test_a_window_stands_where_one_sees_it(
    wanted: QRect, screens: list[QRect], given: QRect
) -> None:
    assert on_a_screen(wanted, screens) == given


def test_a_window_comes_back_in_its_size_on_the_screen_there_is(desk: Desk) -> None:
    desk.window.resize(1111, 666)
    desk.window.move(9_000, 9_000)
    desk.window.shell.go(RECEIPTS)
    desk.settle()
    desk.window.close()

    again = MainWindow(desk.stage)
    (screen,) = (one.availableGeometry() for one in QApplication.screens())
    assert screen.contains(again.geometry().topLeft())
    assert again.height() == 666
    assert desk.stage.preferences.place == str(RECEIPTS)
    again.deleteLater()


def test_the_last_place_opens_again_but_after_a_lock_it_is_today(bare: Desk) -> None:
    bare.stage.preferences.place = str(RECEIPTS)
    bare.unlock()
    assert bare.window.shell.place == RECEIPTS
    bare.window.lock()
    bare.settle()
    bare.unlock()

    assert bare.window.shell.place == TODAY


# ── a bug ────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def admitted(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Install the program's own hook as `run` does; hear whether a restart was asked for."""
    asked: list[str] = []
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    app._admit_bugs_to(desk.window, desk.stage.speech, lambda: asked.append("again"))
    yield asked
    for dialog in desk.window.findChildren(CrashDialog):
        dialog.accept()


def told_of(desk: Desk) -> str:
    (dialog,) = desk.window.findChildren(CrashDialog)
    copy = dialog.findChildren(QPushButton)[0]
    copy.click()
    shown = "\n".join(label.text() for label in dialog.findChildren(QLabel))
    assert QApplication.clipboard().text() in shown
    return shown


def in_a_slot(desk: Desk, fail: Callable[[], None]) -> None:
    button = QPushButton(desk.window)
    button.clicked.connect(fail)
    hook = sys.excepthook
    with desk.qtbot.captureExceptions() as caught:
        button.click()
        button.click()
    for kind, error, trace in caught:
        hook(kind, error, trace)
    assert len(caught) == 2


def in_a_lane(desk: Desk, fail: Callable[[], None]) -> None:
    raised: list[None] = []

    def refused(error: KnownError) -> None:
        raise AssertionError(error)

    def work(_ledger: Ledger) -> None:
        fail()

    hook = sys.excepthook
    with desk.qtbot.captureExceptions() as caught:
        desk.stage.tasks.query(desk.window, work, raised.append, refused)
        desk.settle()
    for kind, error, trace in caught:
        hook(kind, error, trace)
    assert len(caught) == 1


@pytest.mark.parametrize("where", [in_a_slot, in_a_lane])
def test_a_bug_is_admitted_once_in_plain_words_without_a_value(
    desk: Desk, admitted: list[str], where: Callable[[Desk, Callable[[], None]], None]
) -> None:
    def fail() -> None:
        raise ValueError(SECRET)

    where(desk, fail)
    shown = told_of(desk)

    assert "LedgerDesk 出错了" in shown
    assert f"LedgerDesk {__version__}" in shown
    assert "ValueError" in shown
    assert "fail" in shown
    assert not any(part in shown for part in SECRET.split())
    assert admitted == []


def test_restart_closes_the_window_with_what_was_typed_kept(
    desk: Desk, admitted: list[str]
) -> None:
    sys.excepthook(ValueError, ValueError(), None)
    (dialog,) = desk.window.findChildren(CrashDialog)

    dialog.restart_button.click()
    desk.settle()

    assert admitted == ["again"]
    assert not desk.window.isVisible()


def test_a_restart_begins_this_very_program(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[list[str]] = []

    def begin(command: list[str], **_rest: object) -> None:
        begun.append(command)

    monkeypatch.setattr("subprocess.Popen", begin)
    monkeypatch.setattr(sys, "argv", ["ledgerdesk", "--vault", "x"])
    app.begin_again()

    assert begun == [[sys.executable, "-m", "ledgerdesk", "--vault", "x"]]


# ── the end, and what is told ────────────────────────────────────────────────────────────


@pytest.mark.parametrize("choice", ["save", "drop", "back"])
def test_settings_that_were_typed_are_asked_about(
    desk: Desk, office: StillOffice, choice: str
) -> None:
    desk.window.shell.go(SETTINGS)
    desk.settle()
    desk.press("A")
    desk.window.shell.go(TODAY)
    desk.settle()

    assert not desk.window.close()
    desk.settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, LeaveSettingsDialog)
    button = {"save": dialog.act, "drop": dialog.drop_button, "back": dialog.leave}[choice]
    button.click()
    desk.settle()

    assert desk.window.isVisible() is (choice == "back")
    firm = desk.window.shell.settings.edits[FIRM].text()
    assert choice != "back" or firm.endswith("A")
    kept = desk.ask(lambda ledger: ledger.today.standing().office.firm)
    assert kept.endswith("A") is (choice == "save")


def test_about_tells_versions_licences_and_how_to_update_and_asks_no_network(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    desk.window.commands.actions["about"].trigger()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, AboutDialog)
    shown = "\n".join(label.text() for label in dialog.findChildren(QLabel))

    assert __version__ in shown
    assert engine_versions()["sqlcipher"] in shown
    assert "LGPL-3.0" in shown
    assert "更新" in dialog.update_words.text()
    dialog.licences_button.click()
    (licences,) = dialog.findChildren(LicencesDialog)
    assert "LGPL" in licences.page.toPlainText()
    for name in ("NotoSansSC-OFL.txt", "HanaMin-LICENSE.txt"):
        assert resource("fonts", name).is_file()
    assert resource("icons", "LICENSE").is_file()
    licences.reject()
    dialog.reject()


def test_a_toast_is_announced_to_who_cannot_see_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[tuple[object, QAccessible.Event]] = []

    def announce(event: QAccessibleEvent) -> None:
        heard.append((event.object(), event.type()))

    monkeypatch.setattr(QAccessible, "updateAccessibility", announce)
    toast = desk.window.shell.toast
    toast.show_done("存好了")

    assert isinstance(toast, Toast)
    assert heard == [(toast, QAccessible.Event.Alert)]
    assert toast.words.accessibleName() == "存好了"
    QTimer.singleShot(0, toast.hide)
