"""Series of numbers: the counter row a number is drawn from, gaps and what explains them."""

from dataclasses import dataclass

from ledgerdesk.core.continuity import Gap
from ledgerdesk.core.receipts import Reset
from ledgerdesk.storage.database import Transaction

INSERT = """
INSERT INTO series (pub, salt, code, title, pattern, reset, active) VALUES (?, ?, ?, ?, ?, ?, 1)
"""
BY_CODE = "SELECT id, pub, code, title, pattern, reset FROM series WHERE code = ? AND active = 1"
BY_ID = "SELECT id, pub, code, title, pattern, reset FROM series WHERE id = ?"
EVERY = "SELECT id, pub, code, title, pattern, reset, active FROM series ORDER BY id"
CHANGE = "UPDATE series SET title = ?, active = ? WHERE pub = ?"
OF_RECEIPT = "SELECT series_id FROM receipt WHERE id = ?"
OF_TRADE = """
SELECT series.id, series.pub, code, title, pattern, reset FROM payment
JOIN receipt ON receipt.payment_id = payment.id JOIN series ON series.id = receipt.series_id
WHERE payment.trade_id = ? AND active = 1 ORDER BY receipt.id DESC LIMIT 1
"""
VOIDED_BETWEEN = """
SELECT number FROM receipt JOIN void ON void.receipt_id = receipt.id
WHERE series_id = ? AND period = ? AND seq BETWEEN ? AND ? ORDER BY seq
"""
INSERT_COUNTER = """
INSERT INTO series_counter (pub, salt, series_id, period, first_seq, last_seq, branch_id,
confirmed) VALUES (?, ?, ?, ?, ?, ?, ?, 1)
"""
DRAW = """
UPDATE series_counter SET last_seq = last_seq + 1
WHERE series_id = ? AND period = ? AND confirmed = 1 RETURNING last_seq
"""
UNCONFIRMED = "SELECT 1 FROM series_counter WHERE series_id = ? AND confirmed = 0 LIMIT 1"
UNCONFIRM = "UPDATE series_counter SET confirmed = 0, branch_id = ? WHERE pub = ?"
CONFIRM = "UPDATE series_counter SET confirmed = 1, last_seq = ? WHERE pub = ?"
INSERT_GAP = """
INSERT INTO explained_gap (pub, salt, series_id, period, first_seq, last_seq, branch_id, reason,
noted_at) VALUES (?, ?, ?, ?, ?, ?, ?, 'restored', ?)
"""
COUNTERS = """
SELECT series.id, series.code, period, first_seq, last_seq, series_counter.pub, confirmed
FROM series_counter JOIN series ON series.id = series_id ORDER BY series.id, period
"""
GAPS = """
SELECT series_id, period, first_seq, last_seq FROM explained_gap
ORDER BY series_id, period, first_seq
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A series of numbers: its pattern and when it starts again."""

    id: int
    pub: str
    code: str
    title: str
    pattern: str
    reset: Reset


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSeries(Series):
    """A series with whether numbers may still be drawn from it."""

    is_active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """How far one period of a series has come; numbers run from `first_seq` to `last_seq`."""

    series_id: int
    code: str
    period: str
    first_seq: int
    last_seq: int
    pub: str
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSeries:
    """A series about to begin."""

    pub: str
    code: str
    title: str
    pattern: str
    reset: Reset


def insert(tx: Transaction, series: NewSeries, salt: bytes) -> int:
    """Begin a series."""
    return tx.run(
        INSERT,
        (series.pub, salt, series.code, series.title, series.pattern, series.reset.value),
    )


def _series(row: tuple[int, str, str, str, str, str]) -> Series:
    return Series(
        id=row[0],
        pub=row[1],
        code=row[2],
        title=row[3],
        pattern=row[4],
        reset=Reset(row[5]),
    )


def find(tx: Transaction, code: str) -> Series | None:
    """Read an active series by its code."""
    found = tx.row(BY_CODE, (code,))
    return None if found is None else _series(found)


def by_code(tx: Transaction, code: str) -> Series:
    """Read the active series the office issues from."""
    found = find(tx, code)
    if found is None:
        raise RuntimeError("the book has no such series")
    return found


def every(tx: Transaction) -> list[StoredSeries]:
    """List the series in the order they were begun, retired ones among them."""
    return [
        StoredSeries(
            id=row[0],
            pub=row[1],
            code=row[2],
            title=row[3],
            pattern=row[4],
            reset=Reset(row[5]),
            is_active=bool(row[6]),
        )
        for row in tx.rows(EVERY)
    ]


def change(tx: Transaction, pub: str, *, title: str, active: bool) -> None:
    """Give a series another title, retire it, or take it up again."""
    tx.run(CHANGE, (title, int(active), pub))


def id_of_receipt(tx: Transaction, receipt_id: int) -> int:
    """Tell the row id of the series a receipt's number is of."""
    return int(tx.value(OF_RECEIPT, (receipt_id,)))


def of_trade(tx: Transaction, trade_id: int) -> Series | None:
    """Read the active series the newest receipt of a trade is of; None before its first."""
    found = tx.row(OF_TRADE, (trade_id,))
    return None if found is None else _series(found)


def voided_between(tx: Transaction, run: Gap) -> list[str]:
    """List the numbers of a run that were voided."""
    values = (run.series_id, run.period, run.first, run.last)
    return [row[0] for row in tx.rows(VOIDED_BETWEEN, values)]


def exists(tx: Transaction, code: str) -> bool:
    """Tell whether the book has an active series of this code."""
    return find(tx, code) is not None


def by_id(tx: Transaction, row_id: int) -> Series:
    """Read the series another row refers to."""
    found = tx.row(BY_ID, (row_id,))
    if found is None:
        raise RuntimeError("a row refers to a series that is not there")
    return _series(found)


def begin_period(
    tx: Transaction, *, pub: str, salt: bytes, series_id: int, period: str, first: int, branch: int
) -> None:
    """Begin a period's counter one below its first number."""
    tx.run(INSERT_COUNTER, (pub, salt, series_id, period, first, first - 1, branch))


def draw(tx: Transaction, series_id: int, period: str) -> int | None:
    """Draw the next sequence number; it exists only if this transaction does.

    None where the period has no counter yet, or one whose last number waits for confirmation.
    """
    found: int | None = tx.value(DRAW, (series_id, period))
    return found


def is_unconfirmed(tx: Transaction, series_id: int) -> bool:
    """Tell whether the last number of any period of a series waits for confirmation."""
    return tx.value(UNCONFIRMED, (series_id,)) is not None


def unconfirm(tx: Transaction, pub: str, *, branch: int) -> None:
    """Let a counter go on in another branch, once its last printed number is confirmed."""
    tx.run(UNCONFIRM, (branch, pub))


def confirm(tx: Transaction, pub: str, *, last: int) -> None:
    """Let a counter go on above its last printed number; it never falls."""
    tx.run(CONFIRM, (last, pub))


def explain_gap(tx: Transaction, gap: Gap, *, pub: str, salt: bytes, branch: int, at: str) -> None:
    """Write down numbers that were printed and went with what was lost."""
    tx.run(INSERT_GAP, (pub, salt, gap.series_id, gap.period, gap.first, gap.last, branch, at))


def counters(tx: Transaction) -> list[Counter]:
    """List every period of every series."""
    return [
        Counter(
            series_id=row[0],
            code=row[1],
            period=row[2],
            first_seq=row[3],
            last_seq=row[4],
            pub=row[5],
            confirmed=bool(row[6]),
        )
        for row in tx.rows(COUNTERS)
    ]


def gaps(tx: Transaction) -> list[tuple[int, str, int, int]]:
    """List the explained gaps: series id, period, first and last sequence."""
    return [(row[0], row[1], row[2], row[3]) for row in tx.rows(GAPS)]
