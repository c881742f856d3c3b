"""Read a firm's table row by row: a good row becomes a record, a bad one names field and reason.

Nothing is guessed: what has two readings, or has lost digits, is refused and said so.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

from ledgerdesk.core.dates import date_from_serial, parse_date
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.identity import Kind, check_number
from ledgerdesk.core.import_columns import VOIDED, Chosen, Column, Header, find_header
from ledgerdesk.core.money import parse_amount
from ledgerdesk.core.progress import Progress, quiet
from ledgerdesk.core.tables import (
    MAX_CELL_CHARACTERS,
    ROWS_PER_STEP,
    Row,
    Sheet,
    column_letters,
)
from ledgerdesk.core.texts import clean
from ledgerdesk.core.transactions import MAX_ITEM_CHARACTERS, MAX_NOTE_CHARACTERS

MAX_NAME_CHARACTERS = 200
MAX_CONTACT_CHARACTERS = 500
MAX_TABLE_ID_CHARACTERS = 100
NO_ITEM = "未注明"
NOTE_JOINT = "；"

# Between Excel's two ways to count days lie four years and a day.
_DAYS_TO_1904 = 1462
# A serial before 1980 is far likelier a slip (202501 short of a digit) than a day.
_FIRST_SERIAL = 29_221
_SERIAL = re.compile(r"[0-9０-９]{5}(?:[.．][0-9０-９]+)?")
_HAS_YEAR = re.compile(r"[0-9０-９]{4}")
_SHEET_ERRORS = frozenset(
    {"#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NUM!", "#NAME?", "#NULL!", "#SPILL!", "#CALC!"}
)
_TOTALS = frozenset({"合计", "总计", "共计", "小计", "累计", "总额", "total", "sum", "grandtotal"})
_PHONE_MARKS = re.compile(r"[/／、;；,，|\s]+")
_LINE_BREAKS = re.compile(r"[\r\n\v\f\x85\u2028\u2029]")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_ID_KINDS = (Kind.CN_RIC, Kind.FPR_NEW, Kind.FPR_OLD)

Value = TypeVar("Value")


class Doubtful(StrEnum):
    """What becomes of rows whose customer has the name of one in the book, and no more."""

    NEW = "new"
    UPDATE = "update"
    SKIP = "skip"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class RowNote:
    """What is at fault in one row, or worth a look: sheet row (1 is the first), field, reason.

    `field` is a `Column`, or the letters of a column nothing is read from.
    """

    row: int
    field: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRow:
    """One good row; the amount in 分. `trade_pub` only in an export of our own.

    In a table of customers alone it has no day, no amount and no item.
    """

    row: int
    name: str
    phones: tuple[str, ...]
    email: str
    company: str
    traded_on: date | None
    amount_fen: int
    item: str
    preference: str
    note: str
    table_id: str
    id_kind: Kind | None = None
    id_number: str = ""
    trade_pub: str = ""

    def __repr__(self) -> str:
        return f"ImportRow({self.row})"

    @property
    def is_trade(self) -> bool:
        """Tell whether it is a trade, and not a customer alone."""
        return self.traded_on is not None

    @property
    def day(self) -> date:
        """Give a trade's day."""
        if self.traded_on is None:
            raise ValueError("a row without a trade has no day")
        return self.traded_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a sheet says: its header, its good rows, and what was refused or looks odd."""

    header: Header
    data_rows: int
    rows: tuple[ImportRow, ...]
    errors: tuple[RowNote, ...]
    warnings: tuple[RowNote, ...]


def read_sheet(
    sheet: Sheet, *, today: date, chosen: Chosen | None = None, progress: Progress = quiet
) -> Reading:
    """Read every row below the header; blank rows and totals are no rows of data.

    `chosen` overrules what the headings say, `progress` counts rows. Raises what `find_header`
    raises.
    """
    header = find_header(sheet.rows, chosen)
    good: list[ImportRow] = []
    errors: list[RowNote] = []
    warnings: list[RowNote] = []
    count = 0
    for place, row in enumerate(sheet.rows, start=1):
        if place % ROWS_PER_STEP == 0:
            progress(place, len(sheet.rows))
        if row.number <= header.row:
            continue
        reader = _RowReader(row=row, header=header, today=today, from_1904=sheet.from_1904)
        if reader.is_total():
            continue
        count += 1
        record = reader.read()
        errors += reader.errors
        if record is not None:
            good.append(record)
            warnings += reader.warnings
    return Reading(
        header=header,
        data_rows=count,
        rows=tuple(good),
        errors=tuple(errors),
        warnings=tuple(warnings),
    )


@dataclass(slots=True, kw_only=True)
class _RowReader:
    row: Row
    header: Header
    today: date
    from_1904: bool
    errors: list[RowNote] = field(default_factory=list)
    warnings: list[RowNote] = field(default_factory=list)

    def is_total(self) -> bool:
        """Tell a row of sums: it says so in its first cell or its name, and tells no day."""
        if self._cell(Column.DATE).strip() or self._cell(Column.PHONE).strip():
            return False
        first = next((cell for cell in self.row.cells if cell.strip()), "")
        said = {self._folded(first), self._folded(self._cell(Column.NAME))}
        return not _TOTALS.isdisjoint(said)

    @staticmethod
    def _folded(cell: str) -> str:
        return re.sub(r"[\s:：]", "", cell[:40]).casefold()

    def read(self) -> ImportRow | None:
        """Give back the record, or None with every fault of the row noted."""
        self._look_at_every_cell()
        name = self._text(Column.NAME, MAX_NAME_CHARACTERS, needed=True)
        trades = self.header.tells_trades
        traded_on = self._parsed(Column.DATE, self._day) if trades else None
        amount_fen = self._parsed(Column.AMOUNT, self._amount) if trades else 0
        item = self._text(Column.ITEM, MAX_ITEM_CHARACTERS)
        note = self._text(Column.NOTE, MAX_NOTE_CHARACTERS)
        preference = self._text(Column.PREFERENCE, MAX_NOTE_CHARACTERS)
        company = self._text(Column.COMPANY, MAX_NAME_CHARACTERS)
        table_id = self._text(Column.TABLE_ID, MAX_TABLE_ID_CHARACTERS)
        email = self._email()
        phones = self._phones()
        id_kind, id_number = self._id_number()
        if self._cell(Column.STATE).strip() == VOIDED:
            self._refuse(Column.STATE, "voided")
        if self.errors or amount_fen is None or (trades and traded_on is None):
            return None
        if not trades:  # there is no trade a note could stand on
            preference = NOTE_JOINT.join(part for part in (preference, note) if part)
        return ImportRow(
            row=self.row.number,
            name=name,
            phones=phones,
            email=email,
            company=company,
            traded_on=traded_on,
            amount_fen=amount_fen,
            item=(item or NO_ITEM) if trades else "",
            preference=preference,
            note=note if trades else "",
            table_id=table_id,
            id_kind=id_kind,
            id_number=id_number,
            trade_pub=self._cell(Column.TRADE).strip()[:16],
        )

    def _cell(self, column: Column) -> str:
        place = self.header.columns.get(column)
        cells = self.row.cells
        return cells[place] if place is not None and place < len(cells) else ""

    def _refuse(self, where: str, reason: str) -> None:
        if not any(note.field == where for note in self.errors):
            self.errors.append(RowNote(row=self.row.number, field=str(where), reason=reason))

    def _warn(self, where: str, reason: str) -> None:
        self.warnings.append(RowNote(row=self.row.number, field=str(where), reason=reason))

    def _look_at_every_cell(self) -> None:
        """Refuse what a torn quote or an unquoted comma leaves: swallowed rows, shifted cells."""
        fields = {place: column.value for column, place in self.header.columns.items()}
        for place, cell in enumerate(self.row.cells):
            if not cell:
                continue
            where = fields.get(place, column_letters(place))
            if len(cell) > MAX_CELL_CHARACTERS:
                self._refuse(where, "too_long")
            elif _LINE_BREAKS.search(cell.strip()):
                self._refuse(where, "line_break")
            elif place >= self.header.width and cell.strip():
                self._refuse(where, "beyond_header")
            elif place in fields and cell.strip() in _SHEET_ERRORS:
                self._refuse(where, "sheet_error")

    def _text(self, column: Column, limit: int, *, needed: bool = False) -> str:
        cell = self._cell(column)
        if len(cell) > MAX_CELL_CHARACTERS:
            return ""  # refused already, and too long to be looked at again
        try:
            text = clean(cell, field=column.value, max_length=limit)
        except KnownError as refused:
            self._refuse(column, str(refused.details.get("reason")))
            return ""
        if needed and not text:
            self._refuse(column, "required")
        return text

    def _parsed(self, column: Column, parse: Callable[[str], Value | None]) -> Value | None:
        text = self._cell(column).strip()
        if len(text) > MAX_CELL_CHARACTERS:
            return None
        if not text:
            self._refuse(column, "required")
        elif text.startswith("="):
            self._refuse(column, "formula")
        else:
            try:
                return parse(text)
            except KnownError as refused:
                self._refuse(column, str(refused.details.get("reason")))
        return None

    def _day(self, text: str) -> date | None:
        if _SERIAL.fullmatch(text):
            day = self._from_serial(text)
        else:
            day = parse_date(text, today=self.today)
            if not _HAS_YEAR.search(text):
                self._refuse(Column.DATE, "no_year")
                return None
        if day is not None and day > self.today:
            self._refuse(Column.DATE, "in_the_future")
            return None
        return day

    def _from_serial(self, text: str) -> date | None:
        days = int(text[:5]) + (_DAYS_TO_1904 if self.from_1904 else 0)
        if days < _FIRST_SERIAL:
            self._refuse(Column.DATE, "format")
            return None
        return date_from_serial(days)

    def _amount(self, text: str) -> int | None:
        fen = parse_amount(text)
        if fen == 0:
            self._refuse(Column.AMOUNT, "not_positive")
            return None
        return fen

    def _email(self) -> str:
        email = self._text(Column.EMAIL, MAX_CONTACT_CHARACTERS)
        if email and not _EMAIL.fullmatch(email):
            self._warn(Column.EMAIL, "format")
        return email

    def _phones(self) -> tuple[str, ...]:
        text = self._text(Column.PHONE, MAX_CONTACT_CHARACTERS)
        if not text:
            return ()
        whole, reason = self._phone(text)
        if whole is not None:
            return (whole,)
        if reason == "scientific_notation":
            self._refuse(Column.PHONE, reason)
            return ()
        parts = [part for part in _PHONE_MARKS.split(text) if part]
        several = [self._phone(part)[0] for part in parts]
        if len(several) > 1 and None not in several:
            return tuple(dict.fromkeys(phone for phone in several if phone is not None))
        self._warn(Column.PHONE, "format")
        return (text,)

    def _phone(self, text: str) -> tuple[str | None, str]:
        """Give the number as it is stored, or None with why not."""
        mobile = check_number(Kind.MOBILE, text, today=self.today)
        if mobile.valid:
            return mobile.normal, ""
        landline = check_number(Kind.LANDLINE, text, today=self.today)
        return (landline.normal, "") if landline.valid else (None, mobile.reason or "format")

    def _id_number(self) -> tuple[Kind | None, str]:
        text = self._text(Column.ID_NUMBER, MAX_CELL_CHARACTERS)
        if not text:
            return None, ""
        verdicts = [(kind, check_number(kind, text, today=self.today)) for kind in _ID_KINDS]
        for kind, verdict in verdicts:
            if verdict.valid:
                return kind, verdict.normal
        self._refuse(Column.ID_NUMBER, verdicts[0][1].reason or "format")
        return None, ""
