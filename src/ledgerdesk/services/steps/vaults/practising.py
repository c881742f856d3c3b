"""What a practice book is filled with: customers nobody is, and a few days of their trades."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from ledgerdesk.core.customers import Contact, ContactKind, CustomerDraft, CustomerKind
from ledgerdesk.core.transactions import Line, Method, PaymentPart, TradeDraft

SERIES, PATTERN = "T", "T{yyyy}-{000000}"
"""A practice book's own series: no number of it can be taken for one of the office."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeUp:
    """One made-up trade: whose it is, for what, how much in 分, how paid, how long ago.

    `is_issued` gives it a receipt.
    """

    who: int
    item: str
    amount_fen: int
    method: Method
    days_ago: int = 0
    is_issued: bool = True

    def draft(self, customer_pub: str, today: date) -> TradeDraft:
        """Enter it for the customer it belongs to."""
        return TradeDraft(
            customer_pub=customer_pub,
            lines=(Line(item=self.item, amount_fen=self.amount_fen),),
            parts=(PaymentPart(method=self.method, amount_fen=self.amount_fen),),
            traded_on=today - timedelta(days=self.days_ago),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """A small office's customers and trades, the last of which waits without its receipt."""

    people: tuple[tuple[str, CustomerKind], ...]
    items: tuple[str, ...]

    def customers(self) -> tuple[CustomerDraft, ...]:
        """Enter the customers; nobody can be called under their numbers."""
        return tuple(
            CustomerDraft(
                name=name,
                kind=kind,
                contacts=(Contact(kind=ContactKind.PHONE, value=f"1380000000{number}"),),
            )
            for number, (name, kind) in enumerate(self.people, start=1)
        )

    def trades(self) -> tuple[MadeUp, ...]:
        """Give the trades, oldest first."""
        first, second, third, fourth = self.items
        return (
            MadeUp(who=0, item=first, amount_fen=120_000, method=Method.BANK, days_ago=3),
            MadeUp(who=1, item=second, amount_fen=30_000, method=Method.WECHAT, days_ago=2),
            MadeUp(who=2, item=third, amount_fen=48_050, method=Method.CASH, days_ago=1),
            MadeUp(who=3, item=first, amount_fen=98_000, method=Method.ALIPAY, days_ago=1),
            MadeUp(who=4, item=fourth, amount_fen=1_550, method=Method.CASH),
            MadeUp(who=5, item=second, amount_fen=260_000, method=Method.CARD, is_issued=False),
        )


FILLINGS: Mapping[str, Filling] = MappingProxyType(
    {
        "zh_CN": Filling(
            people=(
                ("样样好贸易有限公司（练习）", CustomerKind.COMPANY),
                ("王练习", CustomerKind.PERSON),
                ("李示范", CustomerKind.PERSON),
                ("试点文具店（练习）", CustomerKind.COMPANY),
                ("单模拟", CustomerKind.PERSON),
                ("欧阳样本", CustomerKind.PERSON),
            ),
            items=("代理记账", "咨询费", "资料审核", "打印复印"),
        ),
        "en": Filling(
            people=(
                ("Sample Trading Ltd. (practice)", CustomerKind.COMPANY),
                ("Pat Practice", CustomerKind.PERSON),
                ("Dora Demonstration", CustomerKind.PERSON),
                ("Trial Stationery (practice)", CustomerKind.COMPANY),
                ("Max Model", CustomerKind.PERSON),
                ("Ann Example", CustomerKind.PERSON),
            ),
            items=("Bookkeeping", "Consulting", "File review", "Copies"),
        ),
    }
)

BEGINS = 1 + sum(made_up.is_issued for made_up in FILLINGS["zh_CN"].trades())
"""Where whoever practises goes on, after what is there already."""
