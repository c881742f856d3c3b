"""A trade with its payment and receipt is saved once, or refused with its field."""

from dataclasses import replace
from datetime import date

import pytest
from tests.support.still_office import (
    A5,
    FIRM,
    OWNER,
    STRICT,
    StillOffice,
    desk_of,
    dump,
    issue,
    rows_of,
    trade,
)

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Changes
from ledgerdesk.core.customers import CustomerDraft
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.money import MAX_FEN, MAX_QUANTITY_MILLI
from ledgerdesk.core.problems import Invalid
from ledgerdesk.core.receipts import Kind
from ledgerdesk.core.transactions import Line, Method, PaymentPart, TradeDraft

MILLION = 1_000_000
TWO_LINES = TradeDraft(
    payer="  张三 ",
    lines=(
        Line(item="代理记账", amount_fen=60_000, unit="月", quantity_milli=2000, price_fen=30_000),
        Line(item="刻章", amount_fen=4_500, note="急"),
    ),
    parts=(
        PaymentPart(method=Method.CASH, amount_fen=4_500),
        PaymentPart(method=Method.BANK, amount_fen=60_000, detail="工行 1234"),
    ),
    note="十一月",
)


def _refused(ledger: Ledger, draft: TradeDraft) -> KnownError:
    before = dump(ledger)
    with pytest.raises(KnownError) as refusal:
        ledger.transactions.record(draft, A5)
    assert dump(ledger) == before
    return refusal.value


def test_a_trade_is_saved_with_its_receipt(ledger: Ledger) -> None:
    done = ledger.transactions.record(TWO_LINES, A5)
    issued = done.value.issued

    assert issued is not None
    assert done.value.customer_code == "C000001"
    assert (issued.number, issued.amount_fen, issued.capitals, issued.warnings) == (
        "SJ2026-000001", 64_500, "陆佰肆拾伍元整", (),
    )  # fmt: skip
    assert done.changes == Changes.CUSTOMERS | Changes.TRANSACTIONS | Changes.RECEIPTS
    assert rows_of(ledger, "SELECT total_fen, traded_on, note, kind, source FROM trade") == [
        (64_500, "2026-11-23", "十一月", "sale", "desk")
    ]
    assert rows_of(ledger, "SELECT amount_fen, received_on, business_day FROM payment") == [
        (64_500, "2026-11-23", "2026-11-23")
    ]
    assert ledger.audit.check().ok


def test_the_receipt_says_what_was_entered(ledger: Ledger) -> None:
    ledger.transactions.record(TWO_LINES, A5)
    page = ledger.receipts.page("SJ2026-000001")
    content = page.content

    assert (content.lines, content.parts) == (TWO_LINES.lines, TWO_LINES.parts)
    assert (content.payer, content.firm, content.note) == ("张三", FIRM, "十一月")
    assert (content.cashier, content.handler) == (OWNER, OWNER)
    assert (content.issued_on, content.kind) == (date(2026, 11, 23), Kind.NORMAL)
    assert (content.customer_code, content.amount_fen) == ("C000001", 64_500)
    assert (page.printed, page.void) == (None, None)


def test_the_anchor_is_that_of_the_entry_that_issued_it(ledger: Ledger) -> None:
    issued = issue(ledger)

    assert issued.anchor == ledger.receipts.page(issued.number).anchor
    assert issued.anchor.startswith(f"{desk_of(ledger).marks.head.seq:06d}–")


def test_a_trade_without_a_receipt_gets_it_later(ledger: Ledger) -> None:
    saved = ledger.transactions.record(trade()).value
    assert saved.issued is None
    assert ledger.receipts.register().receipts == ()

    done = ledger.receipts.issue(saved.payment_pub, A5)

    assert (done.value.number, done.value.amount_fen) == ("SJ2026-000001", 123_450)
    assert done.changes == Changes.RECEIPTS
    assert ledger.audit.check().ok


def test_a_payment_gets_one_live_receipt(ledger: Ledger) -> None:
    saved = ledger.transactions.record(trade(), A5).value

    with pytest.raises(KnownError) as refusal:
        ledger.receipts.issue(saved.payment_pub, A5)

    assert refusal.value.code is Code.EXISTS
    assert refusal.value.details["number"] == "SJ2026-000001"


def test_a_voided_payment_gets_no_receipt(ledger: Ledger) -> None:
    saved = ledger.transactions.record(trade(), A5).value
    ledger.receipts.void_trade("SJ2026-000001", reason="金额错误")
    before = dump(ledger)

    with pytest.raises(KnownError) as refusal:
        ledger.receipts.issue(saved.payment_pub, A5)

    assert refusal.value.code is Code.ALREADY_VOIDED
    assert dump(ledger) == before


def test_an_unknown_payment_gets_no_receipt(ledger: Ledger) -> None:
    with pytest.raises(KnownError) as refusal:
        ledger.receipts.issue("f" * 16, A5)

    assert refusal.value.code is Code.UNKNOWN_RECEIPT


def test_the_same_payer_twice_is_one_customer(ledger: Ledger) -> None:
    codes = [ledger.transactions.record(trade(payer)).value.customer_code
             for payer in ("张三", "李四", " 张三\u3000")]  # fmt: skip

    assert codes == ["C000001", "C000002", "C000001"]


def test_a_name_that_two_share_asks_which_of_them(ledger: Ledger) -> None:
    for _ in range(2):
        ledger.customers.add(CustomerDraft(name="张三"))

    error = _refused(ledger, trade("张三"))

    assert (error.code, error.field) == (Code.AMBIGUOUS_CUSTOMER, "payer")
    assert error.details["codes"] == ("C000001", "C000002")


def test_a_chosen_customer_is_taken_whatever_his_name(ledger: Ledger) -> None:
    first, second = (ledger.customers.add(CustomerDraft(name="张三")).value for _ in range(2))

    saved = ledger.transactions.record(replace(trade(None), customer_pub=second.pub), A5).value

    assert saved.customer_code == second.code != first.code


def test_a_customer_who_is_not_there_is_refused(ledger: Ledger) -> None:
    error = _refused(ledger, replace(trade(None), customer_pub="f" * 16))

    assert (error.code, error.field) == (Code.UNKNOWN_CUSTOMER, "customer")


def test_a_draft_pressed_twice_is_posted_once(ledger: Ledger) -> None:
    draft = replace(trade(), draft_id="draft-1")
    issue(ledger, draft)

    error = _refused(ledger, draft)

    assert (error.code, error.details["part"]) == (Code.EXISTS, "draft")
    assert len(rows_of(ledger, "SELECT 1 FROM trade")) == 1
    issue(ledger, replace(draft, draft_id="draft-2"))


def test_a_title_is_printed_instead_of_the_name(ledger: Ledger) -> None:
    issue(ledger, replace(trade(), payer_title="青禾公司"))

    assert ledger.receipts.page("SJ2026-000001").content.payer == "青禾公司"


def test_a_print_name_is_printed_instead_of_the_name(ledger: Ledger) -> None:
    ledger.customers.add(CustomerDraft(name="张𠮷", print_name="张吉"))

    issue(ledger, trade("张𠮷"))

    assert ledger.receipts.page("SJ2026-000001").content.payer == "张吉"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"payer": "张\ud800"}, "payer"),
        ({"payer": "a\u202eb"}, "payer"),
        ({"payer": "张" * MILLION}, "payer"),
        ({"payer_title": "a\u2066b"}, "payer_title"),
        ({"payer_title": "\udfff"}, "payer_title"),
        ({"note": "x\x00y"}, "note"),
        ({"note": "长" * MILLION}, "note"),
        ({"lines": (Line(item="咨询\u200f\u202c", amount_fen=123_450),)}, "lines.0.item"),
        ({"lines": (Line(item="长" * MILLION, amount_fen=123_450),)}, "lines.0.item"),
        ({"lines": (Line(item="a", unit="\ud800", amount_fen=123_450),)}, "lines.0.unit"),
        ({"lines": (Line(item="a", note="a\u2028b", amount_fen=123_450),)}, "lines.0.note"),
        (
            {"parts": (PaymentPart(method=Method.BANK, detail="\ud800", amount_fen=123_450),)},
            "parts.0.detail",
        ),
    ],
)
def test_hostile_text_is_refused_with_its_field(
    change: dict[str, object], field: str, ledger: Ledger
) -> None:
    error = _refused(ledger, replace(trade(), **change))  # type: ignore[arg-type] # any one field

    assert (error.code, error.field) == (Code.BAD_VALUE, field)


@pytest.mark.parametrize("payer", ["", "   ", "\u200b\ufeff", None])
def test_an_empty_payer_is_refused_with_its_field(payer: str | None, ledger: Ledger) -> None:
    error = _refused(ledger, trade(payer))

    assert (error.code, error.field) == (Code.PROOFREADING, "payer")


def test_half_a_character_in_an_id_of_the_program_is_a_known_error(ledger: Ledger) -> None:
    error = _refused(ledger, replace(trade(), draft_id="\ud800"))

    assert error.code is Code.BAD_VALUE


def test_every_red_problem_is_named_at_once(ledger: Ledger) -> None:
    draft = TradeDraft(payer=None, lines=(Line(item=" ", amount_fen=0),), parts=())

    error = _refused(ledger, draft)

    assert isinstance(error, Invalid)
    assert {problem.field for problem in error.problems} == {
        "payer", "lines.0.item", "lines.0.amount", "method",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (Line(item="a", amount_fen=MAX_FEN + 1), "lines.0.amount"),
        (Line(item="a", amount_fen=10**30), "lines.0.amount"),
        (Line(item="a", amount_fen=5, quantity_milli=MAX_QUANTITY_MILLI + 1), "lines.0.quantity"),
        (Line(item="a", amount_fen=5, price_fen=10**20), "lines.0.price"),
    ],
)
@pytest.mark.parametrize("wish", [None, A5])
def test_what_no_row_could_hold_is_refused_with_its_field(
    line: Line, field: str, wish: object, ledger: Ledger
) -> None:
    draft = replace(
        trade(), lines=(line,), parts=(PaymentPart(method=Method.CASH, amount_fen=line.amount_fen),)
    )
    before = dump(ledger)

    with pytest.raises(KnownError) as refusal:
        ledger.transactions.record(draft, A5 if wish else None)

    assert (refusal.value.code, refusal.value.field) == (Code.BAD_AMOUNT, field)
    assert dump(ledger) == before


def test_the_largest_amount_is_saved_and_said_in_words(ledger: Ledger) -> None:
    issued = issue(ledger, trade(amount_fen=MAX_FEN))

    assert issued.amount_fen == MAX_FEN
    assert issued.capitals.endswith("玖分")
    assert ledger.audit.check().ok


@pytest.mark.parametrize(
    ("draft", "code", "field"),
    [
        (trade("甲" + chr(0x10380)), Code.NO_GLYPH, "payer"),
        (trade(item="乙" + chr(0x10380)), Code.NO_GLYPH, "lines.0.item"),
        (trade("很长的名字" * 40), Code.PROOFREADING, "payer"),
    ],
)
def test_a_number_is_drawn_only_after_the_proof(
    draft: TradeDraft, code: Code, field: str, ledger: Ledger
) -> None:
    error = _refused(ledger, draft)

    assert (error.code, error.field) == (code, field)
    assert issue(ledger).number == "SJ2026-000001"


def test_a_counter_that_a_restore_left_unconfirmed_gives_no_number(ledger: Ledger) -> None:
    desk = desk_of(ledger)
    with desk.database.write() as tx:
        tx.run("UPDATE series_counter SET confirmed = 0")

    error = _refused(ledger, trade())

    assert (error.code, error.details["series"]) == (Code.LAST_NUMBER_UNCONFIRMED, "SJ")


def _warned(ledger: Ledger, draft: TradeDraft) -> set[tuple[str, str]]:
    return {(problem.field, problem.rule) for problem in issue(ledger, draft).warnings}


def test_a_twin_within_ten_minutes_is_asked_about_and_kept(
    ledger: Ledger, office: StillOffice
) -> None:
    issue(ledger)
    office.pass_time(minutes=9, seconds=59)
    assert _warned(ledger, trade()) == {("amount", "same_within_minutes")}
    assert '"same_within_minutes"' in rows_of(ledger, "SELECT warnings FROM receipt")[1][0]

    office.pass_time(minutes=10, seconds=1)
    assert _warned(ledger, trade()) == set()


@pytest.mark.parametrize("other", [trade("李四"), trade(amount_fen=123_451)])
def test_another_customer_or_amount_is_no_twin(other: TradeDraft, ledger: Ledger) -> None:
    issue(ledger)

    assert _warned(ledger, other) == set()


def test_a_voided_twin_is_none(ledger: Ledger) -> None:
    issue(ledger)
    ledger.receipts.void_trade("SJ2026-000001", reason="错")

    assert _warned(ledger, trade()) == set()


def test_another_title_than_last_time_is_asked_about(ledger: Ledger, office: StillOffice) -> None:
    issue(ledger)
    office.pass_time(minutes=11)

    assert _warned(ledger, replace(trade(), payer_title="青禾公司")) == {
        ("payer", "differs_from_last")
    }


def test_an_amount_above_three_times_the_usual_is_asked_about(ledger: Ledger) -> None:
    for amount in (1_000, 1_100, 1_200):
        assert _warned(ledger, trade(amount_fen=amount)) == set()

    assert _warned(ledger, trade(amount_fen=3_300)) == set()
    assert _warned(ledger, trade(amount_fen=3_301)) == {("amount", "unusual")}


def test_a_strict_wish_stops_at_the_first_amber(ledger: Ledger) -> None:
    issue(ledger, wish=STRICT)
    before = dump(ledger)

    with pytest.raises(KnownError) as refusal:
        ledger.transactions.record(trade(), STRICT)

    assert (refusal.value.code, refusal.value.field) == (Code.NEEDS_ANSWER, "amount")
    assert refusal.value.details["rule"] == "same_within_minutes"
    assert dump(ledger) == before


def test_frozen_content_does_not_change_with_customer_or_settings(ledger: Ledger) -> None:
    issue(ledger)
    page = ledger.receipts.page("SJ2026-000001")
    ledger.settings.change("firm.name", "另一家")
    ledger.settings.change("receipt.cashier", "新出纳")
    ledger.settings.change("receipt.accountant", "新会计")
    with desk_of(ledger).upkeep() as act:
        ((pub,),) = act.tx.rows("SELECT pub FROM customer")
        with act.changing("customer", pub):
            act.tx.run("UPDATE customer SET print_name = '印名'")
        act.close_entry("customers.change")

    assert ledger.receipts.page("SJ2026-000001") == page
    issue(ledger)
    new = ledger.receipts.page("SJ2026-000002").content
    assert (new.firm, new.cashier, new.accountant, new.payer) == (
        "另一家", "新出纳", "新会计", "印名",
    )  # fmt: skip
    assert ledger.audit.check().ok


def test_a_trade_of_an_earlier_day_is_compared_with_all_the_others(ledger: Ledger) -> None:
    for amount in (5_000, 1_000, 1_000):
        ledger.transactions.record(trade(amount_fen=amount), A5)
    earlier = replace(trade(amount_fen=4_000), traded_on=date(2026, 1, 2))

    assert _warned(ledger, earlier) == {("amount", "unusual")}
