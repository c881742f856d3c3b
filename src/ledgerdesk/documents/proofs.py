"""Name what cannot be printed, and raise it as the known error of its rule."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from ledgerdesk.core.errors import Code, KnownError
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


def refuse(problems: Iterable[Problem]) -> None:
    """Raise the first problem: `NO_GLYPH` for a character, `PROOFREADING` for a lack of room."""
    for problem in problems:
        code = Code.NO_GLYPH if problem.rule == NO_GLYPH else Code.PROOFREADING
        raise KnownError(code, field=problem.field, rule=problem.rule, **dict(problem.details))
