"""Draw 收款收据附页: the same head, all lines with their sum, the texts too long for the face."""

from dataclasses import replace

from ledgerdesk.core.receipts import Page
from ledgerdesk.documents.drawing import Sheet
from ledgerdesk.documents.fitting import halves, largest_size
from ledgerdesk.documents.fonts import Weight
from ledgerdesk.documents.layouts import foot, form, head, words
from ledgerdesk.documents.layouts.measures import AIR, LABEL_SIZE, VALUE_SIZE, Measures
from ledgerdesk.documents.layouts.plan import AnnexPage, Plan
from ledgerdesk.documents.layouts.rows import Row, Table, edges
from ledgerdesk.documents.layouts.says import Says
from ledgerdesk.documents.layouts.words import Word
from ledgerdesk.documents.placing import Align, Box, Ink

_ROW = 6.35
_TOTAL_ROW = 7.408
_TEXT_SIZE = 9.5


def draw(sheet: Sheet, page: Page, plan: Plan, m: Measures, *, at: int, copy: Word) -> None:
    """Draw one annex page of a copy, counted from 0, without ending the sheet's page."""
    annex = plan.annex[at]
    head.head(sheet, page, plan, m, annex=True, code=head.shown_code(page, plan.says))
    bottom = max(_body(sheet, page, plan, annex, m), m.frame.top + m.annex_least)
    frame = Box(left=m.frame.left, top=m.frame.top, right=m.frame.right, bottom=bottom)
    sheet.frame(frame, m.rules.frame)
    foot.mark(sheet, plan.says, page, replace(m.mark, y=frame.middle))
    foot.edge(sheet, plan.says, copy, m, bottom)
    y = bottom + m.foot.below_annex
    foot.foot(sheet, plan.says, page, m, y, note="", side=(at + 2, plan.pages))


def _body(sheet: Sheet, page: Page, plan: Plan, annex: AnnexPage, m: Measures) -> float:
    top = m.frame.top
    table = plan.annex_table
    value = m.frame.left + m.label_column
    if table is not None and annex.rows:
        top = _table(sheet, page, plan, table, annex, m)
    for label, text in annex.texts:
        cell = Box(left=m.frame.left, top=top, right=value, bottom=top + _ROW)
        if label:
            form.label(sheet, m, plan.says, words.NOTE, cell)
        sheet.text(text, cell.right + AIR, cell.middle, _TEXT_SIZE)
        top += _ROW
    return top


def _table(
    sheet: Sheet, page: Page, plan: Plan, table: Table, annex: AnnexPage, m: Measures
) -> float:
    says = plan.says
    places = edges(table.columns, m.frame.left)
    top = m.frame.top
    form.column_heads(sheet, places, says, m, top, m.annex_head)
    at = top + m.annex_head
    if annex.brought:
        row = Row(item=(says.text(words.FROM_LAST_PAGE),), amount=annex.brought)
        at = form.rows_of(sheet, table, (row,), m, at, _ROW)
    at = form.rows_of(sheet, table, annex.rows, m, at, _ROW)
    form.column_rules(sheet, places, m, top, at)
    value = m.frame.left + m.label_column
    cell = Box(left=m.frame.left, top=at, right=value, bottom=at + _TOTAL_ROW)
    right = places["amount"][1] - AIR
    if annex.carried:
        form.label(sheet, m, says, words.TO_NEXT_PAGE, cell)
        sheet.text(annex.carried, right, cell.middle, table.sizes.amount, align=Align.RIGHT)
    else:
        form.label(sheet, m, says, words.TOTAL, cell)
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
        left = right + 2 * AIR
        note, size = _count(page, says, m, m.frame.right - left)
        sheet.text(note, left, cell.middle, size)
    if annex.texts or cell.bottom < m.frame.top + m.annex_least:
        sheet.across(m.frame.left, m.frame.right, cell.bottom, m.rules.inner)
    return cell.bottom


def _count(page: Page, says: Says, m: Measures, room: float) -> tuple[str, float]:
    """Count the lines, and say that they are those of the face where that finds room."""
    count = says.text(words.items(len(page.content.lines)))
    comma = "，" if not count.isascii() else ", "
    whole = f"{count}{comma}{says.text(words.AS_ON_FACE)}"
    size = largest_size(whole, room, halves(LABEL_SIZE, m.small))
    return (count, LABEL_SIZE) if size is None else (whole, size)
