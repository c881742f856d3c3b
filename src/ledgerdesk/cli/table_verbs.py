"""The verbs of tables: `import` takes one in, `export` hands one out."""

import argparse
from collections.abc import Iterator
from dataclasses import replace

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.cli.door import with_ledger
from ledgerdesk.cli.places import refuse_no_folder
from ledgerdesk.cli.trade_list_verbs import clerk_of, query_from
from ledgerdesk.cli.voice import Answer
from ledgerdesk.core.customers import CardState, CustomerFilter
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.import_columns import Column, Header
from ledgerdesk.core.importing import Doubtful, RowNote
from ledgerdesk.core.money import format_fen
from ledgerdesk.core.tables import Format
from ledgerdesk.i18n.import_reasons import reason_sentence
from ledgerdesk.i18n.translator import Translator
from ledgerdesk.services.exports import Exported
from ledgerdesk.services.imports import Outcome
from ledgerdesk.services.steps.customers.person_copy import PersonCopy
from ledgerdesk.services.steps.export_rows import What

SHOWN_AT_MOST = 200
_PDF = "pdf"
DUE = "due"


def take_in(options: argparse.Namespace, translator: Translator) -> Answer:
    """Import a table, or say with `--dry-run` what that would do; refused rows are a result."""
    doubtful = Doubtful(options.doubtful)
    outcome = with_ledger(
        options,
        translator,
        lambda ledger: (
            ledger.imports.dry_run(options.file, doubtful=doubtful)
            if options.dry_run
            else ledger.imports.run(options.file, doubtful=doubtful).value
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
        "doubtful": list(outcome.doubtful),
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


def list_imports(options: argparse.Namespace, translator: Translator) -> Answer:
    """List what was imported, newest first."""
    found = with_ledger(options, translator, lambda ledger: ledger.imports.batches())
    record = {
        "imports": [
            {
                "id": one.pub,
                "rows": one.rows,
                "at": one.at.isoformat(timespec="seconds"),
                "by": one.person,
                "taken_back": one.is_taken_back,
            }
            for one in found
        ]
    }
    back = translator.text("taken back")
    lines = tuple(
        f"{one.pub}  {one.at:%Y-%m-%d %H:%M}  {one.rows:>7}  {one.person}"
        + (f"  {back}" if one.is_taken_back else "")
        for one in found
    )
    return Answer(record, lines or (translator.text("Nothing was imported yet."),))


def take_back(options: argparse.Namespace, translator: Translator) -> Answer:
    """Take a whole import back while nothing depends on it."""
    taken = with_ledger(
        options,
        translator,
        lambda ledger: ledger.imports.take_back(options.batch, why=options.reason).value,
    )
    record = {"trades": taken.trades, "customers": taken.customers}
    text = translator.text(
        "Taken back: {trades} trades and {customers} customers.",
        trades=taken.trades,
        customers=taken.customers,
    )
    return Answer(record, (text,))


def hand_out(options: argparse.Namespace, translator: Translator) -> Answer:
    """Export receipts, transactions or customers to a file that is not there yet."""
    refuse_no_folder(options.out, "out")
    what = What(options.what)
    if options.format == _PDF:
        return _file(options, what, translator)
    asked = None if what is What.TRANSACTIONS else _asked(options)
    if asked is not None and what is not What.CUSTOMERS:
        raise KnownError(Code.BAD_VALUE, field="what", reason="customers_only")

    def work(ledger: Ledger) -> Exported:
        chosen = asked
        if asked is not None and options.clerk is not None:
            chosen = replace(asked, clerk=clerk_of(ledger, options.clerk))
        return ledger.exports.run(
            what,
            Format(options.format),
            options.out,
            asked=chosen,
            trades=query_from(options, ledger) if what is What.TRANSACTIONS else None,
            plain=options.plain,
            why=options.reason,
        ).value

    done = with_ledger(options, translator, work)
    record = {
        "file": str(done.file),
        "what": done.what.value,
        "format": done.shape.value,
        "rows": done.rows,
    }
    text = translator.text("{file}: {rows} rows", file=str(done.file), rows=done.rows)
    return Answer(record, (text,))


def _file(options: argparse.Namespace, what: What, translator: Translator) -> Answer:
    """Write receipts as folders of PDFs by month, with an index."""
    if what is not What.RECEIPTS:
        raise KnownError(Code.BAD_VALUE, field="format", reason="receipts_only")
    done = with_ledger(
        options,
        translator,
        lambda ledger: ledger.filing.run(options.out, first=options.first, last=options.last).value,
    )
    record = {"folder": str(done.folder), "receipts": done.receipts}
    text = translator.text(
        "{folder}: {count} receipts", folder=str(done.folder), count=done.receipts
    )
    return Answer(record, (text,))


def _asked(options: argparse.Namespace) -> CustomerFilter | None:
    """Read what customers are narrowed by; None where nothing was said."""
    state = options.state if options.state != DUE else None
    said = (options.find, options.category, options.tag, options.clerk, options.state)
    if not any(said):
        return None
    if state is not None and state not in set(CardState):
        raise KnownError(Code.BAD_VALUE, field="state", reason="unknown")
    return CustomerFilter(
        text=options.find,
        category=options.category,
        tag=options.tag,
        state=None if state is None else CardState(state),
        due=options.state == DUE,
    )


def copy_of(options: argparse.Namespace, translator: Translator) -> Answer:
    """Write what is held of a customer as PDF and JSON, for himself."""

    def work(ledger: Ledger) -> PersonCopy:
        customer = ledger.customers.by_code(options.customer)
        return ledger.exports.person(
            customer.pub, options.folder, plain=options.plain, why=options.reason
        ).value

    done = with_ledger(options, translator, work)
    record = {"pdf": str(done.pdf), "json": str(done.json)}
    return Answer(record, (str(done.pdf), str(done.json)))
