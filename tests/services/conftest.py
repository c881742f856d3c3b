"""Every test here works in an office of its own."""

from tests.support.office_fixtures import (
    busy_office,
    filled,
    filled_once,
    ledger,
    made_once,
    office,
    staffed_once,
)

__all__ = [
    "busy_office",
    "filled",
    "filled_once",
    "ledger",
    "made_once",
    "office",
    "staffed_once",
]
