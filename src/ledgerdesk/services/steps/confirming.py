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


def printed_last(act: Act, code: str, number: str) -> Last:
    """Read the last printed number: whole as on paper, or its digits alone in today's period.

    Raises `bad_value` (field `last_number`) for a series that is not there, a number its
    pattern cannot have shaped, and one of a period to come.
    """
    line = _series(act, code)
    text = number.strip()
    found = read_number(line.pattern, text)
    if found is None and _DIGITS.fullmatch(text):
        found = (act.today, int(text))
    if found is None:
        raise _refused("number_pattern")
    day, sequence = found
    if sequence < 1 or day > act.today:
        raise _refused("number_not_yet")
    return Last(line=line, period=period_of(day, line.reset), sequence=sequence)


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
            chosen[code, period] = Last(line=_series(act, code), period=period, sequence=highest)
    for last in spoken:
        place = (last.line.code, last.period)
        floor = chosen.get(place)
        if floor is not None and last.sequence < floor.sequence:
            raise _refused("number_below", least=_shown(last.line, last.period, floor.sequence))
        chosen[place] = last
    for (code, period), sequence in own.items():
        if code in vouched and (code, period) not in chosen:
            chosen[code, period] = Last(line=_series(act, code), period=period, sequence=sequence)
    return [chosen[place] for place in sorted(chosen)]


def confirm(act: Act, last: Last) -> None:
    """Confirm a period's last number, and with it every earlier period of its series.

    What lies between the book's own last number and this one becomes an explained gap. Raises
    `bad_value` (field `last_number`) below the book's own last number, or absurdly far above.
    """
    known = {c.period: c for c in series.counters(act.tx) if c.series_id == last.line.id}
    counter = known.get(last.period) or _begun(act, last)
    if last.sequence < counter.last_seq:
        raise _refused("number_below", least=_shown(last.line, last.period, counter.last_seq))
    if last.sequence - counter.last_seq > MOST_LOST:
        raise _refused("number_too_far")
    if last.sequence > counter.last_seq:
        _explain(act, last, counter.last_seq + 1)
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


def _explain(act: Act, last: Last, first: int) -> None:
    origin = act.origin()
    gap = Gap(series_id=last.line.id, period=last.period, first=first, last=last.sequence)
    series.explain_gap(
        act.tx,
        gap,
        pub=origin.pub,
        salt=origin.salt,
        branch=act.desk.author.branch_id,
        at=origin.at,
    )
    act.inserted("explained_gap", origin.pub)


def _series(act: Act, code: str) -> Series:
    known = {one.code: one.series_id for one in series.counters(act.tx)}
    if code not in known:
        raise _refused("number_series")
    return series.by_id(act.tx, known[code])


def _shown(line: Series, period: str, sequence: int) -> str:
    year, _, month = period.partition("-")
    return shown_number(line.pattern, date(int(year or 1), int(month or 1), 1), sequence)


def _refused(reason: str, **details: str) -> KnownError:
    problem = KnownError(Code.BAD_VALUE, field="last_number", reason=reason)
    problem.details.update(details)
    return problem
