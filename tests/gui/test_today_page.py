"""Today: every number leads to its rows, and what waits says what is to be done."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from tests.support.still_office import A5, issue, trade
from tests.support.window import Desk

from ledgerdesk.core.customers import CustomerDraft
from ledgerdesk.core.transactions import Line, Method, PaymentPart, TradeDraft
from ledgerdesk.gui.pages.today import TodayPage
from ledgerdesk.gui.places import BACKUP, CUSTOMERS, TODAY


def by(method: Method, payer: str, amount_fen: int) -> TradeDraft:
    return TradeDraft(
        payer=payer,
        lines=(Line(item="咨询费", amount_fen=amount_fen),),
        parts=(PaymentPart(method=method, amount_fen=amount_fen),),
    )


@pytest.fixture
def page(desk: Desk) -> TodayPage:
    desk.ask(lambda ledger: issue(ledger, by(Method.CASH, "张三", 1_000)))
    desk.ask(lambda ledger: issue(ledger, by(Method.WECHAT, "李四", 2_000)))
    desk.ask(lambda ledger: issue(ledger, by(Method.WECHAT, "王五", 3_000)))
    desk.window.shell.go(TODAY)
    desk.settle()
    return desk.window.shell.today


def payers(page: TodayPage) -> list[str]:
    return [one.taking.customer for one in page.model.records]


def test_a_methods_sum_leads_to_its_trades_and_the_total_to_all(
    desk: Desk, page: TodayPage
) -> None:
    total, cash, wechat = page.sums._buttons[:3]
    assert total.accessibleName() == "今日合计 ¥60.00 3 笔"
    wechat.setFocus()
    desk.press(Qt.Key.Key_Space)
    assert payers(page) == ["王五", "李四"]
    cash.click()
    assert payers(page) == ["张三"]

    total.click()

    assert payers(page) == ["王五", "李四", "张三"]


def test_a_chosen_sum_stays_chosen_when_something_is_taken(desk: Desk, page: TodayPage) -> None:
    page.sums._buttons[2].click()
    desk.change(lambda ledger: ledger.transactions.record(by(Method.WECHAT, "赵六", 500)))
    desk.settle()

    assert payers(page) == ["赵六", "王五", "李四"]


def test_an_old_backup_waits_and_leads_to_the_next_one(desk: Desk, page: TodayPage) -> None:
    assert "stale" not in {row.key for row in page.waiting.rows}
    desk.office.pass_time(days=1)
    page.refresh()
    desk.settle()
    row = page.waiting.rows[-1]
    assert (row.title, row.act) == ("还没有备份", "备份")

    page.waiting.acted.emit(row.key, False)

    assert desk.window.shell.place == BACKUP


def test_cards_to_verify_wait_and_lead_to_the_first_of_them(desk: Desk) -> None:
    desk.change(lambda ledger: ledger.customers.add(CustomerDraft(name="单雄信")))
    desk.ask(lambda ledger: issue(ledger, trade("欧阳静", 1_000)))
    desk.office.pass_time(days=800)
    desk.window.shell.go(TODAY)
    desk.settle()
    page = desk.window.shell.today
    (row,) = [one for one in page.waiting.rows if one.key == "due"]
    assert row.title == "2 位客户的资料待核实"
    assert "单雄信" in row.below

    page.waiting.acted.emit(row.key, False)
    desk.settle()

    assert desk.window.shell.place == CUSTOMERS
    assert desk.window.shell.customers.card.name.text() in row.below


def test_a_trade_that_was_entered_late_says_so(desk: Desk) -> None:
    late = replace(trade("张三"), traded_on=date(2026, 1, 2), late_reason="停电")
    desk.change(lambda ledger: ledger.transactions.record(late, A5))
    page = desk.window.shell.today
    desk.window.shell.go(TODAY)
    desk.settle()

    shown = [page.model.columns[at].cell(page.model.records[0]).text for at in range(6)]
    assert any("补录" in text for text in shown)
