"""Count what the register shows beside the work: a part at a time, as long as somebody looks."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.receipts import Status
from ledgerdesk.gui.stage import Stage
from ledgerdesk.services.receipts import Listed, RegisterQuery, RegisterTally


class Tallying(QObject):
    """The count and the sum of one list; `counted` grows until its `after` is None."""

    changed = Signal()

    def __init__(self, stage: Stage, page: QWidget) -> None:
        super().__init__(page)
        self._stage = stage
        self._page = page
        self._question = 0
        self.counted = RegisterTally()

    def begin(self, query: RegisterQuery) -> None:
        """Count anew what a query shows; what was counted before stays until the first part."""
        self._question += 1
        self._go_on(query, RegisterTally(), self._question)

    def show(self, rows: Sequence[Listed]) -> None:
        """Count rows that are all there."""
        self._question += 1
        live = [one for one in rows if one.status is not Status.VOIDED]
        self.counted = RegisterTally(
            receipts=len(rows),
            void=len(rows) - len(live),
            sum_fen=sum(one.amount_fen for one in live),
        )
        self.changed.emit()

    def stop(self) -> None:
        """Count nothing more, and forget what was counted."""
        self._question += 1
        self.counted = RegisterTally()

    def _go_on(self, query: RegisterQuery, so_far: RegisterTally, number: int) -> None:
        def counted(tally: RegisterTally) -> None:
            if number != self._question:
                return
            self.counted = tally
            self.changed.emit()
            if tally.after is not None and self._page.isVisible():
                self._go_on(query, tally, number)

        self._stage.tasks.query(
            self, lambda ledger: ledger.receipts.tally(query, so_far), counted, self._leave_open
        )

    def _leave_open(self, _error: KnownError) -> None:
        """Say nothing: the page that asked for the rows says what is wrong with the book."""
