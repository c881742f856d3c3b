"""Fit pages to a printer in the window: numbers checked, remembered, used; rulers printed."""

from pathlib import Path

import pytest
from tests.support.printers import NAME, FakePrinters
from tests.support.still_office import A5, trade
from tests.support.window import Desk

from ledgerdesk.core.receipts import AS_DRAWN, Fit, Paper
from ledgerdesk.gui.dialogs.printer_fit import PrinterFitDialog
from ledgerdesk.gui.places import SETTINGS
from ledgerdesk.gui.preferences import Preferences
from ledgerdesk.services.steps.receipts import drawing


@pytest.fixture
def printers(desk: Desk, tmp_path: Path) -> FakePrinters:
    """Give the desk one printer that has A5."""
    made = FakePrinters(folder=tmp_path / "sheets")
    desk.window.shell.printing.device = made.device()
    preferences = desk.stage.preferences
    preferences.remember_printer(Paper.A5, NAME)
    return made


@pytest.fixture
def dialog(desk: Desk, printers: FakePrinters) -> PrinterFitDialog:
    desk.window.shell.go(SETTINGS)
    desk.settle()
    desk.window.shell.settings.refresh()
    desk.settle()
    desk.window.shell.settings.fit_button.click()
    desk.settle()
    (found,) = desk.window.findChildren(PrinterFitDialog)
    return found


def test_a_fit_is_remembered_for_printer_and_paper(desk: Desk, dialog: PrinterFitDialog) -> None:
    dialog.right.setText("1.5")
    dialog.down.setText("-0.5")
    dialog.scale.setText("99.5")
    assert dialog.fields["stock"].isHidden()  # only what is printed beforehand has numbers
    dialog.values_only.choose(1)
    assert not dialog.fields["stock"].isHidden()
    dialog.stock.setText(" 三联 2026 ")
    dialog.go()
    wanted = Fit(right=15, down=-5, scale=995, values_only=True, stock="三联 2026")
    assert desk.stage.preferences.fit_for(NAME, Paper.A5) == wanted
    assert desk.stage.preferences.fit_for(NAME, Paper.A4_2UP) == AS_DRAWN
    assert Preferences.load().fit_for(NAME, Paper.A5) == wanted


@pytest.mark.parametrize(
    ("field", "typed"),
    [("right", ""), ("right", "21"), ("down", "1,5"), ("down", "一"), ("scale", "50")],
)
def test_a_number_that_is_none_is_said_at_its_field(
    desk: Desk, dialog: PrinterFitDialog, field: str, typed: str
) -> None:
    getattr(dialog, field).setText(typed)
    dialog.go()
    assert dialog.isVisible()
    assert dialog.fields[field].problem
    assert desk.stage.preferences.fit_for(NAME, Paper.A5) == AS_DRAWN


def test_rulers_and_a_trial_page_are_printed_and_count_as_nothing(
    desk: Desk, dialog: PrinterFitDialog, printers: FakePrinters
) -> None:
    dialog.rulers.click()
    desk.settle()
    dialog.trial.click()
    desk.settle()
    assert len(printers.sheets) == 2
    assert desk.ask(lambda ledger: ledger.receipts.register()).receipts == ()


def test_a_receipt_is_printed_as_it_fits(desk: Desk, printers: FakePrinters) -> None:
    seen: list[Fit] = []
    original = drawing.checked

    def watch(sheet: drawing.Sheet) -> bytes:
        seen.append(sheet.fit)
        return original(sheet)

    fit = Fit(right=10, down=20, scale=1000)
    desk.stage.preferences.remember_fit(NAME, Paper.A5, fit)
    issued = desk.change(lambda ledger: ledger.transactions.record(trade("张三", 1_000), A5))
    assert issued.issued is not None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drawing, "checked", watch)
        desk.window.shell.printing.print_receipt(issued.issued.number)
        desk.settle()
    assert seen == [fit]
