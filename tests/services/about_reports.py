"""What the verbs about reports need before one call runs them."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from tests.services.verb import Call, Verb, of_first_customer

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.reports import Report, What
from ledgerdesk.i18n.translator import Language
from ledgerdesk.services.reports import rendered

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def made(ledger: Ledger, what: What = What.DAILY) -> Report:
    """Make a report of the year."""
    return ledger.reports.make(what, *YEAR)


def make(ledger: Ledger, _: Path) -> Call:
    return lambda: made(ledger)


def write(ledger: Ledger, folder: Path) -> Call:
    report = made(ledger)
    return lambda: ledger.reports.write(report, "csv", folder / "r.csv")


def hand_out(ledger: Ledger, folder: Path) -> Call:
    report = made(ledger)
    data = rendered(report, "csv", Language.ZH)
    return lambda: ledger.reports.hand_out(report, "csv", folder / "r.csv", data)


REPORTS: Mapping[str, Verb] = {
    "reports.hand_out": Verb(action="reports.write", prepare=hand_out, entries=1),
    "reports.statement": Verb(
        action="reports.look",
        prepare=of_first_customer(lambda ledger, pub: ledger.reports.statement(pub, *YEAR)),
    ),
    "reports.make": Verb(action="reports.look", prepare=make),
    "reports.write": Verb(action="reports.write", prepare=write, entries=1),
}
