"""Print the slip of a closed day from its frozen sheet, on as many A4 pages as it needs."""

import io
from dataclasses import dataclass

from ledgerdesk.core.audit import Head, anchor
from ledgerdesk.core.days import PIECES, MethodLine, Sheet
from ledgerdesk.core.money import format_fen
from ledgerdesk.core.transactions import Method
from ledgerdesk.documents.canvas import new_canvas
from ledgerdesk.documents.drawing import Sheet as Drawing
from ledgerdesk.documents.fitting import wrap
from ledgerdesk.documents.fonts import Weight, missing
from ledgerdesk.documents.placing import Align, Box, Stock
from ledgerdesk.i18n.day_words import Part, method_words, parts_of, piece_words
from ledgerdesk.i18n.translator import Language, Translator

STOCK = Stock(
    width=210.0,
    height=297.0,
    dots_per_inch=600,
    printable=Box(left=4.2, top=4.2, right=205.8, bottom=292.8),
)
_LEFT, _RIGHT, _TOP, _BOTTOM = 20.0, 190.0, 24.0, 272.0
_COLUMNS = (60.0, 92.0, 125.0, 158.0, _RIGHT)  # right edges of the figures
_GRID = (38.0, 62.0, 94.0)
_CASH_WORDS, _CASH_FIGURES = 112.0, _RIGHT
_ROW, _LINE, _SIZE, _SMALL = 6.4, 5.2, 10.0, 9.0
_THIN, _THICK = 4, 10  # dots
_HASH_GROUP = 8
_UNPRINTABLE = "□"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What stands on the slip: the sheet, its entry in the log, and the moment in office time."""

    sheet: Sheet
    head: Head
    closed_at: str
    language: Language = Language.ZH


def render(slip: Slip) -> bytes:
    """Draw the slip as PDF bytes, the same for the same record; what no font has is a box."""
    translator = Translator.load(slip.language)
    title = translator.text("Day sheet")
    out = io.BytesIO()
    canvas = new_canvas(
        out, STOCK, title=f"{title} {slip.sheet.business_day}", author=slip.sheet.firm
    )
    _Writer(Drawing(stock=STOCK, canvas=canvas), slip, translator).write()
    canvas.save()
    return out.getvalue()


class _Writer:
    def __init__(self, page: Drawing, slip: Slip, translator: Translator) -> None:
        self._page = page
        self._slip = slip
        self._t = translator
        self._y = _TOP

    def write(self) -> None:
        """Write everything, the proof last."""
        self._head()
        self._methods()
        self._cash()
        for part in parts_of(self._t, self._slip.sheet):
            self._part(part)
        self._proof()
        self._end()

    def _head(self) -> None:
        t, page, sheet = self._t, self._page, self._slip.sheet
        page.text(t.text("Day sheet"), _LEFT, _TOP - 3, 20, weight=Weight.BOLD)
        page.text(_shown(sheet.firm), _RIGHT, _TOP - 3, _SIZE, align=Align.RIGHT)
        self._y = _TOP + 6
        self._under()
        self._y += 4
        page.across(_LEFT, _RIGHT, self._y, _THICK)
        self._y += 7

    def _under(self) -> None:
        sheet = self._slip.sheet
        words = self._t.text(
            "Business day {day} · closed {moment} · {person}",
            day=sheet.business_day.isoformat(),
            moment=self._slip.closed_at,
            person=sheet.closed_by,
        )
        self._page.text(_shown(words), _LEFT, self._y, _SIZE)

    def _methods(self) -> None:
        t, lines = self._t, self._slip.sheet.methods
        titles = (
            t.text("Payments"), t.text("Taken"), t.text("Expected"), t.text("Counted"),
            t.text("Difference"),
        )  # fmt: skip
        self._figures(t.text("Method"), titles, size=_SMALL)
        self._page.across(_LEFT, _RIGHT, self._y - _ROW / 2, _THIN)
        for line in lines:
            self._figures(method_words(t, line.method), self._sums(line))
        self._page.across(_LEFT, _RIGHT, self._y - _ROW / 2, _THIN)
        total = sum(line.sum_fen for line in lines)
        self._figures(t.text("Total"), ("", format_fen(total), "", "", ""), weight=Weight.BOLD)
        self._y += 3

    def _sums(self, line: MethodLine) -> tuple[str, ...]:
        if line.counted_fen is None:
            counted = (self._t.text("not counted"), "")
        else:
            counted = (format_fen(line.counted_fen), _difference(line.difference_fen))
        return (
            str(line.count), format_fen(line.sum_fen), format_fen(line.expected_fen), *counted,
        )  # fmt: skip

    def _figures(
        self,
        words: str,
        figures: tuple[str, ...],
        *,
        size: float = _SIZE,
        weight: Weight = Weight.REGULAR,
    ) -> None:
        self._page.text(words, _LEFT, self._y, size, weight=weight)
        for figure, right in zip(figures, _COLUMNS, strict=True):
            self._page.text(figure, right, self._y, size, weight=weight, align=Align.RIGHT)
        self._y += _ROW

    def _cash(self) -> None:
        """Write the pieces at the left and the way from float to float at the right."""
        t, sheet = self._t, self._slip.sheet
        self._title(t.text("Cash"))
        top = self._y
        cash = next(line for line in sheet.methods if line.method is Method.CASH)
        _, _, _, counted, difference = self._sums(cash)
        for words, figure in (
            (t.text("Opening float"), format_fen(sheet.float_fen)),
            (t.text("Taken, net of change"), format_fen(cash.sum_fen)),
            (t.text("Expected"), format_fen(cash.expected_fen)),
            (t.text("Counted"), counted),
            (t.text("Difference"), difference),
            (t.text("Taken out"), format_fen(sheet.taken_out_fen)),
            (t.text("Left in the till"), format_fen(sheet.left_fen)),
        ):
            self._page.text(words, _CASH_WORDS, self._y, _SIZE)
            self._page.text(figure, _CASH_FIGURES, self._y, _SIZE, align=Align.RIGHT)
            self._y += _ROW
        bottom, self._y = self._y, top
        if sheet.pieces:
            self._pieces(dict(sheet.pieces))
        self._y = max(bottom, self._y) + 3

    def _pieces(self, pieces: dict[int, int]) -> None:
        for value in PIECES:
            cells = (f"{piece_words(value)} ×", str(pieces.get(value, 0)),
                     format_fen(value * pieces.get(value, 0)))  # fmt: skip
            for cell, right in zip(cells, _GRID, strict=True):
                self._page.text(cell, right, self._y, _SIZE, align=Align.RIGHT)
            self._y += _ROW

    def _part(self, part: Part) -> None:
        self._room(3 * _LINE)
        self._title(part.title)
        for row in part.rows:
            for line in wrap(_shown(row), _RIGHT - _LEFT, _SIZE):
                self._room(_LINE)
                self._page.text(line, _LEFT, self._y, _SIZE)
                self._y += _LINE
        self._y += _LINE / 2

    def _proof(self) -> None:
        t, head = self._t, self._slip.head
        digits = head.hash.hex()
        groups = [digits[at : at + _HASH_GROUP] for at in range(0, len(digits), _HASH_GROUP)]
        self._room(26)
        self._y += 8
        for words, left, right in (
            (t.text("Counted by"), _LEFT, 95.0),
            (t.text("Reviewed by"), 110.0, _RIGHT),
        ):
            box = self._page.text(words, left, self._y, _SIZE)
            self._page.across(box.right + 2, right, self._y + 2.5, _THIN)
        self._y += 12
        entry = t.text("Entry {seq} of the log · {anchor}", seq=head.seq, anchor=anchor(head))
        self._page.text(entry, _LEFT, self._y, _SMALL)
        self._y += _LINE
        self._page.text(" ".join(groups), _LEFT, self._y, _SMALL)

    def _title(self, words: str) -> None:
        self._page.text(words, _LEFT, self._y, 11.5, weight=Weight.BOLD)
        self._y += 1.3 * _LINE

    def _room(self, high: float) -> None:
        if self._y + high > _BOTTOM:
            self._end()
            self._y = _TOP - 6
            self._under()
            self._y += 10

    def _end(self) -> None:
        number = str(self._page.page + 1)
        self._page.text(number, _RIGHT, 284, _SMALL, align=Align.RIGHT)
        self._page.end_page()


def _difference(fen: int) -> str:
    return f"+{format_fen(fen)}" if fen > 0 else format_fen(fen)


def _shown(text: str) -> str:
    plain = " ".join(text.split("\n"))
    for character in missing(plain):
        plain = plain.replace(character, _UNPRINTABLE)
    return plain
