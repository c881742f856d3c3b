"""Lives that make or restore one backup until cut short, at a chosen call or at any time."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

from tests.backup.sealed import BreakingDrive
from tests.support.lives import Task, office_of, say
from tests.support.office import CREDENTIAL, desk_of

from ledgerdesk.services.backups import Backups
from ledgerdesk.vault.kdf import BOUNDS_ONLY_FOR_TESTING


class DeadlyDrive(BreakingDrive):
    """A disk at whose n-th call the process is gone; 0 lets it live."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self._last = at

    def called(self, name: str) -> None:
        self.calls.append(name)
        if len(self.calls) == self._last:
            os.kill(os.getpid(), signal.SIGKILL)


def backs_up(task: Task) -> None:
    """Make one backup and say when it is done."""
    ledger = office_of(task).open()
    drive = DeadlyDrive(task["at"])
    say("begun")
    made = Backups(desk_of(ledger), drive=drive, bounds=BOUNDS_ONLY_FOR_TESTING).make(
        Path(task["stick"])
    )
    say("done", made.value.path.name, len(drive.calls))
    ledger.lock()


def restores(task: Task) -> None:
    """Restore one backup and say when it is done."""
    drive = DeadlyDrive(task["at"])
    say("begun")
    office_of(task).house.restore(Path(task["file"]), Path(task["vault"]), CREDENTIAL, (), drive)
    say("done", len(drive.calls))


COPYING: dict[str, Callable[[Task], None]] = {"backs_up": backs_up, "restores": restores}
