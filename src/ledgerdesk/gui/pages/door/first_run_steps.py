"""The five steps of a first run: each shows its fields, checks them, and tells what it came to."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.receipts import shown_number
from ledgerdesk.core.texts import clean
from ledgerdesk.gui import theme
from ledgerdesk.gui.folder_field import FolderField, documents, folder_name
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.fields import Edit, Field
from ledgerdesk.gui.widgets.new_password import NewPassword
from ledgerdesk.gui.widgets.notices import Note
from ledgerdesk.gui.widgets.segments import Segments
from ledgerdesk.gui.widgets.texts import Text
from ledgerdesk.i18n.translator import Language
from ledgerdesk.runtime.paths import VAULT_SUFFIX
from ledgerdesk.runtime.placement import Placement, judge
from ledgerdesk.services.steps.vaults.creating import DEFAULT_PATTERN, MAX_NAME_CHARACTERS
from ledgerdesk.services.steps.vaults.practising import BEGINS as PRACTICE_BEGINS
from ledgerdesk.services.steps.vaults.practising import PATTERN as PRACTICE_PATTERN

LANGUAGES = (Language.ZH, Language.EN)
OWN, PRACTICE = 0, 1
MOST_DIGITS = 9


class Step(QWidget):
    """One step; `forward` is asked for by Enter in its last field."""

    forward = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.stage = stage
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(14)

    def title(self) -> str:
        """Name the step."""
        raise NotImplementedError

    def words(self) -> str:
        """Say in a sentence what it is for."""
        raise NotImplementedError

    def say(self) -> None:
        """Say every text again."""

    def begin(self) -> None:
        """Take the focus where the step begins."""

    def stands(self) -> bool:
        """Check the step; shows its problems and goes to the first."""
        return True


class OfficeStep(Step):
    """Language and firm."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.language = Segments(len(LANGUAGES))
        self.language_field = Field(self.language)
        self.firm = Edit()
        self.firm_field = Field(self.firm)
        row = QHBoxLayout()
        row.addWidget(self.language_field)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addWidget(self.firm_field)
        self.column.addStretch(1)
        self.language.choose(LANGUAGES.index(stage.speech.language))
        self.language.chosen.connect(lambda at: stage.speech.choose(LANGUAGES[at]))
        self.language.accepted.connect(self.firm.setFocus)
        self.firm.next_wanted.connect(self.forward)

    def title(self) -> str:
        """Name the step."""
        return self.stage.speech.text("Your office")

    def words(self) -> str:
        """Say what it is for."""
        return self.stage.speech.text("The name stands on every receipt; it can be changed later.")

    def say(self) -> None:
        """Say every text again."""
        t = self.stage.speech
        self.language_field.say(t.text("&Language"))
        self.language.say(t.text("Language"), ("中文", "English"))
        self.language.choose(LANGUAGES.index(t.language))
        self.firm_field.say(t.text("Fir&m"), hint=t.text("as receipts print it"))

    def begin(self) -> None:
        """Begin at the firm; the language is chosen already."""
        self.firm.setFocus()

    def stands(self) -> bool:
        """A firm needs a name, and one that can be printed."""
        t = self.stage.speech
        problem = ""
        try:
            if not clean(self.firm.text(), field="firm", max_length=MAX_NAME_CHARACTERS):
                problem = t.text("Receipts need the firm's name.")
        except KnownError as error:
            problem = t.sentence(error)
        self.firm_field.show_problem(problem)
        if not problem:
            return True
        self.firm.setFocus()
        return False


class OwnerStep(Step):
    """Name and password."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.owner = Edit()
        self.owner_field = Field(self.owner)
        self.new = NewPassword(stage.speech)
        self.new.owner = True
        self.password, self.again = self.new.first, self.new.again
        self.password_field, self.again_field = self.new.first_field, self.new.again_field
        for part in (self.owner_field, self.new):
            self.column.addWidget(part)
        self.column.addStretch(1)
        self.owner.textChanged.connect(self._named)
        self.owner.next_wanted.connect(self.password.setFocus)
        self.new.next_wanted.connect(self.forward)

    def title(self) -> str:
        """Name the step."""
        return self.stage.speech.text("You and your password")

    def words(self) -> str:
        """Say what it is for."""
        return self.stage.speech.text("You are the owner of this book. Others can be added later.")

    def say(self) -> None:
        """Say every text again."""
        t = self.stage.speech
        self.owner_field.say(t.text("Your &name"), hint=t.text("printed as the clerk"))
        self.new.say(t.text("&Password"), t.text("Password &again"))

    def begin(self) -> None:
        """Begin at the name."""
        self.owner.setFocus()

    def stands(self) -> bool:
        """The name must be there, the password strong enough and twice the same."""
        t = self.stage.speech
        if not self.owner.text().strip():
            self.owner_field.show_problem(t.text("This is needed. Fill it in."))
            self.owner.setFocus()
            return False
        if not self.password.text():
            self.refuse(t.text("A password is needed. Enter your password."))
            return False
        return self.new.stands()

    def _named(self, name: str) -> None:
        self.new.judge_for(name.strip())

    def refuse(self, sentence: str) -> None:
        """Say why a password cannot be taken."""
        self.new.refuse(sentence)

    def forget(self) -> None:
        """Leave no password behind."""
        self.new.forget()


class NumbersStep(Step):
    """Practice, or an own book with the last number of the paper one."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.way = Segments(2)
        self.way_field = Field(self.way)
        self.last = Edit()
        self.last_field = Field(self.last)
        self.last_field.setFixedWidth(220)
        self._preview_label = Text(size=theme.SMALL, tone="muted")
        self.preview = Text(size=theme.LARGE, bold=True)
        row = QHBoxLayout()
        row.addWidget(self.way_field)
        row.addStretch(1)
        self.column.addLayout(row)
        numbers = QHBoxLayout()
        numbers.setSpacing(24)
        numbers.addWidget(self.last_field, 0, Qt.AlignmentFlag.AlignTop)
        shown = QVBoxLayout()
        shown.setSpacing(4)
        shown.addWidget(self._preview_label)
        self.preview.setFixedHeight(36)
        shown.addWidget(self.preview)
        shown.addStretch(1)
        numbers.addLayout(shown, 1)
        self.column.addLayout(numbers)
        self.column.addStretch(1)
        self.way.choose(OWN)
        self.way.chosen.connect(self._show)
        self.way.accepted.connect(self.last.setFocus)
        self.last.textChanged.connect(self._show)
        self.last.next_wanted.connect(self.forward)

    def title(self) -> str:
        """Name the step."""
        return self.stage.speech.text("Practice, or your own book")

    def words(self) -> str:
        """Say what it is for."""
        return self.stage.speech.text(
            "A practice book is filled with made-up customers, and its receipts say that they are"
            " none. Your own book goes on where the paper one ends."
        )

    def say(self) -> None:
        """Say every text again."""
        t = self.stage.speech
        self.way_field.say(t.text("&Which book"))
        self.way.say(t.text("Which book"), (t.text("My own book"), t.text("For practice")))
        self.last_field.say(
            t.text("Last &number on paper"), help_text=t.text("Leave it empty to begin at 1.")
        )
        self._preview_label.setText(t.text("Your first receipt"))
        self._show()

    def begin(self) -> None:
        """Begin at the choice."""
        self.way.setFocus()

    @property
    def is_practice(self) -> bool:
        """Tell whether it is a book for practice."""
        return self.way.position == PRACTICE

    @property
    def first_number(self) -> int | None:
        """Give the first number, or None where the text is no number."""
        text = "".join(self.last.text().split())
        if self.is_practice:
            return PRACTICE_BEGINS
        if not text:
            return 1
        if not text.isdecimal() or len(text) > MOST_DIGITS:
            return None
        return int(text) + 1

    def _show(self) -> None:
        first = self.first_number
        self.last.setEnabled(not self.is_practice)
        today = self.stage.today()
        pattern = PRACTICE_PATTERN if self.is_practice else DEFAULT_PATTERN
        self.preview.setText(shown_number(pattern, today, first) if first else "—")

    def stands(self) -> bool:
        """The last number must be one."""
        if self.first_number is not None:
            return True
        t = self.stage.speech
        self.last_field.show_problem(t.text("This is not a number. Write its digits only."))
        self.last.setFocus()
        return False


class PlaceStep(Step):
    """Where the book lies and where its backups go."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.book, self.backups = FolderField(stage), FolderField(stage)
        self.warning = Note("warn")
        self.warning.hide()
        self.column.addWidget(self.book)
        self.column.addWidget(self.warning)
        self.column.addWidget(self.backups)
        self.column.addStretch(1)
        self.book.edit.setText(str(documents() / "LedgerDesk"))
        self.book.edit.textChanged.connect(self._judge)
        self.book.edit.next_wanted.connect(self.backups.edit.setFocus)
        self.backups.edit.next_wanted.connect(self.forward)

    def title(self) -> str:
        """Name the step."""
        return self.stage.speech.text("Where things lie")

    def words(self) -> str:
        """Say what it is for."""
        return self.stage.speech.text(
            "The book lies on this PC's own disk; its backups somewhere else."
        )

    def say(self) -> None:
        """Say every text again."""
        t = self.stage.speech
        self.book.field.say(t.text("The &book's folder"))
        self.backups.field.say(
            t.text("Back&ups go to"),
            hint=t.text("may stay empty"),
            help_text=t.text("A stick is best, and it is remembered."),
        )
        for folder, word in (
            (self.book, t.text("&Choose…")),
            (self.backups, t.text("C&hoose…")),
        ):
            folder.button.say(word)
        self._judge()

    def begin(self) -> None:
        """Begin at the book."""
        self.book.edit.setFocus()

    def _judge(self) -> Placement:
        t = self.stage.speech
        folder = self.book.folder
        found = Placement.FINE if folder is None else judge(folder)
        words = {
            Placement.REMOVABLE: t.text(
                "This drive can be pulled out. A book in use may be damaged by that."
            ),
            Placement.SYNCED: t.text(
                "This folder is synced. A half-written book may be carried away, and put back."
            ),
        }
        self.warning.say(words.get(found, ""))
        self.warning.setVisible(found in words)
        return found

    def stands(self) -> bool:
        """A book never lies on a network."""
        t = self.stage.speech
        if self.book.folder is None:
            self.book.field.show_problem(t.text("This is needed. Fill it in."))
        elif self._judge() is Placement.NETWORK:
            self.book.field.show_problem(
                t.text("A book cannot lie on a network drive. Choose a folder on this PC.")
            )
        else:
            return True
        self.book.edit.setFocus()
        return False

    def vault(self, firm: str) -> Path:
        """Name the vault's own folder."""
        return (self.book.folder or documents()) / f"{folder_name(firm)}{VAULT_SUFFIX}"
