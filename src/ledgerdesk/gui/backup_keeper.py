"""Keep to the plan for copies while a book is open: on time, when a day is closed, at the end."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.backup_plan import PlaceKind
from ledgerdesk.core.changes import Changes
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.gui.backup_runner import BackupRunner, Target
from ledgerdesk.gui.pages.backups.drive_list import folder_on, looked_for
from ledgerdesk.gui.tasks import Tasks
from ledgerdesk.runtime.drives import DriveSeen
from ledgerdesk.services.backup_plan import Standing
from ledgerdesk.services.backups import ProvedCopy, Waiting
from ledgerdesk.services.steps.backups.proving_left import prove

BEAT_MS = 30_000
"""Twice in the minute within which a window counts as living."""
_BEATS_OF_REST = 20
"""So many beats pass after a copy that failed before it is tried again."""


class BackupKeeper(QObject):
    """Beats beside the vault, makes what is due, proves what was made while nobody was there.

    `failed` says why a copy that nobody asked for was not made.
    """

    failed = Signal(object)

    def __init__(self, tasks: Tasks, runner: BackupRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._runner = runner
        self._standing: Standing | None = None
        self._is_changed = False
        self._rest = 0
        self._own: set[Target] = set()
        self._timer = QTimer(self)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)
        tasks.changed.connect(self._note)
        runner.made.connect(self._made)
        runner.failed.connect(self._not_made)

    def begin(self) -> None:
        """Say that a window holds the vault, and look after copies that wait for their proof."""
        self._is_changed = False
        self._rest = 0
        self._ask(lambda _standing: None)
        self._tasks.query(
            self, lambda ledger: ledger.backups.waiting(), self._prove_all, self._leave_it
        )
        self._timer.start()

    def end(self) -> None:
        """Beat no more."""
        self._timer.stop()
        self._standing = None
        self._own.clear()
        self._runner.forget()

    @property
    def must_copy(self) -> bool:
        """Tell whether leaving now owes a copy beside the book."""
        standing = self._standing
        return standing is not None and standing.plan.on_exit and self._is_changed

    def copy_at_end(self) -> None:
        """Make the copy that leaving owes."""
        self._run([None])

    def day_closed(self) -> None:
        """Copy beside the book and to whatever of the plan is there, if the plan says so."""

        def asked(standing: Standing) -> None:
            if standing.plan.on_close:
                self._copy_everywhere(standing)

        self._ask(asked)

    # ── in time ──────────────────────────────────────────────────────────────────────────

    def _beat(self) -> None:
        self._rest = max(self._rest - 1, 0)

        def asked(standing: Standing) -> None:
            if standing.is_due and not self._runner.is_running and not self._rest:
                self._copy_everywhere(standing)

        self._ask(asked)

    def _ask(self, then: Callable[[Standing], None]) -> None:
        def work(ledger: Ledger) -> Standing:
            ledger.beat()
            return ledger.backup_plan.standing()

        def asked(standing: Standing) -> None:
            self._standing = standing
            then(standing)

        self._tasks.query(self, work, asked, self._leave_it)

    def _copy_everywhere(self, standing: Standing) -> None:
        """Find what of the plan is there now, beside the lane, and copy to all of it."""
        fixed = [
            Path(one.place.folder)
            for one in standing.places
            if one.place.kind is not PlaceKind.STICK
        ]
        sticks = {one.place.pub for one in standing.places if one.place.kind is PlaceKind.STICK}

        def found(seen: tuple[DriveSeen, ...]) -> None:
            folders = [folder_on(one) for one in seen if not one.read_only] if sticks else []

            def ours(ledger: Ledger) -> list[Path]:
                looked = ((at, ledger.backup_plan.look(at).place) for at in folders)
                known = [at for at, place in looked if place is not None and place.pub in sticks]
                return known + [at for at in fixed if at.is_dir()]

            self._tasks.query(self, ours, lambda there: self._run([None, *there]), self._leave_it)

        self._tasks.aside(self, looked_for, found, self._leave_it, lambda _: None)

    def _run(self, targets: Sequence[Target]) -> None:
        self._own.update(targets)
        self._runner.run(targets)

    def _made(self, target: Target, _made: object) -> None:
        self._own.discard(target)
        self._is_changed = False

    def _not_made(self, target: Target, error: KnownError) -> None:
        is_own = target in self._own or target is None
        self._own.discard(target)
        if is_own and error.code is not Code.CANCELLED:
            self._rest = _BEATS_OF_REST
            self.failed.emit(error)

    def _note(self, changes: Changes) -> None:
        if changes & ~Changes.BACKUPS:
            self._is_changed = True

    # ── copies made while nobody was there ───────────────────────────────────────────────

    def _prove_all(self, waiting: tuple[Waiting, ...]) -> None:
        if not waiting or not self._tasks.is_open:
            return
        one, *rest = waiting

        def go_on(_value: object = None) -> None:
            self._prove_all(tuple(rest))

        def proved(copy: ProvedCopy) -> None:
            self._tasks.mutate(
                self, lambda ledger: ledger.backups.record_proved(copy), go_on, refused
            )

        def refused(error: KnownError) -> None:
            if error.code in {Code.DAMAGED, Code.NOT_OURS}:
                self._tasks.mutate(
                    self, lambda ledger: ledger.backups.strike(one), go_on, self._leave_it
                )
            if error.code is not Code.CANCELLED:
                self.failed.emit(error)

        self._tasks.aside(
            self, lambda progress: prove(one, progress), proved, refused, lambda _: None
        )

    def _leave_it(self, _: KnownError) -> None:
        """Leave it to the next beat: a page that needs the book says what is wrong with it."""
