"""A new database key for everybody but those who leave, and a new root where an owner leaves.

Both phases go from the old bytes of `keys.json` to the new: nothing is written here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.staff import Role
from ledgerdesk.vault import primitives
from ledgerdesk.vault.creation import (
    RecoverySheet,
    RootKey,
    new_sheet,
    recovery_public,
)
from ledgerdesk.vault.house import MOST_ROOT_LINKS, Holder, RootLink
from ledgerdesk.vault.house_change import OpenHouse, newcomers, open_house, signed_file
from ledgerdesk.vault.kdf import FILE_BOUNDS, KdfBounds
from ledgerdesk.vault.keysfile import wrap_root
from ledgerdesk.vault.primitives import KEY_BYTES, Label, labelled, random_bytes
from ledgerdesk.vault.recovery import RECOVERY_ID, new_recovery_key
from ledgerdesk.vault.secrecy import Withheld
from ledgerdesk.vault.session import GenerationKeys, Unlocked, generation_keys


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """Who gets no new key (user ids), and which owners go on in a lesser role."""

    removed: frozenset[str] = frozenset()
    demoted: Mapping[str, Role] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def everybody(self) -> set[str]:
        """Name all of them."""
        return {*self.removed, *self.demoted}


NOBODY_LEAVES = Leaving()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class SheetRenewed(Withheld):
    """New bytes of `keys.json` and the sheet that now counts; the one before opens nothing here."""

    keys: bytes
    sheet: RecoverySheet


def renew_sheet(raw: bytes, owner: Unlocked, *, bounds: KdfBounds = FILE_BOUNDS) -> SheetRenewed:
    """Draw a new recovery key with the next sheet number.

    Raises `not_allowed` for all but owners and the printed key itself.
    """
    opened = open_house(raw, owner, bounds)
    recovery = new_recovery_key()
    number = opened.house.sheet + 1
    holder = opened.holder(RECOVERY_ID, recovery_public(recovery), role=Role.OWNER)
    house = replace(opened.house, recovery=holder, sheet=number)
    bundle = wrap_root(opened.root.public, owner.vault_id, number, recovery)
    renewed = replace(
        opened, keys=replace(opened.keys, recovery_bundle=bundle, house=house)
    ).signed()
    return SheetRenewed(
        keys=renewed, sheet=new_sheet(recovery, opened.databases[-1], opened.root, number)
    )


def begin_rotation(
    raw: bytes,
    owner: Unlocked,
    leaving: Leaving = NOBODY_LEAVES,
    *,
    bounds: KdfBounds = FILE_BOUNDS,
) -> bytes:
    """Seal the key of the next generation to everybody who stays (phase one).

    Then the caller gives the database its new key and calls `finish_rotation`. Of a rotation
    begun before the same bytes come back, unless a new pair has to be taken in. Whoever leaves
    is gone with this phase; if he was an owner, the root is renewed and endorsed by the old one.
    Raises `not_allowed` (`last_owner`; `reopen_first` where somebody leaves during a rotation).
    """
    if owner.pending is not None:
        if leaving.everybody:
            raise KnownError(Code.NOT_ALLOWED, action="reopen_first")
        waiting = newcomers(signed_file(raw, owner, bounds))
        return open_house(raw, owner, bounds).signed() if waiting else raw
    opened = open_house(raw, owner, bounds)
    following = generation_keys(random_bytes(KEY_BYTES), owner.vault_id, owner.keys.generation + 1)
    owners = [opened.person(one).role is Role.OWNER for one in sorted(leaving.everybody)]
    opened = _without(opened, leaving)
    opened = replace(opened, databases=(owner.keys, following))
    if any(owners):
        opened = _with_new_root(opened)
    return _resealed(opened).signed()


def finish_rotation(raw: bytes, owner: Unlocked, *, bounds: KdfBounds = FILE_BOUNDS) -> bytes:
    """Drop the generation before, once the database was proved to open with the new key.

    `owner` was unlocked after `begin_rotation`, so that its `pending` is set.
    """
    opened = open_house(raw, owner, bounds)
    if owner.pending is None:
        raise KnownError(Code.NOT_ALLOWED, action="finish_rotation")
    return _resealed(replace(opened, databases=(owner.pending,))).signed()


def seal_earlier(current: GenerationKeys, earlier: GenerationKeys, vault_id: str) -> bytes:
    """Seal an earlier database key under the one that followed it, to lie inside the database."""
    key, bound = _earlier(current, vault_id, earlier.generation)
    nonce = random_bytes(primitives.NONCE_BYTES)
    return nonce + primitives.encrypt(key, nonce, earlier.database_key, bound)


def open_earlier(
    current: GenerationKeys, sealed: Mapping[int, bytes], vault_id: str
) -> list[GenerationKeys]:
    """Open the earlier database keys one after the other, the last one first.

    `sealed` maps a generation to what `seal_earlier` made; where one does not open the rest
    stays closed.
    """
    found = []
    later = current
    while (raw := sealed.get(later.generation - 1)) is not None:
        generation = later.generation - 1
        key, bound = _earlier(later, vault_id, generation)
        nonce, rest = raw[: primitives.NONCE_BYTES], raw[primitives.NONCE_BYTES :]
        plain = None
        if len(nonce) == primitives.NONCE_BYTES:
            plain = primitives.decrypt(key, nonce, rest, bound)
        if plain is None:
            break
        later = generation_keys(plain, vault_id, generation)
        found.append(later)
    return found


def _earlier(later: GenerationKeys, vault_id: str, generation: int) -> tuple[bytes, bytes]:
    bound = labelled(Label.EARLIER_KEY, vault_id, generation)
    return primitives.derive(later.database_key, bound), bound


def _without(opened: OpenHouse, leaving: Leaving) -> OpenHouse:
    people = [
        replace(one, role=leaving.demoted.get(one.holder.id, one.role))
        for one in opened.house.people
        if one.holder.id not in leaving.removed
    ]
    if not any(one.role is Role.OWNER and one.is_enabled for one in people):
        raise KnownError(Code.NOT_ALLOWED, action="staff.remove", reason="last_owner")
    bundles = tuple(one for one in opened.keys.bundles if one.user_id not in leaving.removed)
    opened = replace(opened, keys=replace(opened.keys, bundles=bundles))
    return opened.with_people(people)


def _with_new_root(opened: OpenHouse) -> OpenHouse:
    """Let the old root endorse a new one; the caller has everything sealed and certified anew."""
    if len(opened.house.root_links) >= MOST_ROOT_LINKS:
        raise KnownError(Code.NOT_ALLOWED, action="renew_root", most=MOST_ROOT_LINKS)
    vault_id, old = opened.root.vault_id, opened.root
    new = RootKey(vault_id=vault_id, private=random_bytes(KEY_BYTES))
    covered = labelled(Label.ROOT_LINK, vault_id, new.public)
    link = RootLink(
        previous=old.public,
        public=new.public,
        endorsement=primitives.sign(old.private, covered),
    )
    house = replace(opened.house, root_links=(*opened.house.root_links, link))
    return replace(opened, root=new, keys=replace(opened.keys, house=house))


def _resealed(opened: OpenHouse) -> OpenHouse:
    """Certify and seal everything anew to whoever may sign in, by public keys alone."""
    house = opened.house

    def held(holder: Holder, role: Role, *, enabled: bool) -> Holder:
        return opened.holder(holder.id, holder.keys, role=role, enabled=enabled)

    people = tuple(
        replace(one, holder=held(one.holder, one.role, enabled=one.is_enabled))
        for one in house.people
    )
    resealed = replace(
        house,
        generations=tuple(one.generation for one in opened.databases),
        people=people,
        recovery=held(house.recovery, Role.OWNER, enabled=True),
    )
    return replace(opened, keys=replace(opened.keys, house=resealed))
