"""A table's head: titles one sorts by, widths one drags, and a menu that hides and orders columns.

The menu opens by the right button on the head, and by Shift+F10 or the menu key in the rows.
"""

from typing import Any

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget

from ledgerdesk.gui import theme
from ledgerdesk.gui.models.rows import Column, RowsModel
from ledgerdesk.gui.speech import Speech
from ledgerdesk.gui.table_memory import TableMemory
from ledgerdesk.gui.theme import colour

PAD = 12
_UP, _DOWN = "↑", "↓"


class TableHeader(QHeaderView):
    """Draw the titles; keep in its memory how somebody arranged them.

    `arranged` says that the memory changed, `ordered` that the rows are wanted in another order.
    """

    arranged = Signal()
    ordered = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.memory = TableMemory()
        self._speech: Speech | None = None
        self._by_us = False
        self.setFixedHeight(theme.HEADER_HEIGHT)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(24)
        self.setSectionsClickable(True)
        self.sectionClicked.connect(self._clicked)
        self.sectionResized.connect(self._resized)
        self.sectionMoved.connect(self._moved)

    def follow(self, speech: Speech, memory: TableMemory) -> None:
        """Arrange the columns as somebody left them, and let them be arranged again."""
        self._speech = speech
        self.memory = memory
        self.setSectionsMovable(True)
        self.arrange()

    @property
    def columns(self) -> tuple[Column[Any], ...]:
        """Give the columns of the model in the model's own order."""
        model = self.model()
        return model.columns if isinstance(model, RowsModel) else ()

    @property
    def shown(self) -> list[int]:
        """Give the columns one sees, from left to right."""
        every = (self.logicalIndex(place) for place in range(self.count()))
        return [number for number in every if not self.isSectionHidden(number)]

    def arrange(self) -> None:
        """Put the columns as the memory has them; Qt forgets it with the rows."""
        self._by_us = True
        names = [column.name for column in self.columns]
        wanted = [names.index(name) for name in self.memory.places if name in names]
        rest = [number for number in range(len(names)) if number not in wanted]
        for place, number in enumerate([*wanted, *rest]):
            self.moveSection(self.visualIndex(number), place)
        hidden = {number for number, name in enumerate(names) if name in self.memory.hidden}
        for number in range(len(names)):
            self.setSectionHidden(number, number in hidden and len(hidden) < len(names))
        self._by_us = False

    def fit(self, room: int) -> None:
        """Share out the width: dragged and given widths stay, the others take the rest."""
        shown = self.shown
        widths = {number: self._width_of(number) for number in shown}
        loose = [number for number in shown if not widths[number]]
        share = max((room - sum(widths.values())) // (len(loose) or 1), 80)
        self._by_us = True
        for number in shown:
            self.resizeSection(number, widths[number] or share)
        self._by_us = False

    def _width_of(self, number: int) -> int:
        kept = self.memory.widths.get(self._name_of(number), 0)
        return kept or self.columns[number].width

    def _name_of(self, number: int) -> str:
        return self.columns[number].name or str(number)

    # ── arranging ────────────────────────────────────────────────────────────────────────

    def _resized(self, number: int, _old: int, new: int) -> None:
        if not self._by_us and number < len(self.columns) and new:
            self.memory.widths[self._name_of(number)] = new
            self.arranged.emit()

    def _moved(self, _number: int, _old: int, _new: int) -> None:
        if not self._by_us:
            every = (self.logicalIndex(place) for place in range(self.count()))
            self.memory.places = [self.columns[number].name for number in every]
            self.arranged.emit()

    def _clicked(self, number: int) -> None:
        if number < len(self.columns):
            self.order_by(self.columns[number].name)

    def order_by(self, name: str) -> None:
        """Order the rows by a column, or the other way round where they are already."""
        column = next((one for one in self.columns if one.name == name), None)
        if column is None or not column.sorts:
            return
        again = self.memory.order == name
        self.memory.descending = not self.memory.descending if again else column.sorts == "down"
        self.memory.order = name
        self.viewport().update()
        self.arranged.emit()
        self.ordered.emit()

    def show_column(self, name: str, *, on: bool) -> None:
        """Show or hide a column; the last one stays."""
        hidden = self.memory.hidden
        kept = [one for one in self.columns if one.name not in hidden and one.name != name]
        if not on and not kept:
            return
        (hidden.discard if on else hidden.add)(name)
        self.arrange()
        self.arranged.emit()

    def arrange_as_at_first(self) -> None:
        """Arrange everything as it was made; the order of the rows stays."""
        self.memory.widths.clear()
        self.memory.hidden.clear()
        self.memory.places.clear()
        self.arrange()
        self.arranged.emit()

    # ── the menu ─────────────────────────────────────────────────────────────────────────

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu where it was asked for."""
        self.open_menu(event.globalPos())

    def open_menu(self, place: QPoint | None = None) -> QMenu | None:
        """Open the menu of the columns; without a place below the first title."""
        if self._speech is None:
            return None
        menu = self._menu(self._speech)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place or self.mapToGlobal(QPoint(8, self.height())))
        menu.setActiveAction(menu.actions()[0])
        return menu

    def _menu(self, t: Speech) -> QMenu:
        menu = QMenu(self)
        for column in self.columns:
            if column.sorts:
                action = menu.addAction(t.text("Sort by: {column}", column=column.title()))
                action.setCheckable(True)
                action.setChecked(column.name == self.memory.order)
                action.triggered.connect(lambda _on, name=column.name: self.order_by(name))
        if not menu.isEmpty():
            menu.addSeparator()
        for column in self.columns:
            action = menu.addAction(t.text("Show: {column}", column=column.title()))
            action.setCheckable(True)
            action.setChecked(column.name not in self.memory.hidden)
            action.triggered.connect(lambda on, name=column.name: self.show_column(name, on=on))
        menu.addSeparator()
        menu.addAction(t.text("Columns as at first")).triggered.connect(self.arrange_as_at_first)
        return menu

    def paintSection(self, painter: QPainter, box: QRect, number: int) -> None:
        """Draw a title; the column that orders is bold and has its arrow."""
        if number >= len(self.columns):
            return
        column = self.columns[number]
        orders = column.name == self.memory.order if self.memory.order else column.sorted
        arrow = (_DOWN if self.memory.descending else _UP) if orders else ""
        painter.save()
        painter.fillRect(box, colour("surface"))
        painter.setFont(theme.font(theme.SMALL, bold=orders))
        painter.setPen(colour("text" if orders else "muted"))
        side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        text = column.title() + (f"  {arrow}" if orders else "")
        painter.drawText(box.adjusted(PAD, 0, -PAD, 0), side | Qt.AlignmentFlag.AlignVCenter, text)
        painter.setPen(colour("line2"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.restore()
