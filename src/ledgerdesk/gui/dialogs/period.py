"""Look at a month or a year, and close it for good."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Done
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.periods import PeriodSheet
from ledgerdesk.gui import figures, theme
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Kind
from ledgerdesk.gui.widgets.texts import Figure, Text


class PeriodDialog(Asking):
    """Its sums by method, its numbers, what was owed at its end."""

    closed = Signal(object)

    def __init__(
        self, parent: QWidget, stage: Stage, sheet: PeriodSheet, *, may_close: bool
    ) -> None:
        super().__init__(parent, act=Kind.PRIMARY, width=520)
        self._stage, self._sheet = stage, sheet
        t = stage.speech
        total = Figure(size=theme.LARGE, bold=True)
        total.setText(figures.yuan(sheet.sum_fen))
        self.body.addWidget(total)
        grid = QGridLayout()
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, (label, value) in enumerate(self._facts()):
            grid.addWidget(Text(label, tone="muted"), row, 0)
            grid.addWidget(Text(value), row, 1)
        self.body.addLayout(grid)
        is_open = not sheet.closed_at
        is_over = sheet.period.last < stage.today()
        self.act.setVisible(is_open and is_over and may_close)
        words = t.text("Closed by {person}; its sums stay.", person=sheet.closed_by)
        if is_open:
            words = t.text(
                "Once it is closed its sums stay and nothing is dated into it any more. A mistake"
                " is then put right by a reversal dated today."
            )
        if is_open and not is_over:
            words = t.text("It is not over yet; these are its sums so far.")
        self.say_frame(sheet.period.name, words, t.text("Close it for &good"), t.text("Close"))
        self.act.clicked.connect(self.go)
        self.leave.setFocus()

    def _facts(self) -> list[tuple[str, str]]:
        t, sheet = self._stage.speech, self._sheet
        found = [
            (figures.method(t, one.method), figures.amount(one.sum_fen)) for one in sheet.taken
        ]
        numbers = "—"
        if sheet.first_number is not None:
            numbers = f"{sheet.first_number} – {sheet.last_number}"
        void = t.plural("{number} void", "{number} void", sheet.voided)
        return [
            *found,
            (t.text("Receipts"), f"{sheet.receipts} · {void}"),
            (t.text("Numbers"), numbers),
            (t.text("Owed at its end"), figures.amount(sheet.owed_fen)),
        ]

    def go(self) -> None:
        """Close it."""
        period = self._sheet.period
        self.act.setEnabled(False)

        def work(ledger: Ledger) -> Done[PeriodSheet]:
            return ledger.days.close_period(period)

        def done(sheet: PeriodSheet) -> None:
            self.accept()
            self.closed.emit(sheet)

        def failed(error: KnownError) -> None:
            self.act.setEnabled(True)
            self.refuse(self._stage.speech.sentence(error))

        self._stage.tasks.mutate(self, work, done, failed)
