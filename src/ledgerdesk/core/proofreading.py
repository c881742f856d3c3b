"""Automatic proofreading (自动化校对): the rules there are, as an office has adjusted them.

What refuses an entry whatever an office wishes (`FIXED`) is found by `core.transactions`, by the
paper and by the service; what it may adjust is found here, before a number is drawn.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from ledgerdesk.core.errors import Code, KnownError, Plain
from ledgerdesk.core.problems import Problem, Severity

FIXED = (
    *("required", "too_long", "too_many", "not_positive", "not_quantity_times_price"),
    *("parts_differ_from_lines", "more_than_sum", "in_the_future", "closed_period"),
    *("no_glyph", "does_not_fit"),
)
"""Rules that always refuse: by them lines, totals and payment agree, and change is no cash."""
UNUSUAL_NEEDS_TRADES = 3
ROUND_FEN = 100_00
_TWIN_MINUTES, _UNUSUAL_TIMES, _ROUND_RUN = 10, 3, 5


class Rule(StrEnum):
    """A rule an office may adjust; the value is the problem's name."""

    TWIN = "same_within_minutes"
    PAYER = "differs_from_last"
    UNUSUAL = "unusual"
    ROUND = "round_run"
    CLOCK = "clock_ahead"


class Level(StrEnum):
    """What a rule does: nothing, a note kept with the receipt, a question, a refusal."""

    OFF = "off"
    NOTE = "note"
    ASK = "ask"
    STOP = "stop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjusted:
    """A rule as it stands: its level, and its limit (minutes, times, trades) if it has one."""

    level: Level
    limit: int | None = None

    @property
    def text(self) -> str:
        """Write it as the setting that is kept."""
        return self.level.value if self.limit is None else f"{self.level.value} {self.limit}"


DEFAULTS: Mapping[Rule, Adjusted] = MappingProxyType(
    {
        Rule.TWIN: Adjusted(level=Level.ASK, limit=_TWIN_MINUTES),
        Rule.PAYER: Adjusted(level=Level.ASK),
        Rule.UNUSUAL: Adjusted(level=Level.ASK, limit=_UNUSUAL_TIMES),
        Rule.ROUND: Adjusted(level=Level.NOTE, limit=_ROUND_RUN),
        Rule.CLOCK: Adjusted(level=Level.ASK),
    }
)
LIMITS: Mapping[Rule, range] = MappingProxyType(
    {Rule.TWIN: range(1, 1441), Rule.UNUSUAL: range(2, 101), Rule.ROUND: range(3, 51)}
)
PREFIX = "proof."
SETTINGS = tuple(f"{PREFIX}{rule.value}" for rule in Rule)
"""The settings of the rules; an empty one is the default."""
_SEVERITIES = {Level.NOTE: Severity.NOTE, Level.ASK: Severity.AMBER, Level.STOP: Severity.RED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proofing:
    """The rules of an office."""

    rules: Mapping[Rule, Adjusted] = field(default_factory=lambda: DEFAULTS)

    def limit(self, rule: Rule) -> int:
        """Give a rule's limit."""
        return self.rules[rule].limit or 0

    def is_on(self, rule: Rule) -> bool:
        """Tell whether a rule looks at all."""
        return self.rules[rule].level is not Level.OFF

    def problem(self, rule: Rule, field: str, **details: Plain) -> Problem:
        """Make what a rule found, as heavy as the office has it."""
        adjusted = self.rules[rule]
        if adjusted.limit is not None:
            details["limit"] = adjusted.limit
        return Problem(
            field=field,
            rule=rule.value,
            severity=_SEVERITIES[adjusted.level],
            details=tuple(details.items()),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofRule:
    """A rule with what it found lately; `taken_back` of those receipts were void or reversed."""

    rule: Rule
    adjusted: Adjusted
    hits: int
    taken_back: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """What the book knows around a new receipt; amounts in 分.

    `item_amounts` are those of the same item lately, for a customer who has not traded enough;
    `clerk_amounts` those of the clerk's newest trades, newest first.
    """

    twin_number: str | None
    last_payer: str | None
    latest_amounts: tuple[int, ...]
    clock_runs_ahead: bool
    item_amounts: tuple[int, ...] = ()
    clerk_amounts: tuple[int, ...] = ()


def problems_around(
    proofing: Proofing, *, payer: str, amount_fen: int, background: Background
) -> list[Problem]:
    """Find a twin, another payer, an unusual amount, a run of round ones, a leaping clock."""
    found: list[Problem] = []
    if background.twin_number is not None and proofing.is_on(Rule.TWIN):
        found.append(proofing.problem(Rule.TWIN, "amount", number=background.twin_number))
    other = background.last_payer is not None and background.last_payer != payer
    if other and proofing.is_on(Rule.PAYER):
        found.append(proofing.problem(Rule.PAYER, "payer"))
    usual = _usual(background)
    is_unusual = usual is not None and amount_fen > proofing.limit(Rule.UNUSUAL) * usual
    if is_unusual and proofing.is_on(Rule.UNUSUAL):
        found.append(proofing.problem(Rule.UNUSUAL, "amount", usual_fen=usual))
    if proofing.is_on(Rule.ROUND) and _is_round_run(proofing, amount_fen, background):
        found.append(proofing.problem(Rule.ROUND, "amount"))
    if background.clock_runs_ahead and proofing.is_on(Rule.CLOCK):
        found.append(proofing.problem(Rule.CLOCK, "date"))
    return found


def _usual(background: Background) -> int | None:
    """Give the median of the customer's trades, or of the item's where he has too few."""
    for amounts in (background.latest_amounts, background.item_amounts):
        if len(amounts) >= UNUSUAL_NEEDS_TRADES:
            return sorted(amounts)[(len(amounts) - 1) // 2]  # the lower one of two
    return None


def _is_round_run(proofing: Proofing, amount_fen: int, background: Background) -> bool:
    """Tell whether a clerk's trades end in a run of whole hundreds, just as long as the limit."""
    run = proofing.limit(Rule.ROUND)
    amounts = (amount_fen, *background.clerk_amounts[: run - 1])
    return len(amounts) == run and all(amount % ROUND_FEN == 0 for amount in amounts)


def proofing_from(settings: Mapping[str, object]) -> Proofing:
    """Read the rules; raises `bad_value` with the setting's name as the field."""
    texts = {rule: str(settings.get(f"{PREFIX}{rule.value}") or "") for rule in Rule}
    return Proofing(rules={rule: _adjusted(rule, text) for rule, text in texts.items()})


def _adjusted(rule: Rule, text: str) -> Adjusted:
    default = DEFAULTS[rule]
    if not text:
        return default
    word, _, number = text.partition(" ")
    name = f"{PREFIX}{rule.value}"
    if word not in set(Level):
        raise KnownError(Code.BAD_VALUE, field=name, reason="unknown")
    if not number or default.limit is None:
        return Adjusted(level=Level(word), limit=default.limit)
    limits = LIMITS[rule]
    if not number.isascii() or not number.isdigit() or int(number) not in limits:
        raise KnownError(
            Code.BAD_VALUE, field=name, reason="out_of_range", least=limits[0], most=limits[-1]
        )
    return Adjusted(level=Level(word), limit=int(number))
