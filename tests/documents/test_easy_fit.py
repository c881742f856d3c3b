"""What is called an easy fit lays out without a problem, at the very edge, on every paper."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.documents.samples import SPOKEN, content

from ledgerdesk.core.receipts import Content, Kind, Page, PageLanguage, Paper
from ledgerdesk.core.templates import STANDARD, Part
from ledgerdesk.core.transactions import Line
from ledgerdesk.documents import easy_fit, receipt_pdf
from ledgerdesk.documents.easy_fit import easily_fits

EDGE_LINE = Line(
    item="服" * 200,
    unit="小时",
    quantity_milli=99_990,
    price_fen=easy_fit.PRICE_FEN - 1,
    amount_fen=easy_fit.AMOUNT_FEN - 1,
    note="注" * 200,
)
EDGE = replace(
    content(*(EDGE_LINE,) * easy_fit.LINES),
    firm="青" * easy_fit.FIRM,
    payer="杭" * easy_fit.PAYER,
    accountant="陈" * easy_fit.SIGNER,
    cashier="王" * easy_fit.SIGNER,
    handler="周" * easy_fit.SIGNER,
    amount_fen=easy_fit.AMOUNT_FEN - 1,
    note="备" * 500,
)


def faults(said: Content, paper: Paper) -> tuple[object, ...]:
    return receipt_pdf.problems_on_page(Page(number="", content=said, anchor=""), paper)


@pytest.mark.parametrize(("paper", "language"), SPOKEN)
def test_the_very_edge_of_an_easy_fit_fits(paper: Paper, language: PageLanguage) -> None:
    for number in ("0" * 16, "W" * 9, "HZ-2026/11-00012"):
        edge = replace(EDGE, language=language.value, customer_code="C000123")
        assert easily_fits(edge, number)
        for hidden in (STANDARD.hidden, frozenset[Part]()):
            page = Page(
                number=number,
                content=edge,
                anchor="",
                template=replace(STANDARD, hidden=hidden),
            )
            assert receipt_pdf.problems_on_page(page, paper) == ()


@pytest.mark.parametrize("paper", Paper)
def test_a_number_too_wide_for_its_paper_is_named_before_it_is_drawn(paper: Paper) -> None:
    found = receipt_pdf.problems_on_paper(EDGE, paper, STANDARD, "HANGZHOU/202611-000000000124")
    assert [(one.field, one.rule) for one in found] == (
        [] if paper is Paper.THERMAL_80 else [("number", "does_not_fit")]
    )


@pytest.mark.parametrize("paper", Paper)
def test_the_edge_fits_in_red_too(paper: Paper) -> None:
    red_line = replace(EDGE_LINE, quantity_milli=-9_990, amount_fen=1 - easy_fit.AMOUNT_FEN)
    red = replace(
        EDGE,
        kind=Kind.RED,
        lines=(red_line,) * easy_fit.LINES,
        amount_fen=1 - easy_fit.AMOUNT_FEN,
        reverses="SJ2026-000123",
    )
    assert easily_fits(red)
    assert faults(red, paper) == ()


@given(
    payer=st.text("杭州W云Ｗm", min_size=1, max_size=30),
    unit=st.text("小时Wkg", max_size=6),
    milli=st.integers(1, 10**8),
    amount=st.integers(1, 10**10),
)
@settings(max_examples=60)
def test_no_easy_fit_is_ever_refused(payer: str, unit: str, milli: int, amount: int) -> None:
    line = Line(item="咨询", unit=unit, quantity_milli=milli, amount_fen=amount)
    said = replace(content(line), payer=payer, amount_fen=amount)
    if easily_fits(said):
        assert [faults(said, paper) for paper in Paper] == [()] * len(Paper)


def test_what_does_not_fit_is_never_an_easy_fit() -> None:
    assert not easily_fits(replace(EDGE, payer="杭" * (easy_fit.PAYER + 1)))
    assert not easily_fits(replace(EDGE, lines=(EDGE_LINE,) * (easy_fit.LINES + 1)))
    assert not easily_fits(replace(EDGE, amount_fen=easy_fit.AMOUNT_FEN))
    long_unit = replace(EDGE_LINE, unit="三个字")
    assert not easily_fits(replace(EDGE, lines=(long_unit,)))
