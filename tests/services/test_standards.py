"""One standard judges the form's card, the import's and every card in the book."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.customers import (
    CardState,
    Contact,
    ContactKind,
    CustomerDraft,
    CustomerFilter,
    CustomerKind,
)
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.standards import GIVEN, Needed, Rule, Shape, Standard, problems_of

PHONE = Contact(kind=ContactKind.PHONE, value="13800138642")
DONE = CustomerDraft(name="张三", kind=CustomerKind.PERSON, contacts=(PHONE,))


def standard(*rules: Rule) -> Standard:
    told = {rule.field: rule for rule in rules}
    return Standard(version=1, rules=tuple(told.get(rule.field, rule) for rule in GIVEN.rules))


def found(draft: CustomerDraft, *rules: Rule) -> list[tuple[str, str]]:
    return [(one.field, one.rule) for one in problems_of(draft, standard(*rules))]


def test_the_given_standard_asks_for_name_kind_phone_and_a_companys_address() -> None:
    assert found(CustomerDraft(name="张三")) == [("kind", "asked_for"), ("phone", "asked_for")]
    assert found(DONE) == []
    assert found(replace(DONE, kind=CustomerKind.COMPANY)) == [("address", "asked_for")]


def test_a_field_has_to_look_as_asked_and_to_be_one_of_the_words_allowed() -> None:
    odd = Contact(kind=ContactKind.PHONE, value="12345")
    wrong = replace(DONE, contacts=(PHONE, odd), company="乙公司", tags=("新",))

    assert found(wrong, Rule(field="phone", shape=Shape.PHONE)) == [("phone", "shape")]
    assert found(wrong, Rule(field="company", allowed=("甲公司",))) == [("company", "not_allowed")]
    assert found(wrong, Rule(field="tags", allowed=("新", "老"))) == []
    assert found(DONE, Rule(field="consent", needed=Needed.PERSON)) == [("consent", "asked_for")]
    agreed = replace(DONE, consent_on=date(2026, 11, 1))
    assert found(agreed, Rule(field="consent", needed=Needed.PERSON)) == []


@pytest.mark.parametrize(
    ("shape", "right", "wrong"),
    [
        (Shape.MOBILE, "13800138642", "01012345678"),
        (Shape.PHONE, "010-12345678", "12"),
        (Shape.EMAIL, "a@b.cn", "a@b"),
        (Shape.DIGITS, "0123", "1a"),
        (Shape.HAN, "买买提·艾力", "Ma"),
    ],
)
def test_every_shape_tells_right_from_wrong(shape: Shape, right: str, wrong: str) -> None:
    rule = Rule(field="company", shape=shape)

    assert found(replace(DONE, company=right), rule) == []
    assert found(replace(DONE, company=wrong), rule) == [("company", "shape")]


def test_a_new_version_judges_every_card_anew_and_stands_in_the_log(ledger: Ledger) -> None:
    pub = ledger.customers.add(DONE).value.pub
    assert ledger.customers.card(pub).customer.state is CardState.COMPLETE

    done = ledger.standards.change(
        [Rule(field="email", needed=Needed.EVERYBODY, hint="用公司邮箱", purpose="寄对账单")]
    )

    assert done.value.version == 1
    assert ledger.standards.current() == done.value
    card = ledger.customers.card(pub)
    assert (card.customer.state, card.missing) == (CardState.INCOMPLETE, ("email",))
    (version,) = ledger.standards.versions()
    assert (version.person, version.standard) == ("王敏", done.value)
    ledger.standards.change([Rule(field="email")])
    assert ledger.customers.card(pub).customer.state is CardState.COMPLETE
    assert [one.standard.version for one in ledger.standards.versions()] == [2, 1]
    assert ledger.audit.check().ok


def test_rules_that_change_nothing_write_nothing_and_a_stop_leaves_nothing(ledger: Ledger) -> None:
    ledger.customers.add(DONE)
    assert ledger.standards.change(GIVEN.rules).value == GIVEN

    class StopError(Exception):
        """Somebody pressed cancel."""

    def stop(_done: int, _all: int) -> None:
        raise StopError

    with pytest.raises(StopError):
        ledger.standards.change([Rule(field="email", needed=Needed.EVERYBODY)], stop)
    assert ledger.standards.versions() == ()
    assert ledger.audit.check().ok


def test_too_many_words_are_refused_with_their_field(ledger: Ledger) -> None:
    with pytest.raises(KnownError) as refusal:
        ledger.standards.change([Rule(field="company", allowed=tuple(map(str, range(101))))])

    assert refusal.value.field == "company"


def test_an_import_judges_by_the_same_standard_also_whom_it_adds_to(
    ledger: Ledger, tmp_path: Path
) -> None:
    ledger.standards.change([Rule(field="kind"), Rule(field="phone", needed=Needed.EVERYBODY)])
    known = ledger.customers.add(CustomerDraft(name="王五", company="甲")).value.pub
    assert ledger.customers.card(known).customer.state is CardState.INCOMPLETE
    table = tmp_path / "t.csv"
    table.write_text(
        "姓名,联系电话,公司名称,交易日期,交易金额\n"
        "李四,,,2026-01-02,5\n赵六,13900001111,,2026-01-02,5\n王五,,甲,2026-01-02,5\n"
        "王五,13900002222,甲,2026-01-03,5\n",
        encoding="utf-8",
    )

    ledger.imports.run(table)

    states = {one.name: one.state for one in ledger.customers.page(CustomerFilter())}
    assert states["李四"] is CardState.INCOMPLETE
    assert states["赵六"] is CardState.COMPLETE
    assert ledger.audit.check().ok
