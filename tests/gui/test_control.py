"""The daily control in the window: opened by a key, and each line leads somewhere."""

import pytest
from PySide6.QtCore import Qt
from tests.support.still_office import A5, trade
from tests.support.window import Desk

from ledgerdesk.core.control import Check
from ledgerdesk.core.reviews import AMOUNT
from ledgerdesk.gui.dialogs.control import ControlDialog
from ledgerdesk.gui.places import BACKUP, RECEIPTS, REVIEWS

HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def opened(desk: Desk) -> ControlDialog:
    desk.window.shell.control_day()
    desk.settle()
    (dialog,) = desk.window.findChildren(ControlDialog)
    return dialog


def choose(dialog: ControlDialog, check: Check) -> None:
    checks = [row.line.check for row in dialog.model.records]
    dialog.table.choose(checks.index(check))


@pytest.mark.parametrize(
    ("check", "place"),
    [(Check.UNREVIEWED, REVIEWS), (Check.UNPRINTED, RECEIPTS), (Check.BACKUP, BACKUP)],
)
def test_a_line_leads_to_its_record(desk: Desk, check: Check, place: int) -> None:
    desk.change(lambda ledger: ledger.settings.change(AMOUNT, "5"))
    desk.change(lambda ledger: ledger.transactions.record(trade("张三", 1_000), A5))
    dialog = opened(desk)
    choose(dialog, check)

    desk.press(Qt.Key.Key_Return)

    assert desk.window.shell.place == place


def test_it_begins_at_the_first_thing_to_look_at_and_what_is_fine_leads_nowhere(
    desk: Desk,
) -> None:
    dialog = opened(desk)
    row = dialog.model.records[dialog.table.currentIndex().row()]
    assert row.line.check is Check.BACKUP

    choose(dialog, Check.NUMBERS)
    before = desk.window.shell.place
    dialog.go()

    assert dialog.isVisible()
    assert desk.window.shell.place == before
    dialog.reject()


def test_a_key_opens_it(desk: Desk) -> None:
    desk.press(Qt.Key.Key_D, held=HELD)

    assert len(desk.window.findChildren(ControlDialog)) == 1
