"""What the verbs about series need before one call runs them."""

from collections.abc import Mapping
from pathlib import Path

from tests.services.verb import Call, Verb

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.receipts import Reset
from ledgerdesk.core.series import SeriesDraft

DEPOSITS = SeriesDraft(code="YJ", title="押金", pattern="YJ{yyyy}-{0000}", reset=Reset.YEARLY)


def change(ledger: Ledger, _: Path) -> Call:
    ledger.series.add(DEPOSITS)
    return lambda: ledger.series.change("YJ", title="押金收据")


SERIES: Mapping[str, Verb] = {
    "series.add": Verb(
        action="series.change",
        prepare=lambda ledger, _: lambda: ledger.series.add(DEPOSITS),
        entries=1,
    ),
    "series.change": Verb(action="series.change", prepare=change, entries=1),
    "series.continuity": Verb(
        action="series.look", prepare=lambda ledger, _: ledger.series.continuity
    ),
    "series.every": Verb(action="series.look", prepare=lambda ledger, _: ledger.series.every),
}
