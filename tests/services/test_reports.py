"""Reports are of the same payments, add up to the same sum, and lie on every paper alike."""

import errno
import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader
from tests.services.about_reports import YEAR
from tests.support.still_office import A5, act_as, issue, rows_of, trade

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.reports import COLUMNS, OF_ALL, Report, What, totals
from ledgerdesk.core.staff import Role
from ledgerdesk.core.transactions import Line, Method, PaymentPart
from ledgerdesk.documents.read_back import texts
from ledgerdesk.i18n.translator import Language
from ledgerdesk.services import reports as service
from ledgerdesk.services.reports import rendered

SUMS = (
    What.DAILY,
    What.MONTHLY,
    What.BY_TYPE,
    What.BY_METHOD,
    What.BY_CUSTOMER,
    What.BY_CLERK,
    What.REGISTER,
    What.CUSTOMERS,
)


@pytest.fixture
def busy(ledger: Ledger) -> Ledger:
    """Sell six times: two methods at once, one void, one spoiled, one taken back by a red one."""
    issue(ledger, trade("张三", 10_000))
    ledger.transactions.record(replace(trade("赵六", 300), parts=(), on_account=True))
    lines = (
        Line(item="咨询费", amount_fen=7_000, price_fen=7_000),
        Line(item="资料费", amount_fen=500, price_fen=500),
    )
    parts = (
        PaymentPart(method=Method.CASH, amount_fen=3_000),
        PaymentPart(method=Method.WECHAT, amount_fen=4_500),
    )
    issue(ledger, replace(trade("李四", 7_500), lines=lines, parts=parts))
    void = issue(ledger, trade("张三", 99_900)).number
    ledger.receipts.void_trade(void, reason="录错")
    spoiled = issue(ledger, trade("王五", 2_000)).number
    ledger.receipts.void_spoiled(spoiled, reason="卡纸", wish=A5)
    back = issue(ledger, trade("李四", 4_000)).number
    ledger.receipts.reverse(back, reason="退款", wish=A5)
    return ledger


def made(ledger: Ledger, what: What) -> Report:
    return ledger.reports.make(what, *YEAR)


def test_every_report_of_sums_comes_to_the_same_sum_as_the_till_and_the_register(
    busy: Ledger,
) -> None:
    expected = 10_000 + 7_500 + 2_000

    assert {what: made(busy, what).totals[-1] for what in SUMS} == dict.fromkeys(SUMS, expected)
    assert sum(busy.today.takings().sums.values()) == expected


def test_methods_items_clerks_and_customers_are_split_exactly(busy: Ledger) -> None:
    assert {row[0]: row[2] for row in made(busy, What.BY_METHOD).rows} == {
        "cash": 15_000,
        "wechat": 4_500,
    }
    items = {row[0]: row[2] for row in made(busy, What.BY_TYPE).rows}
    assert (items["咨询费"], items["资料费"]) == (7_000 + 12_000, 500)
    assert [row[1:] for row in made(busy, What.BY_CUSTOMER).rows] == [
        ("张三", 1, 10_000),
        ("李四", 3, 7_500),
        ("王五", 1, 2_000),
    ]
    ((_, count, cash, other, whole),) = made(busy, What.DAILY).rows
    assert (count, cash, other, whole) == (5, 15_000, 4_500, 19_500)
    assert made(busy, What.MONTHLY).rows[0][1:] == (5, 15_000, 4_500, 19_500)


def test_the_register_and_the_voids_tell_every_number(busy: Ledger) -> None:
    register = made(busy, What.REGISTER)
    states = [row[3] for row in register.rows]

    assert states == ["normal", "normal", "void", "void", "normal", "normal", "red"]
    voids = made(busy, What.VOIDS).rows
    assert [(row[0], row[3], row[5], row[6]) for row in voids] == [
        ("SJ2026-000003", "录错", None, 99_900),
        ("SJ2026-000004", "卡纸", "SJ2026-000005", 2_000),
    ]


def test_only_the_days_asked_for_count_and_a_period_must_begin_before_it_ends(
    busy: Ledger,
) -> None:
    before = date(2025, 1, 1)

    assert busy.reports.make(What.DAILY, before, before).rows == ()
    with pytest.raises(KnownError) as refusal:
        busy.reports.make(What.DAILY, YEAR[1], YEAR[0])
    assert (refusal.value.code, refusal.value.field) == (Code.BAD_VALUE, "to")


def test_imported_trades_are_no_takings(ledger: Ledger) -> None:
    issue(ledger, trade("张三", 1_000))
    statement = "SELECT count(*) FROM payment WHERE business_day IS NULL"

    assert rows_of(ledger, statement) == [(0,)]
    assert made(ledger, What.DAILY).totals[-1] == 1_000


@pytest.mark.parametrize("what", OF_ALL)
def test_pdf_and_workbook_hold_every_row_and_the_totals(busy: Ledger, what: What) -> None:
    report = made(busy, what)

    page = "".join(texts(rendered(report, "pdf", Language.ZH))).replace("\n", "")
    sheet = openpyxl.load_workbook(io.BytesIO(rendered(report, "xlsx", Language.ZH))).active

    assert sheet is not None
    assert sheet.max_row == len(report.rows) + 2
    assert sheet.max_column == len(COLUMNS[what])
    total = report.totals[-1]
    assert total is not None
    assert f"{total / 100:,.2f}" in page
    assert float(str(sheet.cell(sheet.max_row, sheet.max_column).value)) == total / 100
    assert "青禾" in page


def test_a_long_report_carries_its_sums_from_page_to_page(busy: Ledger) -> None:
    short = made(busy, What.REGISTER)
    rows = tuple(
        (f"SJ2026-{n:06d}", date(2026, 1, 1), "很长的单位名称" * 8, "normal", "王敏", 100)
        for n in range(100)
    )
    report = replace(short, rows=rows)

    data = rendered(report, "pdf", Language.ZH)

    pages = [text.replace("\n", "") for text in texts(data)]
    assert len(PdfReader(io.BytesIO(data)).pages) == len(pages) == 3
    assert "过次页" in pages[0]
    assert "承前页" in pages[1]
    assert "第 3 页，共 3 页" in pages[2]
    assert "100.00" in pages[2]
    assert "…" in pages[0]
    assert totals(report.columns, rows)[-1] == 10_000


def test_hostile_and_unprintable_words_do_no_harm(ledger: Ledger) -> None:
    issue(ledger, replace(trade("=cmd|'/C calc'!A0"), lines=trade().lines))
    report = replace(made(ledger, What.BY_CUSTOMER), firm="青禾\u0378\n会计")

    text = rendered(report, "csv", Language.ZH).decode("utf-8-sig")
    page = "".join(texts(rendered(report, "pdf", Language.EN)))

    assert "'=cmd" in text
    assert "□" in page


def test_a_written_report_is_logged_and_writes_over_nothing(busy: Ledger, tmp_path: Path) -> None:
    report = made(busy, What.DAILY)
    busy.reports.write(report, "xlsx", tmp_path / "r.xlsx")
    logged = busy.audit.page().lines[0].action

    assert logged == "reports.write daily xlsx 1"
    for file, code in (
        (tmp_path / "r.xlsx", Code.EXISTS),
        (tmp_path / "none" / "r.xlsx", Code.FILE_NOT_FOUND),
    ):
        with pytest.raises(KnownError) as refusal:
            busy.reports.write(report, "xlsx", file)
        assert refusal.value.code is code
    with pytest.raises(KnownError, match="bad_value"):
        busy.reports.write(report, "docx", tmp_path / "r.docx")
    assert busy.audit.page().lines[0].action == logged


def test_a_clerk_reads_but_takes_no_file_out(busy: Ledger, tmp_path: Path) -> None:
    report = made(busy, What.DAILY)
    act_as(busy, Role.CLERK)

    assert made(busy, What.DAILY).rows == report.rows
    with pytest.raises(KnownError, match="not_allowed"):
        busy.reports.write(report, "pdf", tmp_path / "r.pdf")
    assert list(tmp_path.glob("r.*")) == []


def test_numbers_of_people_among_free_words_are_masked(ledger: Ledger) -> None:
    issue(ledger, replace(trade("张三"), payer_title="张三 11010519491231002X"))

    ((_, _, payer, *_),) = made(ledger, What.REGISTER).rows

    assert payer == "张三 110105********002X"


def test_a_report_that_cannot_be_written_is_logged_as_such(
    busy: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr(service, "write_private", full)

    with pytest.raises(KnownError, match="disk_full"):
        busy.reports.write(made(busy, What.DAILY), "csv", tmp_path / "r.csv")

    assert busy.audit.page().lines[0].action == "reports.failed daily csv 1"
