"""Customers are listed by category, tag, clerk, state and what is due, page by page."""

from dataclasses import replace
from typing import Any

import pytest
from tests.support.still_office import StillOffice, act_as, rows_of, trade

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.customers import (
    CardState,
    Contact,
    ContactKind,
    CustomerDraft,
    CustomerFilter,
    CustomerKind,
)
from ledgerdesk.core.drafts import Draft, Form
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.staff import Role

PHONE = Contact(kind=ContactKind.PHONE, value="13800138642")


def add(ledger: Ledger, name: str, **fields: Any) -> str:
    return ledger.customers.add(CustomerDraft(name=name, **fields)).value.pub


def names(ledger: Ledger, **asked: Any) -> list[str]:
    return [one.name for one in ledger.customers.page(CustomerFilter(**asked))]


@pytest.fixture
def office_of_four(ledger: Ledger) -> Ledger:
    me = ledger.staff.people()[0].pub
    add(ledger, "张一", category="prospect", tags=("老客户", "介绍来的"))
    add(ledger, "张二", responsible=me, tags=("老客户",))
    add(ledger, "李三", kind=CustomerKind.PERSON, contacts=(PHONE,))
    add(ledger, "李四", category="dormant", responsible=me)
    return ledger


def test_each_filter_narrows_the_list_and_all_work_together(office_of_four: Ledger) -> None:
    ledger = office_of_four
    me = ledger.staff.people()[0].pub

    assert names(ledger) == ["李四", "李三", "张二", "张一"]
    assert names(ledger, category="prospect") == ["张一"]
    assert names(ledger, tag="老客户") == ["张二", "张一"]
    assert names(ledger, clerk=me) == ["李四", "张二"]
    assert names(ledger, state=CardState.COMPLETE) == ["李三"]
    assert names(ledger, state=CardState.INCOMPLETE) == ["李四", "张二", "张一"]
    assert names(ledger, text="zhang") == ["张二", "张一"]
    assert names(ledger, text="zhang", clerk=me) == ["张二"]
    assert names(ledger, tag="老客户", category="active", clerk=me) == ["张二"]
    assert names(ledger, category="dormant", tag="老客户") == []
    assert ledger.customers.tags() == ("介绍来的", "老客户")


@pytest.mark.parametrize("asked", [{}, {"tag": "x"}, {"text": "ke"}, {"category": "active"}])
def test_a_list_goes_on_where_the_page_before_ended(asked: dict[str, Any], ledger: Ledger) -> None:
    for n in range(5):
        add(ledger, f"客{n}", tags=("x",))

    asked_for = CustomerFilter(**asked)
    first = ledger.customers.page(asked_for, limit=2)
    second = ledger.customers.page(asked_for, before=first[-1].id, limit=2)
    third = ledger.customers.page(asked_for, before=second[-1].id, limit=2)

    assert [one.name for one in (*first, *second, *third)] == [f"客{n}" for n in (4, 3, 2, 1, 0)]


def test_cards_are_due_by_their_category_and_verified_with_one_click(office: StillOffice) -> None:
    ledger = office.open()
    active, prospect = add(ledger, "活跃的"), add(ledger, "潜在的", category="prospect")
    add(ledger, "停用的", category="ended")
    assert (ledger.customers.due_count(), ledger.customers.due()) == (0, ())

    office.pass_time(days=90)
    assert [one.customer.name for one in ledger.customers.due()] == ["活跃的"]
    assert names(ledger, due=True) == ["活跃的"]
    office.pass_time(days=90)
    found = ledger.customers.due()
    assert [one.customer.name for one in found] == ["活跃的", "潜在的"]
    assert [one.due_on.isoformat() for one in found] == ["2027-02-21", "2027-05-22"]
    assert [one.customer.name for one in ledger.customers.due(after=found[0])] == ["潜在的"]
    assert ledger.customers.due_count() == 2

    ledger.customers.verify(active)

    assert names(ledger, due=True) == ["潜在的"]
    card = ledger.customers.card(active)
    assert card.verified is not None
    assert (card.verified.on.isoformat(), card.verified.by) == ("2027-05-22", "王敏")
    line = ledger.audit.history("customer", active).lines[0]
    assert (line.action, line.field, line.old, line.new) == (
        "customers.verify", "verified_on", "2026-11-23", "2027-05-22 王敏",
    )  # fmt: skip
    ledger.standards.set_category("prospect", 365)
    assert ledger.customers.due_count() == 0
    assert prospect
    assert ledger.audit.check().ok


def test_a_verification_is_taken_back_by_whoever_made_it_the_same_day(office: StillOffice) -> None:
    ledger = office.open()
    pub = add(ledger, "活跃的")
    office.pass_time(days=100)
    verification = ledger.customers.verify(pub).value

    ledger.customers.unverify(pub, verification)

    assert ledger.customers.due_count() == 1
    with pytest.raises(KnownError) as refusal:
        ledger.customers.unverify(pub, verification)
    assert refusal.value.details["reason"] == "not_his"
    late = ledger.customers.verify(pub).value
    office.pass_time(days=1)
    with pytest.raises(KnownError):
        ledger.customers.unverify(pub, late)
    assert ledger.audit.check().ok


def test_an_own_category_is_added_by_whoever_manages_them_and_no_other(ledger: Ledger) -> None:
    add(ledger, "甲", category="重点客户")
    assert list(ledger.standards.categories().cycles)[-1] == "重点客户"

    act_as(ledger, Role.CLERK)
    add(ledger, "乙", category="重点客户")
    with pytest.raises(KnownError) as refusal:
        add(ledger, "丙", category="随便写的")
    assert (refusal.value.field, refusal.value.details["reason"]) == ("category", "not_ours")

    act_as(ledger, Role.OWNER)
    ledger.standards.drop_category("重点客户")
    assert ledger.standards.categories().unlisted == ("重点客户",)
    assert names(ledger, category="重点客户") == ["乙", "甲"]
    for wrong in ("active", "没有的"):
        with pytest.raises(KnownError):
            ledger.standards.drop_category(wrong)
    for days in (-1, 4000):
        with pytest.raises(KnownError) as bad:
            ledger.standards.set_category("VIP", days)
        assert bad.value.field == "days"


def test_whoever_is_stopped_is_offered_to_nobody_and_comes_back_with_a_reason(
    ledger: Ledger,
) -> None:
    pub = add(ledger, "张三")
    ledger.transactions.record(trade("张三"))

    ledger.customers.stop(pub, why="本人来电要求")

    assert ledger.customers.find("张三") == []
    assert names(ledger) == []
    assert names(ledger, state=CardState.STOPPED) == ["张三"]
    with pytest.raises(KnownError) as refusal:
        ledger.transactions.record(replace(trade(None), customer_pub=pub))
    assert refusal.value.code is Code.PROCESSING_STOPPED
    for again in (ledger.customers.stop, ledger.customers.resume):
        with pytest.raises(KnownError):
            again(pub, why="")
    ledger.customers.resume(pub, why="本人撤回")
    assert names(ledger) == ["张三"]
    assert [line.why for line in ledger.audit.history("customer", pub).lines[:2]] == [
        "本人撤回", "本人来电要求",
    ]  # fmt: skip
    assert ledger.audit.check().ok


def test_who_traded_is_kept_as_long_as_the_law_says_and_then_erased(office: StillOffice) -> None:
    ledger = office.open()
    pub = add(ledger, "张三", contacts=(PHONE,), tags=("老客户",))
    ledger.transactions.record(trade("张三"))

    with pytest.raises(KnownError) as refusal:
        ledger.customers.erase(pub, why="本人要求")
    assert refusal.value.code is Code.KEPT_BY_LAW
    assert refusal.value.details == {"until": "2057-01-01"}

    office.pass_time(days=365 * 31)
    ledger.customers.erase(pub, why="本人要求")
    assert ledger.customers.card(pub).customer.name == "—"


def test_an_erased_customer_leaves_his_number_and_nothing_of_himself(ledger: Ledger) -> None:
    pub = add(ledger, "单雄信", contacts=(PHONE,), tags=("老客户",), pinyin="shan xiong xin")
    ledger.customers.keep_number(pub, "cn_ric", "11010519491231002X")
    ledger.corrections.request(
        pub, "company", wrong="", correct="瓦岗寨", evidence="来电", verified_by="小李"
    )
    half = {"customer": pub, "name": "单通"}
    ledger.drafts.keep(Draft(pub="00000000000000d1", form=Form.CARD, texts=half))

    ledger.customers.erase(pub, why="本人要求")

    assert ledger.corrections.of(pub) == ()
    assert ledger.drafts.list() == ()
    card = ledger.customers.card(pub)
    assert (card.customer.code, card.customer.state) == ("C000001", CardState.ERASED)
    assert card.draft == CustomerDraft(name="—")
    assert ledger.customers.numbers(pub) == ()
    assert ledger.customers.find("单") == []
    kept = rows_of(ledger, "SELECT old, new, why FROM change WHERE kind = 'customer'")
    assert kept == [("incomplete", "erased", "本人要求")]
    # The number is nobody else's afterwards.
    assert ledger.customers.by_code("C000001").name == "—"
    assert ledger.customers.add(CustomerDraft(name="别人")).value.code == "C000002"
    with pytest.raises(KnownError):
        ledger.customers.erase(pub, why="再来")
    assert ledger.audit.check().ok
    assert ledger.audit.verify().ok
