"""Another program's scanner reads the code off a page drawn as a receipt printer prints it."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.conftest import NOT_RUN
from tests.documents.samples import SAMPLES

from ledgerdesk.core.receipt_code import read
from ledgerdesk.core.receipts import Paper
from ledgerdesk.documents.read_back import page_image
from ledgerdesk.documents.receipt_pdf import render

DPI = 203
PAGE = SAMPLES["3-lines"]


@pytest.mark.parametrize("paper", Paper)
def test_a_scanner_reads_every_code_of_a_page_at_203_dpi(paper: Paper, tmp_path: Path) -> None:
    scanner = shutil.which("zbarimg")
    if scanner is None:
        pytest.skip(f"{NOT_RUN}no zbarimg")
    file = tmp_path / "page.png"
    file.write_bytes(page_image(render(PAGE, paper), 0, DPI))
    found = subprocess.run(
        [scanner, "--quiet", "--raw", "--nodbus", str(file)],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": os.environ["PATH"]},
    ).stdout.splitlines()
    tiles = {Paper.A4_2UP: 2, Paper.A4_3UP: 3}.get(paper, 1)
    assert found == [PAGE.code] * tiles
    scanned = read(found[0])
    assert scanned is not None
    assert scanned.claim.number == PAGE.number
