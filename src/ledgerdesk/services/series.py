"""Series of numbers: list, begin, retire; account for a run; who has which of them."""

from dataclasses import replace
from datetime import date

from ledgerdesk.core.changes import Changes, Done, FieldChange
from ledgerdesk.core.continuity import Gap
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.handouts import (
    MAX_PERSON_CHARACTERS,
    FewLeft,
    Handout,
    HandoutDraft,
    are_few,
)
from ledgerdesk.core.receipts import period_of, read_number, shown_number
from ledgerdesk.core.series import (
    MAX_TITLE_CHARACTERS,
    Continuity,
    SeriesDraft,
    SeriesLine,
    left_of,
    refuse_wrong,
    runs_short,
)
from ledgerdesk.core.texts import clean
from ledgerdesk.services.steps.desk import Act, Desk
from ledgerdesk.services.steps.receipts.numbers import account_for
from ledgerdesk.storage import days, handouts, series
from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.handouts import StoredHandout
from ledgerdesk.storage.series import Counter, Series, StoredSeries

LOOK, CHANGE, HAND_OUT = "series.look", "series.change", "series.hand_out"


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
        """Account for a run of numbers of one series: issued, voided, missing, explained, undrawn.

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
            return _accounted(tx, known, run, counter)

    # ── numbers in somebody's hands ──────────────────────────────────────────────────────

    def hand_out(self, draft: HandoutDraft) -> Done[Handout]:
        """Write down that a person was given a range of numbers of a series.

        Raises `bad_value` with the field at fault: a range that somebody has, or that was used
        before, is given to nobody.
        """
        person = clean(draft.person, field="person", max_length=MAX_PERSON_CHARACTERS)
        if not person:
            raise KnownError(Code.BAD_VALUE, field="person", reason="required")
        with self._desk.act(HAND_OUT) as act:
            known = _known(act.tx, draft.series)
            if not known.is_active:
                raise KnownError(Code.BAD_VALUE, field="series", reason="number_series")
            run = _range(known, draft, act.today)
            if draft.on > act.today:
                raise KnownError(Code.BAD_VALUE, field="on", reason="in_future")
            _refuse_taken(act.tx, known, run)
            new = handouts.NewHandout(
                series_id=known.id,
                period=run.period,
                first=run.first,
                last=run.last,
                person=person,
                on=draft.on.isoformat(),
            )
            pub = _write(act, new)
            act.close_entry("series.hand_out")
            made = _told(act.tx, _handout(act.tx, pub))
        return Done(value=made, changes=Changes.SETTINGS)

    def take_back(self, pub: str, *, first_unused: str | None, on: date) -> Done[Handout]:
        """Write down that a range came back; the first number nobody used, None if all were used.

        Raises `bad_value` with the field at fault.
        """
        with self._desk.act(HAND_OUT) as act:
            one = _handout(act.tx, pub)
            if one.returned_on is not None:
                raise KnownError(Code.BAD_VALUE, field="handout", reason="not_out")
            if on > act.today:
                raise KnownError(Code.BAD_VALUE, field="on", reason="in_future")
            if on < date.fromisoformat(one.handed_on):
                raise KnownError(Code.BAD_VALUE, field="on", reason="before_hand_out")
            new = handouts.NewHandout(
                series_id=one.series_id,
                period=one.period,
                first=_first_unused(act.tx, one, first_unused),
                last=one.last,
                person=one.person,
                on=on.isoformat(),
                returns=one.id,
            )
            _write(act, new)
            act.close_entry("series.take_back")
            made = _told(act.tx, _handout(act.tx, pub))
        return Done(value=made, changes=Changes.SETTINGS)

    def register(self, code: str | None = None) -> tuple[Handout, ...]:
        """List what was handed out, newest first: of one series, or of all.

        Raises `bad_value` (field `series`) for an unknown one.
        """
        self._desk.allow(LOOK)
        with self._desk.database.read() as tx:
            wanted = None if code is None else _known(tx, code).id
            return tuple(
                _told(tx, one)
                for one in handouts.every(tx)
                if wanted is None or one.series_id == wanted
            )

    def running_out(self) -> tuple[FewLeft, ...]:
        """Name the series, and the ranges in somebody's hands, of which few numbers are left."""
        short = [
            FewLeft(series=one.code, title=one.title, left=one.left)
            for one in self.every()
            if one.few_left
        ]
        held = [
            FewLeft(series=one.series, title=one.title, left=one.left, person=one.person)
            for one in self.register()
            if one.few_left
        ]
        return (*short, *held)

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
            few_left=one.is_active and runs_short(one.pattern, last),
        )

    def _found(self, tx: Transaction, code: str, today: date) -> SeriesLine:
        return self._line(_known(tx, code), series.counters(tx), today)


def _known(tx: Transaction, code: str) -> StoredSeries:
    found = next((one for one in series.every(tx) if one.code == code), None)
    if found is None:
        raise KnownError(Code.BAD_VALUE, field="series", reason="number_series")
    return found


def _range(known: StoredSeries, draft: HandoutDraft, today: date) -> Gap:
    low, high = _needed(known, draft.first, "from", today), _needed(known, draft.last, "to", today)
    if low[0] != high[0]:
        raise KnownError(Code.BAD_VALUE, field="to", reason="other_period")
    if high[1] < low[1]:
        raise KnownError(Code.BAD_VALUE, field="to", reason="before_from")
    return Gap(series_id=known.id, period=low[0], first=low[1], last=high[1])


def _needed(known: StoredSeries, text: str, field: str, today: date) -> tuple[str, int]:
    found = _read(known, text, field, today) if text.strip() else None
    if found is None:
        raise KnownError(Code.BAD_VALUE, field=field, reason="required")
    return found


def _refuse_taken(tx: Transaction, known: StoredSeries, run: Gap) -> None:
    """Refuse a range that meets one in somebody's hands, or what was used of one that came back."""
    for one in handouts.every(tx):
        if (one.series_id, one.period) != (run.series_id, run.period):
            continue
        end = one.last if one.first_unused is None else one.first_unused - 1
        if run.first <= end and run.last >= one.first:
            raise KnownError(
                Code.BAD_VALUE,
                field="from",
                reason="in_hands" if one.returned_on is None else "used_in_hands",
                first=_printed(known, one.period, one.first),
                last=_printed(known, one.period, end),
            )


def _first_unused(tx: Transaction, one: StoredHandout, text: str | None) -> int:
    """Read the first unused number of a range; one above its last where everything was used."""
    if text is None:
        return one.last + 1
    known = series.by_id(tx, one.series_id)
    plain = text.strip()
    found = read_number(known.pattern, plain)
    if plain.isascii() and plain.isdigit():
        sequence = int(plain)
    elif found is not None and period_of(found[0], known.reset) == one.period:
        sequence = found[1]
    else:
        raise KnownError(Code.BAD_VALUE, field="first_unused", reason="number_pattern")
    if not one.first <= sequence <= one.last + 1:
        raise KnownError(
            Code.BAD_VALUE,
            field="first_unused",
            reason="outside_range",
            first=_printed(known, one.period, one.first),
            last=_printed(known, one.period, one.last),
        )
    if sequence <= one.used:
        shown = _printed(known, one.period, one.used)
        raise KnownError(Code.BAD_VALUE, field="first_unused", reason="was_used", last=shown)
    return sequence


def _handout(tx: Transaction, pub: str) -> StoredHandout:
    found = next((one for one in handouts.every(tx) if one.pub == pub), None)
    if found is None:
        raise KnownError(Code.BAD_VALUE, field="handout", reason="not_out")
    return found


def _write(act: Act, new: handouts.NewHandout) -> str:
    origin = act.origin()
    handouts.insert(act.tx, new, origin)
    act.inserted("series_handout", origin.pub)
    act.note_change(
        FieldChange(kind="series_handout", pub=origin.pub, field="person", old="", new=new.person)
    )
    return origin.pub


def _told(tx: Transaction, one: StoredHandout) -> Handout:
    known = series.by_id(tx, one.series_id)
    is_open, count = one.returned_on is None, one.last - one.first + 1
    left = one.last - one.used if is_open else 0
    unused = one.first_unused
    return Handout(
        pub=one.pub,
        series=known.code,
        title=known.title,
        first=_printed(known, one.period, one.first),
        last=_printed(known, one.period, one.last),
        count=count,
        person=one.person,
        handed_on=date.fromisoformat(one.handed_on),
        left=left,
        few_left=is_open and are_few(left, count),
        returned_on=None if one.returned_on is None else date.fromisoformat(one.returned_on),
        first_unused=""
        if unused is None or unused > one.last
        else _printed(known, one.period, unused),
    )


def _printed(known: Series, period: str, sequence: int) -> str:
    """Show a number of a period as it is printed."""
    year, _, month = period.partition("-")
    return shown_number(known.pattern, date(int(year or 1), int(month or 1), 1), sequence)


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


def _accounted(tx: Transaction, known: StoredSeries, run: Gap, counter: Counter) -> Continuity:
    drawn = replace(
        run, first=max(run.first, counter.first_seq), last=min(run.last, counter.last_seq)
    )
    missing, explained = account_for(tx, drawn)
    used, voided = days.between_numbers(tx, run), tuple(series.voided_between(tx, run))
    return Continuity(
        series=known.code,
        period=run.period,
        first=_printed(known, run.period, run.first),
        last=_printed(known, run.period, max(run.last, run.first)),
        count=_length(run),
        issued=len(used) - len(voided),
        voided=voided,
        missing=missing,
        explained=explained,
        undrawn=_length(run) - _length(drawn),
    )


def _length(run: Gap) -> int:
    return max(run.last - run.first + 1, 0)
