"""A page moved and scaled for a printer, only its data on a printed form, and the rulers."""

import io

import pytest
from pypdf import PdfReader
from tests.documents.samples import SAMPLES

from ledgerdesk.core.receipts import Fit, Paper
from ledgerdesk.documents import read_back
from ledgerdesk.documents.receipt_pdf import render
from ledgerdesk.documents.ruler_page import ruler_page

PAGE = SAMPLES["3-lines"]
MM = 72 / 25.4


def ink_left_top(pdf: bytes) -> tuple[float, float]:
    """Measure where the ink begins on the first page, in mm from its corner."""
    drawn = read_back.page_pixels(pdf, 0, 200)
    rows = [
        bytes(drawn.data[at : at + drawn.width * 3])
        for at in range(0, drawn.height * drawn.stride, drawn.stride)
    ]
    top = next(n for n, row in enumerate(rows) if min(row) < 128)
    left = min(
        next((n for n in range(drawn.width) if row[3 * n] < 128), drawn.width) for row in rows
    )
    return left * 25.4 / 200, top * 25.4 / 200


@pytest.mark.parametrize("paper", [Paper.A5, Paper.CONTINUOUS_241_3, Paper.A4_3UP])
def test_a_page_is_moved_by_tenths_of_a_millimetre(paper: Paper) -> None:
    fit = Fit(right=25, down=15)
    moved = render(PAGE, paper, fit=fit)
    left, top = ink_left_top(render(PAGE, paper))
    assert ink_left_top(moved) == pytest.approx((left + 2.5, top + 1.5), abs=0.2)
    assert read_back.read_back_problems(moved, PAGE, paper, fit=fit) == ()
    assert read_back.page_sizes(moved) == read_back.page_sizes(render(PAGE, paper))


def test_a_page_is_scaled_from_its_left_upper_corner() -> None:
    left, top = ink_left_top(render(PAGE, Paper.A5))
    small = ink_left_top(render(PAGE, Paper.A5, fit=Fit(scale=950)))
    assert small == pytest.approx((left * 0.95, top * 0.95), abs=0.2)


@pytest.mark.parametrize("paper", Paper)
def test_on_a_printed_form_stands_the_data_and_nothing_else(paper: Paper) -> None:
    fit = Fit(values_only=True)
    pdf = render(PAGE, paper, fit=fit)
    text = read_back.plain("".join(read_back.texts(pdf)))
    for value in ("SJ2026-000124", "杭州云栖茶叶有限公司", "¥16,200.00", "人民币壹万陆仟贰佰元整"):
        assert value in text
    for label in ("收款收据", "交款单位", "收款方式", "备注", "收款单位（盖章）", "存根联"):
        assert label not in text
    assert read_back.read_back_problems(pdf, PAGE, paper, fit=fit) == ()
    stream = PdfReader(io.BytesIO(pdf)).pages[0].get_contents()
    assert stream is not None


@pytest.mark.parametrize("paper", Paper)
def test_the_rulers_begin_ten_millimetres_from_the_corner(paper: Paper) -> None:
    pdf = ruler_page(paper)
    assert ink_left_top(pdf) == pytest.approx((10, 10), abs=0.3)
    assert "10" in read_back.texts(pdf)[0]
    moved = ruler_page(paper, Fit(right=10, down=0))
    assert ink_left_top(moved)[0] == pytest.approx(11, abs=0.3)
