"""C-16, reduced: the delay grows, outlives the process, and never locks anybody out."""

import json
from pathlib import Path

import pytest
from tests.vault.vaults import refused

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.vault.throttle import DELAYS, Throttle


class Pc:
    """A PC whose seconds since it was switched on are set by hand."""

    def __init__(self, folder: Path) -> None:
        self.seconds = 1000.0
        self.places = (folder / "vault" / "throttle.json", folder / "user" / "throttle.json")

    def throttle(self) -> Throttle:
        """Start a process anew: all it knows lies in the files."""
        return Throttle(self.places, monotonic=lambda: self.seconds)

    def fail(self) -> None:
        with (
            pytest.raises(KnownError) as caught,
            self.throttle().attempt(),
        ):
            raise KnownError(Code.WRONG_PASSWORD)
        assert caught.value.code is Code.WRONG_PASSWORD


@pytest.fixture
def pc(tmp_path: Path) -> Pc:
    return Pc(tmp_path)


def attempt(throttle: Throttle) -> None:
    with throttle.attempt():
        pass


def test_twenty_wrong_passwords_wait_as_designed_in_a_process_each(pc: Pc) -> None:
    waits = []
    for _ in range(20):
        pc.fail()
        wait = pc.throttle().retry_after()
        waits.append(wait)
        pc.seconds += wait

    assert waits == [*DELAYS, *[30] * 11]


def test_a_try_too_early_is_refused_with_the_seconds_left_and_not_counted(pc: Pc) -> None:
    for _ in range(3):
        pc.fail()
    pc.fail()
    pc.seconds += 0.4

    problem = refused(attempt, pc.throttle())

    assert (problem.code, problem.details["retry_after"]) == (Code.THROTTLED, 1)
    assert pc.throttle().failures() == 4


def test_the_right_password_ends_the_count_and_is_told_how_many_were_wrong(pc: Pc) -> None:
    pc.fail()
    pc.fail()

    with pc.throttle().attempt() as wrong_before:
        assert wrong_before == 2

    assert pc.throttle().failures() == 0


def test_a_process_ended_before_the_answer_has_been_counted(pc: Pc) -> None:
    context = pc.throttle().attempt()
    context.__enter__()

    assert pc.throttle().failures() == 1


@pytest.mark.parametrize("problem", [KnownError(Code.KEYS_DAMAGED), RuntimeError("bug")])
def test_what_is_no_wrong_password_is_not_counted(pc: Pc, problem: Exception) -> None:
    pc.fail()

    with pytest.raises(type(problem)), pc.throttle().attempt():
        raise problem

    assert pc.throttle().failures() == 1


def test_a_pc_switched_on_since_then_does_not_wait(pc: Pc) -> None:
    for _ in range(3):
        pc.fail()
    pc.fail()
    pc.seconds = 12.0

    attempt(pc.throttle())

    assert pc.throttle().failures() == 0


@pytest.mark.parametrize("seconds", [0.0, 1e3, 1e9, 1e18])
def test_no_clock_makes_anybody_wait_longer_than_half_a_minute(pc: Pc, seconds: float) -> None:
    for _ in range(9):
        pc.fail()
        pc.seconds += 60
    pc.seconds = seconds

    assert pc.throttle().retry_after() <= 30


@pytest.mark.parametrize("place", [0, 1])
def test_the_larger_count_holds_where_one_place_was_lost(pc: Pc, place: int) -> None:
    for _ in range(4):
        pc.fail()
        pc.seconds += 60
    pc.places[place].unlink()

    assert pc.throttle().failures() == 4


@pytest.mark.parametrize(
    "text", ["", "{}", "null", '{"at_ms":0,"count":-1,"format":1}', "[" * 90_000, '{"count":1e9}']
)
def test_nonsense_counts_as_zero_and_is_said(pc: Pc, text: str) -> None:
    pc.fail()
    for path in pc.places:
        path.write_text(text)
    throttle = pc.throttle()

    assert throttle.failures() == 0
    assert throttle.damaged


def test_the_file_holds_no_name_and_no_time_of_day(pc: Pc) -> None:
    pc.fail()

    assert json.loads(pc.places[0].read_bytes()) == {"at_ms": 1_000_000, "count": 1, "format": 1}


def test_a_place_that_cannot_be_written_keeps_nobody_out(pc: Pc, tmp_path: Path) -> None:
    blocker = tmp_path / "a file, not a folder"
    blocker.write_text("")
    throttle = Throttle((blocker / "throttle.json",), monotonic=lambda: 5.0)

    attempt(throttle)

    assert throttle.unwritten
