"""A backup's slots are replaced in a copy that takes its name, or the backup stays as it was."""

from pathlib import Path

import pytest
from tests.backup.sealed import BreakingDrive
from tests.support.backup_office import OWNERS, BackedUp, make_backed_up
from tests.support.still_office import desk_of

from ledgerdesk.backup.opening import opened
from ledgerdesk.backup.reslotting import replace_slots
from ledgerdesk.core.backups import Signer
from ledgerdesk.core.canonical import Json
from ledgerdesk.core.errors import KnownError
from ledgerdesk.vault.backup_slots import signer_among
from ledgerdesk.vault.kdf import BOUNDS_ONLY_FOR_TESTING
from ledgerdesk.vault.primitives import verify_signature
from ledgerdesk.vault.session import Unlocked


@pytest.fixture(scope="module")
def backed_up(tmp_path_factory: pytest.TempPathFactory) -> BackedUp:
    return make_backed_up(tmp_path_factory.mktemp("made") / "office")


def session_and_file(backed_up: BackedUp, folder: Path) -> tuple[Unlocked, Path, Json, Signer]:
    file = backed_up.back_up()
    copy = folder / file.name
    copy.write_bytes(file.read_bytes())
    with backed_up.office.opened() as ledger:
        unlocked = desk_of(ledger).unlocked
    with opened(copy, verify_signature) as read:
        slots = read.keys.slots
    signer = signer_among(slots, unlocked, bounds=BOUNDS_ONLY_FOR_TESTING)
    assert signer is not None
    return unlocked, copy, slots, signer


def without_anybody(slots: Json) -> Json:
    assert isinstance(slots, dict)
    return {**slots, "owners": []}


def test_blocks_and_core_are_the_same_bytes_and_only_the_section_differs(
    backed_up: BackedUp, tmp_path: Path
) -> None:
    unlocked, file, slots, signer = session_and_file(backed_up, tmp_path)
    before = file.read_bytes()
    with opened(file, verify_signature) as read:
        header = read.header

    replace_slots(
        file, without_anybody(slots), signer, unlocked.sign, verify_signature, drive=BreakingDrive()
    )

    after = file.read_bytes()
    begins, ends = len(header.authenticated) + len(header.core_mac), header.size
    assert (after[:begins], after[ends:]) == (before[:begins], before[ends:])
    assert after[begins:ends] != before[begins:ends]
    with opened(file, verify_signature) as read:
        assert read.keys.slots == without_anybody(slots)
        read.refuse_damage(None)
    house = backed_up.office.house
    assert house.verify_backup(file, backed_up.printed).authentic
    with pytest.raises(KnownError):
        house.verify_backup(file, OWNERS)


def test_a_drive_that_fails_at_any_call_leaves_the_backup_as_it_was(
    backed_up: BackedUp, tmp_path: Path
) -> None:
    unlocked, file, slots, signer = session_and_file(backed_up, tmp_path)
    before = file.read_bytes()
    whole = BreakingDrive()
    replace_slots(file, slots, signer, unlocked.sign, verify_signature, drive=whole)
    file.write_bytes(before)
    assert len(whole.calls) >= 4

    # The last call syncs the folder: by then the new file has the name, and is whole.
    for at in range(1, len(whole.calls)):
        with pytest.raises(KnownError):
            replace_slots(
                file,
                without_anybody(slots),
                signer,
                unlocked.sign,
                verify_signature,
                drive=BreakingDrive(at=at),
            )
        assert file.read_bytes() == before
        assert list(tmp_path.iterdir()) == [file]


def test_a_damaged_backup_is_not_made_to_look_whole(backed_up: BackedUp, tmp_path: Path) -> None:
    unlocked, file, slots, signer = session_and_file(backed_up, tmp_path)
    harmed = bytearray(file.read_bytes())
    harmed[-100] ^= 1
    file.write_bytes(harmed)

    with pytest.raises(KnownError):
        replace_slots(
            file,
            without_anybody(slots),
            signer,
            unlocked.sign,
            verify_signature,
            drive=BreakingDrive(),
        )

    assert file.read_bytes() == harmed
    assert list(tmp_path.iterdir()) == [file]
