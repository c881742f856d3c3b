"""Receipts of many saved trades at once: in order, stopped at will, doubtful ones left alone."""

import pytest
from PySide6.QtWidgets import QApplication
from tests.services.about_series import DEPOSITS
from tests.support.still_office import A5, trade
from tests.support.window import Desk

from ledgerdesk.core.transactions import TradeDraft
from ledgerdesk.gui.dialogs.issue_all import IssueAllDialog
from ledgerdesk.gui.dialogs.issue_saved import IssueSavedDialog


def save(desk: Desk, count: int) -> None:
    """Save trades of different people without a receipt."""

    for n in range(count):
        _save(desk, trade(f"客户{n}", 1_000 + n))


def _save(desk: Desk, draft: TradeDraft) -> None:
    desk.change(lambda ledger: ledger.transactions.record(draft))


def ask_for_all(desk: Desk) -> IssueAllDialog:
    desk.window.shell.desk.let_choose()
    desk.settle()
    (chooser,) = desk.window.findChildren(IssueSavedDialog)
    chooser.every.click()
    (found,) = desk.window.findChildren(IssueAllDialog)
    return found


def numbers(desk: Desk) -> list[tuple[str, str]]:
    found = desk.ask(lambda ledger: ledger.receipts.register()).receipts
    return [(one.number, one.payer) for one in found]


def test_every_saved_trade_gets_its_receipt_the_oldest_first(desk: Desk) -> None:
    save(desk, 5)
    receipted: list[str] = []
    desk.window.shell.desk.receipted.connect(receipted.append)
    dialog = ask_for_all(desk)
    desk.settle()
    assert len(set(receipted)) == 5
    assert not dialog.is_under_way
    assert numbers(desk) == [(f"SJ2026-00000{n + 1}", f"客户{n}") for n in range(5)]
    assert dialog.progress.value() == 100
    assert dialog.act.isEnabled()
    dialog.act.click()
    desk.settle()
    assert len(list((desk.office.folder / "pdf").glob("????-??/*.pdf"))) == 5


def test_it_stops_behind_the_receipt_under_way(desk: Desk) -> None:
    save(desk, 6)
    dialog = ask_for_all(desk)
    while not dialog.numbers:
        QApplication.processEvents()
    dialog.reject()
    desk.settle()
    assert 0 < len(dialog.numbers) < 6
    assert [number for number, _ in numbers(desk)] == dialog.numbers
    assert dialog.isVisible()
    dialog.reject()
    assert not dialog.isVisible()


def test_what_must_be_asked_is_left_out_and_named(desk: Desk) -> None:
    desk.change(lambda ledger: ledger.transactions.record(trade("客户0", 1_000), A5))
    save(desk, 3)
    dialog = ask_for_all(desk)
    desk.settle()
    assert [name for name, _ in dialog.left_out] == ["客户0"]
    assert "客户0" in dialog.told.text()
    assert [payer for _, payer in numbers(desk)] == ["客户0", "客户1", "客户2"]
    assert len(desk.ask(lambda ledger: ledger.today.without_receipt())) == 1


@pytest.mark.parametrize("count", [1])
def test_one_trade_needs_no_button_for_all(desk: Desk, count: int) -> None:
    save(desk, count)
    desk.window.shell.desk.let_choose()
    desk.settle()
    (chooser,) = desk.window.findChildren(IssueSavedDialog)
    assert not chooser.every.isVisible()


def test_where_there_are_several_series_f9_asks_from_which(desk: Desk) -> None:
    desk.change(lambda ledger: ledger.series.add(DEPOSITS))
    save(desk, 3)
    waiting = desk.ask(lambda ledger: ledger.today.without_receipt())
    receipts = desk.window.shell.desk
    receipts.issue_for(waiting[0].payment_pub, waiting[0].customer)
    desk.settle()
    (chooser,) = desk.window.findChildren(IssueSavedDialog)
    assert [offer.title for offer in chooser.list.offers] == ["客户2"]
    assert chooser.series_field.isVisibleTo(chooser)
    chooser.series.put("YJ")
    chooser.act.click()
    desk.settle()
    assert numbers(desk) == [("YJ2026-0001", "客户2")]

    receipts.let_choose()
    desk.settle()
    again = desk.window.findChildren(IssueSavedDialog)[-1]
    assert again.series.code == "YJ", "what was issued from last is offered"
    again.every.click()
    desk.settle()
    assert [number for number, _ in numbers(desk)] == [f"YJ2026-000{n}" for n in (1, 2, 3)]


def test_with_one_series_f9_asks_nothing(desk: Desk) -> None:
    save(desk, 1)
    (waiting,) = desk.ask(lambda ledger: ledger.today.without_receipt())
    desk.window.shell.desk.issue_for(waiting.payment_pub, waiting.customer)
    desk.settle()
    assert desk.window.findChildren(IssueSavedDialog) == []
    assert numbers(desk) == [("SJ2026-000001", "客户0")]
