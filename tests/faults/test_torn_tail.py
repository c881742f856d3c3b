"""A torn tail beside a hot journal is recovered whole; without the journal it is refused."""

import random
import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.support.campaign import Campaign
from tests.support.journal import Journal, read_journal
from tests.support.nursery import Nursery
from tests.support.office import Office, amounts_by_number, desk_of, office_at

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.storage.kept_file import PAGE_BYTES

pytestmark = pytest.mark.fault

CASES_PER_KILL = 25
CUSTOMERS = 400
SMALL_CACHE = [("cache_size", "10", 10)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interrupted:
    """An office killed after part of a transaction had reached the file."""

    office: Office
    journal: Journal
    receipts: dict[str, int]
    customers: int


def customers_in(ledger: Ledger) -> int:
    with desk_of(ledger).database.read() as tx:
        return int(tx.value("SELECT count(*) FROM customer"))


def interrupted(office: Office, nursery: Nursery, chance: random.Random) -> Interrupted:
    """Kill a transaction larger than the cache: its journal is synced, its pages are half out."""
    with office.opened() as ledger:
        receipts, customers = amounts_by_number(ledger), customers_in(ledger)
    child = nursery.start(
        "spills", office=str(office.folder), customers=CUSTOMERS, pragmas=SMALL_CACHE
    )
    assert child.until("row", chance.randint(CUSTOMERS // 4, CUSTOMERS - 1))
    child.kill()
    child.rest()
    journal = read_journal(office.journal)
    assert journal is not None
    assert office.ledger.stat().st_size > journal.pages_before * PAGE_BYTES
    return Interrupted(office=office, journal=journal, receipts=receipts, customers=customers)


def cut_the_tail(path: Path, journal: Journal, chance: random.Random) -> None:
    """Cut what the transaction appended, at no page boundary."""
    pages = path.stat().st_size // PAGE_BYTES
    page = chance.randrange(journal.pages_before, pages)
    with path.open("r+b") as file:
        file.truncate(page * PAGE_BYTES + chance.randrange(1, PAGE_BYTES))


def write_half_a_page(path: Path, journal: Journal, chance: random.Random) -> None:
    """End in part of a page nobody finished."""
    with path.open("ab") as file:
        file.write(chance.randbytes(chance.randrange(1, PAGE_BYTES)))


def tear_kept_pages(path: Path, journal: Journal, chance: random.Random) -> None:
    """Tear pages of which the journal keeps the old content, and cut the tail."""
    cut_the_tail(path, journal, chance)
    kept = sorted(page for page in journal.kept if page <= journal.pages_before)
    assert kept
    with path.open("r+b") as file:
        for page in chance.sample(kept, min(3, len(kept))):
            file.seek((page - 1) * PAGE_BYTES + 512 * chance.randrange(8))
            file.write(chance.randbytes(512))


TEARS = (cut_the_tail, write_half_a_page, tear_kept_pages)


def test_a_torn_tail_with_a_hot_journal_opens_whole(
    office: Office, quick_folder: Path, nursery: Nursery, this_campaign: Campaign
) -> None:
    cases, chance, done = this_campaign.of(500, 100), this_campaign.chance, Counter[str]()

    for kill in range(cases // CASES_PER_KILL):
        case = interrupted(office.copied(quick_folder / str(kill)), nursery, chance)
        for number in range(CASES_PER_KILL):
            torn = case.office.copied(quick_folder / "torn")
            tear = TEARS[number % len(TEARS)]
            tear(torn.ledger, case.journal, chance)
            assert torn.ledger.stat().st_size % PAGE_BYTES
            with torn.opened() as ledger:
                assert amounts_by_number(ledger) == case.receipts
                assert customers_in(ledger) == case.customers
                assert ledger.audit.check().findings == ()
            assert torn.ledger.stat().st_size == case.journal.pages_before * PAGE_BYTES
            shutil.rmtree(torn.folder)
            done[tear.__name__] += 1

    this_campaign.note(f"{done.total()} of {cases} opened whole: {dict(done)}")
    assert done.total() == cases


def test_a_torn_tail_without_its_journal_is_refused(
    office: Office, quick_folder: Path, nursery: Nursery, this_campaign: Campaign
) -> None:
    case = interrupted(office, nursery, this_campaign.chance)
    cut_the_tail(office.ledger, case.journal, this_campaign.chance)
    office.journal.unlink()

    with pytest.raises(KnownError) as refused:
        office.open()

    assert refused.value.code is Code.DAMAGED


def test_a_torn_tail_beside_a_journal_that_was_never_needed_is_refused(office: Office) -> None:
    with office.ledger.open("r+b") as file:
        file.truncate(office.ledger.stat().st_size - 100)
    office.journal.write_bytes(bytes(512))

    with pytest.raises(KnownError) as refused:
        office.open()

    assert refused.value.code is Code.DAMAGED


def test_a_cold_journal_left_by_a_kill_forbids_no_check(office: Office) -> None:
    office.journal.write_bytes(bytes(4096))

    with office.opened() as ledger:
        left = office_at(office.folder).journal.exists()
        findings = ledger.audit.check().findings

    assert not left
    assert findings == ()
