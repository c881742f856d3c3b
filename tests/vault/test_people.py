"""People of the house: disabled, enabled, renamed, promoted; owners with and without a password."""

import pytest
from tests.vault.vaults import (
    BOUNDS,
    CHEAP,
    CLERK,
    CLERK_PASSWORD,
    OWNER,
    OWNER_PASSWORD,
    new_vault,
    refused,
    refused_code,
    unlock,
    with_clerk,
    with_person,
)

from ledgerdesk.core.errors import Code
from ledgerdesk.core.staff import Role
from ledgerdesk.vault.backup_slots import make_slots
from ledgerdesk.vault.changes import (
    change_password,
    change_role,
    disable_person,
    enable_person,
    rename_person,
    set_password_by_owner,
    take_in,
)
from ledgerdesk.vault.creation import NewVault
from ledgerdesk.vault.house_change import newcomers
from ledgerdesk.vault.keysfile import parse_keys
from ledgerdesk.vault.rotation import begin_rotation, finish_rotation
from ledgerdesk.vault.session import Unlocked

SECOND, SECOND_PASSWORD = "赵东家", "seven wide rivers"
NEW_PASSWORD = "nine tall poplars"


@pytest.fixture
def vault() -> NewVault:
    return new_vault()


def changed(raw: bytes, session: Unlocked, password: str = NEW_PASSWORD) -> bytes:
    return change_password(raw, session, password, cost=CHEAP, bounds=BOUNDS)


def id_of(raw: bytes, login: str) -> str:
    person = parse_keys(raw, BOUNDS).house.person_named(login)
    assert person is not None
    return person.holder.id


def with_second_owner(vault: NewVault) -> bytes:
    return with_person(vault.keys, vault.unlocked, SECOND, Role.OWNER, SECOND_PASSWORD)


def test_a_disabled_person_is_told_so_after_his_own_password_alone(vault: NewVault) -> None:
    raw = with_clerk(vault)

    raw = disable_person(raw, unlock(raw), id_of(raw, CLERK), bounds=BOUNDS)

    right = refused(unlock, raw, CLERK, CLERK_PASSWORD)
    assert (right.code, right.details["reason"]) == (Code.NOT_ALLOWED, "disabled")
    assert refused_code(unlock, raw, CLERK, "blue kettles") is Code.WRONG_PASSWORD
    assert parse_keys(raw, BOUNDS).house.people[0].is_enabled != (
        parse_keys(raw, BOUNDS).house.people[1].is_enabled
    )


def test_an_enabled_person_has_his_own_password_again(vault: NewVault) -> None:
    raw = with_clerk(vault)
    before = unlock(raw, CLERK, CLERK_PASSWORD)
    raw = disable_person(raw, unlock(raw), before.user_id, bounds=BOUNDS)

    raw = enable_person(raw, unlock(raw), before.user_id, bounds=BOUNDS)

    after = unlock(raw, CLERK, CLERK_PASSWORD)
    assert after.page_key_hex == before.page_key_hex
    assert after.public_key == before.public_key


def test_nothing_new_is_sealed_to_a_disabled_person(vault: NewVault) -> None:
    raw = with_clerk(vault)
    clerk = id_of(raw, CLERK)
    raw = changed(raw, unlock(raw, CLERK, CLERK_PASSWORD))
    raw = disable_person(raw, unlock(raw), clerk, bounds=BOUNDS)

    raw = begin_rotation(raw, unlock(raw), bounds=BOUNDS)
    raw = finish_rotation(raw, unlock(raw), bounds=BOUNDS)
    raw = set_password_by_owner(
        raw, unlock(raw), clerk, CLERK_PASSWORD, provisional=True, cost=CHEAP, bounds=BOUNDS
    )
    raw = change_role(raw, unlock(raw), clerk, Role.SUPERVISOR, bounds=BOUNDS)
    raw = rename_person(raw, unlock(raw), clerk, "小李子", bounds=BOUNDS)

    person = parse_keys(raw, BOUNDS).house.person(clerk)
    assert person is not None
    assert (person.holder.sealed_dbks, person.holder.sealed_root) == ((), None)
    assert refused_code(unlock, raw, "小李子", CLERK_PASSWORD) is Code.NOT_ALLOWED
    raw = enable_person(raw, unlock(raw), clerk, bounds=BOUNDS)
    assert unlock(raw, "小李子", CLERK_PASSWORD).page_key_hex == unlock(raw).page_key_hex


def test_the_last_owner_who_can_sign_in_is_never_disabled(vault: NewVault) -> None:
    raw = with_second_owner(vault)
    raw = disable_person(raw, unlock(raw), id_of(raw, SECOND), bounds=BOUNDS)

    problem = refused(lambda: disable_person(raw, unlock(raw), id_of(raw, OWNER), bounds=BOUNDS))

    assert (problem.code, problem.details["reason"]) == (Code.NOT_ALLOWED, "last_owner")


def test_a_disabled_owner_has_no_slot_in_a_backup_and_no_root(vault: NewVault) -> None:
    raw = with_second_owner(vault)
    second = id_of(raw, SECOND)

    raw = disable_person(raw, unlock(raw), second, bounds=BOUNDS)

    slots = make_slots(raw, 1, bounds=BOUNDS)
    assert id_of(raw, OWNER) in str(slots)
    assert second not in str(slots)
    person = parse_keys(raw, BOUNDS).house.person(second)
    assert person is not None
    assert person.holder.sealed_root is None


def test_a_renamed_person_signs_in_with_the_new_name_and_the_same_password(
    vault: NewVault,
) -> None:
    raw = with_clerk(vault)

    raw = rename_person(raw, unlock(raw), id_of(raw, CLERK), "李雷", bounds=BOUNDS)

    assert unlock(raw, "李雷", CLERK_PASSWORD).login == "李雷"
    assert refused_code(unlock, raw, CLERK, CLERK_PASSWORD) is Code.WRONG_PASSWORD
    again = id_of(raw, "李雷")
    assert refused_code(
        lambda: rename_person(raw, unlock(raw), again, OWNER, bounds=BOUNDS)
    ) is Code.EXISTS  # fmt: skip
    blank = rename_person(raw, unlock(raw), again, "李雷 ", bounds=BOUNDS)
    assert unlock(blank, "李雷", CLERK_PASSWORD).user_id == again


def test_a_promoted_owner_opens_the_root_and_is_told_his_password_is_weak(
    vault: NewVault,
) -> None:
    raw = with_clerk(vault)
    raw = changed(raw, unlock(raw, CLERK, CLERK_PASSWORD), "blue kettle")

    raw = change_role(raw, unlock(raw), id_of(raw, CLERK), Role.OWNER, bounds=BOUNDS)

    session = unlock(raw, CLERK, "blue kettle")
    assert session.root_private() == vault.unlocked.root_private()
    assert (session.provisional, session.weak, session.must_choose_password) == (False, True, True)
    raw = changed(raw, session)
    assert not unlock(raw, CLERK, NEW_PASSWORD).must_choose_password


def test_an_owner_s_role_is_taken_away_by_a_rotation_alone(vault: NewVault) -> None:
    raw = with_second_owner(vault)

    problem = refused(
        lambda: change_role(raw, unlock(raw), id_of(raw, SECOND), Role.CLERK, bounds=BOUNDS)
    )

    assert problem.details["reason"] == "needs_rotation"


def test_an_added_owner_who_chose_his_password_can_change_the_house_at_once(
    vault: NewVault,
) -> None:
    raw = with_second_owner(vault)
    first = unlock(raw, SECOND, SECOND_PASSWORD)

    raw = changed(raw, first)

    session = unlock(raw, SECOND, NEW_PASSWORD)
    assert session.public_key != first.public_key
    assert session.certified_by == session.root_public
    assert session.root_private() == vault.unlocked.root_private()
    assert newcomers(parse_keys(raw, BOUNDS)) == []
    assert disable_person(raw, session, id_of(raw, OWNER), bounds=BOUNDS)
    assert unlock(raw, OWNER, OWNER_PASSWORD).revision == session.revision == first.revision + 1


def test_a_newcomer_is_taken_in_by_whichever_owner_comes_first(vault: NewVault) -> None:
    raw = with_clerk(vault)
    raw = changed(raw, unlock(raw, CLERK, CLERK_PASSWORD))
    assert [one.login for one in newcomers(parse_keys(raw, BOUNDS))] == [CLERK]

    raw = take_in(raw, unlock(raw), bounds=BOUNDS)

    assert newcomers(parse_keys(raw, BOUNDS)) == []
    session = unlock(raw, CLERK, NEW_PASSWORD)
    assert session.certified_by == session.root_public
