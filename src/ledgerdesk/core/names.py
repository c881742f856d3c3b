"""Keys by which a customer is found: characters, every likely reading, initials, phone tails.

The keys live in an FTS5 table of the tokenizer `unicode61`: one Han character is one token, and
every other key is matched by its beginning, so a key is written for each place a clerk may start
at. Keys and queries are cut at the same length and so always meet.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from ledgerdesk.core.identity import phone_digits
from ledgerdesk.core.surnames import COMPOUND, SINGLE

Read = Callable[[str], tuple[str, ...]]

KEY_CHARACTERS = 32
NAME_CHARACTERS = 200
MAX_STARTS = 40
MAX_VARIANTS = 16
MAX_QUERY_WORDS = 16
# A character's third reading is rare, but a surname's place is where clerks look first.
_READINGS_OF_FIRST = 3
_READINGS_OF_OTHERS = 2
_VARIED_UNITS = 4
_TAIL_DIGITS = 4
_QUERY_READ = 400

# Han, its iteration mark and zero, and the private use area old GBK files put rare names in.
_HAN = (
    "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\ue000-\uf8ff\uf900-\ufaff"
    "\U00020000-\U0002fffd\U00030000-\U0003fffd"
)
_UNITS = re.compile(rf"(?P<han>[{_HAN}])|(?P<word>[^\W_{_HAN}]+)")
_RUNS = re.compile(rf"(?P<han>[{_HAN}]+)|(?P<word>[^\W_{_HAN}]+)")
_PHONE_LIKE = re.compile(r"\+?[0-9][0-9()\s\-]*")
# Where ü stands, a keyboard types v, u or yu.
_UMLAUTS = ("v", "u", "yu")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unit:
    """A character with its spellings, the likeliest first, or a word, which spells itself."""

    spellings: tuple[str, ...]
    is_word: bool = False

    def initial(self, index: int) -> str:
        """Shorten a spelling to its first letter; a word stays whole."""
        return self.spellings[index] if self.is_word else self.spellings[index][0]


def search_terms(
    name: str, *, read: Read, hand_pinyin: str | None = None, phones: Sequence[str] = ()
) -> list[str]:
    """List the tokens that find a customer, without repetition, the Han characters in order.

    `read` gives all toneless readings of one character, best first, ü as v; `hand_pinyin` is what
    a clerk set by hand and adds to the readings. At most `NAME_CHARACTERS` of the name, its first
    `MAX_STARTS` starts and `MAX_VARIANTS` readings of each are indexed; a key has at most
    `KEY_CHARACTERS` characters.
    """
    found = _UNITS.findall(_folded(name[:NAME_CHARACTERS])[:NAME_CHARACTERS])
    # The characters stay as they come: a phrase query needs their order and repetitions.
    characters = [han or word[:KEY_CHARACTERS] for han, word in found]
    units = [unit for unit in _units(found, read, _hand(hand_pinyin)) if unit.spellings]
    keys = [key for start in range(min(len(units), MAX_STARTS)) for key in _keys(units[start:])]
    keys += _loose_keys(_hand(hand_pinyin))
    for phone in phones:
        keys += _phone_keys(phone_digits(phone))
    return characters + list(dict.fromkeys(key for key in keys if key))


def _folded(text: str) -> str:
    """Bring width, case and compatibility forms together, the same way for names and queries."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def _hand(pinyin: str | None) -> list[str]:
    """Split hand-set pinyin at its blanks into bare syllables or words."""
    parts = re.split(r"[\s'’\-]+", (pinyin or "")[:NAME_CHARACTERS])
    return [bare for part in parts if (bare := _bare(part))]


def _bare(pinyin: str) -> str:
    """Take the tones off: only a–z is left, ü as v."""
    if pinyin.isascii() and pinyin.isalpha() and pinyin.islower():
        return pinyin  # as nearly every reading comes
    apart = unicodedata.normalize("NFD", pinyin.casefold()).replace("u\u0308", "v")
    return re.sub(r"[^a-z]", "", re.sub("u([\u0300\u0301\u0304\u030c])\u0308", "v", apart))


def _phone_keys(digits: str) -> list[str]:
    """Find a number by its beginning, by its last four, a landline also without its area."""
    keys = [digits[:KEY_CHARACTERS], digits[-_TAIL_DIGITS:]]
    if digits.startswith("0"):
        keys.append(digits[3 if digits[1:2] in {"1", "2"} else 4 :][:KEY_CHARACTERS])
    return keys


def _units(found: list[tuple[str, str]], read: Read, hand: list[str]) -> list[_Unit]:
    by_hand = iter(hand if len(hand) == sum(1 for character, _ in found if character) else ())
    surname = _surname_readings("".join(character or " " for character, _ in found[:2]))
    units: list[_Unit] = []
    for place, (character, word) in enumerate(found):
        if character:
            tried = _READINGS_OF_OTHERS if place else _READINGS_OF_FIRST
            general = [_bare(reading) for reading in read(character)[:tried]]
            readings = [next(by_hand, ""), *surname.get(place, ()), *general]
            units.append(_Unit(spellings=_spellings(readings)))
        else:
            units.append(_Unit(spellings=(word,), is_word=True))
    return units


def _surname_readings(beginning: str) -> dict[int, tuple[str, ...]]:
    """Look up the first one or two characters; a compound surname may also be a single one."""
    single = SINGLE.get(beginning[:1])
    alone = (single,) if single else ()
    if compound := COMPOUND.get(beginning):
        return {0: (compound[0], *alone), 1: (compound[1],)}
    return {0: alone}


def _spellings(readings: list[str]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            reading.replace("v", typed)
            for reading in readings
            for typed in (_UMLAUTS if "v" in reading else ("",))
            if reading
        )
    )


def _keys(units: list[_Unit]) -> list[str]:
    """Spell the name from its first unit on: joined and as initials, in each likely reading."""
    varied, fixed = units[:_VARIED_UNITS], units[_VARIED_UNITS:KEY_CHARACTERS]
    end = "".join(unit.spellings[0] for unit in fixed)
    initials = "".join(unit.initial(0) for unit in fixed)
    spelt = [unit.spellings for unit in varied]
    short = [[unit.initial(i) for i in range(len(unit.spellings))] for unit in varied]
    keys: list[str] = []
    for choice in _choices(tuple(map(len, spelt))):
        joined = "".join([readings[i] for readings, i in zip(spelt, choice, strict=True)])
        begun = "".join([letters[i] for letters, i in zip(short, choice, strict=True)])
        keys += [(joined + end)[:KEY_CHARACTERS], (begun + initials)[:KEY_CHARACTERS]]
    return keys


@lru_cache(maxsize=512)
def _choices(sizes: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    """Choose one reading of each unit, the likeliest together first; remembered by count alone."""
    every = sorted(product(*map(range, sizes)), key=lambda choice: sum(map(bool, choice)))
    return tuple(every[:MAX_VARIANTS])


def _loose_keys(hand: list[str]) -> list[str]:
    """Spell hand-set pinyin from each of its blanks, whatever the name's characters are."""
    keys: list[str] = []
    for start in range(min(len(hand), MAX_STARTS)):
        for typed in _UMLAUTS:
            rest = [part.replace("v", typed) for part in hand[start:]]
            keys += ["".join(rest)[:KEY_CHARACTERS], "".join(p[0] for p in rest)[:KEY_CHARACTERS]]
    return keys


def query_terms(text: str) -> str:
    """Turn what a clerk types into an FTS5 MATCH expression; "" when nothing can be looked for.

    Han characters side by side must stand side by side in the name; every other word is the
    beginning of a key; all must be found. No text raises, and none is read as FTS5 syntax.
    """
    folded = _folded(text[:_QUERY_READ])[:_QUERY_READ].strip()
    wanted = [_wanted(found["han"], found["word"]) for found in _RUNS.finditer(folded)]
    together = " AND ".join(dict.fromkeys(wanted[:MAX_QUERY_WORDS]))
    digits = phone_digits(folded) if _PHONE_LIKE.fullmatch(folded) else ""
    if digits and together != _beginning(digits):
        return f"({together}) OR {_beginning(digits)}"
    return together


def _wanted(han: str | None, word: str) -> str:
    if han:
        return '"' + " ".join(han[:NAME_CHARACTERS]) + '"'
    if "ü" in word:
        return f"({_beginning(word)} OR {_beginning(word.replace('ü', 'v'))})"
    return _beginning(word)


def _beginning(word: str) -> str:
    return f'"{word[:KEY_CHARACTERS]}"*'
