"""Embed a TrueType font in a PDF so that every character can be read back as it was meant."""

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

_MOST_IN_ONE_BLOCK = 100  # PDF 32000-1, 9.10.3: a bfchar block holds 100 entries
_one_document_at_a_time = threading.Lock()  # a subset is cut with the face's one read position


class EmbeddedFont(TTFont):  # type: ignore[misc]  # reportlab publishes no types
    """Embed as reportlab does, with a ToUnicode map of our own.

    reportlab 5.1.0 writes a character above U+FFFF as its bare number (`<20BB7>`, `ttfonts.py`,
    `makeToUnicodeCMap`) where the format wants UTF-16BE: 𠮷 is drawn but read back as something
    else. A test fails when reportlab writes it right, so that this class can go.
    """

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - reportlab's name
        """Add the font's objects to the document, then put the map right."""
        subsets = [tuple(subset) for subset in self.state[doc].subsets]
        names = [self.getSubsetInternalName(n, doc)[1:] for n in range(len(subsets))]
        with _one_document_at_a_time:
            super().addObjects(doc)
        fonts = doc.idToObject["BasicFonts"].dict
        for name, subset in zip(names, subsets, strict=True):
            base = fonts[name].BaseFont
            doc.idToObject["toUnicodeCMap:" + base].content = to_unicode_map(base, subset)


def to_unicode_map(name: str, subset: Sequence[int]) -> str:
    """Write the ToUnicode CMap of one subset: the code is the place, the value UTF-16BE."""
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
        f"/CMapName /{name} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<00> <FF>",
        "endcodespacerange",
        *_blocks(subset),
        "endcmap",
        "CMapName currentdict /CMap defineresource pop",
        "end",
        "end",
    ]
    return "\n".join(lines)


def _blocks(subset: Sequence[int]) -> Iterator[str]:
    used = [(place, code) for place, code in enumerate(subset) if code]  # 0 is "missing"
    for start in range(0, len(used), _MOST_IN_ONE_BLOCK):
        block = used[start : start + _MOST_IN_ONE_BLOCK]
        yield f"{len(block)} beginbfchar"
        for place, code in block:
            yield f"<{place:02X}> <{chr(code).encode('utf-16-be').hex().upper()}>"
        yield "endbfchar"


def register(name: str, file: Path) -> Any:
    """Parse a font file, register it under a name, and give back its face (cmap and widths)."""
    font = EmbeddedFont(name, str(file), asciiReadable=False)
    pdfmetrics.registerFont(font)
    return font.face
