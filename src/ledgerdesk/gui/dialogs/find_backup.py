"""Find a backup: what lies on the sticks that are plugged in, how old, and whether it is whole."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from ledgerdesk.bootstrap import House
from ledgerdesk.core.backup_plan import FOLDER
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.moments import restored
from ledgerdesk.core.progress import Progress
from ledgerdesk.gui import figures, theme
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.offers import Offer
from ledgerdesk.gui.widgets.people_list import PeopleList
from ledgerdesk.gui.widgets.texts import Text
from ledgerdesk.runtime import drives
from ledgerdesk.services.backups import Found

_ROWS = 6
_ID_SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundBackup:
    """A backup in a list: the file, and what its place is called."""

    found: Found
    place: str


def places(_progress: Progress) -> tuple[tuple[str, Path], ...]:
    """Name the folders where backups may lie, on a thread that may wait for a worn stick."""
    seen = []
    for one in drives.drives():
        seen += [(one.label, one.root), (one.label, one.root / FOLDER)]
    return tuple(seen)


class FindBackupDialog(Asking):
    """A list of backups, newest first; `chosen` says the file."""

    chosen = Signal(Path)

    def __init__(self, parent: QWidget, stage: Stage, known: tuple[Path, ...]) -> None:
        super().__init__(parent, act=Kind.PRIMARY, width=640)
        self._stage = stage
        self._known = known
        self._health: dict[Path, str] = {}
        self._shown: tuple[FoundBackup, ...] = ()
        t = stage.speech
        self.list = PeopleList()
        self.list.setAccessibleName(t.text("Backups"))
        self.list.setFixedHeight(_ROWS * theme.TWO_LINE_ROW + 2)
        self.state = Text(tone="muted", wrap=True)
        self.check_button, self.folder_button = Button(Kind.PLAIN), Button(Kind.PLAIN)
        self.body.addWidget(self.list)
        self.body.addWidget(self.state)
        self.buttons.insertWidget(0, self.check_button)
        self.buttons.insertWidget(0, self.folder_button)
        self.check_button.say(t.text("Is it &whole?"))
        self.folder_button.say(t.text("Another &folder…"))
        self.say_frame(
            t.text("Find a backup"),
            t.text("Plug the stick in. The newest backup stands first."),
            t.text("&Take this one"),
            t.text("Cancel"),
        )
        self.act.setEnabled(False)
        self.act.clicked.connect(self.take)
        self.list.activated.connect(lambda _index: self.take())
        self.list.selectionModel().currentChanged.connect(lambda *_: self._say_health())
        self.check_button.clicked.connect(self.check)
        self.folder_button.clicked.connect(self._choose_folder)
        self.leave.setDefault(False)
        self.list.setFocus()
        self.look()

    def look(self) -> None:
        """Look at every drive that is plugged in, and at the folders this PC knows."""
        self.state.setText(self._stage.speech.text("Looking …"))
        self._stage.tasks.aside(self, places, self._list, self._complain, lambda _: None)

    def _list(self, seen: tuple[tuple[str, Path], ...]) -> None:
        folders = [*seen, *((str(one), one) for one in self._known)]

        def work(house: House) -> tuple[FoundBackup, ...]:
            listed: dict[Path, FoundBackup] = {}
            for place, folder in folders:
                for one in _in(house, folder):
                    listed.setdefault(one.path, FoundBackup(found=one, place=place))
            return tuple(
                sorted(listed.values(), key=lambda one: one.found.origin.created, reverse=True)
            )

        self._stage.tasks.in_house(self, work, self._show, self._complain)

    def _show(self, found: tuple[FoundBackup, ...]) -> None:
        t, today = self._stage.speech, self._stage.today()
        self._shown = found
        vaults = {one.found.origin.vault_id for one in found}
        offers = []
        for one in found:
            origin = one.found.origin
            at = restored(origin.created).astimezone(self._stage.tasks.zone)
            title = figures.exact_moment(t, at, today)
            title += " · " + t.text("backup {number}", number=origin.sequence)
            if len(vaults) > 1:
                title += " · " + t.text("book {id}", id=origin.vault_id[:_ID_SHOWN])
            below = f"{one.place} · {one.found.path.name}"
            size = figures.file_size(one.found.size)
            offers.append(Offer(value=one, title=title, below=below, right=size))
        self.list.show_offers(offers)
        self.act.setEnabled(bool(found))
        self.check_button.setEnabled(bool(found))
        if found:
            self.list.choose(0)
        self._say_health()

    def _say_health(self) -> None:
        t, one = self._stage.speech, self.list.chosen
        if not isinstance(one, FoundBackup):
            self.state.setText(
                t.text("No backup was found. Plug the stick in, or choose another folder.")
            )
            return
        self.state.setText(self._health.get(one.found.path, ""))

    def check(self) -> None:
        """Read every byte of the chosen one."""
        one = self.list.chosen
        if not isinstance(one, FoundBackup):
            return
        t, path = self._stage.speech, one.found.path
        self.check_button.setEnabled(False)
        self.state.setText(t.text("Reading every byte …"))

        def told(words: str) -> None:
            self._health[path] = words
            self.check_button.setEnabled(True)
            self._say_health()

        def whole(_verdict: object) -> None:
            told(t.text("It is whole: every byte is as it was written."))

        def refused(error: KnownError) -> None:
            told(t.sentence(error))

        self._stage.tasks.in_house(
            self, lambda house: house.verify_backup(path, None), whole, refused
        )

    def _choose_folder(self) -> None:
        t = self._stage.speech
        chosen = QFileDialog.getExistingDirectory(self, t.text("Choose a folder"))
        if chosen:
            self._known = (Path(chosen), *self._known)
            self.look()

    def take(self) -> None:
        """Take the chosen one."""
        one = self.list.chosen
        if isinstance(one, FoundBackup):
            self.accept()
            self.chosen.emit(one.found.path)

    def _complain(self, error: KnownError) -> None:
        self.refuse(self._stage.speech.sentence(error))


def _in(house: House, folder: Path) -> list[Found]:
    try:
        return house.backups_in(folder)
    except KnownError:
        return []  # a drive that was pulled while it was read: it is no longer in the list
