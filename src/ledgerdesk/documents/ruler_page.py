"""A page of rulers: printed once, it shows by how much a printer moves and stretches a page."""

import io
from datetime import date

from ledgerdesk.core.receipts import AS_DRAWN, Fit, Paper, sample_content
from ledgerdesk.core.receipts import Page as ReceiptPage
from ledgerdesk.documents.canvas import new_canvas
from ledgerdesk.documents.drawing import Sheet
from ledgerdesk.documents.layouts import CURRENT_VERSION, layout_of
from ledgerdesk.documents.placing import Align, Box, Stock

_SIZE = 7.0
_INSET = 10.0  # of the two rulers from the paper's edges
_LONG, _MIDDLE, _SHORT = 4.0, 3.0, 1.8
_TEN, _FIVE = 10, 5
_LAST_SHORT = 5.0  # of a tick before the paper's end
_CROSS = 3.0
_WORDS = (
    "0 ← 应距左边 10 mm、上边 10 mm",
    "0 ← should be 10 mm from the left and 10 mm from the top edge",
)


def ruler_page(paper: Paper, fit: Fit = AS_DRAWN) -> bytes:
    """Draw a ruler along the top and the left of a paper, in millimetres, moved as a page is."""
    stock = _stock(paper)
    out = io.BytesIO()
    canvas = new_canvas(out, stock, title="LedgerDesk", author="LedgerDesk")
    sheet = Sheet(stock=stock, canvas=canvas, colour=False, fit=fit)
    _rulers(sheet, stock)
    sheet.end_page()
    canvas.save()
    return out.getvalue()


def _stock(paper: Paper) -> Stock:
    page = ReceiptPage(number="", content=sample_content(date(2026, 1, 1)), anchor="")
    return layout_of(paper, CURRENT_VERSION).lay(page, lambda _field: None).stock


def _rulers(sheet: Sheet, stock: Stock) -> None:
    inside = stock.printable
    for mm in range(int(inside.right - _INSET - _LAST_SHORT) + 1):
        x = _INSET + mm
        sheet.down(_INSET, _INSET + _tick(mm), x, 2)
        if mm % _TEN == 0 and mm:
            sheet.text(str(mm), x, _INSET + _LONG + 2.0, _SIZE, align=Align.CENTRE)
    for mm in range(int(inside.bottom - _INSET - _LAST_SHORT) + 1):
        y = _INSET + mm
        sheet.across(_INSET, _INSET + _tick(mm), y, 2)
        if mm % _TEN == 0 and mm:
            sheet.text(str(mm), _INSET + _LONG + 1.0, y, _SIZE)
    box = Box(left=_INSET, top=_INSET, right=_INSET + _CROSS, bottom=_INSET + _CROSS)
    sheet.frame(box, 2)
    for n, words in enumerate(_WORDS):
        sheet.text(words, _INSET + 14.0, _INSET + 14.0 + 4.0 * n, _SIZE)


def _tick(mm: int) -> float:
    if mm % _TEN == 0:
        return _LONG
    return _MIDDLE if mm % _FIVE == 0 else _SHORT
