"""A backup is made of a whole office, says what it holds, and leaves the office as it was."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.backup.sealed import BreakingDrive
from tests.support.backup_office import OWNERS, BackedUp, made, make_backed_up
from tests.support.still_office import desk_of, issue, rows_of, trade

from ledgerdesk.backup.drive import Drive
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.services.access import Credential
from ledgerdesk.services.backups import Backups
from ledgerdesk.services.steps.backups import proved_backup
from ledgerdesk.services.steps.backups.proved_backup import TEMPORARY, prove_and_write
from ledgerdesk.vault.kdf import BOUNDS_ONLY_FOR_TESTING
from ledgerdesk.vault.recovery import new_recovery_key


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> BackedUp:
    return make_backed_up(tmp_path_factory.mktemp("made") / "office")


@pytest.fixture
def backed_up(template: BackedUp, tmp_path: Path) -> BackedUp:
    found = template.copied(tmp_path / "office")
    found.stick.mkdir(exist_ok=True)
    return found


def refused(act: object, *arguments: object) -> KnownError:
    assert callable(act)
    with pytest.raises(KnownError) as caught:
        act(*arguments)
    return caught.value


def test_a_backup_is_logged_with_what_was_written(backed_up: BackedUp) -> None:
    with backed_up.office.opened() as ledger:
        first = made(ledger, backed_up.stick)
        second = made(ledger, backed_up.stick)
        rows = rows_of(
            ledger, "SELECT sequence, file_name, bytes, proved_at IS NOT NULL FROM backup"
        )

        assert (first.sequence, second.sequence) == (1, 2)
        assert rows == [
            (1, first.path.name, first.path.stat().st_size, 1),
            (2, second.path.name, second.path.stat().st_size, 1),
        ]
        assert ledger.audit.check().ok
    assert sorted(backed_up.stick.iterdir()) == sorted([first.path, second.path])


def test_the_history_tells_when_each_backup_was_proved_newest_first(backed_up: BackedUp) -> None:
    with backed_up.office.opened() as ledger:
        assert ledger.backups.history() == []
        first = made(ledger, backed_up.stick)
        backed_up.office.pass_time(days=1)
        second = made(ledger, backed_up.stick)
        first.path.unlink()
        history = ledger.backups.history()

    assert [(one.file_name, one.size, one.sequence) for one in history] == [
        (second.path.name, second.size, 2),
        (first.path.name, first.size, 1),
    ]
    assert f"{history[0].at:%Y-%m-%d %H:%M}" == "2026-11-24 10:00"  # in the office's zone
    assert (history[0].at - history[1].at).days == 1


def test_verify_says_undamaged_without_a_key_and_authentic_with_either(
    backed_up: BackedUp,
) -> None:
    file = backed_up.back_up()
    house = backed_up.office.house

    plain = house.verify_backup(file, None)
    by_password = house.verify_backup(file, OWNERS)
    by_sheet = house.verify_backup(file, backed_up.printed)

    assert (plain.authentic, plain.facts) == (False, None)
    assert by_password.authentic
    assert by_sheet == by_password
    assert by_sheet.facts is not None
    assert by_sheet.facts.counts["receipt"] == 3
    assert by_sheet.facts.sums["receipts"] == 1_000 + 1_001 + 1_002
    assert by_sheet.facts.last_numbers == {"SJ/2026": 3}


def test_the_sealed_head_is_the_one_before_the_backup_s_own_entry(backed_up: BackedUp) -> None:
    with backed_up.office.opened() as ledger:
        head = desk_of(ledger).marks.head
        file = made(ledger, backed_up.stick).path

    facts = backed_up.office.house.verify_backup(file, OWNERS).facts

    assert facts is not None
    assert (facts.head_seq, facts.head) == (head.seq, head.hash)


def test_nothing_of_the_office_stands_readable_in_the_file(backed_up: BackedUp) -> None:
    raw = backed_up.back_up().read_bytes()

    for secret in ("王敏", "青禾会计师事务所", "客户1", "SJ2026", "SJ/2026"):
        assert secret.encode() not in raw


def test_wrong_keys_are_told_from_damage_and_slow_the_next_try(backed_up: BackedUp) -> None:
    file = backed_up.back_up()
    house = backed_up.office.house
    other = Credential(recovery=new_recovery_key())

    for _ in range(3):
        problem = refused(house.verify_backup, file, Credential(password="not this one"))
        assert problem.code is Code.WRONG_PASSWORD
    assert refused(house.verify_backup, file, other).code is Code.WRONG_RECOVERY_KEY
    assert refused(house.verify_backup, file, OWNERS).code is Code.THROTTLED


def test_damage_is_named_with_its_block(backed_up: BackedUp) -> None:
    file = backed_up.back_up()
    raw = bytearray(file.read_bytes())
    raw[-1000] ^= 1
    file.write_bytes(raw)
    house = backed_up.office.house

    with_key = refused(house.verify_backup, file, OWNERS)
    without = refused(house.verify_backup, file, None)

    assert (with_key.code, with_key.details["part"], with_key.details["block"]) == (
        Code.DAMAGED, "block", 1,
    )  # fmt: skip
    assert (without.code, without.details["part"]) == (Code.DAMAGED, "data")
    assert without.details["undamaged"] is False


def test_a_folder_inside_the_vault_or_missing_is_refused(backed_up: BackedUp) -> None:
    with backed_up.office.opened() as ledger:
        inside = refused(ledger.backups.make, backed_up.office.vault / "backups")
        missing = refused(ledger.backups.make, backed_up.office.folder / "nowhere")

    assert (inside.code, inside.field) == (Code.INSIDE_VAULT, "folder")
    assert (missing.code, missing.field) == (Code.FILE_NOT_FOUND, "folder")


class FullDrive(Drive):
    def free_bytes(self, folder: Path) -> int:
        return min(1000, super().free_bytes(folder))


def test_a_full_stick_is_refused_before_the_snapshot(backed_up: BackedUp) -> None:
    with backed_up.office.opened() as ledger:
        backups = Backups(desk_of(ledger), drive=FullDrive(), bounds=BOUNDS_ONLY_FOR_TESTING)

        assert refused(backups.make, backed_up.stick).code is Code.DISK_FULL
        assert rows_of(ledger, "SELECT 1 FROM backup") == []
    assert list((backed_up.office.vault / "backups").iterdir()) == []


def test_a_stick_whose_files_end_too_early_is_refused_before_the_snapshot(
    backed_up: BackedUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = backed_up.stick
    monkeypatch.setattr(
        proved_backup, "largest_file_in", lambda folder: 1 << 20 if folder == stick else None
    )
    with backed_up.office.opened() as ledger:
        problem = refused(ledger.backups.make, stick)
        assert rows_of(ledger, "SELECT 1 FROM backup") == []

    assert (problem.code, problem.details["reason"]) == (Code.DISK_FULL, "fat32")
    assert list(stick.iterdir()) == []
    assert list((backed_up.office.vault / "backups").iterdir()) == []


def test_whatever_fails_while_writing_nothing_is_logged_and_the_old_one_stands(
    backed_up: BackedUp,
) -> None:
    old = backed_up.back_up()
    before = old.read_bytes()
    with backed_up.office.opened() as ledger:
        counting = BreakingDrive()
        Backups(desk_of(ledger), drive=counting, bounds=BOUNDS_ONLY_FOR_TESTING).make(
            backed_up.stick
        )
        entries = desk_of(ledger).marks.head.seq
        files = sorted(backed_up.stick.iterdir())
        for at in range(1, len(counting.calls) + 1):
            backups = Backups(
                desk_of(ledger), drive=BreakingDrive(at=at), bounds=BOUNDS_ONLY_FOR_TESTING
            )

            assert refused(backups.make, backed_up.stick).code is Code.IO_FAILED
            assert sorted(backed_up.stick.iterdir()) == files
            assert desk_of(ledger).marks.head.seq == entries
            assert list((backed_up.office.vault / "backups").iterdir()) == []
        assert ledger.audit.check().ok
    assert old.read_bytes() == before


def test_a_save_between_snapshot_and_log_is_not_in_the_backup(backed_up: BackedUp) -> None:
    with backed_up.office.opened() as ledger:
        ready = ledger.backups.prepare(backed_up.stick)
        issue(ledger, trade("后来的"))
        written = prove_and_write(ready)
        issue(ledger, trade("更晚的"))
        ledger.backups.record(ready, written)

        assert ledger.audit.check().ok
    facts = backed_up.office.house.verify_backup(written.path, OWNERS).facts
    assert facts is not None
    assert facts.counts["receipt"] == 3


def test_a_snapshot_of_another_book_is_never_sealed(backed_up: BackedUp) -> None:
    with backed_up.office.opened() as ledger:
        ready = ledger.backups.prepare(backed_up.stick)
        wrong = replace(ready, head=replace(ready.head, hash=bytes(32)))

        problem = refused(prove_and_write, wrong)

    assert (problem.code, problem.details["found"]) == (Code.DAMAGED, "facts")
    assert list(backed_up.stick.iterdir()) == []


def test_what_an_interrupted_backup_left_is_cleared_away_by_the_next(backed_up: BackedUp) -> None:
    with backed_up.office.opened() as ledger:
        ready = ledger.backups.prepare(backed_up.stick)
        left = backed_up.stick / f"ledgerdesk-{ready.unlocked.vault_id[:8]}-x.ldbk.part"
        left.touch()
        foreign = backed_up.stick / "ledgerdesk-ffffffff-x.ldbk.part"
        foreign.touch()
        assert ready.temporary.name.startswith(TEMPORARY)
        assert ready.temporary.exists()

        done = made(ledger, backed_up.stick)

    assert not ready.temporary.exists()
    assert sorted(backed_up.stick.iterdir()) == sorted([done.path, foreign])


def test_the_sequence_goes_on_where_a_file_says_it_was_used(backed_up: BackedUp) -> None:
    with backed_up.office.opened() as ledger:
        ready = ledger.backups.prepare(backed_up.stick)
        unlogged = prove_and_write(ready)

        following = made(ledger, backed_up.stick)
        found = ledger.backups.found_in(backed_up.stick)

    assert (unlogged.origin.sequence, following.sequence) == (1, 2)
    assert {one.path for one in found} == {unlogged.path, following.path}
