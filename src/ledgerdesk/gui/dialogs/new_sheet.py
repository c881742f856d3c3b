"""Make a new recovery sheet, once the old one opens the book no longer."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ledgerdesk.bootstrap import Ledger, SheetFiles
from ledgerdesk.core.changes import Done
from ledgerdesk.core.errors import KnownError
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.folder_field import FolderField, documents
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Kind
from ledgerdesk.services.sheet import SheetState

SHEET = "恢复单"


def sheet_files(folder: Path, name: str) -> SheetFiles:
    """Name the two files of a sheet: the key's line, and the page to print."""
    return SheetFiles(line=folder / f"{name}-{SHEET}.key.txt", page=folder / f"{name}-{SHEET}.pdf")


class NewSheetDialog(Asking):
    """Ask where it is put down; the old one is worth nothing afterwards."""

    made = Signal(str)

    def __init__(self, parent: QWidget, stage: Stage) -> None:
        super().__init__(parent, act=Kind.PRIMARY, width=560)
        self._stage = stage
        t = stage.speech
        self.place = FolderField(stage)
        self.place.edit.setText(str(documents()))
        self.place.field.say(t.text("&Put the sheet into"))
        self.place.button.say(t.text("&Choose…"))
        self.body.addWidget(self.place)
        self.say_frame(
            t.text("A new recovery sheet"),
            t.text(
                "It alone opens the book when the password is lost. Tear the old one up once the"
                " new one was read back."
            ),
            t.text("Make the sheet"),
            t.text("Later"),
        )
        self.act.clicked.connect(self.make)
        self.place.edit.next_wanted.connect(self.act.setFocus)
        self.place.edit.setFocus()

    def make(self) -> None:
        """Put a new sheet down and let it be the one that counts."""
        t, folder = self._stage.speech, self.place.folder
        if folder is None or not folder.is_dir():
            sentence = t.text("There is no such folder. Choose one that is there.")
            self.place.field.show_problem(sentence)
            self.place.edit.setFocus()
            return
        today = self._stage.today().isoformat()
        files = sheet_files(folder, today)
        self.act.setEnabled(False)

        def work(ledger: Ledger) -> Done[SheetState]:
            return ledger.sheet.renew(files.write)

        def done(_state: SheetState) -> None:
            self.made.emit(str(files.page) if files.page else "")
            self.accept()

        def failed(error: KnownError) -> None:
            self.act.setEnabled(True)
            self.place.field.show_problem(t.sentence(error))

        self._stage.tasks.mutate(self, work, done, failed)
