"""Folders as a form asks for them: a path one may type or choose, and names made safe."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.fields import Edit, Field

_FORBIDDEN = '<>:"/\\|?*'


def documents() -> Path:
    """Name the folder of this person's documents, or his home where there is none yet."""
    place = QStandardPaths.StandardLocation.DocumentsLocation
    folder = Path(QStandardPaths.writableLocation(place))
    return folder if folder.is_dir() else Path.home()


def folder_name(text: str) -> str:
    """Turn a firm's name into a folder's."""
    kept = "".join("_" if letter in _FORBIDDEN else letter for letter in text.strip())
    return kept.strip(". ") or "LedgerDesk"


class FolderField(QWidget):
    """A path one may type or choose; `chosen` says that it came from the dialog."""

    chosen = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self.edit = Edit()
        self.field = Field(self.edit)
        self.button = Button(Kind.PLAIN)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.field, 1, Qt.AlignmentFlag.AlignTop)
        beside = QVBoxLayout()
        beside.addSpacing(24)
        beside.addWidget(self.button)
        beside.addStretch(1)
        row.addLayout(beside)
        self.button.clicked.connect(self._choose)

    @property
    def folder(self) -> Path | None:
        """Give the folder, or None while nothing stands there."""
        text = self.edit.text().strip()
        return Path(text).expanduser() if text else None

    def _choose(self) -> None:
        t = self._stage.speech
        chosen = QFileDialog.getExistingDirectory(self, t.text("Choose a folder"), self.edit.text())
        if chosen:
            self.edit.setText(chosen)
            self.chosen.emit()


class BackupFileField(FolderField):
    """A backup's file one may type or choose."""

    def _choose(self) -> None:
        t = self._stage.speech
        begin = self.edit.text() or self._stage.preferences.backup_folder
        chosen, _ = QFileDialog.getOpenFileName(
            self, t.text("Choose the backup"), begin, t.text("Backups") + " (*.ldbk)"
        )
        if chosen:
            self.edit.setText(chosen)
            self.chosen.emit()
