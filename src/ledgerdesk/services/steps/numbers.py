"""Inside a transaction: account for every number of every series."""

from datetime import date

from ledgerdesk.core.continuity import Gap, Number, continuity
from ledgerdesk.core.receipts import shown_number
from ledgerdesk.storage import receipts, series
from ledgerdesk.storage.database import Transaction


def gaps(tx: Transaction) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """List the numbers that are (missing, explained), as they would be printed."""
    missing, explained = continuity(
        counters=[
            Gap(series_id=c.series_id, period=c.period, first=c.first_seq, last=c.last_seq)
            for c in series.counters(tx)
        ],
        present=receipts.sequences(tx),
        explained=[
            Gap(series_id=series_id, period=period, first=first, last=last)
            for series_id, period, first, last in series.gaps(tx)
        ],
    )
    return _shown(tx, missing), _shown(tx, explained)


def _shown(tx: Transaction, numbers: list[Number]) -> tuple[str, ...]:
    shown = []
    for series_id, period, sequence in numbers:
        year, _, month = period.partition("-")
        day = date(int(year or 1), int(month or 1), 1)
        shown.append(shown_number(series.by_id(tx, series_id).pattern, day, sequence))
    return tuple(shown)
