"""A print is a state: asked, sent, then its one end; what nobody confirmed is never forgotten."""

from pathlib import Path

import pytest
from tests.support.still_office import (
    A5,
    StillOffice,
    desk_of,
    dump,
    issue,
    rows_of,
    trade,
)

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.receipts import PrintState
from ledgerdesk.services.receipts import PrintJob, Unconfirmed

FIRST, SECOND = "SJ2026-000001", "SJ2026-000002"
STATES = "SELECT state, ordinal, device, reason FROM print ORDER BY id"


def asked(ledger: Ledger, number: str = FIRST, instead_of: str | None = None) -> PrintJob:
    return ledger.receipts.ask_print(number, way="printer", instead_of=instead_of).value


def sent(ledger: Ledger, number: str = FIRST) -> PrintJob:
    job = asked(ledger, number)
    ledger.receipts.note_sent(job, device="LQ-630")
    return job


def listed(ledger: Ledger) -> list[tuple[str, PrintState | None]]:
    return [(one.number, one.state) for one in ledger.receipts.unconfirmed()]


def test_asking_and_sending_write_no_entry_and_the_end_writes_one(ledger: Ledger) -> None:
    issue(ledger)
    head = desk_of(ledger).marks.head.seq
    job = sent(ledger)
    assert desk_of(ledger).marks.head.seq == head
    assert rows_of(ledger, STATES) == [("sent", 1, "LQ-630", None)]
    ledger.receipts.end_print(job, state="confirmed")

    assert desk_of(ledger).marks.head.seq == head + 1
    assert rows_of(ledger, STATES) == [("confirmed", 1, "LQ-630", None)]
    assert ledger.audit.check().ok


def test_the_next_receipt_lets_what_was_sent_count_as_printed_in_its_own_entry(
    ledger: Ledger,
) -> None:
    issue(ledger)
    sent(ledger)
    head = desk_of(ledger).marks.head.seq
    issue(ledger, trade("李四"))

    assert rows_of(ledger, STATES) == [("assumed", 1, "LQ-630", None)]
    assert desk_of(ledger).marks.head.seq == head + 1
    assert rows_of(
        ledger, f"SELECT count(*) FROM audit_object WHERE kind = 'print' AND seq = {head + 1}"
    ) == [(1,)]
    assert ledger.audit.check().ok


def test_saving_without_a_receipt_judges_no_print(ledger: Ledger) -> None:
    issue(ledger)
    sent(ledger)
    ledger.transactions.record(trade("李四"))

    assert rows_of(ledger, STATES) == [("sent", 1, "LQ-630", None)]


def test_a_refused_receipt_judges_no_print(ledger: Ledger) -> None:
    issue(ledger)
    sent(ledger)
    before = dump(ledger)
    with pytest.raises(KnownError):
        issue(ledger, trade("𮯰" * 3))

    assert dump(ledger) == before


def test_what_was_asked_and_never_sent_is_not_assumed(ledger: Ledger) -> None:
    issue(ledger)
    asked(ledger)
    issue(ledger, trade("李四"))

    assert rows_of(ledger, STATES) == [("asked", 1, None, None)]


def test_a_crash_between_asked_and_sent_is_listed_until_somebody_judges_it(
    ledger: Ledger, office: StillOffice
) -> None:
    issue(ledger)
    asked(ledger)
    office.abandon()
    office.pass_time(days=40)
    again = office.open()

    (left,) = again.receipts.unconfirmed()
    assert (left.number, left.state, left.payer) == (FIRST, PrintState.ASKED, "张三")
    assert left.at.isoformat() == "2026-11-23T10:00:00+08:00"
    again.receipts.end_print(left, state="failed", reason="no_sheet")
    retried = asked(again, instead_of=left.pub)

    assert (retried.ordinal, retried.page.printed) == (1, None)
    assert [one.number for one in again.receipts.register().receipts] == [FIRST]
    assert again.audit.check().ok


def test_today_lists_what_was_never_confirmed_and_nothing_else(
    ledger: Ledger, office: StillOffice, tmp_path: Path
) -> None:
    for payer in ("甲", "乙", "丙", "丁"):
        issue(ledger, trade(payer))
        office.pass_time(minutes=1)
    ledger.receipts.write_pdf(FIRST, tmp_path / "1.pdf")
    ledger.receipts.void_trade("SJ2026-000003", reason="错")
    job = asked(ledger, SECOND)
    ledger.receipts.end_print(job, state="failed", reason="cancelled")
    sent(ledger, "SJ2026-000004")

    assert listed(ledger) == [("SJ2026-000004", PrintState.SENT), (SECOND, None)]
    office.pass_time(days=8)
    assert listed(ledger) == [("SJ2026-000004", PrintState.SENT)]


def test_the_bad_sheet_is_followed_by_the_original(ledger: Ledger) -> None:
    issue(ledger)
    bad = sent(ledger)
    ledger.receipts.end_print(bad, state="failed", reason="kept")
    original = asked(ledger, instead_of=bad.pub)

    assert (original.ordinal, original.page.printed) == (1, None)
    assert original.page == bad.page
    assert [row.prints for row in ledger.receipts.register().receipts] == [1]


def test_the_original_follows_its_bad_sheet_even_beside_a_later_print(ledger: Ledger) -> None:
    issue(ledger)
    bad = sent(ledger)
    copy = sent(ledger)
    ledger.receipts.end_print(copy, state="confirmed")
    ledger.receipts.end_print(bad, state="failed", reason="kept")

    assert asked(ledger, instead_of=bad.pub).ordinal == 1
    assert asked(ledger, instead_of=bad.pub).ordinal == 3  # its place is taken by now


def test_another_receipts_place_or_a_good_print_s_is_not_taken(ledger: Ledger) -> None:
    issue(ledger)
    issue(ledger, trade("李四"))
    good = sent(ledger)
    other = asked(ledger, SECOND)
    ledger.receipts.end_print(other, state="failed", reason="no_sheet")

    assert asked(ledger, instead_of=good.pub).ordinal == 2
    assert asked(ledger, instead_of=other.pub).ordinal == 3


def test_a_print_that_was_judged_meanwhile_says_so(ledger: Ledger) -> None:
    issue(ledger)
    job = sent(ledger)
    issue(ledger, trade("李四"))
    ghost = Unconfirmed(
        number=SECOND,
        payer="李四",
        state=None,
        at=desk_of(ledger).clock.now(),
        pub=None,
        device=None,
    )
    for one in (job, ghost):
        with pytest.raises(KnownError) as refused:
            ledger.receipts.end_print(one, state="failed")
        assert refused.value.code is Code.PRINT_ENDED


def test_an_end_is_not_sent_again(ledger: Ledger) -> None:
    issue(ledger)
    job = asked(ledger)
    ledger.receipts.end_print(job, state="failed", reason="cancelled")
    before = dump(ledger)
    ledger.receipts.note_sent(job, device="LQ-630")

    assert dump(ledger) == before


def test_failed_prints_neither_cost_a_number_nor_earn_a_mark(ledger: Ledger) -> None:
    issue(ledger)
    for reason in ("cancelled", "printer_gone", "printer_refused"):
        ledger.receipts.end_print(asked(ledger), state="failed", reason=reason)
    first = asked(ledger)
    ledger.receipts.end_print(first, state="confirmed")
    second = asked(ledger)

    assert (first.ordinal, first.page.printed, second.ordinal) == (1, None, 2)
    assert issue(ledger, trade("李四"), A5).number == SECOND
    assert ledger.receipts.register().missing == ()
