"""Behind a card's tabs: trades with sums by year, receipts, and notes that are never lost."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from tests.support.still_office import A5, trade
from tests.support.window import Desk

from ledgerdesk.core.customers import CustomerDraft
from ledgerdesk.core.drafts import Form
from ledgerdesk.core.notes import NoteKind
from ledgerdesk.gui.pages.customers.customer_card import NOTES, RECEIPTS, TRADES, CustomerCard
from ledgerdesk.gui.pages.customers.customer_field import Known
from ledgerdesk.gui.places import CUSTOMERS, TODAY
from ledgerdesk.gui.places import RECEIPTS as REGISTER
from ledgerdesk.gui.widgets.texts import Elided


@pytest.fixture
def card(desk: Desk) -> CustomerCard:
    """Show 张三, who has two trades, one of them with a receipt; 李四 stands below him."""
    desk.change(lambda ledger: ledger.customers.add(CustomerDraft(name="李四")))
    desk.change(lambda ledger: ledger.transactions.record(trade("张三", 1_000), A5))
    desk.change(lambda ledger: ledger.transactions.record(trade("张三", 250)))
    desk.window.shell.go(CUSTOMERS)
    desk.settle()
    desk.window.shell.customers.list.setFocus()
    return desk.window.shell.customers.card


def shown_name(desk: Desk) -> str:
    chosen = desk.window.shell.customers.list.chosen
    assert isinstance(chosen, Known)
    return chosen.customer.name


def test_the_tabs_tell_how_much_they_hold_and_open_by_digit(desk: Desk, card: CustomerCard) -> None:
    assert [tab.count for tab in card.tabs.tabs] == ["", "2", "1", "", ""]

    keys = [tab.shortcut().toString() for tab in card.tabs.tabs]
    assert keys == ["Alt+1", "Alt+2", "Alt+3", "Alt+4", "Alt+5"]
    card.tabs.tabs[TRADES].click()
    desk.settle()

    assert card.tabs.place == TRADES
    assert card.trades.table.isVisible()
    assert [one.total_fen for one in card.trades.model.records] == [250, 1_000]
    assert "12.50" in card.trades.sums.text()


def test_enter_on_a_trade_or_a_receipt_opens_it_in_the_register(
    desk: Desk, card: CustomerCard
) -> None:
    for place, table, row in (
        (TRADES, card.trades.table, 1),
        (RECEIPTS, card.receipts.table, 0),
    ):
        desk.window.shell.go(CUSTOMERS)
        desk.settle()
        card.tabs.choose(place)
        table.choose(row)
        table.setFocus()
        desk.press(Qt.Key.Key_Return)
        assert desk.window.shell.place == REGISTER


def test_a_trade_entered_late_is_marked_with_its_reason(desk: Desk, card: CustomerCard) -> None:
    late = replace(trade("张三", 700), traded_on=date(2026, 1, 2), late_reason="当天停电")
    desk.change(lambda ledger: ledger.transactions.record(late))
    card.tabs.choose(TRADES)
    desk.window.shell.go(CUSTOMERS)
    desk.settle()

    shown = [card.trades.model.columns[1].cell(one).text for one in card.trades.model.records]
    assert [words for words in shown if "补录" in words] == [shown[-1]]
    assert shown[-1].endswith("当天停电")


def test_a_trade_without_a_receipt_leads_nowhere(desk: Desk, card: CustomerCard) -> None:
    card.tabs.choose(TRADES)
    card.trades.table.choose(0)
    card.trades.table.opened.emit(0)
    card.trades.table.opened.emit(-1)
    desk.settle()

    assert desk.window.shell.place == CUSTOMERS


def test_a_note_is_written_with_enter_and_stands_below(desk: Desk, card: CustomerCard) -> None:
    card.tabs.tabs[NOTES].click()
    desk.settle()
    card.notes.kind.choose(2)
    desk.press("late", Qt.Key.Key_Return)

    (note,) = desk.ask(
        lambda ledger: ledger.customers.dealings(ledger.customers.by_code("C000002").pub)
    ).notes
    assert (note.kind, note.content) == (NoteKind.COMPLAINT, "late")
    assert len(card.notes.shown) == 1
    assert card.tabs.tabs[NOTES].count == "1"
    assert card.notes.text.text() == ""
    assert desk.ask(lambda ledger: ledger.drafts.list()) == ()


def test_a_note_half_typed_is_kept_when_another_customer_is_chosen(
    desk: Desk, card: CustomerCard
) -> None:
    card.tabs.choose(NOTES)
    card.notes.text.setFocus()
    desk.press("half a no")
    desk.window.shell.customers.list.choose(1)
    desk.settle()

    assert shown_name(desk) == "李四"
    assert card.notes.text.text() == ""
    (kept,) = desk.ask(lambda ledger: ledger.drafts.list())
    assert kept.draft.form is Form.NOTE
    desk.window.shell.go(TODAY)
    desk.window.shell.today.draft_wanted.emit(kept.draft)
    desk.settle()
    desk.qtbot.waitUntil(lambda: card.notes.text.text() == "half a no", timeout=5_000)
    assert shown_name(desk) == "张三"
    card.notes.text.setFocus()
    desk.press("te", Qt.Key.Key_Return)
    pub = desk.ask(lambda ledger: ledger.customers.by_code("C000002")).pub
    notes = desk.ask(lambda ledger: ledger.customers.dealings(pub)).notes
    assert [one.content for one in notes] == ["half a note"]
    assert desk.ask(lambda ledger: ledger.drafts.list()) == ()


def test_locking_keeps_a_note_and_shows_nothing_of_it(desk: Desk, card: CustomerCard) -> None:
    card.tabs.choose(NOTES)
    card.notes.text.setFocus()
    desk.press("half")
    desk.window.lock()
    desk.settle()

    assert card.notes.text.text() == ""
    assert card.trades.model.records == ()
    desk.unlock()
    (kept,) = desk.ask(lambda ledger: ledger.drafts.list())
    assert kept.draft.texts["text"] == "half"


def test_the_card_tells_what_is_still_to_be_asked(desk: Desk, card: CustomerCard) -> None:
    shown = [label.text() for label in card.findChildren(Elided) if label.isVisible()]

    assert "类型 · 电话" in shown
