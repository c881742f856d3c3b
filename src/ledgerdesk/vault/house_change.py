"""A house that an owner opened to change it: the root at hand, every new pair taken in."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.staff import Role
from ledgerdesk.vault.bundles import Bundle
from ledgerdesk.vault.creation import RootKey
from ledgerdesk.vault.house import Holder, House, Person, PublicKeys
from ledgerdesk.vault.kdf import KdfBounds
from ledgerdesk.vault.keysfile import KeysFile, parse_keys
from ledgerdesk.vault.secrecy import Withheld
from ledgerdesk.vault.session import GenerationKeys, Unlocked, databases_of


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class OpenHouse(Withheld):
    """A key file, the root that signs it and the database keys that are sealed in it."""

    keys: KeysFile
    root: RootKey
    databases: tuple[GenerationKeys, ...]

    @property
    def house(self) -> House:
        """Give the house as it stands."""
        return self.keys.house

    def person(self, user_id: str) -> Person:
        """Find a person, or raise `bad_value` (field `user`)."""
        found = self.house.person(user_id)
        if found is None:
            raise KnownError(Code.BAD_VALUE, field="user", reason="unknown_user")
        return found

    def holder(self, user_id: str, keys: PublicKeys, *, role: Role, enabled: bool = True) -> Holder:
        """Certify a pair and seal to it what its role opens; to a disabled one nothing."""
        databases = self.databases if enabled else ()
        with_root = enabled and role is Role.OWNER
        return self.root.holder(keys, user_id, databases, with_root=with_root)

    def changed(self, person: Person, *, keys: PublicKeys | None = None) -> "OpenHouse":
        """Put a person in the place he has, sealed anew to his pair or to the one given."""
        holder = self.holder(
            person.holder.id,
            keys or person.holder.keys,
            role=person.role,
            enabled=person.is_enabled,
        )
        people = [
            replace(person, holder=holder) if one.holder.id == person.holder.id else one
            for one in self.house.people
        ]
        return self.with_people(people)

    def with_people(self, people: Iterable[Person]) -> "OpenHouse":
        """Give the house other people; they stand in the order of their ids."""
        ordered = tuple(sorted(people, key=lambda one: one.holder.id))
        keys = replace(self.keys, house=replace(self.house, people=ordered))
        return replace(self, keys=keys)

    def with_bundle(self, bundle: Bundle) -> "OpenHouse":
        """Put a person's record in; it replaces the one of the same person."""
        others = [one for one in self.keys.bundles if one.user_id != bundle.user_id]
        ordered = tuple(sorted((*others, bundle), key=lambda one: one.user_id))
        return replace(self, keys=replace(self.keys, bundles=ordered))

    def refuse_last_owner(self, user_id: str) -> None:
        """Refuse to let the last owner go who can sign in."""
        owners = [one for one in self.house.people if one.role is Role.OWNER and one.is_enabled]
        if [one.holder.id for one in owners] == [user_id]:
            raise KnownError(Code.NOT_ALLOWED, action="staff.remove", reason="last_owner")

    def signed(self) -> bytes:
        """Raise the revision, sign, and write."""
        raised = replace(self.house, revision=self.house.revision + 1)
        signature = self.root.sign_house(raised)
        return replace(self.keys, house=raised, house_signature=signature).to_bytes()


def signed_file(raw: bytes, session: Unlocked, bounds: KdfBounds) -> KeysFile:
    """Read the file to be changed; nothing older than what this session saw is built upon."""
    keys = parse_keys(raw, bounds)
    if not keys.is_signed_by(session.root_public):
        raise KnownError(Code.NOT_OURS, part="keys")
    if keys.house.revision < session.revision:
        raise KnownError(Code.KEYS_ROLLED_BACK, part="keys")
    return keys


def open_house(raw: bytes, owner: Unlocked, bounds: KdfBounds) -> OpenHouse:
    """Read the file, open the root and take every truly endorsed new pair into the house.

    Raises `not_allowed` for all but owners and the printed key, `not_ours`, `keys_rolled_back`.
    """
    keys = signed_file(raw, owner, bounds)
    found = OpenHouse(
        keys=keys,
        root=RootKey(vault_id=owner.vault_id, private=owner.root_private()),
        databases=databases_of(owner),
    )
    if keys.house.generations != tuple(one.generation for one in found.databases):
        raise KnownError(Code.NOT_ALLOWED, action="reopen_first")
    for person in newcomers(keys):
        found = found.changed(person, keys=_used(keys, person))
    return found


def newcomers(keys: KeysFile) -> list[Person]:
    """List the people who use a new pair that the house does not certify yet."""
    return [one for one in keys.house.people if _used(keys, one) not in {None, one.holder.keys}]


def _used(keys: KeysFile, person: Person) -> PublicKeys | None:
    return keys.bundle(person.holder.id).keys_in(keys.house.vault_id, person.holder.keys)
