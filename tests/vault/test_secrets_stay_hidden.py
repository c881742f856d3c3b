"""No secret shows itself in text, in a comparison's message or in a pickle."""

import copy
import pickle
from dataclasses import fields

import pytest
from tests.vault.vaults import new_vault

from ledgerdesk.vault.bundles import PrivateKeys
from ledgerdesk.vault.creation import NewVault, RootKey
from ledgerdesk.vault.firm import FirmKey, make_firm_key
from ledgerdesk.vault.sheet import unlock_with_sheet_block

VAULT = new_vault()
SESSION = VAULT.unlocked
HOLDERS: list[object] = [
    VAULT,
    SESSION,
    SESSION.keys,
    VAULT.sheet,
    VAULT.sheet.key,
    unlock_with_sheet_block(VAULT.sheet.block.to_bytes(), VAULT.sheet.key),
    make_firm_key(SESSION),
    RootKey(vault_id=SESSION.vault_id, private=SESSION.root_private()),
    PrivateKeys(
        seal=SESSION.seal_private, sign=SESSION.sign_private, root_public=SESSION.root_public
    ),
]


@pytest.mark.parametrize("holder", HOLDERS, ids=lambda one: type(one).__name__)
def test_text_of_a_holder_shows_no_bytes_of_it(holder: object) -> None:
    shown = f"{holder!r} {holder!s} {[holder]} { ({'a': holder}) }"
    held = [getattr(holder, one.name) for one in fields(holder)]  # type: ignore[arg-type] # each is one

    for value in held:
        if isinstance(value, bytes):
            assert value.hex() not in shown
            assert repr(value) not in shown
    assert SESSION.login not in shown
    assert SESSION.page_key_hex not in shown


@pytest.mark.parametrize("holder", HOLDERS, ids=lambda one: type(one).__name__)
def test_a_holder_is_neither_pickled_nor_copied_deep(holder: object) -> None:
    with pytest.raises(TypeError):
        pickle.dumps(holder)
    with pytest.raises(TypeError):
        copy.deepcopy(holder)


def test_a_firm_key_compares_by_identity_only() -> None:
    one = make_firm_key(SESSION)
    twin = FirmKey(id=one.id, private=one.private, public=one.public, certificate=one.certificate)

    assert one != twin
    assert isinstance(VAULT, NewVault)
