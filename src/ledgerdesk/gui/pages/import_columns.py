"""What each column of a table is read as: proposed by the program, changed by whoever imports."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ledgerdesk.core.import_columns import HEADER_WITHIN_ROWS, NEEDED, Chosen, Column
from ledgerdesk.core.tables import Row, Sheet, column_letters
from ledgerdesk.gui import theme
from ledgerdesk.gui.speech import Speech
from ledgerdesk.gui.widgets.fields import Field
from ledgerdesk.gui.widgets.select import Select
from ledgerdesk.gui.widgets.texts import Elided, Ground, Rule, Text
from ledgerdesk.i18n.marks import N_
from ledgerdesk.services.imports import Table

COLUMN_WORDS: Mapping[Column, str] = {
    Column.NAME: N_("Customer's name"),
    Column.DATE: N_("Date"),
    Column.AMOUNT: N_("Amount"),
    Column.ITEM: N_("What it was for"),
    Column.PHONE: N_("Phone"),
    Column.COMPANY: N_("Company"),
    Column.EMAIL: N_("E-mail"),
    Column.NOTE: N_("Note"),
    Column.PREFERENCE: N_("Customer's note"),
    Column.TABLE_ID: N_("Customer's number"),
    Column.ID_NUMBER: N_("ID number"),
}
CHOICES = tuple(COLUMN_WORDS)
_SAMPLES, _SAMPLE_CHARACTERS = 3, 24
_LETTERS, _HEADING, _SELECT, _SELECT_TALL = 32, 190, 190, theme.FILTER_HEIGHT


class ColumnList(QWidget):
    """A line for each column: its letters, its heading, what stands below it, what it is."""

    changed = Signal()
    sheet_chosen = Signal(int)
    finished = Signal()

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._table: Table | None = None
        self.sheet, self.header = Select(), Select()
        self.sheet_field, self.header_field = Field(self.sheet), Field(self.header)
        self._titles = [Text(size=theme.SMALL, tone="muted") for _ in range(3)]
        self.selects: list[Select] = []
        self._rows = QGridLayout()
        self._inner = Ground("surface")
        self._area = QScrollArea()
        self._lay_out()
        self.sheet.chosen.connect(self.sheet_chosen)
        self.header.chosen.connect(self._header_chosen)
        self.sheet.next_wanted.connect(self.header.setFocus)
        self.header.next_wanted.connect(self._to_first)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(self.header_field, 3, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.sheet_field, 1, Qt.AlignmentFlag.AlignTop)
        titles = QHBoxLayout()
        titles.setSpacing(12)
        titles.addSpacing(_LETTERS + 12)
        for title, wide in zip(self._titles, (_HEADING, 0, _SELECT), strict=True):
            if wide:
                title.setFixedWidth(wide)
            titles.addWidget(title, 0 if wide else 1)
        self._rows.setHorizontalSpacing(12)
        self._rows.setVerticalSpacing(0)
        self._rows.setColumnMinimumWidth(0, _LETTERS)
        self._rows.setColumnStretch(2, 1)
        inner = QVBoxLayout(self._inner)
        inner.setContentsMargins(0, 0, 0, 4)
        inner.addLayout(self._rows)
        inner.addStretch(1)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self._inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addSpacing(14)
        column.addLayout(titles)
        column.addSpacing(6)
        column.addWidget(Rule("line2"))
        column.addWidget(self._area, 1)

    def say(self) -> None:
        """Say every text again; what is chosen stays."""
        t = self._speech
        self.sheet_field.say(t.text("&Sheet"))
        self.header_field.say(t.text("Headin&gs stand in"))
        words = (t.text("Column"), t.text("First rows"), t.text("Is read as"))
        for title, word in zip(self._titles, words, strict=True):
            title.setText(word)
        if self._table is not None:
            self._say_choices(self._table.sheet)

    def _say_choices(self, sheet: Sheet) -> None:
        t = self._speech
        self.header.say(
            [
                t.text("row {number}: {text}", number=row.number, text=_told(row))
                for row in sheet.rows[:HEADER_WITHIN_ROWS]
            ]
            + [t.text("no row: the first one is data already")]
        )
        words = [
            t.text("{field} (needed)", field=t.text(word)) if column in NEEDED else t.text(word)
            for column, word in COLUMN_WORDS.items()
        ]
        for place, select in enumerate(self.selects):
            select.say([t.text("— not read —"), *words])
            select.setAccessibleName(
                t.text("Column {letters} is read as", letters=column_letters(place))
            )

    # ── a table ──────────────────────────────────────────────────────────────────────────

    def show_table(self, table: Table) -> None:
        """Show a table with what is proposed for it."""
        self._table = table
        titles = [sheet.title for sheet in table.sheets]
        self.sheet.say(titles if any(titles) else [""])
        self.sheet.choose(table.at)
        self.sheet_field.setVisible(len(table.sheets) > 1)
        self._clear_rows()
        rows = table.sheet.rows
        width = max((len(row.cells) for row in rows[:HEADER_WITHIN_ROWS]), default=0)
        for place in range(width):
            self._add_row(place)
        self._say_choices(table.sheet)
        numbers = [row.number for row in rows[:HEADER_WITHIN_ROWS]]
        chosen = table.proposal
        known = chosen.row in numbers
        self.header.choose(numbers.index(chosen.row) if known else len(numbers))
        at = {place: CHOICES.index(column) for column, place in chosen.columns.items()}
        for place, select in enumerate(self.selects):
            select.choose(at.get(place, -1) + 1)
        self._show_cells()

    def forget(self) -> None:
        """Leave nothing of a table on the page."""
        self._table = None
        self._clear_rows()
        self.header.clear()
        self.sheet.clear()

    def chosen(self) -> Chosen:
        """Tell what is chosen."""
        columns = {
            CHOICES[select.currentIndex() - 1]: place
            for place, select in enumerate(self.selects)
            if select.currentIndex() > 0
        }
        return Chosen(row=self._header_row(), columns=columns)

    def missing(self) -> tuple[Column, ...]:
        """Name what is needed and read from no column."""
        columns = self.chosen().columns
        return tuple(column for column in NEEDED if column not in columns)

    def focus_first(self) -> None:
        """Begin at the first column."""
        self._to_first()

    def _to_first(self) -> None:
        if self.selects:
            self.selects[0].setFocus()

    def _header_row(self) -> int:
        rows = self._table.sheet.rows if self._table else ()
        at = self.header.currentIndex()
        return rows[at].number if 0 <= at < min(len(rows), HEADER_WITHIN_ROWS) else 0

    def _clear_rows(self) -> None:
        self.selects = []
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _add_row(self, place: int) -> None:
        letters = Text(column_letters(place), size=theme.SMALL, tone="muted")
        heading, samples = Elided(), Elided(tone="muted")
        heading.setFixedWidth(_HEADING)
        select = Select()
        select.setProperty("quiet", True)
        select.setFixedWidth(_SELECT)
        at = 2 * place
        for column, widget in enumerate((letters, heading, samples, select)):
            self._rows.addWidget(widget, at, column)
        self._rows.setRowMinimumHeight(at, theme.LINE_HEIGHT + 4)
        self._rows.addWidget(Rule(), at + 1, 0, 1, 4)
        select.chosen.connect(lambda _: self._column_chosen(place))
        select.next_wanted.connect(lambda: self._to_following(place))
        self.selects.append(select)

    def _to_following(self, place: int) -> None:
        if place + 1 < len(self.selects):
            self.selects[place + 1].setFocus()
            self._area.ensureWidgetVisible(self.selects[place + 1])
        else:
            self.finished.emit()

    def _column_chosen(self, place: int) -> None:
        """Let a field have one column: the other one that was read as it is not read."""
        choice = self.selects[place].currentIndex()
        for other, select in enumerate(self.selects):
            if choice and other != place and select.currentIndex() == choice:
                select.choose(0)
        self.changed.emit()

    def _header_chosen(self, _place: int) -> None:
        self._show_cells()
        self.changed.emit()

    def _show_cells(self) -> None:
        """Show each column's heading and what stands below it."""
        rows = self._table.sheet.rows if self._table else ()
        number = self._header_row()
        heads = next((row.cells for row in rows if row.number == number), ())
        below = [row for row in rows[: 4 * HEADER_WITHIN_ROWS] if row.number > number]
        for place in range(len(self.selects)):
            heading = self._label(place, 1)
            heading.setText(heads[place].strip() if place < len(heads) else "")
            self._label(place, 2).setText(_samples(below, place))

    def _label(self, place: int, column: int) -> Text:
        item = self._rows.itemAtPosition(2 * place, column)
        widget = item.widget() if item is not None else None
        if not isinstance(widget, Text):
            raise TypeError(column)
        return widget


def _told(row: Row) -> str:
    filled = [cell.strip() for cell in row.cells if cell.strip()]
    return " · ".join(_cut(cell) for cell in filled[:6])


def _samples(rows: list[Row], place: int) -> str:
    found: list[str] = []
    for row in rows:
        cell = row.cells[place].strip() if place < len(row.cells) else ""
        if cell:
            found.append(_cut(cell))
        if len(found) == _SAMPLES:
            break
    return " · ".join(found)


def _cut(cell: str) -> str:
    line = " ".join(cell.split())
    return line if len(line) <= _SAMPLE_CHARACTERS else line[: _SAMPLE_CHARACTERS - 1] + "…"
