"""The lists behind a card's tabs: a customer's trades with their sums by year, and his receipts."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ledgerdesk.gui import figures
from ledgerdesk.gui.models.rows import Cell, CellTone, Column, RowsModel
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.table import LedgerTable
from ledgerdesk.gui.widgets.texts import Elided, Text
from ledgerdesk.services.steps.customers.dealings import SHOWN_AT_MOST, Dealings, ReceiptOf, TradeOf

_YEARS = 4


def _tone(fen: int, *, is_void: bool) -> CellTone:
    return "muted" if is_void else "bad" if fen < 0 else "text"


class TradesTab(QWidget):
    """A customer's trades, newest first; Enter opens the receipt of one."""

    receipt_wanted = Signal(str)

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._dealings: Dealings | None = None
        self.sums = Elided()
        self.told = Text(tone="muted")
        self.model: RowsModel[TradeOf] = RowsModel(self._columns())
        self.table = LedgerTable(self.model)
        self.table.remember(stage, "trades of a customer")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(_top(self.told))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.sums)
        column.addWidget(self._stack, 1)
        self.table.opened.connect(self._open)

    def _columns(self) -> tuple[Column[TradeOf], ...]:
        t = self._stage.speech

        def amount(one: TradeOf) -> Cell:
            tone = _tone(one.total_fen, is_void=one.is_void)
            return Cell(text=figures.amount(one.total_fen), tone=tone, struck=one.is_void)

        def receipt(one: TradeOf) -> Cell:
            if one.is_imported:
                return Cell(text=t.text("imported"), tone="muted")
            return Cell(text=one.number or t.text("no receipt"), tone="muted")

        def item(one: TradeOf) -> Cell:
            words = one.item
            if one.late_reason:
                words += " · " + t.text("entered late: {reason}", reason=one.late_reason)
            return Cell(text=words, tone="muted" if one.is_void else "text")

        return (
            Column(
                title=lambda: t.text("Date"),
                cell=lambda one: Cell(text=one.traded_on.isoformat(), tone="muted"),
                width=104,
                sorted=True,
                name="day",
            ),
            Column(title=lambda: t.text("Item"), cell=item, name="item"),
            Column(title=lambda: t.text("Receipt no."), cell=receipt, width=138, name="number"),
            Column(
                title=lambda: t.text("Amount (¥)"),
                cell=amount,
                width=112,
                right=True,
                name="amount",
            ),
        )

    def say(self) -> None:
        """Say every text again."""
        self.table.setAccessibleName(self._stage.speech.text("Trades"))
        self.model.say()
        self.show_dealings(self._dealings)

    def show_dealings(self, dealings: Dealings | None) -> None:
        """Show a customer's trades, or none."""
        t, self._dealings = self._stage.speech, dealings
        self.model.show(dealings.trades if dealings else ())
        self._stack.setCurrentIndex(0 if dealings and dealings.trades else 1)
        self.told.setText(t.text("No trade yet.") if dealings else "")
        parts = []
        if dealings is not None:
            parts = [
                t.text("{year}: {amount}", year=one.year, amount=figures.amount(one.total_fen))
                + " · "
                + t.plural("{number} trade", "{number} trades", one.trades)
                for one in dealings.years[:_YEARS]
            ]
            if dealings.counts.trades > SHOWN_AT_MOST:
                parts.append(t.text("the newest {number}", number=SHOWN_AT_MOST))
        self.sums.setText("      ".join(parts))

    def _open(self, row: int) -> None:
        if 0 <= row < len(self.model.records):
            number = self.model.records[row].number
            if number is not None:
                self.receipt_wanted.emit(number)


class ReceiptsTab(QWidget):
    """A customer's receipts, newest first; Enter opens one in the register."""

    receipt_wanted = Signal(str)

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._dealings: Dealings | None = None
        self.told = Text(tone="muted")
        self.model: RowsModel[ReceiptOf] = RowsModel(self._columns())
        self.table = LedgerTable(self.model)
        self.table.remember(stage, "receipts of a customer")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(_top(self.told))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.addWidget(self._stack, 1)
        self.table.opened.connect(self._open)

    def _columns(self) -> tuple[Column[ReceiptOf], ...]:
        t = self._stage.speech

        def amount(one: ReceiptOf) -> Cell:
            tone = _tone(one.amount_fen, is_void=one.is_void)
            return Cell(text=figures.amount(one.amount_fen), tone=tone, struck=one.is_void)

        def state(one: ReceiptOf) -> Cell:
            if one.is_void:
                return Cell(text=t.text("Void"), chip="bad")
            if one.amount_fen < 0:
                return Cell(text=t.text("Red"), chip="bad")
            return Cell(text=t.text("Issued"), chip="plain")

        return (
            Column(
                title=lambda: t.text("Receipt no."),
                cell=lambda one: Cell(text=one.number, tone="muted" if one.is_void else "text"),
                width=138,
                sorted=True,
                name="number",
            ),
            Column(
                title=lambda: t.text("Date"),
                cell=lambda one: Cell(text=one.issued_on.isoformat(), tone="muted"),
                width=104,
                name="day",
            ),
            Column(
                title=lambda: t.text("Payer"), cell=lambda one: Cell(text=one.payer), name="payer"
            ),
            Column(
                title=lambda: t.text("Amount (¥)"),
                cell=amount,
                width=112,
                right=True,
                name="amount",
            ),
            Column(title=lambda: t.text("State"), cell=state, width=94, name="state"),
        )

    def say(self) -> None:
        """Say every text again."""
        self.table.setAccessibleName(self._stage.speech.text("Receipts"))
        self.model.say()
        self.show_dealings(self._dealings)

    def show_dealings(self, dealings: Dealings | None) -> None:
        """Show a customer's receipts, or none."""
        self._dealings = dealings
        self.model.show(dealings.receipts if dealings else ())
        self._stack.setCurrentIndex(0 if dealings and dealings.receipts else 1)
        self.told.setText(self._stage.speech.text("No receipt yet.") if dealings else "")

    def _open(self, row: int) -> None:
        if 0 <= row < len(self.model.records):
            self.receipt_wanted.emit(self.model.records[row].number)


def _top(text: Text) -> QWidget:
    """Let a sentence stand where the first row would."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 8, 0, 0)
    column.addWidget(text)
    column.addStretch(1)
    return made
