"""At 1024 × 640, the least the window may have, every word and button is whole, in zh and en."""

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QDialog, QLabel, QVBoxLayout, QWidget
from tests.support.room import cut
from tests.support.still_office import issue, trade
from tests.support.window import Desk

from ledgerdesk.core.staff import Role
from ledgerdesk.gui.dialogs.about import AboutDialog
from ledgerdesk.gui.dialogs.crash import CrashDialog
from ledgerdesk.gui.dialogs.last_numbers import LastNumbersDialog
from ledgerdesk.gui.dialogs.leave_trade import LeaveTradeDialog
from ledgerdesk.gui.dialogs.new_customer import NewCustomerDialog
from ledgerdesk.gui.dialogs.new_sheet import NewSheetDialog
from ledgerdesk.gui.dialogs.numbers import KeepNumberDialog
from ledgerdesk.gui.dialogs.prove_sheet import ProveSheetDialog
from ledgerdesk.gui.dialogs.security import SecurityDialog
from ledgerdesk.gui.dialogs.staff import AddPersonDialog, OwnPasswordDialog
from ledgerdesk.gui.dialogs.take_back import ReverseDialog, VoidDialog
from ledgerdesk.gui.main_window import LEAST_SIZE, MainWindow
from ledgerdesk.gui.pages.door.first_run_steps import Step
from ledgerdesk.gui.places import IMPORT, RECEIPTS, TODAY, TRADE
from ledgerdesk.gui.stage import Stage
from ledgerdesk.i18n.translator import Language
from ledgerdesk.resources import resource
from ledgerdesk.services.steps.versions import engine_versions
from ledgerdesk.services.today import Waiting

NUMBER = "SJ2026-000001"


def cut_in_both(desk: Desk, shown: QWidget) -> list[str]:
    """Look in Chinese, then in English."""
    found = []
    for language in (Language.ZH, Language.EN):
        desk.stage.speech.choose(language)
        desk.settle()
        laid_out()
        found += [f"{language.value}: {one}" for one in cut(shown)]
    return found


def laid_out() -> None:
    """Let each layout hear of what the one inside it has heard."""
    for _ in range(6):
        QApplication.processEvents()


def made_small(desk: Desk) -> MainWindow:
    desk.window.resize(*LEAST_SIZE)
    desk.settle()
    assert (desk.window.width(), desk.window.height()) == LEAST_SIZE
    return desk.window


def test_a_word_that_has_no_room_is_found(desk: Desk) -> None:
    window = made_small(desk)
    held = QWidget(window)
    held.setGeometry(0, 0, 60, 40)
    column = QVBoxLayout(held)
    label = QLabel("a label that has no room at all")
    column.addWidget(label)
    held.show()
    held.layout().setGeometry(held.rect())  # type: ignore[union-attr] # it was given one just now

    assert any("has no room" in one for one in cut(window))


def test_every_page_is_whole(desk: Desk) -> None:
    window = made_small(desk)
    desk.ask(lambda ledger: issue(ledger, trade("张三", 60_000)))
    desk.ask(lambda ledger: issue(ledger, trade("李四", 1_234_567_890_12)))
    found = {}
    for place in range(len(window.shell.pages)):
        window.shell.go(place)
        desk.settle()
        found[place] = cut_in_both(desk, window)

    assert not {place: wrong for place, wrong in found.items() if wrong}


def test_a_filled_trade_with_its_problems_is_whole(desk: Desk) -> None:
    window = made_small(desk)
    desk.ask(lambda ledger: issue(ledger, trade("上海恒隆文具店有限责任公司", 60_000)))
    window.shell.go(TRADE)
    page = window.shell.trade
    desk.settle()
    desk.commit("上海")
    desk.press("\r")
    for row in page.lines.rows:
        row.item.setText("代理记账 · 十一月")
        row.amount.setText("9,999,999.99")
    page.date.setText("2026-11-31")
    page.note.setText("x" * 500)
    page._edited()
    page._save(issue=True)

    assert page.date_field.problem
    assert "\n".join(cut_in_both(desk, window)) == ""
    assert page.folding.is_folded


def test_an_import_in_hand_is_whole(desk: Desk) -> None:
    window = made_small(desk)
    page = window.shell.imports
    window.shell.import_file(resource("samples", "customers.gb18030.csv"))
    desk.qtbot.waitUntil(lambda: page.outcome is not None, timeout=60_000)
    assert window.shell.place == IMPORT
    found = []
    for view in range(4):
        page.tabs.choose(view)
        desk.settle()
        found += cut_in_both(desk, window)

    assert "\n".join(found) == ""


def test_a_receipt_in_hand_is_whole_and_its_acts_are_there(desk: Desk) -> None:
    window = made_small(desk)
    desk.ask(lambda ledger: issue(ledger, trade("张三", 60_000)))
    window.shell.show_receipt(NUMBER)
    desk.settle()

    assert window.shell.place == RECEIPTS
    assert "\n".join(cut_in_both(desk, window)) == ""
    pane = window.shell.receipts.pane
    for button in (pane.void_button, pane.reprint_button, pane.save_button, pane.enlarge_button):
        assert button.isVisible()


DIALOGS: dict[str, Callable[[QWidget, Stage], QDialog]] = {
    "about": lambda over, stage: AboutDialog(over, stage.speech, engine_versions()),
    "leave": lambda over, stage: LeaveTradeDialog(over, stage.speech),
    "numbers": lambda over, stage: LastNumbersDialog(
        over, stage, (Waiting(code="SJ", title="收款收据", known=NUMBER),)
    ),
    "customer": NewCustomerDialog,
    "sheet": NewSheetDialog,
    "prove": lambda over, stage: ProveSheetDialog(over, stage, ((2, 1), (4, 2))),
    "security": lambda over, stage: SecurityDialog(over, stage.speech),
    "void": lambda over, stage: VoidDialog(over, stage, NUMBER),
    "reverse": lambda over, stage: ReverseDialog(over, stage, NUMBER),
    "person": lambda over, stage: AddPersonDialog(over, stage, "k7mr-2wxt-9hbn"),
    "password": lambda over, stage: OwnPasswordDialog(over, stage, "王敏", Role.OWNER),
    "number": lambda over, stage: KeepNumberDialog(over, stage, ""),
    "crash": lambda over, stage: CrashDialog(over, stage.speech, "line\n" * 40),
}
TOLD = ("keys", "manual", "security", "about")
"""Commands that open a dialog by themselves."""


def test_every_dialog_is_whole_and_no_larger_than_the_window(desk: Desk) -> None:
    window = made_small(desk)
    window.shell.go(TODAY)
    found = []
    for name, make in DIALOGS.items():
        for language in (Language.ZH, Language.EN):
            desk.stage.speech.choose(language)
            dialog = make(window, desk.stage)
            dialog.show()
            found += wrong_with(desk, dialog, f"{name} {language.value}")

    assert "\n".join(found) == ""


def wrong_with(desk: Desk, dialog: QWidget, name: str) -> list[str]:
    """Look at a dialog that is shown, and close it."""
    desk.settle()
    laid_out()
    size = (dialog.width(), dialog.height())
    found = [f"{name}: {one}" for one in cut(dialog)]
    if size[0] > LEAST_SIZE[0] or size[1] > LEAST_SIZE[1]:
        found.append(f"{name} is {size}")
    dialog.close()
    dialog.deleteLater()
    return found


def test_what_the_help_tells_is_whole_as_well(desk: Desk) -> None:
    window = made_small(desk)
    found = []
    for language in (Language.ZH, Language.EN):
        desk.stage.speech.choose(language)
        for name in TOLD:
            window.commands.actions[name].trigger()
            dialog = QApplication.activeModalWidget()
            assert dialog is not None, name
            found += wrong_with(desk, dialog, f"{name} {language.value}")
            laid_out()

    assert "\n".join(found) == ""


def filled(step: Step, desk: Desk) -> None:
    """Let a step say its problems, if it has any."""
    step.stands()
    desk.settle()


def test_every_door_is_whole(bare: Desk) -> None:
    window = made_small(bare)
    found = cut_in_both(bare, window)
    window._create()
    page = window.first_run
    for number, step in enumerate(page.steps):
        page._go(number)
        filled(step, bare)
        found += cut_in_both(bare, window)
    window._show_door(window.restore)
    for way in (0, 1):
        window.restore.secret.way.choose(way)
        window.restore.secret.show_way(way)
        window.restore.restore()
        found += cut_in_both(bare, window)
    window.recover.begin(bare.office.vault)
    window._show_door(window.recover)
    window.recover.go()
    found += cut_in_both(bare, window)
    window.go_to_vault(bare.office.vault)
    bare.settle()
    found += cut_in_both(bare, window)

    assert "\n".join(found) == ""


def test_a_wide_window_keeps_the_panel_beside_the_form(desk: Desk) -> None:
    window, trade_page = desk.window, desk.window.shell.trade
    window.shell.go(TRADE)
    for width, folded in ((1366, False), (1100, True), (1280, False)):
        window.resize(width, 800)
        desk.settle()
        assert trade_page.folding.is_folded is folded


def test_what_is_gone_to_by_enter_comes_into_view(desk: Desk) -> None:
    window = made_small(desk)
    window.shell.go(TRADE)
    desk.settle()
    for edit in (window.shell.trade.note, window.shell.trade.customer.edit):
        edit.setFocus()
        desk.settle()
        assert edit.visibleRegion().boundingRect().height() == edit.height()
