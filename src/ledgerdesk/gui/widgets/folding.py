"""A page with a part at its right that goes below the page where the window is too narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QWidget

from ledgerdesk.gui.widgets.texts import Rule

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

_DOWN, _ACROSS = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
FOLDS_BELOW = 1080
"""So many px a page needs for a form and a side panel next to each other."""


class Folding(QWidget):
    """The page at the left, its part at the right, or below where there is no room for both.

    `folded` says which it is now; the part lies down, or stands up, on hearing it.
    """

    folded = Signal(bool)

    def __init__(self, *, gap: int = 0, below: int = FOLDS_BELOW) -> None:
        super().__init__()
        self._gap, self._below = gap, below
        self.is_folded = False
        self._upright, self._lying = Rule("line2", upright=True), Rule("line2")
        self._box = QBoxLayout(_ACROSS, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(gap)

    def fill(self, page: QWidget, part: QWidget) -> None:
        """Put up the page and its part."""
        self._box.addWidget(page, 1)
        for rule in (self._upright, self._lying):
            self._box.addWidget(rule)
        self._box.addWidget(part)
        self._show_rule()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold, or stand side by side again, as the width is."""
        super().resizeEvent(event)
        on = self.width() < self._below
        if on != self.is_folded:
            self.is_folded = on
            self._box.setDirection(_DOWN if on else _ACROSS)
            self._box.setSpacing(4 if on and self._gap else self._gap)
            self._show_rule()
            self.folded.emit(on)

    def _show_rule(self) -> None:
        """Part what touches; a gap parts by itself, but below each other a line is clearer."""
        self._upright.setVisible(not self.is_folded and not self._gap)
        self._lying.setVisible(self.is_folded)
