"""A table as rows of text cells, whatever file it came from, and cells as they are written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ledgerdesk.core.money import Money

MAX_ROWS = 200_000
MAX_COLUMNS = 100
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet's rows that hold anything, in order; `from_1904` tells how it counts days."""

    rows: Sequence[Row]
    from_1904: bool = False


def column_letters(index: int) -> str:
    """Name a column as sheets do: 0 is A, 26 is AA."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
