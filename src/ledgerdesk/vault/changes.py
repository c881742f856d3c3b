"""Changes of `keys.json`, each from the old bytes to the new: nothing is written here.

Every change but a password change raises the revision and is signed by the root anew.
"""

from dataclasses import dataclass, replace

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.staff import Role
from ledgerdesk.vault import kdf
from ledgerdesk.vault.bundles import (
    Bundle,
    PrivateKeys,
    Successor,
    successor_bytes,
    wrap_keys,
)
from ledgerdesk.vault.creation import (
    RecoverySheet,
    RootKey,
    new_id,
    new_private_keys,
    new_sheet,
    recovery_public,
    seal_databases,
)
from ledgerdesk.vault.house import Holder, House, Person, folded_login, plain_login
from ledgerdesk.vault.kdf import FILE_BOUNDS, KdfBounds, KdfCost
from ledgerdesk.vault.keysfile import KeysFile, parse_keys, wrap_root
from ledgerdesk.vault.passwords import require_strong
from ledgerdesk.vault.primitives import KEY_BYTES, random_bytes
from ledgerdesk.vault.recovery import RECOVERY_ID, new_recovery_key
from ledgerdesk.vault.secrecy import Withheld
from ledgerdesk.vault.session import GenerationKeys, Unlocked, generation_keys


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class SheetRenewed(Withheld):
    """New bytes of `keys.json` and the sheet that now counts; the one before opens nothing here."""

    keys: bytes
    sheet: RecoverySheet


def change_password(
    raw: bytes,
    session: Unlocked,
    new_password: str,
    *,
    cost: KdfCost = kdf.DEFAULT,
    bounds: KdfBounds = FILE_BOUNDS,
) -> bytes:
    """Wrap a person's own keys anew under a new password; serial + 1, revision unchanged.

    A provisional password, which an owner knows, is followed by a new pair as well: the old one
    endorses it, and the next change by an owner takes it into the house.
    Raises `weak_password`; `not_allowed` for the recovery key, which has no password.
    """
    if session.is_recovery:
        raise KnownError(Code.NOT_ALLOWED, action="change_password")
    keys = _signed(raw, session, bounds)
    typed = require_strong(new_password, owner=session.role is Role.OWNER, login=session.login)
    old = keys.bundle(session.user_id)
    own = PrivateKeys(
        seal=session.seal_private, sign=session.sign_private, root_public=session.root_public
    )
    successor = old.successor
    if old.provisional:
        own = new_private_keys(session.root_public)
        successor = _succeed(session, own)
    bundle = wrap_keys(
        own,
        typed,
        vault_id=session.vault_id,
        user_id=session.user_id,
        serial=old.serial + 1,
        cost=cost,
        bounds=bounds,
        successor=successor,
    )
    return replace(keys, bundles=_with_bundle(keys, bundle)).to_bytes()


def set_password_by_owner(
    raw: bytes,
    owner: Unlocked,
    user_id: str,
    new_password: str,
    *,
    provisional: bool,
    cost: KdfCost = kdf.DEFAULT,
    bounds: KdfBounds = FILE_BOUNDS,
) -> bytes:
    """Give a person new keys under a new password; his old ones open nothing any more.

    For a clerk who forgot (`provisional=True`) by an owner, for an owner by the printed key.
    Raises `bad_value` (field `user`), `weak_password`, `not_allowed`.
    """
    keys, root = _ready_for_owner(raw, owner, bounds)
    person = keys.house.person(user_id)
    if person is None:
        raise KnownError(Code.BAD_VALUE, field="user")
    typed = require_strong(new_password, owner=person.role is Role.OWNER, login=person.login)
    private = new_private_keys(root.public)
    holder = root.holder(private.public(), user_id, databases_of(owner), role=person.role)
    bundle = wrap_keys(
        private,
        typed,
        vault_id=owner.vault_id,
        user_id=user_id,
        serial=keys.bundle(user_id).serial + 1,
        cost=cost,
        bounds=bounds,
        provisional=provisional,
    )
    people = tuple(
        replace(one, holder=holder) if one.holder.id == user_id else one
        for one in keys.house.people
    )
    house = replace(keys.house, people=people)
    return _resigned(replace(keys, bundles=_with_bundle(keys, bundle)), house, root)


def add_person(
    raw: bytes,
    owner: Unlocked,
    login: str,
    role: Role,
    password: str,
    *,
    cost: KdfCost = kdf.DEFAULT,
    bounds: KdfBounds = FILE_BOUNDS,
) -> bytes:
    """Let a person in under a provisional password that its owner knows.

    Raises `bad_value` (field `login`), `exists`, `weak_password`, `not_allowed`.
    """
    keys, root = _ready_for_owner(raw, owner, bounds)
    name = plain_login(login)
    if keys.house.person_named(folded_login(name)) is not None:
        raise KnownError(Code.EXISTS, field="login")
    typed = require_strong(password, owner=role is Role.OWNER, login=name)
    user_id = new_id()
    private = new_private_keys(root.public)
    holder = root.holder(private.public(), user_id, databases_of(owner), role=role)
    bundle = wrap_keys(
        private,
        typed,
        vault_id=owner.vault_id,
        user_id=user_id,
        serial=1,
        cost=cost,
        bounds=bounds,
        provisional=True,
    )
    people = (*keys.house.people, Person(login=name, role=role, holder=holder))
    house = replace(keys.house, people=tuple(sorted(people, key=lambda one: one.holder.id)))
    bundles = tuple(sorted((*keys.bundles, bundle), key=lambda one: one.user_id))
    return _resigned(replace(keys, bundles=bundles), house, root)


def renew_sheet(raw: bytes, owner: Unlocked, *, bounds: KdfBounds = FILE_BOUNDS) -> SheetRenewed:
    """Draw a new recovery key with the next sheet number.

    Raises `not_allowed` for all but owners and the printed key itself.
    """
    keys, root = _ready_for_owner(raw, owner, bounds)
    recovery = new_recovery_key()
    number = keys.house.sheet + 1
    databases = databases_of(owner)
    holder = root.holder(recovery_public(recovery), RECOVERY_ID, databases, role=Role.OWNER)
    house = replace(keys.house, recovery=holder, sheet=number)
    bundle = wrap_root(root.public, owner.vault_id, number, recovery)
    return SheetRenewed(
        keys=_resigned(replace(keys, recovery_bundle=bundle), house, root),
        sheet=new_sheet(recovery, databases[-1], root, number),
    )


def begin_rotation(raw: bytes, owner: Unlocked, *, bounds: KdfBounds = FILE_BOUNDS) -> bytes:
    """Seal the key of the next generation to everybody beside the one in use (phase one).

    Then the caller gives the database its new key and calls `finish_rotation`. A rotation
    begun before is left as it is: the same bytes come back.
    """
    keys, root = _ready_for_owner(raw, owner, bounds)
    if len(keys.house.generations) > 1:
        return raw
    following = generation_keys(random_bytes(KEY_BYTES), owner.vault_id, owner.keys.generation + 1)
    return _with_databases(keys, (owner.keys, following), root)


def finish_rotation(raw: bytes, owner: Unlocked, *, bounds: KdfBounds = FILE_BOUNDS) -> bytes:
    """Drop the generation before, once the database was proved to open with the new key.

    `owner` was unlocked after `begin_rotation`, so that its `pending` is set.
    """
    keys, root = _ready_for_owner(raw, owner, bounds)
    if owner.pending is None:
        raise KnownError(Code.NOT_ALLOWED, action="finish_rotation")
    return _with_databases(keys, (owner.pending,), root)


def databases_of(session: Unlocked) -> tuple[GenerationKeys, ...]:
    """Give the keys of each generation of the house, in order."""
    return (session.keys,) if session.pending is None else (session.keys, session.pending)


def _succeed(session: Unlocked, following: PrivateKeys) -> Successor:
    """Let a person's old pair endorse the new one and seal the database key to it."""
    public = following.public()
    sealed = seal_databases(public, session.user_id, (session.keys,), session.vault_id)
    return Successor(
        keys=public,
        endorsement=session.sign(successor_bytes(session.vault_id, session.user_id, public)),
        generation=session.generation,
        sealed_dbk=sealed[0],
    )


def _signed(raw: bytes, session: Unlocked, bounds: KdfBounds) -> KeysFile:
    """Read the file to be changed; nothing older than what this session saw is built upon."""
    keys = parse_keys(raw, bounds)
    if not keys.is_signed_by(session.root_public):
        raise KnownError(Code.NOT_OURS, part="keys")
    if keys.house.revision < session.revision:
        raise KnownError(Code.KEYS_ROLLED_BACK, part="keys")
    return keys


def _ready_for_owner(raw: bytes, owner: Unlocked, bounds: KdfBounds) -> tuple[KeysFile, RootKey]:
    """Read the file, open the root and take every truly endorsed new pair into the house."""
    keys = _signed(raw, owner, bounds)
    root = _root(owner)
    databases = databases_of(owner)
    if keys.house.generations != tuple(one.generation for one in databases):
        raise KnownError(Code.NOT_ALLOWED, action="reopen_first")
    people = []
    for person in keys.house.people:
        certified = person.holder.keys
        used = keys.bundle(person.holder.id).keys_in(owner.vault_id, certified)
        if used is None or used == certified:
            people.append(person)
            continue
        holder = root.holder(used, person.holder.id, databases, role=person.role)
        people.append(replace(person, holder=holder))
    return replace(keys, house=replace(keys.house, people=tuple(people))), root


def _root(owner: Unlocked) -> RootKey:
    return RootKey(vault_id=owner.vault_id, private=owner.root_private())


def _with_bundle(keys: KeysFile, bundle: Bundle) -> tuple[Bundle, ...]:
    return tuple(bundle if one.user_id == bundle.user_id else one for one in keys.bundles)


def _with_databases(keys: KeysFile, databases: tuple[GenerationKeys, ...], root: RootKey) -> bytes:
    def resealed(holder: Holder) -> Holder:
        sealed = seal_databases(holder.keys, holder.id, databases, keys.house.vault_id)
        return replace(holder, sealed_dbks=sealed)

    house = replace(
        keys.house,
        generations=tuple(one.generation for one in databases),
        people=tuple(replace(one, holder=resealed(one.holder)) for one in keys.house.people),
        recovery=resealed(keys.house.recovery),
    )
    return _resigned(keys, house, root)


def _resigned(keys: KeysFile, house: House, root: RootKey) -> bytes:
    """Raise the revision, sign, and write."""
    raised = replace(house, revision=house.revision + 1)
    signed = replace(keys, house=raised, house_signature=root.sign_house(raised))
    return signed.to_bytes()
