"""The status bar: left what the keys do here, right printer, next number and the backup's state."""

from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from ledgerdesk.gui import icons, theme
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.chips import Chip
from ledgerdesk.gui.widgets.texts import Elided, Ground, Rule, Text
from ledgerdesk.services.today import Standing

STALE_DAYS, OLD_DAYS = 1, 3


class StatusBar(Ground):
    """28 px on every page."""

    def __init__(self, stage: Stage) -> None:
        super().__init__("window")
        self._stage = stage
        self._proved: datetime | None = None
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
        preferences = self._stage.preferences
        printer = preferences.printer_for(preferences.chosen_paper)
        self._printer.setText(printer or t.text("no printer: into PDF files"))
        self._next_label.setText(t.text("Next no."))
        self._say_backup()

    def show_backup(self, proved: datetime | None) -> None:
        """Tell how old the last proved backup is (its moment in the office's zone)."""
        self._proved = proved
        self._say_backup()

    def _say_backup(self) -> None:
        t, proved = self._stage.speech, self._proved
        if proved is None:
            self.backup.say(t.text("No backup yet"), "warn", icon="alert")
            return
        days = (self._stage.clock.now().astimezone(proved.tzinfo).date() - proved.date()).days
        if days < STALE_DAYS:
            self.backup.say(t.text("Backed up today"), "plain", icon="check")
            return
        words = t.plural("Backup {number} day old", "Backup {number} days old", days)
        self.backup.say(words, "bad" if days >= OLD_DAYS else "warn", icon="alert")

    def show_standing(self, standing: Standing) -> None:
        """Show the number a receipt would get."""
        self._number.setText(standing.next_number or "—")
