"""The door of a book: who works, and his password; nothing that needs the key is shown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout

from ledgerdesk.core.errors import Code
from ledgerdesk.gui import theme
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.fields import CapsLock, Edit, Field
from ledgerdesk.gui.widgets.notices import Note
from ledgerdesk.gui.widgets.ruled import RuledPage
from ledgerdesk.gui.widgets.texts import Elided, Rule
from ledgerdesk.runtime.paths import VAULT_SUFFIX

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from ledgerdesk.bootstrap import House
    from ledgerdesk.core.errors import KnownError
    from ledgerdesk.gui.stage import Stage
    from ledgerdesk.gui.widgets.select import Select
    from ledgerdesk.services.access import Credential


CARD_WIDTH = 432
_HINT_FROM = 3
_WIDE = "\uff01\uff5e"
"""The first and the last full-width letter."""
_BEFORE_PASSWORD = 4
"""Where in the card's column the names stand: after title, place and the room below them."""


class UnlockPage(RuledPage):
    """Ask for the password of one vault and open it on the lane.

    `choice_wanted` says that somebody came in by the password an owner gave him, and hands it out.
    """

    unlocked = Signal()
    choice_wanted = Signal(str)
    other_wanted = Signal()
    sheet_wanted = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage.speech, CARD_WIDTH)
        self._stage = stage
        self._vault = Path()
        self._names: tuple[str, ...] = ()
        self._last = ""
        self.is_closing = False
        self.title = Elided(size=theme.TITLE, bold=True)
        self._place = Elided(size=theme.SMALL, tone="muted")
        self.who: Select | None = None  # there is no list where one person works
        self._who_field: Field | None = None
        self.secret = Edit()
        self.password = Field(self.secret)
        self.caps = Note("warn")
        self.trouble = Note("bad")
        self.hint = Note("info", size=theme.SMALL)
        self._wrong = 0
        self.open_button = Button(Kind.PRIMARY, key="Enter", big=True)
        self.sheet_button = Button(Kind.GHOST)
        self.other_button = Button(Kind.GHOST)
        self._calm = Note("ok", icon="proof")
        self._lay_out()
        self._wire()
        stage.speech.changed.connect(self.say)
        self.say()

    def _lay_out(self) -> None:
        column = self._column = QVBoxLayout(self.card)
        column.setContentsMargins(32, 28, 32, 24)
        column.setSpacing(0)
        column.addWidget(self.title)
        column.addSpacing(2)
        column.addWidget(self._place)
        column.addSpacing(22)
        column.addWidget(self.password)
        column.addWidget(self.caps)
        column.addWidget(self.trouble)
        column.addWidget(self.hint)
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

    def _wire(self) -> None:
        self.open_button.clicked.connect(self._open)
        self.secret.returnPressed.connect(self._open)
        self.secret.textChanged.connect(self._typed)
        self.sheet_button.clicked.connect(self.sheet_wanted)
        self.other_button.clicked.connect(self.other_wanted)
        self.caps.hide()
        self.trouble.hide()
        self.hint.hide()
        CapsLock(self.secret, self._show_caps)

    def show_vault(self, vault: Path) -> None:
        """Stand at the door of a vault, with nothing typed."""
        if vault != self._vault:
            self._last = ""
            self._offer(())
        self._vault = vault
        self.is_closing = False
        self._wrong = 0
        self.hint.hide()
        self.title.setText(vault.name.removesuffix(VAULT_SUFFIX))
        self._place.setText(str(vault))
        self.secret.clear()
        self.trouble.hide()
        self._wait(on=False)
        self.begin()

    @property
    def vault(self) -> Path:
        """Name the vault whose door this is."""
        return self._vault

    def show_closing(self) -> None:
        """Stand before a book that is still being locked: nothing can be typed yet."""
        self.is_closing = True
        self.secret.clear()
        self.trouble.hide()
        self._wait(on=True)

    def ask_names(self) -> None:
        """Ask who may come in; a vault that cannot tell is asked by its password alone."""
        vault = self._vault

        def work(house: House) -> tuple[str, ...]:
            return house.names(vault)

        def found(names: tuple[str, ...]) -> None:
            if vault == self._vault:
                self._offer(names)

        def unknown(_error: KnownError) -> None:
            if vault == self._vault:
                self._offer(())

        self._stage.tasks.in_house(self, work, found, unknown)

    def note_person(self, name: str) -> None:
        """Remember, until the program ends, who worked last."""
        self._last = name

    def _offer(self, names: tuple[str, ...]) -> None:
        """Let one of several be chosen; whoever worked last stands there already."""
        if names == self._names and self.who is not None:
            self._choose_last()
            return
        had_focus = self.secret.hasFocus() and not self.secret.text()
        self._names = names
        if len(names) > 1:
            self._make_list()
        if self._who_field is not None:
            self._who_field.setVisible(len(names) > 1)
        self._say_names()
        self._choose_last()
        if had_focus:
            self.begin()

    def _make_list(self) -> None:
        if self.who is not None:
            return
        from ledgerdesk.gui.widgets.select import Select  # noqa: PLC0415 - few offices need it

        self.who = Select(tall=theme.FIELD_HEIGHT)
        self.who.setProperty("quiet", True)
        self.who.chosen.connect(self._picked)
        self.who.next_wanted.connect(self.secret.setFocus)
        self._who_field = Field(self.who)
        self._column.insertWidget(_BEFORE_PASSWORD, self._who_field)
        self._column.insertSpacing(_BEFORE_PASSWORD + 1, 12)

    def _say_names(self) -> None:
        if self.who is None or self._who_field is None:
            return
        t = self._stage.speech
        self._who_field.say(t.text("&Who is working"))
        self.who.say((t.text("Choose your name"), *self._names))

    def _choose_last(self) -> None:
        if self.who is not None:
            at = self._names.index(self._last) + 1 if self._last in self._names else 0
            self.who.choose(at)

    def _picked(self) -> None:
        if self._who_field is not None:
            self._who_field.show_problem("")
        self.secret.clear()
        self.secret.setFocus()

    @property
    def _login(self) -> str | None:
        if len(self._names) == 1:
            return self._names[0]
        if self.who is None or not self._names or self.who.currentIndex() < 1:
            return None
        return self._names[self.who.currentIndex() - 1]

    def begin(self) -> None:
        """Begin with the name where one has to be chosen, else in the password."""
        nobody = self.who is not None and len(self._names) > 1 and self._login is None
        if nobody and self.who is not None:
            self.who.setFocus()
        else:
            self.secret.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin where the work begins."""
        super().showEvent(event)
        self.begin()

    def say(self) -> None:
        """Say every text again."""
        t = self._stage.speech
        self._say_names()
        self.password.say(t.text("&Password"))
        self.sheet_button.say(t.text("Use the &recovery sheet"))
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.open_button.say(t.text("Open the book"))
        self.other_button.say(t.text("Other &book"))
        self.caps.say(t.text("Caps Lock is on"))
        self._calm.say(
            t.text("Pages, keys and log are checked on opening"),
            t.text("A book put back from yesterday is noticed."),
        )
        self._typed()

    def _say_hint(self) -> None:
        """From the third wrong password on, tell what is wrong most often, as far as it is seen."""
        t, typed = self._stage.speech, self.secret.text()
        if any(_WIDE[0] <= letter <= _WIDE[-1] for letter in typed):
            first = t.text("Full-width letters were typed: turn the input method to half width.")
        elif not self.caps.isHidden():
            first = t.text("Caps Lock is on: capital letters are other letters.")
        elif typed and not typed.isascii():
            first = t.text("Chinese characters were typed: turn the input method to English.")
        else:
            first = t.text("Type it slowly once more: blanks and capital letters count.")
        self.hint.say(
            first,
            t.text("An owner who lost the password comes in with the recovery sheet, see below."),
        )
        self.hint.setVisible(self._wrong >= _HINT_FROM)

    def _typed(self) -> None:
        self.trouble.hide()
        filled = bool(self.secret.text())
        dotted = "filled" if filled else ""
        if self.secret.property("password") != dotted:
            self.secret.setProperty("password", dotted)
            theme.restyle(self.secret)
        self.open_button.setEnabled(filled and not self.secret.isReadOnly())

    def _show_caps(self, on: bool) -> None:  # noqa: FBT001 - CapsLock's call
        self.caps.setVisible(on)

    def _open(self) -> None:
        if not self.open_button.isEnabled():
            return
        if len(self._names) > 1 and self._login is None and self._who_field is not None:
            self._who_field.show_problem(self._stage.speech.text("Choose your name first."))
            self.begin()
            return
        credential = self._credential()
        self._wait(on=True)
        self._stage.tasks.unlock(self, self._vault, credential, self._opened, self._failed)

    def come_in(self, name: str, password: str) -> None:
        """Open the book for somebody who proved himself just now."""
        from ledgerdesk.services.access import Credential  # noqa: PLC0415 - read behind the door

        self._wait(on=True)
        credential = Credential(password=password, login=name)
        self._stage.tasks.unlock(self, self._vault, credential, self._opened, self._failed)

    def _credential(self) -> Credential:
        from ledgerdesk.services.access import Credential  # noqa: PLC0415 - read behind the door

        return Credential(password=self.secret.text(), login=self._login)

    def _wait(self, *, on: bool) -> None:
        self.secret.setReadOnly(on)
        for part in (self.who, self.sheet_button, self.other_button):
            if part is not None:
                part.setEnabled(not on)
        self.open_button.setEnabled(not on and bool(self.secret.text()))
        t = self._stage.speech
        if self.is_closing:
            self.open_button.say(t.text("Locking …"))
        else:
            self.open_button.say(t.text("Opening …") if on else t.text("Open the book"))

    def _opened(self, must_choose: bool) -> None:  # noqa: FBT001 - an answer
        given = self.secret.text()
        self._wait(on=False)
        self.secret.clear()
        self.trouble.hide()
        if must_choose:
            self.choice_wanted.emit(given)
        else:
            self.unlocked.emit()

    def _failed(self, error: KnownError) -> None:
        self._wait(on=False)
        self.trouble.say(self._stage.speech.sentence(error))
        self.trouble.show()
        if error.code is Code.WRONG_PASSWORD:
            self._wrong += 1
            self._say_hint()
        self.secret.setFocus()
        self.secret.selectAll()
