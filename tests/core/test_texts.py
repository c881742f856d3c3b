"""Stored text is composed, trimmed and bounded; deceiving characters are refused."""

import unicodedata

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.texts import clean


def refusal(text: str, *, max_length: int = 100) -> dict[str, object]:
    with pytest.raises(KnownError) as caught:
        clean(text, field="name", max_length=max_length)
    assert caught.value.code is Code.BAD_VALUE
    assert caught.value.field == "name"
    return dict(caught.value.details)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("", ""),
        (" \u3000\t\n", ""),
        (" 张三\n", "张三"),
        ("\ufeff张三\u200b", "张三"),
        ("张  三", "张  三"),
        ("e\u0301", "é"),
        ("𠮷田一", "𠮷田一"),
        ("=1+1", "=1+1"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
    ],
)
def test_ordinary_text_is_trimmed_and_composed(text: str, kept: str) -> None:
    assert clean(text, field="name", max_length=100) == kept


@pytest.mark.parametrize(
    ("character", "reason"),
    [
        *((chr(point), "control") for point in (0, 7, 9, 10, 13, 0x1F, 0x7F, 0x85, 0x9F)),
        *((chr(point), "control") for point in (0x2028, 0x2029)),
        *((chr(point), "bidi") for point in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))),
        *((chr(point), "surrogate") for point in (0xD800, 0xDBFF, 0xDC00, 0xDFFF)),
        *((chr(point), "noncharacter") for point in (0xFDD0, 0xFDEF, 0xFFFE, 0xFFFF)),
        *((chr(point), "noncharacter") for point in (0x1FFFE, 0x2FFFF, 0x10FFFF)),
    ],
)
def test_a_deceiving_character_is_refused_by_its_kind(character: str, reason: str) -> None:
    assert refusal(f"张{character}三") == {"reason": reason}


@pytest.mark.parametrize("point", [0x2029 + 6, 0x2065, 0x206A, 0xFDCF, 0xFDF0, 0xFFFD, 0xE000])
def test_the_neighbours_of_the_refused_characters_stay(point: int) -> None:
    text = f"a{chr(point)}b"

    assert clean(text, field="name", max_length=9) == unicodedata.normalize("NFC", text)


def test_length_is_counted_in_characters_after_composing() -> None:
    assert clean("𠮷" * 5, field="name", max_length=5) == "𠮷" * 5
    assert clean("e\u0301" * 5, field="name", max_length=5) == "é" * 5
    assert clean(" " * 50 + "a", field="name", max_length=1) == "a"
    assert refusal("𠮷" * 6, max_length=5) == {"reason": "too_long", "limit": 5}


@given(st.text(st.characters(), max_size=40))
@settings(max_examples=300)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    try:
        once = clean(text, field="name", max_length=40)
    except KnownError:
        assume(condition=False)
    assert clean(once, field="name", max_length=40) == once
    assert once == once.strip()
    assert unicodedata.is_normalized("NFC", once)
    assert once.encode("utf-8").decode("utf-8") == once
