"""Fill a table a page at a time: the next one is asked for as somebody comes to the end."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.errors import KnownError
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.table import LedgerTable

Row = TypeVar("Row")
Read = Callable[[Ledger, Any], tuple[Sequence[Row], Any]]
"""Give the rows behind a key (None at first), and the key behind them (None at the end)."""
_LEFT = 400  # px below what one sees that are worth the next page


class Paging(QObject, Generic[Row]):
    """One table and what it shows; an answer to an older question is not shown."""

    def __init__(
        self, stage: Stage, table: LedgerTable, refused: Callable[[KnownError], None]
    ) -> None:
        super().__init__(table)
        self._stage = stage
        self._table = table
        self._refused = refused
        self._question = 0
        self._is_asking = False
        self._after: Any = None
        self._read: Read[Row] | None = None
        table.verticalScrollBar().valueChanged.connect(self._scrolled)

    @property
    def is_whole(self) -> bool:
        """Tell whether every row that fits is in the table."""
        return self._after is None and not self._is_asking

    def begin(self, read: Read[Row], shown: Callable[[], None]) -> None:
        """Show other rows from the first one on; `shown` hears when they stand there."""
        self._read = read
        self._ask(None, shown)

    def stop(self) -> None:
        """Ask for nothing more, and show no answer that is still to come."""
        self._question += 1
        self._is_asking = False
        self._after = None
        self._read = None

    def _ask(self, after: Any, shown: Callable[[], None] | None) -> None:
        read = self._read
        if read is None:
            return
        self._question += 1
        number = self._question
        self._is_asking = True

        def answered(found: tuple[Sequence[Row], Any]) -> None:
            if number != self._question:
                return
            rows, self._after = found
            self._is_asking = False
            if after is None:
                self._table.rows.show(rows)
            else:
                self._table.rows.append(rows)
            if shown is not None:
                shown()
            if not rows and self._after is not None:
                self._ask(self._after, shown)  # what is rare lies deeper than one page looks

        def refused(error: KnownError) -> None:
            self._is_asking = False
            self._refused(error)

        self._stage.tasks.query(self, lambda ledger: read(ledger, after), answered, refused)

    def _scrolled(self, value: int) -> None:
        near = value >= self._table.verticalScrollBar().maximum() - _LEFT
        if near and self._after is not None and not self._is_asking:
            self._ask(self._after, None)
