"""A table comes in: choose, drop or paste it, say what its columns hold, see, then import."""

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ledgerdesk.core.errors import Code
from ledgerdesk.core.importing import ImportRow
from ledgerdesk.core.tables import Encoding, Row
from ledgerdesk.gui import theme
from ledgerdesk.gui.dialogs.import_batches import ImportBatchesDialog
from ledgerdesk.gui.models.rows import RowsModel
from ledgerdesk.gui.pages.imports.import_columns import COLUMN_WORDS, ColumnList
from ledgerdesk.gui.pages.imports.import_panel import ImportPanel
from ledgerdesk.gui.pages.imports.import_refused import RefusedRows
from ledgerdesk.gui.pages.imports.import_start import ImportStart
from ledgerdesk.gui.pages.imports.import_tables import SHOWN_ROWS, first_rows, rows_taken
from ledgerdesk.gui.pages.imports.import_work import ImportWork, problem_of
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.folding import Folding
from ledgerdesk.gui.widgets.page import Page, PageHead
from ledgerdesk.gui.widgets.segments import Segments
from ledgerdesk.gui.widgets.table import LedgerTable
from ledgerdesk.gui.widgets.texts import Elided
from ledgerdesk.i18n.marks import N_
from ledgerdesk.services.imports import Outcome, Table

# What the window takes when it is dropped; an old workbook is taken to be told how to save it.
ENDINGS = (".csv", ".xlsx", ".xlsm", ".tsv", ".txt", ".xls", ".et")
COLUMNS, FIRST_ROWS, TAKEN, REFUSED = range(4)
START, WORK = range(2)
_ENCODINGS = {
    Encoding.UTF8: "UTF-8",
    Encoding.UTF8_MARKED: N_("UTF-8 with a mark"),
    Encoding.UTF16: "UTF-16",
    Encoding.GB18030: "GB 18030",
}


class ImportPage(Page):
    """Start, then columns and figures; the result stands where the figures stood."""

    left = Signal()
    customer_wanted = Signal(str)

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._name = ""
        self._table: Table | None = None
        self.outcome: Outcome | None = None
        self.is_importing = self.is_done = False
        self.work = ImportWork(stage.tasks)
        self.start = ImportStart(stage.speech)
        self.file_button, self.paste_button = Button(key="Ctrl+O"), Button(key="Ctrl+V")
        self.close_button = Button(Kind.GHOST, key="Esc")
        self.head = PageHead(self.file_button, self.paste_button, self.close_button)
        self.fact = Elided(tone="muted")
        self.columns = ColumnList(stage.speech)
        self.tabs = Segments(4, tall=theme.FILTER_HEIGHT)
        self.raw = LedgerTable(RowsModel[Row](()))
        self.taken = LedgerTable(RowsModel[ImportRow](rows_taken(stage.speech)))
        self.refused = RefusedRows(stage.speech)
        self.panel = ImportPanel(stage.speech)
        self._views, self._whole = QStackedWidget(), QStackedWidget()
        self._lay_out()
        self._wire()
        self.say()

    def _lay_out(self) -> None:
        self.raw.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        column = QVBoxLayout(self._lay_out_frame())
        column.setContentsMargins(theme.PAGE_SIDE, theme.PAGE_TOP, theme.PAGE_SIDE, 12)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.tabs)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self.fact.setAlignment(right)
        row.addWidget(self.fact, 1)
        column.addLayout(row)
        column.addSpacing(8)
        column.addWidget(self._views, 1)
        for view in (self.columns, self.raw, self.taken, self.refused):
            self._views.addWidget(view)

    def _lay_out_frame(self) -> QWidget:
        """Put the frame up before it is filled: what moves house is dressed anew every time."""
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._whole)
        left, work = QWidget(), Folding()
        self._whole.addWidget(self.start)
        self._whole.addWidget(work)
        work.fill(left, self.panel)
        work.folded.connect(self.panel.fold)
        return left

    def _wire(self) -> None:
        keys = {"Ctrl+O": self.choose_file, "Ctrl+V": self.paste, "Esc": self.escape}
        for key, act in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        for buttons, act in (
            ((self.start.choose_button, self.file_button), self.choose_file),
            ((self.start.paste_button, self.paste_button), self.paste),
            ((self.start.close_button, self.close_button), self.left.emit),
            ((self.start.job.cancel_button, self.panel.job.cancel_button), self.work.cancel),
        ):
            for button in buttons:
                button.clicked.connect(act)
        self.panel.import_button.bind(self, "Ctrl+Return", "Ctrl+Enter")
        self.panel.import_wanted.connect(self._forward)
        self.tabs.chosen.connect(self._views.setCurrentIndex)
        self.tabs.accepted.connect(self._into_view)
        self.columns.changed.connect(self._foresee)
        self.panel.doubt_settled.connect(self._foresee)
        self.columns.sheet_chosen.connect(self._turn_to_sheet)
        self.columns.finished.connect(self.panel.import_button.setFocus)
        self.taken.opened.connect(self._open_customer)
        self.start.earlier_button.clicked.connect(self.show_earlier)
        for bar in (self.start.job, self.panel.job):
            self.work.progressed.connect(bar.show_percent)
        self.work.was_read.connect(self._show_table)
        self.work.comparing.connect(self._comparing)
        self.work.foreseen.connect(self._show_outcome)
        self.work.added.connect(self._imported)
        self.work.refused.connect(self._refused)

    def say(self) -> None:
        """Say every text again."""
        t = self.stage.speech
        self.start.say()
        self.head.title.setText(t.text("Import a table"))
        self.file_button.say(t.text("&Choose a file…"))
        self.paste_button.say(t.text("&Paste cells"))
        self.close_button.say(t.text("Close"))
        self.columns.say()
        self.panel.say()
        for table, name in (
            (self.raw, t.text("First rows")),
            (self.taken, t.text("Rows taken")),
        ):
            table.setAccessibleName(name)
            table.rows.say()
        self.refused.say()
        self._say_tabs()
        self._say_fact()

    def _say_tabs(self) -> None:
        t, outcome = self.stage.speech, self.outcome
        taken = f" {len(outcome.new_rows):,}" if outcome else ""
        refused = f" {outcome.rows - outcome.ok:,}" if outcome else ""
        words = (
            t.text("Columns"),
            t.text("First rows"),
            (t.text("Taken in") if self.is_done else t.text("Will be taken")) + taken,
            t.text("Refused") + refused,
        )
        self.tabs.say(t.text("What is shown"), words)

    def _say_fact(self) -> None:
        t, table = self.stage.speech, self._table
        if table is None:
            self.fact.setText("")
            return
        encoding = table.sheet.encoding
        written = t.text(_ENCODINGS[encoding]) if encoding else t.text("workbook")
        count = t.plural("{number} row", "{number} rows", len(table.sheet.rows))
        self.fact.setText(f"{self._name} · {written} · {count}")

    def hint(self) -> str:
        """Tell the keys."""
        return self.stage.speech.text(
            "Ctrl+Enter import   Ctrl+O choose a file   Ctrl+V paste   Esc cancel or close"
        )

    def arrive(self) -> None:
        """Begin at the start, or where it was left."""
        if self._table is None:
            self.start.choose_button.setFocus()
        elif self.panel.import_button.isEnabled():
            self.panel.import_button.setFocus()
        else:
            self.columns.focus_first()

    def toast_clear_of(self) -> tuple[int, int]:
        """Leave the panel free."""
        return self.panel.covers()

    def forget(self) -> None:
        """Leave nothing of the book or the table on the page."""
        self.work.drop()
        self._set_importing(on=False)
        self.is_done, self._name = False, ""
        self._table = self.outcome = None
        self.columns.forget()
        for table in (self.raw, self.taken):
            table.rows.show(())
        self.refused.show_outcome(None)
        self.panel.show_nothing()
        self.panel.doubtful.choose(0)
        self.panel.run("")
        self.start.rest()
        self._whole.setCurrentIndex(START)

    def escape(self) -> None:
        """Cancel what is under way, else leave."""
        if self.work.is_under_way:
            self.work.cancel()
        else:
            self.left.emit()

    # ── a table arrives ──────────────────────────────────────────────────────────────────

    def choose_file(self) -> None:
        """Ask for a file."""
        if self.is_importing:
            return
        t = self.stage.speech
        kinds = " ".join(f"*{ending}" for ending in ENDINGS)
        path, _ = QFileDialog.getOpenFileName(
            self, t.text("Choose the table"), "", t.text("Tables") + f" ({kinds})"
        )
        if path:
            self.load(Path(path))

    def show_earlier(self) -> None:
        """Show what was imported, and the way to take one of it back."""
        dialog = ImportBatchesDialog(self, self.stage)
        dialog.taken_back.connect(self.done)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def paste(self) -> None:
        """Take what lies on the clipboard: cells of a sheet, or a copied file."""
        held = QApplication.clipboard().mimeData()
        file = table_in(held)
        text = held.text() if file is None and held.hasText() else ""
        if file is not None:
            self.load(file)
        elif text.strip():
            self.load(text.encode("utf-8"))
        elif not self.is_importing:
            self.forget()
            self.start.refuse(
                self.stage.speech.text(
                    "There is no table on the clipboard. Choose the cells in Excel or WPS, copy"
                    " them, then paste here."
                )
            )

    def load(self, source: Path | bytes) -> None:
        """Read a table and show it; what was shown before goes, but never a running import."""
        if self.is_importing:
            return
        t = self.stage.speech
        self.forget()
        self._name = source.name if isinstance(source, Path) else t.text("pasted cells")
        self.start.run(t.text("Reading {name} …", name=self._name))
        self.start.job.cancel_button.setFocus()
        self.work.read(source)

    def _show_table(self, table: Table) -> None:
        t = self.stage.speech
        self._table = table
        self.start.rest()
        self.columns.show_table(table)
        self.raw.rows.lay(first_rows(t, table.sheet), table.sheet.rows[:SHOWN_ROWS])
        self._whole.setCurrentIndex(WORK)
        self.tabs.choose(COLUMNS)
        self._say_fact()
        self._foresee()
        self.columns.focus_first()

    def _turn_to_sheet(self, at: int) -> None:
        if self._table is not None:
            self._show_table(self._table.turned_to(at))

    # ── what it would do ─────────────────────────────────────────────────────────────────

    def _foresee(self) -> None:
        """Compare anew, as the columns say now."""
        t, table = self.stage.speech, self._table
        self.work.drop()
        self.is_done, self.outcome = False, None
        self.taken.rows.show(())
        self.refused.show_outcome(None)
        self._say_tabs()
        missing = self.columns.missing()
        if table is None or missing:
            names = ", ".join(t.text(COLUMN_WORDS[column]) for column in missing)
            self.panel.show_problem(t.text("Say which columns hold: {names}", names=names))
            self.panel.run("")
            return
        self.panel.run(t.text("Reading the rows …"))
        self.panel.show_nothing()
        self.work.foresee(table, self.columns.chosen(), self.panel.settled)

    def _comparing(self) -> None:
        self.panel.run(self.stage.speech.text("Comparing with the book …"))

    def _show_outcome(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.panel.show_outcome(outcome, done=self.is_done)
        self.panel.run("")
        self.taken.rows.show(outcome.new_rows)
        self.refused.show_outcome(outcome, self._table.sheet if self._table else None)
        self._say_tabs()

    def _refused(self, error: object) -> None:
        """Say why, where it happened; after a cancel the button compares again."""
        problem, t = problem_of(error), self.stage.speech
        if self._table is None:
            self.forget()
            self.start.refuse(t.sentence(problem))
            self.start.choose_button.setFocus()
            return
        self._set_importing(on=False)
        self.outcome = None
        self._say_tabs()
        self.panel.show_problem(t.sentence(problem))
        self.panel.run("")
        if problem.code is Code.CANCELLED:
            self.panel.offer_again()
            self.panel.import_button.setFocus()

    # ── importing ────────────────────────────────────────────────────────────────────────

    def _forward(self) -> None:
        if self.is_done:
            self.left.emit()
        elif self.outcome is None:
            self._foresee()
        elif not self.is_importing:
            self._set_importing(on=True)
            self.panel.run(self.stage.speech.text("Importing …"))
            self.panel.job.cancel_button.setFocus()
            self.work.add()

    def _set_importing(self, *, on: bool) -> None:
        self.is_importing = on
        for part in (self.columns, self.file_button, self.paste_button):
            part.setEnabled(not on)

    def _imported(self, outcome: Outcome) -> None:
        self._set_importing(on=False)
        self.is_done = True
        self._show_outcome(outcome)
        self.tabs.choose(TAKEN)
        self.panel.import_button.setFocus()
        if not self.isVisible():  # else the page itself says it, larger
            self.done.emit(self._told(outcome))

    def _told(self, outcome: Outcome) -> str:
        t = self.stage.speech
        if outcome.header.tells_trades:
            number = outcome.transactions_new
            return t.plural("{number} trade imported", "{number} trades imported", number)
        number = outcome.customers_new + outcome.customers_added_to
        return t.plural("{number} customer imported", "{number} customers imported", number)

    def _into_view(self) -> None:
        view = self._views.currentWidget()
        if view is self.columns:
            self.columns.focus_first()
        elif view is not None:
            view.setFocus()

    def _open_customer(self, row: int) -> None:
        """Open the customer a row became, once it is one."""
        if self.is_done and self.outcome is not None and row in range(len(self.outcome.new_rows)):
            self.customer_wanted.emit(self.outcome.new_rows[row].name)


def table_in(held: QMimeData) -> Path | None:
    """Give the one file that is dropped or pasted, if its name is a table's."""
    urls = held.urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    file = Path(urls[0].toLocalFile())
    return file if file.suffix.lower() in ENDINGS else None
