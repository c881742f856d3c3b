"""What each column of a table is read as: proposed by the program, changed by whoever imports."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ledgerdesk.core.import_columns import (
    HEADER_WITHIN_ROWS,
    NEEDED,
    Chosen,
    Column,
    missing_in,
)
from ledgerdesk.core.tables import Row, Sheet, column_letters
from ledgerdesk.gui import theme
from ledgerdesk.gui.pages.imports.import_fields import DropRow, FieldChips
from ledgerdesk.gui.speech import Speech
from ledgerdesk.gui.theme import colour
from ledgerdesk.gui.widgets.fields import Field
from ledgerdesk.gui.widgets.select import Select
from ledgerdesk.gui.widgets.texts import Ground, Rule, Text
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
_LETTERS, _HEADING, _SELECT, _GAP, _TALL = 32, 190, 216, 12, 40
_AT_ONCE, _BREATH_MS = 3, 5
"""So many rows are made in one go, and between two goes the window has its turn."""


class _ColumnRow(DropRow):
    """One column: what the table says of it is drawn, what it is read as is chosen."""

    def __init__(self, place: int, parent: QWidget, dropped: Callable[[Column], None]) -> None:
        super().__init__(parent, dropped)
        self.letters = column_letters(place)
        self.heading = self.samples = ""
        self.select = Select()
        self.select.setProperty("quiet", True)
        self.select.setFixedWidth(_SELECT)
        self.setFixedHeight(_TALL)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 1)
        row.addStretch(1)
        row.addWidget(self.select)

    def show_cells(self, heading: str, samples: str) -> None:
        """Show the heading and what stands below it."""
        self.heading, self.samples = heading, samples
        self.select.setAccessibleDescription(f"{heading}: {samples}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw letters, heading and samples on the row's line."""
        painter = QPainter(self)
        if self.is_over:
            painter.fillRect(self.rect(), colour("soft"))
        left = _LETTERS + _GAP
        behind = left + _HEADING + _GAP
        room = self.select.x() - _GAP - behind
        for text, x, wide, size, role in (
            (self.letters, 0, _LETTERS, theme.SMALL, "muted"),
            (self.heading, left, _HEADING, theme.BODY, "text"),
            (self.samples, behind, room, theme.BODY, "muted"),
        ):
            made = theme.font(size)
            painter.setFont(made)
            painter.setPen(colour(role))
            shown = QFontMetrics(made).elidedText(text, Qt.TextElideMode.ElideRight, wide)
            place = QRect(x, 0, wide, self.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.setPen(colour("line"))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)


class ColumnList(QWidget):
    """A line for each column: its letters, its heading, what stands below it, what it is."""

    changed = Signal()
    sheet_chosen = Signal(int)
    finished = Signal()

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._table: Table | None = None
        self._choices: list[int] = []
        self._lines: list[_ColumnRow] = []
        self.sheet, self.header = Select(), Select()
        self.sheet_field, self.header_field = Field(self.sheet), Field(self.header)
        self._titles = [Text(size=theme.SMALL, tone="muted") for _ in range(3)]
        self.chips = FieldChips(CHOICES)
        self._inner = Ground("surface")
        self._rows = QVBoxLayout()
        self._area = QScrollArea()
        self._later = QTimer(self)
        self._later.setInterval(_BREATH_MS)
        self._later.timeout.connect(self._make_more)
        self._lay_out()
        self.sheet.chosen.connect(self.sheet_chosen)
        self.header.chosen.connect(self._header_chosen)
        self.sheet.next_wanted.connect(self.header.setFocus)
        self.header.next_wanted.connect(self.focus_first)

    @property
    def selects(self) -> list[Select]:
        """Give the choices that are there, in the columns' order."""
        return [line.select for line in self._lines]

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(self.header_field, 3, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.sheet_field, 1, Qt.AlignmentFlag.AlignTop)
        titles = QHBoxLayout()
        titles.setSpacing(_GAP)
        titles.addSpacing(_LETTERS + _GAP)
        for title, wide in zip(self._titles, (_HEADING, 0, _SELECT), strict=True):
            if wide:
                title.setFixedWidth(wide)
            titles.addWidget(title, 0 if wide else 1)
        self._rows.setSpacing(0)
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
        column.addSpacing(10)
        column.addWidget(self.chips)
        column.addSpacing(10)
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
        self.chips.setToolTip(t.text("Drag a word onto its column, or choose it there"))
        self._say_chips()
        if self._table is not None:
            self._say_header(self._table.sheet)
            for line in self._lines:
                self._say_line(line)

    def _say_chips(self) -> None:
        words = {column: self._speech.text(word) for column, word in COLUMN_WORDS.items()}
        taken = {CHOICES[choice - 1] for choice in self._choices if choice}
        self.chips.say(words, taken)

    def _dropped(self, place: int, column: Column) -> None:
        """Read a column as the field that was let go on it."""
        choice = CHOICES.index(column) + 1
        self._lines[place].select.choose(choice)
        self._column_chosen(place, choice)

    def _say_header(self, sheet: Sheet) -> None:
        t = self._speech
        self.header.say(
            [
                t.text("row {number}: {text}", number=row.number, text=_told(row))
                for row in sheet.rows[:HEADER_WITHIN_ROWS]
            ]
            + [t.text("no row: the first one is data already")]
        )

    def _say_line(self, line: _ColumnRow) -> None:
        t = self._speech
        words = [self._column_word(column) for column in COLUMN_WORDS]
        line.select.say([t.text("— not read —"), *words])
        line.select.setAccessibleName(t.text("Column {letters} is read as", letters=line.letters))

    def _column_word(self, column: Column) -> str:
        t, word = self._speech, self._speech.text(COLUMN_WORDS[column])
        if column is Column.NAME:
            return t.text("{field} (needed)", field=word)
        return t.text("{field} (for trades)", field=word) if column in NEEDED else word

    # ── a table ──────────────────────────────────────────────────────────────────────────

    def show_table(self, table: Table) -> None:
        """Show a table with what is proposed for it."""
        self.forget()
        self._table = table
        titles = [sheet.title for sheet in table.sheets]
        self.sheet.say(titles)
        self.sheet.choose(table.at)
        self.sheet_field.setVisible(len(table.sheets) > 1)
        rows, proposal = table.sheet.rows, table.proposal
        self._say_header(table.sheet)
        numbers = [row.number for row in rows[:HEADER_WITHIN_ROWS]]
        known = proposal.row in numbers
        self.header.choose(numbers.index(proposal.row) if known else len(numbers))
        width = max((len(row.cells) for row in rows[:HEADER_WITHIN_ROWS]), default=0)
        at = {place: CHOICES.index(column) + 1 for column, place in proposal.columns.items()}
        self._choices = [at.get(place, 0) for place in range(width)]
        self._say_chips()
        self._make_more()

    def _make_more(self) -> None:
        """Make the next rows, and the rest when the window has had its turn."""
        for place in range(len(self._lines), len(self._choices))[:_AT_ONCE]:
            line = _ColumnRow(place, self._inner, partial(self._dropped, place))
            self._lines.append(line)
            self._rows.addWidget(line)
            self._say_line(line)
            line.select.choose(self._choices[place])
            self._show_cells(place)
            line.select.chosen.connect(lambda choice, at=place: self._column_chosen(at, choice))
            line.select.next_wanted.connect(lambda at=place: self._to_following(at))
        if len(self._lines) < len(self._choices):
            self._later.start()
        else:
            self._later.stop()

    def forget(self) -> None:
        """Leave nothing of a table on the page."""
        self._table = None
        self._later.stop()
        for line in self._lines:
            line.hide()
            line.deleteLater()
        self._lines, self._choices = [], []
        self.header.clear()
        self.sheet.clear()

    def chosen(self) -> Chosen:
        """Tell what is chosen."""
        columns = {
            CHOICES[choice - 1]: place for place, choice in enumerate(self._choices) if choice
        }
        return Chosen(row=self._header_row(), columns=columns)

    def missing(self) -> tuple[Column, ...]:
        """Name what is needed and read from no column; without day and amount, customers come."""
        return missing_in(self.chosen().columns)

    def focus_first(self) -> None:
        """Begin at the first column."""
        if self._lines:
            self._lines[0].select.setFocus()

    def _header_row(self) -> int:
        rows = self._table.sheet.rows if self._table else ()
        at = self.header.currentIndex()
        return rows[at].number if 0 <= at < min(len(rows), HEADER_WITHIN_ROWS) else 0

    def _to_following(self, place: int) -> None:
        if place + 1 < len(self._lines):
            following = self._lines[place + 1]
            following.select.setFocus()
            self._area.ensureWidgetVisible(following)
        else:
            self.finished.emit()

    def _column_chosen(self, place: int, choice: int) -> None:
        """Let a field have one column: the other one that was read as it is not read."""
        for other, had in enumerate(self._choices):
            if choice and other != place and had == choice:
                self._choices[other] = 0
                if other < len(self._lines):
                    self._lines[other].select.choose(0)
        self._choices[place] = choice
        self._say_chips()
        self.changed.emit()

    def _header_chosen(self, _place: int) -> None:
        for place in range(len(self._lines)):
            self._show_cells(place)
        self.changed.emit()

    def _show_cells(self, place: int) -> None:
        """Show a column's heading and what stands below it."""
        rows = self._table.sheet.rows if self._table else ()
        number = self._header_row()
        heads = next((row.cells for row in rows if row.number == number), ()) if number else ()
        below = [row for row in rows[: 4 * HEADER_WITHIN_ROWS] if row.number > number]
        heading = heads[place].strip() if place < len(heads) else ""
        self._lines[place].show_cells(heading, _samples(below, place))


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
