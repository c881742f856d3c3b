"""Draw a page's head: code, logo, firm, title over its double rule, number, state and date."""

from itertools import pairwise

from ledgerdesk.core.dates import chinese_date, english_date
from ledgerdesk.core.receipts import Page
from ledgerdesk.core.templates import Part
from ledgerdesk.documents.drawing import Sheet
from ledgerdesk.documents.fitting import Block, halves
from ledgerdesk.documents.fonts import Weight, em, width
from ledgerdesk.documents.layouts import words
from ledgerdesk.documents.layouts.measures import VALUE_SIZE, Measures
from ledgerdesk.documents.layouts.plan import Plan
from ledgerdesk.documents.layouts.says import Says
from ledgerdesk.documents.layouts.states import states
from ledgerdesk.documents.layouts.words import Word
from ledgerdesk.documents.placing import Align, Box, Ink
from ledgerdesk.documents.qr import Level, matrix

_NUMBER_ROOM = 50.0
_STATE_HEIGHT = 5.9
_STATE_MOST = 44.0
_CODE_VERSION = 7
_CODE_MODULES = 45
_LOGO_GAP = 4.0
_TITLE_GAP, _ANNEX_GAP = 0.5, 0.17  # between the letters of a title, in em
_LATIN_GAP = 0.22
_RULE_MORE = 6.0  # by which the double rule is longer than the title, at each end
_RULE_STEP = 0.9


def head(
    sheet: Sheet, page: Page, plan: Plan, m: Measures, *, annex: bool, code: str | None
) -> None:
    """Draw code, logo, firm, title with its double rule, number, state and date."""
    at = m.head
    frame = m.frame
    says = plan.says
    left = frame.left
    if code is not None:
        dots = matrix(code, Level.M, version=_CODE_VERSION)
        sheet.code(dots, left, at.code_top, at.code_module)
        left += _CODE_MODULES * at.code_module + _LOGO_GAP
    drop = at.two_line_drop if sum(len(one.lines) for one in plan.firm) > 1 else 0.0
    _firm(sheet, plan.firm, m, is_low=drop > 0)
    edge = _title(sheet, says, m, drop, annex=annex)
    _logo(sheet, plan, m, left, edge)
    _number(sheet, page, m)
    _state(sheet, says, page, m)
    _date(sheet, says, page, m)


def _firm(sheet: Sheet, firm: tuple[Block, ...], m: Measures, *, is_low: bool) -> None:
    sized = [(line, one.size) for one in firm for line in one.lines]
    if not is_low:
        for line, size in sized:
            sheet.text(line, m.frame.centre, m.head.firm, size, align=Align.CENTRE)
        return
    steps = [(em(above) + em(below)) / 2 + _RULE_STEP for (_, above), (_, below) in pairwise(sized)]
    y = m.head.firm_in_two_lines - sum(steps) / 2
    for (line, size), step in zip(sized, (*steps, 0.0), strict=True):
        sheet.text(line, m.frame.centre, y, size, align=Align.CENTRE)
        y += step


def _title(sheet: Sheet, says: Says, m: Measures, drop: float, *, annex: bool) -> float:
    """Draw the title; gives the left end of its double rule."""
    at = m.head
    word = says.annex_title if annex else says.title
    text = says.text(word)
    size = at.title_size + says.template.title_step / 2
    wide, size = _spread(text, size, m, annex=annex)
    x = m.frame.centre
    sheet.text(
        text,
        x,
        at.title + drop,
        size,
        weight=Weight.BOLD,
        align=Align.CENTRE,
        spread=wide,
        fixed=True,
    )
    under = says.under(word)
    if under:
        small = max(7.5, m.small)
        spread = width(under, small) + 0.35 * em(small) * (len(under) - 1)
        y = at.under_title + drop
        sheet.text(under, x, y, small, align=Align.CENTRE, spread=spread, fixed=True)
    for n, dots in enumerate(m.rules.title):
        y = at.rule + drop + _RULE_STEP * n
        sheet.across(x - wide / 2 - _RULE_MORE, x + wide / 2 + _RULE_MORE, y, dots)
    return x - wide / 2 - _RULE_MORE


def _spread(text: str, size: float, m: Measures, *, annex: bool) -> tuple[float, float]:
    """Give width and size of a title that keeps clear of what stands at both sides of it."""
    if not text.isascii():
        gap = _ANNEX_GAP if annex or len(text) > len(words.TITLE.zh) else _TITLE_GAP
    else:
        gap = _LATIN_GAP if len(text) <= len(words.TITLE.en) else 0.05
    while True:
        wide = width(text, size, Weight.BOLD) + gap * (len(text) - 1) * em(size)
        if wide + 2 * _RULE_MORE <= m.firm_room or size <= 12:  # noqa: PLR2004 - a title no smaller
            return wide, size
        size -= 0.5


def _logo(sheet: Sheet, plan: Plan, m: Measures, left: float, right: float) -> None:
    """Place the office's logo between code and title, no higher than firm and title together."""
    logo = plan.says.template.logo
    if not logo:
        return
    at = m.head
    high = em(at.title_size)
    middle = (at.firm + at.title) / 2
    room = Box(left=left, top=middle - high / 2, right=right - 2.0, bottom=middle + high / 2)
    sheet.image(logo, room)


def _number(sheet: Sheet, page: Page, m: Measures) -> None:
    if not page.number:
        return  # a preview of what has no number yet
    at = m.head
    word_em = width(f"{words.NUMBER} ", 1.0)
    for size in halves(at.number_size, 9.0):
        wide = width(page.number, size, Weight.BOLD)
        word = max(size - 2.5, m.small)
        if wide + word_em * word <= _NUMBER_ROOM:
            break
    else:
        sheet.refuse("number")
        return
    box = sheet.text(
        page.number,
        m.frame.right,
        at.number,
        size,
        weight=Weight.BOLD,
        align=Align.RIGHT,
        ink=Ink.RED,
    )
    x = box.left - 1.6
    sheet.text(words.NUMBER, x, at.number, word, align=Align.RIGHT, ink=Ink.RED, fixed=True)


def _state(sheet: Sheet, says: Says, page: Page, m: Measures) -> None:
    for word, ink in states(page)[:1]:
        text = _boxed_words(says, word)
        sheet.boxed(
            text,
            m.frame.right,
            m.head.state,
            VALUE_SIZE,
            high=_STATE_HEIGHT,
            ink=ink,
            dots=m.rules.frame,
        )


def _boxed_words(says: Says, word: Word) -> str:
    whole = says.whole(word)
    return whole if width(whole, VALUE_SIZE, Weight.BOLD) <= _STATE_MOST else says.text(word)


def _date(sheet: Sheet, says: Says, page: Page, m: Measures) -> None:
    at = m.head
    day = page.content.issued_on
    en = english_date(day)
    right = m.frame.right
    box = sheet.text(
        says.text(Word(chinese_date(day), en)), right, at.date, VALUE_SIZE, align=Align.RIGHT
    )
    if not says.under(Word("", en)):
        return
    small = max(8.0, m.small)
    if at.date_en is not None:
        sheet.text(en, right, at.date_en, small, align=Align.RIGHT)
    else:
        sheet.text(en, box.left - 2.4, at.date, small, align=Align.RIGHT)


def shown_code(page: Page, says: Says) -> str | None:
    """Give the text of the QR where the office prints one."""
    return page.code if says.template.shows(Part.CODE) else None
