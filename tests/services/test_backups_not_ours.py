"""C-43: a backup built from public parts alone is `not_ours`, by password, by sheet, by reader."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.support.backup_office import OWNERS, AnotherPc, BackedUp, make_backed_up

from ledgerdesk.backup import header as format_
from ledgerdesk.backup.drive import Drive
from ledgerdesk.backup.opening import opened
from ledgerdesk.backup.sealing import Sealing, put_backup
from ledgerdesk.core.backups import Follower, Signer
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.services.access import Credential
from ledgerdesk.vault import primitives
from ledgerdesk.vault.backup_keys import backup_keys, new_backup_id
from ledgerdesk.vault.bundles import successor_bytes
from ledgerdesk.vault.creation import RootKey
from ledgerdesk.vault.house import PublicKeys, Scope
from ledgerdesk.vault.recovery import RECOVERY_ID
from ledgerdesk.vault.session import generation_keys
from ledgerdesk.vault.unlocking import sealed_dbk_info


@pytest.fixture(scope="module")
def backed_up(tmp_path_factory: pytest.TempPathFactory) -> BackedUp:
    return make_backed_up(tmp_path_factory.mktemp("made") / "office")


@pytest.fixture(scope="module")
def stolen(backed_up: BackedUp) -> Path:
    """A stick that was found: everything in it is public to its finder."""
    return backed_up.back_up()


class Finder:
    """One who found the stick, knows the format, and holds no secret of the house."""

    def __init__(self, stolen: Path) -> None:
        with opened(stolen, primitives.verify_signature) as file:
            self.core, self.keys = file.core, file.keys

    def slots(self, database_key: bytes) -> Any:
        """Seal a database key of his own to the victims' public keys, beside their bundles."""
        slots: Any = self.keys.slots
        origin = self.core.origin

        def sealed(slot: dict[str, Any], holder: str) -> dict[str, Any]:
            info = sealed_dbk_info(origin.vault_id, holder, origin.generation)
            public = bytes.fromhex(slot["seal_public"])
            return {**slot, "sealed_dbk": primitives.seal(public, database_key, info).hex()}

        return {
            **slots,
            "owners": [sealed(slot, slot["id"]) for slot in slots["owners"]],
            "recovery": sealed(slots["recovery"], RECOVERY_ID),
        }

    def forge(self, folder: Path, signer: Signer, private: bytes) -> Path:
        """Write a backup whose every digest, MAC and signature fits."""
        folder.mkdir(exist_ok=True)
        database_key = primitives.random_bytes(32)
        origin = replace(self.core.origin, backup_id=new_backup_id(), sequence=99)
        keys = generation_keys(database_key, origin.vault_id, origin.generation)
        own = backup_keys(keys.backup_key, origin.vault_id, origin.backup_id)
        book = folder / "book"
        book.write_bytes(bytes(8192))
        return put_backup(
            folder,
            book,
            hashlib.sha256(bytes(8192)).digest(),
            Sealing(
                origin=origin,
                facts=own.seal_facts(b"{}"),
                slots=self.slots(database_key),
                signer=signer,
                sign=lambda data: primitives.sign(private, data),
                verify=primitives.verify_signature,
                mac_key=own.mac,
            ),
            drive=Drive(),
        ).path


def own_root(finder: Finder, private: bytes) -> Signer:
    """Certify oneself by a root of one's own."""
    vault = finder.core.origin.vault_id
    root = RootKey(vault_id=vault, private=primitives.random_bytes(32))
    public = primitives.sign_public(private)
    subject = finder.core.signer.subject
    return Signer(
        scope="person",
        subject=subject,
        public=public,
        certificate=root.certify(Scope.PERSON, subject, public),
    )


def borrowed_certificate(finder: Finder, private: bytes) -> Signer:
    """Put one's own key beside the owner's true certificate."""
    return replace(finder.core.signer, public=primitives.sign_public(private))


def false_follower(finder: Finder, private: bytes) -> Signer:
    """Claim to follow the owner's certified pair."""
    sign = primitives.sign_public(private)
    seal = primitives.seal_public(private)
    covered = successor_bytes(
        finder.core.origin.vault_id,
        finder.core.signer.subject,
        PublicKeys(seal=seal, sign=sign),
    )
    endorsement = primitives.sign(private, covered)
    follower = Follower(seal=seal, sign=sign, endorsement=endorsement)
    return replace(finder.core.signer, follower=follower)


def as_firm(finder: Finder, private: bytes) -> Signer:
    """Use a scope that makes no backups."""
    return replace(own_root(finder, private), scope="firm")


@pytest.mark.parametrize("claim", [own_root, borrowed_certificate, false_follower, as_firm])
@pytest.mark.parametrize("way", ["password", "sheet"])
def test_a_backup_from_public_parts_alone_is_not_ours(
    claim: Callable[[Finder, bytes], Signer],
    way: str,
    backed_up: BackedUp,
    stolen: Path,
    tmp_path: Path,
) -> None:
    finder, private = Finder(stolen), primitives.random_bytes(32)
    forged = finder.forge(tmp_path / "forged", claim(finder, private), private)
    credential = OWNERS if way == "password" else backed_up.printed
    pc = AnotherPc(folder=tmp_path)

    assert pc.house().verify_backup(forged, None).authentic is False
    problems = [
        refused(lambda: pc.house().verify_backup(forged, credential)),
        refused(lambda: pc.restore(forged, credential)),
    ]

    assert [problem.code for problem in problems] == [Code.NOT_OURS, Code.NOT_OURS]
    assert problems[0].details["authentic"] is False
    assert not (tmp_path / "r.ledgerdesk").exists()


def refused(act: Callable[[], object]) -> KnownError:
    with pytest.raises(KnownError) as caught:
        act()
    return caught.value


def test_new_slots_for_a_true_core_open_nothing(
    backed_up: BackedUp, stolen: Path, tmp_path: Path
) -> None:
    """The key section can be replaced, but only by somebody the root vouches for."""
    finder, private = Finder(stolen), primitives.random_bytes(32)
    with opened(stolen, primitives.verify_signature) as file:
        header = file.header
    keys = format_.Keys(
        slots=finder.slots(primitives.random_bytes(32)),
        macs_sha256=header.keys.macs_sha256,
        signer=own_root(finder, private),
    )
    section = format_.signed_keys(
        keys,
        header.core_mac,
        lambda data: primitives.sign(private, data),
        header.core.keys_reserved,
    )
    raw = stolen.read_bytes()
    forged = tmp_path / "forged.ldbk"
    forged.write_bytes(raw[: header.size - len(section)] + section + raw[header.size :])

    house = backed_up.office.house
    problems = [
        refused(lambda: house.verify_backup(forged, OWNERS)),
        refused(lambda: house.verify_backup(forged, backed_up.printed)),
    ]

    assert [problem.code for problem in problems] == [Code.NOT_OURS, Code.NOT_OURS]


def test_another_office_s_backup_is_opened_by_none_of_our_keys(
    backed_up: BackedUp, tmp_path: Path
) -> None:
    other = make_backed_up(tmp_path / "other", receipts=0)
    file = other.back_up()
    ours = Credential(password="another long password")

    assert refused(lambda: other.office.house.verify_backup(file, ours)).code is (
        Code.WRONG_PASSWORD
    )
    assert refused(lambda: other.office.house.verify_backup(file, backed_up.printed)).code is (
        Code.WRONG_RECOVERY_KEY
    )
