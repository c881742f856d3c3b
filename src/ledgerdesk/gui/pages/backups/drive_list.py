"""The drives a copy may go to: they appear when they are plugged in, the one that is due first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ledgerdesk.core.backup_plan import FOLDER, Place, PlaceKind
from ledgerdesk.core.progress import Progress
from ledgerdesk.gui import figures, theme
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.offers import Offer
from ledgerdesk.gui.widgets.people_list import PeopleList
from ledgerdesk.gui.widgets.texts import Text
from ledgerdesk.runtime import drives
from ledgerdesk.runtime.drives import DriveSeen
from ledgerdesk.services.backup_plan import PlaceSeen, Standing

_POLL_MS = 2_000
_ROWS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A folder a copy may go to: on a drive that is plugged in, or a place of the plan.

    `last` is the last proved copy there, in office time.
    """

    folder: Path
    drive: DriveSeen | None
    seen: PlaceSeen
    last: datetime | None = None


def folder_on(drive: DriveSeen) -> Path:
    """Name the folder of the copies on a drive."""
    return drive.root / FOLDER


def looked_for(_progress: Progress) -> tuple[DriveSeen, ...]:
    """List the drives, on a thread that may wait for them."""
    return drives.drives()


class DriveList(QWidget):
    """A list one walks with arrows; `chosen` says the folder. Where nothing is, a sentence."""

    chosen = Signal(object)
    plugged = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self.choices: tuple[Choice, ...] = ()
        self._due: Place | None = None
        self._known: tuple[str, ...] = ()
        self.list = PeopleList()
        self.nothing = Text(tone="muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.label = Text(size=theme.SMALL, tone="muted")
        column.addWidget(self.label)
        column.addWidget(self.nothing)
        column.addWidget(self.list)
        self._poll = QTimer(self)
        self._poll.setInterval(_POLL_MS)
        self._poll.timeout.connect(self._look)
        self.list.activated.connect(self._take)
        self.list.clicked.connect(lambda _index: self._take())
        self.say()

    def showEvent(self, event: QShowEvent) -> None:
        """Look for what is plugged in while somebody sees it."""
        super().showEvent(event)
        self._known = drives.fingerprint()
        self._poll.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Look no more."""
        super().hideEvent(event)
        self._poll.stop()

    def _look(self) -> None:
        found = drives.fingerprint()
        if found != self._known:
            self._known = found
            self.plugged.emit()

    def say(self) -> None:
        """Say every text again."""
        t = self._stage.speech
        self.label.setText(t.text("Sticks and disks"))
        self.list.setAccessibleName(t.text("Sticks and disks"))
        self.nothing.setText(
            t.text("No stick is plugged in. Plug one in; it appears here by itself.")
        )
        self._show()

    def show_choices(self, choices: Sequence[Choice], standing: Standing | None) -> None:
        """Show what is there; what is due comes first, and is chosen where nothing was."""
        self._due = None if standing is None else standing.due
        before = self.chosen_folder
        self.choices = tuple(sorted(choices, key=self._order))
        self._show()
        folders = [one.folder for one in self.choices]
        if before in folders:
            self.list.choose(folders.index(before))

    @property
    def chosen_folder(self) -> Path | None:
        """Give the folder that is chosen."""
        one = self.list.chosen
        return one.folder if isinstance(one, Choice) else None

    def choice_of(self, folder: Path | None) -> Choice | None:
        """Find what is known of a folder."""
        return next((one for one in self.choices if one.folder == folder), None)

    def forget(self) -> None:
        """Leave nothing of the book here."""
        self.show_choices((), None)

    def _order(self, one: Choice) -> tuple[bool, bool, bool, str]:
        place = one.seen.place
        is_due = place is not None and place == self._due
        return not is_due, place is None, not (one.drive and one.drive.removable), str(one.folder)

    def _show(self) -> None:
        self.list.show_offers([self._offer(one) for one in self.choices])
        rows = min(len(self.choices), _ROWS)
        self.list.setFixedHeight(rows * theme.TWO_LINE_ROW + 2)
        self.list.setVisible(bool(rows))
        self.nothing.setVisible(not rows)

    def _offer(self, one: Choice) -> Offer:
        t, place, drive = self._stage.speech, one.seen.place, one.drive
        title = str(one.folder) if drive is None else f"{drive.label}  ·  {drive.root}"
        if place is not None:
            title = f"{self.named(place)}  ·  {title}"
        facts = []
        if drive is not None:
            facts = [
                t.text("{size} free", size=figures.file_size(drive.free_bytes)),
                drive.system.upper(),
            ]
            if drive.read_only:
                facts.append(t.text("write-protected"))
        if one.last is not None:
            at = figures.exact_moment(t, one.last, self._stage.today())
            facts.append(t.text("last copy {moment}", moment=at))
        return Offer(
            value=one, title=title, below=" · ".join(facts), right=self._remark(one, place)
        )

    def named(self, place: Place) -> str:
        """Say what a place is called, with its kind."""
        t = self._stage.speech
        words = {
            PlaceKind.STICK: t.text("Stick {name}", name=place.name),
            PlaceKind.DISK: t.text("Disk {name}", name=place.name),
            PlaceKind.FOLDER: t.text("Folder {name}", name=place.name),
        }
        return words[place.kind]

    def _remark(self, one: Choice, place: Place | None) -> str:
        t = self._stage.speech
        if one.seen.is_foreign:
            return t.text("belongs to another book")
        if place is not None and place == self._due:
            return t.text("its turn")
        return "" if place is not None else t.text("not named yet")

    def _take(self) -> None:
        folder = self.chosen_folder
        if folder is not None:
            self.chosen.emit(folder)
