"""Series of numbers: list them, begin another one, retire one, account for a run of numbers."""

from dataclasses import replace
from datetime import date

from ledgerdesk.core.changes import Changes, Done, FieldChange
from ledgerdesk.core.continuity import Gap
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.receipts import period_of, read_number, shown_number
from ledgerdesk.core.series import (
    MAX_TITLE_CHARACTERS,
    Continuity,
    SeriesDraft,
    SeriesLine,
    left_of,
    refuse_wrong,
)
from ledgerdesk.core.texts import clean
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.services.steps.receipts.numbers import account_for
from ledgerdesk.storage import days, series
from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.series import Counter, StoredSeries

LOOK, CHANGE = "series.look", "series.change"


class SeriesBook:
    """What an office keeps as series of numbers."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def every(self) -> tuple[SeriesLine, ...]:
        """List every series, retired ones among them."""
        self._desk.allow(LOOK)
        today = self._desk.local_date(self._desk.clock.now())
        with self._desk.database.read() as tx:
            counters = series.counters(tx)
            return tuple(self._line(one, counters, today) for one in series.every(tx))

    def add(self, draft: SeriesDraft) -> Done[SeriesLine]:
        """Begin a series; its first number is drawn with its first receipt.

        Raises `exists` for a code that is used, `bad_value` with the field at fault.
        """
        title = clean(draft.title, field="title", max_length=MAX_TITLE_CHARACTERS)
        draft = replace(draft, title=title)
        with self._desk.act(CHANGE) as act:
            known = series.every(act.tx)
            if any(one.code == draft.code for one in known):
                raise KnownError(Code.EXISTS, part="series", field="code")
            refuse_wrong(draft, [one.pattern for one in known])
            made, counter = act.origin(), act.origin()
            new = series.NewSeries(
                pub=made.pub,
                code=draft.code,
                title=draft.title,
                pattern=draft.pattern,
                reset=draft.reset,
            )
            row_id = series.insert(act.tx, new, made.salt)
            series.begin_period(
                act.tx,
                pub=counter.pub,
                salt=counter.salt,
                series_id=row_id,
                period=period_of(act.today, draft.reset),
                first=draft.first_number,
                branch=self._desk.author.branch_id,
            )
            act.inserted("series", made.pub)
            act.inserted("series_counter", counter.pub)
            act.close_entry("series.add")
            line = self._found(act.tx, draft.code, act.today)
        return Done(value=line, changes=Changes.SETTINGS)

    def change(
        self, code: str, *, title: str | None = None, active: bool | None = None
    ) -> Done[SeriesLine]:
        """Give a series another title, retire it or take it up again; numbers stay as they are.

        Raises `bad_value` (field `series`) for an unknown one, (field `active`) for the series the
        office issues from.
        """
        with self._desk.act(CHANGE) as act:
            known = _known(act.tx, code)
            name = known.title if title is None else title
            name = clean(name, field="title", max_length=MAX_TITLE_CHARACTERS)
            if not name:
                raise KnownError(Code.BAD_VALUE, field="title", reason="required")
            is_active = known.is_active if active is None else active
            if not is_active and code == self._desk.office.series:
                raise KnownError(Code.BAD_VALUE, field="active", reason="series_in_use")
            if (name, is_active) != (known.title, known.is_active):
                with act.changing("series", known.pub):
                    series.change(act.tx, known.pub, title=name, active=is_active)
                for field, old, new in (
                    ("title", known.title, name),
                    ("active", str(known.is_active), str(is_active)),
                ):
                    if old != new:
                        act.note_change(
                            FieldChange(kind="series", pub=known.pub, field=field, old=old, new=new)
                        )
            act.close_entry("series.change")
            line = self._found(act.tx, code, act.today)
        return Done(value=line, changes=Changes.SETTINGS)

    def continuity(
        self, code: str | None = None, first: str | None = None, last: str | None = None
    ) -> Continuity:
        """Account for a run of numbers of one series: issued, voided, missing, explained.

        `first` and `last` are numbers as printed, or sequences of the period that runs; without
        them it is the whole period. Raises `bad_value` with the field at fault.
        """
        desk = self._desk
        desk.allow(LOOK)
        today = desk.local_date(desk.clock.now())
        with desk.database.read() as tx:
            known = _known(tx, code or desk.office.series)
            low, high = _read(known, first, "from", today), _read(known, last, "to", today)
            period = (low or high or (period_of(today, known.reset), 0))[0]
            if low and high and low[0] != high[0]:
                raise KnownError(Code.BAD_VALUE, field="to", reason="other_period")
            counter = _counter(tx, known, period)
            run = Gap(
                series_id=known.id,
                period=period,
                first=counter.first_seq if low is None else low[1],
                last=counter.last_seq if high is None else high[1],
            )
            if run.last < run.first and (low or high):
                raise KnownError(Code.BAD_VALUE, field="to", reason="before_from")
            return _accounted(tx, known, run)

    def _line(self, one: StoredSeries, counters: list[Counter], today: date) -> SeriesLine:
        period = period_of(today, one.reset)
        mine = [c for c in counters if c.series_id == one.id]
        now = next((c for c in mine if c.period == period), None)
        last = 0 if now is None else now.last_seq
        is_known = all(c.confirmed for c in mine)
        return SeriesLine(
            code=one.code,
            title=one.title,
            pattern=one.pattern,
            reset=one.reset,
            is_active=one.is_active,
            is_default=one.code == self._desk.office.series,
            next_number=shown_number(one.pattern, today, last + 1) if is_known else "",
            left=left_of(one.pattern, last),
        )

    def _found(self, tx: Transaction, code: str, today: date) -> SeriesLine:
        return self._line(_known(tx, code), series.counters(tx), today)


def _known(tx: Transaction, code: str) -> StoredSeries:
    found = next((one for one in series.every(tx) if one.code == code), None)
    if found is None:
        raise KnownError(Code.BAD_VALUE, field="series", reason="number_series")
    return found


def _read(known: StoredSeries, text: str | None, field: str, today: date) -> tuple[str, int] | None:
    """Read a number as printed, or a bare sequence of the period that runs."""
    if text is None:
        return None
    plain = text.strip()
    if plain.isascii() and plain.isdigit() and int(plain) > 0:
        return period_of(today, known.reset), int(plain)
    found = read_number(known.pattern, plain)
    if found is None:
        raise KnownError(Code.BAD_VALUE, field=field, reason="number_pattern")
    return period_of(found[0], known.reset), found[1]


def _counter(tx: Transaction, known: StoredSeries, period: str) -> Counter:
    for one in series.counters(tx):
        if (one.series_id, one.period) == (known.id, period):
            return one
    return Counter(
        series_id=known.id,
        code=known.code,
        period=period,
        first_seq=1,
        last_seq=0,
        pub="",
        confirmed=True,
    )


def _accounted(tx: Transaction, known: StoredSeries, run: Gap) -> Continuity:
    missing, explained = account_for(tx, run)
    used, voided = days.between_numbers(tx, run), tuple(series.voided_between(tx, run))
    year, _, month = run.period.partition("-")
    day = date(int(year or 1), int(month or 1), 1)
    return Continuity(
        series=known.code,
        period=run.period,
        first=shown_number(known.pattern, day, run.first),
        last=shown_number(known.pattern, day, max(run.last, run.first)),
        count=max(run.last - run.first + 1, 0),
        issued=len(used) - len(voided),
        voided=voided,
        missing=missing,
        explained=explained,
    )
