"""A trade as the desk knows it: lines, payment parts, and what is wrong with a draft of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ledgerdesk.core.money import line_amount
from ledgerdesk.core.problems import Problem

MAX_LINES = 200
MAX_ITEM_CHARACTERS = 200
MAX_NOTE_CHARACTERS = 500
MAX_DETAIL_CHARACTERS = 60


class Method(StrEnum):
    """How money changed hands; `IMPORTED` marks a trade settled before the ledger began."""

    CASH = "cash"
    BANK = "bank"
    WECHAT = "wechat"
    ALIPAY = "alipay"
    CARD = "card"
    CHEQUE = "cheque"
    OTHER = "other"
    IMPORTED = "imported"


DESK_METHODS = tuple(method for method in Method if method is not Method.IMPORTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a trade: quantity in thousandths, price and amount in 分."""

    item: str
    amount_fen: int
    unit: str = ""
    quantity_milli: int = 1000
    price_fen: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentPart:
    """One method of a payment with its amount in 分 and its detail (bank and last four, No.)."""

    method: Method
    amount_fen: int
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TradeDraft:
    """What a clerk entered for one trade with the payment that settles it.

    Exactly one of `customer_pub` (a known customer) and `payer` (a new one by name) identifies
    the customer; `payer_title` is what the receipt prints when it differs from the name.
    `traded_on` is the trade's own date, which never decides the receipt's number; `late_reason`
    says why it is entered late (补录). `deposit_fen` is taken from what lies here of the
    customer's; with `on_account` the rest is owed (挂账), with `keep_rest` what was paid beyond the
    sum is kept (预存).
    """

    lines: tuple[Line, ...]
    parts: tuple[PaymentPart, ...]
    customer_pub: str | None = None
    payer: str | None = None
    payer_title: str | None = None
    traded_on: date | None = None
    note: str = ""
    late_reason: str = ""
    draft_id: str | None = None
    discount_fen: int = 0
    deposit_fen: int = 0
    on_account: bool = False
    keep_rest: bool = False

    @property
    def total_fen(self) -> int:
        """Sum the lines less the discount, in 分."""
        return sum(line.amount_fen for line in self.lines) - self.discount_fen

    @property
    def paid_fen(self) -> int:
        """Sum the payment, in 分."""
        return sum(part.amount_fen for part in self.parts)

    @property
    def owed_fen(self) -> int:
        """Tell what is still to be paid, in 分; below nothing is what was paid beyond it."""
        return self.total_fen - self.deposit_fen - self.paid_fen


def _line_problems(position: int, line: Line) -> list[Problem]:
    field = f"lines.{position}"
    found: list[Problem] = []
    if not line.item.strip():
        found.append(Problem.red(f"{field}.item", "required"))
    if len(line.item) > MAX_ITEM_CHARACTERS:
        found.append(Problem.red(f"{field}.item", "too_long", limit=MAX_ITEM_CHARACTERS))
    if line.amount_fen <= 0:
        found.append(Problem.red(f"{field}.amount", "not_positive"))
    if line.quantity_milli <= 0:
        found.append(Problem.red(f"{field}.quantity", "not_positive"))
    if (
        line.price_fen is not None
        and line_amount(line.quantity_milli, line.price_fen) != line.amount_fen
    ):
        found.append(Problem.red(f"{field}.amount", "not_quantity_times_price"))
    return found


def part_problems(parts: Sequence[PaymentPart]) -> list[Problem]:
    """Name what is wrong with the parts of a payment."""
    found: list[Problem] = []
    for position, part in enumerate(parts):
        if part.amount_fen <= 0:
            found.append(Problem.red(f"parts.{position}.amount", "not_positive"))
        if len(part.detail) > MAX_DETAIL_CHARACTERS:
            found.append(
                Problem.red(f"parts.{position}.detail", "too_long", limit=MAX_DETAIL_CHARACTERS)
            )
    return found


def _payment_problems(draft: TradeDraft) -> list[Problem]:
    found = part_problems(draft.parts)
    if draft.discount_fen < 0 or (draft.discount_fen and draft.total_fen <= 0):
        found.append(Problem.red("discount", "more_than_sum"))
    if draft.deposit_fen < 0 or draft.deposit_fen > max(draft.total_fen, 0):
        found.append(Problem.red("deposit", "more_than_sum"))
    elif not draft.parts and not draft.on_account and draft.deposit_fen < max(draft.total_fen, 1):
        found.append(Problem.red("method", "required"))
    elif (draft.owed_fen > 0 and not draft.on_account) or (
        draft.owed_fen < 0 and (not draft.keep_rest or draft.deposit_fen > 0)
    ):
        found.append(Problem.red("amount", "parts_differ_from_lines"))
    return found


def problems_in(draft: TradeDraft, *, today: date) -> tuple[Problem, ...]:
    """Name every fault of a draft that needs no look at the book, red ones first."""
    found: list[Problem] = []
    if (draft.customer_pub is None) == (draft.payer is None):
        found.append(Problem.red("payer", "required"))
    if not draft.lines:
        found.append(Problem.red("lines", "required"))
    if len(draft.lines) > MAX_LINES:
        found.append(Problem.red("lines", "too_many", limit=MAX_LINES))
    for position, line in enumerate(draft.lines):
        found.extend(_line_problems(position, line))
    found.extend(_payment_problems(draft))
    if len(draft.note) > MAX_NOTE_CHARACTERS:
        found.append(Problem.red("note", "too_long", limit=MAX_NOTE_CHARACTERS))
    if draft.traded_on is not None and draft.traded_on > today:
        found.append(Problem.red("date", "in_the_future"))
    return tuple(found)
