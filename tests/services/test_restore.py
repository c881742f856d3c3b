"""C-27: a backup becomes a whole vault again, in a new folder, with all rows, people and keys."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.backup.sealed import BreakingDrive
from tests.support.backup_office import OWNERS, AnotherPc, BackedUp, make_backed_up
from tests.support.still_office import Dump, desk_of, dump, issue, rows_of, trade

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.services.access import Credential
from ledgerdesk.services.steps.backups import proved_backup, proved_book
from ledgerdesk.services.steps.vaults import restore_copy
from ledgerdesk.services.steps.vaults.restore_copy import SCHEMA_PART
from ledgerdesk.storage import backups, migrate
from ledgerdesk.storage.backups import CopiedBook
from ledgerdesk.vault.recovery import RECOVERY_ID

# What a restore itself adds to, and the counters it makes wait.
ITS_OWN = {"audit", "audit_object", "branch", "change", "series_counter", "sqlite_sequence"}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> BackedUp:
    return make_backed_up(tmp_path_factory.mktemp("made") / "office")


@pytest.fixture
def backed_up(template: BackedUp, tmp_path: Path) -> BackedUp:
    return template.copied(tmp_path / "office")


@pytest.fixture
def pc(tmp_path: Path) -> AnotherPc:
    folder = tmp_path / "another pc"
    folder.mkdir()
    return AnotherPc(folder=folder)


def rows_before(backed_up: BackedUp) -> Dump:
    with backed_up.office.opened() as ledger:
        return dump(ledger)


@pytest.mark.parametrize("way", ["password", "sheet"])
def test_the_file_and_one_key_alone_give_all_rows_back_on_another_pc(
    way: str, backed_up: BackedUp, pc: AnotherPc
) -> None:
    rows = rows_before(backed_up)
    file = backed_up.back_up()
    facts = backed_up.office.house.verify_backup(file, OWNERS).facts

    restored = pc.restore(file, OWNERS if way == "password" else backed_up.printed)

    assert facts is not None
    assert (restored.receipts, restored.confirmed) == (3, False)
    with pc.opened() as ledger:
        assert ledger.audit.check().findings == ()
        after = dump(ledger)
        chain = rows_of(ledger, "SELECT seq, hash FROM audit ORDER BY seq")
    assert {name: kept for name, kept in after.items() if name not in ITS_OWN} == {
        name: kept for name, kept in rows.items() if name not in ITS_OWN
    }
    assert chain[: facts.head_seq] == [row[:1] + row[2:3] for row in rows["audit"]]
    assert chain[facts.head_seq - 1] == (facts.head_seq, facts.head)
    assert len(chain) == facts.head_seq + 1


def test_the_restore_s_entry_is_signed_by_whoever_restored(
    backed_up: BackedUp, pc: AnotherPc
) -> None:
    file = backed_up.back_up()
    pc.restore(file, backed_up.printed)
    restored, office = backed_up.restored_here(file)

    with pc.opened() as ledger:
        (entry,) = rows_of(
            ledger,
            "SELECT purpose, json_extract(body, '$.action'), json_extract(body, '$.user')"
            " FROM audit JOIN signing_key ON signing_key.pub = signer ORDER BY seq DESC LIMIT 1",
        )
        assert entry == ("recovery", "vault.restore", RECOVERY_ID)
    with office.opened() as ledger:
        (entry,) = rows_of(
            ledger,
            "SELECT purpose, json_extract(body, '$.branch') FROM audit"
            " JOIN signing_key ON signing_key.pub = signer ORDER BY seq DESC LIMIT 1",
        )
        assert entry == ("person", restored.branch_id)


def test_a_restored_vault_works_on_in_a_branch_of_its_own(backed_up: BackedUp) -> None:
    file = backed_up.back_up()
    restored, office = backed_up.restored_here(file)

    with office.opened() as ledger:
        assert desk_of(ledger).opening_findings == ()
        issued = issue(ledger, trade("新客户"))
        branches = rows_of(ledger, "SELECT pub, parent_id, reason FROM branch ORDER BY id")
        rows = rows_of(
            ledger,
            "SELECT branch.pub FROM receipt JOIN branch ON branch.id = branch_id"
            f" WHERE number = '{issued.number}'",
        )
        made = ledger.backups.make(backed_up.stick).value
        assert ledger.audit.check().ok

    assert branches[1] == (restored.branch_id, 1, "restored")
    assert rows == [(restored.branch_id,)]
    assert made.sequence == 1
    verdict = backed_up.office.house.verify_backup(made.path, OWNERS)
    assert verdict.origin.branch_id == restored.branch_id


def test_the_old_vault_is_not_touched_and_both_pass_their_check(backed_up: BackedUp) -> None:
    file = backed_up.back_up()
    rows = rows_before(backed_up)
    _, office = backed_up.restored_here(file)

    for one in (backed_up.office, office):
        with one.opened() as ledger:
            assert ledger.audit.check().ok
    assert rows_before(backed_up) == rows


def test_keys_and_their_copies_are_those_of_the_day(backed_up: BackedUp, pc: AnotherPc) -> None:
    file = backed_up.back_up()
    restored = pc.restore(file, backed_up.printed)
    vault = pc.folder / "r.ledgerdesk"
    original = (backed_up.office.vault / "keys.json").read_bytes()
    name = f"{restored.origin.vault_id}-{restored.branch_id}.json"

    assert (vault / "keys.json").read_bytes() == original
    assert (vault / "keys.json.bak").read_bytes() == original
    assert (pc.folder / "user" / "keys" / name).read_bytes() == original
    assert sorted(one.name for one in vault.iterdir()) == [
        "backups", "keys.json", "keys.json.bak", "ledger.db", "ledger.db-journal", "state.json",
    ]  # fmt: skip


def test_a_path_that_is_taken_is_never_touched(backed_up: BackedUp) -> None:
    file = backed_up.back_up()
    taken = backed_up.office.folder / "taken"
    taken.mkdir()

    for target in (taken, backed_up.office.vault):
        with pytest.raises(KnownError) as refused:
            backed_up.office.house.restore(file, target, OWNERS)
        assert refused.value.code is Code.EXISTS
    assert list(taken.iterdir()) == []


@pytest.mark.parametrize(
    ("credential", "code"),
    [
        (Credential(password="not this one"), Code.WRONG_PASSWORD),
        (Credential(password=""), Code.WRONG_PASSWORD),
    ],
)
def test_a_wrong_key_leaves_nothing(
    credential: Credential, code: Code, backed_up: BackedUp, pc: AnotherPc
) -> None:
    with pytest.raises(KnownError) as refused:
        pc.restore(backed_up.back_up(), credential)

    assert refused.value.code is code
    assert [one.name for one in pc.folder.iterdir()] == ["user"]


def test_a_damaged_backup_leaves_nothing(backed_up: BackedUp, pc: AnotherPc) -> None:
    file = backed_up.back_up()
    raw = bytearray(file.read_bytes())
    raw[-5000] ^= 1
    file.write_bytes(raw)

    with pytest.raises(KnownError) as refused:
        pc.restore(file, OWNERS)

    assert refused.value.code is Code.DAMAGED
    assert [one.name for one in pc.folder.iterdir()] == ["user"]


def test_whichever_call_of_the_disk_fails_no_vault_appears(
    backed_up: BackedUp, pc: AnotherPc
) -> None:
    file = backed_up.back_up()
    house, target = pc.house(), pc.folder / "r.ledgerdesk"
    for at in (1, 2, 3, 4):
        drive = BreakingDrive(at=at)
        with pytest.raises(KnownError) as refused:
            house.restore(file, target, OWNERS, (), drive)

        assert refused.value.code is Code.IO_FAILED
        assert [one.name for one in pc.folder.iterdir()] == ["user"]
    assert drive.calls == ["create", "write", "sync", "close"]
    house.restore(file, target, OWNERS, (), BreakingDrive(at=5))
    assert (target / "ledger.db").exists()


def test_a_book_too_large_for_the_drive_s_files_is_refused_before_anything_is_written(
    backed_up: BackedUp, pc: AnotherPc, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restore_copy, "largest_file_in", lambda _: 1 << 20)

    with pytest.raises(KnownError) as refused:
        pc.restore(backed_up.back_up(), OWNERS)

    assert (refused.value.code, refused.value.details["reason"]) == (Code.DISK_FULL, "fat32")
    assert [one.name for one in pc.folder.iterdir()] == ["user"]


def test_a_book_of_a_newer_program_is_refused_with_both_numbers(
    backed_up: BackedUp, pc: AnotherPc, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = backed_up.back_up()
    monkeypatch.setattr("ledgerdesk.services.steps.vaults.restore_copy.newest", lambda: 0)

    with pytest.raises(KnownError) as refused:
        pc.restore(file, OWNERS)

    assert refused.value.code is Code.NEWER_VERSION
    assert refused.value.details == {"part": SCHEMA_PART, "found": migrate.newest(), "known": 0}


def test_the_sheet_opens_a_restored_vault_for_looking_only(
    backed_up: BackedUp, pc: AnotherPc
) -> None:
    pc.restore(backed_up.back_up(), backed_up.printed)
    office = pc.office()
    ledger = office.open(backed_up.printed)

    assert ledger.audit.check().ok
    with pytest.raises(KnownError) as refused:
        issue(ledger, trade())
    office.close()

    assert refused.value.code is Code.NOT_ALLOWED
    with pc.opened() as again:
        assert desk_of(again).person.name == "王敏"


def test_a_book_that_does_not_show_its_sealed_facts_is_never_restored(
    backed_up: BackedUp, pc: AnotherPc, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody with every key sealed other facts than the book's."""
    read_copy = backups.read_copy

    def embellished(copy: Path, page_key_hex: str) -> CopiedBook:
        found = read_copy(copy, page_key_hex)
        sums = {**found.facts.sums, "receipts": 1}
        return replace(found, facts=replace(found.facts, sums=sums))

    with monkeypatch.context() as patched:
        patched.setattr(backups, "read_copy", embellished)
        file = backed_up.back_up()

    with pytest.raises(KnownError) as refused:
        pc.restore(file, OWNERS)

    assert (refused.value.code, refused.value.details["part"]) == (Code.DAMAGED, "facts")
    assert [one.name for one in pc.folder.iterdir()] == ["user"]


def test_a_book_damaged_before_it_was_sealed_is_never_sealed_and_never_restored(
    backed_up: BackedUp, pc: AnotherPc, monkeypatch: pytest.MonkeyPatch
) -> None:
    finding = ["structure: row missing"]
    with monkeypatch.context() as patched:
        patched.setattr(proved_backup, "findings_in", lambda *_, **__: finding)
        with pytest.raises(KnownError) as unsealed:
            backed_up.back_up()
    backed_up.office.lock()
    file = backed_up.back_up()
    monkeypatch.setattr(proved_book, "findings_in", lambda *_, **__: finding)

    with pytest.raises(KnownError) as refused:
        pc.restore(file, OWNERS)

    assert unsealed.value.code is Code.DAMAGED
    assert (refused.value.code, refused.value.details["part"]) == (Code.DAMAGED, "book")
    assert [one.name for one in pc.folder.iterdir()] == ["user"]


def test_a_book_whose_keys_are_another_vault_s_is_never_restored(
    backed_up: BackedUp, pc: AnotherPc, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other vault even opens with the same password."""
    file = backed_up.back_up()
    other = make_backed_up(tmp_path / "other", receipts=0).office.vault / "keys.json"
    read_copy = backups.read_copy

    def exchanged(copy: Path, page_key_hex: str) -> CopiedBook:
        return replace(read_copy(copy, page_key_hex), keys_file=other.read_bytes())

    monkeypatch.setattr(backups, "read_copy", exchanged)
    with pytest.raises(KnownError) as refused:
        pc.restore(file, OWNERS)

    assert (refused.value.code, refused.value.details["part"]) == (Code.NOT_OURS, "book")
    assert [one.name for one in pc.folder.iterdir()] == ["user"]
