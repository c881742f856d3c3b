"""Read a workbook into rows of text: what a cell shows, a formula as its own text, all or nothing.

Every fault of the container, its XML or its numbering is one known error; openpyxl is imported
when the first workbook is read.
"""

import warnings
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.progress import Progress, quiet
from ledgerdesk.core.tables import (
    MAX_COLUMNS,
    MAX_ROWS,
    ROWS_PER_STEP,
    Row,
    Sheet,
    column_letters,
)

# 200,000 rows of eleven columns unpack to about 200 MB; more is no office's table.
MAX_UNPACKED_BYTES = 256 * 1024 * 1024
MAX_PARTS = 2_000
MAX_SHEETS = 64
_WORKBOOK = "xl/workbook.xml"
_ENCRYPTED = 0x1
# A sheet keeps 15 digits of a number; what is longer was lost before we read it.
_SURE_DIGITS = 15


def read_xlsx(data: bytes, progress: Progress = quiet) -> tuple[Sheet, ...]:
    """Give the visible sheets of a workbook that hold anything, in their order.

    Raises `bad_value` with `too_large`, `damaged_table` (with the row where known),
    `unknown_format`, `too_many_rows`, `too_many_columns`.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of what no table needs: styles, charts
        _refuse_bomb(data)
        with _damage():
            from openpyxl import load_workbook  # noqa: PLC0415 - 90 ms, off the start path

            workbook = load_workbook(BytesIO(data), read_only=True, keep_links=False)
        try:
            return tuple(sheet for sheet in _sheets(workbook, progress) if sheet.rows)
        finally:
            workbook.close()


def _refuse_bomb(data: bytes) -> None:
    """Look at the container's own figures before anything is unpacked.

    The declared sizes are binding: the reader of a part stops at its declared size.
    """
    with _damage(), zipfile.ZipFile(BytesIO(data)) as container:
        parts = container.infolist()
        names = {part.filename for part in parts}
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise _refusal("too_large")
    if len(names) < len(parts) or any(part.flag_bits & _ENCRYPTED for part in parts):
        raise _refusal("damaged_table")
    if _WORKBOOK not in names:
        raise _refusal("unknown_format")


@contextmanager
def _damage(last: Mapping[str, int] | None = None) -> Iterator[None]:
    """Turn whatever a parser meets in a broken workbook into the one known error."""
    try:
        yield
    except (KnownError, MemoryError):
        raise
    except Exception as error:
        row = {"row": last["row"] + 1} if last else {}
        raise _refusal("damaged_table", **row) from error


def _sheets(workbook: Any, progress: Progress) -> Iterator[Sheet]:
    from openpyxl.utils.datetime import MAC_EPOCH  # noqa: PLC0415 - see read_xlsx

    for sheet in workbook.worksheets[:MAX_SHEETS]:
        if sheet.sheet_state == "visible":
            yield Sheet(
                rows=_rows(sheet, progress),
                from_1904=workbook.epoch == MAC_EPOCH,
                title=sheet.title,
            )


def _rows(sheet: Any, progress: Progress) -> list[Row]:
    from openpyxl.worksheet._reader import WorkSheetParser  # noqa: PLC0415 - see read_xlsx

    # The worksheet's own iterator drops rows that are numbered out of order without a word, and
    # fills gaps cell by cell; so its parser is asked directly and its numbers are checked.
    book = sheet.parent
    rows: list[Row] = []
    last = {"row": 0}
    with _damage(last), sheet._get_source() as source:  # noqa: SLF001 - as openpyxl's own sheet does
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,  # noqa: SLF001 - as openpyxl's own sheet does
            epoch=book.epoch,
            date_formats=book._date_formats,  # noqa: SLF001 - as openpyxl's own sheet does
            timedelta_formats=book._timedelta_formats,  # noqa: SLF001 - as openpyxl's own sheet does
        )
        for number, found in parser.parse():
            if number <= last["row"]:
                raise _refusal("damaged_table", row=last["row"] + 1)
            cells = _cells(number, found)
            last["row"] = number
            if number % ROWS_PER_STEP == 0:
                # The sheet's own word for its size is no more than a hint.
                progress(number, max(sheet.max_row or 0, number))
            if cells:
                if len(rows) >= MAX_ROWS:
                    raise _refusal("too_many_rows", limit=MAX_ROWS)
                rows.append(Row(number=number, cells=cells))
    return rows


def _cells(number: int, found: list[dict[str, Any]]) -> tuple[str, ...]:
    """Put a row's cells at their places; nothing for a blank row."""
    placed: dict[int, str] = {}
    for cell in found:
        place = cell["column"] - 1
        if cell["row"] != number or place in placed:
            raise _refusal("damaged_table", row=number, column=column_letters(place))
        placed[place] = _shown(cell["value"])
    filled = [place for place, text in placed.items() if text.strip()]
    if not filled:
        return ()
    if max(filled) >= MAX_COLUMNS:
        raise _refusal("too_many_columns", row=number, limit=MAX_COLUMNS)
    return tuple(placed.get(place, "") for place in range(max(filled) + 1))


def _shown(value: object) -> str:
    """Write a cell's value as its sheet shows it, without rounding and without evaluating."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, datetime) and value.time() != time():
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return _day(value)
    # An array formula has its text; of a data table nothing is left but the sign.
    return str(value if isinstance(value, str | time | timedelta) else getattr(value, "text", "="))


def _day(value: date) -> str:
    return f"{value.year:04d}-{value.month:02d}-{value.day:02d}"


def _number(value: float) -> str:
    if isinstance(value, int) and abs(value) < 10**_SURE_DIGITS:
        return str(value)
    return f"{float(value):.{_SURE_DIGITS}g}"


def _refusal(reason: str, **details: str | int) -> KnownError:
    return KnownError(Code.BAD_VALUE, field="file", reason=reason, **details)
