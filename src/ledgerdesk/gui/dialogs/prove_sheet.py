"""Read the recovery sheet back: scan, choose its file, or type; it must open the keys."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from ledgerdesk.core.errors import KnownError
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.fields import Edit, Field

_MOST_BYTES = 4096


class ProveSheetDialog(Asking):
    """A sheet nobody tried is no sheet."""

    proved = Signal()

    def __init__(self, parent: QWidget, stage: Stage, vault: Path) -> None:
        super().__init__(parent, act=Kind.PRIMARY, width=560)
        self._stage = stage
        self._vault = vault
        t = stage.speech
        self.key = Edit()
        self.key_field = Field(self.key)
        self.key_field.say(
            t.text("Recovery &key"), help_text=t.text("The scanner types it in one go.")
        )
        self.file_button = Button(Kind.PLAIN)
        self.file_button.say(t.text("Read the saved &file…"))
        self.body.addWidget(self.key_field)
        row = QHBoxLayout()
        row.addWidget(self.file_button)
        row.addStretch(1)
        self.body.addLayout(row)
        self.say_frame(
            t.text("Read the recovery sheet back"),
            t.text("Scan the code of the printed sheet, or read the file you put away."),
            t.text("Check the key"),
            t.text("Later"),
        )
        self.file_button.clicked.connect(self._choose)
        self.act.clicked.connect(self.check)
        self.key.next_wanted.connect(self.check)
        self.key.setFocus()

    def _choose(self) -> None:
        t = self._stage.speech
        path, _ = QFileDialog.getOpenFileName(self, t.text("The recovery key's file"))
        if path:
            self.read(Path(path))

    def read(self, path: Path) -> None:
        """Read the key out of the file it was put down in."""
        try:
            raw = path.read_bytes()[:_MOST_BYTES]
        except OSError:
            self.refuse(self._stage.speech.text("The file cannot be read."))
            return
        self.key.setText(raw.decode("ascii", errors="replace").strip())
        self.check()

    def check(self) -> None:
        """Try the key on the book's own keys."""
        text, vault = self.key.text(), self._vault
        if not text.strip():
            self.key_field.show_problem(self._stage.speech.text("Scan or type the key first."))
            return

        def done(_nothing: None) -> None:
            self.key.clear()
            self.proved.emit()
            self.accept()

        def failed(error: KnownError) -> None:
            self.key_field.show_problem(self._stage.speech.sentence(error))

        self._stage.tasks.in_house(self, lambda house: house.prove_sheet(vault, text), done, failed)
