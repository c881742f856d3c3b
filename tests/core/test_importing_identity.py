"""A row keeps its identity whatever its file; neutralised text comes back as it was."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ledgerdesk.core.neutral import neutralised, restored
from ledgerdesk.core.row_identity import customer_identity, is_identity, trade_key

DAY = date(2026, 1, 2)


def test_a_customer_is_a_name_with_a_phone() -> None:
    known = customer_identity("张三", ("13800138000",), "甲公司")

    assert known == customer_identity("张三", ("+86 138-0013-8000",), "乙公司")
    assert known != customer_identity("张三", ("13800138001",), "甲公司")
    assert known != customer_identity("李四", ("13800138000",), "甲公司")


def test_without_a_phone_a_customer_is_a_name_at_a_company() -> None:
    known = customer_identity("张三", (), "甲公司")

    assert known == customer_identity("张三", (), "甲公司")
    assert known != customer_identity("张三", (), "")
    assert known != customer_identity("张三", ("13800138000",), "甲公司")


def test_an_identity_says_nothing_and_is_told_from_a_number() -> None:
    identity = customer_identity("张三", ("13800138000",), "")

    assert is_identity(identity)
    assert not is_identity("189")
    assert "13800138000" not in identity


def test_every_fact_of_a_trade_counts() -> None:
    keys = {
        trade_key("a", DAY, 1, "x", "n", 0),
        trade_key("b", DAY, 1, "x", "n", 0),
        trade_key("a", date(2026, 1, 3), 1, "x", "n", 0),
        trade_key("a", DAY, 2, "x", "n", 0),
        trade_key("a", DAY, 1, "y", "n", 0),
        trade_key("a", DAY, 1, "x", "m", 0),
        trade_key("a", DAY, 1, "xn", "", 0),
        trade_key("a", DAY, 1, "x", "n", 1),
    }

    assert len(keys) == 8
    assert all(len(key) == 64 for key in keys)


@given(st.text(alphabet="'=+-@\t\r\n＝a1 ", max_size=8) | st.text(max_size=20))
def test_neutralised_text_is_harmless_and_comes_back(text: str) -> None:
    safe = neutralised(text)

    assert safe[:1] not in set("=+-@\t\r\n＝＋－＠")
    assert restored(safe) == text
