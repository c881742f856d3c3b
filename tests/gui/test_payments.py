"""Debts, deposits and money given back, in the window."""

from dataclasses import replace
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from tests.services.about_payments import cash, kept, owed
from tests.support.still_office import A5, trade
from tests.support.window import Desk

from ledgerdesk.core.notes import NoteKind
from ledgerdesk.core.reports import What
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.dialogs.give_back import GiveBackDialog
from ledgerdesk.gui.dialogs.take_back import ReverseDialog
from ledgerdesk.gui.dialogs.take_payment import TakePaymentDialog
from ledgerdesk.gui.pages.customers.customer_field import known_like
from ledgerdesk.gui.pages.trades.trade import TradePage
from ledgerdesk.gui.pages.trades.trade_terms import Now
from ledgerdesk.gui.places import RECEIPTS, REPORTS, TRADE

AnyDialog = TypeVar("AnyDialog", bound=Asking)
CONTROL = Qt.KeyboardModifier.ControlModifier
TYPED = {"customer": "张三", "lines.0.item": "咨询", "lines.0.amount": "100", "method": "cash"}


@pytest.fixture
def page(desk: Desk) -> TradePage:
    shell = desk.window.shell
    shell.go(TRADE)
    desk.settle()
    fill(desk)
    return shell.trade


def fill(desk: Desk, **texts: str) -> None:
    page = desk.window.shell.trade
    page.fields.write(TYPED | {"date": desk.stage.today().isoformat()} | texts, None)
    page._edited()


def choose_known(desk: Desk, name: str = "张三") -> None:
    (known,) = desk.ask(lambda ledger: known_like(ledger, name))
    desk.window.shell.trade.customer.choose(known)
    desk.settle()


def opened(desk: Desk, kind: type[AnyDialog]) -> AnyDialog:
    """Give the dialog of a kind that stands open."""
    (dialog,) = (one for one in desk.window.findChildren(kind) if one.isVisible())
    return dialog


def owes(desk: Desk, paid: int = 0) -> None:
    """Let 张三 owe a trade of 90.00."""
    desk.ask(lambda ledger: owed(ledger, 9_000, paid, payer="张三"))


def account(desk: Desk, code: str = "C000001") -> tuple[int, int]:
    """Tell what a customer owes and what lies here of his."""
    pub = desk.ask(lambda ledger: ledger.customers.by_code(code)).pub
    found = desk.ask(lambda ledger: ledger.payments.of_customer(pub))
    return found.owed_fen, found.deposit_fen


def test_a_part_is_paid_and_the_rest_is_owed(desk: Desk, page: TradePage) -> None:
    assert not page.terms.paid_field.isVisible()
    page.terms.now.choose(1)
    page.terms.now.chosen.emit(1)
    assert page.terms.paid.hasFocus()
    desk.press("40")

    assert page.panel.amount.text() == "¥40.00"
    assert "¥60.00" in page.panel._due.text()
    desk.press(Qt.Key.Key_Return, held=CONTROL)

    assert not page.is_dirty
    assert account(desk) == (6_000, 0)
    (receipt,) = desk.ask(lambda ledger: ledger.receipts.register().receipts)
    assert receipt.amount_fen == 4_000


def test_nothing_is_paid_and_no_receipt_is_issued(desk: Desk, page: TradePage) -> None:
    fill(desk, paid_now=Now.NOTHING.value)

    desk.press(Qt.Key.Key_Return, held=CONTROL)

    assert account(desk) == (10_000, 0)
    assert desk.ask(lambda ledger: ledger.receipts.register().receipts) == ()
    assert "¥100.00" in desk.window.shell.toast.words.text()
    assert page.saved_trade() is None


def test_more_is_paid_and_kept_and_used_for_the_next_trade(desk: Desk, page: TradePage) -> None:
    fill(desk, paid_now=Now.MORE.value, paid="150")
    desk.press(Qt.Key.Key_Return, held=CONTROL)
    assert account(desk) == (0, 5_000)

    choose_known(desk)
    assert page.terms.deposit_field.isVisible()
    assert "¥50.00" in page.customer.matters.other.text()
    page.lines.rows[0].item.setText("记账")
    page.lines.rows[0].cells[4].setText("80")
    page.terms.deposit.setText("50")
    page.payment.method.choose(0)
    page._edited()
    assert page.panel.amount.text() == "¥30.00"
    desk.press(Qt.Key.Key_Return, held=CONTROL)

    assert account(desk) == (0, 0)


@pytest.mark.parametrize(
    ("texts", "field"),
    [
        ({"paid_now": "part", "paid": "100"}, "paid_field"),
        ({"paid_now": "part", "paid": ""}, "paid_field"),
        ({"paid_now": "more", "paid": "100"}, "paid_field"),
        ({"discount": "100"}, "discount_field"),
        ({"discount": "viel"}, "discount_field"),
    ],
)
def test_a_sum_that_cannot_be_is_said_at_its_field(
    desk: Desk, page: TradePage, texts: dict[str, str], field: str
) -> None:
    fill(desk, **texts)

    page._save(issue=True)
    desk.settle()

    assert getattr(page.terms, field).problem
    assert desk.ask(lambda ledger: ledger.receipts.register().receipts) == ()


def test_a_discount_lowers_what_is_due(desk: Desk, page: TradePage) -> None:
    page.terms.discount.setFocus()
    desk.press("12.50")

    assert page.panel.amount.text() == "¥87.50"
    desk.press(Qt.Key.Key_Return, held=CONTROL)
    (receipt,) = desk.ask(lambda ledger: ledger.receipts.register().receipts)
    assert receipt.amount_fen == 8_750


def test_terms_come_back_with_a_draft(desk: Desk, page: TradePage) -> None:
    fill(desk, paid_now=Now.PART.value, paid="40", discount="5")

    texts = page.fields.texts()
    page.clear()
    assert (page.terms.chosen, page.terms.paid.text()) == (Now.ALL, "")
    page.fields.write(texts, None)

    assert (page.terms.chosen, page.terms.paid.text()) == (Now.PART, "40")
    assert page.terms.discount.text() == "5"


def test_the_form_says_what_is_to_be_known_of_a_customer(desk: Desk, page: TradePage) -> None:
    desk.change(lambda ledger: ledger.transactions.record(
        replace(trade("张三", 9_000), parts=(), on_account=True)
    ))  # fmt: skip
    pub = desk.ask(lambda ledger: ledger.customers.by_code("C000001")).pub
    complained, said = (NoteKind.COMPLAINT, "等了太久"), (NoteKind.REMARK, "只要纸质收据")
    desk.change(lambda ledger: ledger.customers.write_note(pub, *complained))
    desk.change(lambda ledger: ledger.customers.write_note(pub, *said))
    assert not page.customer.matters.isVisible()

    choose_known(desk)

    matters = page.customer.matters
    assert "¥90.00" in matters.owed.text()
    assert "等了太久" in matters.other.text()
    assert "只要纸质收据" in matters.other.text()
    matters.pay_button.click()
    desk.settle()
    assert opened(desk, TakePaymentDialog).isVisible()


def test_a_debt_is_taken_by_keys_alone(desk: Desk) -> None:
    owes(desk)
    pub = desk.ask(lambda ledger: ledger.customers.by_code("C000001")).pub
    desk.window.shell.payments.collect(pub, "张三")
    desk.settle()
    dialog = opened(desk, TakePaymentDialog)
    assert dialog.amount.hasFocus()
    dialog.amount.selectAll()

    desk.press("50", Qt.Key.Key_Return, Qt.Key.Key_Return, Qt.Key.Key_Return)
    desk.settle()

    assert account(desk) == (4_000, 0)
    assert desk.ask(lambda ledger: ledger.receipts.register().receipts)[0].amount_fen == 5_000


def test_too_much_is_said_at_the_field_and_nothing_is_lost(desk: Desk) -> None:
    owes(desk)
    pub = desk.ask(lambda ledger: ledger.customers.by_code("C000001")).pub
    desk.window.shell.payments.collect(pub, "张三")
    desk.settle()
    dialog = opened(desk, TakePaymentDialog)
    dialog.amount.setText("90.01")

    dialog.go()
    desk.settle()

    assert "¥90.00" in dialog.amount_field.problem
    assert dialog.amount.text() == "90.01"
    assert account(desk) == (9_000, 0)


def test_a_rest_is_forgone_with_its_reason(desk: Desk) -> None:
    owes(desk, 1_000)
    pub = desk.ask(lambda ledger: ledger.customers.by_code("C000001")).pub
    desk.window.shell.payments.collect(pub, "张三")
    desk.settle()
    dialog = opened(desk, TakePaymentDialog)
    dialog.ask_forgo()
    desk.settle()
    desk.commit("抹零")
    desk.press(Qt.Key.Key_Return, Qt.Key.Key_Return)
    desk.settle()

    assert account(desk) == (0, 0)


def test_a_deposit_is_given_back(desk: Desk) -> None:
    desk.ask(lambda ledger: kept(ledger, 5_000, "张三"))
    pub = desk.ask(lambda ledger: ledger.customers.by_code("C000001")).pub
    desk.window.shell.payments.give_back(pub, "张三")
    desk.settle()
    dialog = opened(desk, GiveBackDialog)
    assert dialog.row.amount.text() == "50.00"
    dialog.go()
    assert dialog.reason_field.problem
    dialog.reason.setText("不再续费")
    dialog.go()
    desk.settle()

    assert account(desk) == (0, 0)


def test_a_part_of_a_receipt_is_given_back(desk: Desk) -> None:
    desk.change(lambda ledger: ledger.transactions.record(trade("张三", 9_000), A5))
    shell = desk.window.shell
    shell.go(RECEIPTS)
    desk.settle()
    shell.receipts.reverse()
    desk.settle()
    dialog = opened(desk, ReverseDialog)
    dialog.whole.choose(1)
    dialog.whole.chosen.emit(1)
    dialog._go()
    assert dialog.part.amount_field.problem
    dialog.part.amount.setText("20")
    dialog.reason.setText("少做一项")
    dialog._go()
    desk.settle()

    red = desk.ask(lambda ledger: ledger.receipts.register().receipts)[-1]
    assert red.amount_fen == -2_000


def test_a_statement_is_two_clicks_away(desk: Desk) -> None:
    owes(desk, 1_000)
    pub = desk.ask(lambda ledger: ledger.customers.by_code("C000001")).pub
    shell = desk.window.shell
    shell.show_card(pub, "C000001", "")
    desk.settle()
    shell.customers.card.acts.statement_button.click()
    desk.settle()

    page = shell.reports
    assert (shell.place, page.chosen) == (REPORTS, What.STATEMENT)
    assert "张三" in page.head.fact.text()
    assert page._sum.text() == "余额 ¥80.00"
    shell.show_owed()
    desk.settle()
    assert (page.chosen, page._sum.text()) == (What.AGEING, "¥80.00")


def test_a_payment_of_a_debt_leaves_nothing_of_the_book_behind(desk: Desk) -> None:
    desk.change(lambda ledger: ledger.transactions.record(
        replace(trade("张三", 9_000), parts=(cash(1_000),), on_account=True), A5
    ))  # fmt: skip
    pub = desk.ask(lambda ledger: ledger.customers.by_code("C000001")).pub
    shell = desk.window.shell
    shell.show_statement(pub, "张三")
    desk.settle()
    shell.reports.forget()

    assert What.STATEMENT not in shell.reports._whats
    assert shell.reports._subject is None
