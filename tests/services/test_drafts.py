"""What was not finished is kept for the person who typed it, and ends when it is posted."""

from dataclasses import replace

import pytest
from tests.support.still_office import A5, StillOffice, desk_of, rows_of, trade

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core import drafts as texts_of
from ledgerdesk.core.customers import CustomerDraft
from ledgerdesk.core.drafts import MAX_DRAFT_CHARACTERS, Draft, Form
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.storage import audit

PUB = "0000019a00000001"
HALF = Draft(pub=PUB, form=Form.TRADE, texts={"customer": "张三", "lines.0.amount": "12x"})


def somebody_else(ledger: Ledger) -> None:
    """Let another person sit down at this desk."""
    desk = desk_of(ledger)
    with desk.database.write() as tx:
        tx.run(
            "INSERT INTO staff (pub, salt, user_id, name, role, state, bundle_serial,"
            " bundle_digest, added_at) SELECT '00000000000000e1', salt, 'x', '李娜', 'clerk',"
            " 'active', 1, bundle_digest, added_at FROM staff WHERE id = ?",
            (desk.person.id,),
        )
        other = tx.value("SELECT id FROM staff WHERE user_id = 'x'")
    desk.person = replace(desk.person, id=other)


def test_a_draft_survives_lock_and_crash_with_every_text_as_typed(
    ledger: Ledger, office: StillOffice
) -> None:
    ledger.drafts.keep(HALF)
    office.lock()
    assert [one.draft for one in office.open().drafts.list()] == [HALF]
    office.abandon()

    kept = office.open().drafts.take(PUB)

    assert kept is not None
    assert (kept.draft, kept.at.isoformat()) == (HALF, "2026-11-23T10:00:00+08:00")


def test_the_newest_text_of_a_draft_replaces_the_older(ledger: Ledger, office: StillOffice) -> None:
    ledger.drafts.keep(HALF)
    office.pass_time(minutes=1)
    ledger.drafts.keep(Draft(pub="0000019a00000002", form=Form.CUSTOMER, texts={"name": "李"}))
    office.pass_time(minutes=1)
    ledger.drafts.keep(replace(HALF, texts={"customer": "张三丰"}))

    assert [(one.draft.form, dict(one.draft.texts)) for one in ledger.drafts.list()] == [
        (Form.TRADE, {"customer": "张三丰"}),
        (Form.CUSTOMER, {"name": "李"}),
    ]


def test_nobody_else_sees_changes_or_ends_a_persons_draft(ledger: Ledger) -> None:
    ledger.drafts.keep(HALF)
    owner = desk_of(ledger).person
    somebody_else(ledger)

    assert ledger.drafts.list() == ()
    assert ledger.drafts.take(PUB) is None
    assert ledger.drafts.drop(PUB).value is None
    ledger.drafts.keep(replace(HALF, texts={"customer": "别人"}))
    ledger.transactions.record(replace(trade(), draft_id=PUB), A5)
    desk_of(ledger).person = owner

    assert [one.draft for one in ledger.drafts.list()] == [HALF]


def test_what_was_dropped_can_be_kept_again(ledger: Ledger) -> None:
    ledger.drafts.keep(HALF)
    dropped = ledger.drafts.drop(PUB).value
    assert ledger.drafts.list() == ()
    assert dropped is not None
    ledger.drafts.keep(dropped.draft)

    assert [one.draft for one in ledger.drafts.list()] == [HALF]


def test_a_draft_takes_no_number_and_no_entry(ledger: Ledger) -> None:
    head = desk_of(ledger).marks.head
    ledger.drafts.keep(HALF)
    ledger.drafts.drop(PUB)

    assert desk_of(ledger).marks.head == head
    assert rows_of(ledger, "SELECT count(*) FROM audit") == [(head.seq,)]
    assert ledger.audit.check().ok


def test_posting_the_trade_ends_its_draft_in_the_same_transaction(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.drafts.keep(HALF)

    def lost(*_: object, **__: object) -> None:
        raise OSError

    with monkeypatch.context() as broken:
        broken.setattr(audit, "append", lost)
        with pytest.raises(OSError):  # noqa: PT011 - which one is this test's own affair
            ledger.transactions.record(replace(trade(), draft_id=PUB), A5)
    assert [one.draft for one in ledger.drafts.list()] == [HALF]
    ledger.transactions.record(replace(trade(), draft_id=PUB), A5)

    assert ledger.drafts.list() == ()


def test_pressing_save_twice_posts_once_and_a_late_hand_brings_no_draft_back(
    ledger: Ledger,
) -> None:
    ledger.drafts.keep(HALF)
    draft = replace(trade(), draft_id=PUB)
    ledger.transactions.record(draft, A5)
    with pytest.raises(KnownError) as refused:
        ledger.transactions.record(draft, A5)
    ledger.drafts.keep(HALF)

    assert refused.value.code is Code.EXISTS
    assert len(ledger.receipts.register().receipts) == 1
    assert ledger.drafts.list() == ()


def test_adding_the_customer_ends_the_draft_of_his_form(ledger: Ledger) -> None:
    ledger.drafts.keep(Draft(pub=PUB, form=Form.CUSTOMER, texts={"name": "李四"}))
    ledger.customers.add(CustomerDraft(name="李四"), draft_id=PUB)

    assert ledger.drafts.list() == ()


@pytest.mark.parametrize("text", ["\ud83d", "\x00\u202e", "'); DROP TABLE draft; --", "𠮷\r\n\t"])
def test_hostile_text_comes_back_as_it_was_typed(ledger: Ledger, text: str) -> None:
    ledger.drafts.keep(replace(HALF, texts={"note": text}))

    (kept,) = ledger.drafts.list()
    assert kept.draft.texts["note"] == text


def test_a_pasted_book_is_refused_by_its_length(ledger: Ledger) -> None:
    with pytest.raises(KnownError) as refused:
        ledger.drafts.keep(replace(HALF, texts={"note": "x" * MAX_DRAFT_CHARACTERS}))

    assert refused.value.details["reason"] == "too_long"
    assert ledger.drafts.list() == ()


def test_texts_are_read_back_as_written() -> None:
    assert texts_of.read(texts_of.written(HALF.texts)) == HALF.texts
