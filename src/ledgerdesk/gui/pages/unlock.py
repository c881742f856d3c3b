"""The door of a book: a password, or the recovery sheet; nothing that needs the key is shown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.gui import theme
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.fields import CapsLock, Edit, Field
from ledgerdesk.gui.widgets.notices import Note
from ledgerdesk.gui.widgets.ruled import RuledPage
from ledgerdesk.gui.widgets.texts import Elided, Rule
from ledgerdesk.runtime.paths import VAULT_SUFFIX

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from ledgerdesk.gui.stage import Stage
    from ledgerdesk.services.access import Credential


CARD_WIDTH = 432


class UnlockPage(RuledPage):
    """Ask for the password of one vault and open it on the lane."""

    unlocked = Signal()
    other_wanted = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage.speech, CARD_WIDTH)
        self._stage = stage
        self._vault = Path()
        self._by_sheet = False
        self.title = Elided(size=theme.TITLE, bold=True)
        self._place = Elided(size=theme.SMALL, tone="muted")
        self.who = Field(Edit())
        self.secret = Edit()
        self.password = Field(self.secret)
        self.caps = Note("warn")
        self.trouble = Note("bad")
        self.open_button = Button(Kind.PRIMARY, key="Enter", big=True)
        self.sheet_button = Button(Kind.GHOST)
        self.other_button = Button(Kind.GHOST)
        self._calm = Note("ok", icon="proof")
        self._lay_out()
        self._wire()
        stage.speech.changed.connect(self.say)
        self.say()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self.card)
        column.setContentsMargins(32, 28, 32, 24)
        column.setSpacing(0)
        column.addWidget(self.title)
        column.addSpacing(2)
        column.addWidget(self._place)
        column.addSpacing(22)
        column.addWidget(self.who)
        column.addSpacing(12)
        column.addWidget(self.password)
        column.addWidget(self.caps)
        column.addWidget(self.trouble)
        column.addSpacing(16)
        column.addWidget(self.open_button)
        column.addSpacing(12)
        row = QHBoxLayout()
        row.addWidget(self.sheet_button)
        row.addStretch(1)
        row.addWidget(self.other_button)
        column.addLayout(row)
        column.addSpacing(12)
        column.addWidget(Rule())
        column.addSpacing(14)
        column.addWidget(self._calm)
        self.who.hide()

    def _wire(self) -> None:
        self.open_button.clicked.connect(self._open)
        self.secret.returnPressed.connect(self._open)
        self.secret.textChanged.connect(self._typed)
        self.sheet_button.clicked.connect(self._switch_way)
        self.other_button.clicked.connect(self.other_wanted)
        self.caps.hide()
        self.trouble.hide()
        CapsLock(self.secret, self._show_caps)

    def show_vault(self, vault: Path) -> None:
        """Stand at the door of a vault, with nothing typed."""
        self._vault = vault
        self._by_sheet = False
        self.title.setText(vault.name.removesuffix(VAULT_SUFFIX))
        self._place.setText(str(vault))
        self.secret.clear()
        self.who.hide()
        self.trouble.hide()
        self.say()
        self.secret.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin in the password."""
        super().showEvent(event)
        self.secret.setFocus()

    def say(self) -> None:
        """Say every text again."""
        t = self._stage.speech
        self.who.say(t.text("&Who is working"))
        if self._by_sheet:
            self.password.say(
                t.text("Recovery &key"), help_text=t.text("Scan the code or type the four lines.")
            )
            self.sheet_button.say(t.text("Use the pass&word"))
        else:
            self.password.say(t.text("&Password"))
            self.sheet_button.say(t.text("Use the &recovery sheet"))
        mode = QLineEdit.EchoMode
        self.secret.setEchoMode(mode.Normal if self._by_sheet else mode.Password)
        self.open_button.say(t.text("Open the book"))
        self.other_button.say(t.text("Other &book"))
        self.caps.say(t.text("Caps Lock is on"))
        self._calm.say(
            t.text("Pages, keys and log are checked on opening"),
            t.text("A book put back from yesterday is noticed."),
        )
        self._typed()

    def _switch_way(self) -> None:
        self._by_sheet = not self._by_sheet
        self.secret.clear()
        self.trouble.hide()
        self.say()
        self.secret.setFocus()

    def _typed(self) -> None:
        filled = bool(self.secret.text())
        dotted = "filled" if filled and not self._by_sheet else ""
        if self.secret.property("password") != dotted:
            self.secret.setProperty("password", dotted)
            theme.restyle(self.secret)
        self.open_button.setEnabled(filled)

    def _show_caps(self, on: bool) -> None:  # noqa: FBT001 - CapsLock's call
        self.caps.setVisible(on and not self._by_sheet)

    def _open(self) -> None:
        if not self.open_button.isEnabled():
            return
        try:
            credential = self._credential()
        except KnownError as error:
            self._failed(error)
            return
        self._wait(True)
        self._stage.tasks.unlock(self, self._vault, credential, self._opened, self._failed)

    def _credential(self) -> Credential:
        from ledgerdesk.services.access import Credential  # noqa: PLC0415 - read behind the door

        text = self.secret.text()
        if self._by_sheet:
            return Credential.from_recovery_text(text)
        who = self.who.control
        login = who.text().strip() if isinstance(who, QLineEdit) else ""
        return Credential(password=text, login=login or None)

    def _wait(self, on: bool) -> None:  # noqa: FBT001 - a switch
        self.secret.setReadOnly(on)
        self.open_button.setEnabled(not on and bool(self.secret.text()))
        t = self._stage.speech
        self.open_button.say(t.text("Opening …") if on else t.text("Open the book"))

    def _opened(self, _nothing: None) -> None:
        self._wait(False)
        self.secret.clear()
        self.trouble.hide()
        self.unlocked.emit()

    def _failed(self, error: KnownError) -> None:
        self._wait(False)
        if error.code is Code.NEEDS_USER:
            self.who.show()
        self.trouble.say(self._stage.speech.sentence(error))
        self.trouble.show()
        self.secret.setFocus()
        self.secret.selectAll()
