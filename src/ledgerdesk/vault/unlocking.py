"""From a password, or from the printed key, to an open vault; nothing unsigned is believed.

The order is the defence (SECURITY "Why a root"): bundle, then the root's public key out of it,
then the signature over the house, and only then the sealed database key.
"""

from dataclasses import replace

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.staff import Role
from ledgerdesk.vault import kdf, primitives
from ledgerdesk.vault.bundles import Bundle, PrivateKeys
from ledgerdesk.vault.house import (
    Person,
    PublicKeys,
    Scope,
    all_roots,
    certificate_bytes,
    trusted_root,
)
from ledgerdesk.vault.kdf import FILE_BOUNDS, SALT_BYTES, KdfBounds
from ledgerdesk.vault.keyring_entries import PersonalEntry, may_have_slot
from ledgerdesk.vault.keysfile import BundleMark, KeysFile, parse_keys
from ledgerdesk.vault.passwords import is_strong, password_bytes
from ledgerdesk.vault.primitives import Label, labelled
from ledgerdesk.vault.recovery import RECOVERY_ID, RecoveryKey
from ledgerdesk.vault.session import GenerationKeys, Unlocked, generation_keys


def unlock_with_password(
    raw: bytes, login: str | None, password: str, *, bounds: KdfBounds = FILE_BOUNDS
) -> Unlocked:
    """Open the vault of `keys.json` for the person of this name; None where there is only one.

    Raises `wrong_password` (also for an unknown name, after the same work), `needs_user`,
    `keys_damaged`, `newer_version`, `not_ours`, and `not_allowed` for whoever is disabled.
    """
    keys = parse_keys(raw, bounds)
    person = _person(keys, login)
    typed = password_bytes(password)
    if person is None or typed is None:
        _work_as_for_a_person(keys, bounds)
        raise _wrong_password()
    bundle = keys.bundle(person.holder.id)
    public = bundle.keys_in(keys.house.vault_id, person.holder.keys)
    if public is None:
        raise KnownError(Code.KEYS_DAMAGED, part="bundle")
    private = bundle.open(keys.house.vault_id, typed, bounds)
    if private is None:
        raise _wrong_password()
    root = _root_of_signed_house(keys, private.root_public)
    if private.public() != public:
        raise KnownError(Code.KEYS_DAMAGED, part="bundle")
    generations = _generations(keys, person, private, bundle)
    session = _session(keys, person, private, bundle=bundle, root=root, generations=generations)
    if person.role is not Role.OWNER or is_strong(password, owner=True, login=person.login):
        return session
    return replace(session, weak=True)


def unlock_with_recovery(
    raw: bytes, recovery: RecoveryKey, *, bounds: KdfBounds = FILE_BOUNDS
) -> Unlocked:
    """Open the vault of `keys.json` with the printed key, as the actor `recovery`.

    Raises `wrong_recovery_key`, `keys_damaged`, `newer_version`, `not_ours`.
    """
    keys = parse_keys(raw, bounds)
    house = keys.house
    pinned = keys.recovery_bundle.open(house.vault_id, house.sheet, recovery)
    if pinned is None:
        raise KnownError(Code.WRONG_RECOVERY_KEY, field="recovery", sheet=house.sheet)
    private = PrivateKeys(
        seal=recovery.seal_private(), sign=recovery.sign_private(), root_public=pinned
    )
    root = _root_of_signed_house(keys, pinned)
    if private.public() != house.recovery.keys:
        raise KnownError(Code.KEYS_DAMAGED, part="recovery")
    person = Person(login="", role=Role.OWNER, holder=house.recovery)
    generations = _generations(keys, person, private, None)
    return _session(keys, person, private, bundle=None, root=root, generations=generations)


def reopen(raw: bytes, session: Unlocked, *, bounds: KdfBounds = FILE_BOUNDS) -> Unlocked:
    """Open changed bytes of `keys.json` with the keys a session holds, without a password.

    Raises `not_ours`, `keys_rolled_back` where the bytes are older than the session, and
    `not_allowed` where the session's person or its keys are no longer in the house.
    """
    keys = parse_keys(raw, bounds)
    private = PrivateKeys(
        seal=session.seal_private, sign=session.sign_private, root_public=session.pinned_root
    )
    _root_of_signed_house(keys, session.pinned_root)
    if keys.house.revision < session.revision:
        raise KnownError(Code.KEYS_ROLLED_BACK, part="keys")
    opened = _opened_with(keys, session.user_id, private)
    rekeyed = opened.pending is not None and session.generation == opened.pending.generation
    return replace(opened, weak=session.weak, rekeyed=rekeyed)


def unlock_with_private(
    raw: bytes, entry: PersonalEntry, *, bounds: KdfBounds = FILE_BOUNDS
) -> Unlocked:
    """Open the vault with the keys of a personal slot, without a password.

    Raises `not_ours`, `keys_damaged`, and `not_allowed` where these are his keys no more, or
    where he may have no slot by now: a senior of an office of several has none.
    """
    keys = parse_keys(raw, bounds)
    if keys.house.vault_id != entry.vault_id:
        raise KnownError(Code.NOT_OURS, part="keyring")
    _root_of_signed_house(keys, entry.keys.root_public)
    person = keys.house.person(entry.user_id)
    if person is not None and not may_have_slot(keys.house, person):
        raise KnownError(Code.NOT_ALLOWED, action="unlock", reason="no_personal_slot")
    return _opened_with(keys, entry.user_id, entry.keys)


def _opened_with(keys: KeysFile, user_id: str, private: PrivateKeys) -> Unlocked:
    """Open a house that was proved for whoever holds these keys in it."""
    root = _root_of_signed_house(keys, private.root_public)
    if user_id == RECOVERY_ID:
        person: Person | None = Person(login="", role=Role.OWNER, holder=keys.house.recovery)
        bundle = None
    else:
        person = keys.house.person(user_id)
        bundle = keys.bundle(user_id) if person else None
    if person is None or _public(keys, person, bundle) != private.public():
        raise KnownError(Code.NOT_ALLOWED, action="reopen")
    generations = _generations(keys, person, private, bundle)
    return _session(keys, person, private, bundle=bundle, root=root, generations=generations)


def _public(keys: KeysFile, person: Person, bundle: Bundle | None) -> PublicKeys | None:
    if bundle is None:
        return person.holder.keys
    return bundle.keys_in(keys.house.vault_id, person.holder.keys)


def _person(keys: KeysFile, login: str | None) -> Person | None:
    if login is not None:
        return keys.house.person_named(login)
    if len(keys.house.people) > 1:
        raise KnownError(Code.NEEDS_USER, field="login")
    return keys.house.people[0]


def _wrong_password() -> KnownError:
    return KnownError(Code.WRONG_PASSWORD, field="password")


def _work_as_for_a_person(keys: KeysFile, bounds: KdfBounds) -> None:
    """Take as long for a name that is not there as for one that is."""
    kdf.derive_password_key(b"nobody", bytes(SALT_BYTES), keys.bundles[0].cost, bounds)


def _root_of_signed_house(keys: KeysFile, pinned: bytes) -> bytes:
    if not keys.is_signed_by(pinned):
        raise KnownError(Code.NOT_OURS, part="keys")
    return trusted_root(pinned, keys.house)


def _generations(
    keys: KeysFile, person: Person, private: PrivateKeys, bundle: Bundle | None
) -> tuple[GenerationKeys, ...]:
    """Unseal the database key of each generation, out of the record where a new pair is used."""
    house, holder = keys.house, person.holder
    if not person.is_enabled:
        raise KnownError(Code.NOT_ALLOWED, action="unlock", reason="disabled")
    sealed = dict(zip(house.generations, holder.sealed_dbks, strict=True))
    if bundle is not None and bundle.successor and not bundle.is_taken_in(holder.keys):
        if bundle.successor.generation not in house.generations:
            raise KnownError(Code.KEYS_DAMAGED, part="successor")
        sealed = {bundle.successor.generation: bundle.successor.sealed_dbk}
    opened = []
    for generation, blob in sorted(sealed.items()):
        info = sealed_dbk_info(house.vault_id, holder.id, generation)
        dbk = primitives.unseal(private.seal, blob, info)
        if dbk is None:
            raise KnownError(Code.KEYS_DAMAGED, part="sealed key")
        opened.append(generation_keys(dbk, house.vault_id, generation))
    return tuple(opened)


def sealed_dbk_info(vault_id: str, holder_id: str, generation: int) -> bytes:
    """Give what a sealed database key is bound to."""
    return labelled(Label.SEALED_DBK, vault_id, holder_id, generation)


def _session(
    keys: KeysFile,
    person: Person,
    private: PrivateKeys,
    *,
    bundle: Bundle | None,
    root: bytes,
    generations: tuple[GenerationKeys, ...],
) -> Unlocked:
    holder = person.holder
    scope = Scope.RECOVERY if bundle is None else Scope.PERSON
    covered = certificate_bytes(keys.house.vault_id, scope, holder.id, holder.keys.sign)
    if not primitives.verify_signature(root, covered, holder.certificate):
        raise KnownError(Code.KEYS_DAMAGED, part="certificate")
    mark = None if bundle is None else BundleMark(serial=bundle.serial, digest=bundle.digest())
    successor = None
    if bundle is not None and not bundle.is_taken_in(holder.keys):
        successor = bundle.successor
    return Unlocked(
        vault_id=keys.house.vault_id,
        user_id=holder.id,
        login=person.login,
        role=person.role,
        revision=keys.house.revision,
        house_digest=keys.house.digest(),
        bundle_mark=mark,
        provisional=bundle is not None and bundle.provisional,
        sheet=keys.house.sheet,
        keys=generations[0],
        pending=generations[1] if len(generations) > 1 else None,
        public_key=private.public().sign,
        certificate=holder.certificate if successor is None else successor.endorsement,
        certified_by=root if successor is None else holder.keys.sign,
        root_public=root,
        pinned_root=private.root_public,
        roots=all_roots(keys.house, root),
        seal_private=private.seal,
        sign_private=private.sign,
        sealed_root=holder.sealed_root,
    )
