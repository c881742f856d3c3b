"""The one window: the doors before a book, and the desk behind them."""

from pathlib import Path

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget

from ledgerdesk.gui.pages.unlock import UnlockPage
from ledgerdesk.gui.pages.welcome import WelcomePage
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.focus_ring import FocusRing

FIRST_SIZE = (1366, 860)


class MainWindow(QMainWindow):
    """Welcome, unlock, desk: one of them at a time."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self.pages = QStackedWidget()
        self.welcome = WelcomePage(stage)
        self.unlock = UnlockPage(stage)
        for page in (self.welcome, self.unlock):
            self.pages.addWidget(page)
        self.setCentralWidget(self.pages)
        self.resize(*FIRST_SIZE)
        self.ring = FocusRing(self)
        self.welcome.chosen.connect(self.go_to_vault)
        self.unlock.other_wanted.connect(self._welcome)
        self.setWindowTitle("LedgerDesk")

    def begin(self, vault: Path | None) -> None:
        """Stand at the door of the given or the remembered vault, or welcome a newcomer."""
        chosen = vault or self._stage.preferences.last_vault
        if chosen is None:
            self._welcome()
        else:
            self.go_to_vault(chosen)

    def go_to_vault(self, vault: Path) -> None:
        """Stand at the door of a vault."""
        self.unlock.show_vault(vault)
        self.pages.setCurrentWidget(self.unlock)

    def _welcome(self) -> None:
        self.pages.setCurrentWidget(self.welcome)

    def close_now(self) -> None:
        """Close without a question, as at the end of the session."""
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember what this PC is to remember."""
        self._stage.preferences.save()
        event.accept()
