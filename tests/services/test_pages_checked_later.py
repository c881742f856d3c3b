"""The pages of a large book are checked beside the desk, and a changed one ends the session."""

import pytest
from tests.support.still_office import PASSWORD, StillOffice, issue, rows_of, trade

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.services.access import Credential
from ledgerdesk.services.steps.opening import opening
from ledgerdesk.storage.kept_file import PAGE_BYTES

CREDENTIAL = Credential(password=PASSWORD)


@pytest.fixture
def large(office: StillOffice, monkeypatch: pytest.MonkeyPatch) -> StillOffice:
    """Give a closed book that counts as large."""
    with office.opened() as ledger:
        issue(ledger)
    monkeypatch.setattr(opening, "BLINK_BYTES", 0)
    return office


def page_no_opening_reads(office: StillOffice) -> int:
    """Give the root of an index of notes."""
    with office.opened() as ledger:
        wanted = "SELECT rootpage FROM sqlite_schema WHERE name = 'customer_note_customer'"
        return int(str(rows_of(ledger, wanted)[0][0]))


def flip(office: StillOffice, page: int) -> None:
    book = office.vault / "ledger.db"
    raw = bytearray(book.read_bytes())
    raw[(page - 1) * PAGE_BYTES + 100] ^= 1
    book.write_bytes(raw)


def test_a_small_book_leaves_nothing_for_later(office: StillOffice) -> None:
    ledger = office.house.open(office.vault, CREDENTIAL, pages_later=True)

    assert ledger.page_check() is None
    ledger.lock()


def test_whoever_does_not_ask_for_it_has_the_pages_checked_first(large: StillOffice) -> None:
    with large.opened() as ledger:
        assert ledger.page_check() is None

    flip(large, page_no_opening_reads(large))
    with pytest.raises(KnownError) as refusal:
        large.open()
    assert refusal.value.code is Code.DAMAGED


def test_a_whole_book_is_found_whole_while_it_is_written(large: StillOffice) -> None:
    ledger = large.house.open(large.vault, CREDENTIAL, pages_later=True)
    check = ledger.page_check()
    assert check is not None
    ledger.transactions.record(trade())

    assert check() == 0
    ledger.refuse_changed_pages()
    assert ledger.page_check() is None
    ledger.lock()


def test_a_changed_page_is_counted_believed_and_checked_before_the_next_opening(
    large: StillOffice,
) -> None:
    flip(large, page_no_opening_reads(large))
    house = large.house
    ledger = house.open(large.vault, CREDENTIAL, pages_later=True)
    check = ledger.page_check()
    assert check is not None

    assert check() == 1
    with pytest.raises(KnownError) as refusal:
        ledger.refuse_changed_pages()
    assert refusal.value.code is Code.DAMAGED
    assert refusal.value.details["pages"] == 1
    ledger.lock()
    with pytest.raises(KnownError) as refusal:
        house.open(large.vault, CREDENTIAL, pages_later=True)
    assert refusal.value.code is Code.DAMAGED


def test_after_an_exit_nobody_announced_the_pages_are_checked_first(large: StillOffice) -> None:
    page = page_no_opening_reads(large)
    large.open()
    large.abandon()
    flip(large, page)

    with pytest.raises(KnownError) as refusal:
        large.house.open(large.vault, CREDENTIAL, pages_later=True)

    assert refusal.value.code is Code.DAMAGED
