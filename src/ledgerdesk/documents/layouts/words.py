"""The fixed Chinese words of a receipt: labels, names of the methods, words of its states."""

from ledgerdesk.core.transactions import Method

METHODS = {
    Method.CASH: "现金",
    Method.BANK: "银行转账",
    Method.WECHAT: "微信支付",
    Method.ALIPAY: "支付宝",
    Method.CARD: "POS 刷卡",
    Method.CHEQUE: "支票",
    Method.OTHER: "其他",
    Method.IMPORTED: "以前已收",
}
MIXED = "混合收款"
SEE_NOTE = "（详见备注）"
SEE_ANNEX = "详见附页"

TITLE = "收款收据"
ANNEX_TITLE = "收款收据附页"
NUMBER = "No."
PAYER = "交款单位"
METHOD = "收款方式"
PURPOSE = "收款事由"
ITEM, UNIT, QUANTITY, PRICE, AMOUNT, NOTE = "项目", "单位", "数量", "单价", "金额", "备注"
POSITION = "序号"
NOTHING_BELOW = "（以下空白）"
IN_WORDS = "金额（大写）"
IN_DIGITS = "金额（小写）"
SEAL = "收款单位（盖章）"
ACCOUNTANT, CASHIER, HANDLER, SIGNED_BY_PAYER = "会计", "出纳", "经手人", "交款人"
TOTAL = "合计"
AS_ON_FACE = "与正页一致"
TO_NEXT_PAGE = "过次页"
FROM_LAST_PAGE = "承前页"
NO_INVOICE = "本收据不作为发票使用"
CHECK_CODE = "校验码"

VOID = "作废"
VOIDED = "已作废"
RED = "红字收据"
RED_PREFIX = "（红字）"
REPRINT = "补打"
FIRST_PRINT = "原打印"
PRACTICE = "练习"
PREVIEW = "预览"
NOT_ISSUED = "预览，尚未开具"


def reprint_of(ordinal: int) -> str:
    """Name a later print, such as 补打（第2次打印）."""
    return f"{REPRINT}（第{ordinal}次打印）"


def items(count: int) -> str:
    """Count the lines, such as 共 5 项."""
    return f"共 {count} 项"


def and_more(first: str, count: int) -> str:
    """Name many lines by the first, such as 代理记账等 12 项."""
    return f"{first}等\u00a0{count}\u00a0项"


def sheets(count: int) -> str:
    """Count the annex pages, such as 附页 1 张."""
    return f"附页 {count} 张"


def page_of(number: int, total: int) -> str:
    """Number a page of several, such as 第 1 页 共 2 页."""
    return f"第 {number} 页 共 {total} 页"


def with_number(word: str, number: str) -> str:
    """Name another receipt, such as 重开 No. SJ2026-000131, never parted at a line's end."""
    return f"{word} {NUMBER}\u00a0{number}"
