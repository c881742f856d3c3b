"""Print the five emergency cards: one A4 page a language, to hang beside the desk."""

import io
from collections.abc import Sequence

from ledgerdesk.core.emergency import Contacts, Emergency
from ledgerdesk.documents.canvas import new_canvas
from ledgerdesk.documents.drawing import Sheet
from ledgerdesk.documents.fitting import wrap
from ledgerdesk.documents.fonts import Weight, missing
from ledgerdesk.documents.placing import Box, Stock
from ledgerdesk.i18n.emergency_words import TITLE, Card, card_in, people_lines
from ledgerdesk.i18n.translator import Language, Translator

STOCK = Stock(
    width=210.0,
    height=297.0,
    dots_per_inch=600,
    printable=Box(left=4.2, top=4.2, right=205.8, bottom=292.8),
)
_LEFT, _RIGHT, _BOTTOM = 18.0, 192.0, 281.0
_THIN, _THICK = 4, 10  # dots
_SIZES = (11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5)
_LINE = 0.52  # mm from line to line for each point of type
_NUMBER, _PAD, _BETWEEN = 6.0, 2.6, 3.4
_UNPRINTABLE = "□"


def render(contacts: Contacts, languages: Sequence[Language] = tuple(Language)) -> bytes:
    """Draw a page for each language as PDF bytes; what no font has is a box."""
    out = io.BytesIO()
    title = Translator.load(languages[0]).text(TITLE)
    canvas = new_canvas(out, STOCK, title=title, author="LedgerDesk")
    sheet = Sheet(stock=STOCK, canvas=canvas)
    for language in languages:
        _page(sheet, contacts, Translator.load(language))
    canvas.save()
    return out.getvalue()


def drawn_dry(contacts: Contacts, language: Language) -> Sheet:
    """Lay one page out without a canvas: what would stand where, and what does not fit."""
    sheet = Sheet(stock=STOCK)
    _page(sheet, contacts, Translator.load(language))
    return sheet


def _page(sheet: Sheet, contacts: Contacts, translator: Translator) -> None:
    y = _head(sheet, contacts, translator)
    cards = [card_in(translator, which) for which in Emergency]
    room = _BOTTOM - y - _BETWEEN * (len(cards) - 1)
    fitting = (size for size in _SIZES if sum(_height(card, size) for card in cards) <= room)
    size = next(fitting, None)
    if size is None:
        sheet.refuse("steps")
        size = _SIZES[-1]
    # What is left over is shared out, so that the page is full and its lines easy to follow.
    spare = max(0.0, room - sum(_height(card, size) for card in cards)) / len(cards)
    for card in cards:
        y = _card(sheet, card, y, size) + _BETWEEN + min(spare, 3.0)
    foot = translator.text("Hang it up where everybody sees it; it needs no PC to be read.")
    sheet.text(foot, _LEFT, 287.0, 8)
    sheet.end_page()


def _head(sheet: Sheet, contacts: Contacts, translator: Translator) -> float:
    sheet.text(translator.text(TITLE), _LEFT, 17.0, 20, weight=Weight.BOLD)
    y = 26.5
    for text in people_lines(translator, contacts):
        for line in wrap(_printable(text), _RIGHT - _LEFT, 12, Weight.BOLD):
            sheet.text(line, _LEFT, y, 12, weight=Weight.BOLD)
            y += 6.2
    sheet.across(_LEFT, _RIGHT, y - 1.2, _THICK)
    return y + 2.4


def _lines(card: Card, size: float) -> list[tuple[str, ...]]:
    room = _RIGHT - _LEFT - 2 * _PAD - _NUMBER
    return [wrap(step, room, size) for step in card.steps]


def _height(card: Card, size: float) -> float:
    pitch = size * _LINE
    count = sum(len(lines) for lines in _lines(card, size))
    when = len(wrap(card.when, _RIGHT - _LEFT - 2 * _PAD, size))
    return 2 * _PAD + (size + 3) * _LINE + pitch * (count + when)


def _card(sheet: Sheet, card: Card, top: float, size: float) -> float:
    pitch = size * _LINE
    bottom = top + _height(card, size)
    sheet.frame(Box(left=_LEFT, top=top, right=_RIGHT, bottom=bottom), _THIN)
    x, y = _LEFT + _PAD, top + _PAD + (size + 3) * _LINE / 2
    sheet.text(card.title, x, y, size + 3, weight=Weight.BOLD)
    y += (size + 3) * _LINE / 2 + pitch / 2
    for line in wrap(card.when, _RIGHT - _LEFT - 2 * _PAD, size):
        sheet.text(line, x, y, size)
        y += pitch
    for number, lines in enumerate(_lines(card, size), start=1):
        sheet.text(str(number), x, y, size, weight=Weight.BOLD)
        for line in lines:
            sheet.text(line, x + _NUMBER, y, size)
            y += pitch
    return bottom


def _printable(text: str) -> str:
    for character in missing(text):
        text = text.replace(character, _UNPRINTABLE)
    return text
