"""The office's plan for its copies: where they go, when one is due, how old is too old."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.rotation import Keep, keep_from
from ledgerdesk.core.texts import clean

HOME = "home"
"""The place of the copies that lie beside the book itself; they save from mistakes, not from a
lost PC, and so they never count for how old the last backup is."""
FOLDER = "LedgerDesk"
"""What the folder of the copies is called on a stick; it is made where the stick is there."""
PLAN = "backup.plan"
PLACES = "backup.places"
MAX_NAME_CHARACTERS = 24
MAX_FOLDER_CHARACTERS = 400
MAX_KEEPER_CHARACTERS = 60
MOST_PLACES = 12
AMBER_DAYS, RED_DAYS = 1, 3
EVERY_RANGE = range(10, 100_001)
NAMES = "ABCDEFGHJKLM"
"""What sticks are called when nobody says otherwise; I is left out, it looks like a 1."""
_TIME_FORMAT = "%H:%M"


class PlaceKind(StrEnum):
    """What holds copies: a stick that comes and goes, another disk, a folder that is synced."""

    STICK = "stick"
    DISK = "disk"
    FOLDER = "folder"


class Age(StrEnum):
    """How old the last proved copy off this PC is: of today, a day or more, three days or more."""

    FINE = "fine"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where copies go: `pub` stands in the mark on the medium; a stick's folder is not fixed."""

    pub: str
    kind: PlaceKind
    name: str
    folder: str = ""

    def to_json(self) -> dict[str, str]:
        """Give the place as it is kept."""
        return {"folder": self.folder, "kind": self.kind, "name": self.name, "pub": self.pub}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """When copies are made by themselves, how long they stay, and whose duty they are.

    `every` counts entries of the log, 0 is never; `at` is a time of the office's day, or None.
    """

    keeper: str = ""
    on_close: bool = True
    on_exit: bool = True
    every: int = 0
    at: time | None = None
    keep: Keep = field(default_factory=Keep)

    def to_json(self) -> dict[str, object]:
        """Give the plan as it is kept."""
        return {
            "at": "" if self.at is None else self.at.strftime(_TIME_FORMAT),
            "every": self.every,
            "keep": self.keep.text,
            "keeper": self.keeper,
            "on_close": self.on_close,
            "on_exit": self.on_exit,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceStanding:
    """A place with the moment of the last proved copy there (office time)."""

    place: Place
    last: datetime | None


def plan_from(settings: Mapping[str, Any]) -> Plan:
    """Read the plan out of the settings; what is missing or strange keeps its default."""
    kept = settings.get(PLAN)
    record = kept if isinstance(kept, dict) else {}
    standard = Plan()
    every = record.get("every", standard.every)
    return Plan(
        keeper=str(record.get("keeper", "")),
        on_close=record.get("on_close", standard.on_close) is True,
        on_exit=record.get("on_exit", standard.on_exit) is True,
        every=every if isinstance(every, int) and every in EVERY_RANGE else 0,
        at=read_time(str(record.get("at", ""))),
        keep=keep_from(str(record.get("keep", standard.keep.text))),
    )


def read_time(text: str) -> time | None:
    """Read `18:30`; None for an empty one. Raises `bad_value` (field `at`)."""
    plain = text.strip().replace("：", ":")
    if not plain:
        return None
    try:
        return datetime.strptime(plain, _TIME_FORMAT).time()  # noqa: DTZ007 - a time of any day
    except ValueError:
        raise KnownError(Code.BAD_VALUE, field="at", reason="time_form") from None


def cleaned(plan: Plan) -> Plan:
    """Tidy a plan somebody typed; raises `bad_value` with the field at fault."""
    if plan.every and plan.every not in EVERY_RANGE:
        raise KnownError(
            Code.BAD_VALUE,
            field="every",
            reason="every_range",
            least=EVERY_RANGE.start,
            most=EVERY_RANGE.stop - 1,
        )
    keeper = clean(plan.keeper, field="keeper", max_length=MAX_KEEPER_CHARACTERS)
    return replace(plan, keeper=keeper)


def places_from(settings: Mapping[str, Any]) -> tuple[Place, ...]:
    """Read the places out of the settings, in the order they were named."""
    kept = settings.get(PLACES)
    return tuple(
        Place(
            pub=str(one["pub"]),
            kind=PlaceKind(one["kind"]),
            name=str(one["name"]),
            folder=str(one["folder"]),
        )
        for one in (kept if isinstance(kept, list) else [])
    )


def new_place(known: Sequence[Place], place: Place) -> Place:
    """Tidy a new place; raises `bad_value` (field `name`), `exists` for a name that is taken."""
    name = clean(place.name, field="name", max_length=MAX_NAME_CHARACTERS)
    if not name:
        raise KnownError(Code.BAD_VALUE, field="name", reason="required")
    if any(one.name.casefold() == name.casefold() for one in known):
        raise KnownError(Code.EXISTS, part="place", field="name")
    if len(known) >= MOST_PLACES:
        raise KnownError(Code.BAD_VALUE, field="name", reason="too_many_places", most=MOST_PLACES)
    folder = clean(place.folder, field="folder", max_length=MAX_FOLDER_CHARACTERS)
    return replace(place, name=name, folder=folder)


def free_name(known: Sequence[Place]) -> str:
    """Propose the next letter for a stick."""
    taken = {one.name.casefold() for one in known}
    return next((one for one in NAMES if one.casefold() not in taken), "")


def due_stick(places: Sequence[PlaceStanding]) -> Place | None:
    """Tell which stick is due: the one whose last copy is oldest, a new one before all."""
    sticks = [one for one in places if one.place.kind is PlaceKind.STICK]
    if not sticks:
        return None
    used = [(one.last, place) for place, one in enumerate(sticks) if one.last is not None]
    unused = [place for place, one in enumerate(sticks) if one.last is None]
    return sticks[unused[0] if unused else min(used)[1]].place


def age_of(last: date | None, today: date) -> Age:
    """Judge the day of the last proved copy off this PC; none at all is red."""
    if last is None:
        return Age.RED
    days = (today - last).days
    return Age.RED if days >= RED_DAYS else Age.AMBER if days >= AMBER_DAYS else Age.FINE


def is_due(plan: Plan, *, last: datetime | None, now: datetime, changes: int) -> bool:
    """Tell whether the plan asks for a copy by now; a book nobody changed since needs none.

    `last` is the last proved copy of any place and `changes` the entries of the log since;
    both moments are office time.
    """
    if changes <= 0:
        return False
    if last is None or (plan.every and changes >= plan.every):
        return True
    if plan.at is not None:
        struck = now.replace(hour=plan.at.hour, minute=plan.at.minute, second=0, microsecond=0)
        if last < struck <= now:
            return True
    return age_of(last.date(), now.date()) is not Age.FINE
