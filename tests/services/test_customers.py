"""Customers are added with clean words and found by whatever a clerk types."""

from dataclasses import replace

import pytest
from tests.support.still_office import StillOffice, dump, issue, rows_of, trade

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Changes
from ledgerdesk.core.customers import Contact, ContactKind, CustomerDraft, CustomerKind
from ledgerdesk.core.errors import Code, KnownError

FULL = CustomerDraft(
    name="  单雄信 ",
    kind=CustomerKind.PERSON,
    company="瓦岗寨",
    print_name="单老板",
    pinyin="shan xiong xin",
    contacts=(
        Contact(kind=ContactKind.PHONE, value="+86 138-0013-8642", label=" 手机 "),
        Contact(kind=ContactKind.ADDRESS, value="二贤庄"),
    ),
)
MILLION = 1_000_000


def test_a_customer_is_added_with_the_next_code(ledger: Ledger) -> None:
    done = ledger.customers.add(FULL)
    added = done.value

    assert (added.code, added.name, added.kind) == ("C000001", "单雄信", CustomerKind.PERSON)
    assert (added.company, added.print_name, added.pinyin) == (
        "瓦岗寨", "单老板", "shan xiong xin",
    )  # fmt: skip
    assert done.changes == Changes.CUSTOMERS
    assert rows_of(ledger, "SELECT position, kind, value, label FROM customer_contact") == [
        (0, "phone", "+86 138-0013-8642", "手机"), (1, "address", "二贤庄", None),
    ]  # fmt: skip
    assert ledger.customers.by_code(" c000001 ") == added
    assert ledger.audit.check().ok


@pytest.mark.parametrize(
    "typed", ["单雄", "shan", "sxx", "dan", "8642", "13800138642", "C000001", "c00", "瓦岗", "wgz"]
)
def test_a_customer_is_found_by_what_is_typed(typed: str, ledger: Ledger) -> None:
    added = ledger.customers.add(FULL).value
    ledger.customers.add(CustomerDraft(name="李四"))

    found = ledger.customers.find(typed)

    assert added in found
    if typed != "c00":
        assert found == [added]


def test_an_alias_finds_its_customer_first(ledger: Ledger, office: StillOffice) -> None:
    old, new = (ledger.customers.add(CustomerDraft(name=name)).value for name in ("甲", "A12乙"))
    with ledger._opened.desk.upkeep() as act:
        with act.changing("customer", old.pub):
            act.tx.run("INSERT INTO customer_alias VALUES (1, ?, 'code', 'A12')", (old.id,))
        act.close_entry("customers.change")

    assert ledger.customers.find(" A12 ") == [old, new]


@pytest.mark.parametrize("state", ["stopped", "merged"])
def test_who_is_stopped_or_merged_is_not_found(state: str, ledger: Ledger) -> None:
    added = ledger.customers.add(FULL).value
    with ledger._opened.desk.upkeep() as act:
        with act.changing("customer", added.pub):
            act.tx.run("UPDATE customer SET state = ?", (state,))
        act.close_entry("customers.change")

    assert ledger.customers.find("单雄信") == []


def test_the_newest_come_first_and_no_more_than_asked(ledger: Ledger) -> None:
    added = [ledger.customers.add(CustomerDraft(name=f"张{n}")).value for n in range(4)]

    assert ledger.customers.find("张", limit=3) == added[:0:-1]


@pytest.mark.parametrize("typed", ["", " ", "\ud800", "a\ud800b", '"*', "张" * MILLION, "\x00"])
def test_nothing_that_is_typed_breaks_the_search(typed: str, ledger: Ledger) -> None:
    ledger.customers.add(FULL)

    assert ledger.customers.find(typed) == []


@pytest.mark.parametrize("code", ["C000009", "", "\ud800", "x" * MILLION])
def test_an_unknown_code_is_refused(code: str, ledger: Ledger) -> None:
    with pytest.raises(KnownError) as refusal:
        ledger.customers.by_code(code)

    assert refusal.value.code in {Code.UNKNOWN_CUSTOMER, Code.BAD_VALUE}


def test_two_people_of_one_name_are_two_customers(ledger: Ledger) -> None:
    first, second = (ledger.customers.add(CustomerDraft(name="张三")).value for _ in range(2))

    assert (first.code, second.code) == ("C000001", "C000002")
    assert ledger.customers.find("张三") == [second, first]


@pytest.mark.parametrize(
    ("draft", "field", "reason"),
    [
        (CustomerDraft(name=""), "name", "required"),
        (CustomerDraft(name="\u200b"), "name", "required"),
        (CustomerDraft(name="张\ud800"), "name", "surrogate"),
        (CustomerDraft(name="张\u202e三"), "name", "bidi"),
        (CustomerDraft(name="张\n三"), "name", "control"),
        (CustomerDraft(name="张" * MILLION), "name", "too_long"),
        (CustomerDraft(name="张", company="a\ufdd0"), "company", "noncharacter"),
        (CustomerDraft(name="张", print_name="张" * 201), "print_name", "too_long"),
        (CustomerDraft(name="张", pinyin="\x07z"), "pinyin", "control"),
        (
            CustomerDraft(name="张", contacts=(Contact(kind=ContactKind.PHONE, value=" "),)),
            "phone",
            "required",
        ),
        (
            CustomerDraft(
                name="张", contacts=(Contact(kind=ContactKind.EMAIL, value="x", label="\ud800"),)
            ),
            "label",
            "surrogate",
        ),
    ],
)
def test_hostile_text_is_refused_with_its_field(
    draft: CustomerDraft, field: str, reason: str, ledger: Ledger
) -> None:
    before = dump(ledger)

    with pytest.raises(KnownError) as refusal:
        ledger.customers.add(draft)

    assert (refusal.value.code, refusal.value.field) == (Code.BAD_VALUE, field)
    assert refusal.value.details["reason"] == reason
    assert dump(ledger) == before


@pytest.mark.parametrize("name", ["O'Brien; DROP TABLE trade", "<b>张</b>", "𠮷田", "=1+1", "%_"])
def test_odd_names_come_back_as_they_were(name: str, ledger: Ledger) -> None:
    assert ledger.customers.add(CustomerDraft(name=name)).value.name == name
    assert ledger.customers.by_code("C000001").name == name


def test_a_payer_typed_at_the_desk_is_found_afterwards(ledger: Ledger) -> None:
    issue(ledger, trade("上海华联超市"))

    assert [found.code for found in ledger.customers.find("hlcs")] == ["C000001"]


def test_whoever_traded_last_is_offered_first(ledger: Ledger, office: StillOffice) -> None:
    pubs = [ledger.customers.add(CustomerDraft(name=f"张{n}")).value.pub for n in "甲乙丙丁"]
    for place in (2, 0):
        issue(ledger, replace(trade(None, 1_000 + place), customer_pub=pubs[place]))
        office.pass_time(minutes=1)

    assert [one.name for one in ledger.customers.find("zhang")] == ["张甲", "张丙", "张丁", "张乙"]


def test_whoever_traded_last_is_offered_first_among_more_than_fit(
    ledger: Ledger, office: StillOffice
) -> None:
    regular = ledger.customers.add(CustomerDraft(name="张三")).value
    for n in range(4):
        ledger.customers.add(CustomerDraft(name=f"张{n}"))
    issue(ledger, replace(trade(None), customer_pub=regular.pub))

    assert [one.name for one in ledger.customers.find("张", limit=2)] == ["张三", "张3"]


def test_a_trade_under_a_merged_card_counts_for_whom_he_lives_on_as(
    ledger: Ledger, office: StillOffice
) -> None:
    drafts = (CustomerDraft(name=name) for name in ("张三", "张叁", "张四"))
    pubs = [ledger.customers.add(draft).value.pub for draft in drafts]
    issue(ledger, replace(trade(None), customer_pub=pubs[1]))
    proposal = ledger.merges.foresee(pubs[0], pubs[1])
    ledger.merges.merge(proposal, proposal.wanted, why="")

    assert [one.name for one in ledger.customers.find("张", limit=1)] == ["张三"]
    assert [one.name for one in ledger.customers.find("张叁")] == ["张三"]
    assert [one.name for one in ledger.customers.find("zs")] == ["张三", "张四"]
