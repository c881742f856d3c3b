"""What is handed out as a table is never calculated, and reads back as the same text."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.money import Money
from ledgerdesk.core.tables import Format
from ledgerdesk.documents.tables import read_table
from ledgerdesk.documents.tables_out import write_table

HEADER = ("姓名", "交易日期", "交易金额", "备注", "次数")
HOSTILE = (
    *("=1+1", "+8613800138000", "-2", "@SUM(A1)", "'=1", "＝1+1", "=cmd|' /C calc'!A0"),
    *('他说"好", 逗号', "𠮷", "普通"),
)


def rows() -> list[tuple[str | date | Money | int, ...]]:
    return [(f"客户{n}", date(2026, 1, 2), Money(fen=-123_450), text, n)
            for n, text in enumerate(HOSTILE)]  # fmt: skip


def test_a_csv_has_its_mark_and_no_cell_a_sheet_would_calculate() -> None:
    data = write_table(Format.CSV, HEADER, rows())

    assert data.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in data
    (sheet,) = read_table(data)
    notes = [row.cells[3] for row in sheet.rows[1:]]
    assert all(note[0] not in "=+-@＝\t\r" for note in notes)
    assert notes[0] == "'=1+1"


def test_numbers_stay_numbers() -> None:
    text = write_table(Format.CSV, HEADER, rows()).decode("utf-8-sig")
    sheet = openpyxl.load_workbook(io.BytesIO(write_table(Format.XLSX, HEADER, rows()))).active

    assert ",-1234.50," in text
    assert (sheet["C2"].value, sheet["C2"].data_type) == (-1234.5, "n")
    assert sheet["B2"].is_date


def test_every_text_of_a_workbook_is_a_string() -> None:
    data = write_table(Format.XLSX, HEADER, rows())

    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert [sheet.cell(n, 4).data_type for n in range(2, 2 + len(HOSTILE))] == ["s"] * len(HOSTILE)
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        assert b"<f>" not in container.read("xl/worksheets/sheet1.xml")


def test_a_workbook_reads_back_as_the_same_text() -> None:
    (sheet,) = read_table(write_table(Format.XLSX, HEADER, rows()))

    assert [row.cells[3] for row in sheet.rows[1:]] == list(HOSTILE)
    assert {row.cells[1] for row in sheet.rows[1:]} == {"2026-01-02"}


@pytest.mark.parametrize("shape", list(Format))
def test_a_table_without_rows_still_has_its_header(shape: Format) -> None:
    (sheet,) = read_table(write_table(shape, HEADER, []))

    assert [row.cells for row in sheet.rows] == [HEADER]


def test_a_workbook_is_made_without_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library would lay every row down in the folder for temporary files, in the clear."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a file in the clear")

    monkeypatch.setattr("openpyxl.worksheet._writer.create_temporary_file", refuse)
    monkeypatch.setattr("tempfile.NamedTemporaryFile", refuse)

    made = write_table(Format.XLSX, ("姓名",), [("张三",), ("=1+1",)])

    sheet = openpyxl.load_workbook(io.BytesIO(made)).active
    assert sheet is not None
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["姓名"], ["张三"], ["=1+1"],
    ]  # fmt: skip


@pytest.mark.parametrize("shape", list(Format))
def test_a_long_table_tells_how_far_it_is_and_can_be_stopped(shape: Format) -> None:
    told: list[tuple[int, int]] = []
    rows = [(f"行{n}",) for n in range(1_100)]

    write_table(shape, ("列",), rows, lambda done, all_: told.append((done, all_)))

    assert told == [(0, 1_100), (500, 1_100), (1_000, 1_100)]

    def stop(done: int, _all: int) -> None:
        if done:
            raise KnownError(Code.CANCELLED)

    with pytest.raises(KnownError, match="cancelled"):
        write_table(shape, ("列",), rows, stop)
