"""What the book is: its vault, branches, key file and settings."""

import json
from dataclasses import dataclass
from typing import Any

from ledgerdesk.storage.database import Transaction

CREATED_AT = "SELECT created_at FROM book"
INSERT_BOOK = """
INSERT INTO book (id, vault_id, created_at, office_zone, currency) VALUES (1, ?, ?, ?, ?)
"""
BOOK = "SELECT vault_id, office_zone, currency FROM book WHERE id = 1"
INSERT_BRANCH = """
INSERT INTO branch (pub, salt, parent_id, reason, started_at) VALUES (?, ?, ?, ?, ?)
"""
CURRENT_BRANCH = "SELECT id, pub FROM branch ORDER BY id DESC LIMIT 1"
REPLACE_KEYS_FILE = """
INSERT INTO keys_file (id, revision, house_digest, content) VALUES (1, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET revision = excluded.revision,
house_digest = excluded.house_digest, content = excluded.content
"""
KEYS_FILE = "SELECT revision, house_digest, content FROM keys_file WHERE id = 1"
INSERT_GENERATION = """
INSERT INTO sealed_generation (generation, sealed, ended_at) VALUES (?, ?, ?)
ON CONFLICT (generation) DO NOTHING
"""
GENERATIONS = "SELECT generation, sealed FROM sealed_generation ORDER BY generation"
SETTINGS = "SELECT name, value FROM setting ORDER BY name"
SETTING = "SELECT pub FROM setting WHERE name = ?"
INSERT_SETTING = "INSERT INTO setting (pub, salt, name, value) VALUES (?, ?, ?, ?)"
UPDATE_SETTING = "UPDATE setting SET value = ? WHERE name = ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class BookRow:
    """The one row that says which vault this is, and the office's zone and currency."""

    vault_id: str
    office_zone: str
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeysFileRow:
    """`keys.json` as the book last saw it."""

    revision: int
    house_digest: str
    content: bytes


def insert_book(tx: Transaction, row: BookRow, *, created_at: str) -> None:
    """Write the one row of a new book."""
    tx.run(INSERT_BOOK, (row.vault_id, created_at, row.office_zone, row.currency))


def book(tx: Transaction) -> BookRow | None:
    """Read the one row; None means the file is no book of ours."""
    found = tx.row(BOOK)
    if found is None:
        return None
    return BookRow(vault_id=found[0], office_zone=found[1], currency=found[2])


def created_at(tx: Transaction) -> str:
    """Tell when the book was begun, as a stored moment."""
    return str(tx.value(CREATED_AT))


def insert_branch(
    tx: Transaction, pub: str, salt: bytes, *, parent: int | None, at: str, reason: str
) -> int:
    """Begin a branch of numbers: at creation, and again at every restore."""
    return tx.run(INSERT_BRANCH, (pub, salt, parent, reason, at))


def current_branch(tx: Transaction) -> tuple[int, str]:
    """Read the id and public id of the branch that grows."""
    found = tx.row(CURRENT_BRANCH)
    if found is None:
        raise RuntimeError("a book without a branch")
    return found[0], found[1]


def keep_keys_file(tx: Transaction, row: KeysFileRow) -> None:
    """Keep the whole of `keys.json`; the copy before it is overwritten, old wraps with it."""
    tx.run(REPLACE_KEYS_FILE, (row.revision, row.house_digest, row.content))


def keys_file(tx: Transaction) -> KeysFileRow | None:
    """Read the kept copy of `keys.json`."""
    found = tx.row(KEYS_FILE)
    if found is None:
        return None
    return KeysFileRow(revision=found[0], house_digest=found[1], content=found[2])


def keep_generation(tx: Transaction, generation: int, sealed: bytes, *, ended_at: str) -> None:
    """Keep an earlier database key, sealed under the one that follows; a kept one stays."""
    tx.run(INSERT_GENERATION, (generation, sealed, ended_at))


def sealed_generations(tx: Transaction) -> dict[int, bytes]:
    """Map every earlier generation to its sealed key."""
    return dict(tx.rows(GENERATIONS))


def settings(tx: Transaction) -> dict[str, Any]:
    """Read every setting by name."""
    return {row[0]: json.loads(row[1]) for row in tx.rows(SETTINGS)}


def setting_pub(tx: Transaction, name: str) -> str | None:
    """Find the public id of a setting's row."""
    found: str | None = tx.value(SETTING, (name,))
    return found


def insert_setting(tx: Transaction, pub: str, salt: bytes, name: str, value: object) -> None:
    """Write a setting for the first time."""
    tx.run(INSERT_SETTING, (pub, salt, name, json.dumps(value, ensure_ascii=False)))


def update_setting(tx: Transaction, name: str, value: object) -> None:
    """Change a setting that stands."""
    tx.run(UPDATE_SETTING, (json.dumps(value, ensure_ascii=False), name))
