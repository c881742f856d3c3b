"""What a paper cannot hold is refused with its field before a number is drawn, and never cut."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.documents.boxes import overlap
from tests.documents.samples import (
    LINES,
    ON_PAPER,
    SAMPLES,
    SECOND_PRINT,
    VOID,
    content,
    line,
    page,
    paid,
)

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.receipts import Content, Page, Paper, VoidMark
from ledgerdesk.core.transactions import Line, Method, PaymentPart
from ledgerdesk.documents import read_back
from ledgerdesk.documents.layouts import layout_of
from ledgerdesk.documents.layouts.layout import Laid, LaidSheet
from ledgerdesk.documents.layouts.roll import LaidRoll
from ledgerdesk.documents.receipt_pdf import (
    drawn_dry,
    problems_on_page,
    problems_on_paper,
    render,
)

PLAIN = content(*LINES[:2])
ROLLS = (Paper.THERMAL_80, Paper.THERMAL_58)
SHEETS = tuple(paper for paper in Paper if paper not in ROLLS)
TOO_LONG = [
    ("payer", replace(PLAIN, payer="杭州云栖茶叶有限公司" * 9)),
    ("firm", replace(PLAIN, firm="青禾会计师事务所" * 9)),
    ("accountant", replace(PLAIN, accountant="欧阳" * 20)),
    ("cashier", replace(PLAIN, cashier="欧阳" * 20)),
    ("handler", replace(PLAIN, handler="欧阳" * 20)),
    ("lines.0.unit", content(line("茶席", "标准集装箱单元", 1000, 100))),
    ("lines.1.quantity", content(LINES[0], line("茶", "克", 10**15, 100))),
]


@pytest.mark.parametrize(("paper", "name"), ON_PAPER)
def test_what_passed_the_proofreading_is_printed(paper: Paper, name: str) -> None:
    assert problems_on_paper(SAMPLES[name].content, paper) == ()
    assert problems_on_page(SAMPLES[name], paper) == ()


@pytest.mark.parametrize("paper", SHEETS)
@pytest.mark.parametrize(("field", "said"), TOO_LONG)
def test_a_value_too_long_for_its_place_is_refused_with_its_field(
    paper: Paper, field: str, said: Content
) -> None:
    found = problems_on_paper(said, paper)
    assert [(one.field, one.rule) for one in found] == [(field, "does_not_fit")]
    with pytest.raises(KnownError) as refused:
        render(page(said), paper)
    assert refused.value.code is Code.PROOFREADING
    assert refused.value.field == field
    assert refused.value.details["rule"] == "does_not_fit"


@pytest.mark.parametrize("paper", ROLLS)
@pytest.mark.parametrize(("field", "said"), TOO_LONG)
def test_a_roll_takes_what_a_sheet_has_no_room_for(paper: Paper, field: str, said: Content) -> None:
    if field == "firm":  # three lines and no more
        assert [one.field for one in problems_on_paper(said, paper)] == ["firm"]
        return
    shown = page(said)
    assert problems_on_paper(said, paper) == ()
    assert read_back.read_back_problems(render(shown, paper), shown, paper) == ()


@pytest.mark.parametrize("paper", SHEETS)
def test_every_field_that_does_not_fit_is_named_at_once(paper: Paper) -> None:
    said = replace(PLAIN, payer="杭州云栖茶叶有限公司" * 9, cashier="欧阳" * 20)
    assert {one.field for one in problems_on_paper(said, paper)} == {"payer", "cashier"}


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize(
    ("field", "said", "code"),
    [
        ("payer", replace(PLAIN, payer="王\U0001f600明"), "U+1F600"),
        ("payer", replace(PLAIN, payer="葛\U000e0100城"), "U+E0100"),
        ("note", replace(PLAIN, note="e\u0301"), "U+0301"),
        ("note", replace(PLAIN, note="两行\n文字"), "U+000A"),
        ("lines.1.item", content(LINES[0], line("茶\ue000", "项", 1000, 100)), "U+E000"),
        ("parts.0.detail", paid(PLAIN, (Method.BANK, 1560000, "\u200f银行")), "U+200F"),
    ],
)
def test_a_character_no_font_prints_is_refused_with_its_field(
    paper: Paper, field: str, said: Content, code: str
) -> None:
    (found,) = problems_on_paper(said, paper)
    assert (found.field, found.rule) == (field, "no_glyph")
    assert dict(found.details)["codepoint"] == code
    with pytest.raises(KnownError) as refused:
        render(page(said), paper)
    assert refused.value.code is Code.NO_GLYPH
    assert refused.value.field == field
    assert refused.value.details["codepoint"] == code


@pytest.mark.parametrize("paper", Paper)
def test_a_voids_reason_is_looked_at_too(paper: Paper) -> None:
    void = VoidMark(reason="\U0001f600", by="王敏", at=VOID.at)
    (found,) = problems_on_page(replace(page(PLAIN), void=void), paper)
    assert (found.field, found.rule) == ("reason", "no_glyph")


@pytest.mark.parametrize("paper", Paper)
def test_a_number_too_wide_for_the_head_is_refused(paper: Paper) -> None:
    wide = page(PLAIN, "HANGZHOU-WENSAN-LU/2026-11-000000000124")
    assert [one.field for one in problems_on_page(wide, paper)] == ["number"]


@pytest.mark.parametrize("paper", SHEETS)
def test_a_reprint_whose_person_fits_no_foot_is_refused(paper: Paper) -> None:
    long = replace(SECOND_PRINT, by="欧阳" * 25)
    assert problems_on_page(replace(page(PLAIN), printed=SECOND_PRINT), paper) == ()
    (found,) = problems_on_page(replace(page(PLAIN), printed=long), paper)
    assert (found.field, found.rule) == ("printed", "does_not_fit")


@pytest.mark.parametrize("paper", Paper)
def test_the_longest_note_reason_and_items_go_to_the_annex_uncut(paper: Paper) -> None:
    said = replace(
        content(*(line("项" * 199 + str(n % 10), "次", 1000, 100, "备" * 60) for n in range(20))),
        note="注" * 500,
    )
    voided = replace(page(said), void=VoidMark(reason="误" * 120, by="王敏", at=VOID.at))
    pdf = render(voided, paper)
    assert read_back.read_back_problems(pdf, voided, paper) == ()
    plain = read_back.plain("".join(read_back.texts(pdf)))
    copies = drawn_dry(voided, layout_of(paper, 1))[1].copies
    assert plain.count("注") - plain.count("备注") >= 500 * copies
    assert plain.count("误") == 120 * copies


@pytest.mark.parametrize(("paper", "name"), ON_PAPER)
def test_a_mark_leaves_remark_and_stamp_clear(paper: Paper, name: str) -> None:
    layout = layout_of(paper, 1)
    sheet, laid = drawn_dry(replace(SAMPLES[name], void=VOID), layout)
    (mark,) = (text for text in sheet.texts if text.mark and text.page == 0)
    assert mark.text == "作废"
    assert not overlap(mark.box, laid.stamp_cell)
    said = _remark(laid)
    remark = next(one for one in sheet.texts if one.page == 0 and one.text.startswith(said))
    assert mark.box.bottom <= remark.box.top


def _remark(laid: Laid) -> str:
    if isinstance(laid, LaidRoll):
        return f"备注：{VOID.reason}"
    assert isinstance(laid, LaidSheet)
    return laid.plan.remark.lines[0]


SOME_TEXT = st.text(
    alphabet=st.sampled_from("甲乙丙丁戊己庚辛（）。，、：；「」-–/ 0123456789abcXYZ¥%𠮷䶮"),
    min_size=1,
    max_size=60,
).map(lambda text: re.sub(r"\s+", " ", text).strip() or "茶")
SOME_LINE = st.builds(
    line,
    SOME_TEXT,
    st.sampled_from(["", "项", "小时", "平方米"]),
    st.sampled_from([1000, 2500, 12_345_678]),
    st.integers(min_value=100, max_value=9_999_999_900),
    st.one_of(st.just(""), SOME_TEXT),
)


def _content_of(lines: list[Line], payer: str, note: str, detail: str) -> Content:
    total = sum(one.amount_fen for one in lines)
    return Content(
        firm="青禾会计师事务所",
        payer=payer,
        lines=tuple(lines),
        parts=(PaymentPart(method=Method.BANK, amount_fen=total, detail=detail),),
        amount_fen=total,
        issued_on=date(2026, 11, 23),
        note=note,
    )


SOME_CONTENT = st.builds(
    _content_of,
    st.lists(SOME_LINE, min_size=1, max_size=15),
    SOME_TEXT,
    st.one_of(st.just(""), SOME_TEXT),
    st.one_of(st.just(""), SOME_TEXT),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(said=SOME_CONTENT, paper=st.sampled_from(Paper), voided=st.booleans())
def test_any_content_is_refused_or_stands_on_the_paper_whole(
    said: Content,
    paper: Paper,
    voided: bool,  # noqa: FBT001 - drawn by hypothesis
) -> None:
    shown = replace(page(said), void=VOID if voided else None)
    problems = problems_on_page(shown, paper)
    if problems:
        assert {one.rule for one in problems} == {"does_not_fit"}
        return
    assert read_back.read_back_problems(render(shown, paper), shown, paper) == ()


def test_an_unknown_layout_version_is_not_drawn_as_another() -> None:
    future = Page(number="SJ2026-000124", content=PLAIN, anchor="x", layout_version=99)
    with pytest.raises(KeyError):
        render(future, Paper.A5)
