"""Rows of a table are read without a guess: good ones become records, bad ones name the fault."""

from datetime import date

import pytest

from ledgerdesk.core.import_columns import Chosen, Column
from ledgerdesk.core.importing import NO_ITEM, ImportRow, Reading, RowNote, read_sheet
from ledgerdesk.core.tables import MAX_CELL_CHARACTERS, Row, Sheet

TODAY = date(2026, 11, 23)
HEADINGS = (
    *("客户ID", "姓名", "电子邮件地址", "联系电话", "公司名称", "交易日期", "交易金额"),
    *("产品/服务类型", "客户偏好", "备注", "身份证号码"),
)
GOOD = {
    "客户ID": "7",
    "姓名": "张三",
    "联系电话": "13800138000",
    "交易日期": "2026-01-02",
    "交易金额": "100",
    "产品/服务类型": "咨询费",
}


def sheet(*rows: tuple[str, ...], from_1904: bool = False) -> Sheet:
    numbered = (Row(number=n, cells=cells) for n, cells in enumerate(rows, start=1))
    return Sheet(rows=[row for row in numbered if any(row.cells)], from_1904=from_1904)


def read(*rows: tuple[str, ...], from_1904: bool = False) -> Reading:
    return read_sheet(sheet(HEADINGS, *rows, from_1904=from_1904), today=TODAY)


def row(**cells: str) -> tuple[str, ...]:
    found = GOOD | cells
    return tuple(found.get(heading, "") for heading in HEADINGS)


def only(**cells: str) -> ImportRow:
    reading = read(row(**cells))
    assert reading.errors == ()
    return reading.rows[0]


def fault(**cells: str) -> tuple[str, str]:
    reading = read(row(**cells))
    assert reading.rows == ()
    (note,) = reading.errors
    assert note.row == 2
    return note.field, note.reason


def test_a_good_row_becomes_a_record() -> None:
    assert only() == ImportRow(
        row=2,
        name="张三",
        phones=("13800138000",),
        email="",
        company="",
        traded_on=date(2026, 1, 2),
        amount_fen=10_000,
        item="咨询费",
        preference="",
        note="",
        table_id="7",
    )


@pytest.mark.parametrize("text", ["=1+1", "+8613800138000", '他说"好"', "@x", "'=1"])
def test_notes_that_look_like_formulas_stay_as_they_are(text: str) -> None:
    assert only(备注=text).note == text


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-05-02", date(2026, 5, 2)),
        ("2026/5/2", date(2026, 5, 2)),
        ("2026.05.02", date(2026, 5, 2)),
        ("2026年05月02日", date(2026, 5, 2)),
        ("20260502", date(2026, 5, 2)),
        ("2026-05-02 17:03", date(2026, 5, 2)),
        ("45790", date(2025, 5, 13)),
        ("45790.75", date(2025, 5, 13)),
    ],
)
def test_a_date_is_read_in_every_spelling_of_the_table(text: str, day: date) -> None:
    assert only(交易日期=text).traded_on == day


def test_a_sheet_that_counts_from_1904_says_the_same_day() -> None:
    rows = read(row(交易日期="44328"), from_1904=True).rows

    assert [one.traded_on for one in rows] == [date(2025, 5, 13)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "required"),
        ("昨天", "format"),
        ("2025-02-30", "day"),
        ("2024-13-01", "month"),
        ("12/3", "no_year"),
        ("12月3日", "no_year"),
        ("2026-11-24", "in_the_future"),
        ("=TODAY()", "formula"),
        ("2024", "format"),
        ("20250", "format"),
        ("2026-01-01 25:00", "time"),
        ("#N/A", "sheet_error"),
    ],
)
def test_a_date_that_would_be_a_guess_is_refused(text: str, reason: str) -> None:
    assert fault(交易日期=text) == ("date", reason)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "required"),
        ("-", "not_a_number"),
        ("abc", "not_a_number"),
        ("1.234", "too_many_decimals"),
        ("12,34,5", "grouping"),
        ("0", "not_positive"),
        ("-5", "negative"),
        ("5.1E+3", "scientific_notation"),
        ("=G2*2", "formula"),
        ("#VALUE!", "sheet_error"),
    ],
)
def test_an_amount_that_would_be_a_guess_is_refused(text: str, reason: str) -> None:
    assert fault(交易金额=text) == ("amount", reason)


def test_an_id_number_that_lost_digits_says_so() -> None:
    assert fault(身份证号码="5.10104E+17") == ("id_number", "scientific_notation")
    assert fault(身份证号码="510104197702036094") == ("id_number", "check_digit")


def test_a_phone_is_kept_in_one_spelling_and_an_odd_one_is_only_noted() -> None:
    assert only(联系电话="+86 １３８ ００１３ ８０００").phones == ("13800138000",)
    assert only(联系电话="13800138000、0571-88888888").phones == ("13800138000", "0571-88888888")
    reading = read(row(联系电话="微信同号"))
    assert [one.phones for one in reading.rows] == [("微信同号",)]
    assert reading.warnings == (RowNote(row=2, field="phone", reason="format"),)


def test_a_phone_that_lost_digits_is_refused() -> None:
    assert fault(联系电话="1.38001E+10") == ("phone", "scientific_notation")


def test_every_fault_of_a_row_is_named_once() -> None:
    reading = read(row(姓名="  ", 交易金额="abc", 交易日期="昨天"))

    assert [(note.field, note.reason) for note in reading.errors] == [
        ("name", "required"),
        ("date", "format"),
        ("amount", "not_a_number"),
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("一\n二", "line_break"),
        ("a\x00b", "control"),
        ("a\u202eb", "bidi"),
        ("a\ud800b", "surrogate"),
        ("a\ufdd0b", "noncharacter"),
        ("长" * 501, "too_long"),
        ("x" * 1_000_000, "too_long"),
    ],
)
def test_hostile_text_is_refused_with_its_reason(text: str, reason: str) -> None:
    assert fault(备注=text) == ("note", reason)


def test_rare_characters_come_back_as_they_are() -> None:
    assert only(姓名="𠮷田一").name == "𠮷田一"


def test_a_cell_past_every_bound_is_refused_in_any_column() -> None:
    long = "x" * (MAX_CELL_CHARACTERS + 1)
    for heading, field in (("姓名", "name"), ("交易日期", "date"), ("身份证号码", "id_number")):
        assert fault(**{heading: long}) == (field, "too_long")


def test_cells_shifted_past_the_header_are_refused() -> None:
    reading = read((*row(), "x"))

    assert reading.errors == (RowNote(row=2, field="L", reason="beyond_header"),)


def test_blank_rows_and_totals_are_no_rows_of_data() -> None:
    total = ("合计", "", "", "", "", "", "100.00")
    in_the_name = ("", "合 计", "", "", "", "", "100.00")
    reading = read(row(), (), row(客户ID="8"), total, in_the_name)

    assert reading.data_rows == 2
    assert [one.row for one in reading.rows] == [2, 4]


def test_somebody_named_like_a_total_is_still_somebody() -> None:
    assert only(姓名="合计").name == "合计"


def test_a_service_that_was_not_written_is_said_to_be_so() -> None:
    assert only(**{"产品/服务类型": ""}).item == NO_ITEM


def test_a_title_row_stands_above_the_header_and_rows_count_from_it() -> None:
    reading = read_sheet(sheet(("客户信息管理表",), HEADINGS, row(交易金额="x")), today=TODAY)

    assert reading.header.row == 2
    assert reading.errors == (RowNote(row=3, field="amount", reason="not_a_number"),)


def test_columns_somebody_chose_overrule_the_headings() -> None:
    chosen = Chosen(row=2, columns={Column.NAME: 3, Column.DATE: 2, Column.AMOUNT: 1})
    rows = (("姓名", "日期", "金额"), ("甲", "乙", "丙", "丁"), ("x", "5", "2026-01-02", "张三"))

    (record,) = read_sheet(sheet(*rows), today=TODAY, chosen=chosen).rows

    assert (record.row, record.name, record.amount_fen) == (3, "张三", 500)
