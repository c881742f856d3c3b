"""The backup page: when the last one off this PC was, where the sticks are, one button."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.backup_plan import Age, PlaceKind, free_name
from ledgerdesk.core.changes import Changes
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.staff import Person, may
from ledgerdesk.gui import figures, theme
from ledgerdesk.gui.backup_runner import BackupRunner, Target
from ledgerdesk.gui.dialogs.name_place import NamePlaceDialog
from ledgerdesk.gui.folder_field import FolderField
from ledgerdesk.gui.pages.backups.backup_list import BackupList, Kept
from ledgerdesk.gui.pages.backups.backup_questions import BackupQuestions
from ledgerdesk.gui.pages.backups.copy_line import CopyLine
from ledgerdesk.gui.pages.backups.drive_list import Choice, DriveList, folder_on, looked_for
from ledgerdesk.gui.pages.backups.safe_line import SafeLine
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.notices import Note
from ledgerdesk.gui.widgets.page import Page, PageHead
from ledgerdesk.gui.widgets.texts import Text, Tone
from ledgerdesk.runtime.drives import DriveSeen
from ledgerdesk.services.backup_plan import PlaceSeen, Standing
from ledgerdesk.services.backups import Made, Proved

_TONES: dict[Age, Tone] = {Age.FINE: "text", Age.AMBER: "warn", Age.RED: "bad"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What the book says, and what the chosen folder is to it."""

    kept: Kept
    standing: Standing
    seen: PlaceSeen | None
    choices: tuple[Choice, ...]
    drill_due: date


class BackupPage(Page):
    """One button for the stick that has its turn; a copy beside the book follows by itself."""

    cares_for = Changes.BACKUPS | Changes.SETTINGS

    def __init__(self, stage: Stage, runner: BackupRunner) -> None:
        super().__init__(stage)
        self.runner = runner
        self._last: Proved | None = None
        self._home: Proved | None = None
        self._drill_due: date | None = None
        self.standing: Standing | None = None
        self._seen: PlaceSeen | None = None
        self._drives: tuple[DriveSeen, ...] = ()
        self.questions = BackupQuestions(stage, self)
        self.make_button = Button(Kind.PRIMARY, key="Ctrl+Enter", icon="backup")
        self.plan_button, self.drill_button = Button(Kind.PLAIN), Button(Kind.PLAIN)
        self.name_button, self.history_button = Button(Kind.PLAIN), Button(Kind.PLAIN)
        self.head = PageHead(self.make_button)
        self._label = Text(size=theme.SMALL, tone="muted")
        self.last = Text(size=theme.HUGE, bold=True)
        self.fact, self.home_fact = Text(), Text(size=theme.SMALL, tone="muted")
        self.drives = DriveList(stage)
        self.folder = FolderField(stage)
        self.remark, self.trouble, self.safe = Note("warn"), Note("bad"), SafeLine(stage)
        self.line = CopyLine(stage)
        self.list = BackupList(stage)
        for note in (self.remark, self.trouble):
            note.hide()
        self._lay_out()
        self._wire()
        self.say()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PAGE_SIDE, theme.PAGE_TOP, theme.PAGE_SIDE, 16)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addSpacing(12)
        column.addWidget(self._label)
        column.addWidget(self.last)
        column.addWidget(self.fact)
        column.addWidget(self.home_fact)
        column.addSpacing(10)
        more = QHBoxLayout()
        more.setSpacing(8)
        for button in (self.plan_button, self.drill_button, self.history_button):
            more.addWidget(button)
        more.addStretch(1)
        column.addLayout(more)
        column.addSpacing(14)
        column.addWidget(self.drives)
        column.addSpacing(10)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.folder, 1)
        beside = QVBoxLayout()
        beside.addSpacing(24)
        beside.addWidget(self.name_button)
        beside.addStretch(1)
        row.addLayout(beside)
        column.addLayout(row)
        column.addSpacing(8)
        parts: tuple[QWidget, ...] = (self.safe, self.remark, self.trouble, self.line)
        for part in parts:
            column.addWidget(part)
        column.addSpacing(8)
        column.addWidget(self.list, 1)

    def _wire(self) -> None:
        self.make_button.clicked.connect(self.make)
        self.make_button.bind(self, "Ctrl+Return", "Ctrl+Enter")
        self.line.cancel_button.clicked.connect(self.runner.stop)
        self.line.cancel_button.bind(self, "Esc")
        self.folder.edit.left.connect(self._look)
        self.folder.edit.next_wanted.connect(self._look)
        self.folder.chosen.connect(self._look)
        self.drives.chosen.connect(self._take_drive)
        self.drives.plugged.connect(self._look_for_drives)
        self.name_button.clicked.connect(lambda: self._ask_name(then_copy=False))
        self.plan_button.clicked.connect(self.questions.plan)
        self.drill_button.clicked.connect(lambda: self.questions.drill(self.folder.folder))
        self.history_button.clicked.connect(self.questions.history)
        self.questions.changed.connect(self.refresh)
        self.questions.failed.connect(self._complain)
        self.safe.let_go.connect(self._let_go)
        self.safe.failed.connect(self._complain)
        self.runner.begun.connect(self._begun)
        self.runner.progressed.connect(self.line.show_progress)
        self.runner.made.connect(self._made)
        self.runner.failed.connect(self._failed)

    @property
    def is_running(self) -> bool:
        """Tell whether a copy is being made that somebody asked for here."""
        return self.runner.is_running and self.runner.target is not None

    def say(self) -> None:
        """Say every text again."""
        t = self.stage.speech
        self.head.title.setText(t.text("Backup"))
        self.head.fact.setText(t.text("encrypted, and proved by reading it back"))
        self.make_button.say(t.text("Back up to the stick"))
        self.history_button.say(t.text("Hi&story…"))
        self.plan_button.say(t.text("&Plan…"))
        self.drill_button.say(t.text("Dri&ll…"))
        self.name_button.say(t.text("Give it a &name…"))
        self._label.setText(t.text("The last verified backup, off this PC"))
        self.folder.field.say(
            t.text("Back&ups go to"), help_text=t.text("A stick is best, and it is remembered.")
        )
        self.folder.button.say(t.text("&Choose…"))
        self._say_last()
        for part in (self.drives, self.line, self.list, self.safe):
            part.say()
        self._say_seen()

    def _say_last(self) -> None:
        t, last, today = self.stage.speech, self._last, self.stage.today()
        facts, due = [], self._drill_due
        if self._home is not None:
            at = figures.exact_moment(t, self._home.at, today)
            facts.append(t.text("The last copy beside the book: {moment}", moment=at))
        if due is not None:
            facts.append(t.text("Next drill by {day}", day=due.isoformat()))
        self.home_fact.setText(" · ".join(facts))
        self.home_fact.set_tone("warn" if due is not None and due < today else "muted")
        self.home_fact.setVisible(bool(facts))
        if last is None:
            self.last.setText(t.text("None yet"))
            self.last.set_tone("text")
            self.fact.setText(t.text("Until then the book is only as safe as this PC."))
            return
        self.last.setText(figures.exact_moment(t, last.at, today))
        self.last.set_tone(_TONES[self.standing.age] if self.standing else "text")
        size, number = figures.file_size(last.size), last.sequence
        if last.place:
            words = t.text(
                "On {place}, written and read back: {size}, backup {number} of this book.",
                place=last.place,
                size=size,
                number=number,
            )
        else:
            words = t.text(
                "Written and read back: {size}, backup {number} of this book.",
                size=size,
                number=number,
            )
        self.fact.setText(words)

    def hint(self) -> str:
        """Tell the keys."""
        return self.stage.speech.text("Ctrl+Enter back up now")

    def arrive(self) -> None:
        """Look for sticks and into the remembered folder; begin where something is missing."""
        if not self.is_running:
            self.folder.edit.setText(self.stage.preferences.backup_folder)
        self.refresh()
        self._look_for_drives()
        (self.make_button if self.folder.folder else self.folder.edit).setFocus()

    def forget(self) -> None:
        """Leave nothing of the book on the page."""
        self._last = self._home = self.standing = self._seen = self._drill_due = None
        self.line.show_running(on=False)
        for note in (self.remark, self.trouble):
            note.hide()
        self.safe.forget()
        self.drives.forget()
        self._enable(on=True)
        self.list.show_kept(None, Kept(history=(), found=()))
        self._say_last()

    def show_person(self, person: Person) -> None:
        """Show what the role of whoever works may."""
        self.plan_button.setVisible(may(person, "backups.change_plan"))
        self.name_button.setVisible(may(person, "backups.name_place"))
        self.drill_button.setVisible(may(person, "backups.drill"))

    # ── what is there ────────────────────────────────────────────────────────────────────

    def refresh(self) -> None:
        """Ask what was proved, what lies in the folder, what the drives are to the plan."""
        folder, seen_drives = self.folder.folder, self._drives

        def work(ledger: Ledger) -> _Found:
            plan = ledger.backup_plan
            standing = plan.standing()
            folders: dict[Path, DriveSeen | None] = {folder_on(one): one for one in seen_drives}
            for one in standing.places:
                if one.place.folder and Path(one.place.folder).is_dir():
                    folders.setdefault(Path(one.place.folder), None)
            return _Found(
                kept=Kept(
                    history=ledger.backups.history(),
                    found=ledger.backups.found_in(folder) if folder and folder.is_dir() else (),
                ),
                standing=standing,
                seen=plan.look(folder) if folder is not None else None,
                drill_due=ledger.drills.due_on(),
                choices=tuple(
                    _choice(at, drive, plan.look(at), standing) for at, drive in folders.items()
                ),
            )

        self.stage.tasks.query(self, work, self._show, self._complain)

    def _show(self, found: _Found) -> None:
        history = found.kept.history
        self.standing, self._seen = found.standing, found.seen
        self._last = next((one for one in history if not one.is_home), None)
        self._home = next((one for one in history if one.is_home), None)
        self._drill_due = found.drill_due
        self.drives.show_choices(found.choices, found.standing)
        self.list.show_kept(self.folder.folder, found.kept)
        self._say_last()
        self._say_seen()

    def _look_for_drives(self) -> None:
        """List the drives beside the lane: a worn stick may take its time to answer."""
        if self.runner.is_running:
            return

        def show(found: tuple[DriveSeen, ...]) -> None:
            vault = self.stage.preferences.last_vault
            self._drives = tuple(one for one in found if not _holds(one, vault))
            if self.safe.drive is not None and self.safe.drive not in found:
                self.safe.forget()
            self._choose_stick()
            self.refresh()

        self.stage.tasks.aside(self, looked_for, show, self._complain, lambda _: None)

    def _choose_stick(self) -> None:
        """Go to the one stick that is plugged in, where the remembered folder is not there."""
        sticks = [one for one in self._drives if one.removable and not one.read_only]
        folder = self.folder.folder
        is_there = folder is not None and (folder.is_dir() or folder.parent.is_dir())
        is_typed = self.folder.edit.hasFocus() and folder is not None
        if len(sticks) == 1 and not is_there and not is_typed:
            self.folder.edit.setText(str(folder_on(sticks[0])))

    def _take_drive(self, folder: Path) -> None:
        if self.folder.folder != folder:
            self.folder.edit.setText(str(folder))
            self._look()

    def _look(self) -> None:
        if self.folder.edit.text().strip() != self.stage.preferences.backup_folder:
            self.stage.preferences.backup_folder = self.folder.edit.text().strip()
            self.stage.preferences.save()
            self.folder.field.show_problem("")
            self.refresh()

    def _say_seen(self) -> None:
        """Say what the chosen folder is: the wrong stick, another book's, one without a name."""
        t, seen = self.stage.speech, self._seen
        due = None if self.standing is None else self.standing.due
        place = None if seen is None else seen.place
        words = ""
        if seen is not None and seen.is_foreign:
            words = t.text(
                "This stick carries backups of another book. They stay; these lie beside them."
            )
        elif due is not None and place is not None and place != due:
            words = t.text(
                "This is {here}; it was the turn of {due}. It can be used all the same.",
                here=self.drives.named(place),
                due=self.drives.named(due),
            )
        if place is not None and place.kind is not PlaceKind.STICK:
            words = ""
        self.remark.say(words)
        self.remark.setVisible(bool(words))
        self.name_button.setEnabled(seen is not None and not seen.is_foreign)

    # ── making one ───────────────────────────────────────────────────────────────────────

    def make(self) -> None:
        """Make a backup in the folder, unless one is being made; a new stick is named first."""
        if self.runner.is_running:
            return
        self._look()
        folder = self.folder.folder
        if folder is None:
            t = self.stage.speech
            self.folder.field.show_problem(t.text("Choose where the backup goes."))
            self.folder.edit.setFocus()
            return
        if self._is_new_stick(folder):
            self._ask_name(then_copy=True)
        else:
            self._copy(folder)

    def _is_new_stick(self, folder: Path) -> bool:
        choice = self.drives.choice_of(folder)
        if choice is None or choice.drive is None or not choice.drive.removable:
            return False
        return choice.seen.place is None and not choice.seen.is_foreign

    def _ask_name(self, *, then_copy: bool) -> None:
        folder = self.folder.folder
        if folder is None:
            return
        standing, choice = self.standing, self.drives.choice_of(folder)
        known = [] if standing is None else [one.place for one in standing.places]
        seen = self._seen.place if self._seen is not None else None
        is_stick = choice is not None and choice.drive is not None and choice.drive.removable
        kind = PlaceKind.STICK if is_stick else PlaceKind.DISK
        dialog = NamePlaceDialog(
            self.window(),
            self.stage,
            folder,
            name=free_name(known) if seen is None else seen.name,
            kind=kind if seen is None else seen.kind,
        )
        dialog.skip.setVisible(then_copy)
        if then_copy:
            dialog.named.connect(lambda _place: self._copy(folder))
            dialog.skipped.connect(lambda: self._copy(folder))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _copy(self, folder: Path) -> None:
        self.trouble.hide()
        self.safe.forget()
        self.folder.field.show_problem("")
        self.runner.run([folder, None])

    def _begun(self, target: Target) -> None:
        is_asked = target is not None
        self.line.show_running(on=is_asked)
        self._enable(on=not is_asked)

    def _made(self, target: Target, _made: Made) -> None:
        if target is None:
            return
        self.line.show_running(on=False)
        self._enable(on=True)
        t = self.stage.speech
        self.done.emit(t.text("The backup is verified; the stick can be pulled out safely"))
        choice = self.drives.choice_of(target)
        if choice is not None and choice.drive is not None and choice.drive.removable:
            self.safe.show_safe(choice.drive)

    def _let_go(self, label: str) -> None:
        self.done.emit(self.stage.speech.text("{drive} was let go; pull it out", drive=label))

    def _enable(self, *, on: bool) -> None:
        for part in (self.make_button, self.folder, self.drives, self.name_button):
            part.setEnabled(on)

    def _failed(self, target: Target, error: KnownError) -> None:
        if target is None:
            return  # the desk tells of copies beside the book
        self.line.show_running(on=False)
        self._enable(on=True)
        self._complain(error)

    def _complain(self, error: KnownError) -> None:
        sentence = self.stage.speech.sentence(error)
        if error.field == "folder":
            self.folder.field.show_problem(sentence)
            self.folder.edit.setFocus()
        elif error.code is not Code.CANCELLED or self.isVisible():
            self.trouble.say(sentence)
            self.trouble.show()
            self.make_button.setFocus()


def _holds(drive: DriveSeen, vault: Path | None) -> bool:
    """Tell whether a drive is the one the book itself lies on: a copy there is lost with it."""
    return vault is not None and vault.is_relative_to(drive.root) and not drive.removable


def _choice(at: Path, drive: DriveSeen | None, seen: PlaceSeen, standing: Standing) -> Choice:
    last = next((one.last for one in standing.places if one.place == seen.place), None)
    return Choice(folder=at, drive=drive, seen=seen, last=last)
