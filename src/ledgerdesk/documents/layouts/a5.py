"""The receipt on A5 landscape, 210 × 148: a page per 联, five or eight lines, stamp by the sums."""

from ledgerdesk.core.money import yuan_text
from ledgerdesk.core.receipts import Page
from ledgerdesk.documents.drawing import Sheet
from ledgerdesk.documents.fonts import Weight
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

_LEFT, _TOP, _WIDTH = 14.0, 35.2, 180.0
_HEIGHT = 23 * UNIT
_LEFT_BLOCK = _WIDTH - 11.5 * UNIT  # the stamp's column is a strip of 6.35 and 42.33 of free paper
_REMARK_ROW = 2 * UNIT
_SIGN_ROW = 1.75 * UNIT
_HALF = (_LEFT_BLOCK - 2 * LABEL_COLUMN) / 2

MEASURES = Measures(
    stock=Stock(
        width=210.0,
        height=148.0,
        dots_per_inch=600,
        printable=Box(left=4.2, top=4.2, right=205.8, bottom=143.8),
    ),
    frame=Box(left=_LEFT, top=_TOP, right=_LEFT + _WIDTH, bottom=_TOP + _HEIGHT),
    rules=Rules(inner=4, head=6, frame=10, title=(6, 4)),
    head=Head(
        code_top=9.5,
        code_module=0.5,
        firm=14.2,
        firm_in_two_lines=14.2,
        firm_largest=12.0,
        title=22.6,
        title_size=22.0,
        rule=27.8,
        two_line_drop=1.9,
        number=11.9,
        number_size=13.0,
        state=21.0,
        date=30.1,
    ),
    foot=Foot(below_face=4.6, below_annex=4.6, two_lines=(0.0, 3.9), size=8.0, anchor_size=8.5),
    payer_row=2.25 * UNIT,
    left_block=_LEFT_BLOCK,
    columns=Columns(
        item=_LEFT_BLOCK - 78.0, unit=12, quantity=15, price=23, amount=28, note=11.5 * UNIT
    ),
    grids=(
        Grid(head=1.5 * UNIT, row=1.85 * UNIT, rows=5, amounts=2.25 * UNIT, sizes=(10.5, 9.5)),
        Grid(head=1.25 * UNIT, row=1.25 * UNIT, rows=8, amounts=2 * UNIT, sizes=(9.5,)),
    ),
    number_cap=36.3,
    note_least=34.9,
    annex_columns=Columns(position=10, item=57, unit=12, quantity=15, price=24, amount=28, note=34),
    annex_rows=13,
    annex_least=62.0,
    small=7.5,
    remark_room=_LEFT_BLOCK - LABEL_COLUMN - 2 * AIR,
    name_room=_HALF - 2 * AIR,
    amount_size=14.0,
    mark=Outline(
        x=79.7,
        y=77.9,
        width=82.7,
        height=41.0,
        degrees=12,
        size=86,
        stroke=0.42,
        frames=((0.0, 0.6), (1.6, 0.3)),
        gap=0.28,
    ),
    copies=("第一联 存根联", "第二联 收据联（客户）", "第三联 记账联"),
    colour=True,
)


def draw(
    sheet: Sheet, page: Page, plan: Plan, *, copies: tuple[str, ...], code: str | None
) -> None:
    """Draw each copy: its face, then its annex."""
    for copy in copies:
        head.head(sheet, page, plan, MEASURES, annex=False, code=code)
        _body(sheet, page, plan)
        foot.mark(sheet, page, MEASURES.mark)
        foot.edge(sheet, copy, MEASURES, MEASURES.frame.bottom)
        y = MEASURES.frame.bottom + MEASURES.foot.below_face
        foot.foot(sheet, page, MEASURES, y, number=1, total=plan.pages)
        sheet.end_page()
        annex.draw(sheet, page, plan, MEASURES, copy=copy, code=code)


def stamp_cell(plan: Plan) -> Box:
    """Give the cell for the office's stamp; nothing is ever printed into it."""
    bottom = MEASURES.frame.bottom
    top = bottom - 2 * _SIGN_ROW - _REMARK_ROW - 2 * plan.grid.amounts
    return Box(
        left=_LEFT + _LEFT_BLOCK + SEAL_STRIP,
        top=top,
        right=MEASURES.frame.right,
        bottom=bottom,
    )


def _body(sheet: Sheet, page: Page, plan: Plan) -> None:
    m = MEASURES
    top = form.line_block(sheet, plan, m, form.payer_row(sheet, plan, m))
    value = _LEFT + LABEL_COLUMN
    end = _LEFT + _LEFT_BLOCK
    form.seal(sheet, m, top, m.frame.bottom)
    sheet.down(top, m.frame.bottom, end, m.rules.inner)
    middle = [
        top + plan.grid.amounts / 2,
        top + plan.grid.amounts * 1.5,
        top + plan.grid.amounts * 2 + _REMARK_ROW / 2,
    ]
    at = top
    names = (words.IN_WORDS, words.IN_DIGITS, words.NOTE)
    for text, high in zip(names, (plan.grid.amounts, plan.grid.amounts, _REMARK_ROW), strict=True):
        form.label(sheet, text, Box(left=_LEFT, top=at, right=value, bottom=at + high))
        at += high
        sheet.across(_LEFT, end, at, m.rules.inner)
    form.block(sheet, plan.capitals, value + AIR, middle[0])
    if plan.purpose is None:
        count = words.items(len(page.content.lines))
        sheet.text(count, value + AIR, middle[1], LABEL_SIZE)
    sheet.text(
        yuan_text(page.content.amount_fen),
        end - AIR,
        middle[1],
        m.amount_size,
        weight=Weight.BOLD,
        align=Align.RIGHT,
        ink=Ink.RED if page.content.amount_fen < 0 else Ink.BLACK,
    )
    form.block(sheet, plan.remark, value + AIR, middle[2])
    _signatures(sheet, page, at)
    sheet.down(top, at, value, m.rules.inner)
    sheet.frame(m.frame, m.rules.frame)


def _signatures(sheet: Sheet, page: Page, top: float) -> None:
    content = page.content
    places = (
        (words.ACCOUNTANT, content.accountant, "accountant", 0, 0),
        (words.CASHIER, content.cashier, "cashier", 1, 0),
        (words.HANDLER, content.handler, "handler", 0, 1),
        (words.SIGNED_BY_PAYER, "", "payer", 1, 1),
    )
    bottom = top + 2 * _SIGN_ROW
    for word, person, field, column, row in places:
        left = _LEFT + column * (LABEL_COLUMN + _HALF)
        y = top + row * _SIGN_ROW
        cell = Box(left=left, top=y, right=left + LABEL_COLUMN, bottom=y + _SIGN_ROW)
        form.label(sheet, word, cell)
        form.name(
            sheet,
            person,
            cell.right + AIR,
            cell.middle,
            MEASURES.name_room,
            least=MEASURES.small,
            field=field,
        )
    rules = MEASURES.rules
    sheet.across(_LEFT, _LEFT + _LEFT_BLOCK, top + _SIGN_ROW, rules.inner)
    for x in (LABEL_COLUMN, LABEL_COLUMN + _HALF, 2 * LABEL_COLUMN + _HALF):
        sheet.down(top, bottom, _LEFT + x, rules.inner)
