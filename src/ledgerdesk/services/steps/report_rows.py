"""Rows of reports that are more than one statement: shares of items, ages of debts, statements."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from ledgerdesk.core.identity import masked_in
from ledgerdesk.core.moments import stored
from ledgerdesk.core.reports import OPENING, RECEIVED, RETURNED, Value
from ledgerdesk.core.settling import AGES, age_column, shares
from ledgerdesk.i18n.settling_words import deposit_item
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.services.steps.receipts.wording import office_translator
from ledgerdesk.storage import accounts, customers, reports, transactions
from ledgerdesk.storage.accounts import Move, OwedTrade
from ledgerdesk.storage.database import Transaction

_Rows = Iterator[tuple[Value, ...]]


def by_item(desk: Desk, tx: Transaction, first: date, last: date) -> _Rows:
    """Yield item, lines and sum of the payments of a time, the greatest sum first.

    A part payment has its share of the lines, to the 分; what was kept is an item of its own.
    """
    lines: Counter[str] = Counter()
    sums: Counter[str] = Counter()
    for item, count, total in reports.rows(tx, reports.BY_ITEM, first, last):
        lines[str(item)] += _whole(count)
        sums[str(item)] += _whole(total)
    kept = deposit_item(office_translator(desk))
    for row in reports.rows(tx, reports.IN_PART, first, last):
        trade_id, settles, amount, before = (_whole(value) for value in row)
        of_trade = transactions.lines_of(tx, trade_id)
        found = shares(of_trade, before, before + settles) if settles else ()
        for line, share in zip(of_trade, found, strict=False):
            lines[line.item] += 1
            sums[line.item] += share
        if amount != settles:
            lines[kept] += 1
            sums[kept] += amount - settles
    for item in sorted(sums, key=lambda name: (-sums[name], name)):
        yield masked_in(item), lines[item], sums[item]


def ageing(desk: Desk, tx: Transaction, day: date) -> _Rows:
    """Yield who owed what at the end of a day, by age, the greatest sum first; in 分."""
    today = desk.local_date(desk.clock.now())
    if day >= today:
        owed: Iterable[OwedTrade] = accounts.all_owed(tx, day)
    else:
        end = datetime.combine(day + timedelta(days=1), time.min, tzinfo=desk.office.zone)
        owed = accounts.owed_on(tx, day, stored(end))
    ages: dict[str, list[int]] = {}
    trades: Counter[str] = Counter()
    names: dict[str, tuple[str, str]] = {}
    for one in owed:
        code, name = names.get(one.customer_pub) or _living(tx, one)
        names[one.customer_pub] = code, name
        columns = ages.setdefault(code, [0] * (len(AGES) + 1))
        columns[age_column(one.traded_on, min(day, today))] += one.owed_fen
        trades[code] += 1
    by_code = dict(names.values())
    for code in sorted(ages, key=lambda one: (-sum(ages[one]), one)):
        yield code, masked_in(by_code[code]), trades[code], *ages[code], sum(ages[code])


def statement_of(tx: Transaction, family: Iterable[int], first: date, last: date) -> _Rows:
    """Yield a customer's account: the balance brought forward, then each move with the balance."""
    balance, is_begun = 0, False
    for move in accounts.moves(tx, family, last):
        if move.day >= first and not is_begun:
            yield first, OPENING, "", "", None, None, balance
            is_begun = True
        balance += move.asked_fen - move.paid_fen
        if move.day >= first:
            yield move.day, _entry(move), move.method, move.number, *_sums(move), balance
    if not is_begun:
        yield first, OPENING, "", "", None, None, balance


def _entry(move: Move) -> str:
    if move.method:
        return RECEIVED if move.paid_fen > 0 else RETURNED
    return masked_in(move.item)


def _sums(move: Move) -> tuple[int | None, int | None]:
    return (None, move.paid_fen) if move.method else (move.asked_fen, None)


def _living(tx: Transaction, one: OwedTrade) -> tuple[str, str]:
    found = customers.by_pub(tx, one.customer_pub)
    if found is None:
        return one.customer_code, one.customer
    card = customers.living(tx, found)
    return card.code, card.name


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError("the book holds a whole number here")
    return value
