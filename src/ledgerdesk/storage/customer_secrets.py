"""Customers' protected numbers: the only table that holds one in clear."""

from dataclasses import dataclass

from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.origin import Origin

ALL_OF = """
SELECT customer_secret.pub, customer_secret.kind, value FROM customer_secret
JOIN customer ON customer.id = customer_id WHERE customer.pub = ? ORDER BY customer_secret.kind
"""
ONE_OF = """
SELECT customer_secret.pub, customer_secret.kind, value FROM customer_secret
JOIN customer ON customer.id = customer_id WHERE customer.pub = ? AND customer_secret.kind = ?
"""
INSERT = """
INSERT INTO customer_secret (pub, salt, customer_id, kind, value)
SELECT ?, ?, id, ?, ? FROM customer WHERE pub = ?
"""
UPDATE = "UPDATE customer_secret SET value = ? WHERE pub = ?"
DELETE = "DELETE FROM customer_secret WHERE pub = ?"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SecretRow:
    """One protected number under its name; it shows nothing of itself."""

    pub: str
    name: str
    value: str

    def __repr__(self) -> str:
        return f"SecretRow({self.name})"


def all_of(tx: Transaction, customer_pub: str) -> list[SecretRow]:
    """List a customer's numbers in clear: whoever asks must mask them."""
    return [
        SecretRow(pub=pub, name=name, value=value)
        for pub, name, value in tx.rows(ALL_OF, (customer_pub,))
    ]


def one_of(tx: Transaction, customer_pub: str, name: str) -> SecretRow | None:
    """Read one number in clear."""
    found = tx.row(ONE_OF, (customer_pub, name))
    return None if found is None else SecretRow(pub=found[0], name=found[1], value=found[2])


def insert(tx: Transaction, customer_pub: str, name: str, value: str, origin: Origin) -> None:
    """Keep a number that was not there."""
    tx.run(INSERT, (origin.pub, origin.salt, name, value, customer_pub))


def update(tx: Transaction, pub: str, value: str) -> None:
    """Put another number in the place of one; with secure_delete the old one is overwritten."""
    tx.run(UPDATE, (value, pub))


def delete(tx: Transaction, pub: str) -> None:
    """Take a number away; with secure_delete it is overwritten."""
    tx.run(DELETE, (pub,))
