"""Know which of the bundled fonts draws each character, how wide it is, and what none can draw."""

import threading
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from ledgerdesk.resources import resource

MM_PER_POINT = 25.4 / 72
NO_BREAK_SPACE = "\u00a0"

# What changes a neighbour instead of being drawn itself, or has no shape: a font may list it,
# but without shaping it lands in the wrong place, so it counts as not printable.
_SHAPELESS = frozenset({"Cc", "Cf", "Cs", "Co", "Mn", "Mc", "Me", "Zl", "Zp"})


class Weight(StrEnum):
    """The two weights of a printed page."""

    REGULAR = "regular"
    BOLD = "bold"


FALLBACK = "LedgerDesk-Fallback"
FONT_NAMES = {Weight.REGULAR: "LedgerDesk-Regular", Weight.BOLD: "LedgerDesk-Bold"}
_FILES = {
    FONT_NAMES[Weight.REGULAR]: "NotoSansSC-Regular.ttf",
    FONT_NAMES[Weight.BOLD]: "NotoSansSC-Bold.ttf",
    FALLBACK: "HanaMin-Fallback.ttf",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Neighbouring characters of one font; `font` is the name it is registered under."""

    font: str
    text: str


class _Faces:
    """Every bundled face, parsed once per process (about 0.2 s for the two weights)."""

    def __init__(self) -> None:
        self._faces: dict[str, Any] = {}
        self._lock = threading.Lock()

    def __getitem__(self, name: str) -> Any:
        face = self._faces.get(name)
        if face is None:
            with self._lock:
                face = self._faces.get(name)
                if face is None:
                    face = self._faces[name] = _parsed(resource("fonts") / _FILES[name], name)
        return face


def _parsed(file: Path, name: str) -> Any:
    from ledgerdesk.documents.embedding import (  # noqa: PLC0415 - reportlab stays off the start
        register,
    )

    return register(name, file)


_faces = _Faces()


def load() -> None:
    """Parse the two weights now, so that the first receipt does not wait for them."""
    for weight in Weight:
        _ = _faces[FONT_NAMES[weight]]


@lru_cache(maxsize=8192)
def _glyph(character: str, weight: Weight) -> tuple[str, int] | None:
    """Name the font that draws a character and its width in 1/1000 em; None if no font does."""
    if unicodedata.category(character) in _SHAPELESS:
        return None
    code = ord(character)
    for name in (FONT_NAMES[weight], FALLBACK):
        face = _faces[name]
        if face.charToGlyph.get(code):
            return name, round(face.charWidths[code])
    return None


def printable(text: str) -> bool:
    """Tell whether the bundled fonts draw every character of a text."""
    return not missing(text)


def missing(text: str) -> tuple[str, ...]:
    """List the characters no bundled font draws, each once, in the order of the text.

    Combining marks, variation selectors, controls and private characters count as missing: they
    change their neighbour, which the page cannot do.
    """
    return tuple(dict.fromkeys(one for one in text if any(_glyph(one, w) is None for w in Weight)))


@lru_cache(maxsize=4096)
def runs(text: str, weight: Weight = Weight.REGULAR) -> tuple[Run, ...]:
    """Split a text by the font that draws it: Noto Sans SC first, the fallback for the rest.

    Raises:
        ValueError: for a character no font draws; `missing` is asked before anything is drawn.
    """

    def font_of(character: str) -> str:
        glyph = _glyph(character, weight)
        if glyph is None:
            raise ValueError(f"no font draws U+{ord(character):04X}")
        return glyph[0]

    return tuple(Run(font=name, text="".join(part)) for name, part in groupby(text, font_of))


@lru_cache(maxsize=4096)
def _thousandths(text: str, weight: Weight) -> int:
    total = 0
    for character in text:
        glyph = _glyph(character, weight)
        total += 1000 if glyph is None else glyph[1]
    return total


def em(size: float) -> float:
    """Convert a size in points to millimetres."""
    return size * MM_PER_POINT


def width(text: str, size: float, weight: Weight = Weight.REGULAR) -> float:
    """Measure a text set in one line at a size in points; millimetres."""
    return _thousandths(text, weight) * size * MM_PER_POINT / 1000
