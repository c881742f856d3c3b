"""What lies in a PC's key store opens what it is for, follows every rotation, and ends no lock."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.fake_stores import MemoryStore
from tests.support.staffed_office import (
    CLERK,
    CLERK_PASSWORD,
    GIVEN_PASSWORD,
    THE_CLERK,
    THE_OWNER,
    THE_SUPERVISOR,
    Who,
)
from tests.support.still_office import PASSWORD, StillOffice, desk_of, issue, rows_of

from ledgerdesk.bootstrap import House, Ledger
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.staff import Role
from ledgerdesk.vault.keyring_entries import read_backup_entry, read_personal_entry

NEW_PASSWORD = "nine tall poplars"


class Pc:
    """One PC: its store, and a house per start of the program."""

    def __init__(self, office: StillOffice) -> None:
        self.office = office
        self.store = MemoryStore()
        self.house = self.started()
        self._open: list[Ledger] = []

    def started(self) -> House:
        """Start the program anew."""
        self.house = replace(self.office.house, store=self.store, locked=set())
        return self.house

    def open(self, who: Who) -> Ledger:
        ledger = self.house.open(self.office.vault, who.credential)
        self._open.append(ledger)
        return ledger

    def without_password(self) -> Ledger:
        ledger = self.house.open_with_slot(self.office.vault)
        self._open.append(ledger)
        return ledger

    def lock(self) -> None:
        while self._open:
            self._open.pop().lock()

    def place(self, what: str) -> str:
        """Name the one entry of a kind."""
        (place,) = (one for one in self.store.kept if one.endswith(f"/{what}"))
        return place

    @property
    def note(self) -> Path:
        (path,) = self.office.per_user.glob("vaults/*/*/keyring.json")
        return path


@pytest.fixture
def pc(busy_office: StillOffice) -> Iterator[Pc]:
    found = Pc(busy_office)
    yield found
    found.lock()


@pytest.fixture
def lonely(office: StillOffice) -> Iterator[Pc]:
    """The PC of an office of one."""
    found = Pc(office)
    yield found
    found.lock()


def refused(act: object) -> KnownError:
    assert callable(act)
    with pytest.raises(KnownError) as refusal:
        act()
    return refusal.value


def last_action(ledger: Ledger) -> str:
    ((action,),) = rows_of(
        ledger, "SELECT json_extract(body, '$.action') FROM audit ORDER BY seq DESC LIMIT 1"
    )
    assert isinstance(action, str)
    return action


def test_the_backup_key_alone_lies_there_and_opens_nothing(pc: Pc) -> None:
    ledger = pc.open(THE_OWNER)

    assert ledger.keys.keep_backup_key(on=True).value.backup

    (text,) = pc.store.kept.values()
    entry, unlocked = read_backup_entry(text), desk_of(ledger).unlocked
    assert (entry.backup_key, entry.generation) == (unlocked.backup_key, 1)
    assert entry.root_public == unlocked.root_public
    for secret in (unlocked.keys.database_key, unlocked.keys.page_key, unlocked.seal_private):
        assert secret.hex() not in text
    assert last_action(ledger) == "keys.backup_key_on"
    assert ledger.audit.check().ok


def test_the_backup_key_follows_a_rotation(pc: Pc) -> None:
    ledger = pc.open(THE_OWNER)
    ledger.keys.keep_backup_key(on=True)

    ledger.staff.remove(CLERK)

    text = pc.store.kept[pc.place("backup")]
    assert read_backup_entry(text).backup_key == desk_of(ledger).unlocked.backup_key
    assert read_backup_entry(text).generation == 2
    assert desk_of(ledger).opening_findings == ()


def test_a_store_that_fails_at_a_rotation_stops_nobody_and_is_caught_up_later(pc: Pc) -> None:
    ledger = pc.open(THE_OWNER)
    ledger.keys.keep_backup_key(on=True)
    pc.store.trouble = "slow"
    ledger.keys.rotate()
    assert desk_of(ledger).opening_findings == ("keyring_old slow",)
    assert refused(ledger.keys.refresh_store).code is Code.KEYRING_FAILED
    pc.lock()

    pc.store.trouble = ""
    again = pc.open(THE_SUPERVISOR)
    assert again.keys.refresh_store().backup
    text = pc.store.kept[pc.place("backup")]
    assert read_backup_entry(text).generation == 2


def test_another_store_is_noticed_and_filled_anew(pc: Pc) -> None:
    ledger = pc.open(THE_OWNER)
    ledger.keys.keep_backup_key(on=True)
    pc.store.becomes("another")

    assert ledger.keys.refresh_store().backup

    assert pc.place("backup")
    assert json.loads(pc.note.read_bytes())["kind"] == "another"


@pytest.mark.parametrize("trouble", ["none", "slow", "locked", "refused", "read_back"])
def test_a_store_that_does_not_keep_leaves_everything_off_and_the_password_working(
    pc: Pc, trouble: str
) -> None:
    ledger = pc.open(THE_OWNER)
    head = desk_of(ledger).marks.head
    pc.store.trouble = trouble

    problem = refused(lambda: ledger.keys.keep_backup_key(on=True))

    assert (problem.code, problem.details["reason"]) == (Code.KEYRING_FAILED, trouble)
    assert not ledger.keys.store().backup
    assert desk_of(ledger).marks.head == head
    issue(ledger)
    pc.lock()
    assert pc.open(THE_OWNER).audit.check().ok


def test_switched_off_it_is_off_even_if_the_store_is_gone(pc: Pc) -> None:
    ledger = pc.open(THE_OWNER)
    ledger.keys.keep_backup_key(on=True)
    pc.store.trouble = "none"

    assert not ledger.keys.keep_backup_key(on=False).value.backup

    assert last_action(ledger) == "keys.backup_key_off"
    assert desk_of(ledger).opening_findings == ("keyring_left none",)
    pc.store.trouble = ""
    ledger.keys.keep_backup_key(on=True)
    ledger.keys.keep_backup_key(on=False)
    assert pc.store.kept == {}


def test_a_clerk_who_asked_for_it_starts_without_a_password(pc: Pc) -> None:
    assert refused(pc.without_password).details["reason"] == "nothing_kept"
    ledger = pc.open(THE_CLERK)
    assert not ledger.keys.store().personal
    wrong = refused(lambda: ledger.keys.keep_personal_slot("not mine", on=True))
    assert wrong.code is Code.WRONG_PASSWORD
    assert ledger.keys.keep_personal_slot(CLERK_PASSWORD, on=True).value.personal
    assert last_action(ledger) == "keys.personal_slot_on"
    pc.lock()

    pc.started()
    ledger = pc.without_password()

    assert desk_of(ledger).person.name == CLERK
    issue(ledger)
    assert ledger.audit.check().ok
    assert not ledger.keys.keep_personal_slot(CLERK_PASSWORD, on=False).value.personal
    pc.lock()
    pc.started()
    assert refused(pc.without_password).details["reason"] == "nothing_kept"


def test_a_slot_never_ends_a_lock(pc: Pc) -> None:
    pc.open(THE_CLERK).keys.keep_personal_slot(CLERK_PASSWORD, on=True)
    pc.lock()

    problem = refused(pc.without_password)

    assert (problem.code, problem.details["reason"]) == (Code.NOT_ALLOWED, "was_locked")
    pc.open(THE_CLERK)
    pc.lock()
    pc.started()
    pc.without_password()
    pc.lock()
    assert refused(pc.without_password).details["reason"] == "was_locked"


@pytest.mark.parametrize("who", [THE_OWNER, THE_SUPERVISOR], ids=["owner", "supervisor"])
def test_seniors_of_an_office_of_several_have_no_slot(pc: Pc, who: Who) -> None:
    ledger = pc.open(who)

    problem = refused(lambda: ledger.keys.keep_personal_slot(who.password, on=True))

    assert (problem.code, problem.details["reason"]) == (Code.NOT_ALLOWED, "no_personal_slot")
    assert pc.store.kept == {}


def test_an_owner_alone_has_a_slot_until_a_second_person_comes(lonely: Pc) -> None:
    office = Who(name="王敏", password=PASSWORD)
    lonely.open(office).keys.keep_personal_slot(PASSWORD, on=True)
    lonely.lock()
    lonely.started()
    ledger = lonely.without_password()
    ledger.staff.add("小周", Role.CLERK, GIVEN_PASSWORD)
    lonely.lock()

    lonely.started()
    problem = refused(lonely.without_password)

    assert (problem.code, problem.details["reason"]) == (Code.NOT_ALLOWED, "no_personal_slot")
    ledger = lonely.open(office)
    assert not ledger.keys.refresh_store().personal
    assert lonely.store.kept == {}


@pytest.mark.parametrize("change", ["disabled", "removed", "reset", "promoted"])
def test_a_slot_opens_nothing_its_person_may_not_open(pc: Pc, change: str) -> None:
    pc.open(THE_CLERK).keys.keep_personal_slot(CLERK_PASSWORD, on=True)
    pc.lock()
    ledger = pc.open(THE_OWNER)
    if change == "disabled":
        ledger.staff.disable(CLERK)
    elif change == "removed":
        ledger.staff.remove(CLERK)
    elif change == "reset":
        ledger.staff.reset_password(CLERK, GIVEN_PASSWORD)
    else:
        ledger.staff.change_role(CLERK, Role.SUPERVISOR)
    pc.lock()
    pc.started()

    assert refused(pc.without_password).code is Code.NOT_ALLOWED


def test_a_changed_password_keeps_the_slot_and_a_new_pair_is_caught_up(pc: Pc) -> None:
    ledger = pc.open(THE_CLERK)
    ledger.keys.keep_personal_slot(CLERK_PASSWORD, on=True)
    ledger.staff.change_own_password(CLERK_PASSWORD, NEW_PASSWORD)
    pc.lock()
    pc.started()

    ledger = pc.without_password()

    assert desk_of(ledger).person.name == CLERK
    pc.lock()
    pc.started()
    pc.open(THE_OWNER).staff.reset_password(CLERK, GIVEN_PASSWORD)
    pc.lock()
    ledger = pc.open(Who(name=CLERK, password=GIVEN_PASSWORD))
    ledger.staff.change_own_password(GIVEN_PASSWORD, NEW_PASSWORD)
    ledger.keys.refresh_store()
    pc.lock()
    pc.started()
    assert desk_of(pc.without_password()).person.name == CLERK


def test_a_slot_neither_counts_as_a_try_nor_wipes_those_that_were_wrong(pc: Pc) -> None:
    pc.open(THE_CLERK).keys.keep_personal_slot(CLERK_PASSWORD, on=True)
    pc.lock()
    guess = Who(name="王敏", password="not the one")
    for _ in range(4):
        assert refused(lambda: pc.open(guess)).code is Code.WRONG_PASSWORD
    pc.started()

    pc.without_password()
    pc.lock()

    assert refused(lambda: pc.open(guess)).code is Code.THROTTLED


@pytest.mark.parametrize("text", ["", "{}", "null", "{" * 3000, '{"format":1}', "\ud800"])
def test_nonsense_in_the_store_is_refused_and_the_password_works(pc: Pc, text: str) -> None:
    pc.open(THE_CLERK).keys.keep_personal_slot(CLERK_PASSWORD, on=True)
    pc.lock()
    pc.started()
    place = pc.place("personal")
    whole = read_personal_entry(pc.store.kept[place])
    pc.store.kept[place] = text

    assert refused(pc.without_password).code is Code.KEYRING_FAILED
    assert desk_of(pc.open(THE_CLERK)).unlocked.user_id == whole.user_id


def test_a_slot_of_another_office_opens_nothing_here(pc: Pc, tmp_path: Path) -> None:
    pc.open(THE_CLERK).keys.keep_personal_slot(CLERK_PASSWORD, on=True)
    pc.lock()
    pc.started()
    place = pc.place("personal")
    entry = read_personal_entry(pc.store.kept[place])
    other = replace(entry, keys=replace(entry.keys, root_public=bytes(32)))
    pc.store.kept[place] = other.to_text()

    assert refused(pc.without_password).code is Code.NOT_OURS


def test_a_note_that_was_changed_by_hand_opens_nothing_it_should_not(pc: Pc) -> None:
    pc.open(THE_CLERK).keys.keep_personal_slot(CLERK_PASSWORD, on=True)
    pc.lock()
    owner = desk_of(pc.open(THE_OWNER)).unlocked.user_id
    pc.lock()
    swapped = {"kind": "memory", "backup": 1, "personal": owner}
    for content in (b"", b"{", json.dumps(swapped).encode()):
        pc.note.write_bytes(content)
        pc.started()
        assert refused(pc.without_password).code is Code.KEYRING_FAILED
    assert desk_of(pc.open(THE_OWNER)).person.name == "王敏"


def put_back(folder: Path, yesterday: Path) -> None:
    shutil.rmtree(folder)
    shutil.copytree(yesterday, folder)


def test_a_pc_whose_folders_were_all_put_back_is_found_out_by_its_store(
    pc: Pc, tmp_path: Path
) -> None:
    pc.open(THE_OWNER).keys.keep_backup_key(on=True)
    pc.lock()
    for name, folder in (("vault", pc.office.vault), ("user", pc.office.per_user)):
        shutil.copytree(folder, tmp_path / name)
    issue(pc.open(THE_CLERK))
    pc.lock()
    put_back(pc.office.vault, tmp_path / "vault")
    put_back(pc.office.per_user, tmp_path / "user")
    pc.started()

    problem = refused(lambda: pc.open(THE_CLERK))

    assert problem.code is Code.ROLLED_BACK
    assert int(str(problem.details["expected"])) > int(str(problem.details["found"]))
    del pc.store.kept[pc.place("mark")]
    assert pc.open(THE_CLERK).receipts.register().receipts == ()


@pytest.mark.parametrize("text", ["", "{}", "\ud800", "x" * 3000])
def test_nonsense_in_place_of_a_mark_stops_nobody(pc: Pc, text: str) -> None:
    pc.open(THE_OWNER).keys.keep_backup_key(on=True)
    pc.lock()
    pc.store.kept[pc.place("mark")] = text

    assert pc.open(THE_CLERK).audit.noticed() == ()


def test_a_store_that_fails_costs_the_mark_and_nothing_else(pc: Pc) -> None:
    pc.open(THE_OWNER).keys.keep_backup_key(on=True)
    pc.lock()
    pc.store.trouble = "slow"

    issue(pc.open(THE_CLERK))
    pc.lock()

    pc.store.trouble = ""
    assert len(pc.open(THE_CLERK).receipts.register().receipts) == 1


def test_where_nothing_is_kept_no_mark_lies_in_the_store(pc: Pc) -> None:
    issue(pc.open(THE_CLERK))
    pc.lock()

    assert pc.store.kept == {}
