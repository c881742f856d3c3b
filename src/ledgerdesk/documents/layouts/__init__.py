"""The versions of each paper's drawing; a version is never edited once a receipt used it."""

from dataclasses import dataclass
from typing import Protocol

from ledgerdesk.core.receipts import Page, Paper
from ledgerdesk.documents.drawing import Sheet
from ledgerdesk.documents.layouts import a5, continuous_241
from ledgerdesk.documents.layouts.measures import Measures
from ledgerdesk.documents.layouts.plan import Plan
from ledgerdesk.documents.placing import Box

CURRENT_VERSION = 1


class Draw(Protocol):
    """Draw the given copies of a planned page on a sheet."""

    def __call__(
        self, sheet: Sheet, page: Page, plan: Plan, *, copies: tuple[str, ...], code: str | None
    ) -> None:
        """Draw face and annex of each copy, ending every page."""


class StampCell(Protocol):
    """Give the cell left free for the stamp."""

    def __call__(self, plan: Plan, /) -> Box:
        """Give the cell in millimetres."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One version of one paper's drawing."""

    measures: Measures
    draw: Draw
    stamp_cell: StampCell


_LAYOUTS = {
    (Paper.A5, 1): Layout(measures=a5.MEASURES, draw=a5.draw, stamp_cell=a5.stamp_cell),
    (Paper.CONTINUOUS_241_3, 1): Layout(
        measures=continuous_241.MEASURES,
        draw=continuous_241.draw,
        stamp_cell=continuous_241.stamp_cell,
    ),
}


def layout_of(paper: Paper, version: int) -> Layout:
    """Give the drawing that was valid when a receipt was issued.

    Raises:
        KeyError: for a version this program does not have.
    """
    return _LAYOUTS[paper, version]
