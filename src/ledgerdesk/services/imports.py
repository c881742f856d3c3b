"""Take a firm's table in: a dry run that names every refused row, then all good rows at once."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ledgerdesk.core.changes import Changes, Done
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.import_columns import Chosen, Header, find_header
from ledgerdesk.core.importing import Reading, RowNote, read_sheet
from ledgerdesk.core.tables import Row, Sheet
from ledgerdesk.documents.tables import MAX_FILE_BYTES, read_table
from ledgerdesk.runtime.paths import is_inside
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.services.steps.import_plan import Plan, plan
from ledgerdesk.services.steps.import_posting import ACTION, Progress, post
from ledgerdesk.storage.failures import translated

SHOWN_ROWS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an import did, or would do: figures, the rows refused, and what is worth a look.

    `rows` counts rows of data, `ok` the good ones, `sum_fen` their amounts in 分, whether or not
    they were in the book before; `customers_new` and `transactions_new` count what was added.
    """

    rows: int
    ok: int
    errors: tuple[RowNote, ...]
    warnings: tuple[RowNote, ...]
    customers_new: int
    transactions_new: int
    sum_fen: int
    header: Header
    batch_pub: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A table's first rows as they stand, and the header found in them; None if there is none."""

    rows: tuple[Row, ...]
    header: Header | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    reading: Reading
    digest: bytes


class Imports:
    """What a clerk does with a table from outside."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def look(self, file: Path) -> Look:
        """Show a table's first rows, so that somebody can choose what its columns hold.

        Shown is the sheet that would be read. Raises as `dry_run` does, but for its headings.
        """
        self._desk.allow(ACTION)
        data = self._bytes(file)
        sheets = self._desk.press.call(lambda: read_table(data))
        for sheet in sheets:
            try:
                return Look(rows=tuple(sheet.rows[:SHOWN_ROWS]), header=find_header(sheet.rows))
            except KnownError:
                continue  # another sheet may have the header; without one the first is shown
        return Look(rows=tuple(sheets[0].rows[:SHOWN_ROWS]) if sheets else (), header=None)

    def dry_run(self, file: Path, *, chosen: Chosen | None = None) -> Outcome:
        """Say what an import would do; nothing is written.

        `chosen` overrules what the headings say. Raises `file_not_found`,
        `inside_vault`, `io_failed`, and `bad_value` for a file that is no table.
        """
        self._desk.allow(ACTION)
        table = self._read(file, chosen)
        return _outcome(table.reading, self._planned(table.reading))

    def run(
        self, file: Path, *, chosen: Chosen | None = None, progress: Progress | None = None
    ) -> Done[Outcome]:
        """Add every good row that is not in the book yet, in one transaction.

        Refused rows are part of the answer, no error. Raises as `dry_run` does. `progress` is
        told (rows done, rows to do) and may raise: then nothing stays.
        """
        self._desk.allow(ACTION)
        table = self._read(file, chosen)
        wanted = self._planned(table.reading)
        if not wanted.new_rows:
            return Done(value=_outcome(table.reading, wanted), changes=Changes.NOTHING)
        with self._desk.act(ACTION) as act:
            batch_pub = post(
                act, wanted, file_digest=table.digest, progress=progress or _told_nobody
            )
        outcome = _outcome(table.reading, wanted, batch_pub)
        return Done(value=outcome, changes=Changes.CUSTOMERS | Changes.TRANSACTIONS)

    def _planned(self, reading: Reading) -> Plan:
        # This desk alone writes: between the plan and the act nothing can come into the book.
        with self._desk.database.read() as tx:
            return plan(tx, reading.rows)

    def _read(self, file: Path, chosen: Chosen | None) -> _Table:
        data = self._bytes(file)
        sheets = self._desk.press.call(lambda: read_table(data))
        today = self._desk.local_date(self._desk.clock.now())
        reading = _reading_of(sheets, today, chosen)
        return _Table(reading=reading, digest=hashlib.sha256(data).digest())

    def _bytes(self, file: Path) -> bytes:
        """Read a file whole; never one of the vault's own, whose locks a reader would drop."""
        paths = self._desk.paths
        if is_inside(file, paths.folder):
            raise KnownError(Code.INSIDE_VAULT, field="file")
        if not file.exists():
            raise KnownError(Code.FILE_NOT_FOUND, field="file")
        if not file.is_file():
            raise KnownError(Code.BAD_VALUE, field="file", reason="unknown_format")
        with translated("file"):
            if file.samefile(paths.ledger):
                raise KnownError(Code.INSIDE_VAULT, field="file")
            with file.open("rb") as opened:
                return opened.read(MAX_FILE_BYTES + 1)


def _reading_of(sheets: Sequence[Sheet], today: date, chosen: Chosen | None) -> Reading:
    """Read the first sheet that has a header; without one, say what the first sheet lacks."""
    first: KnownError | None = None
    for sheet in sheets:
        try:
            return read_sheet(sheet, today=today, chosen=chosen)
        except KnownError as refused:
            first = first or refused
    raise first or KnownError(Code.BAD_VALUE, field="file", reason="empty")


def _outcome(reading: Reading, wanted: Plan, batch_pub: str | None = None) -> Outcome:
    stopped = {note.row for note in wanted.refused}
    good = [row for row in reading.rows if row.row not in stopped]
    return Outcome(
        rows=reading.data_rows,
        ok=len(good),
        errors=tuple(sorted((*reading.errors, *wanted.refused), key=lambda note: note.row)),
        warnings=tuple(sorted((*reading.warnings, *wanted.warnings), key=lambda note: note.row)),
        customers_new=wanted.customers_new,
        transactions_new=len(wanted.new_rows),
        sum_fen=sum(row.amount_fen for row in good),
        header=reading.header,
        batch_pub=batch_pub,
    )


def _told_nobody(_done: int, _total: int) -> None:
    """Take the place of a listener where nobody listens."""
