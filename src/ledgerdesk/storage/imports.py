"""Imported tables: their batches, the customers they settle on, and which rows are known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ledgerdesk.core.customers import Contact, ContactKind
from ledgerdesk.core.pubs import number_of
from ledgerdesk.storage.customers import family
from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.origin import Origin

INSERT_BATCH = """
INSERT INTO import_batch (pub, salt, file_digest, rows_taken, imported_at, staff_id)
VALUES (?, ?, ?, ?, ?, ?)
"""
INSERT_ALIAS = "INSERT INTO customer_alias (customer_id, kind, value) VALUES (?, ?, ?)"
INSERT_NUMBER = """
INSERT INTO customer_secret (pub, salt, customer_id, kind, value) VALUES (?, ?, ?, ?, ?)
"""
INSERT_CONTACT = """
INSERT INTO customer_contact (customer_id, position, kind, value, label) VALUES (?, ?, ?, ?, NULL)
"""
SET_NOTE = "UPDATE customer SET note = ? WHERE id = ?"
PUT_NOTE_BACK = "UPDATE customer SET note = ? WHERE id = ? AND note = ?"
SET_COMPANY = "UPDATE customer SET company = ? WHERE id = ?"
IS_TRADE = "SELECT 1 FROM trade WHERE id = ?"
IS_KNOWN = "SELECT 1 FROM trade WHERE import_key = ?"
_FIELDS = """customer.id, customer.pub, customer.code, customer.name, customer.company,
customer.note, customer.state, customer.pinyin"""
BY_IDENTITY = f"""
SELECT {_FIELDS} FROM customer_alias JOIN customer ON customer.id = customer_id
WHERE value = ? AND customer_alias.kind = 'table' AND state <> 'merged'
ORDER BY customer_id LIMIT 1
"""  # noqa: S608 - a constant of this module
NAMESAKES = f"""
SELECT {_FIELDS} FROM customer WHERE name = ? AND state <> 'merged' ORDER BY pub
"""  # noqa: S608 - a constant of this module
CONTACTS = "SELECT kind, value FROM customer_contact WHERE customer_id = ? ORDER BY position"
ALIASES = "SELECT kind, value FROM customer_alias WHERE customer_id = ?"
SECRETS = "SELECT kind, value FROM customer_secret WHERE customer_id = ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCustomer:
    """A customer of the book as an import compares him.

    `pubs` are his own public id and those of cards merged into his: under each of them trades of
    earlier imports may stand.
    """

    id: int
    pub: str
    code: str
    name: str
    company: str | None
    note: str | None
    state: str
    pinyin: str | None
    contacts: tuple[Contact, ...]
    pubs: tuple[str, ...]

    @property
    def phones(self) -> tuple[str, ...]:
        """His phone numbers, as they were entered."""
        return tuple(c.value for c in self.contacts if c.kind is ContactKind.PHONE)

    @property
    def is_stopped(self) -> bool:
        """Tell whether nothing of his may be processed further (PIPL 第47条)."""
        return self.state == "stopped"


def _known(tx: Transaction, row: tuple[Any, ...]) -> KnownCustomer:
    names = KnownCustomer.__slots__
    contacts = tuple(
        Contact(kind=ContactKind(kind), value=value) for kind, value in tx.rows(CONTACTS, (row[0],))
    )
    pubs = tuple(family(tx, row[0]).values())
    return KnownCustomer(**dict(zip(names, row, strict=False)), contacts=contacts, pubs=pubs)


def insert_batch(tx: Transaction, file_digest: bytes, rows_taken: int, origin: Origin) -> int:
    """Write that a table was taken in; give back the batch's row id."""
    values = (origin.pub, origin.salt, file_digest, rows_taken, origin.at, origin.staff_id)
    return tx.run(INSERT_BATCH, values)


def customer_of_identity(tx: Transaction, identity: str) -> KnownCustomer | None:
    """Find the customer whom an earlier import settled on for this identity."""
    found = tx.row(BY_IDENTITY, (identity,))
    return None if found is None else _known(tx, found)


def namesakes(tx: Transaction, name: str) -> list[KnownCustomer]:
    """List the customers of exactly this name, stopped ones too, oldest first."""
    return [_known(tx, row) for row in list(tx.rows(NAMESAKES, (name,)))]


def is_known(tx: Transaction, import_key: str) -> bool:
    """Tell whether the row with this key was imported before."""
    return tx.value(IS_KNOWN, (import_key,)) is not None


def is_trade(tx: Transaction, pub: str) -> bool:
    """Tell whether a trade of this public id is in the book."""
    return tx.value(IS_TRADE, (number_of(pub),)) is not None


def aliases(tx: Transaction, customer_id: int) -> set[tuple[str, str]]:
    """Read the (kind, value) of a customer's aliases."""
    return {(row[0], row[1]) for row in tx.rows(ALIASES, (customer_id,))}


def secrets(tx: Transaction, customer_id: int) -> dict[str, str]:
    """Read a customer's secret values by their kind."""
    return {row[0]: row[1] for row in tx.rows(SECRETS, (customer_id,))}


def add_aliases(tx: Transaction, customer_id: int, new: Iterable[tuple[str, str]]) -> None:
    """Add aliases of the kinds `table` and `name`."""
    for kind, value in new:
        tx.run(INSERT_ALIAS, (customer_id, kind, value))


def add_secret(tx: Transaction, customer_id: int, kind: str, value: str, origin: Origin) -> None:
    """Keep a number that is never indexed, exported or logged in clear."""
    tx.run(INSERT_NUMBER, (origin.pub, origin.salt, customer_id, kind, value))


def add_contacts(tx: Transaction, customer: KnownCustomer, new: Sequence[Contact]) -> None:
    """Add ways to reach a known customer behind those he has."""
    for position, contact in enumerate(new, start=len(customer.contacts)):
        tx.run(INSERT_CONTACT, (customer.id, position, contact.kind.value, contact.value))


def set_note(tx: Transaction, customer_id: int, note: str) -> None:
    """Write a customer's note anew."""
    tx.run(SET_NOTE, (note, customer_id))


def put_note_back(tx: Transaction, customer_id: int, old: str | None, new: str | None) -> None:
    """Write a note as it was, where it is still what an import made of it."""
    tx.run(PUT_NOTE_BACK, (old, customer_id, new))


def set_company(tx: Transaction, customer_id: int, company: str) -> None:
    """Write a customer's company."""
    tx.run(SET_COMPANY, (company, customer_id))
