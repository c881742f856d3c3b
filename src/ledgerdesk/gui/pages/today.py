"""Today: what was taken, by method, and the trades of the day; every number leads to its rows."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ledgerdesk.core.changes import Changes
from ledgerdesk.core.staff import Person, may
from ledgerdesk.core.transactions import Method
from ledgerdesk.gui import figures, theme
from ledgerdesk.gui.models.rows import Cell, CellTone, Column, RowsModel
from ledgerdesk.gui.pages.trades.quick_entry import QuickEntry
from ledgerdesk.gui.pages.waiting import DUE, FEW, STALE, TO_REVIEW, Waiting, key_of, look, rows_of
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.empty import Empty
from ledgerdesk.gui.widgets.page import Page, PageHead
from ledgerdesk.gui.widgets.sums import Sum, Sums
from ledgerdesk.gui.widgets.table import LedgerTable
from ledgerdesk.gui.widgets.texts import Text
from ledgerdesk.gui.widgets.waiting_list import WaitingList
from ledgerdesk.services.drafts import KeptDraft
from ledgerdesk.services.receipts import Unconfirmed
from ledgerdesk.services.today import Taken, Takings, WithoutReceipt

_BESIDE, _BELOW_HEIGHT = 1000, 176
_NO_LIMIT = 16_777_215  # Qt's own word for it is not in its Python
SHOWN_METHODS = (Method.CASH, Method.WECHAT, Method.ALIPAY, Method.BANK, Method.CARD)


class TodayPage(Page):
    """The first page after the door."""

    cares_for = (
        Changes.TRANSACTIONS
        | Changes.RECEIPTS
        | Changes.PRINTS
        | Changes.DRAFTS
        | Changes.CUSTOMERS
        | Changes.BACKUPS
        | Changes.DAYS
        | Changes.SETTINGS
    )
    trade_wanted = Signal()
    receipt_wanted = Signal(str)
    issue_wanted = Signal(str, str)
    draft_wanted = Signal(object)
    draft_thrown = Signal(object)
    print_wanted = Signal(object)
    customer_wanted = Signal(str)
    backup_wanted = Signal()
    reviews_wanted = Signal()
    series_wanted = Signal()
    close_wanted = Signal()

    def __init__(self, stage: Stage, under_way: set[str]) -> None:
        super().__init__(stage)
        self._under_way = under_way
        self._takings: Takings | None = None
        self.new_button = Button(Kind.PRIMARY, key="Ctrl+N", icon="plus")
        self.close_button = Button(Kind.PLAIN, key="Ctrl+D")
        self.head = PageHead(self.close_button, self.new_button)
        self.quick = QuickEntry(stage)
        self._may_record = True
        self.sums = Sums(1 + len(SHOWN_METHODS))
        self._recent = Text(bold=True)
        self._recent_count = Text(size=theme.SMALL, tone="muted")
        self.model: RowsModel[Taken] = RowsModel(self._columns())
        self.table = LedgerTable(self.model)
        self.table.remember(stage, "today")
        self.empty = Empty("today", key="Ctrl+N")
        self.waiting = WaitingList()
        self._waits = Waiting()
        self._arrives = False
        self._stack = QStackedWidget()
        self._lay_out()
        self.new_button.clicked.connect(self.trade_wanted)
        self.close_button.clicked.connect(self.close_wanted)
        self.empty.button.clicked.connect(self.trade_wanted)
        self.table.opened.connect(self._open)
        self.issue_button.clicked.connect(self._issue_chosen)
        self.lead_with(self.quick.button, self.new_button, self.empty.button)
        self.waiting.acted.connect(self._act)
        self.sums.chosen.connect(self._narrow)
        there = QShortcut(QKeySequence("F6"), self)
        there.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        there.activated.connect(self.waiting.enter)
        self.table.current_changed.connect(self._offer_issue)
        self.say()

    def _lay_out(self) -> None:
        self.issue_button = Button(Kind.PLAIN, key="F9")
        listing = QWidget()
        inner = QVBoxLayout(listing)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
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
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setSpacing(32)
        self._body.addWidget(self._stack, 1)
        self._body.addWidget(self.waiting)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PAGE_SIDE, theme.PAGE_TOP, theme.PAGE_SIDE, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addSpacing(8)
        column.addWidget(self.quick)
        column.addSpacing(12)
        column.addWidget(self.sums)
        column.addSpacing(20)
        column.addLayout(self._body, 1)
        self._place_waiting()

    def _place_waiting(self) -> None:
        """Let what waits stand beside the trades, or below them where the window is narrow."""
        below = self.width() < _BESIDE
        quick = not below and self._may_record
        self.quick.setVisible(quick)
        for button in (self.new_button, self.empty.button):
            button.set_kind(Kind.PLAIN if quick else Kind.PRIMARY)
        way = QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight
        self._body.setDirection(way)
        self._body.setSpacing(12 if below else 32)
        self.waiting.setMinimumWidth(0 if below else theme.LIST_PANE)
        self.waiting.setMaximumWidth(_NO_LIMIT if below else theme.LIST_PANE)
        self.waiting.setMaximumHeight(_BELOW_HEIGHT if below else _NO_LIMIT)

    def show_person(self, person: Person) -> None:
        """Offer the line to whoever may record a trade."""
        self._may_record = may(person, "transactions.record")
        self._place_waiting()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Find the place of what waits again."""
        super().resizeEvent(event)
        self._place_waiting()

    def _columns(self) -> tuple[Column[Taken], ...]:
        t = self.stage.speech

        def quiet(one: Taken, tone: CellTone = "text") -> CellTone:
            return "muted" if one.taking.is_void else tone

        def item(one: Taken) -> str:
            late = t.text("entered late")
            return f"{one.taking.item} · {late}" if one.taking.is_late else one.taking.item

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
                width=62,
                name="time",
            ),
            Column(
                title=lambda: t.text("Receipt no."),
                cell=lambda one: Cell(text=one.taking.number or "—", tone=quiet(one)),
                width=130,
                name="number",
            ),
            Column(
                title=lambda: t.text("Customer"),
                cell=lambda one: Cell(text=one.taking.customer, tone=quiet(one)),
                name="customer",
            ),
            Column(
                title=lambda: t.text("Item"),
                cell=lambda one: Cell(text=item(one), tone=quiet(one)),
                name="item",
            ),
            Column(title=lambda: t.text("Method"), cell=methods, width=78, name="method"),
            Column(
                title=lambda: t.text("Amount (¥)"),
                cell=amount,
                width=112,
                right=True,
                name="amount",
            ),
            Column(title=lambda: t.text("State"), cell=self._state, width=94, name="state"),
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
        self.close_button.say(t.text("Close the &day…"))
        self.issue_button.say(t.text("&Issue its receipt"))
        self._recent.setText(t.text("Trades of the day"))
        self.table.setAccessibleName(t.text("Trades of the day"))
        self.empty.say(
            t.text("Nothing taken yet today"),
            t.text("Each trade of the day stands here with its receipt and its sum."),
            t.text("New trade"),
        )
        self.quick.say()
        self.waiting.say(t.text("Waiting for you"), "F6")
        self._show_waiting()
        self.model.say()
        self._show_sums()
        self._show_fact()

    def _show_fact(self) -> None:
        """Say the day, and once it is closed the one that takes now count in."""
        t, today = self.stage.speech, self.stage.today()
        fact = figures.long_day(t, today)
        if self._takings is not None and self._takings.day > today:
            counts = t.text("closed, counts in {day} now", day=f"{self._takings.day:%m-%d}")
            fact = f"{fact} · {counts}"
        self.head.fact.setText(fact)

    def hint(self) -> str:
        """Tell the keys."""
        return self.stage.speech.text(
            "Ctrl+N new trade   ↑↓ choose   Enter its receipt   F6 what waits"
        )

    def arrive(self) -> None:
        """Begin in the list; on an empty day at the line that takes the first client."""
        self._arrives = True
        self.refresh()
        self._begin()

    def _begin(self) -> None:
        (self.table if self._stack.currentIndex() == 0 else self.quick.customer).setFocus()

    def refresh(self) -> None:
        """Ask for the day's takings."""
        self.stage.tasks.query(
            self, lambda ledger: (ledger.today.takings(), look(ledger)), self._show, self.complain
        )

    def forget(self) -> None:
        """Leave nothing of the book on the page."""
        self._takings = None
        self._waits = Waiting()
        self._show_waiting()
        self.model.show(())
        self.quick.clear()
        self.sums.choose(0)
        self.sums.show_sums(())

    def _show(self, found: tuple[Takings, Waiting]) -> None:
        takings, self._waits = found
        self._takings = takings
        self._show_fact()
        self._show_waiting()
        row = self.table.currentIndex().row()
        self.model.show(self._rows())
        self._stack.setCurrentIndex(0 if takings.taken else 1)
        for part in (self.new_button, self.sums):
            part.setVisible(bool(takings.taken))
        if takings.taken:
            self.table.choose(min(max(row, 0), len(self.model.records) - 1))
        if self._arrives and not self.quick.is_dirty:
            self._begin()  # only now is it known whether the day is empty
        self._arrives = False
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
        self._recent_count.setText(count(len(self._rows())))

    def _rows(self) -> list[Taken]:
        """Give the payments of the chosen sum; the total is that of all."""
        taken = self._takings.taken if self._takings else ()
        if not self.sums.place:
            return list(taken)
        method = SHOWN_METHODS[self.sums.place - 1]
        return [
            one
            for one in taken
            if not one.taking.is_void and method in {part.method for part in one.taking.parts}
        ]

    def _narrow(self, _place: int) -> None:
        self.model.show(self._rows())
        self.table.choose(0)
        self._show_sums()
        self._offer_issue(0)

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

    def saved_trade(self) -> tuple[str, str] | None:
        """Give the chosen trade where it waits for its receipt: its payment and its customer."""
        current = self.current
        if current is None or current.taking.number is not None or current.taking.is_void:
            return None
        return current.taking.payment_pub, current.taking.customer

    def _issue_chosen(self) -> None:
        saved = self.saved_trade()
        if saved is not None:
            self.issue_wanted.emit(*saved)

    def _show_waiting(self) -> None:
        self.waiting.show_rows(rows_of(self.stage, self._waits, under_way=self._under_way))

    def _act(self, key: str, is_other: bool) -> None:  # noqa: FBT001 - Qt's signal
        waits = self._waits
        if key == DUE:
            self.customer_wanted.emit(waits.due[0].customer.code)
        elif key == STALE:
            self.backup_wanted.emit()
        elif key == TO_REVIEW:
            self.reviews_wanted.emit()
        elif key == FEW:
            self.series_wanted.emit()
        every: tuple[KeptDraft | Unconfirmed | WithoutReceipt, ...] = (
            *waits.drafts,
            *waits.prints,
            *waits.unreceipted,
        )
        for one in every:
            if key_of(one) != key:
                continue
            if isinstance(one, KeptDraft):
                (self.draft_thrown if is_other else self.draft_wanted).emit(one.draft)
            elif isinstance(one, Unconfirmed):
                self.print_wanted.emit(one)
            else:
                self.issue_wanted.emit(one.payment_pub, one.customer)
            return
