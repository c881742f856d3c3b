"""Send work to the owner lane and bring answers back to the window; the two never mix threads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from ledgerdesk.core.changes import Changes
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.runtime.collecting import without_collecting
from ledgerdesk.runtime.lanes import Lane

if TYPE_CHECKING:  # the door stands before all that is behind it has been read
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from ledgerdesk.bootstrap import House, Ledger
    from ledgerdesk.core.changes import Done
    from ledgerdesk.core.progress import Progress
    from ledgerdesk.services.access import Credential

Value = TypeVar("Value")
Record = TypeVar("Record")
Failed = Callable[[KnownError], None]
Told = Callable[[int], None]
_NOTHING = Changes.NOTHING


class Press(Protocol):
    """Let the press draw something and wait for it."""

    def __call__(self, work: Callable[[], Value], /) -> Value:
        """Draw."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """What a piece of work came to, on its way to the window's thread."""

    context: QObject
    done: Callable[[Any], None]
    failed: Failed
    value: Any = None
    error: BaseException | None = None
    changes: Changes = _NOTHING


class Job:
    """Long work under way; stopped, it ends with `cancelled` at its next step."""

    def __init__(self, tell: Callable[[int], None]) -> None:
        self._tell = tell
        self._stop = threading.Event()
        self._told = -1

    def stop(self) -> None:
        """Let the work end; what it wrote by then does not stay."""
        self._stop.set()

    def report(self, done: int, to_do: int) -> None:
        """Hear how far the work is, on the work's own thread."""
        if self._stop.is_set():
            raise KnownError(Code.CANCELLED)
        percent = min(100 * done // max(to_do, 1), 100)
        if percent != self._told:
            self._told = percent
            self._tell(percent)


class Tasks(QObject):
    """The window's only way to a ledger, which lives on the owner lane and is never seen here.

    `done` and `failed` run on the window's thread, and only while their context object lives; a
    change is announced by `changed` in any case. An error that is not known is a bug: it is
    raised on the window's thread, where the crash dialog waits for it.
    """

    changed = Signal(object)
    busy = Signal(bool)
    _arrived = Signal(object)
    _progressed = Signal(object, object, int)

    def __init__(self, build: Callable[[], House], lane: Lane, press: Lane) -> None:
        super().__init__()
        self._build = build
        self._built: House | None = None  # touched on the lane only
        self._press = press
        self._lane = lane
        self._aside = Lane("aside")
        self._device = Lane("device")
        self._jobs: set[Job] = set()
        self._ledger: Ledger | None = None  # touched on the lane only
        self._under_way = 0
        self._is_open = False  # as the window's thread knows it
        self.zone: ZoneInfo | None = None
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._progressed.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        """Tell whether an answer is still to come."""
        return self._under_way > 0

    @property
    def has_jobs(self) -> bool:
        """Tell whether long work goes on that somebody may be waiting for."""
        return bool(self._jobs)

    def query(
        self,
        context: QObject,
        work: Callable[[Ledger], Value],
        done: Callable[[Value], None],
        failed: Failed,
    ) -> None:
        """Ask the ledger something that changes nothing; a locked one is not asked."""
        if not self._is_open:
            return  # a timer or a late key of a page that is being forgotten
        self._send(context, lambda: (work(self._unlocked()), _NOTHING), done, failed)

    def mutate(
        self,
        context: QObject,
        work: Callable[[Ledger], Done[Value]],
        done: Callable[[Value], None],
        failed: Failed,
    ) -> None:
        """Change the ledger; what changed is announced even when the context is gone.

        A locked one is not asked: what a page wanted to change stays on the page.
        """
        if not self._is_open:
            return

        def changed() -> tuple[Value, Changes]:
            answer = work(self._unlocked())
            return answer.value, answer.changes

        self._send(context, changed, done, failed)

    @property
    def is_open(self) -> bool:
        """Tell whether a ledger may be asked."""
        return self._is_open

    def aside(
        self,
        context: QObject,
        work: Callable[[Progress], Value],
        done: Callable[[Value], None],
        failed: Failed,
        told: Told,
    ) -> Job:
        """Do long work that needs no ledger beside the lane, one at a time.

        `told` hears its percent. Locking and closing stop it, as the job does.
        """
        return self._start(
            context,
            lambda job: (work(job.report), _NOTHING),
            done,
            failed,
            told,
            self._aside,
        )

    def mutate_long(
        self,
        context: QObject,
        work: Callable[[Ledger, Progress], Done[Value]],
        done: Callable[[Value], None],
        failed: Failed,
        told: Told,
    ) -> Job | None:
        """Do long work with the ledger, on the lane; a locked one is not asked.

        What was asked later waits. Stopped work changes nothing.
        """
        if not self._is_open:
            return None

        def changed(job: Job) -> tuple[Value, Changes]:
            answer = work(self._unlocked(), job.report)
            return answer.value, answer.changes

        return self._start(context, changed, done, failed, told, self._lane)

    def _start(
        self,
        context: QObject,
        work: Callable[[Job], tuple[Value, Changes]],
        done: Callable[[Value], None],
        failed: Failed,
        told: Told,
        lane: Lane,
    ) -> Job:
        def tell(percent: int) -> None:
            if shiboken6.isValid(self):  # the window may have ended meanwhile
                self._progressed.emit(context, told, percent)

        job = Job(tell)
        self._jobs.add(job)

        def run() -> tuple[Value, Changes]:
            try:
                with without_collecting():
                    return work(job)
            finally:
                self._jobs.discard(job)

        self._send(context, run, done, failed, lane=lane)
        return job

    def draw(
        self,
        context: QObject,
        fetch: Callable[[Ledger], Record],
        draw: Callable[[Record], Value],
        done: Callable[[Value], None],
        failed: Failed,
    ) -> None:
        """Fetch a frozen record on the lane, let the press make something to look at of it.

        The lane is free for the next save while the press draws; a locked ledger is not asked.
        """
        if not self._is_open:
            return
        press = self._press

        def fetched() -> None:
            try:
                record = fetch(self._unlocked())
            except BaseException as error:  # noqa: BLE001 - carried to the window, raised there
                self._answer(_Answer(context=context, done=done, failed=failed, error=error))
            else:
                press.submit(self._run(context, lambda: (draw(record), _NOTHING), done, failed))

        self._begin()
        self._lane.submit(fetched)

    def on_press(self, work: Callable[[], Value]) -> Value:
        """Let the press do something and wait for it; never called by the window itself."""
        return self._press.call(work)

    def at_device(
        self,
        context: QObject,
        work: Callable[[Press], Value],
        done: Callable[[Value], None],
        failed: Failed,
    ) -> None:
        """Do what waits for a machine, such as a printer, one thing at a time beside the lane.

        What has to be drawn for it, the press that it is handed draws.
        """
        call = self._press.call
        self._send(context, lambda: (work(call), _NOTHING), done, failed, lane=self._device)

    @Slot(object, object, int)
    def _tell(self, context: QObject, told: Told, percent: int) -> None:
        if shiboken6.isValid(context):
            told(percent)

    def _stop_jobs(self) -> None:
        for job in tuple(self._jobs):
            job.stop()

    def in_house(
        self,
        context: QObject,
        work: Callable[[House], Value],
        done: Callable[[Value], None],
        failed: Failed,
    ) -> None:
        """Do what needs no open ledger, such as creating a vault."""
        self._send(context, lambda: (work(self._house()), _NOTHING), done, failed)

    def unlock(
        self,
        context: QObject,
        vault: Path,
        credential: Credential,
        done: Callable[[bool], None],
        failed: Failed,
    ) -> None:
        """Open a vault; the ledger stays on the lane.

        `done` hears whether whoever came in has to choose his own password first.
        """

        def opened() -> tuple[tuple[bool, ZoneInfo], Changes]:
            if self._ledger is not None:
                raise RuntimeError("a ledger is open already")
            self._ledger = self._house().open(vault, credential, pages_later=True)
            return (self._ledger.must_choose_password, self._ledger.zone), _NOTHING

        def entered(found: tuple[bool, ZoneInfo]) -> None:
            must_choose, self.zone = found
            self._is_open = True
            done(must_choose)

        self._send(context, opened, entered, failed)

    def lock(self, context: QObject, done: Callable[[None], None], failed: Failed) -> None:
        """Lock the ledger after all work that was asked before."""

        def locked() -> tuple[None, Changes]:
            self._lock()
            return None, _NOTHING

        self._is_open = False
        self._stop_jobs()
        self._send(context, locked, done, failed)

    def wait(self) -> None:
        """Wait until the lane has done all that was asked; the answers come later."""
        self._lane.call(lambda: None)

    def close(self) -> None:
        """Finish what was asked, lock the ledger and wait for it; for the end of the program.

        Long work is not finished but stopped; what a printer began is finished.
        """
        self._is_open = False
        self._stop_jobs()
        self._aside.close()
        self._device.close()
        self._lane.call(self._lock)

    def _house(self) -> House:
        if self._built is None:
            self._built = self._build()
        return self._built

    def _lock(self) -> None:
        ledger, self._ledger = self._ledger, None
        if ledger is not None:
            ledger.lock()

    def _unlocked(self) -> Ledger:
        if self._ledger is None:
            raise RuntimeError("the ledger is locked")
        return self._ledger

    def _send(
        self,
        context: QObject,
        work: Callable[[], tuple[Any, Changes]],
        done: Callable[[Any], None],
        failed: Failed,
        lane: Lane | None = None,
    ) -> None:
        self._begin()
        (lane or self._lane).submit(self._run(context, work, done, failed))

    def _run(
        self,
        context: QObject,
        work: Callable[[], tuple[Any, Changes]],
        done: Callable[[Any], None],
        failed: Failed,
    ) -> Callable[[], None]:
        def run() -> None:
            try:
                value, changes = work()
            except BaseException as error:  # noqa: BLE001 - carried to the window, raised there
                answer = _Answer(context=context, done=done, failed=failed, error=error)
            else:
                answer = _Answer(
                    context=context, done=done, failed=failed, value=value, changes=changes
                )
            self._answer(answer)

        return run

    def _begin(self) -> None:
        self._under_way += 1
        if self._under_way == 1:
            self.busy.emit(True)

    def _answer(self, answer: _Answer) -> None:
        if shiboken6.isValid(self):  # the window may have ended meanwhile
            self._arrived.emit(answer)

    @Slot(object)
    def _deliver(self, answer: _Answer) -> None:
        self._under_way -= 1
        if self._under_way == 0:
            self.busy.emit(False)
        if answer.changes:
            self.changed.emit(answer.changes)
        if answer.error is not None and not isinstance(answer.error, KnownError):
            raise answer.error
        if not shiboken6.isValid(answer.context):
            return
        if answer.error is not None:
            answer.failed(answer.error)
        else:
            answer.done(answer.value)
