"""The ruled lines of a trade: they wait like a page; Enter goes to the next cell."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.money import (
    format_fen,
    line_amount,
    parse_amount,
    parse_quantity,
)
from ledgerdesk.core.transactions import Line
from ledgerdesk.gui import theme
from ledgerdesk.gui.theme import colour
from ledgerdesk.gui.widgets.fields import Edit
from ledgerdesk.gui.widgets.money_edit import MoneyEdit
from ledgerdesk.gui.widgets.offering_edit import Ask, OfferingEdit
from ledgerdesk.gui.widgets.texts import Text
from ledgerdesk.services.today import UsedLine

ROWS = 4
MAX_SHOWN = 12
_NUMBER, _UNIT, _QUANTITY, _PRICE, _AMOUNT = 36, 72, 84, 124, 148


@dataclass(frozen=True, slots=True, kw_only=True)
class CellFault:
    """A cell whose text is no value: its field as core names it, and the error."""

    field: str
    error: KnownError


class LineRow(QWidget):
    """One line: item, unit, quantity, price, amount, over a hairline."""

    edited = Signal()

    def __init__(self, number: int, ask: Ask) -> None:
        super().__init__()
        self.number = Text(str(number), size=theme.SMALL, tone="muted")
        self.number.setFixedWidth(_NUMBER)
        self.number.setIndent(8)
        self.item = OfferingEdit(
            ask, lambda _: ("", "", ""), two_lines=False, width=420, when_empty=number == 1
        )
        self._offered_fen: int | None = None
        self.unit, self.quantity = Edit(), Edit()
        self.price, self.amount = MoneyEdit(), MoneyEdit()
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self.quantity.setAlignment(right)
        widths = {self.unit: _UNIT, self.quantity: _QUANTITY}
        widths |= {self.price: _PRICE, self.amount: _AMOUNT}
        row = QGridLayout(self)
        row.setContentsMargins(0, 0, 0, 1)
        row.setSpacing(0)
        row.addWidget(self.number, 0, 0)
        for column, cell in enumerate(self.cells, start=1):
            cell.setProperty("cell", True)
            cell.setProperty("ring_inside", True)
            if cell in widths:
                cell.setFixedWidth(widths[cell])
            row.addWidget(cell, 0, column)
            cell.textEdited.connect(self._edited)
        row.setColumnStretch(1, 1)
        self.setFixedHeight(theme.LINE_HEIGHT)
        self.item.taken.connect(self.take)

    @property
    def cells(self) -> tuple[Edit, ...]:
        """Give the cells in their order."""
        return (self.item, self.unit, self.quantity, self.price, self.amount)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing stands in the line."""
        return not any(cell.text().strip() for cell in self.cells)

    def take(self, used: UsedLine) -> None:
        """Take an offered line: its words; the amount of last time waits for Enter.

        An arrow stands before it: brackets would make it a negative amount to an accountant.
        """
        self.item.setText(used.item)
        if not self.unit.text():
            self.unit.setText(used.unit)
        if used.is_listed:
            self._begin_with(used.price_fen)
        else:
            self._offered_fen = used.amount_fen
            self.amount.setPlaceholderText(f"→ {format_fen(used.amount_fen)}")
        self.edited.emit()
        self.amount.setFocus()

    def _begin_with(self, price_fen: int | None) -> None:
        """Write the price of the catalogue, and the amount it makes; both may be changed."""
        self._offered_fen = None
        self.amount.setPlaceholderText("")
        if price_fen is not None:
            self.price.show_fen(price_fen)
            self._multiply()

    def clear(self) -> None:
        """Empty the line."""
        for cell in self.cells:
            cell.clear()
            cell.setProperty("bad", False)
        self._offered_fen = None
        self.amount.setPlaceholderText("")
        self.item.quiet()

    def take_offered_amount(self) -> None:
        """Fill in the amount of last time where none was typed."""
        if self._offered_fen is not None and not self.amount.text().strip():
            self.amount.show_fen(self._offered_fen)
            self.edited.emit()

    def _edited(self) -> None:
        if self.sender() is not self.amount:
            self._multiply()
        self.edited.emit()

    def _multiply(self) -> None:
        """Fill the amount in where quantity and price give a whole one."""
        price = self.price.fen()
        quantity = self._quantity_or_one()
        if price is None or quantity is None:
            return
        self.amount.show_fen(line_amount(quantity, price))

    def _quantity_or_one(self) -> int | None:
        text = self.quantity.text().strip()
        if not text:
            return 1000
        try:
            return parse_quantity(text)
        except KnownError:
            return None

    def line(self, position: int) -> tuple[Line, list[CellFault]]:
        """Read the line; a text that is no value is a fault and counts as none."""
        faults: list[CellFault] = []

        def read(
            name: str, text: str, parse: Callable[[str], int], empty: int | None
        ) -> int | None:
            if not text.strip():
                return empty
            try:
                return parse(text)
            except KnownError as error:
                faults.append(CellFault(field=f"lines.{position}.{name}", error=error))
                return empty

        quantity = read("quantity", self.quantity.text(), parse_quantity, 1000)
        price = read("price", self.price.text(), parse_amount, None)
        amount = read("amount", self.amount.text(), parse_amount, 0)
        line = Line(
            item=self.item.text().strip(),
            unit=self.unit.text().strip(),
            quantity_milli=quantity or 0,
            price_fen=price,
            amount_fen=amount or 0,
        )
        return line, faults

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the hairline one writes on, red under a cell with a problem."""
        painter = QPainter(self)
        painter.setPen(colour("line"))
        low = self.height() - 1
        painter.drawLine(0, low, self.width(), low)
        for cell in self.cells:
            if cell.property("bad"):
                painter.setPen(colour("bad"))
                painter.drawLine(cell.x(), low, cell.geometry().right(), low)


class LineRows(QWidget):
    """The lines with their heads; a new one waits once the last is begun."""

    edited = Signal()
    finished = Signal()

    def __init__(self, ask: Ask) -> None:
        super().__init__()
        self._ask = ask
        self.rows: list[LineRow] = []
        self._heads = [Text(size=theme.SMALL, tone="muted") for _ in range(5)]
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._head())
        for _ in range(ROWS):
            self._add()

    def _head(self) -> QWidget:
        head = _Head()
        grid = QGridLayout(head)
        grid.setContentsMargins(_NUMBER, 0, 0, 1)
        grid.setSpacing(0)
        widths = (0, _UNIT, _QUANTITY, _PRICE, _AMOUNT)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for column, (label, width) in enumerate(zip(self._heads, widths, strict=True)):
            label.setContentsMargins(10, 0, 12, 0)
            if width:
                label.setFixedWidth(width)
            if width > _UNIT:
                label.setAlignment(right)
            grid.addWidget(label, 0, column)
        grid.setColumnStretch(0, 1)
        return head

    def say(self, heads: tuple[str, str, str, str, str], first: str) -> None:
        """Set the heads, and the quiet word in the first empty item."""
        for label, text in zip(self._heads, heads, strict=True):
            label.setText(text)
        for number, row in enumerate(self.rows, start=1):
            for cell, text in zip(row.cells, heads, strict=True):
                cell.setAccessibleName(f"{text} {number}")
        self.rows[0].item.setPlaceholderText(first)

    def _add(self) -> None:
        row = LineRow(len(self.rows) + 1, self._ask)
        row.edited.connect(self.edited)
        number = len(self.rows)
        row.item.next_wanted.connect(lambda: self._after_item(number))
        for cell, following in (
            (row.unit, row.quantity),
            (row.quantity, row.price),
            (row.price, row.amount),
        ):
            cell.next_wanted.connect(following.setFocus)
        row.amount.next_wanted.connect(lambda: self._after_amount(number))
        row.number.setVisible(number == 0)
        self.rows.append(row)
        self._column.addWidget(row)

    def _after_item(self, number: int) -> None:
        row = self.rows[number]
        if row.is_empty and number > 0:
            self.finished.emit()
        else:
            row.amount.setFocus()

    def _after_amount(self, number: int) -> None:
        self.rows[number].take_offered_amount()
        if number + 1 == len(self.rows):
            if len(self.rows) < MAX_SHOWN:
                self._add()
            else:
                self.finished.emit()
                return
        self.rows[number + 1].number.show()
        self.rows[number + 1].item.setFocus()

    def grow_to(self, rows: int) -> int:
        """Let at least so many lines be there, up to what a form holds; give back how many."""
        wanted = min(rows, MAX_SHOWN)
        while len(self.rows) < wanted:
            self._add()
        return wanted

    def show_numbers(self) -> None:
        """Number the lines that are begun, and the one that waits after each."""
        before = True
        for row in self.rows:
            row.number.setVisible(before or not row.is_empty)
            before = not row.is_empty

    def clear(self) -> None:
        """Empty every line."""
        for row in self.rows:
            row.clear()
            row.number.setVisible(row is self.rows[0])
            row.update()

    def lines(self) -> tuple[tuple[Line, ...], list[CellFault]]:
        """Read the lines that hold anything, in order, and every fault."""
        lines: list[Line] = []
        faults: list[CellFault] = []
        for row in self.rows:
            if not row.is_empty:
                line, found = row.line(len(lines))
                lines.append(line)
                faults += found
        return tuple(lines), faults

    def cell_of(self, field: str) -> Edit:
        """Find the cell core's field name means, such as `lines.0.amount`."""
        used = [row for row in self.rows if not row.is_empty] or self.rows[:1]
        parts = field.split(".")
        position = int(parts[1]) if len(parts) > 1 and parts[1].isdecimal() else 0
        row = used[min(position, len(used) - 1)]
        names = {"item": row.item, "unit": row.unit, "quantity": row.quantity}
        names |= {"price": row.price, "amount": row.amount}
        return names.get(parts[-1], row.amount if field == "amount" else row.item)

    def mark(self, fields: list[str]) -> None:
        """Mark the cells of these fields, and no other."""
        bad = {id(self.cell_of(field)) for field in fields}
        for row in self.rows:
            for cell in row.cells:
                cell.setProperty("bad", id(cell) in bad)
            row.update()


class _Head(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(theme.HEADER_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(colour("line2"))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
