"""Reports: choose one and a time, read it, go from a sum to its rows, make a file of it."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Changes, Done
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.reports import COLUMNS, OF_ALL, Value, What
from ledgerdesk.core.reports import Column as Asked
from ledgerdesk.core.staff import Person, may
from ledgerdesk.gui import figures, theme
from ledgerdesk.gui.folder_field import documents
from ledgerdesk.gui.models.rows import Cell, Column, RowsModel
from ledgerdesk.gui.pages.reports.periods import (
    OTHER,
    PERIODS,
    THIS_MONTH,
    THIS_YEAR,
    days_of,
    typed_days,
)
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.empty import Empty
from ledgerdesk.gui.widgets.fields import Edit
from ledgerdesk.gui.widgets.page import Page, PageHead
from ledgerdesk.gui.widgets.select import Select
from ledgerdesk.gui.widgets.table import LedgerTable
from ledgerdesk.gui.widgets.texts import Rule, Text
from ledgerdesk.i18n.report_words import column_words, report_words, value_words
from ledgerdesk.services.reports import PDF, Report, Written, rendered

_WIDTHS = {"text": 0, "day": 120, "count": 110, "fen": 150}
Row = tuple[Value, ...]


class ReportsPage(Page):
    """The report of a time, its sums below it."""

    cares_for = Changes.RECEIPTS | Changes.TRANSACTIONS | Changes.CUSTOMERS
    receipt_wanted = Signal(str)
    customer_wanted = Signal(str)

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._report: Report | None = None
        self._subject: tuple[str, str] | None = None
        self._question = 0
        self.head = PageHead()
        self.what, self.period = Select(), Select()
        self.what.setFixedWidth(220)
        self.period.setFixedWidth(150)
        self.first, self.last = Edit(), Edit()
        for edit in (self.first, self.last):
            edit.setProperty("filter", True)
            edit.setFixedWidth(120)
        self.pdf_button = Button(Kind.PRIMARY, key="Ctrl+Enter")
        self.xlsx_button, self.csv_button = Button(Kind.PLAIN), Button(Kind.PLAIN)
        self.model: RowsModel[Row] = RowsModel(self._columns(What.DAILY))
        self.table = LedgerTable(self.model)
        self.empty = Empty("search")
        self._count = Text(size=theme.SMALL, tone="muted")
        self._sum = Text(bold=True)
        self._lay_out()
        self._wire()
        self.say()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        for part in (self.what, self.period, self.first, self.last):
            row.addWidget(part)
        row.addStretch(1)
        for button in (self.pdf_button, self.xlsx_button, self.csv_button):
            row.addWidget(button)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 8, 12, 4)
        foot.addWidget(self._count)
        foot.addStretch(1)
        foot.addWidget(self._sum)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PAGE_SIDE, theme.PAGE_TOP, theme.PAGE_SIDE, 8)
        column.setSpacing(8)
        column.addWidget(self.head)
        column.addLayout(row)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(Rule("line2"))
        column.addLayout(foot)
        self.first.hide()
        self.last.hide()

    def _wire(self) -> None:
        self.what.chosen.connect(self.refresh)
        self.period.chosen.connect(self._period_chosen)
        self.what.next_wanted.connect(self.period.setFocus)
        self.period.next_wanted.connect(self._after_period)
        self.first.next_wanted.connect(self.last.setFocus)
        self.last.next_wanted.connect(self._typed)
        for edit in (self.first, self.last):
            edit.left.connect(self._typed)
        self.table.opened.connect(self._open_row)
        self.pdf_button.clicked.connect(lambda: self._ask_file(PDF))
        self.xlsx_button.clicked.connect(lambda: self._ask_file("xlsx"))
        self.csv_button.clicked.connect(lambda: self._ask_file("csv"))
        self.lead_with(self.pdf_button)

    def say(self) -> None:
        """Say every text again."""
        t = self.stage.speech
        self.head.title.setText(t.text("Reports"))
        kept = self.what.currentIndex(), self.period.currentIndex()
        self.what.say([report_words(t.translator, what) for what in self._whats])
        self.what.setAccessibleName(t.text("Report"))
        self.period.say([t.text(word) for word in PERIODS])
        self.period.setAccessibleName(t.text("Time"))
        self.what.choose(max(kept[0], 0))
        self.period.choose(kept[1] if kept[1] >= 0 else THIS_MONTH)
        self.first.setAccessibleName(t.text("First day"))
        self.last.setAccessibleName(t.text("Last day"))
        self.first.setPlaceholderText(t.text("First day"))
        self.last.setPlaceholderText(t.text("Last day"))
        self.pdf_button.say(t.text("&PDF…"))
        self.xlsx_button.say(t.text("E&xcel…"))
        self.csv_button.say(t.text("&CSV…"))
        self.table.setAccessibleName(t.text("Report"))
        self.empty.say(
            t.text("Nothing in this time"), t.text("Choose another report or another time."), ""
        )
        self.model.say()
        self._tell()

    def hint(self) -> str:
        """Tell the keys."""
        return self.stage.speech.text("↑↓ choose   Enter its rows   Ctrl+Enter as PDF")

    def arrive(self) -> None:
        """Begin at the choice of the report."""
        self.refresh()
        self.what.setFocus()

    def forget(self) -> None:
        """Leave nothing of the book on the page."""
        self._question += 1
        self._report = self._subject = None
        self.say()
        self.model.show(())
        self._tell()

    def show_person(self, person: Person) -> None:
        """Offer files to whoever may take sums out of the book."""
        for button in (self.pdf_button, self.xlsx_button, self.csv_button):
            button.setVisible(may(person, "reports.write"))

    # ── what is asked ────────────────────────────────────────────────────────────────────

    @property
    def _whats(self) -> tuple[What, ...]:
        """List what can be chosen: a statement while it is somebody's."""
        return OF_ALL if self._subject is None else (*OF_ALL, What.STATEMENT)

    @property
    def chosen(self) -> What:
        """Give the chosen report."""
        return self._whats[max(self.what.currentIndex(), 0)]

    def show_statement(self, customer_pub: str, name: str) -> None:
        """Show a customer's statement of account of this year."""
        self._subject = (customer_pub, name)
        self.say()
        self.what.choose(self._whats.index(What.STATEMENT))
        self.period.choose(THIS_YEAR)
        for edit in (self.first, self.last):
            edit.hide()

    def show_owed(self) -> None:
        """Show who owes what."""
        self.what.choose(self._whats.index(What.AGEING))

    def _period_chosen(self) -> None:
        other = self.period.currentIndex() == OTHER
        for edit in (self.first, self.last):
            edit.setVisible(other)
        if other and self._report is not None:
            self.first.setText(self._report.first.isoformat())
            self.last.setText(self._report.last.isoformat())
        self.refresh()

    def _after_period(self) -> None:
        (self.first if self.first.isVisible() else self.table).setFocus()

    def _typed(self) -> None:
        if self.period.currentIndex() == OTHER:
            self.refresh()

    def _days(self) -> tuple[date, date] | None:
        today = self.stage.today()
        if self.period.currentIndex() != OTHER:
            return days_of(self.period.currentIndex(), today)
        try:
            return typed_days(self.first.text(), self.last.text(), today)
        except KnownError as error:
            if self.first.text() and self.last.text():
                self.complain(error)
            return None

    def refresh(self) -> None:
        """Make the chosen report anew; an answer to an older question is not shown."""
        days, what = self._days(), self.chosen
        if days is None:
            return
        self._question += 1
        number = self._question

        def made(report: Report) -> None:
            if number == self._question:
                self._show(report)

        subject = self._subject

        def work(ledger: Ledger) -> Report:
            if what is What.STATEMENT and subject is not None:
                return ledger.reports.statement(subject[0], *days)
            return ledger.reports.make(what, *days)

        self.stage.tasks.query(self, work, made, self.complain)

    def show_days(self, what: What, first: date, last: date) -> None:
        """Show a report of days: where a sum leads to."""
        self.what.choose(self._whats.index(what))
        self.period.choose(OTHER)
        self.first.setText(first.isoformat())
        self.last.setText(last.isoformat())
        for edit in (self.first, self.last):
            edit.show()
        self.refresh()

    def _show(self, report: Report) -> None:
        self._report = report
        self.model.lay(self._columns(report.what), report.rows)
        self.table.setVisible(bool(report.rows))
        self.empty.setVisible(not report.rows)
        if report.rows:
            self.table.choose(0)
        self._tell()

    def _tell(self) -> None:
        t, report = self.stage.speech, self._report
        if report is None:
            self._count.setText("")
            self._sum.setText("")
            self.head.fact.setText("")
            return
        self._count.setText(t.plural("{number} row", "{number} rows", len(report.rows)))
        sums = [
            figures.yuan(total)
            for column, total in zip(report.columns, report.totals, strict=True)
            if column.kind == "fen" and total is not None
        ]
        self._sum.setText(self._balance(report) or (sums[-1] if sums else ""))
        first, last = report.first.isoformat(), report.last.isoformat()
        said = t.text("{first} to {last}", first=first, last=last)
        self.head.fact.setText(f"{report.subject} · {said}" if report.subject else said)

    def _balance(self, report: Report) -> str:
        """Say what a statement ends in: what is owed, or what lies here."""
        if report.what is not What.STATEMENT or not report.rows:
            return ""
        left = report.rows[-1][-1]
        if not isinstance(left, int):
            return ""
        return self.stage.speech.text("Balance {sum}", sum=figures.yuan(left))

    def _columns(self, what: What) -> tuple[Column[Row], ...]:
        asked = COLUMNS[what]
        has_words = any(column.kind == "text" for column in asked)
        return tuple(
            self._column(at, column, fills=not has_words and at == 0)
            for at, column in enumerate(asked)
        )

    def _column(self, at: int, asked: Asked, *, fills: bool) -> Column[Row]:
        t = self.stage.speech

        def cell(row: Row) -> Cell:
            value = row[at]
            if asked.kind == "fen" and isinstance(value, int):
                return Cell(text=figures.amount(value))
            if isinstance(value, str):
                return Cell(text=value_words(t.translator, asked.name, value))
            return Cell(text="" if value is None else str(value))

        return Column(
            title=lambda: column_words(t.translator, asked.name),
            cell=cell,
            width=0 if fills else _WIDTHS[asked.kind],
            right=asked.kind in {"fen", "count"},
        )

    # ── where it leads ───────────────────────────────────────────────────────────────────

    def _open_row(self, row: int) -> None:
        """Go from a sum to its rows, and from a row to its receipt or customer."""
        report = self._report
        if report is None or not 0 <= row < len(report.rows):
            return
        names = [column.name for column in report.columns]
        values = dict(zip(names, report.rows[row], strict=True))
        day = values.get("day")
        if isinstance(number := values.get("number"), str):
            self.receipt_wanted.emit(number)
        elif isinstance(code := values.get("code"), str):
            self.customer_wanted.emit(code)
        elif isinstance(month := values.get("month"), str):
            first = date.fromisoformat(f"{month}-01")
            following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
            last = min(date.fromordinal(following.toordinal() - 1), report.last)
            self.show_days(What.DAILY, max(first, report.first), last)
        elif isinstance(day, date):
            self.show_days(What.REGISTER, day, day)
        else:
            self.show_days(What.REGISTER, report.first, report.last)

    def _ask_file(self, shape: str) -> None:
        report, t = self._report, self.stage.speech
        if report is None:
            return
        of = f"-{self._subject[1]}" if report.subject and self._subject else ""
        words = report_words(t.translator, report.what)
        name = f"{words}{of}-{report.first}-{report.last}.{shape}"
        path, _ = QFileDialog.getSaveFileName(
            self, t.text("Write the report"), str(documents() / name), f"(*.{shape})"
        )
        if path:
            self.write(Path(path), shape)

    def write(self, file: Path, shape: str) -> None:
        """Write what is shown into a file that is not there yet; it is made beside the desk."""
        report, language = self._report, self.stage.speech.language
        if report is None:
            return
        file = file if file.suffix else file.with_suffix(f".{shape}")

        def written(done: Written) -> None:
            self.done.emit(self.stage.speech.text("Written: {file}", file=done.file.name))

        def made(data: bytes) -> None:
            def work(ledger: Ledger) -> Done[Written]:
                return ledger.reports.hand_out(report, shape, file, data)

            self.stage.tasks.mutate(self, work, written, self.complain)

        self.stage.tasks.aside(
            self,
            lambda progress: rendered(report, shape, language, progress),
            made,
            self.complain,
            lambda _percent: None,
        )
