"""Read a table out of the bytes of a workbook or of a csv file, whatever its encoding."""

from collections.abc import Sequence

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.progress import Progress, quiet
from ledgerdesk.core.tables import Sheet
from ledgerdesk.documents.tables_csv import read_csv
from ledgerdesk.documents.tables_xlsx import read_xlsx

MAX_FILE_BYTES = 64 * 1024 * 1024
_ZIP = b"PK\x03\x04"
# Workbooks before 2007 and workbooks under a password are both of this container.
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NOT_TABLES = (
    b"%PDF",
    b"{\\rtf",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"LDBK",
    b"SQLite format 3",
)


def read_table(data: bytes, progress: Progress = quiet) -> Sequence[Sheet]:
    """Give the sheets of a table as rows of text; a csv file is one sheet.

    Nothing is evaluated: a formula is its own text. `progress` counts rows. Raises `bad_value`,
    field `file`, with a reason: `too_large`, `empty`, `unknown_format`, `old_workbook`,
    `damaged_table` and `encoding` (with row and column where known), `quotes`, `too_many_rows`,
    `too_many_columns`.
    """
    if len(data) > MAX_FILE_BYTES:
        raise KnownError(Code.BAD_VALUE, field="file", reason="too_large")
    if not data.strip():
        raise KnownError(Code.BAD_VALUE, field="file", reason="empty")
    if data.startswith(_OLD_OFFICE):
        raise KnownError(Code.BAD_VALUE, field="file", reason="old_workbook")
    if data.startswith(_NOT_TABLES) or data.lstrip()[:1] == b"<":
        raise KnownError(Code.BAD_VALUE, field="file", reason="unknown_format")
    if data.startswith(_ZIP):
        return read_xlsx(data, progress)
    return (read_csv(data, progress),)
