"""The line on Today: a receipt by a few keys, and whatever needs a look stands in the form."""

import pytest
from PySide6.QtCore import Qt
from tests.support.still_office import issue, trade
from tests.support.window import Desk

from ledgerdesk.core.transactions import Method
from ledgerdesk.gui.pages.trades.quick_entry import QuickEntry
from ledgerdesk.gui.places import TODAY, TRADE

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def line(desk: Desk) -> QuickEntry:
    desk.ask(lambda ledger: issue(ledger, trade("欧阳静", 120_000)))
    desk.window.shell.go(TODAY)
    desk.settle()
    line = desk.window.shell.today.quick
    line.customer.setFocus()
    return line


def type_all(desk: Desk) -> None:
    desk.press(*"oyj", Qt.Key.Key_Return)
    desk.press(*"zx", Qt.Key.Key_Return)
    desk.press(*"350", Qt.Key.Key_Return)
    desk.press("2")


def test_a_receipt_is_issued_without_leaving_today(desk: Desk, line: QuickEntry) -> None:
    type_all(desk)
    assert line.customer.text() == "欧阳静"
    assert line.item.text() == "咨询费"
    desk.press(Qt.Key.Key_Return)
    desk.settle()

    takings = desk.ask(lambda ledger: ledger.today.takings())
    newest = takings.taken[0].taking
    assert (newest.customer, newest.amount_fen) == ("欧阳静", 35_000)
    assert newest.number is not None
    assert [part.method for part in newest.parts] == [Method.WECHAT]
    assert desk.window.shell.place == TODAY
    assert not line.is_dirty


def test_what_is_missing_is_shown_in_the_form_with_all_that_was_typed(
    desk: Desk, line: QuickEntry
) -> None:
    desk.press(*"oyj", Qt.Key.Key_Return)
    desk.press(Qt.Key.Key_Return, held=CONTROL)
    desk.settle()

    trade_page = desk.window.shell.trade
    assert desk.window.shell.place == TRADE
    assert trade_page.customer.known is not None
    assert trade_page.customer.known.customer.name == "欧阳静"
    assert trade_page.lines_problem.text() or trade_page.method_field.problem


def test_capitals_stand_beneath_the_amount(desk: Desk, line: QuickEntry) -> None:
    line.amount.setFocus()
    desk.press(*"1200")

    assert line.fields[2]._below.text() == "人民币壹仟贰佰元整"


def test_a_lock_keeps_what_was_typed_as_a_draft(desk: Desk, line: QuickEntry) -> None:
    desk.press(*"oyj", Qt.Key.Key_Return)
    desk.window.lock()
    desk.settle()
    assert not line.is_dirty
    desk.unlock()

    drafts = desk.ask(lambda ledger: ledger.drafts.list())
    assert [one.draft.texts["customer"] for one in drafts] == ["欧阳静"]


def test_closing_asks_about_it_as_about_a_trade(desk: Desk, line: QuickEntry) -> None:
    desk.press(*"oyj", Qt.Key.Key_Return)

    assert not desk.window.close()


def test_a_narrow_window_has_no_line_and_its_button_leads(desk: Desk, line: QuickEntry) -> None:
    desk.window.resize(1024, 640)
    desk.settle()

    assert not line.isVisible()
    assert desk.window.width() == 1024


def test_an_empty_day_begins_at_the_line_of_its_first_client(desk: Desk) -> None:
    assert desk.window.shell.today.quick.customer.hasFocus()
    desk.change(lambda ledger: ledger.transactions.record(trade("张三")))
    desk.window.lock()
    desk.settle()
    desk.unlock()
    desk.settle()
    assert desk.window.shell.today.table.hasFocus()
