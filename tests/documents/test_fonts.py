"""Which characters print, in which font, and how wide they are."""

import pytest
from reportlab.pdfbase import ttfonts

from ledgerdesk.documents import fonts
from ledgerdesk.documents.embedding import to_unicode_map
from ledgerdesk.documents.fonts import FALLBACK, FONT_NAMES, Run, Weight


@pytest.mark.parametrize(
    "text", ["青禾会计师", "¥1,234.50", "①②③", "︵︶", "𠮷", "䶮", "☑", "\u00a0", "　"]
)
def test_what_an_office_writes_is_printable(text: str) -> None:
    assert fonts.printable(text)


@pytest.mark.parametrize(
    "character",
    ["\U0001f600", "\ufe00", "\U000e0100", "\u0301", "\u200b", "\u202e", "\n", "\ue000", "\u0645"],
)
def test_what_has_no_shape_of_its_own_is_not_printable(character: str) -> None:
    assert not fonts.printable(character)
    assert fonts.missing(f"王{character}明{character}") == (character,)


def test_rare_characters_take_the_fallback_and_the_rest_keeps_its_weight() -> None:
    name = FONT_NAMES[Weight.BOLD]
    assert fonts.runs("吉𠮷野", Weight.BOLD) == (
        Run(font=name, text="吉"),
        Run(font=FALLBACK, text="𠮷"),
        Run(font=name, text="野"),
    )


def test_a_text_no_font_draws_is_never_drawn_as_a_box() -> None:
    with pytest.raises(ValueError, match=r"U\+1F600"):
        fonts.runs("王\U0001f600")


@pytest.mark.parametrize("weight", Weight)
def test_digits_have_one_width(weight: Weight) -> None:
    assert len({fonts.width(digit, 10, weight) for digit in "0123456789"}) == 1


def test_a_chinese_character_is_as_wide_as_its_size() -> None:
    assert fonts.width("国国", 10) == pytest.approx(2 * 10 * 25.4 / 72)


def test_reportlab_still_needs_our_map_of_characters_above_u_ffff() -> None:
    """Drop `embedding.EmbeddedFont` when this fails: reportlab then writes UTF-16BE itself."""
    assert "<00> <20BB7>" in ttfonts.makeToUnicodeCMap("F", [0x20BB7])


def test_our_map_writes_utf_16_in_blocks_of_one_hundred() -> None:
    written = to_unicode_map("F", [0, *range(0x4E00, 0x4E00 + 149), 0x20BB7])
    assert "<01> <4E00>" in written
    assert "<96> <D842DFB7>" in written
    assert written.count("100 beginbfchar") == written.count("50 beginbfchar") == 1
    assert "<00> <0000>" not in written
