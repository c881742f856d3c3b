"""Name the characters of a record that no bundled font prints, each with its field."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from ledgerdesk.core.problems import Problem
from ledgerdesk.documents.fonts import missing

NO_GLYPH = "no_glyph"


def unprintable(texts: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    """Name each character of each field that no bundled font draws."""
    for field, text in texts:
        for character in _missing(text):
            yield Problem.red(
                field, NO_GLYPH, character=character, codepoint=f"U+{ord(character):04X}"
            )


@lru_cache(maxsize=1024)
def _missing(text: str) -> tuple[str, ...]:
    return missing(text)
