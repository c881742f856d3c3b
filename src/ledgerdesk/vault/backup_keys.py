"""The two keys of one backup, its sealed facts, and who signs it: handed out as bytes."""

from dataclasses import dataclass

from ledgerdesk.core.backups import Follower, Signer
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.vault import primitives
from ledgerdesk.vault.bundles import successor_bytes
from ledgerdesk.vault.creation import new_id
from ledgerdesk.vault.house import PublicKeys, Scope
from ledgerdesk.vault.kdf import FILE_BOUNDS, KdfBounds
from ledgerdesk.vault.keysfile import parse_keys
from ledgerdesk.vault.primitives import NONCE_BYTES, Label, labelled
from ledgerdesk.vault.recovery import RECOVERY_ID
from ledgerdesk.vault.secrecy import Withheld
from ledgerdesk.vault.session import Unlocked, verify_certificate

_MAKERS = {Scope.PERSON.value, Scope.RECOVERY.value, Scope.MAKER.value}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class BackupKeys(Withheld):
    """What authenticates (`mac`) and what seals (`gcm`) one backup, 32 bytes each."""

    vault_id: str
    backup_id: str
    mac: bytes
    gcm: bytes

    def seal_facts(self, plain: bytes) -> bytes:
        """Seal the facts with AES-256-GCM: nonce, ciphertext, tag."""
        nonce = primitives.random_bytes(NONCE_BYTES)
        return nonce + primitives.encrypt(self.gcm, nonce, plain, self._bound())

    def open_facts(self, sealed: bytes) -> bytes:
        """Open sealed facts, or raise `not_ours`."""
        nonce, rest = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        plain = None
        if len(nonce) == NONCE_BYTES:
            plain = primitives.decrypt(self.gcm, nonce, rest, self._bound())
        if plain is None:
            raise KnownError(Code.NOT_OURS, source="backup", part="facts")
        return plain

    def _bound(self) -> bytes:
        return labelled(Label.BACKUP_GCM, self.vault_id, self.backup_id)


def backup_keys(backup_key: bytes, vault_id: str, backup_id: str) -> BackupKeys:
    """Derive a backup's own keys from the 'backup' key of its generation."""
    return BackupKeys(
        vault_id=vault_id,
        backup_id=backup_id,
        mac=primitives.derive(backup_key, labelled(Label.BACKUP_MAC, vault_id, backup_id)),
        gcm=primitives.derive(backup_key, labelled(Label.BACKUP_GCM, vault_id, backup_id)),
    )


def new_backup_id() -> str:
    """Draw an id of 16 hex digits."""
    return new_id()


def signer_of(session: Unlocked, raw: bytes, *, bounds: KdfBounds = FILE_BOUNDS) -> Signer:
    """Say who signs for a session, with all a reader needs to follow him up to the root.

    `raw` is `keys.json`: a pair that the house does not certify yet is endorsed by the one it
    does.
    """
    scope = Scope.RECOVERY if session.is_recovery else Scope.PERSON
    if session.certified_by == session.root_public:
        return Signer(
            scope=scope.value,
            subject=session.user_id,
            public=session.public_key,
            certificate=session.certificate,
        )
    person = parse_keys(raw, bounds).house.person(session.user_id)
    if person is None:
        raise KnownError(Code.NOT_ALLOWED, action="backups.make")
    return Signer(
        scope=scope.value,
        subject=session.user_id,
        public=person.holder.keys.sign,
        certificate=person.holder.certificate,
        follower=Follower(
            seal=primitives.seal_public(session.seal_private),
            sign=session.public_key,
            endorsement=session.certificate,
        ),
    )


def is_certified(signer: Signer, vault_id: str, root_public: bytes) -> bool:
    """Say whether the root vouches for the key that signed, directly or through his old pair."""
    if signer.scope not in _MAKERS:
        return False
    if signer.scope == Scope.RECOVERY.value and signer.subject != RECOVERY_ID:
        return False
    certified = verify_certificate(
        root_public,
        signer.certificate,
        vault_id=vault_id,
        scope=Scope(signer.scope),
        subject=signer.subject,
        public_key=signer.public,
    )
    follower = signer.follower
    if not certified or follower is None:
        return certified
    keys = PublicKeys(seal=follower.seal, sign=follower.sign)
    covered = successor_bytes(vault_id, signer.subject, keys)
    return primitives.verify_signature(signer.public, covered, follower.endorsement)
