"""A card leads to a customer's trades, receipts and notes; a note stays as it was written."""

from datetime import date

import pytest
from tests.support.still_office import (
    A5,
    OWNER,
    StillOffice,
    act_as,
    dump,
    issue,
    rows_of,
    trade,
)

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Changes
from ledgerdesk.core.customers import CustomerDraft
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.notes import NoteKind
from ledgerdesk.core.staff import Role
from ledgerdesk.services.steps.customers.dealings import Dealings


def dealings(ledger: Ledger, code: str = "C000001") -> Dealings:
    return ledger.customers.dealings(ledger.customers.by_code(code).pub)


def test_trades_and_receipts_of_one_customer_come_newest_first_with_their_sums(
    ledger: Ledger, office: StillOffice
) -> None:
    first = issue(ledger, trade("张三", 1_000, item="代理记账")).number
    issue(ledger, trade("李四", 7_000))
    office.pass_time(days=1)
    second = issue(ledger, trade("张三", 2_500)).number
    ledger.transactions.record(trade("张三", 300))

    found = dealings(ledger)

    assert [(one.total_fen, one.number) for one in found.trades] == [
        (300, None), (2_500, second), (1_000, first),
    ]  # fmt: skip
    assert found.trades[2].item == "代理记账"
    assert [(one.number, one.amount_fen) for one in found.receipts] == [
        (second, 2_500), (first, 1_000),
    ]  # fmt: skip
    assert [(one.trades, one.total_fen) for one in found.years] == [(3, 3_800)]
    assert found.last_traded == found.trades[0].traded_on
    counts = found.counts
    assert (counts.trades, counts.receipts, counts.notes) == (3, 2, 0)


def test_what_was_voided_or_taken_back_does_not_count(ledger: Ledger) -> None:
    numbers = [issue(ledger, trade("张三", 1_000 * n)).number for n in (1, 2, 4)]
    ledger.receipts.void_trade(numbers[0], reason="金额错误")
    ledger.receipts.reverse(numbers[1], reason="退款", wish=A5)

    found = dealings(ledger)

    # The trade that was taken back and its reversal stand both and come to nothing.
    assert [(one.trades, one.total_fen) for one in found.years] == [(2, 4_000)]
    assert {one.number for one in found.receipts if one.is_void} == {numbers[0]}
    assert [one.total_fen for one in found.trades if one.is_void] == [1_000]


def test_somebody_without_a_trade_has_none(ledger: Ledger) -> None:
    ledger.customers.add(CustomerDraft(name="张三"))

    found = dealings(ledger)

    assert (found.trades, found.receipts, found.notes, found.years) == ((), (), (), ())
    assert found.last_traded is None


def test_a_note_is_signed_and_dated_and_newest_first(ledger: Ledger, office: StillOffice) -> None:
    pub = ledger.customers.add(CustomerDraft(name="张三")).value.pub
    done = ledger.customers.write_note(pub, NoteKind.COMPLAINT, "  送晚了 \n电话里说的 ")
    office.pass_time(days=1)
    ledger.customers.write_note(pub, NoteKind.REMARK, "已道歉")

    notes = ledger.customers.dealings(pub).notes

    assert done.changes == Changes.CUSTOMERS
    assert [(one.kind, one.content, one.person) for one in notes] == [
        (NoteKind.REMARK, "已道歉", OWNER), (NoteKind.COMPLAINT, "送晚了\n电话里说的", OWNER),
    ]  # fmt: skip
    assert (notes[0].at.date() - notes[1].at.date()).days == 1
    line = ledger.audit.history("customer", pub).lines[0]
    assert (line.action, line.field, line.new) == ("customers.write_note", "note", None)
    assert ledger.audit.check().ok


@pytest.mark.parametrize(
    ("text", "reason"),
    [("", "required"), (" \n\u200b\n", "required"), ("长" * 4_001, "too_long"),
     ("长" * 3_000 + "\n" + "长" * 3_000, "too_long"), ("a\u202eb", "bidi"),
     ("\ud800", "surrogate")],
)  # fmt: skip
def test_a_note_that_cannot_be_kept_is_refused(text: str, reason: str, ledger: Ledger) -> None:
    pub = ledger.customers.add(CustomerDraft(name="张三")).value.pub
    before = dump(ledger)

    with pytest.raises(KnownError) as refused:
        ledger.customers.write_note(pub, NoteKind.REMARK, text)

    assert (refused.value.field, refused.value.details["reason"]) == ("note", reason)
    assert dump(ledger) == before


def test_nobody_has_neither_dealings_nor_notes(ledger: Ledger) -> None:
    for call in (
        lambda: ledger.customers.dealings("0" * 16),
        lambda: ledger.customers.write_note("0" * 16, NoteKind.REMARK, "x"),
    ):
        with pytest.raises(KnownError) as refused:
            call()
        assert refused.value.code is Code.UNKNOWN_CUSTOMER
    assert rows_of(ledger, "SELECT count(*) FROM customer_note") == [(0,)]


def test_an_auditor_reads_notes_and_writes_none(ledger: Ledger) -> None:
    pub = ledger.customers.add(CustomerDraft(name="张三")).value.pub
    act_as(ledger, Role.AUDITOR)

    assert ledger.customers.dealings(pub).notes == ()
    with pytest.raises(KnownError) as refused:
        ledger.customers.write_note(pub, NoteKind.REMARK, "x")
    assert refused.value.code is Code.NOT_ALLOWED


def test_the_day_of_the_last_trade_is_the_trades_own(ledger: Ledger) -> None:
    issue(ledger, trade("张三", 1_000))

    assert isinstance(dealings(ledger).last_traded, date)
