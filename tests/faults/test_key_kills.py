"""C-03, C-18: keys changed and killed at any step leave a vault that opens for the right people."""

import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.support.campaign import Campaign
from tests.support.key_lives import GIVEN
from tests.support.nursery import Child, Nursery
from tests.support.office import OWNER, PASSWORD, Office, desk_of, make_office, save

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.staff import Role
from ledgerdesk.services.access import Credential
from ledgerdesk.services.steps.opening.opening import keys_of_all_times
from ledgerdesk.storage.database import Database
from ledgerdesk.storage.snapshot import reading
from ledgerdesk.vault.kdf import BOUNDS_ONLY_FOR_TESTING
from ledgerdesk.vault.rotation import begin_rotation, finish_rotation
from ledgerdesk.vault.unlocking import reopen, unlock_with_password

pytestmark = pytest.mark.fault

CLERK, AUDITOR = "小李", "老钱"
NEW_PASSWORD = "nine tall poplars"
POINTS_LEAST = 12
REST_OF_A_LIFE_SECONDS = 0.3
FILLING = """
INSERT INTO draft (pub, staff_id, form, content, updated_at)
VALUES (printf('%016x', ?), 1, 'trade', json_quote(printf('%.*c', 3000, 'x')), 't')
"""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a password."""

    name: str
    password: str

    @property
    def credential(self) -> Credential:
        return Credential(login=self.name, password=self.password)

    def task(self, office: Office) -> dict[str, str]:
        return {"office": str(office.folder), "login": self.name, "password": self.password}


THE_OWNER = Person(OWNER, PASSWORD)
THE_CLERK = Person(CLERK, "blue kettle")
THE_AUDITOR = Person(AUDITOR, "red lantern")


@pytest.fixture(scope="module")
def sheet() -> list[str]:
    """The sheet of the office below, as its file holds it."""
    return []


@pytest.fixture(scope="module")
def staffed(sheet: list[str], tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office with a clerk and an auditor, and a book large enough to be killed in between."""
    office = make_office(
        tmp_path_factory.mktemp("staffed") / "office",
        keep_sheet=lambda made: sheet.append(made.one_line()),
    )
    with office.opened() as ledger:
        for who in (THE_CLERK, THE_AUDITOR):
            ledger.staff.add(who.name, Role.CLERK, GIVEN)
        with desk_of(ledger).database.write() as tx:
            for n in range(400):
                tx.run(FILLING, (n + 1,))
    for who in (THE_CLERK, THE_AUDITOR):
        ledger = office.open(Credential(login=who.name, password=GIVEN))
        ledger.staff.change_own_password(GIVEN, who.password)
        ledger.lock()
    office.open(THE_OWNER.credential).lock()
    return office


@dataclass(slots=True)
class Ward:
    """Where lives are begun and cut short, each in its own copy of the office."""

    staffed: Office
    nursery: Nursery
    folder: Path
    campaign: Campaign
    steps: tuple[str, ...] = ()
    late: int = 0

    def killed(self, life: str, who: Person, times: int, **task: object) -> Iterator[Office]:
        """Yield the office a killed life leaves behind, at each step in turn and in between."""
        self.steps = self._steps_of(life, who, **task)
        moments = len(self.steps) + len(self.steps) // 2 + 1
        killed = turn = 0
        while killed < times:
            at = (1 + turn * max(1, moments // times)) % moments
            turn += 1
            office = self.staffed.copied(self.folder / f"{life}{turn}")
            child = self.nursery.start(
                life, at=at if at <= len(self.steps) else 0, **who.task(office), **task
            )
            if not 0 < at <= len(self.steps):
                self._kill_in_between(child)
            assert child.rest() in {-signal.SIGKILL, 0}
            done = any(words[0] == "done" for words in child.said)
            self.late += done
            killed += not done
            yield office
            shutil.rmtree(office.folder)

    def _steps_of(self, life: str, who: Person, **task: object) -> tuple[str, ...]:
        office = self.staffed.copied(self.folder / "whole")
        child = self.nursery.start(life, at=0, **who.task(office), **task)
        assert child.rest() == 0
        said = next(words for words in child.said if words[0] == "done")
        shutil.rmtree(office.folder)
        Path(str(task.get("out", self.folder / "nothing"))).unlink(missing_ok=True)
        return said[1:-1]

    def _kill_in_between(self, child: Child) -> None:
        assert child.until("begun")
        time.sleep(self.campaign.chance.uniform(0, REST_OF_A_LIFE_SECONDS))
        with suppress(ProcessLookupError):  # it was faster
            child.kill()


@pytest.fixture
def ward(staffed: Office, nursery: Nursery, quick_folder: Path, this_campaign: Campaign) -> Ward:
    return Ward(staffed, nursery, quick_folder, this_campaign)


def refusal(office: Office, who: Person) -> Code | None:
    """Try to come in, and lock again; None where it opened."""
    try:
        office.open(who.credential).lock()
    except KnownError as error:
        return error.code
    return None


def assert_sound(office: Office, who: Person) -> None:
    """Open, find nothing wrong, and save."""
    ledger = office.open(who.credential)
    try:
        assert ledger.audit.check().findings == ()
        save(ledger, 77)
    finally:
        ledger.lock()


def generations(office: Office) -> list[int]:
    """List the generations whose keys an owner's session holds, the newest first."""
    ledger = office.open(THE_OWNER.credential)
    try:
        with desk_of(ledger).database.read() as tx:
            return [one.generation for one in keys_of_all_times(tx, desk_of(ledger).unlocked)]
    finally:
        ledger.lock()


def page_key_of(raw: bytes, who: Person) -> str:
    return unlock_with_password(
        raw, who.name, who.password, bounds=BOUNDS_ONLY_FOR_TESTING
    ).page_key_hex


def shows_the_book(office: Office, page_key_hex: str) -> bool:
    try:
        with reading(office.ledger, page_key_hex) as tx:
            return bool(tx.value("SELECT count(*) FROM book"))
    except KnownError:
        return False


def test_a_removal_killed_anywhere_is_finished_by_the_owner_or_never_was(
    ward: Ward, this_campaign: Campaign
) -> None:
    pocketed = (ward.staffed.vault / "keys.json").read_bytes()
    stolen = page_key_of(pocketed, THE_CLERK)
    undone = finished = under_the_old_key = 0

    for office in ward.killed("removes", THE_OWNER, this_campaign.of(240, 12), name=CLERK):
        # Whoever comes first comes in, under whichever key the book has now.
        first = this_campaign.chance.choice([THE_AUDITOR, THE_OWNER])
        assert refusal(office, first) is None
        assert_sound(office, THE_OWNER)
        assert_sound(office, THE_AUDITOR)
        with_clerk = refusal(office, THE_CLERK) is None
        assert shows_the_book(office, stolen) is with_clerk
        undone, finished = undone + with_clerk, finished + (not with_clerk)
        assert generations(office) == ([1] if with_clerk else [2, 1])
        if not with_clerk:
            for path in office.vault.glob("keys.json*"):
                path.write_bytes(pocketed)
            assert refusal(office, THE_CLERK) is not None
            under_the_old_key += shows_the_book(office, stolen)

    this_campaign.note(
        f"{undone + finished} lives over {len(ward.steps)} steps ({ward.late} came too late): "
        f"{undone} never were, {finished} were finished; the removed opened "
        f"{under_the_old_key} of them"
    )
    assert len(set(ward.steps)) >= POINTS_LEAST
    assert under_the_old_key == 0
    assert undone
    assert finished > undone


def test_a_password_change_killed_anywhere_leaves_one_password_that_opens(
    ward: Ward, this_campaign: Campaign
) -> None:
    changed = Person(CLERK, NEW_PASSWORD)
    old = new = 0

    for office in ward.killed(
        "changes_password", THE_CLERK, this_campaign.of(200, 8), new=NEW_PASSWORD
    ):
        answers = {who: refusal(office, who) for who in (changed, THE_CLERK)}
        assert set(answers.values()) == {None, Code.WRONG_PASSWORD}
        has_new = answers[changed] is None
        assert_sound(office, changed if has_new else THE_CLERK)
        assert_sound(office, THE_OWNER)
        old, new = old + (not has_new), new + has_new

    this_campaign.note(
        f"{old + new} lives over {len(ward.steps)} steps ({ward.late} came too late): {old} with "
        f"the old password, {new} with the new one, never with both or neither"
    )
    assert old
    assert new


def test_letting_somebody_in_killed_anywhere_leaves_him_in_or_out(
    ward: Ward, this_campaign: Campaign
) -> None:
    newcomer = Person("小周", GIVEN)
    there = gone = 0

    for office in ward.killed("lets_in", THE_OWNER, this_campaign.of(200, 8), name="小周"):
        is_in = refusal(office, newcomer) is None
        if is_in:
            assert_sound(office, newcomer)
        assert_sound(office, THE_OWNER)
        there, gone = there + is_in, gone + (not is_in)

    this_campaign.note(
        f"{there + gone} lives over {len(ward.steps)} steps ({ward.late} came too late): "
        f"{there} times he was in, {gone} times he was not"
    )
    assert there
    assert gone


def opens_by(office: Office, sheet: str) -> bool:
    """Try to come in by a sheet."""
    try:
        office.open(Credential.from_recovery_text(sheet)).lock()
    except KnownError:
        return False
    return True


def test_a_recovery_killed_anywhere_leaves_a_password_and_a_sheet_that_open(
    ward: Ward, sheet: list[str], this_campaign: Campaign
) -> None:
    (old_sheet,) = sheet
    out = ward.folder / "new-sheet.txt"
    again = Person(OWNER, "nine tall poplars and a sea")
    undone = done = needless = 0

    for office in ward.killed(
        "recovers",
        THE_OWNER,
        this_campaign.of(200, 8),
        sheet=old_sheet,
        new=again.password,
        out=str(out),
    ):
        new_sheet = out.read_text("ascii") if out.exists() else None
        changed = refusal(office, again) is None
        assert (refusal(office, THE_OWNER) is None) is not changed
        assert opens_by(office, old_sheet) is not changed
        assert (new_sheet is not None and opens_by(office, new_sheet)) is changed
        assert_sound(office, again if changed else THE_OWNER)
        assert_sound(office, THE_CLERK)
        done, undone = done + changed, undone + (not changed)
        needless += not changed and new_sheet is not None
        out.unlink(missing_ok=True)

    this_campaign.note(
        f"{done + undone} lives over {len(ward.steps)} steps ({ward.late} came too late): "
        f"{undone} as before ({needless} with a sheet that opens nothing yet), {done} with the new "
        "password and the new sheet"
    )
    assert done
    assert undone


@pytest.mark.parametrize("lost", ["the key file first", "the book without a key file"])
def test_writes_in_another_order_lose_the_vault_and_are_noticed(ward: Ward, lost: str) -> None:
    """Negative control: what a kill would leave if either of the two had only the new key."""
    office = ward.staffed.copied(ward.folder / "control")
    assert refusal(office, THE_OWNER) is None
    raw = (office.vault / "keys.json").read_bytes()
    owner = unlock_with_password(raw, OWNER, PASSWORD, bounds=BOUNDS_ONLY_FOR_TESTING)
    both = begin_rotation(raw, owner, bounds=BOUNDS_ONLY_FOR_TESTING)
    during = reopen(both, owner, bounds=BOUNDS_ONLY_FOR_TESTING)
    assert during.pending is not None

    if lost == "the key file first":
        new = finish_rotation(both, during, bounds=BOUNDS_ONLY_FOR_TESTING)
        for path in (*office.vault.glob("keys*"), *(office.folder / "user" / "keys").iterdir()):
            path.write_bytes(new)
    else:
        book = Database.open(office.ledger, owner.page_key_hex)
        book.rekey(owner.page_key_hex, during.pending.page_key_hex)
        book.close()

    assert refusal(office, THE_OWNER) is not None
