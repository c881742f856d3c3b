"""Today: what was taken, by method, and the trades of the day; every number leads to its rows."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ledgerdesk.bootstrap import Ledger, wish_for
from ledgerdesk.core.changes import Changes, Done
from ledgerdesk.core.receipts import Paper
from ledgerdesk.core.transactions import Method
from ledgerdesk.gui import figures, theme
from ledgerdesk.gui.models.rows import Cell, CellTone, Column, RowsModel
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.empty import Empty
from ledgerdesk.gui.widgets.page import Page, PageHead
from ledgerdesk.gui.widgets.sums import Sum, Sums
from ledgerdesk.gui.widgets.table import LedgerTable
from ledgerdesk.gui.widgets.texts import Text
from ledgerdesk.services.steps.issuing import Issued
from ledgerdesk.services.today import Taken, Takings

SHOWN_METHODS = (Method.CASH, Method.WECHAT, Method.ALIPAY, Method.BANK, Method.CARD)


class TodayPage(Page):
    """The first page after the door."""

    cares_for = Changes.TRANSACTIONS | Changes.RECEIPTS | Changes.PRINTS
    trade_wanted = Signal()
    receipt_wanted = Signal(str)
    issued = Signal(str, str)

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._takings: Takings | None = None
        self.new_button = Button(Kind.PRIMARY, key="Ctrl+N", icon="plus")
        self.head = PageHead(self.new_button)
        self.sums = Sums()
        self._recent = Text(bold=True)
        self._recent_count = Text(size=theme.SMALL, tone="muted")
        self.model: RowsModel[Taken] = RowsModel(self._columns())
        self.table = LedgerTable(self.model)
        self.empty = Empty("today", key="Ctrl+N")
        self._stack = QStackedWidget()
        self._lay_out()
        self.new_button.clicked.connect(self.trade_wanted)
        self.empty.button.clicked.connect(self.trade_wanted)
        self.table.opened.connect(self._open)
        self.issue_button.clicked.connect(self.issue_chosen)
        self.issue_button.bind(self, "F9")
        self.table.current_changed.connect(self._offer_issue)
        self.say()

    def _lay_out(self) -> None:
        self.issue_button = Button(Kind.PLAIN, key="F9")
        listing = QWidget()
        inner = QVBoxLayout(listing)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.sums)
        inner.addSpacing(20)
        row = QHBoxLayout()
        row.addWidget(self._recent)
        row.addSpacing(8)
        row.addWidget(self._recent_count)
        row.addStretch(1)
        row.addWidget(self.issue_button)
        inner.addLayout(row)
        inner.addSpacing(4)
        inner.addWidget(self.table, 1)
        self._stack.addWidget(listing)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PAGE_SIDE, theme.PAGE_TOP, theme.PAGE_SIDE, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addSpacing(12)
        column.addWidget(self._stack, 1)

    def _columns(self) -> tuple[Column[Taken], ...]:
        t = self.stage.speech

        def quiet(one: Taken, tone: CellTone = "text") -> CellTone:
            return "muted" if one.taking.is_void else tone

        def amount(one: Taken) -> Cell:
            fen, void = one.taking.amount_fen, one.taking.is_void
            tone: CellTone = "muted" if void else "bad" if fen < 0 else "text"
            return Cell(text=figures.amount(fen), tone=tone, struck=void)

        def methods(one: Taken) -> Cell:
            names = [figures.method(t, part.method) for part in one.taking.parts]
            return Cell(text="、".join(names), tone="muted")

        return (
            Column(
                title=lambda: t.text("Time"),
                cell=lambda one: Cell(text=f"{one.at:%H:%M}", tone="muted"),
                width=72,
            ),
            Column(
                title=lambda: t.text("Receipt no."),
                cell=lambda one: Cell(text=one.taking.number or "—", tone=quiet(one)),
                width=140,
            ),
            Column(
                title=lambda: t.text("Customer"),
                cell=lambda one: Cell(text=one.taking.customer, tone=quiet(one)),
            ),
            Column(
                title=lambda: t.text("Item"),
                cell=lambda one: Cell(text=one.taking.item, tone=quiet(one)),
            ),
            Column(title=lambda: t.text("Method"), cell=methods, width=104),
            Column(title=lambda: t.text("Amount (¥)"), cell=amount, width=132, right=True),
            Column(title=lambda: t.text("State"), cell=self._state, width=110),
        )

    def _state(self, one: Taken) -> Cell:
        t, taking = self.stage.speech, one.taking
        if taking.is_void:
            return Cell(text=t.text("Void"), chip="bad")
        if taking.kind == "reversal":
            return Cell(text=t.text("Red"), chip="bad")
        if taking.number is None:
            return Cell(text=t.text("No receipt"), chip="warn")
        if taking.prints == 0:
            return Cell(text=t.text("Not printed"), chip="warn")
        if taking.prints > 1:
            return Cell(text=t.text("Printed {times}", times=taking.prints), chip="info")
        return Cell(text=t.text("Issued"), chip="plain")

    def say(self) -> None:
        """Say every text again."""
        t = self.stage.speech
        self.head.title.setText(t.text("Today"))
        self.new_button.say(t.text("&New trade"))
        self.issue_button.say(t.text("&Issue its receipt"))
        self._recent.setText(t.text("Trades of the day"))
        self.table.setAccessibleName(t.text("Trades of the day"))
        self.empty.say(
            t.text("Nothing taken yet today"),
            t.text("Each trade of the day stands here with its receipt and its sum."),
            t.text("New trade"),
        )
        self.model.say()
        self._show_sums()
        self.head.fact.setText(figures.long_day(t, self.stage.today()))

    def hint(self) -> str:
        """Tell the keys."""
        return self.stage.speech.text("Ctrl+N new trade   ↑↓ choose   Enter its receipt")

    def arrive(self) -> None:
        """Begin in the list."""
        self.refresh()
        if self._stack.currentIndex() == 0:
            self.table.setFocus()
        else:
            self.empty.button.setFocus()

    def refresh(self) -> None:
        """Ask for the day's takings."""
        self.stage.tasks.query(
            self, lambda ledger: ledger.today.takings(), self._show, self.complain
        )

    def forget(self) -> None:
        """Leave nothing of the book on the page."""
        self._takings = None
        self.model.show(())
        self.sums.show_sums(())

    def _show(self, takings: Takings) -> None:
        self._takings = takings
        row = self.table.currentIndex().row()
        self.model.show(takings.taken)
        self._stack.setCurrentIndex(0 if takings.taken else 1)
        self.new_button.setVisible(bool(takings.taken))
        if takings.taken:
            self.table.choose(min(max(row, 0), len(takings.taken) - 1))
        self._show_sums()
        self._offer_issue(0)

    def _show_sums(self) -> None:
        takings, t = self._takings, self.stage.speech
        if takings is None:
            return
        total = takings.total_fen

        def count(number: int) -> str:
            return t.plural("{number} trade", "{number} trades", number)

        first = Sum(
            name=t.text("Total today"),
            amount=figures.yuan(total),
            count=count(takings.counted),
            share=1.0 if total else 0.0,
        )
        rest = [
            Sum(
                name=figures.method(t, one),
                amount=figures.amount(takings.sums.get(one, 0)),
                count=count(takings.counts.get(one, 0)) if takings.counts.get(one) else "",
                share=max(takings.sums.get(one, 0), 0) / total if total > 0 else 0.0,
            )
            for one in SHOWN_METHODS
        ]
        self.sums.show_sums([first, *rest])
        self._recent_count.setText(count(len(takings.taken)))

    @property
    def current(self) -> Taken | None:
        """Give the chosen row."""
        row = self.table.currentIndex().row()
        return self.model.records[row] if 0 <= row < len(self.model.records) else None

    def _offer_issue(self, _row: int) -> None:
        current = self.current
        waits = current is not None and current.taking.number is None
        live = current is not None and not current.taking.is_void
        self.issue_button.setVisible(waits and live)

    def _open(self, _row: int) -> None:
        current = self.current
        if current is not None and current.taking.number is not None:
            self.receipt_wanted.emit(current.taking.number)

    def issue_chosen(self) -> None:
        """Issue the receipt of a trade that was saved without one."""
        current = self.current
        if current is None or current.taking.number is not None:
            return
        taking = current.taking
        wish = wish_for(Paper(self.stage.preferences.paper))

        def work(ledger: Ledger) -> Done[Issued]:
            return ledger.receipts.issue(taking.payment_pub, wish)

        def done(issued: Issued) -> None:
            self.issued.emit(issued.number, taking.customer)

        self.stage.tasks.mutate(self, work, done, self.complain)
