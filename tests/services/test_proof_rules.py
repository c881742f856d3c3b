"""Rules of proofreading in the book: adjusted by the owner, counted by what they found."""

import pytest
from tests.support.still_office import A5, STRICT, StillOffice, issue, rows_of, trade

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.problems import Invalid
from ledgerdesk.core.proofreading import Adjusted, Level, Rule


def hits(ledger: Ledger) -> dict[Rule, tuple[int, int]]:
    return {one.rule: (one.hits, one.taken_back) for one in ledger.settings.proof_rules()}


def adjust(ledger: Ledger, rule: Rule, level: Level, limit: int | None = None) -> None:
    ledger.settings.change_proof_rules({rule: Adjusted(level=level, limit=limit)})


def test_what_a_rule_found_is_counted_with_what_fell_later(ledger: Ledger) -> None:
    issue(ledger, trade("张三", 1_000))
    issue(ledger, trade("张三", 1_000))
    third = issue(ledger, trade("张三", 1_000)).number
    ledger.receipts.void_trade(third, reason="录了两次")

    assert hits(ledger)[Rule.TWIN] == (2, 1)
    assert hits(ledger)[Rule.UNUSUAL] == (0, 0)


def test_a_rule_may_be_off_a_note_or_a_refusal(ledger: Ledger) -> None:
    issue(ledger, trade("张三", 1_000))
    with pytest.raises(KnownError) as asked:
        issue(ledger, trade("张三", 1_000), STRICT)
    assert asked.value.code is Code.NEEDS_ANSWER

    adjust(ledger, Rule.TWIN, Level.NOTE, 10)
    noted = issue(ledger, trade("张三", 1_000), STRICT)
    assert [one.rule for one in noted.warnings] == ["same_within_minutes"]
    adjust(ledger, Rule.TWIN, Level.OFF, 10)
    assert issue(ledger, trade("张三", 1_000), STRICT).warnings == ()
    adjust(ledger, Rule.TWIN, Level.STOP, 10)
    with pytest.raises(Invalid):
        issue(ledger, trade("张三", 1_000))
    assert rows_of(ledger, "SELECT count(*) FROM receipt") == [(3,)]


def test_minutes_are_those_of_the_rule(office: StillOffice) -> None:
    with office.opened() as ledger:
        issue(ledger, trade("张三", 1_000))
    office.pass_time(minutes=30)
    with office.opened() as ledger:
        assert issue(ledger, trade("张三", 1_000)).warnings == ()
        adjust(ledger, Rule.TWIN, Level.ASK, 60)
        (warning,) = issue(ledger, trade("张三", 1_000)).warnings
        assert dict(warning.details)["limit"] == 60


def test_the_rules_are_kept(office: StillOffice) -> None:
    with office.opened() as ledger:
        adjust(ledger, Rule.ROUND, Level.ASK, 3)
    with office.opened() as ledger:
        found = {one.rule: one.adjusted for one in ledger.settings.proof_rules()}
        assert found[Rule.ROUND] == Adjusted(level=Level.ASK, limit=3)
        for fen in (10_000, 20_000):
            issue(ledger, trade(f"客户{fen}", fen), A5)
        with pytest.raises(KnownError):
            issue(ledger, trade("第三位", 30_000), STRICT)


def test_a_new_customer_with_an_odd_price_of_a_known_item_is_asked_about(ledger: Ledger) -> None:
    for n in range(3):
        issue(ledger, trade(f"客户{n}", 1_000, item="复印"))

    assert issue(ledger, trade("新来的", 3_000, item="复印")).warnings == ()
    (warning,) = issue(ledger, trade("另一位", 30_100, item="复印")).warnings
    assert warning.rule == "unusual"
    assert issue(ledger, trade("再一位", 30_100, item="装修")).warnings == ()


def test_an_impossible_limit_changes_nothing(ledger: Ledger) -> None:
    with pytest.raises(KnownError) as caught:
        ledger.settings.change_proof_rules(
            {
                Rule.TWIN: Adjusted(level=Level.OFF, limit=10),
                Rule.UNUSUAL: Adjusted(level=Level.ASK, limit=1),
            }
        )
    assert caught.value.details == {"reason": "out_of_range", "least": 2, "most": 100}
    assert rows_of(ledger, "SELECT 1 FROM setting WHERE name LIKE 'proof.%'") == []
