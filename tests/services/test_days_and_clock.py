"""Issue date, business day and period follow the clock, and the clock is judged by the log."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.support.still_office import (
    A5,
    PLAN,
    StillOffice,
    close_day,
    dump,
    issue,
    make_still_office,
    rows_of,
    trade,
)

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.customers import CustomerDraft
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.receipts import Reset
from ledgerdesk.services.steps.vaults.creating import Plan

DAYS = "SELECT issued_on, business_day FROM receipt ORDER BY id"
PAYMENT_DAYS = "SELECT received_on, business_day FROM payment ORDER BY id"


def _void(ledger: Ledger, number: str) -> None:
    ledger.receipts.void_trade(number, reason="金额错误")


def test_after_a_close_takings_count_in_the_next_day(ledger: Ledger) -> None:
    issue(ledger)
    close_day(ledger, "2026-11-23")
    issue(ledger, trade("李四"))

    assert rows_of(ledger, DAYS) == [("2026-11-23", "2026-11-23"), ("2026-11-23", "2026-11-24")]
    assert rows_of(ledger, PAYMENT_DAYS) == rows_of(ledger, DAYS)
    assert ledger.receipts.page("SJ2026-000002").content.issued_on == date(2026, 11, 23)


def test_what_counts_in_the_next_day_may_still_be_voided(ledger: Ledger) -> None:
    close_day(ledger, "2026-11-23")
    issue(ledger)

    _void(ledger, "SJ2026-000001")

    assert rows_of(ledger, "SELECT business_day FROM void") == [("2026-11-24",)]


def test_a_red_receipt_of_a_closed_day_counts_in_the_next(ledger: Ledger) -> None:
    issue(ledger)
    close_day(ledger, "2026-11-23")
    ledger.receipts.reverse("SJ2026-000001", reason="退款", wish=A5)

    assert rows_of(ledger, DAYS)[1] == ("2026-11-23", "2026-11-24")
    assert rows_of(ledger, PAYMENT_DAYS)[1] == ("2026-11-23", "2026-11-24")


def test_a_day_without_a_close_stays_open_until_its_month_has_ended(
    ledger: Ledger, office: StillOffice
) -> None:
    for payer in ("张三", "李四"):
        issue(ledger, trade(payer))
    office.clock.advance(datetime(2026, 11, 30, 15, 59, tzinfo=UTC) - office.clock.now())
    _void(ledger, "SJ2026-000001")

    office.pass_time(minutes=1)  # midnight in Shanghai
    with pytest.raises(KnownError) as refusal:
        _void(ledger, "SJ2026-000002")

    assert refusal.value.code is Code.DAY_CLOSED
    assert refusal.value.details["verb"] == "reverse"
    red = ledger.receipts.reverse("SJ2026-000002", reason="退款", wish=A5).value
    assert ledger.receipts.page(red.number).content.issued_on == date(2026, 12, 1)


def test_a_later_close_closes_the_days_before_it(ledger: Ledger, office: StillOffice) -> None:
    issue(ledger)
    office.pass_time(days=1)
    close_day(ledger, "2026-11-24")

    with pytest.raises(KnownError) as refusal:
        _void(ledger, "SJ2026-000001")

    assert refusal.value.code is Code.DAY_CLOSED


def test_the_issue_date_is_the_offices_own_calendar_day(
    ledger: Ledger, office: StillOffice
) -> None:
    office.pass_time(hours=13, minutes=59)
    issue(ledger)
    office.pass_time(minutes=1)
    issue(ledger, trade("李四"))

    assert [row[0] for row in rows_of(ledger, DAYS)] == ["2026-11-23", "2026-11-24"]


def test_a_new_year_begins_at_one_again(ledger: Ledger, office: StillOffice) -> None:
    numbers = []
    for moment in ("2026-12-31T15:59:59", "2026-12-31T16:00:00", "2027-01-01T02:00:00"):
        office.clock.advance(datetime.fromisoformat(f"{moment}+00:00") - office.clock.now())
        numbers.append(issue(ledger, trade(moment)).number)

    assert numbers == ["SJ2026-000001", "SJ2027-000001", "SJ2027-000002"]
    assert ledger.receipts.register().missing == ()
    assert ledger.audit.check().ok


def test_the_issue_date_decides_the_period_and_not_a_back_dated_trade(
    ledger: Ledger, office: StillOffice
) -> None:
    office.clock.advance(datetime(2027, 1, 5, 2, 0, tzinfo=UTC) - office.clock.now())
    draft = replace(trade(), traded_on=date(2026, 12, 20))

    assert issue(ledger, draft).number == "SJ2027-000001"
    assert rows_of(ledger, "SELECT traded_on FROM trade") == [("2026-12-20",)]
    assert rows_of(ledger, DAYS) == [("2027-01-05", "2027-01-05")]
    assert ledger.receipts.page("SJ2027-000001").content.issued_on == date(2027, 1, 5)


def test_a_trade_of_tomorrow_is_refused(ledger: Ledger) -> None:
    with pytest.raises(KnownError) as refusal:
        ledger.transactions.record(replace(trade(), traded_on=date(2026, 11, 24)), A5)

    assert (refusal.value.code, refusal.value.field) == (Code.PROOFREADING, "date")


@pytest.mark.parametrize(
    ("plan", "numbers"),
    [
        (
            replace(PLAN, pattern="R{yyyy}{mm}-{0000}", reset=Reset.MONTHLY),
            ["R202611-0001", "R202612-0001", "R202701-0001"],
        ),
        (
            replace(PLAN, pattern="R{000000}", reset=Reset.NEVER, first_number=500),
            ["R000500", "R000501", "R000502"],
        ),
        (
            replace(PLAN, first_number=124),
            ["SJ2026-000124", "SJ2026-000125", "SJ2027-000001"],
        ),
    ],
)
def test_a_series_starts_again_as_its_plan_says(
    plan: Plan, numbers: list[str], tmp_path: Path
) -> None:
    office = make_still_office(tmp_path / "office", plan=plan)
    ledger = office.open()
    issued = []
    for moment in ("2026-11-23", "2026-12-01", "2027-01-01"):
        day = datetime.fromisoformat(f"{moment}T02:00:00+00:00")
        office.clock.advance(day - office.clock.now())
        issued.append(issue(ledger, trade(moment)).number)

    assert issued == numbers
    assert ledger.receipts.register().missing == ()
    assert ledger.audit.check().ok
    office.close()


@pytest.mark.parametrize("verb", ["issue", "spoiled", "reverse"])
def test_a_clock_six_minutes_back_issues_nothing(
    verb: str, ledger: Ledger, office: StillOffice
) -> None:
    issue(ledger)
    office.pass_time(minutes=-6)
    calls: dict[str, Callable[[], object]] = {
        "issue": lambda: issue(ledger, trade("李四")),
        "spoiled": lambda: ledger.receipts.void_spoiled("SJ2026-000001", reason="x", wish=A5),
        "reverse": lambda: ledger.receipts.reverse("SJ2026-000001", reason="x", wish=A5),
    }
    before = dump(ledger)

    with pytest.raises(KnownError) as refusal:
        calls[verb]()

    assert refusal.value.code is Code.CLOCK_BACK
    assert dump(ledger) == before
    office.pass_time(minutes=6)
    assert issue(ledger, trade("王五")).number == "SJ2026-000002"


def test_another_entry_made_while_the_clock_is_back_vouches_for_nothing(
    ledger: Ledger, office: StillOffice
) -> None:
    issue(ledger)
    office.pass_time(days=-3)
    ledger.customers.add(CustomerDraft(name="赵六"))

    with pytest.raises(KnownError) as refusal:
        issue(ledger, trade("李四"))

    assert refusal.value.code is Code.CLOCK_BACK


@pytest.mark.parametrize("minutes", [0, -4, -5])
def test_a_clock_a_little_back_is_no_fault(
    minutes: int, ledger: Ledger, office: StillOffice
) -> None:
    issue(ledger)
    office.pass_time(minutes=minutes)

    assert issue(ledger, trade("李四")).number == "SJ2026-000002"


@pytest.mark.parametrize(
    ("days", "rules"), [(6.9, []), (7, []), (8, ["clock_ahead"]), (4_000, ["clock_ahead"])]
)
def test_a_clock_that_leapt_a_week_is_asked_about(
    days: float, rules: list[str], ledger: Ledger, office: StillOffice
) -> None:
    issue(ledger)
    office.pass_time(days=days)

    assert [problem.rule for problem in issue(ledger, trade("李四")).warnings] == rules


def test_ids_rise_although_the_clock_stands(ledger: Ledger) -> None:
    for payer in ("张三", "李四", "王五"):
        issue(ledger, trade(payer))
    pubs = [row[0] for row in rows_of(ledger, "SELECT pub FROM receipt ORDER BY id")]

    assert pubs == sorted(set(pubs))
