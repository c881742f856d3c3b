"""Changes of `keys.json` by and for people, from the old bytes to the new: nothing is written here.

Every change but that of a person's own record raises the revision and is signed by the root anew.
"""

from dataclasses import replace

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.staff import Role
from ledgerdesk.vault import kdf
from ledgerdesk.vault.bundles import Bundle, PrivateKeys, Successor, successor_bytes, wrap_keys
from ledgerdesk.vault.creation import new_id, new_private_keys, seal_databases
from ledgerdesk.vault.house import MOST_PEOPLE, Person, folded_login, plain_login
from ledgerdesk.vault.house_change import OpenHouse, open_house, signed_file
from ledgerdesk.vault.kdf import FILE_BOUNDS, KdfBounds, KdfCost
from ledgerdesk.vault.passwords import password_bytes, require_strong
from ledgerdesk.vault.session import Unlocked


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
    endorses it, and the next change by an owner takes it into the house. An owner takes his own
    in at once. Raises `weak_password`; `not_allowed` for the recovery key, which has none.
    """
    if session.is_recovery:
        raise KnownError(Code.NOT_ALLOWED, action="change_password")
    keys = signed_file(raw, session, bounds)
    typed = require_strong(new_password, owner=session.role is Role.OWNER, login=session.login)
    old = keys.bundle(session.user_id)
    own, successor = _own_keys(session), old.successor

    def wrapped(private: PrivateKeys, followed: Successor | None) -> Bundle:
        return wrap_keys(
            private,
            typed,
            vault_id=session.vault_id,
            user_id=session.user_id,
            serial=old.serial + 1,
            cost=cost,
            bounds=bounds,
            successor=followed,
        )

    if old.provisional:
        own = new_private_keys(session.root_public)
        if session.role is Role.OWNER:
            opened = open_house(raw, session, bounds)
            opened = opened.changed(opened.person(session.user_id), keys=own.public())
            return opened.with_bundle(wrapped(own, None)).signed()
        successor = _succeed(session, own)
    bundles = tuple(
        wrapped(own, successor) if one.user_id == session.user_id else one for one in keys.bundles
    )
    return replace(keys, bundles=bundles).to_bytes()


def take_up_root(
    raw: bytes,
    session: Unlocked,
    password: str,
    *,
    cost: KdfCost = kdf.DEFAULT,
    bounds: KdfBounds = FILE_BOUNDS,
) -> bytes:
    """Pin the renewed root to a person's record, under the password he just signed in with."""
    keys = signed_file(raw, session, bounds)
    old = keys.bundle(session.user_id)
    bundle = wrap_keys(
        _own_keys(session),
        password_bytes(password) or b"",
        vault_id=session.vault_id,
        user_id=session.user_id,
        serial=old.serial + 1,
        cost=cost,
        bounds=bounds,
        provisional=old.provisional,
        successor=old.successor,
    )
    bundles = tuple(bundle if one.user_id == session.user_id else one for one in keys.bundles)
    return replace(keys, bundles=bundles).to_bytes()


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
    opened = open_house(raw, owner, bounds)
    person = opened.person(user_id)
    typed = require_strong(new_password, owner=person.role is Role.OWNER, login=person.login)
    private = new_private_keys(opened.root.public)
    bundle = wrap_keys(
        private,
        typed,
        vault_id=owner.vault_id,
        user_id=user_id,
        serial=opened.keys.bundle(user_id).serial + 1,
        cost=cost,
        bounds=bounds,
        provisional=provisional,
    )
    return opened.changed(person, keys=private.public()).with_bundle(bundle).signed()


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
    opened = open_house(raw, owner, bounds)
    if len(opened.house.people) >= MOST_PEOPLE:
        raise KnownError(Code.BAD_VALUE, field="login", reason="too_many_people", limit=MOST_PEOPLE)
    name = _free_login(opened, login)
    typed = require_strong(password, owner=role is Role.OWNER, login=name)
    user_id = new_id()
    private = new_private_keys(opened.root.public)
    holder = opened.holder(user_id, private.public(), role=role)
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
    people = (*opened.house.people, Person(login=name, role=role, holder=holder))
    return opened.with_people(people).with_bundle(bundle).signed()


def rename_person(
    raw: bytes, owner: Unlocked, user_id: str, login: str, *, bounds: KdfBounds = FILE_BOUNDS
) -> bytes:
    """Give a person another name to sign in with; raises as `add_person`."""
    opened = open_house(raw, owner, bounds)
    person = opened.person(user_id)
    return opened.changed(replace(person, login=_free_login(opened, login, of=person))).signed()


def disable_person(
    raw: bytes, owner: Unlocked, user_id: str, *, bounds: KdfBounds = FILE_BOUNDS
) -> bytes:
    """Seal nothing to a person any more; his pair, his record and his name stay.

    What he holds already opens what it opened: only a rotation ends that.
    """
    opened = open_house(raw, owner, bounds)
    person = opened.person(user_id)
    opened.refuse_last_owner(user_id)
    holder = replace(person.holder, sealed_dbks=(), sealed_root=None)
    return opened.changed(replace(person, holder=holder)).signed()


def enable_person(
    raw: bytes, owner: Unlocked, user_id: str, *, bounds: KdfBounds = FILE_BOUNDS
) -> bytes:
    """Seal to a person again what his role opens; his password is the one he had."""
    opened = open_house(raw, owner, bounds)
    person = opened.person(user_id)
    holder = opened.holder(user_id, person.holder.keys, role=person.role)
    others = [one for one in opened.house.people if one.holder.id != user_id]
    return opened.with_people([*others, replace(person, holder=holder)]).signed()


def change_role(
    raw: bytes, owner: Unlocked, user_id: str, role: Role, *, bounds: KdfBounds = FILE_BOUNDS
) -> bytes:
    """Give a person another role; taking an owner's away needs a rotation (`begin_rotation`)."""
    opened = open_house(raw, owner, bounds)
    person = opened.person(user_id)
    if person.role is Role.OWNER and role is not Role.OWNER:
        raise KnownError(Code.NOT_ALLOWED, action="staff.change_role", reason="needs_rotation")
    return opened.changed(replace(person, role=role)).signed()


def take_in(raw: bytes, owner: Unlocked, *, bounds: KdfBounds = FILE_BOUNDS) -> bytes:
    """Take every new pair into the house that its person's old pair endorsed."""
    return open_house(raw, owner, bounds).signed()


def _free_login(opened: OpenHouse, login: str, *, of: Person | None = None) -> str:
    name = plain_login(login)
    taken = opened.house.person_named(folded_login(name))
    if taken is not None and (of is None or taken.holder.id != of.holder.id):
        raise KnownError(Code.EXISTS, field="login")
    return name


def _own_keys(session: Unlocked) -> PrivateKeys:
    return PrivateKeys(
        seal=session.seal_private, sign=session.sign_private, root_public=session.root_public
    )


def _succeed(session: Unlocked, following: PrivateKeys) -> Successor:
    """Let a person's old pair endorse the new one and seal the database key to it."""
    public, key = following.public(), session.in_use
    sealed = seal_databases(public, session.user_id, (key,), session.vault_id)
    return Successor(
        keys=public,
        endorsement=session.sign(successor_bytes(session.vault_id, session.user_id, public)),
        generation=key.generation,
        sealed_dbk=sealed[0],
    )
