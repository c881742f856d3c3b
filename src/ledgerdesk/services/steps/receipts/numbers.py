"""Inside a transaction: account for every number of every series."""

from collections.abc import Iterable
from datetime import date
from operator import attrgetter

from ledgerdesk.core.continuity import Gap, Number, continuity
from ledgerdesk.core.receipts import shown_number
from ledgerdesk.storage import days, receipts, series
from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.days import Used


def gaps_among(tx: Transaction, used: Iterable[Used]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """List the numbers (missing, explained) of the runs these were drawn from.

    A run begins after the number before it, and goes on to the counter's last where none follows.
    """
    ends: dict[tuple[int, str], tuple[Used, Used]] = {}
    for one in used:
        low, high = ends.get((one.series_id, one.period), (one, one))
        ends[one.series_id, one.period] = (
            min(low, one, key=attrgetter("sequence")),
            max(high, one, key=attrgetter("sequence")),
        )
    counters = {(one.series_id, one.period): one for one in series.counters(tx)}
    runs, present = [], []
    for key, (low, high) in sorted(ends.items()):
        before = days.number_before(tx, low)
        is_last = days.number_after(tx, high) is None
        run = Gap(
            series_id=low.series_id,
            period=low.period,
            first=counters[key].first_seq if before is None else before + 1,
            last=counters[key].last_seq if is_last else high.sequence,
        )
        runs.append(run)
        present += days.between_numbers(tx, run)
    missing, explained = continuity(counters=runs, present=present, explained=_explained(tx))
    return _shown(tx, missing), _shown(tx, explained)


def account_for(tx: Transaction, run: Gap) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """List the numbers of one run that are (missing, explained), as they would be printed."""
    missing, explained = continuity(
        counters=[run], present=days.between_numbers(tx, run), explained=_explained(tx)
    )
    return _shown(tx, missing), _shown(tx, explained)


def gaps(tx: Transaction) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """List the numbers that are (missing, explained), as they would be printed."""
    missing, explained = continuity(
        counters=[
            Gap(series_id=c.series_id, period=c.period, first=c.first_seq, last=c.last_seq)
            for c in series.counters(tx)
        ],
        present=receipts.sequences(tx),
        explained=_explained(tx),
    )
    return _shown(tx, missing), _shown(tx, explained)


def _explained(tx: Transaction) -> list[Gap]:
    return [
        Gap(series_id=series_id, period=period, first=first, last=last)
        for series_id, period, first, last in series.gaps(tx)
    ]


def _shown(tx: Transaction, numbers: list[Number]) -> tuple[str, ...]:
    shown = []
    for series_id, period, sequence in numbers:
        year, _, month = period.partition("-")
        day = date(int(year or 1), int(month or 1), 1)
        shown.append(shown_number(series.by_id(tx, series_id).pattern, day, sequence))
    return tuple(shown)
