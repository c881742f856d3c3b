"""The bar above: a real menu bar with access keys, and at its right who works and the lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QMenuBar, QSizePolicy, QVBoxLayout, QWidget

from ledgerdesk.core.staff import Role
from ledgerdesk.gui import theme
from ledgerdesk.gui.speech import Speech
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.texts import Ground, Rule, Text
from ledgerdesk.i18n.marks import N_

if TYPE_CHECKING:
    from ledgerdesk.services.today import Standing


_ROLES = {
    Role.OWNER: N_("owner"),
    Role.SUPERVISOR: N_("supervisor"),
    Role.CLERK: N_("clerk"),
    Role.AUDITOR: N_("auditor"),
}


class TopBar(Ground):
    """40 px with a hairline below."""

    def __init__(self, speech: Speech) -> None:
        super().__init__("window")
        self._speech = speech
        self._standing: Standing | None = None
        self.setFixedHeight(theme.MENU_BAR)
        self.menu = QMenuBar()
        self.menu.setNativeMenuBar(False)
        self.menu.setFont(theme.font())
        self.menu.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._name = Text()
        self._role = Text(size=theme.SMALL, tone="muted")
        self.lock_button = Button(Kind.GHOST, icon="lock", key="Ctrl+L")
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 8, 0)
        row.setSpacing(8)
        row.addWidget(self.menu)
        row.addSpacing(24)
        self._middle = QHBoxLayout()
        row.addLayout(self._middle, 1)
        row.addSpacing(16)
        row.addStretch(0)
        row.addWidget(self._name)
        row.addWidget(self._role)
        row.addSpacing(8)
        row.addWidget(self.lock_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addWidget(Rule("line2"))
        speech.changed.connect(self.say)
        self.say()

    def put_in_the_middle(self, line: QWidget) -> None:
        """Give the line of Ctrl+K its place."""
        self._middle.addWidget(line, 1)
        self._middle.addStretch(0)

    def say(self) -> None:
        """Say every text again."""
        self.lock_button.say(self._speech.text("Lock"))
        if self._standing is not None:
            self.show_standing(self._standing)

    def show_standing(self, standing: Standing) -> None:
        """Show who works, in which role."""
        self._standing = standing
        self._name.setText(standing.person.name)
        self._role.setText(self._speech.text(_ROLES[standing.person.role]).capitalize())
