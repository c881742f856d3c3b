"""What the verbs about the list of trades need before one call runs them."""

from collections.abc import Mapping
from pathlib import Path

from tests.services.verb import Call, Verb

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.trade_lists import Fits, TradeQuery

OWED = TradeQuery(fits=Fits.OWED)


def drop(ledger: Ledger, _: Path) -> Call:
    ledger.trades.keep_filter("欠款", OWED)
    return lambda: ledger.trades.drop_filter("欠款")


TRADES: Mapping[str, Verb] = {
    "trades.clerks": Verb(action="trades.look", prepare=lambda ledger, _: ledger.trades.clerks),
    "trades.drop_filter": Verb(action="trades.keep_filter", prepare=drop, entries=1),
    "trades.filters": Verb(action="trades.look", prepare=lambda ledger, _: ledger.trades.filters),
    "trades.keep_filter": Verb(
        action="trades.keep_filter",
        prepare=lambda ledger, _: lambda: ledger.trades.keep_filter("欠款", OWED),
        entries=1,
    ),
    "trades.read": Verb(
        action="trades.look", prepare=lambda ledger, _: lambda: ledger.trades.read(OWED)
    ),
    "trades.tally": Verb(
        action="trades.look", prepare=lambda ledger, _: lambda: ledger.trades.tally(OWED)
    ),
}
