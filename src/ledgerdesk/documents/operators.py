"""Write the few PDF operators a form needs, in points from the bottom-left corner.

reportlab 5.1.0 formats every number of its own calls through a logarithm: on a receipt's 1,400
numbers that is half of the whole time. These go through `addLiteral`, its door for such text.
"""

from collections.abc import Iterable
from enum import Enum
from typing import Any

from ledgerdesk.documents.fonts import Weight, runs


class Turn(Enum):
    """Which way a line of text runs, as the first four numbers of its matrix."""

    NONE = "1 0 0 1"
    DOWN = "0 -1 1 0"
    UP = "0 1 -1 0"


UPRIGHT = Turn.NONE


def moved(scale: float, right: float, up: float) -> str:
    """Scale and shift all that follows on a page, in points."""
    return f"{scale:.6f} 0 0 {scale:.6f} {right:.3f} {up:.3f} cm"


def filled(rectangles: Iterable[tuple[float, float, float, float]]) -> str:
    """Fill rectangles (left, bottom, width, height) as one path."""
    path = " ".join(f"{x:.3f} {y:.3f} {w:.3f} {h:.3f} re" for x, y, w, h in rectangles)
    return f"{path} f"


def fill_colour(colour: tuple[float, float, float]) -> str:
    """Choose the colour of what is filled and written from here on."""
    red, green, blue = colour
    return f"{red:.3f} {green:.3f} {blue:.3f} rg"


def shown_texts(
    spots: Iterable[tuple[float, float, str]],
    size: float,
    *,
    weight: Weight,
    gap: float,
    canvas: Any,
    turn: Turn = UPRIGHT,
) -> str:
    """Show texts, each from its baseline's start, in one size, with a gap after every letter."""
    from reportlab.pdfbase.pdfmetrics import (  # noqa: PLC0415 - reportlab stays off the start
        getFont,
    )

    document = canvas._doc  # noqa: SLF001 - the name under which a font keeps a document's subsets
    written = ["BT"]
    if gap:
        written.append(f"{gap:.3f} Tc")
    for x, y, text in spots:
        written.append(f"{turn.value} {x:.3f} {y:.3f} Tm")
        for run in runs(text, weight):
            font = getFont(run.font)
            for subset, codes in font.splitString(run.text, document):
                name = font.getSubsetInternalName(subset, document)
                written.append(f"{name} {size:g} Tf <{codes.hex()}> Tj")
    if gap:
        written.append("0 Tc")
    written.append("ET")
    return " ".join(written)
