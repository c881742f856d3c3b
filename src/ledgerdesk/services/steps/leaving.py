"""The long act of letting somebody go: a rotation without him, and a new proved backup at once."""

from dataclasses import dataclass
from pathlib import Path

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.services.steps import proved_backup, rotating
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.vault.rotation import Leaving


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What letting go has led to: the generation that counts and the new backup in the vault."""

    generation: int
    backup: Path


def let_go(desk: Desk, action: str, leaving: Leaving) -> Left:
    """Rotate without those who leave, then have the book twice under the new key.

    Raises what a rotation raises; `backup_not_written` where only the backup is missing.
    """
    rotating.rotate(desk, action, leaving)
    try:
        ready, written = proved_backup.make_at_home(desk)
        with desk.upkeep() as act:
            proved_backup.log(act, ready, written)
            act.close_entry("backups.make")
    except KnownError as problem:
        raise KnownError(Code.BACKUP_NOT_WRITTEN, why=problem.code.value) from problem
    desk.marks.settle()
    return Left(generation=desk.unlocked.generation, backup=written.path)
