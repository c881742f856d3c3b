"""A header is found by its words, in the firm's spelling or a common one, and never guessed."""

import pytest

from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.import_columns import (
    HEADINGS,
    TRADE_HEADER,
    Column,
    Header,
    find_header,
    folded_heading,
    names_columns,
)
from ledgerdesk.core.tables import Row, column_letters


def header(*cells: str) -> Header:
    return find_header([Row(number=1, cells=cells)])


def refusal(*cells: str) -> KnownError:
    with pytest.raises(KnownError) as refused:
        header(*cells)
    return refused.value


def test_the_firms_own_headings_are_all_known() -> None:
    found = header(*(headings[0] for headings in HEADINGS.values()))

    assert list(found.columns) == list(HEADINGS)
    assert found.ignored == ()


@pytest.mark.parametrize(
    "cells",
    [
        ("客户名称", "手机号", "日期", "金额（元）", "项目"),
        ("Name", "Mobile", "Date", "Amount (CNY)", "Service"),
        (" 姓 名 ", "电话：", "交易日期", "交易金额(元)", "产品 / 服务类型"),
    ],
)
def test_common_synonyms_are_known(cells: tuple[str, ...]) -> None:
    found = header(*cells)

    wanted = (Column.NAME, Column.PHONE, Column.DATE, Column.AMOUNT, Column.ITEM)
    assert dict(found.columns) == {column: place for place, column in enumerate(wanted)}


def test_no_heading_means_two_columns() -> None:
    folded = [folded_heading(text) for texts in HEADINGS.values() for text in texts]
    by_column = {
        column: {folded_heading(text) for text in texts} for column, texts in HEADINGS.items()
    }

    assert len(set(folded)) == sum(len(texts) for texts in by_column.values())


def test_the_firms_own_heading_wins_over_a_synonym_beside_it() -> None:
    found = header("客户", "姓名", "日期", "交易日期", "交易金额")

    assert found.columns[Column.NAME] == 1
    assert found.columns[Column.DATE] == 3
    assert found.ignored == ("客户", "日期")


def test_two_columns_that_may_both_be_the_amount_are_refused() -> None:
    error = refusal("姓名", "日期", "总金额", "实收金额")

    assert error.details == {
        "reason": "column_twice",
        "row": 1,
        "column": "交易金额",
        "places": ("C", "D"),
    }


def test_a_header_that_lacks_a_column_says_which() -> None:
    error = refusal("姓名", "联系电话", "备注")

    assert error.details["reason"] == "columns_missing"
    assert error.details["columns"] == ("交易日期", "交易金额")


def test_a_table_without_a_header_is_refused() -> None:
    assert refusal("张三", "13800138000", "100").details == {"reason": "no_header"}


def test_columns_nothing_is_read_from_are_named() -> None:
    assert header("姓名", "日期", "金额", "星座", "").ignored == ("星座",)


def test_an_export_of_our_own_is_known_by_its_header() -> None:
    assert header(*TRADE_HEADER).is_ours
    assert Column.TRADE in header(*TRADE_HEADER).columns
    assert not header(*TRADE_HEADER[:-1]).is_ours
    assert names_columns(TRADE_HEADER)


@pytest.mark.parametrize(("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ")])
def test_columns_are_named_as_sheets_name_them(index: int, letters: str) -> None:
    assert column_letters(index) == letters
