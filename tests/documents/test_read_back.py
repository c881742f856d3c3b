"""Reading back finds what is missing, and draws a page as a picture."""

import struct
import zlib
from dataclasses import replace

import pytest
from tests.documents.samples import LINES, SAMPLES, VOID

from ledgerdesk.core.receipts import Page, Paper
from ledgerdesk.documents import read_back
from ledgerdesk.documents.receipt_pdf import render

ISSUED = SAMPLES["3-lines"]
PDF = render(ISSUED, Paper.CONTINUOUS_241_3)


def problems(other: Page) -> tuple[str, ...]:
    """Hold the file against another record."""
    return read_back.read_back_problems(PDF, other, Paper.CONTINUOUS_241_3)


@pytest.mark.parametrize(
    ("field", "other"),
    [
        ("number", replace(ISSUED, number="SJ2026-000125")),
        ("anchor", replace(ISSUED, anchor="000124–7K3QF-2M9XE")),
        ("payer", replace(ISSUED, content=replace(ISSUED.content, payer="杭州云栖茶叶公司"))),
        ("void", replace(ISSUED, void=VOID)),
        (
            "lines.1.item",
            replace(
                ISSUED,
                content=replace(
                    ISSUED.content,
                    lines=(
                        ISSUED.content.lines[0],
                        replace(LINES[1], item="2024年度财务报表审计"),
                        ISSUED.content.lines[2],
                    ),
                ),
            ),
        ),
    ],
)
def test_a_file_that_says_something_else_is_named_by_its_field(field: str, other: Page) -> None:
    assert problems(other) == (f"1.{field}",)


def test_another_amount_is_found_in_words_and_in_digits() -> None:
    other = replace(ISSUED, content=replace(ISSUED.content, amount_fen=1620001))
    assert problems(other) == (
        "1.capitals",
        "1.amount",
    )


def test_a_line_printed_once_does_not_count_twice() -> None:
    lines = ISSUED.content.lines
    other = replace(ISSUED, content=replace(ISSUED.content, lines=(*lines, *lines[:1] * 2)))
    assert problems(other) == ("1.lines.amount.3,600.00",)


def test_a_copy_that_differs_is_named_by_its_place() -> None:
    other = replace(ISSUED, number="SJ2026-000125")
    assert read_back.read_back_problems(render(ISSUED, Paper.A5), other, Paper.A5) == (
        "1.number",
        "2.number",
        "3.number",
    )


def test_a_page_becomes_a_png_of_its_size() -> None:
    picture = read_back.page_image(PDF, 0, 96)
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    wide, high, depth, colour = struct.unpack(">IIBB", picture[16:26])
    assert (wide, high) == (pytest.approx(241.3 / 25.4 * 96, abs=1), pytest.approx(352, abs=1))
    assert (depth, colour) == (8, 2)
    length = int.from_bytes(picture[33:37], "big")
    pixels = zlib.decompress(picture[41 : 41 + length])
    assert len(pixels) == high * (1 + 3 * wide)
    assert min(pixels) == 0
    assert pixels.count(255) > 0.8 * len(pixels)


def test_a_page_that_is_not_there_is_no_picture() -> None:
    with pytest.raises(IndexError):
        read_back.page_image(PDF, 1, 96)
