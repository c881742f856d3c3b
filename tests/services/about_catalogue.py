"""What the verbs about the catalogue need before one call runs them."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from tests.services.verb import Call, Verb

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.catalogue import Service

BOOKS = Service(code="DJ01", name="代理记账", unit="月", price_fen=30_000, mnemonic="jz")


def add(ledger: Ledger, _: Path) -> Call:
    return lambda: ledger.catalogue.add(BOOKS)


def change(ledger: Ledger, _: Path) -> Call:
    ledger.catalogue.add(BOOKS)
    return lambda: ledger.catalogue.change(replace(BOOKS, price_fen=35_000))


CATALOGUE: Mapping[str, Verb] = {
    "catalogue.add": Verb(action="catalogue.change", prepare=add, entries=1),
    "catalogue.change": Verb(action="catalogue.change", prepare=change, entries=1),
    "catalogue.list": Verb(
        action="catalogue.look", prepare=lambda ledger, _: ledger.catalogue.list
    ),
}
