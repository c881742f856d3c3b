"""Words of payments and deposits, on paper and on the screen."""

from collections.abc import Mapping
from types import MappingProxyType

from ledgerdesk.core.settling import Settlement
from ledgerdesk.i18n.marks import N_
from ledgerdesk.i18n.translator import Translator

SETTLEMENTS: Mapping[Settlement, str] = MappingProxyType(
    {
        Settlement.UNPAID: N_("Unpaid"),
        Settlement.PART: N_("Part paid"),
        Settlement.PAID: N_("Paid"),
    }
)


def settlement_words(translator: Translator, settlement: Settlement) -> str:
    """Say how far a trade is paid."""
    return translator.text(SETTLEMENTS[settlement])


def deposit_item(translator: Translator) -> str:
    """Name a deposit as a line of a receipt."""
    return translator.text("Deposit kept for you")


def discount_item(translator: Translator) -> str:
    """Name a discount as a line of a receipt."""
    return translator.text("Discount")


def forgone_item(translator: Translator) -> str:
    """Name a rest that is not asked for any more as the line of its reversal."""
    return translator.text("Rest not asked for")


def part_note(translator: Translator, *, claim: str, paid: str, owed: str) -> str:
    """Say of what sum a payment is a part; sums as they are printed."""
    return translator.text(
        "Part payment of {claim}; {paid} paid so far, {owed} still owed",
        claim=claim,
        paid=paid,
        owed=owed,
    )
