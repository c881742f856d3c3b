"""Where things stand on a receipt: nothing overlaps, leaves the paper or enters the stamp."""

import hashlib
import os
from itertools import combinations
from pathlib import Path

import pytest
from tests.documents.samples import ON_PAPER, SAMPLES

from ledgerdesk.core.receipts import Paper
from ledgerdesk.documents.drawing import Sheet
from ledgerdesk.documents.layouts import Layout, layout_of
from ledgerdesk.documents.layouts.plan import Plan
from ledgerdesk.documents.placing import Box, PlacedBar, PlacedText
from ledgerdesk.documents.receipt_pdf import drawn_dry

GOLDEN = Path(__file__).parents[1] / "golden" / "documents"
TOUCH = 0.05  # mm; two em boxes may touch


def drawn(paper: Paper, name: str) -> tuple[Sheet, Plan, Layout]:
    """Lay out one copy of a sample."""
    layout = layout_of(paper, 1)
    sheet, plan = drawn_dry(SAMPLES[name], layout)
    return sheet, plan, layout


def everything(sheet: Sheet) -> list[PlacedText | PlacedBar]:
    """List all that stands on a sheet."""
    return [*sheet.texts, *sheet.bars]


def overlap(one: Box, other: Box) -> bool:
    """Tell whether two boxes share more than a touch."""
    return (
        min(one.right, other.right) - max(one.left, other.left) > TOUCH
        and min(one.bottom, other.bottom) - max(one.top, other.top) > TOUCH
    )


@pytest.mark.parametrize(("paper", "name"), ON_PAPER)
def test_no_two_texts_overlap(paper: Paper, name: str) -> None:
    sheet, _, _ = drawn(paper, name)
    for page in range(sheet.page):
        texts = [text for text in sheet.texts if text.page == page and not text.mark]
        assert texts
        clashes = [
            (one.text, other.text)
            for one, other in combinations(texts, 2)
            if overlap(one.box, other.box)
        ]
        assert clashes == []


@pytest.mark.parametrize(("paper", "name"), ON_PAPER)
def test_no_text_is_crossed_by_a_line(paper: Paper, name: str) -> None:
    sheet, _, _ = drawn(paper, name)
    crossed = []
    for text in (one for one in sheet.texts if not one.mark):
        core = text.box.inset(text.box.height * 0.15)
        crossed += [
            text.text for bar in sheet.bars if bar.page == text.page and overlap(core, bar.box)
        ]
    assert crossed == []


@pytest.mark.parametrize(("paper", "name"), ON_PAPER)
def test_nothing_stands_outside_what_the_printer_reaches(paper: Paper, name: str) -> None:
    sheet, _, layout = drawn(paper, name)
    limit = layout.measures.stock.printable
    outside = [
        placed
        for placed in everything(sheet)
        if placed.box.left < limit.left
        or placed.box.right > limit.right
        or placed.box.top < limit.top
        or placed.box.bottom > limit.bottom
    ]
    assert outside == []


@pytest.mark.parametrize("name", SAMPLES)
def test_an_80_column_printer_needs_196_mm_of_its_203(name: str) -> None:
    sheet, _, _ = drawn(Paper.CONTINUOUS_241_3, name)
    boxes = [placed.box for placed in everything(sheet)]
    ink = max(box.right for box in boxes) - min(box.left for box in boxes)
    assert ink <= 196.0


@pytest.mark.parametrize(("paper", "name"), ON_PAPER)
def test_the_stamp_has_40_by_40_mm_and_nothing_in_it(paper: Paper, name: str) -> None:
    sheet, plan, layout = drawn(paper, name)
    cell = layout.stamp_cell(plan)
    assert cell.width >= 40
    assert cell.height >= 40
    inside = cell.inset(0.5)  # the lines around it
    face = [placed for placed in everything(sheet) if placed.page == 0]
    assert [placed for placed in face if overlap(placed.box, inside)] == []


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("name", ["5-lines", "void", "red"])
def test_the_edges_of_every_line_lie_on_the_printers_dots(paper: Paper, name: str) -> None:
    sheet, _, layout = drawn(paper, name)
    dot = 25.4 / layout.measures.stock.dots_per_inch
    for bar in sheet.bars:
        for edge in (bar.box.left, bar.box.top, bar.box.right, bar.box.bottom):
            assert edge / dot == pytest.approx(round(edge / dot), abs=1e-6)


def _one(sheet: Sheet, text: str) -> PlacedText:
    found = [placed for placed in sheet.texts if placed.text == text]
    assert len(found) == 1, (text, len(found))
    return found[0]


@pytest.mark.parametrize("paper", Paper)
def test_the_sum_stands_under_the_amounts_on_one_right_edge(paper: Paper) -> None:
    sheet, _, _ = drawn(paper, "3-lines")
    edges = {
        round(placed.box.right, 6)
        for placed in sheet.texts
        if placed.text in {"3,600.00", "12,000.00", "600.00", "¥16,200.00"}
    }
    prices = {round(_one(sheet, head).box.centre, 3) for head in ("单价", "金额")}
    assert len(edges) == len(prices) == 2


@pytest.mark.parametrize(("paper", "name"), ON_PAPER)
def test_no_text_is_smaller_than_its_printer_can_show(paper: Paper, name: str) -> None:
    sheet, _, layout = drawn(paper, name)
    least = {Paper.A5: 7.5, Paper.CONTINUOUS_241_3: 9.0}[paper]
    assert min(text.size for text in sheet.texts) >= least
    assert layout.measures.small == least


@pytest.mark.parametrize("paper", Paper)
def test_no_line_of_text_begins_with_punctuation_or_ends_with_a_bracket(paper: Paper) -> None:
    for name in ("long-note", "long-item", "long-firm", "purpose", "mixed"):
        sheet, _, _ = drawn(paper, name)
        assert [
            text.text
            for text in sheet.texts
            if text.text[0] in "，。；：、）" and len(text.text) > 1
        ] == []
        assert [text.text for text in sheet.texts if text.text[-1] in "（「¥"] == []


def written(sheet: Sheet) -> str:
    """Write a drawing as text: every text with its place, and a digest of the lines."""
    lines = []
    for page in range(sheet.page):
        bars = [bar.box for bar in sheet.bars if bar.page == page]
        shape = "\n".join(
            f"{box.left:.3f} {box.top:.3f} {box.right:.3f} {box.bottom:.3f}" for box in bars
        )
        digest = hashlib.sha256(shape.encode()).hexdigest()[:16]
        lines.append(f"page {page + 1}: {len(bars)} lines {digest}")
        lines += [
            f"{text.box.left:7.2f} {text.box.middle:6.2f} {text.size:4.1f} "
            f"{text.weight[0]} {text.ink.name[0]} {text.text}"
            for text in sheet.texts
            if text.page == page
        ]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(("paper", "name"), ON_PAPER)
def test_the_drawing_is_the_one_that_was_looked_at(paper: Paper, name: str) -> None:
    sheet, _, _ = drawn(paper, name)
    golden = GOLDEN / f"{paper}-{name}.txt"
    if os.environ.get("LEDGERDESK_WRITE_GOLDEN") == "1":
        golden.write_text(written(sheet), encoding="utf-8", newline="\n")
        pytest.fail("golden text written: look at the pages, then run without the variable")
    assert written(sheet) == golden.read_text(encoding="utf-8")
