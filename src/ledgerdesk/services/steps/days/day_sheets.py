"""Inside a transaction: read what happened in a run of business days, and what the till held."""

from dataclasses import dataclass
from datetime import date, datetime

from ledgerdesk.core.audit import Head
from ledgerdesk.core.days import Count, Numbers, Record, Sheet, first_open_day, sheet_of, thawed
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.services.steps.receipts.numbers import gaps_among
from ledgerdesk.storage import audit, days
from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.days import StoredClose
from ledgerdesk.storage.receipts import last_closed_day


@dataclass(frozen=True, slots=True, kw_only=True)
class DayView:
    """A business day as it stands: its sheet, and whether it is locked.

    `day` is the day that was asked for; a forgotten one is on the sheet it was closed with. `head`
    is the close's own entry in the log, `closed_at` its moment in the office's zone. The receipts
    `issued_after_close` have the sheet's date and count in a later business day. `is_first`: no
    close before it left a float.
    """

    day: date
    sheet: Sheet
    is_locked: bool
    is_first: bool = False
    issued_after_close: tuple[str, ...] = ()
    head: Head | None = None
    closed_at: datetime | None = None


def view_of(desk: Desk, tx: Transaction, day: date) -> DayView:
    """Look at a day: its frozen sheet once it is closed, else what stands in the book now."""
    closed = days.standing_from(tx, day)
    if closed is None:
        first = first_open_day(day, last_closed_day(tx))
        sheet = _open_sheet(desk, tx, first, day)
        is_first = left_before(tx, first) is None
        return DayView(day=day, sheet=sheet, is_locked=False, is_first=is_first)
    sheet = thawed(closed.sheet)
    if day < sheet.record.first_day:  # before the first close of all, so in no sheet
        return DayView(day=day, sheet=_open_sheet(desk, tx, day, day), is_locked=True)
    return DayView(
        day=day,
        sheet=sheet,
        is_locked=True,
        issued_after_close=days.after_close(tx, sheet.business_day),
        head=audit.link_that_made(tx, "day_close", closed.pub),
        closed_at=desk.local_time(closed.closed_at),
    )


def record_of(tx: Transaction, first: date, last: date) -> Record:
    """Read what a run of business days took in, and what became of its numbers."""
    used = list(days.used(tx, first, last))
    missing, explained = gaps_among(tx, used)
    voids = days.voids(tx, first, last)
    previous = days.standing_before(tx, first)
    return Record(
        first_day=first,
        business_day=last,
        days=days.days(tx, first, last),
        taken=days.taken(tx, first, last),
        numbers=Numbers(
            first=used[0].number if used else None,
            last=used[-1].number if used else None,
            issued=len(used),
            voided=tuple(void.number for void in voids),
            missing=missing,
            explained=explained,
        ),
        voids=voids,
        reprints=days.reprints(
            tx, first, last, since="" if previous is None else previous.closed_at
        ),
        without_receipt=days.without_receipt(tx, first, last),
    )


def left_before(tx: Transaction, first: date) -> int | None:
    """Tell what the close before a day left in the till, in 分; None before the first close."""
    previous: StoredClose | None = days.standing_before(tx, first)
    return None if previous is None else thawed(previous.sheet).left_fen


def _open_sheet(desk: Desk, tx: Transaction, first: date, last: date) -> Sheet:
    return sheet_of(
        record_of(tx, first, last),
        Count(),
        firm=desk.office.firm,
        float_fen=left_before(tx, first) or 0,
    )
