"""Long work as one sees it: what is being done, how far it is, and the way to end it."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ledgerdesk.gui import theme
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.progress import ProgressLine
from ledgerdesk.gui.widgets.texts import Text


class JobBar(QWidget):
    """Words and a bar above each other, the cancel button beside the words."""

    def __init__(self) -> None:
        super().__init__()
        self.doing = Text(bold=True)
        self.bar = ProgressLine()
        self.calm = Text(size=theme.SMALL, tone="muted", wrap=True)
        self.cancel_button = Button(Kind.PLAIN, key="Esc")
        row = QHBoxLayout()
        row.addWidget(self.doing)
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.bar)
        column.addWidget(self.calm)

    def say(self, doing: str, cancel: str, calm: str) -> None:
        """Set the words: what is done, the cancel button's, and what cancelling leaves alone."""
        self.doing.setText(doing)
        self.bar.setAccessibleName(doing)
        self.cancel_button.say(cancel)
        self.calm.setText(calm)

    def show_percent(self, percent: int) -> None:
        """Show how far the work is."""
        self.bar.setValue(percent)
