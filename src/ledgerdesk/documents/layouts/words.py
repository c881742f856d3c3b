"""The fixed words of a receipt in both languages: labels, methods of payment, states, counts."""

from typing import NamedTuple

from ledgerdesk.core.transactions import Method


class Word(NamedTuple):
    """A word of the form in Chinese and in English."""

    zh: str
    en: str


METHODS = {
    Method.CASH: Word("现金", "Cash"),
    Method.BANK: Word("银行转账", "Bank transfer"),
    Method.WECHAT: Word("微信支付", "WeChat Pay"),
    Method.ALIPAY: Word("支付宝", "Alipay"),
    Method.CARD: Word("POS 刷卡", "Card"),
    Method.CHEQUE: Word("支票", "Cheque"),
    Method.OTHER: Word("其他", "Other"),
    Method.IMPORTED: Word("以前已收", "Received before"),
}
MIXED = Word("混合收款", "Several ways")
SEE_NOTE = Word("（详见备注）", "(see remarks)")
SEE_ANNEX = Word("详见附页", "see annex")

TITLE = Word("收款收据", "RECEIPT")
ANNEX_TITLE = Word("收款收据附页", "RECEIPT ANNEX")
ANNEX = Word("附页", "ANNEX")
NUMBER = "No."
ROLL_NUMBER = Word("编号", "No.")
DATE = Word("日期", "Date")
PAYER = Word("交款单位", "Received from")
METHOD = Word("收款方式", "Paid by")
PURPOSE = Word("收款事由", "Purpose")
ITEM = Word("项目", "Item")
UNIT = Word("单位", "Unit")
QUANTITY = Word("数量", "Qty")
PRICE = Word("单价", "Unit price")
AMOUNT = Word("金额", "Amount")
NOTE = Word("备注", "Remarks")
POSITION = Word("序号", "#")
NOTHING_BELOW = Word("（以下空白）", "(nothing below)")
IN_WORDS = Word("金额（大写）", "Amount in words")
IN_DIGITS = Word("金额（小写）", "Amount")
SEAL = Word("收款单位（盖章）", "Payee (company seal)")
SIGNS = (
    Word("会计", "Accountant"),
    Word("出纳", "Cashier"),
    Word("经手人", "Handled by"),
    Word("交款人", "Payer"),
)
TOTAL = Word("合计", "Total")
AS_ON_FACE = Word("与正页一致", "as on the face")
TO_NEXT_PAGE = Word("过次页", "Carried forward")
FROM_LAST_PAGE = Word("承前页", "Brought forward")
NO_INVOICE = Word("本收据不作为发票使用", "This receipt is not a tax invoice (fapiao)")
CHECK_CODE = Word("校验码", "Check")
CUSTOMER = Word("客户编号", "Customer")
SAMPLE_STAMP = Word("电子章样", "Image of the seal")
FADES = Word("热敏纸会褪色，请复印或拍照留存", "Thermal paper fades: please keep a copy")

VOID = Word("作废", "VOID")
VOIDED = Word("已作废", "VOID")
RED = Word("红字收据", "REVERSAL")
RED_PREFIX = Word("（红字）", "(reversal) ")
REPRINT = Word("补打", "Reprint")
FIRST_PRINT = Word("原打印", "Printed")
PRACTICE = Word("练习", "PRACTICE")
NOT_ISSUED = Word("预览，尚未开具", "Preview, not issued")
REISSUED = Word("重开", "reissued as")
REISSUE_OF = Word("重开自", "reissue of")
REVERSES = Word("冲销", "reverses")

_ORDINALS = ("第一联", "第二联", "第三联", "第四联")
_CIRCLES = "①②③④"


def reprint_of(ordinal: int) -> Word:
    """Name a later print, such as 补打（第2次打印）."""
    return Word(f"{REPRINT.zh}（第{ordinal}次打印）", f"{REPRINT.en} (print {ordinal})")


def items(count: int) -> Word:
    """Count the lines, such as 共 5 项."""
    return Word(f"共 {count} 项", f"{count} item" if count == 1 else f"{count} items")


def and_more(first: str, count: int) -> Word:
    """Name many lines by the first, such as 代理记账等 12 项."""
    return Word(f"{first}等\u00a0{count}\u00a0项", f"{first} and others, {count}\u00a0items")


def sheets(count: int) -> Word:
    """Count the annex pages, such as 附页 1 张."""
    return Word(f"附页 {count} 张", f"annex of {count}")


def page_of(number: int, total: int) -> Word:
    """Number a page of several, such as 第 1 页 共 2 页."""
    return Word(f"第 {number} 页 共 {total} 页", f"Page {number} of {total}")


def line_note(position: int, note: str) -> Word:
    """Name a line's note by its line, such as 第2项 合同."""
    return Word(f"第{position}项 {note}", f"{position}: {note}")


def copy_of(ordinal: int, name: str, english: str) -> Word:
    """Name a 联 by its place from 0, such as 第二联 收据联（客户）."""
    return Word(f"{_ORDINALS[ordinal]} {name}", f"Copy {ordinal + 1} {english}")


def ply_of(ordinal: int, colour: str, short: str, english: str) -> Word:
    """Name a ply of carbonless paper by its place from 0, such as ②红收据."""
    circle = _CIRCLES[ordinal]
    return Word(f"{circle}{colour}{short}", f"{circle}{english}")


def with_number(word: str, number: str) -> str:
    """Name another receipt, such as 重开 No. SJ2026-000131, never parted at a line's end."""
    return f"{word} {NUMBER}\u00a0{number}"
