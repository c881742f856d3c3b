"""The receipt on continuous paper 241.3 × 93.1 (三等分): one impression through all plies."""

from ledgerdesk.core.money import yuan_text
from ledgerdesk.core.receipts import Page
from ledgerdesk.documents.drawing import Sheet
from ledgerdesk.documents.fonts import Weight, em
from ledgerdesk.documents.layouts import annex, foot, form, head, words
from ledgerdesk.documents.layouts.measures import (
    AIR,
    LABEL_COLUMN,
    LABEL_SIZE,
    SEAL_STRIP,
    Columns,
    Foot,
    Grid,
    Head,
    Measures,
    Rules,
)
from ledgerdesk.documents.layouts.plan import Plan
from ledgerdesk.documents.placing import UNIT, Align, Box, Ink, Outline, Stock

_LEFT, _TOP, _WIDTH = 20.65, 6 * UNIT, 190.0
_AMOUNT_ROW = 1.75 * UNIT
_HEIGHT = 8.25 * UNIT + 2 * _AMOUNT_ROW
_LEFT_BLOCK = _WIDTH - 11.5 * UNIT
_DIGITS_CELL = 50.0
_REMARK_END = _LEFT_BLOCK - _DIGITS_CELL - LABEL_COLUMN
_SIGN_PITCH = _WIDTH / 4
_SIGN_BELOW = 4.4
_SIGN_VALUE = 13.2  # after a label of three characters and its colon

MEASURES = Measures(
    stock=Stock(
        width=241.3,
        height=22 * UNIT,
        dots_per_inch=180,
        # the 203.2 an 80-column printer strikes, around the ink; a line feed free at the tear
        printable=Box(left=16.75, top=4.2, right=219.95, bottom=22 * UNIT - 4.2),
    ),
    frame=Box(left=_LEFT, top=_TOP, right=_LEFT + _WIDTH, bottom=_TOP + _HEIGHT),
    rules=Rules(inner=1, head=2, frame=2, title=(2, 1)),
    head=Head(
        code_top=4.233,
        code_module=3 * 25.4 / 180,
        firm=7.6,
        firm_in_two_lines=8.05,
        firm_largest=11.0,
        title=15.2,
        title_size=20.0,
        rule=20.3,
        two_line_drop=1.7,
        number=6.7,
        number_size=13.0,
        state=14.0,
        date=21.3,
    ),
    foot=Foot(below_face=10.6, below_annex=5.2, two_lines=(-1.8, 1.6), size=9.0, anchor_size=9.0),
    payer_row=2.25 * UNIT,
    left_block=_LEFT_BLOCK,
    columns=Columns(item=_LEFT_BLOCK - 86.3, unit=12, quantity=16, price=25, amount=33.3),
    grids=(
        Grid(head=1.5 * UNIT, row=1.5 * UNIT, rows=3, amounts=_AMOUNT_ROW, sizes=(10.5, 9.5)),
        Grid(head=1.2 * UNIT, row=1.2 * UNIT, rows=4, amounts=_AMOUNT_ROW, sizes=(9.5,)),
    ),
    number_cap=37.0,
    note_least=34.9,
    annex_columns=Columns(
        position=10, item=55, unit=12, quantity=16, price=25, amount=33.3, note=38.7
    ),
    annex_rows=6,
    annex_least=45.0,
    small=9.0,
    remark_room=_REMARK_END - LABEL_COLUMN - 2 * AIR,
    name_room=_SIGN_PITCH - _SIGN_VALUE - AIR,
    amount_size=13.0,
    mark=Outline(
        x=77.1,
        y=47.8,
        width=62.6,
        height=26.5,
        degrees=7,
        size=58,
        stroke=0.28,
        frames=((0.0, 0.42),),
        gap=0.35,
    ),
    copies=("①白存根 ②红收据 ③黄记账",),
    colour=False,
)


def draw(
    sheet: Sheet, page: Page, plan: Plan, *, copies: tuple[str, ...], code: str | None
) -> None:
    """Draw the one impression: its face, then its annex."""
    m = MEASURES
    for copy in copies:
        head.head(sheet, page, plan, m, annex=False, code=code)
        _body(sheet, page, plan)
        foot.mark(sheet, page, m.mark)
        foot.edge(sheet, copy, m, m.frame.bottom)
        _signatures(sheet, page)
        y = m.frame.bottom + m.foot.below_face
        foot.foot(sheet, page, m, y, number=1, total=plan.pages)
        sheet.end_page()
        annex.draw(sheet, page, plan, m, copy=copy, code=code)


def stamp_cell(_plan: Plan) -> Box:
    """Give the cell for the office's stamp; nothing is ever printed into it."""
    m = MEASURES
    return Box(
        left=_LEFT + _LEFT_BLOCK + SEAL_STRIP,
        top=m.frame.top + m.payer_row,
        right=m.frame.right,
        bottom=m.frame.bottom,
    )


def _body(sheet: Sheet, page: Page, plan: Plan) -> None:
    m = MEASURES
    top = form.payer_row(sheet, plan, m)
    end = _LEFT + _LEFT_BLOCK
    form.seal(sheet, m, top, m.frame.bottom)
    sheet.down(top, m.frame.bottom, end, m.rules.inner)
    top = form.line_block(sheet, plan, m, top)
    value = _LEFT + LABEL_COLUMN
    words_end = top + _AMOUNT_ROW
    form.label(sheet, words.IN_WORDS, Box(left=_LEFT, top=top, right=value, bottom=words_end))
    form.block(sheet, plan.capitals, value + AIR, (top + words_end) / 2)
    sheet.across(_LEFT, end, words_end, m.rules.inner)
    note = Box(left=_LEFT, top=words_end, right=value, bottom=m.frame.bottom)
    form.label(sheet, words.NOTE, note)
    form.block(sheet, plan.remark, value + AIR, note.middle, pitch=1.1 * em(plan.remark.size))
    digits = _LEFT + _REMARK_END
    amount = digits + LABEL_COLUMN
    cell = Box(left=digits, top=words_end, right=amount, bottom=m.frame.bottom)
    form.label(sheet, words.IN_DIGITS, cell)
    sheet.text(
        yuan_text(page.content.amount_fen),
        end - AIR,
        cell.middle,
        m.amount_size,
        weight=Weight.BOLD,
        align=Align.RIGHT,
        ink=Ink.RED if page.content.amount_fen < 0 else Ink.BLACK,
    )
    sheet.down(top, m.frame.bottom, value, m.rules.inner)
    for x in (digits, amount):
        sheet.down(words_end, m.frame.bottom, x, m.rules.inner)
    sheet.frame(m.frame, m.rules.frame)


def _signatures(sheet: Sheet, page: Page) -> None:
    """Write the four names on one line below the frame; the payer's place is left for ink."""
    content = page.content
    y = MEASURES.frame.bottom + _SIGN_BELOW
    places = (
        (words.ACCOUNTANT, content.accountant, "accountant"),
        (words.CASHIER, content.cashier, "cashier"),
        (words.HANDLER, content.handler, "handler"),
        (words.SIGNED_BY_PAYER, "", "payer"),
    )
    for n, (word, person, field) in enumerate(places):
        x = _LEFT + n * _SIGN_PITCH
        box = sheet.text(word, x, y, LABEL_SIZE, spread=3 * em(LABEL_SIZE))
        sheet.text("：", box.right, y, LABEL_SIZE)
        form.name(sheet, person, x + _SIGN_VALUE, y, MEASURES.name_room, least=9.0, field=field)
