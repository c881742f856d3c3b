"""Bring the copies of a receipt about: a page each, one impression, or tiles of one sheet."""

from collections.abc import Callable, Sequence

from ledgerdesk.core.receipts import Page
from ledgerdesk.documents.drawing import Sheet
from ledgerdesk.documents.layouts import annex
from ledgerdesk.documents.layouts.measures import Measures, Way
from ledgerdesk.documents.layouts.plan import Plan
from ledgerdesk.documents.layouts.words import Word

Face = Callable[[Sheet, Page, Plan, Measures, Word], None]
_CUT_DOTS = 4


def draw(
    sheet: Sheet, page: Page, plan: Plan, m: Measures, *, face: Face, copies: Sequence[Word]
) -> None:
    """Draw the given copies, each its face and its annex, as the paper's way has it."""
    if m.way is Way.TILES:
        for at in range(plan.pages):
            for first in range(0, len(copies), m.tiles):
                together = copies[first : first + m.tiles]
                _tiles(sheet, page, plan, m, face=face, at=at, copies=together)
        return
    for copy in copies:
        for at in range(plan.pages):
            _side(sheet, page, plan, m, face=face, at=at, copy=copy)
            sheet.end_page()


def copies_of(plan: Plan, m: Measures) -> tuple[Word, ...]:
    """Name what is drawn: each copy, or all plies of the one impression."""
    return (plan.says.plies(),) if m.way is Way.CARBON else plan.says.copies()


def _tiles(
    sheet: Sheet,
    page: Page,
    plan: Plan,
    m: Measures,
    *,
    face: Face,
    at: int,
    copies: Sequence[Word],
) -> None:
    for place, copy in enumerate(copies):
        sheet.origin = (0.0, place * m.tile_height)
        _side(sheet, page, plan, m, face=face, at=at, copy=copy)
    sheet.origin = (0.0, 0.0)
    for place in range(1, m.tiles):
        sheet.cut(place * m.tile_height, _CUT_DOTS)
    sheet.end_page()


def _side(
    sheet: Sheet, page: Page, plan: Plan, m: Measures, *, face: Face, at: int, copy: Word
) -> None:
    if at == 0:
        face(sheet, page, plan, m, copy)
    else:
        annex.draw(sheet, page, plan, m, at=at - 1, copy=copy)
