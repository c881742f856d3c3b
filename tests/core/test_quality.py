"""Doubts are found by keys: one phone, one number, one name, and what cannot be true."""

from dataclasses import replace

import pytest

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.quality import Facts, Finding, Rule, findings
from ledgerdesk.storage.pinyin import readings


def card(number: int, name: str, **fields: object) -> Facts:
    plain = Facts(
        pub=f"{number:016x}", code=f"C{number:06d}", name=name, company=None, is_company=False
    )
    return replace(plain, **fields)  # type: ignore[arg-type] # fields by their names


def found(*cards: Facts) -> list[tuple[str, str, list[int]]]:
    return [
        (one.rule.value, one.field, [int(member.code[1:]) for member in one.members])
        for one in findings(cards, read=readings)
    ]


def test_one_phone_in_any_spelling_is_told_once_for_all_who_have_it() -> None:
    assert found(
        card(1, "张三", phones=("13800138642",)),
        card(2, "李四", phones=("+86 138-0013-8642", "13800138642")),
        card(3, "王五", phones=("010-66668888", "13900001111")),
        card(4, "赵六", phones=("01066668888-12",)),
    ) == [("same_phone", "phone", [1, 2]), ("same_phone", "phone", [3, 4])]


def test_a_shared_number_is_told_by_its_kind_alone() -> None:
    cards = (
        card(1, "张三", shared=(("cn_ric", 7),)),
        card(2, "李四", shared=(("cn_ric.2", 9),)),
        card(3, "王五", shared=(("cn_ric", 7),)),
    )

    (one,) = findings(cards, read=readings)

    assert (one.rule, one.field, one.said) == (Rule.SAME_NUMBER, "number.cn_ric", ())
    assert [member.name for member in one.members] == ["张三", "王五"]


def test_names_of_one_sound_at_one_company_may_be_one() -> None:
    phones = {"phones": ("13800138642",)}
    assert found(
        card(1, "张伟", company="青禾贸易有限公司"),
        card(2, "张玮", company="青禾贸易"),
        card(3, "章卫", company="别家"),
        card(4, "张薇", **phones),
    ) == [("similar", "name", [1, 2])]


def test_firms_one_slip_apart_may_be_one() -> None:
    assert found(
        card(1, "上海华联商贸有限公司"),
        card(2, "上海华连尚贸有限公司"),
        card(3, "上海华联商留公司"),
        card(4, "上海华联商贸一公司"),
        card(5, "华联商贸上海", is_company=True),
    ) == [("similar", "name", [1, 2]), ("similar", "name", [1, 3])]


def test_namesakes_are_told_only_where_one_has_nothing_else() -> None:
    phone, other = ("13800138642",), ("13900001111",)
    assert found(card(1, "张伟", phones=phone), card(2, "张伟", phones=other)) == []
    assert found(card(1, "张伟", phones=phone), card(2, "张伟")) == [("similar", "name", [1, 2])]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"phones": ("1380013864",)}, "phone"),
        ({"phones": ("没有电话",)}, "phone"),
        ({"emails": ("zhang@qinghe",)}, "email"),
        ({"emails": ("zhang.qinghe.cn",)}, "email"),
        ({"name": "13800138642"}, "name"),
        ({"name": "11010519491231002X"}, "name"),
        ({"name": "？？"}, "name"),
    ],
)
def test_what_cannot_be_true_is_named_with_its_field(fields: dict[str, object], field: str) -> None:
    assert found(replace(card(1, "张三"), **fields)) == [("impossible", field, [1])]  # type: ignore[arg-type] # by their names


def test_what_can_be_true_is_not_told() -> None:
    phones = (
        "13800138642",
        "+86 138 0013 8643",
        "010-66668888-12",
        "400-820-8820",
        "+1 212 5550100",
    )
    assert found(card(1, "O'Neil·张", phones=phones, emails=("a.b@qinghe.com.cn",))) == []


def test_missing_fields_are_one_finding_that_opens_the_first() -> None:
    assert found(card(1, "张三", missing=("kind", "phone"))) == [("missing", "kind", [1])]


def test_a_doubt_is_the_same_in_any_order_and_another_with_another_card() -> None:
    def subject(*cards: Facts) -> str:
        (one,) = findings(cards, read=readings)
        return one.subject

    a, b, c = (card(n, f"客{n}", phones=("13800138642",)) for n in (1, 2, 3))
    assert subject(a, b) == subject(b, a)
    assert subject(a, b) != subject(a, b, c)


def test_a_survey_can_be_stopped() -> None:
    def stop(_done: int, _all: int) -> None:
        raise KnownError(Code.CANCELLED)

    with pytest.raises(KnownError):
        findings([card(1, "张三")], read=readings, progress=stop)


def test_a_finding_of_one_is_no_pair() -> None:
    assert not Finding(rule=Rule.MISSING, members=(), field="phone").is_pair
