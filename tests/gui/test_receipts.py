"""The register: a void keeps its number, a red receipt names its original, pages are shown."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from tests.support.still_office import A5, issue, trade
from tests.support.window import Desk

from ledgerdesk.core.receipts import Kind, Status
from ledgerdesk.gui.dialogs.take_back import ReverseDialog, VoidDialog
from ledgerdesk.gui.pages.receipts.receipt_columns import RECEIPT_FILTERS, state_of
from ledgerdesk.gui.pages.receipts.receipts import ReceiptsPage
from ledgerdesk.i18n.translator import Language

FIRST, SECOND = "SJ2026-000001", "SJ2026-000002"


@pytest.fixture
def page(desk: Desk) -> ReceiptsPage:
    desk.ask(lambda ledger: issue(ledger, trade("张三", 60_000)))
    desk.ask(lambda ledger: issue(ledger, trade("李四", 30_000)))
    desk.window.shell.show_receipt(FIRST)
    desk.settle()
    desk.qtbot.waitUntil(lambda: desk.window.shell.receipts.pane.view.count == 3)
    return desk.window.shell.receipts


def dialog_of(
    desk: Desk, kind: type[VoidDialog] | type[ReverseDialog]
) -> VoidDialog | ReverseDialog:
    found = QApplication.activeModalWidget()
    assert isinstance(found, kind)
    desk.qtbot.waitUntil(lambda: QApplication.activeWindow() is found)
    return found


def test_the_newest_number_stands_first_and_the_sum_counts_what_is_not_void(
    desk: Desk, page: ReceiptsPage
) -> None:
    assert [one.number for one in page.model.records] == [SECOND, FIRST]
    assert page._sum.text() == "¥900.00"


def test_void_asks_for_a_reason_and_keeps_the_number(desk: Desk, page: ReceiptsPage) -> None:
    page.void()
    dialog = dialog_of(desk, VoidDialog)
    assert isinstance(dialog, VoidDialog)
    dialog.way.choose(1)
    dialog.act.click()
    assert dialog.reason_field.problem
    desk.commit("金额写错")
    dialog.act.click()
    desk.settle()

    register = desk.ask(lambda ledger: ledger.receipts.register())
    assert [(one.number, one.status) for one in register.receipts] == [
        (FIRST, Status.VOIDED),
        (SECOND, Status.ISSUED),
    ]
    assert register.missing == ()
    assert page._sum.text() == "¥300.00"
    assert page.current is not None
    assert page.current.number == FIRST
    assert not page.pane.void_button.isEnabled()


def test_a_dialog_grows_for_the_help_that_a_choice_brings(desk: Desk, page: ReceiptsPage) -> None:
    desk.stage.speech.choose(Language.EN)
    page.void()
    dialog = dialog_of(desk, VoidDialog)
    assert isinstance(dialog, VoidDialog)
    before = dialog.height()

    dialog.way.choose(1)

    desk.qtbot.waitUntil(lambda: dialog.height() > before)
    layout = dialog.layout()
    assert layout is not None
    assert dialog.height() >= layout.totalHeightForWidth(dialog.width())
    dialog.reject()


def test_the_safe_way_is_the_default_of_a_destructive_dialog(
    desk: Desk, page: ReceiptsPage
) -> None:
    page.void()
    dialog = dialog_of(desk, VoidDialog)

    assert dialog.leave.isDefault()
    assert not dialog.act.isDefault()
    assert not dialog.act.autoDefault()
    assert dialog.act.text() == "作废收据"
    desk.press(Qt.Key.Key_Escape)
    assert dialog.isHidden()


def test_spoiled_paper_gets_a_new_number(desk: Desk, page: ReceiptsPage) -> None:
    page.void()
    dialog = dialog_of(desk, VoidDialog)
    assert isinstance(dialog, VoidDialog)
    dialog.way.choose(0)
    dialog.reason.setText("卡纸")
    dialog.act.click()
    desk.settle()

    register = desk.ask(lambda ledger: ledger.receipts.register()).receipts
    assert [one.number for one in register] == [FIRST, SECOND, "SJ2026-000003"]
    assert page.current is not None
    assert page.current.number == "SJ2026-000003"


def test_taking_back_issues_a_red_receipt(desk: Desk, page: ReceiptsPage) -> None:
    page.reverse()
    dialog = dialog_of(desk, ReverseDialog)
    dialog.reason.setText("退款")
    dialog.act.click()
    desk.settle()

    red = desk.ask(lambda ledger: ledger.receipts.register()).receipts[-1]
    assert (red.kind, red.amount_fen) == (Kind.RED, -60_000)


def test_printing_again_counts_and_needs_no_printer(desk: Desk, page: ReceiptsPage) -> None:
    for _ in range(2):
        desk.press("p", held=Qt.KeyboardModifier.ControlModifier)

    files = sorted((desk.office.folder / "pdf").glob("????-??/*.pdf"))
    second, first = (file.stem for file in files)  # a hyphen sorts before the suffix
    assert first.startswith(f"{FIRST} ")
    assert second == f"{first}-2"
    assert desk.ask(lambda ledger: ledger.receipts.register()).receipts[0].prints == 2


def test_searching_finds_by_amount_and_payer(desk: Desk, page: ReceiptsPage) -> None:
    page.search.setFocus()
    desk.press(*"300.00")
    assert [one.number for one in page.model.records] == [SECOND]
    page.search.clear()
    desk.settle()
    desk.commit("张")
    assert [one.number for one in page.model.records] == [FIRST]


def test_receipts_that_were_never_printed_have_a_filter(desk: Desk, page: ReceiptsPage) -> None:
    desk.press("p", held=Qt.KeyboardModifier.ControlModifier)
    page.filter.choose(len(RECEIPT_FILTERS) - 1)
    desk.settle()

    assert [one.number for one in page.model.records] == [SECOND]


def test_copying_gives_rows_as_tab_separated_text(desk: Desk, page: ReceiptsPage) -> None:
    page.table.setFocus()
    desk.press("c", held=Qt.KeyboardModifier.ControlModifier)

    lines = QGuiApplication.clipboard().text().split("\n")
    assert [line.split("\t")[0] for line in lines] == ["收据号", FIRST]


SEARCHES = {
    "zhangsan": [FIRST],
    "zs": [FIRST],
    "ls": [SECOND],
    "２０２６－１１－２３": [SECOND, FIRST],
    "11-24": [],
    "2026-11": [SECOND, FIRST],
    "10月": [],
    "¥600": [FIRST],
    "000002": [SECOND],
}


def test_searching_finds_by_pinyin_initials_day_month_and_amount(
    desk: Desk, page: ReceiptsPage
) -> None:
    found = {}
    for typed in SEARCHES:
        page.search.setText(typed)
        desk.settle()
        found[typed] = [one.number for one in page.model.records]

    assert found == SEARCHES


def test_a_list_that_shows_nothing_says_why_and_leads_back(desk: Desk, page: ReceiptsPage) -> None:
    page.search.setText("nobody")
    desk.settle()
    assert page.nothing.isVisible()
    assert page.nothing.words.text()
    page.nothing.button.click()
    desk.settle()

    assert page.search.text() == ""
    assert len(page.model.records) == 2
    page.filter.choose(2)
    desk.settle()
    assert page.nothing.isVisible()


def test_a_receipt_that_was_taken_back_says_so_and_is_not_taken_back_twice(
    desk: Desk, page: ReceiptsPage
) -> None:
    desk.change(lambda ledger: ledger.receipts.reverse(FIRST, reason="退款", wish=A5))
    desk.window.shell.show_receipt(FIRST)
    desk.settle()
    states = {one.number: state_of(desk.stage.speech, one)[0] for one in page.model.records}

    assert states[FIRST] == "已冲销"
    assert not page.pane.reverse_button.isEnabled()
    assert not page.pane.void_button.isEnabled()
