"""The verbs about people, keys and the recovery sheet, each made ready for one call."""

from collections.abc import Callable, Mapping
from pathlib import Path

from tests.services.verb import Call, Prepare, Verb
from tests.support.fake_stores import MemoryStore
from tests.support.still_office import PASSWORD, desk_of

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.staff import Role
from ledgerdesk.vault.creation import RecoverySheet

GIVEN = "a password of the day"


def _with_clerk(call: Callable[[Ledger, str], object]) -> Prepare:
    def prepare(ledger: Ledger, _: Path) -> Call:
        ledger.staff.add("小李", Role.CLERK, GIVEN)
        return lambda: call(ledger, "小李")

    return prepare


def _sheet_of(ledger: Ledger) -> RecoverySheet:
    """Issue a sheet, as `renew` does, and keep it for the test."""
    found: list[RecoverySheet] = []
    ledger.sheet.renew(lambda sheet, _: found.append(sheet))
    return found[0]


def _prove_groups(ledger: Ledger, _: Path) -> Call:
    groups = _sheet_of(ledger).key.groups()
    asked = ledger.sheet.state().asked
    typed = tuple(groups[line - 1][group - 1] for line, group in asked)
    return lambda: ledger.sheet.prove_groups(typed)


def _prove(ledger: Ledger, _: Path) -> Call:
    text = _sheet_of(ledger).one_line()
    return lambda: ledger.sheet.prove(text)


def _in_memory(call: Callable[[Ledger], object]) -> Prepare:
    def prepare(ledger: Ledger, _: Path) -> Call:
        desk_of(ledger).drawer.store = MemoryStore()
        return lambda: call(ledger)

    return prepare


KEYS: Mapping[str, Verb] = {
    "keys.keep_backup_key": Verb(
        action="keys.keep_backup_key",
        prepare=_in_memory(lambda ledger: ledger.keys.keep_backup_key(on=True)),
        entries=1,
    ),
    "keys.keep_personal_slot": Verb(
        action="keys.keep_personal_slot",
        prepare=_in_memory(lambda ledger: ledger.keys.keep_personal_slot(PASSWORD, on=True)),
        entries=1,
    ),
    "keys.refresh_store": Verb(
        action="keys.look", prepare=lambda ledger, _: ledger.keys.refresh_store
    ),
    "keys.store": Verb(action="keys.look", prepare=lambda ledger, _: ledger.keys.store),
}

SHEET: Mapping[str, Verb] = {
    "keys.rotate": Verb(
        action="keys.rotate", prepare=lambda ledger, _: ledger.keys.rotate, entries=2, is_long=True
    ),
    "keys.state": Verb(action="keys.look", prepare=lambda ledger, _: ledger.keys.state),
    "sheet.prove": Verb(action="sheet.keep", prepare=_prove, entries=1),
    "sheet.prove_groups": Verb(action="sheet.keep", prepare=_prove_groups, entries=1),
    "sheet.renew": Verb(
        action="sheet.renew",
        prepare=lambda ledger, _: lambda: ledger.sheet.renew(lambda *_: None),
        entries=1,
    ),
    "sheet.state": Verb(action="sheet.look", prepare=lambda ledger, _: ledger.sheet.state),
}

STAFF: Mapping[str, Verb] = {
    "staff.add": Verb(
        action="staff.add",
        prepare=lambda ledger, _: lambda: ledger.staff.add("小周", Role.CLERK, GIVEN),
        entries=1,
    ),
    "staff.change_own_password": Verb(
        action="staff.change_password",
        prepare=lambda ledger, _: (
            lambda: ledger.staff.change_own_password(PASSWORD, "another long password")
        ),
        entries=1,
    ),
    "staff.change_role": Verb(
        action="staff.change_role",
        prepare=_with_clerk(lambda ledger, who: ledger.staff.change_role(who, Role.AUDITOR)),
        entries=1,
    ),
    "staff.disable": Verb(
        action="staff.disable",
        prepare=_with_clerk(lambda ledger, who: ledger.staff.disable(who)),
        entries=1,
    ),
    "staff.enable": Verb(
        action="staff.enable",
        prepare=_with_clerk(lambda ledger, who: ledger.staff.enable(who)),
        entries=1,
    ),
    "staff.people": Verb(action="staff.list", prepare=lambda ledger, _: ledger.staff.people),
    "staff.remove": Verb(
        action="staff.remove",
        prepare=_with_clerk(lambda ledger, who: ledger.staff.remove(who)),
        entries=3,
        is_long=True,
    ),
    "staff.rename": Verb(
        action="staff.rename",
        prepare=_with_clerk(lambda ledger, who: ledger.staff.rename(who, "李雷")),
        entries=1,
    ),
    "staff.reset_password": Verb(
        action="staff.reset_password",
        prepare=_with_clerk(lambda ledger, who: ledger.staff.reset_password(who, GIVEN)),
        entries=1,
    ),
}
