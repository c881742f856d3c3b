"""What the verbs about payments need before one call runs them."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from tests.services.verb import Call, Verb, of_first_customer
from tests.support.still_office import A5, trade

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.transactions import Method, PaymentPart
from ledgerdesk.services.payments import Way


def cash(fen: int) -> PaymentPart:
    """Pay in cash."""
    return PaymentPart(method=Method.CASH, amount_fen=fen)


def back(fen: int, method: Method = Method.CASH) -> Way:
    """Give back."""
    return Way(method=method, amount_fen=fen)


def owed(ledger: Ledger, total: int = 90_000, paid: int = 0, payer: str = "客户0") -> str:
    """Record a trade that is paid in part, with a receipt for that; gives its id."""
    parts = (cash(paid),) if paid else ()
    draft = replace(trade(payer, total), parts=parts, on_account=True)
    return ledger.transactions.record(draft, A5).value.trade_pub


def kept(ledger: Ledger, fen: int = 10_000, payer: str = "客户0") -> str:
    """Let a customer pay more than is asked, and keep it; gives the receipt's number."""
    draft = replace(trade(payer, 1_000), parts=(cash(1_000 + fen),), keep_rest=True)
    issued = ledger.transactions.record(draft, A5).value.issued
    assert issued is not None
    return issued.number


def pay(ledger: Ledger, _: Path) -> Call:
    pub = owed(ledger)
    return lambda: ledger.payments.pay(pub, [cash(100)], A5)


def refund(ledger: Ledger, _: Path) -> Call:
    return lambda: ledger.payments.refund("SJ2026-000001", back(100), reason="少做一项", wish=A5)


def give_back(ledger: Ledger, _: Path) -> Call:
    kept(ledger)
    pub = ledger.customers.by_code("C000001").pub
    return lambda: ledger.payments.give_back(pub, back(100), reason="退预存", wish=A5)


def forgo(ledger: Ledger, _: Path) -> Call:
    pub = owed(ledger, 9_000, 100)
    return lambda: ledger.payments.forgo(pub, reason="抹零")


def of_trade(ledger: Ledger, _: Path) -> Call:
    return lambda: ledger.payments.of_trade("SJ2026-000001")


PAYMENTS: Mapping[str, Verb] = {
    "payments.forgo": Verb(action="payments.forgo", prepare=forgo, entries=1),
    "payments.give_back": Verb(action="payments.refund", prepare=give_back, entries=2),
    "payments.of_customer": Verb(
        action="payments.look",
        prepare=of_first_customer(lambda ledger, pub: ledger.payments.of_customer(pub)),
    ),
    "payments.of_trade": Verb(action="payments.look", prepare=of_trade),
    "payments.pay": Verb(action="payments.take", prepare=pay, entries=1),
    "payments.refund": Verb(action="payments.refund", prepare=refund, entries=2),
}
