"""Reports in the window: chosen, read, followed to their rows, and written as files."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from tests.support.still_office import A5, trade
from tests.support.window import Desk

from ledgerdesk.core.reports import What
from ledgerdesk.gui.pages.reports.periods import LAST_MONTH, LAST_YEAR, OTHER, THIS_YEAR, days_of
from ledgerdesk.gui.pages.reports.reports import ReportsPage
from ledgerdesk.gui.places import CUSTOMERS, RECEIPTS, REPORTS


@pytest.fixture
def page(desk: Desk) -> ReportsPage:
    desk.change(lambda ledger: ledger.transactions.record(trade("张三", 1_000), A5))
    desk.change(lambda ledger: ledger.transactions.record(trade("李四", 2_500), A5))
    desk.window.shell.go(REPORTS)
    desk.settle()
    return desk.window.shell.reports


def choose(desk: Desk, page: ReportsPage, what: What) -> None:
    page.what.choose(list(What).index(what))
    page.what.chosen.emit(0)
    desk.settle()


def test_a_report_stands_with_its_sum_and_enter_leads_to_its_rows(
    desk: Desk, page: ReportsPage
) -> None:
    assert (page.chosen, len(page.model.records)) == (What.DAILY, 1)
    assert page._sum.text() == "¥35.00"
    page.table.setFocus()

    desk.press(Qt.Key.Key_Return)
    assert (page.chosen, page.period.currentIndex()) == (What.REGISTER, OTHER)
    assert len(page.model.records) == 2
    assert page._sum.text() == "¥35.00"

    page.table.setFocus()
    desk.press(Qt.Key.Key_Return)
    assert desk.window.shell.place == RECEIPTS


def test_a_month_leads_to_its_days_and_a_customer_to_his_card(
    desk: Desk, page: ReportsPage
) -> None:
    choose(desk, page, What.MONTHLY)
    page._open_row(0)
    desk.settle()
    assert page.chosen is What.DAILY
    assert len(page.model.records) == 1

    choose(desk, page, What.BY_CUSTOMER)
    page._open_row(0)
    desk.settle()
    assert desk.window.shell.place == CUSTOMERS


def test_another_time_is_typed_and_a_wrong_one_said(desk: Desk, page: ReportsPage) -> None:
    failed: list[str] = []
    page.failed.connect(failed.append)
    page.period.choose(OTHER)
    page._period_chosen()
    assert page.first.isVisible()
    page.first.setText("2020-01-01")
    page.last.setText("2020-12-31")
    page._typed()
    desk.settle()
    assert page.empty.isVisible()

    page.last.setText("gestern")
    page._typed()
    page.last.setText("2019-12-31")
    page._typed()
    desk.settle()
    assert len(failed) == 2


def test_what_is_shown_is_written_as_a_file(desk: Desk, page: ReportsPage, tmp_path: Path) -> None:
    said: list[str] = []
    page.done.connect(said.append)

    for shape in ("pdf", "xlsx", "csv"):
        page.write(tmp_path / "r", shape)
        desk.settle()

    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "r.xlsx").read_bytes().startswith(b"PK")
    assert "35.00" in (tmp_path / "r.csv").read_text("utf-8-sig")
    assert len(said) == 3


def test_the_page_is_empty_without_the_book(page: ReportsPage) -> None:
    page.forget()

    assert list(page.model.records) == []
    assert page._sum.text() == ""


def test_the_named_times_are_whole(desk: Desk) -> None:
    today = desk.stage.today()

    first, last = days_of(LAST_MONTH, today)
    assert (first.day, (last.toordinal() + 1)) == (1, today.replace(day=1).toordinal())
    assert days_of(THIS_YEAR, today)[1] == today
    first, last = days_of(LAST_YEAR, today)
    assert (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
