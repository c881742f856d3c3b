"""Ctrl+Enter is every page's primary button, F9 issues for a saved trade, Today says what waits."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication
from tests.support.still_office import issue, rows_of, trade
from tests.support.window import Desk

from ledgerdesk.core.receipts import Paper, Status
from ledgerdesk.gui.dialogs.issue_saved import IssueSavedDialog
from ledgerdesk.gui.dialogs.judge_print import JudgePrintDialog
from ledgerdesk.gui.dialogs.new_customer import NewCustomerDialog
from ledgerdesk.gui.places import BACKUP, CUSTOMERS, RECEIPTS, SETTINGS, TODAY, TRADE
from ledgerdesk.gui.widgets.buttons import Button, Kind

ENTER = Qt.Key.Key_Return
CONTROL = Qt.KeyboardModifier.ControlModifier
FIRST = "SJ2026-000001"


def waiting(desk: Desk) -> list[tuple[str, str]]:
    return [(row.title, row.act) for row in desk.window.shell.today.waiting.rows]


def go(desk: Desk, place: int) -> None:
    desk.window.shell.go(place)
    desk.settle()


@pytest.mark.parametrize("place", [TODAY, CUSTOMERS, RECEIPTS, SETTINGS, BACKUP])
def test_ctrl_enter_presses_the_primary_button_of_the_page(desk: Desk, place: int) -> None:
    desk.ask(lambda ledger: issue(ledger, trade("张三", 60_000)))
    go(desk, place)
    page = desk.window.shell.pages[place]
    if place == SETTINGS:
        desk.press("A")
    if place == TODAY:
        desk.window.shell.today.quick.item.setText("咨询费")
    if place == BACKUP:
        desk.window.shell.backup.folder.edit.setText(str(desk.office.folder))
        desk.settle()
    primary = [
        button
        for button in page.findChildren(Button)
        if button._kind is Kind.PRIMARY and button.isVisible()
    ]
    assert len(primary) == 1
    spy = QSignalSpy(primary[0].clicked)
    desk.press(ENTER, held=CONTROL)
    desk.qtbot.waitUntil(lambda: not desk.stage.tasks.is_busy, timeout=30_000)

    assert spy.count() == 1


@pytest.mark.parametrize("place", [TODAY, CUSTOMERS, RECEIPTS])
def test_ctrl_enter_presses_the_one_button_of_an_empty_page(desk: Desk, place: int) -> None:
    go(desk, place)
    desk.press(ENTER, held=CONTROL)

    if place == CUSTOMERS:
        found = QApplication.activeModalWidget()
        assert isinstance(found, NewCustomerDialog)
        found.reject()
    else:
        assert desk.window.shell.place == TRADE


def saved(desk: Desk) -> None:
    """Save a trade without a receipt by keys."""
    go(desk, TRADE)
    desk.commit("李建国")
    desk.press(ENTER)
    desk.commit("咨询")
    desk.press(ENTER, "5", ENTER, ENTER, "2")
    desk.press("s", held=CONTROL)


def numbers(desk: Desk) -> list[str]:
    register = desk.ask(lambda ledger: ledger.receipts.register()).receipts
    return [one.number for one in register if one.status is Status.ISSUED]


def test_f9_right_after_ctrl_s_issues_for_the_trade_just_saved(desk: Desk) -> None:
    saved(desk)
    toast = desk.window.shell.toast
    assert toast.isVisible()
    assert (toast.action.text(), toast.action._key) == ("开收据", "F9")
    assert numbers(desk) == []
    desk.press(Qt.Key.Key_F9)
    assert numbers(desk) == [FIRST]
    desk.press(Qt.Key.Key_F9)  # there is none left

    assert numbers(desk) == [FIRST]
    assert "都开过" in toast.words.text()


def test_f9_on_the_customers_card_issues_for_his_newest_trade(desk: Desk) -> None:
    saved(desk)
    go(desk, CUSTOMERS)
    card = desk.window.shell.customers.card
    assert card.issue_button.isVisible()
    assert "咨询，5.00" in card._waits.words.text()
    desk.press(Qt.Key.Key_F9)

    assert numbers(desk) == [FIRST]
    assert not card.issue_button.isVisible()


def test_f9_in_the_receipts_lets_the_trade_be_chosen(desk: Desk) -> None:
    saved(desk)
    desk.office.pass_time(days=0, minutes=5)
    desk.ask(lambda ledger: ledger.transactions.record(trade("王五", 700)))
    go(desk, RECEIPTS)
    desk.press(Qt.Key.Key_F9)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, IssueSavedDialog)
    desk.qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog, timeout=20_000)
    assert [offer.title for offer in dialog.list.offers] == ["王五", "李建国"]
    desk.press(Qt.Key.Key_Down, ENTER)
    desk.settle()

    register = desk.ask(lambda ledger: ledger.receipts.register()).receipts
    assert [(one.number, one.payer) for one in register] == [(FIRST, "李建国")]


def test_f9_in_todays_list_issues_for_the_chosen_trade(desk: Desk) -> None:
    saved(desk)
    go(desk, TODAY)
    assert desk.window.shell.today.issue_button.isVisible()
    desk.press(Qt.Key.Key_F9)

    assert numbers(desk) == [FIRST]
    assert not desk.window.shell.today.issue_button.isVisible()


def test_today_shows_nothing_where_nothing_waits(desk: Desk) -> None:
    number = desk.ask(lambda ledger: issue(ledger, trade("张三", 60_000))).number
    desk.stage.preferences.remember_printer(Paper.A5, "")
    desk.window.shell.printing.print_receipt(number)
    desk.settle()
    go(desk, TODAY)

    assert waiting(desk) == []
    assert not desk.window.shell.today.waiting.isVisible()


def test_today_lists_a_print_a_crash_left_open_and_the_answer_settles_it(desk: Desk) -> None:
    number = desk.ask(lambda ledger: issue(ledger, trade("张三", 60_000))).number
    desk.change(lambda ledger: ledger.receipts.ask_print(number, way="printer"))
    go(desk, TODAY)
    assert waiting(desk) == [("打出来没有？", "回答…")]
    desk.press(Qt.Key.Key_F6, ENTER)
    desk.settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, JudgePrintDialog)
    desk.qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog, timeout=20_000)
    desk.press("2", ENTER)  # nothing came out; this PC has no printer, so a PDF is written
    desk.settle()

    assert desk.ask(lambda ledger: rows_of(ledger, "SELECT state, ordinal FROM print")) == [
        ("failed", 1),
        ("confirmed", 1),
    ]
    assert waiting(desk) == []


def test_today_lists_a_receipt_that_was_never_printed_and_prints_it(desk: Desk) -> None:
    number = desk.ask(lambda ledger: issue(ledger, trade("张三", 60_000))).number
    go(desk, TODAY)
    assert waiting(desk) == [("已开，没打印", "打印")]
    desk.press(Qt.Key.Key_F6, ENTER)

    assert desk.pdf_of(number).is_file()
    assert waiting(desk) == []


def test_what_waits_stands_below_the_trades_in_a_narrow_window(desk: Desk) -> None:
    desk.ask(lambda ledger: issue(ledger, trade("张三", 60_000)))
    go(desk, TODAY)
    today = desk.window.shell.today
    desk.window.resize(1366, 860)
    desk.settle()
    assert today.waiting.mapTo(today, today.waiting.rect().topLeft()).x() > 700
    desk.window.resize(1024, 640)
    desk.settle()

    assert today.waiting.mapTo(today, today.waiting.rect().topLeft()).x() < 100
    assert today.waiting.height() < 200


def test_the_focus_stays_on_what_still_waits(desk: Desk) -> None:
    desk.ask(lambda ledger: issue(ledger, trade("甲", 60_000)))
    desk.ask(lambda ledger: issue(ledger, trade("乙", 60_000)))
    go(desk, TODAY)
    rows = desk.window.shell.today.waiting
    rows._buttons[rows.rows[1].key, False].setFocus()
    kept = rows.rows[1].key
    desk.ask(lambda ledger: ledger.receipts.void_trade(FIRST, reason="错"))
    desk.window.shell.today.refresh()
    desk.settle()

    assert [row.key for row in rows.rows] == [kept]
    assert rows._buttons[kept, False].hasFocus()
