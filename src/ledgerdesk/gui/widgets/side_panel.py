"""A panel of four groups: above each other at the page's right, next to each other at its foot."""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout, QGridLayout

from ledgerdesk.gui import theme
from ledgerdesk.gui.widgets.texts import Ground, Rule

_DOWN, _ACROSS = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
_UPRIGHT, _LYING = (24, 20, 24, 20), (24, 10, 24, 12)
_WIDEST = 16_777_215  # Qt's own word for no limit


class SidePanel(Ground):
    """What will happen, the facts, what was checked, the acts."""

    def __init__(self) -> None:
        super().__init__("raised")
        self.is_lying = False
        self._rules = (Rule("line2"), Rule("line2"))
        self._loose: tuple[QBoxLayout, ...] = ()
        self._box = QBoxLayout(_DOWN, self)
        self.setFixedWidth(theme.SIDE_PANEL)

    def put_up(
        self, sums: QBoxLayout, facts: QGridLayout, checks: QBoxLayout, acts: QBoxLayout
    ) -> None:
        """Lay out the groups from the top; the acts stand at the panel's end."""
        box = self._box
        self._loose = (checks, acts)  # whichever says sentences takes the room that is left
        for column in (sums, checks):
            column.addStretch(1)
        facts.setRowStretch(facts.rowCount(), 1)
        box.setContentsMargins(*_UPRIGHT)
        box.setSpacing(12)
        box.addLayout(sums)
        box.addWidget(self._rules[0])
        box.addLayout(facts)
        box.addWidget(self._rules[1])
        box.addLayout(checks)
        box.addLayout(acts, 1)

    def fold(self, on: bool) -> None:  # noqa: FBT001 - Qt's signal
        """Lie at the page's foot, or stand at its right again."""
        self.is_lying = on
        self._box.setDirection(_ACROSS if on else _DOWN)
        self._box.setContentsMargins(*(_LYING if on else _UPRIGHT))
        self._box.setSpacing(24 if on else 12)
        for group, takes in zip(self._loose, (on, not on), strict=False):
            self._box.setStretchFactor(group, int(takes))
        for rule in self._rules:
            rule.setVisible(not on)
        self.setMinimumWidth(0 if on else theme.SIDE_PANEL)
        self.setMaximumWidth(_WIDEST if on else theme.SIDE_PANEL)

    def covers(self) -> tuple[int, int]:
        """Give the px it takes at the page's right and at its foot."""
        return (0, self.height() + 1) if self.is_lying else (theme.SIDE_PANEL + 1, 0)
