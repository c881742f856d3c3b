"""Words of the daily control: what was looked at, and what was found."""

from collections.abc import Mapping
from types import MappingProxyType

from ledgerdesk.core.control import Check, Line
from ledgerdesk.core.money import format_fen
from ledgerdesk.i18n.marks import N_
from ledgerdesk.i18n.translator import Translator

CHECKS: Mapping[Check, str] = MappingProxyType(
    {
        Check.NUMBERS: N_("Every number is there"),
        Check.WITHOUT_RECEIPT: N_("Trades without a receipt"),
        Check.WITHOUT_TRADE: N_("Receipts without a trade"),
        Check.TILL: N_("Cash that should lie in the till"),
        Check.UNREVIEWED: N_("Not reviewed yet"),
        Check.RETURNED: N_("Returned and still standing"),
        Check.UNPRINTED: N_("Receipts nobody saw on paper"),
        Check.OVERDUE: N_("Owed for more than 30 days"),
        Check.OPEN_DAYS: N_("Days that were not closed"),
        Check.CORRECTIONS: N_("Corrections nobody decided"),
        Check.BACKUP: N_("A proved backup of today or yesterday"),
    }
)


def check_words(translator: Translator, check: Check) -> str:
    """Name a check."""
    return translator.text(CHECKS[check])


def result_words(translator: Translator, line: Line) -> str:
    """Say what a check found."""
    if line.check is Check.TILL and line.amount_fen is not None:
        return f"¥{format_fen(line.amount_fen)}"
    if line.check is Check.BACKUP:
        if line.days is None:
            return translator.text("No backup yet")
        return translator.plural("{number} day old", "{number} days old", line.days)
    if line.is_fine:
        return (
            translator.text("none") if line.check is not Check.NUMBERS else translator.text("yes")
        )
    return translator.plural("{number} record", "{number} records", line.count)
