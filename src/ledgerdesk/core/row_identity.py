"""Who a table's row is about and which row it is: the same whatever the file, format or order.

Why these and no other facts make the identity: docs/decisions/020-row-identity-of-imports.md.
"""

import hashlib
import unicodedata
from collections.abc import Sequence
from datetime import date

from ledgerdesk.core.audit import canonical
from ledgerdesk.core.identity import phone_digits

# No text a person may enter begins so: an alias with this mark is never a number of a table.
IDENTITY_MARK = "\u001f"
_DIGITS = 32


def customer_identity(name: str, phones: Sequence[str], company: str) -> str:
    """Name the customer of a row: by name and first phone, without a phone by name and company."""
    phone = phone_digits(phones[0]) if phones else ""
    facts = {"name": _same(name), "phone": phone, "company": "" if phone else _same(company)}
    digest = hashlib.sha256(canonical(facts).encode("ascii")).hexdigest()
    return IDENTITY_MARK + digest[:_DIGITS]


def trade_key(
    customer_pub: str, traded_on: date, amount_fen: int, item: str, note: str, ordinal: int
) -> str:
    """Name one imported trade of a settled customer: SHA-256 of its facts, 64 hex digits.

    `ordinal` counts equal rows of one table from 0: two equal rows are two trades.
    """
    facts = {
        "customer": customer_pub,
        "date": traded_on.isoformat(),
        "fen": amount_fen,
        "item": item,
        "note": note,
        "ordinal": ordinal,
    }
    return hashlib.sha256(canonical(facts).encode("ascii")).hexdigest()


def is_identity(alias: str) -> bool:
    """Tell an alias that remembers a table's customer from one that a person may read."""
    return alias.startswith(IDENTITY_MARK)


def _same(text: str) -> str:
    return unicodedata.normalize("NFC", text)
