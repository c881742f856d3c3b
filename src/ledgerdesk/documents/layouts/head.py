"""Draw a page's head: code, firm, title over its double rule, number, state and date."""

from ledgerdesk.core.dates import chinese_date
from ledgerdesk.core.receipts import Page
from ledgerdesk.documents.drawing import Sheet
from ledgerdesk.documents.fitting import halves
from ledgerdesk.documents.fonts import Weight, em, width
from ledgerdesk.documents.layouts import words
from ledgerdesk.documents.layouts.measures import VALUE_SIZE, Measures
from ledgerdesk.documents.layouts.plan import Plan
from ledgerdesk.documents.layouts.states import states
from ledgerdesk.documents.placing import Align, Ink
from ledgerdesk.documents.qr import Level, matrix

_NUMBER_ROOM = 50.0
_STATE_HEIGHT = 5.9
_CODE_VERSION = 7


def head(
    sheet: Sheet, page: Page, plan: Plan, m: Measures, *, annex: bool, code: str | None
) -> None:
    """Draw code, firm, title with its double rule, number, state and date."""
    at = m.head
    frame = m.frame
    if code is not None:
        sheet.code(
            matrix(code, Level.M, version=_CODE_VERSION), frame.left, at.code_top, at.code_module
        )
    drop = at.two_line_drop if len(plan.firm.lines) > 1 else 0.0
    pitch = em(plan.firm.size) + 0.9
    top = at.firm_in_two_lines - pitch / 2 if drop else at.firm
    for n, line in enumerate(plan.firm.lines):
        sheet.text(line, frame.centre, top + n * pitch, plan.firm.size, align=Align.CENTRE)
    _title(sheet, m, drop, annex=annex)
    _number(sheet, page, m)
    _state(sheet, page, m)
    date = chinese_date(page.content.issued_on)
    sheet.text(date, frame.right, at.date, VALUE_SIZE, align=Align.RIGHT)


def _title(sheet: Sheet, m: Measures, drop: float, *, annex: bool) -> None:
    at = m.head
    text = words.ANNEX_TITLE if annex else words.TITLE
    gap = 0.17 if annex else 0.5
    wide = (len(text) + gap * (len(text) - 1)) * em(at.title_size)
    x = m.frame.centre
    sheet.text(
        text,
        x,
        at.title + drop,
        at.title_size,
        weight=Weight.BOLD,
        align=Align.CENTRE,
        spread=wide,
    )
    for n, dots in enumerate(m.rules.title):
        sheet.across(x - wide / 2 - 6, x + wide / 2 + 6, at.rule + drop + 0.9 * n, dots)


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
    sheet.text(words.NUMBER, box.left - 1.6, at.number, word, align=Align.RIGHT, ink=Ink.RED)


def _state(sheet: Sheet, page: Page, m: Measures) -> None:
    for text, ink in states(page)[:1]:
        sheet.boxed(
            text,
            m.frame.right,
            m.head.state,
            VALUE_SIZE,
            high=_STATE_HEIGHT,
            ink=ink,
            dots=m.rules.frame,
        )
