"""A snapshot is the book as it was saved, and nothing else is ever copied."""

import hashlib
from pathlib import Path

import pytest
from tests.storage.conftest import KEY
from tests.support.still_office import dump_of

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.storage.database import Database
from ledgerdesk.storage.kept_file import KeptFile
from ledgerdesk.storage.snapshot import findings_in, snapshot_to


def _dump(database: Database) -> dict[str, list[tuple[object, ...]]]:
    with database.read() as tx:
        return dump_of(tx)


@pytest.fixture
def filled(book: Database) -> Database:
    with book.write() as tx:
        tx.run(
            "INSERT INTO book (id, vault_id, created_at, office_zone, currency)"
            " VALUES (1, ?, '2026-11-23T02:00:00.000Z', 'Asia/Shanghai', 'CNY')",
            ("0" * 16,),
        )
    return book


def test_a_snapshot_opens_and_equals_the_book(filled: Database, tmp_path: Path) -> None:
    made = snapshot_to(filled, tmp_path / "copy.db")
    copy = Database.open(made.path, KEY)

    assert _dump(copy) == _dump(filled)
    assert _dump(copy)["book"]
    copy.close()


def test_a_snapshot_says_its_size_and_digest(filled: Database, tmp_path: Path) -> None:
    made = snapshot_to(filled, tmp_path / "copy.db")
    data = made.path.read_bytes()

    assert made.size == len(data) == (tmp_path / "ledger.db").stat().st_size
    assert made.sha256() == hashlib.sha256(data).digest()
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert findings_in(made.path, KEY, thorough=True) == []
    assert findings_in(made.path, KEY, thorough=False) == []


def test_the_copy_is_ciphertext(filled: Database, tmp_path: Path) -> None:
    data = snapshot_to(filled, tmp_path / "copy.db").path.read_bytes()

    assert b"CREATE TABLE" not in data
    assert b"SQLite format" not in data
    assert b"Asia/Shanghai" not in data


@pytest.mark.parametrize("way", ["write", "read"])
def test_a_snapshot_inside_a_transaction_raises_and_leaves_no_file(
    filled: Database, tmp_path: Path, way: str
) -> None:
    target = tmp_path / "copy.db"

    with pytest.raises(RuntimeError, match="never saved"), getattr(filled, way)():
        snapshot_to(filled, target)

    assert not target.exists()
    assert not filled.in_transaction


def test_a_path_that_is_taken_is_refused_and_left_alone(filled: Database, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.write_bytes(b"an older copy")

    with pytest.raises(KnownError) as refusal:
        snapshot_to(filled, target)

    assert refusal.value.code is Code.EXISTS
    assert target.read_bytes() == b"an older copy"


def test_a_hot_journal_forbids_the_copy(filled: Database, tmp_path: Path) -> None:
    journal = tmp_path / "ledger.db-journal"
    journal.write_bytes(b"rows that were never saved")

    with pytest.raises(KnownError) as refusal:
        snapshot_to(filled, tmp_path / "copy.db")

    assert refusal.value.code is Code.NEEDS_RECOVERY
    assert not (tmp_path / "copy.db").exists()
    assert not filled.in_transaction
    journal.write_bytes(b"")


def test_a_copy_that_fails_midway_leaves_no_file(
    filled: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def torn(_: KeptFile) -> list[bytes]:
        raise OSError(28, "no space left")

    monkeypatch.setattr(KeptFile, "chunks", torn)

    with pytest.raises(KnownError) as refusal:
        snapshot_to(filled, tmp_path / "copy.db")

    assert refusal.value.code is Code.DISK_FULL
    assert not (tmp_path / "copy.db").exists()
    with filled.write() as tx:
        assert tx.value("SELECT count(*) FROM book") == 1


def test_a_copy_of_several_pieces_is_whole(
    filled: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledgerdesk.storage.kept_file._COPY_CHUNK", 5_000)

    made = snapshot_to(filled, tmp_path / "copy.db")

    assert made.path.read_bytes() == (tmp_path / "ledger.db").read_bytes()


def test_a_dangling_reference_is_found_on_the_copy(filled: Database, tmp_path: Path) -> None:
    filled._connection.execute("PRAGMA foreign_keys = OFF")
    with filled.write() as tx:
        tx.run(
            "INSERT INTO draft (pub, staff_id, form, content, updated_at)"
            " VALUES (?, 77, 'trade', '{}', 'x')",
            ("0" * 16,),
        )
    made = snapshot_to(filled, tmp_path / "copy.db")

    assert findings_in(made.path, KEY, thorough=True) == ["reference: draft"]
