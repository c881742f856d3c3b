"""Hand data out: the customers of a list as a table, or one person's data as a copy for him."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Done
from ledgerdesk.core.customers import Customer, CustomerFilter
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.tables import Format
from ledgerdesk.core.trade_lists import TradeQuery
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.folder_field import FolderField, documents
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.tasks import Job
from ledgerdesk.gui.widgets.buttons import Kind
from ledgerdesk.gui.widgets.fields import Edit, Field
from ledgerdesk.gui.widgets.progress import ProgressLine
from ledgerdesk.gui.widgets.segments import Segments
from ledgerdesk.services.exports import Gathered
from ledgerdesk.services.steps.export_rows import What

_FORMATS = (Format.XLSX, Format.CSV)
_PLAIN = 1


class _HandOut(Asking):
    """What both have in common: whether numbers are masked, and why they are not."""

    written = Signal(str)

    def __init__(self, parent: QWidget, stage: Stage, *, may_plain: bool) -> None:
        super().__init__(parent, act=Kind.PRIMARY, width=520)
        self._stage = stage
        t = stage.speech
        self.numbers = Segments(2, even=True)
        self.numbers.say(t.text("ID and bank numbers"), (t.text("masked"), t.text("in clear")))
        self.numbers.choose(0)
        self.numbers_field = Field(self.numbers)
        self.numbers_field.say(t.text("ID and &bank numbers"))
        self.numbers_field.setVisible(may_plain)
        self.why = Edit()
        self.why_field = Field(self.why)
        self.why_field.say(t.text("&Reason"), hint=t.text("stands in the log"))
        self.numbers.chosen.connect(self._show_why)
        self.act.clicked.connect(self._go)
        self.why.next_wanted.connect(self.act.setFocus)

    @property
    def is_plain(self) -> bool:
        """Tell whether numbers are wanted in clear."""
        return self.numbers.position == _PLAIN

    def _show_why(self) -> None:
        self.why_field.setVisible(self.is_plain)
        self.adjustSize()

    def _go(self) -> None:
        raise NotImplementedError

    def _has_reason(self) -> bool:
        if not self.is_plain or self.why.text().strip():
            return True
        self.why_field.show_problem(self._stage.speech.text("Say why; it stands in the log."))
        self.why.setFocus()
        return False

    def _failed(self, error: KnownError) -> None:
        self.act.setEnabled(True)
        self.refuse(self._stage.speech.sentence(error))


class ExportDialog(_HandOut):
    """Ask in which format and where the rows of a list are written: customers, or `trades`."""

    def __init__(
        self,
        parent: QWidget,
        stage: Stage,
        asked: CustomerFilter | None,
        *,
        may_plain: bool,
        trades: TradeQuery | None = None,
    ) -> None:
        super().__init__(parent, stage, may_plain=may_plain)
        self._asked, self._trades = asked, trades
        t = stage.speech
        self.shape = Segments(len(_FORMATS), even=True)
        self.shape.say(t.text("Format"), ("Excel (xlsx)", "CSV"))
        self.shape.choose(0)
        shape_field = Field(self.shape)
        shape_field.say(t.text("&Format"))
        self.line = ProgressLine()
        self._job: Job | None = None
        for part in (shape_field, self.numbers_field, self.why_field, self.line):
            self.body.addWidget(part)
        self.why_field.hide()
        self.line.hide()
        self.rejected.connect(self._stop)
        narrowed = t.text("Those the list is narrowed to are written, every page of it.")
        every = t.text("All customers are written who are in use.")
        self._title = t.text("Export customers")
        self._noun = t.text("Customers")
        if trades is not None:
            every = t.text("All trades are written.")
            self._title, self._noun = t.text("Export trades"), t.text("Trades")
        is_narrowed = asked is not None or (trades is not None and not trades.is_everything)
        self.say_frame(
            self._title,
            narrowed if is_narrowed else every,
            t.text("Choose the file…"),
            t.text("Cancel"),
        )

    def _go(self) -> None:
        if not self._has_reason():
            return
        shape = _FORMATS[self.shape.position or 0]
        today = self._stage.today()
        name = f"{self._noun}-{today:%Y%m%d}.{shape.value}"
        path, _ = QFileDialog.getSaveFileName(
            self, self._title, str(documents() / name), f"(*.{shape.value})"
        )
        if path:
            self.write(Path(path))

    def write(self, file: Path) -> None:
        """Write the table into a file that is not there yet: read, made beside the desk, logged.

        The desk works on while a large table is made; until then it can be given up.
        """
        shape = _FORMATS[self.shape.position or 0]
        file = file if file.suffix else file.with_suffix(f".{shape.value}")
        asked, plain, why = self._asked, self.is_plain, self.why.text()
        trades = self._trades
        what = What.CUSTOMERS if trades is None else What.TRANSACTIONS
        self.act.setEnabled(False)

        def work(ledger: Ledger) -> Gathered:
            return ledger.exports.gather(
                what, shape, file, asked=asked, trades=trades, plain=plain, why=why
            )

        self._stage.tasks.query(self, work, self._make, self._failed)

    def _make(self, gathered: Gathered) -> None:
        self.line.setValue(0)
        self.line.show()
        self._job = self._stage.tasks.aside(
            self,
            gathered.render,
            lambda data: self._hand_out(gathered, data),
            self._failed,
            self.line.setValue,
        )

    def _hand_out(self, gathered: Gathered, data: bytes) -> None:
        def work(ledger: Ledger) -> Done[int]:
            done = ledger.exports.hand_out(gathered, data)
            return Done(value=done.value.rows, changes=done.changes)

        def done(rows: int) -> None:
            t, name = self._stage.speech, gathered.file.name
            told = (
                t.plural(
                    "{number} customer written to {file}",
                    "{number} customers written to {file}",
                    rows,
                    file=name,
                )
                if self._trades is None
                else t.plural(
                    "{number} trade written to {file}",
                    "{number} trades written to {file}",
                    rows,
                    file=name,
                )
            )
            self.written.emit(told)
            self.accept()

        self._stage.tasks.mutate(self, work, done, self._failed)

    def _failed(self, error: KnownError) -> None:
        self.line.hide()
        super()._failed(error)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.stop()


class CopyDialog(_HandOut):
    """Ask where a person's data is written for himself, as PDF and JSON."""

    def __init__(
        self, parent: QWidget, stage: Stage, customer: Customer, *, may_plain: bool
    ) -> None:
        super().__init__(parent, stage, may_plain=may_plain)
        self._customer = customer
        t = stage.speech
        self.folder = FolderField(stage)
        self.folder.edit.setText(str(documents()))
        self.folder.field.say(t.text("F&older"))
        self.folder.button.say(t.text("Choose…"))
        for part in (self.folder, self.numbers_field, self.why_field):
            self.body.addWidget(part)
        self.why_field.hide()
        self.say_frame(
            t.text("Copy of the data of {name}", name=customer.name),
            t.text(
                "All the book holds of him, for himself (PIPL, Article 45): a PDF to hand over and"
                " a JSON file. The log says who made it."
            ),
            t.text("Write the copy"),
            t.text("Cancel"),
        )

    def _go(self) -> None:
        folder, t = self.folder.folder, self._stage.speech
        if folder is None:
            self.folder.field.show_problem(t.text("Choose a folder"))
            return
        if not self._has_reason():
            return
        pub, plain, why = self._customer.pub, self.is_plain, self.why.text()
        self.act.setEnabled(False)

        def work(ledger: Ledger) -> Done[str]:
            done = ledger.exports.person(pub, folder, plain=plain, why=why)
            return Done(value=done.value.pdf.name, changes=done.changes)

        def done(name: str) -> None:
            self.written.emit(t.text("The copy is written: {file}", file=name))
            self.accept()

        self._stage.tasks.mutate(self, work, done, self._failed)
