"""The one table: hairlines, numbers right, an ink edge on the chosen row; Ctrl+C copies TSV.

Where it is given a name, this PC remembers how somebody arranged its columns.
"""

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
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from ledgerdesk.gui import theme
from ledgerdesk.gui.models.rows import CELL, Cell, RowsModel
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.table_memory import TableMemory
from ledgerdesk.gui.theme import colour
from ledgerdesk.gui.widgets.chips import paint_chip
from ledgerdesk.gui.widgets.table_header import PAD, TableHeader
from ledgerdesk.gui.widgets.texts import fitting

_MIDDLE = Qt.AlignmentFlag.AlignVCenter
Index = QModelIndex | QPersistentModelIndex


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
            left = box.left() + PAD - 8
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
        place = box.adjusted(PAD, 0, -PAD, 0)
        text = cell.text
        if right:  # a figure is never cut: half of one is another one
            small = fitting(text, theme.BODY, place.width(), bold=cell.bold)
            small.setStrikeOut(cell.struck)
            painter.setFont(small)
        else:
            text = QFontMetrics(made).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(place, side | _MIDDLE, text)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(24, theme.ROW_HEIGHT)


class LedgerTable(QTableView):
    """Rows one chooses with arrows; Enter or a double click opens one."""

    opened = Signal(int)
    current_changed = Signal(int)
    ordered = Signal()

    def __init__(self, model: RowsModel[Any]) -> None:
        super().__init__()
        self.rows = model
        self.hovered = -1
        self.setModel(model)
        self.setItemDelegate(_Cells(self))
        self.head = TableHeader(self)
        self.setHorizontalHeader(self.head)
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
        model.modelReset.connect(self._arrange)
        self.head.arranged.connect(self._fit)
        self.head.ordered.connect(self.ordered)
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

    def remember(self, stage: Stage, name: str) -> None:
        """Let this PC remember under a name how the columns are arranged."""
        preferences = stage.preferences
        memory = TableMemory.read(preferences.tables.get(name, {}))

        def keep() -> None:
            preferences.tables[name] = memory.written()

        self.head.follow(stage.speech, memory)
        self.head.arranged.connect(keep)
        self._fit()

    def order_at_first(self, column: str, *, descending: bool = True) -> None:
        """Say which column orders the rows where nobody chose another."""
        memory = self.head.memory
        names = {one.name for one in self.rows.columns if one.sorts}
        if memory.order not in names:
            memory.order, memory.descending = column, descending

    @property
    def order(self) -> tuple[str, bool]:
        """Give the column that orders the rows, and whether its largest stands first."""
        return self.head.memory.order, self.head.memory.descending

    def _arrange(self) -> None:
        self.head.arrange()
        self._fit()

    def _fit(self) -> None:
        self.head.fit(self.viewport().width())
        # Widths that somebody dragged may need more room than there is.
        policy = Qt.ScrollBarPolicy
        dragged = bool(self.head.memory.widths)
        self.setHorizontalScrollBarPolicy(
            policy.ScrollBarAsNeeded if dragged else policy.ScrollBarAlwaysOff
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open by Enter, copy rows as tab-separated text."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_rows()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier
        ):
            self.opened.emit(self.currentIndex().row())
        elif _asks_for_menu(event) and self.head.open_menu() is not None:
            event.accept()
        else:
            super().keyPressEvent(event)

    def copy_rows(self) -> None:
        """Put the chosen rows on the clipboard, with the titles first."""
        chosen = sorted({index.row() for index in self.selectionModel().selectedRows()})
        columns = [self.rows.columns[number] for number in self.head.shown]
        lines = ["\t".join(column.title() for column in columns)]
        for row in chosen:
            record = self.rows.records[row]
            lines.append("\t".join(_flat(column.cell(record).text) for column in columns))
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


def _asks_for_menu(event: QKeyEvent) -> bool:
    shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
    return event.key() == Qt.Key.Key_Menu or (shift and event.key() == Qt.Key.Key_F10)


def _flat(text: str) -> str:
    """Keep a cell one cell where it is pasted."""
    return " ".join(text.split())
