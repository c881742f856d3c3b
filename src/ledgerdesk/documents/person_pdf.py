"""Print what is held of a person: headed parts of wrapped lines on as many A4 pages as needed."""

import io
from dataclasses import dataclass

from ledgerdesk.documents.canvas import new_canvas
from ledgerdesk.documents.drawing import Sheet
from ledgerdesk.documents.fitting import wrap
from ledgerdesk.documents.fonts import Weight, missing
from ledgerdesk.documents.placing import Align, Box, Stock

STOCK = Stock(
    width=210.0,
    height=297.0,
    dots_per_inch=600,
    printable=Box(left=4.2, top=4.2, right=205.8, bottom=292.8),
)
_LEFT, _RIGHT, _TOP, _BOTTOM = 20.0, 190.0, 24.0, 276.0
_LINE, _GAP, _SIZE = 5.2, 1.6, 10.0
_THIN = 4  # dots
_UNPRINTABLE = "□"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A headed list of lines; a long one is wrapped."""

    title: str
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPages:
    """What stands on the pages: whose office, what it is, and its parts."""

    firm: str
    title: str
    under: str
    parts: tuple[Part, ...]


def render(pages: PersonPages) -> bytes:
    """Draw the pages as PDF bytes, the same for the same record; what no font has is a box.

    A copy is owed whatever somebody once typed: a strange character must not refuse it.
    """
    out = io.BytesIO()
    canvas = new_canvas(out, STOCK, title=pages.title, author=pages.firm)
    writer = _Writer(Sheet(stock=STOCK, canvas=canvas), pages)
    writer.begin()
    for part in pages.parts:
        writer.part(part)
    writer.end()
    canvas.save()
    return out.getvalue()


class _Writer:
    def __init__(self, sheet: Sheet, pages: PersonPages) -> None:
        self._sheet = sheet
        self._pages = pages
        self._number = 0
        self._y = _TOP

    def begin(self) -> None:
        """Head a page; only the first says in full what it is."""
        self._number += 1
        sheet, pages = self._sheet, self._pages
        if self._number == 1:
            sheet.text(_shown(pages.title), _LEFT, _TOP - 4, 18, weight=Weight.BOLD)
            sheet.text(_shown(pages.firm), _RIGHT, _TOP - 4, 10, align=Align.RIGHT)
            self._y = _TOP + 4
        else:
            self._y = _TOP - 6
        sheet.text(_shown(pages.under), _LEFT, self._y, 9)
        self._y += 4
        sheet.across(_LEFT, _RIGHT, self._y, _THIN)
        self._y += 7

    def end(self) -> None:
        """Number the page and leave it."""
        self._sheet.text(str(self._number), _RIGHT, 284, 9, align=Align.RIGHT)
        self._sheet.end_page()

    def part(self, part: Part) -> None:
        """Write a part, its title never alone at the foot of a page."""
        self._room(3)
        self._sheet.text(_shown(part.title), _LEFT, self._y, 12, weight=Weight.BOLD)
        self._y += 1.3 * _LINE
        for row in part.rows:
            for line in wrap(_shown(row), _RIGHT - _LEFT, _SIZE):
                self._room(1)
                self._sheet.text(line, _LEFT, self._y, _SIZE)
                self._y += _LINE
            self._y += _GAP
        self._y += _LINE / 2

    def _room(self, lines: int) -> None:
        if self._y + lines * _LINE > _BOTTOM:
            self.end()
            self.begin()


def _shown(text: str) -> str:
    plain = " ".join(text.split("\n"))
    for character in missing(plain):
        plain = plain.replace(character, _UNPRINTABLE)
    return plain
