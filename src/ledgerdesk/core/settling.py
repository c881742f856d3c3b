"""What a trade asks for and what has come in: shares of its lines, states, the ages of a debt."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import pairwise

from ledgerdesk.core.transactions import Line

AGES = (30, 60, 90)
"""Days after which a debt moves into the next column of the ageing list."""
OVERDUE_DAYS = AGES[0]


class Settlement(StrEnum):
    """未付, 部分, 已付."""

    UNPAID = "unpaid"
    PART = "part"
    PAID = "paid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One trade's account in 分: what it asks for after refunds, and how much of it is owed yet."""

    claim_fen: int
    owed_fen: int

    @property
    def settled_fen(self) -> int:
        """Tell how much of it has come in, from payments and from a deposit."""
        return self.claim_fen - self.owed_fen

    @property
    def settlement(self) -> Settlement:
        """Tell whether it is unpaid, part paid or paid; a claim taken back whole is paid."""
        if self.owed_fen <= 0:
            return Settlement.PAID
        return Settlement.PART if self.settled_fen > 0 else Settlement.UNPAID


def shares(lines: Sequence[Line], before_fen: int, after_fen: int) -> tuple[int, ...]:
    """Divide what came in between two sums settled over the lines, in 分, without a 分 of rest.

    Each line has its part of the whole; what one payment leaves to rounding the next one takes, so
    the shares of all payments add up to the lines exactly. A payment taken back gives negatives.
    """
    total = sum(line.amount_fen for line in lines)
    if total == 0:
        return tuple(0 for _ in lines)

    def reached(settled: int) -> list[int]:
        ends, sum_so_far = [0], 0
        for line in lines:
            sum_so_far += line.amount_fen
            ends.append(sum_so_far * settled // total)
        return [end - start for start, end in pairwise(ends)]

    pairs = zip(reached(before_fen), reached(after_fen), strict=True)
    return tuple(after - before for before, after in pairs)


def in_one_line(lines: Sequence[Line], amount_fen: int) -> Line:
    """Say all lines in one, for a payment that settles them in part; the amount in 分.

    A discount is none of the things that were sold.
    """
    sold = [line for line in lines if line.amount_fen > 0] or list(lines)
    first = sold[0]
    item = first.item if len(sold) == 1 else f"{first.item[:190]} 等{len(sold)}项"
    quantity = 1000 if amount_fen > 0 else -1000
    return Line(item=item, amount_fen=amount_fen, quantity_milli=quantity)


def discount_line(words: str, discount_fen: int) -> Line:
    """Write a discount as the line it is on the paper: its sum below nothing."""
    return Line(item=words, amount_fen=-discount_fen)


def negated_lines(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Turn lines round: quantities and amounts change their sign."""
    return tuple(
        replace(line, quantity_milli=-line.quantity_milli, amount_fen=-line.amount_fen)
        for line in lines
    )


def age_column(traded_on: date, day: date) -> int:
    """Tell in which column of the ageing list a debt stands: 0 for the youngest."""
    days = (day - traded_on).days
    return sum(days > limit for limit in AGES)
