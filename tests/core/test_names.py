"""A customer's keys are complete and bounded, and no query can break the search."""

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerdesk.core.names import (
    KEY_CHARACTERS,
    MAX_QUERY_WORDS,
    MAX_STARTS,
    MAX_VARIANTS,
    NAME_CHARACTERS,
    query_terms,
    search_terms,
)
from ledgerdesk.core.surnames import COMPOUND, SINGLE

DATA = Path(__file__).parents[1] / "data"
READINGS = {
    "单": ("dan", "chan", "shan"),
    "雄": ("xiong",),
    "信": ("xin", "shen"),
    "吕": ("lv",),
    "略": ("lve",),
    "欧": ("ou",),
    "阳": ("yang",),
    "修": ("xiu",),
    "于": ("yu",),
    "飞": ("fei",),
    "张": ("zhang",),
    "伟": ("wei",),
    "乐": ("le", "yue"),
}
LETTERS = st.characters() | st.sampled_from("".join(READINGS))
# One expression of ours: quoted words, each perhaps a beginning, joined by AND and OR.
_WORD = r'"[^"\x00]+"\*?'
_EITHER = rf"(?:{_WORD}|\({_WORD} OR {_WORD}\))"
_ALL = rf"{_EITHER}(?: AND {_EITHER})*"
SAFE = re.compile(rf"(?:{_ALL}|\({_ALL}\) OR {_WORD})?")


def read(character: str) -> tuple[str, ...]:
    return READINGS.get(character, ())


def keys(name: str, hand_pinyin: str | None = None) -> set[str]:
    return set(search_terms(name, read=read, hand_pinyin=hand_pinyin))


def test_a_surname_is_spelt_as_a_surname_and_as_the_character_from_every_start() -> None:
    assert {
        *("单", "雄", "信"),
        *("shanxiongxin", "danxiongxin", "chanxiongxin", "xiongxin", "xin", "xiongshen"),
        *("sxx", "dxx", "cxx", "xx", "x"),
    } <= keys("单雄信")


def test_the_surnames_reading_is_tried_before_the_everyday_one() -> None:
    terms = search_terms("单雄信", read=read)

    assert terms[:3] == ["单", "雄", "信"]
    assert terms.index("shanxiongxin") < terms.index("danxiongxin")


def test_u_with_dots_is_spelt_v_u_and_yu() -> None:
    assert {"lvlve", "lulve", "lyulve", "lvlue", "lvlyue", "lve", "lue", "lyue"} <= keys("吕略")


def test_a_compound_surname_is_spelt_whole_and_its_first_character_alone() -> None:
    assert {"chanyufei", "shanyufei", "danyufei", "cyf", "syf", "yufei", "yf"} <= keys("单于飞")
    assert {"ouyangxiu", "yangxiu", "oyx", "yx"} <= keys("欧阳修")


def test_a_compound_surname_may_be_a_single_one_the_library_does_not_read_so() -> None:
    terms = search_terms("单于飞", read={"单": ("dan",), "于": ("yu",), "飞": ("fei",)}.__getitem__)

    assert {"chanyufei", "shanyufei", "danyufei"} <= set(terms)


def test_rare_characters_side_by_side_are_tokens_of_their_own() -> None:
    assert search_terms("𠮷𠀀㐀\ue5e5\ue5e6", read=read) == ["𠮷", "𠀀", "㐀", "\ue5e5", "\ue5e6"]


def test_every_single_surname_of_the_table_is_a_key_with_its_initial() -> None:
    missing = [
        surname for surname, reading in SINGLE.items() if not {reading, reading[0]} <= keys(surname)
    ]

    assert missing == []


def test_every_sample_surname_is_in_the_tables() -> None:
    with (DATA / "surnames.csv").open(encoding="utf-8", newline="") as file:
        samples = {row["surname"]: row["reading"] for row in csv.DictReader(file)}
    compound = {surname: " ".join(pair) for surname, pair in COMPOUND.items()}

    assert samples.items() <= (SINGLE | compound).items()


def test_the_tables_hold_syllables_of_keyboard_letters() -> None:
    assert len(SINGLE) >= 40
    assert len(COMPOUND) >= 20
    assert all(len(surname) == 1 for surname in SINGLE)
    assert all(len(surname) == 2 for surname in COMPOUND)
    spelt = [*SINGLE.values(), *(syllable for pair in COMPOUND.values() for syllable in pair)]
    assert all(re.fullmatch(r"[a-z]{2,6}", syllable) for syllable in spelt)


@pytest.mark.parametrize("hand", ["ji tian yi", "jí tián yī", "JI'TIAN-YI", "jǐ  tian\u3000yi"])
def test_pinyin_set_by_hand_is_a_reading_where_the_library_has_none(hand: str) -> None:
    assert {"jitianyi", "tianyi", "jty", "ty"} <= keys("𠮷田一", hand)


def test_pinyin_set_by_hand_adds_to_the_readings_and_takes_none_away() -> None:
    assert {"danxiongxin", "shanxiongxin"} <= keys("单雄信", "dan xiong xin")
    assert {"lü".replace("ü", letters) for letters in ("v", "u", "yu")} <= keys("驴", "lǘ")


def test_pinyin_set_by_hand_in_words_starts_at_each_word() -> None:
    assert {"shanxiongxin", "xiongxin", "sx"} <= keys("单雄信", "shan xiongxin")


def test_hand_set_pinyin_that_is_no_pinyin_adds_nothing() -> None:
    assert keys("张伟", '"*( 12 张') == keys("张伟")


def test_a_character_no_library_reads_is_found_by_itself_and_by_the_rest() -> None:
    assert {"𠮷", "张", "zhang", "z"} <= keys("𠮷张")


def test_latin_words_are_lower_case_whole_and_between_the_pinyin() -> None:
    assert {"mbp", "张", "4s", "伟", "mbpzhang4swei", "mbpz4sw", "z4sw", "wei"} <= keys("MBP张4S伟")


def test_width_and_compatibility_forms_are_one() -> None:
    assert keys("ＡＢＣ\u3000张") == keys("abc 张")


def test_a_phone_is_found_by_its_digits_and_its_last_four() -> None:
    terms = search_terms("张伟", read=read, phones=["+86 138-0013-8001", "(021)62345678-801"])

    assert {"13800138001", "8001", "02162345678", "62345678", "5678"} <= set(terms)
    assert not {"801", "86"} & set(terms)


def test_a_phone_without_digits_adds_nothing() -> None:
    assert search_terms("张伟", read=read, phones=["无", ""]) == search_terms("张伟", read=read)


def test_repeated_characters_keep_their_places() -> None:
    assert search_terms("乐乐张", read=read)[:3] == ["乐", "乐", "张"]


@pytest.mark.parametrize("name", ["", "  ", "·", "\ud800", "\x00", "🙂"])
def test_a_name_of_no_letters_has_no_keys(name: str) -> None:
    assert search_terms(name, read=read) == []


@given(st.text(LETTERS, max_size=60))
@settings(max_examples=150)
def test_every_key_is_one_bounded_token(name: str) -> None:
    for term in search_terms(name, read=read, hand_pinyin=name, phones=[name]):
        assert 1 <= len(term) <= KEY_CHARACTERS
        assert not re.search(r"[\s\"'*():^]", term)
        assert term.encode("utf-8")


def test_a_name_without_end_makes_a_bounded_number_of_keys() -> None:
    terms = search_terms("单乐信" * 10_000, read=read, hand_pinyin="a " * 10_000)

    assert len(terms) <= NAME_CHARACTERS + 2 * MAX_STARTS * MAX_VARIANTS + 6 * MAX_STARTS


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("雄", '"雄"'),
        ("单雄", '"单 雄"'),
        ("SXX", '"sxx"*'),
        ("ｓｘｘ", '"sxx"*'),
        ("shan xx", '"shan"* AND "xx"*'),
        ("xi'an", '"xi"* AND "an"*'),
        ("单雄xin", '"单 雄" AND "xin"*'),
        ("张 伟", '"张" AND "伟"'),
        ("lü", '("lü"* OR "lv"*)'),
        ("8000", '"8000"*'),
        ("张8000", '"张" AND "8000"*'),
        ("C000123", '"c000123"*'),
        ("138 0013", '("138"* AND "0013"*) OR "1380013"*'),
        ("+8613800138000", '("8613800138000"*) OR "13800138000"*'),
        ("+86", '"86"*'),
        ("张 张", '"张"'),
    ],
)
def test_what_a_clerk_types_becomes_an_expression(text: str, expression: str) -> None:
    assert query_terms(text) == expression


@pytest.mark.parametrize("text", ["", "  ", '"', "*", "()", "\x00", "\ud800", "🙂", "-+^:", "·"])
def test_what_holds_no_letter_asks_for_nothing(text: str) -> None:
    assert query_terms(text) == ""


@given(st.text(st.characters(), max_size=60) | st.text('"*()^:+-AND OR NEAR{}张\x00', max_size=30))
@settings(max_examples=400)
def test_no_text_becomes_syntax(text: str) -> None:
    expression = query_terms(text)

    assert SAFE.fullmatch(expression)
    assert expression.encode("utf-8").count(b'"') % 2 == 0


@pytest.mark.parametrize("piece", ["张", "a", "a ", '"', "8", "8 ", "\ud800", "ﷺ", "张a"])
def test_a_query_of_a_hundred_thousand_characters_stays_small(piece: str) -> None:
    expression = query_terms(piece * (100_000 // len(piece)))

    assert SAFE.fullmatch(expression)
    assert len(expression) <= (MAX_QUERY_WORDS + 1) * (KEY_CHARACTERS + 12) + 2 * NAME_CHARACTERS
