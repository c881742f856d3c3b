"""A change of keys that fails anywhere has changed nothing, and says so."""

import errno
from pathlib import Path

import pytest
from tests.support.staffed_office import (
    CLERK,
    CLERK_PASSWORD,
    GIVEN_PASSWORD,
    THE_CLERK,
    THE_OWNER,
    THE_SUPERVISOR,
    Who,
    at_the_door,
)
from tests.support.still_office import StillOffice, desk_of, dump, issue, rows_of

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.staff import Role
from ledgerdesk.services.steps.opening.opening import keys_of_all_times
from ledgerdesk.storage import audit
from ledgerdesk.vault import key_store, whole_file
from ledgerdesk.vault.changes import add_person, change_password
from ledgerdesk.vault.house import MOST_PEOPLE
from ledgerdesk.vault.kdf import BOUNDS_ONLY_FOR_TESTING, CHEAPEST_ONLY_FOR_TESTING
from ledgerdesk.vault.keysfile import parse_keys
from ledgerdesk.vault.rotation import begin_rotation
from ledgerdesk.vault.unlocking import unlock_with_password

NEW_PASSWORD = "nine tall poplars"
NEWCOMER = Who(name="小周", password=GIVEN_PASSWORD)


def files(office: StillOffice) -> dict[Path, bytes]:
    found = [*office.vault.glob("keys.json*"), *(office.per_user / "keys").iterdir()]
    return {path: path.read_bytes() for path in found}


@pytest.mark.parametrize("call", ["_write", "_replace", "sync_folder"])
@pytest.mark.parametrize("turn", [1, 2, 3])
def test_a_disk_that_fails_at_any_write_leaves_file_and_book_agreeing(
    busy_office: StillOffice, monkeypatch: pytest.MonkeyPatch, call: str, turn: int
) -> None:
    """The file itself may fail the act; a copy that could not be written is a finding only."""
    before = files(busy_office)
    with busy_office.opened_by(THE_OWNER) as ledger:
        rows, work, calls = dump(ledger), getattr(whole_file, call), []

        def failing(*arguments: object, **named: object) -> object:
            calls.append(call)
            if len(calls) == turn:
                raise OSError(errno.EIO, "the disk is tired")
            return work(*arguments, **named)

        with monkeypatch.context() as tired:
            tired.setattr(whole_file, call, failing)
            if turn == 1:
                with pytest.raises(KnownError) as refusal:
                    ledger.staff.add(NEWCOMER.name, Role.CLERK, GIVEN_PASSWORD)
                assert refusal.value.code is Code.IO_FAILED
                assert dump(ledger) == rows
            else:
                ledger.staff.add(NEWCOMER.name, Role.CLERK, GIVEN_PASSWORD)
                assert {one.what for one in ledger.audit.check().findings} == {
                    "keys_copy_unwritten"
                }
        issue(ledger)

    if turn == 1:
        assert files(busy_office) == before
    assert (at_the_door(busy_office, NEWCOMER) is None) is (turn > 1)
    assert at_the_door(busy_office, THE_SUPERVISOR) is None
    assert len(set(files(busy_office).values())) == 1


def test_a_book_that_cannot_follow_has_the_file_put_back(
    busy_office: StillOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_: object, **__: object) -> None:
        raise KnownError(Code.DISK_FULL, part="ledger.db")

    before = files(busy_office)
    with busy_office.opened_by(THE_CLERK) as ledger:
        rows = dump(ledger)
        with monkeypatch.context() as broken:
            broken.setattr(audit, "append", lost)
            with pytest.raises(KnownError):
                ledger.staff.change_own_password(CLERK_PASSWORD, NEW_PASSWORD)
        assert (dump(ledger), files(busy_office)) == (rows, before)
        ledger.staff.change_own_password(CLERK_PASSWORD, NEW_PASSWORD)
        assert ledger.audit.check().ok

    assert at_the_door(busy_office, Who(name=CLERK, password=NEW_PASSWORD)) is None


def test_a_newer_file_is_followed_before_the_one_it_brings_is_looked_up(
    busy_office: StillOffice,
) -> None:
    """As after a kill between file and book: the newcomer himself comes first."""
    keys = busy_office.vault / "keys.json"
    raw = keys.read_bytes()
    owner = unlock_with_password(
        raw, THE_OWNER.name, THE_OWNER.password, bounds=BOUNDS_ONLY_FOR_TESTING
    )
    raw = add_person(
        raw,
        owner,
        NEWCOMER.name,
        Role.CLERK,
        GIVEN_PASSWORD,
        cost=CHEAPEST_ONLY_FOR_TESTING,
        bounds=BOUNDS_ONLY_FOR_TESTING,
    )
    session = unlock_with_password(
        raw, NEWCOMER.name, GIVEN_PASSWORD, bounds=BOUNDS_ONLY_FOR_TESTING
    )
    # He even chose his own password, and none of it reached the book.
    raw = change_password(
        raw,
        session,
        NEW_PASSWORD,
        cost=CHEAPEST_ONLY_FOR_TESTING,
        bounds=BOUNDS_ONLY_FOR_TESTING,
    )
    keys.write_bytes(raw)

    with busy_office.opened_by(Who(name=NEWCOMER.name, password=NEW_PASSWORD)) as ledger:
        issue(ledger)
        assert ledger.audit.check().ok
        ((action,),) = rows_of(
            ledger,
            "SELECT json_extract(body, '$.action') FROM audit ORDER BY seq DESC LIMIT 1 OFFSET 1",
        )
        assert action == "vault.follow_keys"
    with busy_office.opened_by(THE_OWNER) as ledger:
        assert ledger.audit.check().ok


def test_a_rotation_whose_first_entry_was_lost_still_keeps_the_key_that_ended(
    busy_office: StillOffice,
) -> None:
    keys = busy_office.vault / "keys.json"
    raw = keys.read_bytes()
    owner = unlock_with_password(
        raw, THE_OWNER.name, THE_OWNER.password, bounds=BOUNDS_ONLY_FOR_TESTING
    )
    keys.write_bytes(begin_rotation(raw, owner, bounds=BOUNDS_ONLY_FOR_TESTING))

    with busy_office.opened_by(THE_OWNER) as ledger:
        desk = desk_of(ledger)
        with desk.database.read() as tx:
            held = keys_of_all_times(tx, desk.unlocked)
        assert [one.generation for one in held] == [2, 1]
        assert held[1].page_key == owner.keys.page_key
        assert ledger.audit.check().ok


def test_a_file_changed_under_an_open_desk_is_not_built_upon(busy_office: StillOffice) -> None:
    keys = busy_office.vault / "keys.json"
    with busy_office.opened_by(THE_OWNER) as ledger:
        keys.write_bytes(b"{}")
        ledger.staff.disable(CLERK)
        people = parse_keys(keys.read_bytes(), BOUNDS_ONLY_FOR_TESTING).house.people
        assert {one.login: one.is_enabled for one in people}[CLERK] is False
        assert ledger.audit.check().ok

    assert at_the_door(busy_office, THE_OWNER) is None
    assert keys.name == key_store.FILE_NAME


def test_a_book_has_room_for_so_many_people_and_says_when_it_is_full(
    busy_office: StillOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST_PEOPLE >= 200
    monkeypatch.setattr("ledgerdesk.vault.changes.MOST_PEOPLE", 4)
    with busy_office.opened_by(THE_OWNER) as ledger:
        with pytest.raises(KnownError) as refusal:
            ledger.staff.add(NEWCOMER.name, Role.CLERK, GIVEN_PASSWORD)

        assert (refusal.value.code, refusal.value.details["limit"]) == (Code.BAD_VALUE, 4)
