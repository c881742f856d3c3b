"""The verbs of the plan for copies, and the folders they are tried with."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from tests.services.verb import Call, Verb
from tests.support.still_office import PASSWORD, desk_of

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.backup_plan import PlaceKind
from ledgerdesk.core.unattended import LeftCopy
from ledgerdesk.i18n.translator import Language
from ledgerdesk.services.access import Credential
from ledgerdesk.services.backups import Waiting
from ledgerdesk.services.drills import Drilled, drill
from ledgerdesk.services.steps.backups.leaving_facts import box_of_desk, write_journal
from ledgerdesk.services.steps.backups.proved_backup import prove_and_write
from ledgerdesk.services.steps.backups.proving_left import prove


def _forget(ledger: Ledger, folder: Path) -> Call:
    place = ledger.backup_plan.name_place(folder, "A", PlaceKind.STICK).value
    return lambda: ledger.backup_plan.forget_place(place.pub)


def _change(ledger: Ledger, _: Path) -> Call:
    plan = replace(ledger.backup_plan.standing().plan, every=50)
    return lambda: ledger.backup_plan.change(plan)


def _drilled(ledger: Ledger, folder: Path) -> Drilled:
    file = ledger.backups.make(folder).value.path
    return drill(file, Credential(password=PASSWORD), ledger.drills.ground())


def _record_drill(ledger: Ledger, folder: Path) -> Call:
    drilled = _drilled(ledger, folder)
    return lambda: ledger.drills.record(drilled)


def _certify(ledger: Ledger, folder: Path) -> Call:
    drilled, target = _drilled(ledger, folder), folder / "drill.pdf"
    return lambda: ledger.drills.write_certificate(drilled, target, Language.ZH)


def _left(ledger: Ledger, folder: Path) -> Waiting:
    """Leave a copy as one that nobody was there for."""
    ready = ledger.backups.prepare(folder)
    written, desk = prove_and_write(ready), desk_of(ledger)
    copy = LeftCopy(
        backup_id=written.origin.backup_id,
        sequence=written.origin.sequence,
        generation=written.origin.generation,
        folder=str(folder),
        file_name=written.path.name,
        size=written.size,
        page=bytes(32),
        head_seq=ready.head.seq,
        written_at=written.origin.created,
    )
    write_journal(desk.paths, box_of_desk(desk), [copy])
    (waiting,) = ledger.backups.waiting()
    return waiting


def _record_proved(ledger: Ledger, folder: Path) -> Call:
    proved = prove(_left(ledger, folder))
    return lambda: ledger.backups.record_proved(proved)


def _strike(ledger: Ledger, folder: Path) -> Call:
    waiting = _left(ledger, folder)
    return lambda: ledger.backups.strike(waiting)


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
    "drills.due_on": Verb(action="backups.list", prepare=lambda ledger, _: ledger.drills.due_on),
    "drills.ground": Verb(action="backups.drill", prepare=lambda ledger, _: ledger.drills.ground),
    "drills.held": Verb(action="backups.list", prepare=lambda ledger, _: ledger.drills.held),
    "drills.record": Verb(action="backups.drill", prepare=_record_drill, entries=1),
    "drills.write_certificate": Verb(action="backups.list", prepare=_certify),
    "backups.last_away": Verb(
        action="backups.list", prepare=lambda ledger, _: ledger.backups.last_away
    ),
    "backups.record_proved": Verb(action="backups.make", prepare=_record_proved, entries=1),
    "backups.strike": Verb(action="backups.make", prepare=_strike),
    "backups.waiting": Verb(
        action="backups.make", prepare=lambda ledger, _: ledger.backups.waiting
    ),
    "backups.make_at_home": Verb(
        action="backups.make", prepare=lambda ledger, _: ledger.backups.make_at_home, entries=1
    ),
    "backups.prepare_at_home": Verb(
        action="backups.make",
        prepare=lambda ledger, _: lambda: ledger.backups.prepare_at_home().discard(),
    ),
}
