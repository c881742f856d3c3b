"""What was imported so far, and the way to take one of it back as a whole."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Done
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.progress import Progress
from ledgerdesk.gui import figures
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.models.rows import Cell, Column, RowsModel
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.tasks import Job
from ledgerdesk.gui.widgets.buttons import Kind
from ledgerdesk.gui.widgets.fields import Edit, Field
from ledgerdesk.gui.widgets.job_bar import JobBar
from ledgerdesk.gui.widgets.table import LedgerTable
from ledgerdesk.services.imports import ImportedBatch, TakenBack

_TALL = 240


class ImportBatchesDialog(Asking):
    """The imports, newest first; one that stands may be taken back with a reason."""

    taken_back = Signal(str)

    def __init__(self, parent: QWidget, stage: Stage) -> None:
        super().__init__(parent, act=Kind.DESTRUCTIVE, width=640)
        self._stage = stage
        t = stage.speech
        self.model: RowsModel[ImportedBatch] = RowsModel(self._columns())
        self.table = LedgerTable(self.model)
        self.table.setFixedHeight(_TALL)
        self.table.setAccessibleName(t.text("Earlier imports"))
        self.job_bar = JobBar()
        self._job: Job | None = None
        self.why = Edit()
        self.why_field = Field(self.why)
        self.why_field.say(t.text("&Reason"), hint=t.text("stands in the log"))
        self.body.addWidget(self.table)
        self.body.addWidget(self.why_field)
        self.body.addWidget(self.job_bar)
        self.job_bar.hide()
        self.job_bar.cancel_button.clicked.connect(self._stop)
        self.job_bar.say(
            t.text("Taking it back …"),
            t.text("Cancel"),
            t.text("Cancelling leaves the book as it was."),
        )
        self.say_frame(
            t.text("Earlier imports"),
            t.text(
                "An import can be taken back as a whole while nothing depends on it: its trades"
                " go, and the customers it added are erased."
            ),
            t.text("Take it back"),
            t.text("Close"),
        )
        self.act.clicked.connect(self._go)
        self.act.setEnabled(False)
        self.table.current_changed.connect(self._chosen)
        self.why.next_wanted.connect(self.leave.setFocus)
        self.refresh()

    def _columns(self) -> tuple[Column[ImportedBatch], ...]:
        t = self._stage.speech

        def state(one: ImportedBatch) -> Cell:
            return Cell(text=t.text("taken back") if one.is_taken_back else "", tone="muted")

        return (
            Column(
                title=lambda: t.text("When"),
                cell=lambda one: Cell(
                    text=figures.moment(t, one.at, self._stage.today()), tone="muted"
                ),
                width=150,
            ),
            Column(
                title=lambda: t.text("Rows"),
                cell=lambda one: Cell(text=f"{one.rows:,}"),
                width=90,
                right=True,
            ),
            Column(title=lambda: t.text("Who"), cell=lambda one: Cell(text=one.person), width=140),
            Column(title=lambda: t.text("State"), cell=state),
        )

    def refresh(self) -> None:
        """Ask for them again."""

        def show(found: tuple[ImportedBatch, ...]) -> None:
            self.model.show(found)
            if found:
                self.table.choose(0)
            self._chosen(0)

        self._stage.tasks.query(self, lambda ledger: ledger.imports.batches(), show, self._failed)

    @property
    def chosen(self) -> ImportedBatch | None:
        """Give the import that is chosen."""
        row = self.table.currentIndex().row()
        return self.model.records[row] if 0 <= row < len(self.model.records) else None

    def _chosen(self, _row: int) -> None:
        self.act.setEnabled(self.chosen is not None and not self.chosen.is_taken_back)

    def _go(self) -> None:
        batch, why, t = self.chosen, self.why.text().strip(), self._stage.speech
        if batch is None:
            return
        if not why:
            self.why_field.show_problem(t.text("Say why; it stands in the log."))
            self.why.setFocus()
            return
        self.act.setEnabled(False)
        pub = batch.pub

        def work(ledger: Ledger, progress: Progress) -> Done[TakenBack]:
            return ledger.imports.take_back(pub, why=why, progress=progress)

        def done(taken: TakenBack) -> None:
            self._job = None
            self.taken_back.emit(
                t.plural(
                    "The import is taken back: {number} trade",
                    "The import is taken back: {number} trades",
                    taken.trades,
                )
            )
            self.accept()

        self._job = self._stage.tasks.mutate_long(self, work, done, self._failed, self._told)

    def _told(self, percent: int) -> None:
        """Show how far it is, once it takes long enough to be told."""
        self.job_bar.setVisible(self._job is not None)
        self.job_bar.show_percent(percent)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.stop()

    def _failed(self, error: KnownError) -> None:
        self._job = None
        self.job_bar.hide()
        self._chosen(0)
        self.refuse(self._stage.speech.sentence(error))
