"""The status bar: left what the keys do here, right printer, next number and the backup's state."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from ledgerdesk.gui import icons, theme
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.chips import Chip
from ledgerdesk.gui.widgets.texts import Elided, Ground, Rule, Text
from ledgerdesk.services.today import Standing


class StatusBar(Ground):
    """28 px on every page."""

    def __init__(self, stage: Stage) -> None:
        super().__init__("window")
        self._stage = stage
        self._next = ""
        self.setFixedHeight(theme.STATUS_BAR)
        self.hint = Elided(size=theme.SMALL, tone="muted")
        self._mark = QLabel()
        self._mark.setFixedSize(14, 14)
        self._printer = Text(size=theme.SMALL, tone="muted")
        self._next_label = Text(size=theme.SMALL, tone="muted")
        self._number = Text(size=theme.SMALL)
        self.backup = Chip("warn", icon="alert")
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 8, 0)
        row.setSpacing(8)
        row.addWidget(self.hint, 3)
        row.addWidget(self._mark)
        row.addWidget(self._printer)
        row.addSpacing(12)
        row.addWidget(self._next_label)
        row.addWidget(self._number)
        row.addSpacing(12)
        row.addWidget(self.backup)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Rule("line2"))
        column.addLayout(row, 1)
        stage.speech.changed.connect(self.say)
        theme.look().changed.connect(self._draw_mark)
        self._draw_mark()
        self.say()

    def _draw_mark(self) -> None:
        self._mark.setPixmap(icons.pixmap("print", "muted", 14, self.devicePixelRatioF()))

    def say(self) -> None:
        """Say every text again."""
        t = self._stage.speech
        printer = self._stage.preferences.printer
        self._printer.setText(printer or t.text("no printer: into PDF files"))
        self._next_label.setText(t.text("Next no."))
        self.backup.say(t.text("No backup yet"))

    def show_standing(self, standing: Standing) -> None:
        """Show the number a receipt would get."""
        self._number.setText(standing.next_number)
