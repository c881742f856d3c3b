"""The slots a backup carries: owners and the recovery key, under ids, without anybody's name.

The order of opening is that of the vault itself: bundle, the root's public key out of it, the
signers' certificates, and only then the sealed database key.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

from ledgerdesk.core import canonical
from ledgerdesk.core.backups import Signer
from ledgerdesk.core.canonical import Json, Malformed
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.staff import Role
from ledgerdesk.vault import primitives
from ledgerdesk.vault.backup_keys import is_certified
from ledgerdesk.vault.bundles import Bundle, PrivateKeys, parse_bundle
from ledgerdesk.vault.house import (
    MOST_PEOPLE,
    MOST_ROOT_LINKS,
    Holder,
    PublicKeys,
    RootLink,
    Scope,
    parse_root_link,
    root_after,
)
from ledgerdesk.vault.kdf import FILE_BOUNDS, KdfBounds
from ledgerdesk.vault.keysfile import RecoveryBundle, parse_keys
from ledgerdesk.vault.passwords import password_bytes
from ledgerdesk.vault.primitives import (
    KEY_BYTES,
    NONCE_BYTES,
    SEALED_KEY_BYTES,
    SIGNATURE_BYTES,
    TAG_BYTES,
)
from ledgerdesk.vault.recovery import RECOVERY_ID, RecoveryKey
from ledgerdesk.vault.secrecy import Withheld
from ledgerdesk.vault.session import (
    GenerationKeys,
    Unlocked,
    generation_keys,
    verify_certificate,
)
from ledgerdesk.vault.unlocking import sealed_dbk_info

_SLOT = {"certificate", "seal_public", "sealed_dbk", "sign_public"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """What slots belong to: vault, generation, sheet, and the signers the root must vouch for."""

    vault_id: str
    generation: int
    sheet: int
    signers: tuple[Signer, ...]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class OpenedSlot(Withheld):
    """What a slot gave: whose it was, the root that vouched for the rest, the keys inside."""

    user_id: str
    root_public: bytes
    keys: GenerationKeys


@dataclass(frozen=True, slots=True, kw_only=True)
class _Slot:
    user_id: str
    keys: PublicKeys
    certificate: bytes
    sealed_dbk: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class _Slots:
    owners: tuple[tuple[_Slot, Bundle], ...]
    recovery: _Slot
    recovery_bundle: RecoveryBundle
    root_links: tuple[RootLink, ...]


def make_slots(raw: bytes, generation: int, *, bounds: KdfBounds = FILE_BOUNDS) -> Json:
    """Take from `keys.json` what owners and the recovery key need to open one generation."""
    keys = parse_keys(raw, bounds)
    house = keys.house
    place = house.generations.index(generation)

    def slot(holder: Holder, bundle: Json) -> dict[str, Json]:
        return {
            "bundle": bundle,
            "certificate": holder.certificate.hex(),
            "seal_public": holder.keys.seal.hex(),
            "sealed_dbk": holder.sealed_dbks[place].hex(),
            "sign_public": holder.keys.sign.hex(),
        }

    sealed = keys.recovery_bundle
    return {
        "owners": [
            {
                "id": one.holder.id,
                **slot(one.holder, keys.bundle(one.holder.id).to_json()),
            }
            for one in house.people
            if one.role is Role.OWNER and one.is_enabled
        ],
        "recovery": slot(
            house.recovery, {"nonce": sealed.nonce.hex(), "sealed": sealed.wrapped.hex()}
        ),
        "root_links": [link.to_json() for link in house.root_links],
    }


def without_owners(slots: Json, gone: frozenset[str]) -> Json:
    """Leave owners out of slots; None where none of them has one.

    The others' stay as they are: a restored vault has the passwords of its day.
    """
    record = canonical.record_of(slots, {"owners", "recovery", "root_links"}, "slots")
    owners = canonical.list_of(record["owners"], "slots", most=MOST_PEOPLE)
    left: list[Json] = [
        one for one in owners if isinstance(one, dict) and one.get("id") not in gone
    ]
    return None if len(left) == len(owners) else {**record, "owners": left}


def signer_among(
    slots: Json, session: Unlocked, *, bounds: KdfBounds = FILE_BOUNDS
) -> Signer | None:
    """Say how a session's person signs as the owner these slots know; None where he is none.

    His certificate is the one of the backup's own day: its reader trusts the root of that day.
    """
    for slot, _ in _parsed(slots, bounds).owners:
        if slot.user_id == session.user_id and slot.keys.sign == session.public_key:
            return Signer(
                scope=Scope.PERSON.value,
                subject=slot.user_id,
                public=slot.keys.sign,
                certificate=slot.certificate,
            )
    return None


def open_with_password(
    slots: Json, password: str, lock: Lock, *, bounds: KdfBounds = FILE_BOUNDS
) -> OpenedSlot:
    """Try an owner's password at every owner's slot.

    Raises `wrong_password`, `not_ours`, `damaged` (part `keys`).
    """
    parsed = _parsed(slots, bounds)
    typed = password_bytes(password)
    for slot, bundle in parsed.owners:
        public = bundle.keys_in(lock.vault_id, slot.keys)
        if public is None:
            _refuse_damage()
        private = None if typed is None else bundle.open(lock.vault_id, typed, bounds)
        if private is None:
            continue
        root = _vouching_root(private, parsed, slot, lock)
        if private.public() != public:
            _refuse_damage()
        return _opened(_sealed_in(slot, bundle), private, slot, lock, root)
    raise KnownError(Code.WRONG_PASSWORD, field="password", source="backup")


def open_with_recovery(
    slots: Json, recovery: RecoveryKey, lock: Lock, *, bounds: KdfBounds = FILE_BOUNDS
) -> OpenedSlot:
    """Open the recovery key's slot; raises `wrong_recovery_key`, `not_ours`, `damaged`."""
    parsed = _parsed(slots, bounds)
    slot = parsed.recovery
    pinned = parsed.recovery_bundle.open(lock.vault_id, lock.sheet, recovery)
    if pinned is None:
        raise KnownError(Code.WRONG_RECOVERY_KEY, field="recovery", sheet=lock.sheet)
    private = PrivateKeys(
        seal=recovery.seal_private(), sign=recovery.sign_private(), root_public=pinned
    )
    root = _vouching_root(private, parsed, slot, lock)
    if private.public() != slot.keys:
        _refuse_damage()
    return _opened(slot.sealed_dbk, private, slot, lock, root)


def open_with_private(
    slots: Json, session: Unlocked, lock: Lock, *, bounds: KdfBounds = FILE_BOUNDS
) -> OpenedSlot | None:
    """Open a session's own slot with the keys it holds; None for whoever has none.

    Raises `not_ours` and `damaged`, which a backup about to be made must not be.
    """
    parsed = _parsed(slots, bounds)
    private = PrivateKeys(
        seal=session.seal_private, sign=session.sign_private, root_public=session.pinned_root
    )
    if session.is_recovery:
        root = _vouching_root(private, parsed, parsed.recovery, lock)
        return _opened(parsed.recovery.sealed_dbk, private, parsed.recovery, lock, root)
    for slot, bundle in parsed.owners:
        if slot.user_id == session.user_id:
            root = _vouching_root(private, parsed, slot, lock)
            return _opened(_sealed_in(slot, bundle), private, slot, lock, root)
    return None


def _sealed_in(slot: _Slot, bundle: Bundle) -> bytes:
    """Give the database key out of the record where a new pair is used, else out of the slot."""
    if bundle.successor is not None and not bundle.is_taken_in(slot.keys):
        return bundle.successor.sealed_dbk
    return slot.sealed_dbk


def _vouching_root(private: PrivateKeys, parsed: _Slots, slot: _Slot, lock: Lock) -> bytes:
    root = root_after(private.root_public, lock.vault_id, parsed.root_links)
    scope = Scope.RECOVERY if slot.user_id == RECOVERY_ID else Scope.PERSON
    ours = verify_certificate(
        root,
        slot.certificate,
        vault_id=lock.vault_id,
        scope=scope,
        subject=slot.user_id,
        public_key=slot.keys.sign,
    )
    if not ours or not all(is_certified(one, lock.vault_id, root) for one in lock.signers):
        raise KnownError(Code.NOT_OURS, source="backup", part="signer")
    return root


def _opened(
    sealed: bytes, private: PrivateKeys, slot: _Slot, lock: Lock, root: bytes
) -> OpenedSlot:
    info = sealed_dbk_info(lock.vault_id, slot.user_id, lock.generation)
    database_key = primitives.unseal(private.seal, sealed, info)
    if database_key is None:
        _refuse_damage()
    keys = generation_keys(database_key, lock.vault_id, lock.generation)
    return OpenedSlot(user_id=slot.user_id, root_public=root, keys=keys)


def _parsed(slots: Json, bounds: KdfBounds) -> _Slots:
    try:
        return _slots(slots, bounds)
    except Malformed:
        _refuse_damage()


def _slots(value: Json, bounds: KdfBounds) -> _Slots:
    record = canonical.record_of(value, {"owners", "recovery", "root_links"}, "slots")
    owners = []
    for one in canonical.list_of(record["owners"], "slots", most=MOST_PEOPLE):
        fields = canonical.record_of(one, {*_SLOT, "bundle", "id"}, "slot")
        slot = _slot(fields, canonical.id_of(fields["id"], "slot"))
        bundle = parse_bundle(fields["bundle"], bounds)
        if bundle.user_id != slot.user_id:
            raise Malformed("slot")
        owners.append((slot, bundle))
    last = canonical.record_of(record["recovery"], {*_SLOT, "bundle"}, "slot")
    wrap = canonical.record_of(last["bundle"], {"nonce", "sealed"}, "slot")
    links = canonical.list_of(record["root_links"], "slots", most=MOST_ROOT_LINKS)
    return _Slots(
        owners=tuple(owners),
        recovery=_slot(last, RECOVERY_ID),
        recovery_bundle=RecoveryBundle(
            nonce=canonical.hex_of(wrap["nonce"], "slot", length=NONCE_BYTES),
            wrapped=canonical.hex_of(wrap["sealed"], "slot", length=KEY_BYTES + TAG_BYTES),
        ),
        root_links=tuple(parse_root_link(link) for link in links),
    )


def _slot(fields: Mapping[str, Json], user_id: str) -> _Slot:
    return _Slot(
        user_id=user_id,
        keys=PublicKeys(
            seal=canonical.hex_of(fields["seal_public"], "slot", length=KEY_BYTES),
            sign=canonical.hex_of(fields["sign_public"], "slot", length=KEY_BYTES),
        ),
        certificate=canonical.hex_of(fields["certificate"], "slot", length=SIGNATURE_BYTES),
        sealed_dbk=canonical.hex_of(fields["sealed_dbk"], "slot", length=SEALED_KEY_BYTES),
    )


def _refuse_damage() -> NoReturn:
    raise KnownError(Code.DAMAGED, source="backup", part="keys")
