"""The high form of A5 and all that has its room: lines across the page, stamp beside the sums."""

from ledgerdesk.core.receipts import Content, Page
from ledgerdesk.core.templates import Part
from ledgerdesk.documents.drawing import Sheet
from ledgerdesk.documents.layouts import foot, form, head, words
from ledgerdesk.documents.layouts.measures import AIR, LABEL_SIZE, Measures
from ledgerdesk.documents.layouts.plan import Plan
from ledgerdesk.documents.layouts.words import Word
from ledgerdesk.documents.placing import Box

_SIGN_PLACES = 4


def face(sheet: Sheet, page: Page, plan: Plan, m: Measures, copy: Word) -> None:
    """Draw the face of one copy, without ending the sheet's page."""
    head.head(sheet, page, plan, m, annex=False, code=head.shown_code(page, plan.says))
    _body(sheet, page, plan, m)
    foot.mark(sheet, plan.says, page, m.mark)
    foot.edge(sheet, plan.says, copy, m, m.frame.bottom)
    y = m.frame.bottom + m.foot.below_face
    foot.foot(sheet, plan.says, page, m, y, note=plan.foot_note, side=(1, plan.pages))


def stamp_cell(plan: Plan, m: Measures) -> Box:
    """Give the cell for the office's stamp; nothing is ever printed into it."""
    bottom = m.frame.bottom
    return Box(
        left=m.frame.left + m.left_block + m.seal_strip,
        top=bottom - 2 * m.sign_row - m.remark_row - plan.grid.words - plan.grid.digits,
        right=m.frame.right,
        bottom=bottom,
    )


def _body(sheet: Sheet, page: Page, plan: Plan, m: Measures) -> None:
    top = form.line_block(sheet, plan, m, form.payer_row(sheet, plan, m))
    left = m.frame.left
    value, end = left + m.label_column, left + m.left_block
    says = plan.says
    form.seal(sheet, says, m, top, m.frame.bottom)
    sheet.down(top, m.frame.bottom, end, m.rules.inner)
    heights = (plan.grid.words, plan.grid.digits, m.remark_row)
    middles = []
    at = top
    for word, high in zip((words.IN_WORDS, words.IN_DIGITS, words.NOTE), heights, strict=True):
        form.label(sheet, m, says, word, Box(left=left, top=at, right=value, bottom=at + high))
        middles.append(at + high / 2)
        at += high
        sheet.across(left, end, at, m.rules.inner)
    form.stack(sheet, plan.amount, value + AIR, middles[0])
    if plan.purpose is None:
        count = says.whole(words.items(len(page.content.lines)))
        sheet.text(count, value + AIR, middles[1], LABEL_SIZE)
    form.amount(sheet, page, m, end - AIR, middles[1])
    form.block(sheet, plan.remark, value + AIR, middles[2])
    _signatures(sheet, page.content, plan, m, at)
    sheet.down(top, at, value, m.rules.inner)
    sheet.frame(m.frame, m.rules.frame)


def _signatures(sheet: Sheet, content: Content, plan: Plan, m: Measures, top: float) -> None:
    """Draw two rows of two places; who is shown fills them in order, the rest stay empty."""
    half = m.left_block / 2
    for n, (part, word) in enumerate(plan.says.signs()):
        row, column = (0, n) if n <= 1 else (1, n - 2)
        left = m.frame.left + column * half
        y = top + row * m.sign_row
        cell = Box(left=left, top=y, right=left + m.label_column, bottom=y + m.sign_row)
        form.label(sheet, m, plan.says, word, cell)
        form.name(
            sheet,
            signer(content, part),
            cell.right + AIR,
            cell.middle,
            m.name_room,
            least=m.small,
            field=part.value,
        )
    left, bottom = m.frame.left, top + 2 * m.sign_row
    sheet.across(left, left + m.left_block, top + m.sign_row, m.rules.inner)
    for x in (m.label_column, half, half + m.label_column):
        sheet.down(top, bottom, left + x, m.rules.inner)


def signer(content: Content, part: Part) -> str:
    """Give the name that stands after a signature's word; the payer's is left for ink."""
    return {
        Part.ACCOUNTANT: content.accountant,
        Part.CASHIER: content.cashier,
        Part.HANDLER: content.handler,
    }.get(part, "")
