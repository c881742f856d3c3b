"""Inside a transaction: the list of trades as a person reads it, a page or a tally at a time."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from ledgerdesk.core.identity import masked_in
from ledgerdesk.core.money import MAX_FEN
from ledgerdesk.core.trade_lists import TradeQuery, TradeState, days_of, refuse_impossible
from ledgerdesk.core.transactions import Method
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.storage import customers, trade_list
from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.trade_list import Counted, Key, Line, Wanted

_LETTERS = re.compile(r"[a-z]")
_HIDDEN = frozenset({"stopped", "erased"})
_HUGE = MAX_FEN * 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedTrade:
    """One line of the list; sums in 分. The customer is nameless whose data must not be used."""

    id: int
    pub: str
    traded_on: date
    customer_pub: str
    customer_code: str
    customer: str
    item: str
    lines: int
    methods: tuple[Method, ...]
    total_fen: int
    owed_fen: int
    number: str | None
    state: TradeState
    is_imported: bool
    late_reason: str | None
    clerk: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TradePage:
    """Some lines, and the key the next page goes on from; without one, that was all.

    A page may hold fewer lines than were asked for, even none: it looks at a bounded part.
    """

    trades: tuple[ListedTrade, ...]
    after: Key | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TradeTally:
    """How many trades fit in a part of the list, how many are void, the others' sums in 分."""

    trades: int = 0
    void: int = 0
    sum_fen: int = 0
    owed_fen: int = 0
    after: Key | None = None


def read_trades(
    desk: Desk, tx: Transaction, query: TradeQuery, after: Key | None, *, limit: int
) -> TradePage:
    """Read a page of the list from where another one ended."""
    lines, following = trade_list.page(tx, wanted_of(desk, tx, query), after, limit=limit)
    return TradePage(trades=tuple(_listed(line) for line in lines), after=following)


def tally_trades(desk: Desk, tx: Transaction, query: TradeQuery, so_far: TradeTally) -> TradeTally:
    """Count a part of the list more."""
    counted, following = trade_list.tally(tx, wanted_of(desk, tx, query), so_far.after)
    return _added(so_far, counted, following)


def trade_ids(desk: Desk, tx: Transaction, query: TradeQuery) -> list[int]:
    """List the row ids of every trade that fits, oldest day first, as a table of trades is."""
    wanted, found = wanted_of(desk, tx, query), list[int]()
    lines, after = trade_list.page(tx, wanted, None, limit=trade_list.RUN)
    found += [line.id for line in lines]
    while after is not None:
        lines, after = trade_list.page(tx, wanted, after, limit=trade_list.RUN)
        found += [line.id for line in lines]
    return found[::-1]


def wanted_of(desk: Desk, tx: Transaction, query: TradeQuery) -> Wanted:
    """Find what a query means in the book: row ids, bounds, the customers a text may mean."""
    refuse_impossible(query)
    first, last = days_of(query.when, desk.local_date(desk.clock.now()))
    typed = query.text.encode("utf-8", "ignore").decode("utf-8")
    plain = unicodedata.normalize("NFKC", typed).lower().strip()
    named = trade_list.named_like(tx, plain) if _LETTERS.search(plain) else ()
    family = None
    if query.customer is not None:
        found = customers.by_pub(tx, query.customer)
        family = () if found is None else tuple(customers.family(tx, found.id))
    return Wanted(
        first=max(first, query.first or first).isoformat(),
        last=min(last, query.last or last).isoformat(),
        fits=query.fits,
        least_fen=-_HUGE if query.least_fen is None else query.least_fen,
        most_fen=_HUGE if query.most_fen is None else query.most_fen,
        staff_id=None if query.clerk is None else trade_list.clerk_id(tx, query.clerk),
        method=None if query.method is None else query.method.value,
        customers=family,
        text=plain,
        named=named,
    )


def _added(so_far: TradeTally, counted: Counted, following: Key | None) -> TradeTally:
    return TradeTally(
        trades=so_far.trades + counted.trades,
        void=so_far.void + counted.void,
        sum_fen=so_far.sum_fen + counted.sum_fen,
        owed_fen=so_far.owed_fen + counted.owed_fen,
        after=following,
    )


def _listed(line: Line) -> ListedTrade:
    hidden = line.customer_state in _HIDDEN
    return ListedTrade(
        id=line.id,
        pub=line.pub,
        traded_on=line.traded_on,
        customer_pub=line.customer_pub,
        customer_code=line.customer_code,
        customer="" if hidden else line.customer,
        item=masked_in(line.item),
        lines=line.lines,
        methods=tuple(Method(name) for name in line.methods.split(",") if name),
        total_fen=line.total_fen,
        owed_fen=line.owed_fen,
        number=line.number,
        state=_state(line),
        is_imported=line.source == "imported",
        late_reason=line.late_reason,
        clerk=line.clerk,
    )


def _state(line: Line) -> TradeState:
    """Give the first state that is true, in the order of `TradeState`."""
    true = {
        TradeState.VOID: line.is_void,
        TradeState.REVERSAL: line.kind == "reversal",
        TradeState.REVERSED: line.is_reversed,
        TradeState.RETURNED: line.verdict == "returned",
        TradeState.WAITING: line.verdict == "waiting",
        TradeState.UNPAID: line.owed_fen >= line.total_fen,
        TradeState.PART: line.owed_fen > 0,
        TradeState.PAID: True,
    }
    return next(state for state in TradeState if true[state])
