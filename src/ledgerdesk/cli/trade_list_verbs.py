"""`trades`: the list of trades, narrowed and summed; its words narrow an export as well."""

import argparse
from datetime import date
from typing import Any

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.cli.door import with_ledger
from ledgerdesk.cli.voice import Answer
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.money import parse_amount, yuan_text
from ledgerdesk.core.trade_lists import Fits, TradeQuery
from ledgerdesk.core.transactions import Method
from ledgerdesk.i18n.trade_list_words import state_words
from ledgerdesk.i18n.translator import Translator
from ledgerdesk.services.trades import PAGE, ListedTrade, TradeTally

Found = tuple[list[ListedTrade], TradeTally]


def trades(options: argparse.Namespace, translator: Translator) -> Answer:
    """List trades, newest day first, with the sum of all that fit."""

    def work(ledger: Ledger) -> Found:
        query = query_from(options, ledger)
        found: list[ListedTrade] = []
        page = ledger.trades.read(query, limit=min(options.limit, PAGE))
        found += page.trades
        while page.after is not None and len(found) < options.limit:
            left = options.limit - len(found)
            page = ledger.trades.read(query, page.after, limit=min(left, PAGE))
            found += page.trades
        tally = ledger.trades.tally(query)
        while tally.after is not None:
            tally = ledger.trades.tally(query, tally)
        return found, tally

    found, tally = with_ledger(options, translator, work)
    record = {
        "trades": [_record(one) for one in found],
        "count": tally.trades,
        "void": tally.void,
        "sum_fen": tally.sum_fen,
        "owed_fen": tally.owed_fen,
    }
    total = translator.text(
        "{count} trades, {sum}; owed: {owed}",
        count=tally.trades,
        sum=yuan_text(tally.sum_fen),
        owed=yuan_text(tally.owed_fen),
    )
    return Answer(record, (*(_line(one, translator) for one in found), total))


def query_from(options: argparse.Namespace, ledger: Ledger) -> TradeQuery:
    """Read what the list is narrowed to; raises `bad_value` for a state or a clerk unknown."""
    if options.state is not None and options.state not in set(Fits):
        raise KnownError(Code.BAD_VALUE, field="state", reason="unknown")
    customer = None
    if options.customer is not None:
        customer = ledger.customers.by_code(options.customer).pub
    return TradeQuery(
        text=options.find or "",
        first=options.first,
        last=options.last,
        fits=Fits(options.state or Fits.ALL),
        method=None if options.method is None else Method(options.method),
        clerk=None if options.clerk is None else clerk_of(ledger, options.clerk),
        customer=customer,
        least_fen=None if options.least is None else _sum(options.least),
        most_fen=None if options.most is None else _sum(options.most),
    )


def clerk_of(ledger: Ledger, name: str) -> str:
    """Find somebody of the staff by name; raises `bad_value` (field `clerk`)."""
    found = next((one.pub for one in ledger.staff.people() if one.name == name.strip()), None)
    if found is None:
        raise KnownError(Code.BAD_VALUE, field="clerk", reason="unknown")
    return found


def _sum(text: str) -> int:
    return parse_amount(text, allow_negative=True)


def _record(one: ListedTrade) -> dict[str, Any]:
    return {
        "trade": one.pub,
        "date": one.traded_on.isoformat(),
        "customer": one.customer_code,
        "name": one.customer,
        "item": one.item,
        "lines": one.lines,
        "methods": [method.value for method in one.methods],
        "total_fen": one.total_fen,
        "owed_fen": one.owed_fen,
        "number": one.number,
        "state": one.state.value,
        "late_reason": one.late_reason,
        "clerk": one.clerk,
    }


def _line(one: ListedTrade, translator: Translator) -> str:
    words = state_words(translator, one.state)
    number = one.number or "—"
    return (
        f"{one.traded_on}  {one.customer_code} {one.customer}  {one.item}  "
        f"{yuan_text(one.total_fen)}  {number}  {words}"
    )


def add_narrowing(verb: argparse.ArgumentParser) -> None:
    """Add the words that narrow trades and that the export has not for customers already."""
    verb.add_argument("--from", dest="first", type=date.fromisoformat, metavar="D")
    verb.add_argument("--to", dest="last", type=date.fromisoformat, metavar="D")
    verb.add_argument("--customer", metavar="CODE")
    verb.add_argument("--method", choices=[method.value for method in Method])
    verb.add_argument("--least", metavar="YUAN")
    verb.add_argument("--most", metavar="YUAN")


def add_trade_list(verbs: Any, opened: argparse.ArgumentParser) -> None:
    """Add the verb to the parser."""
    verb = verbs.add_parser("trades", parents=[opened], help="list trades")
    add_narrowing(verb)
    verb.add_argument("--find", metavar="TEXT", help="customer, item, note or receipt")
    verb.add_argument("--clerk", metavar="NAME")
    verb.add_argument("--state", choices=[fits.value for fits in Fits])
    verb.add_argument("--limit", type=int, default=PAGE, metavar="N")
