"""Names of the parts an office may leave out of its receipts."""

from collections.abc import Mapping
from types import MappingProxyType

from ledgerdesk.core.templates import Part
from ledgerdesk.i18n.marks import N_

PARTS: Mapping[Part, str] = MappingProxyType(
    {
        Part.FIRM: N_("Name of the firm"),
        Part.ACCOUNTANT: N_("Accountant"),
        Part.CASHIER: N_("Cashier"),
        Part.HANDLER: N_("Handled by"),
        Part.PAYER_SIGNS: N_("Place for the payer's name"),
        Part.CUSTOMER_CODE: N_("The customer's number"),
        Part.CODE: N_("QR code"),
    }
)
