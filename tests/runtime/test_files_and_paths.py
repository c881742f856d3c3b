"""A file appears whole and for its owner alone, and a path says where it really lies."""

import os
from pathlib import Path

import pytest

from ledgerdesk.runtime.files import write_private, write_private_line, write_whole
from ledgerdesk.runtime.paths import VaultPaths, application_folder, is_inside


def _names(folder: Path) -> set[str]:
    return {entry.name for entry in folder.iterdir()}


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    target = tmp_path / "r.pdf"
    for data in (b"old", b"", b"new" * 1_000_000):
        write_whole(target, data)
        assert target.read_bytes() == data

    assert _names(tmp_path) == {"r.pdf"}


@pytest.mark.parametrize("step", ["os.fsync", "pathlib.Path.replace"])
@pytest.mark.parametrize("present", [True, False])
def test_a_write_that_fails_keeps_the_old_and_leaves_no_part(
    step: str, present: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "r.pdf"
    if present:
        target.write_bytes(b"old")
    before = _names(tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr(step, full)
    with pytest.raises(OSError, match="no space"):
        write_whole(target, b"new")
    monkeypatch.undo()

    assert _names(tmp_path) == before
    assert not present or target.read_bytes() == b"old"


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "missing" / "r.pdf", b"new")

    assert _names(tmp_path) == set()


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_a_private_line_is_its_owners_alone(mask: int, tmp_path: Path) -> None:
    target = tmp_path / "key.txt"
    before = os.umask(mask)
    try:
        write_private_line(target, "ABCD-EFGH")
    finally:
        os.umask(before)

    assert target.read_bytes() == b"ABCD-EFGH\n"
    assert target.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("kind", ["file", "link", "dangling link", "folder"])
def test_a_private_file_refuses_what_is_there(kind: str, tmp_path: Path) -> None:
    target, elsewhere = tmp_path / "key.txt", tmp_path / "elsewhere"
    if kind == "file":
        target.write_bytes(b"mine")
    elif kind == "folder":
        target.mkdir()
    else:
        if kind == "link":
            elsewhere.write_bytes(b"mine")
        target.symlink_to(elsewhere)
    before = _names(tmp_path)

    with pytest.raises(FileExistsError):
        write_private(target, b"secret")

    assert _names(tmp_path) == before
    assert b"secret" not in b"".join(
        entry.read_bytes() for entry in tmp_path.iterdir() if entry.is_file()
    )


def test_a_private_file_that_cannot_be_written_whole_is_not_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="no space"):
        write_private(tmp_path / "key.txt", b"secret")

    assert _names(tmp_path) == set()


def test_a_private_line_is_ascii(tmp_path: Path) -> None:
    with pytest.raises(UnicodeEncodeError):
        write_private_line(tmp_path / "key.txt", "密")

    assert _names(tmp_path) == set()


def test_the_parts_of_a_vault_lie_in_its_folder(tmp_path: Path) -> None:
    paths = VaultPaths(tmp_path / "v.ledgerdesk")
    parts = [paths.ledger, paths.keys, paths.state, paths.throttle, paths.lock, paths.backups]

    assert [part.name for part in parts] == [
        "ledger.db", "keys.json", "state.json", "throttle.json", "LOCK", "backups",
    ]  # fmt: skip
    assert {part.parent for part in parts} == {paths.folder}


def test_the_application_folder_is_the_users_own(own_folders: Path) -> None:
    assert is_inside(application_folder(), own_folders)
    assert not application_folder().exists()


def test_inside_is_judged_with_links_resolved(tmp_path: Path) -> None:
    vault, outside = tmp_path / "vault", tmp_path / "outside"
    vault.mkdir()
    outside.mkdir()
    (outside / "way in").symlink_to(vault)
    (vault / "way out").symlink_to(outside)
    (tmp_path / "vault2").mkdir()

    inside = [vault, vault / "a" / "b", outside / "way in" / "x", outside / ".." / "vault"]
    beyond = [outside, vault / "way out" / "x", vault / ".." / "x", tmp_path / "vault2", tmp_path]

    assert all(is_inside(path, vault) for path in inside)
    assert not any(is_inside(path, vault) for path in beyond)
    assert is_inside(vault / "x", outside / "way in")
