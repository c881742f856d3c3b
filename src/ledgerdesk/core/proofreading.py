"""Automatic proofreading (自动化校对): what is asked before a number is drawn."""

from dataclasses import dataclass
from statistics import median_low

from ledgerdesk.core.problems import Problem

TWIN_MINUTES = 10
UNUSUAL_FACTOR = 3
UNUSUAL_NEEDS_TRADES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """What the book knows around a new receipt; amounts in 分."""

    twin_number: str | None
    last_payer: str | None
    latest_amounts: tuple[int, ...]
    clock_runs_ahead: bool


def amber_problems(*, payer: str, amount_fen: int, background: Background) -> list[Problem]:
    """Ask about a twin within 10 minutes, another payer, an unusual amount, a leaping clock."""
    found: list[Problem] = []
    if background.twin_number is not None:
        found.append(Problem.amber("amount", "same_within_minutes", number=background.twin_number))
    if background.last_payer is not None and background.last_payer != payer:
        found.append(Problem.amber("payer", "differs_from_last"))
    if len(background.latest_amounts) >= UNUSUAL_NEEDS_TRADES:
        usual = median_low(background.latest_amounts)
        if amount_fen > UNUSUAL_FACTOR * usual:
            found.append(Problem.amber("amount", "unusual", usual_fen=usual))
    if background.clock_runs_ahead:
        found.append(Problem.amber("date", "clock_ahead"))
    return found
