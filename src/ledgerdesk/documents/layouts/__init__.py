"""The versions of each paper's drawing; a version is never edited once a receipt used it."""

from ledgerdesk.core.receipts import Paper
from ledgerdesk.documents.layouts import (
    a4_2up,
    a4_3up,
    a5,
    continuous_241,
    continuous_241_2,
    continuous_241_3,
    flat_form,
    high_form,
    thermal_58,
    thermal_80,
)
from ledgerdesk.documents.layouts.layout import Form, Layout, SheetLayout
from ledgerdesk.documents.layouts.roll import RollLayout

CURRENT_VERSION = 1

_HIGH = Form(face=high_form.face, stamp_cell=high_form.stamp_cell)
_FLAT = Form(face=flat_form.face, stamp_cell=flat_form.stamp_cell)
_LAYOUTS: dict[tuple[Paper, int], Layout] = {
    (Paper.A5, 1): SheetLayout(form=_HIGH, measures=a5.measures),
    (Paper.A4_2UP, 1): SheetLayout(form=_HIGH, measures=a4_2up.measures),
    (Paper.A4_3UP, 1): SheetLayout(form=_FLAT, measures=a4_3up.measures),
    (Paper.CONTINUOUS_241_3, 1): SheetLayout(form=_FLAT, measures=continuous_241_3.measures),
    (Paper.CONTINUOUS_241_2, 1): SheetLayout(form=_HIGH, measures=continuous_241_2.measures),
    (Paper.CONTINUOUS_241, 1): SheetLayout(form=_HIGH, measures=continuous_241.measures),
    (Paper.THERMAL_80, 1): RollLayout(measures=thermal_80.MEASURES),
    (Paper.THERMAL_58, 1): RollLayout(measures=thermal_58.MEASURES),
}


def layout_of(paper: Paper, version: int) -> Layout:
    """Give the drawing that was valid when a receipt was issued.

    Raises:
        KeyError: for a version this program does not have.
    """
    return _LAYOUTS[paper, version]
