"""Months and years are closed for good: their sums stay, and nothing is dated into them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from tests.services.about_payments import back, cash, owed
from tests.support.still_office import A5, StillOffice, desk_of, issue, trade

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.days import Count, Taken
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.periods import frozen, month_of, parse_period, thawed, year_of
from ledgerdesk.core.problems import Invalid
from ledgerdesk.core.transactions import Method

NOVEMBER = parse_period("2026-11")


def refusal(work: Callable[[], object]) -> KnownError:
    with pytest.raises(KnownError) as caught:
        work()
    return caught.value


@pytest.fixture
def december(office: StillOffice) -> Ledger:
    """Sell, void and owe in November, close its day, and come back in December."""
    with office.opened() as ledger:
        issue(ledger, trade("张三", 10_000))
        ledger.receipts.void_trade(issue(ledger, trade("李四", 500)).number, reason="错")
        owed(ledger, 9_000, 1_000, "王五")
        ledger.days.close(Count(pieces={1_000: 11}, float_fen=0), reason="")
    office.pass_time(days=10)
    return office.open()


@pytest.mark.parametrize("text", ["", "2026-13", "2026-1", "26-11", "2026-11-01", "0000", "九月"])
def test_a_period_is_a_month_or_a_year(text: str) -> None:
    assert refusal(lambda: parse_period(text)).details["reason"] == "period_form"


def test_months_and_years_have_their_days() -> None:
    assert (month_of(date(2024, 2, 10)).last, year_of(date(2024, 2, 10)).first) == (
        date(2024, 2, 29),
        date(2024, 1, 1),
    )
    assert parse_period(" 2026-12 ").last == date(2026, 12, 31)
    assert (parse_period("2026").is_year, NOVEMBER.is_year) == (True, False)


def test_a_closed_month_keeps_its_sums(december: Ledger) -> None:
    done = december.days.close_period(NOVEMBER).value

    assert done.taken == (Taken(method=Method.CASH, count=2, sum_fen=11_000),)
    assert (done.receipts, done.voided, done.owed_fen) == (3, 1, 8_000)
    assert (done.first_number, done.last_number) == ("SJ2026-000001", "SJ2026-000003")
    assert thawed(frozen(done)) == done
    listed = {one.period.name: one.sheet for one in december.days.periods()}
    assert listed == {"2026": None, "2026-12": None, "2026-11": done}
    assert december.days.period(NOVEMBER) == done
    assert december.days.period(parse_period("2026")).sum_fen == 11_000
    assert december.audit.check().ok


def test_what_happens_later_changes_nothing_of_it(december: Ledger) -> None:
    done = december.days.close_period(NOVEMBER).value
    december.receipts.reverse("SJ2026-000001", reason="退", wish=A5)
    december.payments.refund("SJ2026-000003", back(100), reason="减", wish=A5)
    december.payments.pay("SJ2026-000003", [cash(500)], A5)

    assert december.days.period(NOVEMBER) == done
    assert december.audit.check().ok


def test_nothing_is_dated_into_it(december: Ledger) -> None:
    december.days.close_period(NOVEMBER)
    late = replace(trade("张三"), traded_on=date(2026, 11, 30), late_reason="补")

    with pytest.raises(Invalid) as caught:
        december.transactions.record(late, A5)
    assert [(one.field, one.rule) for one in caught.value.problems] == [("date", "closed_period")]
    december.transactions.record(replace(late, traded_on=date(2026, 12, 1)), A5)


def test_a_day_of_it_is_not_reopened(december: Ledger) -> None:
    december.days.close_period(NOVEMBER)

    error = refusal(lambda: december.days.reopen(date(2026, 11, 23), reason="漏"))
    assert error.details["reason"] == "period_closed"


def test_it_is_closed_once(december: Ledger) -> None:
    december.days.close_period(NOVEMBER)

    error = refusal(lambda: december.days.close_period(NOVEMBER))
    assert (error.code, error.details["reason"]) == (Code.BAD_VALUE, "period_closed")


def test_one_that_runs_yet_is_not_closed(december: Ledger) -> None:
    for name in ("2026-12", "2026", "2027-01"):
        error = refusal(lambda one=name: december.days.close_period(parse_period(one)))  # type: ignore[misc] # the name of this turn
        assert error.details["reason"] == "not_over"


def test_a_day_that_nobody_closed_stands_in_the_way(office: StillOffice) -> None:
    with office.opened() as ledger:
        issue(ledger)
    office.pass_time(days=10)
    with office.opened() as ledger:
        error = refusal(lambda: ledger.days.close_period(NOVEMBER))
        assert (error.details["reason"], error.details["day"]) == ("days_open", "2026-11-23")
        ledger.days.close(Count(pieces={10_000: 12}, taken_out_fen=0, float_fen=0), reason="差")
        assert ledger.days.close_period(NOVEMBER).value.sum_fen == 123_450


def test_a_year_locks_all_its_months(office: StillOffice) -> None:
    with office.opened() as ledger:
        issue(ledger, trade("张三", 10_000))
        ledger.days.close(Count(pieces={10_000: 1}, float_fen=0))
    office.pass_time(days=60)
    with office.opened() as ledger:
        done = ledger.days.close_period(parse_period("2026")).value
        assert done.sum_fen == 10_000
        late = replace(trade("张三"), traded_on=date(2026, 12, 31), late_reason="补")
        with pytest.raises(Invalid):
            ledger.transactions.record(late)


def test_a_clock_set_back_puts_no_money_into_it(december: Ledger, office: StillOffice) -> None:
    december.days.close_period(NOVEMBER)
    office.pass_time(days=-5)

    with pytest.raises(KnownError):
        december.payments.pay("SJ2026-000003", [cash(500)])
    with pytest.raises(KnownError):
        december.transactions.record(trade("张三"))


def test_a_check_names_a_sum_that_was_changed_under_it(december: Ledger) -> None:
    december.days.close_period(NOVEMBER)
    desk = desk_of(december)
    with desk.database.write() as tx:
        tx.run("DROP TRIGGER payment_part_is_final")
        tx.run("UPDATE payment_part SET method = 'bank'")

    assert "period_differs" in {one.what for one in december.audit.check().findings}
