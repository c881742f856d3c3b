"""The first page where no book is known: make one, open one that is there, or restore one."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout

from ledgerdesk.gui import theme
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.notices import Note
from ledgerdesk.gui.widgets.ruled import RuledPage
from ledgerdesk.gui.widgets.texts import Rule, Text
from ledgerdesk.runtime.paths import VaultPaths

CARD_WIDTH = 496


class WelcomePage(RuledPage):
    """Offer the three ways to a book."""

    create_wanted = Signal()
    restore_wanted = Signal()
    chosen = Signal(Path)

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage.speech, CARD_WIDTH)
        self._stage = stage
        self._title = Text(size=theme.TITLE, bold=True)
        self._words = Text(tone="muted", wrap=True)
        self.create_button = Button(Kind.PRIMARY, key="Enter", big=True)
        self.create_button.setDefault(True)
        self.open_button = Button(Kind.PLAIN)
        self.restore_button = Button(Kind.GHOST)
        self.trouble = Note("bad")
        self.trouble.hide()
        self._calm = Note("ok", icon="lock")
        column = QVBoxLayout(self.card)
        column.setContentsMargins(32, 28, 32, 24)
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addSpacing(6)
        column.addWidget(self._words)
        column.addSpacing(20)
        column.addWidget(self.create_button)
        column.addSpacing(12)
        ways = QHBoxLayout()
        ways.addWidget(self.open_button)
        ways.addStretch(1)
        ways.addWidget(self.restore_button)
        column.addLayout(ways)
        column.addWidget(self.trouble)
        column.addSpacing(18)
        column.addWidget(Rule())
        column.addSpacing(12)
        column.addWidget(self._calm)
        self.create_button.clicked.connect(self.create_wanted)
        self.create_button.bind(self, "Return", "Enter")
        self.open_button.clicked.connect(self._choose)
        self.restore_button.clicked.connect(self.restore_wanted)
        stage.speech.changed.connect(self.say)
        self.say()

    def say(self) -> None:
        """Say every text again."""
        t = self._stage.speech
        self._title.setText(t.text("Welcome to LedgerDesk"))
        self._words.setText(
            t.text("Customers, trades and receipts of one office, in one encrypted book.")
        )
        self.create_button.say(t.text("Make a new book"))
        self.open_button.say(t.text("&Open a book that is there…"))
        self.restore_button.say(t.text("&Restore from a backup…"))
        self._calm.say(
            t.text("Everything stays on this PC"),
            t.text("No account, no network; the book is encrypted from its first byte."),
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at the primary button."""
        super().showEvent(event)
        self.create_button.setFocus()

    def _choose(self) -> None:
        t = self._stage.speech
        folder = QFileDialog.getExistingDirectory(self, t.text("Choose the book's folder"))
        if folder:
            self.take(Path(folder))

    def take(self, folder: Path) -> None:
        """Go to the door of a folder, or say that it is no book."""
        paths = VaultPaths(folder)
        if paths.keys.exists() or paths.ledger.exists():
            self.trouble.hide()
            self.chosen.emit(folder)
            return
        self.trouble.say(
            self._stage.speech.text("This is not a LedgerDesk book. Choose the book's own folder.")
        )
        self.trouble.show()
