"""Doubtful cards of a book are told, put aside with a reason, and come back when they change."""

from dataclasses import replace

import pytest
from tests.support.still_office import OWNER, dump

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.customers import Contact, ContactKind, CustomerDraft, CustomerKind
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.services.quality import Facts, Finding, Rule
from ledgerdesk.services.steps.customers.surveying import packed, survey, unpacked

PHONE = Contact(kind=ContactKind.PHONE, value="13800138642")
SAME = Contact(kind=ContactKind.PHONE, value="138 0013 8642")
ID_NUMBER = "11010519491231002X"


@pytest.fixture
def pubs(ledger: Ledger) -> list[str]:
    person = CustomerKind.PERSON
    drafts = (
        CustomerDraft(name="张三", kind=person, contacts=(PHONE,)),
        CustomerDraft(name="李四", kind=person, contacts=(SAME,)),
        CustomerDraft(name="王五", kind=person, company="青禾"),
    )
    return [ledger.customers.add(draft).value.pub for draft in drafts]


def told(ledger: Ledger) -> list[tuple[str, list[str]]]:
    found = ledger.quality.survey().findings
    return [(one.rule.value, [member.name for member in one.members]) for one in found]


def the(ledger: Ledger, rule: Rule) -> Finding:
    (one,) = ledger.quality.survey().of(rule)
    return one


def test_a_survey_counts_every_rule_and_names_the_cards(ledger: Ledger, pubs: list[str]) -> None:
    survey = ledger.quality.survey()

    assert told(ledger) == [("same_phone", ["张三", "李四"]), ("missing", ["王五"])]
    assert (survey.cards, survey.ignored) == (3, 0)
    assert survey.counts == {**dict.fromkeys(Rule, 0), Rule.SAME_PHONE: 1, Rule.MISSING: 1}
    assert the(ledger, Rule.MISSING).said == ("phone",)


def test_a_survey_is_the_same_read_in_small_steps(ledger: Ledger, pubs: list[str]) -> None:
    whole = ledger.quality.facts().facts
    parts: list[Facts] = []
    part = ledger.quality.facts(limit=1)
    while part.after is not None:
        parts += part.facts
        part = ledger.quality.facts(after=part.after, limit=1)

    assert tuple(parts) == whole


def test_a_shared_number_is_found_and_stands_in_no_finding(ledger: Ledger, pubs: list[str]) -> None:
    for pub in pubs[1:]:
        ledger.customers.keep_number(pub, "cn_ric", ID_NUMBER)

    one = the(ledger, Rule.SAME_NUMBER)

    assert [member.name for member in one.members] == ["李四", "王五"]
    assert one.field == "number.cn_ric"
    assert ID_NUMBER not in repr(ledger.quality.facts())
    assert ID_NUMBER not in repr(one)


def test_whoever_was_merged_is_doubtful_no_longer(ledger: Ledger, pubs: list[str]) -> None:
    proposal = ledger.merges.foresee(pubs[0], pubs[1])
    ledger.merges.merge(proposal, proposal.wanted, why="")

    assert told(ledger) == [("missing", ["王五"])]


def test_what_was_put_aside_stays_aside_until_its_facts_change(
    ledger: Ledger, pubs: list[str]
) -> None:
    ledger.quality.ignore(the(ledger, Rule.SAME_PHONE), reason=" 夫妻共用 ")

    assert told(ledger) == [("missing", ["王五"])]
    assert ledger.quality.survey().ignored == 1
    (aside,) = ledger.quality.ignored()
    assert (aside.rule, aside.reason, aside.person) == (Rule.SAME_PHONE, "夫妻共用", OWNER)

    seen = ledger.customers.card(pubs[2]).draft  # a third one with the same phone
    ledger.customers.change(pubs[2], replace(seen, contacts=(PHONE,)), seen=seen)

    assert told(ledger) == [("same_phone", ["张三", "李四", "王五"])]


def test_a_missing_field_put_aside_comes_back_with_another_missing(
    ledger: Ledger, pubs: list[str]
) -> None:
    ledger.quality.ignore(the(ledger, Rule.MISSING), reason="只来一次")
    assert the(ledger, Rule.SAME_PHONE).is_pair

    seen = ledger.customers.card(pubs[2]).draft
    ledger.customers.change(pubs[2], replace(seen, kind=CustomerKind.COMPANY), seen=seen)

    assert the(ledger, Rule.MISSING).said == ("phone", "address")


def test_what_was_put_aside_can_be_taken_up_again(ledger: Ledger, pubs: list[str]) -> None:
    done = ledger.quality.ignore(the(ledger, Rule.SAME_PHONE), reason="夫妻共用")
    ledger.quality.reopen(done.value)

    assert the(ledger, Rule.SAME_PHONE).is_pair
    assert ledger.quality.ignored() == ()
    with pytest.raises(KnownError) as refusal:
        ledger.quality.reopen(done.value)
    assert (refusal.value.field, refusal.value.details["reason"]) == ("finding", "unknown")
    assert ledger.audit.check().ok


def test_a_doubt_put_aside_twice_keeps_the_newer_reason(ledger: Ledger, pubs: list[str]) -> None:
    found = the(ledger, Rule.SAME_PHONE)
    for reason in ("先放一放", "夫妻共用"):
        ledger.quality.ignore(found, reason=reason)

    assert [one.reason for one in ledger.quality.ignored()] == ["夫妻共用"]
    assert ledger.audit.check().ok


def test_a_doubt_is_put_aside_for_a_reason_alone(ledger: Ledger, pubs: list[str]) -> None:
    found, before = the(ledger, Rule.SAME_PHONE), dump(ledger)

    with pytest.raises(KnownError) as refusal:
        ledger.quality.ignore(found, reason="  ")

    assert (refusal.value.code, refusal.value.field) == (Code.BAD_VALUE, "reason")
    assert dump(ledger) == before


def test_a_survey_counts_more_than_it_keeps(ledger: Ledger, pubs: list[str]) -> None:
    facts = ledger.quality.facts().facts

    short = survey(unpacked([packed(facts[:1]), packed(facts[1:])]), (), at_most=0)

    assert short.findings == ()
    assert short.counts == ledger.quality.survey().counts
    assert unpacked([packed(facts)]) == list(facts)
