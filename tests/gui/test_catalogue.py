"""The catalogue in the window: kept by keys, offered in a line with its unit and price."""

import pytest
from PySide6.QtCore import Qt
from tests.services.about_catalogue import BOOKS
from tests.support.still_office import act_as
from tests.support.window import Desk

from ledgerdesk.core.staff import Role
from ledgerdesk.gui.pages.office.catalogue import CataloguePage
from ledgerdesk.gui.places import CATALOGUE, TRADE

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(desk: Desk) -> CataloguePage:
    desk.window.shell.go(CATALOGUE)
    desk.settle()
    return desk.window.shell.catalogue


def test_an_entry_is_added_changed_and_retired_by_keys(desk: Desk, page: CataloguePage) -> None:
    assert page.empty.isVisible()
    page.empty.button.click()
    desk.press("dj01", Qt.Key.Key_Return)
    desk.commit("代理记账")
    desk.press(Qt.Key.Key_Return)
    desk.commit("月")
    desk.press(Qt.Key.Key_Return, "300", Qt.Key.Key_Return, "jz")
    desk.press(Qt.Key.Key_Return, held=CONTROL)
    assert list(page.model.records) == [BOOKS]

    page.table.setFocus()
    desk.press(Qt.Key.Key_Return)
    page.price.setText("350")
    page.state.choose(1)
    desk.press(Qt.Key.Key_Return, held=CONTROL)

    (kept,) = desk.ask(lambda ledger: ledger.catalogue.list())
    assert (kept.price_fen, kept.is_retired) == (35_000, True)
    assert page.code.isReadOnly()


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    desk: Desk, page: CataloguePage
) -> None:
    page.begin_new()
    page.code.setText("代账")
    page.name.setText("代理记账")
    page.save()
    desk.settle()
    assert page.fields["code"].problem
    assert page.name.text() == "代理记账"

    page.code.setText("DJ01")
    page.price.setText("viel")
    page.save()
    assert page.fields["price"].problem
    assert desk.ask(lambda ledger: ledger.catalogue.list()) == ()


def test_a_line_begins_with_the_unit_and_the_price_of_its_entry(desk: Desk) -> None:
    desk.change(lambda ledger: ledger.catalogue.add(BOOKS))
    shell = desk.window.shell
    shell.go(TRADE)
    desk.settle()
    row = shell.trade.lines.rows[0]
    row.item.setFocus()
    desk.press("jz")
    desk.press(Qt.Key.Key_Return)

    assert [cell.text() for cell in row.cells] == ["代理记账", "月", "", "300.00", "300.00"]
    row.quantity.setText("2")
    row._multiply()
    assert row.amount.text() == "600.00"


def test_a_clerk_reads_it_and_changes_nothing(desk: Desk, page: CataloguePage) -> None:
    desk.change(lambda ledger: ledger.catalogue.add(BOOKS))

    def become_clerk(ledger: object) -> object:
        act_as(ledger, Role.CLERK)  # type: ignore[arg-type] # the ledger of this desk
        return ledger.today.standing().person  # type: ignore[attr-defined] # as above

    page.show_person(desk.ask(become_clerk))  # type: ignore[arg-type] # a person

    assert not page._panel.isVisible()
    assert not page.new_button.isVisible()


def test_the_page_is_empty_without_the_book(desk: Desk, page: CataloguePage) -> None:
    desk.change(lambda ledger: ledger.catalogue.add(BOOKS))
    page.forget()

    assert list(page.model.records) == []
    assert page.code.text() == ""
