"""What is looked at twice: the list, the verdicts by keys, the second person, the late reason."""

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QRadioButton
from tests.support.still_office import A5, trade
from tests.support.window import Desk

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Done
from ledgerdesk.core.reviews import AMOUNT, BACK_DATED, HOURS, ON, VOIDS, State
from ledgerdesk.core.transactions import TradeDraft
from ledgerdesk.gui.dialogs.reasons import ReasonDialog
from ledgerdesk.gui.dialogs.review import CosignDialog, ReviewRulesDialog
from ledgerdesk.gui.pages.trades.reviews import ReviewsPage
from ledgerdesk.gui.pages.waiting import TO_REVIEW
from ledgerdesk.gui.places import REVIEWS, TODAY, TRADE
from ledgerdesk.gui.widgets.texts import Text
from ledgerdesk.services.transactions import Recorded

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(desk: Desk) -> ReviewsPage:
    """Let two large trades and a void wait."""
    desk.change(lambda ledger: ledger.settings.change(AMOUNT, "50"))
    desk.change(lambda ledger: ledger.settings.change(VOIDS, ON))
    for draft in (trade("张三", 1_000), trade("张三", 6_000), trade("张三", 7_000)):
        desk.change(partial(_record, draft))
    desk.change(lambda ledger: ledger.receipts.void_trade("SJ2026-000001", reason="录错"))
    desk.window.shell.go(REVIEWS)
    desk.settle()
    return desk.window.shell.reviews


def _record(draft: TradeDraft, ledger: Ledger) -> Done[Recorded]:
    return ledger.transactions.record(draft, A5)


def shown(page: ReviewsPage) -> list[str | None]:
    return [one.number for one in page.model.records]


def grid(page: ReviewsPage) -> list[str]:
    return [text.text() for text in page._below.findChildren(Text) if text.isVisible()]


def test_what_waits_is_listed_with_old_and_new_side_by_side(desk: Desk, page: ReviewsPage) -> None:
    assert shown(page) == ["SJ2026-000002", "SJ2026-000003", "SJ2026-000001"]
    assert page.which.findChildren(QRadioButton)[0].text().endswith("3")
    texts = grid(page)
    assert "¥10.00" in texts
    assert "¥60.00" in texts
    page.table.choose(2)
    desk.settle()
    assert "录错" in grid(page)


def test_one_is_passed_and_one_returned_by_keys(desk: Desk, page: ReviewsPage) -> None:
    page.table.setFocus()
    desk.press(Qt.Key.Key_Return, held=CONTROL)
    assert shown(page) == ["SJ2026-000003", "SJ2026-000001"]

    page.return_button.click()
    (dialog,) = page.findChildren(ReasonDialog)
    dialog.go()
    assert dialog.reason_field.problem
    dialog.reason.setText("金额不对")
    dialog.go()
    desk.settle()

    assert shown(page) == ["SJ2026-000001"]
    page.which.choose(1)
    page.which.chosen.emit(1)
    assert shown(page) == ["SJ2026-000003"]
    assert page.model.records[0].state is State.RETURNED
    assert not page.pass_button.isVisible()
    page.look_button.click()
    assert desk.window.shell.pages[desk.window.shell.place] is desk.window.shell.receipts


def test_today_leads_to_what_waits(desk: Desk, page: ReviewsPage) -> None:
    shell = desk.window.shell
    shell.go(TODAY)
    desk.settle()
    assert shell.today._waits.reviews == 3

    shell.today._act(TO_REVIEW, is_other=False)

    assert shell.pages[shell.place] is page


def test_the_page_is_empty_without_the_book_and_says_so(desk: Desk, page: ReviewsPage) -> None:
    page.forget()

    assert shown(page) == []
    assert page.empty.title.text()
    assert not page._below.isVisible()


def test_the_owner_sets_the_rules_all_at_once(desk: Desk) -> None:
    settings = desk.window.shell.settings
    settings.people.review_button.click()
    (dialog,) = settings.findChildren(ReviewRulesDialog)
    desk.settle()
    dialog.amount.setText("1,000")
    dialog.hours.setText("18:00-08:00")
    dialog.switches[BACK_DATED].choose(1)
    dialog.go()
    desk.settle()
    assert dialog.hours_field.problem
    assert desk.ask(lambda ledger: ledger.settings.review_rules())[AMOUNT] == ""

    dialog.hours.setText("08:00-18:00")
    dialog.go()
    desk.settle()

    kept = desk.ask(lambda ledger: ledger.settings.review_rules())
    assert (kept[AMOUNT], kept[HOURS], kept[BACK_DATED], kept[VOIDS]) == (
        "1,000",
        "08:00-18:00",
        ON,
        "",
    )


def test_a_trade_of_an_earlier_day_asks_why_and_keeps_it(desk: Desk) -> None:
    shell = desk.window.shell
    shell.go(TRADE)
    desk.settle()
    form = shell.trade
    assert not form.late_field.isVisible()
    form.fields.write(
        {"customer": "张三", "lines.0.item": "咨询", "lines.0.amount": "5", "method": "wechat"},
        None,
    )
    form.date.setText("2026-01-02")
    form._edited()
    assert form.late_field.isVisible()

    form._save(issue=True)
    desk.settle()
    assert form.late_field.problem
    form.late.setText("当天停电")
    form._edited()
    form._save(issue=True)
    desk.settle()

    assert not form.is_dirty
    found = desk.ask(lambda ledger: ledger.receipts.register().receipts)
    assert len(found) == 1


def test_a_second_person_is_asked_for_in_this_window(desk: Desk) -> None:
    said: list[str] = []

    def go(_credential: object, done: object, failed: object) -> None:
        said.append("went")

    dialog = CosignDialog(desk.window, desk.stage, "金额较大", go)
    dialog.show()
    dialog.go()
    assert (said, bool(dialog.name_field.problem)) == ([], True)
    dialog.name.setText("周主管")
    dialog.secret.setText("x")
    dialog.go()

    assert said == ["went"]
    assert "金额较大" in dialog.words.text()
    dialog.deleteLater()
