"""Cheap vaults for the tests and the ways an attacker or an accident changes their files."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest

from ledgerdesk.core import canonical
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.staff import Role
from ledgerdesk.vault.changes import add_person
from ledgerdesk.vault.creation import NewVault, create_vault
from ledgerdesk.vault.kdf import BOUNDS_ONLY_FOR_TESTING, CHEAPEST_ONLY_FOR_TESTING
from ledgerdesk.vault.session import Unlocked
from ledgerdesk.vault.unlocking import unlock_with_password

BOUNDS, CHEAP = BOUNDS_ONLY_FOR_TESTING, CHEAPEST_ONLY_FOR_TESTING
OWNER, OWNER_PASSWORD = "王掌柜", "seven quiet herons"
CLERK, CLERK_PASSWORD = "小李", "blue kettle"


def new_vault(vault_id: str | None = None) -> NewVault:
    return create_vault(OWNER, OWNER_PASSWORD, cost=CHEAP, bounds=BOUNDS, vault_id=vault_id)


def with_person(raw: bytes, owner: Unlocked, login: str, role: Role, password: str) -> bytes:
    return add_person(raw, owner, login, role, password, cost=CHEAP, bounds=BOUNDS)


def with_clerk(vault: NewVault) -> bytes:
    return with_person(vault.keys, vault.unlocked, CLERK, Role.CLERK, CLERK_PASSWORD)


def unlock(raw: bytes, login: str | None = OWNER, password: str = OWNER_PASSWORD) -> Unlocked:
    return unlock_with_password(raw, login, password, bounds=BOUNDS)


def redigested(raw: bytes, change: Callable[[dict[str, Any]], None]) -> bytes:
    """Change the file as somebody would who knows its format: the digest is made right again."""
    tree = json.loads(raw)
    change(tree)
    del tree["digest"]
    digest = hashlib.sha256(canonical.to_bytes(tree)).hexdigest()
    return canonical.to_bytes({**tree, "digest": digest})


def refused(act: Callable[..., object], *arguments: object) -> KnownError:
    with pytest.raises(KnownError) as caught:
        act(*arguments)
    return caught.value


def refused_code(act: Callable[..., object], *arguments: object) -> Code:
    return refused(act, *arguments).code
