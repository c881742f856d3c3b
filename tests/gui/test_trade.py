"""A trade at the desk: few keys, problems beside their fields, nothing typed lost."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from tests.support.still_office import issue, trade
from tests.support.window import Desk

from ledgerdesk.core.receipts import Status
from ledgerdesk.core.transactions import Method
from ledgerdesk.gui.pages.trades.trade import TradePage
from ledgerdesk.gui.places import TRADE
from ledgerdesk.gui.theme import HUGE
from ledgerdesk.gui.widgets.texts import fitting

ENTER = Qt.Key.Key_Return
CONTROL = Qt.KeyboardModifier.ControlModifier
KEYS_FOR_A_KNOWN_CUSTOMER = 12


@pytest.fixture
def page(desk: Desk) -> TradePage:
    desk.window.shell.go(TRADE)
    desk.settle()
    return desk.window.shell.trade


def known_customer(desk: Desk) -> None:
    desk.ask(lambda ledger: issue(ledger, trade("张三", 60_000, item="代理记账")))
    desk.office.pass_time(days=0, minutes=30)


def test_a_known_customers_trade_with_its_receipt_takes_at_most_twelve_keys(
    desk: Desk, page: TradePage
) -> None:
    known_customer(desk)
    desk.press("z", "s", ENTER)  # the customer, by initials
    desk.press(ENTER)  # his last item
    desk.press("8", "0", "0", ENTER)
    desk.press(ENTER)  # the empty line: on to the method
    desk.press("2")  # WeChat
    desk.press(ENTER, held=CONTROL)

    register = desk.ask(lambda ledger: ledger.receipts.register()).receipts
    takings = desk.ask(lambda ledger: ledger.today.takings())

    assert len(desk.pressed) <= KEYS_FOR_A_KNOWN_CUSTOMER
    assert [(one.payer, one.amount_fen, one.prints) for one in register] == [
        ("张三", 60_000, 0),
        ("张三", 80_000, 1),
    ]
    assert takings.sums[Method.WECHAT] == 80_000
    assert takings.taken[0].taking.item == "代理记账"
    assert not page.is_dirty
    assert desk.focus is page.customer.edit
    assert desk.pdf_of(register[1].number).read_bytes()[:5] == b"%PDF-"


def test_a_fast_hand_may_press_enter_before_the_answer_is_there(
    desk: Desk, page: TradePage
) -> None:
    known_customer(desk)
    QTest.keyClicks(page.customer.edit, "zs")
    QTest.keyClick(page.customer.edit, ENTER)
    desk.settle()

    assert page.customer.known is not None
    assert page.customer.edit.text() == "张三"


def test_what_a_fast_hand_types_after_that_enter_goes_where_it_is_meant(
    desk: Desk, page: TradePage
) -> None:
    known_customer(desk)
    edit = page.customer.edit
    QTest.keyClicks(edit, "zs")
    for key in (ENTER, ENTER, Qt.Key.Key_8, Qt.Key.Key_0, ENTER, ENTER, Qt.Key.Key_2):
        QTest.keyClick(edit, key)  # before any answer came
    QTest.keyClick(edit, ENTER, CONTROL)
    desk.settle()

    issued = desk.ask(lambda ledger: ledger.receipts.register()).receipts
    takings = desk.ask(lambda ledger: ledger.today.takings())
    assert [(one.payer, one.amount_fen) for one in issued] == [("张三", 60_000), ("张三", 8_000)]
    assert takings.taken[0].taking.item == "代理记账"
    assert takings.sums[Method.WECHAT] == 8_000


def test_a_new_customer_is_added_with_his_trade(desk: Desk, page: TradePage) -> None:
    desk.commit("李建国")
    desk.press(ENTER)
    desk.commit("打印复印")
    desk.press(ENTER, "8", ENTER, ENTER, "1")
    desk.press(ENTER, held=CONTROL)

    found = desk.ask(lambda ledger: ledger.customers.find("ljg"))

    assert [one.name for one in found] == ["李建国"]


def test_composing_asks_nothing_and_is_no_text(desk: Desk, page: TradePage) -> None:
    desk.preedit("zhang")

    assert page.customer.edit.text() == ""
    assert page.customer.edit.popup.isHidden()

    desk.commit("张")

    assert page.customer.edit.text() == "张"


def test_capitals_live_beneath_the_amount(desk: Desk, page: TradePage) -> None:
    page.lines.rows[0].amount.setFocus()
    desk.press(*"1518.50")

    assert page.panel.amount.text() == "¥1,518.50"
    assert page.panel.capitals.text() == "人民币壹仟伍佰壹拾捌元伍角整"


def test_what_is_no_amount_calms_nobody(desk: Desk, page: TradePage) -> None:
    page.lines.rows[0].item.setText("咨询")
    page.lines.rows[0].amount.setText("200")
    page._edited()
    agree, _ = page.panel.checks
    assert not agree.isHidden()
    page.lines.grow_to(2)
    page.lines.rows[1].item.setText("打印")
    page.lines.rows[1].amount.setText("二百")
    page._edited()
    assert agree.isHidden()


def test_full_width_amounts_are_read(desk: Desk, page: TradePage) -> None:
    page.lines.rows[0].amount.setFocus()
    desk.commit("１，２００．５０")

    assert page.panel.amount.text() == "¥1,200.50"


def test_quantity_times_price_fills_the_amount(desk: Desk, page: TradePage) -> None:
    row = page.lines.rows[0]
    row.quantity.setFocus()
    desk.press("2", ENTER, *"150")

    assert row.amount.text() == "300.00"


def test_problems_stand_beside_their_fields_and_the_first_takes_the_focus(
    desk: Desk, page: TradePage
) -> None:
    row = page.lines.rows[0]
    row.amount.setFocus()
    desk.press(*"12x")
    page.date.setText("2026-11-31")
    desk.press(ENTER, held=CONTROL)

    assert page.customer.field.problem
    assert page.customer.edit.accessibleDescription() == page.customer.field.problem
    assert page.method_field.problem
    assert page.date_field.problem
    assert page.lines_problem.text()
    assert row.amount.property("bad")
    assert desk.focus is page.customer.edit
    assert (row.amount.text(), page.date.text()) == ("12x", "2026-11-31")
    assert desk.ask(lambda ledger: ledger.receipts.register()).receipts == ()


def test_a_problem_goes_while_it_is_being_put_right(desk: Desk, page: TradePage) -> None:
    page.lines.rows[0].amount.setFocus()
    desk.press(*"12")
    desk.press(ENTER, held=CONTROL)
    assert page.customer.field.problem
    desk.press("z")

    assert not page.customer.field.problem


def test_what_looks_like_a_twin_is_asked_about_and_issued_on_the_second_press(
    desk: Desk, page: TradePage
) -> None:
    desk.ask(lambda ledger: issue(ledger, trade("张三", 60_000, item="代理记账")))
    desk.press("z", "s", ENTER, ENTER, *"600", ENTER, ENTER, "1")
    desk.press(ENTER, held=CONTROL)

    assert "SJ2026-000001" in page.panel.question.words.text()
    assert len(desk.ask(lambda ledger: ledger.receipts.register()).receipts) == 1
    assert page.customer.edit.text() == "张三"

    desk.press(ENTER, held=CONTROL)

    assert len(desk.ask(lambda ledger: ledger.receipts.register()).receipts) == 2


def test_saving_without_a_receipt_leaves_one_that_f9_issues(desk: Desk, page: TradePage) -> None:
    desk.press("z", "s", ENTER)
    desk.commit("咨询")
    desk.press(ENTER, "5", ENTER, ENTER, "1")
    desk.press("s", held=CONTROL)
    assert desk.ask(lambda ledger: ledger.receipts.register()).receipts == ()
    desk.press("1", held=CONTROL)
    desk.press(Qt.Key.Key_F9)

    register = desk.ask(lambda ledger: ledger.receipts.register()).receipts
    assert [one.status for one in register] == [Status.ISSUED]


def test_pressing_twice_saves_once(desk: Desk, page: TradePage) -> None:
    desk.press("z", "s", ENTER)
    desk.commit("咨询")
    desk.press(ENTER, "5", ENTER, ENTER, "1")
    page.panel.issue_button.click()
    page.panel.issue_button.click()
    desk.settle()

    assert len(desk.ask(lambda ledger: ledger.receipts.register()).receipts) == 1


def test_change_is_told_for_cash(desk: Desk, page: TradePage) -> None:
    page.lines.rows[0].amount.setFocus()
    desk.press(*"18.50")
    page.method.choose(0)
    page.received.setFocus()
    desk.press(*"20")

    assert page.payment.change.text() == "¥1.50"
    assert page.payment.cash.isVisible()


def test_escape_clears_the_form_and_undo_brings_it_back(desk: Desk, page: TradePage) -> None:
    known_customer(desk)
    desk.press("z", "s", ENTER, ENTER, "8", ENTER)
    desk.press(Qt.Key.Key_Escape)
    assert page.customer.edit.text() == ""
    assert not page.is_dirty
    desk.window.shell.toast.action.click()
    desk.settle()

    assert page.customer.known is not None
    assert page.lines.rows[0].amount.text() == "8.00"


def test_enter_alone_leads_through_the_whole_form(desk: Desk, page: TradePage) -> None:
    known_customer(desk)
    desk.press("z", "s", ENTER, ENTER, "8", ENTER, ENTER, "2", ENTER)

    register = desk.ask(lambda ledger: ledger.receipts.register()).receipts
    assert [one.amount_fen for one in register] == [60_000, 800]


def test_after_the_question_the_keys_stay_in_the_form(desk: Desk, page: TradePage) -> None:
    desk.ask(lambda ledger: issue(ledger, trade("张三", 60_000, item="代理记账")))
    desk.press("z", "s", ENTER, ENTER, *"600", ENTER, ENTER, "1")
    before = desk.focus
    desk.press(ENTER, held=CONTROL)

    assert page.panel.question.isVisible()
    assert desk.focus is before
    assert page.isAncestorOf(before)


def test_the_day_is_the_offices_and_not_that_of_the_pc(desk: Desk) -> None:
    assert desk.stage.tasks.zone is not None
    moment = desk.office.clock.now()

    assert desk.stage.today() == moment.astimezone(desk.stage.tasks.zone).date()


def test_enter_takes_the_amount_of_last_time(desk: Desk, page: TradePage) -> None:
    known_customer(desk)
    desk.press("z", "s", ENTER)
    desk.press(ENTER)  # his last item
    assert page.lines.rows[0].amount.text() == ""
    desk.press(ENTER)

    assert page.lines.rows[0].amount.text() == "600.00"
    assert page.lines.rows[1].isAncestorOf(desk.focus)


def test_the_count_of_problems_follows_what_is_put_right(desk: Desk, page: TradePage) -> None:
    row = page.lines.rows[0]
    row.item.setFocus()
    desk.commit("咨询费")
    row.amount.setFocus()
    desk.press(*"12x")
    page.date.setText("2026-11-31")
    desk.press(ENTER, held=CONTROL)
    assert "4" in page.panel.problems.words.text()
    assert page.lines_problem.text()
    page.date.setFocus()
    desk.press(Qt.Key.Key_Backspace)
    assert "3" in page.panel.problems.words.text()
    page.date.setText("2026-11-23")

    row.amount.setFocus()
    desk.press(Qt.Key.Key_Backspace)
    assert "2" in page.panel.problems.words.text()
    assert not page.lines_problem.text()
    assert not row.amount.property("bad")
    page.method.choose(0)
    assert "1" in page.panel.problems.words.text()
    assert not page.method_field.problem
    page.customer.edit.setFocus()
    desk.commit("新客户")
    assert page.panel.problems.isHidden()


def test_the_largest_amount_is_shown_whole(desk: Desk, page: TradePage) -> None:
    amount = page.lines.rows[0].amount
    amount.setFocus()
    desk.press(*"99999999999.99")
    page.lines.rows[0].unit.setFocus()
    text = amount.text()
    assert text == "99,999,999,999.99"
    shown = QFontMetrics(amount.font()).horizontalAdvance(text)
    assert shown < amount.width() - 20
    figure = page.panel.amount
    made = fitting(figure.text(), HUGE, figure.width(), bold=True)

    assert QFontMetrics(made).horizontalAdvance(figure.text()) <= figure.width()
    assert made.pixelSize() >= 24
