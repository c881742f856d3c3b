"""Make the desk while the door stands open: read beside the window, then built a page at a time."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from ledgerdesk.runtime.collecting import leave_alone_what_is_there

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QWidget

    from ledgerdesk.core.progress import Progress
    from ledgerdesk.gui.shell import Shell
    from ledgerdesk.gui.stage import Stage


# Two steps that follow at once are one to whoever types: in between, what he did comes first.
_BREATH_MS = 2
_DESK = (
    *("ledgerdesk.bootstrap", "ledgerdesk.gui.shell", "ledgerdesk.gui.wiring"),
    "ledgerdesk.gui.pages.door.first_run",
)


class Furnishing(QObject):
    """The desk of one window, made once in `house`; `made` hears of it as soon as it is whole."""

    def __init__(self, stage: Stage, house: QWidget, made: Callable[[Shell], None]) -> None:
        super().__init__(house)
        self._stage = stage
        self._house = house
        self._made = made
        self._shell: Shell | None = None
        self._begun: Shell | None = None
        self._steps: Iterator[None] = iter(())

    def begin(self) -> None:
        """Read what the desk needs beside the window, and build it when the window is idle."""
        self._stage.tasks.aside(self, _read, self._build_some, _refused, _unheard)

    def shell(self) -> Shell:
        """Give the desk; whoever asks before it is whole waits for the rest of it."""
        while self._shell is None:
            self._step()
        return self._shell

    @property
    def is_done(self) -> bool:
        """Tell whether the desk is whole."""
        return self._shell is not None

    def _build_some(self, _nothing: None = None) -> None:
        if self._shell is None:
            self._step()
            QTimer.singleShot(_BREATH_MS, self, self._build_some)

    def _step(self) -> None:
        from ledgerdesk.gui.shell import Shell  # noqa: PLC0415 - read beside the window
        from ledgerdesk.gui.wiring import wire  # noqa: PLC0415 - read beside the window

        if self._begun is None:
            self._begun = Shell(self._stage, self._house)
            self._steps = self._begun.steps()
        for _ in self._steps:
            return
        wire(self._begun, self._stage)
        self._begun.say()
        self._shell = self._begun
        self._made(self._shell)
        leave_alone_what_is_there()  # a full walk of the collector over the desk stops every thread


def _read(_progress: Progress) -> None:
    """Import the desk and the ledger; what was imported is in the process once and for all."""
    for name in _DESK:
        import_module(name)


def _refused(error: Exception) -> None:
    raise RuntimeError("a module that comes with the program cannot be read") from error


def _unheard(_percent: int) -> None:
    """Nobody watches this go on."""
