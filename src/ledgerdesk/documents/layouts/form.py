"""Draw the rows and cells every receipt form shares: labels, names, the lines, the seal."""

from collections.abc import Sequence

from ledgerdesk.core.money import yuan_text
from ledgerdesk.core.receipts import Page
from ledgerdesk.documents.drawing import Sheet
from ledgerdesk.documents.fitting import Block, halves, largest_size, wrap
from ledgerdesk.documents.fonts import Weight, em, width
from ledgerdesk.documents.layouts import words
from ledgerdesk.documents.layouts.measures import AIR, LABEL_SIZE, VALUE_SIZE, Measures
from ledgerdesk.documents.layouts.plan import Plan
from ledgerdesk.documents.layouts.rows import Row, Table, edges
from ledgerdesk.documents.layouts.says import Says
from ledgerdesk.documents.layouts.words import Word
from ledgerdesk.documents.operators import Turn
from ledgerdesk.documents.placing import Align, Box, Ink

_LABEL_EM = 4  # labels of two or three characters fill the width of four
_HEAD_EM = 3  # column heads of two fill the width of three
_LINE_AIR = 0.65  # between the lines of a cell
_LABEL_AIR = 0.6
_BOTH_SIZE, _UNDER_SIZE = 8.5, 7.0  # Chinese and English of one label, on laser
_BOTH_GAP, _UNDER_GAP = 1.2, 0.35
_STAMP_AIR = 1.0


# Cells -------------------------------------------------------------------------------------------


def label(
    sheet: Sheet, m: Measures, says: Says, word: Word, cell: Box, *, fill: int = _LABEL_EM
) -> None:
    """Write a label in the middle of its cell.

    Chinese of two or three characters is spread to four; on a page of both languages English
    stands behind it where it fits, else below it.
    """
    if says.is_chinese:
        spread = fill * em(LABEL_SIZE) if 1 < len(word.zh) < fill else None
        _centred(sheet, word.zh, cell.centre, cell.middle, LABEL_SIZE, spread=spread)
        return
    room = cell.width - 2 * _LABEL_AIR
    zh, en = says.text(word), says.under(word)
    if not en or en == zh:
        size = largest_size(zh, room, halves(LABEL_SIZE, m.small)) or m.small
        lines = wrap(zh, room, size)
        for n, line in enumerate(lines):
            y = cell.middle + (n - (len(lines) - 1) / 2) * (em(size) + _LINE_AIR)
            _centred(sheet, line, cell.centre, y, size)
        return
    large, small = max(_BOTH_SIZE, m.small), max(_UNDER_SIZE, m.small)
    wide, more = width(zh, large), width(en, small)
    if wide + _BOTH_GAP + more <= room:
        left = cell.centre - (wide + _BOTH_GAP + more) / 2
        sheet.text(zh, left, cell.middle, large, fixed=True)
        sheet.text(en, left + wide + _BOTH_GAP, cell.middle, small, fixed=True)
        return
    step = (em(large) + em(small)) / 2 + _UNDER_GAP
    if em(large) + _UNDER_GAP + em(small) > cell.height:
        _centred(sheet, zh, cell.centre, cell.middle, large)  # a narrow head in one row
        return
    top = cell.middle - (step - (em(small) - em(large)) / 2) / 2
    _centred(sheet, zh, cell.centre, top, large)
    _centred(
        sheet, en, cell.centre, top + step, largest_size(en, room, (small, m.small)) or m.small
    )


def _centred(
    sheet: Sheet, text: str, x: float, y: float, size: float, *, spread: float | None = None
) -> None:
    sheet.text(text, x, y, size, align=Align.CENTRE, spread=spread, fixed=True)


def block(sheet: Sheet, text: Block, left: float, y: float, *, pitch: float | None = None) -> None:
    """Write the lines of a block from a left edge, centred on a height."""
    step = pitch if pitch is not None else em(text.size) + _LINE_AIR
    top = y - step * (len(text.lines) - 1) / 2
    for n, line in enumerate(text.lines):
        sheet.text(line, left, top + n * step, text.size)


def stack(sheet: Sheet, blocks: Sequence[Block], left: float, y: float) -> None:
    """Write blocks of different sizes one below the other, all together centred on a height."""
    sized = [(line, one.size) for one in blocks for line in one.lines]
    tall = sum(em(size) for _, size in sized) + _LINE_AIR * (len(sized) - 1)
    top = y - tall / 2
    for line, size in sized:
        sheet.text(line, left, top + em(size) / 2, size)
        top += em(size) + _LINE_AIR


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
    value = frame.left + m.label_column
    method = split + m.method_label
    middle = (frame.top + bottom) / 2
    says = plan.says
    cell = Box(left=frame.left, top=frame.top, right=value, bottom=bottom)
    label(sheet, m, says, words.PAYER, cell)
    block(sheet, plan.payer, value + AIR, middle)
    cell = Box(left=split, top=frame.top, right=method, bottom=bottom)
    label(sheet, m, says, words.METHOD, cell)
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
        value = m.frame.left + m.label_column
        cell = Box(left=m.frame.left, top=top, right=value, bottom=bottom)
        label(sheet, m, plan.says, words.PURPOSE, cell)
        block(
            sheet, plan.purpose, value + AIR, (top + bottom) / 2, pitch=em(plan.purpose.size) * 1.4
        )
        sheet.down(top, bottom, value, m.rules.inner)
    else:
        places = edges(plan.table.columns, m.frame.left)
        column_heads(sheet, places, plan.says, m, top, grid.head)
        end = table_rows(sheet, plan.table, m, top + grid.head, grid.row)
        _empty_rows(sheet, places, plan.says, m, end, bottom, grid.row)
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


def column_heads(
    sheet: Sheet, places: Places, says: Says, m: Measures, top: float, high: float
) -> None:
    """Write the heads of the columns and the rule below them."""
    for key, (left, right) in places.items():
        cell = Box(left=left, top=top, right=right, bottom=top + high)
        fits = right - left >= _HEAD_EM * em(LABEL_SIZE) + 1
        label(sheet, m, says, _HEADS[key], cell, fill=_HEAD_EM if fits else 2)
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
    sheet: Sheet,
    places: Places,
    says: Says,
    m: Measures,
    top: float,
    bottom: float,
    row_height: float,
) -> None:
    left, right = next(iter(places.values()))[0], list(places.values())[-1][1]
    free = round((bottom - top) / row_height)
    if free:
        x = sum(places["item"]) / 2
        text = says.text(words.NOTHING_BELOW)
        sheet.text(text, x, top + row_height / 2, LABEL_SIZE, align=Align.CENTRE)
    for n in range(1, free):
        sheet.across(left, right, top + n * row_height, m.rules.inner)


def seal(sheet: Sheet, says: Says, m: Measures, top: float, bottom: float) -> Box:
    """Draw the strip 收款单位（盖章）; gives the cell beside it, left for the office's stamp."""
    left = m.frame.left + m.left_block
    strip = left + m.seal_strip
    middle = (top + bottom) / 2
    centre = (left + strip) / 2
    en = says.under(words.SEAL)
    if says.is_chinese:
        sheet.vertical(words.SEAL.zh, centre, middle, LABEL_SIZE, fixed=True)
    elif not en:
        sheet.turned(says.text(words.SEAL), centre, middle, LABEL_SIZE, turn=Turn.UP, fixed=True)
    else:
        small = max(_UNDER_SIZE, m.small)
        step = (em(LABEL_SIZE) + em(small)) / 2 + _UNDER_GAP
        sheet.vertical(words.SEAL.zh, centre - step / 2, middle, LABEL_SIZE, fixed=True)
        sheet.turned(en, centre + step / 2, middle, small, turn=Turn.UP, fixed=True)
    sheet.down(top, bottom, strip, m.rules.inner)
    cell = Box(left=strip, top=top, right=m.frame.right, bottom=bottom)
    _stamp(sheet, says, cell)
    return cell


def _stamp(sheet: Sheet, says: Says, cell: Box) -> None:
    """Print the image of the office's seal where its owner allowed it, and say that it is one."""
    template = says.template
    if not template.stamp_allowed:
        return
    room = cell.inset(_STAMP_AIR)
    y = room.bottom - em(LABEL_SIZE) / 2
    sheet.text(says.text(words.SAMPLE_STAMP), cell.centre, y, LABEL_SIZE, align=Align.CENTRE)
    above = Box(
        left=room.left, top=room.top, right=room.right, bottom=y - em(LABEL_SIZE) / 2 - _LINE_AIR
    )
    sheet.image(template.stamp, above)


def amount(sheet: Sheet, page: Page, m: Measures, right: float, y: float) -> None:
    """Write the sum in bold digits, its right edge on x."""
    sheet.text(
        yuan_text(page.content.amount_fen),
        right,
        y,
        m.amount_size,
        weight=Weight.BOLD,
        align=Align.RIGHT,
        ink=Ink.RED if page.content.amount_fen < 0 else Ink.BLACK,
    )
