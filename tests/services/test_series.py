"""Several series run side by side, each without a hole, and none prints another one's number."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.services.about_series import DEPOSITS
from tests.support.still_office import A5, StillOffice, issue, trade

from ledgerdesk.bootstrap import Ledger, wish_for
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.receipts import Paper, Reset
from ledgerdesk.core.series import SeriesDraft, left_of

FROM_YJ = wish_for(Paper.A5, series="YJ")


def refusal(work: Callable[[], object]) -> KnownError:
    with pytest.raises(KnownError) as caught:
        work()
    return caught.value


def test_each_series_has_its_own_numbers(ledger: Ledger) -> None:
    made = ledger.series.add(replace(DEPOSITS, first_number=7)).value
    assert (made.next_number, made.left, made.is_default) == ("YJ2026-0007", 9_993, False)

    numbers = [issue(ledger, trade("张三", n), w).number for n, w in ((1, A5), (2, FROM_YJ))]
    numbers.append(issue(ledger, trade("张三", 3), FROM_YJ).number)
    numbers.append(issue(ledger, trade("张三", 4), A5).number)

    assert numbers == ["SJ2026-000001", "YJ2026-0007", "YJ2026-0008", "SJ2026-000002"]
    assert [one.next_number for one in ledger.series.every()] == ["SJ2026-000003", "YJ2026-0009"]
    assert ledger.receipts.register().missing == ()
    assert ledger.audit.check().ok


def test_what_follows_a_receipt_stays_in_its_series(ledger: Ledger) -> None:
    ledger.series.add(DEPOSITS)
    first = issue(ledger, trade("张三", 1_000), FROM_YJ).number
    again = ledger.receipts.void_spoiled(first, reason="卡纸", wish=A5).value.reissued
    assert again is not None
    red = ledger.receipts.reverse(again.number, reason="退", wish=A5).value

    assert (again.number, red.number) == ("YJ2026-0002", "YJ2026-0003")


def test_a_retired_series_gives_no_number_but_its_red_ones(ledger: Ledger) -> None:
    ledger.series.add(DEPOSITS)
    first = issue(ledger, trade("张三", 1_000), FROM_YJ).number
    assert not ledger.series.change("YJ", active=False).value.is_active

    assert refusal(lambda: issue(ledger, trade("李四", 1), FROM_YJ)).field == "series"
    assert ledger.receipts.reverse(first, reason="退", wish=A5).value.number == "YJ2026-0002"
    ledger.series.change("YJ", active=True)
    assert issue(ledger, trade("李四", 1), FROM_YJ).number == "YJ2026-0003"
    assert refusal(lambda: ledger.series.change("SJ", active=False)).field == "active"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": "yj"}, "code"),
        ({"code": ""}, "code"),
        ({"code": "押金"}, "code"),
        ({"title": " "}, "title"),
        ({"pattern": "YJ"}, "pattern"),
        ({"pattern": "YJ-{0000}"}, "pattern"),  # no year though it starts again each year
        ({"pattern": "SJ{yyyy}-{0000}"}, "pattern"),
        ({"pattern": "SJ2{yyyy}{0000}"}, "pattern"),
        ({"first_number": 0}, "first_number"),
        ({"first_number": 10**12}, "first_number"),
    ],
)
def test_a_series_that_cannot_be_is_refused(
    ledger: Ledger, change: dict[str, object], field: str
) -> None:
    values = {"code": "YJ", "title": "押金", "pattern": "YJ{yyyy}-{0000}", "reset": Reset.YEARLY}
    draft = SeriesDraft(**{**values, **change})  # type: ignore[arg-type] # each value stands under its own name

    error = refusal(lambda: ledger.series.add(draft))
    assert (error.code, error.field) == (Code.BAD_VALUE, field)
    assert len(ledger.series.every()) == 1


def test_a_code_is_given_once(ledger: Ledger) -> None:
    ledger.series.add(DEPOSITS)
    assert refusal(lambda: ledger.series.add(DEPOSITS)).code is Code.EXISTS


def test_a_run_of_numbers_is_accounted_for(ledger: Ledger) -> None:
    numbers = [issue(ledger, trade("张三", n + 1)).number for n in range(6)]
    ledger.receipts.void_trade(numbers[2], reason="错")

    whole = ledger.series.continuity()
    part = ledger.series.continuity("SJ", numbers[1], "4")

    assert (whole.first, whole.last, whole.count) == (numbers[0], numbers[-1], 6)
    assert (whole.issued, whole.voided, whole.missing) == (5, (numbers[2],), ())
    assert (part.count, part.issued, part.voided) == (3, 2, (numbers[2],))
    beyond = ledger.series.continuity("SJ", "5", "8")
    assert (beyond.count, beyond.issued, beyond.missing, beyond.undrawn) == (4, 2, (), 2)
    assert (whole.undrawn, part.undrawn) == (0, 0)
    above = ledger.series.continuity("SJ", "7", "999999")
    assert (above.issued, above.missing, above.undrawn) == (0, (), above.count)


def test_what_was_never_drawn_below_the_first_number_is_not_missing(ledger: Ledger) -> None:
    ledger.series.add(replace(DEPOSITS, first_number=31))
    found = ledger.series.continuity("YJ", "29", "32")
    assert (found.count, found.issued, found.missing, found.undrawn) == (4, 0, (), 4)


def test_nothing_was_issued_yet(ledger: Ledger) -> None:
    found = ledger.series.continuity()
    assert (found.count, found.issued, found.missing) == (0, 0, ())


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        (("XX", None, None), "series"),
        (("SJ", "TT1", None), "from"),
        (("SJ", "5", "2"), "to"),
        (("SJ", "SJ2025-000001", "SJ2026-000002"), "to"),
    ],
)
def test_a_run_that_cannot_be_is_said(
    ledger: Ledger, asked: tuple[str, str | None, str | None], field: str
) -> None:
    issue(ledger)
    assert refusal(lambda: ledger.series.continuity(*asked)).field == field


def test_a_new_year_begins_each_series_again(office: StillOffice) -> None:
    with office.opened() as ledger:
        ledger.series.add(DEPOSITS)
        issue(ledger, trade("张三", 1), FROM_YJ)
    office.pass_time(days=45)
    with office.opened() as ledger:
        assert issue(ledger, trade("张三", 2), FROM_YJ).number == "YJ2027-0001"
        assert ledger.series.continuity("YJ", "YJ2026-0001", "YJ2026-0001").issued == 1


def test_zeros_tell_how_many_are_left() -> None:
    assert [left_of("A{0000}", last) for last in (0, 9_998, 9_999, 12_000)] == [9_999, 1, 0, 0]


@pytest.mark.parametrize(
    ("pattern", "reset", "reason"),
    [
        ("YJ", Reset.NEVER, "pattern_zeros"),
        ("YJ{yyyy}-{000}", Reset.YEARLY, "pattern_zeros"),
        ("YJ-{0000}", Reset.YEARLY, "pattern_year"),
        ("YJ{yyyy}-{0000}", Reset.MONTHLY, "pattern_month"),
        ("押金{yyyy}-{0000}", Reset.YEARLY, "pattern_letters"),
        ("YJ{day}{yyyy}{0000}", Reset.YEARLY, "pattern_letters"),
    ],
)
def test_a_refused_pattern_says_what_it_lacks(
    ledger: Ledger, pattern: str, reset: Reset, reason: str
) -> None:
    error = refusal(lambda: ledger.series.add(replace(DEPOSITS, pattern=pattern, reset=reset)))
    assert error.details["reason"] == reason
    assert "{0000" in str(error.details["example"])
