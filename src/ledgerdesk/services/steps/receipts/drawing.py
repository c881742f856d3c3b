"""On the press: from a frozen record to the bytes of its PDF, and from these to pixels."""

import hashlib
from dataclasses import dataclass

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.receipts import AS_DRAWN, Fit, Page, Paper
from ledgerdesk.documents import read_back, receipt_pdf
from ledgerdesk.documents.read_back import Pixels
from ledgerdesk.documents.ruler_page import ruler_page

__all__ = [
    "Picture",
    "Pixels",
    "Sheet",
    "checked",
    "picture",
    "picture_in",
    "pixels",
    "rendered",
    "ruler",
    "sizes",
]
_NAMED = 5  # fields in a message; one is enough to stop


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A receipt with its marks and its paper: all the press needs, and nothing of the book."""

    page: Page
    paper: Paper
    fit: Fit = AS_DRAWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One page of a sheet as pixels, with the sizes (mm) of all and the SHA-256 of the PDF."""

    index: int
    dpi: int
    pixels: Pixels
    sizes: tuple[tuple[float, float], ...]
    digest: str


def rendered(sheet: Sheet) -> bytes:
    """Render a sheet: the same record gives the same bytes, shown or printed."""
    return receipt_pdf.render(sheet.page, sheet.paper, fit=sheet.fit)


def ruler(paper: Paper, fit: Fit) -> bytes:
    """Render a page of rulers, which shows how a printer moves and stretches a paper."""
    return ruler_page(paper, fit)


def checked(sheet: Sheet) -> bytes:
    """Render a sheet that is to be printed or saved, and read it back against its record first.

    Raises `print_differs` with the number and the fields that are not there as issued.
    """
    pdf = rendered(sheet)
    found = list(read_back.read_back_problems(pdf, sheet.page, sheet.paper, fit=sheet.fit))
    if not read_back.fonts_embedded(pdf):
        found.append("fonts")
    if found:
        raise KnownError(
            Code.PRINT_DIFFERS, number=sheet.page.number, fields=", ".join(found[:_NAMED])
        )
    return pdf


def sizes(pdf: bytes) -> tuple[tuple[float, float], ...]:
    """Measure every page of a PDF: width and height in millimetres."""
    return read_back.page_sizes(pdf)


def pixels(pdf: bytes, index: int, dpi: int) -> Pixels:
    """Draw one page of a PDF."""
    return read_back.page_pixels(pdf, index, dpi)


def picture(sheet: Sheet, index: int, dpi: int) -> Picture:
    """Render a sheet and draw one of its pages; an index past the end gives the last one."""
    return picture_in(rendered(sheet), index, dpi)


def picture_in(pdf: bytes, index: int, dpi: int) -> Picture:
    """Draw one page of a PDF; an index past the end gives the last one."""
    measured = sizes(pdf)
    page = min(index, len(measured) - 1)
    return Picture(
        index=page,
        dpi=dpi,
        pixels=pixels(pdf, page, dpi),
        sizes=measured,
        digest=hashlib.sha256(pdf).hexdigest(),
    )
