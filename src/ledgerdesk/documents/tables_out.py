"""Write a table as csv or workbook that no sheet calculates: text stays text, numbers numbers."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

from ledgerdesk.core.money import Money
from ledgerdesk.core.neutral import neutralised
from ledgerdesk.core.progress import Progress, quiet
from ledgerdesk.core.tables import Format, WrittenCell

_BOM = "\ufeff"
_AMOUNT = "#,##0.00"
_DAY = "yyyy-mm-dd"
_WIDTHS = (10, 60)
_STEP = 500  # rows between two reports

Rows = Sequence[Sequence[WrittenCell]]


def write_table(
    shape: Format, header: Sequence[str], rows: Rows, progress: Progress = quiet
) -> bytes:
    """Give the bytes of a table; amounts are in yuan with two decimals, days ISO 8601."""
    write = csv_bytes if shape is Format.CSV else xlsx_bytes
    return write(header, rows, progress)


def _told(rows: Rows, progress: Progress) -> Iterator[Sequence[WrittenCell]]:
    """Give every row, and tell now and then how many came before it."""
    for count, row in enumerate(rows):
        if count % _STEP == 0:
            progress(count, len(rows))
        yield row


def csv_bytes(header: Sequence[str], rows: Rows, progress: Progress = quiet) -> bytes:
    """Write UTF-8 with a mark that spreadsheets look for, and text that none takes for formulas."""
    page = StringIO(newline="")
    writer = csv.writer(page)
    writer.writerow(header)
    writer.writerows([_csv_cell(cell) for cell in row] for row in _told(rows, progress))
    return (_BOM + page.getvalue()).encode("utf-8")


def _csv_cell(cell: WrittenCell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Money):
        return str(_yuan(cell))
    if isinstance(cell, date):
        return cell.isoformat()
    return neutralised(cell) if isinstance(cell, str) else str(cell)


def xlsx_bytes(header: Sequence[str], rows: Rows, progress: Progress = quiet) -> bytes:
    """Write a workbook of one sheet; every text cell is a string, whatever it begins with."""
    from openpyxl import Workbook  # noqa: PLC0415 - 90 ms, off the start path

    from ledgerdesk.documents.workbook_memory import (  # noqa: PLC0415 - it needs openpyxl
        begin_in_memory,
        saved_in_memory,
    )

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("LedgerDesk")
    sheet.freeze_panes = "A2"
    least, most = _WIDTHS
    for place, heading in enumerate(header, start=1):
        width = max(least, min(most, 2 * len(heading) + 4))
        sheet.column_dimensions[_letters(place)].width = width
    begin_in_memory(sheet)
    sheet.append([_text(sheet, heading) for heading in header])
    try:
        for row in _told(rows, progress):
            sheet.append([_xlsx_cell(sheet, cell) for cell in row])
    except BaseException:
        sheet.close()  # or its half-written stream complains when it is collected
        raise
    return saved_in_memory(workbook)


def _letters(place: int) -> str:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - see xlsx_bytes

    return str(get_column_letter(place))


def _xlsx_cell(sheet: Any, cell: WrittenCell) -> Any:
    if isinstance(cell, str):
        return _text(sheet, cell)
    if isinstance(cell, Money):
        return _shaped(sheet, _yuan(cell), _AMOUNT)
    if isinstance(cell, date):
        return _shaped(sheet, cell, _DAY)
    return cell


def _text(sheet: Any, text: str) -> Any:
    cell = _shaped(sheet, text, "@")
    cell.data_type = "s"  # openpyxl guesses a formula from a leading equals sign
    return cell


def _shaped(sheet: Any, value: object, shape: str) -> Any:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - see xlsx_bytes

    cell = WriteOnlyCell(sheet, value=value)
    cell.number_format = shape
    return cell


def _yuan(money: Money) -> Decimal:
    return Decimal(money.fen).scaleb(-2)
