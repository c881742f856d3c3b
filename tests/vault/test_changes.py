"""Changes of the house: each keeps everybody else's password, none outlives its purpose."""

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
)

from ledgerdesk.core.errors import Code
from ledgerdesk.core.staff import Role
from ledgerdesk.vault.changes import add_person, change_password, set_password_by_owner
from ledgerdesk.vault.keysfile import parse_keys
from ledgerdesk.vault.primitives import verify_signature
from ledgerdesk.vault.rotation import begin_rotation, finish_rotation, renew_sheet
from ledgerdesk.vault.session import Unlocked
from ledgerdesk.vault.sheet import unlock_with_sheet_block
from ledgerdesk.vault.unlocking import reopen, unlock_with_recovery

NEW_PASSWORD = "nine tall poplars"


def changed(raw: bytes, session: Unlocked, password: str = NEW_PASSWORD) -> bytes:
    return change_password(raw, session, password, cost=CHEAP, bounds=BOUNDS)


def test_a_new_password_replaces_the_old_one_with_the_house_untouched() -> None:
    vault = new_vault()

    raw = changed(vault.keys, vault.unlocked)

    session = unlock(raw, OWNER, NEW_PASSWORD)
    assert refused_code(unlock, raw, OWNER, OWNER_PASSWORD) is Code.WRONG_PASSWORD
    assert session.page_key_hex == vault.unlocked.page_key_hex
    assert session.house_digest == vault.unlocked.house_digest
    assert session.bundle_mark is not None
    assert session.bundle_mark.serial == 2
    assert parse_keys(raw, BOUNDS).bundle_marks()[session.user_id] == session.bundle_mark


def test_a_weak_new_password_changes_nothing() -> None:
    vault = new_vault()

    assert refused_code(changed, vault.keys, vault.unlocked, "12345678") is Code.WEAK_PASSWORD


def test_the_printed_key_has_no_password_to_change() -> None:
    vault = new_vault()
    session = unlock_with_recovery(vault.keys, vault.sheet.key, bounds=BOUNDS)

    assert refused_code(changed, vault.keys, session) is Code.NOT_ALLOWED


def test_a_clerk_s_provisional_password_is_followed_by_a_pair_no_owner_knows() -> None:
    vault = new_vault()
    raw = with_clerk(vault)
    first = unlock(raw, CLERK, CLERK_PASSWORD)

    raw = changed(raw, first)

    session = unlock(raw, CLERK, NEW_PASSWORD)
    assert (first.provisional, session.provisional) == (True, False)
    assert session.sign_private != first.sign_private
    assert session.page_key_hex == first.page_key_hex
    assert session.certified_by == first.public_key
    assert session.certified_by != session.root_public


def test_the_next_change_by_an_owner_takes_the_new_pair_into_the_house() -> None:
    vault = new_vault()
    raw = with_clerk(vault)
    raw = changed(raw, unlock(raw, CLERK, CLERK_PASSWORD))
    before = unlock(raw, CLERK, NEW_PASSWORD)

    raw = renew_sheet(raw, unlock(raw), bounds=BOUNDS).keys

    session = unlock(raw, CLERK, NEW_PASSWORD)
    assert session.public_key == before.public_key
    assert session.certified_by == session.root_public
    assert session.bundle_mark == before.bundle_mark


def test_a_taken_in_pair_outlives_a_rotation_and_a_password_change() -> None:
    vault = new_vault()
    raw = with_clerk(vault)
    raw = changed(raw, unlock(raw, CLERK, CLERK_PASSWORD))
    raw = begin_rotation(raw, unlock(raw), bounds=BOUNDS)
    raw = finish_rotation(raw, unlock(raw), bounds=BOUNDS)

    raw = changed(raw, unlock(raw, CLERK, NEW_PASSWORD), "five green lanterns")

    assert unlock(raw, CLERK, "five green lanterns").page_key_hex == unlock(raw).page_key_hex
    assert unlock(raw, CLERK, "five green lanterns").generation == 2


def test_an_owner_gives_a_clerk_who_forgot_new_keys() -> None:
    vault = new_vault()
    raw = with_clerk(vault)
    lost = unlock(raw, CLERK, CLERK_PASSWORD)

    raw = set_password_by_owner(
        raw, unlock(raw), lost.user_id, NEW_PASSWORD, provisional=True, cost=CHEAP, bounds=BOUNDS
    )

    session = unlock(raw, CLERK, NEW_PASSWORD)
    assert session.provisional
    assert session.user_id == lost.user_id
    assert session.public_key != lost.public_key
    assert refused_code(unlock, raw, CLERK, CLERK_PASSWORD) is Code.WRONG_PASSWORD
    assert refused_code(reopen_cheap, raw, lost) is Code.NOT_ALLOWED


def reopen_cheap(raw: bytes, session: Unlocked) -> Unlocked:
    return reopen(raw, session, bounds=BOUNDS)


def test_the_printed_key_gives_an_owner_a_new_password_and_a_new_sheet() -> None:
    vault = new_vault()
    recovery = unlock_with_recovery(vault.keys, vault.sheet.key, bounds=BOUNDS)
    raw = set_password_by_owner(
        vault.keys,
        recovery,
        vault.unlocked.user_id,
        NEW_PASSWORD,
        provisional=False,
        cost=CHEAP,
        bounds=BOUNDS,
    )

    renewed = renew_sheet(raw, recovery, bounds=BOUNDS)

    session = unlock(renewed.keys, OWNER, NEW_PASSWORD)
    assert (session.sheet, session.revision, renewed.sheet.number) == (2, 3, 2)
    assert session.root_private() == vault.unlocked.root_private()
    assert unlock_with_recovery(renewed.keys, renewed.sheet.key, bounds=BOUNDS).generation == 1
    old = refused(lambda: unlock_with_recovery(renewed.keys, vault.sheet.key, bounds=BOUNDS))
    assert (old.code, old.details["sheet"]) == (Code.WRONG_RECOVERY_KEY, 2)


def test_a_person_s_name_is_taken_only_once() -> None:
    vault = new_vault()
    raw = with_clerk(vault)

    assert (
        refused_code(
            lambda: add_person(
                raw,
                vault.unlocked,
                f" {CLERK}",
                Role.CLERK,
                NEW_PASSWORD,
                cost=CHEAP,
                bounds=BOUNDS,
            )
        )
        is Code.EXISTS
    )


@pytest.mark.parametrize("act", [renew_sheet, begin_rotation, finish_rotation])
def test_a_clerk_changes_nothing_the_root_signs(act: object) -> None:
    vault = new_vault()
    raw = with_clerk(vault)
    clerk = unlock(raw, CLERK, CLERK_PASSWORD)

    assert callable(act)
    assert refused_code(lambda: act(raw, clerk, bounds=BOUNDS)) is Code.NOT_ALLOWED


def test_a_rotation_keeps_both_keys_until_it_is_finished() -> None:
    vault = new_vault()
    raw = with_clerk(vault)
    owner = unlock(raw)

    both = begin_rotation(raw, owner, bounds=BOUNDS)
    during = reopen(both, owner, bounds=BOUNDS)
    after = finish_rotation(both, during, bounds=BOUNDS)

    assert during.pending is not None
    assert during.page_key_hex == owner.page_key_hex
    assert unlock(both, CLERK, CLERK_PASSWORD).pending is not None
    for session in (unlock(after), unlock(after, CLERK, CLERK_PASSWORD)):
        assert session.page_key_hex == during.pending.page_key_hex != owner.page_key_hex
        assert (session.generation, session.pending) == (2, None)
    assert unlock_with_recovery(after, vault.sheet.key, bounds=BOUNDS).generation == 2


def test_a_rotation_begun_twice_is_one_rotation() -> None:
    vault = new_vault()
    both = begin_rotation(vault.keys, vault.unlocked, bounds=BOUNDS)

    again = begin_rotation(both, reopen(both, vault.unlocked, bounds=BOUNDS), bounds=BOUNDS)

    assert again == both


def test_after_a_rotation_the_old_sheet_opens_the_old_generation_only() -> None:
    vault = new_vault()
    both = begin_rotation(vault.keys, vault.unlocked, bounds=BOUNDS)
    after = finish_rotation(both, unlock(both), bounds=BOUNDS)

    opened = unlock_with_sheet_block(vault.sheet.block.qr_text(), vault.sheet.key)
    renewed = renew_sheet(after, unlock(after), bounds=BOUNDS)

    assert opened.keys.page_key_hex != unlock(after).page_key_hex
    assert (
        unlock_with_sheet_block(renewed.sheet.block.qr_text(), renewed.sheet.key).keys.page_key_hex
        == unlock(renewed.keys).page_key_hex
    )


def test_nothing_is_built_upon_an_older_or_a_foreign_file() -> None:
    vault = new_vault()
    raw = with_clerk(vault)
    session = unlock(raw)

    assert refused_code(changed, vault.keys, session) is Code.KEYS_ROLLED_BACK
    assert refused_code(changed, new_vault().keys, session) is Code.NOT_OURS


def test_entries_of_a_provisional_key_verify_against_the_key_of_their_time() -> None:
    vault = new_vault()
    raw = with_clerk(vault)
    first = unlock(raw, CLERK, CLERK_PASSWORD)
    later = unlock(changed(raw, first), CLERK, NEW_PASSWORD)

    assert verify_signature(first.public_key, b"entry", first.sign(b"entry"))
    assert not verify_signature(later.public_key, b"entry", first.sign(b"entry"))
