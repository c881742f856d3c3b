"""Lives that change keys until cut short, at a chosen step or at any time."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support.lives import Task, office_of, say
from tests.support.office import Office

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.staff import Role
from ledgerdesk.runtime.files import write_private_line
from ledgerdesk.services.access import Credential, Recovery, recover
from ledgerdesk.services.steps.keys.sheet_rows import Names
from ledgerdesk.storage.database import Database, Transaction
from ledgerdesk.vault import whole_file
from ledgerdesk.vault.creation import RecoverySheet

GIVEN = "a password of the day"


class Steps:
    """The steps of an act in their order; at the n-th one the process is gone, 0 lets it live."""

    def __init__(self, at: int) -> None:
        self.names: list[str] = []
        self._last = at

    def passed(self, name: str) -> None:
        self.names.append(name)
        if len(self.names) == self._last:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self) -> None:
        """Count from here on each step of writing a file, a transaction and a rekeying."""
        for name in ("_write", "_replace", "sync_folder"):
            self._after(whole_file, name)
        self._around(Database, "_rekeyed_and_closed")
        write, passed = Database.write, self.passed

        @contextmanager
        def watched(database: Database) -> Iterator[Transaction]:
            with write(database) as tx:
                yield tx
                passed("written, not committed")
            passed("committed")

        Database.write = watched  # type: ignore[method-assign,assignment]  # in this child alone

    def _after(self, place: Any, name: str) -> None:
        call = getattr(place, name)

        def watched(*arguments: Any, **named: Any) -> Any:
            result = call(*arguments, **named)
            self.passed(f"{name.strip('_')} {getattr(arguments[-1], 'name', '')}".strip())
            return result

        setattr(place, name, watched)

    def _around(self, place: Any, name: str) -> None:
        call = getattr(place, name)

        def watched(*arguments: Any, **named: Any) -> Any:
            self.passed(f"before {name.strip('_')}")
            result = call(*arguments, **named)
            self.passed(f"after {name.strip('_')}")
            return result

        setattr(place, name, watched)


def in_steps(task: Task, act: Callable[[Office, Ledger], object]) -> None:
    """Open as somebody, act in steps, and say when it is done and which steps there were."""
    office = office_of(task)
    ledger = office.open(Credential(login=task["login"], password=task["password"]))
    steps = Steps(task["at"])
    steps.watch()
    say("begun")
    act(office, ledger)
    names = [name.replace(" ", "_") for name in steps.names]
    say("done", *names, len(names))
    ledger.lock()


def removes(task: Task) -> None:
    """Remove somebody."""
    in_steps(task, lambda _, ledger: ledger.staff.remove(task["name"]))


def changes_password(task: Task) -> None:
    """Change one's own password."""
    in_steps(
        task, lambda _, ledger: ledger.staff.change_own_password(task["password"], task["new"])
    )


def lets_in(task: Task) -> None:
    """Let somebody in."""
    in_steps(task, lambda _, ledger: ledger.staff.add(task["name"], Role.CLERK, GIVEN))


def recovers(task: Task) -> None:
    """Give the owner a new password by the sheet, the new sheet put down in a file."""
    office = office_of(task)

    def put_down(sheet: RecoverySheet, _: Names) -> None:
        write_private_line(Path(task["out"]), sheet.one_line())

    wanted = Recovery(
        sheet=Credential.from_recovery_text(task["sheet"]), login=None, password=task["new"]
    )
    steps = Steps(task["at"])
    steps.watch()
    say("begun")
    recover(office.house._place(office.vault), wanted, put_down)
    names = [name.replace(" ", "_") for name in steps.names]
    say("done", *names, len(names))


KEEPING: dict[str, Callable[[Task], None]] = {
    "changes_password": changes_password,
    "lets_in": lets_in,
    "recovers": recovers,
    "removes": removes,
}
