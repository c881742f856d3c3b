"""Look the log over in a session's quiet moments, and say what the opening noticed."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from ledgerdesk.core.errors import KnownError
from ledgerdesk.gui.tasks import Tasks
from ledgerdesk.services.audit import Finding, Stride

FIRST_WAIT_MS = 5_000
STEP_WAIT_MS = 500
NEXT_WALK_MS = 600_000
"""Once at the end of the log: what was added since is walked over after ten minutes."""


class Watch(QObject):
    """Verify a few entries whenever nothing else is asked, from the unlocking to the lock."""

    found = Signal(object)
    damaged = Signal(object)

    def __init__(self, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._findings: tuple[Finding, ...] = ()
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.timeout.connect(self._step)

    def begin(self) -> None:
        """Ask what the opening noticed, then walk."""
        self._findings = ()
        self._tasks.query(self, lambda ledger: ledger.audit.noticed(), self._tell, self._give_up)
        self._tasks.query(
            self, lambda ledger: ledger.page_check(), self._check_pages, self._give_up
        )
        self._next.start(FIRST_WAIT_MS)

    def _check_pages(self, check: Callable[[], int] | None) -> None:
        """Check the pages of a large book beside the desk; a changed one ends the session."""

        def checked(pages: int) -> None:
            if pages:
                self._tasks.query(
                    self,
                    lambda ledger: ledger.refuse_changed_pages(),
                    lambda _: None,
                    self.damaged.emit,
                )

        if check is not None:
            self._tasks.aside(self, lambda _: check(), checked, self._give_up, lambda _: None)

    def end(self) -> None:
        """Stop; a locked book is not looked at."""
        self._next.stop()
        self._findings = ()

    def _step(self) -> None:
        if self._tasks.is_busy:
            self._next.start(STEP_WAIT_MS)
            return
        self._tasks.query(
            self, lambda ledger: ledger.audit.verify_on(), self._walked, self._give_up
        )

    def _walked(self, stride: Stride) -> None:
        self._tell(stride.findings)
        self._next.start(NEXT_WALK_MS if stride.done else STEP_WAIT_MS)

    def _tell(self, findings: tuple[Finding, ...]) -> None:
        new = tuple(one for one in findings if one not in self._findings)
        if new:
            self._findings += new
            self.found.emit(self._findings)

    def _give_up(self, _: KnownError) -> None:
        """Leave it to whoever asks next: a page that needs the book says what is wrong with it."""
        self._next.start(NEXT_WALK_MS)
