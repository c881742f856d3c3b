"""The one table: hairlines, numbers right, an ink edge on the chosen row; Ctrl+C copies TSV."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ledgerdesk.gui import theme
from ledgerdesk.gui.models.rows import CELL, Cell, RowsModel
from ledgerdesk.gui.theme import colour
from ledgerdesk.gui.widgets.chips import paint_chip

_PAD = 12
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_ARROW = "↓"
Index = QModelIndex | QPersistentModelIndex


class _Header(QHeaderView):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFixedHeight(theme.HEADER_HEIGHT)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(24)

    def paintSection(self, painter: QPainter, box: QRect, number: int) -> None:
        model = self.model()
        if not isinstance(model, RowsModel) or number >= len(model.columns):
            return
        column = model.columns[number]
        painter.save()
        painter.fillRect(box, colour("surface"))
        painter.setFont(theme.font(theme.SMALL, bold=column.sorted))
        painter.setPen(colour("text" if column.sorted else "muted"))
        side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        text = column.title() + (f"  {_ARROW}" if column.sorted else "")
        painter.drawText(box.adjusted(_PAD, 0, -_PAD, 0), side | _MIDDLE, text)
        painter.setPen(colour("line2"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.restore()


class _Cells(QStyledItemDelegate):
    def __init__(self, table: "LedgerTable") -> None:
        super().__init__(table)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell = index.data(CELL)
        if not isinstance(cell, Cell):
            return
        facts: Any = option  # the stubs leave out what QStyleOption carries
        box: QRect = facts.rect
        chosen = bool(facts.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(box, colour("soft"))
            if index.column() == 0:
                painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), colour("accent"))
        elif index.row() == self._table.hovered:
            painter.fillRect(box, colour("hover"))
        painter.setPen(colour("line"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if cell.chip is not None:
            left = box.left() + _PAD - 8
            paint_chip(painter, left, box.center().y(), cell.text, cell.chip, on_soft=chosen)
        else:
            self._write(painter, box, cell, right=self._is_right(index))
        painter.restore()

    def _is_right(self, index: Index) -> bool:
        model = self._table.rows
        return model.columns[index.column()].right

    def _write(self, painter: QPainter, box: QRect, cell: Cell, *, right: bool) -> None:
        made = theme.font(bold=cell.bold)
        made.setStrikeOut(cell.struck)
        painter.setFont(made)
        painter.setPen(colour(cell.tone))
        place = box.adjusted(_PAD, 0, -_PAD, 0)
        text = QFontMetrics(made).elidedText(cell.text, Qt.TextElideMode.ElideRight, place.width())
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(place, side | _MIDDLE, text)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(24, theme.ROW_HEIGHT)


class LedgerTable(QTableView):
    """Rows one chooses with arrows; Enter or a double click opens one."""

    opened = Signal(int)
    current_changed = Signal(int)

    def __init__(self, model: RowsModel[Any]) -> None:
        super().__init__()
        self.rows = model
        self.hovered = -1
        self.setModel(model)
        self.setItemDelegate(_Cells(self))
        self.setHorizontalHeader(_Header(self))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.ROW_HEIGHT)
        self.verticalHeader().setMinimumSectionSize(theme.ROW_HEIGHT)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        model.modelReset.connect(self._fit)
        self.doubleClicked.connect(self._open_index)

    def _open_index(self, index: QModelIndex) -> None:
        self.opened.emit(index.row())

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which row is current."""
        super().currentChanged(current, previous)
        self.current_changed.emit(current.row())

    def choose(self, row: int) -> None:
        """Make a row current and chosen."""
        if 0 <= row < self.rows.rowCount():
            self.selectRow(row)
            self.scrollTo(self.rows.index(row, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out the width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        columns = self.rows.columns
        fixed = sum(column.width for column in columns)
        loose = sum(column.width == 0 for column in columns) or 1
        share = max((self.viewport().width() - fixed) // loose, 80)
        for number, column in enumerate(columns):
            self.setColumnWidth(number, column.width or share)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open by Enter, copy rows as tab-separated text."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_rows()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier
        ):
            self.opened.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def copy_rows(self) -> None:
        """Put the chosen rows on the clipboard, with the titles first."""
        chosen = sorted({index.row() for index in self.selectionModel().selectedRows()})
        lines = ["\t".join(column.title() for column in self.rows.columns)]
        for row in chosen:
            record = self.rows.records[row]
            lines.append("\t".join(column.cell(record).text for column in self.rows.columns))
        QApplication.clipboard().setText("\n".join(lines))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer's row."""
        super().mouseMoveEvent(event)
        row = self.indexAt(event.position().toPoint()).row()
        if row != self.hovered:
            self.hovered = row
            self.viewport().update()

    def leaveEvent(self, event: Any) -> None:
        """Forget the pointer."""
        super().leaveEvent(event)
        self.hovered = -1
        self.viewport().update()

    def focusInEvent(self, event: Any) -> None:
        """Choose the first row where none is, so that arrows begin somewhere."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.choose(0)
