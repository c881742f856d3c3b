"""What an office is told in sums: the reports there are, their columns, and one as it was made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from ledgerdesk.core.errors import Code, KnownError


class What(StrEnum):
    """日报, 月报, by item, method, customer, clerk, 收据登记簿, 作废清单, 账龄, 客户, 对账单."""

    DAILY = "daily"
    MONTHLY = "monthly"
    BY_TYPE = "by-type"
    BY_METHOD = "by-method"
    BY_CUSTOMER = "by-customer"
    BY_CLERK = "by-clerk"
    REGISTER = "register"
    VOIDS = "voids"
    AGEING = "ageing"
    CUSTOMERS = "customers"
    STATEMENT = "statement"


Kind = Literal["text", "day", "count", "fen"]
Value = str | int | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name (the words are `i18n.report_words`), and what stands in it.

    A column of sums is added up below, unless it `stands` as it was left: a balance.
    """

    name: str
    kind: Kind = "text"
    stands: bool = False


_COUNT, _SUM = Column("payments", "count"), Column("sum", "fen")
_SPLIT = (Column("cash", "fen"), Column("other_methods", "fen"))
COLUMNS: dict[What, tuple[Column, ...]] = {
    What.DAILY: (Column("day", "day"), _COUNT, *_SPLIT, _SUM),
    What.MONTHLY: (Column("month"), _COUNT, *_SPLIT, _SUM),
    What.BY_TYPE: (Column("item"), Column("lines", "count"), _SUM),
    What.BY_METHOD: (Column("method"), _COUNT, _SUM),
    What.BY_CUSTOMER: (Column("code"), Column("customer"), _COUNT, _SUM),
    What.BY_CLERK: (Column("clerk"), _COUNT, _SUM),
    What.REGISTER: (
        *(Column("number"), Column("day", "day"), Column("payer"), Column("state")),
        *(Column("clerk"), _SUM),
    ),
    What.VOIDS: (
        *(Column("number"), Column("day", "day"), Column("payer"), Column("reason")),
        *(Column("clerk"), Column("reissued"), Column("voided_sum", "fen")),
    ),
    What.AGEING: (
        *(Column("code"), Column("customer"), Column("trades", "count")),
        *(Column("age_0", "fen"), Column("age_1", "fen"), Column("age_2", "fen")),
        *(Column("age_3", "fen"), Column("owed", "fen")),
    ),
    What.STATEMENT: (
        *(Column("day", "day"), Column("entry"), Column("method"), Column("number")),
        *(Column("asked", "fen"), Column("paid", "fen"), Column("balance", "fen", stands=True)),
    ),
    What.CUSTOMERS: (
        *(Column("code"), Column("customer"), Column("category"), Column("last_day", "day")),
        *(_COUNT, _SUM),
    ),
}
"""The columns of each report; counts and sums are added up below it."""
OF_ALL = tuple(what for what in What if what is not What.STATEMENT)
"""The reports of a whole office; a statement is one customer's."""
OPENING, RECEIVED, RETURNED = "@opening", "@received", "@returned"
"""What stands for a balance brought forward and for payments among a statement's entries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report of the business days from `first` to `last`; sums in 分, moments in office time.

    `subject` is whom a statement is of.
    """

    what: What
    first: date
    last: date
    firm: str
    currency: str
    made_at: str
    made_by: str
    subject: str = ""
    rows: tuple[tuple[Value, ...], ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        """Give its columns."""
        return COLUMNS[self.what]

    @property
    def totals(self) -> tuple[int | None, ...]:
        """Add up what can be added up; None below the other columns."""
        return totals(self.columns, self.rows)


def totals(columns: Sequence[Column], rows: Sequence[Sequence[Value]]) -> tuple[int | None, ...]:
    """Add up the counts and the sums of rows."""
    return tuple(
        sum(value for row in rows if isinstance(value := row[at], int))
        if column.kind in {"count", "fen"} and not column.stands
        else None
        for at, column in enumerate(columns)
    )


def refuse_period(first: date, last: date) -> None:
    """Refuse a period that ends before it begins (`bad_value`, field `to`)."""
    if last < first:
        raise KnownError(Code.BAD_VALUE, field="to", reason="before_from")
