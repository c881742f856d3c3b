"""A field for an amount of money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.money import format_fen, parse_amount
from ledgerdesk.gui import theme
from ledgerdesk.gui.widgets.fields import Edit
from ledgerdesk.gui.widgets.texts import fitting

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

_EDGES = 30  # px at both sides of an amount: padding, border, the cursor's own


class MoneyEdit(Edit):
    """An amount in yuan, read strictly and shown with thousands and two decimals once left."""

    def __init__(self) -> None:
        super().__init__()
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
        self.left.connect(self._tidy)
        self.textChanged.connect(self._fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the figure whole in the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Write smaller rather than cut a figure: half of one is another one."""
        made = fitting(self.text(), theme.BODY, self.width() - _EDGES)
        if made.pixelSize() != self.font().pixelSize():
            self.setFont(made)

    def fen(self) -> int | None:
        """Give the amount in 分, or None while it is none."""
        try:
            return parse_amount(self.text())
        except KnownError:
            return None

    def refusal(self) -> KnownError | None:
        """Give what is wrong with a text that is there and no amount."""
        if not self.text().strip():
            return None
        try:
            parse_amount(self.text())
        except KnownError as error:
            return error
        return None

    def show_fen(self, fen: int | None) -> None:
        """Show an amount in 分, or nothing."""
        self.setText("" if fen is None else format_fen(fen))

    def _tidy(self) -> None:
        fen = self.fen()
        if fen is not None and self.text() != format_fen(fen):
            blocked = self.blockSignals(True)
            self.setText(format_fen(fen))
            self.blockSignals(blocked)
