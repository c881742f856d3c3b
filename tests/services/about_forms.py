"""What the verbs about forms, codes and filing need before one call runs them."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from tests.services.verb import Call, Verb

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.receipts import Paper
from ledgerdesk.core.templates import STANDARD

OWN = replace(STANDARD, title="押金收据", foot_note="凭此据退还押金")


def reset(ledger: Ledger, _: Path) -> Call:
    ledger.templates.keep(OWN)
    return ledger.templates.reset


def hand_out(ledger: Ledger, folder: Path) -> Call:
    gathered = ledger.filing.gather(folder / "filed")
    gathered.write()
    return lambda: ledger.filing.hand_out(gathered)


FORMS: Mapping[str, Verb] = {
    "codes.page": Verb(action="receipts.list", prepare=lambda ledger, _: ledger.codes.page),
    "codes.verify": Verb(
        action="receipts.list", prepare=lambda ledger, _: lambda: ledger.codes.verify("LD1:.")
    ),
    "filing.gather": Verb(
        action="exports.receipts",
        prepare=lambda ledger, folder: lambda: ledger.filing.gather(folder / "filed"),
    ),
    "filing.hand_out": Verb(action="exports.receipts", prepare=hand_out, entries=1),
    "filing.run": Verb(
        action="exports.receipts",
        prepare=lambda ledger, folder: lambda: ledger.filing.run(folder / "filed"),
        entries=1,
    ),
    "templates.current": Verb(
        action="templates.look", prepare=lambda ledger, _: ledger.templates.current
    ),
    "templates.keep": Verb(
        action="templates.change",
        prepare=lambda ledger, _: lambda: ledger.templates.keep(OWN),
        entries=1,
    ),
    "templates.reset": Verb(action="templates.change", prepare=reset, entries=1),
    "templates.trial": Verb(
        action="templates.look",
        prepare=lambda ledger, _: lambda: ledger.templates.trial(OWN, Paper.A5),
    ),
}
