"""A second look is asked for by the office's rules, given by somebody else, and final."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from tests.services.about_reviews import asked
from tests.support.staffed_office import SUPERVISOR, THE_CLERK, THE_OWNER, THE_SUPERVISOR
from tests.support.still_office import A5, StillOffice, issue, rows_of, trade

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.reviews import (
    AMOUNT,
    BACK_DATED,
    FIRST,
    HOURS,
    ID_CHANGED,
    ON,
    VOIDS,
    Cause,
    Compared,
    State,
    Subject,
)


def refusal(work: Callable[[], object]) -> KnownError:
    with pytest.raises(KnownError) as caught:
        work()
    return caught.value


def test_without_rules_nothing_waits_and_nothing_is_written(ledger: Ledger) -> None:
    issue(ledger, trade("张三", 10_000_000))

    assert ledger.reviews.waiting() == ()
    assert rows_of(ledger, "SELECT count(*) FROM review") == [(0,)]


def test_a_large_sum_waits_with_what_is_usual_beside_it(ledger: Ledger) -> None:
    for fen in (1_000, 2_000, 1_500):
        issue(ledger, trade("张三", fen))
    ledger.settings.change(AMOUNT, "50")
    number = issue(ledger, trade("张三", 5_000)).number
    issue(ledger, trade("张三", 4_999))

    (found,) = ledger.reviews.waiting()

    assert (found.subject, found.number, found.state) == (Subject.TRADE, number, State.WAITING)
    assert found.causes == (Cause.AMOUNT,)
    assert found.compared == (Compared(name="amount", before=1_500, after=5_000),)


def test_a_trade_of_an_earlier_day_waits_with_its_reason(ledger: Ledger) -> None:
    ledger.settings.change(BACK_DATED, ON)
    late = replace(trade("张三"), traded_on=date(2026, 1, 2), late_reason="昨天停电")
    ledger.transactions.record(late, A5)

    (found,) = ledger.reviews.waiting()

    assert found.causes == (Cause.BACK_DATED,)
    assert [(one.name, one.after) for one in found.compared] == [
        ("date", "2026-01-02"),
        ("late_reason", "昨天停电"),
    ]
    assert rows_of(ledger, "SELECT late_reason FROM trade") == [("昨天停电",)]


def test_a_trade_outside_the_hours_waits(ledger: Ledger) -> None:
    ledger.settings.change(HOURS, "00:00-00:01")
    issue(ledger, trade("张三"))

    (found,) = ledger.reviews.waiting()
    assert found.causes == (Cause.HOURS,)


def test_a_void_waits_with_its_reason(ledger: Ledger) -> None:
    ledger.settings.change(VOIDS, ON)
    number = issue(ledger, trade("张三", 1_234)).number
    ledger.receipts.void_trade(number, reason="录错")

    (found,) = ledger.reviews.waiting()

    assert (found.subject, found.number, found.causes) == (Subject.VOID, number, (Cause.VOID,))
    assert found.compared == (
        Compared(name="amount", before=1_234, after=0),
        Compared(name="reason", before=None, after="录错"),
    )


def test_another_id_number_waits_masked(ledger: Ledger) -> None:
    issue(ledger, trade("张三"))
    pub = ledger.customers.by_code("C000001").pub
    ledger.settings.change(ID_CHANGED, ON)
    ledger.customers.keep_number(pub, "cn_ric", "11010519491231002X")
    ledger.customers.keep_number(pub, "cn_ric", "11010519491231002X")
    assert ledger.reviews.waiting() == ()

    ledger.customers.keep_number(pub, "cn_ric", "440300200002290035")

    (found,) = ledger.reviews.waiting()
    (row,) = found.compared
    assert (found.subject, row.name) == (Subject.CUSTOMER, "number.cn_ric")
    assert row.before == "110105********002X"
    assert row.after == "440300********0035"


def test_whoever_is_alone_looks_himself_and_that_is_marked(ledger: Ledger) -> None:
    waiting = asked(ledger)

    found = ledger.reviews.pass_(waiting.pub, reason="已核对").value

    assert (found.state, found.is_alone, found.reason) == (State.REVIEWED, True, "已核对")
    assert ledger.reviews.waiting() == ()
    assert refusal(lambda: ledger.reviews.pass_(waiting.pub)).code is Code.ALREADY_DECIDED
    assert ledger.audit.check().ok


def test_nobody_passes_what_he_wrote_while_there_is_somebody_else(
    busy_office: StillOffice,
) -> None:
    with busy_office.opened_by(THE_OWNER) as ledger:
        waiting = asked(ledger)
        mine = refusal(lambda: ledger.reviews.pass_(waiting.pub))
    with busy_office.opened_by(THE_SUPERVISOR) as ledger:
        found = ledger.reviews.give_back(waiting.pub, reason="金额不对").value

    assert (mine.code, mine.details["role"]) == (Code.NOT_ALLOWED, "author")
    assert (found.state, found.is_alone) == (State.RETURNED, False)


def test_what_was_returned_is_voided_or_reversed_and_then_no_longer_listed(
    ledger: Ledger,
) -> None:
    ledger.settings.change(AMOUNT, "50")
    first = issue(ledger, trade("张三", 5_000)).number
    second = issue(ledger, trade("李四", 6_000)).number
    for waiting in ledger.reviews.waiting():
        ledger.reviews.give_back(waiting.pub, reason="不对")
    assert {one.number for one in ledger.reviews.returned()} == {first, second}

    ledger.receipts.void_trade(first, reason="退回")
    ledger.receipts.reverse(second, reason="退回", wish=A5)

    assert ledger.reviews.returned() == ()
    pubs = [row[0] for row in rows_of(ledger, "SELECT DISTINCT subject_pub FROM review")]
    states = {one.state for pub in pubs for one in ledger.reviews.of(pub)}
    assert states == {State.VOIDED}


def test_a_return_needs_its_reason(ledger: Ledger) -> None:
    waiting = asked(ledger)

    error = refusal(lambda: ledger.reviews.give_back(waiting.pub, reason="  "))

    assert (error.code, error.field) == (Code.BAD_VALUE, "reason")
    assert refusal(lambda: ledger.reviews.pass_("0" * 16)).field == "review"
    assert len(ledger.reviews.waiting()) == 1


def test_a_decided_review_and_its_causes_are_final_for_every_tool(ledger: Ledger) -> None:
    waiting = asked(ledger)
    ledger.reviews.pass_(waiting.pub)

    for change in ("verdict = 'returned', reason = 'x'", "causes = 'void'"):
        with pytest.raises(Exception, match="final"):
            rows_of(ledger, f"UPDATE review SET {change}")
    with pytest.raises(Exception, match="stay"):
        rows_of(ledger, "DELETE FROM review")


def test_a_rule_may_ask_for_the_second_person_first(busy_office: StillOffice) -> None:
    with busy_office.opened_by(THE_OWNER) as ledger:
        ledger.settings.change(AMOUNT, "50")
        ledger.settings.change(FIRST, "amount")
    with busy_office.opened_by(THE_CLERK) as ledger:
        error = refusal(lambda: ledger.transactions.record(trade("张三", 5_000), A5))
        assert (error.code, error.details["causes"]) == (Code.NEEDS_COSIGNER, ("amount",))
        assert rows_of(ledger, "SELECT count(*) FROM trade") == [(0,)]

        done = ledger.transactions.record(
            trade("张三", 5_000), A5, beside=THE_SUPERVISOR.credential
        ).value

        (found,) = ledger.reviews.of(done.trade_pub)
        assert (found.state, found.is_alone) == (State.REVIEWED, False)
        assert found.decided_by == SUPERVISOR
        assert rows_of(ledger, "SELECT count(*) FROM audit WHERE cosigner IS NOT NULL") == [(1,)]
        assert ledger.audit.check().ok


def test_rules_that_change_nothing_write_nothing(ledger: Ledger) -> None:
    ledger.settings.change_review_rules({AMOUNT: "50", VOIDS: ON})
    before = rows_of(ledger, "SELECT count(*) FROM audit")

    ledger.settings.change_review_rules({AMOUNT: "50", VOIDS: ON, HOURS: ""})

    assert rows_of(ledger, "SELECT count(*) FROM audit") == before
    assert ledger.settings.review_rules()[AMOUNT] == "50"


@pytest.mark.parametrize("hostile", ["停电\x00", "\u202e电停", "长" * 501])
def test_a_hostile_reason_of_a_late_trade_is_refused_or_harmless(
    ledger: Ledger, hostile: str
) -> None:
    late = replace(trade("张三"), traded_on=date(2026, 1, 2), late_reason=hostile)

    error = refusal(lambda: ledger.transactions.record(late, A5))

    assert (error.code, error.field) == (Code.BAD_VALUE, "late_reason")
