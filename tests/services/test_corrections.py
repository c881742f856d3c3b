"""A value said to be wrong is put right by whoever may decide, and receipts stay as issued."""

from dataclasses import replace

import pytest
from tests.support.still_office import OWNER, act_as, dump, issue, rows_of, trade

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.corrections import corrected, values_in
from ledgerdesk.core.customers import Contact, ContactKind, CustomerDraft
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.staff import Role
from ledgerdesk.services.corrections import Correction, State

PHONE = Contact(kind=ContactKind.PHONE, value="13800138642", label="本人")
OTHER = Contact(kind=ContactKind.PHONE, value="13900001111")
CARD = CustomerDraft(name="张三", contacts=(PHONE, OTHER))


@pytest.fixture
def pub(ledger: Ledger) -> str:
    return ledger.customers.add(CARD).value.pub


def ask(
    ledger: Ledger,
    pub: str,
    field: str = "phone",
    wrong: str = "13900001111",
    correct: str = "13900002222",
) -> Correction:
    return ledger.corrections.request(
        pub, field, wrong=wrong, correct=correct, evidence="本人来电", verified_by="小李"
    ).value


def test_a_request_changes_nothing_until_it_is_approved(ledger: Ledger, pub: str) -> None:
    asked = ask(ledger, pub)

    assert ledger.customers.card(pub).draft == CARD
    assert ledger.corrections.waiting() == (asked,)
    assert (asked.state, asked.requested_by, asked.verified_by) == (
        State.REQUESTED, OWNER, "小李",
    )  # fmt: skip

    done = ledger.corrections.approve(asked.pub).value

    assert [one.value for one in ledger.customers.card(pub).draft.contacts] == [
        "13800138642", "13900002222",
    ]  # fmt: skip
    assert (done.state, done.decided_by, done.is_own) == (State.APPROVED, OWNER, True)
    assert ledger.corrections.waiting() == ()
    assert ledger.corrections.of(pub) == (done,)
    assert [one.code for one in ledger.customers.find("13900002222")] == ["C000001"]
    lines = ledger.audit.history("customer", pub).lines
    told = {(one.action, one.field, one.old, one.new, one.why) for one in lines}
    change = ("13900001111", "13900002222", "本人来电")
    assert ("corrections.approve", "phone", *change) in told
    assert ("corrections.request", "correction_requested", *change) in told
    assert ledger.audit.check().ok


def test_receipts_stay_as_issued_when_a_name_is_put_right(ledger: Ledger, pub: str) -> None:
    issue(ledger, replace(trade(None), customer_pub=pub))
    before = rows_of(ledger, "SELECT * FROM receipt")

    ledger.corrections.approve(ask(ledger, pub, "name", "张三", "张叁").pub)

    assert rows_of(ledger, "SELECT * FROM receipt") == before
    assert ledger.customers.card(pub).draft.name == "张叁"


def test_a_refused_request_leaves_the_card_and_says_why(ledger: Ledger, pub: str) -> None:
    done = ledger.corrections.refuse(ask(ledger, pub).pub, answer="证件不符").value

    assert (done.state, done.answer) == (State.REFUSED, "证件不符")
    assert ledger.customers.card(pub).draft == CARD
    with pytest.raises(KnownError) as refusal:
        ledger.corrections.approve(done.pub)
    assert (refusal.value.code, refusal.value.details) == (Code.ALREADY_DECIDED, {"person": OWNER})


def test_a_card_that_became_another_since_is_not_put_right(ledger: Ledger, pub: str) -> None:
    asked = ask(ledger, pub)
    ledger.customers.change(pub, replace(CARD, contacts=(PHONE,)), seen=CARD)
    before = dump(ledger)

    with pytest.raises(KnownError) as refusal:
        ledger.corrections.approve(asked.pub)

    assert (refusal.value.code, refusal.value.details["fields"]) == (Code.CARD_CHANGED, ("phone",))
    assert dump(ledger) == before


def test_a_request_follows_the_card_into_another(ledger: Ledger, pub: str) -> None:
    asked = ask(ledger, pub)
    survivor = ledger.customers.add(CustomerDraft(name="张三丰")).value.pub
    proposal = ledger.merges.foresee(survivor, pub)
    ledger.merges.merge(proposal, proposal.wanted, why="")

    ledger.corrections.approve(asked.pub)

    phones = [one.value for one in ledger.customers.card(survivor).draft.contacts]
    assert phones == ["13800138642", "13900002222"]
    assert [one.pub for one in ledger.corrections.of(survivor)] == [asked.pub]
    assert ledger.audit.check().ok


@pytest.mark.parametrize(
    ("field", "wrong", "correct", "at_fault", "reason"),
    [
        ("phone", "13900001111", "13900001111", "correct", "same"),
        ("phone", "", "", "correct", "required"),
        ("name", "张三", "", "correct", "required"),
        ("category", "active", "dormant", "field", "unknown"),
    ],
)
def test_what_corrects_nothing_is_refused(
    field: str, wrong: str, correct: str, at_fault: str, reason: str, ledger: Ledger, pub: str
) -> None:
    with pytest.raises(KnownError) as refusal:
        ask(ledger, pub, field, wrong, correct)

    assert (refusal.value.code, refusal.value.field) == (Code.BAD_VALUE, at_fault)
    assert refusal.value.details["reason"] == reason


def test_what_does_not_stand_there_and_what_is_asked_already_are_refused(
    ledger: Ledger, pub: str
) -> None:
    with pytest.raises(KnownError) as absent:
        ask(ledger, pub, wrong="13700000000")
    ask(ledger, pub)
    with pytest.raises(KnownError) as twice:
        ask(ledger, pub)

    assert (absent.value.code, twice.value.code) == (Code.CARD_CHANGED, Code.EXISTS)


def test_a_clerk_asks_and_does_not_decide(ledger: Ledger, pub: str) -> None:
    act_as(ledger, Role.CLERK)
    asked = ask(ledger, pub)

    with pytest.raises(KnownError) as refusal:
        ledger.corrections.approve(asked.pub)

    assert refusal.value.code is Code.NOT_ALLOWED


def test_a_value_is_added_and_taken_away_by_an_empty_side() -> None:
    added = corrected(CARD, "email", "", "a@b.cn")
    gone = corrected(CARD, "phone", "13900001111", "")
    assert added is not None
    assert gone is not None
    assert values_in(added, "email") == ("a@b.cn",)
    assert gone.contacts == (PHONE,)
    assert corrected(CARD, "company", "", "青禾") == replace(CARD, company="青禾")
    assert corrected(replace(CARD, company="青禾"), "company", "青禾", "") == CARD
