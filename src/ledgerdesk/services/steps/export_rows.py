"""Inside a transaction: the rows of each export, with its header in the firm's own words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ledgerdesk.core.customers import CardState, Category, ContactKind, CustomerFilter
from ledgerdesk.core.identity import masked, masked_in
from ledgerdesk.core.import_columns import TRADE_HEADER, VOIDED
from ledgerdesk.core.money import Money
from ledgerdesk.core.receipts import Kind
from ledgerdesk.core.row_identity import is_identity
from ledgerdesk.core.tables import WrittenCell
from ledgerdesk.core.trade_lists import TradeQuery
from ledgerdesk.services.steps.customers.customer_pages import MAX_ROW_ID, fitting
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.services.steps.trade_pages import trade_ids
from ledgerdesk.storage import exports, receipts
from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.exports import ExportedCustomer

JOINT = "、"
STOPPED = "（停止处理）"
_FIRST_DAY, _LAST_DAY = date(1, 1, 1), date(9999, 12, 31)


class What(StrEnum):
    """What may be exported."""

    RECEIPTS = "receipts"
    TRANSACTIONS = "transactions"
    CUSTOMERS = "customers"


# Chinese whatever the language: files of one office stay alike, and trades can be read in again.
HEADERS: dict[What, tuple[str, ...]] = {
    What.RECEIPTS: (
        *("收据号码", "状态", "种类", "开具日期", "营业日", "开具时间", "交款单位", "金额"),
        *("币种", "作废原因", "作废时间", "作废人", "重开为", "冲销收据", "打印次数"),
    ),
    What.TRANSACTIONS: TRADE_HEADER,
    What.CUSTOMERS: (
        *("客户编号", "姓名", "类型", "公司名称", "联系电话", "电子邮件地址", "打印用名"),
        *("客户偏好", "身份证号码", "表内客户ID", "建档时间", "分类", "标签", "负责人", "地址"),
        *("微信", "资料状态", "核实日期", "同意日期", "同意方式"),
    ),
}
_KINDS = {"person": "个人", "company": "单位", "unknown": ""}
_SOURCES = {"desk": "柜台", "imported": "导入"}

_CATEGORIES = {
    Category.PROSPECT.value: "潜在",
    Category.ACTIVE.value: "活跃",
    Category.DORMANT.value: "休眠",
    Category.ENDED.value: "停用",
}
_STATES = {CardState.COMPLETE.value: "", CardState.INCOMPLETE.value: "待完善"}
PAGE = 500

Cells = tuple[WrittenCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOut:
    """What is exported and how: what a filter leaves, and whether people's numbers are in clear."""

    what: What
    asked: CustomerFilter | None = None
    trades: TradeQuery | None = None
    plain: bool = False

    def number(self, text: str) -> str:
        """Show a protected number."""
        return text if self.plain else masked(text)

    def words(self, text: str | None) -> str | None:
        """Show free words, in which somebody may have written a number."""
        return text if self.plain or text is None else masked_in(text)


def rows_of(wanted: HandOut, desk: Desk, tx: Transaction) -> list[Cells]:
    """List the rows of an export below its header."""
    made: dict[What, Callable[[HandOut, Desk, Transaction], Iterator[Cells]]] = {
        What.RECEIPTS: _receipts,
        What.TRANSACTIONS: _trades,
        What.CUSTOMERS: _customers,
    }
    return list(made[wanted.what](wanted, desk, tx))


def _receipts(wanted: HandOut, desk: Desk, tx: Transaction) -> Iterator[Cells]:
    for one in receipts.between(tx, _FIRST_DAY, _LAST_DAY):
        yield (
            one.number,
            VOIDED if one.is_void else "已开具",
            "红字" if one.kind == Kind.RED.value else "普通",
            one.issued_on,
            one.business_day,
            _moment(desk, one.issued_at),
            wanted.words(one.payer),
            Money(fen=one.amount_fen, currency=desk.office.currency),
            desk.office.currency,
            wanted.words(one.void_reason),
            _moment(desk, one.voided_at),
            one.voided_by,
            one.reissued_as,
            one.reversed_by,
            one.prints,
        )


def _trades(wanted: HandOut, desk: Desk, tx: Transaction) -> Iterator[Cells]:
    reached: dict[int, dict[str, str]] = {}
    query = wanted.trades
    ids = None if query is None or query.is_everything else trade_ids(desk, tx, query)
    for one in exports.trades(tx, ids):
        hidden = one.customer_state == "stopped"
        if one.customer_id not in reached:
            reached[one.customer_id] = _reached(tx, one.customer_id)
        contacts = {} if hidden else reached[one.customer_id]
        yield (
            None if hidden else one.customer_code,
            STOPPED if hidden else one.customer_name,
            contacts.get(ContactKind.EMAIL.value),
            contacts.get(ContactKind.PHONE.value),
            None if hidden else one.company,
            one.traded_on,
            Money(fen=one.total_fen, currency=one.currency),
            wanted.words(JOINT.join(exports.items(tx, one.id))),
            None if hidden else wanted.words(one.preference),
            wanted.words(one.note),
            one.pub,
            _SOURCES[one.source],
            VOIDED if one.is_void else "冲销" if one.kind == "reversal" else "有效",
            one.receipt,
        )


def _customers(wanted: HandOut, desk: Desk, tx: Transaction) -> Iterator[Cells]:
    for one in _chosen(wanted, desk, tx):
        contacts = _reached(tx, one.id)
        yield (
            one.code,
            one.name,
            _KINDS[one.kind],
            one.company,
            contacts.get(ContactKind.PHONE.value),
            contacts.get(ContactKind.EMAIL.value),
            one.print_name,
            wanted.words(one.note),
            JOINT.join(wanted.number(number) for number in exports.numbers(tx, one.id)),
            JOINT.join(a for a in exports.table_aliases(tx, one.id) if not is_identity(a)),
            _moment(desk, one.created_at),
            _CATEGORIES.get(one.category, one.category),
            JOINT.join(exports.tags(tx, one.id)),
            one.responsible,
            contacts.get(ContactKind.ADDRESS.value),
            contacts.get(ContactKind.WECHAT.value),
            _STATES[one.state],
            _day(one.verified_on),
            _day(one.consent_on),
            wanted.words(one.consent),
        )


def _chosen(wanted: HandOut, desk: Desk, tx: Transaction) -> Iterator[ExportedCustomer]:
    """Yield everybody, or whom the filter leaves; nobody whose use was stopped."""
    if wanted.asked is None:
        yield from exports.customers(tx)
        return
    before = MAX_ROW_ID
    while page := fitting(desk, tx, wanted.asked, before=before, limit=PAGE):
        before = page[-1].id
        for customer in page:
            found = exports.customer(tx, customer.id)
            if found is not None:
                yield found


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _reached(tx: Transaction, customer_id: int) -> dict[str, str]:
    """Join a customer's contacts by kind, for one cell each."""
    found: dict[str, list[str]] = {}
    for kind, value in exports.contacts(tx, customer_id):
        found.setdefault(kind, []).append(value)
    return {kind: JOINT.join(values) for kind, values in found.items()}


def _moment(desk: Desk, stored: str | None) -> str | None:
    return None if stored is None else desk.local_time(stored).isoformat(timespec="seconds")
