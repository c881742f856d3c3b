"""The office's plan for its copies: places, times, whose duty, and how it stands with them."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from ledgerdesk.backup.drive import Drive
from ledgerdesk.backup.mark import Mark, read_mark, write_mark
from ledgerdesk.core import backup_plan
from ledgerdesk.core.backup_plan import (
    HOME,
    PLACES,
    PLAN,
    Age,
    Place,
    PlaceKind,
    PlaceStanding,
    Plan,
    age_of,
    due_stick,
    places_from,
    plan_from,
)
from ledgerdesk.core.changes import Changes, Done
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.runtime.paths import is_inside
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.services.steps.setting_rows import write_setting
from ledgerdesk.storage import audit, backups, book

LOOK, CHANGE, NAME = "backups.list", "backups.change_plan", "backups.name_place"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How it stands with the copies, in office time.

    `away` is the last proved copy off this PC and `home` the last beside the book; `changes`
    counts the log's entries since the last of them all.
    """

    plan: Plan
    places: tuple[PlaceStanding, ...]
    away: datetime | None
    home: datetime | None
    changes: int
    today: date
    now: datetime

    @property
    def age(self) -> Age:
        """Judge how old the last copy off this PC is."""
        return age_of(None if self.away is None else self.away.date(), self.today)

    @property
    def due(self) -> Place | None:
        """Tell which stick is due."""
        return due_stick(self.places)

    @property
    def last(self) -> datetime | None:
        """Give the last proved copy of any place."""
        return max((one for one in (self.away, self.home) if one is not None), default=None)

    @property
    def is_due(self) -> bool:
        """Tell whether the plan asks for a copy by now."""
        return backup_plan.is_due(self.plan, last=self.last, now=self.now, changes=self.changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceSeen:
    """What a folder is to the plan: one of its places, somebody else's stick, or nothing yet.

    `written` is the name its mark says, whoever wrote it.
    """

    place: Place | None
    is_foreign: bool = False
    written: str = ""


class BackupPlan:
    """What an office decided about its copies."""

    def __init__(self, desk: Desk, *, drive: Drive | None = None) -> None:
        self._desk = desk
        self._drive = drive or Drive()

    def standing(self) -> Standing:
        """Tell the plan, its places with their last copies, and what is due."""
        desk = self._desk
        desk.allow(LOOK)
        now = desk.clock.now().astimezone(desk.office.zone)
        with desk.database.read() as tx:
            settings = book.settings(tx)
            rows = backups.proved(tx)
            head = audit.head(tx)

        def last(place: str) -> datetime | None:
            return next(
                (desk.local_time(one.proved_at) for one in rows if one.place == place), None
            )

        away = next((desk.local_time(one.proved_at) for one in rows if one.place != HOME), None)
        held = max((one.head_seq for one in rows), default=0)
        entries_of_copies = sum(1 for one in rows if one.head_seq >= held)
        return Standing(
            plan=plan_from(settings),
            places=tuple(
                PlaceStanding(place=one, last=last(one.pub)) for one in places_from(settings)
            ),
            away=away,
            home=last(HOME),
            changes=max(head.seq - held - entries_of_copies, 0),
            today=now.date(),
            now=now,
        )

    def change(self, plan: Plan) -> Done[Plan]:
        """Write the plan; raises `bad_value` with the field at fault."""
        self._desk.allow(CHANGE)
        wanted = backup_plan.cleaned(plan)
        with self._desk.database.read() as tx:
            known = plan_from(book.settings(tx))
        if wanted == known:
            return Done(value=wanted, changes=Changes.NOTHING)
        with self._desk.act(CHANGE) as act:
            write_setting(act, PLAN, wanted.to_json())
            act.close_entry(CHANGE)
        return Done(value=wanted, changes=Changes.SETTINGS | Changes.BACKUPS)

    def look(self, folder: Path) -> PlaceSeen:
        """Tell what a folder is to the plan; one that cannot be read is nothing."""
        self._desk.allow(LOOK)
        with self._desk.database.read() as tx:
            places = places_from(book.settings(tx))
        return self._seen(folder, places)

    def _seen(self, folder: Path, places: tuple[Place, ...]) -> PlaceSeen:
        mark = read_mark(folder)
        if mark is not None and mark.vault_id != self._desk.unlocked.vault_id:
            return PlaceSeen(place=None, is_foreign=True, written=mark.name)
        for one in places:
            if mark is not None and one.pub == mark.place:
                return PlaceSeen(place=one, written=mark.name)
            if one.kind is not PlaceKind.STICK and Path(one.folder) == folder:
                return PlaceSeen(place=one)
        return PlaceSeen(place=None, written="" if mark is None else mark.name)

    def name_place(self, folder: Path, name: str, kind: PlaceKind) -> Done[Place]:
        """Take a folder into the plan under a name, and write the name onto the medium.

        The folder is made where its drive is there. Raises `bad_value` (field `name`), `exists`
        (part `place`), `inside_vault`, `file_not_found`, `disk_full`, `read_only`, `io_failed`.
        """
        desk = self._desk
        desk.allow(NAME)
        if is_inside(folder, desk.paths.folder):
            raise KnownError(Code.INSIDE_VAULT, field="folder")
        if not folder.is_dir() and not folder.parent.is_dir():
            raise KnownError(Code.FILE_NOT_FOUND, field="folder")
        with desk.act(NAME) as act:
            known = places_from(book.settings(act.tx))
            same = self._seen(folder, known).place
            others = [one for one in known if same is None or one.pub != same.pub]
            at = "" if kind is PlaceKind.STICK else str(folder)
            pub = desk.chance.pub() if same is None else same.pub
            place = backup_plan.new_place(others, Place(pub=pub, kind=kind, name=name, folder=at))
            mark = Mark(vault_id=desk.unlocked.vault_id, place=place.pub, name=place.name)
            self._write_mark(folder, mark)
            places = [place if one.pub == place.pub else one for one in known]
            if same is None:
                places.append(place)
            told = f"{place.kind} {place.name}"
            write_setting(act, PLACES, [one.to_json() for one in places], told=told)
            act.close_entry(NAME)
        return Done(value=place, changes=Changes.BACKUPS)

    def forget_place(self, pub: str) -> Done[None]:
        """Take a place out of the plan; the copies there stay. Raises `bad_value` (`place`)."""
        with self._desk.act(CHANGE) as act:
            known = places_from(book.settings(act.tx))
            left = [one for one in known if one.pub != pub]
            if len(left) == len(known):
                raise KnownError(Code.BAD_VALUE, field="place", reason="unknown")
            (gone,) = (one for one in known if one.pub == pub)
            told = f"− {gone.kind} {gone.name}"
            write_setting(act, PLACES, [one.to_json() for one in left], told=told)
            act.close_entry(CHANGE)
        return Done(value=None, changes=Changes.BACKUPS)

    def _write_mark(self, folder: Path, mark: Mark) -> None:
        try:
            folder.mkdir(exist_ok=True)
        except OSError as fault:
            raise KnownError(Code.READ_ONLY, part="folder", field="folder") from fault
        write_mark(folder, mark, self._drive)
