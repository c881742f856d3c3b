"""The receipt on a whole sheet of continuous paper, 241.3 × 279.4: as 241-2 with more lines."""

from dataclasses import replace
from functools import lru_cache

from ledgerdesk.core.receipts import PageLanguage
from ledgerdesk.documents.layouts import continuous_241_2
from ledgerdesk.documents.layouts.continuous_241_3 import LEFT, TOP, WIDTH, stock
from ledgerdesk.documents.layouts.measures import Grid, Measures
from ledgerdesk.documents.placing import UNIT, Box

_MORE = 33 * UNIT  # the other half of the sheet
_ROWS = 28
_ANNEX_ROWS = 35


@lru_cache
def measures(language: PageLanguage) -> Measures:
    """Give the measures of a page in a language."""
    half = continuous_241_2.measures(language)
    first = half.grids[0]
    grid = Grid(
        head=first.head,
        row=(first.row * first.rows + _MORE) / _ROWS,
        rows=_ROWS,
        words=first.words,
        digits=first.digits,
        sizes=first.sizes,
    )
    bottom = TOP + continuous_241_2.HEIGHT + _MORE
    return replace(
        half,
        stock=stock(66 * UNIT),
        frame=Box(left=LEFT, top=TOP, right=LEFT + WIDTH, bottom=bottom),
        grids=(grid,),
        annex_rows=_ANNEX_ROWS,
        mark=replace(half.mark, y=half.mark.y + _MORE / 2),
    )
