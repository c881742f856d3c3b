"""Say what a drill compared: the tables people know, the sums, the key."""

from collections.abc import Mapping
from types import MappingProxyType

from ledgerdesk.core.drills import WithKey
from ledgerdesk.i18n.marks import N_
from ledgerdesk.i18n.translator import Translator

TABLES: Mapping[str, str] = MappingProxyType(
    {
        "customer": N_("Customers"),
        "trade": N_("Trades"),
        "payment": N_("Payments taken"),
        "receipt": N_("Receipts"),
        "void": N_("Voids"),
        "day_close": N_("Closed days"),
        "staff": N_("People"),
        "audit": N_("Entries of the log"),
    }
)
SUMS: Mapping[str, str] = MappingProxyType(
    {
        "trades": N_("Sum of trades"),
        "payments": N_("Sum of payments"),
        "receipts": N_("Sum of receipts"),
        "receipts_voided": N_("of these void"),
        "owed": N_("Owed"),
    }
)


def key_words(translator: Translator, key: WithKey) -> str:
    """Say by which key a backup was opened."""
    if key is WithKey.RECOVERY:
        return translator.text("the recovery sheet alone")
    return translator.text("an owner's password")
