"""Customers' rows and their search index, written in one transaction."""

from collections.abc import Sequence
from typing import Any

from ledgerdesk.core.customers import (
    CardState,
    Contact,
    ContactKind,
    Customer,
    CustomerCard,
    CustomerDraft,
    CustomerKind,
    code_of,
    missing_in,
    state_of,
)
from ledgerdesk.core.names import query_terms, search_terms
from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.origin import Origin
from ledgerdesk.storage.pinyin import readings

NEXT_CODE = "SELECT coalesce(max(id), 0) + 1 FROM customer"
INSERT = """
INSERT INTO customer (pub, salt, code, kind, name, company, print_name, pinyin, category, state,
responsible_id, created_at, created_by)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT id FROM staff WHERE pub = ?), ?, ?)
"""
INSERT_CONTACT = """
INSERT INTO customer_contact (customer_id, position, kind, value, label) VALUES (?, ?, ?, ?, ?)
"""
INSERT_TERMS = "INSERT INTO customer_search (rowid, terms) VALUES (?, ?)"
UPDATE = """
UPDATE customer SET kind = ?, name = ?, company = ?, print_name = ?, pinyin = ?, category = ?,
state = ?, responsible_id = (SELECT id FROM staff WHERE pub = ?) WHERE id = ?
"""
FORGET_CONTACTS = "DELETE FROM customer_contact WHERE customer_id = ?"
FORGET_TERMS = "DELETE FROM customer_search WHERE rowid = ?"
BESIDE = """
SELECT staff.pub, staff.name, created_at FROM customer
LEFT JOIN staff ON staff.id = responsible_id WHERE customer.pub = ?
"""
FORMER_CODES = """
SELECT value FROM customer_alias WHERE customer_id = ? AND kind = 'code' ORDER BY value
"""
_FIELDS = "id, pub, code, name, kind, company, print_name, pinyin, category, state"
BY_PUB = f"SELECT {_FIELDS} FROM customer WHERE pub = ?"  # noqa: S608 - a constant of this module
BY_ID = f"SELECT {_FIELDS} FROM customer WHERE id = ?"  # noqa: S608 - a constant of this module
BY_CODE = f"SELECT {_FIELDS} FROM customer WHERE code = ?"  # noqa: S608 - a constant of this module
BY_NAME = f"""
SELECT {_FIELDS} FROM customer WHERE name = ? AND state NOT IN ('stopped', 'merged')
ORDER BY pub
"""  # noqa: S608 - a constant of this module
BY_ALIAS = f"""
SELECT {_FIELDS} FROM customer WHERE state NOT IN ('stopped', 'merged') AND id IN
(SELECT customer_id FROM customer_alias WHERE value = ?) ORDER BY pub
"""  # noqa: S608 - a constant of this module
FIND = f"""
SELECT {_FIELDS} FROM customer WHERE state NOT IN ('stopped', 'merged') AND id IN
(SELECT rowid FROM customer_search WHERE customer_search MATCH ? ORDER BY rowid DESC LIMIT ?)
ORDER BY id DESC
"""  # noqa: S608 - a constant of this module
NEWEST = f"""
SELECT {_FIELDS} FROM customer WHERE id < ? AND state NOT IN ('stopped', 'merged')
ORDER BY id DESC LIMIT ?
"""  # noqa: S608 - a constant of this module
CONTACTS = """
SELECT customer_contact.kind, customer_contact.value, customer_contact.label FROM customer_contact
JOIN customer ON customer.id = customer_contact.customer_id
WHERE customer.pub = ? ORDER BY customer_contact.position
"""
LAST_PAYER = """
SELECT receipt.payer FROM trade JOIN payment ON payment.trade_id = trade.id
JOIN receipt ON receipt.payment_id = payment.id
WHERE trade.customer_id = ? AND NOT EXISTS (SELECT 1 FROM void WHERE void.receipt_id = receipt.id)
ORDER BY trade.traded_on DESC, trade.pub DESC LIMIT 1
"""


def _customer(row: tuple[Any, ...]) -> Customer:
    return Customer(
        id=row[0],
        pub=row[1],
        code=row[2],
        name=row[3],
        kind=CustomerKind(row[4]),
        company=row[5],
        print_name=row[6],
        pinyin=row[7],
        category=row[8],
        state=CardState(row[9]),
    )


def insert(tx: Transaction, draft: CustomerDraft, origin: Origin) -> Customer:
    """Add a customer with the next code, his contacts and his search keys."""
    code = code_of(int(tx.value(NEXT_CODE)))
    row_id = tx.run(
        INSERT,
        (
            origin.pub,
            origin.salt,
            code,
            draft.kind.value,
            draft.name,
            draft.company,
            draft.print_name,
            draft.pinyin,
            draft.category,
            state_of(draft).value,
            draft.responsible,
            origin.at,
            origin.staff_id,
        ),
    )
    _insert_contacts(tx, row_id, draft)
    _insert_terms(tx, row_id, code, draft)
    found = by_pub(tx, origin.pub)
    if found is None:
        raise RuntimeError("the customer just inserted is not there")
    return found


def update(tx: Transaction, customer: Customer, draft: CustomerDraft) -> None:
    """Write a card anew with his contacts, his state and his search keys."""
    tx.run(
        UPDATE,
        (
            draft.kind.value,
            draft.name,
            draft.company,
            draft.print_name,
            draft.pinyin,
            draft.category,
            state_of(draft).value,
            draft.responsible,
            customer.id,
        ),
    )
    tx.run(FORGET_CONTACTS, (customer.id,))
    _insert_contacts(tx, customer.id, draft)
    tx.run(FORGET_TERMS, (customer.id,))
    _insert_terms(tx, customer.id, customer.code, draft)


def _insert_contacts(tx: Transaction, row_id: int, draft: CustomerDraft) -> None:
    for position, contact in enumerate(draft.contacts):
        tx.run(
            INSERT_CONTACT,
            (row_id, position, contact.kind.value, contact.value, contact.label),
        )


def _insert_terms(tx: Transaction, row_id: int, code: str, draft: CustomerDraft) -> None:
    phones = tuple(c.value for c in draft.contacts if c.kind is ContactKind.PHONE)
    keys = search_keys(code, draft.name, draft.company, draft.pinyin, phones)
    tx.run(INSERT_TERMS, (row_id, " ".join(keys)))


def search_keys(
    code: str, name: str, company: str | None, pinyin: str | None, phones: Sequence[str]
) -> list[str]:
    """List what a customer is found by: his names, their readings, his phones, his number."""
    keys = search_terms(name, read=readings, hand_pinyin=pinyin, phones=tuple(phones))
    if company:
        keys = [*keys, *search_terms(company, read=readings)]
    return [*keys, code.lower()]


def by_pub(tx: Transaction, pub: str) -> Customer | None:
    """Find a customer by public id."""
    found = tx.row(BY_PUB, (pub,))
    return None if found is None else _customer(found)


def by_id(tx: Transaction, row_id: int) -> Customer:
    """Read a customer another row refers to."""
    found = tx.row(BY_ID, (row_id,))
    if found is None:
        raise RuntimeError("a row refers to a customer that is not there")
    return _customer(found)


def by_code(tx: Transaction, code: str) -> Customer | None:
    """Find a customer by the number on his card."""
    found = tx.row(BY_CODE, (code,))
    return None if found is None else _customer(found)


def by_name(tx: Transaction, name: str) -> list[Customer]:
    """List the customers of exactly this name, oldest first."""
    return [_customer(row) for row in tx.rows(BY_NAME, (name,))]


def find(tx: Transaction, text: str, *, limit: int) -> list[Customer]:
    """Find customers by characters, pinyin, initials, phone, code or alias, newest first."""
    aliased = [_customer(row) for row in tx.rows(BY_ALIAS, (text.strip(),))]
    query = query_terms(text)
    if not query:
        return aliased[:limit]
    hits = [_customer(row) for row in tx.rows(FIND, (query, limit))]
    known = {customer.id for customer in aliased}
    return (aliased + [customer for customer in hits if customer.id not in known])[:limit]


def newest(tx: Transaction, *, before: int, limit: int) -> list[Customer]:
    """List the customers added last, newest first, with a row id below `before`."""
    return [_customer(row) for row in tx.rows(NEWEST, (before, limit))]


def contacts(tx: Transaction, pub: str) -> tuple[Contact, ...]:
    """List the ways to reach a customer, in their order."""
    return tuple(
        Contact(kind=ContactKind(kind), value=value, label=label)
        for kind, value, label in tx.rows(CONTACTS, (pub,))
    )


def card(tx: Transaction, pub: str) -> CustomerCard | None:
    """Read a customer's whole card."""
    customer = by_pub(tx, pub)
    beside = tx.row(BESIDE, (pub,))
    if customer is None or beside is None:
        return None
    responsible, name, added_at = beside
    draft = CustomerDraft(
        name=customer.name,
        kind=customer.kind,
        company=customer.company,
        print_name=customer.print_name,
        pinyin=customer.pinyin,
        contacts=contacts(tx, pub),
        category=customer.category,
        responsible=responsible,
    )
    return CustomerCard(
        customer=customer,
        draft=draft,
        responsible=name,
        missing=missing_in(draft),
        former_codes=tuple(row[0] for row in tx.rows(FORMER_CODES, (customer.id,))),
        added_at=added_at,
    )


def last_payer(tx: Transaction, customer_id: int) -> str | None:
    """Read the payer printed on a customer's newest receipt."""
    found: str | None = tx.value(LAST_PAYER, (customer_id,))
    return found
