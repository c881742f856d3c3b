"""What every layout can do: lay a page out, say how large its stock is, draw its copies."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from ledgerdesk.core.receipts import Page, PageLanguage, page_language
from ledgerdesk.documents.drawing import Sheet
from ledgerdesk.documents.layouts import flow
from ledgerdesk.documents.layouts.flow import Face
from ledgerdesk.documents.layouts.measures import Measures
from ledgerdesk.documents.layouts.plan import Plan, Refuse, plan_of
from ledgerdesk.documents.placing import Box, Stock


class Laid(Protocol):
    """A page laid out, ready to be drawn as often as it has copies."""

    @property
    def stock(self) -> Stock:
        """Give the sheet it needs; on a roll its length follows from the content."""
        ...

    @property
    def small(self) -> float:
        """Give the smallest size the paper's printer can show, in points."""
        ...

    @property
    def is_coloured(self) -> bool:
        """Tell whether red comes out red."""
        ...

    @property
    def copies(self) -> int:
        """Count the copies that are drawn."""
        ...

    @property
    def tiles(self) -> int:
        """Count the copies that share one sheet."""
        ...

    @property
    def stamp_cell(self) -> Box:
        """Give the room for the office's stamp, in millimetres from the first page's corner."""
        ...

    def draw(self, sheet: Sheet, *, first_only: bool = False) -> None:
        """Draw all copies, or the first one, ending every page."""
        ...


class Layout(Protocol):
    """One version of one paper's drawing."""

    def lay(self, page: Page, refuse: Refuse) -> Laid:
        """Lay a page out; calls `refuse` with each field no place holds."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How a sheet's face is drawn, and where its stamp has its room."""

    face: Face
    stamp_cell: Callable[[Plan, Measures], Box]


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidSheet:
    """A page planned on a sheet."""

    page: Page
    plan: Plan
    measures: Measures
    form: Form

    @property
    def stock(self) -> Stock:
        """Give the sheet."""
        return self.measures.stock

    @property
    def small(self) -> float:
        """Give the smallest size."""
        return self.measures.small

    @property
    def is_coloured(self) -> bool:
        """Tell whether red comes out red."""
        return self.measures.colour

    @property
    def copies(self) -> int:
        """Count the copies that are drawn: one impression goes through all plies."""
        return len(flow.copies_of(self.plan, self.measures))

    @property
    def tiles(self) -> int:
        """Count the tiles of a sheet."""
        return self.measures.tiles

    @property
    def stamp_cell(self) -> Box:
        """Give the cell for the stamp."""
        return self.form.stamp_cell(self.plan, self.measures)

    def draw(self, sheet: Sheet, *, first_only: bool = False) -> None:
        """Draw the copies."""
        copies = flow.copies_of(self.plan, self.measures)
        flow.draw(
            sheet,
            self.page,
            self.plan,
            self.measures,
            face=self.form.face,
            copies=copies[:1] if first_only else copies,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLayout:
    """A paper of fixed size: a form, and its measures in each language."""

    form: Form
    measures: Callable[[PageLanguage], Measures]

    def lay(self, page: Page, refuse: Refuse) -> LaidSheet:
        """Plan a page in its own language."""
        m = self.measures(page_language(page.content.language))
        return LaidSheet(page=page, plan=plan_of(page, m, refuse), measures=m, form=self.form)
