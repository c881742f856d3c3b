"""Every trade, newest day first: narrowed, summed, kept as a filter, handed out as a table."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Changes, Done
from ledgerdesk.core.staff import Person, may
from ledgerdesk.core.trade_lists import TradeQuery
from ledgerdesk.gui import figures, theme
from ledgerdesk.gui.dialogs.hand_out import ExportDialog
from ledgerdesk.gui.dialogs.keep_filter import KeepFilterDialog
from ledgerdesk.gui.models.rows import RowsModel
from ledgerdesk.gui.pages.trades.trade_list_columns import trade_columns
from ledgerdesk.gui.pages.trades.trade_list_filter import Choices, TradeFilterBar, choices_of
from ledgerdesk.gui.paging import Paging
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.empty import Empty
from ledgerdesk.gui.widgets.page import Page, PageHead
from ledgerdesk.gui.widgets.table import LedgerTable
from ledgerdesk.gui.widgets.texts import Rule, Text
from ledgerdesk.services.trades import PAGE, ListedTrade, TradeTally

_LISTED, _NOTHING = range(2)


class TradesPage(Page):
    """The list of trades; Enter leads to the receipt, or to what is owed."""

    cares_for = Changes.TRANSACTIONS | Changes.RECEIPTS | Changes.CUSTOMERS
    receipt_wanted = Signal(str)
    customer_wanted = Signal(str)
    pay_wanted = Signal(str, str)

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._person: Person | None = None
        self._question = 0
        self._tally = TradeTally()
        self.export_button = Button(Kind.PRIMARY, key="Ctrl+Enter")
        self.pay_button = Button(Kind.PLAIN)
        self.head = PageHead(self.pay_button)
        self.filter = TradeFilterBar(stage)
        self.model: RowsModel[ListedTrade] = RowsModel(trade_columns(stage.speech))
        self.table = LedgerTable(self.model)
        self.table.remember(stage, "trades")
        self.paging: Paging[ListedTrade] = Paging(stage, self.table, self.complain)
        self.nothing = Empty("search", key="Esc")
        self._stack = QStackedWidget()
        self._count = Text(size=theme.SMALL, tone="muted")
        self._owed = Text(size=theme.SMALL, tone="warn")
        self._sum = Text(bold=True)
        self._lay_out()
        self._wire()
        self.say()

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 8, 12, 4)
        foot.setSpacing(20)
        foot.addWidget(self._count)
        foot.addStretch(1)
        foot.addWidget(self._owed)
        foot.addWidget(self._sum)
        narrowing = QHBoxLayout()
        narrowing.addWidget(self.filter, 1)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PAGE_SIDE, theme.PAGE_TOP, theme.PAGE_SIDE, 8)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addSpacing(4)
        column.addLayout(narrowing)
        column.addSpacing(10)
        column.addWidget(self._stack, 1)
        column.addWidget(Rule("line2"))
        column.addLayout(foot)
        foot.addWidget(self.export_button)

    def _wire(self) -> None:
        self.filter.changed.connect(self._narrow)
        self.filter.keep_wanted.connect(self.ask_name)
        self.filter.drop_wanted.connect(self._drop)
        self.filter.next_wanted.connect(self.table.setFocus)
        self.table.opened.connect(self._open_row)
        self.table.current_changed.connect(lambda _row: self._show_acts())
        self.nothing.button.clicked.connect(self.show_all)
        self.nothing.button.bind(self, "Esc")
        self.export_button.clicked.connect(self.export)
        self.pay_button.clicked.connect(self._pay)
        self.lead_with(self.export_button)

    def say(self) -> None:
        """Say every text again."""
        t = self.stage.speech
        self.head.title.setText(t.text("Trades"))
        self.filter.say()
        self.table.setAccessibleName(t.text("Trades"))
        self.model.say()
        self.export_button.say(t.text("E&xport…"))
        self.pay_button.say(t.text("Take a &payment…"))
        self.nothing.say(
            t.text("No trade is like that"),
            t.text("Looked for were customer, pinyin, item, note and receipt, among what is left."),
            t.text("Show all trades"),
        )
        self._tell()

    def hint(self) -> str:
        """Tell the keys."""
        return self.stage.speech.text("↑↓ choose   Enter its receipt   Ctrl+Enter export")

    def arrive(self) -> None:
        """Begin in the search; what stands there is replaced by what is typed."""
        self.refresh()
        self.filter.search.setFocus()
        self.filter.search.selectAll()

    def refresh(self) -> None:
        """Ask for what may be chosen, and for the list, again."""
        self.stage.tasks.query(self, choices_of, self._show_choices, self.complain)

    def _show_choices(self, choices: Choices) -> None:
        self.filter.show_choices(choices)
        self._narrow()

    def forget(self) -> None:
        """Leave nothing of the book on the page."""
        self._question += 1
        self.filter.clear()
        self.filter.show_choices(Choices())
        self.paging.stop()
        self.model.show(())
        self._tally = TradeTally()
        self._tell()

    def show_person(self, person: Person) -> None:
        """Offer what the role of whoever works may."""
        self._person = person
        self.export_button.setVisible(may(person, "exports.run"))
        self.filter.keep_button.setVisible(may(person, "trades.keep_filter"))
        self._show_acts()

    # ── the list ─────────────────────────────────────────────────────────────────────────

    @property
    def current(self) -> ListedTrade | None:
        """Give the chosen trade."""
        row = self.table.currentIndex().row()
        records = self.model.records
        return records[row] if 0 <= row < len(records) else None

    def show_query(self, query: TradeQuery) -> None:
        """Narrow the list to something asked for elsewhere."""
        self.filter.write(query)
        self._narrow()

    def show_all(self) -> None:
        """Look for nothing any more."""
        self.filter.clear()
        self._narrow()
        self.table.setFocus()

    def _narrow(self) -> None:
        query = self.filter.asked()

        def read(ledger: Ledger, after: Any) -> tuple[tuple[ListedTrade, ...], Any]:
            page = ledger.trades.read(query, after, limit=PAGE)
            return page.trades, page.after

        self._question += 1
        self.paging.begin(read, self._shown)
        self._count_on(query, None, self._question)

    def _shown(self) -> None:
        records = self.model.records
        if records:
            self.table.choose(0)
        is_empty = not records and self.paging.is_whole
        self._stack.setCurrentIndex(_NOTHING if is_empty else _LISTED)
        self._show_acts()

    def _count_on(self, query: TradeQuery, so_far: TradeTally | None, number: int) -> None:
        def counted(tally: TradeTally) -> None:
            if number != self._question:
                return
            self._tally = tally
            self._tell()
            if tally.after is not None and self.isVisible():
                self._count_on(query, tally, number)

        self.stage.tasks.query(
            self, lambda ledger: ledger.trades.tally(query, so_far), counted, lambda _error: None
        )

    def _tell(self) -> None:
        t, tally = self.stage.speech, self._tally
        text = t.plural("{number} trade", "{number} trades", tally.trades)
        if tally.void:
            text = t.text(
                "{trades}, {void} of them void and not counted", trades=text, void=tally.void
            )
        if tally.after is not None:
            text = t.text("counting … {receipts} so far", receipts=text)
        self._count.setText(text)
        self._sum.setText(figures.yuan(tally.sum_fen))
        owed = figures.yuan(tally.owed_fen)
        self._owed.setText(t.text("of it owed {sum}", sum=owed) if tally.owed_fen else "")

    # ── what may be done ─────────────────────────────────────────────────────────────────

    def _show_acts(self) -> None:
        one, person = self.current, self._person
        may_take = person is not None and may(person, "payments.take")
        self.pay_button.setVisible(bool(one and one.owed_fen and may_take))

    def _open_row(self, row: int) -> None:
        records = self.model.records
        if not 0 <= row < len(records):
            return
        one = records[row]
        if one.number is not None:
            self.receipt_wanted.emit(one.number)
        elif one.owed_fen:
            self._pay()
        else:
            self.customer_wanted.emit(one.customer_code)

    def _pay(self) -> None:
        one = self.current
        if one is not None:
            self.pay_wanted.emit(one.customer_pub, one.customer)

    def export(self) -> None:
        """Ask where what the list is narrowed to is written."""
        if self._person is None:
            return
        dialog = ExportDialog(
            self,
            self.stage,
            None,
            may_plain=may(self._person, "exports.plain"),
            trades=self.filter.asked(),
        )
        dialog.written.connect(self.done)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def ask_name(self) -> None:
        """Ask under which name what is asked for is kept."""
        dialog = KeepFilterDialog(self, self.stage, self.filter.asked(), self.filter.kept_name)
        dialog.kept.connect(self._kept)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _kept(self, name: str, filters: dict[str, TradeQuery]) -> None:
        choices = Choices(clerks=self.filter.clerks, kept=filters)
        self.filter.show_choices(choices)
        self.filter.mark_kept(name)
        self.done.emit(self.stage.speech.text("Kept as “{name}”", name=name))

    def _drop(self, name: str) -> None:
        def work(ledger: Ledger) -> Done[dict[str, TradeQuery]]:
            return ledger.trades.drop_filter(name)

        def dropped(filters: dict[str, TradeQuery]) -> None:
            self.filter.show_choices(Choices(clerks=self.filter.clerks, kept=filters))
            self.done.emit(self.stage.speech.text("“{name}” is kept no longer", name=name))

        self.stage.tasks.mutate(self, work, dropped, self.complain)
