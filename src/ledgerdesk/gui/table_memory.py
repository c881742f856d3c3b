"""What this PC remembers of a table: widths, hidden columns, their places, and the order of rows.

It is kept by the columns' own names, so that a column that comes or goes later disturbs no other.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

_NARROWEST, _WIDEST = 32, 2_000


@dataclass(slots=True, kw_only=True)
class TableMemory:
    """How somebody arranged one table; nothing means that it is as it was made."""

    widths: dict[str, int] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    places: list[str] = field(default_factory=list)
    order: str = ""
    descending: bool = True

    @classmethod
    def read(cls, stored: Mapping[str, object]) -> "TableMemory":
        """Read what was kept; what is no word or no width is left out."""
        made = cls()
        widths = stored.get("widths")
        if isinstance(widths, dict):
            made.widths = {
                str(name): min(max(wide, _NARROWEST), _WIDEST)
                for name, wide in widths.items()
                if isinstance(wide, int)
            }
        made.hidden = set(_words(stored.get("hidden")))
        made.places = _words(stored.get("places"))
        order = stored.get("order")
        made.order = order if isinstance(order, str) else ""
        made.descending = stored.get("descending") is not False
        return made

    def written(self) -> dict[str, object]:
        """Give what is to be kept."""
        return {
            "widths": dict(self.widths),
            "hidden": sorted(self.hidden),
            "places": list(self.places),
            "order": self.order,
            "descending": self.descending,
        }


def _words(stored: object) -> list[str]:
    if not isinstance(stored, list):
        return []
    return [word for word in stored if isinstance(word, str)]
