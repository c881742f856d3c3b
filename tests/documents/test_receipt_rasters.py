"""What a receipt looks like: grey pictures of 100 dpi, one for every paper, language and state."""

import io

import pytest
from PIL import Image, ImageChops, ImageFilter
from tests.documents.golden import FOLDER, WRITES
from tests.documents.samples import SAMPLES, SPOKEN, spoken

from ledgerdesk.core.receipts import PageLanguage, Paper
from ledgerdesk.documents.read_back import page_image
from ledgerdesk.documents.receipt_pdf import render

DPI = 100
STATES = ("void", "red", "4-lines-reprint", "practice", "preview", "void-reprint", "purpose")
SHOWN = (Paper.A5, Paper.CONTINUOUS_241_3, Paper.THERMAL_80)
CASES = (
    *((paper, language, "3-lines") for paper, language in SPOKEN),
    *((paper, PageLanguage.ZH, name) for paper in SHOWN for name in STATES),
    *((paper, PageLanguage.BOTH, "void-reprint") for paper in SHOWN),
)
MOST_BYTES = 4_000_000
FAINT = 48  # of 255: how far a pixel, smoothed, may stand from the kept one


def picture(paper: Paper, language: PageLanguage, name: str) -> Image.Image:
    """Draw the first page of a sample in grey."""
    png = page_image(render(spoken(SAMPLES[name], language), paper), 0, DPI)
    return Image.open(io.BytesIO(png)).convert("L")


def differ(one: Image.Image, other: Image.Image) -> bool:
    """Tell whether two pictures differ by more than another machine's smoothing of edges."""
    if one.size != other.size:
        return True
    blurred = (image.filter(ImageFilter.BoxBlur(1)) for image in (one, other))
    shades = ImageChops.difference(*blurred).histogram()
    return any(shades[FAINT + 1 :])


@pytest.mark.parametrize(("paper", "language", "name"), CASES)
def test_a_page_looks_as_it_was_looked_at(paper: Paper, language: PageLanguage, name: str) -> None:
    drawn = picture(paper, language, name)
    file = FOLDER / "rasters" / f"{paper}-{language}-{name}.png"
    if WRITES:
        file.parent.mkdir(parents=True, exist_ok=True)
        drawn.quantize(16).save(file, optimize=True)
        pytest.fail("golden picture written: look at it, then run without the variable")
    with Image.open(file) as kept:
        assert not differ(drawn, kept.convert("L"))


def test_another_number_is_another_picture() -> None:
    drawn = picture(Paper.A5, PageLanguage.ZH, "3-lines")
    assert not differ(drawn, drawn.copy())
    moved = ImageChops.offset(drawn, 0, 2)
    assert differ(drawn, moved)
    blank = drawn.copy()
    blank.paste(255, (600, 30, 760, 60))
    assert differ(drawn, blank)


def test_the_pictures_kept_stay_light() -> None:
    files = list((FOLDER / "rasters").glob("*.png"))
    assert {file.stem for file in files} == {f"{p}-{lang}-{name}" for p, lang, name in CASES}
    assert sum(file.stat().st_size for file in files) < MOST_BYTES
