"""Measure what is looked up among many trades: the list page by page, and the sums of a month."""

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from bench.ledger_of_size import opened
from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.reports import What
from ledgerdesk.core.trade_lists import TradeQuery
from ledgerdesk.runtime.lanes import Lane

SIZE, SMALL = 1_000_000, 10_000
PAGES = 200
REPORTS = (What.DAILY, What.BY_METHOD, What.BY_TYPE, What.BY_CUSTOMER, What.REGISTER)
MONTH = (date(2001, 1, 1), date(2001, 1, 31))


def _milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def _pages(ledger: Ledger, query: TradeQuery, count: int) -> list[float]:
    """Read pages one after another from the newest on."""
    after, found = None, []
    for _ in range(count):
        start = time.perf_counter()
        page = ledger.trades.read(query, after)
        found.append((time.perf_counter() - start) * 1000)
        if page.after is None:
            break
        after = page.after
    return found


def _percentile(times: list[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.99))]


def measure(size: int = SIZE, pages: int = PAGES) -> dict[str, float]:
    """Give medians and 99th percentiles in ms of pages and reports in a book of a size."""
    with tempfile.TemporaryDirectory() as name, Lane("press") as press:
        ledger = opened(Path(name), press, size)
        try:
            return _measured(ledger, size, pages)
        finally:
            ledger.lock()


def _measured(ledger: Ledger, size: int, pages: int) -> dict[str, float]:
    whole = _pages(ledger, TradeQuery(), pages)
    deepest = _pages(ledger, TradeQuery(last=date(2001, 1, 5)), 5)
    rare = [
        _milliseconds(lambda: ledger.trades.read(TradeQuery(text="没有这样的"))) for _ in range(20)
    ]
    found = {
        f"page of 100 of {size:,} trades (ms, median)": statistics.median(whole),
        f"page of 100 of {size:,} trades (ms, 99 %, goal ≤ 20)": _percentile(whole),
        f"deepest page of {size:,} trades (ms, median)": statistics.median(deepest),
        f"a run of 2,000 of {size:,} trades for a rare text (ms, median)": statistics.median(rare),
        f"count a run of {size:,} trades (ms, median)": statistics.median(
            _milliseconds(lambda: ledger.trades.tally(TradeQuery())) for _ in range(20)
        ),
    }
    for what in REPORTS:
        times = [
            _milliseconds(lambda one=what: ledger.reports.make(one, *MONTH))  # type: ignore[misc] # the report of this turn
            for _ in range(5)
        ]
        found[f"month report {what.value} of {size:,} trades (ms, median)"] = statistics.median(
            times
        )
    return found
