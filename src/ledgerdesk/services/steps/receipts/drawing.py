"""On the press: from a frozen record to the bytes of its PDF, and from these to pixels."""

import hashlib
from dataclasses import dataclass

from ledgerdesk.core.receipts import Page, Paper
from ledgerdesk.documents import read_back, receipt_pdf
from ledgerdesk.documents.read_back import Pixels

__all__ = ["Picture", "Pixels", "Sheet", "picture", "picture_in", "pixels", "rendered", "sizes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A receipt with its marks and its paper: all the press needs, and nothing of the book."""

    page: Page
    paper: Paper


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
    return receipt_pdf.render(sheet.page, sheet.paper)


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
