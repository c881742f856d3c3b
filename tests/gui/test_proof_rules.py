"""The rules of proofreading in the window: adjusted, refused, counted."""

import pytest
from tests.support.still_office import A5, trade
from tests.support.window import Desk

from ledgerdesk.core.proofreading import Adjusted, Level, Rule
from ledgerdesk.gui.dialogs.proof_rules import ProofRulesDialog
from ledgerdesk.gui.places import SETTINGS


@pytest.fixture
def dialog(desk: Desk) -> ProofRulesDialog:
    for _ in range(2):
        desk.change(lambda ledger: ledger.transactions.record(trade("张三", 1_000), A5))
    desk.window.shell.go(SETTINGS)
    desk.settle()
    desk.window.shell.settings.people.proof_button.click()
    desk.settle()
    (found,) = desk.window.findChildren(ProofRulesDialog)
    return found


def rules(desk: Desk) -> dict[Rule, Adjusted]:
    return desk.ask(
        lambda ledger: {one.rule: one.adjusted for one in ledger.settings.proof_rules()}
    )


def test_rules_stand_with_what_they_found(dialog: ProofRulesDialog) -> None:
    assert dialog.found[Rule.TWIN].text() == "1 次"
    assert dialog.found[Rule.CLOCK].text() == "没有"
    assert dialog.limits[Rule.UNUSUAL].text() == "3"
    assert dialog.levels[Rule.ROUND].currentText() == "只记录"


def test_rules_are_adjusted(desk: Desk, dialog: ProofRulesDialog) -> None:
    dialog.levels[Rule.ROUND].choose(tuple(Level).index(Level.ASK))
    dialog.limits[Rule.TWIN].setText("30")
    dialog.go()
    desk.settle()

    assert desk.window.findChildren(ProofRulesDialog) == []
    assert rules(desk)[Rule.ROUND] == Adjusted(level=Level.ASK, limit=5)
    assert rules(desk)[Rule.TWIN] == Adjusted(level=Level.ASK, limit=30)


@pytest.mark.parametrize("typed", ["", "0", "1.5", "３", "viel", "99999"])
def test_a_limit_that_is_none_is_said_and_nothing_is_saved(
    desk: Desk, dialog: ProofRulesDialog, typed: str
) -> None:
    before = rules(desk)
    dialog.limits[Rule.UNUSUAL].setText(typed)
    dialog.go()
    desk.settle()

    assert dialog.isVisible()
    assert dialog.trouble.isVisible()
    assert dialog.limits[Rule.UNUSUAL].text() == typed
    assert rules(desk) == before
