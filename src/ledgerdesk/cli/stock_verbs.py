"""`stock …`: numbered pre-printed paper, which sheet carries what, and which are spoiled."""

import argparse
from typing import Any

from ledgerdesk.cli.door import with_ledger
from ledgerdesk.cli.voice import Answer
from ledgerdesk.core.stock import SheetLine
from ledgerdesk.i18n.translator import Translator


def list_(options: argparse.Namespace, translator: Translator) -> Answer:
    """List the newest sheets, and the one expected next of a stock that is named."""

    def work(ledger: Any) -> tuple[tuple[SheetLine, ...], str]:
        expected = "" if options.stock is None else ledger.stock.next_sheet(options.stock)
        return ledger.stock.sheets(options.stock, limit=options.limit), expected

    found, expected = with_ledger(options, translator, work)
    return Answer(
        {"sheets": [_record(one) for one in found], "next": expected or None},
        tuple(_line(one) for one in found),
    )


def spoil(options: argparse.Namespace, translator: Translator) -> Answer:
    """Register sheets as spoiled."""
    numbers = with_ledger(
        options,
        translator,
        lambda ledger: (
            ledger.stock.spoil(
                options.stock, options.first, options.last, reason=options.reason
            ).value
        ),
    )
    return Answer({"stock": options.stock, "spoiled": list(numbers)}, numbers)


def _record(one: SheetLine) -> dict[str, Any]:
    return {
        "stock": one.stock,
        "sheet": one.number,
        "receipt": one.receipt or None,
        "reason": one.reason or None,
        "at": one.at.isoformat(),
        "person": one.person,
    }


def _line(one: SheetLine) -> str:
    return f"{one.stock}  {one.number}  {one.receipt or '×'}  {one.reason}".rstrip()


def add_stock(deeds: Any, opened: argparse.ArgumentParser) -> None:
    """Add the verbs to the parser."""
    listed = deeds.add_parser("list", parents=[opened], help="the newest sheets")
    listed.add_argument("--stock", metavar="NAME", help="of one paper alone")
    listed.add_argument("--limit", type=int, default=200, metavar="N")
    bad = deeds.add_parser("spoil", parents=[opened], help="register spoiled sheets")
    bad.add_argument("--stock", required=True, metavar="NAME")
    bad.add_argument("--from", dest="first", required=True, metavar="N")
    bad.add_argument("--to", dest="last", default="", metavar="N", help="one sheet without it")
    bad.add_argument("--reason", required=True)
