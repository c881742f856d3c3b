"""Take a firm's table in: a dry run that names every refused row, then all good rows at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from ledgerdesk.core.changes import Changes, Done
from ledgerdesk.core.import_columns import Chosen, Header
from ledgerdesk.core.importing import Doubtful, ImportRow, Reading, RowNote
from ledgerdesk.core.progress import Progress, quiet
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.services.steps.imports.import_plan import Plan, plan
from ledgerdesk.services.steps.imports.import_posting import ACTION, Posted, post
from ledgerdesk.services.steps.imports.import_withdrawing import ACTION as TAKE_BACK
from ledgerdesk.services.steps.imports.import_withdrawing import TakenBack, take_back
from ledgerdesk.services.steps.imports.table_reading import (
    Ready,
    Table,
    Understood,
    prepare,
    read,
    told_of,
    understand,
    with_remembered,
)
from ledgerdesk.services.steps.office import IMPORT_COLUMNS
from ledgerdesk.services.steps.setting_rows import write_setting
from ledgerdesk.storage import book, import_batches

__all__ = ["Imports", "Outcome", "Ready", "Table", "TakenBack", "Understood"]

LISTED_BATCHES = 200

_PLANNING = 10
"""One part of so many of the work is comparing, the rest is adding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an import did, or would do: figures, the rows refused, and what is worth a look.

    `rows` counts rows of data, `ok` the good ones, `sum_fen` their amounts in 分, whether or not
    they were in the book before; `customers_new` and `transactions_new` count what was added,
    `doubtful` names whom the book may have, by name alone, and
    `customers_added_to` the customers of the book of whom a row is new. `new_rows` names the rows
    added and `customer_pubs`, by row, whose they became.
    """

    rows: int
    ok: int
    errors: tuple[RowNote, ...]
    warnings: tuple[RowNote, ...]
    customers_new: int
    transactions_new: int
    sum_fen: int
    header: Header
    customers_added_to: int = 0
    doubtful: tuple[str, ...] = ()
    new_rows: tuple[ImportRow, ...] = ()
    customer_pubs: Mapping[int, str] = field(default_factory=dict)
    batch_pub: str | None = None

    @property
    def known(self) -> int:
        """Count the good rows that are in the book already: they are never taken twice."""
        return self.ok - len(self.new_rows)

    @property
    def new_fen(self) -> int:
        """Sum what is added, in 分."""
        return sum(row.amount_fen for row in self.new_rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedBatch:
    """An import as a list tells it; the moment in the office's zone."""

    pub: str
    rows: int
    at: datetime
    person: str
    is_taken_back: bool


class Imports:
    """What a clerk does with a table from outside."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def prepare(self, source: Path | bytes) -> Ready:
        """Say that a file or pasted bytes may be read, which then needs no desk.

        `read` and `understand` of `steps.table_reading` go on with the answer. Raises
        `file_not_found`, `inside_vault`, and `bad_value` for a folder.
        """
        self._desk.allow(ACTION)
        return prepare(self._desk, source)

    def foresee(self, understood: Understood, progress: Progress = quiet) -> Outcome:
        """Say what adding an understood table would do; nothing is written."""
        self._desk.allow(ACTION)
        return _outcome(understood.reading, self._planned(understood, progress))

    def add(self, understood: Understood, progress: Progress = quiet) -> Done[Outcome]:
        """Add every good row that is not in the book yet, in one transaction.

        Refused rows are part of the answer, no error. `progress` may raise: then nothing stays.
        Columns chosen by hand are remembered for the next table with these headings.
        """
        self._desk.allow(ACTION)
        reading = understood.reading
        wanted = self._planned(understood, lambda done, all_: progress(done, _PLANNING * all_))
        if not wanted.new_rows:
            return Done(value=_outcome(reading, wanted), changes=Changes.NOTHING)

        def posting(done: int, all_: int) -> None:
            progress(all_ + (_PLANNING - 1) * done, _PLANNING * all_)

        with self._desk.act(ACTION) as act:
            if understood.key:
                stored = book.settings(act.tx).get(IMPORT_COLUMNS)
                kept = with_remembered(stored, understood)
                if kept != stored:
                    write_setting(act, IMPORT_COLUMNS, kept, told=told_of(understood))
            posted = post(act, wanted, file_digest=understood.digest, progress=posting)
        outcome = _outcome(reading, wanted, posted)
        return Done(value=outcome, changes=Changes.CUSTOMERS | Changes.TRANSACTIONS)

    def batches(self) -> tuple[ImportedBatch, ...]:
        """List the imports, newest first."""
        desk = self._desk
        desk.allow(ACTION)
        with desk.database.read() as tx:
            found = import_batches.batches(tx, limit=LISTED_BATCHES)
        return tuple(
            ImportedBatch(
                pub=one.pub,
                rows=one.rows,
                at=desk.local_time(one.at),
                person=one.person,
                is_taken_back=one.withdrawn_at is not None,
            )
            for one in found
        )

    def take_back(self, batch: str, *, why: str, progress: Progress = quiet) -> Done[TakenBack]:
        """Take a whole import back: its trades go, the customers it added are erased.

        What it added to cards that were there goes where it still stands as it was added.
        `progress` may raise: then nothing is taken back. Raises `import_needed` where anything
        depends on it, with the `number` of a customer; `bad_value` (fields `why`, `batch`).
        """
        with self._desk.act(TAKE_BACK) as act:
            taken = take_back(act, batch, why, progress)
        return Done(value=taken, changes=Changes.CUSTOMERS | Changes.TRANSACTIONS)

    def dry_run(
        self,
        file: Path,
        *,
        chosen: Chosen | None = None,
        doubtful: Doubtful = Doubtful.NEW,
    ) -> Outcome:
        """Say what an import of a file would do; nothing is written.

        `chosen` overrules what the headings say. Raises `file_not_found`,
        `inside_vault`, `io_failed`, and `bad_value` for a file that is no table.
        """
        return self.foresee(self._understood(file, chosen, doubtful))

    def run(
        self,
        file: Path,
        *,
        chosen: Chosen | None = None,
        doubtful: Doubtful = Doubtful.NEW,
    ) -> Done[Outcome]:
        """Read a file and add its good rows; raises as `dry_run` does."""
        return self.add(self._understood(file, chosen, doubtful))

    def _understood(self, file: Path, chosen: Chosen | None, doubtful: Doubtful) -> Understood:
        ready = self.prepare(file)
        found = self._desk.press.call(lambda: understand(read(ready), chosen))
        return replace(found, doubtful=doubtful)

    def _planned(self, understood: Understood, progress: Progress) -> Plan:
        # This desk alone writes: between the plan and the act nothing can come into the book.
        with self._desk.database.read() as tx:
            rows, doubtful = understood.reading.rows, understood.doubtful
            return plan(tx, rows, progress, doubtful=doubtful)


def _outcome(reading: Reading, wanted: Plan, posted: Posted | None = None) -> Outcome:
    stopped = {note.row for note in wanted.refused}
    good = [row for row in reading.rows if row.row not in stopped]
    new_rows = tuple(new.row for new in wanted.new_rows)
    pubs = posted.customer_pubs if posted else ()
    return Outcome(
        rows=reading.data_rows,
        ok=len(good),
        errors=tuple(sorted((*reading.errors, *wanted.refused), key=lambda note: note.row)),
        warnings=tuple(sorted((*reading.warnings, *wanted.warnings), key=lambda note: note.row)),
        customers_new=wanted.customers_new,
        transactions_new=sum(row.is_trade for row in new_rows),
        customers_added_to=wanted.customers_added_to,
        doubtful=wanted.doubtful,
        sum_fen=sum(row.amount_fen for row in good),
        header=reading.header,
        new_rows=new_rows,
        customer_pubs={row.row: pub for row, pub in zip(new_rows, pubs, strict=False)},
        batch_pub=posted.batch_pub if posted else None,
    )
