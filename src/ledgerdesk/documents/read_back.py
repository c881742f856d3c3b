"""Read a finished PDF back: its text, its size, its fonts, a picture of a page, what is missing."""

import re
import struct
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from ledgerdesk.core.capitals import with_prefix
from ledgerdesk.core.english_amounts import amount_in_english
from ledgerdesk.core.money import format_fen, yuan_text
from ledgerdesk.core.receipts import (
    AS_DRAWN,
    Content,
    Fit,
    Page,
    PageLanguage,
    Paper,
    page_language,
)
from ledgerdesk.core.templates import Part
from ledgerdesk.documents.layouts import layout_of, words
from ledgerdesk.documents.layouts.layout import Laid
from ledgerdesk.documents.layouts.says import Says
from ledgerdesk.documents.receipt_pdf import as_shown

_MM_PER_POINT = 25.4 / 72
_LINE_END_HYPHENS = str.maketrans({"\x02": "-", "\ufffe": "-"})  # how pdfium marks one
_CHANNELS = 3
_RGB = 2  # as a PNG calls it
_SHORTEST_PIECE = 4  # of a text that a line or page end divides


@dataclass(frozen=True, slots=True, kw_only=True)
class Pixels:
    """A drawn page: rows of 8-bit red, green, blue from the top, `stride` bytes each."""

    width: int
    height: int
    stride: int
    data: bytes


@contextmanager
def _opened(pdf: bytes) -> Iterator[Any]:
    import pypdfium2  # noqa: PLC0415 - pdfium stays off the start

    document = pypdfium2.PdfDocument(pdf)
    try:
        yield document
    finally:
        document.close()


def texts(pdf: bytes, *, tiles: int = 1, down: float = 0.0) -> tuple[str, ...]:
    """Extract the text of every page as a reader would copy it, or of each tile of every page.

    `down` is by how many millimetres the drawing was moved.
    """
    with _opened(pdf) as document:
        found: list[str] = []
        for page in document:
            text_page = page.get_textpage()
            high = page.get_height() / tiles
            for tile in range(tiles):
                bottom = (tiles - 1 - tile) * high - down / _MM_PER_POINT
                within = {} if tiles == 1 else {"bottom": bottom, "top": bottom + high}
                found.append(text_page.get_text_bounded(**within))
            text_page.close()
            page.close()
    return tuple(found)


def page_sizes(pdf: bytes) -> tuple[tuple[float, float], ...]:
    """Measure every page: width and height in millimetres."""
    with _opened(pdf) as document:
        return tuple(
            (wide * _MM_PER_POINT, high * _MM_PER_POINT)
            for wide, high in (document.get_page_size(n) for n in range(len(document)))
        )


def page_pixels(pdf: bytes, index: int, dpi: int) -> Pixels:
    """Draw one page, counted from 0, at some dots per inch.

    Raises:
        IndexError: if the document has no such page.
    """
    with _opened(pdf) as document:
        if not 0 <= index < len(document):
            raise IndexError(index)
        page = document[index]
        bitmap = page.render(scale=dpi / 72, rev_byteorder=True, prefer_bgrx=False)
        drawn = Pixels(
            width=bitmap.width,
            height=bitmap.height,
            stride=bitmap.stride,
            data=bytes(bitmap.buffer),
        )
        bitmap.close()
        page.close()
    return drawn


def page_image(pdf: bytes, index: int, dpi: int) -> bytes:
    """Draw one page, counted from 0, as a PNG of 8-bit RGB at some dots per inch.

    Raises:
        IndexError: if the document has no such page.
    """
    drawn = page_pixels(pdf, index, dpi)
    used = drawn.width * _CHANNELS
    starts = range(0, drawn.height * drawn.stride, drawn.stride)
    return _png((drawn.data[at : at + used] for at in starts), drawn.width, drawn.height)


def _png(rows: Iterable[bytes], wide: int, high: int) -> bytes:
    header = struct.pack(">IIBBBBB", wide, high, 8, _RGB, 0, 0, 0)
    body = zlib.compress(b"".join(b"\x00" + row for row in rows), 6)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(kind, data) for kind, data in ((b"IHDR", header), (b"IDAT", body), (b"IEND", b""))
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    check = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)


def fonts_embedded(pdf: bytes) -> bool:
    """Tell whether every font that draws a text is inside the file."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415 - pdfium stays off the start

    with _opened(pdf) as document:
        for page in document:
            for shape in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
                font = pdfium.FPDFTextObj_GetFont(shape.raw)
                if not font or pdfium.FPDFFont_GetIsEmbedded(font) != 1:
                    return False
    return True


def font_names(pdf: bytes) -> frozenset[str]:
    """Name every font that draws a text."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415 - pdfium stays off the start

    found: set[str] = set()
    with _opened(pdf) as document:
        for page in document:
            for shape in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
                font = pdfium.FPDFTextObj_GetFont(shape.raw)
                length = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
                buffer = (pdfium.c_char * length)()
                pdfium.FPDFFont_GetBaseFontName(font, buffer, length)
                found.add(buffer.value.decode())
    return frozenset(found)


def plain(text: str) -> str:
    """Leave out every blank and line end: values compare, spread labels do not matter."""
    return re.sub(r"\s", "", text.translate(_LINE_END_HYPHENS))


def read_back_problems(
    pdf: bytes, page: Page, paper: Paper, *, fit: Fit = AS_DRAWN
) -> tuple[str, ...]:
    """Compare what the PDF says with the record; each problem names copy and field.

    Every copy (face with its annex) must say number, anchor, payer, both amounts and each line,
    a value as often as the record has it. An empty result proves the file says what was issued.
    """
    laid = layout_of(paper, page.layout_version).lay(as_shown(page), lambda _field: None)
    copies = _copies(pdf, laid, fit)
    if not copies:
        return ("pages",)
    return tuple(
        f"{n}.{field}" for n, text in enumerate(copies, start=1) for field in _absent(text, page)
    )


def _copies(pdf: bytes, laid: Laid, fit: Fit) -> list[str]:
    """Give the text of each copy, its annex with it; none where a page is missing."""
    found = [plain(text) for text in texts(pdf, tiles=laid.tiles, down=fit.down / 10)]
    if laid.tiles > 1:  # a sheet holds the same side of several copies, then comes the next side
        found = [text for text in found if text]
        sides = [found[copy :: laid.copies] for copy in range(laid.copies)]
    else:
        each = len(found) // laid.copies
        sides = [found[copy * each : (copy + 1) * each] for copy in range(laid.copies)]
    is_whole = found and len(found) == laid.copies * len(sides[0])
    return ["".join(side) for side in sides] if is_whole else []


def _absent(text: str, page: Page) -> Iterator[str]:
    content = page.content
    language = page_language(content.language)
    says = Says(language=language, template=page.template)
    singles = {
        "number": page.number,
        "anchor": page.anchor,
        "payer": content.payer_shown,
        "firm": content.firm if page.template.shows(Part.FIRM) else "",
        "capitals": with_prefix(abs(content.amount_fen)),
        "amount": yuan_text(content.amount_fen),
    }
    for field, value in singles.items():
        if plain(value) not in text:
            yield field
    if language is not PageLanguage.ZH:
        english = amount_in_english(abs(content.amount_fen))
        if not _says(text, plain(english)):  # an annex may divide it
            yield "words"
    yield from _absent_lines(text, content)
    # Boxed 已作废 under the number and 作废 across the lines: the word stands twice.
    if page.void is not None and text.count(says.text(words.VOID)) < 2:  # noqa: PLR2004 - twice, as said above
        yield "void"


def _absent_lines(text: str, content: Content) -> Iterator[str]:
    for n, line in enumerate(content.lines):
        if not _says(text, plain(line.item)):
            yield f"lines.{n}.item"
        if not _says(text, plain(line.note)):
            yield f"lines.{n}.note"
    amounts = Counter(format_fen(line.amount_fen) for line in content.lines)
    for amount, times in amounts.items():
        if text.count(amount) < times:
            yield f"lines.amount.{amount}"


def _says(text: str, value: str) -> bool:
    """Find a value whole, or in pieces of some length where a cell or page end divides it."""
    while value and value not in text:
        cut = next((n for n in range(len(value) - 1, 0, -1) if value[:n] in text), 0)
        if cut < min(_SHORTEST_PIECE, len(value)):
            return False
        value = value[cut:]
    return True
