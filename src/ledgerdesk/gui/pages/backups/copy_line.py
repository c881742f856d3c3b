"""How far a copy is: writing, then reading back, how fast, and a way to give it up."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ledgerdesk.gui import figures, theme
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.progress import ProgressLine
from ledgerdesk.gui.widgets.texts import Ground, Text

WRITTEN_PERCENT = 50
"""The first half of the progress is writing, the second is reading back."""


class CopyLine(Ground):
    """Hidden until a copy is being made."""

    def __init__(self, stage: Stage) -> None:
        super().__init__("raised")
        self._stage = stage
        self._percent, self._speed = 0, 0
        self.bar = ProgressLine()
        self.doing = Text(bold=True)
        self._calm = Text(size=theme.SMALL, tone="muted")
        self.cancel_button = Button(Kind.PLAIN, key="Esc")
        row = QHBoxLayout()
        row.addWidget(self.doing)
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(20, 14, 20, 14)
        inner.setSpacing(8)
        inner.addLayout(row)
        inner.addWidget(self.bar)
        inner.addWidget(self._calm)
        self.hide()

    def say(self) -> None:
        """Say every text again."""
        t = self._stage.speech
        self.cancel_button.say(t.text("Cancel"))
        self.bar.setAccessibleName(t.text("Backup"))
        self._calm.setText(
            t.text("Cancelling or pulling the stick out leaves the older backups untouched.")
        )
        self.show_progress(self._percent, self._speed)

    def show_running(self, *, on: bool) -> None:
        """Begin at nothing, or hide."""
        self.show_progress(0, 0)
        self.setVisible(on)

    def show_progress(self, percent: int, speed: int) -> None:
        """Show how far it is, and how many bytes a second go."""
        self._percent, self._speed = percent, speed
        t = self._stage.speech
        if percent < WRITTEN_PERCENT:
            words = t.text("Writing … {percent} %", percent=percent)
        else:
            words = t.text("Reading back … {percent} %", percent=percent)
        if speed:
            words += " · " + t.text("{size} a second", size=figures.file_size(speed))
        self.doing.setText(words)
        self.bar.setValue(percent)
