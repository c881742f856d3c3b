"""Ids rise whatever the clock does, and a still clock moves only when it is moved."""

from datetime import UTC, datetime, timedelta, timezone

from ledgerdesk.core.pubs import RANDOM_BITS
from ledgerdesk.runtime.chance import Chance
from ledgerdesk.runtime.clock import RealClock, StillClock

MOMENT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def test_ids_rise_with_a_still_clock() -> None:
    chance = Chance(StillClock(MOMENT))
    drawn = [chance.pub() for _ in range(5_000)]

    assert drawn == sorted(set(drawn))
    assert {len(pub) for pub in drawn} == {16}


def test_ids_rise_when_the_clock_goes_back() -> None:
    clock = StillClock(MOMENT)
    chance = Chance(clock)
    drawn = []
    for _ in range(500):
        drawn.append(chance.pub())
        clock.advance(timedelta(hours=-1))

    assert drawn == sorted(set(drawn))


def test_an_id_tells_the_moment_it_was_drawn() -> None:
    pub = Chance(StillClock(MOMENT)).pub()

    assert int(pub, 16) >> RANDOM_BITS == int(MOMENT.timestamp() * 1000)


def test_two_processes_draw_different_ids_at_the_same_moment() -> None:
    first, second = (Chance(StillClock(MOMENT)) for _ in range(2))

    assert {first.pub() for _ in range(8)} != {second.pub() for _ in range(8)}


def test_salts_are_16_bytes_and_differ() -> None:
    chance = Chance(StillClock(MOMENT))
    salts = {chance.salt() for _ in range(100)}

    assert len(salts) == 100
    assert {len(salt) for salt in salts} == {16}


def test_a_still_clock_stands_until_it_is_moved() -> None:
    clock = StillClock(MOMENT.astimezone(timezone(timedelta(hours=8))))
    assert clock.now() == clock.now() == MOMENT
    assert clock.now().tzinfo is UTC

    clock.advance(timedelta(minutes=-6))

    assert clock.now() == MOMENT - timedelta(minutes=6)


def test_the_real_clock_tells_aware_utc() -> None:
    before = datetime.now(UTC)
    told = RealClock().now()

    assert told.tzinfo is UTC
    assert before <= told <= datetime.now(UTC)
