"""What is in a backup, to be looked at before it is restored; nothing can be changed in it."""

from PySide6.QtWidgets import QGridLayout, QWidget

from ledgerdesk.core.moments import restored
from ledgerdesk.gui import figures
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.models.rows import Cell, Column, RowsModel
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Kind
from ledgerdesk.gui.widgets.table import LedgerTable
from ledgerdesk.gui.widgets.texts import Text
from ledgerdesk.services.drills import Inside, SeenReceipt

_TALL = 260


class InsideDialog(Asking):
    """Its counts and sums, and its newest receipts as a list one can only read."""

    def __init__(self, parent: QWidget, stage: Stage, inside: Inside) -> None:
        super().__init__(parent, act=Kind.PRIMARY, width=640)
        self._stage = stage
        t, facts = stage.speech, inside.drilled.facts
        grid = QGridLayout()
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        numbers = sorted(facts.last_numbers.items())
        last = ", ".join(f"{series} {number}" for series, number in numbers[-3:]) or "—"
        rows = (
            (t.text("Receipts"), f"{facts.counts.get('receipt', 0):,}"),
            (t.text("Sum of receipts"), figures.yuan(facts.sums.get("receipts", 0))),
            (t.text("Customers"), f"{facts.counts.get('customer', 0):,}"),
            (t.text("Last numbers"), last),
            (t.text("Trades"), f"{facts.counts.get('trade', 0):,}"),
            (t.text("Entries of the log"), f"{facts.head_seq:,}"),
        )
        for place, (label, value) in enumerate(rows):
            row, column = divmod(place, 2)
            grid.addWidget(Text(label, tone="muted"), row, 2 * column)
            grid.addWidget(Text(value), row, 2 * column + 1)
        self.body.addLayout(grid)
        self.model: RowsModel[SeenReceipt] = RowsModel(self._columns())
        self.table = LedgerTable(self.model)
        self.table.setMinimumHeight(_TALL)
        self.table.setAccessibleName(t.text("Its newest receipts"))
        self.model.show(list(inside.receipts))
        self.body.addWidget(self.table)
        origin = inside.drilled.origin
        at = restored(origin.created).astimezone(stage.tasks.zone)
        self.say_frame(
            t.text("In this backup"),
            t.text(
                "Made {moment}, backup {number}. It was restored to a temporary place, checked and"
                " removed; it can be looked at here, and nothing be changed.",
                moment=figures.exact_moment(t, at, stage.today()),
                number=origin.sequence,
            ),
            "",
            t.text("Close"),
        )
        self.act.hide()
        self.leave.setFocus()

    def _columns(self) -> tuple[Column[SeenReceipt], ...]:
        t = self._stage.speech
        return (
            Column(
                title=lambda: t.text("Number"), cell=lambda one: Cell(text=one.number), width=150
            ),
            Column(
                title=lambda: t.text("Day"), cell=lambda one: Cell(text=one.issued_on), width=110
            ),
            Column(title=lambda: t.text("Payer"), cell=lambda one: Cell(text=one.payer)),
            Column(
                title=lambda: t.text("State"),
                cell=lambda one: Cell(text=t.text("Void") if one.is_void else "", chip="plain"),
                width=80,
            ),
            Column(
                title=lambda: t.text("Amount"),
                cell=lambda one: Cell(text=figures.amount(one.amount_fen)),
                width=130,
                right=True,
            ),
        )
