"""What the book is: its vault, branches, people, keys and settings."""

import json
from dataclasses import dataclass
from typing import Any

from ledgerdesk.core.staff import Person, Role
from ledgerdesk.storage.database import Transaction

INSERT_BOOK = """
INSERT INTO book (id, vault_id, created_at, office_zone, currency) VALUES (1, ?, ?, ?, ?)
"""
BOOK = "SELECT vault_id, office_zone, currency FROM book WHERE id = 1"
INSERT_BRANCH = """
INSERT INTO branch (pub, salt, parent_id, reason, started_at) VALUES (?, ?, ?, ?, ?)
"""
CURRENT_BRANCH = "SELECT id, pub FROM branch ORDER BY id DESC LIMIT 1"
INSERT_STAFF = """
INSERT INTO staff (pub, salt, user_id, name, role, state, bundle_serial, bundle_digest, added_at,
root) VALUES (?, ?, ?, ?, ?, 'active', ?, ?, ?, ?)
"""
PERSON_BY_USER = """
SELECT id, pub, user_id, name, role FROM staff WHERE user_id = ? AND state = 'active'
"""
PEOPLE = "SELECT id, pub, user_id, name, role FROM staff WHERE state = 'active' ORDER BY id"
BUNDLES = "SELECT user_id, bundle_serial, bundle_digest FROM staff WHERE state <> 'removed'"
UPDATE_BUNDLE = "UPDATE staff SET bundle_serial = ?, bundle_digest = ? WHERE user_id = ?"
INSERT_SIGNING_KEY = """
INSERT INTO signing_key (pub, salt, staff_id, purpose, public, certificate, certified_by, seal,
private, provisional, from_seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
CURRENT_KEY = """
SELECT signing_key.pub FROM signing_key LEFT JOIN signing_key_end ON key_id = signing_key.id
WHERE staff_id = ? AND public = ? AND key_id IS NULL
"""
KNOWN_KEY = "SELECT pub FROM signing_key WHERE pub = ? AND public = ?"
REPLACE_KEYS_FILE = """
INSERT INTO keys_file (id, revision, house_digest, content) VALUES (1, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET revision = excluded.revision,
house_digest = excluded.house_digest, content = excluded.content
"""
KEYS_FILE = "SELECT revision, house_digest, content FROM keys_file WHERE id = 1"
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


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSigningKey:
    """A public key about to enter the book, certified by the first root or by `certified_by`.

    A pair that its owner's own older one endorsed has `seal`, which the endorsement covers too.
    """

    pub: str
    staff_id: int | None
    purpose: str
    public: bytes
    certificate: bytes
    from_seq: int
    certified_by: str | None = None
    seal: bytes | None = None
    private: bytes | None = None
    provisional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """A member of staff about to enter the book: serial and digest of his bundle, its root."""

    pub: str
    user_id: str
    name: str
    role: Role
    bundle_serial: int
    bundle_digest: str
    added_at: str
    root: str


def insert_book(tx: Transaction, row: BookRow, *, created_at: str) -> None:
    """Write the one row of a new book."""
    tx.run(INSERT_BOOK, (row.vault_id, created_at, row.office_zone, row.currency))


def book(tx: Transaction) -> BookRow | None:
    """Read the one row; None means the file is no book of ours."""
    found = tx.row(BOOK)
    if found is None:
        return None
    return BookRow(vault_id=found[0], office_zone=found[1], currency=found[2])


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


def insert_person(tx: Transaction, person: NewPerson, salt: bytes) -> int:
    """Add a member of staff."""
    return tx.run(
        INSERT_STAFF,
        (
            person.pub,
            salt,
            person.user_id,
            person.name,
            person.role.value,
            person.bundle_serial,
            person.bundle_digest,
            person.added_at,
            person.root,
        ),
    )


def _person(row: tuple[Any, ...]) -> Person:
    return Person(id=row[0], pub=row[1], user_id=row[2], name=row[3], role=Role(row[4]))


def person_by_user(tx: Transaction, user_id: str) -> Person | None:
    """Find an active member of staff by the user id of his slot."""
    found = tx.row(PERSON_BY_USER, (user_id,))
    return None if found is None else _person(found)


def people(tx: Transaction) -> list[Person]:
    """List the active members of staff in the order they came."""
    return [_person(row) for row in tx.rows(PEOPLE)]


def bundles(tx: Transaction) -> dict[str, tuple[int, str]]:
    """Map every person's user id to the last serial and digest of his bundle."""
    return {row[0]: (row[1], row[2]) for row in tx.rows(BUNDLES)}


def update_bundle(tx: Transaction, user_id: str, serial: int, digest: str) -> None:
    """Follow a person's newer bundle."""
    tx.run(UPDATE_BUNDLE, (serial, digest, user_id))


def insert_signing_key(tx: Transaction, key: NewSigningKey, salt: bytes) -> int:
    """Add a certified public key."""
    return tx.run(
        INSERT_SIGNING_KEY,
        (
            key.pub,
            salt,
            key.staff_id,
            key.purpose,
            key.public,
            key.certificate,
            key.certified_by,
            key.seal,
            key.private,
            1 if key.provisional else None,
            key.from_seq,
        ),
    )


def signing_key_of(tx: Transaction, staff_id: int, public: bytes) -> str | None:
    """Find the id of the key a person signs with now."""
    found: str | None = tx.value(CURRENT_KEY, (staff_id, public))
    return found


def knows_key(tx: Transaction, pub: str, public: bytes) -> bool:
    """Tell whether a signing key stands in the book."""
    return tx.value(KNOWN_KEY, (pub, public)) is not None


def keep_keys_file(tx: Transaction, row: KeysFileRow) -> None:
    """Keep the whole of `keys.json`; the copy before it is overwritten, old wraps with it."""
    tx.run(REPLACE_KEYS_FILE, (row.revision, row.house_digest, row.content))


def keys_file(tx: Transaction) -> KeysFileRow | None:
    """Read the kept copy of `keys.json`."""
    found = tx.row(KEYS_FILE)
    if found is None:
        return None
    return KeysFileRow(revision=found[0], house_digest=found[1], content=found[2])


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
