"""Ids sort as time does, a day is a range of ids, and closed days stay closed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerdesk.core.business_day import business_day, clock_runs_ahead, is_closed
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.moments import restored, stored
from ledgerdesk.core.pubs import RANDOM_BITS, number_of, pub_of, range_of_days

EARLIEST = datetime(1970, 3, 1)  # noqa: DTZ001 - the strategy adds the zone itself
LATEST = datetime(2108, 1, 1)  # noqa: DTZ001 - the strategy adds the zone itself
MOMENTS = st.datetimes(EARLIEST, LATEST, timezones=st.just(UTC))


def milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


@given(MOMENTS, MOMENTS, st.integers(0, (1 << RANDOM_BITS) - 1))
def test_a_later_id_sorts_later(one: datetime, other: datetime, chance: int) -> None:
    first, second = pub_of(milliseconds(one), chance), pub_of(milliseconds(other), chance)
    assert len(first) == 16
    assert (first < second) == (milliseconds(one) < milliseconds(other))


@given(MOMENTS, st.integers(-14, 14), st.integers(-30, 30))
def test_the_range_of_a_day_holds_every_id_of_it_in_any_zone(
    moment: datetime, zone: int, shift: int
) -> None:
    local = (moment + timedelta(hours=zone)).date() + timedelta(days=shift)
    first, last = range_of_days(local, local)
    assert first <= number_of(pub_of(milliseconds(moment), 0)) <= last


def test_the_range_of_all_days_is_every_id() -> None:
    assert range_of_days(date.min, date.max) == (0, number_of(pub_of((1 << 42) - 1, 0)))


@given(st.integers(0, (1 << 63) - 1))
def test_an_id_and_its_number_are_one(number: int) -> None:
    assert number_of(f"{number:016x}") == number


@pytest.mark.parametrize(
    "text", ["", "8000000000000000", "A" * 16, "1" * 15, "1" * 17, "0x1", "１" * 16]
)
def test_what_is_no_id_is_nobodys_number(text: str) -> None:
    assert number_of(text) == -1


@pytest.mark.parametrize(("time", "chance"), [(-1, 0), (1 << 42, 0), (0, -1), (0, 1 << 21)])
def test_an_id_out_of_bounds_is_a_bug(time: int, chance: int) -> None:
    with pytest.raises(ValueError, match="42 bits"):
        pub_of(time, chance)


def test_a_taking_after_the_close_counts_in_the_next_business_day() -> None:
    today = date(2026, 11, 23)
    assert business_day(today, None) == today
    assert business_day(today, date(2026, 11, 22)) == today
    assert business_day(today, today) == date(2026, 11, 24)


def test_a_day_is_closed_by_itself_by_a_later_one_or_by_its_month() -> None:
    day, today = date(2026, 11, 20), date(2026, 11, 23)
    assert not is_closed(day, today=today, last_closed=None)
    assert not is_closed(day, today=today, last_closed=date(2026, 11, 19))
    assert is_closed(day, today=today, last_closed=day)
    assert is_closed(day, today=today, last_closed=date(2026, 11, 21))
    assert is_closed(day, today=date(2026, 12, 1), last_closed=None)
    assert is_closed(date(2026, 12, 31), today=date(2027, 1, 1), last_closed=None)


def test_a_clock_may_be_five_minutes_early_and_seven_days_late() -> None:
    last = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert not clock_runs_ahead(last - timedelta(minutes=5), last)
    assert not clock_runs_ahead(last + timedelta(days=7), last)
    assert clock_runs_ahead(last + timedelta(days=7, seconds=1), last)
    assert not clock_runs_ahead(last, None)
    with pytest.raises(KnownError) as caught:
        clock_runs_ahead(last - timedelta(minutes=5, seconds=1), last)
    assert caught.value.code is Code.CLOCK_BACK


@given(MOMENTS, MOMENTS)
def test_stored_moments_sort_as_time_and_come_back(one: datetime, other: datetime) -> None:
    assert len(stored(one)) == 24
    assert restored(stored(one)) == one.replace(microsecond=one.microsecond // 1000 * 1000)
    assert (stored(one) <= stored(other)) == (milliseconds(one) <= milliseconds(other))


def test_a_moment_without_a_zone_is_a_bug() -> None:
    with pytest.raises(ValueError, match="zone"):
        stored(datetime(2026, 11, 23))  # noqa: DTZ001 - the mistake the function refuses
