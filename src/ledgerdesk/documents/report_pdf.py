"""Print a report on A4: its head on every page, sums carried over, the page of how many."""

import io
from dataclasses import dataclass
from datetime import date

from ledgerdesk.core.money import format_fen
from ledgerdesk.core.reports import Column, Report, Value, What, totals
from ledgerdesk.documents.canvas import new_canvas
from ledgerdesk.documents.drawing import Sheet
from ledgerdesk.documents.fonts import Weight, missing, width
from ledgerdesk.documents.placing import Align, Box, Stock
from ledgerdesk.i18n.report_words import column_words, report_words, value_words
from ledgerdesk.i18n.translator import Language, Translator

STOCK = Stock(
    width=210.0,
    height=297.0,
    dots_per_inch=600,
    printable=Box(left=4.2, top=4.2, right=205.8, bottom=292.8),
)
_LEFT, _RIGHT, _TOP, _BOTTOM = 18.0, 192.0, 22.0, 272.0
_ROW, _SIZE, _SMALL, _TITLE = 6.2, 9.5, 8.5, 17.0
_GAP = 4.0  # mm between two columns
_THIN, _THICK = 4, 10  # dots
_UNPRINTABLE = "□"
_ELLIPSIS = "…"
_HEAD_ROWS = 2  # carried over above, carried on below
_LEAST = 14.0  # mm of a column of words


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a column stands: its edges in mm and on which side its text is."""

    left: float
    right: float
    align: Align


def render(report: Report, language: Language = Language.ZH) -> bytes:
    """Draw a report as PDF bytes, the same for the same report; what no font has is a box."""
    translator = Translator.load(language)
    out = io.BytesIO()
    title = f"{report_words(translator, report.what)} {report.first} {report.last}"
    canvas = new_canvas(out, STOCK, title=title, author=report.firm)
    _Writer(Sheet(stock=STOCK, canvas=canvas), report, translator).write()
    canvas.save()
    return out.getvalue()


class _Writer:
    def __init__(self, sheet: Sheet, report: Report, translator: Translator) -> None:
        self._sheet = sheet
        self._report = report
        self._t = translator
        self._cells = [self._shown(row) for row in report.rows]
        self._places = self._columns()
        self._y = _TOP

    def write(self) -> None:
        """Write every page; one without rows says so."""
        report = self._report
        room = int((_BOTTOM - _TOP - 24) / _ROW) - _HEAD_ROWS
        pages = [self._cells[at : at + room] for at in range(0, len(self._cells), room)] or [[]]
        adds = any(total is not None for total in report.totals)
        done = 0
        for number, page in enumerate(pages, start=1):
            self._head()
            if done and adds:
                self._sums(self._t.text("Carried over"), report.rows[:done])
            for cells in page:
                self._line(cells)
            done += len(page)
            self._sheet.across(_LEFT, _RIGHT, self._y - _ROW / 2, _THIN)
            if not report.rows:
                self._sheet.text(self._t.text("Nothing in this time"), _LEFT, self._y, _SIZE)
            elif adds and number < len(pages):
                self._sums(self._t.text("Carried on"), report.rows[:done])
            elif adds:
                self._sums(self._t.text("Total"), report.rows, weight=Weight.BOLD)
            self._foot(number, len(pages))

    def _head(self) -> None:
        report, t = self._report, self._t
        self._sheet.text(report_words(t, report.what), _LEFT, _TOP - 2, _TITLE, weight=Weight.BOLD)
        firm = _printable(report.firm)
        self._sheet.text(firm, _RIGHT, _TOP - 2, _SIZE, align=Align.RIGHT)
        self._sheet.text(self._period(), _LEFT, _TOP + 6, _SIZE)
        if report.subject:
            subject = _fitted(_printable(report.subject), 110, _SIZE, Weight.BOLD)
            self._sheet.text(
                subject, _RIGHT, _TOP + 6, _SIZE, weight=Weight.BOLD, align=Align.RIGHT
            )
        self._y = _TOP + 13
        self._sheet.across(_LEFT, _RIGHT, self._y - 4, _THICK)
        titles = [column_words(t, column.name) for column in report.columns]
        self._line(titles, size=_SMALL)
        self._sheet.across(_LEFT, _RIGHT, self._y - _ROW / 2, _THIN)

    def _period(self) -> str:
        first, last = self._report.first.isoformat(), self._report.last.isoformat()
        if self._report.what is What.AGEING:
            return self._t.text("Owed at the end of {day}", day=last)
        if self._report.what is What.STATEMENT:
            return self._t.text("{first} to {last}", first=first, last=last)
        return self._t.text("Business days {first} to {last}", first=first, last=last)

    def _line(
        self, cells: list[str], *, size: float = _SIZE, weight: Weight = Weight.REGULAR
    ) -> None:
        for cell, place in zip(cells, self._places, strict=True):
            at = place.right if place.align is Align.RIGHT else place.left
            words = _fitted(cell, place.right - place.left, size, weight)
            self._sheet.text(words, at, self._y, size, weight=weight, align=place.align)
        self._y += _ROW

    def _sums(
        self, words: str, rows: tuple[tuple[Value, ...], ...], *, weight: Weight = Weight.REGULAR
    ) -> None:
        columns = self._report.columns
        found = totals(columns, rows)
        cells = [_figure(column, value) for column, value in zip(columns, found, strict=True)]
        self._line([words, *cells[1:]], weight=weight)

    def _foot(self, number: int, count: int) -> None:
        report, t = self._report, self._t
        made = t.text("Made {moment} · {person}", moment=report.made_at, person=report.made_by)
        self._sheet.text(_printable(made), _LEFT, 282, _SMALL)
        page = t.text("Page {number} of {count}", number=number, count=count)
        self._sheet.text(page, _RIGHT, 282, _SMALL, align=Align.RIGHT)
        self._sheet.end_page()

    def _shown(self, row: tuple[Value, ...]) -> list[str]:
        found = []
        for column, value in zip(self._report.columns, row, strict=True):
            words = (
                value_words(self._t, column.name, value)
                if isinstance(value, str)
                else _figure(column, value)
            )
            found.append(_printable(words))
        return found

    def _columns(self) -> list[_Place]:
        """Give figures the room they need, and words what is left, by how much they ask for."""
        columns = self._report.columns
        titles = [column_words(self._t, column.name) for column in columns]
        last = [
            _figure(column, value)
            for column, value in zip(columns, self._report.totals, strict=True)
        ]
        needs = [
            max(
                width(titles[at], _SMALL),
                *(width(cells[at], _SIZE, Weight.BOLD) for cells in (last, *self._cells)),
                _LEAST,
            )
            for at in range(len(columns))
        ]
        fixed = [column.kind != "text" for column in columns]
        room = _RIGHT - _LEFT - _GAP * (len(columns) - 1)
        words = sum(need for need, is_fixed in zip(needs, fixed, strict=True) if not is_fixed)
        left = room - sum(need for need, is_fixed in zip(needs, fixed, strict=True) if is_fixed)
        places, x = [], _LEFT
        for need, is_fixed, column in zip(needs, fixed, columns, strict=True):
            wide = need if is_fixed or not words else need * left / words
            align = Align.RIGHT if column.kind in {"fen", "count"} else Align.LEFT
            places.append(_Place(x, x + wide, align))
            x += wide + _GAP
        return places


def _figure(column: Column, value: Value) -> str:
    if value is None:
        return ""
    if column.kind == "fen" and isinstance(value, int):
        return format_fen(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _fitted(text: str, room: float, size: float, weight: Weight) -> str:
    """Cut words that are wider than their column; figures have the room they need."""
    if width(text, size, weight) <= room + 0.01:
        return text
    kept = text
    while kept and width(kept + _ELLIPSIS, size, weight) > room:
        kept = kept[:-1]
    return kept + _ELLIPSIS


def _printable(text: str) -> str:
    plain = " ".join(text.split())
    for character in missing(plain):
        plain = plain.replace(character, _UNPRINTABLE)
    return plain
