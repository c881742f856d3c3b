"""C-43: what is built from public parts alone is `not_ours`, by the password and by the sheet."""

from dataclasses import replace

import pytest
from tests.vault.vaults import BOUNDS, CHEAP, new_vault, refused_code, unlock, with_clerk

from ledgerdesk.core.errors import Code
from ledgerdesk.core.staff import Role
from ledgerdesk.vault.bundles import Bundle, PrivateKeys, wrap_keys
from ledgerdesk.vault.creation import NewVault, RootKey, new_private_keys
from ledgerdesk.vault.house import House, Person, RootLink, trusted_root
from ledgerdesk.vault.keysfile import KeysFile, parse_keys
from ledgerdesk.vault.primitives import Label, labelled, random_bytes, sign
from ledgerdesk.vault.recovery import RECOVERY_ID
from ledgerdesk.vault.session import GenerationKeys, generation_keys
from ledgerdesk.vault.unlocking import unlock_with_recovery


class Attacker:
    """One who has an old `keys.json`, knows the format, and holds no secret of the house."""

    def __init__(self, stolen: bytes) -> None:
        self.stolen = parse_keys(stolen, BOUNDS)
        self.root = RootKey(vault_id=self.stolen.house.vault_id, private=random_bytes(32))
        self.database: GenerationKeys = generation_keys(
            random_bytes(32), self.stolen.house.vault_id, 1
        )

    def house(self, root_links: tuple[RootLink, ...] = ()) -> House:
        """Seal the attacker's database key to everybody's public keys, under his own root."""
        house = self.stolen.house
        people = tuple(
            replace(
                one,
                holder=self.root.holder(
                    one.holder.keys,
                    one.holder.id,
                    (self.database,),
                    with_root=one.role is Role.OWNER,
                ),
            )
            for one in house.people
        )
        recovery = self.root.holder(
            house.recovery.keys, RECOVERY_ID, (self.database,), with_root=True
        )
        return replace(house, people=people, recovery=recovery, root_links=root_links)

    def file(self, house: House) -> bytes:
        """Put the victims' own bundles beside the forged house."""
        forged = replace(self.stolen, house=house, house_signature=self.root.sign_house(house))
        return forged.to_bytes()


@pytest.fixture(scope="module")
def vault() -> NewVault:
    return new_vault()


def test_a_house_under_another_root_is_refused_by_the_password_way(vault: NewVault) -> None:
    attacker = Attacker(vault.keys)

    assert refused_code(lambda: unlock(attacker.file(attacker.house()))) is Code.NOT_OURS


def test_a_house_under_another_root_is_refused_by_the_recovery_way(vault: NewVault) -> None:
    attacker = Attacker(vault.keys)
    raw = attacker.file(attacker.house())

    assert (
        refused_code(lambda: unlock_with_recovery(raw, vault.sheet.key, bounds=BOUNDS))
        is Code.NOT_OURS
    )


def test_a_root_that_endorses_itself_is_refused(vault: NewVault) -> None:
    attacker = Attacker(vault.keys)
    covered = labelled(Label.ROOT_LINK, attacker.root.vault_id, attacker.root.public)
    link = RootLink(
        previous=vault.unlocked.root_public,
        public=attacker.root.public,
        endorsement=sign(attacker.root.private, covered),
    )
    raw = attacker.file(attacker.house((link,)))

    assert refused_code(lambda: unlock(raw)) is Code.NOT_OURS
    assert (
        refused_code(lambda: unlock_with_recovery(raw, vault.sheet.key, bounds=BOUNDS))
        is Code.NOT_OURS
    )


def test_a_root_endorsed_by_the_one_before_is_followed(vault: NewVault) -> None:
    following = Attacker(vault.keys)
    covered = labelled(Label.ROOT_LINK, following.root.vault_id, following.root.public)
    link = RootLink(
        previous=vault.unlocked.root_public,
        public=following.root.public,
        endorsement=sign(vault.unlocked.root_private(), covered),
    )
    house = following.house((link,))

    session = unlock(following.file(house))

    assert trusted_root(vault.unlocked.root_public, house) == following.root.public
    assert session.root_public == following.root.public
    assert session.pinned_root == vault.unlocked.root_public


def test_a_stranger_added_to_the_house_opens_nothing_and_spoils_the_rest(vault: NewVault) -> None:
    attacker = Attacker(vault.keys)
    stranger = new_private_keys(attacker.root.public)
    keys = attacker.stolen
    user_id = "ff" * 8
    person = Person(
        login="stranger",
        role=Role.OWNER,
        holder=attacker.root.holder(
            stranger.public(), user_id, (attacker.database,), with_root=True
        ),
    )
    house = replace(keys.house, people=(*keys.house.people, person))
    raw = replace(
        keys, house=house, bundles=(*keys.bundles, strangers_bundle(keys, stranger, user_id))
    ).to_bytes()

    assert refused_code(lambda: unlock(raw, "stranger", "any old words")) is Code.NOT_OURS
    assert refused_code(lambda: unlock(raw)) is Code.NOT_OURS


def strangers_bundle(keys: KeysFile, private: PrivateKeys, user_id: str) -> Bundle:
    return wrap_keys(
        private,
        b"any old words",
        vault_id=keys.house.vault_id,
        user_id=user_id,
        serial=1,
        cost=CHEAP,
        bounds=BOUNDS,
    )


def test_a_bundle_signed_by_somebody_else_is_refused_before_its_cost_is_paid(
    vault: NewVault,
) -> None:
    keys = parse_keys(vault.keys, BOUNDS)
    bundle = keys.bundles[0]
    costly = replace(bundle, cost=replace(bundle.cost, memory_kib=1024 * 1024, passes=10))
    raw = replace(keys, bundles=(costly,)).to_bytes()

    assert refused_code(lambda: unlock(raw)) is Code.KEYS_DAMAGED


def test_a_clerk_cannot_put_himself_into_an_owner_s_place() -> None:
    vault = new_vault()
    keys = parse_keys(with_clerk(vault), BOUNDS)
    promoted = tuple(
        replace(
            one,
            role=Role.OWNER,
            holder=replace(one.holder, sealed_root=bytes(80)),
        )
        for one in keys.house.people
    )
    raw = replace(keys, house=replace(keys.house, people=promoted)).to_bytes()

    assert refused_code(lambda: unlock(raw, "小李", "blue kettle")) is Code.NOT_OURS


def test_an_older_bundle_under_a_newer_house_still_opens_so_its_serial_is_handed_out() -> None:
    """Only the database can know better: the session says which serial opened."""
    vault = new_vault()
    session = unlock(with_clerk(vault))

    assert session.bundle_mark is not None
    assert session.bundle_mark.serial == 1
