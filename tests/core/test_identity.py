"""People's and firms' numbers: the checks catch what their algorithms promise to catch."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerdesk.core.identity import (
    Kind,
    Verdict,
    check_number,
    masked,
    organisation_check,
    phone_digits,
    ric_check,
    uscc_check,
)

DATA = Path(__file__).parents[1] / "data"
TODAY = date(2026, 11, 23)
FULL_WIDTH = str.maketrans("0123456789X+-", "０１２３４５６７８９Ｘ＋－")
USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
REASON_OF_NOTE = {
    "check digit": {"check_digit"},
    "check char": {"check_digit"},
    "birth year < 1900": {"birth_date"},
    "birth date": {"birth_date"},
    "birth date in future": {"birth_in_future"},
    "first digit": {"first"},
    "organisation code check (GB 11714)": {"organisation_check"},
    "Luhn": {"check_digit"},
    "format": {"length", "first_generation", "first", "format"},
}


def judge(kind: str, value: str) -> Verdict:
    return check_number(kind, value, today=TODAY)


def samples() -> list[dict[str, str]]:
    with (DATA / "ids.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@st.composite
def residents(draw: st.DrawFn) -> str:
    province = draw(st.sampled_from(["11", "31", "44", "50", "65", "71", "81"]))
    born = draw(st.dates(date(1900, 1, 1), TODAY))
    digits = f"{province}{draw(st.integers(0, 9999)):04d}{born:%Y%m%d}"
    digits += f"{draw(st.integers(0, 999)):03d}"
    return digits + ric_check(digits)


@st.composite
def firms(draw: st.DrawFn) -> str:
    front = draw(st.sampled_from("123456789ANY")) + draw(st.sampled_from(USCC))
    organisation = draw(st.text(USCC, min_size=8, max_size=8))
    code = f"{front}{draw(st.integers(0, 999999)):06d}{organisation}"
    code += organisation_check(organisation)
    return code + uscc_check(code)


@pytest.mark.parametrize("row", samples(), ids=lambda row: f"{row['kind']}-{row['value']}")
def test_every_sample_number_is_judged_as_its_note_says(row: dict[str, str]) -> None:
    verdict = judge(row["kind"], row["value"])

    assert verdict.valid == (row["valid"] == "1")
    if verdict.valid:
        assert verdict.reason is None
        assert verdict.severity is None
    else:
        assert verdict.reason in REASON_OF_NOTE[row["note"].rsplit("[", 1)[1].rstrip("]")]
        refused = row["kind"] in {"cn_ric", "cn_uscc"}
        assert verdict.severity == ("refuse" if refused else "warn")


def test_the_samples_hold_every_kind_but_the_old_permanent_residence_card() -> None:
    assert {row["kind"] for row in samples()} == set(Kind) - {Kind.FPR_OLD}


@given(residents())
@settings(max_examples=100)
def test_a_residents_number_made_by_the_rules_is_valid_in_any_dress(number: str) -> None:
    dressed = f" '{number[:6]} {number[6:14]} {number[14:].lower()}".translate(FULL_WIDTH)

    assert judge("cn_ric", number) == Verdict(valid=True, reason=None, severity=None, normal=number)
    assert judge("cn_ric", dressed).normal == number


@given(residents(), st.integers(0, 17), st.integers(1, 9))
@settings(max_examples=200)
def test_one_changed_digit_of_a_residents_number_is_always_caught(
    number: str, place: int, step: int
) -> None:
    if place == 17:
        alphabet = "0123456789X"
        wrong = alphabet[(alphabet.index(number[17]) + step) % 11]
    else:
        wrong = str((int(number[place]) + step) % 10)

    assert not judge("cn_ric", number[:place] + wrong + number[place + 1 :]).valid


@given(residents(), st.integers(0, 15))
@settings(max_examples=150)
def test_two_swapped_neighbours_of_a_residents_number_are_always_caught(
    number: str, place: int
) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]

    assert judge("cn_ric", swapped).valid == (swapped == number)


@given(firms(), st.integers(0, 17), st.integers(1, 30))
@settings(max_examples=200)
def test_one_changed_character_of_a_firms_code_is_always_caught(
    code: str, place: int, step: int
) -> None:
    wrong = USCC[(USCC.index(code[place]) + step) % 31]

    assert judge("cn_uscc", code).valid
    assert not judge("cn_uscc", code[:place] + wrong + code[place + 1 :]).valid


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("", "empty"),
        ("3.20102E+17", "scientific_notation"),
        ("3.20102e17", "scientific_notation"),
        ("３．２Ｅ＋１７", "scientific_notation"),
        ("320102194404244570", "check_digit"),
        ("001011900010100141", "region"),
        ("99010119000101001X", "region"),
        ("11010119000101O014", "alphabet"),
        ("1101011900010100l4", "alphabet"),
        ("1" * 100_000, "length"),
        ("\ud800", "length"),
    ],
)
def test_a_wrong_residents_number_is_refused_with_its_reason(number: str, reason: str) -> None:
    verdict = judge("cn_ric", number)

    assert (verdict.reason, verdict.severity) == (reason, "refuse")


@pytest.mark.parametrize("kind", list(Kind))
def test_scientific_notation_is_refused_whatever_the_kind(kind: Kind) -> None:
    verdict = check_number(kind, "6.22848E+18", today=TODAY)

    assert verdict.reason == "scientific_notation"
    assert verdict.severity == "refuse"


@pytest.mark.parametrize("region", ["810000", "820000", "830000"])
def test_a_residence_permits_number_is_valid_as_itself_and_as_a_residents(region: str) -> None:
    digits = f"{region}19010101001"
    number = digits + ric_check(digits)

    assert judge("hmt_residence", number).valid
    assert judge("cn_ric", number).valid


def test_a_mainlanders_number_is_no_residence_permit() -> None:
    verdict = judge("hmt_residence", "110101190001010014")

    assert (verdict.reason, verdict.severity) == ("region", "warn")


def test_somebody_is_born_today_but_not_tomorrow() -> None:
    today, tomorrow = "11010120261123001", "11010120261124001"

    assert judge("cn_ric", today + ric_check(today)).valid
    assert judge("cn_ric", tomorrow + ric_check(tomorrow)).reason == "birth_in_future"


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("9111000060000001SW", "alphabet"),
        ("91A10000600000013W", "region"),
        ("B1110000600000013W", "first"),
    ],
)
def test_a_wrong_firms_code_is_refused_with_its_reason(code: str, reason: str) -> None:
    verdict = judge("cn_uscc", code)

    assert (verdict.reason, verdict.severity) == (reason, "refuse")


@pytest.mark.parametrize(
    "text",
    [
        "13800138000",
        "+8613800138000",
        "008613800138000",
        "8613800138000",
        "+86-138-0013-8000",
        "(+86) 138 0013 8000",
        " １３８００１３８０００ ",
        "138\u20110013\u20138000",
    ],
)
def test_a_mobile_number_is_normal_in_any_dress(text: str) -> None:
    assert judge("mobile", text).normal == "13800138000"
    assert judge("mobile", text).valid


@pytest.mark.parametrize(
    ("text", "reason"),
    [("12800138000", "first"), ("1380013800a", "alphabet"), ("+1 380 0138", "alphabet")],
)
def test_a_wrong_mobile_number_warns_with_its_reason(text: str, reason: str) -> None:
    assert (judge("mobile", text).reason, judge("mobile", text).severity) == (reason, "warn")


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("010-62345678", "010-62345678"),
        ("01062345678", "010-62345678"),
        ("(010) 6234 5678", "010-62345678"),
        ("021-6234-5678", "021-62345678"),
        ("+86 21 6234 5678", "021-62345678"),
        ("0086-0755-88888888", "0755-88888888"),
        ("0312-8888888-1", "0312-8888888-1"),
        ("0312-8888888转801", "0312-8888888-801"),
        ("0312-8888888 分机 801", "0312-8888888-801"),
        ("0312-8888888 ext. 801", "0312-8888888-801"),
        ("0312-8888888#801", "0312-8888888-801"),
        ("400-123-4567", "4001234567"),
        ("4001-234-567", "4001234567"),
        ("800 123 4567 - 8", "8001234567-8"),
    ],
)
def test_a_landline_is_normal_in_any_dress(text: str, normal: str) -> None:
    assert judge("landline", text) == Verdict(valid=True, reason=None, severity=None, normal=normal)


@pytest.mark.parametrize(
    "text",
    ["62345678", "010-6234567", "021-623456789", "0012-8888888", "0312-888888", "500-123-4567"],
)
def test_a_landline_of_no_area_or_length_warns(text: str) -> None:
    assert (judge("landline", text).reason, judge("landline", text).severity) == ("format", "warn")


@pytest.mark.parametrize(
    ("kind", "value", "valid"),
    [
        ("bank_card", "6228 4800 0000 0000 000", True),
        ("bank_card", "622848000000", False),
        ("bank_card", "62284800000000000000", False),
        ("bank_card", "62284800000X", False),
        ("fpr_old", "USA110019010101", True),
        ("fpr_old", "US1110019010101", False),
        ("hk_macau_permit", "h0123456701", True),
        ("hk_macau_permit", "H0123456", False),
        ("taiwan_permit", "0123456701", True),
        ("taiwan_permit", "0123456", False),
        ("passport_cn", "E12345678", True),
        ("passport_cn", "G12345678", True),
        ("passport_cn", "EO0000001", False),
    ],
)
def test_the_other_kinds_are_judged_by_shape_and_only_warn(
    kind: str, value: str, *, valid: bool
) -> None:
    verdict = judge(kind, value)

    assert verdict.valid == valid
    assert verdict.severity == (None if valid else "warn")


@given(st.integers(0, 18), st.integers(1, 9))
@settings(max_examples=100)
def test_one_changed_digit_of_a_bank_card_is_always_caught(place: int, step: int) -> None:
    card = "6228480000000000000"
    wrong = str((int(card[place]) + step) % 10)

    assert not judge("bank_card", card[:place] + wrong + card[place + 1 :]).valid


@given(st.sampled_from(list(Kind)), st.text(max_size=30) | st.text("0123456789X-+E. ", max_size=22))
@settings(max_examples=300)
def test_any_text_gets_a_verdict_with_a_reason_exactly_when_it_is_wrong(
    kind: Kind, text: str
) -> None:
    verdict = check_number(kind, text, today=TODAY)

    assert verdict.valid == (verdict.reason is None) == (verdict.severity is None)
    if verdict.valid:
        assert check_number(kind, verdict.normal, today=TODAY) == verdict


def test_an_unknown_kind_is_a_bug_not_a_verdict() -> None:
    with pytest.raises(ValueError, match="tax_card"):
        judge("tax_card", "1")


def test_a_verdict_does_not_show_the_number_when_it_is_printed() -> None:
    assert "110101" not in repr(judge("cn_ric", "110101190001010014"))


def test_the_id_numbers_of_the_sample_firm_are_judged_as_expected() -> None:
    expected = json.loads((DATA / "customers.expected.json").read_text("utf-8"))
    with (DATA / "customers.gb18030.csv").open(encoding="gb18030", newline="") as file:
        rows = list(csv.reader(file))
    refused = {
        number
        for number, row in enumerate(rows[2:-1], start=3)
        if any(row) and row[10] and not judge("cn_ric", row[10]).valid
    }

    assert refused == {e["row"] for e in expected["errors"] if e["field"] == "id_number"}


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("110101190001010014", "110101********0014"),
        ("6228480000000000000", "622848*********0000"),
        ("13800138000", "138****8000"),
        ("EA0000001", "E******01"),
        ("123456", "******"),
        ("", ""),
    ],
)
def test_a_mask_shows_the_ends_of_a_long_number_and_little_of_a_short_one(
    value: str, shown: str
) -> None:
    assert masked(value) == shown


@given(st.text(max_size=30))
@settings(max_examples=60)
def test_a_mask_keeps_the_length_and_hides_at_least_a_third(value: str) -> None:
    hidden = sum(1 for seen, true in zip(masked(value), value, strict=True) if seen == "*")

    assert hidden * 3 >= len(value)


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("+86 138-0013-8000", "13800138000"),
        ("(021)62345678-801", "02162345678"),
        ("400-123-4567-8", "4001234567"),
        ("138 0013", "1380013"),
        ("无", ""),
    ],
)
def test_a_phone_is_looked_up_by_its_digits_without_country_and_extension(
    text: str, digits: str
) -> None:
    assert phone_digits(text) == digits
