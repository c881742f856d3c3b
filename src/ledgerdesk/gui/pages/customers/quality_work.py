"""Look for doubtful cards: read them a slice at a time on the lane, compare them beside it."""

from PySide6.QtCore import QObject, Signal

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.gui.tasks import Job, Tasks
from ledgerdesk.services.steps.customers.surveying import (
    Packed,
    PutAside,
    Survey,
    packed,
    survey,
    unpacked,
)

SHOWN_AT_MOST = 1_000
"""Findings of a rule that are shown; all are counted."""
_Part = tuple[tuple[Packed, ...], int | None]


class Surveying(QObject):
    """Begin and tell what was found; what was begun before is given up unheard."""

    found = Signal(object)
    refused = Signal(object)
    progressed = Signal(int)

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self._tasks = tasks
        self._turn = 0
        self._job: Job | None = None
        self.is_under_way = False

    def drop(self) -> None:
        """Give up what is under way."""
        self._turn += 1
        self.is_under_way = False
        if self._job is not None:
            self._job.stop()
            self._job = None

    def begin(self) -> None:
        """Look at all cards anew."""
        self.drop()
        self.is_under_way = True
        self._read(self._turn, 0, [])

    def _read(self, turn: int, after: int, parts: list[tuple[Packed, ...]]) -> None:
        """Ask for the next slice only when the last one came: a save goes between two of them."""

        def work(ledger: Ledger) -> _Part:
            found = ledger.quality.facts(after=after)
            return packed(found.facts), found.after

        def came(found: _Part) -> None:
            if turn != self._turn:
                return
            part, following = found
            if following is not None:
                parts.append(part)
                self._read(turn, following, parts)
            else:
                self._compare(turn, parts)

        self._tasks.query(self, work, came, self.refused.emit)

    def _compare(self, turn: int, parts: list[tuple[Packed, ...]]) -> None:
        def put_aside(ledger: Ledger) -> tuple[PutAside, ...]:
            return ledger.quality.put_aside()

        def came(aside: tuple[PutAside, ...]) -> None:
            if turn == self._turn:
                self._job = self._tasks.aside(
                    self,
                    lambda progress: survey(
                        unpacked(parts), aside, progress, at_most=SHOWN_AT_MOST
                    ),
                    lambda found: self._done(turn, found),
                    lambda _error: None,  # it was given up: nobody waits for it
                    lambda percent: self._told(turn, percent),
                )

        self._tasks.query(self, put_aside, came, self.refused.emit)

    def _told(self, turn: int, percent: int) -> None:
        if turn == self._turn:
            self.progressed.emit(percent)

    def _done(self, turn: int, found: Survey) -> None:
        if turn == self._turn:
            self.is_under_way = False
            self._job = None
            self.found.emit(found)
