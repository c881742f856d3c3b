"""Numbers in hands: a range of a series goes out on a day, and what is left of it comes back."""

from dataclasses import dataclass
from datetime import date

MAX_PERSON_CHARACTERS = 40
_MOST, _LEAST, _PER_CENT = 50, 10, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoutDraft:
    """A range about to be handed out; its ends as printed, or sequences of the running period."""

    series: str
    first: str
    last: str
    person: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Handout:
    """A range in the register: who has it since when, how many are left, and its return.

    Numbers are as printed. `left` is what lies above the highest one used; `returned_on` is None
    while somebody has it, and `first_unused` empty then, and where everything was used.
    """

    pub: str
    series: str
    title: str
    first: str
    last: str
    count: int
    person: str
    handed_on: date
    left: int
    few_left: bool
    returned_on: date | None = None
    first_unused: str = ""

    @property
    def is_open(self) -> bool:
        """Tell whether somebody still has it."""
        return self.returned_on is None


@dataclass(frozen=True, slots=True, kw_only=True)
class FewLeft:
    """A warning: of a series, or of what a `person` has of it, few numbers are left."""

    series: str
    title: str
    left: int
    person: str = ""


def are_few(left: int, count: int) -> bool:
    """Tell whether so few of so many are left that more are to be seen to.

    Fewer than 50, or than 5 % where that is less, but fewer than 10 in any case.
    """
    return left < max(min(_MOST, count * _PER_CENT // 100), _LEAST)
