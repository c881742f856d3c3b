"""Words of the list of trades: the states a trade is in, and those a list is narrowed to."""

from collections.abc import Mapping
from types import MappingProxyType

from ledgerdesk.core.trade_lists import Fits, TradeState
from ledgerdesk.i18n.marks import N_
from ledgerdesk.i18n.translator import Translator

STATES: Mapping[TradeState, str] = MappingProxyType(
    {
        TradeState.VOID: N_("Void"),
        TradeState.REVERSAL: N_("Reversal"),
        TradeState.REVERSED: N_("Taken back"),
        TradeState.RETURNED: N_("returned"),
        TradeState.WAITING: N_("waits for review"),
        TradeState.UNPAID: N_("Unpaid"),
        TradeState.PART: N_("Part paid"),
        TradeState.PAID: N_("Paid"),
    }
)
FITS: Mapping[Fits, str] = MappingProxyType(
    {
        Fits.ALL: N_("every state"),
        Fits.OWED: N_("owed"),
        Fits.PAID: N_("paid"),
        Fits.NO_RECEIPT: N_("without a receipt"),
        Fits.LATE: N_("entered late"),
        Fits.WAITING: N_("waits for review"),
        Fits.RETURNED: N_("returned"),
        Fits.REVERSED: N_("taken back"),
        Fits.VOID: N_("void"),
        Fits.IMPORTED: N_("imported"),
    }
)


def state_words(translator: Translator, state: TradeState) -> str:
    """Say how a trade stands."""
    return translator.text(STATES[state])


def fits_words(translator: Translator, fits: Fits) -> str:
    """Say what a list is narrowed to."""
    return translator.text(FITS[fits])
