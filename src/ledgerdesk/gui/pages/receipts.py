"""Every receipt in the order of its number, with its page as it is printed and what can be done."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ledgerdesk.core.changes import Changes
from ledgerdesk.core.receipts import Status
from ledgerdesk.gui import figures, icons, theme
from ledgerdesk.gui.dialogs.page_window import PageDialog
from ledgerdesk.gui.dialogs.take_back import ReverseDialog, VoidDialog
from ledgerdesk.gui.models.rows import RowsModel
from ledgerdesk.gui.pages.receipt_columns import RECEIPT_FILTERS, receipt_columns
from ledgerdesk.gui.pages.receipt_pane import ReceiptPane
from ledgerdesk.gui.printing import Printing
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.empty import Empty
from ledgerdesk.gui.widgets.fields import Edit
from ledgerdesk.gui.widgets.page import Page, PageHead
from ledgerdesk.gui.widgets.segments import Segments
from ledgerdesk.gui.widgets.table import LedgerTable
from ledgerdesk.gui.widgets.texts import Rule, Text
from ledgerdesk.services.receipts import Listed, Register
from ledgerdesk.services.steps.drawing import Picture, picture

_PREVIEW_WAIT_MS = 60


class ReceiptsPage(Page):
    """The register: list, page, facts."""

    cares_for = Changes.RECEIPTS | Changes.PRINTS | Changes.TRANSACTIONS
    trade_wanted = Signal()
    taken_back = Signal(str, str)

    def __init__(self, stage: Stage, printing: Printing) -> None:
        super().__init__(stage)
        self._printing = printing
        self._all: tuple[Listed, ...] = ()
        self._missing: tuple[str, ...] = ()
        self._wanted = ""
        self.head = PageHead()
        self.search = Edit()
        self.search.setProperty("filter", True)
        self.search.setFixedWidth(216)
        self._find = QAction(icons.icon("search", "muted"), "", self)
        self.search.addAction(self._find, Edit.ActionPosition.LeadingPosition)
        self.filter = Segments(len(RECEIPT_FILTERS), digits=False, tall=theme.FILTER_HEIGHT)
        self.model: RowsModel[Listed] = RowsModel(receipt_columns(stage.speech))
        self.table = LedgerTable(self.model)
        self._foot = Text(size=theme.SMALL, tone="muted")
        self._sum_label = Text(size=theme.SMALL, tone="muted")
        self._sum = Text(bold=True)
        self.pane = ReceiptPane(stage)
        self.empty = Empty("receipts", key="Ctrl+N")
        self._stack = QStackedWidget()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_PREVIEW_WAIT_MS)
        self._lay_out()
        self._wire()
        self.say()

    def _lay_out(self) -> None:
        listing = QWidget()
        left = QVBoxLayout()
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
        row = QHBoxLayout(listing)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        row.addLayout(left, 1)
        row.addWidget(self.pane)
        self._stack.addWidget(listing)
        self._stack.addWidget(self.empty)
        filters = QHBoxLayout()
        filters.setSpacing(8)
        filters.addWidget(self.search)
        filters.addWidget(self.filter)
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
        self.table.current_changed.connect(self._chosen)
        self.table.opened.connect(self._chosen)
        self._later.timeout.connect(self._ask_page)
        self.pane.view.wanted.connect(self._later.start)
        self.pane.view.enlarged.connect(self.enlarge)
        self.pane.enlarge_button.clicked.connect(self.enlarge)
        self.pane.view.bind(self)
        self.empty.button.clicked.connect(self.trade_wanted)
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
        self.search.setPlaceholderText(t.text("number, payer, amount"))
        self.search.setAccessibleName(t.text("Search receipts"))
        self.filter.say(t.text("Show"), [t.text(word) for word, _ in RECEIPT_FILTERS])
        self.table.setAccessibleName(t.text("Receipts"))
        self.model.say()
        self._sum_label.setText(t.text("Sum"))
        self.empty.say(
            t.text("No receipts yet"),
            t.text("Save a trade, and its receipt stands here in the order of its number."),
            t.text("New trade"),
        )
        self.pane.say()
        self._narrow()

    def hint(self) -> str:
        """Tell the keys."""
        return self.stage.speech.text("↑↓ choose   Ctrl+P print again   Ctrl+C copy the rows")

    def refresh(self) -> None:
        """Ask for the register."""
        self.stage.tasks.query(
            self, lambda ledger: ledger.receipts.register(), self._show, self.complain
        )

    def arrive(self) -> None:
        """Begin in the list."""
        self.refresh()
        self.table.setFocus()

    def forget(self) -> None:
        """Leave nothing of the book on the page."""
        self._all = ()
        self._wanted = ""
        self.search.clear()
        self._narrow()
        self.pane.show_nothing()

    def show_number(self, number: str) -> None:
        """Choose a receipt once the list is there."""
        self._wanted = number
        self.search.clear()
        self.filter.choose(0)
        self.refresh()

    @property
    def current(self) -> Listed | None:
        """Give the chosen receipt."""
        row = self.table.currentIndex().row()
        records = self.model.records
        return records[row] if 0 <= row < len(records) else None

    def _show(self, register: Register) -> None:
        self._all = tuple(reversed(register.receipts))
        self._missing = register.missing
        self._narrow()

    def _narrow(self) -> None:
        keep = self._wanted or (self.current.number if self.current else "")
        self._wanted = ""
        wanted = "".join(self.search.text().casefold().replace(",", "").split())
        fits = RECEIPT_FILTERS[self.filter.position or 0][1]
        shown = [one for one in self._all if fits(one) and _answers(one, wanted)]
        self.model.show(shown)
        numbers = [one.number for one in shown]
        if shown:
            self.table.choose(numbers.index(keep) if keep in numbers else 0)
        else:
            self.pane.show_nothing()
        self._stack.setCurrentIndex(0 if self._all else 1)
        self._tell_counts(shown)

    def _tell_counts(self, shown: list[Listed]) -> None:
        t = self.stage.speech
        void = sum(one.status is Status.VOIDED for one in shown)
        text = t.plural("{number} receipt", "{number} receipts", len(shown))
        if void:
            text = t.text(
                "{receipts}, {void} of them void and not counted", receipts=text, void=void
            )
        self._foot.setText(text)
        counted = sum(one.amount_fen for one in shown if one.status is not Status.VOIDED)
        self._sum.setText(figures.yuan(counted))
        missing = ", ".join(self._missing[:3])
        self.head.fact.setText(
            t.text("Missing: {numbers}", numbers=missing)
            if missing
            else t.text("every number is accounted for")
            if self._all
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

    def _draw(
        self,
        context: QObject,
        number: str,
        need: tuple[int, int],
        shown: Callable[[Picture], None],
    ) -> None:
        self.stage.tasks.draw(
            context,
            lambda ledger: ledger.receipts.sheet(number),
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


def _answers(one: Listed, wanted: str) -> bool:
    if not wanted:
        return True
    amount = figures.amount(one.amount_fen).replace(",", "")
    return wanted in one.number.casefold() or wanted in one.payer.casefold() or wanted in amount


def _as_pdf(path: str) -> Path:
    chosen = Path(path)
    return chosen if chosen.suffix.lower() == ".pdf" else chosen.with_name(f"{chosen.name}.pdf")
