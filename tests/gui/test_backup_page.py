"""The backup page on real services: one key makes a proved backup, and its age is told."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from tests.support.still_office import issue
from tests.support.window import Desk

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.progress import Progress
from ledgerdesk.gui import backup_runner, figures
from ledgerdesk.gui.pages.backups import backup as backup_page
from ledgerdesk.gui.places import BACKUP
from ledgerdesk.gui.preferences import Preferences
from ledgerdesk.services.backups import Ready, Written
from ledgerdesk.services.steps.backups import proved_backup

CONTROL = Qt.KeyboardModifier.ControlModifier
ENTER = Qt.Key.Key_Return


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def at_backup(desk: Desk, folder: str) -> backup_page.BackupPage:
    desk.stage.preferences.backup_folder = folder
    desk.window.shell.go(BACKUP)
    desk.settle()
    return desk.window.shell.backup


def chip(desk: Desk) -> tuple[str, str]:
    shown = desk.window.shell.status.backup
    return shown.accessibleName(), shown._tone


def test_one_key_makes_a_verified_backup_and_says_that_the_stick_may_go(
    desk: Desk, stick: Path
) -> None:
    page = at_backup(desk, str(stick))
    assert (page.last.text(), chip(desk)) == ("还没有", ("还没有备份", "warn"))
    desk.press(ENTER, held=CONTROL)
    desk.settle()

    (file,) = stick.iterdir()
    assert desk.office.house.verify_backup(file, None).payload_bytes > 0
    assert "可以安全拔出" in desk.window.shell.toast.words.text()
    assert page.last.text().startswith("今天 ")
    (row,) = page.list.model.records
    assert (row.name, row.size, row.is_proved) == (file.name, file.stat().st_size, True)
    assert chip(desk) == ("今天已备份", "plain")
    assert not page.is_running
    assert page.make_button.isEnabled()


def test_nothing_is_called_safe_before_the_backup_is_recorded(
    desk: Desk, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = at_backup(desk, str(stick))
    threads: list[str] = []
    begun, go_on = threading.Event(), threading.Event()

    def slow(ready: Ready, progress: Progress) -> Written:
        threads.append(threading.current_thread().name)
        begun.set()
        go_on.wait(20)
        return prove_and_write(ready, progress)

    prove_and_write = proved_backup.prove_and_write
    monkeypatch.setattr(backup_runner, "prove_and_write", slow)
    page.make()
    desk.qtbot.waitUntil(begun.is_set, timeout=20_000)
    numbers: list[str] = []

    def sell(ledger: Ledger) -> str:
        return issue(ledger).number

    desk.stage.tasks.query(desk.window, sell, numbers.append, page._complain)
    desk.qtbot.waitUntil(lambda: bool(numbers), timeout=20_000)

    assert numbers == ["SJ2026-000001"]  # the lane was free while the backup ran
    assert threads[0].startswith("aside")
    assert page.line.isVisible()
    assert not desk.window.shell.toast.isVisible()
    go_on.set()
    desk.settle()
    assert [one.is_home for one in desk.ask(lambda ledger: ledger.backups.history())] == [
        True,
        False,
    ]


def test_cancelling_leaves_nothing_behind_and_says_so(
    desk: Desk, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = at_backup(desk, str(stick))
    begun, go_on = threading.Event(), threading.Event()
    prove_and_write = proved_backup.prove_and_write

    def held(ready: Ready, progress: Progress) -> Written:
        begun.set()
        go_on.wait(20)
        return prove_and_write(ready, progress)

    monkeypatch.setattr(backup_runner, "prove_and_write", held)
    page.make()
    desk.qtbot.waitUntil(begun.is_set, timeout=20_000)
    page.line.cancel_button.click()
    go_on.set()
    desk.settle()

    assert list(stick.iterdir()) == []
    assert list((desk.office.vault / "backups").iterdir()) == []
    assert "取消" in page.trouble.words.text()
    assert desk.ask(lambda ledger: ledger.backups.history()) == []
    assert not page.line.isVisible()


def test_a_folder_that_is_gone_is_said_at_its_field_and_stays_typed(
    desk: Desk, tmp_path: Path
) -> None:
    page = at_backup(desk, "")
    desk.press(*str(tmp_path / "gone"))
    desk.press(ENTER, held=CONTROL)
    desk.settle()

    assert page.folder.field.problem
    assert page.folder.edit.text() == str(tmp_path / "gone")
    assert Preferences.load().backup_folder == str(tmp_path / "gone")
    assert page.make_button.isEnabled()


def test_no_folder_is_asked_for_in_place(desk: Desk) -> None:
    page = at_backup(desk, "")
    page.make()

    assert page.folder.field.problem == "请选择备份放到哪里。"
    assert not page.is_running


def test_a_file_the_book_never_proved_is_listed_as_such(desk: Desk, stick: Path) -> None:
    page = at_backup(desk, str(stick))
    page.make()
    desk.settle()
    (file,) = stick.iterdir()
    file.rename(stick / "copied.ldbk")
    page.refresh()
    desk.settle()

    assert [(one.name, one.is_proved) for one in page.list.model.records] == [
        ("copied.ldbk", False)
    ]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, ("今天已备份", "plain")),
        (1, ("1 天前备份", "warn")),
        (2, ("2 天前备份", "warn")),
        (3, ("3 天前备份", "bad")),
    ],
)
def test_the_chip_tells_how_old_the_last_backup_is(
    desk: Desk, stick: Path, days: int, expected: tuple[str, str]
) -> None:
    desk.change(lambda ledger: ledger.backups.make(stick))
    desk.office.pass_time(days=days)
    desk.window.shell.refresh_backup_chip()
    desk.settle()

    assert chip(desk) == expected


def test_locking_leaves_no_backup_time_in_the_window(desk: Desk, stick: Path) -> None:
    page = at_backup(desk, str(stick))
    page.make()
    desk.settle()
    desk.window.lock()
    desk.settle()

    assert page.last.text() == "还没有"
    assert page.list.model.rowCount() == 0
    desk.unlock()
    assert chip(desk)[0] == "今天已备份"


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (1, "1 KB"),
        (999_001, "1000 KB"),
        (1_000_000, "1.0 MB"),
        (99_999_999, "99.9 MB"),
        (83_219_000_000, "83.2 GB"),
    ],
)
def test_a_size_is_said_without_a_float(size: int, said: str) -> None:
    assert figures.file_size(size) == said
