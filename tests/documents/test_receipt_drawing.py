"""Where things stand on a receipt: nothing overlaps, leaves the paper or enters the stamp."""

from collections.abc import Iterator
from functools import lru_cache

import pytest
from tests.documents.boxes import crossed, everything, inside, outside, overlapping, written
from tests.documents.golden import assert_as_kept
from tests.documents.samples import ON_PAPER, SAMPLES, SPOKEN, spoken

from ledgerdesk.core.receipts import PageLanguage, Paper
from ledgerdesk.documents.drawing import Sheet
from ledgerdesk.documents.layouts import layout_of
from ledgerdesk.documents.layouts.layout import Laid
from ledgerdesk.documents.receipt_pdf import drawn_dry

DOT_MATRIX = (Paper.CONTINUOUS_241_3, Paper.CONTINUOUS_241_2, Paper.CONTINUOUS_241)
ROLLS = (Paper.THERMAL_80, Paper.THERMAL_58)


@lru_cache(maxsize=512)
def drawn(paper: Paper, language: PageLanguage, name: str) -> tuple[Sheet, Laid]:
    """Lay out one copy of a sample."""
    return drawn_dry(spoken(SAMPLES[name], language), layout_of(paper, 1))


def samples(paper: Paper, language: PageLanguage) -> Iterator[tuple[str, Sheet, Laid]]:
    """Lay out every sample."""
    for name in SAMPLES:
        yield name, *drawn(paper, language, name)


@pytest.mark.parametrize(("paper", "language"), SPOKEN)
def test_no_two_texts_overlap(paper: Paper, language: PageLanguage) -> None:
    found = {name: overlapping(sheet) for name, sheet, _ in samples(paper, language)}
    assert {name: clashes for name, clashes in found.items() if clashes} == {}


@pytest.mark.parametrize(("paper", "language"), SPOKEN)
def test_no_text_is_crossed_by_a_line(paper: Paper, language: PageLanguage) -> None:
    found = {name: crossed(sheet) for name, sheet, _ in samples(paper, language)}
    assert {name: texts for name, texts in found.items() if texts} == {}


@pytest.mark.parametrize(("paper", "language"), SPOKEN)
def test_nothing_stands_outside_what_the_printer_reaches(
    paper: Paper, language: PageLanguage
) -> None:
    found = {
        name: outside(sheet, laid.stock.printable) for name, sheet, laid in samples(paper, language)
    }
    assert {name: texts for name, texts in found.items() if texts} == {}


@pytest.mark.parametrize("paper", DOT_MATRIX)
@pytest.mark.parametrize("language", PageLanguage)
def test_an_80_column_printer_needs_196_mm_of_its_203(paper: Paper, language: PageLanguage) -> None:
    for _, sheet, _ in samples(paper, language):
        boxes = [placed.box for placed in everything(sheet)]
        assert max(box.right for box in boxes) - min(box.left for box in boxes) <= 196.0


@pytest.mark.parametrize(("paper", "language"), SPOKEN)
def test_the_stamp_has_40_by_40_mm_and_nothing_in_it(paper: Paper, language: PageLanguage) -> None:
    for name, sheet, laid in samples(paper, language):
        cell = laid.stamp_cell
        assert cell.width >= 40, name
        assert cell.height >= 40, name
        assert inside(sheet, cell.inset(0.5)) == [], name  # but for the lines around it


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("name", ["5-lines", "void", "red"])
def test_the_edges_of_every_line_lie_on_the_printers_dots(paper: Paper, name: str) -> None:
    sheet, laid = drawn(paper, PageLanguage.ZH, name)
    dot = 25.4 / laid.stock.dots_per_inch
    bars = [bar for bar in sheet.bars if bar.box.width < 15 or bar.box.height < 15]  # no code
    assert len(bars) > 3
    for bar in bars:
        for edge in (bar.box.left, bar.box.top, bar.box.right, bar.box.bottom):
            assert edge / dot == pytest.approx(round(edge / dot), abs=1e-6)


@pytest.mark.parametrize("paper", [paper for paper in Paper if paper not in ROLLS])
def test_the_sum_stands_under_the_amounts_on_one_right_edge(paper: Paper) -> None:
    sheet, _ = drawn(paper, PageLanguage.ZH, "3-lines")
    first = [placed for placed in sheet.texts if placed.page == 0]
    edges = {
        round(placed.box.right, 6)
        for placed in first
        if placed.text in {"3,600.00", "12,000.00", "600.00", "¥16,200.00"}
    }
    heads = {round(one.box.centre, 3) for one in first if one.text in {"单价", "金额"}}
    assert len(edges) == len(heads) == 2


@pytest.mark.parametrize(("paper", "language"), SPOKEN)
def test_no_text_is_smaller_than_its_printer_can_show(paper: Paper, language: PageLanguage) -> None:
    least = 9.0 if paper in DOT_MATRIX else 8.5 if paper in ROLLS else 7.0
    if least < 8 and language is PageLanguage.ZH:
        least = 7.5
    for name, sheet, laid in samples(paper, language):
        assert min(text.size for text in sheet.texts) >= least, name
        assert laid.small == least


@pytest.mark.parametrize(("paper", "language"), SPOKEN)
def test_no_line_of_text_begins_with_punctuation_or_ends_with_a_bracket(
    paper: Paper, language: PageLanguage
) -> None:
    for name in ("long-note", "long-item", "long-firm", "purpose", "mixed"):
        texts = [one.text for one in drawn(paper, language, name)[0].texts]
        assert [text for text in texts if text[0] in "，。；：、）" and len(text) > 1] == []
        assert [text for text in texts if text[-1] in "（「¥"] == []


@pytest.mark.parametrize(("paper", "name"), ON_PAPER)
def test_the_drawing_is_the_one_that_was_looked_at(paper: Paper, name: str) -> None:
    sheet, _ = drawn(paper, PageLanguage.ZH, name)
    assert_as_kept(f"places/{paper}-{name}.txt", written(sheet))
