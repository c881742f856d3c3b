"""Every paper and language, 1 to 40 lines, smallest and largest sum, plain, void, reprint, red."""

import re
from collections.abc import Iterator

import pytest
from tests.documents.boxes import crossed, digest, inside, outside, overlapping
from tests.documents.golden import assert_as_kept
from tests.documents.matrix import CASES, case
from tests.documents.samples import SPOKEN

from ledgerdesk.core.receipts import Page, PageLanguage, Paper
from ledgerdesk.documents import read_back
from ledgerdesk.documents.drawing import Sheet
from ledgerdesk.documents.layouts import layout_of
from ledgerdesk.documents.layouts.layout import Laid
from ledgerdesk.documents.receipt_pdf import drawn_dry, problems_on_page, render


def drawings(paper: Paper, language: PageLanguage) -> Iterator[tuple[str, Page, Sheet, Laid]]:
    """Lay out every case of a paper and a language."""
    for count, amount, state in CASES:
        shown = case(count, amount, state, language)
        name = f"{count} lines, {amount}, {state}"
        yield name, shown, *drawn_dry(shown, layout_of(paper, 1))


@pytest.mark.parametrize(("paper", "language"), SPOKEN)
def test_every_case_stands_on_its_paper_with_room(paper: Paper, language: PageLanguage) -> None:
    found: dict[str, list[object]] = {}
    for name, shown, sheet, laid in drawings(paper, language):
        assert problems_on_page(shown, paper) == (), name
        faults: list[object] = [*overlapping(sheet), *crossed(sheet)]
        faults += outside(sheet, laid.stock.printable)
        faults += inside(sheet, laid.stamp_cell.inset(0.5))
        if faults:
            found[name] = faults
    assert found == {}


@pytest.mark.parametrize(("paper", "language"), SPOKEN)
def test_every_case_prints_what_was_issued(paper: Paper, language: PageLanguage) -> None:
    golden = []
    for name, shown, sheet, laid in drawings(paper, language):
        pdf = render(shown, paper)
        assert read_back.read_back_problems(pdf, shown, paper) == (), name
        assert read_back.fonts_embedded(pdf), name
        for wide, high in read_back.page_sizes(pdf):
            assert wide == pytest.approx(laid.stock.width, abs=0.2), name
            assert high == pytest.approx(laid.stock.height, abs=0.2), name
        golden.append(f"# {name}: places {digest(sheet)}\n{_said(pdf, laid)}\n")
    assert_as_kept(f"matrix/{paper}-{language}.txt", "\n".join(golden))


def _said(pdf: bytes, laid: Laid) -> str:
    """Give the text of the first copy, a line for each of its lines."""
    sides = read_back.texts(pdf, tiles=laid.tiles)
    first = sides[:: laid.tiles] if laid.tiles > 1 else sides[: len(sides) // laid.copies]
    return re.sub(r"\s*[\r\n]+\s*", "\n", "\n--\n".join(first)).strip()
