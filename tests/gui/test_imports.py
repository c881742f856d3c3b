"""A table comes in by keys, by dropping and by pasting, whole or not at all, and only once."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from tests.gui.test_window import marks
from tests.support.still_office import act_as, dump
from tests.support.window import Desk

from ledgerdesk.core import importing
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.import_columns import Column
from ledgerdesk.core.staff import Role
from ledgerdesk.documents import tables
from ledgerdesk.gui.pages.imports.imports import REFUSED, TAKEN, ImportPage
from ledgerdesk.gui.places import CUSTOMERS, IMPORT
from ledgerdesk.i18n.translator import Language
from ledgerdesk.services.steps.imports import import_posting

CONTROL = Qt.KeyboardModifier.ControlModifier
ENTER, DOWN, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Escape
TABLE = "姓名,交易日期,交易金额,项目\n张三,2026-01-02,100,咨询费\n李四,2026-01-03,23.45,租金\n"
STRANGE = "谁,何时,多少\n张三,2026-01-02,5\n李四,2026-01-03,x\n"


def table(
    folder: Path, text: str = TABLE, *, coding: str = "utf-8", name: str = "客户.csv"
) -> Path:
    path = folder / name
    path.write_bytes(text.encode(coding))
    return path


def loaded(desk: Desk, path: Path) -> ImportPage:
    desk.window.shell.import_file(path)
    desk.settle()
    return desk.window.shell.imports


def choose(page: ImportPage, place: int, choice: int) -> None:
    """Choose as the list does when a hand picks a word."""
    page.columns.selects[place].choose(choice)
    page.columns.selects[place].chosen.emit(choice)


def counted(desk: Desk) -> tuple[int, int]:
    held = desk.ask(dump)
    return len(held["customer"]), len(held["trade"])


class Gate:
    """Hold a piece of work until the test lets it go on."""

    def __init__(self, work: Callable[..., object]) -> None:
        self._work = work
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.threads: list[str] = []

    def __call__(self, *given: object, **named: object) -> object:
        self.threads.append(threading.current_thread().name)
        self.begun.set()
        self.go_on.wait(20)
        return self._work(*given, **named)


def test_a_table_is_chosen_seen_and_imported_by_keys_alone(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = table(tmp_path)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    desk.window.shell.go(CUSTOMERS)
    desk.settle()
    desk.press("i", held=CONTROL)
    assert desk.window.shell.place == IMPORT
    desk.press(ENTER)
    desk.settle()

    page = desk.window.shell.imports
    assert page.panel.count.text() == "2 笔"
    assert page.panel.sum.text() == "合计 ¥123.45"
    assert counted(desk) == (0, 0)
    desk.press(ENTER, held=CONTROL)
    desk.settle()
    assert counted(desk) == (2, 2)
    assert page.is_done
    assert page.tabs.position == TAKEN
    assert [row.name for row in page.taken.rows.records] == ["张三", "李四"]
    desk.press(ENTER)
    assert desk.window.shell.place == CUSTOMERS


def test_the_same_table_again_adds_nothing_and_says_so(desk: Desk, tmp_path: Path) -> None:
    path = table(tmp_path)
    page = loaded(desk, path)
    page.panel.import_button.click()
    desk.settle()
    before = desk.ask(dump)
    page = loaded(desk, path)

    assert page.panel.twice.words.text() == "有 2 行账本里已经有了，不会重复导入。"
    assert not page.panel.import_button.isEnabled()
    desk.press(ENTER, held=CONTROL)
    assert desk.ask(dump) == before


@pytest.mark.parametrize(
    ("coding", "told"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "带 BOM 的 UTF-8"),
        ("utf-16", "UTF-16"),
        ("gb18030", "GB 18030"),
    ],
)
def test_the_encoding_and_the_first_rows_are_shown(
    desk: Desk, tmp_path: Path, coding: str, told: str
) -> None:
    page = loaded(desk, table(tmp_path, coding=coding))

    assert page.fact.text() == f"客户.csv · {told} · 3 行"
    shown = page.raw.rows
    assert [column.cell(shown.records[1]).text for column in shown.columns] == [
        *("2", "张三", "2026-01-02", "100", "咨询费"),
    ]


def test_every_refused_row_is_named_with_its_number_field_and_reason(
    desk: Desk, tmp_path: Path
) -> None:
    text = TABLE + "王五,2026-13-01,5,a\n,2026-01-02,1.234,b\n"
    page = loaded(desk, table(tmp_path, text))

    model = page.refused.model
    told = [tuple(column.cell(one).text for column in model.columns) for one in model.records]
    assert told == [
        ("4", "退回", "交易日期", "没有这个月份。"),
        ("5", "退回", "姓名", "此项必填，请填写。"),
        ("5", "退回", "交易金额", "金额最多两位小数。"),
    ]
    assert [value.text() for value in page.panel.values] == ["4", "2", "0", "2", "0"]
    page.tabs.choose(REFUSED)
    page.refused.table.choose(1)
    assert page.refused.full.text() == "第 5 行，姓名：此项必填，请填写。"


@pytest.mark.qt_log_ignore("This plugin does not support")  # the list pops up without a screen
def test_columns_nothing_is_known_of_are_chosen_by_keys_and_known_the_next_time(
    desk: Desk, tmp_path: Path
) -> None:
    page = loaded(desk, table(tmp_path, STRANGE))
    assert page.panel.problem.words.text() == "请指定这些内容在哪一列：客户姓名, 日期, 金额"
    for downs in (1, 2, 3):
        desk.press(DOWN, *[DOWN] * downs, ENTER, ENTER)
    desk.settle()

    chosen = {Column.NAME: 0, Column.DATE: 1, Column.AMOUNT: 2}
    assert page.columns.chosen().columns == chosen
    assert page.panel.count.text() == "1 笔"
    desk.press(ENTER, held=CONTROL)
    desk.settle()
    page = loaded(desk, table(tmp_path, STRANGE.replace("x", "6"), name="next.csv"))
    assert page.columns.chosen().columns == chosen
    assert page.panel.values[2].text() == "1"


def test_a_field_belongs_to_one_column(desk: Desk, tmp_path: Path) -> None:
    page = loaded(desk, table(tmp_path))
    choose(page, 3, page.columns.selects[0].currentIndex())
    desk.settle()

    assert page.columns.chosen().columns[Column.NAME] == 3
    assert page.columns.selects[0].currentText() == "— 不读取 —"


def test_a_table_without_headings_is_read_from_its_first_row(desk: Desk, tmp_path: Path) -> None:
    page = loaded(desk, table(tmp_path, "张三,2026-01-02,5\n李四,2026-01-03,6\n"))
    header = page.columns.header
    header.choose(header.count() - 1)
    header.chosen.emit(header.count() - 1)
    for place, choice in enumerate((1, 2, 3)):
        choose(page, place, choice)
    desk.settle()

    assert page.panel.count.text() == "2 笔"


def test_a_hundred_columns_are_made_a_few_at_a_time_and_all_count(
    desk: Desk, tmp_path: Path
) -> None:
    heads = [f"x{n}" for n in range(97)]
    text = ",".join([*heads, "姓名", "交易日期", "交易金额"]) + "\n" + ",".join(["1"] * 97)
    desk.window.shell.import_file(table(tmp_path, text + ",张三,2026-01-02,5\n"))
    page = desk.window.shell.imports
    desk.qtbot.waitUntil(lambda: bool(page.columns.selects), timeout=20_000)
    assert len(page.columns.selects) < 100
    assert page.columns.missing() == ()
    desk.settle()
    desk.qtbot.waitUntil(lambda: len(page.columns.selects) == 100, timeout=20_000)

    assert page.columns.selects[99].currentText() == "金额（交易必需）"
    assert page.panel.count.text() == "1 笔"


def dragged(path: Path) -> QMimeData:
    held = QMimeData()
    held.setUrls([QUrl.fromLocalFile(str(path))])
    return held


def test_a_file_dropped_anywhere_on_the_window_is_shown(desk: Desk, tmp_path: Path) -> None:
    held = dragged(table(tmp_path))
    buttons, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, held, buttons, none)
    field = desk.window.shell.customers.search
    QApplication.sendEvent(field, enter)
    assert enter.isAccepted()
    assert enter.position().toPoint() != QPoint(9, 9)  # not by the field, but above it
    drop = QDropEvent(QPoint(9, 9), Qt.DropAction.CopyAction, held, buttons, none)
    QApplication.sendEvent(desk.window, drop)
    desk.settle()

    assert desk.window.shell.imports.panel.count.text() == "2 笔"


def test_a_picture_and_a_locked_window_take_no_drop(desk: Desk, tmp_path: Path) -> None:
    assert desk.window._dropped(dragged(tmp_path / "x.png")) is None
    assert desk.window._dropped(dragged(tmp_path / "x.csv")) is not None
    desk.window.lock()
    desk.settle()

    assert desk.window._dropped(dragged(tmp_path / "x.csv")) is None


def test_cells_copied_in_a_sheet_are_pasted(desk: Desk) -> None:
    QApplication.clipboard().setText(TABLE.replace(",", "\t"))
    held = CONTROL | Qt.KeyboardModifier.ShiftModifier
    desk.press(Qt.Key.Key_V, held=held)
    desk.settle()

    page = desk.window.shell.imports
    assert page.fact.text() == "粘贴的单元格 · UTF-8 · 3 行"
    assert page.panel.count.text() == "2 笔"


def test_a_copied_file_is_pasted_and_an_empty_clipboard_says_so(desk: Desk, tmp_path: Path) -> None:
    QApplication.clipboard().setMimeData(dragged(table(tmp_path)))
    desk.window.shell.paste_table()
    desk.settle()
    page = desk.window.shell.imports
    assert page.fact.text().startswith("客户.csv")
    QApplication.clipboard().setText("  ")
    desk.window.shell.paste_table()

    assert "剪贴板里没有表格" in page.start.trouble.words.text()


def test_a_file_that_is_no_table_is_refused_in_plain_words(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "old.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    page = loaded(desk, path)

    assert "xlsx" in page.start.trouble.words.text()
    assert page.start.trouble.isVisible()
    assert desk.focus is page.start.choose_button
    page = loaded(desk, table(tmp_path))
    assert not page.start.trouble.isVisible()


def test_a_clerk_is_told_whom_to_ask(desk: Desk, tmp_path: Path) -> None:
    desk.ask(lambda ledger: act_as(ledger, Role.CLERK))
    page = loaded(desk, table(tmp_path))

    assert "主管" in page.start.trouble.words.text()
    assert counted(desk) == (0, 0)


def test_a_cancelled_import_leaves_the_book_as_it_was_and_can_be_begun_again(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = loaded(desk, table(tmp_path))
    before = desk.ask(dump)
    gate = Gate(import_posting.post)
    monkeypatch.setattr("ledgerdesk.services.imports.post", gate)
    QTest.keyClick(desk.focus, ENTER, CONTROL)
    desk.qtbot.waitUntil(gate.begun.is_set, timeout=20_000)
    beats = QSignalSpy(desk.window.shell.toast._timer.timeout)
    desk.window.shell.toast._timer.start(1)
    desk.qtbot.waitUntil(lambda: beats.count() > 0)

    assert gate.threads[0].startswith("owner")
    assert page.panel.job.isVisible()
    assert not page.columns.isEnabled()
    QTest.keyClick(desk.focus, ESCAPE)
    gate.go_on.set()
    desk.settle()
    assert desk.ask(dump) == before
    assert "取消" in page.panel.problem.words.text()
    assert desk.window.shell.place == IMPORT
    desk.press(ENTER)
    desk.settle()
    desk.press(ENTER, held=CONTROL)
    desk.settle()
    assert counted(desk) == (2, 2)


def test_locking_ends_an_import_and_forgets_the_table(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = loaded(desk, table(tmp_path))
    gate = Gate(import_posting.post)
    monkeypatch.setattr("ledgerdesk.services.imports.post", gate)
    page.panel.import_button.click()
    desk.qtbot.waitUntil(gate.begun.is_set, timeout=20_000)
    desk.window.lock()
    gate.go_on.set()
    desk.settle()

    assert not desk.window.is_open
    assert (page.outcome, page.raw.rows.rowCount(), page.columns.selects) == (None, 0, [])
    desk.unlock()
    assert counted(desk) == (0, 0)


def test_reading_runs_beside_the_lane_and_can_be_given_up(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(tables.read_table)
    monkeypatch.setattr("ledgerdesk.services.steps.imports.table_reading.read_table", gate)
    path = table(tmp_path, TABLE + "".join(f"客户{n},2026-01-02,5,x\n" for n in range(600)))
    desk.window.shell.import_file(path)
    desk.qtbot.waitUntil(gate.begun.is_set, timeout=20_000)
    answers: list[int] = []

    def refused(error: KnownError) -> None:
        raise error

    desk.stage.tasks.query(
        desk.window, lambda ledger: len(ledger.customers.newest()), answers.append, refused
    )
    desk.qtbot.waitUntil(lambda: bool(answers), timeout=20_000)
    assert gate.threads[0].startswith("aside")
    page = desk.window.shell.imports
    assert page.start.job.isVisible()
    QTest.keyClick(desk.focus, ESCAPE)
    gate.go_on.set()
    desk.settle()

    assert "取消" in page.start.trouble.words.text()
    assert desk.window.shell.place == IMPORT


def test_a_changed_column_is_compared_anew_and_an_earlier_answer_is_not_heard(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = loaded(desk, table(tmp_path))
    gate = Gate(importing.read_sheet)
    monkeypatch.setattr("ledgerdesk.services.steps.imports.table_reading.read_sheet", gate)
    page.columns.changed.emit()
    desk.qtbot.waitUntil(gate.begun.is_set, timeout=20_000)
    choose(page, 2, 0)
    gate.go_on.set()
    desk.settle()

    assert page.outcome is None
    assert "金额" in page.panel.problem.words.text()
    assert not page.panel.import_button.isEnabled()


def test_an_imported_row_leads_to_its_customer(desk: Desk, tmp_path: Path) -> None:
    page = loaded(desk, table(tmp_path))
    page.panel.import_button.click()
    desk.settle()
    page.taken.setFocus()
    desk.press(DOWN, ENTER)
    desk.settle()

    assert desk.window.shell.place == CUSTOMERS
    assert desk.window.shell.customers.card.name.text() == "李四"


def test_an_empty_list_of_customers_offers_the_import(desk: Desk) -> None:
    customers = desk.window.shell.customers
    desk.window.shell.go(CUSTOMERS)
    desk.settle()
    assert customers.empty.second.isVisible()
    customers.empty.second.click()
    desk.settle()

    assert desk.window.shell.place == IMPORT
    desk.press(ESCAPE)
    assert desk.window.shell.place == CUSTOMERS


@pytest.mark.parametrize("language", list(Language))
def test_its_access_keys_are_unique_in_every_state(
    desk: Desk, language: Language, tmp_path: Path
) -> None:
    desk.stage.speech.choose(language)
    menus = {
        menu.title()[-2 if menu.title().endswith(")") else 1] for menu in desk.window.commands.menus
    }
    page = desk.window.shell.imports
    desk.window.shell.go(IMPORT)
    assert max(marks(page).values()) == 1
    loaded(desk, table(tmp_path))
    found = marks(page)

    assert max(found.values()) == 1
    assert not {key[-1] for key in found} & menus
