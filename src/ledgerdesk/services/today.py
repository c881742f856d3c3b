"""What stands on the desk while it works: who, for which office, the next number, the takings."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ledgerdesk.core.business_day import business_day
from ledgerdesk.core.catalogue import Service, begins_with
from ledgerdesk.core.identity import masked_in
from ledgerdesk.core.notes import NoteKind
from ledgerdesk.core.receipts import period_of, shown_number
from ledgerdesk.core.staff import Person
from ledgerdesk.core.transactions import Method
from ledgerdesk.services.steps.desk import Desk, Office
from ledgerdesk.services.steps.matching import fits
from ledgerdesk.services.steps.vaults.confirming import Waiting, waiting
from ledgerdesk.storage import catalogue, customers, glances, series, settling
from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.glances import Taking, UsedLine
from ledgerdesk.storage.receipts import last_closed_day

__all__ = [
    "LastTime",
    "Matters",
    "Standing",
    "Taken",
    "Taking",
    "Takings",
    "Today",
    "UsedLine",
    "Waiting",
]

REMEMBERED_TRADES = 400
OFFERED_LINES = 6
WAITING_DAYS = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One payment of the day; the moment in the office's zone."""

    at: datetime
    taking: Taking


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The head of the desk: office, person, calendar day, and the number a receipt would get.

    `waiting` are the series whose last printed number nobody told since a restore; the next
    number is empty where the office's own one is among them.
    """

    office: Office
    person: Person
    today: date
    next_number: str
    waiting: tuple[Waiting, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Takings:
    """A business day's payments, newest first, and its sums by method in 分; void ones not counted.

    `counts` says how many payments used a method.
    """

    day: date
    taken: tuple[Taken, ...]
    sums: dict[Method, int]
    counts: dict[Method, int]

    @property
    def total_fen(self) -> int:
        """Sum everything that counts."""
        return sum(self.sums.values())

    @property
    def counted(self) -> int:
        """Count the payments that are not void."""
        return sum(not one.taking.is_void for one in self.taken)


@dataclass(frozen=True, slots=True, kw_only=True)
class WithoutReceipt:
    """A trade that was saved and waits for its receipt; the moment in the office's zone."""

    payment_pub: str
    at: datetime
    amount_fen: int
    customer: str
    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LastTime:
    """A customer's newest trade: its own day, when it was entered (office time), sum, lines.

    The sum is in 分. A trade of an imported table was entered long after its day.
    """

    day: date
    at: datetime
    total_fen: int
    lines: tuple[UsedLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matters:
    """What is to be known of a customer: what he owes, what lies here, what he said; sums in 分.

    `remark` is the newest one on him, what he prefers; the complaint is the newest one too.
    """

    owed_fen: int = 0
    deposit_fen: int = 0
    remark: str = ""
    complaint: str = ""
    complained_at: datetime | None = None


class Today:
    """What a clerk sees without asking."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def standing(self) -> Standing:
        """Tell office, person, day and the next number, which is drawn only at issue."""
        desk = self._desk
        desk.allow("receipts.list")
        today = desk.local_date(desk.clock.now())
        with desk.database.read() as tx:
            line = series.by_code(tx, desk.office.series)
            period = period_of(today, line.reset)
            last = next(
                (
                    counter.last_seq
                    for counter in series.counters(tx)
                    if counter.series_id == line.id and counter.period == period
                ),
                0,
            )
            unsettled = waiting(tx)
        is_known = line.code not in {one.code for one in unsettled}
        return Standing(
            office=desk.office,
            person=desk.person,
            today=today,
            next_number=shown_number(line.pattern, today, last + 1) if is_known else "",
            waiting=unsettled,
        )

    def takings(self) -> Takings:
        """List and sum the payments of the business day that is open."""
        desk = self._desk
        desk.allow("receipts.list")
        today = desk.local_date(desk.clock.now())
        with desk.database.read() as tx:
            day = business_day(today, last_closed_day(tx))
            found = glances.takings_of(tx, day)
        sums: Counter[Method] = Counter()
        counts: Counter[Method] = Counter()
        for taking in found:
            if taking.is_void:
                continue
            for part in taking.parts:
                sums[part.method] += part.amount_fen
                counts[part.method] += 1
        taken = tuple(Taken(at=desk.local_time(one.received_at), taking=one) for one in found)
        return Takings(day=day, taken=taken, sums=dict(sums), counts=dict(counts))

    def without_receipt(self, customer_pub: str | None = None) -> tuple[WithoutReceipt, ...]:
        """List the trades that wait for a receipt: a customer's, or everybody's of a week."""
        desk = self._desk
        desk.allow("receipts.list")
        today = desk.local_date(desk.clock.now())
        with desk.database.read() as tx:
            found = (
                glances.without_receipt(tx, today - WAITING_DAYS, today)
                if customer_pub is None
                else glances.without_receipt_of(tx, cards_of(tx, customer_pub))
            )
        return tuple(
            WithoutReceipt(
                payment_pub=one.payment_pub,
                at=desk.local_time(one.at),
                amount_fen=one.amount_fen,
                customer=one.customer,
                item=one.item,
            )
            for one in found
        )

    def last_time(self, customer_pub: str) -> LastTime | None:
        """Tell a customer's newest trade, or None for one who never traded."""
        self._desk.allow("customers.find")
        with self._desk.database.read() as tx:
            found = glances.last_of_customer(tx, cards_of(tx, customer_pub))
            lines = [] if found is None else glances.lines_of_customer(tx, found[3])
        if found is None:
            return None
        day, moment, total, _ = found
        return LastTime(
            day=date.fromisoformat(day),
            at=self._desk.local_time(moment),
            total_fen=total,
            lines=tuple(lines),
        )

    def matters(self, customer_pub: str) -> Matters:
        """Tell what somebody who serves a customer should know before he begins."""
        self._desk.allow("customers.find")
        with self._desk.database.read() as tx:
            found = customers.by_pub(tx, customer_pub)
            if found is None:
                return Matters()
            card = customers.living(tx, found)
            family = customers.family(tx, card.id)
            complaint = glances.last_note(tx, family, NoteKind.COMPLAINT.value)
            remark = glances.last_note(tx, family, NoteKind.REMARK.value)
            return Matters(
                owed_fen=settling.owed_by(tx, family),
                deposit_fen=sum(settling.deposits(tx, family).values()),
                remark="" if remark is None else masked_in(remark[1]),
                complaint="" if complaint is None else masked_in(complaint[1]),
                complained_at=None if complaint is None else self._desk.local_time(complaint[0]),
            )

    def lines_like(self, text: str, *, customer_pub: str | None = None) -> list[UsedLine]:
        """Offer lines that were written before, this customer's own first.

        They answer to characters, pinyin and initials; with no text the latest are offered. What
        the catalogue has under that code or mnemonic comes first, what it has of that name last.
        """
        self._desk.allow("customers.find")
        with self._desk.database.read() as tx:
            last = glances.last_of_customer(tx, cards_of(tx, customer_pub or ""))
            own = [] if last is None else glances.lines_of_customer(tx, last[3])
            lately = glances.latest_lines(tx, REMEMBERED_TRADES)
            listed = [one for one in catalogue.services(tx) if not one.is_retired]
        merged = {line.item: line for line in reversed([*own, *lately])}
        ordered = [merged[item] for item in dict.fromkeys(line.item for line in [*own, *lately])]
        fitting = [line for line in ordered if fits(line.item, text)]
        coded = [_begun(one) for one in listed if begins_with(one, text)]
        named = [_begun(one) for one in listed if text.strip() and fits(one.name, text)]
        offered = {line.item: line for line in reversed([*coded, *fitting, *named])}
        order = dict.fromkeys(line.item for line in [*coded, *fitting, *named])
        return [offered[item] for item in order][:OFFERED_LINES]


def _begun(service: Service) -> UsedLine:
    return UsedLine(
        item=service.name,
        unit=service.unit,
        price_fen=service.price_fen,
        amount_fen=service.price_fen or 0,
        is_listed=True,
    )


def cards_of(tx: Transaction, customer_pub: str) -> tuple[str, ...]:
    """List the public ids of a customer's cards: his own, and those merged into it."""
    found = customers.by_pub(tx, customer_pub)
    return () if found is None else tuple(customers.family(tx, found.id).values())
