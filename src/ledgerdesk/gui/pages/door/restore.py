"""The way back: a backup becomes a new book in a new folder; what was typed stays until it is."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ledgerdesk.bootstrap import House, LastNumbers
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.gui import theme
from ledgerdesk.gui.backup_key import BY_PASSWORD, BackupKey
from ledgerdesk.gui.dialogs.find_backup import FindBackupDialog
from ledgerdesk.gui.dialogs.inside_backup import InsideDialog
from ledgerdesk.gui.folder_field import BackupFileField, FolderField, documents, folder_name
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.fields import Edit, Field
from ledgerdesk.gui.widgets.key_text import KeyText
from ledgerdesk.gui.widgets.notices import Note
from ledgerdesk.gui.widgets.ruled import RuledPage
from ledgerdesk.gui.widgets.segments import Segments
from ledgerdesk.gui.widgets.texts import Rule, Text
from ledgerdesk.runtime.paths import VAULT_SUFFIX, VaultPaths
from ledgerdesk.runtime.placement import Placement, judge
from ledgerdesk.services.drills import Ground, Inside, look_inside
from ledgerdesk.services.steps.vaults.appearing import standing
from ledgerdesk.services.steps.vaults.restore_copy import Restored

CARD_WIDTH = 640
NEW_FOLDER, IN_PLACE = 0, 1
DEFAULT_SERIES = "SJ"


def _can_stand(folder: Path | None) -> bool:
    """Tell whether a folder is there, or may be made: the nearest thing above it is one."""
    if folder is None or not folder.is_absolute():
        return False
    nearest = next((one for one in (folder, *folder.parents) if one.exists()), None)
    return nearest is not None and nearest.is_dir()


def last_numbers(text: str) -> LastNumbers:
    """Read the last number on paper as its series and itself; digits alone are series SJ's."""
    number = text.strip()
    if not number:
        return ()
    letters = number[: next((at for at, one in enumerate(number) if one.isdigit()), len(number))]
    return ((letters.rstrip("-/ ") or DEFAULT_SERIES, number),)


class RestorePage(RuledPage):
    """Ask for file, place, secret and last number; restore beside the window's thread."""

    left = Signal()
    restored = Signal(Path)

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage.speech, CARD_WIDTH)
        self._stage = stage
        self._working = False
        self._done: tuple[Path, Restored] | None = None
        self._kept: Path | None = None
        self._asked = QWidget()
        self.done_note = Note("ok", icon="check", bold=True)
        self.done_note.hide()
        self._title = Text(size=theme.TITLE, bold=True)
        self._words = Text(tone="muted", wrap=True)
        self.file, self.place = BackupFileField(stage), FolderField(stage)
        self.name, self.last = Edit(), Edit()
        self.name_field, self.last_field = Field(self.name), Field(self.last)
        self.secret = BackupKey(stage, way=BY_PASSWORD)
        self.trouble = Note("bad")
        self.back_button = Button(Kind.GHOST, key="Esc")
        self.restore_button = Button(Kind.PRIMARY, key="Ctrl+Enter")
        self.look_button, self.find_button = Button(Kind.PLAIN), Button(Kind.PLAIN)
        self.where = Segments(2, digits=False)
        self._old: Path | None = None
        self.place.edit.setText(str(documents()))
        self.trouble.hide()
        self._lay_out()
        self._wire()
        self.say()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self.card)
        column.setContentsMargins(32, 26, 32, 22)
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addSpacing(2)
        column.addWidget(self._words)
        column.addSpacing(16)
        column.addWidget(self._asked)
        column.addWidget(self.done_note)
        column.addWidget(self.trouble)
        column.addSpacing(14)
        column.addWidget(Rule())
        column.addSpacing(14)
        row = QHBoxLayout()
        row.addWidget(self.back_button)
        row.addStretch(1)
        row.addWidget(self.look_button)
        row.addSpacing(8)
        row.addWidget(self.restore_button)
        column.addLayout(row)
        self._lay_out_asked()

    def _lay_out_asked(self) -> None:
        column = QVBoxLayout(self._asked)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = Qt.AlignmentFlag.AlignTop
        file = QHBoxLayout()
        file.setSpacing(8)
        file.addWidget(self.file, 1, top)
        find = QVBoxLayout()
        find.addSpacing(24)
        find.addWidget(self.find_button)
        find.addStretch(1)
        file.addLayout(find)
        column.addLayout(file)
        column.addSpacing(12)
        column.addWidget(self.where)
        self.where.hide()
        # Two rows of two: the card must fit a low screen even with its problems shown.
        place = QHBoxLayout()
        place.setSpacing(16)
        place.addWidget(self.place, 3, top)
        place.addWidget(self.name_field, 2, top)
        column.addLayout(place)
        column.addSpacing(12)
        column.addWidget(self.secret)
        column.addSpacing(12)
        column.addWidget(self.last_field)

    def _wire(self) -> None:
        self.file.edit.next_wanted.connect(self._go_to_place)
        self.file.edit.left.connect(self._look_at_file)
        self.file.chosen.connect(self._look_at_file)
        self.find_button.clicked.connect(self._find)
        self.look_button.clicked.connect(self.look_inside)
        self.where.chosen.connect(self._show_where)
        self.place.edit.next_wanted.connect(self.name.setFocus)
        self.name.next_wanted.connect(self.secret.go)
        self.secret.next_wanted.connect(self.last.setFocus)
        self.last.next_wanted.connect(self.restore)
        self.restore_button.clicked.connect(self.restore)
        self.restore_button.bind(self, "Ctrl+Return", "Ctrl+Enter")
        self.back_button.clicked.connect(self._leave)
        self.back_button.bind(self, "Esc")
        self._stage.speech.changed.connect(self.say)

    def say(self) -> None:
        """Say every text again."""
        t = self._stage.speech
        self._title.setText(t.text("Restore from a backup"))
        self._words.setText(
            t.text("The backup becomes a book of its own in a new folder; no other is touched.")
        )
        self.file.field.say(t.text("&Backup file"))
        self.file.button.say(t.text("&Choose…"))
        self.place.field.say(t.text("&Put the new book into"))
        self.place.button.say(t.text("C&hoose…"))
        self.name_field.say(t.text("&Name of the new folder"))
        self.secret.say()
        self.last_field.say(
            t.text("&Last number on paper"),
            hint=t.text("may stay empty"),
            help_text=t.text("The newest receipt you can find, such as SJ2026-000123."),
        )
        self.back_button.say(t.text("Back"))
        self.find_button.say(t.text("Find it on a &stick…"))
        self.look_button.say(t.text("Look &inside first"))
        self.where.say(
            t.text("Where the book goes"),
            (t.text("A new folder"), t.text("In place of the book on this PC")),
        )
        self._say_button()

    def _say_button(self) -> None:
        t = self._stage.speech
        if self._done is not None:
            self.restore_button.say(t.text("Open the book"))
            self._say_done(*self._done)
        else:
            self.restore_button.say(t.text("Restoring …") if self._working else t.text("Restore"))

    def _say_done(self, vault: Path, restored: Restored) -> None:
        t = self._stage.speech
        count = restored.receipts
        self.done_note.say(
            t.plural(
                "Restored: a book with {count} receipt",
                "Restored: a book with {count} receipts",
                count,
                count=f"{count:,}",
            ),
            t.text(
                "The book lies in {folder}. The first time it is opened, compare its last number"
                " with the last one on paper.",
                folder=str(vault),
            )
            + " "
            + self._about_the_old_one(),
        )

    def _about_the_old_one(self) -> str:
        """Say what becomes of the book it was a copy of: two that go on give the same numbers."""
        t = self._stage.speech
        if self._kept is not None:
            return t.text("The old book is kept in {folder}.", folder=str(self._kept))
        return t.text(
            "Does the PC it came from still work? Then do not go on there: both would give out the"
            " same numbers."
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at the file, with nothing restored yet."""
        super().showEvent(event)
        self._kept = None
        self._show_done(None)
        self.file.edit.setFocus()

    def _show_done(self, done: tuple[Path, Restored] | None) -> None:
        self._done = done
        self._asked.setVisible(done is None)
        self.done_note.setVisible(done is not None)
        self.back_button.setVisible(done is None)
        self.look_button.setVisible(done is None)
        self._say_button()

    def _finish(self, vault: Path, restored: Restored) -> None:
        self._show_done((vault, restored))
        self.restore_button.setFocus()

    def _leave(self) -> None:
        if not self._working:
            self.left.emit()

    @property
    def vault(self) -> Path:
        """Name the folder the book is restored into."""
        folder = self.place.folder or documents()
        return folder / f"{folder_name(self.name.text())}{VAULT_SUFFIX}"

    def restore(self) -> None:
        """Restore what was asked for, or go to what is missing; afterwards, to the book's door."""
        if self._working:
            return
        if self._done is not None:
            self.restored.emit(self._done[0])
            return
        self.trouble.hide()
        file = self.file.folder
        if not self._stands() or file is None:
            return
        try:
            credential = self.secret.credential()
        except KnownError as error:
            self._failed(error)
            return
        old = self._old if self.where.position == IN_PLACE else None
        vault, numbers = old or self.vault, last_numbers(self.last.text())
        self._work(on=True)

        def work(house: House) -> tuple[Restored, Path | None]:
            if old is not None:
                return house.replace(file, old, credential, numbers)
            with standing(vault.parent):
                return house.restore(file, vault, credential, numbers), None

        def done(found: tuple[Restored, Path | None]) -> None:
            restored, self._kept = found
            self._work(on=False)
            self.secret.clear()
            self.last.clear()
            self._finish(vault, restored)

        self._stage.tasks.in_house(self, work, done, self._failed)

    # ── finding and looking ──────────────────────────────────────────────────────────────

    def _find(self) -> None:
        known = [Path(one) for one in (self._stage.preferences.backup_folder,) if one]
        vault, typed = self._stage.preferences.last_vault, self.file.folder
        if vault is not None:
            known.append(VaultPaths(vault).backups)
        if typed is not None:
            known.append(typed if typed.is_dir() else typed.parent)
        dialog = FindBackupDialog(self.window(), self._stage, tuple(known))
        dialog.chosen.connect(self._take)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take(self, file: Path) -> None:
        self.file.edit.setText(str(file))
        self.file.field.show_problem("")
        self._look_at_file()
        self._go_to_place()

    def _go_to_place(self) -> None:
        self._look_at_file()
        (self.where if self.where.isVisible() else self.place.edit).setFocus()

    def _look_at_file(self) -> None:
        """Offer the old book's place where this PC has the book the backup is of."""
        file, vault = self.file.folder, self._stage.preferences.last_vault
        if file is None or vault is None or self._working:
            self._offer_place(None)
            return

        def work(house: House) -> bool:
            return file.is_file() and house.is_backup_of(file, vault)

        self._stage.tasks.in_house(
            self,
            work,
            lambda is_of_it: self._offer_place(vault if is_of_it else None),
            lambda _error: self._offer_place(None),
        )

    def _offer_place(self, vault: Path | None) -> None:
        if vault == self._old and self.where.isVisible() == (vault is not None):
            return
        self._old = vault
        self.where.choose(NEW_FOLDER)
        self.where.setVisible(vault is not None)
        self._show_where(NEW_FOLDER)

    def _show_where(self, where: int) -> None:
        is_new = where == NEW_FOLDER
        self.place.setVisible(is_new)
        self.name_field.setVisible(is_new)

    def look_inside(self) -> None:
        """Show what is in the backup, without restoring it for good."""
        file = self.file.folder
        if self._working or file is None or not self._has(self.file.field, self.secret.field):
            return
        try:
            credential = self.secret.credential()
        except KnownError as error:
            self._failed(error)
            return
        self.trouble.hide()
        self._work(on=True)

        def look(ground: Ground) -> None:
            self._stage.tasks.aside(
                self,
                lambda progress: look_inside(file, credential, ground, progress),
                show,
                self._failed,
                lambda _: None,
            )

        def show(inside: Inside) -> None:
            self._work(on=False)
            dialog = InsideDialog(self.window(), self._stage, inside)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

        self._stage.tasks.in_house(self, lambda house: house.ground(), look, self._failed)

    def _has(self, *fields: Field) -> bool:
        needed = self._stage.speech.text("This is needed. Fill it in.")
        for field in fields:
            field.show_problem("")
        for field in fields:
            control = field.control
            if isinstance(control, (QLineEdit, KeyText)) and not control.text().strip():
                return self._refuse(field, needed)
        return True

    # ── what must stand before it begins ─────────────────────────────────────────────────

    def _stands(self) -> bool:
        t, secret = self._stage.speech, self.secret.field
        self.place.field.show_problem("")
        if self.where.position == IN_PLACE and self._old is not None:
            return self._has(self.file.field, secret)
        if not self._has(self.file.field, self.name_field, secret):
            return False
        if self.place.folder is not None and judge(self.place.folder) is Placement.NETWORK:
            sentence = t.text("A book cannot lie on a network drive. Choose a folder on this PC.")
            return self._refuse(self.place.field, sentence)
        if not _can_stand(self.place.folder):
            sentence = t.text("No folder can be made there. Choose another place.")
            return self._refuse(self.place.field, sentence)
        return True

    def _work(self, *, on: bool) -> None:
        self._working = on
        for part in (self.file, self.place, self.name, self.secret):
            part.setEnabled(not on)
        for button in (self.find_button, self.look_button, self.where):
            button.setEnabled(not on)
        self.last.setEnabled(not on)
        self.restore_button.setEnabled(not on)
        self.back_button.setEnabled(not on)
        self._say_button()

    def _failed(self, error: KnownError) -> None:
        self._work(on=False)
        sentence = self._stage.speech.sentence(error)
        found = self._field_of(error)
        if found is None:
            self.trouble.say(sentence)
            self.trouble.show()
            self.restore_button.setFocus()
        else:
            self._refuse(found, sentence)

    def _field_of(self, error: KnownError) -> Field | None:
        if error.code is Code.EXISTS:
            return self.name_field
        fields = {
            "file": self.file.field,
            "folder": self.place.field,
            "last_number": self.last_field,
            "vault": self.name_field,
        }
        return self.secret.field_of(error) or fields.get(error.field or "")

    def _refuse(self, field: Field, sentence: str) -> bool:
        field.show_problem(sentence)
        field.control.setFocus()
        return False
