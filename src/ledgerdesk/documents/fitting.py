"""Fit text into a width: shrink by halves of a point, break into lines, never cut."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ledgerdesk.documents.fonts import NO_BREAK_SPACE, Weight, width

_NEVER_FIRST = frozenset("，。、；：！？）】》〉」』”’…—·,.;:!?)]}%％℃")
_NEVER_LAST = frozenset("（【《〈「『“‘([{¥￥＄$#")
_WIDE = frozenset({"W", "F"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A text as it will stand: its lines and their one size in points."""

    lines: tuple[str, ...]
    size: float


def halves(largest: float, smallest: float) -> tuple[float, ...]:
    """List the sizes from the largest down to the smallest by half points."""
    return tuple(largest - step / 2 for step in range(round((largest - smallest) * 2) + 1))


def largest_size(
    text: str, room: float, sizes: tuple[float, ...], weight: Weight = Weight.REGULAR
) -> float | None:
    """Find the first of the sizes at which a text fits a room in millimetres, in one line."""
    return next((size for size in sizes if width(text, size, weight) <= room), None)


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in _WIDE


def _pieces(text: str) -> Iterator[str]:
    """Yield what a line break may not divide: a wide character, or a word with its blanks."""
    piece = ""
    for character in text:
        if piece and _may_break(piece[-1], character):
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece


def _may_break(before: str, after: str) -> bool:
    if after in _NEVER_FIRST or before in _NEVER_LAST or NO_BREAK_SPACE in (before, after):
        return False
    if after == " ":
        return False
    return before == " " or _is_wide(before) or _is_wide(after)


@lru_cache(maxsize=2048)
def wrap(text: str, room: float, size: float, weight: Weight = Weight.REGULAR) -> tuple[str, ...]:
    """Break a text into lines of a room in millimetres.

    Punctuation never begins a line, an opening bracket or ¥ never ends one. A word or number is
    divided only when it is wider than the whole line.
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if width((line + piece).rstrip(" "), size, weight) <= room:
            line += piece
            continue
        if line:
            lines.append(line.rstrip(" "))
        line = piece
        while width(line.rstrip(" "), size, weight) > room:
            cut = _longest_start(line, room, size, weight)
            lines.append(line[:cut])
            line = line[cut:]
    if line.strip(" "):
        lines.append(line.rstrip(" "))
    return tuple(lines)


def _longest_start(text: str, room: float, size: float, weight: Weight) -> int:
    cut = 1
    while cut < len(text) and width(text[: cut + 1], size, weight) <= room:
        cut += 1
    return cut


def fit(
    text: str,
    room: float,
    *,
    one_line: tuple[float, ...],
    more_lines: tuple[float, ...] = (),
    most: int = 2,
) -> Block | None:
    """Set a text in one line at the first size that fits, else in at most `most` lines.

    Gives None when it fits nowhere: the caller refuses it with its field, or moves it to the annex.
    """
    size = largest_size(text, room, one_line)
    if size is not None:
        return Block(lines=(text,) if text else (), size=size)
    for size in more_lines:
        lines = wrap(text, room, size)
        if len(lines) <= most:
            return Block(lines=lines, size=size)
    return None


def fit_two_even(text: str, room: float, size: float) -> Block | None:
    """Set a text in two lines as equal as the rules of breaking allow; None if it is too long."""
    if len(wrap(text, room, size)) > 2:  # noqa: PLR2004 - the two of the name
        return None
    half = width(text, size) / 2
    step = width("国", size) / 2
    tries = (half + step * n for n in range(round((room - half) / step) + 1))
    for narrow in (*tries, room):
        lines = wrap(text, min(narrow, room), size)
        if len(lines) <= 2:  # noqa: PLR2004 - the two of the name
            return Block(lines=lines, size=size)
    return None
