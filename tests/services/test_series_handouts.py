"""Ranges of numbers go out to one person at a time, come back with what is left, and run short."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlcipher3 import dbapi2 as engine
from tests.services.about_series import DEPOSITS, TO_LI, hand_out
from tests.support.still_office import A5, StillOffice, desk_of, issue, trade

from ledgerdesk.bootstrap import Ledger, wish_for
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.handouts import are_few
from ledgerdesk.core.receipts import Paper
from ledgerdesk.core.series import preview, runs_short

TODAY = date(2026, 11, 23)


def refusal(work: Callable[[], object]) -> KnownError:
    with pytest.raises(KnownError) as caught:
        work()
    assert caught.value.code is Code.BAD_VALUE
    return caught.value


def test_what_is_used_of_a_range_is_no_longer_left(ledger: Ledger) -> None:
    made = ledger.series.hand_out(replace(TO_LI, first="1", last="SJ2026-000040")).value
    assert (made.first, made.last, made.count) == ("SJ2026-000001", "SJ2026-000040", 40)
    assert (made.left, made.few_left, made.is_open) == (40, False, True)

    for n in range(31):
        issue(ledger, trade("张三", n + 1), A5)

    (now,) = ledger.series.register("SJ")
    assert (now.person, now.handed_on, now.left) == ("小李", TO_LI.on, 9)
    assert now.few_left
    assert [(one.series, one.person, one.left) for one in ledger.series.running_out()] == [
        ("SJ", "小李", 9)
    ]


def test_a_return_says_what_nobody_used_and_that_goes_out_again(ledger: Ledger) -> None:
    pub = hand_out(ledger).pub
    back = ledger.series.take_back(pub, first_unused="61", on=TODAY).value

    assert (back.first_unused, back.returned_on, back.left) == ("SJ2026-000061", TODAY, 0)
    assert refusal(lambda: hand_out(ledger)).details["reason"] == "used_in_hands"
    again = ledger.series.hand_out(replace(TO_LI, first="61", person="小王")).value
    assert [one.person for one in ledger.series.register()] == ["小王", "小李"]
    whole = ledger.series.take_back(again.pub, first_unused=None, on=TODAY).value
    assert (whole.first_unused, whole.is_open) == ("", False)
    assert ledger.audit.check().ok


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"first": ""}, "from"),
        ({"last": " "}, "to"),
        ({"first": "喵"}, "from"),
        ({"last": "SJ2026-50"}, "to"),
        ({"first": "100", "last": "51"}, "to"),
        ({"first": "SJ2025-000001"}, "to"),  # of another period than its end
        ({"first": "100", "last": "120"}, "from"),  # somebody has the 100
        ({"first": "1", "last": "51"}, "from"),
        ({"first": "1", "last": "5000"}, "from"),
        ({"first": "101", "last": "110", "person": " "}, "person"),
        ({"first": "101", "last": "110", "person": "李" * 41}, "person"),
        ({"first": "101", "last": "110", "on": date(2027, 1, 1)}, "on"),
        ({"series": "XX"}, "series"),
    ],
)
def test_a_hand_out_that_cannot_be_is_refused_at_its_field(
    ledger: Ledger, change: dict[str, object], field: str
) -> None:
    hand_out(ledger)

    draft = replace(TO_LI, **change)  # type: ignore[arg-type] # each value stands under its own name
    assert refusal(lambda: ledger.series.hand_out(draft)).field == field
    assert len(ledger.series.register()) == 1


@pytest.mark.parametrize(
    ("unused", "on", "field"),
    [
        ("50", TODAY, "first_unused"),
        ("102", TODAY, "first_unused"),
        ("SJ2025-000060", TODAY, "first_unused"),
        ("喵", TODAY, "first_unused"),
        ("", TODAY, "first_unused"),
        ("60", date(2026, 11, 19), "on"),
        ("60", date(2027, 1, 1), "on"),
    ],
)
def test_a_return_that_cannot_be_is_refused_at_its_field(
    ledger: Ledger, unused: str, on: date, field: str
) -> None:
    pub = hand_out(ledger).pub

    error = refusal(lambda: ledger.series.take_back(pub, first_unused=unused, on=on))
    assert error.field == field
    assert ledger.series.register()[0].is_open


def test_a_number_with_a_receipt_is_not_unused(ledger: Ledger) -> None:
    pub = ledger.series.hand_out(replace(TO_LI, first="1", last="20")).value.pub
    numbers = [issue(ledger, trade("张三", n + 1), A5).number for n in range(3)]

    error = refusal(lambda: ledger.series.take_back(pub, first_unused="3", on=TODAY))
    assert (error.details["reason"], error.details["last"]) == ("was_used", numbers[-1])
    back = ledger.series.take_back(pub, first_unused="SJ2026-000004", on=TODAY).value
    assert back.first_unused == "SJ2026-000004"


def test_what_came_back_does_not_come_back_again(ledger: Ledger) -> None:
    pub = hand_out(ledger).pub
    ledger.series.take_back(pub, first_unused=None, on=TODAY)

    for known in (pub, "0" * 16):
        with pytest.raises(KnownError) as caught:
            ledger.series.take_back(known, first_unused=None, on=TODAY)
        assert caught.value.field == "handout"


def test_each_series_has_its_own_register_and_a_retired_one_hands_nothing_out(
    ledger: Ledger,
) -> None:
    ledger.series.add(DEPOSITS)
    hand_out(ledger)
    ledger.series.hand_out(replace(TO_LI, series="YJ"))
    assert [one.first for one in ledger.series.register("YJ")] == ["YJ2026-0051"]

    ledger.series.change("YJ", active=False)
    draft = replace(TO_LI, series="YJ", first="200", last="300")
    assert refusal(lambda: ledger.series.hand_out(draft)).field == "series"


def test_raw_sql_gives_no_number_to_two_people(ledger: Ledger) -> None:
    hand_out(ledger)
    columns = "pub, salt, series_id, period, first_seq, last_seq, person, handed_on, noted_at"
    for values in (
        "1, '2026', 100, 120, '小王', '2026-11-23', 'x', 1, NULL",  # somebody has the 100
        "1, '2026', 60, 99, '小李', '2026-11-23', 'x', 1, 1",  # came back with another end
    ):
        with (
            pytest.raises(engine.IntegrityError, match=r"somebody has|not what was handed"),
            desk_of(ledger).database.write() as tx,
        ):
            tx.run(
                f"INSERT INTO series_handout ({columns}, staff_id, returns_id)"
                f" VALUES ('00000000000000ff', zeroblob(16), {values})"
            )


def test_the_zeros_of_a_series_run_short(office: StillOffice) -> None:
    with office.opened() as ledger:
        ledger.series.add(replace(DEPOSITS, first_number=9_949))
        assert ledger.series.running_out() == ()
        issue(ledger, trade("张三", 1), wish_for(Paper.A5, series="YJ"))
        issue(ledger, trade("张三", 2), wish_for(Paper.A5, series="YJ"))

        (short,) = ledger.series.running_out()
        assert (short.series, short.title, short.left, short.person) == ("YJ", "押金", 49, "")
        ledger.series.change("YJ", active=False)
        assert ledger.series.running_out() == ()


def test_a_run_far_above_the_last_number_is_counted_and_not_listed(ledger: Ledger) -> None:
    issue(ledger)
    found = ledger.series.continuity("SJ", "1", "999999")
    assert (found.issued, found.missing, found.undrawn) == (1, (), 999_998)


@pytest.mark.parametrize(
    ("left", "count", "few"),
    [(50, 9_999, False), (49, 9_999, True), (10, 40, False), (9, 40, True), (24, 500, True),
     (25, 500, False), (0, 3, True)],
)  # fmt: skip
def test_few_are_fewer_than_fifty_or_five_in_a_hundred_and_ten_at_least(
    *, left: int, count: int, few: bool
) -> None:
    assert are_few(left, count) is few


def test_zeros_that_are_used_up_are_no_warning_any_more() -> None:
    assert [runs_short("A{0000}", last) for last in (9_949, 9_950, 9_999, 10_000)] == [
        False, True, True, False,
    ]  # fmt: skip


def test_the_next_three_numbers_are_shown_before_there_are_any() -> None:
    assert preview("YJ{yy}{mm}-{0000}", TODAY, 9_998) == ("YJ2611-9998", "YJ2611-9999",
                                                          "YJ2611-10000")  # fmt: skip
