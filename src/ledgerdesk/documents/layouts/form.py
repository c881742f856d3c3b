"""Draw the rows and cells every receipt form shares: labels, names, the lines, the seal."""

from collections.abc import Sequence

from ledgerdesk.documents.drawing import Sheet
from ledgerdesk.documents.fitting import Block, halves, largest_size
from ledgerdesk.documents.fonts import em
from ledgerdesk.documents.layouts import words
from ledgerdesk.documents.layouts.measures import (
    AIR,
    LABEL_COLUMN,
    LABEL_SIZE,
    METHOD_LABEL,
    SEAL_STRIP,
    VALUE_SIZE,
    Measures,
)
from ledgerdesk.documents.layouts.plan import Plan
from ledgerdesk.documents.layouts.rows import Row, Table, edges
from ledgerdesk.documents.placing import Align, Box, Ink

_LABEL_EM = 4  # labels of two or three characters fill the width of four
_HEAD_EM = 3  # column heads of two fill the width of three


# Cells -------------------------------------------------------------------------------------------


def label(sheet: Sheet, text: str, cell: Box, *, fill: int = _LABEL_EM) -> None:
    """Write a label in the middle of its cell, two or three characters spread to four."""
    spread = fill * em(LABEL_SIZE) if len(text) < fill else None
    sheet.text(text, cell.centre, cell.middle, LABEL_SIZE, align=Align.CENTRE, spread=spread)


def block(sheet: Sheet, text: Block, left: float, y: float, *, pitch: float | None = None) -> None:
    """Write the lines of a block from a left edge, centred on a height."""
    step = pitch if pitch is not None else em(text.size) + 0.65
    top = y - step * (len(text.lines) - 1) / 2
    for n, line in enumerate(text.lines):
        sheet.text(line, left, top + n * step, text.size)


def name(
    sheet: Sheet, text: str, left: float, y: float, room: float, *, least: float, field: str
) -> None:
    """Write a person's name, smaller if it must, refused if it is longer than its place."""
    size = largest_size(text, room, halves(VALUE_SIZE, least))
    if size is None:
        sheet.refuse(field)
        return
    sheet.text(text, left, y, size)


# Rows --------------------------------------------------------------------------------------------


def payer_row(sheet: Sheet, plan: Plan, m: Measures) -> float:
    """Draw 交款单位 and 收款方式; gives the height where the row ends."""
    frame = m.frame
    bottom = frame.top + m.payer_row
    split = frame.left + m.left_block
    value = frame.left + LABEL_COLUMN
    method = split + METHOD_LABEL
    middle = (frame.top + bottom) / 2
    label(sheet, words.PAYER, Box(left=frame.left, top=frame.top, right=value, bottom=bottom))
    block(sheet, plan.payer, value + AIR, middle)
    label(sheet, words.METHOD, Box(left=split, top=frame.top, right=method, bottom=bottom))
    block(sheet, plan.method, method + AIR, middle)
    for x in (value, split, method):
        sheet.down(frame.top, bottom, x, m.rules.inner)
    sheet.across(frame.left, frame.right, bottom, m.rules.inner)
    return bottom


def line_block(sheet: Sheet, plan: Plan, m: Measures, top: float) -> float:
    """Draw the lines, or 收款事由 in their place; gives the height where the block ends."""
    grid = plan.grid
    bottom = top + grid.head + grid.row * grid.rows
    right = m.frame.right if m.columns.note else m.frame.left + m.left_block
    if plan.purpose is not None:
        value = m.frame.left + LABEL_COLUMN
        label(sheet, words.PURPOSE, Box(left=m.frame.left, top=top, right=value, bottom=bottom))
        block(
            sheet, plan.purpose, value + AIR, (top + bottom) / 2, pitch=em(plan.purpose.size) * 1.4
        )
        sheet.down(top, bottom, value, m.rules.inner)
    else:
        places = edges(plan.table.columns, m.frame.left)
        column_heads(sheet, places, m, top, grid.head)
        end = table_rows(sheet, plan.table, m, top + grid.head, grid.row)
        _empty_rows(sheet, places, m, end, bottom, grid.row)
        column_rules(sheet, places, m, top, bottom)
    sheet.across(m.frame.left, right, bottom, m.rules.inner)
    return bottom


Places = dict[str, tuple[float, float]]
_HEADS = {
    "position": words.POSITION,
    "item": words.ITEM,
    "unit": words.UNIT,
    "quantity": words.QUANTITY,
    "price": words.PRICE,
    "amount": words.AMOUNT,
    "note": words.NOTE,
}


def column_heads(sheet: Sheet, places: Places, m: Measures, top: float, high: float) -> None:
    """Write the heads of the columns and the rule below them."""
    for key, (left, right) in places.items():
        cell = Box(left=left, top=top, right=right, bottom=top + high)
        fits = right - left >= _HEAD_EM * em(LABEL_SIZE) + 1
        label(sheet, _HEADS[key], cell, fill=_HEAD_EM if fits else 2)
    ends = list(places.values())
    sheet.across(ends[0][0], ends[-1][1], top + high, m.rules.head)


def column_rules(sheet: Sheet, places: Places, m: Measures, top: float, bottom: float) -> None:
    """Draw the upright lines between the columns."""
    for left, _ in list(places.values())[1:]:
        sheet.down(top, bottom, left, m.rules.inner)


def table_rows(sheet: Sheet, table: Table, m: Measures, top: float, row_height: float) -> float:
    """Write rows from a height on, with a rule below each; gives the height where they end."""
    return rows_of(sheet, table, table.rows, m, top, row_height)


def rows_of(
    sheet: Sheet, table: Table, rows: Sequence[Row], m: Measures, top: float, row_height: float
) -> float:
    """Write some rows of a table, as a page of the annex does."""
    places = edges(table.columns, m.frame.left)
    left, right = next(iter(places.values()))[0], list(places.values())[-1][1]
    for row in rows:
        bottom = top + row.span * row_height
        _row(sheet, row, table, places, top, bottom, row_height)
        sheet.across(left, right, bottom, m.rules.inner)
        top = bottom
    return top


def _row(
    sheet: Sheet,
    row: Row,
    table: Table,
    places: Places,
    top: float,
    bottom: float,
    row_height: float,
) -> None:
    middle = (top + bottom) / 2
    sizes = table.sizes
    pitch = min(row_height, 1.5 * em(sizes.item))
    block(
        sheet, Block(lines=row.item, size=sizes.item), places["item"][0] + AIR, middle, pitch=pitch
    )
    if "position" in places and row.position:
        x = sum(places["position"]) / 2
        sheet.text(row.position, x, middle, LABEL_SIZE, align=Align.CENTRE)
    if row.unit:
        x = sum(places["unit"]) / 2
        sheet.text(row.unit, x, middle, sizes.unit, align=Align.CENTRE)
    for key in ("quantity", "price", "amount"):
        text: str = getattr(row, key)
        if text:
            ink = Ink.RED if key == "amount" and row.amount_fen < 0 else Ink.BLACK
            size: float = getattr(sizes, key)
            sheet.text(text, places[key][1] - AIR, middle, size, align=Align.RIGHT, ink=ink)
    if row.note:
        pitch = min(row_height, 1.4 * em(sizes.note))
        block(
            sheet,
            Block(lines=row.note, size=sizes.note),
            places["note"][0] + AIR,
            middle,
            pitch=pitch,
        )


def _empty_rows(
    sheet: Sheet, places: Places, m: Measures, top: float, bottom: float, row_height: float
) -> None:
    left, right = next(iter(places.values()))[0], list(places.values())[-1][1]
    free = round((bottom - top) / row_height)
    if free:
        x = sum(places["item"]) / 2
        sheet.text(words.NOTHING_BELOW, x, top + row_height / 2, LABEL_SIZE, align=Align.CENTRE)
    for n in range(1, free):
        sheet.across(left, right, top + n * row_height, m.rules.inner)


def seal(sheet: Sheet, m: Measures, top: float, bottom: float) -> Box:
    """Draw the strip 收款单位（盖章）; gives the cell beside it, into which nothing is printed."""
    left = m.frame.left + m.left_block
    strip = left + SEAL_STRIP
    sheet.vertical(words.SEAL, (left + strip) / 2, (top + bottom) / 2, LABEL_SIZE)
    sheet.down(top, bottom, strip, m.rules.inner)
    return Box(left=strip, top=top, right=m.frame.right, bottom=bottom)
