"""C-09, C-10: whatever is put back of an earlier day is refused or named, or changes nothing.

An older page, file, folder or key file; a journal deleted, damaged or of another day.
"""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from tests.faults.test_torn_tail import CUSTOMERS, SMALL_CACHE
from tests.support.campaign import Campaign
from tests.support.nursery import Nursery
from tests.support.office import CREDENTIAL, OWNER, PASSWORD, Office, desk_of, make_office, save
from tests.support.still_office import A5, Dump, dump

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.customers import CustomerDraft
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.staff import Role
from ledgerdesk.services.access import Credential
from ledgerdesk.storage.kept_file import PAGE_BYTES
from ledgerdesk.storage.snapshot import findings_in

pytestmark = pytest.mark.fault

# No rows of the office's: a note that proves nothing, and how the engine lays the search index
# out. What the index finds is compared by the check itself.
DERIVED = ("verified", "customer_search_", "sqlite_")


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """One office as it lay on disk on several days, and what it held on the last."""

    folders: list[Office]
    truth: Dump
    tried: Counter[str] = field(default_factory=Counter)

    @property
    def last(self) -> Office:
        return self.folders[-1]


def _work(ledger: Ledger, day: int) -> None:
    """Do something of everything: new pages, and old pages changed."""
    for n in range(6):
        save(ledger, 10 * day + n)
    numbers = [row.number for row in ledger.receipts.register().receipts]
    ledger.receipts.void_trade(numbers[-2], reason=f"第{day}天")
    ledger.receipts.reverse(numbers[-1], reason="退款", wish=A5)
    ledger.settings.change("firm.name", f"第{day}家")
    ledger.customers.add(CustomerDraft(name=f"新客户{day}"))


def contents(ledger: Ledger) -> Dump:
    return {name: rows for name, rows in dump(ledger).items() if not name.startswith(DERIVED)}


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> Days:
    folder = tmp_path_factory.mktemp("days")
    office = make_office(folder / "now")
    copies = []
    for day in range(4):
        with office.opened() as ledger:
            _work(ledger, day)
            truth = contents(ledger)
        copies.append(office.copied(folder / str(day)))
    return Days(folders=copies, truth=truth)


@pytest.fixture
def office(days: Days, quick_folder: Path) -> Office:
    return days.last.copied(quick_folder / "office")


def judged(office: Office, *truths: Dump) -> str:
    """Say how what was put back came out; what nobody noticed must have changed nothing."""
    try:
        ledger = office.open()
    except KnownError as refusal:
        return f"refused: {refusal.code.value}"
    try:
        if ledger.audit.check().findings:
            return "named"
        unchanged = contents(ledger) in truths
    except KnownError as damage:
        return f"refused by the check: {damage.code.value}"
    else:
        assert unchanged, "a silent change"
        return "nothing changed"
    finally:
        ledger.lock()


# ── older pages ──────────────────────────────────────────────────────────────────────────


def older_pages(days: Days) -> Iterator[tuple[int, int, bytes]]:
    """Yield (day, page, bytes) of every page of an earlier day that is another now."""
    now = days.last.ledger.read_bytes()
    for day, earlier in enumerate(days.folders[:-1]):
        raw = earlier.ledger.read_bytes()
        for at in range(0, len(raw), PAGE_BYTES):
            page = raw[at : at + PAGE_BYTES]
            if page != now[at : at + PAGE_BYTES]:
                yield day, at // PAGE_BYTES, page


def test_an_older_page_is_noticed_or_changes_nothing(
    days: Days, quick_folder: Path, this_campaign: Campaign
) -> None:
    pages = list(older_pages(days))
    chosen = this_campaign.chance.sample(pages, this_campaign.of(len(pages), min(25, len(pages))))
    done = Counter[str]()

    for _, page, raw in chosen:
        broken = days.last.copied(quick_folder / "broken")
        with broken.ledger.open("r+b") as file:
            file.seek(page * PAGE_BYTES)
            file.write(raw)
        done[judged(broken, days.truth)] += 1
        shutil.rmtree(broken.folder)

    this_campaign.note(f"{len(chosen)} of {len(pages)} older pages put back: {dict(done)}")
    assert done["nothing changed"] < len(chosen) / 4


def test_an_older_page_that_nobody_looks_for_would_change_a_sum(days: Days) -> None:
    """Negative control: without marks and digests the engine itself takes older pages."""
    taken = 0
    for _, page, raw in older_pages(days):
        broken = days.last.copied(days.last.folder.parent / "control")
        with broken.ledger.open("r+b") as file:
            file.seek(page * PAGE_BYTES)
            file.write(raw)
        with suppress(KnownError):  # a page that does not even fit the others
            taken += findings_in(broken.ledger, broken.page_key_hex(), thorough=True) == []
        shutil.rmtree(broken.folder)
        if taken == 10:
            break

    assert taken == 10


def test_several_older_pages_of_one_day_are_noticed(
    days: Days, quick_folder: Path, this_campaign: Campaign
) -> None:
    done, chance = Counter[str](), this_campaign.chance
    for _ in range(this_campaign.of(200, 10)):
        day = chance.randrange(len(days.folders) - 1)
        pages = [(page, raw) for earlier, page, raw in older_pages(days) if earlier == day]
        broken = days.last.copied(quick_folder / "broken")
        with broken.ledger.open("r+b") as file:
            for page, raw in chance.sample(pages, chance.randint(2, len(pages))):
                file.seek(page * PAGE_BYTES)
                file.write(raw)
        done[judged(broken, days.truth)] += 1
        shutil.rmtree(broken.folder)

    this_campaign.note(f"sets of older pages: {dict(done)}")
    assert not done["nothing changed"]


# ── older files ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("day", range(3))
def test_an_older_book_is_refused_by_the_mark_beside_it(
    days: Days, office: Office, day: int
) -> None:
    shutil.copyfile(days.folders[day].ledger, office.ledger)
    shutil.rmtree(office.house.per_user)

    assert judged(office) == "refused: rolled_back"


@pytest.mark.parametrize("day", range(3))
def test_a_whole_older_folder_is_refused_by_what_this_pc_remembers(
    days: Days, office: Office, day: int
) -> None:
    shutil.rmtree(office.vault)
    shutil.copytree(days.folders[day].vault, office.vault)

    assert judged(office) == "refused: rolled_back"


def stick_of(office: Office) -> Path:
    stick = office.folder / "stick"
    stick.mkdir()
    with office.opened() as ledger:
        ledger.backups.make(stick)
    return stick


def test_on_a_pc_that_knows_nothing_the_stick_tells(days: Days, office: Office) -> None:
    """A whole older folder on another PC opens: the first backup onto the stick is refused."""
    stick = stick_of(office)
    (newest,) = stick.iterdir()
    for folder in (office.vault, office.house.per_user):
        shutil.rmtree(folder)
    shutil.copytree(days.folders[1].vault, office.vault)
    before = newest.read_bytes()

    with office.opened() as ledger, pytest.raises(KnownError) as refused:
        ledger.backups.make(stick)

    assert (refused.value.code, refused.value.details["file"]) == (Code.ROLLED_BACK, newest.name)
    assert [path.name for path in stick.iterdir()] == [newest.name]
    assert newest.read_bytes() == before


def test_a_backup_in_the_vault_itself_tells(days: Days, office: Office) -> None:
    stick = stick_of(office)
    shutil.copy(next(stick.iterdir()), office.vault / "backups")
    for mark in office.marks:
        mark.unlink()
    shutil.rmtree(office.house.per_user)
    shutil.copyfile(days.folders[1].ledger, office.ledger)

    assert judged(office) == "refused: rolled_back"


def test_the_book_and_its_own_backups_are_no_alarm(office: Office) -> None:
    stick = stick_of(office)
    shutil.copy(next(stick.iterdir()), office.vault / "backups")

    for n in range(3):
        with office.opened() as ledger:
            save(ledger, 900 + n)
            ledger.backups.make(stick)
            assert ledger.audit.check().ok


def test_a_backup_of_another_branch_is_no_alarm(office: Office) -> None:
    stick = stick_of(office)
    (first,) = stick.iterdir()
    restored = office.folder / "r.ledgerdesk"
    office.house.restore(first, restored, CREDENTIAL)
    with office.opened() as ledger:
        save(ledger, 900)
        ledger.backups.make(stick)  # the old branch goes on beside the restored one

    ledger = office.house.open(restored, CREDENTIAL)
    made = ledger.backups.make(stick).value
    ledger.lock()

    assert made.path.exists()


@pytest.mark.parametrize(
    "forge",
    [lambda raw: raw[:-40] + bytes(40), lambda raw: raw.replace(b'"sequence":1', b'"sequence":9')],
    ids=["damaged", "renumbered"],
)
def test_a_backup_somebody_altered_alarms_nobody(
    office: Office, forge: Callable[[bytes], bytes]
) -> None:
    (backup,) = stick_of(office).iterdir()
    (office.vault / "backups" / backup.name).write_bytes(forge(backup.read_bytes()))

    with office.opened() as ledger:
        assert ledger.audit.check().ok


def test_an_older_key_file_is_named_and_replaced(days: Days, office: Office) -> None:
    old = (office.vault / "keys.json").read_bytes()
    with office.opened() as ledger:
        ledger.staff.add("小李", Role.CLERK, "blue kettle on the hob")
    new = (office.vault / "keys.json").read_bytes()
    assert new != old
    (office.vault / "keys.json").write_bytes(old)

    ledger = office.open(Credential(login=OWNER, password=PASSWORD))
    findings = {(one.what, one.record) for one in ledger.audit.check().findings}
    ledger.lock()

    assert findings == {("keys_older", "keys.json")}
    assert (office.vault / "keys.json").read_bytes() == new


# ── the journal ──────────────────────────────────────────────────────────────────────────


def interrupted(office: Office, nursery: Nursery, campaign: Campaign) -> Dump:
    """Kill a large transaction half-way; give what the book held before it."""
    with office.opened() as ledger:
        before = contents(ledger)
    child = nursery.start(
        "spills", office=str(office.folder), customers=CUSTOMERS, pragmas=SMALL_CACHE
    )
    assert child.until("row", campaign.chance.randint(CUSTOMERS // 4, CUSTOMERS - 1))
    child.kill()
    child.rest()
    assert office.journal.stat().st_size
    return before


def delete(_: Campaign, journal: Path) -> None:
    journal.unlink()


def empty(_: Campaign, journal: Path) -> None:
    journal.write_bytes(b"")


def flip(campaign: Campaign, journal: Path) -> None:
    raw = bytearray(journal.read_bytes())
    for _ in range(campaign.chance.randint(1, 4)):
        raw[campaign.chance.randrange(len(raw))] ^= 1 << campaign.chance.randrange(8)
    journal.write_bytes(raw)


def cut(campaign: Campaign, journal: Path) -> None:
    raw = journal.read_bytes()
    journal.write_bytes(raw[: campaign.chance.randrange(len(raw))])


def forget_its_header(_: Campaign, journal: Path) -> None:
    raw = bytearray(journal.read_bytes())
    raw[:28] = bytes(28)
    journal.write_bytes(raw)


WAYS = ((delete, 20, 2), (empty, 20, 1), (flip, 400, 12), (cut, 100, 4), (forget_its_header, 10, 1))


@pytest.mark.parametrize(("way", "full", "reduced"), WAYS, ids=[one[0].__name__ for one in WAYS])
def test_a_journal_that_was_touched_loses_nothing_silently(
    office: Office,
    quick_folder: Path,
    nursery: Nursery,
    this_campaign: Campaign,
    way: Callable[[Campaign, Path], None],
    full: int,
    reduced: int,
) -> None:
    before = interrupted(office, nursery, this_campaign)
    done = Counter[str]()
    for _ in range(this_campaign.of(full, reduced)):
        broken = office.copied(quick_folder / "broken")
        way(this_campaign, broken.journal)
        done[judged(broken, before)] += 1
        shutil.rmtree(broken.folder)

    this_campaign.note(f"journals touched: {dict(done)}")
    assert done


def test_a_journal_of_another_day_is_noticed_or_changes_nothing(
    office: Office, quick_folder: Path, nursery: Nursery, this_campaign: Campaign
) -> None:
    """The hot journal of an interrupted save, kept, and put beside the book days later."""
    interrupted(office, nursery, this_campaign)
    journal = office.journal.read_bytes()
    with office.opened() as ledger:  # the engine puts the interrupted save back
        for n in range(3):
            save(ledger, 700 + n)
        truth = contents(ledger)
    office.journal.write_bytes(journal)

    said = judged(office, truth)

    this_campaign.note(f"a journal of another day: {said}")
    assert said.startswith("refused")


def test_a_save_whose_journal_went_away_before_its_end_is_named_at_the_opening(
    days: Days, office: Office
) -> None:
    """Pages of a save that never ended, some of them old: each fits by itself."""
    after = office.copied(office.folder.with_name("after"))
    with after.opened() as ledger:
        save(ledger, 990)
    old, new = office.ledger.read_bytes(), after.ledger.read_bytes()
    named = 0
    for at in range(PAGE_BYTES, len(old), PAGE_BYTES):
        if old[at : at + PAGE_BYTES] == new[at : at + PAGE_BYTES]:
            continue
        after.ledger.write_bytes(new[:at] + old[at : at + PAGE_BYTES] + new[at + PAGE_BYTES :])
        (after.vault / "LOCK").write_text("left by a crash")
        try:
            ledger = after.open()
        except KnownError:
            named += 1
            continue
        found: tuple[Any, ...] = desk_of(ledger).opening_findings
        named += bool(found)
        ledger.lock()

    assert named >= 3
