"""After a restore the window asks for the last number on paper, and nothing typed is lost."""

import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from tests.gui.test_restore_page import Ruin, ruin, template
from tests.gui.test_window import marks
from tests.services.test_last_number_foreseen import WAITS
from tests.support.still_office import act_as
from tests.support.window import Desk

from ledgerdesk.core.staff import Role
from ledgerdesk.gui.dialogs.last_numbers import LastNumbersDialog
from ledgerdesk.gui.places import TRADE
from ledgerdesk.i18n.translator import Language
from ledgerdesk.services.today import Waiting

__all__ = ["ruin", "template"]
CONTROL = Qt.KeyboardModifier.ControlModifier
ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def restored(ruin: Ruin) -> Desk:
    """Give the window of a book restored on a PC that knows nothing of it."""
    shutil.rmtree(ruin.backed_up.office.per_user / "vaults")
    ruin.fill_in()
    ruin.restore()
    ruin.desk.unlock(ruin.vault)
    return ruin.desk


def asked(desk: Desk) -> LastNumbersDialog:
    found = desk.window.findChildren(LastNumbersDialog)
    assert len(found) == 1
    return found[0]


def told(desk: Desk) -> str:
    """Wait for what the typed number would come to."""
    (field,) = asked(desk).fields
    desk.qtbot.waitUntil(lambda: not field.later.isActive())
    desk.settle()
    return field.problem or str(field.edit.accessibleDescription())


def typed_trade(desk: Desk) -> None:
    desk.window.shell.go(TRADE)
    desk.settle()
    desk.commit("张三")
    desk.press(ENTER)
    desk.commit("咨询费")
    desk.press(ENTER, *"30", ENTER, ENTER, "2")


def test_a_refused_trade_asks_for_the_number_and_is_issued_by_the_same_key_afterwards(
    restored: Desk,
) -> None:
    shell = restored.window.shell
    assert shell.bars.numbers.isVisible()
    assert shell.status._number.text() == "—"
    typed_trade(restored)
    restored.press(ENTER, held=CONTROL)
    restored.settle()
    restored.press(*"5")
    assert told(restored) == (
        "下一张收据是 SJ2026-000006。账本里缺 2 个号码，SJ2026-000004 到 SJ2026-000005："
        "它们会列为随旧电脑丢失，不会算作漏号。"
    )
    restored.press(ENTER, ENTER)
    restored.settle()

    assert not shell.bars.numbers.isVisible()
    assert shell.status._number.text() == "SJ2026-000006"
    assert shell.trade.customer.edit.text() == "张三"
    restored.window.activateWindow()  # which no window system does here
    restored.qtbot.waitUntil(shell.trade.panel.issue_button.hasFocus)
    restored.press(ENTER, held=CONTROL)
    restored.settle()
    register = restored.ask(lambda ledger: ledger.receipts.register())
    assert "SJ2026-000006" in {one.number for one in register.receipts}
    assert register.explained == ("SJ2026-000004", "SJ2026-000005")
    assert register.missing == ()


def test_the_bar_asks_as_well_and_a_number_that_cannot_be_is_said_at_its_field(
    restored: Desk,
) -> None:
    restored.window.shell.bars.numbers.action.click()
    restored.qtbot.waitUntil(asked(restored).fields[0].edit.hasFocus)
    restored.press(*"2")
    assert "SJ2026-000003" in told(restored)
    restored.press(ENTER, ENTER)
    dialog = asked(restored)
    assert dialog.isVisible()
    assert dialog.fields[0].number == "2"
    restored.press(Qt.Key.Key_Backspace, "3")
    assert told(restored) == "下一张收据是 SJ2026-000004。账本里一个号码也不缺。"
    restored.press(ESCAPE)
    assert restored.window.shell.bars.numbers.isVisible()
    assert restored.ask(lambda ledger: ledger.today.standing()).waiting


def test_an_empty_field_asks_for_the_number(restored: Desk) -> None:
    restored.window.shell.bars.confirm_numbers()
    dialog = asked(restored)
    dialog.confirm()

    assert dialog.fields[0].problem == "请从最新的一张收据上抄下号码。"
    dialog.reject()


def test_a_clerk_is_told_whom_to_ask_and_keeps_what_he_typed(restored: Desk) -> None:
    shell = restored.window.shell
    restored.ask(lambda ledger: act_as(ledger, Role.CLERK))
    shell.refresh_standing()
    restored.settle()
    assert not shell.bars.numbers.action.isVisible()
    assert "主管" in shell.bars.numbers.words.text()
    typed_trade(restored)
    restored.press(ENTER, held=CONTROL)
    restored.settle()

    assert restored.window.findChildren(LastNumbersDialog) == []
    assert "主管" in shell.toast.words.text()
    assert shell.trade.customer.edit.text() == "张三"


def test_locking_takes_the_bar_away(restored: Desk) -> None:
    restored.window.lock()
    restored.settle()

    assert not restored.window.shell.bars.numbers.isVisibleTo(restored.window.shell.bars)


@pytest.mark.parametrize("language", list(Language))
def test_the_keys_of_the_bars_are_free_on_every_page(restored: Desk, language: Language) -> None:
    restored.stage.speech.choose(language)
    shell = restored.window.shell
    bars = marks(shell.bars)
    assert len(bars) == 2
    menus = {
        QKeySequence.mnemonic(menu.title()).toString() for menu in restored.window.commands.menus
    }
    for page in shell.pages:
        shell.go(shell.pages.index(page))
        restored.settle()
        assert not bars.keys() & (marks(page).keys() | menus), type(page).__name__


def test_every_series_that_waits_has_a_field_and_a_refusal_stands_at_its_own(
    restored: Desk,
) -> None:
    other = Waiting(code="HD", title="活动收据", known="")
    dialog = LastNumbersDialog(restored.window, restored.stage, (WAITS, other))
    dialog.open()
    assert dialog.fields[1].hint.text() == "账本里还没有；如果从未打印过，请填 0"
    dialog.fields[0].edit.setText("5")
    dialog.fields[1].edit.setText("7")
    dialog.confirm()
    restored.settle()

    assert (dialog.fields[0].problem, dialog.fields[0].edit.isEnabled()) == ("", False)
    assert dialog.fields[1].problem == "账本里没有这个系列。请看号码前面的字母。"
    assert dialog.fields[1].number == "7"
    dialog.reject()
