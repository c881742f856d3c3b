"""Tell an office its sums, on the screen and as a file; every file is logged."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from ledgerdesk.core.changes import Changes, Done
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.identity import masked_in
from ledgerdesk.core.money import Money
from ledgerdesk.core.progress import Progress, quiet
from ledgerdesk.core.reports import OF_ALL, Report, Value, What, refuse_period
from ledgerdesk.core.tables import Format, WrittenCell
from ledgerdesk.documents import report_pdf
from ledgerdesk.documents.tables_out import write_table
from ledgerdesk.i18n.report_words import column_words, value_words
from ledgerdesk.i18n.translator import Language, Translator
from ledgerdesk.runtime.files import write_private
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.services.steps.free_place import refuse_taken_place
from ledgerdesk.services.steps.report_rows import ageing, by_item, statement_of
from ledgerdesk.storage import customers, reports
from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.failures import translated

__all__ = ["Report", "Reports", "What", "Written", "rendered"]

LOOK, WRITE, FAILED = "reports.look", "reports.write", "reports.failed"
PDF = "pdf"
SHAPES = (PDF, Format.XLSX.value, Format.CSV.value)
_Rows = Iterator[tuple[Value, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A report that was written: where, in which shape, and how many rows below its head."""

    what: What
    shape: str
    file: Path
    rows: int


class Reports:
    """What an office asks about its takings, its receipts and its customers."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def make(self, what: What, first: date, last: date) -> Report:
        """Make a report of the business days from `first` to `last`.

        All reports of sums are of the same payments: those that were not voided, red ones among
        them with their minus. What is owed, by age, is as it stood at the end of `last`. Raises
        `bad_value` (field `to`, or `what` for a report that is one customer's).
        """
        if what not in OF_ALL:
            raise KnownError(Code.BAD_VALUE, field="what", reason="customer_needed")
        self._desk.allow(LOOK)
        refuse_period(first, last)
        with self._desk.database.read() as tx:
            if what is What.AGEING:
                rows = tuple(ageing(self._desk, tx, last))
            elif what is What.BY_TYPE:
                rows = tuple(by_item(self._desk, tx, first, last))
            else:
                rows = tuple(_READ[what](tx, first, last))
        return self._made(what, first, last, rows)

    def statement(self, customer_pub: str, first: date, last: date) -> Report:
        """Make a customer's statement of account (对账单): what was asked for, what came in.

        What happened before `first` is the balance brought forward; a balance below nothing lies
        here for him. Raises `unknown_customer`, `bad_value` (field `to`).
        """
        self._desk.allow(LOOK)
        refuse_period(first, last)
        with self._desk.database.read() as tx:
            found = customers.by_pub(tx, customer_pub)
            if found is None:
                raise KnownError(Code.UNKNOWN_CUSTOMER, field="customer")
            card = customers.living(tx, found)
            rows = tuple(statement_of(tx, customers.family(tx, card.id), first, last))
        return self._made(What.STATEMENT, first, last, rows, f"{card.code} {card.name}")

    def _made(
        self,
        what: What,
        first: date,
        last: date,
        rows: tuple[tuple[Value, ...], ...],
        subject: str = "",
    ) -> Report:
        desk = self._desk
        return Report(
            what=what,
            first=first,
            last=last,
            firm=desk.office.firm,
            currency=desk.office.currency,
            made_at=f"{desk.clock.now().astimezone(desk.office.zone):%Y-%m-%d %H:%M}",
            made_by=desk.person.name,
            subject=subject,
            rows=rows,
        )

    def write(
        self, report: Report, shape: str, file: Path, *, language: Language = Language.ZH
    ) -> Done[Written]:
        """Make the bytes of a report and hand them out; raises what `hand_out` raises."""
        desk = self._desk
        desk.allow(WRITE)
        refuse_taken_place(file, self._desk.paths.folder, field="out")
        data = desk.press.call(lambda: rendered(report, shape, language))
        return self.hand_out(report, shape, file, data)

    def hand_out(self, report: Report, shape: str, file: Path, data: bytes) -> Done[Written]:
        """Write what was rendered where nothing is; the log has its entry first.

        Raises `exists`, `inside_vault`, `file_not_found` for a folder that is not there,
        `disk_full`, `read_only`.
        """
        desk = self._desk
        desk.allow(WRITE)
        refuse_taken_place(file, self._desk.paths.folder, field="out")
        said = f"{report.what.value} {shape} {len(report.rows)}"
        with desk.act(WRITE) as act:
            act.close_entry(f"{WRITE} {said}")
        try:
            with translated("export"):
                write_private(file, data)
        except KnownError:
            with desk.act(WRITE) as act:
                act.close_entry(f"{FAILED} {said}")
            raise
        done = Written(what=report.what, shape=shape, file=file, rows=len(report.rows))
        return Done(value=done, changes=Changes.NOTHING)


def rendered(report: Report, shape: str, language: Language, progress: Progress = quiet) -> bytes:
    """Give the bytes of a report; sums of a table are numbers, its last row the totals.

    Raises `bad_value` (field `format`).
    """
    if shape not in SHAPES:
        raise KnownError(Code.BAD_VALUE, field="format", reason="unknown")
    translator = Translator.load(language)
    if shape == PDF:
        return report_pdf.render(report, language)
    header = [column_words(translator, column.name) for column in report.columns]

    def cell(at: int, value: Value) -> WrittenCell:
        column = report.columns[at]
        if column.kind == "fen" and isinstance(value, int):
            return Money(fen=value, currency=report.currency)
        return value_words(translator, column.name, value) if isinstance(value, str) else value

    rows = [[cell(at, value) for at, value in enumerate(row)] for row in report.rows]
    last: list[WrittenCell] = [cell(at, value) for at, value in enumerate(report.totals)]
    if last:
        last[0] = column_words(translator, "total")
    return write_table(Format(shape), header, [*rows, last], progress)


def _daily(tx: Transaction, first: date, last: date) -> _Rows:
    for day, count, cash, total in reports.rows(tx, reports.BY_DAY, first, last):
        taken, whole = _whole(cash), _whole(total)
        yield date.fromisoformat(str(day)), _whole(count), taken, whole - taken, whole


def _monthly(tx: Transaction, first: date, last: date) -> _Rows:
    days = list(_daily(tx, first, last))
    for month, among in groupby(days, key=lambda row: str(row[0])[:7]):
        found = list(among)
        sums = [sum(_whole(row[at]) for row in found) for at in range(1, 5)]
        yield month, *sums


def _plain(statement: str) -> Callable[[Transaction, date, date], _Rows]:
    def read(tx: Transaction, first: date, last: date) -> _Rows:
        for row in reports.rows(tx, statement, first, last):
            yield tuple(_shown(value) for value in row)

    return read


def _dated(statement: str, at: int) -> Callable[[Transaction, date, date], _Rows]:
    """Read rows whose column `at` is a day."""
    plain = _plain(statement)

    def read(tx: Transaction, first: date, last: date) -> _Rows:
        for row in plain(tx, first, last):
            day = date.fromisoformat(str(row[at]))
            yield *row[:at], day, *row[at + 1 :]

    return read


def _shown(value: object) -> Value:
    """Give a value; numbers of people that somebody wrote among free words are masked."""
    if isinstance(value, str):
        return masked_in(value)
    return value if isinstance(value, int) else None


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError("the book holds a whole number here")
    return value


_READ: dict[What, Callable[[Transaction, date, date], _Rows]] = {
    What.DAILY: _daily,
    What.MONTHLY: _monthly,
    What.BY_METHOD: _plain(reports.BY_METHOD),
    What.BY_CUSTOMER: _plain(reports.BY_CUSTOMER),
    What.BY_CLERK: _plain(reports.BY_CLERK),
    What.REGISTER: _dated(reports.REGISTER, 1),
    What.VOIDS: _dated(reports.VOIDS, 1),
    What.CUSTOMERS: _dated(reports.CUSTOMERS, 3),
}
