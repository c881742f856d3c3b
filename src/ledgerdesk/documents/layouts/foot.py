"""Draw a page's foot, its 联 at the edge, and the mark across a page that counts no more."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from ledgerdesk.core.receipts import Page
from ledgerdesk.core.templates import Part
from ledgerdesk.documents.drawing import Sheet
from ledgerdesk.documents.fonts import Weight, em, width
from ledgerdesk.documents.layouts import words
from ledgerdesk.documents.layouts.measures import LABEL_SIZE, Measures
from ledgerdesk.documents.layouts.says import Says
from ledgerdesk.documents.layouts.states import states
from ledgerdesk.documents.layouts.words import Word
from ledgerdesk.documents.operators import Turn
from ledgerdesk.documents.placing import Align, Ink, Outline

_EDGE_AXIS = 4.2  # of the 联, right of the frame
_SEGMENT_GAP = 3.0
_ANCHOR_GAP = 2.2
_RIGHT_GAP = 4.0
_MOST_LINES = 2
_MARK_FILL = 0.84  # how much of its frame's width a mark's letters take
_EDGE_BOTH, _EDGE_BOTH_ROOM = 2.2, 10.0  # where two languages begin, and what they need


def mark(sheet: Sheet, says: Says, page: Page, at: Outline) -> None:
    """Draw 作废 or 练习 hollow and tilted across a page, as large as its frame takes."""
    if page.void is not None:
        sheet.outline(says.text(words.VOID), _fitting(says.text(words.VOID), at), ink=Ink.RED)
    elif page.content.practice:
        text = says.text(words.PRACTICE)
        sheet.outline(text, _fitting(text, at), ink=Ink.BLACK)


def _fitting(text: str, at: Outline) -> Outline:
    natural = width(text, 1.0, Weight.BOLD) + at.gap * em(1.0) * (len(text) - 1)
    return replace(at, size=min(at.size, at.width * _MARK_FILL / natural))


def _stamp(moment: datetime, *, short: bool) -> str:
    return moment.strftime("%m-%d %H:%M" if short else "%Y-%m-%d %H:%M")


def _groups(says: Says, page: Page, note: str, *, short: bool) -> list[tuple[str, ...]]:
    """List what the foot says at the left; a time and its person stay together."""
    shown = states(page)
    fixed = says.text(words.NO_INVOICE) if short else says.whole(words.NO_INVOICE)
    found: list[tuple[str, ...]] = [(fixed,)]
    if note:
        found.append((note,))
    if says.template.shows(Part.CUSTOMER_CODE) and page.content.customer_code:
        found.append((f"{says.text(words.CUSTOMER)} {page.content.customer_code}",))
    for word, _ in shown[1:]:
        if word in (words.RED, words.PRACTICE):
            found.append((says.text(word),))
    if page.void is not None:
        found.append((f"{says.text(words.VOID)} {_stamp(page.void.at, short=short)}", page.void.by))
    printed = page.printed
    if printed is not None and printed.ordinal > 1:
        again = words.reprint_of(printed.ordinal)
        word = words.REPRINT if shown[0][0] == again else again
        first = printed.first_at
        before = (
            ()
            if first is None
            else (f"{says.text(words.FIRST_PRINT)} {_stamp(first, short=short)}",)
        )
        found.append((*before, f"{says.text(word)} {_stamp(printed.at, short=short)}", printed.by))
    return found


def foot(
    sheet: Sheet,
    says: Says,
    page: Page,
    m: Measures,
    y: float,
    *,
    note: str,
    side: tuple[int, int],
) -> None:
    """Draw the foot: fixed note and states at the left, page and anchor at the right.

    `side` is the number of this page and how many a copy has.
    """
    number, total = side
    at = m.foot
    right = m.frame.right
    if page.anchor:
        box = sheet.cells(page.anchor, right, y, at.anchor_size)
        check = says.whole(words.CHECK_CODE)
        x = box.left - _ANCHOR_GAP
        box = sheet.text(check, x, y, at.size, align=Align.RIGHT, fixed=True)
        right = box.left - _RIGHT_GAP
    if total > 1:
        text = says.text(words.page_of(number, total))
        box = sheet.text(text, right, y, at.size, align=Align.RIGHT)
        right = box.left - _RIGHT_GAP
    lines = _lines(says, page, note, right - m.frame.left, at.size)
    if lines is None:
        sheet.refuse("printed")
        return
    heights = (y,) if len(lines) == 1 else tuple(y + move for move in at.two_lines)
    for height, line in zip(heights, lines, strict=True):
        x = m.frame.left
        for text in line:
            x = sheet.text(text, x, height, at.size).right + _SEGMENT_GAP


def takes_note(says: Says, page: Page, m: Measures, note: str, *, total: int) -> bool:
    """Tell whether the foot of a face has room for a note of the office's own."""
    room = m.frame.width
    if page.anchor:
        letters = 0.62 * em(m.foot.anchor_size) * len(page.anchor)
        room -= letters + _ANCHOR_GAP + width(says.whole(words.CHECK_CODE), m.foot.size)
        room -= _RIGHT_GAP
    if total > 1:
        room -= width(says.text(words.page_of(1, total)), m.foot.size) + _RIGHT_GAP
    return _lines(says, page, note, room, m.foot.size) is not None


def _lines(
    says: Says, page: Page, note: str, room: float, size: float
) -> list[tuple[str, ...]] | None:
    """Prefer one line, with the year left out if it must be; then two; None if it takes more."""
    for short in (False, True):
        line = tuple(text for group in _groups(says, page, note, short=short) for text in group)
        if _run(line, size) <= room:
            return [line]
    for short in (False, True):
        lines: list[tuple[str, ...]] = []
        for group in _groups(says, page, note, short=short):
            if lines and _run((*lines[-1], *group), size) <= room:
                lines[-1] = (*lines[-1], *group)
            else:
                lines.append(group)
        if len(lines) <= _MOST_LINES and all(_run(line, size) <= room for line in lines):
            return lines
    return None


def _run(texts: Sequence[str], size: float) -> float:
    return sum(width(text, size) + _SEGMENT_GAP for text in texts) - _SEGMENT_GAP


def edge(sheet: Sheet, says: Says, word: Word, m: Measures, bottom: float) -> None:
    """Write the 联 upright at the right of the frame, English turned by a right angle."""
    axis = m.frame.right + _EDGE_AXIS
    middle = (m.frame.top + bottom) / 2
    en = says.under(word)
    is_narrow = m.stock.printable.right - m.frame.right < _EDGE_BOTH_ROOM
    if says.is_chinese or (en and is_narrow):
        sheet.vertical(word.zh, axis, middle, LABEL_SIZE, blank=0.5, fixed=True)
    elif not en:
        size = max(LABEL_SIZE - 0.5, m.small)
        sheet.turned(says.text(word), axis, middle, size, turn=Turn.DOWN, fixed=True)
    else:
        small = max(7.0, m.small)
        step = (em(LABEL_SIZE) + em(small)) / 2 + 0.2
        first = m.frame.right + _EDGE_BOTH + em(LABEL_SIZE) / 2
        sheet.vertical(word.zh, first, middle, LABEL_SIZE, blank=0.5, fixed=True)
        sheet.turned(en, first + step, middle, small, turn=Turn.DOWN, fixed=True)
