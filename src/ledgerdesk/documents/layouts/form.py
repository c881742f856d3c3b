"""Draw the pieces every receipt form shares: head, cells, lines, marks, foot and edge."""

from collections.abc import Sequence
from datetime import datetime

from ledgerdesk.core.dates import chinese_date
from ledgerdesk.core.receipts import Kind, Page
from ledgerdesk.documents.drawing import Align, Box, Ink, Outline, Sheet
from ledgerdesk.documents.fitting import Block, halves, largest_size
from ledgerdesk.documents.fonts import Weight, em, width
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
from ledgerdesk.documents.qr import Level, matrix

_LABEL_EM = 4  # labels of two or three characters fill the width of four
_HEAD_EM = 3  # column heads of two fill the width of three
_EDGE_AXIS = 4.2  # of the 联, right of the frame
_SEGMENT_GAP = 3.0
_ANCHOR_GAP = 2.2
_NUMBER_ROOM = 50.0
_STATE_HEIGHT = 5.9
_CODE_VERSION = 7
_ANNEX_TOTAL_ROW = 7.408


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


def name(sheet: Sheet, text: str, left: float, y: float, room: float, *, least: float, field: str) -> None:
    """Write a person's name, smaller if it must, refused if it is longer than its place."""
    size = largest_size(text, room, halves(VALUE_SIZE, least))
    if size is None:
        sheet.refuse(field)
        return
    sheet.text(text, left, y, size)


# Head --------------------------------------------------------------------------------------------


def head(sheet: Sheet, page: Page, plan: Plan, m: Measures, *, annex: bool, code: str | None) -> None:
    """Draw code, firm, title with its double rule, number, state and date."""
    at = m.head
    frame = m.frame
    if code is not None:
        sheet.code(
            matrix(code, Level.M, version=_CODE_VERSION), frame.left, at.code_top, at.code_module
        )
    drop = at.two_line_drop if len(plan.firm.lines) > 1 else 0.0
    pitch = em(plan.firm.size) + 0.9
    top = at.firm - (pitch / 2 if drop else 0.0)
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
    sheet.text(
        words.NUMBER, box.left - 1.6, at.number, word, align=Align.RIGHT, ink=Ink.RED
    )


def states(page: Page) -> tuple[tuple[str, Ink], ...]:
    """List what must be said of a receipt's state, the one to be boxed first."""
    found: list[tuple[str, Ink]] = []
    if not page.anchor:
        found.append((words.NOT_ISSUED, Ink.BLACK))
    if page.void is not None:
        found.append((words.VOIDED, Ink.RED))
    if page.content.kind is Kind.RED:
        found.append((words.RED, Ink.RED))
    if page.printed is not None and page.printed.ordinal > 1:
        found.append((words.reprint_of(page.printed.ordinal), Ink.BLACK))
    if page.content.practice:
        found.append((words.PRACTICE, Ink.BLACK))
    return tuple(found)


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
        block(sheet, plan.purpose, value + AIR, (top + bottom) / 2, pitch=em(plan.purpose.size) * 1.4)
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
    block(sheet, Block(lines=row.item, size=sizes.item), places["item"][0] + AIR, middle, pitch=pitch)
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
        block(sheet, Block(lines=row.note, size=sizes.note), places["note"][0] + AIR, middle, pitch=pitch)


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


# States, foot, edge ------------------------------------------------------------------------------


def mark(sheet: Sheet, page: Page, at: Outline) -> None:
    """Draw 作废 or 练习 hollow and tilted across a page."""
    if page.void is not None:
        sheet.outline(words.VOID, at, ink=Ink.RED)
    elif page.content.practice:
        sheet.outline(words.PRACTICE, at, ink=Ink.BLACK)


def _stamp(moment: datetime, *, short: bool) -> str:
    return moment.strftime("%m-%d %H:%M" if short else "%Y-%m-%d %H:%M")


def _foot_groups(page: Page, *, short: bool) -> list[tuple[str, ...]]:
    """List what the foot says at the left; a time and its person stay together."""
    shown = states(page)
    found: list[tuple[str, ...]] = [(words.NO_INVOICE,)]
    found += [(text,) for text, _ in shown[1:] if text in {words.RED, words.PRACTICE}]
    if page.void is not None:
        found.append((f"{words.VOID} {_stamp(page.void.at, short=short)}", page.void.by))
    printed = page.printed
    if printed is not None and printed.ordinal > 1:
        again = words.reprint_of(printed.ordinal)
        word = words.REPRINT if shown[0][0] == again else again
        first = printed.first_at
        before = () if first is None else (f"{words.FIRST_PRINT} {_stamp(first, short=short)}",)
        found.append((*before, f"{word} {_stamp(printed.at, short=short)}", printed.by))
    return found


def foot(sheet: Sheet, page: Page, m: Measures, y: float, *, number: int, total: int) -> None:
    """Draw the foot: the fixed note and the states at the left, page, code and anchor at the right."""
    at = m.foot
    right = m.frame.right
    if page.anchor:
        box = sheet.cells(page.anchor, right, y, at.anchor_size)
        box = sheet.text(words.CHECK_CODE, box.left - _ANCHOR_GAP, y, at.size, align=Align.RIGHT)
        right = box.left - 4
    if total > 1:
        box = sheet.text(words.page_of(number, total), right, y, at.size, align=Align.RIGHT)
        right = box.left - 4
    lines = _foot_lines(page, right - m.frame.left, at.size)
    heights = (y,) if len(lines) == 1 else tuple(y + move for move in at.two_lines)
    if len(lines) > len(heights) or any(_run(line, at.size) > right - m.frame.left for line in lines):
        sheet.refuse("printed")
        return
    for height, line in zip(heights, lines, strict=True):
        x = m.frame.left
        for text in line:
            x = sheet.text(text, x, height, at.size).right + _SEGMENT_GAP


def _foot_lines(page: Page, room: float, size: float) -> list[tuple[str, ...]]:
    """Prefer one line, with the year left out if it must be; then two with the whole dates."""
    for short in (False, True):
        line = tuple(text for group in _foot_groups(page, short=short) for text in group)
        if _run(line, size) <= room:
            return [line]
    lines: list[tuple[str, ...]] = []
    for group in _foot_groups(page, short=False):
        if lines and _run((*lines[-1], *group), size) <= room:
            lines[-1] = (*lines[-1], *group)
        else:
            lines.append(group)
    return lines


def _run(texts: Sequence[str], size: float) -> float:
    return sum(width(text, size) + _SEGMENT_GAP for text in texts) - _SEGMENT_GAP


def edge(sheet: Sheet, text: str, m: Measures, bottom: float) -> None:
    """Write the 联 upright at the right of the frame."""
    axis = m.frame.right + _EDGE_AXIS
    sheet.vertical(text, axis, (m.frame.top + bottom) / 2, LABEL_SIZE, blank=0.5)
