"""What a receipt's PDF must be: its record, its size, its fonts, the same bytes every time."""

import io
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, PdfObject
from tests.documents.samples import ANCHOR, ON_PAPER, SAMPLES

from ledgerdesk.core.receipts import Paper
from ledgerdesk.documents import read_back
from ledgerdesk.documents.layouts import layout_of
from ledgerdesk.documents.receipt_pdf import drawn_dry, render

FILES: dict[tuple[Paper, str], bytes] = {}


def pdf_of(paper: Paper, name: str) -> bytes:
    """Render each sample once for all tests of this module."""
    if (paper, name) not in FILES:
        FILES[paper, name] = render(SAMPLES[name], paper)
    return FILES[paper, name]


@pytest.mark.parametrize(("paper", "name"), ON_PAPER)
def test_what_is_read_from_the_pdf_is_what_was_issued(paper: Paper, name: str) -> None:
    assert read_back.read_back_problems(pdf_of(paper, name), SAMPLES[name], paper) == ()


@pytest.mark.parametrize(("paper", "name"), ON_PAPER)
def test_every_page_has_the_size_of_its_paper(paper: Paper, name: str) -> None:
    stock = drawn_dry(SAMPLES[name], layout_of(paper, 1))[1].stock
    for wide, high in read_back.page_sizes(pdf_of(paper, name)):
        assert wide == pytest.approx(stock.width, abs=0.2)
        assert high == pytest.approx(stock.height, abs=0.2)


def test_the_papers_have_the_sizes_of_the_trade() -> None:
    sizes = {
        Paper.A5: (210, 148),
        Paper.CONTINUOUS_241_3: (241.3, 93.1),
        Paper.CONTINUOUS_241_2: (241.3, 139.7),
        Paper.CONTINUOUS_241: (241.3, 279.4),
        Paper.A4_2UP: (210, 297),
        Paper.A4_3UP: (210, 297),
    }
    for paper, size in sizes.items():
        assert read_back.page_sizes(pdf_of(paper, "1-line"))[0] == pytest.approx(size, abs=0.1)


@pytest.mark.parametrize(("paper", "wide"), [(Paper.THERMAL_80, 80), (Paper.THERMAL_58, 58)])
def test_a_roll_is_as_long_as_what_it_says(paper: Paper, wide: float) -> None:
    short = read_back.page_sizes(pdf_of(paper, "1-line"))
    long = read_back.page_sizes(pdf_of(paper, "48-lines"))
    assert {round(page[0]) for page in (*short, *long)} == {wide}
    assert len(short) == len(long) == 3
    assert short[0][1] < 210
    assert long[0][1] > short[0][1] + 47 * 4


@pytest.mark.parametrize(("paper", "tiles", "pages"), [(Paper.A4_2UP, 2, 2), (Paper.A4_3UP, 3, 1)])
def test_tiles_put_every_copy_on_a4(paper: Paper, tiles: int, pages: int) -> None:
    pdf = pdf_of(paper, "3-lines")
    assert len(read_back.page_sizes(pdf)) == pages
    found = [read_back.plain(text) for text in read_back.texts(pdf, tiles=tiles)]
    copies = [text for text in found if text]
    assert [
        name in text for name, text in zip(("存根联", "收据联", "记账联"), copies, strict=True)
    ] == [True, True, True]


def test_a5_prints_one_page_for_each_copy_and_241_one_impression_for_all() -> None:
    a5 = read_back.texts(pdf_of(Paper.A5, "3-lines"))
    continuous = read_back.texts(pdf_of(Paper.CONTINUOUS_241_3, "3-lines"))
    plies = [re.sub(r"\s", "", text) for text in a5]
    assert [
        name in text for name, text in zip(("存根联", "收据联", "记账联"), plies, strict=True)
    ] == [
        True,
        True,
        True,
    ]
    assert len(continuous) == 1
    assert "①白存根②红收据③黄记账" in re.sub(r"\s", "", continuous[0])


@pytest.mark.parametrize("paper", Paper)
def test_the_same_page_gives_the_same_bytes(paper: Paper) -> None:
    first = pdf_of(paper, "void-reprint")
    render(SAMPLES["rare"], paper)
    assert render(SAMPLES["void-reprint"], paper) == first


def test_a_printer_without_colour_gets_no_red() -> None:
    red = re.compile(rb"0\.796 0\.039 0\.102 rg")

    coloured = render(SAMPLES["void"], Paper.A5)
    grey = render(SAMPLES["void"], Paper.A5, colour=False)
    needles = pdf_of(Paper.CONTINUOUS_241_3, "void")
    assert red.search(_content_of(coloured))
    assert not red.search(_content_of(grey))
    assert not red.search(_content_of(needles))


def _content_of(pdf: bytes) -> bytes:
    found = []
    for page in PdfReader(io.BytesIO(pdf)).pages:
        stream = page.get_contents()
        assert stream is not None
        found.append(stream.get_data())
    return b"".join(found)


def _dictionary(value: object) -> DictionaryObject:
    found = value.get_object() if isinstance(value, PdfObject) else value
    assert isinstance(found, DictionaryObject)
    return found


def _fonts(pdf: bytes) -> Iterator[DictionaryObject]:
    for page in PdfReader(io.BytesIO(pdf)).pages:
        for font in _dictionary(_dictionary(page["/Resources"])["/Font"]).values():
            yield _dictionary(font)


@pytest.mark.parametrize(("paper", "name"), ON_PAPER)
def test_every_font_is_inside_the_file(paper: Paper, name: str) -> None:
    fonts = list(_fonts(pdf_of(paper, name)))
    assert fonts
    for font in fonts:
        assert "/FontFile2" in _dictionary(font["/FontDescriptor"])
        assert "/ToUnicode" in font
        assert "Helvetica" not in str(font["/BaseFont"])
    assert read_back.fonts_embedded(pdf_of(paper, name))


def test_pdffonts_finds_every_font_embedded(tmp_path: Path) -> None:
    tool = shutil.which("pdffonts")
    if tool is None:
        pytest.skip("NOT RUN: no pdffonts")
    for paper in Paper:
        file = tmp_path / f"{paper}.pdf"
        file.write_bytes(pdf_of(paper, "rare"))
        listed = subprocess.run([tool, str(file)], capture_output=True, text=True, check=True)
        rows = listed.stdout.splitlines()[2:]
        assert len(rows) >= 3  # two weights and the fallback
        for row in rows:
            embedded, subset, unicode_map = row.split()[-5:-2]
            assert (embedded, subset, unicode_map) == ("yes", "yes", "yes")


def test_a_character_above_u_ffff_reads_back_as_itself() -> None:
    text = read_back.texts(pdf_of(Paper.A5, "rare"))[0]
    assert "𠮷野家（杭州）餐饮有限公司" in text
    assert "𠮷川䶮" in text


@pytest.mark.parametrize("paper", Paper)
def test_a_receipt_of_one_page_stays_small(paper: Paper) -> None:
    for name in ("5-lines", "void-reprint", "longest-amount"):
        assert len(pdf_of(paper, name)) <= 60 * 1024


def test_a_reprint_says_which_print_it_is_when_and_by_whom() -> None:
    text = read_back.texts(pdf_of(Paper.CONTINUOUS_241_3, "4-lines-reprint"))[0]
    assert "补打（第2次打印）" in text
    assert "原打印 2026-11-23 15:04" in text
    assert "补打 2026-11-24 09:10" in text


@pytest.mark.parametrize("paper", Paper)
def test_a_void_says_reason_person_time_and_the_number_after_it(paper: Paper) -> None:
    for text in read_back.texts(pdf_of(paper, "void")):
        plain = read_back.plain(text)
        assert "已作废" in plain
        assert "金额错误，重开No.SJ2026-000131" in plain
        assert "作废2026-11-2410:32王敏" in plain


@pytest.mark.parametrize("paper", Paper)
def test_a_red_receipt_names_the_original_and_writes_minus_and_red_words(paper: Paper) -> None:
    plain = read_back.plain(read_back.texts(pdf_of(paper, "red"))[0])
    assert "红字收据" in plain
    assert "（红字）人民币壹佰伍拾壹元伍角整" in plain
    assert "¥-151.50" in plain
    assert "冲销No.SJ2026-000124" in plain


@pytest.mark.parametrize("paper", Paper)
def test_every_page_of_a_long_receipt_bears_number_and_anchor(paper: Paper) -> None:
    for text in read_back.texts(pdf_of(paper, "48-lines")):
        assert "SJ2026-000124" in text
        assert read_back.plain(ANCHOR) in read_back.plain(text)
        assert "本收据不作为发票使用" in text


def test_a_preview_says_that_nothing_was_issued() -> None:
    preview = replace(SAMPLES["3-lines"], number="", anchor="")
    text = read_back.texts(render(preview, Paper.A5))[0]
    assert "预览，尚未开具" in text
    assert "校验码" not in text
    assert "No." not in text


def test_importing_the_printing_of_receipts_loads_no_library() -> None:
    program = (
        "import sys, ledgerdesk.documents.receipt_pdf, ledgerdesk.documents.read_back, "
        "ledgerdesk.documents.recovery_pdf;"
        "print([name for name in ('reportlab', 'pypdfium2', 'openpyxl') if name in sys.modules])"
    )
    source = str(Path(__file__).parents[2] / "src")
    said = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": source},
    )
    assert said.stdout.strip() == "[]"
