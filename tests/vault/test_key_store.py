"""Copies of `keys.json`: written in one order, killed anywhere, never rolled back unseen."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.vault.vaults import BOUNDS, CHEAP, OWNER, new_vault, refused_code, unlock

from ledgerdesk.core.errors import Code
from ledgerdesk.vault.changes import change_password
from ledgerdesk.vault.creation import NewVault
from ledgerdesk.vault.key_store import (
    Candidate,
    Chosen,
    KeyPlaces,
    Source,
    candidate,
    candidates,
    choose,
    copy_path,
    first_readable,
    refresh_copies,
    write_keys,
)
from ledgerdesk.vault.keysfile import BundleMark, parse_keys
from ledgerdesk.vault.rotation import renew_sheet
from ledgerdesk.vault.session import Unlocked

NEW_PASSWORD = "nine tall poplars"
STEPS = [
    f"{source.value} {name}"
    for source in (Source.FILE, Source.BAK, Source.COPY)
    for name in ("written", "checked", "replaced", "named")
]


class Killed(Exception):
    """The process ended here."""


@pytest.fixture
def places(tmp_path: Path) -> KeyPlaces:
    vault = tmp_path / "book.ledgerdesk"
    vault.mkdir()
    return KeyPlaces(vault=vault, copy=copy_path(tmp_path / "user", "00" * 8, "11" * 8))


@pytest.fixture(scope="module")
def vault() -> NewVault:
    return new_vault()


def good(raw: bytes) -> None:
    unlock(raw)


def killed_at(step: str) -> Callable[[str], None]:
    def kill(name: str) -> None:
        if name == step:
            raise Killed

    return kill


def read(places: KeyPlaces) -> tuple[Candidate, ...]:
    return candidates(places, BOUNDS)


def expected(raw: bytes) -> tuple[int, str, dict[str, BundleMark]]:
    keys = parse_keys(raw, BOUNDS)
    return keys.house.revision, keys.house.digest(), dict(keys.bundle_marks())


def chosen(found: tuple[Candidate, ...], session: Unlocked, remembered: bytes) -> Chosen:
    revision, digest, marks = expected(remembered)
    return choose(
        found,
        root_public=session.root_public,
        expected_revision=revision,
        expected_digest=digest,
        expected_bundles=marks,
    )


def with_password(vault: NewVault, password: str = NEW_PASSWORD) -> bytes:
    return change_password(vault.keys, vault.unlocked, password, cost=CHEAP, bounds=BOUNDS)


def test_file_bak_and_copy_are_written_in_this_order(places: KeyPlaces, vault: NewVault) -> None:
    seen: list[str] = []

    write_keys(places, vault.keys, check=good, must_be_new=True, step=seen.append)

    assert seen == STEPS
    assert [one.raw for one in read(places)] == [vault.keys] * 3
    assert first_readable(read(places)).source is Source.FILE


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no mode bits")
def test_no_other_user_may_read_the_files(places: KeyPlaces, vault: NewVault) -> None:
    write_keys(places, vault.keys, check=good)

    assert {path.stat().st_mode & 0o077 for path in places.paths().values()} == {0}


def test_a_second_creation_in_the_same_folder_is_refused(
    places: KeyPlaces, vault: NewVault
) -> None:
    write_keys(places, vault.keys, check=good, must_be_new=True)

    assert (
        refused_code(lambda: write_keys(places, new_vault().keys, check=good, must_be_new=True))
        is Code.EXISTS
    )
    assert first_readable(read(places)).raw == vault.keys


def test_bytes_that_do_not_unlock_replace_nothing(places: KeyPlaces, vault: NewVault) -> None:
    write_keys(places, vault.keys, check=good)

    assert (
        refused_code(lambda: write_keys(places, with_password(vault), check=good))
        is Code.WRONG_PASSWORD
    )
    assert [one.raw for one in read(places)] == [vault.keys] * 3


@pytest.mark.parametrize("killed", STEPS)
@pytest.mark.parametrize("change", ["password", "sheet"])
def test_a_change_killed_anywhere_leaves_a_book_that_opens(
    places: KeyPlaces, vault: NewVault, killed: str, change: str
) -> None:
    """The database still remembers the state before: it is never told that it is the future."""
    write_keys(places, vault.keys, check=good)
    new, password = with_password(vault), NEW_PASSWORD
    if change == "sheet":
        renewed = renew_sheet(vault.keys, vault.unlocked, bounds=BOUNDS)
        new, password = renewed.keys, "seven quiet herons"

    with pytest.raises(Killed):
        write_keys(places, new, check=lambda raw: good_for(raw, password), step=killed_at(killed))

    first = first_readable(read(places))
    replaced = STEPS.index(killed) >= STEPS.index("keys.json replaced")
    assert first.source is Source.FILE
    assert first.raw == (new if replaced else vault.keys)
    session = unlock(first.raw, OWNER, password if replaced else "seven quiet herons")
    outcome = chosen(read(places), session, vault.keys)
    assert outcome.raw == first.raw
    assert outcome.is_newer is replaced
    refreshed = refresh_copies(places, outcome.raw)
    assert refreshed.unwritten == ()
    assert {one.raw for one in read(places)} == {outcome.raw}
    assert sorted(path.name for path in places.vault.iterdir()) == ["keys.json", "keys.json.bak"]


def good_for(raw: bytes, password: str) -> None:
    unlock(raw, OWNER, password)


def test_no_copy_keeps_an_old_password_alive(places: KeyPlaces, vault: NewVault) -> None:
    write_keys(places, vault.keys, check=good)
    new = with_password(vault)

    write_keys(places, new, check=lambda raw: good_for(raw, NEW_PASSWORD))

    for one in read(places):
        assert refused_code(unlock, one.raw) is Code.WRONG_PASSWORD
    assert sorted(path.name for path in places.vault.iterdir()) == ["keys.json", "keys.json.bak"]


@pytest.mark.parametrize(
    ("harm", "why"),
    [
        (lambda path: path.unlink(), Code.FILE_NOT_FOUND),
        (lambda path: path.write_bytes(b""), Code.KEYS_DAMAGED),
        (lambda path: path.write_bytes(path.read_bytes()[:-7]), Code.KEYS_DAMAGED),
        (lambda path: path.write_bytes(b"{" * 3_000_000), Code.KEYS_DAMAGED),
    ],
)
def test_a_harmed_file_falls_to_its_copies_one_after_the_other(
    places: KeyPlaces, vault: NewVault, harm: Callable[[Path], object], why: Code
) -> None:
    write_keys(places, vault.keys, check=good)
    paths = places.paths()

    harm(paths[Source.FILE])
    assert first_readable(read(places)).source is Source.BAK
    assert read(places)[0].why is why
    harm(paths[Source.BAK])
    assert first_readable(read(places)).source is Source.COPY
    harm(paths[Source.COPY])
    assert refused_code(lambda: first_readable(read(places))) is Code.KEYS_DAMAGED


def test_an_older_file_alone_is_rolled_back(places: KeyPlaces, vault: NewVault) -> None:
    newer = renew_sheet(vault.keys, vault.unlocked, bounds=BOUNDS).keys
    write_keys(places, vault.keys, check=good)

    assert refused_code(chosen, read(places), vault.unlocked, newer) is Code.KEYS_ROLLED_BACK


def test_an_older_password_alone_is_rolled_back(places: KeyPlaces, vault: NewVault) -> None:
    write_keys(places, vault.keys, check=good)

    assert (
        refused_code(chosen, read(places), vault.unlocked, with_password(vault))
        is Code.KEYS_ROLLED_BACK
    )


@pytest.mark.parametrize("kept", [Source.BAK, Source.COPY])
def test_an_older_file_gives_way_to_a_copy_that_is_not(
    places: KeyPlaces, vault: NewVault, kept: Source
) -> None:
    newer = renew_sheet(vault.keys, vault.unlocked, bounds=BOUNDS).keys
    write_keys(places, vault.keys, check=good)
    places.paths()[kept].write_bytes(newer)

    outcome = chosen(read(places), vault.unlocked, newer)

    assert (outcome.raw, outcome.candidate.source, outcome.is_newer) == (newer, kept, False)


def test_the_database_s_own_row_is_the_last_resort(places: KeyPlaces, vault: NewVault) -> None:
    newer = renew_sheet(vault.keys, vault.unlocked, bounds=BOUNDS).keys
    write_keys(places, vault.keys, check=good)
    row = candidate(Source.DATABASE, newer, BOUNDS)

    outcome = chosen((*read(places), row), vault.unlocked, newer)

    assert (outcome.raw, outcome.candidate.source) == (newer, Source.DATABASE)


def test_a_newer_file_of_another_root_is_not_taken(places: KeyPlaces, vault: NewVault) -> None:
    other = new_vault(vault.unlocked.vault_id)
    foreign = renew_sheet(other.keys, other.unlocked, bounds=BOUNDS).keys
    write_keys(places, vault.keys, check=good)
    places.paths()[Source.BAK].write_bytes(foreign)

    assert chosen(read(places), vault.unlocked, vault.keys).raw == vault.keys


def test_another_house_of_the_same_revision_is_not_taken(
    places: KeyPlaces, vault: NewVault
) -> None:
    one = renew_sheet(vault.keys, vault.unlocked, bounds=BOUNDS).keys
    twin = renew_sheet(vault.keys, vault.unlocked, bounds=BOUNDS).keys
    write_keys(places, twin, check=good)

    assert refused_code(chosen, read(places), vault.unlocked, one) is Code.KEYS_ROLLED_BACK


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (errno.ENOSPC, Code.DISK_FULL),
        (errno.EROFS, Code.READ_ONLY),
        (errno.EIO, Code.IO_FAILED),
    ],
)
def test_a_fault_of_the_disk_is_told_and_replaces_nothing(
    places: KeyPlaces, vault: NewVault, monkeypatch: pytest.MonkeyPatch, fault: int, code: Code
) -> None:
    write_keys(places, vault.keys, check=good)

    def fail(_: int) -> None:
        raise OSError(fault, "test")

    monkeypatch.setattr(os, "fsync", fail)
    assert refused_code(lambda: write_keys(places, new_vault().keys, check=good)) is code
    monkeypatch.undo()
    assert [one.raw for one in read(places)] == [vault.keys] * 3


def test_a_target_held_open_elsewhere_is_tried_again(
    places: KeyPlaces, vault: NewVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_keys(places, vault.keys, check=good)
    real, refusals = Path.replace, iter([True, True, False])

    def held(self: Path, target: Path) -> Path:
        if next(refusals, False):
            raise PermissionError(errno.EACCES, "held")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", held)
    monkeypatch.setattr("ledgerdesk.vault.whole_file.time.sleep", lambda _: None)
    write_keys(places, with_password(vault), check=lambda raw: good_for(raw, NEW_PASSWORD))

    assert first_readable(read(places)).raw != vault.keys


def test_a_target_held_open_for_long_is_told(
    places: KeyPlaces, vault: NewVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_keys(places, vault.keys, check=good)

    def held(self: Path, target: Path) -> Path:
        raise PermissionError(errno.EACCES, "held")

    now = iter(range(1000))
    monkeypatch.setattr(Path, "replace", held)
    monkeypatch.setattr("ledgerdesk.vault.whole_file.time.sleep", lambda _: None)
    monkeypatch.setattr("ledgerdesk.vault.whole_file.time.monotonic", lambda: float(next(now)))

    assert refused_code(lambda: write_keys(places, vault.keys, check=good)) is Code.READ_ONLY


def test_a_newer_program_s_file_is_not_passed_over(places: KeyPlaces, vault: NewVault) -> None:
    newer = Candidate(source=Source.FILE, raw=b"", keys=None, why=Code.NEWER_VERSION)
    old = candidate(Source.BAK, vault.keys, BOUNDS)

    assert refused_code(first_readable, (newer, old)) is Code.NEWER_VERSION


def test_a_copy_that_cannot_be_written_is_named_and_the_change_stands(
    tmp_path: Path, vault: NewVault
) -> None:
    blocker = tmp_path / "a file, not a folder"
    blocker.write_text("")
    places = KeyPlaces(vault=tmp_path, copy=blocker / "copy.json")
    new = with_password(vault)

    unwritten = write_keys(places, new, check=lambda raw: good_for(raw, NEW_PASSWORD))

    assert unwritten == (Source.COPY,)
    assert [one.why for one in read(places)] == [None, None, Code.IO_FAILED]
    assert first_readable(read(places)).raw == new
    refreshed = refresh_copies(places, new)
    assert (refreshed.stale, refreshed.unwritten) == ((Source.COPY,), (Source.COPY,))
