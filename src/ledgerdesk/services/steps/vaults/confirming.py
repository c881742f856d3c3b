"""Inside a transaction: let a series go on above its last printed number, every lost one explained.

Rules: docs/decisions/019-restore-branches-and-numbers.md.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ledgerdesk.core.continuity import Gap
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.receipts import period_of, read_number, shown_number
from ledgerdesk.services.steps.desk import Act
from ledgerdesk.storage import series
from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.series import Counter, Series

MOST_LOST = 100_000
"""More lost numbers than this is a slip of the pen: they could never be taken back."""

Place = tuple[str, str]

# The digits of MAX_SEQUENCE; a longer text of digits is not even worth counting.
_DIGITS = re.compile(r"[0-9]{1,12}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Last:
    """The last number that was printed in one period of a series."""

    line: Series
    period: str
    sequence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A series that waits for its last number; `known` is the book's own last, or empty."""

    code: str
    title: str
    known: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """What confirming a number would come to.

    `next_number` is empty where a later period still waits; `lost` counts the numbers that would
    be explained as lost, `first_lost` and `last_lost` are its ends.
    """

    next_number: str
    lost: int
    first_lost: str = ""
    last_lost: str = ""


def waiting(tx: Transaction) -> tuple[Waiting, ...]:
    """List the series whose last printed number is not known since a restore."""
    counters = series.counters(tx)
    found = []
    for series_id in dict.fromkeys(one.series_id for one in counters if not one.confirmed):
        line = series.by_id(tx, series_id)
        own = [one for one in counters if one.series_id == series_id and one.last_seq]
        last = max(own, key=lambda one: one.period, default=None)
        known = _shown(line, last.period, last.last_seq) if last else ""
        found.append(Waiting(code=line.code, title=line.title, known=known))
    return tuple(found)


def printed_last(tx: Transaction, today: date, code: str, number: str) -> Last:
    """Read the last printed number: whole as on paper, or its digits alone in today's period.

    A bare 0 says that nothing was printed yet. Raises `bad_value` (field `last_number`) for a
    series that is not there, a number its pattern cannot have shaped, and one to come.
    """
    line = _series(tx, code)
    text = number.strip()
    found = read_number(line.pattern, text)
    if found is not None and found[1] < 1:
        raise _refused("number_not_yet")
    if found is None and _DIGITS.fullmatch(text):
        found = (today, int(text))
    if found is None:
        raise _refused("number_pattern")
    day, sequence = found
    if day > today:
        raise _refused("number_not_yet")
    return Last(line=line, period=period_of(day, line.reset), sequence=sequence)


def foresee(tx: Transaction, today: date, last: Last) -> Foreseen:
    """Say what confirming would come to; raises what `confirm` raises."""
    refuse_settled(tx, last)
    gap = _gap(tx, last)
    now = period_of(today, last.line.reset)
    counters = {c.period: c for c in series.counters(tx) if c.series_id == last.line.id}
    if any(not one.confirmed and period > last.period for period, one in counters.items()):
        following = ""
    elif last.period == now:
        following = shown_number(last.line.pattern, today, last.sequence + 1)
    else:
        own = counters[now].last_seq if now in counters else 0
        following = shown_number(last.line.pattern, today, own + 1)
    if gap is None:
        return Foreseen(next_number=following, lost=0)
    return Foreseen(
        next_number=following,
        lost=gap.last - gap.first + 1,
        first_lost=_shown(last.line, gap.period, gap.first),
        last_lost=_shown(last.line, gap.period, gap.last),
    )


def refuse_settled(tx: Transaction, last: Last) -> None:
    """Refuse a series that waits for nothing: numbers are not left out at will."""
    if not series.is_unconfirmed(tx, last.line.id):
        raise _refused("number_known")


def settled(
    act: Act, spoken: Sequence[Last], known: Mapping[str, int], vouched: Collection[str]
) -> list[Last]:
    """Settle the last numbers of every series somebody spoke of or this PC vouches for.

    `known` are marks ("series/period" → sequence): whoever speaks may not fall below them. The
    book's own numbers count as well. Raises `bad_value` (field `last_number`).
    """
    chosen: dict[Place, Last] = {}
    codes = {last.line.code for last in spoken} | set(vouched)
    own = {(c.code, c.period): c.last_seq for c in series.counters(act.tx)}
    for name, sequence in known.items():
        code, _, period = name.partition("/")
        if code in codes and sequence:
            highest = max(sequence, own.get((code, period), 0))
            line = _series(act.tx, code)
            chosen[code, period] = Last(line=line, period=period, sequence=highest)
    for last in spoken:
        place = (last.line.code, last.period)
        floor = chosen.get(place)
        if floor is not None and last.sequence < floor.sequence:
            raise _refused("number_below", least=_shown(last.line, last.period, floor.sequence))
        chosen[place] = last
    for (code, period), sequence in own.items():
        if code in vouched and (code, period) not in chosen:
            line = _series(act.tx, code)
            chosen[code, period] = Last(line=line, period=period, sequence=sequence)
    return [chosen[place] for place in sorted(chosen)]


def confirm(act: Act, last: Last) -> None:
    """Confirm a period's last number, and with it every earlier period of its series.

    What lies between the book's own last number and this one becomes an explained gap. Raises
    `bad_value` (field `last_number`) below the book's own last number, or absurdly far above.
    """
    gap = _gap(act.tx, last)
    known = {c.period: c for c in series.counters(act.tx) if c.series_id == last.line.id}
    counter = known.get(last.period) or _begun(act, last)
    if gap is not None:
        _explain(act, gap)
    with act.changing("series_counter", counter.pub):
        series.confirm(act.tx, counter.pub, last=last.sequence)
    act.numbers[f"{last.line.code}/{last.period}"] = last.sequence
    for period, earlier in known.items():
        if period < last.period and not earlier.confirmed:
            with act.changing("series_counter", earlier.pub):
                series.confirm(act.tx, earlier.pub, last=earlier.last_seq)


def _begun(act: Act, last: Last) -> Counter:
    """Begin a period that began after the backup was made."""
    origin = act.origin()
    series.begin_period(
        act.tx,
        pub=origin.pub,
        salt=origin.salt,
        series_id=last.line.id,
        period=last.period,
        first=1,
        branch=act.desk.author.branch_id,
    )
    act.inserted("series_counter", origin.pub)
    return Counter(
        series_id=last.line.id,
        code=last.line.code,
        period=last.period,
        first_seq=1,
        last_seq=0,
        pub=origin.pub,
        confirmed=True,
    )


def _gap(tx: Transaction, last: Last) -> Gap | None:
    """Give the numbers between the book's own last one and the printed one, if there are any."""
    counters = (c for c in series.counters(tx) if c.series_id == last.line.id)
    own = next((c.last_seq for c in counters if c.period == last.period), 0)
    if last.sequence < own:
        raise _refused("number_below", least=_shown(last.line, last.period, own))
    if last.sequence - own > MOST_LOST:
        raise _refused("number_too_far")
    if last.sequence == own:
        return None
    return Gap(series_id=last.line.id, period=last.period, first=own + 1, last=last.sequence)


def _explain(act: Act, gap: Gap) -> None:
    origin = act.origin()
    series.explain_gap(
        act.tx,
        gap,
        pub=origin.pub,
        salt=origin.salt,
        branch=act.desk.author.branch_id,
        at=origin.at,
    )
    act.inserted("explained_gap", origin.pub)


def _series(tx: Transaction, code: str) -> Series:
    known = {one.code: one.series_id for one in series.counters(tx)}
    if code not in known:
        raise _refused("number_series")
    return series.by_id(tx, known[code])


def _shown(line: Series, period: str, sequence: int) -> str:
    year, _, month = period.partition("-")
    return shown_number(line.pattern, date(int(year or 1), int(month or 1), 1), sequence)


def _refused(reason: str, **details: str) -> KnownError:
    problem = KnownError(Code.BAD_VALUE, field="last_number", reason=reason)
    problem.details.update(details)
    return problem
