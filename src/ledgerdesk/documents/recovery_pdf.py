"""Print the recovery sheet: one A4 page that folds in three with the key inside."""

import io

from ledgerdesk.core.problems import refuse_red
from ledgerdesk.core.recovery_sheet import RecoverySheet, shown_number, shown_vault
from ledgerdesk.documents.canvas import new_canvas
from ledgerdesk.documents.drawing import Sheet
from ledgerdesk.documents.fitting import halves, largest_size, wrap
from ledgerdesk.documents.fonts import Weight, em
from ledgerdesk.documents.placing import Align, Box, Ink, Stock
from ledgerdesk.documents.proofs import unprintable
from ledgerdesk.documents.qr import Level, matrix
from ledgerdesk.documents.recovery_words import Words, shown_date, words_in
from ledgerdesk.i18n.translator import Language

STOCK = Stock(
    width=210.0,
    height=297.0,
    dots_per_inch=600,
    printable=Box(left=4.2, top=4.2, right=205.8, bottom=292.8),
)
_LEFT, _RIGHT = 18.0, 192.0
_THIN, _THICK = 4, 10  # dots
_KEY_TOP = 122.7
_KEY_PITCH = 10.3
_KEY_SIZE = 17.0
_KEY_CELL = 6.5
_KEY_GAP = 4.2  # between groups
_KEY_FIRST = 30.5
_GROUP = 5
_CODE_LEFT_OF = 159.3
_BLOCK_COLUMNS = 4
_BLOCK_PITCH = 3.7


def render(sheet: RecoverySheet, language: Language = Language.ZH) -> bytes:
    """Draw the sheet as PDF bytes, the same for the same record.

    Raises:
        Invalid: `NO_GLYPH` or `PROOFREADING` for a firm or keeper that cannot be printed.
    """
    texts = (("firm", sheet.firm), ("keeper", sheet.keeper))
    refuse_red(unprintable(texts))
    words = words_in(language)
    refuse_red(drawn_dry(sheet, language).problems)
    out = io.BytesIO()
    canvas = new_canvas(out, STOCK, title=f"{words.title} {shown_number(sheet)}", author=sheet.firm)
    page = Sheet(stock=STOCK, canvas=canvas)
    _draw(page, sheet, words, language)
    canvas.save()
    return out.getvalue()


def drawn_dry(sheet: RecoverySheet, language: Language = Language.ZH) -> Sheet:
    """Lay the sheet out without a canvas: what would stand where, and what does not fit."""
    page = Sheet(stock=STOCK)
    _draw(page, sheet, words_in(language), language)
    return page


def _draw(page: Sheet, sheet: RecoverySheet, words: Words, language: Language) -> None:
    _head(page, sheet, words, language)
    _facts(page, sheet, words)
    _warnings(page, words)
    for height in (99.0, 198.0):
        page.across(5, 9, height, _THIN)
        page.across(201, 205, height, _THIN)
        page.text(words.fold, 10, height, 8)
    _key(page, sheet, words)
    _block(page, sheet, words)
    _steps(page, words)
    _signatures(page, words)
    page.end_page()


def _head(page: Sheet, sheet: RecoverySheet, words: Words, language: Language) -> None:
    spread = 5.5 * em(24) if len(words.title) == 4 else None  # noqa: PLR2004 - as 收款收据 is set
    page.text(words.title, _LEFT, 19.9, 24, weight=Weight.BOLD, spread=spread)
    number = page.text(
        shown_number(sheet), _RIGHT, 18.2, 12, weight=Weight.BOLD, align=Align.RIGHT, ink=Ink.RED
    )
    page.text("No.", number.left - 1.6, 18.2, 9.5, align=Align.RIGHT, ink=Ink.RED)
    page.text(words.purpose, _LEFT, 28.2, 10.5)
    made = f"{words.printed} {shown_date(sheet.created_on, language)}"
    page.text(made, _RIGHT, 28.2, 10.5, align=Align.RIGHT)
    page.across(_LEFT, _RIGHT, 36.0, _THICK)


def _label(page: Sheet, text: str, x: float, y: float, words: Words) -> None:
    chinese = words.colon == "："
    box = page.text(text, x, y, 9.5, spread=4 * em(9.5) if chinese else None)
    page.text(words.colon, box.right, y, 9.5)


def _facts(page: Sheet, sheet: RecoverySheet, words: Words) -> None:
    generation = words.nth_generation.format(generation=sheet.generation)
    if sheet.number > 1:
        generation += words.earlier_void
    facts = (
        (words.book, sheet.firm, "firm"),
        (words.book_id, shown_vault(sheet), "vault_id"),
        (words.generation, generation, "generation"),
    )
    for n, (label, value, field) in enumerate(facts):
        y = 42.3 + 6.8 * n
        _label(page, label, _LEFT, y, words)
        _fitting(page, value, 38.0, y, 66.0, field)
    _label(page, words.keeper, 106.0, 42.3, words)
    _fitting(page, sheet.keeper, 126.0, 42.3, 66.0, "keeper")
    _label(page, words.place, 106.0, 49.1, words)
    for y in (45.0, 51.8):
        page.across(126.0, _RIGHT, y, _THIN)
    _label(page, words.checked, 106.0, 55.9, words)
    for x, text in ((126.2, words.scanned), (157.0, words.typed)):
        page.frame(Box(left=x, top=54.4, right=x + 3, bottom=57.4), _THIN)
        page.text(text, x + 4.4, 55.9, 10.5)


def _fitting(page: Sheet, text: str, x: float, y: float, room: float, field: str) -> None:
    size = largest_size(text, room, halves(10.5, 7.5))
    if size is None:
        page.refuse(field)
        return
    page.text(text, x, y, size)


def _warnings(page: Sheet, words: Words) -> None:
    page.frame(Box(left=_LEFT, top=61.7, right=_RIGHT, bottom=85.0), _THIN)
    for n, text in enumerate(words.warnings, start=1):
        y = 59.4 + 7.0 * n
        page.text(str(n), 21.2, y, 10.5, weight=Weight.BOLD)
        page.text(text, 27.0, y, 10)


def _key(page: Sheet, sheet: RecoverySheet, words: Words) -> None:
    box = page.text(words.key, _LEFT, 108.0, 14, weight=Weight.BOLD)
    page.text(words.key_note, box.right + 3, 108.2, 9)
    for n, (position, line) in enumerate(zip(words.positions, sheet.key_lines, strict=True)):
        y = _KEY_TOP + n * _KEY_PITCH
        page.text(position, 20.3, y, 10.5, align=Align.CENTRE)
        page.down(y - 3.3, y + 3.3, 24.6, _THIN)
        x = _KEY_FIRST
        for at, character in enumerate(line):
            x = _KEY_FIRST + at * _KEY_CELL + (at // _GROUP) * _KEY_GAP
            page.text(character, x, y, _KEY_SIZE, weight=Weight.BOLD, align=Align.CENTRE)
        page.frame(Box(left=x - 2.9, top=y - 3.7, right=x + 2.9, bottom=y + 3.7), _THIN)
    code = matrix(sheet.key_text, Level.Q)
    top = 118.2
    page.code(code, _RIGHT - 0.9 * len(code), top, 0.9)
    for n, text in enumerate(words.key_code):
        page.text(text, _CODE_LEFT_OF, top + 2.6 + 4.2 * n, 9, align=Align.RIGHT)


def _block(page: Sheet, sheet: RecoverySheet, words: Words) -> None:
    page.across(_LEFT, 127.0, 161.6, _THIN)
    page.text(words.block, _LEFT, 166.8, 11, weight=Weight.BOLD)
    code = matrix(sheet.sealed_block, Level.M)
    top = 158.0
    page.code(code, _RIGHT - 0.6 * len(code), top, 0.6)
    page.text(words.block, _CODE_LEFT_OF, top + 2.3, 9, align=Align.RIGHT)
    lines = wrap(words.block_note, 138.0, 9)
    for n, line in enumerate(lines):
        page.text(line, _LEFT, 171.8 + 4.2 * n, 9)
    first = 172.8 + 4.2 * len(lines)
    rows = -(-len(sheet.sealed_lines) // _BLOCK_COLUMNS) or 1
    for n, line in enumerate(sheet.sealed_lines):
        column, row = divmod(n, rows)
        x = _LEFT + 35.0 * column
        y = first + _BLOCK_PITCH * row
        page.text(str(n + 1), x + 3.4, y, 6.5, align=Align.RIGHT)
        grouped = " ".join(line[start : start + _GROUP] for start in range(0, len(line), _GROUP))
        page.cells(grouped, x + 4.6 + len(grouped) * 0.64 * em(8), y, 8, cell=0.64)


def _steps(page: Sheet, words: Words) -> None:
    page.text(words.steps_title, _LEFT, 207.8, 14, weight=Weight.BOLD)
    for n, text in enumerate(words.steps, start=1):
        y = 208.7 + 7.4 * n
        page.frame(Box(left=18.0, top=y - 2.8, right=23.6, bottom=y + 2.8), _THIN)
        page.text(str(n), 20.8, y, 10.5, weight=Weight.BOLD, align=Align.CENTRE)
        page.text(text, 27.0, y, 10.5)


def _signatures(page: Sheet, words: Words) -> None:
    for n, text in enumerate(words.signers):
        x = _LEFT + 58.0 * n
        box = page.text(text + words.colon, x, 257.0, 9.5)
        page.across(box.right + 0.5, x + 52.0, 259.6, _THIN)
    page.text(words.sealed_on, _LEFT, 285.9, 9)
    page.text(words.envelope, 110.0, 285.9, 9)
