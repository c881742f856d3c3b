"""Who works with the book: people, their keys' marks, and the keys they sign with."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ledgerdesk.core.staff import Person, Role, Standing
from ledgerdesk.storage.database import Transaction

INSERT_STAFF = """
INSERT INTO staff (pub, salt, user_id, name, role, state, bundle_serial, bundle_digest, added_at,
root) VALUES (?, ?, ?, ?, ?, 'active', ?, ?, ?, ?)
"""
PERSON_BY_USER = """
SELECT id, pub, user_id, name, role FROM staff WHERE user_id = ? AND state = 'active'
"""
PERSON_BY_PUB = "SELECT id, pub, user_id, name, role FROM staff WHERE pub = ?"
PEOPLE = "SELECT id, pub, user_id, name, role FROM staff WHERE state = 'active' ORDER BY id"
BUNDLES = "SELECT user_id, bundle_serial, bundle_digest FROM staff WHERE state <> 'removed'"
EVERYBODY = """
SELECT id, pub, user_id, name, role, state, bundle_serial, bundle_digest, added_at, root
FROM staff ORDER BY id
"""
UPDATE_STAFF = """
UPDATE staff SET name = ?, role = ?, state = ?, bundle_serial = ?, bundle_digest = ?, root = ?
WHERE id = ?
"""
INSERT_SIGNING_KEY = """
INSERT INTO signing_key (pub, salt, staff_id, purpose, public, certificate, certified_by, seal,
private, provisional, from_seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
CURRENT_KEY = """
SELECT signing_key.pub FROM signing_key LEFT JOIN signing_key_end ON key_id = signing_key.id
WHERE staff_id = ? AND public = ? AND key_id IS NULL
"""
KNOWN_KEY = "SELECT pub FROM signing_key WHERE pub = ? AND public = ?"
LIVING_KEYS = """
SELECT signing_key.id, signing_key.pub, staff_id, purpose, provisional
FROM signing_key LEFT JOIN signing_key_end ON key_id = signing_key.id
WHERE key_id IS NULL ORDER BY signing_key.id
"""
FIRM_KEYS = """
SELECT signing_key.pub, public, private, from_seq, to_seq
FROM signing_key LEFT JOIN signing_key_end ON key_id = signing_key.id
WHERE purpose = 'firm' ORDER BY signing_key.id DESC
"""
INSERT_KEY_END = """
INSERT INTO signing_key_end (pub, salt, key_id, to_seq, reason) VALUES (?, ?, ?, ?, ?)
"""


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
class LivingKey:
    """A signing key that has not ended, and whose it is."""

    id: int
    pub: str
    staff_id: int | None
    purpose: str
    provisional: bool


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class FirmKeyRow:
    """A key the firm signs receipts' codes with, and the entries of the log it was in force for."""

    pub: str
    public: bytes
    private: bytes
    from_seq: int
    to_seq: int | None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffRow:
    """A member of staff with all the book remembers of his keys; `root` as in `NewPerson`."""

    id: int
    pub: str
    user_id: str
    name: str
    role: Role
    standing: Standing
    bundle_serial: int
    bundle_digest: str
    added_at: str
    root: str | None


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


def by_pub(tx: Transaction, pub: str) -> Person:
    """Read the member of staff another row or a key refers to."""
    found = tx.row(PERSON_BY_PUB, (pub,))
    if found is None:
        raise RuntimeError("a key refers to a person who is not there")
    return _person(found)


def people(tx: Transaction) -> list[Person]:
    """List the active members of staff in the order they came."""
    return [_person(row) for row in tx.rows(PEOPLE)]


def bundles(tx: Transaction) -> dict[str, tuple[int, str]]:
    """Map every person's user id to the last serial and digest of his bundle."""
    return {row[0]: (row[1], row[2]) for row in tx.rows(BUNDLES)}


def everybody(tx: Transaction) -> list[StaffRow]:
    """List all who ever worked here, in the order they came."""
    return [
        StaffRow(
            id=row[0],
            pub=row[1],
            user_id=row[2],
            name=row[3],
            role=Role(row[4]),
            standing=Standing(row[5]),
            bundle_serial=row[6],
            bundle_digest=row[7],
            added_at=row[8],
            root=row[9],
        )
        for row in tx.rows(EVERYBODY)
    ]


def update_person(tx: Transaction, row: StaffRow) -> None:
    """Write what may change of a member of staff: name, role, standing, his record, its root."""
    tx.run(
        UPDATE_STAFF,
        (
            row.name,
            row.role.value,
            row.standing.value,
            row.bundle_serial,
            row.bundle_digest,
            row.root,
            row.id,
        ),
    )


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


def living_keys(tx: Transaction) -> list[LivingKey]:
    """List the signing keys that have not ended."""
    return [
        LivingKey(
            id=row[0], pub=row[1], staff_id=row[2], purpose=row[3], provisional=row[4] is not None
        )
        for row in tx.rows(LIVING_KEYS)
    ]


def end_signing_key(
    tx: Transaction, key_id: int, *, pub: str, salt: bytes, to_seq: int, reason: str
) -> None:
    """Let a key end with an entry: what it signs later counts for nothing."""
    tx.run(INSERT_KEY_END, (pub, salt, key_id, to_seq, reason))


def firm_keys(tx: Transaction) -> Iterator[FirmKeyRow]:
    """Yield the firm's keys, the newest first; an ended one still vouches for its receipts."""
    for row in tx.rows(FIRM_KEYS):
        yield FirmKeyRow(pub=row[0], public=row[1], private=row[2], from_seq=row[3], to_seq=row[4])
