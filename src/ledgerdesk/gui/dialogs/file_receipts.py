"""File the receipts of some days as folders of PDFs with an index."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Done
from ledgerdesk.core.dates import parse_date
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.progress import Progress
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.folder_field import documents
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.tasks import Job
from ledgerdesk.gui.widgets.buttons import Kind
from ledgerdesk.gui.widgets.fields import Edit, Field
from ledgerdesk.gui.widgets.progress import ProgressLine
from ledgerdesk.services.filing import Filed, GatheredFiles
from ledgerdesk.services.steps.receipts.drawing import Sheet, checked


class FileReceiptsDialog(Asking):
    """From which day to which, and where to; every copy counts as a print of its receipt."""

    written = Signal(str, str)

    def __init__(self, parent: QWidget, stage: Stage) -> None:
        super().__init__(parent, act=Kind.PRIMARY, width=520)
        self._stage = stage
        t = stage.speech
        today = stage.today()
        self.first, self.last = Edit(), Edit()
        self.fields = {"first": Field(self.first), "last": Field(self.last)}
        self.fields["first"].say(t.text("&From"))
        self.fields["last"].say(t.text("&To"))
        self.first.setText(today.replace(day=1).isoformat())
        self.last.setText(today.isoformat())
        row = QHBoxLayout()
        row.setSpacing(16)
        for field in self.fields.values():
            row.addWidget(field, 1)
        self.body.addLayout(row)
        self.line = ProgressLine()
        self.line.hide()
        self.body.addWidget(self.line)
        self._job: Job | None = None
        self._written: GatheredFiles | None = None
        self.say_frame(
            t.text("File receipts as PDFs"),
            t.text(
                "A folder for each month, named by number and payer, with an index. A receipt that"
                " was printed before says on its copy which print it is."
            ),
            t.text("Choose the folder…"),
            t.text("Cancel"),
        )
        self.act.clicked.connect(self._choose)
        self.first.next_wanted.connect(self.last.setFocus)
        self.last.next_wanted.connect(self.act.setFocus)
        self.rejected.connect(self._stop)

    def _choose(self) -> None:
        t = self._stage.speech
        name = t.text("Receipts-{day}", day=f"{self._stage.today():%Y%m%d}")
        path, _ = QFileDialog.getSaveFileName(
            self, t.text("File receipts as PDFs"), str(documents() / name)
        )
        if path:
            self.write(Path(path))

    def write(self, folder: Path) -> None:
        """Write the receipts into a folder that is not there yet."""
        days = []
        for name, edit in (("first", self.first), ("last", self.last)):
            try:
                days.append(parse_date(edit.text(), today=self._stage.today()))
            except KnownError as error:
                self.fields[name].show_problem(self._stage.speech.sentence(error))
                edit.setFocus()
                return
        self.act.setEnabled(False)

        def work(ledger: Ledger) -> GatheredFiles:
            return ledger.filing.gather(folder, first=days[0], last=days[1])

        self._stage.tasks.query(self, work, self._make, self._failed)

    def _make(self, gathered: GatheredFiles) -> None:
        self.line.setValue(0)
        self.line.show()
        tasks = self._stage.tasks

        def drawn(sheet: Sheet) -> bytes:
            return tasks.on_press(lambda: checked(sheet))

        def work(progress: Progress) -> None:
            gathered.write(progress, drawn=drawn)

        self._job = tasks.aside(
            self, work, lambda _none: self._hand_out(gathered), self._failed, self.line.setValue
        )
        self._written = gathered

    def _hand_out(self, gathered: GatheredFiles) -> None:
        def work(ledger: Ledger) -> Done[Filed]:
            return ledger.filing.hand_out(gathered)

        def done(filed: Filed) -> None:
            t = self._stage.speech
            told = t.plural(
                "{number} receipt filed in {folder}",
                "{number} receipts filed in {folder}",
                filed.receipts,
                folder=filed.folder.name,
            )
            self.written.emit(told, str(filed.folder / "index.csv"))
            self.accept()

        self._stage.tasks.mutate(self, work, done, self._failed)

    def _failed(self, error: KnownError) -> None:
        self.act.setEnabled(True)
        self.line.hide()
        self.refuse(self._stage.speech.sentence(error))

    def _stop(self) -> None:
        """Give it up: what was written already is nobody's to read."""
        if self._job is not None:
            self._job.stop()
        if self._written is not None:
            self._written.discard()
