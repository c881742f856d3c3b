"""The slip of a closed day says what its frozen sheet says, on as many pages as it needs."""

from dataclasses import replace
from datetime import date

import pytest

from ledgerdesk.core.audit import Head
from ledgerdesk.core.days import Count, Numbers, Record, Sheet, Taken, VoidLine, sheet_of
from ledgerdesk.core.transactions import Method
from ledgerdesk.documents.day_slip import Slip, render
from ledgerdesk.documents.read_back import page_sizes, texts
from ledgerdesk.i18n.translator import Language

DAY = date(2026, 11, 23)
HEAD = Head(seq=512, hash=bytes(range(32)))


def sheet(voids: int = 1, count: Count | None = None) -> Sheet:
    numbers = tuple(f"SJ2026-{n:06d}" for n in range(1, voids + 1))
    record = Record(
        first_day=DAY,
        business_day=DAY,
        days=(DAY,),
        taken=(Taken(method=Method.CASH, count=3, sum_fen=30_050),),
        numbers=Numbers(
            first=numbers[0], last="SJ2026-000500", issued=500, voided=numbers, missing=(),
            explained=(),
        ),
        voids=tuple(
            VoidLine(number=number, amount_fen=1, reason="卡纸", by="王敏", reissued_as=None)
            for number in numbers
        ),
        reprints=(),
        without_receipt=(),
    )  # fmt: skip
    found = sheet_of(
        record,
        count or Count(pieces={10_000: 3}),
        firm="青禾会计师事务所",
        float_fen=0,
        reason="少五角",
    )
    return replace(found, closed_at="2026-11-23T10:02:00.000Z", closed_by="王敏")


def slip(of: Sheet, language: Language = Language.ZH) -> Slip:
    return Slip(sheet=of, head=HEAD, closed_at="2026-11-23 18:02", language=language)


def read(pdf: bytes) -> str:
    return "\n".join(texts(pdf)).replace("\r", "")


def test_the_slip_holds_sums_pieces_reason_voids_and_the_whole_head_of_the_log() -> None:
    pdf = render(slip(sheet()))

    page = read(pdf)
    for words in ("日结单", "300.50", "-0.50", "100 ×", "少五角", "SJ2026-000001", "王敏"):
        assert words in page
    assert HEAD.hash.hex() in page.replace(" ", "")
    assert render(slip(sheet())) == pdf


def test_uncounted_cash_says_so_in_the_language_of_the_office() -> None:
    uncounted = sheet(count=Count())

    assert "未清点" in read(render(slip(uncounted)))
    assert "not counted" in read(render(slip(uncounted, Language.EN)))


@pytest.mark.parametrize("voids", [1, 60, 150])
def test_however_much_happened_nothing_is_cut(voids: int) -> None:
    pdf = render(slip(sheet(voids)))

    page = read(pdf)
    assert page.count("卡纸") == voids
    assert all(size == pytest.approx((210, 297), abs=0.1) for size in page_sizes(pdf))


def test_what_no_font_has_is_a_box_and_refuses_nothing() -> None:
    strange = replace(sheet(), reason="少\U000e0041角")

    assert "少□角" in read(render(slip(strange)))
