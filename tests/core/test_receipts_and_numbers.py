"""What a receipt says comes back as frozen; patterns keep periods apart; no number is lost."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerdesk.core.audit import (
    GENESIS,
    Author,
    Head,
    Touched,
    anchor,
    body_of,
    link,
    read_body,
    salted_digest,
)
from ledgerdesk.core.continuity import Gap, continuity
from ledgerdesk.core.errors import Code
from ledgerdesk.core.problems import Invalid, Problem, refuse_red
from ledgerdesk.core.proofreading import Background, Proofing, problems_around
from ledgerdesk.core.receipts import (
    Content,
    Kind,
    Reset,
    frozen_json,
    is_pattern,
    period_of,
    shown_number,
    thawed,
)
from ledgerdesk.core.transactions import Line, Method, PaymentPart, TradeDraft, problems_in

TODAY = date(2026, 11, 23)
TEXT = st.text(max_size=20)
FEN = st.integers(-(10**13), 10**13)
LINES = st.builds(
    Line,
    item=TEXT,
    amount_fen=FEN,
    unit=TEXT,
    quantity_milli=FEN,
    price_fen=st.none() | FEN,
    note=TEXT,
)
PARTS = st.builds(PaymentPart, method=st.sampled_from(Method), amount_fen=FEN, detail=TEXT)
CONTENTS = st.builds(
    Content,
    firm=TEXT,
    payer=TEXT,
    lines=st.lists(LINES, max_size=4).map(tuple),
    parts=st.lists(PARTS, max_size=3).map(tuple),
    amount_fen=FEN,
    issued_on=st.dates(),
    kind=st.sampled_from(Kind),
    note=TEXT,
    reissue_of=st.none() | TEXT,
    reverses=st.none() | TEXT,
    practice=st.booleans(),
)


@given(CONTENTS)
def test_frozen_content_comes_back_the_same(content: Content) -> None:
    assert thawed(frozen_json(content)) == content
    assert frozen_json(thawed(frozen_json(content))) == frozen_json(content)


def test_frozen_content_has_one_spelling_for_ever() -> None:
    content = Content(
        firm="青禾",
        payer="𠮷野",
        lines=(Line(item="咨询", amount_fen=123450),),
        parts=(PaymentPart(method=Method.CASH, amount_fen=123450),),
        amount_fen=123450,
        issued_on=TODAY,
    )
    assert frozen_json(content) == (
        '{"accountant":"","amount_fen":123450,"cashier":"","currency":"CNY","customer_code":"",'
        '"firm":"青禾","format":1,"handler":"","issued_on":"2026-11-23","kind":"normal",'
        '"language":"zh_CN","lines":[{"amount_fen":123450,"item":"咨询","note":"",'
        '"price_fen":null,"quantity_milli":1000,"unit":""}],"note":"","parts":[{"amount_fen":123450,'
        '"detail":"","method":"cash"}],"payer":"𠮷野","practice":false,"reissue_of":null,'
        '"reverses":null}'
    )


@pytest.mark.parametrize(
    ("pattern", "reset", "good"),
    [
        ("SJ{yyyy}-{000000}", Reset.YEARLY, True),
        ("SJ{yy}{mm}{0000}", Reset.MONTHLY, True),
        ("SJ-{000000}", Reset.NEVER, True),
        ("SJ-{000000}", Reset.YEARLY, False),
        ("SJ{yyyy}-{000000}", Reset.MONTHLY, False),
        ("SJ{yyyy}", Reset.YEARLY, False),
        ("SJ{yyyy}-{000}", Reset.YEARLY, False),
        ("收{yyyy}-{000000}", Reset.YEARLY, False),
        ("", Reset.NEVER, False),
    ],
)
def test_a_pattern_keeps_the_periods_apart(pattern: str, reset: Reset, good: bool) -> None:  # noqa: FBT001 - a table's column
    assert is_pattern(pattern, reset) is good


def test_the_issue_date_names_period_and_number() -> None:
    assert [period_of(TODAY, reset) for reset in (Reset.YEARLY, Reset.MONTHLY, Reset.NEVER)] == [
        "2026",
        "2026-11",
        "",
    ]
    assert shown_number("SJ{yyyy}-{000000}", TODAY, 124) == "SJ2026-000124"
    assert shown_number("A{yy}{mm}/{0000}", TODAY, 12345) == "A2611/12345"


@given(st.sets(st.integers(1, 60)), st.integers(0, 60), st.integers(1, 30), st.integers(0, 30))
def test_every_number_is_present_missing_or_explained(
    used: set[int], last: int, gap_first: int, gap_length: int
) -> None:
    run = Gap(series_id=1, period="2026", first=1, last=last)
    gap = Gap(series_id=1, period="2026", first=gap_first, last=gap_first + gap_length)
    present = [(1, "2026", number) for number in sorted(used)]
    missing, explained = continuity(counters=[run], present=iter(present), explained=[gap])
    absent = set(range(1, max(last, max(used, default=0)) + 1)) - used
    inside = {number for number in absent if gap.first <= number <= gap.last}
    assert {number for *_, number in explained} == inside
    assert {number for *_, number in missing} == absent - inside


def test_an_anchor_is_fifty_bits_of_the_entry() -> None:
    zero = anchor(Head(seq=7, hash=bytes(32)))
    assert zero == "000007–00000-00000"
    full = anchor(Head(seq=1234567, hash=b"\xff" * 32))
    assert full == "1234567–ZZZZZ-ZZZZZ"


def test_an_entry_names_its_rows_and_chains_to_the_one_before() -> None:
    author = Author(
        staff_id=1,
        staff_pub="a" * 16,
        key_pub="b" * 16,
        branch_id=1,
        branch_pub="c" * 16,
        zone="Asia/Shanghai",
        app="0",
        sign=bytes,
    )
    touched = (Touched(kind="trade", pub="d" * 16, before=None, after=b"\x01" * 32),)
    body = body_of(seq=1, at="t", author=author, action="x", touched=touched)
    assert body.isascii()
    assert read_body(body).rows == touched
    assert link(GENESIS, body) != link(b"\x01" * 32, body)
    assert "sign" not in repr(author)


def test_a_digest_says_nothing_without_its_salt() -> None:
    row = {"phone": "13800138000"}
    assert salted_digest(b"a" * 16, "customer", row) != salted_digest(b"b" * 16, "customer", row)
    assert salted_digest(b"a" * 16, "customer", row) != salted_digest(b"a" * 16, "staff", row)


def draft(**changes: object) -> TradeDraft:
    given_fields: dict[str, object] = {
        "payer": "甲",
        "lines": (Line(item="费", amount_fen=100),),
        "parts": (PaymentPart(method=Method.CASH, amount_fen=100),),
    }
    return TradeDraft(**{**given_fields, **changes})  # type: ignore[arg-type] # the table below


@pytest.mark.parametrize(
    ("changes", "field", "rule"),
    [
        ({"payer": None}, "payer", "required"),
        ({"customer_pub": "x"}, "payer", "required"),
        ({"lines": ()}, "lines", "required"),
        ({"lines": (Line(item=" ", amount_fen=100),)}, "lines.0.item", "required"),
        ({"lines": (Line(item="费", amount_fen=0),)}, "lines.0.amount", "not_positive"),
        (
            {"lines": (Line(item="费", amount_fen=100, price_fen=33, quantity_milli=3000),)},
            "lines.0.amount",
            "not_quantity_times_price",
        ),
        ({"parts": ()}, "method", "required"),
        (
            {"parts": (PaymentPart(method=Method.CASH, amount_fen=99),)},
            "amount",
            "parts_differ_from_lines",
        ),
        ({"traded_on": date(2026, 11, 24)}, "date", "in_the_future"),
        ({"note": "注" * 501}, "note", "too_long"),
    ],
)
def test_each_fault_of_a_draft_is_named_with_its_field(
    changes: dict[str, object], field: str, rule: str
) -> None:
    found = problems_in(draft(**changes), today=TODAY)
    assert (field, rule) in {(one.field, one.rule) for one in found}


def test_a_good_draft_has_no_problem_and_every_fault_is_told_at_once() -> None:
    assert problems_in(draft(), today=TODAY) == ()
    assert len(problems_in(draft(payer=None, lines=(), note="注" * 501), today=TODAY)) >= 3


def test_red_refuses_with_the_first_and_keeps_all_amber_passes() -> None:
    red = [Problem.red("payer", "no_glyph", character="𓀀"), Problem.red("note", "too_long")]
    with pytest.raises(Invalid) as caught:
        refuse_red([Problem.amber("amount", "unusual"), *red])
    assert (caught.value.code, caught.value.field) == (Code.NO_GLYPH, "payer")
    assert len(caught.value.problems) == 2
    amber = Problem.amber("amount", "unusual")
    assert refuse_red([amber]) == (amber,)


@pytest.mark.parametrize(
    ("amounts", "amount", "unusual"),
    [((100, 100, 100), 301, True), ((100, 100, 100), 300, False), ((100, 100), 10_000, False)],
)
def test_an_amount_over_three_medians_is_asked_about(
    amounts: tuple[int, ...],
    amount: int,
    unusual: bool,  # noqa: FBT001 - a table's column
) -> None:
    background = Background(
        twin_number=None, last_payer="甲", latest_amounts=amounts, clock_runs_ahead=False
    )
    found = problems_around(Proofing(), payer="甲", amount_fen=amount, background=background)
    assert [one.rule for one in found] == (["unusual"] if unusual else [])
