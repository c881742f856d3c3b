"""The list of trades in the window: narrowed, followed, kept as a filter, handed out."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from tests.services.about_payments import owed
from tests.support.still_office import A5, trade
from tests.support.window import Desk

from ledgerdesk.core.trade_lists import Fits, TradeQuery, When
from ledgerdesk.core.transactions import Method, PaymentPart
from ledgerdesk.gui.dialogs.hand_out import ExportDialog
from ledgerdesk.gui.dialogs.keep_filter import KeepFilterDialog
from ledgerdesk.gui.dialogs.take_payment import TakePaymentDialog
from ledgerdesk.gui.pages.trades.trade_list import TradesPage
from ledgerdesk.gui.places import CUSTOMERS, RECEIPTS, TRADES


@pytest.fixture
def page(desk: Desk) -> TradesPage:
    by_bank = PaymentPart(method=Method.BANK, amount_fen=2_000)
    desk.change(lambda ledger: ledger.transactions.record(trade("张三", 1_000), A5))
    desk.change(
        lambda ledger: ledger.transactions.record(
            replace(trade("李四", 2_000), parts=(by_bank,)), A5
        )
    )
    desk.ask(lambda ledger: owed(ledger, 9_000, payer="王五"))
    desk.window.shell.go(TRADES)
    desk.settle()
    return desk.window.shell.trades


def sums(page: TradesPage) -> list[int]:
    return [one.total_fen for one in page.model.records]


def test_all_trades_stand_with_their_sums(page: TradesPage) -> None:
    assert sums(page) == [9_000, 2_000, 1_000]
    assert page._sum.text() == "¥120.00"
    assert "¥90.00" in page._owed.text()
    assert page.filter.search.hasFocus()


def test_words_and_choices_narrow_it(desk: Desk, page: TradesPage) -> None:
    desk.press("zhang")
    assert sums(page) == [1_000]
    page.show_all()
    desk.settle()
    page.filter.method.choose(1 + tuple(Method).index(Method.BANK))
    page.filter.method.chosen.emit(0)
    desk.settle()
    assert sums(page) == [2_000]
    page.filter.clear()
    page.filter.least.setText("15")
    page.filter.changed.emit()
    desk.settle()
    assert sums(page) == [9_000, 2_000]
    page.filter.search.setText("没有的")
    desk.settle()
    assert page.nothing.isVisible()
    desk.press(Qt.Key.Key_Escape)
    assert sums(page) == [9_000, 2_000, 1_000]


def test_enter_leads_to_the_receipt_or_to_what_is_owed(desk: Desk, page: TradesPage) -> None:
    page.table.setFocus()
    desk.press(Qt.Key.Key_Return)
    (dialog,) = desk.window.findChildren(TakePaymentDialog)
    assert dialog.isVisible()
    dialog.reject()
    desk.window.activateWindow()
    desk.settle()
    page.table.choose(1)
    page.table.setFocus()
    desk.press(Qt.Key.Key_Return)
    assert desk.window.shell.place == RECEIPTS


def test_a_trade_without_receipt_leads_to_its_customer(desk: Desk, page: TradesPage) -> None:
    desk.change(lambda ledger: ledger.transactions.record(trade("赵六", 500)))
    page.table.choose(0)
    page.table.setFocus()
    desk.press(Qt.Key.Key_Return)
    assert desk.window.shell.place == CUSTOMERS


def test_a_filter_is_kept_chosen_and_dropped(desk: Desk, page: TradesPage) -> None:
    page.show_query(TradeQuery(fits=Fits.OWED, when=When.THIS_MONTH))
    desk.settle()
    assert sums(page) == [9_000]
    page.ask_name()
    (dialog,) = desk.window.findChildren(KeepFilterDialog)
    dialog.go()
    assert dialog.name_field.problem
    dialog.name.setText("本月欠款")
    dialog.go()
    desk.settle()
    assert page.filter.kept_name == "本月欠款"
    page.show_all()
    desk.settle()
    assert len(sums(page)) == 3

    page.filter.kept.choose(1)
    page.filter.kept.chosen.emit(1)
    desk.settle()
    assert sums(page) == [9_000]
    assert page.filter.asked() == TradeQuery(fits=Fits.OWED, when=When.THIS_MONTH)
    assert page.filter.drop_button.isVisible()
    page.filter.drop_button.click()
    desk.settle()
    assert page.filter.kept_name == ""
    assert desk.ask(lambda ledger: ledger.trades.filters()) == {}


def test_what_is_shown_is_handed_out(desk: Desk, page: TradesPage, tmp_path: Path) -> None:
    page.show_query(TradeQuery(fits=Fits.OWED))
    desk.settle()
    page.export()
    (dialog,) = desk.window.findChildren(ExportDialog)
    dialog.shape.choose(1)
    dialog.write(tmp_path / "t.csv")
    desk.settle()

    assert len((tmp_path / "t.csv").read_text("utf-8-sig").splitlines()) == 2


def test_nothing_of_the_book_stays_on_the_page(desk: Desk, page: TradesPage) -> None:
    desk.change(lambda ledger: ledger.trades.keep_filter("王五的", TradeQuery(text="王五")))
    page.refresh()
    desk.settle()
    page.filter.search.setText("王五")
    desk.settle()
    page.forget()

    assert page.model.records == ()
    assert page.filter.search.text() == ""
    assert page.filter.kept.count() == 1
    assert page.filter.clerk.count() == 1
