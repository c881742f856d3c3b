"""What lies in this PC's key store: the 'backup' key for unattended copies, or a personal slot.

The 'backup' key seals and authenticates copies and opens nothing; beside it lies the key this PC
signs them with. A personal slot holds one person's own keys; it opens the book without a password,
so owners and supervisors of an office of several have none.
"""

import hmac
from dataclasses import dataclass

from ledgerdesk.core import canonical
from ledgerdesk.core.canonical import Json, Malformed
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.staff import Role
from ledgerdesk.vault.bundles import PrivateKeys
from ledgerdesk.vault.house import MOST_NUMBER, House, Person
from ledgerdesk.vault.maker import Maker, make_maker
from ledgerdesk.vault.primitives import KEY_BYTES, SIGNATURE_BYTES
from ledgerdesk.vault.secrecy import Withheld
from ledgerdesk.vault.session import Unlocked

_MOST_BYTES = 2048
_FORMAT = 1
BACKUP, PERSONAL, MARK = "backup", "personal", "mark"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class BackupEntry(Withheld):
    """The 'backup' key of one generation, who signs, and the root to check all else against."""

    vault_id: str
    generation: int
    backup_key: bytes
    root_public: bytes
    maker: Maker

    def is_of(self, session: Unlocked) -> bool:
        """Say whether this is what a session would keep, its maker vouched for by the root."""
        return (
            self.vault_id == session.vault_id
            and self.generation == session.generation
            and hmac.compare_digest(self.backup_key, session.backup_key)
            and self.root_public == session.root_public
            and self.maker.is_certified(self.vault_id, self.root_public)
        )

    def to_text(self) -> str:
        """Write the entry."""
        return _text(
            {
                "backup_key": self.backup_key.hex(),
                "format": _FORMAT,
                "generation": self.generation,
                "maker": {
                    "certificate": self.maker.certificate.hex(),
                    "id": self.maker.id,
                    "private": self.maker.private.hex(),
                },
                "root": self.root_public.hex(),
                "vault": self.vault_id,
            }
        )


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class PersonalEntry(Withheld):
    """One person's own keys, with the root pinned as in his bundle."""

    vault_id: str
    user_id: str
    keys: PrivateKeys

    def to_text(self) -> str:
        """Write the entry."""
        return _text(
            {
                "format": _FORMAT,
                "root": self.keys.root_public.hex(),
                "seal": self.keys.seal.hex(),
                "sign": self.keys.sign.hex(),
                "user": self.user_id,
                "vault": self.vault_id,
            }
        )


def place_of(what: str, vault_id: str, branch_id: str) -> str:
    """Name an entry; like everything outside a vault it is filed under vault and branch."""
    return f"LedgerDesk/{vault_id}/{branch_id}/{what}"


def backup_entry(session: Unlocked, known: Maker | None) -> BackupEntry:
    """Take out of a session what unattended copies need, and nothing more.

    A maker that the root does not vouch for is replaced: `not_allowed` for all but owners.
    """
    root = session.root_public
    if known is None or not known.is_certified(session.vault_id, root):
        known = make_maker(session)
    return BackupEntry(
        vault_id=session.vault_id,
        generation=session.generation,
        backup_key=session.backup_key,
        root_public=root,
        maker=known,
    )


def personal_entry(session: Unlocked, house: House) -> PersonalEntry:
    """Take a person's own keys out of his session; `not_allowed` where he may have no slot."""
    person = house.person(session.user_id)
    if person is None or not may_have_slot(house, person):
        raise KnownError(Code.NOT_ALLOWED, action="keys.personal", reason="no_personal_slot")
    keys = PrivateKeys(
        seal=session.seal_private, sign=session.sign_private, root_public=session.pinned_root
    )
    return PersonalEntry(vault_id=session.vault_id, user_id=session.user_id, keys=keys)


def may_have_slot(house: House, person: Person) -> bool:
    """Say whether somebody may start without a password: alone, or without a senior's rights."""
    is_senior = person.role in {Role.OWNER, Role.SUPERVISOR}
    return not is_senior or len(house.people) == 1


def read_backup_entry(text: str) -> BackupEntry:
    """Read an entry, or raise `keyring_failed` (`read_back`)."""
    record = _record(text, {"backup_key", "format", "generation", "maker", "root", "vault"})
    try:
        maker = canonical.record_of(record["maker"], {"certificate", "id", "private"}, "maker")
        return BackupEntry(
            vault_id=canonical.id_of(record["vault"], "vault"),
            generation=canonical.integer_of(
                record["generation"], "generation", least=1, most=MOST_NUMBER
            ),
            backup_key=canonical.hex_of(record["backup_key"], "key", length=KEY_BYTES),
            root_public=canonical.hex_of(record["root"], "root", length=KEY_BYTES),
            maker=Maker(
                id=canonical.id_of(maker["id"], "maker"),
                private=canonical.hex_of(maker["private"], "maker", length=KEY_BYTES),
                certificate=canonical.hex_of(maker["certificate"], "maker", length=SIGNATURE_BYTES),
            ),
        )
    except Malformed:
        raise _failed() from None


def read_personal_entry(text: str) -> PersonalEntry:
    """Read an entry, or raise `keyring_failed` (`read_back`)."""
    record = _record(text, {"format", "root", "seal", "sign", "user", "vault"})
    try:
        return PersonalEntry(
            vault_id=canonical.id_of(record["vault"], "vault"),
            user_id=canonical.id_of(record["user"], "user"),
            keys=PrivateKeys(
                seal=canonical.hex_of(record["seal"], "key", length=KEY_BYTES),
                sign=canonical.hex_of(record["sign"], "key", length=KEY_BYTES),
                root_public=canonical.hex_of(record["root"], "root", length=KEY_BYTES),
            ),
        )
    except Malformed:
        raise _failed() from None


def _text(record: Json) -> str:
    return canonical.to_bytes(record).decode("ascii")


def _record(text: str, fields: set[str]) -> dict[str, Json]:
    try:
        tree = canonical.from_bytes(text.encode("utf-8"), most_bytes=_MOST_BYTES)
        record = canonical.record_of(tree, fields, "entry")
        canonical.integer_of(record["format"], "format", least=_FORMAT, most=_FORMAT)
    except (Malformed, UnicodeEncodeError):
        raise _failed() from None
    return dict(record)


def _failed() -> KnownError:
    return KnownError(Code.KEYRING_FAILED, reason="read_back")
