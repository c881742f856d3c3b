"""Rows of records as a table model: each column says how a record becomes a cell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

Row = TypeVar("Row")
CellTone = Literal["text", "muted", "accent", "warn", "bad"]
ChipTone = Literal["plain", "info", "ok", "warn", "bad"]
CELL = int(Qt.ItemDataRole.UserRole) + 1
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What a cell shows; `chip` draws it as a chip of that tone."""

    text: str
    tone: CellTone = "text"
    bold: bool = False
    struck: bool = False
    chip: ChipTone | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Generic[Row]):
    """One column: its title in the language in force, its cells, its width in px (0 takes rest).

    `name` is the word this PC remembers it under; `sorts` says that rows can be ordered by it, and
    which way at first.
    """

    title: Callable[[], str]
    cell: Callable[[Row], Cell]
    width: int = 0
    right: bool = False
    sorted: bool = False
    name: str = ""
    sorts: Literal["", "up", "down"] = ""


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Give cells of records; out of range there is nothing, never an error."""

    def __init__(self, columns: Sequence[Column[Row]]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.records: Sequence[Row] = ()

    def show(self, records: Sequence[Row]) -> None:
        """Show other records."""
        self.beginResetModel()
        self.records = records
        self.endResetModel()

    def append(self, records: Sequence[Row]) -> None:
        """Show more records below; what is chosen and where one looks stays."""
        if not records:
            return
        first = len(self.records)
        self.beginInsertRows(QModelIndex(), first, first + len(records) - 1)
        self.records = [*self.records, *records]
        self.endInsertRows()

    def lay(self, columns: Sequence[Column[Row]], records: Sequence[Row]) -> None:
        """Show other records in other columns."""
        self.beginResetModel()
        self.columns = tuple(columns)
        self.records = records
        self.endResetModel()

    def say(self) -> None:
        """Let views ask for the titles again."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def rowCount(self, parent: Index | None = None) -> int:
        """Count the records; a record has no children."""
        return 0 if parent is not None and parent.isValid() else len(self.records)

    def columnCount(self, parent: Index | None = None) -> int:
        """Count the columns."""
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Give a cell's text, its alignment, or the cell itself."""
        row, column = index.row(), index.column()
        if not (0 <= row < len(self.records) and 0 <= column < len(self.columns)):
            return None
        shown = self.columns[column]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if shown.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role in (CELL, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            cell = shown.cell(self.records[row])
            if role == Qt.ItemDataRole.AccessibleTextRole:
                return f"{shown.title()}: {cell.text}"
            return cell if role == CELL else cell.text
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = int(Qt.ItemDataRole.DisplayRole),
    ) -> Any:
        """Give a column's title."""
        horizontal = orientation == Qt.Orientation.Horizontal
        if horizontal and role == Qt.ItemDataRole.DisplayRole and section < len(self.columns):
            return self.columns[section].title()
        return None
