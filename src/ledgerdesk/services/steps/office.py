"""From settings by name to the office as the desk knows it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ledgerdesk.core import backup_plan, emergency, proofreading, reviews
from ledgerdesk.services.steps.desk import Office

FIRM = "firm.name"
ACCOUNTANT = "receipt.accountant"
CASHIER = "receipt.cashier"
LANGUAGE = "receipt.language"
SERIES = "receipt.series"
PAYER_ID = "receipt.payer_id"
IDLE = "lock.idle_minutes"
SETTINGS = frozenset(
    {
        *(FIRM, ACCOUNTANT, CASHIER, LANGUAGE, SERIES, PAYER_ID, IDLE),
        *reviews.SETTINGS,
        *proofreading.SETTINGS,
    }
)
MASKED = "masked"
"""The one way an ID number may be printed; an empty setting prints none."""
IDLE_RANGE = range(1, 61)
"""Minutes without a touch after which a book is locked."""
SHEET, SHEET_KEPT, ROTATION_WANTED = "recovery.sheet", "recovery.kept", "keys.rotation_wanted"
IMPORT_COLUMNS = "import.columns"
TRADE_FILTERS = "trades.filters"
CATEGORIES = "customer.categories"
REMEMBERED = frozenset(
    {
        *(SHEET, SHEET_KEPT, ROTATION_WANTED, IMPORT_COLUMNS, CATEGORIES, TRADE_FILTERS),
        *(backup_plan.PLAN, backup_plan.PLACES, emergency.SETTING),
    }
)
"""What the book remembers by itself; the office never sets these by hand."""
PRACTICE = "book.practice"
"""Set when a practice book is made, and never afterwards."""
NEEDED = frozenset({FIRM, LANGUAGE, SERIES, IDLE})


def office_from(settings: Mapping[str, Any], office: Office) -> Office:
    """Fill an office with what its settings say; a setting that is not there keeps its default."""
    return replace(
        office,
        firm=str(settings.get(FIRM, office.firm)),
        accountant=str(settings.get(ACCOUNTANT, office.accountant)),
        cashier=str(settings.get(CASHIER, office.cashier)),
        language=str(settings.get(LANGUAGE, office.language)),
        series=str(settings.get(SERIES, office.series)),
        payer_id=settings.get(PAYER_ID, "") == MASKED,
        idle_minutes=int(settings.get(IDLE, office.idle_minutes)),
        reviews=reviews.rules_from(settings),
        proofing=proofreading.proofing_from(settings),
        practice=settings.get(PRACTICE, office.practice) is True,
    )
