"""The list of trades: narrowed, summed, and narrowed again by what was kept under a name."""

from collections.abc import Callable

from ledgerdesk.core.changes import Changes, Done
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.texts import clean
from ledgerdesk.core.trade_lists import (
    MAX_FILTERS,
    MAX_NAME_CHARACTERS,
    TradeQuery,
    TradeState,
    filters_in,
    kept,
    refuse_impossible,
)
from ledgerdesk.services.steps.desk import Act, Desk
from ledgerdesk.services.steps.office import TRADE_FILTERS
from ledgerdesk.services.steps.setting_rows import write_setting
from ledgerdesk.services.steps.trade_pages import (
    ListedTrade,
    TradePage,
    TradeTally,
    read_trades,
    tally_trades,
)
from ledgerdesk.storage import book, trade_list
from ledgerdesk.storage.trade_list import Key

__all__ = ["ListedTrade", "TradePage", "TradeQuery", "TradeState", "TradeTally", "Trades"]

LOOK, KEEP = "trades.look", "trades.keep_filter"
PAGE = 100
Filters = dict[str, TradeQuery]


class Trades:
    """What an office looks up among its trades."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def read(self, query: TradeQuery, after: Key | None = None, *, limit: int = PAGE) -> TradePage:
        """Read a page of what fits, newest day first, on from where another one ended.

        Raises `bad_value` (fields `to`, `most`) for a range that ends before it begins.
        """
        self._desk.allow(LOOK)
        with self._desk.database.read() as tx:
            return read_trades(self._desk, tx, query, after, limit=limit)

    def tally(self, query: TradeQuery, so_far: TradeTally | None = None) -> TradeTally:
        """Count and sum what fits, a bounded part at each call; `after` says to go on."""
        self._desk.allow(LOOK)
        with self._desk.database.read() as tx:
            return tally_trades(self._desk, tx, query, so_far or TradeTally())

    def clerks(self) -> tuple[tuple[str, str], ...]:
        """List (public id, name) of everybody who ever recorded a trade or may have."""
        self._desk.allow(LOOK)
        with self._desk.database.read() as tx:
            return tuple(trade_list.clerks(tx))

    def filters(self) -> Filters:
        """Give the kept filters by their names."""
        self._desk.allow(LOOK)
        with self._desk.database.read() as tx:
            return _filters(book.settings(tx).get(TRADE_FILTERS))

    def keep_filter(self, name: str, query: TradeQuery) -> Done[Filters]:
        """Keep a filter under a name, in the place of another of that name.

        Raises `bad_value` (field `name`) for none, for too many, and for a range that cannot be.
        """
        refuse_impossible(query)
        name = clean(name, field="name", max_length=MAX_NAME_CHARACTERS)
        if not name:
            raise KnownError(Code.BAD_VALUE, field="name", reason="required")

        def keep(found: dict[str, object]) -> None:
            found[name] = kept(query)
            if len(found) > MAX_FILTERS:
                raise KnownError(
                    Code.BAD_VALUE, field="name", reason="too_many_filters", limit=MAX_FILTERS
                )

        return self._write(keep)

    def drop_filter(self, name: str) -> Done[Filters]:
        """Keep a filter no longer; one that is not there is no fault."""
        return self._write(lambda found: found.pop(name, None))

    def _write(self, change: Callable[[dict[str, object]], object]) -> Done[Filters]:
        with self._desk.act(KEEP) as act:
            found = _stored(act)
            change(found)
            write_setting(act, TRADE_FILTERS, found, told=", ".join(sorted(found)))
            act.close_entry(KEEP)
        return Done(value=_filters(found), changes=Changes.NOTHING)


def _stored(act: Act) -> dict[str, object]:
    found = book.settings(act.tx).get(TRADE_FILTERS)
    return dict(found) if isinstance(found, dict) else {}


def _filters(stored: object) -> Filters:
    found = filters_in(stored)
    return {name: found[name] for name in sorted(found)}
