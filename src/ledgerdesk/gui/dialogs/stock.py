"""The register of numbered paper: which sheet carries which receipt, and which are spoiled."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Done
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.receipts import BadSheet
from ledgerdesk.core.stock import SheetLine
from ledgerdesk.gui import figures
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.models.rows import Cell, Column, RowsModel
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Kind
from ledgerdesk.gui.widgets.fields import Edit, Field
from ledgerdesk.gui.widgets.table import LedgerTable
from ledgerdesk.i18n.marks import N_

_TALL = 240
_REASONS = {
    BadSheet.NONE_CAME: N_("nothing came out"),
    BadSheet.KEPT: N_("a bad sheet"),
    "failed": N_("not printed"),
}


class StockDialog(Asking):
    """The newest sheets, and a line to register spoiled ones with their reason."""

    def __init__(self, parent: QWidget, stage: Stage) -> None:
        super().__init__(parent, act=Kind.PRIMARY, width=720)
        self._stage = stage
        t = stage.speech
        self.model: RowsModel[SheetLine] = RowsModel(self._columns())
        self.table = LedgerTable(self.model)
        self.table.setFixedHeight(_TALL)
        self.table.setAccessibleName(t.text("Numbered paper"))
        self.stock, self.first, self.last, self.why = Edit(), Edit(), Edit(), Edit()
        self.fields = {
            "stock": Field(self.stock),
            "sheet": Field(self.first),
            "to": Field(self.last),
            "reason": Field(self.why),
        }
        self.fields["stock"].say(t.text("&Paper"))
        self.fields["sheet"].say(t.text("&Spoiled sheet"))
        self.fields["to"].say(t.text("&Last of them"), hint=t.text("empty: one"))
        self.fields["reason"].say(t.text("&Reason"))
        line = QHBoxLayout()
        line.setSpacing(14)
        for name in ("stock", "sheet", "to"):
            line.addWidget(self.fields[name], 1)
        self.body.addWidget(self.table)
        self.body.addLayout(line)
        self.body.addWidget(self.fields["reason"])
        self.say_frame(
            t.text("Numbered paper"),
            t.text(
                "Every sheet of pre-printed paper is used once. Torn or jammed ones are registered"
                " here, so that each number is accounted for."
            ),
            t.text("Register as spoiled"),
            t.text("Close"),
        )
        self.stock.next_wanted.connect(self.first.setFocus)
        self.first.next_wanted.connect(self.last.setFocus)
        self.last.next_wanted.connect(self.why.setFocus)
        self.why.next_wanted.connect(self.go)
        self.act.clicked.connect(self.go)
        self.refresh()

    def _columns(self) -> tuple[Column[SheetLine], ...]:
        t = self._stage.speech

        def moment(one: SheetLine) -> Cell:
            return Cell(text=figures.moment(t, one.at, self._stage.today()), tone="muted")

        def reason(one: SheetLine) -> Cell:
            known = _REASONS.get(one.reason)
            return Cell(text=one.reason if known is None else t.text(known), tone="muted")

        return (
            Column(title=lambda: t.text("Paper"), cell=lambda one: Cell(text=one.stock), width=130),
            Column(
                title=lambda: t.text("Sheet"), cell=lambda one: Cell(text=one.number), width=110
            ),
            Column(
                title=lambda: t.text("Receipt"), cell=lambda one: Cell(text=one.receipt), width=140
            ),
            Column(title=lambda: t.text("When"), cell=moment, width=110),
            Column(title=lambda: t.text("Spoiled"), cell=reason),
        )

    def refresh(self) -> None:
        """Ask for the newest sheets again."""

        def show(found: tuple[SheetLine, ...]) -> None:
            self.model.show(found)
            if found and not self.stock.text():
                self.stock.setText(found[0].stock)
            (self.first if self.stock.text() else self.stock).setFocus()

        self._stage.tasks.query(self, lambda ledger: ledger.stock.sheets(), show, self._failed)

    def go(self) -> None:
        """Register what was typed, or say what is wrong with it."""
        stock, first, last = self.stock.text(), self.first.text(), self.last.text()
        why = self.why.text()
        self.act.setEnabled(False)

        def work(ledger: Ledger) -> Done[tuple[str, ...]]:
            return ledger.stock.spoil(stock, first, last, reason=why)

        def done(_numbers: tuple[str, ...]) -> None:
            self.act.setEnabled(True)
            for edit in (self.first, self.last, self.why):
                edit.clear()
            self.refresh()

        self._stage.tasks.mutate(self, work, done, self._failed)

    def _failed(self, error: KnownError) -> None:
        self.refuse_at(self.fields.get(error.field or ""), self._stage.speech.sentence(error))
