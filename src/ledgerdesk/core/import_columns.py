"""Find the header row of a firm's table and say which column holds what."""

import hashlib
import re
import unicodedata
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.tables import MAX_COLUMNS, Row, column_letters

HEADER_WITHIN_ROWS = 50
_LEAST_HEADINGS = 2


class Column(StrEnum):
    """What a column may hold; the value is the field named in reports."""

    TABLE_ID = "table_id"
    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    COMPANY = "company"
    DATE = "date"
    AMOUNT = "amount"
    ITEM = "item"
    PREFERENCE = "preference"
    NOTE = "note"
    ID_NUMBER = "id_number"
    # Only in our own exports: which trade a row is, and whether it was voided.
    TRADE = "trade"
    STATE = "state"


NEEDED = (Column.NAME, Column.DATE, Column.AMOUNT)

# The firm's own heading first: it wins over any synonym beside it.
HEADINGS: Mapping[Column, tuple[str, ...]] = MappingProxyType(
    {
        Column.TABLE_ID: (
            *("客户ID", "客户编号", "客户号", "客户代码", "编号", "序号", "ID", "No"),
            *("Customer ID", "Customer No", "Customer Code"),
        ),
        Column.NAME: (
            *("姓名", "客户姓名", "客户名称", "客户", "名称", "付款人", "交款人", "交款单位"),
            *("付款单位", "Name", "Customer Name", "Customer", "Client", "Payer", "Full Name"),
        ),
        Column.EMAIL: (
            *("电子邮件地址", "电子邮件", "电子邮箱", "邮箱", "邮箱地址", "邮件"),
            *("Email", "E-mail", "Email Address", "Mail"),
        ),
        Column.PHONE: (
            *("联系电话", "电话", "手机", "手机号", "手机号码", "电话号码", "联系方式", "移动电话"),
            *("Phone", "Phone Number", "Mobile", "Tel", "Telephone", "Contact Number"),
        ),
        Column.COMPANY: (
            *("公司名称", "公司", "单位", "单位名称", "所属公司", "工作单位", "企业名称"),
            *("Company", "Company Name", "Organization", "Organisation"),
        ),
        Column.DATE: (
            *("交易日期", "日期", "交易时间", "成交日期", "收款日期", "付款日期", "业务日期"),
            *("Date", "Transaction Date", "Trade Date", "Payment Date"),
        ),
        Column.AMOUNT: (
            *("交易金额", "金额", "收款金额", "付款金额", "实收金额", "总金额", "成交金额", "价款"),
            *("Amount", "Transaction Amount", "Total", "Total Amount"),
        ),
        Column.ITEM: (
            *("产品/服务类型", "产品服务类型", "产品或服务类型", "服务类型", "产品类型", "产品"),
            *("服务", "项目", "服务项目", "业务类型", "收款事由", "事由", "摘要", "品名"),
            *("Product/Service", "Product", "Service", "Service Type", "Item", "Description"),
        ),
        Column.PREFERENCE: (
            *("客户偏好", "偏好", "客户喜好", "喜好", "Preference", "Preferences"),
            "Customer Preference",
        ),
        Column.NOTE: ("备注", "说明", "附注", "备注信息", "Note", "Notes", "Remark", "Remarks"),
        Column.ID_NUMBER: (
            *("身份证号码", "身份证号", "身份证", "证件号码", "证件号", "公民身份号码"),
            *("ID Number", "Identity Number", "ID Card", "ID Card Number"),
        ),
    }
)

# Written over every export of trades: a table under exactly this header is one of ours.
TRADE_HEADER = (
    *("客户ID", "姓名", "电子邮件地址", "联系电话", "公司名称", "交易日期", "交易金额"),
    *("产品/服务类型", "客户偏好", "备注", "交易编号", "来源", "状态", "收据号码"),
)
VOIDED = "已作废"
_OWN = {"交易编号": Column.TRADE, "状态": Column.STATE}

_MARKS = re.compile(r"[\s_\-*·:/()\[\]【】]+")
_UNIT = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A header row: where each column stands, and the headings nothing is read from.

    `width` is how many cells it has; `is_ours` marks an export of this program.
    """

    row: int
    headings: tuple[str, ...]
    columns: Mapping[Column, int]
    ignored: tuple[str, ...]
    width: int
    is_ours: bool = False

    def __post_init__(self) -> None:
        if _missing(self.columns):
            raise ValueError("a header needs a name, and with a date an amount")

    @property
    def tells_trades(self) -> bool:
        """Tell whether its rows are trades; without day and amount they are customers alone."""
        return Column.DATE in self.columns


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What somebody chose by hand: the header's row in the sheet, and each column's place.

    Row 0 says that there are no headings: the first row is data already.
    """

    row: int
    columns: Mapping[Column, int]


def find_header(rows: Sequence[Row], chosen: Chosen | None = None) -> Header:
    """Find the header among the first rows, or take the one that was chosen by hand.

    Refused with `bad_value`, field `file` and a reason: `no_header`, `columns_missing` (with the
    row and the missing columns' own headings), `column_twice` (row, column, its letters).
    """
    if chosen is not None:
        return _chosen_header(rows, chosen)
    row, found = _nearest(rows)
    if row is None:
        raise KnownError(Code.BAD_VALUE, field="file", reason="no_header")
    _refuse_missing(row.number, found)
    return _header(row, {c: _one(c, places, row) for c, places in found.items()})


def proposed(rows: Sequence[Row]) -> Chosen:
    """Propose what the headings say surely; what is unknown or stands twice is left open.

    Where no row has headings the first one is proposed as their row, with nothing read from it.
    """
    row, found = _nearest(rows)
    if row is None:
        return Chosen(row=rows[0].number if rows else 0, columns=MappingProxyType({}))
    sure = {
        column: places[0]
        for column, places in found.items()
        if len(places) == 1 or column not in NEEDED
    }
    return Chosen(row=row.number, columns=MappingProxyType(sure))


def _nearest(rows: Sequence[Row]) -> tuple[Row | None, dict[Column, list[int]]]:
    """Find the first row that names all that is needed, else the one that names most."""
    nearest: Row | None = None
    named: dict[Column, list[int]] = {}
    for row in rows[:HEADER_WITHIN_ROWS]:
        found = _headings_in(row.cells)
        if all(found.get(column) for column in NEEDED):
            return row, found
        if len(found) >= _LEAST_HEADINGS and len(found) > len(named):
            nearest, named = row, found
    return nearest, named


def missing_in(columns: Container[Column]) -> tuple[Column, ...]:
    """Name what a choice by hand still lacks: without day and amount it is one of customers."""
    return _missing(columns)


def _missing(columns: Container[Column]) -> tuple[Column, ...]:
    alone = Column.DATE not in columns and Column.AMOUNT not in columns
    needed = (Column.NAME,) if alone and Column.NAME in columns else NEEDED
    return tuple(column for column in needed if column not in columns)


def _chosen_header(rows: Sequence[Row], chosen: Chosen) -> Header:
    if _missing(chosen.columns):
        _refuse_missing(chosen.row, chosen.columns)
    if chosen.row == 0:
        return Header(
            row=0,
            headings=(),
            columns=MappingProxyType(dict(chosen.columns)),
            ignored=(),
            width=MAX_COLUMNS,
        )
    for row in rows[:HEADER_WITHIN_ROWS]:
        if row.number == chosen.row:
            return _header(row, chosen.columns)
    raise KnownError(Code.BAD_VALUE, field="file", reason="no_header")


def _refuse_missing(row: int, found: Container[Column]) -> None:
    missing = tuple(HEADINGS[column][0] for column in NEEDED if column not in found)
    if missing:
        raise KnownError(
            Code.BAD_VALUE, field="file", reason="columns_missing", row=row, columns=missing
        )


def heading_of(header: Header, field: str) -> str:
    """Show a field of a row's note by the table's own heading, one without it by its name."""
    place = header.columns.get(Column(field)) if field in set(Column) else None
    if place is None or place >= len(header.headings):
        return field
    return header.headings[place] or field


def signature(cells: Sequence[str]) -> str:
    """Give 16 hex digits that tell tables of the same headings, whatever their spelling."""
    folded = [folded_heading(cell) for cell in cells]
    while folded and not folded[-1]:
        folded.pop()
    return hashlib.sha256("\x1f".join(folded).encode("utf-8")).hexdigest()[:16]


def names_columns(cells: Sequence[str]) -> bool:
    """Tell whether a row names every column a table needs."""
    found = _headings_in(cells)
    return all(found.get(column) for column in NEEDED)


def _header(row: Row, columns: Mapping[Column, int]) -> Header:
    headings = tuple(cell.strip() for cell in row.cells)
    while headings and not headings[-1]:
        headings = headings[:-1]
    is_ours = headings == TRADE_HEADER
    if is_ours:
        own = {column: headings.index(heading) for heading, column in _OWN.items()}
        columns = {**columns, **own}
    used = set(columns.values())
    return Header(
        row=row.number,
        headings=headings,
        columns=MappingProxyType(dict(columns)),
        ignored=tuple(h for place, h in enumerate(headings) if h and place not in used),
        width=len(headings),
        is_ours=is_ours,
    )


def _one(column: Column, places: list[int], row: Row) -> int:
    """Take the one place of a column; which of two amounts is meant would be a guess."""
    if len(places) > 1 and column in NEEDED:
        raise KnownError(
            Code.BAD_VALUE,
            field="file",
            reason="column_twice",
            row=row.number,
            column=HEADINGS[column][0],
            places=tuple(map(column_letters, places)),
        )
    return places[0]


def _headings_in(cells: Sequence[str]) -> dict[Column, list[int]]:
    """Map each column to the places of its best heading: the firm's own, else its synonyms."""
    ranked: dict[Column, tuple[int, list[int]]] = {}
    for place, cell in enumerate(cells):
        if not cell or len(cell) > 100:  # noqa: PLR2004 - no heading is a paragraph
            continue
        known = _KNOWN.get(folded_heading(cell))
        if known is None:
            continue
        column, rank = known
        best = ranked.get(column)
        if best is None or rank < best[0]:
            ranked[column] = (rank, [place])
        elif rank == best[0]:
            best[1].append(place)
    return {column: places for column, (_, places) in ranked.items()}


def folded_heading(text: str) -> str:
    """Bring width, case, blanks, marks and a unit in brackets out of a heading."""
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    return _MARKS.sub("", _UNIT.sub("", plain))


_KNOWN: Mapping[str, tuple[Column, int]] = MappingProxyType(
    {
        folded_heading(heading): (column, min(rank, 1))
        for column, headings in HEADINGS.items()
        for rank, heading in enumerate(headings)
    }
)
