"""Make copies one after another, and say how far each is; the desk goes on meanwhile."""

from collections.abc import Sequence
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QObject, Signal

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.errors import KnownError
from ledgerdesk.gui.tasks import Job, Tasks
from ledgerdesk.services.backups import Made, Ready, Written
from ledgerdesk.services.steps.backups.proved_backup import prove_and_write

Target = Path | None
"""A folder, or None: beside the book itself."""
_SETTLED_SECONDS = 0.5


class BackupRunner(QObject):
    """Of each copy: the snapshot on the lane, the long part beside it, the record on the lane.

    `begun`, `made` and `failed` say the target; `progressed` its percent, half of it writing and
    half reading back, and the bytes a second so far (0 before that can be told). `ended` comes
    once nothing is left to do.
    """

    begun = Signal(object)
    progressed = Signal(int, int)
    made = Signal(object, object)
    failed = Signal(object, object)
    ended = Signal()

    def __init__(self, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._waiting: list[Target] = []
        self._ready: Ready | None = None
        self._job: Job | None = None
        self._since = 0.0
        self.is_running = False
        self.target: Target = None

    def run(self, targets: Sequence[Target]) -> None:
        """Make a copy in each target, in this order; what is under way comes first."""
        self._waiting += [one for one in targets if one not in self._waiting]
        if not self.is_running:
            self._next()

    def stop(self) -> None:
        """Give up what is under way and what waits; older copies stay as they are."""
        self._waiting.clear()
        if self._job is not None:
            self._job.stop()

    def forget(self) -> None:
        """Forget all of it once the book is locked: the lock stops what is under way."""
        self._waiting.clear()
        self._ready = self._job = None
        self.is_running = False

    def _next(self) -> None:
        if not self._waiting:
            was_running, self.is_running = self.is_running, False
            if was_running:
                self.ended.emit()
            return
        self.is_running = True
        target = self.target = self._waiting.pop(0)
        self._since = monotonic()
        self.begun.emit(target)

        def prepare(ledger: Ledger) -> Ready:
            if target is None:
                return ledger.backups.prepare_at_home()
            return ledger.backups.prepare(target)

        self._tasks.query(self, prepare, self._prove, self._fail)

    def _prove(self, ready: Ready) -> None:
        if not self._tasks.is_open or not self.is_running:
            ready.discard()  # locked meanwhile: nobody could record it
            return
        self._ready = ready
        self._since = monotonic()

        def done(written: Written) -> None:
            if self._ready is ready:
                self._record(ready, written)

        def failed(error: KnownError) -> None:
            if self._ready is ready:  # else the book was locked: nobody waits for it
                self._fail(error)

        self._job = self._tasks.aside(
            self, lambda progress: prove_and_write(ready, progress), done, failed, self._tell
        )

    def _tell(self, percent: int) -> None:
        took = monotonic() - self._since
        ready = self._ready
        speed = 0
        if ready is not None and took >= _SETTLED_SECONDS:
            speed = int(2 * ready.snapshot.size * percent / 100 / took)
        self.progressed.emit(percent, speed)

    def _record(self, ready: Ready, written: Written) -> None:
        target = self.target

        def done(made: Made) -> None:
            self._job = self._ready = None
            self.made.emit(target, made)
            self._next()

        self._tasks.mutate(
            self, lambda ledger: ledger.backups.record(ready, written), done, self._fail
        )

    def _fail(self, error: KnownError) -> None:
        target, self._job, self._ready = self.target, None, None
        self.failed.emit(target, error)
        self._next()
