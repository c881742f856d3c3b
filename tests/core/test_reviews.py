"""States, steps, and what asks for a second look."""

from datetime import date, time

import pytest

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.reviews import (
    AMOUNT,
    BACK_DATED,
    FIRST,
    HOURS,
    STEPS,
    VOIDS,
    Cause,
    Rules,
    State,
    Step,
    causes_of,
    moved,
    rules_from,
)
from ledgerdesk.core.staff import PERMISSIONS, Role

TODAY = date(2026, 11, 26)


def test_the_steps_are_these_and_no_others() -> None:
    made = {(state, step): move.to for (state, step), move in STEPS.items()}

    assert made == {
        (State.DRAFT, Step.POST): State.REVIEWED,
        (State.DRAFT, Step.POST_ASKED): State.WAITING,
        (State.WAITING, Step.PASS): State.REVIEWED,
        (State.WAITING, Step.RETURN): State.RETURNED,
        (State.WAITING, Step.VOID): State.VOIDED,
        (State.WAITING, Step.REVERSE): State.VOIDED,
        (State.REVIEWED, Step.VOID): State.VOIDED,
        (State.REVIEWED, Step.REVERSE): State.VOIDED,
        (State.RETURNED, Step.VOID): State.VOIDED,
        (State.RETURNED, Step.REVERSE): State.VOIDED,
    }


def test_there_is_no_way_from_what_was_taken_back() -> None:
    for step in Step:
        with pytest.raises(KnownError) as refusal:
            moved(State.VOIDED, step)
        assert refusal.value.code is Code.BAD_VALUE


def test_a_verdict_is_for_seniors() -> None:
    action = moved(State.WAITING, Step.PASS).action

    assert set(PERMISSIONS[action]) == {Role.OWNER, Role.SUPERVISOR}


@pytest.mark.parametrize(
    ("amount", "day", "at", "expected"),
    [
        (99_999, TODAY, time(9), ()),
        (100_000, TODAY, time(9), (Cause.AMOUNT,)),
        (1, date(2026, 11, 25), time(9), (Cause.BACK_DATED,)),
        (1, TODAY, time(8, 29), (Cause.HOURS,)),
        (1, TODAY, time(8, 30), ()),
        (1, TODAY, time(18, 1), (Cause.HOURS,)),
        (
            100_000,
            date(2026, 1, 1),
            time(23),
            (Cause.AMOUNT, Cause.BACK_DATED, Cause.HOURS),
        ),
    ],
)
def test_the_rules_say_why(amount: int, day: date, at: time, expected: tuple[Cause, ...]) -> None:
    rules = rules_from({AMOUNT: "1,000.00", BACK_DATED: "on", HOURS: "08:30-18:00"})

    found = causes_of(rules, amount_fen=amount, traded_on=day, today=TODAY, at=at)

    assert found == expected


def test_no_rule_asks_for_nothing() -> None:
    assert rules_from({}) == Rules()
    assert (
        causes_of(Rules(), amount_fen=10**9, traded_on=date(2020, 1, 1), today=TODAY, at=time(3))
        == ()
    )


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        (AMOUNT, "viel", "not_a_number"),
        (AMOUNT, "-5", "negative"),
        (VOIDS, "maybe", "unknown"),
        (HOURS, "18:00-08:00", "hours"),
        (HOURS, "8 bis 18", "hours"),
        (HOURS, "08:30", "hours"),
        (FIRST, "amount,void", "unknown"),
        (FIRST, "x", "unknown"),
    ],
)
def test_a_rule_nobody_can_follow_is_refused_by_its_name(
    name: str, value: str, reason: str
) -> None:
    with pytest.raises(KnownError) as refusal:
        rules_from({name: value})

    assert refusal.value.field == name
    assert refusal.value.details["reason"] == reason


def test_hours_are_read_as_an_input_method_types_them() -> None:
    assert rules_from({HOURS: "08：30—18：00"}).hours == (time(8, 30), time(18))
