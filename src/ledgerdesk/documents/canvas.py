"""Open a PDF of one stock: repeatable bytes, our fonts only, printed at its true size."""

from typing import IO, Any

from ledgerdesk.documents.fonts import FONT_NAMES, Weight, load
from ledgerdesk.documents.placing import POINTS_PER_MM, Stock


def new_canvas(out: IO[bytes], stock: Stock, *, title: str, author: str) -> Any:
    """Open a reportlab canvas that writes compressed pages of a stock's size."""
    from reportlab import rl_config  # noqa: PLC0415 - reportlab stays off the start
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415 - as above

    rl_config.useA85 = 0  # text armour around each page: a quarter more bytes, 2 ms a page
    load()
    canvas = Canvas(
        out,
        pagesize=(stock.width * POINTS_PER_MM, stock.height * POINTS_PER_MM),
        pageCompression=1,
        invariant=1,
        # Left alone, every page begins with Helvetica, which is not embedded.
        initialFontName=FONT_NAMES[Weight.REGULAR],
    )
    canvas.setTitle(title)
    canvas.setAuthor(author)
    canvas.setSubject("")
    canvas.setCreator("LedgerDesk")
    canvas.setViewerPreference("PrintScaling", "None")  # a form that shrinks misses its stock
    return canvas
