"""Close business days, look at them, print their slips, and in rare cases open one again."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from ledgerdesk.core.changes import Changes, Done, FieldChange
from ledgerdesk.core.control import Line
from ledgerdesk.core.days import (
    MAX_REASON_CHARACTERS,
    Count,
    Sheet,
    first_open_day,
    frozen,
    refuse_impossible,
    refuse_unsettled,
    sheet_of,
    thawed,
)
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.periods import Period, PeriodSheet, PeriodState
from ledgerdesk.core.periods import frozen as frozen_period
from ledgerdesk.core.problems import Problem, refuse_red
from ledgerdesk.core.staff import Role
from ledgerdesk.core.texts import clean
from ledgerdesk.documents.day_slip import Slip, render
from ledgerdesk.i18n.translator import Language
from ledgerdesk.runtime.files import write_whole
from ledgerdesk.services.steps.days.controlling import control_of
from ledgerdesk.services.steps.days.day_sheets import DayView, left_before, record_of, view_of
from ledgerdesk.services.steps.days.period_sheets import (
    listed_periods,
    refuse_unfinished,
    sheet_now,
)
from ledgerdesk.services.steps.days.period_sheets import sheet_of as period_sheet
from ledgerdesk.services.steps.desk import Act, Desk
from ledgerdesk.services.steps.pdf_place import refuse_pdf_place
from ledgerdesk.services.steps.receipts.assuming import assume_printed
from ledgerdesk.storage import days, periods
from ledgerdesk.storage.failures import translated

__all__ = ["Close", "Count", "DayView", "Days", "Slip", "render"]

CLOSES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """A close in the list of closes; moments in the office's zone, None where it stands."""

    sheet: Sheet
    closed_at: datetime
    reopened_why: str | None
    reopened_at: datetime | None
    reopened_by: str | None


class Days:
    """What is done at the end of a day."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def show(self, day: date | None = None) -> DayView:
        """Look at a business day, today's without one: the frozen sheet once it is closed."""
        desk = self._desk
        desk.allow("days.show")
        with desk.database.read() as tx:
            return view_of(desk, tx, day or desk.local_date(desk.clock.now()))

    def control(self) -> tuple[Line, ...]:
        """Look at the whole desk (每日核对): numbers, receipts, till, reviews, prints, backup."""
        self._desk.allow("days.show")
        with self._desk.database.read() as tx:
            return control_of(self._desk, tx)

    def slip(self, day: date) -> Slip:
        """Give what the press draws of a closed day: its frozen sheet, and its entry in the log."""
        view = self.show(day)
        if view.head is None or view.closed_at is None:
            raise KnownError(Code.BAD_VALUE, field="date", reason="not_closed")
        return Slip(
            sheet=view.sheet,
            head=view.head,
            closed_at=f"{view.closed_at:%Y-%m-%d %H:%M}",
            language=Language(self._desk.office.language),
        )

    def write_slip(self, day: date, target: Path) -> Path:
        """Write the slip of a closed day as a PDF, over nothing but another PDF."""
        slip = self.slip(day)
        refuse_pdf_place(target, self._desk.paths.folder)
        data = self._desk.press.call(lambda: render(slip))
        with translated("pdf"):
            write_whole(target, data)
        return target

    def closes(self, limit: int = CLOSES) -> tuple[Close, ...]:
        """List the latest closes, newest day first, those taken back among them."""
        desk = self._desk
        desk.allow("days.show")
        with desk.database.read() as tx:
            found = days.latest(tx, limit)
        return tuple(
            Close(
                sheet=thawed(one.sheet),
                closed_at=desk.local_time(one.closed_at),
                reopened_why=one.reopened_why,
                reopened_at=None if one.reopened_at is None else desk.local_time(one.reopened_at),
                reopened_by=one.reopened_by,
            )
            for one in found
        )

    def periods(self) -> tuple[PeriodState, ...]:
        """List months and years, latest first, closed ones with what was frozen."""
        self._desk.allow("days.show")
        with self._desk.database.read() as tx:
            return tuple(listed_periods(self._desk, tx))

    def period(self, period: Period) -> PeriodSheet:
        """Look at a month or a year: as it was frozen, or as it stands now."""
        self._desk.allow("days.show")
        with self._desk.database.read() as tx:
            return period_sheet(self._desk, tx, period)

    def close_period(self, period: Period) -> Done[PeriodSheet]:
        """Close a month or a year for good: its sums are frozen, nothing is dated into it any more.

        A mistake found later is put right by a reversal dated today. Raises `bad_value` (field
        `period`) for one that is closed, not over, or has a business day that nobody closed.
        """
        desk = self._desk
        with desk.act("days.close_period") as act:
            refuse_unfinished(desk, act.tx, period)
            sheet = replace(
                sheet_now(desk, act.tx, period), closed_at=act.at, closed_by=desk.person.name
            )
            origin = act.origin()
            frozen_sheet = frozen_period(sheet)
            span = (period.first, period.last)
            periods.insert(act.tx, period.name, span, frozen_sheet, origin)
            act.inserted("period_close", origin.pub)
            act.note_change(
                FieldChange(
                    kind="period_close", pub=origin.pub, field="period", old=None, new=period.name
                )
            )
            act.close_entry("days.close_period")
        return Done(value=sheet, changes=Changes.DAYS)

    def close(self, count: Count, day: date | None = None, *, reason: str = "") -> Done[DayView]:
        """Close a business day and every earlier one that is open, for good.

        Raises `needs_answer` for a difference without a reason, `day_closed` for a day that is
        closed, `bad_value` for a day to come and for what cannot have been counted.
        """
        desk = self._desk
        reason = clean(reason, field="reason", max_length=MAX_REASON_CHARACTERS)
        refuse_impossible(count)
        with desk.act("days.close") as act:
            closing = day or act.today
            _refuse_day(act, closing)
            if act.clock_runs_ahead() and desk.person.role is not Role.OWNER:
                refuse_red([Problem.red("date", "clock_ahead")])
            assume_printed(act)
            sheet = _settled(act, closing, count, reason)
            origin = act.origin()
            days.insert(act.tx, closing, frozen(sheet), origin)
            act.inserted("day_close", origin.pub)
            act.note_change(_noted(origin.pub, None, closing.isoformat(), reason or None))
            act.close_entry("days.close")
            view = view_of(desk, act.tx, closing)
        return Done(value=view, changes=Changes.DAYS | Changes.PRINTS)

    def reopen(self, day: date, *, reason: str) -> Done[DayView]:
        """Take the last close back, so that its day may be corrected and closed once more.

        The close stays in the book beside its reopening. Raises `bad_value` for a day that is not
        closed, for one after which another was closed, and for one in a closed month.
        """
        reason = clean(reason, field="reason", max_length=MAX_REASON_CHARACTERS)
        if not reason:
            raise KnownError(Code.BAD_VALUE, field="reason", reason="required")
        with self._desk.act("days.reopen") as act:
            closed = days.standing_from(act.tx, day)
            if closed is None or closed.business_day != day:
                raise KnownError(Code.BAD_VALUE, field="date", reason="not_closed")
            later = days.standing_from(act.tx, day + timedelta(days=1))
            if later is not None:
                raise KnownError(
                    Code.BAD_VALUE,
                    field="date",
                    reason="later_closed",
                    day=later.business_day.isoformat(),
                )
            locked = periods.locked_until(act.tx)
            if locked is not None and day <= locked:
                raise KnownError(Code.BAD_VALUE, field="date", reason="period_closed")
            origin = act.origin()
            days.insert_reopening(act.tx, closed.id, reason, origin)
            act.inserted("day_reopening", origin.pub)
            act.note_change(_noted(closed.pub, day.isoformat(), None, reason))
            act.close_entry("days.reopen")
            view = view_of(self._desk, act.tx, day)
        return Done(value=view, changes=Changes.DAYS)


def _refuse_day(act: Act, day: date) -> None:
    if day > act.today:
        raise KnownError(Code.BAD_VALUE, field="date", reason="in_the_future")
    last = act.last_closed_day()
    if last is not None and day <= last:
        following = max(act.today, last + timedelta(days=1))
        raise KnownError(
            Code.DAY_CLOSED, field="date", day=day.isoformat(), following=following.isoformat()
        )


def _settled(act: Act, day: date, count: Count, reason: str) -> Sheet:
    first = first_open_day(day, act.last_closed_day())
    carried = left_before(act.tx, first)
    if carried is not None and count.float_fen not in {None, carried}:
        raise KnownError(Code.BAD_VALUE, field="float", reason="carried")
    sheet = sheet_of(
        record_of(act.tx, first, day),
        count,
        firm=act.desk.office.firm,
        float_fen=(count.float_fen or 0) if carried is None else carried,
        reason=reason,
    )
    refuse_unsettled(sheet)
    return replace(sheet, closed_at=act.at, closed_by=act.desk.person.name)


def _noted(pub: str, old: str | None, new: str | None, why: str | None) -> FieldChange:
    return FieldChange(kind="day_close", pub=pub, field="business_day", old=old, new=new, why=why)
