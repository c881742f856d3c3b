"""Everything the book holds of one card, row by row, under the words a person reads."""

from typing import Any

from ledgerdesk.storage.database import Transaction

CUSTOMER = """
SELECT code AS "客户编号", customer.name AS "姓名", kind AS "类型", company AS "所属单位",
print_name AS "打印用名", pinyin AS "拼音", category AS "分类",
(SELECT group_concat(tag, '、') FROM customer_tag WHERE customer_id = customer.id) AS "标签",
note AS "偏好", staff.name AS "负责人", customer.state AS "资料状态", created_at AS "建档时间",
verified_on AS "核实日期", consent_on AS "同意日期", consent AS "同意方式"
FROM customer LEFT JOIN staff ON staff.id = responsible_id WHERE customer.id = ?
"""
CONTACTS = """
SELECT kind AS "种类", value AS "内容", label AS "备注" FROM customer_contact
WHERE customer_id = ? ORDER BY position
"""
NOTES = """
SELECT kind AS "种类", content AS "内容", written_at AS "时间", staff.name AS "记录人"
FROM customer_note JOIN staff ON staff.id = staff_id WHERE customer_id = ?
ORDER BY customer_note.id
"""
TRADES = """
SELECT traded_on AS "日期", printf('%.2f', total_fen / 100.0) AS "金额", trade.note AS "备注",
(SELECT group_concat(item, '、') FROM trade_line WHERE trade_id = trade.id) AS "内容",
(SELECT printf('%.2f', owed_fen / 100.0) FROM trade_owed WHERE trade_id = trade.id) AS "欠款"
FROM trade WHERE customer_id = ? ORDER BY traded_on, id
"""
PAYMENTS = """
SELECT received_on AS "日期", method AS "方式", detail AS "说明",
printf('%.2f', payment_part.amount_fen / 100.0) AS "金额"
FROM trade CROSS JOIN payment ON payment.trade_id = trade.id
CROSS JOIN payment_part ON payment_part.payment_id = payment.id WHERE customer_id = ?
ORDER BY traded_on, trade.id
"""
DEPOSITS = """
SELECT moved_at AS "时间", kind AS "变动", printf('%.2f', amount_fen / 100.0) AS "金额"
FROM deposit WHERE customer_id = ? ORDER BY deposit.id
"""
RECEIPTS = """
SELECT number AS "收据号码", issued_on AS "开具日期", payer AS "交款单位",
printf('%.2f', receipt.amount_fen / 100.0) AS "金额"
FROM trade CROSS JOIN payment ON payment.trade_id = trade.id
CROSS JOIN receipt ON receipt.payment_id = payment.id WHERE customer_id = ?
ORDER BY traded_on, trade.id
"""
CORRECTIONS = """
SELECT requested_at AS "时间", field AS "项目", wrong AS "原来", correct AS "现在",
evidence AS "依据", verified_by AS "核实人", answer AS "答复" FROM correction
WHERE customer_id = ? ORDER BY pub
"""
HISTORY = """
SELECT json_extract(body, '$.at') AS "时间", field AS "项目", old AS "原来", new AS "现在",
why AS "原因" FROM change JOIN audit ON audit.seq = change.seq
WHERE change.kind = 'customer' AND change.pub = ? ORDER BY change.id
"""
_BY_ID = {
    "customer": CUSTOMER,
    "contacts": CONTACTS,
    "notes": NOTES,
    "trades": TRADES,
    "payments": PAYMENTS,
    "deposits": DEPOSITS,
    "receipts": RECEIPTS,
    "corrections": CORRECTIONS,
}


def all_of(tx: Transaction, customer_id: int, pub: str) -> dict[str, list[dict[str, Any]]]:
    """Read every row of a card by what it is, protected numbers left out."""
    found = {name: list(tx.records(text, (customer_id,))) for name, text in _BY_ID.items()}
    return found | {"history": list(tx.records(HISTORY, (pub,)))}
