"""The catalogue of services; an entry is changed or retired, never taken away."""

from ledgerdesk.core.catalogue import Service
from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.origin import Origin

INSERT = """
INSERT INTO service (pub, salt, code, name, unit, price_fen, mnemonic, retired)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
UPDATE = """
UPDATE service SET name = ?, unit = ?, price_fen = ?, mnemonic = ?, retired = ? WHERE code = ?
"""
PUB_OF = "SELECT pub FROM service WHERE code = ?"
LIST = """
SELECT code, name, unit, price_fen, mnemonic, retired FROM service ORDER BY retired, code
"""


def insert(tx: Transaction, service: Service, by: Origin) -> None:
    """Write a new entry."""
    tx.run(INSERT, (by.pub, by.salt, service.code, *_facts(service)))


def update(tx: Transaction, service: Service) -> None:
    """Write an entry anew, by its code."""
    tx.run(UPDATE, (*_facts(service), service.code))


def pub_of(tx: Transaction, code: str) -> str | None:
    """Find the public id of an entry by its code."""
    found: str | None = tx.value(PUB_OF, (code,))
    return found


def services(tx: Transaction) -> list[Service]:
    """List the entries by their codes, those that are retired last."""
    return [
        Service(
            code=code, name=name, unit=unit, price_fen=price, mnemonic=word, is_retired=bool(gone)
        )
        for code, name, unit, price, word, gone in tx.rows(LIST)
    ]


def _facts(service: Service) -> tuple[str, str, int | None, str, int]:
    return (
        service.name,
        service.unit,
        service.price_fen,
        service.mnemonic,
        int(service.is_retired),
    )
