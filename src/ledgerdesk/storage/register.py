"""The register a page at a time: in the order of any column, however long an office works.

A page walks a bounded run of an index from where the last one ended, and gives what fits of it;
what is rare is found over several runs, and none of them keeps anybody waiting.
"""

import json
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ledgerdesk.core.names import query_terms
from ledgerdesk.core.pubs import RANDOM_BITS, range_of_days
from ledgerdesk.storage.database import Transaction

Column = Literal["number", "payer", "amount"]
Fits = Literal["all", "issued", "void", "red", "again", "unprinted"]
Key = tuple[str | int, int]
"""A row's value in the column that orders, and its id."""

RUN = 2_000
"""How many rows one page may walk over."""
_ROWS = """)
SELECT receipt.id, receipt.pub, receipt.number, receipt.kind, receipt.payer, receipt.amount_fen,
receipt.issued_at, void.id IS NOT NULL,
(SELECT count(*) FROM print WHERE print.receipt_id = receipt.id AND print.state <> 'failed'),
(SELECT number FROM receipt AS red WHERE red.reverses_id = receipt.id
 AND NOT EXISTS (SELECT 1 FROM void WHERE void.receipt_id = red.id))
FROM run JOIN receipt ON receipt.id = run.id LEFT JOIN void ON void.receipt_id = receipt.id
"""
_FITS = """
WHERE receipt.issued_on BETWEEN ? AND ?
AND CASE ?
 WHEN 'all' THEN 1
 WHEN 'issued' THEN void.id IS NULL AND receipt.kind = 'normal'
 WHEN 'void' THEN void.id IS NOT NULL
 WHEN 'red' THEN receipt.kind = 'red'
  OR EXISTS (SELECT 1 FROM receipt AS red WHERE red.reverses_id = receipt.id
  AND NOT EXISTS (SELECT 1 FROM void WHERE void.receipt_id = red.id))
 WHEN 'again' THEN 1 < (SELECT count(*) FROM print
  WHERE print.receipt_id = receipt.id AND print.state <> 'failed')
 ELSE void.id IS NULL AND NOT EXISTS (SELECT 1 FROM print
  WHERE print.receipt_id = receipt.id AND print.state <> 'failed') END
AND (? = '' OR instr(lower(receipt.number), ?) OR instr(lower(receipt.payer), ?)
 OR instr(printf('%d.%02d', abs(receipt.amount_fen) / 100, abs(receipt.amount_fen) % 100), ?)
 OR receipt.issued_on LIKE ? OR receipt.payer IN (SELECT value FROM json_each(?)))
"""
NAMES_LIKE = """
SELECT name, company FROM customer WHERE state NOT IN ('stopped', 'erased') AND id IN
(SELECT rowid FROM customer_search WHERE customer_search MATCH ? ORDER BY rowid DESC LIMIT ?)
"""
MOST_NAMES = 500
_NUMBER_DOWN = """
SELECT id, id AS value FROM receipt WHERE id < ? AND id BETWEEN ? AND ? ORDER BY id DESC LIMIT ?
"""
_NUMBER_UP = """
SELECT id, id AS value FROM receipt WHERE id > ? AND id BETWEEN ? AND ? ORDER BY id LIMIT ?
"""


def _by_value(column: str, than: str, way: str) -> str:
    """Walk first over the rest of the value the last page ended in, then over the others.

    A comparison of pairs would say it in one, but the engine then begins at a value's first row.
    """
    return f"""
SELECT id, value FROM (SELECT receipt_id AS id, {column} AS value FROM receipt_order
 WHERE {column} = ? AND receipt_id {than} ? AND receipt_id BETWEEN ? AND ?
 ORDER BY receipt_id {way} LIMIT ?)
UNION ALL SELECT id, value FROM (SELECT receipt_id AS id, {column} AS value FROM receipt_order
 WHERE {column} {than} ? AND +receipt_id BETWEEN ? AND ?
 ORDER BY {column} {way}, receipt_id {way} LIMIT ?)
"""  # noqa: S608 - the words are constants of this module


_WALKS = {
    ("number", True): _NUMBER_DOWN,
    ("number", False): _NUMBER_UP,
    ("payer", True): _by_value("payer", "<", "DESC"),
    ("payer", False): _by_value("payer", ">", "ASC"),
    ("amount", True): _by_value("amount_fen", "<", "DESC"),
    ("amount", False): _by_value("amount_fen", ">", "ASC"),
}
# Rows come in the order of the run, which stops as soon as a page is full.
PAGES = {
    order: f"""WITH run AS MATERIALIZED (SELECT id FROM ({walk}) LIMIT {RUN}
{_ROWS} {_FITS} LIMIT ?"""  # noqa: S608 - constants of this module
    for order, walk in _WALKS.items()
}
ENDS = {
    order: f"SELECT value, id FROM ({walk}) LIMIT 1 OFFSET {RUN - 1}"  # noqa: S608 - as above
    for order, walk in _WALKS.items()
}
TALLY = f"""
WITH run AS MATERIALIZED ({_NUMBER_DOWN})
SELECT count(*), total(void.id IS NOT NULL),
total(CASE WHEN void.id IS NULL THEN receipt.amount_fen END)
FROM run JOIN receipt ON receipt.id = run.id LEFT JOIN void ON void.receipt_id = receipt.id
{_FITS}
"""  # noqa: S608 - constants of this module


def _found(where: str) -> str:
    return f"""
SELECT receipt.id, receipt.pub, receipt.number, receipt.kind, receipt.payer, receipt.amount_fen,
receipt.issued_at,
EXISTS (SELECT 1 FROM void WHERE void.receipt_id = receipt.id),
(SELECT count(*) FROM print WHERE print.receipt_id = receipt.id AND print.state <> 'failed'),
(SELECT number FROM receipt AS red WHERE red.reverses_id = receipt.id
 AND NOT EXISTS (SELECT 1 FROM void WHERE void.receipt_id = red.id))
{where}"""  # noqa: S608 - constants of this module


BEGINNING = _found("FROM receipt WHERE number >= ? AND number < ? ORDER BY number DESC LIMIT ?")
# The last digits of a number are its sequence: one look for each period there is.
BY_SEQUENCE = _found(
    "FROM series_counter CROSS JOIN receipt ON receipt.series_id = series_counter.series_id"
    " AND receipt.period = series_counter.period AND receipt.seq = ?"
    " ORDER BY series_counter.id DESC LIMIT ?"
)
LAST_ORDERED = "SELECT max(receipt_id) FROM receipt_order"
OUT_OF_ORDER = """
SELECT 1 FROM receipt WHERE id > ?
AND NOT EXISTS (SELECT 1 FROM receipt_order WHERE receipt_id = receipt.id) LIMIT 1
"""
BRING_IN_ORDER = """
INSERT OR IGNORE INTO receipt_order (receipt_id, payer, amount_fen)
SELECT id, payer, amount_fen FROM receipt WHERE id > ? ORDER BY id
"""
# A clock may be set back by five minutes between two receipts, and so may an id.
_CLOCK_ROOM = 600_000 << RANDOM_BITS
_SEQUENCE_DIGITS = 9
_LARGEST = 2**63 - 1
_STARTS: dict[tuple[Column, bool], Key] = {
    ("number", True): (_LARGEST, _LARGEST),
    ("number", False): (-1, -1),
    ("payer", True): ("\U0010ffff", _LARGEST),
    ("payer", False): ("", -1),
    ("amount", True): (_LARGEST, _LARGEST),
    ("amount", False): (-_LARGEST, -1),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which receipts, in which order; `text` is in a number, a payer or an amount.

    With a text, the receipts of a day fit as well that is like `day_like` (`%` and `_` as in
    SQL), and those whose payer is one of `payers`.
    """

    first: date
    last: date
    fits: Fits = "all"
    text: str = ""
    day_like: str = ""
    payers: tuple[str, ...] = ()
    column: Column = "number"
    descending: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A receipt as a list shows it; the amount in 分, the moment as stored."""

    id: int
    pub: str
    number: str
    kind: str
    payer: str
    amount_fen: int
    issued_at: str
    is_void: bool
    prints: int
    reversed_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A count, how many of it are void, and the sum of the others in 分."""

    receipts: int
    void: int
    sum_fen: int


def page(
    tx: Transaction, wanted: Wanted, after: Key | None, *, limit: int
) -> tuple[list[Line], Key | None]:
    """Give some lines that fit, and the key to go on from; without one, that was all."""
    order = (wanted.column, wanted.descending)
    start = _start(wanted, after)
    rows = tx.rows(PAGES[order], (*start, *_fits(wanted), limit))
    lines = [_line(row) for row in rows]
    if len(lines) == limit:
        last = lines[-1]
        values: dict[Column, str | int] = {
            "number": last.id,
            "payer": last.payer,
            "amount": last.amount_fen,
        }
        return lines, (values[wanted.column], last.id)
    return lines, tx.row(ENDS[order], start)


def is_ordered(tx: Transaction) -> bool:
    """Tell whether every receipt stands in the order by payer and by amount."""
    return tx.value(OUT_OF_ORDER, (_looked_at(tx),)) is None


def bring_in_order(tx: Transaction) -> None:
    """Let the receipts that were issued since into the order by payer and by amount."""
    tx.run(BRING_IN_ORDER, (_looked_at(tx),))


def _looked_at(tx: Transaction) -> int:
    return int(tx.value(LAST_ORDERED) or 0) - _CLOCK_ROOM


def numbered(tx: Transaction, text: str, *, limit: int) -> list[Line]:
    """Find receipts whose number begins or, as its last digits, ends with a text; newest first."""
    begin = text.upper()
    found = [_line(row) for row in tx.rows(BEGINNING, (begin, f"{begin}\U0010ffff", limit))]
    if text.isascii() and text.isdigit() and len(text) <= _SEQUENCE_DIGITS:
        found += [_line(row) for row in tx.rows(BY_SEQUENCE, (int(text), limit))]
    return list({line.id: line for line in found}.values())[:limit]


def tally(tx: Transaction, wanted: Wanted, after: Key | None) -> tuple[Counted, Key | None]:
    """Count and sum a run of what fits, and give the key to go on from."""
    start = _start(Wanted(first=wanted.first, last=wanted.last), after)
    receipts, void, total = tx.row(TALLY, (*start, *_fits(wanted))) or (0, 0, 0)
    counted = Counted(receipts=receipts, void=int(void), sum_fen=int(total))
    return counted, tx.row(ENDS["number", True], start)


def _start(wanted: Wanted, after: Key | None) -> tuple[str | int, ...]:
    order = (wanted.column, wanted.descending)
    key = after or _STARTS[order]
    run = (*range_of_days(wanted.first, wanted.last), RUN)
    if wanted.column == "number":
        return (key[1], *run)
    return (*key, *run, key[0], *run)


def _fits(wanted: Wanted) -> tuple[str, ...]:
    days = (wanted.first.isoformat(), wanted.last.isoformat())
    payers = json.dumps(wanted.payers, ensure_ascii=False)
    return (*days, wanted.fits, *(wanted.text,) * 4, wanted.day_like, payers)


def names_like(tx: Transaction, text: str) -> tuple[str, ...]:
    """Name the customers, and their companies, whom a text in pinyin or initials may mean."""
    query = query_terms(text)
    rows = tx.rows(NAMES_LIKE, (query, MOST_NAMES)) if query else ()
    return tuple(dict.fromkeys(name for row in rows for name in row if name))


def _line(row: tuple[int, str, str, str, str, int, str, int, int, str | None]) -> Line:
    row_id, pub, number, kind, payer, amount, issued_at, void, prints, reversed_by = row
    return Line(
        id=row_id,
        pub=pub,
        number=number,
        kind=kind,
        payer=payer,
        amount_fen=amount,
        issued_at=issued_at,
        is_void=bool(void),
        prints=prints,
        reversed_by=reversed_by,
    )
