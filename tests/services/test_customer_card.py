"""A card is changed in one transaction: row, contacts, search keys, history and digest together."""

from dataclasses import replace
from typing import Any

import pytest
from tests.support.still_office import OWNER, act_as, dump, issue, rows_of, trade

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Changes
from ledgerdesk.core.customers import (
    CardState,
    Category,
    Contact,
    ContactKind,
    CustomerCard,
    CustomerDraft,
    CustomerKind,
)
from ledgerdesk.core.drafts import Draft, Form
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.staff import Role

PHONE = Contact(kind=ContactKind.PHONE, value="13800138642")
OTHER_PHONE = Contact(kind=ContactKind.PHONE, value="13900001111", label="财务")
ADDRESS = Contact(kind=ContactKind.ADDRESS, value="二贤庄")
BEFORE = CustomerDraft(name="单雄信", kind=CustomerKind.PERSON, contacts=(PHONE,))


@pytest.fixture
def pub(ledger: Ledger) -> str:
    return ledger.customers.add(BEFORE).value.pub


def change(ledger: Ledger, pub: str, why: str = "", **fields: Any) -> CustomerCard:
    seen = ledger.customers.card(pub).draft
    wanted = replace(seen, **fields)
    return ledger.customers.change(pub, wanted, seen=seen, why=why).value


def told(ledger: Ledger, pub: str) -> list[tuple[str | None, str | None, str | None, str | None]]:
    lines = ledger.audit.history("customer", pub).lines
    return [
        (one.field, one.old, one.new, one.why) for one in lines if one.action == "customers.change"
    ]


def test_a_whole_card_is_changed_and_its_history_says_what_who_and_why(
    ledger: Ledger, pub: str
) -> None:
    me = ledger.staff.people()[0]
    wanted = CustomerDraft(
        name=" 单通 ",
        kind=CustomerKind.COMPANY,
        company="瓦岗寨",
        print_name="单老板",
        pinyin="shan tong",
        contacts=(OTHER_PHONE, PHONE, ADDRESS),
        category="重点客户",
        responsible=me.pub,
    )

    done = ledger.customers.change(
        pub, wanted, seen=ledger.customers.card(pub).draft, why=" 来电更正 "
    )

    card = ledger.customers.card(pub)
    assert done.value == card
    assert done.changes == Changes.CUSTOMERS
    assert card.draft == replace(wanted, name="单通")
    assert (card.customer.code, card.responsible) == ("C000001", OWNER)
    assert sorted(told(ledger, pub), key=str) == sorted(
        [
            ("kind", "person", "company", "来电更正"),
            ("name", "单雄信", "单通", "来电更正"),
            ("company", None, "瓦岗寨", "来电更正"),
            ("print_name", None, "单老板", "来电更正"),
            ("pinyin", None, "shan tong", "来电更正"),
            ("category", "active", "重点客户", "来电更正"),
            ("responsible", None, OWNER, "来电更正"),
            ("phone", None, "13900001111 · 财务", "来电更正"),
            ("address", None, "二贤庄", "来电更正"),
        ],
        key=str,
    )
    assert {line.person for line in ledger.audit.history("customer", pub).lines} == {OWNER}
    assert ledger.audit.verify().ok
    assert ledger.audit.check().ok


def test_he_is_found_by_what_stands_on_the_card_now_and_no_longer_by_what_stood(
    ledger: Ledger, pub: str
) -> None:
    change(ledger, pub, name="程咬金", contacts=(OTHER_PHONE,), pinyin="cheng zhijie")

    for typed in ("程咬", "cyj", "chengzhijie", "1111", "C000001"):
        assert [one.pub for one in ledger.customers.find(typed)] == [pub], typed
    for typed in ("单雄", "shan", "8642"):
        assert ledger.customers.find(typed) == [], typed
    assert ledger.audit.check().ok


def test_a_contact_that_was_put_in_the_place_of_another_is_one_change(
    ledger: Ledger, pub: str
) -> None:
    change(ledger, pub, contacts=(OTHER_PHONE,))

    assert told(ledger, pub) == [("phone", "13800138642", "13900001111 · 财务", None)]


def test_another_order_of_the_contacts_is_a_change_too(ledger: Ledger, pub: str) -> None:
    change(ledger, pub, contacts=(PHONE, ADDRESS))
    change(ledger, pub, contacts=(ADDRESS, PHONE))

    assert ledger.customers.contacts(pub) == (ADDRESS, PHONE)
    assert told(ledger, pub)[0] == ("contacts", "13800138642; 二贤庄", "二贤庄; 13800138642", None)


def test_nothing_is_written_where_nothing_changed(ledger: Ledger, pub: str) -> None:
    before = dump(ledger)
    seen = ledger.customers.card(pub).draft

    done = ledger.customers.change(pub, replace(seen, name=" 单雄信 "), seen=seen)

    assert done.changes == Changes.NOTHING
    assert dump(ledger) == before


def test_issued_receipts_stay_as_they_were(ledger: Ledger) -> None:
    number = issue(ledger, trade("上海华联超市")).number
    before = ledger.receipts.page(number)
    pub = ledger.customers.by_code("C000001").pub

    change(ledger, pub, name="上海华联集团")

    assert ledger.receipts.page(number) == before
    assert rows_of(ledger, "SELECT payer FROM receipt") == [("上海华联超市",)]
    assert ledger.audit.check().ok


def test_two_people_of_one_name_stay_two(ledger: Ledger, pub: str) -> None:
    other = ledger.customers.add(CustomerDraft(name="程咬金")).value

    change(ledger, pub, name="程咬金")

    assert [one.pub for one in ledger.customers.find("程咬金")] == [other.pub, pub]


@pytest.mark.parametrize(
    ("draft", "missing"),
    [
        (CustomerDraft(name="张三"), ("kind", "phone")),
        (CustomerDraft(name="张三", kind=CustomerKind.PERSON), ("phone",)),
        (BEFORE, ()),
        (replace(BEFORE, kind=CustomerKind.COMPANY), ("address",)),
        (replace(BEFORE, kind=CustomerKind.COMPANY, contacts=(PHONE, ADDRESS)), ()),
    ],
)
def test_a_card_is_incomplete_until_it_holds_what_the_standard_asks_for(
    draft: CustomerDraft, missing: tuple[str, ...], ledger: Ledger
) -> None:
    added = ledger.customers.add(draft).value
    state = CardState.INCOMPLETE if missing else CardState.COMPLETE
    assert (added.state, ledger.customers.card(added.pub).missing) == (state, missing)

    card = change(ledger, added.pub, name="改了名")

    assert (card.customer.state, card.missing) == (state, missing)


def test_a_card_that_somebody_changed_meanwhile_is_refused_with_what_changed(
    ledger: Ledger, pub: str
) -> None:
    seen = ledger.customers.card(pub).draft
    change(ledger, pub, company="瓦岗寨", contacts=(OTHER_PHONE,))
    before = dump(ledger)

    with pytest.raises(KnownError) as refused:
        ledger.customers.change(pub, replace(seen, name="单通"), seen=seen)

    assert refused.value.code is Code.CARD_CHANGED
    assert refused.value.details == {"fields": ("company", "phone")}
    assert dump(ledger) == before


def test_the_draft_of_the_form_ends_with_the_change(ledger: Ledger, pub: str) -> None:
    draft = Draft(pub="00000000000000d1", form=Form.CARD, texts={"customer": pub})
    seen = ledger.customers.card(pub).draft
    for wanted, also in ((replace(seen, name="单通"), Changes.CUSTOMERS), (seen, Changes.NOTHING)):
        ledger.drafts.keep(draft)
        done = ledger.customers.change(
            pub, wanted, seen=ledger.customers.card(pub).draft, draft_id=draft.pub
        )
        assert done.changes == Changes.DRAFTS | also or wanted == seen
        assert ledger.drafts.list() == ()


@pytest.mark.parametrize(
    ("fields", "field", "reason"),
    [
        ({"name": " "}, "name", "required"),
        ({"name": "张\ud800"}, "name", "surrogate"),
        ({"category": ""}, "category", "required"),
        ({"category": "长" * 21}, "category", "too_long"),
        ({"pinyin": "\x07"}, "pinyin", "control"),
        ({"responsible": "0" * 16}, "responsible", "unknown"),
        ({"contacts": (replace(PHONE, value=" "),)}, "phone", "required"),
        ({"contacts": (PHONE,) * 51}, "contacts", "too_many"),
    ],
)
def test_what_may_not_stand_on_a_card_is_refused_with_its_field(
    fields: dict[str, Any], field: str, reason: str, ledger: Ledger, pub: str
) -> None:
    before = dump(ledger)

    with pytest.raises(KnownError) as refused:
        change(ledger, pub, **fields)

    assert (refused.value.code, refused.value.field) == (Code.BAD_VALUE, field)
    assert refused.value.details["reason"] == reason
    assert dump(ledger) == before


def test_a_reason_that_is_too_long_is_refused(ledger: Ledger, pub: str) -> None:
    with pytest.raises(KnownError) as refused:
        change(ledger, pub, why="长" * 201, name="单通")

    assert refused.value.field == "why"


def test_nobodys_card_is_neither_read_nor_changed(ledger: Ledger) -> None:
    for call in (
        lambda: ledger.customers.card("0" * 16),
        lambda: ledger.customers.change("0" * 16, BEFORE, seen=BEFORE),
    ):
        with pytest.raises(KnownError) as refused:
            call()
        assert refused.value.code is Code.UNKNOWN_CUSTOMER


def test_who_left_stays_named_on_the_cards_he_had(ledger: Ledger, pub: str) -> None:
    ledger.staff.add("小李", Role.CLERK, "a password of the day")
    clerk = next(one for one in ledger.staff.people() if one.name == "小李")
    change(ledger, pub, responsible=clerk.pub)
    ledger.staff.disable("小李")

    card = change(ledger, pub, company="瓦岗寨")

    assert card.responsible == "小李"
    other = ledger.customers.add(CustomerDraft(name="程咬金")).value
    with pytest.raises(KnownError) as refused:
        change(ledger, other.pub, responsible=clerk.pub)
    assert refused.value.field == "responsible"


def test_a_new_customer_may_have_category_and_clerk_at_once(ledger: Ledger) -> None:
    me = ledger.staff.people()[0].pub
    draft = replace(BEFORE, category=Category.PROSPECT.value, responsible=me)

    pub = ledger.customers.add(draft).value.pub

    assert ledger.customers.card(pub).draft == draft


def test_an_auditor_reads_a_card_and_changes_none(ledger: Ledger, pub: str) -> None:
    act_as(ledger, Role.AUDITOR)

    with pytest.raises(KnownError) as refused:
        change(ledger, pub, name="单通")

    assert refused.value.code is Code.NOT_ALLOWED
