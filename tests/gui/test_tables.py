"""Tables: ordered by the ledger, arranged by hand and by keys, remembered, copied as they stand."""

from functools import partial

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from tests.support.still_office import issue, trade
from tests.support.window import Desk

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.transactions import TradeDraft
from ledgerdesk.gui.pages.receipts.receipts import ReceiptsPage
from ledgerdesk.gui.places import RECEIPTS
from ledgerdesk.gui.preferences import Preferences
from ledgerdesk.gui.table_memory import TableMemory
from ledgerdesk.gui.widgets.table import LedgerTable
from ledgerdesk.services.steps.receipts.issuing import Issued

AMOUNTS = (300, 100, 200)
NAMES = ["number", "issued", "payer", "amount", "state"]


@pytest.fixture
def page(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> ReceiptsPage:
    monkeypatch.setattr("ledgerdesk.gui.pages.receipts.receipts.PAGE", 2)
    for number, amount in enumerate(AMOUNTS):
        desk.ask(partial(_issue, draft=trade(f"客户{number}", amount * 100)))
    desk.window.shell.go(RECEIPTS)
    desk.settle()
    return desk.window.shell.receipts


@pytest.fixture
def menu(page: ReceiptsPage, monkeypatch: pytest.MonkeyPatch) -> QMenu:
    """Open the menu by keys; the screen of the tests can show no popup without a warning."""
    monkeypatch.setattr(QMenu, "popup", lambda _menu, _place: None)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    (opened,) = page.table.head.findChildren(QMenu)
    return opened


def _issue(ledger: Ledger, *, draft: TradeDraft) -> Issued:
    return issue(ledger, draft)


def click_head(table: LedgerTable, name: str) -> None:
    number = [column.name for column in table.rows.columns].index(name)
    head = table.head
    place = QPoint(head.sectionViewportPosition(number) + 20, head.height() // 2)
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=place)


def amounts(page: ReceiptsPage) -> list[int]:
    return [one.amount_fen // 100 for one in page.model.records]


def test_a_click_on_a_title_lets_the_ledger_order_the_rows_and_another_turns_them(
    desk: Desk, page: ReceiptsPage
) -> None:
    click_head(page.table, "amount")
    desk.settle()
    assert amounts(page) == [300, 200]
    click_head(page.table, "amount")
    desk.settle()

    assert amounts(page) == [100, 200]
    assert page.table.order == ("amount", False)
    click_head(page.table, "state")
    desk.settle()
    assert page.table.order == ("amount", False)


def test_more_rows_come_as_one_scrolls_and_the_sum_counts_all_of_them(
    desk: Desk, page: ReceiptsPage
) -> None:
    assert len(page.model.records) == 2
    assert page._sum.text() == "¥600.00"

    page.table.choose(1)
    page.table.verticalScrollBar().valueChanged.emit(page.table.verticalScrollBar().maximum())
    desk.settle()

    assert amounts(page) == [200, 100, 300]
    assert page.paging.is_whole


def test_a_receipt_beyond_the_first_page_is_found_by_its_number(
    desk: Desk, page: ReceiptsPage
) -> None:
    desk.window.shell.show_receipt("SJ2026-000001")
    desk.settle()

    assert page.current is not None
    assert page.current.number == "SJ2026-000001"


def test_the_days_narrow_the_list(desk: Desk, page: ReceiptsPage) -> None:
    page.time.choose(3)
    page.time.chosen.emit(3)
    desk.settle()
    assert page.model.records == ()
    page.time.choose(1)
    page.time.chosen.emit(1)
    desk.settle()

    assert amounts(page) == [200, 100]


def test_columns_are_hidden_ordered_and_brought_back_by_keys_alone(
    desk: Desk, page: ReceiptsPage, menu: QMenu
) -> None:
    words = {action.text(): action for action in menu.actions()}
    words["显示：交款单位"].trigger()
    words["按此列排序：金额 (¥)"].trigger()
    desk.settle()

    assert page.table.head.shown == [0, 1, 3, 4]
    assert amounts(page) == [300, 200]
    words["恢复原来的列"].trigger()
    assert page.table.head.shown == [0, 1, 2, 3, 4]


def test_the_last_column_stays(page: ReceiptsPage) -> None:
    for name in NAMES:
        page.table.head.show_column(name, on=False)

    assert page.table.head.shown == [4]


def test_what_is_copied_is_what_one_sees_in_its_order_one_line_a_row(
    desk: Desk, page: ReceiptsPage
) -> None:
    head = page.table.head
    head.show_column("issued", on=False)
    head.moveSection(head.visualIndex(3), 0)
    page.table.selectAll()
    page.table.setFocus()
    desk.press("c", held=Qt.KeyboardModifier.ControlModifier)

    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
    assert lines[0] == ["金额 (¥)", "收据号", "交款单位", "状态"]
    assert [line[0] for line in lines[1:]] == ["200.00", "100.00"]


def test_this_pc_remembers_widths_places_hidden_columns_and_the_order(
    desk: Desk, page: ReceiptsPage
) -> None:
    head = page.table.head
    head.resizeSection(0, 201)
    head.show_column("state", on=False)
    head.moveSection(head.visualIndex(3), 0)
    head.order_by("payer")
    desk.stage.preferences.save()

    kept = TableMemory.read(Preferences.load().tables["receipts"])

    assert kept == head.memory
    assert kept.widths["number"] == 201
    assert kept.hidden == {"state"}
    assert kept.places[0] == "amount"
    assert (kept.order, kept.descending) == ("payer", False)
    again = LedgerTable(page.model)
    desk.stage.preferences.tables = Preferences.load().tables
    again.remember(desk.stage, "receipts")
    assert again.head.shown == head.shown
    assert again.columnWidth(0) == 201
    assert again.order == ("payer", False)
    again.deleteLater()


def test_a_broken_memory_of_a_table_is_no_reason_not_to_show_it() -> None:
    stored = {"widths": {"a": "wide", "b": 9_999_999}, "hidden": 3, "places": [1, "a"], "order": []}

    assert TableMemory.read(stored) == TableMemory(widths={"b": 2_000}, places=["a"])


def test_every_column_of_a_remembered_table_has_a_name_of_its_own(desk: Desk) -> None:
    shell = desk.window.shell
    card = shell.customers.card
    tables = (shell.today, shell.receipts, shell.log, card.trades, card.receipts)
    for one in tables:
        names = [column.name for column in one.table.rows.columns]
        assert "" not in names
        assert len(set(names)) == len(names)


def test_enter_and_a_double_click_open_the_chosen_row(desk: Desk, page: ReceiptsPage) -> None:
    heard: list[int] = []
    page.table.opened.connect(heard.append)
    page.table.choose(1)
    page.table.setFocus()
    desk.press(Qt.Key.Key_Return)
    place = page.table.visualRect(page.model.index(0, 0)).center()
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=place)

    assert heard == [1, 0]
