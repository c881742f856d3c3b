"""`period list` and `period close`: months and years, as they stand or closed for good."""

import argparse
from typing import Any

from ledgerdesk.cli.door import with_ledger
from ledgerdesk.cli.voice import Answer
from ledgerdesk.core.money import yuan_text
from ledgerdesk.core.periods import PeriodSheet, parse_period
from ledgerdesk.i18n.translator import Translator


def list_(options: argparse.Namespace, translator: Translator) -> Answer:
    """List months and years, latest first."""
    found = with_ledger(
        options,
        translator,
        lambda ledger: [ledger.days.period(one.period) for one in ledger.days.periods()],
    )
    lines = tuple(_line(one, translator) for one in found)
    return Answer({"periods": [_record(one) for one in found]}, lines)


def close(options: argparse.Namespace, translator: Translator) -> Answer:
    """Close a month or a year for good."""
    period = parse_period(options.period)
    done = with_ledger(options, translator, lambda ledger: ledger.days.close_period(period).value)
    return Answer(_record(done), (_line(done, translator),))


def _record(one: PeriodSheet) -> dict[str, Any]:
    return {
        "period": one.period.name,
        "from": one.period.first.isoformat(),
        "to": one.period.last.isoformat(),
        "methods": [
            {"method": taken.method.value, "count": taken.count, "sum_fen": taken.sum_fen}
            for taken in one.taken
        ],
        "sum_fen": one.sum_fen,
        "owed_fen": one.owed_fen,
        "receipts": one.receipts,
        "voided": one.voided,
        "numbers": {"first": one.first_number, "last": one.last_number},
        "locked": bool(one.closed_at),
        "closed_by": one.closed_by or None,
    }


def _line(one: PeriodSheet, t: Translator) -> str:
    state = t.text("closed for good") if one.closed_at else t.text("not closed yet")
    return f"{one.period.name}  {yuan_text(one.sum_fen)}  {one.receipts}  {state}"


def add_periods(deeds: Any, opened: argparse.ArgumentParser) -> None:
    """Add the verbs to the parser."""
    deeds.add_parser("list", parents=[opened], help="months and years, latest first")
    verb = deeds.add_parser("close", parents=[opened], help="close one for good")
    verb.add_argument("period", metavar="PERIOD", help="2026-11, or 2026")
