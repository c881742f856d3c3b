"""A table as rows of text cells, whatever file it came from, and cells as they are written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ledgerdesk.core.money import Money

MAX_ROWS = 200_000
MAX_COLUMNS = 100
# How many rows are read between two looks at whether somebody wants to stop.
ROWS_PER_STEP = 500
# What one cell of a workbook holds at most; a longer one is refused before it is looked at.
MAX_CELL_CHARACTERS = 32_767

WrittenCell = str | int | date | Money | None


class Format(StrEnum):
    """The files tables are written to."""

    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row with its number in the sheet (the first is 1) and its cells as text."""

    number: int
    cells: tuple[str, ...]


class Encoding(StrEnum):
    """How the text of a csv file was found to be written."""

    UTF8 = "utf-8"
    UTF8_MARKED = "utf-8-sig"
    UTF16 = "utf-16"
    GB18030 = "gb18030"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet's rows that hold anything, in order; `from_1904` tells how it counts days.

    A workbook's sheet has a `title`, a csv file's an `encoding`.
    """

    rows: Sequence[Row]
    from_1904: bool = False
    title: str = ""
    encoding: Encoding | None = None


def column_letters(index: int) -> str:
    """Name a column as sheets do: 0 is A, 26 is AA."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
