"""The places of the desk and their order; known at the door, before the desk is made."""

from __future__ import annotations

from dataclasses import dataclass

from ledgerdesk.i18n.marks import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place: its source word, its icon, its key, and whether a rule stands before it."""

    word: str
    icon: str
    key: str
    after_rule: bool = False


TODAY, CUSTOMERS, TRADE, RECEIPTS, BACKUP, SETTINGS = range(6)
PLACES = (
    Place(word=N_("Today"), icon="light", key="Ctrl+1"),
    Place(word=N_("Customers"), icon="customers", key="Ctrl+2"),
    Place(word=N_("Trade"), icon="transactions", key="Ctrl+3"),
    Place(word=N_("Receipts"), icon="receipts", key="Ctrl+4"),
    Place(word=N_("Backup"), icon="drive", key="Ctrl+5", after_rule=True),
    Place(word=N_("Settings"), icon="settings", key="Ctrl+6"),
)
# Behind the places stands what is reached from one of them.
IMPORT, STAFF, LOG, STANDARDS, QUALITY, REVIEWS, REPORTS, CATALOGUE, TRADES, SERIES = range(
    len(PLACES), len(PLACES) + 10
)
SHOWN_AT = {
    IMPORT: CUSTOMERS,
    STAFF: SETTINGS,
    LOG: SETTINGS,
    STANDARDS: SETTINGS,
    QUALITY: CUSTOMERS,
    REVIEWS: TODAY,
    REPORTS: TODAY,
    CATALOGUE: SETTINGS,
    SERIES: SETTINGS,
    TRADES: TRADE,
}
"""Which place is marked while one behind it is open."""
ANCHORS = {
    TODAY: "today",
    CUSTOMERS: "customers",
    TRADE: "trade",
    RECEIPTS: "receipts",
    BACKUP: "backup",
    SETTINGS: "settings",
    IMPORT: "import",
    STAFF: "staff",
    LOG: "log",
    STANDARDS: "standards",
    QUALITY: "quality",
    REVIEWS: "reviews",
    REPORTS: "reports",
    CATALOGUE: "catalogue",
    TRADES: "trades",
    SERIES: "series",
}
"""Which part of the manual (`docs/manual.md`) F1 opens at a place."""
