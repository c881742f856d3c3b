"""A fault campaign says how large it is, from which seed it draws, and what it found."""

import os
import random
from dataclasses import dataclass, field

FIGURES: list[str] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """One campaign: whole in `dev.py faults`, reduced in `dev.py test`; its seed is fixed."""

    name: str
    whole: bool
    chance: random.Random = field(default_factory=random.Random)

    def of(self, full: int, reduced: int) -> int:
        """Choose the number of cases."""
        return full if self.whole else reduced

    def note(self, text: str) -> None:
        """Keep a figure for the table printed at the end."""
        FIGURES.append(f"{self.name}: {text}")


def campaign(name: str) -> Campaign:
    """Begin a campaign under a name that is also its seed."""
    whole = os.environ.get("LEDGERDESK_FAULTS") == "full"
    return Campaign(name=name, whole=whole, chance=random.Random(name))
