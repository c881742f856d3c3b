"""Measure a drawing: which boxes overlap, which lines cross a text, what leaves the paper."""

import hashlib
from itertools import combinations

from ledgerdesk.documents.drawing import Sheet
from ledgerdesk.documents.placing import Box, PlacedBar, PlacedText

TOUCH = 0.05  # mm; two em boxes may touch


def everything(sheet: Sheet) -> list[PlacedText | PlacedBar]:
    """List all that stands on a sheet."""
    return [*sheet.texts, *sheet.bars]


def overlap(one: Box, other: Box) -> bool:
    """Tell whether two boxes share more than a touch."""
    return (
        min(one.right, other.right) - max(one.left, other.left) > TOUCH
        and min(one.bottom, other.bottom) - max(one.top, other.top) > TOUCH
    )


def overlapping(sheet: Sheet) -> list[tuple[str, str]]:
    """Name every pair of texts of one page that overlap; a mark lies across by intent."""
    found = []
    for page in range(sheet.page):
        texts = [text for text in sheet.texts if text.page == page and not text.mark]
        assert texts, "an empty page"
        found += [
            (one.text, other.text)
            for one, other in combinations(texts, 2)
            if overlap(one.box, other.box)
        ]
    return found


def crossed(sheet: Sheet) -> list[str]:
    """Name every text a line or a code runs through."""
    found = []
    for text in (one for one in sheet.texts if not one.mark):
        core = text.box.inset(text.box.height * 0.15)
        found += [
            text.text for bar in sheet.bars if bar.page == text.page and overlap(core, bar.box)
        ]
    return found


def outside(sheet: Sheet, limit: Box) -> list[str]:
    """Name whatever leaves what the printer reaches."""
    return [
        getattr(placed, "text", "a line")
        for placed in everything(sheet)
        if placed.box.left < limit.left - 1e-6
        or placed.box.right > limit.right + 1e-6
        or placed.box.top < limit.top - 1e-6
        or placed.box.bottom > limit.bottom + 1e-6
    ]


def inside(sheet: Sheet, room: Box) -> list[str]:
    """Name whatever of the first page stands within a room."""
    return [
        getattr(placed, "text", "a line")
        for placed in everything(sheet)
        if placed.page == 0 and overlap(placed.box, room)
    ]


def written(sheet: Sheet) -> str:
    """Write a drawing as text: every text with its place, and a digest of the lines."""
    lines = []
    for page in range(sheet.page):
        lines.append(f"page {page + 1}: {_bars(sheet, page)}")
        lines += [
            f"{text.box.left:7.2f} {text.box.middle:6.2f} {text.size:4.1f} "
            f"{text.weight[0]} {text.ink.name[0]} {text.text}"
            for text in sheet.texts
            if text.page == page
        ]
    return "\n".join(lines) + "\n"


def _bars(sheet: Sheet, page: int) -> str:
    bars = [bar.box for bar in sheet.bars if bar.page == page]
    shape = "\n".join(
        f"{box.left:.3f} {box.top:.3f} {box.right:.3f} {box.bottom:.3f}" for box in bars
    )
    return f"{len(bars)} lines {hashlib.sha256(shape.encode()).hexdigest()[:16]}"


def digest(sheet: Sheet) -> str:
    """Give sixteen hex digits that change with any place, size or line of a drawing."""
    return hashlib.sha256(written(sheet).encode()).hexdigest()[:16]
