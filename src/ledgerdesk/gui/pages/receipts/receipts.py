"""Every receipt in the order of its number, with its page as it is printed and what can be done."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Changes
from ledgerdesk.gui import figures, icons, theme
from ledgerdesk.gui.dialogs.page_window import PageDialog
from ledgerdesk.gui.dialogs.take_back import ReverseDialog, VoidDialog
from ledgerdesk.gui.models.rows import RowsModel
from ledgerdesk.gui.pages.receipts.receipt_columns import (
    COLUMNS,
    RECEIPT_FILTERS,
    RECEIPT_TIMES,
    days_of,
    receipt_columns,
)
from ledgerdesk.gui.pages.receipts.receipt_pane import ReceiptPane
from ledgerdesk.gui.pages.receipts.receipt_tally import Tallying
from ledgerdesk.gui.paging import Paging
from ledgerdesk.gui.printing import Printing
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.empty import Empty
from ledgerdesk.gui.widgets.fields import Edit
from ledgerdesk.gui.widgets.folding import Folding
from ledgerdesk.gui.widgets.page import Page, PageHead
from ledgerdesk.gui.widgets.segments import Segments
from ledgerdesk.gui.widgets.select import Select
from ledgerdesk.gui.widgets.table import LedgerTable
from ledgerdesk.gui.widgets.texts import Rule, Text
from ledgerdesk.services.receipts import PAGE, Listed, Numbers, RegisterQuery
from ledgerdesk.services.steps.receipts.drawing import Picture, picture

LISTED, EMPTY, FOUND_NOTHING = range(3)
_LEAST_SEARCH, _MOST_SEARCH = 140, 264
_PREVIEW_WAIT_MS = 60
_MINUTE_S = 60
MOST_AT_ONCE = 1_000


class ReceiptsPage(Page):
    """The register: list, page, facts."""

    cares_for = Changes.RECEIPTS | Changes.PRINTS | Changes.TRANSACTIONS
    trade_wanted = Signal()
    taken_back = Signal(str, str)

    def __init__(self, stage: Stage, printing: Printing) -> None:
        super().__init__(stage)
        self._printing = printing
        self._missing: tuple[str, ...] = ()
        self._wanted = ""
        self.head = PageHead()
        self.search = Edit()
        self.search.setProperty("filter", True)
        self.search.setMinimumWidth(_LEAST_SEARCH)
        self.search.setMaximumWidth(_MOST_SEARCH)
        self._find = QAction(icons.icon("search", "muted"), "", self)
        self.search.addAction(self._find, Edit.ActionPosition.LeadingPosition)
        self.filter = Segments(len(RECEIPT_FILTERS), digits=False, tall=theme.FILTER_HEIGHT)
        self.model: RowsModel[Listed] = RowsModel(receipt_columns(stage.speech))
        self.table = LedgerTable(self.model)
        self.table.remember(stage, "receipts")
        self.table.order_at_first("number")
        self.paging: Paging[Listed] = Paging(stage, self.table, self.complain)
        self.tally = Tallying(stage, self)
        self.time = Select()
        self.time.setFixedWidth(132)
        self._foot = Text(size=theme.SMALL, tone="muted")
        self._sum_label = Text(size=theme.SMALL, tone="muted")
        self._sum = Text(bold=True)
        self.pane = ReceiptPane(stage)
        self.empty = Empty("receipts", key="Ctrl+N")
        self.nothing = Empty("search", key="Esc")
        self._stack = QStackedWidget()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_PREVIEW_WAIT_MS)
        self._minute = QTimer(self)
        self._minute.setSingleShot(True)
        self._lay_out()
        self._wire()
        self.say()

    def _lay_out(self) -> None:
        listing, left_side = Folding(gap=24), QWidget()
        left = QVBoxLayout(left_side)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addWidget(self.table, 1)
        left.addWidget(Rule("line2"))
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 8, 0, 4)
        foot.addWidget(self._foot)
        foot.addStretch(1)
        foot.addWidget(self._sum_label)
        foot.addSpacing(4)
        foot.addWidget(self._sum)
        foot.addSpacing(106)
        left.addLayout(foot)
        listing.fill(left_side, self.pane)
        listing.folded.connect(self.pane.fold)
        self._stack.addWidget(listing)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.nothing)
        filters = QHBoxLayout()
        filters.setSpacing(8)
        filters.addWidget(self.search, 1)
        filters.addWidget(self.filter)
        filters.addWidget(self.time)
        filters.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PAGE_SIDE, theme.PAGE_TOP, theme.PAGE_SIDE, 8)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addSpacing(4)
        column.addLayout(filters)
        column.addSpacing(12)
        column.addWidget(self._stack, 1)

    def _wire(self) -> None:
        self.search.textChanged.connect(self._narrow)
        self.search.next_wanted.connect(self.table.setFocus)
        self.filter.chosen.connect(self._narrow)
        self.time.chosen.connect(self._narrow)
        self.time.next_wanted.connect(self.table.setFocus)
        self.table.ordered.connect(self._narrow)
        self.tally.changed.connect(self._tell_counts)
        self.table.current_changed.connect(self._chosen)
        self.table.opened.connect(self._chosen)
        self._later.timeout.connect(self._ask_page)
        self._minute.timeout.connect(self._begin_minute)
        self.pane.view.wanted.connect(self._later.start)
        self.pane.view.enlarged.connect(self.enlarge)
        self.pane.enlarge_button.clicked.connect(self.enlarge)
        self.pane.view.bind(self)
        self.empty.button.clicked.connect(self.trade_wanted)
        self.nothing.button.clicked.connect(self.show_all)
        self.nothing.button.bind(self, "Esc")
        self.pane.reprint_button.clicked.connect(self.reprint)
        self.pane.reprint_button.bind(self, "Ctrl+P")
        self.lead_with(self.pane.reprint_button, self.empty.button)
        self.pane.void_button.clicked.connect(self.void)
        self.pane.reverse_button.clicked.connect(self.reverse)
        self.pane.save_button.clicked.connect(self.save_pdf)
        self.filter.choose(0)

    def say(self) -> None:
        """Say every text again."""
        t = self.stage.speech
        self.head.title.setText(t.text("Receipts"))
        self.search.setPlaceholderText(t.text("number, payer, pinyin, day, amount"))
        self.search.setAccessibleName(t.text("Search receipts"))
        self.filter.say(t.text("Show"), [t.text(word) for word, _ in RECEIPT_FILTERS])
        self.time.say([t.text(word) for word in RECEIPT_TIMES])
        self.time.setAccessibleName(t.text("Day of issue"))
        self.table.setAccessibleName(t.text("Receipts"))
        self.model.say()
        self._sum_label.setText(t.text("Sum"))
        self.empty.say(
            t.text("No receipts yet"),
            t.text("Save a trade, and its receipt stands here in the order of its number."),
            t.text("New trade"),
        )
        self.nothing.say(
            t.text("No receipt is like that"),
            t.text(
                "Looked for were number, payer, pinyin, initials, day or month, and amount, among"
                " what the filter lets through."
            ),
            t.text("Show all receipts"),
        )
        self.pane.say()
        self._tell_counts()

    def hint(self) -> str:
        """Tell the keys."""
        return self.stage.speech.text("↑↓ choose   Ctrl+P print again   Ctrl+C copy the rows")

    def refresh(self) -> None:
        """Ask for what is shown again, and whether every number is there."""
        self.stage.tasks.query(
            self, lambda ledger: ledger.receipts.numbers(), self._show_numbers, self.complain
        )
        self._narrow()

    def arrive(self) -> None:
        """Begin in the list."""
        self._begin_minute()
        self.refresh()
        self.table.setFocus()

    def forget(self) -> None:
        """Leave nothing of the book on the page."""
        self._wanted = ""
        self._missing = ()
        self._minute.stop()
        self.search.clear()
        self.filter.choose(0)
        self.time.choose(0)
        self.paging.stop()
        self.tally.stop()
        self.model.show(())
        self.pane.show_nothing()
        self._tell_counts()

    def show_number(self, number: str) -> None:
        """Choose a receipt once the list is there."""
        self._wanted = number
        self.search.clear()
        self.filter.choose(0)
        self.time.choose(0)
        self.refresh()

    @property
    def current(self) -> Listed | None:
        """Give the chosen receipt."""
        row = self.table.currentIndex().row()
        records = self.model.records
        return records[row] if 0 <= row < len(records) else None

    @property
    def query(self) -> RegisterQuery:
        """Give what the filters and the head of the table ask for."""
        first, last = days_of(self.time.currentIndex(), self.stage.today())
        column, descending = self.table.order
        return RegisterQuery(
            fits=RECEIPT_FILTERS[self.filter.position or 0][1],
            text=self.search.text(),
            first=first,
            last=last,
            column=COLUMNS.get(column, "number"),
            descending=descending,
        )

    def _narrow(self) -> None:
        keep = self._wanted or (self.current.number if self.current else "")
        query = self.query
        limit = min(max(len(self.model.records), PAGE), MOST_AT_ONCE)

        def read(ledger: Ledger, after: Any) -> tuple[tuple[Listed, ...], Any]:
            page = ledger.receipts.read(query, after, limit=PAGE if after else limit)
            return page.receipts, page.after

        self.paging.begin(read, lambda: self._shown(query, keep))

    def _shown(self, query: RegisterQuery, keep: str) -> None:
        records = self.model.records
        numbers = [one.number for one in records]
        wanted, self._wanted = self._wanted, ""
        if wanted and wanted not in numbers:
            self.search.setText(wanted)  # it lies deeper than the first page
            return
        if records:
            self.table.choose(numbers.index(keep) if keep in numbers else 0)
        elif self.paging.is_whole:
            self.pane.show_nothing()
        everything = replace(query, column="number", descending=True) == RegisterQuery()
        nothing = EMPTY if everything else FOUND_NOTHING
        shows = LISTED if records or not self.paging.is_whole else nothing
        self._stack.setCurrentIndex(shows)
        if self.paging.is_whole:
            self.tally.show(records)
        else:
            self.tally.begin(query)

    def show_all(self) -> None:
        """Look for nothing any more."""
        self.search.clear()
        self.filter.choose(0)
        self.time.choose(0)
        self._narrow()
        self.table.setFocus()

    def _show_numbers(self, numbers: Numbers) -> None:
        self._missing = numbers.missing
        self._tell_counts()

    def _tell_counts(self) -> None:
        t, counted = self.stage.speech, self.tally.counted
        text = t.plural("{number} receipt", "{number} receipts", counted.receipts)
        if counted.void:
            text = t.text(
                "{receipts}, {void} of them void and not counted", receipts=text, void=counted.void
            )
        if counted.after is not None:
            text = t.text("counting … {receipts} so far", receipts=text)
        self._foot.setText(text)
        self._sum.setText(figures.yuan(counted.sum_fen))
        missing = ", ".join(self._missing[:3])
        self.head.fact.setText(
            t.text("Missing: {numbers}", numbers=missing)
            if missing
            else t.text("every number is accounted for")
            if counted.receipts
            else ""
        )
        self.head.fact.set_tone("bad" if missing else "muted")

    def _chosen(self, _row: int) -> None:
        current = self.current
        if current is None:
            return
        self.pane.show_receipt(current)

    def _ask_page(self) -> None:
        current, need = self.current, self.pane.view.need
        if current is None or need is None:
            return
        number = current.number

        def shown(drawn: Picture) -> None:
            now = self.current
            if now is not None and now.number == number:
                self.pane.view.show_picture(drawn)

        self._draw(self, number, need, shown)

    def _begin_minute(self) -> None:
        """Draw a page again that says the minute of its print: what is shown is what is printed."""
        if not self.isVisible() and self._minute.isActive():
            return
        current = self.current
        if self.isVisible() and current is not None and current.prints:
            self.pane.view.open(current.number)
        self._minute.start(1000 * (_MINUTE_S - self.stage.clock.now().second))

    def _draw(
        self,
        context: QObject,
        number: str,
        need: tuple[int, int],
        shown: Callable[[Picture], None],
    ) -> None:
        self.stage.tasks.draw(
            context,
            lambda ledger: ledger.receipts.next_print(number),
            lambda sheet: picture(sheet, *need),
            shown,
            self.complain,
        )

    def enlarge(self) -> None:
        """Show the chosen receipt's pages as large as the window."""
        current = self.current
        if current is None:
            return
        number = current.number
        dialog = PageDialog(
            self.window(),
            self.stage.speech,
            number,
            lambda context, need, shown: self._draw(context, number, need, shown),
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open_at(self.pane.view.page)

    def reprint(self) -> None:
        """Print the chosen receipt again; from the second print on the page says so."""
        if self.current is not None:
            self._printing.print_receipt(self.current.number)

    def save_pdf(self) -> None:
        """Print the chosen receipt into a file somebody names."""
        current = self.current
        if current is None:
            return
        t = self.stage.speech
        suggested = str(self._printing.folder / f"{current.number}.pdf")
        path, _ = QFileDialog.getSaveFileName(
            self, t.text("Save the PDF"), suggested, "PDF (*.pdf)"
        )
        if path:
            self._printing.save_pdf(current.number, _as_pdf(path))

    def copy_pdf(self) -> None:
        """Put the chosen receipt on the clipboard as a PDF."""
        if self.current is not None:
            self._printing.copy_pdf(self.current.number)

    def mail_pdf(self) -> None:
        """Open the mail program with the chosen receipt on the clipboard."""
        if self.current is not None:
            self._printing.mail_pdf(self.current.number)

    def void(self) -> None:
        """Ask for the reason and void the chosen receipt."""
        if self.current is not None:
            self._open(VoidDialog(self, self.stage, self.current.number))

    def reverse(self) -> None:
        """Ask for the reason and take the chosen receipt back."""
        if self.current is not None:
            self._open(ReverseDialog(self, self.stage, self.current.number))

    def _open(self, dialog: VoidDialog | ReverseDialog) -> None:
        dialog.taken_back.connect(self.taken_back)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _as_pdf(path: str) -> Path:
    chosen = Path(path)
    return chosen if chosen.suffix.lower() == ".pdf" else chosen.with_name(f"{chosen.name}.pdf")
