"""The register as a person reads it: a page at a time, with its sum counted beside."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from ledgerdesk.core.dates import parse_date
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.receipts import Kind, Status
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.storage import register
from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.register import Column, Counted, Fits, Key, Line, Wanted

__all__ = [
    "FIRST_DAY",
    "LAST_DAY",
    "Column",
    "Fits",
    "Key",
    "Listed",
    "Numbers",
    "RegisterPage",
    "RegisterQuery",
    "RegisterTally",
    "count_on",
    "find_numbers",
    "read_page",
]

FIRST_DAY = date(1, 1, 1)
LAST_DAY = date(9999, 12, 31)
_LETTERS = re.compile(r"[a-z]")
_MONTH = re.compile(r"(?P<year>\d{4})(?:[-/.]|年)(?P<month>\d{1,2})月?|(?P<any>\d{1,2})月")
_MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One line of the register; the amount in 分, the moment in the office's zone.

    `reversed_by` is the number of the red receipt that took it back.
    """

    pub: str
    number: str
    status: Status
    kind: Kind
    payer: str
    amount_fen: int
    issued_at: str
    prints: int
    reversed_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterQuery:
    """Which receipts, in the order of which column.

    `text` is in number, payer or amount, or it is a day, a month, or how a payer is spelled in
    pinyin or initials.

    Payers stand in the order of their characters, so that one payer's receipts stand together.
    """

    fits: Fits = "all"
    text: str = ""
    first: date = FIRST_DAY
    last: date = LAST_DAY
    column: Column = "number"
    descending: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterPage:
    """Some lines, and the key the next page goes on from; without one, that was all.

    A page may hold fewer lines than were asked for, even none: it looks at a bounded part.
    """

    receipts: tuple[Listed, ...]
    after: Key | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterTally:
    """How many receipts fit in a part of the register, how many are void, the others' sum in 分."""

    receipts: int = 0
    void: int = 0
    sum_fen: int = 0
    after: Key | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """The numbers that are missing, and those explained."""

    missing: tuple[str, ...]
    explained: tuple[str, ...]


def read_page(
    desk: Desk, tx: Transaction, query: RegisterQuery, after: Key | None, *, limit: int
) -> RegisterPage:
    """Read a page of the register from where another one ended."""
    lines, following = register.page(tx, _wanted(desk, tx, query), after, limit=limit)
    return RegisterPage(receipts=tuple(_listed(desk, line) for line in lines), after=following)


def find_numbers(desk: Desk, tx: Transaction, text: str, *, limit: int) -> tuple[Listed, ...]:
    """Find receipts by how their number begins, or by its last digits."""
    typed = "".join(text.encode("utf-8", "ignore").decode("utf-8").split())
    if not typed:
        return ()
    return tuple(_listed(desk, line) for line in register.numbered(tx, typed, limit=limit))


def count_on(
    desk: Desk, tx: Transaction, query: RegisterQuery, so_far: RegisterTally
) -> RegisterTally:
    """Count a part of the register more."""
    counted, following = register.tally(tx, _wanted(desk, tx, query), so_far.after)
    return _added(so_far, counted, following)


def _added(so_far: RegisterTally, counted: Counted, following: Key | None) -> RegisterTally:
    return RegisterTally(
        receipts=so_far.receipts + counted.receipts,
        void=so_far.void + counted.void,
        sum_fen=so_far.sum_fen + counted.sum_fen,
        after=following,
    )


def _wanted(desk: Desk, tx: Transaction, query: RegisterQuery) -> Wanted:
    typed = query.text.encode("utf-8", "ignore").decode("utf-8")
    plain = unicodedata.normalize("NFKC", typed).lower().strip()
    spelled = _LETTERS.search(plain) is not None
    return Wanted(
        first=query.first,
        last=query.last,
        fits=query.fits,
        text="".join(plain.replace(",", "").split()).lstrip("¥"),
        day_like=_day_like(plain, desk.local_date(desk.clock.now())),
        payers=register.names_like(tx, plain) if spelled else (),
        column=query.column,
        descending=query.descending,
    )


def _day_like(plain: str, today: date) -> str:
    """Read a day, 2026-11-23 or 11/23 of this year, or a month, 2026-11; 11月 is of any year."""
    try:
        return parse_date(plain, today=today).isoformat()
    except KnownError:
        found = _MONTH.fullmatch("".join(plain.split()))
    month = int((found["month"] or found["any"]) if found else 0)
    if found is None or not 1 <= month <= _MONTHS:
        return ""
    return f"{found['year'] or '____'}-{month:02}-%"


def _listed(desk: Desk, line: Line) -> Listed:
    return Listed(
        pub=line.pub,
        number=line.number,
        status=Status.VOIDED if line.is_void else Status.ISSUED,
        kind=Kind(line.kind),
        payer=line.payer,
        amount_fen=line.amount_fen,
        issued_at=desk.local_time(line.issued_at).isoformat(timespec="seconds"),
        prints=line.prints,
        reversed_by=line.reversed_by,
    )
