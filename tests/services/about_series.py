"""What the verbs about series need before one call runs them."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from tests.services.verb import Call, Verb

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.handouts import Handout, HandoutDraft
from ledgerdesk.core.receipts import Reset
from ledgerdesk.core.series import SeriesDraft

TO_LI = HandoutDraft(series="SJ", first="51", last="100", person="小李", on=date(2026, 11, 20))
DEPOSITS = SeriesDraft(code="YJ", title="押金", pattern="YJ{yyyy}-{0000}", reset=Reset.YEARLY)


def change(ledger: Ledger, _: Path) -> Call:
    ledger.series.add(DEPOSITS)
    return lambda: ledger.series.change("YJ", title="押金收据")


def hand_out(ledger: Ledger) -> Handout:
    return ledger.series.hand_out(TO_LI).value


def take_back(ledger: Ledger, _: Path) -> Call:
    pub = hand_out(ledger).pub
    return lambda: ledger.series.take_back(pub, first_unused="60", on=TO_LI.on)


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
    "series.hand_out": Verb(
        action="series.hand_out",
        prepare=lambda ledger, _: lambda: ledger.series.hand_out(TO_LI),
        entries=1,
    ),
    "series.register": Verb(action="series.look", prepare=lambda ledger, _: ledger.series.register),
    "series.running_out": Verb(
        action="series.look", prepare=lambda ledger, _: ledger.series.running_out
    ),
    "series.take_back": Verb(action="series.hand_out", prepare=take_back, entries=1),
}
