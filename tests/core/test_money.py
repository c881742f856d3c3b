"""Amounts and quantities are read without a guess and written to the 分."""

import csv
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.money import (
    MAX_FEN,
    MAX_QUANTITY_MILLI,
    Money,
    format_fen,
    format_quantity,
    line_amount,
    parse_amount,
    parse_quantity,
    yuan_text,
)

DATA = Path(__file__).parents[1] / "data"
FULL_WIDTH = str.maketrans("0123456789,.+¥", "０１２３４５６７８９，．＋￥")
FEN = st.integers(0, MAX_FEN)


def reason_of(text: str, *, allow_negative: bool = False) -> object:
    with pytest.raises(KnownError) as caught:
        parse_amount(text, allow_negative=allow_negative)
    assert caught.value.code is Code.BAD_AMOUNT
    assert caught.value.field == "amount"
    return caught.value.details["reason"]


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("0", 0),
        ("12", 1200),
        ("12.3", 1230),
        ("12.34", 1234),
        ("1,234.50", 123450),
        ("1234567.8", 123456780),
        ("¥1,234.50", 123450),
        ("￥ 1,234.50 元", 123450),
        ("100圆", 10000),
        ("+5", 500),
        ("  5\u3000", 500),
        ("６１３５２．４２", 6135242),
        ("１，２３４。５元", 123450),
        ("1 234 567.89", 123456789),
        ("1\u00a0234", 123400),
        ("007", 700),
        ("-0", 0),
        ("99,999,999,999.99", MAX_FEN),
    ],
)
def test_a_clear_amount_is_read_in_fen(text: str, fen: int) -> None:
    assert parse_amount(text) == fen


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \u3000", "empty"),
        ("1.234", "too_many_decimals"),
        ("12,34,5", "grouping"),
        ("1,23", "grouping"),
        ("1234,567", "grouping"),
        (",123", "grouping"),
        ("1,,234", "grouping"),
        ("1,234 567", "grouping"),
        ("12 34", "grouping"),
        ("1.234,50", "grouping"),
        ("1E5", "scientific_notation"),
        ("3.2e+17", "scientific_notation"),
        ("abc", "not_a_number"),
        ("-", "not_a_number"),
        ("¥", "not_a_number"),
        ("元", "not_a_number"),
        ("12.", "not_a_number"),
        (".5", "not_a_number"),
        ("1.2.3", "not_a_number"),
        ("--5", "not_a_number"),
        ("+-5", "not_a_number"),
        ("¥¥5", "not_a_number"),
        ("5元元", "not_a_number"),
        ("5¥", "not_a_number"),
        ("$5", "not_a_number"),
        ("五", "not_a_number"),
        ("٣", "not_a_number"),
        ("²", "not_a_number"),
        ("½", "not_a_number"),
        ("=1+1", "not_a_number"),
        ("1\x002", "not_a_number"),
        ("\ud800", "not_a_number"),
        ("nan", "not_a_number"),
        ("-5", "negative"),
        ("\u22125", "negative"),
        ("¥-5", "negative"),
        ("100,000,000,000.00", "too_large"),
        ("9" * 100_000, "too_large"),
        ("x" * 100_000, "not_a_number"),
    ],
)
def test_what_would_need_a_guess_is_refused_with_its_reason(text: str, reason: str) -> None:
    assert reason_of(text) == reason


@pytest.mark.parametrize("text", ["-5", "¥-5", "-¥5", "\u22125", "－５元", "- 5"])
def test_a_negative_amount_is_read_where_it_is_allowed(text: str) -> None:
    assert parse_amount(text, allow_negative=True) == -500


def test_the_limit_holds_on_the_negative_side_too() -> None:
    assert parse_amount("-99,999,999,999.99", allow_negative=True) == -MAX_FEN
    assert reason_of("-100,000,000,000", allow_negative=True) == "too_large"


@given(
    fen=FEN,
    full_width=st.booleans(),
    front=st.sampled_from(["", "¥", "￥"]),
    unit=st.sampled_from(["", "元", " 圆"]),
)
@settings(max_examples=150)
def test_every_dress_of_an_amount_reads_back(
    fen: int, *, full_width: bool, front: str, unit: str
) -> None:
    text = format_fen(fen)
    text = text.translate(FULL_WIDTH) if full_width else text

    assert parse_amount(f" {front}{text}{unit}") == fen
    assert parse_amount(text.replace(",", "").replace("，", "")) == fen


@given(st.integers(-MAX_FEN, MAX_FEN))
@settings(max_examples=100)
def test_what_is_written_for_paper_reads_back_with_its_sign(fen: int) -> None:
    assert parse_amount(yuan_text(fen), allow_negative=True) == fen
    assert parse_amount(format_fen(fen, minus="\u2212"), allow_negative=True) == fen


@given(st.text(max_size=80))
@settings(max_examples=300)
def test_any_text_is_an_amount_or_a_known_refusal(text: str) -> None:
    try:
        read: int | Code = parse_amount(text, allow_negative=True)
    except KnownError as refused:
        read = refused.code

    assert read is Code.BAD_AMOUNT or abs(int(read)) <= MAX_FEN


def test_a_refusal_does_not_carry_what_was_typed() -> None:
    with pytest.raises(KnownError) as caught:
        parse_amount("110101190001010014x")

    assert caught.value.details == {"reason": "not_a_number"}


def test_the_amounts_of_the_sample_firm_are_judged_as_expected() -> None:
    expected = json.loads((DATA / "customers.expected.json").read_text("utf-8"))
    with (DATA / "customers.gb18030.csv").open(encoding="gb18030", newline="") as file:
        rows = list(csv.reader(file))
    other_faults = {e["row"] for e in expected["errors"] if e["field"] != "amount"}
    refused, total = set(), 0
    for number, row in enumerate(rows[2:-1], start=3):
        if not any(row) or number in other_faults:
            continue
        try:
            total += parse_amount(row[6])
        except KnownError:
            refused.add(number)

    assert refused == {e["row"] for e in expected["errors"] if e["field"] == "amount"}
    assert total == expected["sum_fen_of_ok"]


@pytest.mark.parametrize(
    ("fen", "text"),
    [(0, "0.00"), (5, "0.05"), (123450, "1,234.50"), (-123450, "-1,234.50"), (-5, "-0.05")],
)
def test_yuan_are_written_with_thousands_and_two_decimals(fen: int, text: str) -> None:
    assert format_fen(fen) == text


def test_the_yuan_sign_stands_before_the_digits_and_before_a_red_minus() -> None:
    assert yuan_text(123450) == "\u00a51,234.50"
    assert yuan_text(-123450) == "\u00a5-1,234.50"


@pytest.mark.parametrize(
    ("text", "milli"),
    [("1", 1000), ("2.5", 2500), ("０．１２５", 125), ("1,000", 1_000_000), ("0", 0)],
)
def test_a_quantity_is_read_in_thousandths(text: str, milli: int) -> None:
    assert parse_quantity(text) == milli


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("1.2345", "too_many_decimals"),
        ("-1", "negative"),
        ("¥1", "not_a_number"),
        ("1元", "not_a_number"),
        ("1,00", "grouping"),
        ("1000000000", "too_large"),
    ],
)
def test_a_doubtful_quantity_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(KnownError) as caught:
        parse_quantity(text)

    assert caught.value.code is Code.BAD_VALUE
    assert caught.value.field == "quantity"
    assert caught.value.details == {"reason": reason}


@given(st.integers(0, MAX_QUANTITY_MILLI))
@settings(max_examples=100)
def test_a_written_quantity_reads_back(milli: int) -> None:
    assert parse_quantity(format_quantity(milli)) == milli


@pytest.mark.parametrize(
    ("milli", "text"),
    [(1000, "1"), (2500, "2.5"), (1_000_125, "1,000.125"), (10, "0.01"), (-1500, "-1.5")],
)
def test_a_quantity_is_written_without_needless_zeros(milli: int, text: str) -> None:
    assert format_quantity(milli) == text


@given(st.integers(0, 10**9), st.integers(0, 10**12))
@settings(max_examples=150)
def test_a_line_is_exact_to_the_fen_or_nothing(milli: int, price: int) -> None:
    amount = line_amount(milli, price)

    if amount is None:
        assert milli * price % 1000 != 0
    else:
        assert amount * 1000 == milli * price


def test_a_third_of_a_fen_is_no_amount() -> None:
    assert line_amount(333, 100) is None
    assert line_amount(1500, 333) is None
    assert line_amount(1500, 334) == 501


def test_money_of_one_currency_adds_and_of_two_does_not() -> None:
    assert Money(fen=150) + Money(fen=-50) == Money(fen=100, currency="CNY")
    assert -Money(fen=5) == Money(fen=-5)
    with pytest.raises(ValueError, match="two currencies"):
        Money(fen=1) + Money(fen=1, currency="HKD")


def test_money_is_never_a_float_nor_of_a_currency_by_sign() -> None:
    with pytest.raises(TypeError, match="whole number"):
        Money(fen=1.5)  # type: ignore[arg-type] # the very mistake the check is for
    with pytest.raises(ValueError, match="ISO 4217"):
        Money(fen=1, currency="¥")
