"""A trade is paid by one method or by two, and a transfer says from where."""

import pytest
from PySide6.QtCore import Qt
from tests.support.window import Desk

from ledgerdesk.core.transactions import Method
from ledgerdesk.gui.pages.trades.trade import TradePage
from ledgerdesk.gui.places import TRADE

CONTROL = Qt.KeyboardModifier.ControlModifier
TYPED = {"customer": "张三", "lines.0.item": "咨询", "lines.0.amount": "100", "method": "cash"}


@pytest.fixture
def page(desk: Desk) -> TradePage:
    shell = desk.window.shell
    shell.go(TRADE)
    desk.settle()
    today = desk.stage.today().isoformat()
    shell.trade.fields.write(TYPED | {"date": today}, None)
    shell.trade._edited()
    return shell.trade


def sums(desk: Desk) -> dict[Method, int]:
    return desk.ask(lambda ledger: ledger.today.takings().sums)


def test_a_second_method_pays_a_part_and_the_change_is_of_the_cash_alone(
    desk: Desk, page: TradePage
) -> None:
    payment = page.payment
    assert not payment.second_amount_field.isVisible()
    payment.second.setFocus()
    payment.second.choose(2)
    payment.second.chosen.emit(2)
    assert payment.second_amount.hasFocus()
    desk.press("40")
    payment.received.setText("100")
    page._edited()
    assert payment.change.text() == "¥40.00"

    desk.press(Qt.Key.Key_Return, held=CONTROL)

    assert not page.is_dirty
    assert sums(desk) == {Method.CASH: 6_000, Method.WECHAT: 4_000}
    (listed,) = desk.ask(lambda ledger: ledger.receipts.register().receipts)
    parts = desk.ask(lambda ledger: ledger.receipts.page(listed.number)).content.parts
    assert [(one.method, one.amount_fen) for one in parts] == [
        (Method.CASH, 6_000),
        (Method.WECHAT, 4_000),
    ]


@pytest.mark.parametrize("typed", ["", "0", "100", "250", "viel"])
def test_a_part_that_is_none_or_all_is_said_at_its_field(
    desk: Desk, page: TradePage, typed: str
) -> None:
    page.payment.second.choose(2)
    page.payment.second_amount.setText(typed)
    page._edited()

    page._save(issue=True)
    desk.settle()

    assert page.payment.second_amount_field.problem
    assert page.payment.second_amount.hasFocus()
    assert sums(desk) == {}


def test_the_same_method_twice_is_once(page: TradePage) -> None:
    page.payment.second.choose(1)
    page._edited()

    draft, faults = page.draft()

    assert not page.payment.second_amount_field.isVisible()
    assert (len(draft.parts), faults) == (1, [])


def test_a_transfer_keeps_its_detail_and_cash_has_none(desk: Desk, page: TradePage) -> None:
    page.payment.detail.setText("建行 8802")
    assert page.draft()[0].parts[0].detail == ""
    page.payment.method.choose(3)
    page._edited()
    assert page.payment.detail_field.isVisible()
    assert page.draft()[0].parts[0].detail == "建行 8802"


def test_a_draft_keeps_the_whole_payment(page: TradePage) -> None:
    page.payment.method.choose(3)
    page.payment.second.choose(1)
    page.payment.second_amount.setText("30.00")
    page.payment.detail.setText("建行 8802")
    kept = page.fields.texts()
    before = page.draft()[0].parts

    page.clear()
    assert page.payment.chosen is None
    page.fields.write(kept, None)

    assert page.draft()[0].parts == before
    assert page.payment.other is Method.CASH
