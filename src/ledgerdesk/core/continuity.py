"""Every number of a series is issued, voided or explained; what is none of these is missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Number = tuple[int, str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A run of sequence numbers of one series and period, both ends included."""

    series_id: int
    period: str
    first: int
    last: int


def continuity(
    *, counters: Sequence[Gap], present: Iterable[Number], explained: Sequence[Gap]
) -> tuple[list[Number], list[Number]]:
    """Sort the absent numbers into (missing, explained).

    `present` yields every number used, ascending within a series and period. A number outside
    its counter's run is missing from nowhere; the check of the counters names it.
    """
    expected = {(run.series_id, run.period): run.first for run in counters}
    absent: list[Number] = []
    for series_id, period, sequence in present:
        following = expected.get((series_id, period), sequence)
        absent.extend((series_id, period, n) for n in range(following, sequence))
        expected[series_id, period] = max(following, sequence + 1)
    for run in counters:
        following = expected[run.series_id, run.period]
        absent.extend((run.series_id, run.period, n) for n in range(following, run.last + 1))
    missing = [number for number in absent if not _covers(explained, number)]
    known = [number for number in absent if _covers(explained, number)]
    return missing, known


def _covers(explained: Sequence[Gap], number: Number) -> bool:
    series_id, period, sequence = number
    return any(
        gap.series_id == series_id and gap.period == period and gap.first <= sequence <= gap.last
        for gap in explained
    )
