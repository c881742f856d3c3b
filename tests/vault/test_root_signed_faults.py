"""A house the root truly signed but that does not hold together is damage, not an open vault."""

from dataclasses import replace

import pytest
from tests.vault.vaults import BOUNDS, CHEAP, OWNER_PASSWORD, new_vault, refused, unlock

from ledgerdesk.core.errors import Code
from ledgerdesk.vault.bundles import PrivateKeys, wrap_keys
from ledgerdesk.vault.creation import NewVault, RootKey
from ledgerdesk.vault.house import House
from ledgerdesk.vault.keysfile import KeysFile, parse_keys
from ledgerdesk.vault.primitives import random_bytes
from ledgerdesk.vault.unlocking import unlock_with_recovery


@pytest.fixture(scope="module")
def vault() -> NewVault:
    return new_vault()


def signed(vault: NewVault, keys: KeysFile, house: House) -> bytes:
    root = RootKey(vault_id=house.vault_id, private=vault.unlocked.root_private())
    return replace(keys, house=house, house_signature=root.sign_house(house)).to_bytes()


def test_a_certificate_that_does_not_fit_is_damage(vault: NewVault) -> None:
    keys = parse_keys(vault.keys, BOUNDS)
    person = keys.house.people[0]
    wrong = replace(person, holder=replace(person.holder, certificate=bytes(64)))
    raw = signed(vault, keys, replace(keys.house, people=(wrong,)))

    problem = refused(unlock, raw)

    assert (problem.code, problem.details["part"]) == (Code.KEYS_DAMAGED, "certificate")


def test_recovery_keys_of_another_sheet_are_damage(vault: NewVault) -> None:
    keys = parse_keys(vault.keys, BOUNDS)
    other = parse_keys(new_vault().keys, BOUNDS).house.recovery
    wrong = replace(keys.house.recovery, keys=other.keys)
    raw = signed(vault, keys, replace(keys.house, recovery=wrong))

    problem = refused(lambda: unlock_with_recovery(raw, vault.sheet.key, bounds=BOUNDS))

    assert (problem.code, problem.details["part"]) == (Code.KEYS_DAMAGED, "recovery")


def test_a_bundle_with_another_pair_than_the_certified_one_is_damage(vault: NewVault) -> None:
    session = vault.unlocked
    bundle = wrap_keys(
        PrivateKeys(
            seal=random_bytes(32), sign=session.sign_private, root_public=session.root_public
        ),
        OWNER_PASSWORD.encode(),
        vault_id=session.vault_id,
        user_id=session.user_id,
        serial=2,
        cost=CHEAP,
        bounds=BOUNDS,
    )
    raw = replace(parse_keys(vault.keys, BOUNDS), bundles=(bundle,)).to_bytes()

    problem = refused(unlock, raw)

    assert (problem.code, problem.details["part"]) == (Code.KEYS_DAMAGED, "bundle")


def test_a_database_key_sealed_for_another_generation_is_damage(vault: NewVault) -> None:
    keys = parse_keys(vault.keys, BOUNDS)
    raw = signed(vault, keys, replace(keys.house, generations=(2,)))

    problem = refused(unlock, raw)

    assert (problem.code, problem.details["part"]) == (Code.KEYS_DAMAGED, "sealed key")
