"""After the read-back: the stick can be pulled out, and is let go where the system allows it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ledgerdesk.core.errors import KnownError
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.notices import Note
from ledgerdesk.runtime.drives import DriveSeen
from ledgerdesk.runtime.ejecting import can_eject, eject


class SafeLine(QWidget):
    """Hidden until a copy on a stick was read back; `let_go` says the stick's label."""

    let_go = Signal(str)
    failed = Signal(object)

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self.drive: DriveSeen | None = None
        self.note = Note("ok")
        self.eject_button = Button(Kind.PLAIN)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.note, 1)
        row.addWidget(self.eject_button)
        self.eject_button.clicked.connect(self._eject)
        self.hide()

    def say(self) -> None:
        """Say every text again."""
        self.eject_button.say(self._stage.speech.text("&Eject"))
        if self.drive is not None:
            self.show_safe(self.drive)

    def show_safe(self, drive: DriveSeen) -> None:
        """Say that a stick can be pulled out."""
        self.drive = drive
        t = self._stage.speech
        self.note.say(t.text("{drive} can be pulled out safely.", drive=drive.label))
        self.eject_button.setVisible(can_eject(drive))
        self.show()

    def forget(self) -> None:
        """Say nothing any more: it was pulled out, or is written to again."""
        self.drive = None
        self.hide()

    def _eject(self) -> None:
        drive = self.drive
        if drive is None:
            return
        self.eject_button.setEnabled(False)

        def done(_nothing: None) -> None:
            self.eject_button.setEnabled(True)
            self.forget()
            self.let_go.emit(drive.label)

        def refused(error: KnownError) -> None:
            self.eject_button.setEnabled(True)
            self.failed.emit(error)

        self._stage.tasks.aside(self, lambda _: eject(drive), done, refused, lambda _: None)
