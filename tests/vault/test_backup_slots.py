"""A backup's slots open for owners and the sheet, and its signers are followed up to the root."""

import json
from dataclasses import replace
from typing import Any

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

from ledgerdesk.core.backups import Signer, signer_from
from ledgerdesk.core.errors import Code
from ledgerdesk.core.staff import Role
from ledgerdesk.vault.backup_keys import backup_keys, is_certified, new_backup_id, signer_of
from ledgerdesk.vault.backup_slots import (
    Lock,
    make_slots,
    open_with_password,
    open_with_private,
    open_with_recovery,
)
from ledgerdesk.vault.changes import add_person, change_password
from ledgerdesk.vault.creation import NewVault
from ledgerdesk.vault.firm import make_firm_key
from ledgerdesk.vault.recovery import new_recovery_key
from ledgerdesk.vault.rotation import begin_rotation, finish_rotation
from ledgerdesk.vault.session import Unlocked

NEW_PASSWORD = "green lanterns over water"


@pytest.fixture(scope="module")
def vault() -> NewVault:
    return new_vault()


def lock_of(session: Unlocked, *signers: Signer) -> Lock:
    return Lock(
        vault_id=session.vault_id,
        generation=session.generation,
        sheet=session.sheet,
        signers=signers,
    )


def opened(raw: bytes, lock: Lock, password: str = OWNER_PASSWORD) -> bytes:
    slots = make_slots(raw, lock.generation, bounds=BOUNDS)
    return open_with_password(slots, password, lock, bounds=BOUNDS).keys.backup_key


def test_an_owner_and_the_sheet_open_the_same_key(vault: NewVault) -> None:
    session = vault.unlocked
    lock = lock_of(session, signer_of(session, vault.keys, bounds=BOUNDS))
    slots = make_slots(vault.keys, session.generation, bounds=BOUNDS)

    by_sheet = open_with_recovery(slots, vault.sheet.key, lock, bounds=BOUNDS)
    own = open_with_private(slots, session, lock, bounds=BOUNDS)

    assert opened(vault.keys, lock) == session.backup_key
    assert by_sheet.keys.backup_key == session.backup_key
    assert own is not None
    assert own.keys.backup_key == session.backup_key


def test_slots_hold_owners_and_the_sheet_without_names_and_without_the_root(
    vault: NewVault,
) -> None:
    raw = with_clerk(vault)
    slots: Any = make_slots(raw, 1, bounds=BOUNDS)

    assert [slot["id"] for slot in slots["owners"]] == [vault.unlocked.user_id]
    text = json.dumps(slots, ensure_ascii=False)
    assert OWNER not in text
    assert CLERK not in text
    assert "sealed_root" not in text
    assert unlock(raw, CLERK, CLERK_PASSWORD).user_id not in text


def test_a_clerk_s_password_opens_nothing(vault: NewVault) -> None:
    raw = with_clerk(vault)

    assert refused_code(opened, raw, lock_of(vault.unlocked), CLERK_PASSWORD) is Code.WRONG_PASSWORD


def test_a_clerk_signs_and_a_reader_follows_him_to_the_root(vault: NewVault) -> None:
    raw = with_clerk(vault)
    session = unlock(raw, CLERK, CLERK_PASSWORD)
    signer = signer_of(session, raw, bounds=BOUNDS)

    assert signer.follower is None
    assert signer_from(signer.to_json()) == signer
    assert opened(raw, lock_of(vault.unlocked, signer)) == vault.unlocked.backup_key
    slots = make_slots(raw, 1, bounds=BOUNDS)
    assert open_with_private(slots, session, lock_of(session, signer), bounds=BOUNDS) is None


def test_a_pair_that_no_owner_took_in_yet_signs_as_the_follower_of_the_certified_one(
    vault: NewVault,
) -> None:
    raw = with_clerk(vault)
    first = unlock(raw, CLERK, CLERK_PASSWORD)
    raw = change_password(raw, first, NEW_PASSWORD, cost=CHEAP, bounds=BOUNDS)
    session = unlock(raw, CLERK, NEW_PASSWORD)
    signer = signer_of(session, raw, bounds=BOUNDS)
    follower = signer.follower
    assert follower is not None

    root = vault.unlocked.root_public
    assert (signer.public, signer.signing_key) == (first.public_key, session.public_key)
    assert is_certified(signer, session.vault_id, root)
    assert signer_from(signer.to_json()) == signer
    for wrong in (
        replace(follower, sign=bytes(32)),
        replace(follower, seal=bytes(32)),
        replace(follower, endorsement=bytes(64)),
    ):
        assert not is_certified(replace(signer, follower=wrong), session.vault_id, root)


def test_an_owner_with_a_pair_of_that_kind_opens_his_slot(vault: NewVault) -> None:
    login = "李东家"
    raw = add_person(
        vault.keys, vault.unlocked, login, Role.OWNER, OWNER_PASSWORD, cost=CHEAP, bounds=BOUNDS
    )
    raw = change_password(raw, unlock(raw, login), NEW_PASSWORD, cost=CHEAP, bounds=BOUNDS)
    session = unlock(raw, login, NEW_PASSWORD)
    lock = lock_of(session, signer_of(session, raw, bounds=BOUNDS))

    assert opened(raw, lock, NEW_PASSWORD) == vault.unlocked.backup_key
    assert opened(raw, lock, OWNER_PASSWORD) == vault.unlocked.backup_key


def test_the_firm_s_key_is_certified_and_yet_makes_no_backups(vault: NewVault) -> None:
    session = vault.unlocked
    firm = make_firm_key(session)
    signer = Signer(scope="firm", subject=firm.id, public=firm.public, certificate=firm.certificate)

    assert not is_certified(signer, session.vault_id, session.root_public)
    problem = refused(opened, vault.keys, lock_of(session, signer))
    assert (problem.code, problem.details["part"]) == (Code.NOT_OURS, "signer")


@pytest.mark.parametrize(
    "wrong",
    [
        {"subject": "0" * 16},
        {"scope": "recovery"},
        {"scope": "maker"},
        {"public": bytes(32)},
        {"certificate": bytes(64)},
    ],
)
def test_a_certificate_says_nothing_of_another_key_person_or_scope(
    wrong: dict[str, Any], vault: NewVault
) -> None:
    session = vault.unlocked
    signer = signer_of(session, vault.keys, bounds=BOUNDS)

    assert is_certified(signer, session.vault_id, session.root_public)
    assert not is_certified(replace(signer, **wrong), session.vault_id, session.root_public)
    assert not is_certified(signer, "f" * 16, session.root_public)


def test_after_a_rotation_the_slots_open_the_generation_they_were_made_for(
    vault: NewVault,
) -> None:
    raw = begin_rotation(vault.keys, vault.unlocked, bounds=BOUNDS)
    between = unlock(raw)
    assert between.pending is not None
    for keys in (between.keys, between.pending):
        lock = replace(lock_of(between), generation=keys.generation)
        assert opened(raw, lock) == keys.backup_key
    raw = finish_rotation(raw, between, bounds=BOUNDS)

    assert opened(raw, replace(lock_of(between), generation=2)) == between.pending.backup_key


def test_another_sheet_is_named_with_the_number_it_should_have(vault: NewVault) -> None:
    lock = lock_of(vault.unlocked)
    slots = make_slots(vault.keys, 1, bounds=BOUNDS)

    problem = refused(lambda: open_with_recovery(slots, new_recovery_key(), lock, bounds=BOUNDS))

    assert (problem.code, problem.details["sheet"]) == (Code.WRONG_RECOVERY_KEY, 1)


@pytest.mark.parametrize(
    "change",
    [
        lambda slots: slots.update(more=1),
        lambda slots: slots["owners"][0].update(more=1),
        lambda slots: slots["owners"][0].update(id="0" * 16),
        lambda slots: slots["owners"][0].update(sealed_dbk="00" * 80),
        lambda slots: slots["owners"][0]["bundle"]["record"].update(serial=2),
        lambda slots: slots["owners"][0]["bundle"]["record"]["kdf"].update(memory_kib=2**30),
        lambda slots: slots.update(owners=[slots["owners"][0]] * 201),
        lambda slots: slots["recovery"].pop("sealed_dbk"),
    ],
)
def test_slots_that_are_not_as_written_are_damage(change: Any, vault: NewVault) -> None:
    slots: Any = json.loads(json.dumps(make_slots(vault.keys, 1, bounds=BOUNDS)))
    change(slots)

    problem = refused(
        lambda: open_with_password(slots, OWNER_PASSWORD, lock_of(vault.unlocked), bounds=BOUNDS)
    )

    assert (problem.code, problem.details["part"]) == (Code.DAMAGED, "keys")


def test_each_backup_has_keys_of_its_own(vault: NewVault) -> None:
    key, vault_id = vault.unlocked.backup_key, vault.unlocked.vault_id
    first = backup_keys(key, vault_id, new_backup_id())
    second = backup_keys(key, vault_id, new_backup_id())
    sealed = first.seal_facts(b"facts")

    assert len({first.mac, first.gcm, second.mac, second.gcm, key}) == 5
    assert first.open_facts(sealed) == b"facts"
    assert refused_code(second.open_facts, sealed) is Code.NOT_OURS
    assert refused_code(first.open_facts, sealed[:-1]) is Code.NOT_OURS
    assert refused_code(first.open_facts, b"") is Code.NOT_OURS
    assert "gcm" not in repr(first)
