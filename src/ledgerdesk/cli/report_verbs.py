"""`report`: sums of a time on the terminal, as PDF, workbook or csv."""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.cli.door import with_ledger
from ledgerdesk.cli.places import refuse_no_folder
from ledgerdesk.cli.voice import Answer
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.money import format_fen
from ledgerdesk.core.reports import Value, What
from ledgerdesk.i18n.report_words import column_words, report_words, value_words
from ledgerdesk.i18n.translator import Translator
from ledgerdesk.services.reports import PDF, SHAPES, Report


def report(options: argparse.Namespace, translator: Translator) -> Answer:
    """Make a report and show it, or write it where nothing is."""
    if options.out is not None:
        refuse_no_folder(options.out, "out")

    def work(ledger: Ledger) -> Report:
        first, last = _period(options, ledger.today.standing().today)
        if options.what == What.STATEMENT.value:
            if options.customer is None:
                raise KnownError(Code.BAD_VALUE, field="customer", reason="customer_needed")
            pub = ledger.customers.by_code(options.customer).pub
            made = ledger.reports.statement(pub, first, last)
        else:
            made = ledger.reports.make(What(options.what), first, last)
        if options.out is not None:
            ledger.reports.write(made, options.format, options.out, language=translator.language)
        return made

    made = with_ledger(options, translator, work)
    record = {
        "report": made.what.value,
        "subject": made.subject or None,
        "from": made.first.isoformat(),
        "to": made.last.isoformat(),
        "columns": [column.name for column in made.columns],
        "rows": [[_plain(value) for value in row] for row in made.rows],
        "totals": list(made.totals),
        "file": None if options.out is None else str(options.out),
    }
    return Answer(record, _lines(made, translator))


def _period(options: argparse.Namespace, today: date) -> tuple[date, date]:
    """Read the period; without one it is this month until today, of `monthly` this year."""
    monthly = options.what == What.MONTHLY.value
    begin = today.replace(month=1, day=1) if monthly else today.replace(day=1)
    return options.first or begin, options.last or max(today, options.first or today)


def _plain(value: Value) -> str | int | None:
    return value.isoformat() if isinstance(value, date) else value


def _lines(made: Report, translator: Translator) -> tuple[str, ...]:
    head = f"{report_words(translator, made.what)}  {made.first} — {made.last}"
    titles = "  ".join(column_words(translator, column.name) for column in made.columns)
    rows = [_line(made, row, translator) for row in made.rows]
    last = _line(made, (column_words(translator, "total"), *made.totals[1:]), translator)
    return head, titles, *rows, last


def _line(made: Report, row: tuple[Value, ...], translator: Translator) -> str:
    cells = []
    for column, value in zip(made.columns, row, strict=True):
        if isinstance(value, str):
            cells.append(value_words(translator, column.name, value))
        elif column.kind == "fen" and isinstance(value, int):
            cells.append(format_fen(value))
        else:
            cells.append("" if value is None else str(value))
    return "  ".join(cells)


def add_reports(verbs: Any, door: Callable[[argparse.ArgumentParser], None]) -> None:
    """Add the verb to the parser; `door` adds the book and who opens it."""
    verb = verbs.add_parser("report", help="sums and lists of a time")
    verb.add_argument("what", choices=[what.value for what in What])
    door(verb)
    verb.add_argument("--from", dest="first", type=date.fromisoformat, metavar="D")
    verb.add_argument("--to", dest="last", type=date.fromisoformat, metavar="D")
    verb.add_argument("--customer", metavar="CODE", help="whose statement")
    verb.add_argument("--format", choices=SHAPES, default=PDF)
    verb.add_argument("--out", type=Path, metavar="FILE", help="write it; else it is only shown")
