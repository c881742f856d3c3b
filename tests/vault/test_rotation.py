"""A rotation lets nobody in who left, and a renewed root is believed by those of the old one."""

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
from ledgerdesk.vault.changes import add_person, change_password, take_up_root
from ledgerdesk.vault.creation import NewVault
from ledgerdesk.vault.house import all_roots
from ledgerdesk.vault.keysfile import parse_keys
from ledgerdesk.vault.rotation import (
    Leaving,
    begin_rotation,
    finish_rotation,
    open_earlier,
    renew_sheet,
    seal_earlier,
)
from ledgerdesk.vault.session import Unlocked
from ledgerdesk.vault.unlocking import reopen, unlock_with_recovery

SECOND, SECOND_PASSWORD = "赵东家", "seven wide rivers"


@pytest.fixture
def vault() -> NewVault:
    return new_vault()


def with_both(vault: NewVault) -> bytes:
    raw = with_clerk(vault)
    return with_person(raw, unlock(raw), SECOND, Role.OWNER, SECOND_PASSWORD)


def rotated(raw: bytes, owner: Unlocked, leaving: Leaving) -> bytes:
    both = begin_rotation(raw, owner, leaving, bounds=BOUNDS)
    return finish_rotation(both, reopen(both, owner, bounds=BOUNDS), bounds=BOUNDS)


def removing(raw: bytes, login: str) -> Leaving:
    person = parse_keys(raw, BOUNDS).house.person_named(login)
    assert person is not None
    return Leaving(removed=frozenset({person.holder.id}))


def demoting(raw: bytes, login: str, role: Role) -> Leaving:
    (user,) = removing(raw, login).removed
    return Leaving(demoted={user: role})


def test_whoever_leaves_is_gone_with_the_first_phase(vault: NewVault) -> None:
    raw = with_both(vault)
    clerk = unlock(raw, CLERK, CLERK_PASSWORD)

    both = begin_rotation(raw, unlock(raw), removing(raw, CLERK), bounds=BOUNDS)
    after = finish_rotation(both, unlock(both), bounds=BOUNDS)

    for stage in (both, after):
        assert refused_code(unlock, stage, CLERK, CLERK_PASSWORD) is Code.WRONG_PASSWORD
        assert refused_code(lambda raw: reopen(raw, clerk, bounds=BOUNDS), stage) is (
            Code.NOT_ALLOWED
        )
    assert clerk.user_id not in after.decode()
    assert unlock(after, SECOND, SECOND_PASSWORD).page_key_hex != clerk.page_key_hex
    assert unlock(after).roots == (vault.unlocked.root_public,)


def test_the_last_owner_neither_leaves_nor_is_demoted(vault: NewVault) -> None:
    raw = with_clerk(vault)

    for leaving in (removing(raw, OWNER), demoting(raw, OWNER, Role.CLERK)):

        def act(leaving: Leaving = leaving) -> bytes:
            return begin_rotation(raw, unlock(raw), leaving, bounds=BOUNDS)

        assert refused(act).details["reason"] == "last_owner"


def test_nobody_leaves_in_the_middle_of_a_rotation(vault: NewVault) -> None:
    raw = with_both(vault)
    both = begin_rotation(raw, unlock(raw), bounds=BOUNDS)

    problem = refused(
        lambda: begin_rotation(both, unlock(both), removing(both, CLERK), bounds=BOUNDS)
    )

    assert (problem.code, problem.details["action"]) == (Code.NOT_ALLOWED, "reopen_first")


def test_a_pair_made_in_the_middle_of_a_rotation_is_taken_in_before_it_goes_on(
    vault: NewVault,
) -> None:
    raw = with_both(vault)
    both = begin_rotation(raw, unlock(raw), bounds=BOUNDS)
    both = change_password(
        both, unlock(both, CLERK, CLERK_PASSWORD), "green kettle", cost=CHEAP, bounds=BOUNDS
    )
    assert unlock(both, CLERK, "green kettle").pending is None

    again = begin_rotation(both, unlock(both), bounds=BOUNDS)

    assert unlock(again, CLERK, "green kettle").pending is not None
    assert unlock(again).pending is not None
    assert begin_rotation(again, unlock(again), bounds=BOUNDS) == again


@pytest.mark.parametrize("way", ["removed", "demoted"])
def test_an_owner_who_leaves_takes_no_root_with_him(vault: NewVault, way: str) -> None:
    raw = with_both(vault)
    second = unlock(raw, SECOND, SECOND_PASSWORD)
    leaving = removing(raw, SECOND) if way == "removed" else demoting(raw, SECOND, Role.CLERK)

    raw = rotated(raw, unlock(raw), leaving)

    owner, clerk = unlock(raw), unlock(raw, CLERK, CLERK_PASSWORD)
    assert owner.roots == clerk.roots == (second.root_public, owner.root_public)
    assert owner.root_private() != second.root_private()
    assert owner.pinned_root == clerk.pinned_root == second.root_public
    assert unlock_with_recovery(raw, vault.sheet.key, bounds=BOUNDS).root_private() == (
        owner.root_private()
    )
    if way == "demoted":
        later = unlock(raw, SECOND, SECOND_PASSWORD)
        assert (later.role, later.generation) == (Role.CLERK, 2)
        assert refused_code(later.root_private) is Code.NOT_ALLOWED


def test_a_renewed_root_is_taken_up_with_the_password_of_the_day(vault: NewVault) -> None:
    raw = with_both(vault)
    raw = rotated(raw, unlock(raw), removing(raw, SECOND))
    before = unlock(raw, CLERK, CLERK_PASSWORD)

    raw = take_up_root(raw, before, CLERK_PASSWORD, cost=CHEAP, bounds=BOUNDS)

    after = unlock(raw, CLERK, CLERK_PASSWORD)
    assert after.pinned_root == after.root_public == before.root_public
    assert (after.provisional, after.public_key) == (True, before.public_key)
    assert after.bundle_mark is not None
    assert after.bundle_mark.serial == 2
    assert unlock(raw).pinned_root != unlock(raw).root_public


def test_new_people_and_a_new_sheet_hold_the_renewed_root(vault: NewVault) -> None:
    raw = with_both(vault)
    raw = rotated(raw, unlock(raw), removing(raw, SECOND))
    raw = add_person(raw, unlock(raw), "小周", Role.CLERK, "red lantern", cost=CHEAP, bounds=BOUNDS)

    renewed = renew_sheet(raw, unlock(raw), bounds=BOUNDS)

    newest = unlock(raw).root_public
    assert unlock(raw, "小周", "red lantern").pinned_root == newest
    by_sheet = unlock_with_recovery(renewed.keys, renewed.sheet.key, bounds=BOUNDS)
    assert by_sheet.pinned_root == by_sheet.root_public == newest


def test_whoever_held_the_old_root_signs_nothing_that_a_new_bundle_believes(
    vault: NewVault,
) -> None:
    raw = with_both(vault)
    second = unlock(raw, SECOND, SECOND_PASSWORD)
    after = rotated(raw, unlock(raw), removing(raw, SECOND))
    after = take_up_root(after, unlock(after), OWNER_PASSWORD, cost=CHEAP, bounds=BOUNDS)

    forged = begin_rotation(raw, second, removing(raw, CLERK), bounds=BOUNDS)

    assert not parse_keys(forged, BOUNDS).is_signed_by(unlock(after).pinned_root)
    assert all_roots(parse_keys(after, BOUNDS).house, b"")[0] == second.root_public


def test_earlier_keys_are_opened_from_the_newest_on(vault: NewVault) -> None:
    raw, sealed, keys = vault.keys, {}, [vault.unlocked.keys]
    for _ in range(3):
        raw = rotated(raw, unlock(raw), Leaving())
        current = unlock(raw).keys
        sealed[keys[-1].generation] = seal_earlier(current, keys[-1], vault.unlocked.vault_id)
        keys.append(current)

    opened = open_earlier(keys[-1], sealed, vault.unlocked.vault_id)

    assert [one.generation for one in opened] == [3, 2, 1]
    assert [one.page_key for one in opened] == [one.page_key for one in keys[2::-1]]
    assert open_earlier(keys[0], sealed, vault.unlocked.vault_id) == []
    assert open_earlier(keys[-1], sealed, "00" * 8) == []
    for harmed in (b"", sealed[2][:-1], bytes(60)):
        found = open_earlier(keys[-1], {**sealed, 2: harmed}, vault.unlocked.vault_id)
        assert [one.generation for one in found] == [3]
