"""`service list`, `service add`, `service change`: the catalogue from a script."""

import argparse
from typing import Any

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.cli.door import with_ledger
from ledgerdesk.cli.voice import Answer
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.money import format_fen, parse_amount
from ledgerdesk.i18n.translator import Translator
from ledgerdesk.services.catalogue import Service


def list_all(options: argparse.Namespace, translator: Translator) -> Answer:
    """List what the office sells."""
    found = with_ledger(options, translator, lambda ledger: ledger.catalogue.list())
    return Answer({"services": [_record(one) for one in found]}, tuple(_line(one) for one in found))


def add(options: argparse.Namespace, translator: Translator) -> Answer:
    """Add an entry."""
    wanted = Service(
        code=options.code,
        name=options.name,
        unit=options.unit or "",
        price_fen=parse_amount(options.price) if options.price else None,
        mnemonic=options.mnemonic or "",
    )
    made = with_ledger(options, translator, lambda ledger: ledger.catalogue.add(wanted).value)
    return Answer(_record(made), (_line(made),))


def change(options: argparse.Namespace, translator: Translator) -> Answer:
    """Write an entry anew; what is not given stays as it is."""

    def work(ledger: Ledger) -> Service:
        code = options.code.strip().upper()
        before = next((one for one in ledger.catalogue.list() if one.code == code), None)
        if before is None:
            raise KnownError(Code.BAD_VALUE, field="code", reason="unknown_service")
        price = before.price_fen
        if options.price is not None:
            price = parse_amount(options.price) if options.price else None
        retired = {None: before.is_retired, "yes": True, "no": False}[options.retired]
        wanted = Service(
            code=code,
            name=before.name if options.name is None else options.name,
            unit=before.unit if options.unit is None else options.unit,
            price_fen=price,
            mnemonic=before.mnemonic if options.mnemonic is None else options.mnemonic,
            is_retired=retired,
        )
        return ledger.catalogue.change(wanted).value

    made = with_ledger(options, translator, work)
    return Answer(_record(made), (_line(made),))


def _record(one: Service) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": one.name,
        "unit": one.unit,
        "price_fen": one.price_fen,
        "mnemonic": one.mnemonic,
        "retired": one.is_retired,
    }


def _line(one: Service) -> str:
    price = "" if one.price_fen is None else f"¥{format_fen(one.price_fen)}"
    words = (one.code, one.name, one.unit, price, one.mnemonic, "✕" if one.is_retired else "")
    return "  ".join(word for word in words if word)


def add_catalogue(deeds: Any, opened: argparse.ArgumentParser) -> None:
    """Add the verbs of the noun `service`."""
    deeds.add_parser("list", parents=[opened], help="list what the office sells")
    added = deeds.add_parser("add", parents=[opened], help="add an entry")
    added.add_argument("code", metavar="CODE")
    added.add_argument("--name", required=True)
    changed = deeds.add_parser("change", parents=[opened], help="write an entry anew")
    changed.add_argument("code", metavar="CODE")
    changed.add_argument("--name")
    changed.add_argument("--retired", choices=["yes", "no"])
    for verb in (added, changed):
        verb.add_argument("--unit")
        verb.add_argument("--price", help="what a line begins with; empty leaves it open")
        verb.add_argument("--mnemonic")
