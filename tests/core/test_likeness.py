"""Names that may be one name are told; those that differ in what tells people apart are not."""

import pytest

from ledgerdesk.core.likeness import core_of, is_firm, one_slip_apart, sound, variants
from ledgerdesk.storage.pinyin import readings

ALIKE = (
    ("上海华联商贸", "上海华连商贸"),
    ("上海华联商贸", "上海华联贸"),
    ("上海华联商贸", "上海联华商贸"),
    ("qinghetrade", "qinghetrad"),
)
APART = (
    ("青禾一店铺", "青禾二店铺"),
    ("华联3号仓库", "华联4号仓库"),
    ("华联a座仓库", "华联b座仓库"),
    ("上海华联商贸", "上海华联商贸"),
    ("上海华联商贸", "北京华联商贸"),
    ("上海华联商贸", "上海华联"),
    ("城东修理铺子", "城西修理铺子"),
)


@pytest.mark.parametrize(("first", "second"), ALIKE)
def test_names_one_slip_apart_share_a_variant_and_are_told(first: str, second: str) -> None:
    assert one_slip_apart(first, second)
    assert one_slip_apart(second, first)
    assert set(variants(first)) & set(variants(second))


@pytest.mark.parametrize(("first", "second"), APART)
def test_names_that_differ_in_more_or_in_what_tells_branches_apart_are_not(
    first: str, second: str
) -> None:
    assert not one_slip_apart(first, second)


def test_short_names_have_no_variants() -> None:
    assert list(variants("李小明")) == []


def test_a_firm_is_called_by_its_core() -> None:
    assert core_of("上海华联商贸（集团）有限公司") == core_of("上海华联商贸集团")
    assert core_of("Qinghe Trade Co., Ltd.") == "qinghetrade"
    assert core_of("公司") == "公司"
    assert is_firm("青禾贸易有限公司")
    assert not is_firm("张三")


def test_names_of_one_sound_sound_alike() -> None:
    assert sound("张玮", readings) == sound("张伟", readings)
    assert sound("abc", readings) == "abc"
