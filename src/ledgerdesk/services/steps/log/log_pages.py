"""Turn entries of the log into lines a person reads: who, what, when, old, new and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ledgerdesk.core.audit import Touched
from ledgerdesk.core.changes import FieldChange
from ledgerdesk.core.moments import stored
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.storage import audit, customers, log
from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.log import Logged, Window
from ledgerdesk.storage.proof import label

READ_AT_MOST = 20_000
"""Entries one page may read while it looks for rare ones."""
NAMED_AT_MOST = 4
# What a person looks for first among the rows that one entry names.
_ORDER = ("receipt", "customer", "staff", "setting", "series", "backup", "void", "print")


@dataclass(frozen=True, slots=True, kw_only=True)
class LogQuery:
    """Which entries are wanted; days are the office's, `row` is a (kind, public id).

    `noun` is the first part of an action, such as `receipts`. `before` is where the last page
    ended. Of a customer and of a receipt everything is found that hangs on them.
    """

    person: str | None = None
    noun: str | None = None
    first: date | None = None
    last: date | None = None
    row: tuple[str, str] | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRow:
    """A row that an entry names, called as a person does."""

    kind: str
    pub: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One entry: its number, the office's time, who (None: the recovery sheet), what, and where.

    `action` may carry arguments after its name; `i18n` says both. `rows` counts all rows named, of
    which `named` are those a person looks for. `known_to_owner`: an owner knew the key it was
    signed with, until its person chose a password of his own.
    """

    seq: int
    at: datetime
    person: str | None
    beside: str | None
    action: str
    named: tuple[NamedRow, ...]
    rows: int
    changes: tuple[FieldChange, ...]
    known_to_owner: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPage:
    """Lines newest first, and where the next page begins; None where the log ends.

    A page may hold fewer lines than asked, none even, and yet not be the last: a page reads a
    bounded part of the log.
    """

    lines: tuple[LogLine, ...]
    before: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One field of one record that changed, or without a field that something was done to it."""

    seq: int
    at: datetime
    person: str | None
    action: str
    field: str | None = None
    old: str | None = None
    new: str | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPage:
    """A record's history newest first, and where the next page begins."""

    lines: tuple[HistoryLine, ...]
    before: int | None


def log_page(desk: Desk, tx: Transaction, query: LogQuery, *, limit: int) -> LogPage:
    """Read one page of the log."""
    found, before = _entries(desk, tx, query, limit=limit)
    names = log.everybody_ever(tx)
    return LogPage(lines=tuple(_line(desk, tx, one, names) for one in found), before=before)


def history_page(
    desk: Desk, tx: Transaction, row: tuple[str, str], *, before: int | None, limit: int
) -> HistoryPage:
    """Read one page of a record's history: what changed in it, and what was done to it."""
    found, following = _entries(desk, tx, LogQuery(row=row, before=before), limit=limit)
    names = log.everybody_ever(tx)
    rows = _with_merged(tx, row)
    lines = [line for one in found for line in _history(desk, tx, one, rows, names)]
    return HistoryPage(lines=tuple(lines), before=following)


def _entries(
    desk: Desk, tx: Transaction, query: LogQuery, *, limit: int
) -> tuple[list[Logged], int | None]:
    end = audit.head(tx).seq
    first = 1 if query.first is None else _first_of(desk, tx, query.first, end)
    top = end + 1
    if query.last is not None:
        top = _first_of(desk, tx, query.last + timedelta(days=1), end)
    if query.before is not None:
        top = min(top, query.before)
    # Of one record the entries are found by the index: there is no reason to stop half-way.
    since = first if query.row is not None else max(first, top - READ_AT_MOST)
    window = Window(before=top, since=since, person=query.person, noun=query.noun)
    found = log.page(tx, window, limit=limit, row=query.row)
    if len(found) == limit:
        since = found[-1].seq
    return found, since if since > first else None


def _first_of(desk: Desk, tx: Transaction, day: date, end: int) -> int:
    midnight = datetime.combine(day, time(), tzinfo=desk.office.zone)
    return log.first_since(tx, stored(midnight), end=end)


def _line(desk: Desk, tx: Transaction, one: Logged, names: dict[str, str]) -> LogLine:
    return LogLine(
        seq=one.seq,
        at=desk.local_time(one.body.at),
        person=names.get(one.body.user),
        beside=None if one.beside is None else names.get(one.beside),
        action=one.body.action,
        named=_named(tx, one.body.rows, names),
        rows=len(one.body.rows),
        changes=tuple(log.changes_under(tx, one.seq)),
        known_to_owner=one.known_to_owner,
    )


def _named(
    tx: Transaction, rows: tuple[Touched, ...], names: dict[str, str]
) -> tuple[NamedRow, ...]:
    """Call the rows that matter most by their numbers, each number once; ids are no names."""
    order = {kind: place for place, kind in enumerate(_ORDER)}
    found: dict[str, NamedRow] = {}
    for row in sorted(rows, key=lambda row: order.get(row.kind, len(order))):
        if len(found) == NAMED_AT_MOST:
            break
        said = names.get(row.pub) or label(tx, row.kind, row.pub)
        if said != row.pub:
            found.setdefault(said, NamedRow(kind=row.kind, pub=row.pub, label=said))
    return tuple(found.values())


def _with_merged(tx: Transaction, row: tuple[str, str]) -> set[tuple[str, str]]:
    """Add to a customer the cards merged into his: their history is his."""
    kind, pub = row
    card = customers.by_pub(tx, pub) if kind == "customer" else None
    cards = {} if card is None else customers.family(tx, card.id)
    return {row, *((kind, each) for each in cards.values())}


def _history(
    desk: Desk, tx: Transaction, one: Logged, rows: set[tuple[str, str]], names: dict[str, str]
) -> Iterator[HistoryLine]:
    at, person = desk.local_time(one.body.at), names.get(one.body.user)
    under = log.changes_under(tx, one.seq)
    of_row = [change for change in under if (change.kind, change.pub) in rows]
    for change in of_row:
        yield HistoryLine(
            seq=one.seq,
            at=at,
            person=person,
            action=one.body.action,
            field=change.field,
            old=change.old,
            new=change.new,
            why=change.why,
        )
    if not of_row and any((named.kind, named.pub) in rows for named in one.body.rows):
        yield HistoryLine(seq=one.seq, at=at, person=person, action=one.body.action)
