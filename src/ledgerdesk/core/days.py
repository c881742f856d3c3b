"""The close of business days: expected against counted, and the sheet that is frozen for ever."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from ledgerdesk.core.audit import canonical
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.money import MAX_FEN
from ledgerdesk.core.transactions import DESK_METHODS, Method

PIECES = (100_00, 50_00, 20_00, 10_00, 5_00, 1_00, 50, 10)
"""The notes and coins that are counted, in 分, largest first."""
MAX_PIECES = 99_999
MAX_REASON_CHARACTERS = 500
FIRST_REACH = timedelta(days=30)
_FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What somebody counted: pieces of cash by their value, or sums by method; all in 分.

    What is left out of the other methods stands as expected; cash that is left out is said to be
    uncounted. `float_fen` is the till's opening float where no earlier close left one, and
    `taken_out_fen` what is taken to the bank or the safe after the count.
    """

    pieces: Mapping[int, int] = field(default_factory=dict)
    sums: Mapping[Method, int] = field(default_factory=dict)
    float_fen: int | None = None
    taken_out_fen: int = 0

    @property
    def cash_fen(self) -> int | None:
        """Sum the counted cash; None where nobody counted it."""
        if self.pieces:
            return sum(value * pieces for value, pieces in self.pieces.items())
        return self.sums.get(Method.CASH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a method took in: how many payments used it, and their sum in 分 net of change."""

    method: Method
    count: int
    sum_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodLine:
    """One method of a sheet in 分; what is expected of cash holds the float as well."""

    method: Method
    count: int
    sum_fen: int
    expected_fen: int
    counted_fen: int | None

    @property
    def difference_fen(self) -> int:
        """Subtract the expected from the counted; nothing where nobody counted."""
        return 0 if self.counted_fen is None else self.counted_fen - self.expected_fen


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidLine:
    """A voided number with its amount in 分, why and by whom, and what was issued instead."""

    number: str
    amount_fen: int
    reason: str
    by: str
    reissued_as: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprintLine:
    """A receipt that was printed again: which print it was, and by whom."""

    number: str
    ordinal: int
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A taking without a receipt; the customer by his code, for a sheet outlives his name."""

    payment: str
    customer: str
    item: str
    amount_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """The numbers of some business days: the first and last issued, and what became of others."""

    first: str | None
    last: str | None
    issued: int
    voided: tuple[str, ...]
    missing: tuple[str, ...]
    explained: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What happened in a run of business days, read from the book.

    `days` are those that took something in; the run may hold days that nobody closed.
    """

    first_day: date
    business_day: date
    days: tuple[date, ...]
    taken: tuple[Taken, ...]
    numbers: Numbers
    voids: tuple[VoidLine, ...]
    reprints: tuple[ReprintLine, ...]
    without_receipt: tuple[Owed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The day sheet: the record of its days, the count, and why they differ; amounts in 分.

    `closed_at` (a stored UTC moment) and `closed_by` are empty while the day is open. `left_fen` is
    what stays in the till, the next opening float.
    """

    firm: str
    record: Record
    methods: tuple[MethodLine, ...]
    float_fen: int
    pieces: tuple[tuple[int, int], ...] = ()
    taken_out_fen: int = 0
    left_fen: int = 0
    reason: str = ""
    closed_at: str = ""
    closed_by: str = ""

    @property
    def business_day(self) -> date:
        """Tell the business day the sheet closes."""
        return self.record.business_day

    @property
    def forgotten(self) -> tuple[date, ...]:
        """List the earlier business days that are closed with this one."""
        return tuple(day for day in self.record.days if day < self.business_day)

    @property
    def differs(self) -> bool:
        """Tell whether anything counted is not what was expected."""
        return any(line.difference_fen for line in self.methods)

    @property
    def is_cash_uncounted(self) -> bool:
        """Tell whether nobody counted a till that should hold something."""
        return any(line.counted_fen is None and line.expected_fen for line in self.methods)


def first_open_day(day: date, last_closed: date | None) -> date:
    """Tell with which day a close of `day` begins: the one after the last closed.

    The first close of a book reaches back a month: what lies further back was never counted.
    """
    return day - FIRST_REACH if last_closed is None else last_closed + timedelta(days=1)


def refuse_impossible(count: Count) -> None:
    """Refuse with `bad_value` what nobody can count: unknown pieces, two counts, imported sums."""
    for value, pieces in count.pieces.items():
        if value not in PIECES:
            raise KnownError(Code.BAD_VALUE, field="counted", reason="piece")
        if not 0 <= pieces <= MAX_PIECES:
            raise KnownError(Code.BAD_VALUE, field="counted", reason="pieces", limit=MAX_PIECES)
    if count.pieces and Method.CASH in count.sums:
        raise KnownError(Code.BAD_VALUE, field="counted", reason="counted_twice")
    if Method.IMPORTED in count.sums:
        raise KnownError(Code.BAD_VALUE, field="counted", reason="imported")
    sums = (*count.sums.values(), count.float_fen or 0, count.taken_out_fen)
    if max(map(abs, sums)) > MAX_FEN:
        raise KnownError(Code.BAD_AMOUNT, field="counted", reason="too_large")
    if min(count.float_fen or 0, count.taken_out_fen, count.sums.get(Method.CASH, 0)) < 0:
        raise KnownError(Code.BAD_AMOUNT, field="counted", reason="negative")


def sheet_of(record: Record, count: Count, *, firm: str, float_fen: int, reason: str = "") -> Sheet:
    """Compare what is expected with what was counted."""
    methods = _compared(record.taken, count, float_fen)
    cash = next(line for line in methods if line.method is Method.CASH)
    held = cash.expected_fen if cash.counted_fen is None else cash.counted_fen
    return Sheet(
        firm=firm,
        record=record,
        methods=methods,
        float_fen=float_fen,
        pieces=tuple((value, count.pieces[value]) for value in PIECES if count.pieces.get(value)),
        taken_out_fen=count.taken_out_fen,
        left_fen=held - count.taken_out_fen,
        reason=reason,
    )


def refuse_unsettled(sheet: Sheet) -> None:
    """Refuse a difference without a reason (`needs_answer`), and to take out what is not there."""
    if sheet.differs and not sheet.reason:
        raise KnownError(Code.NEEDS_ANSWER, field="reason", reason="difference")
    if sheet.taken_out_fen and sheet.left_fen < 0:
        raise KnownError(Code.BAD_VALUE, field="taken_out", reason="not_there")


def _compared(taken: tuple[Taken, ...], count: Count, float_fen: int) -> tuple[MethodLine, ...]:
    found = {one.method: one for one in taken}
    lines = []
    for method in DESK_METHODS:
        one = found.get(method, Taken(method=method, count=0, sum_fen=0))
        is_cash = method is Method.CASH
        expected = one.sum_fen + (float_fen if is_cash else 0)
        counted = count.cash_fen if is_cash else count.sums.get(method, expected)
        if is_cash or one.count or counted:
            lines.append(
                MethodLine(
                    method=method,
                    count=one.count,
                    sum_fen=one.sum_fen,
                    expected_fen=expected,
                    counted_fen=counted,
                )
            )
    return tuple(lines)


def frozen(sheet: Sheet) -> str:
    """Write a sheet as the JSON that is kept for ever."""
    record = sheet.record
    return canonical(
        {
            "format": _FORMAT,
            "firm": sheet.firm,
            "first_day": record.first_day.isoformat(),
            "business_day": record.business_day.isoformat(),
            "days": [day.isoformat() for day in record.days],
            "methods": [
                [line.method.value, line.count, line.sum_fen, line.expected_fen, line.counted_fen]
                for line in sheet.methods
            ],
            "numbers": {name: getattr(record.numbers, name) for name in Numbers.__slots__},
            "voids": _rows(record.voids),
            "reprints": _rows(record.reprints),
            "without_receipt": _rows(record.without_receipt),
            "float_fen": sheet.float_fen,
            "pieces": sheet.pieces,
            "taken_out_fen": sheet.taken_out_fen,
            "left_fen": sheet.left_fen,
            "reason": sheet.reason,
            "closed_at": sheet.closed_at,
            "closed_by": sheet.closed_by,
        }
    )


def thawed(text: str) -> Sheet:
    """Read a kept sheet back; raises `ValueError`, `KeyError` or `TypeError` for none of ours."""
    kept: dict[str, Any] = json.loads(text)
    if kept["format"] != _FORMAT:
        raise ValueError("a sheet of another format")
    taken, methods = [], []
    for name, count, total, expected, counted in kept["methods"]:
        method = Method(name)
        taken.append(Taken(method=method, count=count, sum_fen=total))
        methods.append(
            MethodLine(
                method=method,
                count=count,
                sum_fen=total,
                expected_fen=expected,
                counted_fen=counted,
            )
        )
    numbers: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in kept["numbers"].items()
    }
    return Sheet(
        firm=kept["firm"],
        record=Record(
            first_day=date.fromisoformat(kept["first_day"]),
            business_day=date.fromisoformat(kept["business_day"]),
            days=tuple(date.fromisoformat(day) for day in kept["days"]),
            taken=tuple(taken),
            numbers=Numbers(**numbers),
            voids=tuple(VoidLine(**row) for row in kept["voids"]),
            reprints=tuple(ReprintLine(**row) for row in kept["reprints"]),
            without_receipt=tuple(Owed(**row) for row in kept["without_receipt"]),
        ),
        methods=tuple(methods),
        float_fen=kept["float_fen"],
        pieces=tuple((value, pieces) for value, pieces in kept["pieces"]),
        taken_out_fen=kept["taken_out_fen"],
        left_fen=kept["left_fen"],
        reason=kept["reason"],
        closed_at=kept["closed_at"],
        closed_by=kept["closed_by"],
    )


def _rows(lines: tuple[VoidLine | ReprintLine | Owed, ...]) -> list[dict[str, object]]:
    return [{name: getattr(line, name) for name in line.__slots__} for line in lines]
