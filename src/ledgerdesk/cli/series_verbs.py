"""`series list|add|set` and `continuity`: the office's numbers, and what became of each."""

import argparse
from typing import Any

from ledgerdesk.cli.door import with_ledger
from ledgerdesk.cli.voice import Answer
from ledgerdesk.core.receipts import Reset
from ledgerdesk.core.series import SeriesDraft, SeriesLine
from ledgerdesk.i18n.translator import Translator

_YES_NO = {"yes": True, "no": False}


def list_(options: argparse.Namespace, translator: Translator) -> Answer:
    """List the series with their next numbers."""
    found = with_ledger(options, translator, lambda ledger: ledger.series.every())
    return Answer({"series": [_record(one) for one in found]}, tuple(_line(one) for one in found))


def add(options: argparse.Namespace, translator: Translator) -> Answer:
    """Begin a series."""
    draft = SeriesDraft(
        code=options.code,
        title=options.title,
        pattern=options.pattern,
        reset=Reset(options.reset),
        first_number=options.first_number,
    )
    made = with_ledger(options, translator, lambda ledger: ledger.series.add(draft).value)
    return Answer(_record(made), (_line(made),))


def set_(options: argparse.Namespace, translator: Translator) -> Answer:
    """Give a series another title, retire it, or take it up again."""
    active = None if options.active is None else _YES_NO[options.active]
    done = with_ledger(
        options,
        translator,
        lambda ledger: ledger.series.change(options.code, title=options.title, active=active).value,
    )
    return Answer(_record(done), (_line(done),))


def continuity(options: argparse.Namespace, translator: Translator) -> Answer:
    """Account for a run of numbers."""
    found = with_ledger(
        options,
        translator,
        lambda ledger: ledger.series.continuity(options.series, options.first, options.last),
    )
    record = {
        "series": found.series,
        "period": found.period,
        "from": found.first,
        "to": found.last,
        "count": found.count,
        "issued": found.issued,
        "voided": list(found.voided),
        "missing": list(found.missing),
        "explained": list(found.explained),
    }
    said = translator.text(
        "{first} to {last}: {issued} issued, {voided} void, {missing} missing",
        first=found.first,
        last=found.last,
        issued=found.issued,
        voided=len(found.voided),
        missing=len(found.missing),
    )
    return Answer(record, (said, *found.missing))


def _record(one: SeriesLine) -> dict[str, Any]:
    return {
        "code": one.code,
        "title": one.title,
        "pattern": one.pattern,
        "reset": one.reset.value,
        "active": one.is_active,
        "default": one.is_default,
        "next": one.next_number or None,
        "left": one.left,
    }


def _line(one: SeriesLine) -> str:
    mark = "*" if one.is_default else " " if one.is_active else "×"
    return f"{mark} {one.code}  {one.title}  {one.pattern}  {one.next_number or '—'}"


def add_series(verbs: Any, deeds: Any, opened: argparse.ArgumentParser) -> None:
    """Add the verbs to the parser."""
    deeds.add_parser("list", parents=[opened], help="every series and its next number")
    begun = deeds.add_parser("add", parents=[opened], help="begin a series")
    begun.add_argument("code", metavar="CODE", help="capital letters and digits")
    begun.add_argument("--title", required=True)
    begun.add_argument("--pattern", required=True, metavar="P", help="such as YJ{yyyy}-{0000}")
    begun.add_argument(
        "--reset", choices=[reset.value for reset in Reset], default=Reset.YEARLY.value
    )
    begun.add_argument("--first-number", type=int, default=1, metavar="N")
    changed = deeds.add_parser("set", parents=[opened], help="title it anew, retire it")
    changed.add_argument("code", metavar="CODE")
    changed.add_argument("--title")
    changed.add_argument("--active", choices=list(_YES_NO))
    run = verbs.add_parser("continuity", parents=[opened], help="account for a run of numbers")
    run.add_argument("--series", metavar="CODE", help="else the office's own")
    run.add_argument("--from", dest="first", metavar="N", help="a number, or its last digits")
    run.add_argument("--to", dest="last", metavar="N")
