"""The three tables of an import: the first rows as they stand, the rows taken, the rows refused."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import overload

from ledgerdesk.core.import_columns import Column as Field
from ledgerdesk.core.import_columns import Header, heading_of
from ledgerdesk.core.importing import ImportRow, RowNote
from ledgerdesk.core.tables import Row, Sheet, column_letters
from ledgerdesk.gui import figures
from ledgerdesk.gui.models.rows import Cell, Column
from ledgerdesk.gui.pages.imports.import_columns import COLUMN_WORDS
from ledgerdesk.gui.speech import Speech
from ledgerdesk.i18n.import_reasons import reason_sentence
from ledgerdesk.services.imports import Outcome

SHOWN_ROWS = 50
_NUMBER, _LEAST, _MOST, _PER_CHARACTER = 56, 72, 220, 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One row's note with the table's own word for the field; a warning's row is taken."""

    note: RowNote
    where: str
    place: int | None
    is_refused: bool


def first_rows(speech: Speech, sheet: Sheet) -> tuple[Column[Row], ...]:
    """Lay out a sheet's first rows under the letters of its columns."""
    return _letters(speech, sheet.rows[:SHOWN_ROWS], lambda _row, _at: False)


def _letters(
    speech: Speech, rows: Sequence[Row], is_wrong: Callable[[Row, int], bool]
) -> tuple[Column[Row], ...]:
    width = max((len(row.cells) for row in rows), default=0)

    def column(place: int) -> Column[Row]:
        def text(row: Row) -> str:
            return " ".join(row.cells[place].split()) if place < len(row.cells) else ""

        longest = max((len(text(row)) for row in rows), default=0)
        return Column(
            title=lambda: column_letters(place),
            cell=lambda row: (
                Cell(text=text(row) or "—", tone="bad", bold=True)
                if is_wrong(row, place)
                else Cell(text=text(row))
            ),
            width=min(max(longest * _PER_CHARACTER, _LEAST), _MOST),
        )

    return (
        Column(
            title=lambda: speech.text("Row"),
            cell=lambda row: Cell(text=str(row.number), tone="muted"),
            width=_NUMBER,
            right=True,
        ),
        *(column(place) for place in range(width)),
    )


def rows_around(
    speech: Speech, rows: Sequence[Row], number: int, place: int | None
) -> tuple[Column[Row], ...]:
    """Lay out some rows of a sheet, the cell of one row in red."""
    return _letters(speech, rows, lambda row, at: row.number == number and at == place)


def rows_taken(speech: Speech) -> tuple[Column[ImportRow], ...]:
    """Lay out the rows that are added, as they were read."""
    return (
        Column(
            title=lambda: speech.text("Row"),
            cell=lambda one: Cell(text=str(one.row), tone="muted"),
            width=_NUMBER,
            right=True,
        ),
        Column(title=lambda: speech.text("Customer"), cell=lambda one: Cell(text=one.name)),
        Column(
            title=lambda: speech.text("Date"),
            cell=lambda one: Cell(text=one.day.isoformat() if one.is_trade else "", tone="muted"),
            width=110,
        ),
        Column(title=lambda: speech.text("What it was for"), cell=lambda one: Cell(text=one.item)),
        Column(
            title=lambda: speech.text("Amount (¥)"),
            cell=lambda one: Cell(text=figures.amount(one.amount_fen) if one.is_trade else ""),
            width=132,
            right=True,
        ),
    )


def rows_refused(speech: Speech) -> tuple[Column[Fault], ...]:
    """Lay out what stays out, and why; what is taken but worth a look follows."""
    return (
        Column(
            title=lambda: speech.text("Row"),
            cell=lambda one: Cell(text=str(one.note.row)),
            width=_NUMBER,
            right=True,
        ),
        Column(
            title=lambda: speech.text("Outcome"),
            cell=lambda one: (
                Cell(text=speech.text("refused"), chip="bad")
                if one.is_refused
                else Cell(text=speech.text("taken"), chip="warn")
            ),
            width=76,
        ),
        Column(
            title=lambda: speech.text("Column"), cell=lambda one: Cell(text=one.where), width=132
        ),
        Column(
            title=lambda: speech.text("Why"),
            cell=lambda one: Cell(text=reason_sentence(speech.translator, one.note)),
        ),
    )


class Faults(Sequence[Fault]):
    """Every note of an outcome, the refused rows first; each is worded when it is looked at."""

    def __init__(self, speech: Speech, outcome: Outcome) -> None:
        self._speech = speech
        self._outcome = outcome

    def __len__(self) -> int:
        """Count the notes."""
        return len(self._outcome.errors) + len(self._outcome.warnings)

    @overload
    def __getitem__(self, at: int) -> Fault: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Fault]: ...
    def __getitem__(self, at: int | slice) -> Fault | Sequence[Fault]:
        """Word one note, or some."""
        if isinstance(at, slice):
            return [self[place] for place in range(len(self))[at]]
        place = range(len(self))[at]
        errors = self._outcome.errors
        is_refused = place < len(errors)
        note = errors[place] if is_refused else self._outcome.warnings[place - len(errors)]
        where = _where(self._speech, self._outcome.header, note)
        return Fault(
            note=note,
            where=where,
            place=_place(self._outcome.header, note.field),
            is_refused=is_refused,
        )


def _place(header: Header, field: str) -> int | None:
    """Give the column a note is about, where it is one of the sheet's."""
    if field in set(Field):
        return header.columns.get(Field(field))
    if not (field.isascii() and field.isalpha() and field.isupper()):
        return None
    place = 0
    for letter in field:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def _where(speech: Speech, header: Header, note: RowNote) -> str:
    """Name a field by the table's heading, else by our word, else by its column's letters."""
    heading = heading_of(header, note.field)
    if heading != note.field:
        return heading
    words = COLUMN_WORDS.get(Field(note.field)) if note.field in set(Field) else None
    return speech.text(words) if words else note.field
