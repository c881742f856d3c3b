"""The work of an import, one piece at a time: read beside the lane, compare and add on it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Changes, Done
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.import_columns import Chosen
from ledgerdesk.core.importing import Doubtful
from ledgerdesk.core.progress import Progress
from ledgerdesk.gui.tasks import Job, Tasks
from ledgerdesk.services.imports import Outcome, Ready, Table, Understood
from ledgerdesk.services.steps.imports.table_reading import read, understand

Value = TypeVar("Value")


class ImportWork(QObject):
    """Begin a piece and tell what it came to; what was begun before is given up unheard."""

    was_read = Signal(object)
    comparing = Signal()
    foreseen = Signal(object)
    added = Signal(object)
    refused = Signal(object)
    progressed = Signal(int)

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self._tasks = tasks
        self._turn = 0
        self._job: Job | None = None
        self._understood: Understood | None = None

    @property
    def is_under_way(self) -> bool:
        """Tell whether an answer is still to come."""
        return self._job is not None

    def cancel(self) -> None:
        """Let the piece under way end with `cancelled`, which is told."""
        if self._job is not None:
            self._job.stop()

    def drop(self) -> None:
        """Give up what is under way, unheard, and forget what was read."""
        self.cancel()
        self._job = None
        self._turn += 1
        self._understood = None

    def read(self, source: Path | bytes) -> None:
        """Read a file or pasted bytes into a table."""
        self.drop()

        def prepared(ready: Ready) -> None:
            self._job = self._tasks.aside(
                self,
                lambda progress: read(ready, progress),
                self._heard(self.was_read.emit),
                self._heard(self.refused.emit),
                self._heard_percent(),
            )

        self._tasks.query(
            self,
            lambda ledger: ledger.imports.prepare(source),
            self._heard(prepared),
            self._heard(self.refused.emit),
        )

    def foresee(self, table: Table, chosen: Chosen, doubtful: Doubtful = Doubtful.NEW) -> None:
        """Turn a table into records and compare them with the book."""
        self.drop()

        def compare(read_rows: Understood) -> None:
            understood = replace(read_rows, doubtful=doubtful)
            self._understood = understood
            self.comparing.emit()
            self._job = self._on_lane(
                lambda ledger, progress: Done(
                    value=ledger.imports.foresee(understood, progress), changes=Changes.NOTHING
                ),
                self.foreseen.emit,
            )

        self._job = self._tasks.aside(
            self,
            lambda progress: understand(table, chosen, progress),
            self._heard(compare),
            self._heard(self.refused.emit),
            self._heard_percent(),
        )

    def add(self) -> None:
        """Add what was compared last."""
        understood = self._understood
        if understood is not None and self._job is None:
            self._job = self._on_lane(
                lambda ledger, progress: ledger.imports.add(understood, progress), self.added.emit
            )

    def _on_lane(
        self,
        work: Callable[[Ledger, Progress], Done[Outcome]],
        done: Callable[[Outcome], None],
    ) -> Job | None:
        return self._tasks.mutate_long(
            self, work, self._heard(done), self._heard(self.refused.emit), self._heard_percent()
        )

    def _heard(self, hear: Callable[[Value], None]) -> Callable[[Value], None]:
        """Hear an answer only while its piece of work is still the one that is wanted."""
        turn = self._turn

        def answer(value: Value) -> None:
            if turn == self._turn:
                self._job = None
                hear(value)

        return answer

    def _heard_percent(self) -> Callable[[int], None]:
        turn = self._turn

        def told(percent: int) -> None:
            if turn == self._turn:
                self.progressed.emit(percent)

        return told


def problem_of(error: object) -> KnownError:
    """Take a signal's object for the known error it is."""
    if not isinstance(error, KnownError):
        raise TypeError(type(error).__name__)
    return error
