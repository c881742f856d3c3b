"""The door for whoever lost the password: the printed sheet gives an owner a new one."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from ledgerdesk.bootstrap import House
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.gui import theme
from ledgerdesk.gui.pages.door.new_sheet import NewSheetStep
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.fields import Edit, Field
from ledgerdesk.gui.widgets.key_text import KeyText
from ledgerdesk.gui.widgets.new_password import NewPassword
from ledgerdesk.gui.widgets.notices import Note
from ledgerdesk.gui.widgets.ruled import RuledPage
from ledgerdesk.gui.widgets.texts import Rule, Text
from ledgerdesk.runtime.paths import VAULT_SUFFIX
from ledgerdesk.services.access import Credential, Recovery
from ledgerdesk.services.steps.keys.recovering import Recovered

CARD_WIDTH = 640
_MOST_BYTES = 4096
_WITHOUT_KEYS = {Code.KEYS_DAMAGED, Code.KEYS_ROLLED_BACK, Code.DAMAGED}


class RecoverPage(RuledPage):
    """Read the sheet, set a password, put a new sheet down; `recovered` hands out who and by what.

    The owner's name and the sheet's second code are asked for only where they are needed.
    """

    left = Signal()
    recovered = Signal(str, str)

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage.speech, CARD_WIDTH)
        self._stage = stage
        self._vault = Path()
        self._done: Recovered | None = None
        self._working = False
        self._title = Text(size=theme.TITLE, bold=True)
        self._words = Text(tone="muted", wrap=True)
        self.key, self.block, self.who = KeyText(), Edit(), Edit()
        self.key_field, self.block_field = Field(self.key), Field(self.block)
        self.who_field = Field(self.who)
        self.file_button = Button(Kind.PLAIN)
        self.new = NewPassword(stage.speech)
        self.new.owner = True
        self.sheet = NewSheetStep(stage)
        self.trouble = Note("bad")
        self.back_button = Button(Kind.GHOST, key="Esc")
        self.go_button = Button(Kind.PRIMARY, key="Ctrl+Enter")
        self._asked = QWidget()
        self._lay_out()
        self._wire()
        stage.speech.changed.connect(self.say)
        self.say()

    def _lay_out(self) -> None:
        asked = QVBoxLayout(self._asked)
        asked.setContentsMargins(0, 0, 0, 0)
        asked.setSpacing(12)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.key_field, 1)
        beside = QVBoxLayout()
        beside.addSpacing(24)
        beside.addWidget(self.file_button)
        beside.addStretch(1)
        row.addLayout(beside)
        asked.addLayout(row)
        for part in (self.block_field, self.who_field, self.new):
            asked.addWidget(part)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(32, 26, 32, 22)
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addSpacing(2)
        column.addWidget(self._words)
        column.addSpacing(18)
        column.addWidget(self._asked)
        column.addSpacing(8)
        column.addWidget(self.sheet)
        column.addWidget(self.trouble)
        column.addSpacing(14)
        column.addWidget(Rule())
        column.addSpacing(14)
        buttons = QHBoxLayout()
        buttons.addWidget(self.back_button)
        buttons.addStretch(1)
        buttons.addWidget(self.go_button)
        column.addLayout(buttons)

    def _wire(self) -> None:
        self.file_button.clicked.connect(self._choose)
        self.key.next_wanted.connect(self._after_key)
        self.block.next_wanted.connect(self.new.first.setFocus)
        self.who.next_wanted.connect(self.new.first.setFocus)
        self.new.next_wanted.connect(self.sheet.place.edit.setFocus)
        self.sheet.forward.connect(self.go)
        self.go_button.clicked.connect(self.go)
        self.go_button.bind(self, "Ctrl+Return", "Ctrl+Enter")
        self.back_button.clicked.connect(self.back)
        self.back_button.bind(self, "Esc")

    def begin(self, vault: Path) -> None:
        """Begin at a vault, with nothing typed."""
        self._vault = self.sheet.vault = vault
        self._done = None
        self._working = False
        self.forget()
        self.trouble.hide()
        self._asked.show()
        self.block_field.hide()
        self.who_field.hide()
        self.sheet.set_practice(on=False)
        self.say()
        self.key.setFocus()

    def forget(self) -> None:
        """Leave neither key nor password behind."""
        self.key.clear()
        for edit in (self.block, self.who):
            edit.clear()
        for field in (self.key_field, self.block_field, self.who_field):
            field.show_problem("")
        self.new.forget()

    def say(self) -> None:
        """Say every text again."""
        t = self._stage.speech
        self._title.setText(t.text("Back in with the recovery sheet"))
        self._words.setText(
            t.text(
                "The sheet gives the owner a new password. The sheet and the book's key have then"
                " had their day: a new sheet is written first. Everybody else keeps his password."
            )
        )
        self.key_field.say(
            t.text("Recovery &key"),
            help_text=t.text(
                "It stands on the recovery sheet: scan the code, or type its four lines."
            ),
        )
        self.file_button.say(t.text("Read the saved fi&le…"))
        self.block_field.say(
            t.text("The sheet's second &block"),
            help_text=t.text("The book's key file is gone: scan the sheet's second code as well."),
        )
        self.who_field.say(
            t.text("&Name of the owner"), help_text=t.text("Several owners work in this book.")
        )
        self.new.say(t.text("New pass&word"), t.text("Password a&gain"))
        self.sheet.say()
        self.back_button.say(t.text("Back"))
        self._say_go()

    def _say_go(self) -> None:
        t = self._stage.speech
        self.back_button.setVisible(self._done is None)
        self.go_button.setEnabled(not self._working)
        if self._done is not None:
            self.go_button.say(t.text("To my book"))
        else:
            self.go_button.say(t.text("Recovering …") if self._working else t.text("Recover"))

    def _choose(self) -> None:
        t = self._stage.speech
        path, _ = QFileDialog.getOpenFileName(self, t.text("The recovery key's file"))
        if path:
            self.read(Path(path))

    def read(self, path: Path) -> None:
        """Read the key out of the file it was put down in."""
        try:
            with path.open("rb") as opened:
                raw = opened.read(_MOST_BYTES)
        except OSError:
            self.key_field.show_problem(self._stage.speech.text("The file cannot be read."))
            return
        self.key.setText(raw.decode("ascii", errors="replace").strip())
        self._after_key()

    def _after_key(self) -> None:
        following = self.block if self.block_field.isVisible() else self.who
        (following if following.isVisible() else self.new.first).setFocus()

    def back(self) -> None:
        """Go back to the door; nothing was changed."""
        if not self._working and self._done is None:
            self.forget()
            self.left.emit()

    def go(self) -> None:
        """Recover; or, once that is done, go to the book."""
        if self._working:
            return
        if self._done is not None:
            name, password = self._done.name, self.new.text
            self.forget()
            self.recovered.emit(name, password)
            return
        wanted = self._wanted()
        if wanted is None or not self.new.stands() or not self.sheet.stands():
            return
        vault = self._vault
        files = self.sheet.files(vault.name.removesuffix(VAULT_SUFFIX))
        self._working = True
        self.trouble.hide()
        self._say_go()

        def work(house: House) -> Recovered:
            return house.recover(vault, wanted, files)

        def done(recovered: Recovered) -> None:
            self._finish(recovered, files.page)

        self._stage.tasks.in_house(self, work, done, self._failed)

    def _wanted(self) -> Recovery | None:
        t = self._stage.speech
        if not self.key.text().strip():
            self.key_field.show_problem(t.text("Scan or type the key first."))
            self.key.setFocus()
            return None
        try:
            sheet = Credential.from_recovery_text(
                self.key.text(), self.block.text().strip() or None
            )
        except KnownError as error:
            self._failed(error)
            return None
        return Recovery(sheet=sheet, login=self.who.text().strip() or None, password=self.new.text)

    def _finish(self, done: Recovered, page: Path | None) -> None:
        self._working = False
        self._done = done
        self._asked.hide()
        t = self._stage.speech
        self._words.setText(t.text("{name} has a new password.", name=done.name))
        self.sheet.show_done(page)
        self._say_go()
        self.go_button.setFocus()

    def _failed(self, error: KnownError) -> None:
        self._working = False
        self._say_go()
        sentence = self._stage.speech.sentence(error)
        if error.code is Code.WRONG_RECOVERY_KEY:
            self.key_field.show_problem(sentence)
            self.key.setFocus()
        elif error.code is Code.NEEDS_USER or error.field == "name":
            self.who_field.show()
            self.who_field.show_problem(sentence)
            self.who.setFocus()
        elif error.code is Code.WEAK_PASSWORD:
            self.new.refuse(sentence)
        else:
            self.block_field.setVisible(error.code in _WITHOUT_KEYS)
            self.trouble.say(sentence)
            self.trouble.show()
