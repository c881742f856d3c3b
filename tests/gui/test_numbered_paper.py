"""Print onto numbered paper in the window: the sheet is asked for, remembered, never used twice."""

from functools import partial
from pathlib import Path

import pytest
from tests.support.printers import NAME, FakePrinters
from tests.support.still_office import issue, trade
from tests.support.window import Desk

from ledgerdesk.core.receipts import Fit, Paper
from ledgerdesk.core.stock import SheetLine
from ledgerdesk.gui.dialogs.sheet_number import SheetNumberDialog
from ledgerdesk.gui.dialogs.stock import StockDialog

STOCK = "三联 2026"


@pytest.fixture
def printers(desk: Desk, tmp_path: Path) -> FakePrinters:
    """Give the desk a printer with a stack of numbered A5."""
    made = FakePrinters(folder=tmp_path / "sheets")
    desk.window.shell.printing.device = made.device()
    desk.stage.preferences.remember_printer(Paper.A5, NAME)
    desk.stage.preferences.remember_fit(NAME, Paper.A5, Fit(values_only=True, stock=STOCK))
    return made


def asked(desk: Desk) -> SheetNumberDialog:
    desk.settle()
    (found,) = [one for one in desk.window.findChildren(SheetNumberDialog) if one.isVisible()]
    return found


def send(desk: Desk, *payers: str) -> None:
    """Issue a receipt for each and print them all at once."""
    for payer in payers:
        wanted = trade(payer)
        number = desk.ask(partial(issue, draft=wanted)).number
        desk.window.shell.printing.print_receipt(number)


def sheets(desk: Desk) -> tuple[SheetLine, ...]:
    return desk.ask(lambda ledger: ledger.stock.sheets())


def test_the_sheet_is_asked_for_and_the_next_one_stands_there(
    desk: Desk, printers: FakePrinters
) -> None:
    send(desk, "张三", "李四", "王五")
    first = asked(desk)
    assert first.sheet.text() == ""
    first.go()
    desk.settle()
    assert first.fields["sheet"].problem
    first.sheet.setText("A0012")
    first.go()
    second = asked(desk)  # one question at a time, though three receipts wait
    count = len(sheets(desk))
    assert second.sheet.text() == f"A{12 + count:04d}"
    second.sheet.setText("A0012")
    second.go()
    desk.settle()
    assert "A0012" in second.fields["sheet"].problem
    second.sheet.setText(f"A{14 + count:04d}")
    assert not second.fields["reason"].isHidden()
    second.why.setText("撕坏")
    second.go()
    third = asked(desk)
    third.reject()
    desk.settle()
    assert len(printers.sheets) == 2
    assert [one.number for one in sheets(desk) if one.reason == "撕坏"] == [
        f"A{13 + count:04d}",
        f"A{12 + count:04d}",
    ]
    assert len([one for one in sheets(desk) if one.receipt]) == 2 * count


def test_paper_without_numbers_is_printed_without_a_question(
    desk: Desk, printers: FakePrinters
) -> None:
    desk.stage.preferences.remember_fit(NAME, Paper.A5, Fit(values_only=True))
    send(desk, "张三")
    desk.settle()
    assert desk.window.findChildren(SheetNumberDialog) == []
    assert len(printers.sheets) == 1
    assert sheets(desk) == ()


def test_spoiled_sheets_are_registered_in_their_list(desk: Desk, printers: FakePrinters) -> None:
    desk.window.shell.desk.show_stock()
    desk.settle()
    (dialog,) = desk.window.findChildren(StockDialog)
    dialog.stock.setText(STOCK)
    dialog.first.setText("A0003")
    dialog.last.setText("A0004")
    dialog.go()
    desk.settle()
    assert dialog.fields["reason"].problem
    dialog.why.setText("受潮")
    dialog.go()
    desk.settle()
    assert [(one.number, one.reason) for one in dialog.model.records] == [
        ("A0004", "受潮"),
        ("A0003", "受潮"),
    ]
    assert dialog.first.text() == ""
    assert dialog.stock.text() == STOCK
