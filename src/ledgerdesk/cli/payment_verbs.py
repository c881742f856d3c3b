"""`owed`, `pay`, `refund`, `forgo`: money that is owed, kept or given back."""

import argparse
from typing import Any

from ledgerdesk.bootstrap import Ledger, wish_for
from ledgerdesk.cli.door import with_ledger
from ledgerdesk.cli.voice import Answer
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.money import parse_amount, yuan_text
from ledgerdesk.core.receipts import Paper
from ledgerdesk.core.transactions import DESK_METHODS, Method, PaymentPart
from ledgerdesk.i18n.settling_words import settlement_words
from ledgerdesk.i18n.translator import Translator
from ledgerdesk.services.payments import CustomerAccount, TakenIn, TradeAccount, Way
from ledgerdesk.services.steps.receipts.issuing import Issued

_METHODS = [method.value for method in DESK_METHODS]


def owed(options: argparse.Namespace, translator: Translator) -> Answer:
    """Tell what a customer owes and what lies here of his, or how far one trade is paid."""
    if options.trade is not None:
        found = with_ledger(options, translator, lambda one: one.payments.of_trade(options.trade))
        return _of_trade(found, translator)
    if options.customer is None:
        raise KnownError(Code.BAD_VALUE, field="customer", reason="required")

    def work(ledger: Ledger) -> CustomerAccount:
        return ledger.payments.of_customer(ledger.customers.by_code(options.customer).pub)

    account = with_ledger(options, translator, work)
    rows = [
        {
            "trade": one.trade_pub,
            "date": one.traded_on.isoformat(),
            "item": one.item,
            "total_fen": one.total_fen,
            "owed_fen": one.owed_fen,
        }
        for one in account.owed
    ]
    lines = [
        f"{one.trade_pub}  {one.traded_on}  {one.item}  {yuan_text(one.owed_fen)}"
        for one in account.owed
    ]
    said = translator.text(
        "Owed: {owed}; deposit: {deposit}",
        owed=yuan_text(account.owed_fen),
        deposit=yuan_text(account.deposit_fen),
    )
    answer = {"owed_fen": account.owed_fen, "deposit_fen": account.deposit_fen, "trades": rows}
    return Answer(answer, (*lines, said))


def pay(options: argparse.Namespace, translator: Translator) -> Answer:
    """Take a payment of a trade that is owed, with its receipt."""
    amount = 0 if options.amount is None else parse_amount(options.amount)
    deposit = 0 if options.deposit is None else parse_amount(options.deposit)
    parts = [] if not amount else [_part(options.method, amount, options.detail)]
    wish = None if options.no_receipt else wish_for(Paper(options.paper), strict=options.strict)

    def work(ledger: Ledger) -> TakenIn:
        taken = ledger.payments.pay(
            options.trade, parts, wish, deposit_fen=deposit, keep=options.keep
        )
        return taken.value

    done = with_ledger(options, translator, work)
    number = None if done.issued is None else done.issued.number
    answer = {
        "trade": done.trade_pub,
        "number": number,
        "amount_fen": amount,
        "owed_fen": done.owed_fen,
        "kept_fen": done.kept_fen,
    }
    said = translator.text(
        "Taken: {amount}, receipt {number}; still owed: {owed}",
        amount=yuan_text(amount + deposit),
        number=number or "—",
        owed=yuan_text(done.owed_fen),
    )
    return Answer(answer, (said,))


def refund(options: argparse.Namespace, translator: Translator) -> Answer:
    """Give back a part of a receipt's payment, or of a customer's deposit, with a red receipt."""
    way = Way(
        method=Method(options.method),
        amount_fen=parse_amount(options.amount),
        detail=options.detail,
    )
    wish = wish_for(Paper(options.paper))

    def work(ledger: Ledger) -> Issued:
        if options.of_deposit:
            pub = ledger.customers.by_code(options.number).pub
            return ledger.payments.give_back(pub, way, reason=options.reason, wish=wish).value
        return ledger.payments.refund(options.number, way, reason=options.reason, wish=wish).value

    done = with_ledger(options, translator, work)
    said = translator.text(
        "Given back: {amount}, red receipt {number}",
        amount=yuan_text(way.amount_fen),
        number=done.number,
    )
    return Answer({"number": done.number, "amount_fen": done.amount_fen}, (said,))


def forgo(options: argparse.Namespace, translator: Translator) -> Answer:
    """Ask no more for the rest of a trade."""

    def work(ledger: Ledger) -> int:
        return ledger.payments.forgo(options.trade, reason=options.reason).value

    forgone = with_ledger(options, translator, work)
    said = translator.text("Not asked for any more: {amount}", amount=yuan_text(forgone))
    return Answer({"trade": options.trade, "forgone_fen": forgone}, (said,))


def _part(method: str, amount: int, detail: str) -> PaymentPart:
    return PaymentPart(method=Method(method), amount_fen=amount, detail=detail)


def _of_trade(found: TradeAccount, translator: Translator) -> Answer:
    settlement = found.account.settlement
    answer = {
        "trade": found.trade_pub,
        "customer": found.customer_code,
        "total_fen": found.total_fen,
        "claim_fen": found.account.claim_fen,
        "settled_fen": found.account.settled_fen,
        "owed_fen": found.account.owed_fen,
        "settlement": settlement.value,
        "deposit_fen": found.deposit_fen,
    }
    words = settlement_words(translator, settlement)
    return Answer(answer, (f"{found.trade_pub}  {words}  {yuan_text(found.account.owed_fen)}",))


def add_payments(verbs: Any, opened: argparse.ArgumentParser, papers: list[str]) -> None:
    """Add the verbs to the parser."""
    told = verbs.add_parser("owed", parents=[opened], help="what a customer or a trade owes")
    told.add_argument("--customer", metavar="CODE")
    told.add_argument("--trade", metavar="ID", help="its id, or the number of its receipt")
    taken = verbs.add_parser("pay", parents=[opened], help="take a payment of a trade")
    taken.add_argument("trade", metavar="ID", help="the trade's id, or its receipt's number")
    taken.add_argument("--amount", metavar="YUAN")
    taken.add_argument("--method", choices=_METHODS, default=Method.CASH.value)
    taken.add_argument("--detail", default="", help="bank and last four, number of a cheque")
    taken.add_argument("--deposit", metavar="YUAN", help="out of what lies here of the customer's")
    taken.add_argument("--keep", action="store_true", help="keep what is beyond it as a deposit")
    taken.add_argument("--no-receipt", action="store_true")
    taken.add_argument("--paper", choices=papers, default=Paper.A5.value)
    taken.add_argument("--strict", action="store_true", help="an amber stops with needs_answer")
    back = verbs.add_parser("refund", parents=[opened], help="give money back, with a red receipt")
    back.add_argument("number", metavar="ID", help="the receipt's number; with --of-deposit a code")
    back.add_argument("--of-deposit", action="store_true", help="of a customer's deposit")
    back.add_argument("--amount", required=True, metavar="YUAN")
    back.add_argument("--method", choices=_METHODS, default=Method.CASH.value)
    back.add_argument("--detail", default="")
    back.add_argument("--reason", required=True)
    back.add_argument("--paper", choices=papers, default=Paper.A5.value)
    left = verbs.add_parser("forgo", parents=[opened], help="ask no more for the rest of a trade")
    left.add_argument("trade", metavar="ID", help="the trade's id, or its receipt's number")
    left.add_argument("--reason", required=True)
