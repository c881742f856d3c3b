"""What is wrong with an entry: red stops it, amber asks, and both amber and notes are kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ledgerdesk.core.errors import Code, KnownError, Plain


class Severity(StrEnum):
    """Red refuses the entry, amber asks and is kept with it, a note is kept unasked."""

    RED = "red"
    AMBER = "amber"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One fault of one field, named by a rule; `details` are the values a sentence may show."""

    field: str
    rule: str
    severity: Severity
    details: tuple[tuple[str, Plain], ...] = ()

    @classmethod
    def red(cls, field: str, rule: str, **details: Plain) -> "Problem":
        """Make a fault that refuses the entry."""
        return cls(field=field, rule=rule, severity=Severity.RED, details=tuple(details.items()))

    @classmethod
    def amber(cls, field: str, rule: str, **details: Plain) -> "Problem":
        """Make a fault that asks and is kept."""
        return cls(field=field, rule=rule, severity=Severity.AMBER, details=tuple(details.items()))


class Invalid(KnownError):
    """Refuse an entry with every problem found in it, so that a form can mark all its fields."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0]
        code = Code.NO_GLYPH if first.rule == "no_glyph" else Code.PROOFREADING
        super().__init__(code, field=first.field, rule=first.rule, **dict(first.details))


def refuse_red(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Raise `Invalid` if any problem is red; otherwise give back the others."""
    every = tuple(problems)
    red = [problem for problem in every if problem.severity is Severity.RED]
    if red:
        raise Invalid(red)
    return every
