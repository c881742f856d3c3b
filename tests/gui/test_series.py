"""Number series in the window: begun with the next numbers in view, handed out, accounted for."""

from dataclasses import replace
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog
from tests.services.about_series import DEPOSITS, TO_LI
from tests.support.still_office import act_as, issue, trade
from tests.support.window import Desk

from ledgerdesk.bootstrap import Ledger, wish_for
from ledgerdesk.core.receipts import Paper
from ledgerdesk.core.staff import Person, Role
from ledgerdesk.gui.dialogs.numbers_out import HandOutNumbersDialog, TakeNumbersBackDialog
from ledgerdesk.gui.dialogs.series import SeriesDialog
from ledgerdesk.gui.pages.series.series import SeriesPage
from ledgerdesk.gui.places import SERIES, TODAY
from ledgerdesk.gui.preferences import Preferences

ENTER = Qt.Key.Key_Return
CONTROL = Qt.KeyboardModifier.ControlModifier
FROM_YJ = wish_for(Paper.A5, series="YJ")


@pytest.fixture
def page(desk: Desk) -> SeriesPage:
    desk.window.shell.go(SERIES)
    desk.settle()
    return desk.window.shell.series


Dialog = TypeVar("Dialog", bound=QDialog)


def opened(page: SeriesPage, kind: type[Dialog]) -> Dialog:
    (dialog,) = (one for one in page.findChildren(kind) if one.isVisible())
    return dialog


def new_series(page: SeriesPage) -> SeriesDialog:
    page.new_button.click()
    return opened(page, SeriesDialog)


def test_a_series_is_begun_by_keys_with_its_next_numbers_in_view(
    desk: Desk, page: SeriesPage
) -> None:
    desk.press(ENTER, held=CONTROL)
    dialog = opened(page, SeriesDialog)
    desk.press("YJ", ENTER)
    desk.commit("押金")
    desk.press(ENTER, "YJ{yyyy}-{0000}")
    assert dialog.next.text() == "YJ2026-0001   YJ2026-0002   YJ2026-0003"
    dialog.first.setText("9998")
    assert dialog.next.text() == "YJ2026-9998   YJ2026-9999   YJ2026-10000"
    dialog.first.setText("1")
    dialog.act.click()
    desk.settle()

    assert [one.code for one in page.model.records] == ["SJ", "YJ"]
    (_, made) = desk.ask(lambda ledger: ledger.series.every())
    assert (made.title, made.next_number) == ("押金", "YJ2026-0001")
    assert page.current == made


def test_a_pattern_that_cannot_be_says_what_it_lacks_while_one_types(
    desk: Desk, page: SeriesPage
) -> None:
    dialog = new_series(page)
    field = dialog.fields["pattern"]
    said = []
    for pattern in ("YJ", "YJ-{0000}", "押{yyyy}{0000}", "SJ{yyyy}-{0000}"):
        dialog.pattern.setText(pattern)
        said.append(field.problem)
        assert dialog.next.text() == "—"
    assert "{0000}" in said[0]
    assert "年份" in said[1]
    assert len(set(said)) == 4
    assert all(said)

    dialog.pattern.setText("YJ-{0000}")
    dialog.reset.choose(2)  # it runs on, and needs no year
    dialog.look()
    assert field.problem == ""
    assert dialog.next.text().startswith("YJ-0001 ")


def test_what_is_wrong_is_said_at_its_field_and_stays_typed(desk: Desk, page: SeriesPage) -> None:
    dialog = new_series(page)
    dialog.code.setText("yj")
    dialog.pattern.setText("YJ{yyyy}-{0000}")
    dialog.first.setText("null")
    dialog.go()
    assert dialog.fields["first_number"].problem
    dialog.first.setText("1")
    dialog.go()
    desk.settle()
    assert dialog.fields["code"].problem
    dialog.code.setText("SJ")
    dialog.title_edit.setText("押金")
    dialog.go()
    desk.settle()
    assert dialog.fields["code"].problem
    assert dialog.isVisible()
    assert len(desk.ask(lambda ledger: ledger.series.every())) == 1


def test_a_series_is_named_anew_and_retired_but_not_the_offices(
    desk: Desk, page: SeriesPage
) -> None:
    desk.change(lambda ledger: ledger.series.add(DEPOSITS))
    page.table.choose(1)
    desk.press(ENTER)
    dialog = opened(page, SeriesDialog)
    assert dialog.pattern.isReadOnly()
    assert dialog.next.text().startswith("YJ2026-0001 ")
    dialog.title_edit.setText("保证金")
    dialog.state.choose(1)
    dialog.go()
    desk.settle()
    assert [(one.title, one.is_active) for one in page.model.records][1] == ("保证金", False)

    page.table.choose(0)
    page.change_chosen()
    office = opened(page, SeriesDialog)
    office.state.choose(1)
    office.go()
    desk.settle()
    assert office.fields["active"].problem


def test_numbers_go_out_to_a_person_and_come_back(desk: Desk, page: SeriesPage) -> None:
    assert page.register.nothing.isVisible()
    page.register.give_button.click()
    desk.settle()
    opened(page, HandOutNumbersDialog)
    desk.press("51", ENTER, "100", ENTER)
    desk.commit("小李")
    desk.press(ENTER, ENTER)
    (one,) = page.register.model.records
    assert (one.person, one.left, one.is_open) == ("小李", 50, True)

    page.hand_out()
    again = opened(page, HandOutNumbersDialog)
    again.first.setText("100")
    again.last.setText("120")
    again.person.setText("小王")
    again.day.setText("morgen")
    again.go()
    assert again.fields["on"].problem
    again.day.setText("2026-11-20")
    again.go()
    desk.settle()
    assert "SJ2026-000051" in again.fields["from"].problem
    again.reject()

    page.register.table.opened.emit(0)  # as Enter on the row does
    back = opened(page, TakeNumbersBackDialog)
    back.unused.setText("9")
    back.go()
    desk.settle()
    assert back.fields["first_unused"].problem
    back.unused.setText("60")
    back.go()
    desk.settle()
    (one,) = page.register.model.records
    assert (one.is_open, one.first_unused) == (False, "SJ2026-000060")
    assert not page.register.back_button.isVisible()


def test_a_run_is_accounted_for_and_each_missing_number_named(desk: Desk, page: SeriesPage) -> None:
    numbers = [desk.ask(lambda ledger: issue(ledger, trade("张三", 1))).number for _ in range(3)]
    desk.change(lambda ledger: ledger.receipts.void_trade(numbers[1], reason="错"))
    page.refresh()
    desk.settle()
    run = page.run
    assert [run.sums[name].text() for name in run.sums] == ["3", "2", "1", "0"]
    assert [(one.number, one.why) for one in run.model.records] == [(numbers[1], "void")]

    run.first.setText("3")
    run.last.setText("SJ2026-000005")
    run.ask()
    desk.settle()
    assert list(run.model.records) == []
    assert "2" in run.verdict.text()
    assert "还没有开出" in run.verdict.text()
    assert run.verdict.property("tone") == "muted"

    found = desk.ask(lambda ledger: ledger.series.continuity("SJ", "3", "5"))
    run.show_run(replace(found, missing=("SJ2026-000004", "SJ2026-000005"), undrawn=0))
    assert [(one.number[-1], one.why) for one in run.model.records] == [
        ("4", "missing"),
        ("5", "missing"),
    ]
    assert run.verdict.property("tone") == "bad"
    run.copy_button.click()
    copied = QApplication.clipboard().text().splitlines()
    assert copied[0] == "SJ\tSJ2026-000003\tSJ2026-000005"
    assert copied[-1].startswith("SJ2026-000005\t")

    run.last.setText("喵")
    run.ask()
    desk.settle()
    assert run.last_field.problem
    assert list(run.model.records) == []


def test_few_numbers_left_are_said_here_and_on_today(desk: Desk, page: SeriesPage) -> None:
    desk.change(lambda ledger: ledger.series.add(replace(DEPOSITS, first_number=9_960)))
    desk.change(
        lambda ledger: ledger.series.hand_out(replace(TO_LI, first="1", last="9", person="小王"))
    )
    page.refresh()
    desk.settle()
    assert "YJ 40" in page.short.text()
    assert "小王 9" in page.short.text()

    shell = desk.window.shell
    shell.go(TODAY)
    desk.settle()
    (row,) = (one for one in shell.today.waiting.rows if one.key == "few left")
    assert "押金剩 40 个" in row.below
    assert "小王剩 9 个" in row.below
    shell.today.waiting._buttons["few left", False].click()
    desk.settle()
    assert shell.place == SERIES


def test_a_clerk_reads_and_changes_nothing(desk: Desk, page: SeriesPage) -> None:
    def become(role: Role) -> Person:
        def work(ledger: Ledger) -> Person:
            act_as(ledger, role)
            return ledger.today.standing().person

        return desk.ask(work)

    page.show_person(become(Role.SUPERVISOR))
    assert not page.new_button.isVisible()
    assert page.register.give_button.isVisible()
    page.show_person(become(Role.CLERK))
    assert not page.change_button.isVisible()
    assert not page.register.give_button.isVisible()
    page.change_chosen()
    assert not any(one.isVisible() for one in page.findChildren(SeriesDialog))


def test_the_page_is_empty_without_the_book(desk: Desk, page: SeriesPage) -> None:
    page.run.first.setText("1")
    page.forget()
    assert list(page.model.records) == []
    assert page.run.first.text() == ""
    assert page.run.sums["count"].text() == "—"


# ── the form of a trade ──────────────────────────────────────────────────────────────────


def record(desk: Desk, name: str, code: str = "") -> str:
    form = desk.window.shell.trade
    desk.window.shell.go(2)
    desk.settle()
    form.customer.edit.setText(name)
    form.lines.rows[0].item.setText("押金")
    form.lines.rows[0].amount.setText("500")
    form.method.choose(0)
    if code:
        form.series.put(code)
    form._edited()
    form._save(issue=True)
    desk.settle()
    return desk.ask(lambda ledger: ledger.receipts.register()).receipts[-1].number


def test_one_series_is_not_asked_for(desk: Desk) -> None:
    assert record(desk, "张三") == "SJ2026-000001"
    form = desk.window.shell.trade
    assert not form.series_field.isVisible()
    assert form.series.code is None


def test_the_series_of_a_receipt_is_chosen_and_remembered_for_the_clerk(desk: Desk) -> None:
    desk.change(lambda ledger: ledger.series.add(DEPOSITS))
    form = desk.window.shell.trade
    desk.window.shell.go(2)
    desk.settle()
    assert form.series_field.isVisible()
    assert form.series.code == "SJ"

    assert record(desk, "张三", "YJ") == "YJ2026-0001"
    assert form.series.code == "YJ"
    assert desk.stage.preferences.series == {"1": "YJ"}
    assert record(desk, "李四") == "YJ2026-0002"
    form.series.put("SJ")
    assert record(desk, "王五") == "SJ2026-000001"

    desk.change(lambda ledger: ledger.series.change("YJ", active=False))
    form.refresh()
    desk.settle()
    assert not form.series_field.isVisible()


def test_the_line_of_today_issues_from_the_offices_own_series(desk: Desk) -> None:
    desk.change(lambda ledger: ledger.series.add(DEPOSITS))
    record(desk, "张三", "YJ")
    form = desk.window.shell.trade
    texts = {"customer": "李四", "lines.0.item": "咨询费", "lines.0.amount": "10", "method": "cash"}
    texts["date"] = desk.stage.today().isoformat()
    form.enter(texts, None)
    desk.settle()
    numbers = [one.number for one in desk.ask(lambda ledger: ledger.receipts.register()).receipts]
    assert "SJ2026-000001" in numbers


def test_a_draft_keeps_its_series(desk: Desk) -> None:
    desk.change(lambda ledger: ledger.series.add(DEPOSITS))
    desk.window.shell.go(2)
    desk.settle()
    fields = desk.window.shell.trade.fields
    fields.note.setText("一")
    fields.series.put("YJ")
    texts = fields.texts()
    fields.clear(desk.stage.today())
    assert fields.series.code == "SJ"
    fields.write(texts, None)
    assert fields.series.code == "YJ"


def test_what_was_remembered_is_read_back() -> None:
    Preferences(series={"1": "YJ"}).save()
    assert Preferences.load().series == {"1": "YJ"}


def test_a_series_has_a_paper_of_its_own_on_this_pc(desk: Desk, page: SeriesPage) -> None:
    begin = new_series(page)
    begin.code.setText("YJ")
    begin.title_edit.setText("押金")
    begin.pattern.setText("YJ{yyyy}-{0000}")
    begin.paper.choose(7)
    begin.go()
    desk.settle()
    preferences = desk.stage.preferences
    assert preferences.paper_for("YJ") is Paper.THERMAL_80
    assert preferences.paper_for("SJ") is preferences.paper_for(None) is Paper.A5
