"""Series of numbers an office keeps side by side: receipts, deposits, courses, each its own."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.handouts import are_few
from ledgerdesk.core.receipts import MAX_SEQUENCE, Reset, is_pattern, shown_number

MAX_TITLE_CHARACTERS = 30
_CODE = re.compile(r"[A-Z][A-Z0-9]{0,9}")
_ZEROS = re.compile(r"\{(0+)\}")
_ENDS_IN_ZEROS = re.compile(r"\{0{4,12}\}$")
_EXAMPLES = {
    Reset.YEARLY: "YJ{yyyy}-{0000}",
    Reset.MONTHLY: "YJ{yyyy}{mm}-{0000}",
    Reset.NEVER: "YJ-{000000}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesDraft:
    """A series to be begun: code, title on the list, pattern, reset and its first number."""

    code: str
    title: str
    pattern: str
    reset: Reset
    first_number: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesLine:
    """A series as it stands: the next number of today, and how many its zeros leave.

    `next_number` is empty while its last printed number waits for confirmation. `few_left` is true
    until the last of them is drawn; from there on the numbers grow wider.
    """

    code: str
    title: str
    pattern: str
    reset: Reset
    is_active: bool
    is_default: bool
    next_number: str
    left: int
    few_left: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Continuity:
    """What became of a run of numbers: these five states are all of it.

    `undrawn` counts those of the run that no receipt was ever to get: below the first of the
    series or above the last drawn.
    """

    series: str
    period: str
    first: str
    last: str
    count: int
    issued: int
    voided: tuple[str, ...]
    missing: tuple[str, ...]
    explained: tuple[str, ...]
    undrawn: int


def refuse_wrong(draft: SeriesDraft, patterns: Iterable[str]) -> None:
    """Refuse a series that cannot be, or whose numbers another one could print as well.

    Raises `bad_value` with the field at fault.
    """
    if not _CODE.fullmatch(draft.code):
        raise KnownError(Code.BAD_VALUE, field="code", reason="series_code")
    if not draft.title:
        raise KnownError(Code.BAD_VALUE, field="title", reason="required")
    refuse_pattern(draft.pattern, draft.reset)
    if not 1 <= draft.first_number <= MAX_SEQUENCE:
        raise KnownError(Code.BAD_VALUE, field="first_number", reason="not_positive")
    refuse_twin(draft.pattern, patterns)


def refuse_pattern(pattern: str, reset: Reset) -> None:
    """Refuse a pattern that gives not every number of every period a shape of its own.

    Raises `bad_value` (field `pattern`) with the first thing that is missing, and an example.
    """
    if is_pattern(pattern, reset):
        return
    if not _ENDS_IN_ZEROS.search(pattern):
        reason = "pattern_zeros"
    elif reset is not Reset.NEVER and not ("{yyyy}" in pattern or "{yy}" in pattern):
        reason = "pattern_year"
    elif reset is Reset.MONTHLY and "{mm}" not in pattern:
        reason = "pattern_month"
    else:
        reason = "pattern_letters"
    raise KnownError(Code.BAD_VALUE, field="pattern", reason=reason, example=_EXAMPLES[reset])


def refuse_twin(pattern: str, others: Iterable[str]) -> None:
    """Refuse a pattern whose numbers another one could print as well."""
    head = pattern.partition("{")[0]
    for other in others:
        if _may_meet(head, other.partition("{")[0]):
            raise KnownError(Code.BAD_VALUE, field="pattern", reason="same_numbers")


def _may_meet(one: str, other: str) -> bool:
    """Tell whether numbers that begin so can be the same: what follows a beginning are digits."""
    short, long = sorted((one, other), key=len)
    if not long.startswith(short):
        return False
    return all(letter.isdigit() or letter in "-/" for letter in long[len(short) :])


def size_of(pattern: str) -> int:
    """Tell how many numbers fit the zeros of a pattern."""
    found = _ZEROS.search(pattern)
    width = len(found.group(1)) if found else 0
    return int(10**width) - 1


def left_of(pattern: str, last: int) -> int:
    """Tell how many numbers the zeros of a pattern leave after a sequence; wider ones go on."""
    return max(size_of(pattern) - last, 0)


def runs_short(pattern: str, last: int) -> bool:
    """Tell whether the zeros of a pattern are about to be used up by a sequence."""
    size = size_of(pattern)
    return last <= size and are_few(size - last, size)


def preview(pattern: str, today: date, first: int) -> tuple[str, ...]:
    """Show the next three numbers from a sequence on, as they will be printed."""
    return tuple(shown_number(pattern, today, first + more) for more in range(3))
