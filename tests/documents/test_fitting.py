"""How text is fitted: smaller by halves, into lines by the rules of Chinese setting, never cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerdesk.documents.fitting import fit, fit_two_even, halves, largest_size, wrap
from ledgerdesk.documents.fonts import width


def test_sizes_go_down_by_half_points() -> None:
    assert halves(12, 10.5) == (12, 11.5, 11, 10.5)
    assert halves(9, 9) == (9,)


def test_the_first_size_that_fits_is_taken() -> None:
    room = width("国国国国", 10.5)
    assert largest_size("国国国国", room, halves(12, 9)) == 10.5
    assert largest_size("国国国国国国", room, halves(12, 9)) is None


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("甲乙丙丁，戊己", ("甲乙丙", "丁，戊", "己")),
        ("甲乙（丙丁）", ("甲乙", "（丙", "丁）")),
        ("甲 2026年", ("甲", "2026", "年")),
        ("甲乙¥12", ("甲乙", "¥12")),
        ("重开 No.\u00a0S1", ("重开", "No.\u00a0S1")),
    ],
)
def test_lines_break_where_chinese_setting_allows(text: str, lines: tuple[str, ...]) -> None:
    assert wrap(text, width("国国国", 10), 10) == lines


def test_a_word_longer_than_the_line_is_divided_not_cut() -> None:
    lines = wrap("A" * 50, width("国国国", 10), 10)
    assert "".join(lines) == "A" * 50
    assert len(lines) > 5


@given(st.text(alphabet="甲乙丙（）。，、「」0123abc ¥%-", max_size=80), st.integers(3, 20))
def test_wrapping_loses_nothing_and_keeps_to_its_room(text: str, cells: int) -> None:
    room = width("国", 10) * cells
    lines = wrap(text, room, 10)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(width(line, 10) <= room for line in lines)


def test_a_text_that_fits_no_size_goes_to_two_lines_then_nowhere() -> None:
    room = width("国" * 10, 9)
    one = fit("国" * 10, room, one_line=(12, 9), more_lines=(9,))
    two = fit("国" * 20, room, one_line=(12, 9), more_lines=(9,))
    assert one is not None
    assert (one.size, len(one.lines)) == (9, 1)
    assert two is not None
    assert (two.size, len(two.lines)) == (9, 2)
    assert fit("国" * 21, room, one_line=(12, 9), more_lines=(9,)) is None


def test_two_even_lines_differ_by_less_than_two_characters() -> None:
    block = fit_two_even("国" * 21, width("国" * 15, 10), 10)
    assert block is not None
    assert sorted(len(line) for line in block.lines) == [10, 11]
    assert fit_two_even("国" * 31, width("国" * 15, 10), 10) is None
