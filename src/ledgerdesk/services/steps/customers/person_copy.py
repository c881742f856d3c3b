"""All the book holds of one person, for himself: read inside a transaction, rendered outside."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ledgerdesk.core.customers import CardState
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.identity import masked, masked_in
from ledgerdesk.documents import person_pdf
from ledgerdesk.documents.person_pdf import Part, PersonPages
from ledgerdesk.i18n.log_words import change_field, change_value, number_words
from ledgerdesk.i18n.translator import Language, Translator
from ledgerdesk.services.steps.customers.card import known_card
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.storage import customer_secrets, customers, person
from ledgerdesk.storage.database import Transaction

Told = dict[str, Any]
# The paper is his, in the language of the office's receipts.
_TITLES = {
    "customer": "基本信息",
    "contacts": "联系方式",
    "numbers": "证件与账户号码",
    "notes": "沟通记录",
    "trades": "交易",
    "payments": "收款",
    "deposits": "预存款",
    "receipts": "收据",
    "corrections": "更正申请",
    "history": "修改记录",
}


_WORDS = {
    "种类": {
        "phone": "电话",
        "email": "电子邮件",
        "address": "地址",
        "wechat": "微信",
        "other": "其他",
        "remark": "备注",
        "feedback": "反馈",
        "complaint": "投诉",
        "suggestion": "建议",
    },
    "类型": {"person": "个人", "company": "单位", "unknown": "未定"},
    "分类": {"prospect": "潜在", "active": "活跃", "dormant": "休眠", "ended": "停用"},
    "资料状态": {"incomplete": "待完善", "complete": "齐全", "stopped": "停止处理"},
    "变动": {"kept": "存入", "used": "抵扣", "given_back": "退还", "undone": "撤销"},
    "方式": {
        "cash": "现金",
        "bank": "银行转账",
        "wechat": "微信",
        "alipay": "支付宝",
        "card": "刷卡",
        "cheque": "支票",
        "other": "其他",
        "imported": "导入前已结清",
    },
}
_MOMENTS = frozenset({"建档时间", "时间"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCopy:
    """A copy as it will be written: its two files and what stands in them."""

    pdf: Path
    json: Path
    told: Told
    pages: PersonPages

    def render(self) -> tuple[bytes, bytes]:
        """Draw the pages and write the same down for a program."""
        text = json.dumps(self.told, ensure_ascii=False, indent=1)
        return person_pdf.render(self.pages), text.encode("utf-8")


def copy_of(desk: Desk, tx: Transaction, pub: str, folder: Path, *, plain: bool) -> PersonCopy:
    """Gather what is held of a person, of the cards merged into his too.

    Raises `unknown_customer`, for who was erased as well.
    """
    customer = customers.living(tx, known_card(tx, pub).customer)
    if customer.state is CardState.ERASED:
        raise KnownError(Code.UNKNOWN_CUSTOMER, field="customer")
    at = desk.clock.now().astimezone(desk.office.zone)
    chinese = Translator.load(Language.ZH)
    told: Told = {name: [] for name in _TITLES}
    for row_id, row_pub in customers.family(tx, customer.id).items():
        one = person.all_of(tx, row_id, row_pub)
        for name, rows in one.items():
            told[name] += [_worded(desk, row) for row in rows]
        told["numbers"] += [
            {
                "种类": number_words(chinese, row.name),
                "号码": row.value if plain else masked(row.value),
            }
            for row in customer_secrets.all_of(tx, row_pub)
        ]
    if not plain:
        told = {name: [_masked(row) for row in rows] for name, rows in told.items()}
    name = f"{customer.code}-{at:%Y%m%d-%H%M%S}"
    head = {"单位": desk.office.firm, "客户编号": customer.code, "制作时间": at.isoformat()}
    return PersonCopy(
        pdf=folder / f"{name}.pdf",
        json=folder / f"{name}.json",
        told={"说明": head, **{_TITLES[key]: rows for key, rows in told.items()}},
        pages=PersonPages(
            firm=desk.office.firm,
            title="个人信息副本",
            under=f"{customer.code} · {at:%Y-%m-%d %H:%M} · {desk.person.name}",
            parts=tuple(
                Part(title=_TITLES[key], rows=tuple(_line(row) for row in rows))
                for key, rows in told.items()
                if rows
            ),
        ),
    )


def _worded(desk: Desk, row: Told) -> Told:
    """Put the words a person reads in the place of the book's own, and the office's time."""
    found = {name: _WORDS.get(name, {}).get(str(text), text) for name, text in row.items()}
    if "项目" in row:
        chinese = Translator.load(Language.ZH)
        field = str(row["项目"])
        found["项目"] = change_field(chinese, "customer", field)
        for name in ("原来", "现在"):
            found[name] = change_value(chinese, "customer", field, row[name]) or None
    for name in _MOMENTS & row.keys():
        found[name] = f"{desk.local_time(str(row[name])):%Y-%m-%d %H:%M}"
    return {name: text for name, text in found.items() if text is not None}


def _masked(row: Told) -> Told:
    return {name: masked_in(text) if isinstance(text, str) else text for name, text in row.items()}


def _line(row: Told) -> str:
    return "；".join(f"{name}：{text}" for name, text in row.items() if text not in (None, ""))
