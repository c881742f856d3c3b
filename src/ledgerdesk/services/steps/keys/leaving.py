"""The long act of letting somebody go: a rotation without him, and a new proved backup at once."""

from dataclasses import dataclass
from pathlib import Path

from ledgerdesk.backup import naming
from ledgerdesk.backup.drive import Drive
from ledgerdesk.backup.opening import opened
from ledgerdesk.backup.reslotting import replace_slots
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.staff import Role
from ledgerdesk.services.steps.backups import proved_backup
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.services.steps.keys import rotating
from ledgerdesk.storage import backups
from ledgerdesk.vault.backup_slots import signer_among, without_owners
from ledgerdesk.vault.primitives import verify_signature
from ledgerdesk.vault.rotation import Leaving


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What letting go has led to: the generation that counts and the new backup in the vault.

    `carrying` names the backups an owner who went still opens with his password: on sticks, out of
    reach from here, or made before this session's own key.
    """

    generation: int
    backup: Path
    carrying: tuple[str, ...] = ()


def let_go(desk: Desk, action: str, leaving: Leaving) -> Left:
    """Rotate without those who leave, then have the book twice under the new key.

    An owner who leaves is taken out of the local backups as well. Raises what a rotation raises;
    `backup_not_written` where only the backup is missing.
    """
    house = desk.drawer.file().house
    owners = frozenset(
        one.holder.id
        for one in house.people
        if one.role is Role.OWNER and one.holder.id in leaving.everybody
    )
    rotating.rotate(desk, action, leaving)
    try:
        ready, written = proved_backup.make_at_home(desk)
        with desk.upkeep() as act:
            proved_backup.log(act, ready, written)
            act.close_entry("backups.make")
    except KnownError as problem:
        raise KnownError(Code.BACKUP_NOT_WRITTEN, why=problem.code.value) from problem
    desk.marks.settle()
    return Left(
        generation=desk.unlocked.generation,
        backup=written.path,
        carrying=_still_carrying(desk, owners, written.path) if owners else (),
    )


def _still_carrying(desk: Desk, gone: frozenset[str], newest: Path) -> tuple[str, ...]:
    """Take those who went out of the local backups; name every other one that has them."""
    folder = desk.paths.backups
    freed = {newest.name}
    for found in naming.found_in(folder, desk.unlocked.vault_id, verify_signature):
        try:
            if _freed(desk, found.path, gone):
                freed.add(found.path.name)
        except KnownError:
            continue  # it stays as it is and is named: nothing of it was lost
    with desk.database.read() as tx:
        known = [row.file_name for row in backups.proved(tx)]
    local = [path.name for path in sorted(folder.glob(f"*{naming.SUFFIX}"))]
    return tuple(sorted({*known, *local} - freed))


def _freed(desk: Desk, path: Path, gone: frozenset[str]) -> bool:
    bounds = desk.drawer.bounds
    with opened(path, verify_signature) as file:
        slots = file.keys.slots
    left = without_owners(slots, gone)
    if left is None:
        return True
    signer = signer_among(slots, desk.unlocked, bounds=bounds)
    if signer is None:
        return False
    replace_slots(path, left, signer, desk.unlocked.sign, verify_signature, drive=Drive())
    return True
