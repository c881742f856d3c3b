"""Ask for the number of the sheet in the printer, before a receipt goes onto numbered paper."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.stock import SheetUse, skipped_before
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Kind
from ledgerdesk.gui.widgets.fields import Edit, Field


class SheetNumberDialog(Asking):
    """The expected number stands there; Enter takes it, another one asks what became of the rest.

    `given` carries the `SheetUse`; left without it, nothing is printed.
    """

    given = Signal(object)

    def __init__(self, parent: QWidget, stage: Stage, use: SheetUse, *, receipt: str) -> None:
        super().__init__(parent, act=Kind.PRIMARY, width=520)
        self._stage, self._use = stage, use
        t = stage.speech
        self.sheet, self.why = Edit(), Edit()
        self.fields = {"sheet": Field(self.sheet), "reason": Field(self.why)}
        self.fields["sheet"].say(t.text("&Number on the sheet"))
        self.body.addWidget(self.fields["sheet"])
        self.body.addWidget(self.fields["reason"])
        self.say_frame(
            t.text("Which sheet is in the printer?"),
            t.plural(
                "Receipt {receipt} goes onto {number} sheet of {stock}.",
                "Receipt {receipt} goes onto {number} sheets of {stock}, from this one on.",
                use.count,
                receipt=receipt,
                stock=use.stock,
            ),
            t.text("Print"),
            t.text("Do not print"),
        )
        self.sheet.setText(use.first)
        self.sheet.textChanged.connect(self._show_skipped)
        self.sheet.next_wanted.connect(self._go_on)
        self.why.next_wanted.connect(self.go)
        self.act.clicked.connect(self.go)
        self._show_skipped()
        self.sheet.setFocus()
        self.sheet.selectAll()

    def _show_skipped(self) -> None:
        """Ask about the sheets before this one, where some are passed over."""
        passed = skipped_before(self.sheet.text().strip(), self._use.first)
        self.fields["reason"].setVisible(bool(passed))
        if passed:
            t = self._stage.speech
            self.fields["reason"].say(
                t.text("Wh&y are {first} to {last} left out?", first=passed[0], last=passed[-1]),
                hint=t.text("empty: they are still to be used"),
            )

    def _go_on(self) -> None:
        if self.fields["reason"].isHidden():
            self.go()
        else:
            self.why.setFocus()

    def go(self) -> None:
        """Give the sheet to the print, or say what is wrong with its number."""
        skipped = "" if self.fields["reason"].isHidden() else self.why.text()
        use = SheetUse(
            stock=self._use.stock, first=self.sheet.text(), count=self._use.count, skipped=skipped
        )
        self.act.setEnabled(False)

        def done(tidy: SheetUse) -> None:
            self.given.emit(tidy)
            self.accept()

        self._stage.tasks.query(self, lambda ledger: ledger.stock.check(use), done, self._failed)

    def _failed(self, error: KnownError) -> None:
        self.refuse_at(self.fields.get(error.field or ""), self._stage.speech.sentence(error))
