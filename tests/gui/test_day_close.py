"""The end of a day by keys: count, see the difference, say why, close; then its slip."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from tests.support.still_office import issue, trade
from tests.support.window import Desk

from ledgerdesk.core.transactions import Method
from ledgerdesk.gui import places
from ledgerdesk.gui.dialogs.day_close import DayCloseDialog
from ledgerdesk.gui.dialogs.day_closed import DayClosedDialog
from ledgerdesk.gui.dialogs.page_window import PageDialog

ENTER = Qt.Key.Key_Return
CONTROL = Qt.KeyboardModifier.ControlModifier


def opened(desk: Desk) -> DayCloseDialog:
    desk.window.commands.actions["close_day"].trigger()
    desk.settle()
    dialog = desk.window.shell.days.dialog
    assert isinstance(dialog, DayCloseDialog)
    dialog.setFocus()
    next(iter(dialog.pieces.edits.values())).setFocus()
    return dialog


def test_a_day_is_counted_by_enter_alone_closed_and_its_slip_shown(desk: Desk) -> None:
    desk.ask(lambda ledger: issue(ledger, trade(amount_fen=25_000)))
    dialog = opened(desk)

    desk.press("2", ENTER, ENTER, "2", ENTER, "1", ENTER)
    assert dialog.pieces.pieces() == {10_000: 2, 2_000: 2, 1_000: 1}
    assert not dialog.reason_field.isVisible()
    desk.press(ENTER, held=CONTROL)

    view = desk.ask(lambda ledger: ledger.days.show())
    assert view.is_locked
    assert view.sheet.methods[0].counted_fen == 25_000
    assert "11-24" in desk.window.shell.today.head.fact.text()
    assert desk.window.findChildren(PageDialog)


def test_a_difference_asks_for_its_reason_before_it_closes(desk: Desk) -> None:
    desk.ask(lambda ledger: issue(ledger, trade(amount_fen=25_000)))
    dialog = opened(desk)
    desk.press("3")
    assert dialog.reason_field.isVisible()

    desk.press(ENTER, held=CONTROL)
    assert dialog.reason_field.problem
    assert not desk.ask(lambda ledger: ledger.days.show()).is_locked
    desk.commit("多收五十")
    desk.press(ENTER, held=CONTROL)

    sheet = desk.ask(lambda ledger: ledger.days.show()).sheet
    assert (sheet.reason, sheet.methods[0].difference_fen) == ("多收五十", 5_000)


def test_what_was_counted_is_there_again_when_the_dialog_was_left(desk: Desk) -> None:
    desk.ask(lambda ledger: issue(ledger, trade(amount_fen=25_000)))
    dialog = opened(desk)
    desk.press("7", ENTER, "x")
    assert dialog.count() is None
    dialog.reject()

    again = opened(desk)

    assert again.pieces.texts() == {"10000": "7", "5000": "x"}
    assert again.pieces.first_bad() is not None
    again.reject()


def test_a_forgotten_day_is_offered_first_while_today_took_nothing_in(desk: Desk) -> None:
    desk.ask(lambda ledger: issue(ledger, trade(amount_fen=25_000)))
    desk.office.pass_time(days=1)

    dialog = opened(desk)

    assert dialog.sums.edits.keys() == set()
    assert dialog.windowTitle().count("23")
    dialog.day.choose(1)
    desk.settle()
    other = desk.window.shell.days.dialog
    assert isinstance(other, DayCloseDialog)
    assert "24" in other.windowTitle()
    assert "11-23" in other.words.text()
    other.reject()


def test_a_line_leads_to_its_record(desk: Desk) -> None:
    number = desk.ask(lambda ledger: issue(ledger, trade(amount_fen=25_000))).number
    desk.change(lambda ledger: ledger.receipts.void_trade(number, reason="金额错误"))
    dialog = opened(desk)

    dialog.facts.buttons[0].click()
    desk.settle()

    assert desk.window.shell.place == places.RECEIPTS
    assert desk.window.shell.receipts.current is not None
    assert desk.window.shell.receipts.current.number == number


def test_a_closed_day_is_looked_at_and_an_owner_opens_it_again(desk: Desk) -> None:
    desk.ask(lambda ledger: issue(ledger, trade(amount_fen=25_000)))
    opened(desk)
    desk.press("2", ENTER, "1")
    desk.press(ENTER, held=CONTROL)
    for page in desk.window.findChildren(PageDialog):
        page.reject()
    QApplication.processEvents()
    desk.window.commands.actions["close_day"].trigger()
    desk.settle()
    dialog = desk.window.shell.days.dialog
    assert isinstance(dialog, DayClosedDialog)

    dialog.again.click()
    dialog.again.click()
    assert dialog.reason_field.problem
    dialog.reason.setText("漏记一笔")
    dialog.again.click()
    desk.settle()

    assert not desk.ask(lambda ledger: ledger.days.show()).is_locked


@pytest.mark.parametrize("typed", ["500", "x"])
def test_another_method_is_confirmed_by_one_number(desk: Desk, typed: str) -> None:
    draft = trade(amount_fen=60_000)
    part = type(draft.parts[0])(method=Method.WECHAT, amount_fen=60_000)
    wechat = type(draft)(payer="李四", lines=draft.lines, parts=(part,))
    desk.ask(lambda ledger: issue(ledger, wechat))
    dialog = opened(desk)
    edit = dialog.sums.edits[Method.WECHAT]
    assert edit.text() == "600.00"

    edit.setText(typed)

    count = dialog.count()
    assert (count.sums[Method.WECHAT] if count else None) == (50_000 if typed == "500" else None)
    dialog.reject()
