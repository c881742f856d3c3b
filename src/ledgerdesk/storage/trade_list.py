"""The list of trades a page at a time, newest day first, however long an office works.

A page walks a bounded run of an index from where the last one ended, and gives what fits of it;
what is rare is found over several runs, and none of them keeps anybody waiting.
"""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from ledgerdesk.core.names import query_terms
from ledgerdesk.core.trade_lists import Fits
from ledgerdesk.storage.database import Transaction

Key = tuple[str, int]
"""A trade's day and its row id."""
RUN = 2_000
"""How many rows one page may walk over."""
_START: Key = ("9999-12-31", 2**63 - 1)
# First the rest of the day the last page ended in, then the days before it: a comparison of pairs
# would say it in one, but the engine then begins at a day's first row.
_BY_DAY = f"""
SELECT id, traded_on FROM (SELECT id, traded_on FROM trade
 WHERE traded_on = ? AND id < ? AND traded_on BETWEEN ? AND ? ORDER BY id DESC LIMIT {RUN})
UNION ALL SELECT id, traded_on FROM (SELECT id, traded_on FROM trade
 WHERE traded_on < ? AND traded_on BETWEEN ? AND ? ORDER BY traded_on DESC, id DESC LIMIT {RUN})
"""  # noqa: S608 - a constant of this module
_OF_CUSTOMER = f"""
SELECT id, traded_on FROM trade
WHERE customer_id IN (SELECT value FROM json_each(?))
AND (traded_on < ? OR traded_on = ? AND id < ?) AND traded_on BETWEEN ? AND ?
ORDER BY traded_on DESC, id DESC LIMIT {RUN}
"""  # noqa: S608 - a constant of this module
_OWED = f"""
SELECT trade.id, trade.traded_on FROM trade_owed CROSS JOIN trade ON trade.id = trade_owed.trade_id
WHERE (traded_on < ? OR traded_on = ? AND trade.id < ?) AND traded_on BETWEEN ? AND ?
ORDER BY traded_on DESC, trade.id DESC LIMIT {RUN}
"""  # noqa: S608 - a constant of this module
_WALKS = {"day": _BY_DAY, "customer": _OF_CUSTOMER, "owed": _OWED}
_VERDICT = """
(SELECT coalesce(review.verdict, 'waiting') FROM review
 WHERE review.subject_pub = trade.pub AND review.subject = 'trade'
 ORDER BY review.pub DESC LIMIT 1)
"""
_IS_VOID = "EXISTS (SELECT 1 FROM void WHERE void.trade_id = trade.id)"
_IS_REVERSED = """
(trade.kind = 'sale' AND trade.total_fen =
 -(SELECT coalesce(sum(back.total_fen), 0) FROM trade AS back WHERE back.reverses_id = trade.id))
"""
_NUMBER = """
(SELECT receipt.number FROM payment JOIN receipt ON receipt.payment_id = payment.id
 WHERE payment.trade_id = trade.id ORDER BY receipt.id DESC LIMIT 1)
"""
_IS_UNRECEIPTED = """
EXISTS (SELECT 1 FROM payment WHERE payment.trade_id = trade.id AND payment.amount_fen > 0
 AND payment.business_day IS NOT NULL
 AND NOT EXISTS (SELECT 1 FROM receipt WHERE receipt.payment_id = payment.id)
 AND NOT EXISTS (SELECT 1 FROM void WHERE void.payment_id = payment.id))
"""
_FITS = f"""
WHERE CASE ?
 WHEN 'all' THEN 1
 WHEN 'owed' THEN trade_owed.owed_fen IS NOT NULL
 WHEN 'paid' THEN trade_owed.owed_fen IS NULL AND trade.kind = 'sale' AND trade.source = 'desk'
  AND NOT {_IS_VOID} AND NOT {_IS_REVERSED}
 WHEN 'no_receipt' THEN {_IS_UNRECEIPTED}
 WHEN 'late' THEN trade.late_reason IS NOT NULL
 WHEN 'waiting' THEN {_VERDICT} = 'waiting'
 WHEN 'returned' THEN {_VERDICT} = 'returned'
 WHEN 'reversed' THEN trade.kind = 'reversal' OR {_IS_REVERSED}
 WHEN 'void' THEN {_IS_VOID}
 ELSE trade.source = 'imported' END
AND trade.total_fen BETWEEN ? AND ?
AND (? IS NULL OR trade.staff_id = ?)
AND (? IS NULL OR EXISTS (SELECT 1 FROM payment JOIN payment_part
 ON payment_part.payment_id = payment.id
 WHERE payment.trade_id = trade.id AND payment_part.method = ?))
AND (? = '' OR customer.state NOT IN ('stopped', 'erased') AND instr(lower(customer.name), ?)
 OR instr(lower(customer.code), ?)
 OR instr(lower(trade.note), ?) OR customer.id IN (SELECT value FROM json_each(?))
 OR EXISTS (SELECT 1 FROM trade_line WHERE trade_line.trade_id = trade.id
  AND instr(lower(trade_line.item), ?))
 OR EXISTS (SELECT 1 FROM payment JOIN receipt ON receipt.payment_id = payment.id
  WHERE payment.trade_id = trade.id AND instr(lower(receipt.number), ?)))
"""  # noqa: S608 - constants of this module
_JOINED = """
FROM run JOIN trade ON trade.id = run.id JOIN customer ON customer.id = trade.customer_id
LEFT JOIN trade_owed ON trade_owed.trade_id = trade.id
"""
_ROWS = f""")
SELECT trade.id, trade.pub, trade.traded_on, customer.pub, customer.code, customer.name,
(SELECT item FROM trade_line WHERE trade_line.trade_id = trade.id ORDER BY position LIMIT 1),
(SELECT count(*) FROM trade_line WHERE trade_line.trade_id = trade.id),
(SELECT group_concat(DISTINCT method) FROM payment
 JOIN payment_part ON payment_part.payment_id = payment.id WHERE payment.trade_id = trade.id),
trade.total_fen, coalesce(trade_owed.owed_fen, 0), {_NUMBER}, trade.kind, trade.source,
{_IS_VOID}, {_IS_REVERSED}, {_VERDICT}, trade.late_reason, staff.name, customer.state
{_JOINED} JOIN staff ON staff.id = trade.staff_id
"""  # noqa: S608 - constants of this module
# Rows come in the order of the run, which stops as soon as a page is full.
PAGES = {
    name: f"WITH run AS MATERIALIZED (SELECT id FROM ({walk}) LIMIT {RUN}{_ROWS} {_FITS} LIMIT ?"  # noqa: S608 - as above
    for name, walk in _WALKS.items()
}
ENDS = {
    name: f"SELECT traded_on, id FROM ({walk}) LIMIT 1 OFFSET {RUN - 1}"  # noqa: S608 - as above
    for name, walk in _WALKS.items()
}
TALLIES = {
    name: f"""
WITH run AS MATERIALIZED (SELECT id FROM ({walk}) LIMIT {RUN})
SELECT count(*), total({_IS_VOID}), total(CASE WHEN NOT {_IS_VOID} THEN trade.total_fen END),
total(trade_owed.owed_fen) {_JOINED} {_FITS}
"""  # noqa: S608 - as above
    for name, walk in _WALKS.items()
}
NAMED_LIKE = """
SELECT id FROM customer WHERE state NOT IN ('stopped', 'erased') AND id IN
(SELECT rowid FROM customer_search WHERE customer_search MATCH ? ORDER BY rowid DESC LIMIT ?)
"""
MOST_NAMED = 500
CLERKS = "SELECT pub, name FROM staff ORDER BY id"
CLERK = "SELECT id FROM staff WHERE pub = ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which trades; the customers are row ids of a customer's cards, `named` of those spelled so.

    `text` is written small. Sums in 分.
    """

    first: str
    last: str
    fits: Fits
    least_fen: int
    most_fen: int
    staff_id: int | None = None
    method: str | None = None
    customers: tuple[int, ...] | None = None
    text: str = ""
    named: tuple[int, ...] = ()

    @property
    def walk(self) -> str:
        """Name the index that is walked."""
        if self.customers is not None:
            return "customer"
        return "owed" if self.fits is Fits.OWED else "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A trade as a list shows it; sums in 分, methods by their words with commas."""

    id: int
    pub: str
    traded_on: date
    customer_pub: str
    customer_code: str
    customer: str
    item: str
    lines: int
    methods: str
    total_fen: int
    owed_fen: int
    number: str | None
    kind: str
    source: str
    is_void: bool
    is_reversed: bool
    verdict: str | None
    late_reason: str | None
    clerk: str
    customer_state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A count, how many of it are void, and the sums of the others in 分."""

    trades: int
    void: int
    sum_fen: int
    owed_fen: int


def page(
    tx: Transaction, wanted: Wanted, after: Key | None, *, limit: int
) -> tuple[list[Line], Key | None]:
    """Give some trades that fit, and the key to go on from; without one, that was all."""
    start = _start(wanted, after)
    rows = tx.rows(PAGES[wanted.walk], (*start, *_fits(wanted), limit))
    lines = [_line(row) for row in rows]
    if len(lines) == limit:
        return lines, (lines[-1].traded_on.isoformat(), lines[-1].id)
    return lines, tx.row(ENDS[wanted.walk], start)


def tally(tx: Transaction, wanted: Wanted, after: Key | None) -> tuple[Counted, Key | None]:
    """Count and sum a run of what fits, and give the key to go on from."""
    start = _start(wanted, after)
    found = tx.row(TALLIES[wanted.walk], (*start, *_fits(wanted))) or (0, 0, 0, 0)
    trades, void, total, owed = (int(value) for value in found)
    counted = Counted(trades=trades, void=void, sum_fen=total, owed_fen=owed)
    return counted, tx.row(ENDS[wanted.walk], start)


def named_like(tx: Transaction, text: str) -> tuple[int, ...]:
    """Find the row ids of the customers whom a text in pinyin or initials may mean."""
    query = query_terms(text)
    return tuple(row[0] for row in tx.rows(NAMED_LIKE, (query, MOST_NAMED))) if query else ()


def clerks(tx: Transaction) -> list[tuple[str, str]]:
    """List (public id, name) of everybody who ever worked here."""
    return [(row[0], row[1]) for row in tx.rows(CLERKS)]


def clerk_id(tx: Transaction, pub: str) -> int:
    """Find somebody's row id; -1, which is nobody's, for an unknown one."""
    found = tx.value(CLERK, (pub,))
    return -1 if found is None else int(found)


def _start(wanted: Wanted, after: Key | None) -> tuple[Any, ...]:
    day, row_id = after or _START
    between = (wanted.first, wanted.last)
    if wanted.walk == "day":
        return (day, row_id, *between, day, *between)
    from_key = (day, day, row_id, *between)
    if wanted.customers is None:
        return from_key
    return (json.dumps(wanted.customers), *from_key)


def _fits(wanted: Wanted) -> tuple[Any, ...]:
    named = json.dumps(wanted.named)
    return (
        *(wanted.fits.value, wanted.least_fen, wanted.most_fen),
        *(wanted.staff_id, wanted.staff_id, wanted.method, wanted.method),
        *(*(wanted.text,) * 4, named, wanted.text, wanted.text),
    )


def _line(row: tuple[Any, ...]) -> Line:
    values = dict(zip(Line.__slots__, row, strict=True))
    values["traded_on"] = date.fromisoformat(values["traded_on"])
    for name in ("item", "methods"):
        values[name] = values[name] or ""
    for name in ("is_void", "is_reversed"):
        values[name] = bool(values[name])
    return Line(**values)
