"""Read a csv file in UTF-8, UTF-16 or GB 18030 into rows of text, every row or none."""

import csv
from collections import Counter
from io import StringIO
from itertools import islice

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.import_columns import HEADER_WITHIN_ROWS, TRADE_HEADER, names_columns
from ledgerdesk.core.neutral import restored
from ledgerdesk.core.progress import Progress, quiet
from ledgerdesk.core.tables import (
    MAX_COLUMNS,
    MAX_ROWS,
    ROWS_PER_STEP,
    Encoding,
    Row,
    Sheet,
    column_letters,
)

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8", Encoding.UTF8_MARKED),
    (b"\xff\xfe", "utf-16-le", Encoding.UTF16),
    (b"\xfe\xff", "utf-16-be", Encoding.UTF16),
)
_DELIMITERS = (",", "\t", ";")
# So many characters of several bytes are no accident: the file is UTF-8 up to its fault.
_SURELY_UTF8 = 4
_CELL_BYTES = 1 << 30


def read_csv(data: bytes, progress: Progress = quiet) -> Sheet:
    """Give a csv file as one sheet; rows count as in a sheet, a quoted line break is inside one.

    Raises `bad_value` with `encoding` or `quotes` and the row and column of the fault,
    `too_many_rows`, `too_many_columns`.
    """
    text, encoding = _decoded(data)
    delimiter = _delimiter(text)
    rows: list[Row] = []
    ours = False
    records = _records(text, delimiter)
    for number, cells in records:
        if number % ROWS_PER_STEP == 0:
            progress(number, len(records))
        if ours:
            cells = [restored(cell) for cell in cells]  # noqa: PLW2901 - our export's own marks
        elif len(rows) < HEADER_WITHIN_ROWS and tuple(cells) == TRADE_HEADER:
            ours = True
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > MAX_COLUMNS:
            if any(cell.strip() for cell in cells[MAX_COLUMNS:]):
                raise _refusal("too_many_columns", row=number, limit=MAX_COLUMNS)
            cells = cells[:MAX_COLUMNS]  # noqa: PLW2901 - what is cut off is blank
        if len(rows) >= MAX_ROWS:
            raise _refusal("too_many_rows", limit=MAX_ROWS)
        rows.append(Row(number=number, cells=tuple(cells)))
    return Sheet(rows=rows, encoding=encoding)


def _records(text: str, delimiter: str) -> "list[tuple[int, list[str]]]":
    # The module's own bound (128 KiB a cell) would end the file; ours refuses the row.
    before = csv.field_size_limit(_CELL_BYTES)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records: list[tuple[int, list[str]]] = []
    try:
        for cells in reader:
            records.append((len(records) + 1, cells))
    except csv.Error as error:
        row = len(records) + 1
        column = _quoted_column(text, reader.line_num, delimiter)
        raise _refusal("quotes", row=row, column=column) from error
    finally:
        csv.field_size_limit(before)
    return records


def _quoted_column(text: str, line_number: int, delimiter: str) -> str:
    """Name the column whose quotes do not fit: the first quoted cell of the line at fault."""
    line = next(islice(StringIO(text, newline=""), max(line_number - 1, 0), None), "")
    places = (i for i, cell in enumerate(line.split(delimiter)) if '"' in cell)
    return column_letters(next(places, 0))


def _decoded(data: bytes) -> tuple[str, Encoding]:
    for mark, encoding, found in _BOMS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding), found
    try:
        return data.decode("utf-8"), Encoding.UTF8
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        if sum(1 for character in before if not character.isascii()) >= _SURELY_UTF8:
            raise _undecodable(before) from error
    return _strictly(data, "gb18030"), Encoding.GB18030


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(data[: error.start].decode(encoding, "replace")) from error


def _undecodable(before: str) -> KnownError:
    """Name row and column of the first byte that is no text."""
    delimiter = _delimiter(before)
    line = before[before.rfind("\n") + 1 :]
    column = min(line.count(delimiter), MAX_COLUMNS)
    return _refusal("encoding", row=before.count("\n") + 1, column=column_letters(column))


def _delimiter(text: str) -> str:
    """Choose the delimiter under which a header is found, else the one that parts most alike."""
    lines = "".join(islice(StringIO(text, newline=""), HEADER_WITHIN_ROWS))
    parted: dict[str, tuple[int, int]] = {}
    for delimiter in _DELIMITERS:
        try:
            rows = list(csv.reader(StringIO(lines, newline=""), delimiter=delimiter))
        except csv.Error:
            continue  # the next one may fit; what fits none is refused by the real reading
        if any(map(names_columns, rows)):
            return delimiter
        widths = Counter(len(row) for row in rows if len(row) > 1).most_common(1)
        parted[delimiter] = (widths[0][1], widths[0][0]) if widths else (0, 0)
    return max(parted, key=lambda one: parted[one], default=_DELIMITERS[0])


def _refusal(reason: str, **details: str | int) -> KnownError:
    return KnownError(Code.BAD_VALUE, field="file", reason=reason, **details)
