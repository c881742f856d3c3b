"""What every place behind the sidebar is: a page that refreshes itself when told what changed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ledgerdesk.core.changes import Changes
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.gui import theme
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button
from ledgerdesk.gui.widgets.texts import Ground, Text


class Page(Ground):
    """A place; `cares_for` says which changes make it look again."""

    cares_for = Changes.NOTHING
    hint_changed = Signal()
    done = Signal(str)
    failed = Signal(str)
    last_number_wanted = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__("surface")
        self.stage = stage
        stage.tasks.changed.connect(self._note)
        stage.speech.changed.connect(self.say)

    def lead_with(self, *buttons: Button) -> None:
        """Let Ctrl+Enter press the page's primary button: whichever of these is shown."""

        def press() -> None:
            button = next((one for one in buttons if one.isVisible() and one.isEnabled()), None)
            if button is not None:
                button.click()

        for key in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(press)

    def say(self) -> None:
        """Say every text in the language in force."""

    def refresh(self) -> None:
        """Ask the ledger again."""

    def arrive(self) -> None:
        """Begin where the work begins; called each time the place is opened."""
        self.refresh()

    def forget(self) -> None:
        """Let nothing of the book stay on the page once it is locked."""

    def hint(self) -> str:
        """Tell what the keys do here, for the status bar."""
        return ""

    def toast_clear_of(self) -> tuple[int, int]:
        """Give the px at the right and at the foot that a toast must leave free."""
        return 0, 0

    def saved_trade(self) -> tuple[str, str] | None:
        """Give the payment and the customer of the trade F9 would issue the receipt of here."""
        return None

    def complain(self, error: KnownError) -> None:
        """Say an error that belongs to no field; one that a question can mend asks it."""
        if error.code is Code.LAST_NUMBER_UNCONFIRMED:
            self.last_number_wanted.emit()
        else:
            self.failed.emit(self.stage.speech.sentence(error))

    def _note(self, changes: Changes) -> None:
        if self.isVisible() and changes & self.cares_for:
            self.refresh()


class PageHead(QWidget):
    """The page's name at 24, a quiet fact beside it, its buttons at the right."""

    def __init__(self, *buttons: QWidget) -> None:
        super().__init__()
        self.title = Text(size=theme.TITLE, bold=True)
        self.fact = Text(tone="muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.title)
        low = QVBoxLayout()
        low.addSpacing(7)
        low.addWidget(self.fact)
        row.addLayout(low)
        row.addStretch(1)
        for button in buttons:
            row.addWidget(button)
        self.setFixedHeight(44)
