"""How far a copy is: writing, then reading back, how fast, and a way to give it up."""

from PySide6.QtWidgets import QVBoxLayout

from ledgerdesk.gui import figures
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.job_bar import JobBar
from ledgerdesk.gui.widgets.texts import Ground

WRITTEN_PERCENT = 50
"""The first half of the progress is writing, the second is reading back."""


class CopyLine(Ground):
    """Hidden until a copy is being made."""

    def __init__(self, stage: Stage) -> None:
        super().__init__("raised")
        self._stage = stage
        self._percent, self._speed = 0, 0
        self.job = JobBar()
        self.cancel_button = self.job.cancel_button
        inner = QVBoxLayout(self)
        inner.setContentsMargins(20, 14, 20, 14)
        inner.addWidget(self.job)
        self.hide()

    def say(self) -> None:
        """Say every text again."""
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
        self.job.say(
            words,
            t.text("Cancel"),
            t.text("Cancelling or pulling the stick out leaves the older backups untouched."),
        )
        self.job.bar.setAccessibleName(t.text("Backup"))
        self.job.show_percent(percent)
