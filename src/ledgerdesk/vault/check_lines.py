"""Bytes as lines of 13 Crockford characters and one check, so that a slip is named by its line.

The check is a weighted sum over GF(32) with weights that are all different and none zero: each
wrong character and each exchange of two characters within a line changes it. The line's own
number is added in, so a line typed in another's place is found as well.
"""

import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
DATA_CHARACTERS = 13
LINE_CHARACTERS = DATA_CHARACTERS + 1
GROUPS = (5, 5, 4)
_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_LOOKALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BITS = 5
_REDUCE = 0b100101  # x^5 + x^2 + 1, irreducible over GF(2)


class LineProblem(ValueError):
    """Name the line at fault, counted from 1; it never carries what was typed."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


def _times_x(value: int) -> int:
    value <<= 1
    return value ^ _REDUCE if value & 0b100000 else value


def _product(left: int, right: int) -> int:
    result = 0
    while right:
        if right & 1:
            result ^= left
        left = _times_x(left)
        right >>= 1
    return result


def _weights() -> tuple[int, ...]:
    weights, weight = [], 1
    for _ in range(DATA_CHARACTERS):
        weight = _times_x(weight)
        weights.append(weight)
    return tuple(weights)


_WEIGHTS = _weights()  # x^1 … x^13; the check itself stands with weight x^0 = 1


def check_character(data: str, line: int) -> str:
    """Give the check of 13 characters standing in a line, counted from 1 to 31."""
    total = line
    for character, weight in zip(data, _WEIGHTS, strict=True):
        total ^= _product(weight, _VALUE[character])
    return ALPHABET[total]


def to_lines(raw: bytes) -> tuple[str, ...]:
    """Write bytes as lines of 14 characters, unused low bits zero; at most 31 lines."""
    bits_per_line = DATA_CHARACTERS * _BITS
    count = -(-len(raw) * 8 // bits_per_line)
    number = int.from_bytes(raw, "big") << (count * bits_per_line - len(raw) * 8)
    characters = [
        ALPHABET[(number >> shift) & 31]
        for shift in range((count * DATA_CHARACTERS - 1) * _BITS, -1, -_BITS)
    ]
    lines = []
    for index in range(count):
        data = "".join(characters[index * DATA_CHARACTERS : (index + 1) * DATA_CHARACTERS])
        lines.append(data + check_character(data, index + 1))
    return tuple(lines)


def groups_of(line: str) -> tuple[str, ...]:
    """Cut a line of 14 characters into the printed groups of 5, 5 and 4."""
    ends = (GROUPS[0], GROUPS[0] + GROUPS[1])
    return line[: ends[0]], line[ends[0] : ends[1]], line[ends[1] :]


def typed_characters(text: str) -> str:
    """Keep what counts of typed text: full width, lower case, blanks, hyphens, O, I, L forgiven."""
    plain = unicodedata.normalize("NFKC", text).upper()
    dashes = {"Pd"}
    kept = [
        character
        for character in plain
        if not character.isspace() and unicodedata.category(character) not in dashes
    ]
    return "".join(kept).translate(_LOOKALIKE)


def from_lines(text: str, length: int) -> bytes:
    """Read `length` bytes back from typed text.

    Raises `LineProblem` with the first line at fault. Where line breaks fall so that every line
    stands alone, a missing character is named by its own line too.
    """
    count = -(-length * 8 // (DATA_CHARACTERS * _BITS))
    number = 0
    for index, line in enumerate(_typed_lines(text, count), start=1):
        if len(line) != LINE_CHARACTERS:
            raise LineProblem(index, "length")
        if any(character not in _VALUE for character in line):
            raise LineProblem(index, "character")
        data = line[:DATA_CHARACTERS]
        if check_character(data, index) != line[-1]:
            raise LineProblem(index, "check")
        for character in data:
            number = number << _BITS | _VALUE[character]
    spare = count * DATA_CHARACTERS * _BITS - length * 8
    if number & ((1 << spare) - 1):
        raise LineProblem(count, "check")
    return (number >> spare).to_bytes(length, "big")


def _typed_lines(text: str, count: int) -> list[str]:
    """Take the writer's own line breaks where there are as many lines as expected."""
    typed = [line for line in map(typed_characters, text.splitlines()) if line]
    if len(typed) == count:
        return typed
    whole = typed_characters(text)
    lines = [
        whole[start : start + LINE_CHARACTERS] for start in range(0, len(whole), LINE_CHARACTERS)
    ]
    if len(lines) > count:
        raise LineProblem(count, "length")
    return lines + [""] * (count - len(lines))
