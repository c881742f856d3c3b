"""What an unlocked vault hands out: keys as bytes and signing as a function, never shown."""

from collections.abc import Callable
from dataclasses import dataclass

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.staff import Role
from ledgerdesk.vault import primitives
from ledgerdesk.vault.house import Scope, certificate_bytes
from ledgerdesk.vault.keysfile import BundleMark
from ledgerdesk.vault.primitives import Label, labelled
from ledgerdesk.vault.recovery import RECOVERY_ID
from ledgerdesk.vault.secrecy import Withheld


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class GenerationKeys(Withheld):
    """The database key of one generation and the three keys derived of it, 32 bytes each."""

    generation: int
    database_key: bytes
    page_key: bytes
    state_key: bytes
    backup_key: bytes

    @property
    def page_key_hex(self) -> str:
        """Give SQLCipher's raw key: 64 lower-case hexadecimal digits."""
        return self.page_key.hex()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Unlocked(Withheld):
    """One person's open vault. It shows, compares and pickles nothing of itself.

    `keys` are those of the generation in use; `pending` those of the next one while a rotation
    is under way: the database opens with one of the two, with the second once it is `rekeyed`.
    `weak` says that the password is not one an owner may have. `root_public` is the root that
    signed the house, `pinned_root` the one the bundle holds: where they differ, the root was
    renewed and this bundle has yet to follow; `roots` are all there were, the first one first.
    `certified_by` is the public key that signed `certificate`: the root's, or the person's old one
    until an owner took the new pair into the house (then the certificate covers
    `successor_bytes`). `sheet` is the number of the valid recovery sheet.
    """

    vault_id: str
    user_id: str
    login: str
    role: Role
    revision: int
    house_digest: str
    bundle_mark: BundleMark | None
    provisional: bool
    sheet: int
    keys: GenerationKeys
    pending: GenerationKeys | None
    public_key: bytes
    certificate: bytes
    certified_by: bytes
    root_public: bytes
    pinned_root: bytes
    roots: tuple[bytes, ...]
    seal_private: bytes
    sign_private: bytes
    sealed_root: bytes | None
    weak: bool = False
    rekeyed: bool = False

    @property
    def in_use(self) -> GenerationKeys:
        """Give the keys the database has now, also in the middle of a rotation."""
        return self.pending if self.rekeyed and self.pending is not None else self.keys

    @property
    def generation(self) -> int:
        """Give the number of the database key in use."""
        return self.in_use.generation

    @property
    def page_key_hex(self) -> str:
        """Give SQLCipher's raw key: 64 lower-case hexadecimal digits."""
        return self.in_use.page_key_hex

    @property
    def state_key(self) -> bytes:
        """Give the key that authenticates `state.json`."""
        return self.in_use.state_key

    @property
    def backup_key(self) -> bytes:
        """Give the key that seals and authenticates copies and reads nothing else."""
        return self.in_use.backup_key

    @property
    def must_choose_password(self) -> bool:
        """Say whether he is to choose a password of his own: an owner knows it, or it is weak."""
        return self.provisional or self.weak

    @property
    def key_id(self) -> str:
        """Name the signing key: 16 hex digits."""
        return primitives.key_id(self.public_key)

    @property
    def is_recovery(self) -> bool:
        """Say whether the printed key opened this, so that entries read `recovery`."""
        return self.user_id == RECOVERY_ID

    def sign(self, data: bytes) -> bytes:
        """Sign with this person's own Ed25519 key; 64 bytes."""
        return primitives.sign(self.sign_private, data)

    def signer(self) -> Callable[[bytes], bytes]:
        """Give the function that signs with this person's key, for a whole session."""
        return primitives.signer(self.sign_private)

    def root_private(self) -> bytes:
        """Open the root's private key, or raise `not_allowed` for all but owners and the sheet."""
        if self.sealed_root is None:
            raise KnownError(Code.NOT_ALLOWED, action="root")
        info = labelled(Label.SEALED_ROOT, self.vault_id, self.user_id, self.root_public)
        private = primitives.unseal(self.seal_private, self.sealed_root, info)
        if private is None or primitives.sign_public(private) != self.root_public:
            raise KnownError(Code.KEYS_DAMAGED, part="sealed root")
        return private

    def certify(self, scope: Scope, subject: str, public_key: bytes) -> bytes:
        """Let the root certify a signing key; `not_allowed` for all but owners and the sheet."""
        covered = certificate_bytes(self.vault_id, scope, subject, public_key)
        return primitives.sign(self.root_private(), covered)


def generation_keys(database_key: bytes, vault_id: str, generation: int) -> GenerationKeys:
    """Derive the three keys of one database key."""

    def derived(label: Label) -> bytes:
        return primitives.derive(database_key, labelled(label, vault_id, generation))

    return GenerationKeys(
        generation=generation,
        database_key=database_key,
        page_key=derived(Label.PAGE_KEY),
        state_key=derived(Label.STATE_KEY),
        backup_key=derived(Label.BACKUP_KEY),
    )


def databases_of(session: Unlocked) -> tuple[GenerationKeys, ...]:
    """Give the keys of each generation of the house, in order."""
    return (session.keys,) if session.pending is None else (session.keys, session.pending)


def verify_certificate(
    root_public: bytes,
    certificate: bytes,
    *,
    vault_id: str,
    scope: Scope,
    subject: str,
    public_key: bytes,
) -> bool:
    """Say whether the root certified this key for this subject, scope and vault."""
    covered = certificate_bytes(vault_id, scope, subject, public_key)
    return primitives.verify_signature(root_public, covered, certificate)
