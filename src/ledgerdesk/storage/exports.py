"""Read the whole book for an export: customers and trades, each in the order of its index."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from ledgerdesk.storage.database import Transaction

# Who asked that nothing of his be processed is hidden from exports; merged ones live on as others.
_CUSTOMER = """
SELECT customer.id, code, customer.name, kind, company, print_name, note, created_at, category,
customer.state, staff.name, verified_on, consent_on, consent
FROM customer LEFT JOIN staff ON staff.id = responsible_id
"""
CUSTOMERS = f"""{_CUSTOMER}
WHERE customer.state NOT IN ('stopped', 'merged', 'erased') ORDER BY customer.pub
"""
CUSTOMER = f"""{_CUSTOMER}
WHERE customer.id = ? AND customer.state NOT IN ('stopped', 'merged', 'erased')
"""
TAGS = "SELECT tag FROM customer_tag WHERE customer_id = ? ORDER BY tag"
CONTACTS = "SELECT kind, value FROM customer_contact WHERE customer_id = ? ORDER BY position"
ALIASES = """
SELECT value FROM customer_alias WHERE customer_id = ? AND kind = 'table'
"""
NUMBERS = "SELECT value FROM customer_secret WHERE customer_id = ?"
_TRADE = """
SELECT trade.id, trade.pub, trade.customer_id, customer.code, customer.name, customer.company,
customer.note, customer.state, trade.traded_on, trade.total_fen, trade.currency, trade.note,
trade.source, EXISTS (SELECT 1 FROM void WHERE void.trade_id = trade.id), trade.kind,
(SELECT receipt.number FROM payment JOIN receipt ON receipt.payment_id = payment.id
 WHERE payment.trade_id = trade.id AND NOT EXISTS
 (SELECT 1 FROM receipt AS later WHERE later.reissue_of_id = receipt.id) LIMIT 1)
FROM trade JOIN customer ON customer.id = trade.customer_id
"""
TRADES = f"{_TRADE} ORDER BY trade.traded_on, trade.id"
TRADE = f"{_TRADE} WHERE trade.id = ?"
# Whoever was merged goes out as the one he became, so that trades and customers fit together.
MERGED = """
WITH RECURSIVE after (merged, id) AS (
 SELECT id, merged_into_id FROM customer WHERE merged_into_id IS NOT NULL
 UNION ALL SELECT after.merged, customer.merged_into_id FROM after
 CROSS JOIN customer ON customer.id = after.id WHERE customer.merged_into_id IS NOT NULL)
SELECT after.merged, customer.id, code, name, company, note, state FROM after
CROSS JOIN customer ON customer.id = after.id WHERE customer.merged_into_id IS NULL
"""
ITEMS = "SELECT item FROM trade_line WHERE trade_id = ? ORDER BY position"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedCustomer:
    """A customer as an export shows him; `created_at` is a stored UTC moment."""

    id: int
    code: str
    name: str
    kind: str
    company: str | None
    print_name: str | None
    note: str | None
    created_at: str
    category: str
    state: str
    responsible: str | None
    verified_on: str | None
    consent_on: str | None
    consent: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedTrade:
    """A trade as an export shows it; the amount in 分, negative for a reversal."""

    id: int
    pub: str
    customer_id: int
    customer_code: str
    customer_name: str
    company: str | None
    preference: str | None
    customer_state: str
    traded_on: date
    total_fen: int
    currency: str
    note: str
    source: str
    is_void: bool
    kind: str
    receipt: str | None


_OF_CUSTOMER = (
    *("customer_id", "customer_code", "customer_name", "company"),
    *("preference", "customer_state"),
)


def customers(tx: Transaction) -> Iterator[ExportedCustomer]:
    """Yield every customer who may be exported, oldest first."""
    for row in tx.rows(CUSTOMERS):
        yield ExportedCustomer(**_named(ExportedCustomer.__slots__, row))


def customer(tx: Transaction, customer_id: int) -> ExportedCustomer | None:
    """Read one customer, if he may be exported."""
    row = tx.row(CUSTOMER, (customer_id,))
    return None if row is None else ExportedCustomer(**_named(ExportedCustomer.__slots__, row))


def tags(tx: Transaction, customer_id: int) -> list[str]:
    """List a customer's tags."""
    return [row[0] for row in tx.rows(TAGS, (customer_id,))]


def trades(tx: Transaction, ids: Iterable[int] | None = None) -> Iterator[ExportedTrade]:
    """Yield every trade by its date, or those of some row ids in their order."""
    became = {row[0]: row[1:] for row in tx.rows(MERGED)}
    rows = tx.rows(TRADES) if ids is None else _each(tx, ids)
    for row in rows:
        named = _named(ExportedTrade.__slots__, row)
        if row[2] in became:
            named |= _named(_OF_CUSTOMER, became[row[2]])
        named["traded_on"] = date.fromisoformat(named["traded_on"])
        named["is_void"] = bool(named["is_void"])
        yield ExportedTrade(**named)


def _each(tx: Transaction, ids: Iterable[int]) -> Iterator[tuple[Any, ...]]:
    for one in ids:
        row = tx.row(TRADE, (one,))
        if row is not None:
            yield row


def _named(names: Any, row: tuple[Any, ...]) -> dict[str, Any]:
    return dict(zip(names, row, strict=True))


def contacts(tx: Transaction, customer_id: int) -> list[tuple[str, str]]:
    """List (kind, value) of a customer's contacts in his order."""
    return [(row[0], row[1]) for row in tx.rows(CONTACTS, (customer_id,))]


def table_aliases(tx: Transaction, customer_id: int) -> list[str]:
    """List the numbers a customer had in imported tables, the import's own marks too."""
    return [row[0] for row in tx.rows(ALIASES, (customer_id,))]


def numbers(tx: Transaction, customer_id: int) -> list[str]:
    """List a customer's secret numbers in clear: whoever asks must mask them."""
    return [row[0] for row in tx.rows(NUMBERS, (customer_id,))]


def items(tx: Transaction, trade_id: int) -> list[str]:
    """List what the lines of a trade were for."""
    return [row[0] for row in tx.rows(ITEMS, (trade_id,))]
