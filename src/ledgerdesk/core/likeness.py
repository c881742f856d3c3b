"""Names that may be one name: equal by sound, or one character apart, found without all pairs.

Why no ratio of a library: docs/decisions/029-likeness-of-names.md.
"""

import re
import unicodedata
from collections.abc import Iterator

from ledgerdesk.core.names import Read

LEAST_APART = 4
"""Shorter names that differ in a character are different names: 李小明 is not 李小朋."""
MOST_VARIED = 24
_SUFFIXES = re.compile(
    "(?:股份有限公司|有限责任公司|集团有限公司|有限合伙企业|有限公司|分公司|总公司|公司|集团|合伙企业"
    "|个体工商户|商行|companylimited|coltd|limited|inc|llc|ltd)$"
)
# What tells one branch from another is no slip of a pen.
_TELLING = frozenset("0123456789一二三四五六七八九十百东西南北中上下左右甲乙丙丁大小新老")


def bare(text: str | None) -> str:
    """Bring width, case, blanks and punctuation of a name together."""
    folded = unicodedata.normalize("NFKC", text or "").casefold()
    return "".join(character for character in folded if character.isalnum())


def core_of(text: str | None) -> str:
    """Take from a firm's name what every firm is called besides."""
    whole = bare(text)
    core = _SUFFIXES.sub("", whole)
    return core or whole


def is_firm(name: str) -> bool:
    """Tell a firm's name from a person's by its end."""
    whole = bare(name)
    return _SUFFIXES.search(whole) is not None


def sound(text: str, read: Read) -> str:
    """Spell a bare name by each character's first reading; what has none spells itself."""
    return "".join(next(iter(read(one)), one) if one > "\u2e80" else one for one in text)


def variants(text: str) -> Iterator[str]:
    """Yield a name and each of it that lacks one character which tells nothing.

    Two names one slip apart (another, one more, two exchanged) share one of these.
    """
    if not LEAST_APART <= len(text) <= MOST_VARIED:
        return
    yield text
    for place, character in enumerate(text):
        if not _tells(character, text):
            yield text[:place] + text[place + 1 :]


def _tells(character: str, text: str) -> bool:
    """Tell what is no slip; a letter among Han characters is the name of a branch."""
    return character in _TELLING or (character.isascii() and not text.isascii())


def one_slip_apart(first: str, second: str) -> bool:
    """Tell whether two names differ by one slip, and not in what tells branches apart."""
    if first == second or abs(len(first) - len(second)) > 1:
        return False
    start = 0
    while start < min(len(first), len(second)) and first[start] == second[start]:
        start += 1
    mine, his = first[start:], second[start:]
    while mine and his and mine[-1] == his[-1]:
        mine, his = mine[:-1], his[:-1]
    differing = (*((one, first) for one in mine), *((one, second) for one in his))
    if any(_tells(character, text) for character, text in differing):
        return False
    exchanged = len(mine) == len(his) == len("换位") and mine == his[::-1]
    return exchanged or (len(mine) <= 1 and len(his) <= 1)
