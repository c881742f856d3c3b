"""A number once drawn stays: voided with its paper, with its trade, or taken back in red."""

from collections.abc import Callable

import pytest
from tests.support.still_office import A5, close_day, dump, issue, rows_of, trade

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Changes
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.receipts import Kind, Status

FIRST, SECOND, THIRD = (f"SJ2026-00000{n}" for n in (1, 2, 3))
VERBS: dict[str, Callable[[Ledger, str], object]] = {
    "spoiled": lambda ledger, number: ledger.receipts.void_spoiled(number, reason="卡纸", wish=A5),
    "trade": lambda ledger, number: ledger.receipts.void_trade(number, reason="金额错误"),
    "reverse": lambda ledger, number: ledger.receipts.reverse(number, reason="退款", wish=A5),
}


def _statuses(ledger: Ledger) -> dict[str, Status]:
    return {row.number: row.status for row in ledger.receipts.register().receipts}


def _refused(ledger: Ledger, verb: str, number: str) -> KnownError:
    before = dump(ledger)
    with pytest.raises(KnownError) as refusal:
        VERBS[verb](ledger, number)
    assert dump(ledger) == before
    return refusal.value


def test_spoiled_paper_gets_a_new_number_for_the_same_payment(ledger: Ledger) -> None:
    issue(ledger)
    before = rows_of(ledger, "SELECT * FROM receipt")

    done = ledger.receipts.void_spoiled(FIRST, reason=" 卡纸 ", wish=A5)

    assert done.value.number == FIRST
    assert done.value.reissued is not None
    assert (done.value.reissued.number, done.value.reissued.amount_fen) == (SECOND, 123_450)
    assert done.changes == Changes.RECEIPTS
    assert rows_of(ledger, "SELECT * FROM receipt")[:1] == before
    assert rows_of(ledger, "SELECT DISTINCT payment_id FROM receipt") == rows_of(
        ledger, "SELECT id FROM payment"
    )
    assert rows_of(ledger, "SELECT count(*) FROM trade") == [(1,)]
    assert rows_of(ledger, "SELECT kind, payment_id, trade_id, reason, copies FROM void") == [
        ("spoiled", None, None, "卡纸", "returned")
    ]
    assert _statuses(ledger) == {FIRST: Status.VOIDED, SECOND: Status.ISSUED}
    assert ledger.audit.check().ok


def test_both_papers_name_each_other(ledger: Ledger) -> None:
    issue(ledger)
    ledger.receipts.void_spoiled(FIRST, reason="卡纸", wish=A5)

    void = ledger.receipts.page(FIRST).void
    assert void is not None
    assert (void.reason, void.by, void.reissued_as) == ("卡纸", "王敏", SECOND)
    assert void.at.isoformat() == "2026-11-23T10:00:00+08:00"
    assert ledger.receipts.page(SECOND).content.reissue_of == FIRST
    assert ledger.receipts.page(SECOND).void is None


def test_a_reissue_asks_nothing_even_when_wanted_strictly(ledger: Ledger) -> None:
    issue(ledger)
    done = ledger.receipts.void_spoiled(FIRST, reason="卡纸", wish=A5)

    assert done.value.reissued is not None
    assert done.value.reissued.warnings == ()


def test_a_wrong_trade_is_voided_with_its_payment(ledger: Ledger) -> None:
    issue(ledger)
    before = rows_of(ledger, "SELECT * FROM receipt")

    done = ledger.receipts.void_trade(FIRST, reason="金额错误", copies="kept")

    assert (done.value.number, done.value.reissued) == (FIRST, None)
    assert done.changes == Changes.RECEIPTS | Changes.TRANSACTIONS
    assert rows_of(ledger, "SELECT * FROM receipt") == before
    assert rows_of(ledger, "SELECT kind, payment_id, trade_id, copies FROM void") == rows_of(
        ledger, "SELECT 'trade', payment.id, trade_id, 'kept' FROM payment"
    )
    void = ledger.receipts.page(FIRST).void
    assert void is not None
    assert void.reissued_as is None
    assert _statuses(ledger) == {FIRST: Status.VOIDED}
    assert issue(ledger).number == SECOND


def test_a_reissue_may_be_spoiled_again(ledger: Ledger) -> None:
    issue(ledger)
    for number in (FIRST, SECOND):
        ledger.receipts.void_spoiled(number, reason="卡纸", wish=A5)

    assert ledger.receipts.page(THIRD).content.reissue_of == SECOND
    assert _statuses(ledger) == {
        FIRST: Status.VOIDED, SECOND: Status.VOIDED, THIRD: Status.ISSUED,
    }  # fmt: skip
    assert ledger.audit.check().ok


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("first", ["spoiled", "trade"])
def test_what_was_voided_is_neither_voided_nor_taken_back(
    first: str, verb: str, ledger: Ledger
) -> None:
    issue(ledger)
    VERBS[first](ledger, FIRST)

    assert _refused(ledger, verb, FIRST).code is Code.ALREADY_VOIDED


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("number", ["SJ2026-000009", "", "\ud800", "x" * 100_000])
def test_an_unknown_number_is_refused(number: str, verb: str, ledger: Ledger) -> None:
    assert _refused(ledger, verb, number).code in {Code.UNKNOWN_RECEIPT, Code.BAD_VALUE}


@pytest.mark.parametrize("verb", VERBS)
def test_a_number_is_read_with_blanks_around_it(verb: str, ledger: Ledger) -> None:
    issue(ledger)

    VERBS[verb](ledger, f" {FIRST}\n")

    assert ledger.receipts.register().receipts[0].number == FIRST
    assert ledger.audit.check().ok


@pytest.mark.parametrize("reason", ["", "  ", "\u200b", "长" * 501, "a\u202eb", "\ud800"])
@pytest.mark.parametrize("verb", ["spoiled", "trade", "reverse"])
def test_a_reason_is_needed_and_is_clean(verb: str, reason: str, ledger: Ledger) -> None:
    issue(ledger)
    calls: dict[str, Callable[[], object]] = {
        "spoiled": lambda: ledger.receipts.void_spoiled(FIRST, reason=reason, wish=A5),
        "trade": lambda: ledger.receipts.void_trade(FIRST, reason=reason),
        "reverse": lambda: ledger.receipts.reverse(FIRST, reason=reason, wish=A5),
    }
    before = dump(ledger)

    with pytest.raises(KnownError) as refusal:
        calls[verb]()

    assert (refusal.value.code, refusal.value.field) == (Code.BAD_VALUE, "reason")
    assert dump(ledger) == before


@pytest.mark.parametrize("verb", ["spoiled", "trade"])
def test_a_reason_that_no_font_draws_is_refused_before_it_is_kept(
    verb: str, ledger: Ledger
) -> None:
    issue(ledger)
    reason = "错" + chr(0x10380)
    calls: dict[str, Callable[[], object]] = {
        "spoiled": lambda: ledger.receipts.void_spoiled(FIRST, reason=reason, wish=A5),
        "trade": lambda: ledger.receipts.void_trade(FIRST, reason=reason),
    }
    before = dump(ledger)

    with pytest.raises(KnownError) as refusal:
        calls[verb]()

    assert (refusal.value.code, refusal.value.field) == (Code.NO_GLYPH, "reason")
    assert dump(ledger) == before


def test_a_red_receipt_takes_an_earlier_one_back(ledger: Ledger) -> None:
    issue(ledger)

    done = ledger.receipts.reverse(FIRST, reason="退款", wish=A5)

    assert (done.value.number, done.value.amount_fen) == (SECOND, -123_450)
    assert done.value.capitals == "壹仟贰佰叁拾肆元伍角整"
    assert done.changes == Changes.RECEIPTS | Changes.TRANSACTIONS
    content = ledger.receipts.page(SECOND).content
    assert (content.kind, content.reverses, content.reissue_of) == (Kind.RED, FIRST, None)
    assert content.amount_fen == sum(line.amount_fen for line in content.lines) == -123_450
    assert content.note == "退款"
    assert [part.amount_fen for part in content.parts] == [-123_450]
    assert [line.quantity_milli for line in content.lines] == [-1000]
    listed = ledger.receipts.register().receipts
    assert [(row.kind, row.status, row.amount_fen) for row in listed] == [
        (Kind.NORMAL, Status.ISSUED, 123_450), (Kind.RED, Status.ISSUED, -123_450),
    ]  # fmt: skip
    sale, reversal = rows_of(ledger, "SELECT id, kind, total_fen, reverses_id FROM trade")
    assert sale[1:] == ("sale", 123_450, None)
    assert reversal[1:] == ("reversal", -123_450, sale[0])
    assert ledger.audit.check().ok


def test_a_receipt_is_taken_back_once(ledger: Ledger) -> None:
    issue(ledger)
    VERBS["reverse"](ledger, FIRST)

    error = _refused(ledger, "reverse", FIRST)

    assert (error.code, error.details["by"]) == (Code.ALREADY_REVERSED, SECOND)


@pytest.mark.parametrize("verb", ["spoiled", "trade"])
def test_what_was_taken_back_is_not_voided(verb: str, ledger: Ledger) -> None:
    issue(ledger)
    VERBS["reverse"](ledger, FIRST)

    error = _refused(ledger, verb, FIRST)

    assert (error.code, error.details["by"]) == (Code.ALREADY_REVERSED, SECOND)


def test_a_red_receipt_is_not_taken_back(ledger: Ledger) -> None:
    issue(ledger)
    VERBS["reverse"](ledger, FIRST)

    assert _refused(ledger, "reverse", SECOND).code is Code.ALREADY_REVERSED


def test_a_red_receipt_is_not_voided_as_a_trade(ledger: Ledger) -> None:
    issue(ledger)
    VERBS["reverse"](ledger, FIRST)

    error = _refused(ledger, "trade", SECOND)

    assert (error.code, error.details["reason"]) == (Code.BAD_VALUE, "red_receipt")


def test_a_spoiled_red_receipt_reissued_still_names_the_original(ledger: Ledger) -> None:
    issue(ledger)
    VERBS["reverse"](ledger, FIRST)

    ledger.receipts.void_spoiled(SECOND, reason="卡纸", wish=A5)

    content = ledger.receipts.page(THIRD).content
    assert (content.kind, content.reverses, content.reissue_of) == (Kind.RED, FIRST, SECOND)
    assert content.amount_fen == -123_450
    assert _refused(ledger, "reverse", FIRST).details["by"] == THIRD
    assert ledger.audit.check().ok


def test_a_trade_taken_back_leaves_nothing_to_be_paid(ledger: Ledger) -> None:
    issue(ledger, trade(amount_fen=700))
    issue(ledger, trade("李四", 900))
    VERBS["reverse"](ledger, FIRST)

    assert rows_of(ledger, "SELECT sum(amount_fen) FROM payment") == [(900,)]
    assert rows_of(ledger, "SELECT sum(amount_fen) FROM payment_part") == [(900,)]
    assert rows_of(ledger, "SELECT sum(amount_fen) FROM trade_line") == [(900,)]


def test_an_earlier_day_is_closed_for_voids_and_open_for_red_receipts(ledger: Ledger) -> None:
    issue(ledger)
    close_day(ledger, "2026-11-23")
    for verb in ("spoiled", "trade"):
        error = _refused(ledger, verb, FIRST)
        assert error.code is Code.DAY_CLOSED
        assert error.details == {"number": FIRST, "day": "2026-11-23", "verb": "reverse"}

    VERBS["reverse"](ledger, FIRST)

    assert ledger.receipts.page(SECOND).content.reverses == FIRST
    assert ledger.audit.check().ok
