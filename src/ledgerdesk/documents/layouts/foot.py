"""Draw a page's foot, its 联 at the edge, and the mark across a page that counts no more."""

from collections.abc import Sequence
from datetime import datetime

from ledgerdesk.core.receipts import Page
from ledgerdesk.documents.drawing import Sheet
from ledgerdesk.documents.fonts import width
from ledgerdesk.documents.layouts import words
from ledgerdesk.documents.layouts.measures import LABEL_SIZE, Measures
from ledgerdesk.documents.layouts.states import states
from ledgerdesk.documents.placing import Align, Ink, Outline

_EDGE_AXIS = 4.2  # of the 联, right of the frame
_SEGMENT_GAP = 3.0
_ANCHOR_GAP = 2.2


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
    """Draw the foot: fixed note and states at the left, page and anchor at the right."""
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
    if len(lines) > len(heights) or any(
        _run(line, at.size) > right - m.frame.left for line in lines
    ):
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
