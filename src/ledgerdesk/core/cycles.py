"""After how many days a customer's card is to be verified again, by his category."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from ledgerdesk.core.customers import Category

GIVEN: Mapping[str, int] = MappingProxyType(
    {
        Category.PROSPECT.value: 180,
        Category.ACTIVE.value: 90,
        Category.DORMANT.value: 365,
        Category.ENDED.value: 0,
    }
)
"""Days by category before an office says otherwise; 0 is never."""
OF_OWN = 180
"""Days of an office's own category that it told none for."""
DAYS = range(3651)

Cycles = Mapping[str, int]
"""Days by category: the given ones, and the office's own in the order they were added."""


def cycles_from(stored: object) -> Cycles:
    """Read the office's setting; the given categories are always there, and first."""
    kept = stored if isinstance(stored, dict) else {}
    known = {str(name): days for name, days in kept.items() if isinstance(days, int)}
    return dict(GIVEN) | known


def own_of(cycles: Cycles) -> tuple[str, ...]:
    """List the categories that are the office's own words."""
    return tuple(name for name in cycles if name not in GIVEN)


def due_on(category: str, verified_on: date, cycles: Cycles) -> date | None:
    """Tell the day from which a card is to be verified again, or None for never."""
    days = cycles.get(category, OF_OWN)
    return verified_on + timedelta(days=days) if days else None


def latest_due(cycles: Cycles, categories: Iterable[str], today: date) -> Mapping[str, str]:
    """Map each category to the last day of verification that is due by today (ISO 8601)."""
    found = {}
    for name in categories:
        days = cycles.get(name, OF_OWN)
        if days and (today - date.min).days > days:
            found[name] = (today - timedelta(days=days)).isoformat()
    return found
