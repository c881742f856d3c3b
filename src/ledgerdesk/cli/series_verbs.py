"""`series …` and `continuity`: the office's numbers, who has which, and what became of each."""

import argparse
from datetime import date
from typing import Any

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.cli.door import with_ledger
from ledgerdesk.cli.voice import Answer
from ledgerdesk.core.dates import parse_date
from ledgerdesk.core.handouts import Handout, HandoutDraft
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


def hand_out(options: argparse.Namespace, translator: Translator) -> Answer:
    """Write down that a person was given a range of numbers."""

    def work(ledger: Ledger) -> Handout:
        draft = HandoutDraft(
            series=options.code,
            first=options.first,
            last=options.last,
            person=options.person,
            on=_day(options, ledger),
        )
        return ledger.series.hand_out(draft).value

    made = with_ledger(options, translator, work)
    return Answer(_handout_record(made), (_handout_line(made, translator),))


def take_back(options: argparse.Namespace, translator: Translator) -> Answer:
    """Write down that a range came back."""

    def work(ledger: Ledger) -> Handout:
        unused = None if options.all_used else options.first_unused
        on = _day(options, ledger)
        return ledger.series.take_back(options.handout, first_unused=unused, on=on).value

    done = with_ledger(options, translator, work)
    return Answer(_handout_record(done), (_handout_line(done, translator),))


def register(options: argparse.Namespace, translator: Translator) -> Answer:
    """List what was handed out."""
    found = with_ledger(options, translator, lambda ledger: ledger.series.register(options.series))
    return Answer(
        {"handouts": [_handout_record(one) for one in found]},
        tuple(_handout_line(one, translator) for one in found),
    )


def _day(options: argparse.Namespace, ledger: Ledger) -> date:
    today = ledger.today.standing().today
    return today if options.date is None else parse_date(options.date, today=today)


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
        "undrawn": found.undrawn,
    }
    said = translator.text(
        "{first} to {last}: {issued} issued, {voided} void, {missing} missing",
        first=found.first,
        last=found.last,
        issued=found.issued,
        voided=len(found.voided),
        missing=len(found.missing),
    )
    not_yet = translator.text("{number} of the run were not drawn yet", number=found.undrawn)
    return Answer(record, (said, *found.missing, *([not_yet] if found.undrawn else [])))


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
        "few": one.few_left,
    }


def _handout_record(one: Handout) -> dict[str, Any]:
    return {
        "handout": one.pub,
        "series": one.series,
        "from": one.first,
        "to": one.last,
        "count": one.count,
        "person": one.person,
        "date": one.handed_on.isoformat(),
        "left": one.left,
        "few": one.few_left,
        "returned": None if one.returned_on is None else one.returned_on.isoformat(),
        "first_unused": one.first_unused or None,
    }


def _handout_line(one: Handout, t: Translator) -> str:
    state = t.text("{number} left", number=one.left)
    if one.returned_on is not None:
        state = t.text("back on {day}", day=one.returned_on.isoformat())
    return f"{one.pub}  {one.first} – {one.last}  {one.person}  {one.handed_on}  {state}"


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
    _add_handouts(deeds, opened)
    run = verbs.add_parser("continuity", parents=[opened], help="account for a run of numbers")
    run.add_argument("--series", metavar="CODE", help="else the office's own")
    run.add_argument("--from", dest="first", metavar="N", help="a number, or its last digits")
    run.add_argument("--to", dest="last", metavar="N")


def _add_handouts(deeds: Any, opened: argparse.ArgumentParser) -> None:
    given = deeds.add_parser("hand-out", parents=[opened], help="give a person a range of numbers")
    given.add_argument("code", metavar="CODE")
    given.add_argument("--from", dest="first", required=True, metavar="N")
    given.add_argument("--to", dest="last", required=True, metavar="N")
    given.add_argument("--person", required=True, metavar="NAME")
    given.add_argument("--date", metavar="D", help="today without it")
    back = deeds.add_parser("return", parents=[opened], help="take a range back")
    back.add_argument("handout", metavar="HANDOUT", help="as `series register` names it")
    rest = back.add_mutually_exclusive_group(required=True)
    rest.add_argument("--first-unused", metavar="N", help="the first number nobody used")
    rest.add_argument("--all-used", action="store_true")
    back.add_argument("--date", metavar="D", help="today without it")
    listed = deeds.add_parser("register", parents=[opened], help="who has which numbers")
    listed.add_argument("--series", metavar="CODE", help="else of every series")
