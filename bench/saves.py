"""Measure a save of trade, payment, receipt and signed audit against a bare one-row commit."""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.ledger_of_size import database_of, opened
from ledgerdesk.bootstrap import Ledger, wish_for
from ledgerdesk.core.receipts import Paper
from ledgerdesk.core.reviews import AMOUNT, BACK_DATED, ID_CHANGED, ON, VOIDS
from ledgerdesk.core.transactions import Line, Method, PaymentPart, TradeDraft
from ledgerdesk.runtime.lanes import Lane

ROUNDS = 200
# Rules of an office that looks twice; the sums below are under the one that asks.
REVIEWED = {AMOUNT: "5,000.00", BACK_DATED: ON, VOIDS: ON, ID_CHANGED: ON}
BLOCK = 20
BARE = """
INSERT INTO draft (pub, staff_id, form, content, updated_at)
VALUES (lower(hex(randomblob(8))), 1, 'bench', '{}', '2026-01-01T00:00:00.000Z')
"""


def _draft(number: int) -> TradeDraft:
    amount = 12345 + number
    return TradeDraft(
        payer=f"客户{number % 50 + 1}",
        lines=(
            Line(item="代理记账服务费", amount_fen=amount - 100, price_fen=amount - 100),
            Line(item="资料复印", amount_fen=100, price_fen=100),
        ),
        parts=(PaymentPart(method=Method.CASH, amount_fen=amount),),
    )


def _milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


class Desk:
    """One book of a size, with the two ways to write into it."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        for name, value in REVIEWED.items():
            ledger.settings.change(name, value)
        self._database = database_of(ledger)
        self._wish = wish_for(Paper.A5)
        self._count = 0

    def lock(self) -> None:
        """Close the book."""
        self._ledger.lock()

    def save(self) -> None:
        """Record a trade of two lines with its payment and its receipt."""
        self._count += 1
        self._ledger.transactions.record(_draft(self._count), self._wish)

    def bare(self) -> None:
        """Commit one row and nothing else."""
        with self._database.write() as tx:
            tx.run(BARE)


def measure(sizes: tuple[int, ...], rounds: int = ROUNDS) -> dict[str, float]:
    """Interleave saves and bare commits, books of each size in turn; medians in ms, and ratios."""
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as name, Lane("press") as press:
        desks = {}
        for size in sizes:
            folder = Path(name) / str(size)
            folder.mkdir()
            desks[size] = Desk(opened(folder, press, size))
        for desk in desks.values():
            for _ in range(10):
                desk.save()
        saves: dict[int, list[float]] = {size: [] for size in sizes}
        bares: dict[int, list[float]] = {size: [] for size in sizes}
        for _ in range(0, rounds, BLOCK):
            for size, desk in desks.items():  # a block each: an office has one book in its caches
                for _ in range(BLOCK):
                    saves[size].append(_milliseconds(desk.save))
                    bares[size].append(_milliseconds(desk.bare))
        for desk in desks.values():
            desk.lock()
        for size in sizes:
            save, bare = statistics.median(saves[size]), statistics.median(bares[size])
            own = statistics.median(a - b for a, b in zip(saves[size], bares[size], strict=True))
            found |= {
                f"save at {size:,} (ms)": save,
                f"bare commit at {size:,} (ms)": bare,
                f"save at {size:,} (ms, 99 %, goal < 100)": sorted(saves[size])[
                    int(len(saves[size]) * 0.99)
                ],
                f"own cost at {size:,} (ms, goal ≤ 2.5)": own,
            }
        first, last = sizes[0], sizes[-1]
        growth = statistics.median(saves[last]) / statistics.median(saves[first])
        found[f"growth {first:,} → {last:,} (×, goal ≤ 1.3)"] = growth
    return found
