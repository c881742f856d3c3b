"""Draw 收款收据附页: the same head, all lines with their sum, the texts too long for the face."""

from dataclasses import replace

from ledgerdesk.core.receipts import Page
from ledgerdesk.documents.drawing import Sheet
from ledgerdesk.documents.fonts import Weight
from ledgerdesk.documents.layouts import foot, form, head, words
from ledgerdesk.documents.layouts.measures import (
    AIR,
    LABEL_COLUMN,
    LABEL_SIZE,
    VALUE_SIZE,
    Measures,
)
from ledgerdesk.documents.layouts.plan import AnnexPage, Plan
from ledgerdesk.documents.layouts.rows import Row, Table, edges
from ledgerdesk.documents.placing import Align, Box, Ink

_ROW = 6.35
_TOTAL_ROW = 7.408
_TEXT_SIZE = 9.5


def draw(sheet: Sheet, page: Page, plan: Plan, m: Measures, *, copy: str, code: str | None) -> None:
    """Draw every annex page of one copy."""
    for n, annex in enumerate(plan.annex, start=2):
        head.head(sheet, page, plan, m, annex=True, code=code)
        bottom = max(_body(sheet, page, plan, annex, m), m.frame.top + m.annex_least)
        frame = Box(left=m.frame.left, top=m.frame.top, right=m.frame.right, bottom=bottom)
        sheet.frame(frame, m.rules.frame)
        foot.mark(sheet, page, replace(m.mark, y=frame.middle))
        foot.edge(sheet, copy, m, bottom)
        y = bottom + m.foot.below_annex
        foot.foot(sheet, page, m, y, number=n, total=plan.pages)
        sheet.end_page()


def _body(sheet: Sheet, page: Page, plan: Plan, annex: AnnexPage, m: Measures) -> float:
    top = m.frame.top
    table = plan.annex_table
    if table is not None and annex.rows:
        top = _table(sheet, page, table, annex, m)
    for label, text in annex.texts:
        cell = Box(left=m.frame.left, top=top, right=m.frame.left + LABEL_COLUMN, bottom=top + _ROW)
        if label:
            form.label(sheet, label, cell)
        sheet.text(text, cell.right + AIR, cell.middle, _TEXT_SIZE)
        top += _ROW
    return top


def _table(sheet: Sheet, page: Page, table: Table, annex: AnnexPage, m: Measures) -> float:
    places = edges(table.columns, m.frame.left)
    top = m.frame.top
    form.column_heads(sheet, places, m, top, _ROW)
    at = top + _ROW
    if annex.brought:
        row = Row(item=(words.FROM_LAST_PAGE,), amount=annex.brought)
        at = form.rows_of(sheet, table, (row,), m, at, _ROW)
    at = form.rows_of(sheet, table, annex.rows, m, at, _ROW)
    form.column_rules(sheet, places, m, top, at)
    cell = Box(left=m.frame.left, top=at, right=m.frame.left + LABEL_COLUMN, bottom=at + _TOTAL_ROW)
    right = places["amount"][1] - AIR
    if annex.carried:
        form.label(sheet, words.TO_NEXT_PAGE, cell)
        sheet.text(annex.carried, right, cell.middle, table.sizes.amount, align=Align.RIGHT)
    else:
        form.label(sheet, words.TOTAL, cell)
        ink = Ink.RED if page.content.amount_fen < 0 else Ink.BLACK
        sheet.text(
            annex.total,
            right,
            cell.middle,
            VALUE_SIZE,
            weight=Weight.BOLD,
            align=Align.RIGHT,
            ink=ink,
        )
        note = f"{words.items(len(page.content.lines))}，{words.AS_ON_FACE}"
        sheet.text(note, right + 2 * AIR, cell.middle, LABEL_SIZE)
    if annex.texts or cell.bottom < m.frame.top + m.annex_least:
        sheet.across(m.frame.left, m.frame.right, cell.bottom, m.rules.inner)
    return cell.bottom
