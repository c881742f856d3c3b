"""Amounts in capitals: our one spelling, every spelling the norms allow, and nothing else."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerdesk.core.capitals import MAX_CAPITALS_FEN, capitals, parse_capitals, with_prefix
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.money import MAX_FEN

DATA = Path(__file__).parents[1] / "data"
TRADITIONAL = str.maketrans("贰叁陆万亿元整零", "貳參陸萬億圓正〇")
# Amounts with long runs of zeros, where the rules about 零 live.
SPARSE = st.lists(st.sampled_from("0000123456789"), min_size=1, max_size=14).map(
    lambda digits: int("".join(digits))
)


def rows() -> list[tuple[int, list[str]]]:
    with (DATA / "capital_amounts.csv").open(encoding="utf-8", newline="") as file:
        return [
            (int(Decimal(row["amount"]) * 100), row["accepted"].split("|"))
            for row in csv.DictReader(file)
        ]


def test_every_sample_amount_is_written_in_its_first_spelling() -> None:
    samples = rows()

    assert len(samples) == 72
    assert [capitals(fen) for fen, _ in samples] == [accepted[0] for _, accepted in samples]


def test_every_accepted_spelling_of_the_samples_reads_back() -> None:
    for fen, accepted in rows():
        assert [parse_capitals(spelling) for spelling in accepted] == [fen] * len(accepted)


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (5, "伍分"),
        (10_70_00_00, "壹拾万零柒仟元整"),
        (1_0000_0001_0000_00, "壹万亿零壹万元整"),
        (1_0001_0000_0000_00, "壹万零壹亿元整"),
        (10_0000_0000_00, "壹拾亿元整"),
        (10_1000_0000_00, "壹拾亿零壹仟万元整"),
        (1_0000_1000_00, "壹亿零壹仟元整"),
        (MAX_FEN, "玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_zeros_are_spoken_once_and_where_a_place_is_empty(fen: int, words: str) -> None:
    assert capitals(fen) == words


def test_the_prefix_stands_without_a_blank() -> None:
    assert with_prefix(123450) == "人民币壹仟贰佰叁拾肆元伍角整"


@given(st.integers(0, 99_999_999_99))
@settings(max_examples=300)
def test_an_everyday_amount_reads_back(fen: int) -> None:
    assert parse_capitals(with_prefix(fen)) == fen


@given(st.integers(0, 9999_9999_9999_99) | SPARSE)
@settings(max_examples=400)
def test_an_amount_up_to_9999_yi_reads_back_in_traditional_forms_too(fen: int) -> None:
    assert parse_capitals(capitals(fen)) == fen
    assert parse_capitals("人民幣 " + capitals(fen).translate(TRADITIONAL)) == fen


@given(st.integers(0, MAX_CAPITALS_FEN) | SPARSE)
@settings(max_examples=200)
def test_the_words_keep_the_rules_of_the_norms(fen: int) -> None:
    words = capitals(fen)

    assert "零零" not in words
    assert "兆" not in words
    assert "圆" not in words
    assert "元零" not in words or (fen % 100 < 10 and not words.endswith("整"))
    assert words.endswith("分") == (fen % 10 != 0)
    assert words.endswith("整") == (fen % 10 == 0)
    assert all(words[i - 1] in "壹贰叁肆伍陆柒捌玖" for i, c in enumerate(words) if c in "拾佰仟")


@given(SPARSE, st.data())
@settings(max_examples=200)
def test_words_with_a_character_lost_are_another_amount_or_refused(
    fen: int, data: st.DataObject
) -> None:
    words = capitals(fen)
    place = data.draw(st.integers(0, len(words) - 1))
    lost = words[:place] + words[place + 1 :]
    try:
        read = parse_capitals(lost)
    except KnownError:
        return
    assert read != fen or words[place] in "零整"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("人民币", "empty"),
        ("拾元整", "not_capitals"),
        ("一百元整", "not_capitals"),
        ("壹佰", "not_capitals"),
        ("万元整", "not_capitals"),
        ("亿元整", "not_capitals"),
        ("壹万万元整", "not_capitals"),
        ("壹亿亿元整", "not_capitals"),
        ("壹拾佰元整", "not_capitals"),
        ("壹元壹分壹角", "not_capitals"),
        ("壹元壹毛", "not_capitals"),
        ("-壹元整", "not_capitals"),
        ("壹元", "spelling"),
        ("整", "spelling"),
        ("元整", "spelling"),
        ("壹佰伍元整", "spelling"),
        ("壹佰零零伍元整", "spelling"),
        ("零壹元整", "spelling"),
        ("壹元壹分", "spelling"),
        ("壹分整", "spelling"),
        ("壹元零壹角整", "spelling"),
        ("壹" * 100_000, "not_capitals"),
    ],
)
def test_a_spelling_no_norm_allows_is_refused(text: str, reason: str) -> None:
    with pytest.raises(KnownError) as caught:
        parse_capitals(text)

    assert caught.value.code is Code.BAD_AMOUNT
    assert caught.value.details == {"reason": reason}


@given(st.text(alphabet="零壹贰玖拾佰仟万亿元角分整正圆人民币〇", max_size=20))
@settings(max_examples=400)
def test_any_words_are_an_allowed_spelling_or_refused(text: str) -> None:
    try:
        read: int | Code = parse_capitals(text)
    except KnownError as refused:
        read = refused.code

    assert read is Code.BAD_AMOUNT or parse_capitals(capitals(int(read))) == read


@pytest.mark.parametrize(("fen", "reason"), [(-1, "negative"), (MAX_CAPITALS_FEN + 1, "too_large")])
def test_an_amount_without_words_is_refused(fen: int, reason: str) -> None:
    with pytest.raises(KnownError) as caught:
        capitals(fen)

    assert caught.value.details == {"reason": reason}


def test_a_prefix_with_a_colon_or_blanks_is_read() -> None:
    assert parse_capitals("人民币： 壹佰 元 整") == 10000
