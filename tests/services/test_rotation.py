"""A rotation gives the book a key nobody has who left, and everybody else notices nothing."""

from pathlib import Path

import pytest
from tests.support.staffed_office import (
    CLERK,
    CLERK_PASSWORD,
    GIVEN_PASSWORD,
    SECOND,
    THE_CLERK,
    THE_OWNER,
    THE_SECOND,
    THE_SUPERVISOR,
    Who,
    at_the_door,
    choose_password,
    member,
)
from tests.support.still_office import OWNER, PASSWORD, StillOffice, desk_of, issue, rows_of

from ledgerdesk.backup.drive import Drive
from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.staff import Role
from ledgerdesk.services.steps.backups import proved_backup
from ledgerdesk.services.steps.opening.opening import keys_of_all_times
from ledgerdesk.storage import staff
from ledgerdesk.storage.database import Database
from ledgerdesk.storage.snapshot import reading
from ledgerdesk.vault.firm import make_firm_key
from ledgerdesk.vault.kdf import BOUNDS_ONLY_FOR_TESTING
from ledgerdesk.vault.unlocking import unlock_with_password

NEW_PASSWORD = "nine tall poplars and a sea"


def page_key(raw: bytes, who: Who) -> str:
    """Open a key file on its own, as whoever has a copy of it does."""
    return unlock_with_password(
        raw, who.name, who.password, bounds=BOUNDS_ONLY_FOR_TESTING
    ).page_key_hex


def opens(office: StillOffice, key: str) -> bool:
    try:
        with reading(office.vault / "ledger.db", key) as tx:
            return bool(tx.value("SELECT count(*) FROM book"))
    except KnownError:
        return False


def actions(ledger: Ledger) -> list[str]:
    return [
        row[0]
        for row in rows_of(ledger, "SELECT json_extract(body, '$.action') FROM audit ORDER BY seq")
    ]


def test_whoever_was_removed_opens_nothing_new_even_with_his_old_key_file(
    busy_office: StillOffice,
) -> None:
    keys = busy_office.vault / "keys.json"
    pocketed = keys.read_bytes()
    stolen = page_key(pocketed, THE_CLERK)
    assert opens(busy_office, stolen)

    with busy_office.opened_by(THE_OWNER) as ledger:
        left = ledger.staff.remove(CLERK).value
        assert left is not None
        assert (left.generation, left.backup.parent) == (2, busy_office.vault / "backups")
        assert actions(ledger)[-3:] == ["staff.remove", "keys.rotate", "backups.make"]
        assert ledger.audit.check().ok

    assert not opens(busy_office, stolen)
    for path in busy_office.vault.glob("keys.json*"):
        path.write_bytes(pocketed)
    refusal = at_the_door(busy_office, THE_CLERK)
    assert refusal is not None
    assert refusal.code is Code.KEYS_ROLLED_BACK


def test_everybody_else_goes_on_with_his_own_password(busy_office: StillOffice) -> None:
    with busy_office.opened_by(THE_OWNER) as ledger:
        number = issue(ledger).number
        ledger.staff.remove(CLERK)
        issue(ledger)

    for who in (THE_SECOND, THE_SUPERVISOR, THE_OWNER):
        with busy_office.opened_by(who) as ledger:
            assert desk_of(ledger).opening_findings == ()
            assert desk_of(ledger).unlocked.generation == 2
            assert number in {one.number for one in ledger.receipts.register().receipts}
            assert ledger.audit.check().ok


def test_old_key_files_everywhere_give_way_only_to_newer_ones(busy_office: StillOffice) -> None:
    keys = busy_office.vault / "keys.json"
    old = keys.read_bytes()
    with busy_office.opened_by(THE_OWNER) as ledger:
        ledger.staff.remove(CLERK)
    new = keys.read_bytes()
    places = [*busy_office.vault.glob("keys.json*"), *(busy_office.per_user / "keys").iterdir()]
    for path in places[:-1]:
        path.write_bytes(old)

    assert at_the_door(busy_office, THE_SUPERVISOR) is None
    assert {path.read_bytes() for path in places} == {new}

    for path in places:
        path.write_bytes(old)
    refusal = at_the_door(busy_office, THE_SUPERVISOR)
    assert refusal is not None
    assert refusal.code is Code.KEYS_ROLLED_BACK
    assert keys.read_bytes() == old


def test_yesterday_s_book_under_today_s_keys_is_the_older_one_and_nothing_is_overwritten(
    busy_office: StillOffice, tmp_path: Path
) -> None:
    yesterday = busy_office.copied(tmp_path / "yesterday")
    with busy_office.opened_by(THE_OWNER) as ledger:
        ledger.staff.remove(CLERK)
    new = (busy_office.vault / "keys.json").read_bytes()
    for name in ("ledger.db", "state.json"):
        (busy_office.vault / name).write_bytes((yesterday.vault / name).read_bytes())

    refusal = at_the_door(busy_office, THE_OWNER)

    assert refusal is not None
    assert refusal.code is Code.ROLLED_BACK
    assert (busy_office.vault / "keys.json").read_bytes() == new
    yesterday.close()


def test_a_whole_folder_of_yesterday_is_noticed_by_what_this_pc_remembers(
    busy_office: StillOffice, tmp_path: Path
) -> None:
    yesterday = busy_office.copied(tmp_path / "yesterday")
    with busy_office.opened_by(THE_OWNER) as ledger:
        ledger.staff.remove(CLERK)
    for path in yesterday.vault.iterdir():
        if path.is_file():
            (busy_office.vault / path.name).write_bytes(path.read_bytes())
    old = (busy_office.vault / "keys.json").read_bytes()

    refusals = [at_the_door(busy_office, who) for who in (THE_OWNER, THE_CLERK)]

    # The clerk is asked for the password of the newest keys, in which he is no more.
    assert [one.code for one in refusals if one] == [Code.ROLLED_BACK, Code.WRONG_PASSWORD]
    assert (busy_office.vault / "keys.json").read_bytes() == old
    yesterday.close()


def test_a_day_without_rotation_put_back_whole_is_noticed_too(
    busy_office: StillOffice, tmp_path: Path
) -> None:
    yesterday = busy_office.copied(tmp_path / "yesterday")
    with busy_office.opened_by(THE_OWNER) as ledger:
        issue(ledger)
    for path in yesterday.vault.iterdir():
        if path.is_file():
            (busy_office.vault / path.name).write_bytes(path.read_bytes())

    refusal = at_the_door(busy_office, THE_OWNER)

    assert refusal is not None
    assert refusal.code is Code.ROLLED_BACK
    yesterday.close()


def test_a_session_holds_every_key_the_book_ever_had(busy_office: StillOffice) -> None:
    with busy_office.opened_by(THE_OWNER) as ledger:
        first = desk_of(ledger).unlocked.page_key_hex
        ledger.staff.change_own_password(PASSWORD, NEW_PASSWORD, somebody_knows=True)
        ledger.staff.remove(CLERK)

    with busy_office.opened_by(THE_SUPERVISOR) as ledger:
        with desk_of(ledger).database.read() as tx:
            keys = keys_of_all_times(tx, desk_of(ledger).unlocked)
        assert [one.generation for one in keys] == [3, 2, 1]
        assert keys[-1].page_key_hex == first


def test_a_password_somebody_may_know_is_changed_and_the_book_rekeyed(
    busy_office: StillOffice,
) -> None:
    stolen = page_key((busy_office.vault / "keys.json").read_bytes(), THE_OWNER)
    with busy_office.opened_by(THE_OWNER) as ledger:
        changed = ledger.staff.change_own_password(PASSWORD, NEW_PASSWORD, somebody_knows=True)
        assert changed.value.rotated
        assert actions(ledger)[-3:] == [
            "staff.change_password", "keys.rotate_begin", "keys.rotate",
        ]  # fmt: skip

    assert not opens(busy_office, stolen)
    assert at_the_door(busy_office, Who(name=OWNER, password=NEW_PASSWORD)) is None


def test_a_clerk_s_password_that_somebody_knows_is_changed_without_an_owner(
    busy_office: StillOffice,
) -> None:
    with busy_office.opened_by(THE_CLERK) as ledger:
        changed = ledger.staff.change_own_password(
            CLERK_PASSWORD, NEW_PASSWORD, somebody_knows=True
        )
        assert not changed.value.rotated
        assert desk_of(ledger).unlocked.generation == 1
    with busy_office.opened_by(THE_OWNER) as ledger:
        assert ledger.keys.state().is_wanted
        state = ledger.keys.rotate().value
        assert (state.is_wanted, state.generation, state.is_rotating) == (False, 2, False)
        assert ledger.audit.check().ok


def test_the_firm_signs_receipts_with_a_new_key_after_a_rotation(
    busy_office: StillOffice,
) -> None:
    query = """
        SELECT purpose, reason FROM signing_key LEFT JOIN signing_key_end ON key_id = signing_key.id
        WHERE purpose = 'firm' ORDER BY signing_key.id
    """
    with busy_office.opened_by(THE_OWNER) as ledger:
        ledger.staff.remove(CLERK)
        assert rows_of(ledger, query) == [("firm", "renewed"), ("firm", None)]


@pytest.mark.parametrize("way", ["remove", "demote"])
def test_an_owner_who_goes_leaves_a_new_root_that_each_takes_up_at_his_next_sign_in(
    busy_office: StillOffice, way: str
) -> None:
    with busy_office.opened_by(THE_OWNER) as ledger:
        if way == "remove":
            ledger.staff.remove(SECOND)
        else:
            ledger.staff.change_role(SECOND, Role.AUDITOR)
        waiting = {one.name for one in ledger.staff.people() if not one.holds_root}
        assert waiting == {OWNER, SECOND, THE_SUPERVISOR.name, CLERK}
        assert ledger.audit.check().ok

    for who in (THE_SUPERVISOR, THE_CLERK, THE_OWNER):
        with busy_office.opened_by(who) as ledger:
            assert member(ledger, who.name).holds_root
            assert actions(ledger)[-1] == "staff.take_up_root"
            assert ledger.audit.check().ok
    for who in (THE_SUPERVISOR, THE_OWNER):
        with busy_office.opened_by(who) as ledger:
            assert actions(ledger).count("staff.take_up_root") == 3
    if way == "demote":
        with busy_office.opened_by(THE_SECOND) as ledger:
            assert desk_of(ledger).person.role is Role.AUDITOR
            assert member(ledger, SECOND).holds_root


def test_a_newcomer_after_an_owner_went_is_vouched_for_by_the_new_root(
    busy_office: StillOffice,
) -> None:
    with busy_office.opened_by(THE_OWNER) as ledger:
        ledger.staff.remove(SECOND)
        ledger.staff.add("小周", Role.CLERK, GIVEN_PASSWORD)
        assert member(ledger, "小周").holds_root
        assert ledger.audit.check().ok
    choose_password(busy_office, Who(name="小周", password=NEW_PASSWORD))
    with busy_office.opened_by(THE_OWNER) as ledger:
        assert ledger.audit.check().ok
    with busy_office.opened_by(Who(name="小周", password=NEW_PASSWORD)) as ledger:
        issue(ledger)
        assert ledger.audit.check().ok


def test_a_key_certified_by_a_root_whose_time_is_over_is_found(busy_office: StillOffice) -> None:
    with busy_office.opened_by(THE_SECOND) as ledger:
        former = desk_of(ledger).unlocked
    with busy_office.opened_by(THE_OWNER) as ledger:
        ledger.staff.remove(SECOND)
        firm = make_firm_key(former)
        with desk_of(ledger).upkeep() as act:
            key = staff.NewSigningKey(
                pub=firm.id,
                staff_id=None,
                purpose="firm",
                public=firm.public,
                certificate=firm.certificate,
                from_seq=act.desk.marks.head.seq + 1,
            )
            staff.insert_signing_key(act.tx, key, act.desk.chance.salt())
            act.inserted("signing_key", firm.id)
            act.close_entry("test.forged")

        assert [(one.what, one.record) for one in ledger.audit.check().findings] == [
            ("key_not_certified", firm.id)
        ]


def test_a_removal_whose_backup_fails_says_so_and_stands(
    busy_office: StillOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise KnownError(Code.DISK_FULL, part="folder")

    monkeypatch.setattr(proved_backup, "make_at_home", full)
    with busy_office.opened_by(THE_OWNER) as ledger:
        with pytest.raises(KnownError) as refusal:
            ledger.staff.remove(CLERK)
        assert (refusal.value.code, refusal.value.details) == (
            Code.BACKUP_NOT_WRITTEN, {"why": "disk_full"},
        )  # fmt: skip
        assert desk_of(ledger).unlocked.generation == 2
        assert ledger.audit.check().ok
    assert at_the_door(busy_office, THE_CLERK) is not None


def test_no_rotation_begins_without_room_for_its_journal(
    busy_office: StillOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Drive, "free_bytes", lambda *_: 100_000)
    with busy_office.opened_by(THE_OWNER) as ledger:
        before = (desk_of(ledger).drawer.raw, len(actions(ledger)))
        with pytest.raises(KnownError) as refusal:
            ledger.staff.remove(CLERK)
        assert refusal.value.code is Code.DISK_FULL
        assert (desk_of(ledger).drawer.raw, len(actions(ledger))) == before
    assert at_the_door(busy_office, THE_CLERK) is None


def test_a_rotation_the_engine_gave_up_leaves_a_desk_that_saves_and_an_owner_who_finishes(
    busy_office: StillOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def give_up(*_: object) -> None:
        raise KnownError(Code.IO_FAILED, part="ledger.db")

    with busy_office.opened_by(THE_OWNER) as ledger:
        with monkeypatch.context() as broken:
            broken.setattr(Database, "rekey", give_up)
            with pytest.raises(KnownError):
                ledger.staff.remove(CLERK)
        issue(ledger)
        assert ledger.audit.check().ok
    assert at_the_door(busy_office, THE_CLERK) is not None
    with busy_office.opened_by(THE_SUPERVISOR) as ledger:
        assert desk_of(ledger).opening_findings == ("rotation_unfinished ledger.db",)
        issue(ledger)

    with busy_office.opened_by(THE_OWNER) as ledger:
        assert (desk_of(ledger).opening_findings, desk_of(ledger).unlocked.generation) == ((), 2)
        assert actions(ledger)[-1] == "keys.rotate"
        assert ledger.audit.check().ok
    with busy_office.opened_by(THE_SUPERVISOR) as ledger:
        assert desk_of(ledger).opening_findings == ()


def test_an_owner_who_went_is_taken_out_of_the_backups_in_the_vault_and_sticks_are_named(
    busy_office: StillOffice, tmp_path: Path
) -> None:
    stick, house = tmp_path / "stick", busy_office.house
    stick.mkdir()
    with busy_office.opened_by(THE_SECOND) as ledger:
        on_stick = ledger.backups.make(stick).value.path
    local = busy_office.vault / "backups" / on_stick.name
    local.write_bytes(on_stick.read_bytes())
    assert house.verify_backup(local, THE_SECOND.credential).authentic

    with busy_office.opened_by(THE_OWNER) as ledger:
        left = ledger.staff.remove(SECOND).value
    assert left is not None

    assert left.carrying == ()
    for path in (local, left.backup):
        assert house.verify_backup(path, THE_OWNER.credential).authentic
        with pytest.raises(KnownError) as refusal:
            house.verify_backup(path, THE_SECOND.credential)
        assert refusal.value.code is Code.WRONG_PASSWORD
    assert house.verify_backup(on_stick, THE_SECOND.credential).authentic
    restored = house.restore(local, tmp_path / "r.ledgerdesk", THE_OWNER.credential)
    assert restored.receipts == 0
    assert list((busy_office.vault / "backups").glob("*.part")) == []


def test_backups_out_of_reach_or_of_an_older_key_are_named_as_carrying_him(
    busy_office: StillOffice, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with busy_office.opened_by(THE_OWNER) as ledger:
        on_stick = ledger.backups.make(stick).value.path
        damaged = busy_office.vault / "backups" / f"{on_stick.stem}-2.ldbk"
        damaged.write_bytes(on_stick.read_bytes()[:-1])
        left = ledger.staff.remove(SECOND).value
    assert left is not None

    assert left.carrying == (damaged.name, on_stick.name)
    assert damaged.read_bytes() == on_stick.read_bytes()[:-1]


def test_a_clerk_who_went_was_in_no_backup_and_none_is_touched(
    busy_office: StillOffice,
) -> None:
    with busy_office.opened_by(THE_OWNER) as ledger:
        first = ledger.staff.remove(CLERK).value
        assert first is not None
        before = first.backup.read_bytes()
        second = ledger.staff.remove(THE_SUPERVISOR.name).value

    assert second is not None
    assert second.carrying == ()
    assert first.backup.read_bytes() == before
