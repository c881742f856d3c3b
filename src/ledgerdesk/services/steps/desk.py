"""The unlocked desk: book, person, clock and office, and the one way to change the book."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from ledgerdesk.core.audit import Author, Cosigner, Head, Touched
from ledgerdesk.core.business_day import clock_runs_ahead
from ledgerdesk.core.changes import FieldChange
from ledgerdesk.core.moments import restored, stored
from ledgerdesk.core.proofreading import Proofing
from ledgerdesk.core.reviews import Rules
from ledgerdesk.core.staff import Person, authorise
from ledgerdesk.core.templates import Template
from ledgerdesk.runtime.chance import Chance
from ledgerdesk.runtime.clock import Clock
from ledgerdesk.runtime.lanes import Lane
from ledgerdesk.runtime.paths import VaultPaths
from ledgerdesk.services.steps.key_drawer import KeyDrawer
from ledgerdesk.services.steps.marks import Marks
from ledgerdesk.storage import audit, covered
from ledgerdesk.storage.database import Database, Transaction
from ledgerdesk.storage.origin import Origin
from ledgerdesk.storage.periods import locked_until
from ledgerdesk.storage.receipts import last_closed_day, last_issued_at
from ledgerdesk.storage.written import Written
from ledgerdesk.vault.session import Unlocked


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The office as its settings have it; names are those printed on receipts.

    In a practice book every receipt says that it is none. With `payer_id` receipts show the payer's
    ID number, masked.
    """

    firm: str
    zone: ZoneInfo
    currency: str
    language: str = "zh_CN"
    accountant: str = ""
    cashier: str = ""
    series: str = "SJ"
    practice: bool = False
    payer_id: bool = False
    idle_minutes: int = 10
    reviews: Rules = field(default_factory=Rules)
    proofing: Proofing = field(default_factory=Proofing)


class Act:
    """One mutating use case under way: its transaction, its moment and the rows it touches.

    Rows that were inserted or changed are named here; `close_entry` writes the audit entry that
    vouches for them. Leaving the act with rows that no entry names is a bug.
    """

    def __init__(self, desk: "Desk", tx: Transaction, moment: datetime) -> None:
        self.desk = desk
        self.tx = tx
        self.moment = moment
        self.at = stored(moment)
        self.today = desk.local_date(moment)
        self.head: Head | None = None
        self.numbers: dict[str, int] = {}
        self.cosigner: Cosigner | None = None
        self._last_closed: tuple[date | None] | None = None
        self._touched: list[Touched] = []
        self._changes: list[FieldChange] = []

    def origin(self) -> Origin:
        """Draw the id and salt of a new row, with this act's moment and person."""
        chance = self.desk.chance
        staff_id = self.desk.author.staff_id
        return Origin(pub=chance.pub(), salt=chance.salt(), at=self.at, staff_id=staff_id)

    def inserted(self, kind: str, pub: str) -> None:
        """Name a row that was inserted."""
        self._touched.append(covered.inserted(self.tx, kind, pub))

    def wrote(self, written: Written) -> None:
        """Name a row by what its insert gave back."""
        self._touched.append(written.touched)

    @contextmanager
    def changing(self, kind: str, pub: str) -> Iterator[None]:
        """Name a row that the block changes, with its digest before and after."""
        before = covered.digest(self.tx, kind, pub)
        yield
        self._touched.append(covered.changed(self.tx, kind, pub, before))

    def note_change(self, change: FieldChange) -> None:
        """Remember a line of readable history for the entry to come."""
        self._changes.append(change)

    def close_entry(self, action: str, *, cosigner: Cosigner | None = None) -> Head:
        """Write the signed entry that names every row touched since the last one.

        A cosigner (see `cosigning`) signs the same link beside this person; so does whoever stands
        by the whole act.
        """
        head = audit.append(
            self.tx,
            at=self.at,
            author=self.desk.author,
            action=action,
            touched=each_once(self._touched),
            cosigner=cosigner or self.cosigner,
            after=self.head or self._before[0],
        )
        for change in self._changes:
            audit.note_change(self.tx, head.seq, change)
        self._touched, self._changes = [], []
        self.head = head
        return head

    @cached_property
    def _before(self) -> tuple[Head, str | None]:
        """The last link before this act, and its moment: first asked for before any entry."""
        return audit.newest(self.tx)

    def last_closed_day(self) -> date | None:
        """Tell the latest closed business day, read once an act: no act both closes and sells."""
        if self._last_closed is None:
            self._last_closed = (last_closed_day(self.tx),)
        return self._last_closed[0]

    @cached_property
    def locked_until(self) -> date | None:
        """Tell up to which day months and years are closed for good."""
        return locked_until(self.tx)

    def clock_runs_ahead(self) -> bool:
        """Judge the clock by the last entry before this act and the last receipt.

        An act's own first entry would vouch for any clock, and so would another entry made while
        the clock was back: hence the receipt. Raises `clock_back`.
        """
        moments = (self._before[1], last_issued_at(self.tx))
        last = max((moment for moment in moments if moment is not None), default=None)
        return clock_runs_ahead(self.moment, None if last is None else restored(last))

    def assert_vouched(self) -> None:
        """Refuse to commit rows that no entry names."""
        if self._touched or self._changes or self.head is None:
            raise RuntimeError("a change without its audit entry")


def each_once(touched: Iterable[Touched]) -> list[Touched]:
    """Name a row that was touched twice once: as it was before the first, after the last."""
    found: dict[tuple[str, str], Touched] = {}
    for row in touched:
        first = found.get((row.kind, row.pub))
        found[row.kind, row.pub] = row if first is None else replace(row, before=first.before)
    return list(found.values())


@dataclass(slots=True, kw_only=True)
class Desk:
    """What every use case works with; it belongs to the owner lane and to one session."""

    database: Database
    clock: Clock
    chance: Chance
    person: Person
    author: Author
    office: Office
    marks: Marks
    paths: VaultPaths
    unlocked: Unlocked
    drawer: KeyDrawer
    press: Lane
    opening_findings: tuple[str, ...] = field(default=())
    forms: dict[int | None, tuple[int | None, Template]] = field(default_factory=dict)
    """The receipts' forms in force, by series; emptied when one is kept."""

    def local_date(self, moment: datetime) -> date:
        """Tell the calendar day of a moment in the office's zone."""
        return moment.astimezone(self.office.zone).date()

    def local_time(self, stored_moment: str) -> datetime:
        """Turn a stored UTC moment into the office's wall clock."""
        return restored(stored_moment).astimezone(self.office.zone)

    def allow(self, action: str, *, of: int | None = None) -> None:
        """Refuse what this person may not do with a thing of a member of staff."""
        authorise(self.person, action, of=of)

    @contextmanager
    def act(self, action: str, *, of: int | None = None) -> Iterator[Act]:
        """Run one mutating use case: authorised, in one transaction, vouched for, or nothing."""
        self.allow(action, of=of)
        with self.upkeep() as act:
            yield act

    @contextmanager
    def upkeep(self) -> Iterator[Act]:
        """Run a change the program itself owes, in this person's name and with its entry."""
        with self.database.write() as tx:
            act = Act(self, tx, self.clock.now())
            yield act
            act.assert_vouched()
        if act.head is not None:
            self.marks.passed(act.head, act.numbers)
