"""The verbs of tables: `import` takes one in, `export` hands one out."""

import argparse
from collections.abc import Iterator

from ledgerdesk.cli.door import with_ledger
from ledgerdesk.cli.places import refuse_no_folder
from ledgerdesk.cli.voice import Answer
from ledgerdesk.core.import_columns import Column, Header
from ledgerdesk.core.importing import RowNote
from ledgerdesk.core.money import format_fen
from ledgerdesk.core.tables import Format
from ledgerdesk.i18n.import_reasons import reason_sentence
from ledgerdesk.i18n.translator import Translator
from ledgerdesk.services.imports import Outcome
from ledgerdesk.services.steps.export_rows import What

SHOWN_AT_MOST = 200


def take_in(options: argparse.Namespace, translator: Translator) -> Answer:
    """Import a table, or say with `--dry-run` what that would do; refused rows are a result."""
    outcome = with_ledger(
        options,
        translator,
        lambda ledger: (
            ledger.imports.dry_run(options.file)
            if options.dry_run
            else ledger.imports.run(options.file).value
        ),
    )
    record = {
        "rows": outcome.rows,
        "ok": outcome.ok,
        "errors": [_record(note) for note in outcome.errors],
        "customers_new": outcome.customers_new,
        "transactions_new": outcome.transactions_new,
        "sum_fen": outcome.sum_fen,
        "warnings": [_record(note) for note in outcome.warnings],
        "ignored_columns": list(outcome.header.ignored),
        "dry_run": options.dry_run,
    }
    return Answer(record, tuple(_lines(outcome, translator, dry_run=options.dry_run)))


def _record(note: RowNote) -> dict[str, object]:
    return {"row": note.row, "field": note.field, "reason": note.reason}


def _lines(outcome: Outcome, translator: Translator, *, dry_run: bool) -> Iterator[str]:
    notes = (*outcome.errors, *outcome.warnings)
    for note in notes[:SHOWN_AT_MOST]:
        yield translator.text(
            "Row {row}, {column}: {reason}",
            row=note.row,
            column=_heading(outcome.header, note.field),
            reason=reason_sentence(translator, note),
        )
    if len(notes) > SHOWN_AT_MOST:
        yield translator.text(
            "{count} more such rows: see --json.", count=len(notes) - SHOWN_AT_MOST
        )
    if outcome.header.ignored:
        names = ", ".join(outcome.header.ignored)
        yield translator.text("Columns nothing is read from: {names}", names=names)
    yield translator.text(
        "{rows} rows, {ok} good, {refused} refused; ¥{amount} in all.",
        rows=outcome.rows,
        ok=outcome.ok,
        refused=outcome.rows - outcome.ok,
        amount=format_fen(outcome.sum_fen),
    )
    new = {"customers": outcome.customers_new, "trades": outcome.transactions_new}
    if dry_run:
        yield translator.text("Would add {customers} customers and {trades} trades.", **new)
    else:
        yield translator.text("Added {customers} customers and {trades} trades.", **new)


def _heading(header: Header, field: str) -> str:
    """Show a field by the table's own heading, a column without one by its letters."""
    place = header.columns.get(Column(field)) if field in set(Column) else None
    if place is None or place >= len(header.headings):
        return field
    return header.headings[place] or field


def hand_out(options: argparse.Namespace, translator: Translator) -> Answer:
    """Export receipts, transactions or customers to a file that is not there yet."""
    refuse_no_folder(options.out, "out")
    done = with_ledger(
        options,
        translator,
        lambda ledger: ledger.exports.run(What(options.what), Format(options.format), options.out),
    ).value
    record = {
        "file": str(done.file),
        "what": done.what.value,
        "format": done.shape.value,
        "rows": done.rows,
    }
    text = translator.text("{file}: {rows} rows", file=str(done.file), rows=done.rows)
    return Answer(record, (text,))
