"""What was closed, in the window: days with their slips, months closed for good."""

import pytest
from PySide6.QtCore import Qt
from tests.support.still_office import A5, StillOffice, trade
from tests.support.window import Desk, open_window

from ledgerdesk.core.days import Count
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.dialogs.closes import MONTHS, ClosesDialog
from ledgerdesk.gui.dialogs.day_closed import DayClosedDialog
from ledgerdesk.gui.dialogs.period import PeriodDialog


@pytest.fixture
def december(office: StillOffice) -> StillOffice:
    """Close a day of November and come back in December."""
    with office.opened() as ledger:
        ledger.transactions.record(trade("张三", 10_000), A5)
        ledger.days.close(Count(pieces={10_000: 1}, float_fen=0))
    office.pass_time(days=10)
    return office


def shown(desk: Desk, kind: type[Asking]) -> Asking:
    (dialog,) = (one for one in desk.window.findChildren(kind) if one.isVisible())
    return dialog


def test_days_and_months_are_listed_and_shown(qtbot: object, december: StillOffice) -> None:
    with open_window(qtbot, december) as desk:  # type: ignore[arg-type] # pytest-qt's own
        desk.unlock()
        desk.window.shell.list_closes()
        desk.settle()
        dialog = shown(desk, ClosesDialog)
        assert isinstance(dialog, ClosesDialog)
        assert [row.close is not None for row in dialog.model.records] == [True]
        desk.press(Qt.Key.Key_Return)
        assert isinstance(shown(desk, DayClosedDialog), DayClosedDialog)


def test_a_month_is_closed_for_good(qtbot: object, december: StillOffice) -> None:
    with open_window(qtbot, december) as desk:  # type: ignore[arg-type] # pytest-qt's own
        desk.unlock()
        desk.window.shell.list_closes()
        desk.settle()
        listed = shown(desk, ClosesDialog)
        assert isinstance(listed, ClosesDialog)
        listed.show_kind(MONTHS)
        names = [row.period.period.name for row in listed.model.records if row.period]
        assert names == ["2026", "2026-12", "2026-11"]
        listed.table.choose(2)
        listed.go()
        desk.settle()
        dialog = shown(desk, PeriodDialog)
        assert isinstance(dialog, PeriodDialog)
        assert dialog.act.isVisible()
        dialog.go()
        desk.settle()
        states = {
            one.period.name: one.sheet for one in desk.ask(lambda ledger: ledger.days.periods())
        }
        assert states["2026-11"] is not None
        assert states["2026-12"] is None


def test_a_month_that_runs_is_only_shown(qtbot: object, december: StillOffice) -> None:
    with open_window(qtbot, december) as desk:  # type: ignore[arg-type] # pytest-qt's own
        desk.unlock()
        desk.window.shell.list_closes()
        desk.settle()
        listed = shown(desk, ClosesDialog)
        assert isinstance(listed, ClosesDialog)
        listed.show_kind(MONTHS)
        listed.table.choose(1)
        listed.go()
        desk.settle()
        assert not shown(desk, PeriodDialog).act.isVisible()
