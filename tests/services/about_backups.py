"""The verbs of the plan for copies, and the folders they are tried with."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from tests.services.verb import Call, Verb

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.backup_plan import PlaceKind


def _forget(ledger: Ledger, folder: Path) -> Call:
    place = ledger.backup_plan.name_place(folder, "A", PlaceKind.STICK).value
    return lambda: ledger.backup_plan.forget_place(place.pub)


def _change(ledger: Ledger, _: Path) -> Call:
    plan = replace(ledger.backup_plan.standing().plan, every=50)
    return lambda: ledger.backup_plan.change(plan)


BACKUPS: Mapping[str, Verb] = {
    "backup_plan.change": Verb(action="backups.change_plan", prepare=_change, entries=1),
    "backup_plan.forget_place": Verb(action="backups.change_plan", prepare=_forget, entries=1),
    "backup_plan.look": Verb(
        action="backups.list",
        prepare=lambda ledger, folder: lambda: ledger.backup_plan.look(folder),
    ),
    "backup_plan.name_place": Verb(
        action="backups.name_place",
        prepare=lambda ledger, folder: (
            lambda: ledger.backup_plan.name_place(folder, "A", PlaceKind.STICK)
        ),
        entries=1,
    ),
    "backup_plan.standing": Verb(
        action="backups.list", prepare=lambda ledger, _: ledger.backup_plan.standing
    ),
    "backups.last_away": Verb(
        action="backups.list", prepare=lambda ledger, _: ledger.backups.last_away
    ),
    "backups.make_at_home": Verb(
        action="backups.make", prepare=lambda ledger, _: ledger.backups.make_at_home, entries=1
    ),
    "backups.prepare_at_home": Verb(
        action="backups.make",
        prepare=lambda ledger, _: lambda: ledger.backups.prepare_at_home().discard(),
    ),
}
