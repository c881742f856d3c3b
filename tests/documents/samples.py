"""Receipts that a page must hold: plain ones, every state, and the longest of everything."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from itertools import product

from ledgerdesk.core.receipt_code import Claim, body_of, text_of
from ledgerdesk.core.receipts import (
    Content,
    Kind,
    Page,
    PageLanguage,
    Paper,
    PrintMark,
    VoidMark,
)
from ledgerdesk.core.transactions import Line, Method, PaymentPart

OFFICE = timezone(timedelta(hours=8))
ANCHOR = "000124–7K3QF-2M9XD"
LONG_FIRM = "内蒙古自治区呼和浩特市回民区新华联合会计师事务所（特殊普通合伙）鄂尔多斯分所"
LONG_PAYER = (
    "新疆维吾尔自治区乌鲁木齐高新技术产业开发区（新市区）天山西路农产品供应链管理有限责任公司"
)
MOST_FEN = 99_999_999_999_999
PURPOSE = (
    "2026 年第四季度房屋租金及押金（合同 ZL-2026-118 号），含物业管理费；押金于退租后无息退还。"
)
LONG_NOTE = (
    "本款项为二〇二六年第四季度服务费用，已扣除此前预付部分；如有退款，按合同第八条第二款约定的"
    "比例和期限办理，退款一律原路退回付款账户，不另付利息。"
) * 2
LONG_ITEM = "二〇二六年度企业所得税汇算清缴鉴证及研发费用加计扣除专项审核服务"


def line(item: str, unit: str, milli: int, price_fen: int, note: str = "") -> Line:
    """Make a line whose amount is quantity times price."""
    return Line(
        item=item,
        unit=unit,
        quantity_milli=milli,
        price_fen=price_fen,
        amount_fen=milli * price_fen // 1000,
        note=note,
    )


LINES = (
    line("代理记账服务费（10–12月）", "季", 1000, 360000, "合同 QH-2026-018"),
    line("2025年度财务报表审计", "项", 1000, 1200000),
    line("工商年报代办", "次", 1000, 60000),
    line("税务咨询", "小时", 2500, 80000, "11月6日、13日"),
    line("资料复印装订", "册", 6000, 7575),
    line("社保代缴手续费", "月", 3000, 20000),
    line("个税申报", "月", 3000, 15000),
    line("印花税代缴", "笔", 1000, 12345),
    line("档案保管费", "箱", 4000, 5000),
    line("函证邮寄费", "件", 9000, 2200),
    line("差旅费（宁波）", "次", 1000, 86320, "含高铁往返"),
    line("盘点监督", "人天", 2000, 150000),
)
PLAIN_LINES = tuple(replace(one, note="") for one in LINES)
VOID = VoidMark(
    reason="金额错误",
    by="王敏",
    at=datetime(2026, 11, 24, 10, 32, tzinfo=OFFICE),
    reissued_as="SJ2026-000131",
)
SECOND_PRINT = PrintMark(
    ordinal=2,
    at=datetime(2026, 11, 24, 9, 10, tzinfo=OFFICE),
    by="王敏",
    first_at=datetime(2026, 11, 23, 15, 4, tzinfo=OFFICE),
)


def content(*lines: Line) -> Content:
    """Make the content of a receipt paid by one bank transfer."""
    total = sum(one.amount_fen for one in lines)
    part = PaymentPart(method=Method.BANK, amount_fen=total, detail="工商银行 尾号 6217")
    return Content(
        firm="青禾会计师事务所（普通合伙）",
        payer="杭州云栖茶叶有限公司",
        lines=lines,
        parts=(part,),
        amount_fen=total,
        issued_on=date(2026, 11, 23),
        accountant="陈立",
        cashier="王敏",
        handler="周晓",
    )


def page(said: Content, number: str = "SJ2026-000124") -> Page:
    """Make the page of an issued receipt, with a code nobody signed."""
    claim = Claim(
        number=number, issued_on=said.issued_on, amount_fen=said.amount_fen, anchor=ANCHOR
    )
    body = body_of(claim, bytes(32))
    code = None if body is None else text_of(body, bytes(range(64)))
    return Page(number=number, content=said, anchor=ANCHOR, code=code)


def spoken(shown: Page, language: PageLanguage) -> Page:
    """Give a page its words in another language."""
    return replace(shown, content=replace(shown.content, language=language.value))


def paid(said: Content, *parts: tuple[Method, int, str]) -> Content:
    """Give a content other parts of payment."""
    return replace(
        said,
        parts=tuple(
            PaymentPart(method=m, amount_fen=fen, detail=detail) for m, fen, detail in parts
        ),
    )


def _red() -> Page:
    back = Line(
        item="资料复印装订（多收退回）",
        unit="册",
        quantity_milli=-2000,
        price_fen=7575,
        amount_fen=-15150,
    )
    said = replace(content(back), kind=Kind.RED, reverses="SJ2026-000124")
    return page(paid(said, (Method.CASH, -15150, "")), "SJ2026-000127")


def _rare() -> Page:
    tea = line("茶席租赁（䶮山厅）", "天", 2000, 68000, "联系人 䶮㛃")
    said = replace(content(tea), payer="𠮷野家（杭州）餐饮有限公司", handler="𠮷川䶮")
    return page(paid(said, (Method.CASH, 136000, "")))


def _longest_amount() -> Page:
    deposit = line("项目投资保证金（第一期）", "笔", 1000, MOST_FEN)
    return page(replace(content(deposit), firm=LONG_FIRM, payer=LONG_PAYER))


def _mixed() -> Page:
    said = content(*LINES[:2])
    return page(
        paid(
            said,
            (Method.CASH, 560000, ""),
            (Method.WECHAT, 500000, ""),
            (Method.BANK, 500000, "中国农业银行杭州文三路支行 尾号 0012"),
        )
    )


SAMPLES: dict[str, Page] = {
    "1-line": page(content(*LINES[:1])),
    "3-lines": page(content(*PLAIN_LINES[:3])),
    "4-lines-reprint": replace(page(content(*PLAIN_LINES[:4])), printed=SECOND_PRINT),
    "5-lines": page(content(*LINES[:5])),
    "8-lines": page(content(*LINES[:8])),
    "12-lines": page(content(*LINES)),
    "48-lines": page(content(*LINES * 4)),
    "long-item": page(content(line(LONG_ITEM, "项", 1000, 880000), *PLAIN_LINES[1:3])),
    "long-firm": page(replace(content(*PLAIN_LINES[:3]), firm=LONG_FIRM, payer=LONG_PAYER)),
    "long-note": replace(page(replace(content(*PLAIN_LINES[:3]), note=LONG_NOTE)), void=VOID),
    "longest-amount": _longest_amount(),
    "mixed": _mixed(),
    "practice": page(replace(content(*LINES[:3]), practice=True), "T2026-000003"),
    "preview": Page(number="", content=content(*LINES[:3]), anchor=""),
    "purpose": page(content(Line(item=PURPOSE, amount_fen=3_660_000))),
    "rare": _rare(),
    "red": _red(),
    "void": replace(page(content(*PLAIN_LINES[:3])), void=VOID),
    "void-reprint": replace(
        page(replace(content(*LINES[:5]), note="预付款抵扣后余额")), void=VOID, printed=SECOND_PRINT
    ),
}
ON_PAPER = tuple(product(Paper, SAMPLES))
SPOKEN = tuple(product(Paper, PageLanguage))
