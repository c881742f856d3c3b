"""The flat form of 241 × 93.1 and of a third of A4: stamp beside the lines, names below."""

from ledgerdesk.core.receipts import Page, PageLanguage
from ledgerdesk.documents.drawing import Sheet
from ledgerdesk.documents.fonts import em, width
from ledgerdesk.documents.layouts import foot, form, head, words
from ledgerdesk.documents.layouts.high_form import signer
from ledgerdesk.documents.layouts.measures import AIR, LABEL_SIZE, Grid, Measures
from ledgerdesk.documents.layouts.plan import Plan
from ledgerdesk.documents.layouts.says import Says
from ledgerdesk.documents.layouts.words import Word
from ledgerdesk.documents.placing import UNIT, Box

HEIGHT = 8.25 * UNIT + 2 * 1.75 * UNIT
DIGITS_CELL = 50.0
SIGN_BELOW = 4.4
SIGN_VALUE = 13.2  # after a label of three characters and its colon
_PLACES = 4


def face(sheet: Sheet, page: Page, plan: Plan, m: Measures, copy: Word) -> None:
    """Draw the face of one copy, without ending the sheet's page."""
    head.head(sheet, page, plan, m, annex=False, code=head.shown_code(page, plan.says))
    _body(sheet, page, plan, m)
    foot.mark(sheet, plan.says, page, m.mark)
    foot.edge(sheet, plan.says, copy, m, m.frame.bottom)
    _signatures(sheet, page, plan, m)
    y = m.frame.bottom + m.foot.below_face
    foot.foot(sheet, plan.says, page, m, y, note=plan.foot_note, side=(1, plan.pages))


def stamp_cell(_plan: Plan, m: Measures) -> Box:
    """Give the cell for the office's stamp; nothing is ever printed into it."""
    return Box(
        left=m.frame.left + m.left_block + m.seal_strip,
        top=m.frame.top + m.payer_row,
        right=m.frame.right,
        bottom=m.frame.bottom,
    )


def grids(language: PageLanguage, *, stacked: bool) -> tuple[Grid, ...]:
    """Give the grids of the lines in a language; `stacked` labels have English below Chinese.

    Whatever they hold, all rows together are 9.5 units high.
    """
    if language is PageLanguage.ZH:
        low = 1.75 * UNIT
        return (
            _grid(1.5, 1.5, 3, low, low, (10.5, 9.5)),
            _grid(1.2, 1.2, 4, low, low, (9.5,)),
        )
    high = 2.25 * UNIT
    if language is PageLanguage.BOTH and stacked:
        return (_grid(2.25, 1.375, 2, high, high, (10.5, 9.5)),)
    low = 1.75 * UNIT
    return (
        _grid(1.5, 4 / 3, 3, high, low, (10.5, 9.5)),
        _grid(1.1, 1.1, 4, high, low, (9.5,)),
    )


def _grid(
    head: float, row: float, rows: int, in_words: float, digits: float, sizes: tuple[float, ...]
) -> Grid:
    return Grid(
        head=head * UNIT, row=row * UNIT, rows=rows, words=in_words, digits=digits, sizes=sizes
    )


def remark_room(left_block: float, label_column: float) -> float:
    """Give the room of 备注, which stands at the left of the sum."""
    return left_block - DIGITS_CELL - 2 * label_column - 2 * AIR


def _body(sheet: Sheet, page: Page, plan: Plan, m: Measures) -> None:
    top = form.payer_row(sheet, plan, m)
    left, bottom = m.frame.left, m.frame.bottom
    end = left + m.left_block
    says = plan.says
    form.seal(sheet, says, m, top, bottom)
    sheet.down(top, bottom, end, m.rules.inner)
    top = form.line_block(sheet, plan, m, top)
    value = left + m.label_column
    words_end = top + plan.grid.words
    cell = Box(left=left, top=top, right=value, bottom=words_end)
    form.label(sheet, m, says, words.IN_WORDS, cell)
    form.stack(sheet, plan.amount, value + AIR, cell.middle)
    sheet.across(left, end, words_end, m.rules.inner)
    note = Box(left=left, top=words_end, right=value, bottom=bottom)
    form.label(sheet, m, says, words.NOTE, note)
    form.block(sheet, plan.remark, value + AIR, note.middle, pitch=1.1 * em(plan.remark.size))
    amount = end - DIGITS_CELL
    digits = amount - m.label_column
    cell = Box(left=digits, top=words_end, right=amount, bottom=bottom)
    form.label(sheet, m, says, words.IN_DIGITS, cell)
    form.amount(sheet, page, m, end - AIR, cell.middle)
    sheet.down(top, bottom, value, m.rules.inner)
    for x in (digits, amount):
        sheet.down(words_end, bottom, x, m.rules.inner)
    sheet.frame(m.frame, m.rules.frame)


def _signatures(sheet: Sheet, page: Page, plan: Plan, m: Measures) -> None:
    """Write the names on one line below the frame; the payer's place is left for ink."""
    y = m.frame.bottom + SIGN_BELOW
    pitch = m.frame.width / _PLACES
    for n, (part, word) in enumerate(plan.says.signs()):
        x = m.frame.left + n * pitch
        start = _sign_word(sheet, plan.says, word, x, y)
        room = pitch - max(start - x, 0.0) - AIR
        text = signer(page.content, part)
        form.name(sheet, text, start, y, room, least=m.small, field=part.value)


def _sign_word(sheet: Sheet, says: Says, word: Word, x: float, y: float) -> float:
    """Write the word before a name; gives where the name begins."""
    colon = ": " if not says.is_chinese else "："
    if says.is_chinese and len(word.zh) <= 3:  # noqa: PLR2004 - spread to the width of three
        box = sheet.text(word.zh, x, y, LABEL_SIZE, spread=3 * em(LABEL_SIZE), fixed=True)
        sheet.text(colon, box.right, y, LABEL_SIZE, fixed=True)
        return x + SIGN_VALUE
    text = f"{says.whole(word)}{colon}"
    sheet.text(text, x, y, LABEL_SIZE, fixed=True)
    return x + width(text, LABEL_SIZE)
