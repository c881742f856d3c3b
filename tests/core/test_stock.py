"""Numbers of sheets: what follows, what lies between, what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.stock import MOST_AT_ONCE, between, clean_number, following, skipped_before


@pytest.mark.parametrize(
    ("number", "then"),
    [("A0012", "A0013"), ("0099", "0100"), ("9", "10"), ("No 2026-0999", "No 2026-1000")],
)
def test_the_next_sheet_keeps_the_width(number: str, then: str) -> None:
    assert following(number) == then


def test_a_full_width_number_is_the_same_number() -> None:
    assert clean_number("Ａ００１２ ") == "A0012"


@pytest.mark.parametrize("text", ["", "  ", "ABC", "12A", "1" * 31])
def test_what_ends_in_no_digit_is_none(text: str) -> None:
    with pytest.raises(KnownError) as refused:
        clean_number(text)
    assert refused.value.field == "sheet"


def test_both_ends_are_among_those_between() -> None:
    assert between("A08", "A11") == ("A08", "A09", "A10", "A11")
    assert between("A08", "A08") == ("A08",)
    assert len(between("1", str(MOST_AT_ONCE))) == MOST_AT_ONCE


@pytest.mark.parametrize(
    ("first", "last"), [("A08", "A07"), ("A08", "B09"), ("1", str(MOST_AT_ONCE + 1))]
)
def test_what_does_not_follow_is_refused(first: str, last: str) -> None:
    with pytest.raises(KnownError) as refused:
        between(first, last)
    assert refused.value.field == "to"


def test_only_sheets_of_one_run_are_passed_over() -> None:
    assert skipped_before("A15", "A12") == ("A12", "A13", "A14")
    assert skipped_before("A12", "A12") == skipped_before("A11", "A12") == ()
    assert skipped_before("B15", "A12") == skipped_before("A15", "") == ()


@given(st.integers(0, 10**12), st.integers(1, 15), st.integers(1, 400))
def test_going_on_one_by_one_is_going_on_at_once(value: int, width: int, by: int) -> None:
    number = f"X{value:0{width}d}"
    step = number
    for _ in range(by):
        step = following(step)
    assert step == following(number, by) == between(number, step)[-1]
