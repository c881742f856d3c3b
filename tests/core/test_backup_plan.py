"""When a copy is due, which stick is, and how old is too old."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from ledgerdesk.core.backup_plan import (
    Age,
    Place,
    PlaceKind,
    PlaceStanding,
    Plan,
    age_of,
    cleaned,
    due_stick,
    free_name,
    is_due,
    new_place,
    places_from,
    plan_from,
    read_time,
)
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.rotation import Keep

NOW = datetime(2026, 11, 27, 19, tzinfo=UTC)
QUIET = Plan(on_close=False, on_exit=False)


def stick(name: str, kind: PlaceKind = PlaceKind.STICK) -> Place:
    return Place(pub=name.encode().hex().rjust(16, "0"), kind=kind, name=name)


def standing(name: str, hours_ago: float | None) -> PlaceStanding:
    last = None if hours_ago is None else NOW - timedelta(hours=hours_ago)
    return PlaceStanding(place=stick(name), last=last)


def field_of(work: Callable[[], object]) -> str | None:
    with pytest.raises(KnownError) as caught:
        work()
    return caught.value.field


def test_a_plan_comes_back_as_it_was_kept() -> None:
    plan = Plan(keeper="芳芳", on_exit=False, every=50, at=time(18, 30), keep=Keep(daily=3))
    assert plan_from({"backup.plan": plan.to_json()}) == plan
    assert plan_from({}) == Plan()
    assert plan_from({"backup.plan": {"every": 3, "at": ""}}).every == 0


def test_places_come_back_in_their_order() -> None:
    places = (stick("A"), replace(stick("第二块硬盘", PlaceKind.DISK), folder="/mnt/d"))
    assert places_from({"backup.places": [one.to_json() for one in places]}) == places


def test_what_cannot_be_is_said_at_its_field() -> None:
    assert field_of(lambda: cleaned(replace(QUIET, every=5))) == "every"
    assert field_of(lambda: read_time("25:00")) == "at"
    assert field_of(lambda: new_place([], stick(" "))) == "name"
    assert field_of(lambda: new_place([stick("a")], stick("A"))) == "name"
    many = [stick(f"n{n}") for n in range(12)]
    assert field_of(lambda: new_place(many, stick("A"))) == "name"
    assert read_time("18：30") == time(18, 30)
    assert read_time("  ") is None


def test_the_stick_whose_copy_is_oldest_is_due_and_a_new_one_first() -> None:
    assert due_stick([]) is None
    disk = PlaceStanding(place=stick("D", PlaceKind.DISK), last=None)
    assert due_stick([disk]) is None
    pair = [standing("A", 2), standing("B", 26), disk]
    assert due_stick(pair) == stick("B")
    assert due_stick([*pair, standing("C", None)]) == stick("C")


def test_the_next_letter_is_proposed() -> None:
    assert free_name([]) == "A"
    assert free_name([stick("a"), stick("B")]) == "C"


@pytest.mark.parametrize(
    ("days", "age"),
    [(0, Age.FINE), (1, Age.AMBER), (2, Age.AMBER), (3, Age.RED), (400, Age.RED), (-1, Age.FINE)],
)
def test_amber_after_a_day_red_after_three(days: int, age: Age) -> None:
    today = date(2026, 11, 27)
    assert age_of(today - timedelta(days=days), today) is age
    assert age_of(None, today) is Age.RED


def due(plan: Plan, hours_ago: float | None, changes: int = 1) -> bool:
    last = None if hours_ago is None else NOW - timedelta(hours=hours_ago)
    return is_due(plan, last=last, now=NOW, changes=changes)


def test_a_copy_is_due_when_the_plan_says_so_and_something_changed() -> None:
    assert due(QUIET, None)
    assert not due(QUIET, None, changes=0)
    assert not due(QUIET, 1)
    assert due(QUIET, 20), "of yesterday"
    assert not due(QUIET, 400, changes=0)
    often = replace(QUIET, every=50)
    assert not due(often, 1, changes=49)
    assert due(often, 1, changes=50)
    evening = replace(QUIET, at=time(18))
    assert due(evening, 2), "18:00 has struck since"
    assert not due(evening, 0.5), "copied after 18:00"
    assert not due(replace(QUIET, at=time(20)), 2), "20:00 is still to come"


def test_errors_have_codes() -> None:
    with pytest.raises(KnownError) as caught:
        new_place([stick("A")], stick("A"))
    assert caught.value.code is Code.EXISTS
