"""A book gets another key whole or keeps the one it has, and is never written with two."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import pytest

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.storage import migrate
from ledgerdesk.storage.database import Database, Transaction

OLD, NEW = "11" * 32, "22" * 32
ROWS = 1500
INSERT = "INSERT INTO setting (pub, salt, name, value) VALUES (?, zeroblob(16), ?, ?)"
COUNT = "SELECT count(*) FROM setting"


def insert(tx: Transaction, n: int) -> None:
    tx.run(INSERT, (f"{n:016x}", f"n{n}", f'"{"x" * 500}"'))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.db"
    book = Database.create(path, OLD)
    migrate.migrate(book)
    with book.write() as tx:
        for n in range(ROWS):
            insert(tx, n)
    book.close()
    return path


def rows(path: Path, key: str) -> int | Code:
    """Count the rows a key shows, every page checked; or say why it does not."""
    try:
        book = Database.open(path, key)
    except KnownError as error:
        return error.code
    try:
        assert book.cipher_findings() == []
        with book.read() as tx:
            return int(tx.value(COUNT))
    finally:
        book.close()


@contextmanager
def small_files(most: int) -> Iterator[None]:
    """Let no file of this process grow beyond a size, as a full disk would."""
    import resource  # noqa: PLC0415 - not on Windows

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    heard = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, heard)


def test_a_book_with_a_new_key_has_every_row_and_the_old_key_shows_none(path: Path) -> None:
    book = Database.open(path, OLD)

    book.rekey(OLD, NEW)

    with book.write() as tx:
        insert(tx, ROWS)
        assert tx.value("PRAGMA synchronous") == 3
    book.close()
    assert (rows(path, NEW), rows(path, OLD)) == (ROWS + 1, Code.DAMAGED)
    assert [one for one in path.parent.iterdir() if one != path and one.stat().st_size] == []


def test_a_rekey_without_room_leaves_the_book_open_with_its_key(
    path: Path, not_run: Callable[[str], NoReturn]
) -> None:
    if os.name == "nt":
        not_run("this system has no limit of a file's size")
    book = Database.open(path, OLD)

    with small_files(path.stat().st_size // 4), pytest.raises(KnownError) as refusal:
        book.rekey(OLD, NEW)

    assert refusal.value.code is Code.IO_FAILED
    with book.write() as tx:
        insert(tx, ROWS)
    book.close()
    assert (rows(path, OLD), rows(path, NEW)) == (ROWS + 1, Code.DAMAGED)


def test_the_engine_alone_would_lose_the_book_after_a_failed_rekey(
    path: Path, not_run: Callable[[str], NoReturn]
) -> None:
    """Why the connection is never used again: the engine goes on with two keys."""
    if os.name == "nt":
        not_run("this system has no limit of a file's size")
    book = Database.open(path, OLD)
    connection: Any = book._connection

    with small_files(path.stat().st_size // 4), pytest.raises(Exception, match="rekey"):
        connection.execute(f"PRAGMA rekey = \"x'{NEW}'\"").fetchall()
    with book.write() as tx:
        insert(tx, ROWS)
    book.close()

    assert (rows(path, OLD), rows(path, NEW)) == (Code.DAMAGED, Code.DAMAGED)


def test_no_book_is_rekeyed_inside_a_transaction_or_with_half_a_key(path: Path) -> None:
    book = Database.open(path, OLD)

    with book.write(), pytest.raises(RuntimeError, match="transaction"):
        book.rekey(OLD, NEW)
    with pytest.raises(ValueError, match="64"):
        book.rekey(OLD, NEW[:-1])

    book.close()
    assert rows(path, OLD) == ROWS


def test_a_book_that_was_moved_is_not_rekeyed(path: Path) -> None:
    book = Database.open(path, OLD)
    moved = path.with_name("moved.db")
    path.rename(moved)

    with pytest.raises(KnownError) as refusal:
        book.rekey(OLD, NEW)

    assert refusal.value.code is Code.MOVED
    book.close()
    assert rows(moved, OLD) == ROWS
