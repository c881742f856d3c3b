"""The office that is drawn: people nobody is, and a morning at its desk on a still clock."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from ledgerdesk.bootstrap import House, SheetFiles, wish_for
from ledgerdesk.core.customers import Contact, ContactKind, CustomerDraft, CustomerKind
from ledgerdesk.core.drafts import Draft, Form
from ledgerdesk.core.receipts import Paper
from ledgerdesk.core.transactions import Line, Method, PaymentPart, TradeDraft
from ledgerdesk.runtime.chance import Chance
from ledgerdesk.runtime.clock import StillClock
from ledgerdesk.services.access import Credential
from ledgerdesk.services.steps.vaults.creating import Plan

MOMENT = datetime(2026, 11, 24, 0, 31, tzinfo=UTC)  # a Tuesday morning in Shanghai
FIRM = {"zh_CN": "恒信财税服务所", "en": "Hengxin Tax & Books"}
PRINTER = "EPSON LQ-630K"
PASSWORD = "correct horse battery staple"  # noqa: S105 - of a practice ledger made here
PEOPLE = {
    "zh_CN": (
        ("上海华联贸易有限公司", "13812342206", "company"),
        ("欧阳静", "13900004471", "person"),
        ("单雄信", "13700005528", "person"),
        ("尉迟明", "13600003390", "person"),
        ("苏州贝林纺织有限公司", "13500008829", "company"),
        ("令狐青", "13400007745", "person"),
        ("上海恒隆文具店", "13300007730", "company"),
        ("沈海兰", "13200000415", "person"),
    ),
    "en": (
        ("Shanghai Hualian Trading Co.", "13812342206", "company"),
        ("Ouyang Jing", "13900004471", "person"),
        ("Shan Xiongxin", "13700005528", "person"),
        ("Yuchi Ming", "13600003390", "person"),
        ("Suzhou Beilin Textile Co.", "13500008829", "company"),
        ("Linghu Qing", "13400007745", "person"),
        ("Shanghai Hanglong Stationery", "13300007730", "company"),
        ("Shen Hailan", "13200000415", "person"),
    ),
}
ITEMS = {
    "zh_CN": ("代理记账 · 11 月", "税务申报", "工商年检", "档案查询", "注册地址托管", "打印复印"),
    "en": ("Bookkeeping · Nov", "Tax filing", "Annual filing", "File search", "Address", "Copies"),
}
OWNER = {"zh_CN": "王小琳", "en": "Wang Xiaolin"}
AMOUNTS = (120_000, 30_000, 48_000, 5_000, 3_600_000, 1_250, 60_000, 151_850, 38_000, 65_000)


def practise(house: House, base: Path, clock: StillClock, language: str) -> Path:
    """Play a morning at the desk through the services; give back the vault."""
    vault = base / "hengxin.ledgerdesk"
    plan = Plan(firm=FIRM[language], owner=OWNER[language], password=PASSWORD, first_number=1268)
    house.create(vault, plan, SheetFiles(line=base / "key.txt", page=None))
    ledger = house.open(vault, Credential(password=PASSWORD))
    ledger.sheet.prove((base / "key.txt").read_text("ascii"))
    people = []
    for name, phone, kind in PEOPLE[language]:
        contact = Contact(kind=ContactKind.PHONE, value=phone)
        card = CustomerDraft(name=name, kind=CustomerKind(kind), contacts=(contact,))
        people.append(ledger.customers.add(card).value)
    methods = (Method.CASH, Method.WECHAT, Method.ALIPAY, Method.BANK, Method.WECHAT, Method.CARD)
    issued = []
    for turn in range(16):
        clock.advance(timedelta(minutes=17))
        amount = AMOUNTS[turn % len(AMOUNTS)]
        item = ITEMS[language][turn % len(ITEMS[language])]
        draft = TradeDraft(
            customer_pub=people[(turn * 3) % len(people)].pub,
            lines=(Line(item=item, amount_fen=amount),),
            parts=(PaymentPart(method=methods[turn % len(methods)], amount_fen=amount),),
        )
        wish = None if turn == 14 else wish_for(Paper.A5)  # noqa: PLR2004 - one waits for F9
        done = ledger.transactions.record(draft, wish).value
        if done.issued is not None:
            issued.append(done.issued.number)
            ledger.receipts.write_pdf(done.issued.number, base / f"{done.issued.number}.pdf")
    ledger.receipts.void_trade(issued[9], reason="金额写错")
    ledger.receipts.write_pdf(issued[11], base / "again.pdf")
    red = ledger.receipts.reverse(issued[5], reason="退款", wish=wish_for(Paper.A5)).value
    ledger.receipts.write_pdf(red.number, base / "red.pdf")
    job = ledger.receipts.ask_print(issued[-1], way="printer", device=PRINTER).value
    ledger.receipts.note_sent(job, device=PRINTER)
    texts = {"customer": PEOPLE[language][5][0], "lines.0.item": ITEMS[language][4]}
    draft = Draft(pub=Chance(clock).pub(), form=Form.TRADE, texts=texts)
    ledger.drafts.keep(draft)
    ledger.lock()
    return vault
