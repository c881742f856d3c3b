"""Words for reports: their names, their columns, and what stands in them by a word of the book."""

from collections.abc import Mapping
from types import MappingProxyType

from ledgerdesk.core.reports import OPENING, RECEIVED, RETURNED, What
from ledgerdesk.core.transactions import Method
from ledgerdesk.i18n.card_words import category_words
from ledgerdesk.i18n.day_words import method_words
from ledgerdesk.i18n.marks import N_
from ledgerdesk.i18n.translator import Translator

REPORTS: Mapping[What, str] = MappingProxyType(
    {
        What.DAILY: N_("Takings by day"),
        What.MONTHLY: N_("Takings by month"),
        What.BY_TYPE: N_("Takings by item"),
        What.BY_METHOD: N_("Takings by method"),
        What.BY_CUSTOMER: N_("Takings by customer"),
        What.BY_CLERK: N_("Takings by clerk"),
        What.REGISTER: N_("Register of receipts"),
        What.VOIDS: N_("List of voids"),
        What.AGEING: N_("What is owed, by age"),
        What.CUSTOMERS: N_("List of customers"),
        What.STATEMENT: N_("Statement of account"),
    }
)
COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "age_0": N_("Up to 30 days"),
        "age_1": N_("31 to 60 days"),
        "age_2": N_("61 to 90 days"),
        "age_3": N_("Over 90 days"),
        "asked": N_("Asked for"),
        "balance": N_("Balance"),
        "cash": N_("Cash"),
        "category": N_("Category"),
        "clerk": N_("Clerk"),
        "code": N_("Number of the customer"),
        "customer": N_("Customer"),
        "day": N_("Day"),
        "entry": N_("What it was"),
        "item": N_("Item"),
        "last_day": N_("Last trade"),
        "lines": N_("Lines"),
        "method": N_("Method"),
        "month": N_("Month"),
        "number": N_("Receipt"),
        "owed": N_("Owed"),
        "other_methods": N_("Other methods"),
        "paid": N_("Received"),
        "payer": N_("Payer"),
        "payments": N_("Payments"),
        "reason": N_("Reason"),
        "reissued": N_("Issued anew as"),
        "state": N_("Status"),
        "sum": N_("Amount"),
        "total": N_("Total"),
        "trades": N_("Trades"),
        "voided_sum": N_("Amount that was voided"),
    }
)
_METHODS = frozenset(method.value for method in Method)
_STATES: Mapping[str, str] = MappingProxyType(
    {"normal": N_("Issued"), "red": N_("Red"), "void": N_("Void")}
)
_ENTRIES: Mapping[str, str] = MappingProxyType(
    {
        OPENING: N_("Balance brought forward"),
        RECEIVED: N_("Payment received"),
        RETURNED: N_("Money given back"),
    }
)


def report_words(translator: Translator, what: What) -> str:
    """Name a report."""
    return translator.text(REPORTS[what])


def column_words(translator: Translator, name: str) -> str:
    """Name a column."""
    return translator.text(COLUMNS[name])


def value_words(translator: Translator, column: str, value: str) -> str:
    """Say what stands in a column: a word of the book in the reader's language, else itself."""
    if column == "method" and value in _METHODS:
        return method_words(translator, Method(value))
    if column == "entry" and value in _ENTRIES:
        return translator.text(_ENTRIES[value])
    if column == "category":
        return category_words(translator, value)
    return translator.text(_STATES[value]) if column == "state" and value in _STATES else value
