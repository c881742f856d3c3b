"""Tables are read from every encoding and container, whole or not at all, and never evaluated."""

import csv
import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from ledgerdesk.core.errors import KnownError, Plain
from ledgerdesk.core.tables import Encoding, Sheet
from ledgerdesk.documents import tables, tables_csv, tables_xlsx
from ledgerdesk.documents.tables import read_table

DATA = Path(__file__).resolve().parents[1] / "data"
ROWS = [
    ["姓名", "交易日期", "交易金额", "备注"],
    ["张三", "2026-01-02", "100", "=1+1"],
    ["𠮷田一", "2026-01-03", "1,200.50", '他说"好", 逗号'],
]


def csv_text(rows: list[list[str]] = ROWS, delimiter: str = ",") -> str:
    page = io.StringIO()
    csv.writer(page, delimiter=delimiter).writerows(rows)
    return page.getvalue()


def xlsx(fill: Callable[[openpyxl.Workbook], None]) -> bytes:
    workbook = openpyxl.Workbook()
    fill(workbook)
    page = io.BytesIO()
    workbook.save(page)
    return page.getvalue()


def filled(workbook: openpyxl.Workbook) -> None:
    for row in ROWS:
        workbook.active.append(row)


def rezipped(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    page = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(page, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return page.getvalue()


def cells(sheet: Sheet) -> list[tuple[str, ...]]:
    return [row.cells for row in sheet.rows]


def refusal(data: bytes) -> dict[str, Plain]:
    with pytest.raises(KnownError) as refused:
        read_table(data)
    assert refused.value.field == "file"
    return refused.value.details


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"]
)
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_csv_is_read_in_every_encoding(encoding: str, delimiter: str) -> None:
    marks = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
    data = marks.get(encoding, b"") + csv_text(delimiter=delimiter).encode(encoding)

    (sheet,) = read_table(data)

    assert cells(sheet) == [tuple(row) for row in ROWS]


def test_the_workbook_and_its_csv_twin_say_the_same() -> None:
    book, twin = (
        read_table((DATA / name).read_bytes())[0]
        for name in ("customers.xlsx", "customers.gb18030.csv")
    )

    def bare(sheet: Sheet) -> list[tuple[int, list[str]]]:
        return [(row.number, "\0".join(row.cells).rstrip("\0").split("\0")) for row in sheet.rows]

    assert bare(book) == bare(twin)
    assert len(book.rows) == 2003


def test_formulas_are_their_own_text_and_text_that_looks_like_one_stays() -> None:
    def fill(workbook: openpyxl.Workbook) -> None:
        workbook.active.append(["=1+1", "x"])
        workbook.active["A2"] = "=1+1"
        workbook.active["A2"].data_type = "s"

    (sheet,) = read_table(xlsx(fill))

    assert cells(sheet) == [("=1+1", "x"), ("=1+1",)]


def test_cells_are_shown_as_their_sheet_shows_them() -> None:
    def fill(workbook: openpyxl.Workbook) -> None:
        moment = datetime.fromisoformat("2026-01-02 17:03")
        values = [0.1 + 0.2, 1234.5, 7, True, date(2026, 1, 2), moment]
        workbook.active.append([*values, 320102194404244000, None, "#N/A"])

    (sheet,) = read_table(xlsx(fill))

    shown = ("0.3", "1234.5", "7", "TRUE", "2026-01-02", "2026-01-02 17:03:00")
    assert cells(sheet) == [(*shown, "3.20102194404244e+17", "", "#N/A")]


def test_hidden_sheets_and_blank_rows_are_passed_over() -> None:
    def fill(workbook: openpyxl.Workbook) -> None:
        workbook.active.append(["x"])
        workbook.active.sheet_state = "hidden"
        second = workbook.create_sheet("b")
        second["B3"] = "  "
        second["B5"] = "y"

    (sheet,) = read_table(xlsx(fill))

    assert [(row.number, row.cells) for row in sheet.rows] == [(5, ("", "y"))]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \r\n ", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_workbook"),
        (b"%PDF-1.7", "unknown_format"),
        (b"<html><table>", "unknown_format"),
        (b"PK\x03\x04 torn", "damaged_table"),
    ],
)
def test_what_is_no_table_is_refused_by_its_kind(data: bytes, reason: str) -> None:
    assert refusal(data) == {"reason": reason}


def test_a_file_past_the_bound_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MAX_FILE_BYTES", 10)

    assert refusal(b"x" * 11) == {"reason": "too_large"}


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w") as container:
        container.writestr("a.txt", "x")

    assert refusal(page.getvalue()) == {"reason": "unknown_format"}


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("xl/workbook.xml", "<x/>")
        with container.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(257):
                part.write(bytes(1024 * 1024))

    assert len(page.getvalue()) < 1024 * 1024
    assert refusal(page.getvalue()) == {"reason": "too_large"}


def test_a_part_that_unpacks_past_its_declared_size_is_damage() -> None:
    data = bytearray(xlsx(filled))
    for place in range(len(data) - 30):
        if data[place : place + 4] == b"PK\x01\x02":
            data[place + 24 : place + 28] = (1).to_bytes(4, "little")

    assert refusal(bytes(data))["reason"] == "damaged_table"


def test_entities_that_multiply_are_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "' + b"x" * 1000 + b'">'
    for level in range(1, 9):
        former = b"&a;" if level == 1 else b"&b%d;" % (level - 1)
        bomb += b'<!ENTITY b%d "%s">' % (level, former * 10)
    bomb += b"]><worksheet>&b8;</worksheet>"
    data = rezipped(xlsx(filled), lambda name, old: bomb if "sheet1.xml" in name else old)

    assert refusal(data)["reason"] == "damaged_table"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'<row r="3"', b'<row r="2"'),
        (b'<row r="2"', b'<row r="900"'),
        (b'r="B3"', b'r="A3"'),
        (b'r="B3"', b'r="B2"'),
        (b'<row r="3"', b'<row r="x"'),
        (b"</row>", b""),
    ],
)
def test_rows_and_cells_that_are_misnumbered_never_vanish(old: bytes, new: bytes) -> None:
    data = rezipped(
        xlsx(filled), lambda name, part: part.replace(old, new, 1) if "sheet1" in name else part
    )

    assert refusal(data)["reason"] == "damaged_table"
    assert isinstance(refusal(data)["row"], int)


def test_rows_out_of_order_whose_cells_have_no_names_never_vanish() -> None:
    def swapped(name: str, part: bytes) -> bytes:
        if "sheet1" not in name:
            return part
        return re.sub(rb'(<c )r="[A-Z]+[0-9]+" ', rb"\1", part).replace(
            b'<row r="3"', b'<row r="2"'
        )

    assert refusal(rezipped(xlsx(filled), swapped)) == {"reason": "damaged_table", "row": 3}


@pytest.mark.parametrize(
    ("text", "encoding", "row", "column"),
    [
        ("姓名,日期,金额\n张三,X,1\n", "utf-8", 2, "B"),
        ("姓名,日期,金额\n张三,2026-01-02,X\n", "gb18030", 2, "C"),
    ],
)
def test_bytes_that_are_no_text_are_named_by_row_and_column(
    text: str, encoding: str, row: int, column: str
) -> None:
    data = text.encode(encoding).replace(b"X", b"\xff\xff")

    assert refusal(data) == {"reason": "encoding", "row": row, "column": column}


def test_torn_quotes_are_named_by_row_and_column() -> None:
    text = '姓名,日期,金额,备注\n张三,2026-01-02,1,"好"的\n李四,2026-01-02,1,\n'

    assert refusal(text.encode()) == {"reason": "quotes", "row": 2, "column": "D"}


def test_a_quote_that_is_never_closed_swallows_nothing_silently() -> None:
    text = '姓名,日期,金额,备注\n张三,2026-01-02,1,"好\n李四,2026-01-02,1,\n'

    assert refusal(text.encode())["reason"] == "quotes"


def test_too_many_rows_or_columns_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (tables_csv, tables_xlsx):
        monkeypatch.setattr(module, "MAX_ROWS", 2)
    assert refusal(csv_text().encode()) == {"reason": "too_many_rows", "limit": 2}
    assert refusal(xlsx(filled)) == {"reason": "too_many_rows", "limit": 2}
    wide = [["x"] * 101]
    assert refusal(csv_text(wide).encode()) == {
        "reason": "too_many_columns",
        "row": 1,
        "limit": 100,
    }
    assert refusal(xlsx(lambda book: book.active.append(wide[0])))["reason"] == "too_many_columns"


def test_a_cell_of_a_million_characters_is_read_for_its_row_to_be_refused() -> None:
    rows = [ROWS[0], ["张三", "2026-01-02", "1", "x" * 1_000_000]]

    (sheet,) = read_table(csv_text(rows).encode())

    assert len(sheet.rows[1].cells[3]) == 1_000_000
    assert csv.field_size_limit() == 131_072


@pytest.mark.parametrize(
    ("coding", "found"),
    [
        ("utf-8", Encoding.UTF8),
        ("utf-8-sig", Encoding.UTF8_MARKED),
        ("utf-16", Encoding.UTF16),
        ("gb18030", Encoding.GB18030),
    ],
)
def test_the_encoding_that_was_found_is_told(coding: str, found: Encoding) -> None:
    (sheet,) = read_table("姓名,交易日期,交易金额\n张三,2026-01-02,5\n".encode(coding))

    assert (sheet.encoding, sheet.rows[1].cells[0]) == (found, "张三")


def test_unknown_headings_are_parted_where_most_rows_part_alike() -> None:
    (sheet,) = read_table("谁\t多少\t何时\n张三\t1,234.50\t今天\n李四\t2,000\t昨天\n".encode())

    assert [len(row.cells) for row in sheet.rows] == [3, 3, 3]
