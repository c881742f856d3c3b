"""The recovery sheet: one A4 page whose key and codes read back, and nothing of it in a fault."""

import shutil
import subprocess
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.recovery_sheet import RecoverySheet, shown_number, shown_vault
from ledgerdesk.documents import read_back, recovery_pdf
from ledgerdesk.documents.qr import Level, matrix
from ledgerdesk.i18n.translator import Language

KEY = ("QF9TV88C3MGKXB", "A4ZRN446V3FKKJ", "B7GT2KMPEWAV7S", "4MMM5WF0N9NJ20")
SHEET = RecoverySheet(
    firm="青禾会计师事务所（普通合伙）",
    vault_id="0a1b2c3d4e5f6071",
    generation=3,
    number=3,
    keeper="陈立",
    created_on=date(2026, 11, 23),
    key_lines=KEY,
    key_text="-".join(part for line in KEY for part in (line[:5], line[5:10], line[10:])),
    sealed_block=("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:" * 5)[:218],
    sealed_lines=tuple(f"{n:02d}345678901234" for n in range(19)),
)


@pytest.mark.parametrize("language", Language)
def test_the_sheet_is_one_a4_page_with_its_key_and_its_block(language: Language) -> None:
    pdf = recovery_pdf.render(SHEET, language)
    (text,) = (read_back.plain(text) for text in read_back.texts(pdf))
    ((wide, high),) = read_back.page_sizes(pdf)
    assert wide == pytest.approx(210)
    assert high == pytest.approx(297)
    for value in (*KEY, *SHEET.sealed_lines, "HF-0003", "0A1B-2C3D-4E5F-6071", SHEET.firm):
        assert read_back.plain(value) in text
    assert read_back.fonts_embedded(pdf)
    assert recovery_pdf.render(SHEET, language) == pdf


@pytest.mark.parametrize("language", Language)
def test_no_two_texts_overlap_and_none_crosses_a_fold(language: Language) -> None:
    sheet = recovery_pdf.drawn_dry(SHEET, language)
    boxes = [text.box for text in sheet.texts]
    for one, other in combinations(boxes, 2):
        apart = (
            min(one.right, other.right) - max(one.left, other.left) <= 0.05
            or min(one.bottom, other.bottom) - max(one.top, other.top) <= 0.05
        )
        assert apart
    limit = recovery_pdf.STOCK.printable
    for box in (*boxes, *(bar.box for bar in sheet.bars)):
        assert limit.left <= box.left < box.right <= limit.right
        assert limit.top <= box.top < box.bottom <= limit.bottom
    for fold in (99.0, 198.0):
        inner = [box for box in boxes if box.left > 17]
        assert not [box for box in inner if box.top < fold < box.bottom]


def test_a_scanner_reads_both_codes_from_a_raster_of_one_bit(tmp_path: Path) -> None:
    reader, raster = shutil.which("zbarimg"), shutil.which("pdftoppm")
    if reader is None or raster is None:
        pytest.skip("NOT RUN: no zbarimg or no pdftoppm")
    file = tmp_path / "sheet.pdf"
    file.write_bytes(recovery_pdf.render(SHEET))
    subprocess.run([raster, "-r", "203", "-mono", str(file), str(tmp_path / "sheet")], check=True)
    picture = next(tmp_path.glob("sheet*.pbm"))
    said = subprocess.run(
        [reader, "-q", "--raw", str(picture)], capture_output=True, text=True, check=True
    )
    assert sorted(said.stdout.splitlines()) == sorted([SHEET.key_text, SHEET.sealed_block])


def test_the_key_code_is_4_q_and_the_block_the_smallest_at_m() -> None:
    assert len(matrix(SHEET.key_text, Level.Q)) == 17 + 4 * 4
    assert len(matrix(SHEET.sealed_block, Level.M)) == 17 + 4 * 8
    assert len(matrix("A" * 20, Level.M, version=7)) == 17 + 4 * 7
    sides = [bar.box.width for bar in recovery_pdf.drawn_dry(SHEET).bars]
    assert [round(side, 2) for side in sides if 25 < side < 32] == [33 * 0.9, 49 * 0.6]


def test_a_code_never_says_less_than_its_text() -> None:
    with pytest.raises(ValueError, match="longer"):
        matrix("A" * 200, Level.M, version=7)
    with pytest.raises(UnicodeEncodeError):
        matrix("收据", Level.M)


def test_the_sheet_shows_nothing_of_its_secrets_in_a_representation() -> None:
    shown = repr(SHEET)
    for secret in (*KEY, SHEET.key_text, SHEET.sealed_block, *SHEET.sealed_lines):
        assert secret not in shown
    assert (shown_number(SHEET), shown_vault(SHEET)) == ("HF-0003", "0A1B-2C3D-4E5F-6071")


def test_a_key_of_another_shape_is_no_sheet() -> None:
    with pytest.raises(ValueError, match="four lines of 14"):
        replace(SHEET, key_lines=KEY[:3])
    with pytest.raises(ValueError, match="four lines of 14"):
        replace(SHEET, key_lines=(*KEY[:3], "SHORT"))


@pytest.mark.parametrize(
    ("field", "sheet", "code"),
    [
        ("firm", replace(SHEET, firm="青禾" * 40), Code.PROOFREADING),
        ("keeper", replace(SHEET, keeper="欧阳" * 40), Code.PROOFREADING),
        ("keeper", replace(SHEET, keeper="\U0001f600"), Code.NO_GLYPH),
    ],
)
def test_what_the_sheet_cannot_hold_is_refused(
    field: str, sheet: RecoverySheet, code: Code
) -> None:
    with pytest.raises(KnownError) as refused:
        recovery_pdf.render(sheet)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_the_first_sheet_does_not_speak_of_earlier_keys() -> None:
    first = "".join(read_back.texts(recovery_pdf.render(replace(SHEET, number=1, generation=1))))
    later = "".join(read_back.texts(recovery_pdf.render(SHEET)))
    assert "此前的恢复单已作废" not in first
    assert "此前的恢复单已作废" in later
