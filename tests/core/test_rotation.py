"""Which copies stay: a property test beside a plain count, and the rules one by one."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.rotation import Copy, Keep, keep_from, kept

TODAY = date(2026, 11, 27)
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


def copy(days_ago: float, branch: str = "one", sequence: int = 1) -> Copy:
    at = NOON - timedelta(days=days_ago)
    return Copy(
        name=f"{branch}-{at:%Y%m%dT%H%M%S}-{sequence}", at=at, branch=branch, sequence=sequence
    )


def test_a_copy_each_day_for_three_years_leaves_days_weeks_months_and_closed_years() -> None:
    copies = [copy(n) for n in range(3 * 366)]
    staying = kept(copies, Keep(), today=TODAY)
    days = sorted({one.at.date() for one in copies if one.name in staying}, reverse=True)
    assert days[:7] == [TODAY - timedelta(days=n) for n in range(7)]
    assert date(2025, 12, 31) in days, "a closed year stays for ever"
    assert date(2024, 12, 31) in days
    assert date(2026, 10, 31) in days, "the last of a month"
    assert len(days) <= 7 + 4 + 12 + 3


def test_of_one_day_the_newest_stays_and_three_at_least() -> None:
    copies = [copy(n / 24) for n in range(8)]
    assert kept(copies, Keep(), today=TODAY) == {one.name for one in copies[:3]}
    assert kept(copies[:2], Keep(daily=0, weekly=0, monthly=1), today=TODAY) == {
        one.name for one in copies[:2]
    }


def test_the_newest_of_a_branch_stays_however_old() -> None:
    old = [copy(500 + n, branch="before") for n in range(3)]
    new = [copy(n) for n in range(30)]
    assert old[0].name in kept([*old, *new], Keep(), today=TODAY)


def test_a_rule_that_keeps_nothing_is_refused() -> None:
    for text in ("0/0/0", "", "7/4", "a/b/c", "-1/2/3", "7/4/99999", "７/４/１２"):
        with pytest.raises(KnownError):
            keep_from(text)
    assert keep_from(" 7 / 4 / 12 ") == Keep()
    assert Keep().text == "7/4/12"


ages = st.lists(st.floats(min_value=0, max_value=2000), min_size=0, max_size=60)
keeps = st.tuples(*(st.integers(0, 9),) * 3).filter(any)


@given(ages=ages, keep=keeps, branches=st.integers(1, 3))
def test_what_stays_is_what_a_plain_count_says(
    ages: list[float], keep: tuple[int, int, int], branches: int
) -> None:
    copies = [copy(age, branch=str(n % branches), sequence=n) for n, age in enumerate(ages)]
    rule = Keep(daily=keep[0], weekly=keep[1], monthly=keep[2])
    staying = kept(copies, rule, today=TODAY)
    ordered = sorted(copies, key=lambda one: (one.at, one.sequence, one.name), reverse=True)
    wanted = {one.name for one in ordered[:3]}
    spans = (
        (lambda one: one.at.date(), rule.daily),
        (lambda one: one.at.isocalendar()[:2], rule.weekly),
        (lambda one: (one.at.year, one.at.month), rule.monthly),
        (lambda one: one.branch, branches),
    )
    for span, count in spans:
        seen: list[object] = []
        for one in ordered:
            if span(one) not in seen:
                seen.append(span(one))
                if len(seen) <= count:
                    wanted.add(one.name)
    for year in {one.at.year for one in ordered if one.at.year < TODAY.year}:
        wanted.add(next(one.name for one in ordered if one.at.year == year))
    assert staying == wanted
    assert len(staying) >= min(3, len(copies))


@given(ages=ages)
def test_taking_away_what_may_go_changes_nothing_of_what_stays(ages: list[float]) -> None:
    copies = [copy(age, sequence=n) for n, age in enumerate(ages)]
    staying = kept(copies, Keep(), today=TODAY)
    left = [one for one in copies if one.name in staying]
    assert kept(left, Keep(), today=TODAY) == staying
