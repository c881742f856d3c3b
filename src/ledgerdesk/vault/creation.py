"""A new vault: root, first owner, database key, recovery key and sheet number 1."""

from dataclasses import dataclass

from ledgerdesk.core import canonical
from ledgerdesk.core.staff import Role
from ledgerdesk.vault import kdf, primitives
from ledgerdesk.vault.bundles import PrivateKeys, wrap_keys
from ledgerdesk.vault.house import (
    Holder,
    House,
    Person,
    PublicKeys,
    Scope,
    certificate_bytes,
    plain_login,
)
from ledgerdesk.vault.kdf import FILE_BOUNDS, KdfBounds, KdfCost
from ledgerdesk.vault.keysfile import KeysFile, wrap_root
from ledgerdesk.vault.passwords import require_strong
from ledgerdesk.vault.primitives import KEY_BYTES, Label, labelled, random_bytes
from ledgerdesk.vault.recovery import RECOVERY_ID, RecoveryKey, new_recovery_key
from ledgerdesk.vault.secrecy import Withheld
from ledgerdesk.vault.session import GenerationKeys, Unlocked, generation_keys
from ledgerdesk.vault.sheet import SheetBlock, make_sheet_block
from ledgerdesk.vault.unlocking import sealed_dbk_info, unlock_with_password

FIRST = 1
_ID_BYTES = 8


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class RecoverySheet(Withheld):
    """What one sheet prints: its number, generation, key and sealed block; kept nowhere."""

    number: int
    generation: int
    key: RecoveryKey
    block: SheetBlock

    def one_line(self) -> str:
        """Give key and sealed block as one line of a file: all that the paper holds."""
        return f"{self.key.one_line()} {'-'.join(self.block.lines())}"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class NewVault(Withheld):
    """A vault just made: the bytes of `keys.json`, the owner's session, the sheet to print."""

    keys: bytes
    unlocked: Unlocked
    sheet: RecoverySheet


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class RootKey(Withheld):
    """The root's two halves while they are needed; it shows nothing of itself."""

    vault_id: str
    private: bytes

    @property
    def public(self) -> bytes:
        """Give the public half."""
        return primitives.sign_public(self.private)

    def sign_house(self, house: House) -> bytes:
        """Sign a house."""
        return primitives.sign(self.private, house.signed_bytes())

    def certify(self, scope: Scope, subject: str, public_key: bytes) -> bytes:
        """Certify a signing key."""
        covered = certificate_bytes(self.vault_id, scope, subject, public_key)
        return primitives.sign(self.private, covered)

    def seal_to(self, keys: PublicKeys, holder_id: str) -> bytes:
        """Seal the private half to an owner or to the recovery key."""
        info = labelled(Label.SEALED_ROOT, self.vault_id, holder_id, self.public)
        return primitives.seal(keys.seal, self.private, info)

    def holder(
        self,
        keys: PublicKeys,
        holder_id: str,
        databases: tuple[GenerationKeys, ...],
        *,
        with_root: bool,
    ) -> Holder:
        """Certify a holder and seal to him the database keys given, and the root where wished."""
        scope = Scope.RECOVERY if holder_id == RECOVERY_ID else Scope.PERSON
        return Holder(
            id=holder_id,
            keys=keys,
            certificate=self.certify(scope, holder_id, keys.sign),
            sealed_dbks=seal_databases(keys, holder_id, databases, self.vault_id),
            sealed_root=self.seal_to(keys, holder_id) if with_root else None,
        )


def create_vault(
    owner_login: str,
    password: str,
    *,
    cost: KdfCost = kdf.DEFAULT,
    bounds: KdfBounds = FILE_BOUNDS,
    vault_id: str | None = None,
) -> NewVault:
    """Make the keys of a new vault with one owner; nothing is written.

    `vault_id` is 16 lower-case hex digits, drawn where it is not given. Raises `weak_password`
    and `bad_value` (field `login`).
    """
    login = plain_login(owner_login)
    typed = require_strong(password, owner=True, login=login)
    vault = canonical.id_of(vault_id or new_id(), "vault")
    root = RootKey(vault_id=vault, private=random_bytes(KEY_BYTES))
    database = generation_keys(random_bytes(KEY_BYTES), vault, FIRST)
    owner_id = new_id()
    owner = new_private_keys(root.public)
    recovery = new_recovery_key()
    house = House(
        vault_id=vault,
        revision=FIRST,
        generations=(FIRST,),
        root_links=(),
        people=(
            Person(
                login=login,
                role=Role.OWNER,
                holder=root.holder(owner.public(), owner_id, (database,), with_root=True),
            ),
        ),
        recovery=root.holder(recovery_public(recovery), RECOVERY_ID, (database,), with_root=True),
        sheet=FIRST,
    )
    bundle = wrap_keys(
        owner, typed, vault_id=vault, user_id=owner_id, serial=FIRST, cost=cost, bounds=bounds
    )
    raw = KeysFile(
        house=house,
        house_signature=root.sign_house(house),
        bundles=(bundle,),
        recovery_bundle=wrap_root(root.public, vault, FIRST, recovery),
    ).to_bytes()
    # The session comes out of the file itself: what cannot be unlocked is never handed out.
    unlocked = unlock_with_password(raw, login, password, bounds=bounds)
    return NewVault(keys=raw, unlocked=unlocked, sheet=new_sheet(recovery, database, root, FIRST))


def new_id() -> str:
    """Draw an id of 16 lower-case hex digits."""
    return random_bytes(_ID_BYTES).hex()


def new_private_keys(root_public: bytes) -> PrivateKeys:
    """Draw a person's two private keys and pin the root to them."""
    return PrivateKeys(
        seal=random_bytes(KEY_BYTES), sign=random_bytes(KEY_BYTES), root_public=root_public
    )


def recovery_public(recovery: RecoveryKey) -> PublicKeys:
    """Give the public keys of a recovery key."""
    return PublicKeys(
        seal=primitives.seal_public(recovery.seal_private()),
        sign=primitives.sign_public(recovery.sign_private()),
    )


def new_sheet(
    recovery: RecoveryKey, database: GenerationKeys, root: RootKey, number: int
) -> RecoverySheet:
    """Make what a sheet prints."""
    block = make_sheet_block(
        recovery, database, vault_id=root.vault_id, sheet=number, root_public=root.public
    )
    return RecoverySheet(number=number, generation=database.generation, key=recovery, block=block)


def seal_databases(
    keys: PublicKeys, holder_id: str, databases: tuple[GenerationKeys, ...], vault_id: str
) -> tuple[bytes, ...]:
    """Seal each generation's database key to a holder, in the order of the generations."""
    return tuple(
        primitives.seal(
            keys.seal,
            one.database_key,
            sealed_dbk_info(vault_id, holder_id, one.generation),
        )
        for one in databases
    )
