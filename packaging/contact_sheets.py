"""Draw every receipt of the test matrix as contact sheets of 24 pages into `out/contact`.

One sheet a paper and language: 1, 8 and 40 lines, smallest and largest sum, plain, void, reprint
and red. For people's eyes: the tests measure boxes, only eyes see what is ugly.
"""

import argparse
import io
import sys
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.documents.matrix import CASES, case  # noqa: E402 - found only now
from tests.documents.samples import SPOKEN  # noqa: E402 - found only now

from ledgerdesk.core.receipts import PageLanguage, Paper  # noqa: E402 - found only now
from ledgerdesk.documents.read_back import page_image  # noqa: E402 - found only now
from ledgerdesk.documents.receipt_pdf import render  # noqa: E402 - found only now

COLUMNS = 4
GAP = 8
CELL = (620, 460)
GROUND = (150, 150, 150)


def sheet(paper: Paper, language: PageLanguage) -> Image.Image:
    """Draw the first page of every case of a paper and a language."""
    rows = -(-len(CASES) // COLUMNS)
    size = (COLUMNS * (CELL[0] + GAP) + GAP, rows * (CELL[1] + GAP) + GAP)
    whole = Image.new("RGB", size, GROUND)
    for n, one in enumerate(CASES):
        png = page_image(render(case(*one, language), paper), 0, 100)
        page = Image.open(io.BytesIO(png)).convert("RGB")
        page.thumbnail(CELL, Image.Resampling.LANCZOS)
        row, column = divmod(n, COLUMNS)
        whole.paste(page, (GAP + column * (CELL[0] + GAP), GAP + row * (CELL[1] + GAP)))
    return whole


def main() -> int:
    """Write a contact sheet for every paper and language, or for the ones named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("papers", nargs="*", type=Paper, help="such as a5 80; all by default")
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "contact")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    for paper, language in SPOKEN:
        if not arguments.papers or paper in arguments.papers:
            file = arguments.out / f"{paper}-{language}.png"
            sheet(paper, language).save(file)
            print(file)
    return 0


if __name__ == "__main__":
    sys.exit(main())
