"""Copies while nobody is there: only where they are due, sealed by the PC's maker, proved later."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest
from tests.services.test_key_store_of_a_pc import Pc
from tests.support.staffed_office import THE_CLERK, THE_OWNER
from tests.support.still_office import PASSWORD, StillOffice, issue, rows_of, trade

from ledgerdesk.core.backup_plan import PlaceKind
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.runtime.instance_lock import InstanceLock
from ledgerdesk.runtime.paths import VaultPaths
from ledgerdesk.services.access import Credential
from ledgerdesk.services.backups import Waiting
from ledgerdesk.services.steps.backups import unattended
from ledgerdesk.services.steps.backups.proving_left import prove
from ledgerdesk.services.steps.backups.unattended import Outcome
from ledgerdesk.vault.kdf import BOUNDS_ONLY_FOR_TESTING
from ledgerdesk.vault.keyring_entries import read_backup_entry
from ledgerdesk.vault.keysfile import parse_keys


@pytest.fixture
def pc(busy_office: StillOffice) -> Iterator[Pc]:
    found = Pc(busy_office)
    yield found
    found.lock()


@pytest.fixture
def stick(busy_office: StillOffice) -> Path:
    folder = busy_office.folder / "stick"
    folder.mkdir()
    return folder


def refused(act: object, *given: object) -> KnownError:
    assert callable(act)
    with pytest.raises(KnownError) as refusal:
        act(*given)
    return refusal.value


def switch_on(pc: Pc) -> None:
    ledger = pc.open(THE_OWNER)
    ledger.keys.keep_backup_key(on=True)
    pc.lock()


def copy(pc: Pc, folder: Path) -> Outcome:
    return pc.started().backup_if_due(pc.office.vault, folder)


def test_a_copy_is_made_without_a_password_and_proved_at_the_next_unlocking(
    pc: Pc, stick: Path
) -> None:
    switch_on(pc)
    written = copy(pc, stick).written
    assert written is not None
    verdict = pc.house.verify_backup(written.path, Credential(password=PASSWORD))
    assert verdict.authentic

    ledger = pc.open(THE_OWNER)
    assert ledger.backups.history() == [], "written is not yet proved"
    (waiting,) = ledger.backups.waiting()
    ledger.backups.record_proved(prove(waiting))
    (one,) = ledger.backups.history()
    assert (one.file_name, one.sequence, one.size) == (
        written.path.name, written.origin.sequence, written.size,
    )  # fmt: skip
    assert ledger.backups.waiting() == ()
    assert ledger.audit.check().ok


def test_nothing_is_copied_twice_and_nothing_that_is_not_due(pc: Pc, stick: Path) -> None:
    switch_on(pc)
    assert copy(pc, stick).written is not None
    again = copy(pc, stick)
    assert (again.skipped, again.written) == ("unchanged", None)

    ledger = pc.open(THE_OWNER)
    issue(ledger, trade("张三"))
    pc.lock()
    assert copy(pc, stick).skipped == "not_due", "a copy of today is there"
    pc.office.pass_time(days=1)
    assert copy(pc, stick).written is not None


def test_the_plans_time_makes_it_due(pc: Pc, stick: Path) -> None:
    switch_on(pc)
    assert copy(pc, stick).written is not None
    ledger = pc.open(THE_OWNER)
    now = ledger.backup_plan.standing()
    later = time((now.now.hour + 1) % 24, now.now.minute)
    ledger.backup_plan.change(replace(now.plan, at=later))
    pc.lock()
    assert copy(pc, stick).skipped == "not_due"
    pc.office.pass_time(days=0, minutes=61)
    assert copy(pc, stick).written is not None


def test_without_the_key_it_says_what_is_missing_and_changes_nothing(pc: Pc, stick: Path) -> None:
    pc.open(THE_OWNER)
    pc.lock()
    before = sorted(one.name for one in pc.office.vault.rglob("*"))
    error = refused(copy, pc, stick)
    assert (error.code, error.details["reason"]) == (Code.KEYRING_FAILED, "nothing_kept")
    assert list(stick.iterdir()) == []
    assert sorted(one.name for one in pc.office.vault.rglob("*")) == before


def test_beside_a_living_window_it_is_skipped_unless_a_copy_is_due(pc: Pc, stick: Path) -> None:
    switch_on(pc)
    ledger = pc.open(THE_OWNER)
    assert refused(copy, pc, stick).code is Code.IN_USE, "held by what is no window"
    ledger.beat()
    found = ledger.backup_plan.standing()
    assert found.is_due
    assert refused(copy, pc, stick).code is Code.BACKUP_OVERDUE
    ledger.backups.make_at_home()
    ledger.beat()
    assert copy(pc, stick).skipped == "window"
    pc.office.pass_time(days=0, minutes=2)
    assert refused(copy, pc, stick).code is Code.IN_USE, "its heart has stopped"
    assert list(stick.iterdir()) == []


def test_facts_of_another_day_are_refused(pc: Pc, stick: Path) -> None:
    switch_on(pc)
    left = pc.office.vault / "backups" / "standing.sealed"
    old = left.read_bytes()
    ledger = pc.open(THE_OWNER)
    issue(ledger, trade("张三"))
    pc.lock()
    fresh = left.read_bytes()
    left.write_bytes(old)
    error = refused(copy, pc, stick)
    assert (error.code, error.details["reason"]) == (Code.BACKUP_UNPREPARED, "old_facts")
    for raw in (b"", b"x" * 100, fresh[:-1] + bytes([fresh[-1] ^ 1])):
        left.write_bytes(raw)
        error = refused(copy, pc, stick)
        assert (error.code, error.details["reason"]) == (Code.BACKUP_UNPREPARED, "no_facts")
    left.write_bytes(fresh)
    assert copy(pc, stick).written is not None


def test_a_hot_journal_is_left_to_the_program(pc: Pc, stick: Path) -> None:
    switch_on(pc)
    hot = pc.office.vault / "ledger.db-journal"
    hot.write_bytes(b"hot")
    assert refused(copy, pc, stick).code is Code.NEEDS_RECOVERY
    assert list(stick.iterdir()) == []
    hot.unlink()


def test_a_file_the_stick_cannot_hold_is_refused_before_anything_is_written(
    pc: Pc, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    switch_on(pc)
    monkeypatch.setattr(unattended, "largest_file_in", lambda _folder: 100_000)
    error = refused(copy, pc, stick)
    assert (error.code, error.details["reason"]) == (Code.DISK_FULL, "fat32")
    assert list(stick.iterdir()) == []


def test_an_unclean_exit_stays_noted(pc: Pc, stick: Path) -> None:
    switch_on(pc)
    lock = VaultPaths(pc.office.vault).lock
    lock.write_text(json.dumps({"pid": 1}))
    copy(pc, stick)
    held = InstanceLock.acquire(lock)
    assert held.last_exit_was_unclean
    held.abandon()


def test_a_keys_file_the_root_did_not_sign_is_never_sealed(pc: Pc, stick: Path) -> None:
    switch_on(pc)
    keys = pc.office.vault / "keys.json"
    read = parse_keys(keys.read_bytes(), BOUNDS_ONLY_FOR_TESTING)
    keys.write_bytes(replace(read, house_signature=bytes(64)).to_bytes())
    assert refused(copy, pc, stick).code is Code.NOT_OURS
    assert list(stick.iterdir()) == []


def test_a_maker_the_root_does_not_vouch_for_is_replaced(pc: Pc) -> None:
    switch_on(pc)
    entry = read_backup_entry(pc.store.kept[pc.place("backup")])
    false = replace(entry, maker=replace(entry.maker, certificate=bytes(64)))
    pc.store.kept[pc.place("backup")] = false.to_text()
    ledger = pc.open(THE_OWNER)
    ledger.keys.refresh_store()
    now = read_backup_entry(pc.store.kept[pc.place("backup")])
    assert now.maker.is_certified(now.vault_id, now.root_public)
    assert now.maker.id != entry.maker.id


def test_a_damaged_copy_is_never_proved_and_struck_off(pc: Pc, stick: Path) -> None:
    switch_on(pc)
    written = copy(pc, stick).written
    assert written is not None
    raw = bytearray(written.path.read_bytes())
    raw[-2000] ^= 1
    written.path.write_bytes(raw)
    ledger = pc.open(THE_OWNER)
    (waiting,) = ledger.backups.waiting()
    assert refused(prove, waiting).code in {Code.DAMAGED, Code.NOT_OURS}
    assert list((pc.office.vault / "backups").glob(".backup-*")) == []
    ledger.backups.strike(waiting)
    assert ledger.backups.waiting() == ()
    assert ledger.backups.history() == []


def test_a_copy_of_another_book_is_not_logged(pc: Pc, stick: Path) -> None:
    switch_on(pc)
    assert copy(pc, stick).written is not None
    ledger = pc.open(THE_OWNER)
    (waiting,) = ledger.backups.waiting()
    proved = prove(waiting)
    wrong = replace(proved, facts=replace(proved.facts, head=bytes(32)))
    assert refused(ledger.backups.record_proved, wrong).code is Code.DAMAGED
    assert ledger.backups.history() == []


def test_numbers_of_copies_never_meet(pc: Pc, stick: Path) -> None:
    switch_on(pc)
    written = copy(pc, stick).written
    assert written is not None
    other = pc.office.folder / "other"
    other.mkdir()
    ledger = pc.open(THE_CLERK)
    made = ledger.backups.make(other).value
    assert made.sequence == written.origin.sequence + 1
    (waiting,) = ledger.backups.waiting()
    ledger.backups.record_proved(prove(waiting))
    assert rows_of(ledger, "SELECT count(DISTINCT sequence) FROM backup") == [(2,)]


def test_a_stick_that_is_not_there_waits(pc: Pc, stick: Path) -> None:
    ledger = pc.open(THE_OWNER)
    ledger.keys.keep_backup_key(on=True)
    ledger.backup_plan.name_place(stick, "A", PlaceKind.STICK)
    pc.lock()
    assert copy(pc, stick).written is not None
    away = stick.rename(stick.with_name("away"))
    ledger = pc.open(THE_OWNER)
    assert ledger.backups.waiting() == ()
    away.rename(stick)
    waiting: tuple[Waiting, ...] = ledger.backups.waiting()
    ledger.backups.record_proved(prove(waiting[0]))
    assert [one.place for one in ledger.backups.history()] == ["A"]


def test_after_a_rotation_the_maker_still_signs(pc: Pc, stick: Path) -> None:
    switch_on(pc)
    assert copy(pc, stick).written is not None
    ledger = pc.open(THE_OWNER)
    ledger.keys.rotate()
    (waiting,) = ledger.backups.waiting()
    ledger.backups.record_proved(prove(waiting))
    pc.lock()
    pc.office.pass_time(days=2)
    written = copy(pc, stick).written
    assert written is not None
    assert written.origin.generation == 2
