"""The real window over an office of a test, driven by keys that are counted."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from tests.support.still_office import PASSWORD, StillOffice

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Done
from ledgerdesk.core.errors import KnownError
from ledgerdesk.gui.main_window import MainWindow
from ledgerdesk.gui.preferences import Preferences
from ledgerdesk.gui.speech import Speech
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.tasks import Tasks
from ledgerdesk.i18n.translator import Language
from ledgerdesk.runtime.lanes import Lane

Value = TypeVar("Value")


@dataclass(slots=True, kw_only=True)
class Desk:
    """One window with its stage; `pressed` counts the keys."""

    qtbot: QtBot
    office: StillOffice
    stage: Stage
    window: MainWindow
    pressed: list[str] = field(default_factory=list)

    @property
    def focus(self) -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None, "nothing has the focus"
        return widget

    def settle(self) -> None:
        """Wait until everything that was asked has been answered."""
        self.qtbot.waitUntil(lambda: not self.stage.tasks.is_busy, timeout=90_000)
        QApplication.processEvents()
        self.qtbot.waitUntil(lambda: not self.stage.tasks.is_busy, timeout=90_000)

    def press(self, *keys: str | Qt.Key, held: Qt.KeyboardModifier | None = None) -> None:
        """Press keys one after another, as a hand does, each counted once."""
        modifier = held or Qt.KeyboardModifier.NoModifier
        for key in keys:
            self.pressed.append(str(key))
            if isinstance(key, str):
                QTest.keyClicks(self.focus, key, modifier)
            else:
                QTest.keyClick(self.focus, key, modifier)
            self.settle()

    def commit(self, text: str) -> None:
        """Commit text as an input method does."""
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(self.focus, event)
        self.settle()

    def preedit(self, text: str) -> None:
        """Compose without committing."""
        QApplication.sendEvent(self.focus, QInputMethodEvent(text, []))
        self.settle()

    def unlock(self, vault: Path | None = None) -> None:
        """Go through the door by keys."""
        self.window.go_to_vault(vault or self.office.vault)
        QTest.keyClicks(self.window.unlock.secret, PASSWORD)
        QTest.keyClick(self.window.unlock.secret, Qt.Key.Key_Return)
        self.settle()
        assert self.window.is_open

    def pdf_of(self, number: str) -> Path:
        """Find the PDF of a receipt in the folder of its month."""
        (found,) = (self.office.folder / "pdf").glob(f"????-??/{number} *.pdf")
        return found

    def ask(self, work: Callable[[Ledger], Value]) -> Value:
        """Ask the ledger behind the window."""
        found: list[Value] = []

        def failed(error: KnownError) -> None:
            raise error

        self.stage.tasks.query(self.window, work, found.append, failed)
        self.settle()
        return found[0]

    def change(self, work: Callable[[Ledger], Done[Value]]) -> Value:
        """Change the ledger behind the window."""
        found: list[Value] = []

        def failed(error: KnownError) -> None:
            raise error

        self.stage.tasks.mutate(self.window, work, found.append, failed)
        self.settle()
        return found[0]


@contextmanager
def open_window(qtbot: QtBot, office: StillOffice) -> Iterator[Desk]:
    """Show the window; at the end the ledger is locked and the lane done."""
    with Lane("owner") as lane:
        tasks = Tasks(lambda: office.house, lane, office.house.press)
        stage = Stage(
            speech=Speech(Language.ZH),
            preferences=Preferences(pdf_folder=str(office.folder / "pdf")),
            tasks=tasks,
            clock=office.clock,
        )
        # Not given to qtbot: it would delete the window before this block has locked the ledger.
        window = MainWindow(stage)
        desk = Desk(qtbot=qtbot, office=office, stage=stage, window=window)
        window.begin(None)
        window.show()
        qtbot.waitExposed(window)
        window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is window, timeout=90_000)
        try:
            yield desk
        finally:
            desk.settle()
            window.close_now()
            tasks.close()
            window.deleteLater()
            gc.unfreeze()  # a window left alone by the collector would stay until the run ends
