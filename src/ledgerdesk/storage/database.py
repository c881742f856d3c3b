"""One writing connection to one encrypted book, and transactions as the only way to its SQL."""

import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as engine

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.storage.engine import refuse_old_engine
from ledgerdesk.storage.failures import translated
from ledgerdesk.storage.kept_file import PAGE_BYTES, KeptFile

APPLICATION_ID = 0x4C444231  # "LDB1"
CACHE_KIBIBYTES = 65_536
_KEY = re.compile(r"[0-9a-f]{64}")

# Set and read back; a value the engine did not take is a bug of the build, not of the office.
_PRAGMAS: tuple[tuple[str, str, object], ...] = (
    ("journal_mode", "TRUNCATE", "truncate"),
    ("synchronous", "EXTRA", 3),
    ("locking_mode", "NORMAL", "normal"),
    ("temp_store", "MEMORY", 2),
    ("foreign_keys", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("secure_delete", "ON", 1),
    ("recursive_triggers", "ON", 1),
    ("cache_size", f"-{CACHE_KIBIBYTES}", -CACHE_KIBIBYTES),
    ("busy_timeout", "2000", 2000),
)

_IN_BOOK = translated("ledger.db")

Row = tuple[Any, ...]


class Transaction:
    """One open transaction; SQL outside of one cannot be written."""

    def __init__(self, connection: Any) -> None:
        self._connection: Any = connection

    def run(self, statement: str, values: Sequence[object] = ()) -> int:
        """Execute one statement; give back the new row's id."""
        with _IN_BOOK:
            cursor = self._live().execute(statement, values)
            return int(cursor.lastrowid or 0)

    def rows(self, statement: str, values: Sequence[object] = ()) -> Iterator[Row]:
        """Yield the rows of a query as they come."""
        with _IN_BOOK:
            yield from self._live().execute(statement, values)

    def records(self, statement: str, values: Sequence[object] = ()) -> Iterator[dict[str, Any]]:
        """Yield the rows of a query as dictionaries by column name."""
        with _IN_BOOK:
            cursor = self._live().execute(statement, values)
            names = [column[0] for column in cursor.description]
            for row in cursor:
                yield dict(zip(names, row, strict=True))

    def row(self, statement: str, values: Sequence[object] = ()) -> Row | None:
        """Fetch the first row of a query, or None."""
        with _IN_BOOK:
            found: Row | None = self._live().execute(statement, values).fetchone()
            return found

    def value(self, statement: str, values: Sequence[object] = ()) -> Any:
        """Fetch the first column of the first row, or None."""
        found = self.row(statement, values)
        return None if found is None else found[0]

    def _live(self) -> Any:
        if self._connection is None:
            raise RuntimeError("the transaction has ended")
        return self._connection

    def end(self) -> None:
        """Forget the connection, so that a kept reference cannot write later."""
        self._connection = None


class Database:
    """Open or create an encrypted book; every read and write is a transaction.

    `page_key_hex` is the raw key, 64 lower-case hex digits. The thread that opens owns the
    connection (`check_same_thread`).
    """

    def __init__(self, kept: KeptFile, connection: Any) -> None:
        self._kept = kept
        self._connection = connection
        self._busy = False
        self.pages_were_checked = False

    @classmethod
    def create(cls, path: Path, page_key_hex: str) -> "Database":
        """Create a book where nothing is; an existing path is refused with `exists`."""
        refuse_old_engine()
        with translated("ledger.db"), path.open("xb"):
            path.chmod(0o600)
        return cls._opened(KeptFile(path), page_key_hex, new=True)

    @classmethod
    def open(cls, path: Path, page_key_hex: str) -> "Database":
        """Open a book that exists, recover it from its journal, and refuse what is not whole.

        Raises `damaged`, `not_a_vault` (plaintext), `in_use`, `read_only`. Opening never creates.
        """
        refuse_old_engine()
        return cls._opened(KeptFile(path), page_key_hex, new=False)

    @classmethod
    def _opened(cls, kept: KeptFile, page_key_hex: str, *, new: bool) -> "Database":
        with ExitStack() as undo:
            undo.callback(kept.close)
            connection = _whole_connection(kept, page_key_hex, new=new)
            undo.pop_all()
        return cls(kept, connection)

    def rekey(self, present_hex: str, following_hex: str) -> None:
        """Encrypt the book with another key and open it anew with that one, or leave it as it is.

        The engine does it in one transaction: a kill leaves the whole book under one of the two.
        Raises `io_failed` where it could not be done; the book is open with the present key then.
        """
        if self._busy or self._connection.in_transaction:
            raise RuntimeError("a transaction is open already")
        _refuse_shape(following_hex)
        self._kept.refuse_move()
        problem = self._rekeyed_and_closed(following_hex)
        key = following_hex if problem is None else present_hex
        self._connection = _whole_connection(self._kept, key, new=False)
        if problem is not None:
            raise KnownError(Code.IO_FAILED, part="ledger.db", found="rekey") from problem

    def _rekeyed_and_closed(self, key_hex: str) -> Exception | None:
        # A connection whose rekey failed writes with the new key what it reads with the old one,
        # and the book is lost (measured): it is never used again, whatever it said.
        try:
            self._connection.execute(f"PRAGMA rekey = \"x'{key_hex}'\"").fetchall()
        except engine.Error as error:
            problem: Exception = error
            return problem
        finally:
            self._connection.close()
        return None

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """Run one writing transaction: all of it is durable when the block ends, or nothing."""
        self._kept.refuse_move()
        with self._transaction("BEGIN IMMEDIATE") as transaction:
            yield transaction

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """Run one reading transaction: every query in it sees the same state."""
        with self._transaction("BEGIN") as transaction:
            yield transaction

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Transaction]:
        if self._busy:
            raise RuntimeError("a transaction is open already")
        self._busy = True
        transaction = Transaction(self._connection)
        try:
            with _IN_BOOK:
                self._connection.execute(begin)
            yield transaction
            with _IN_BOOK:
                self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise
        finally:
            transaction.end()
            self._busy = False

    @contextmanager
    def at_rest(self) -> Iterator[KeptFile]:
        """Hold the write lock without writing, so that the raw file is whole for a copy.

        It takes no transaction and refuses to run inside one: a copy made after a writing
        transaction had spilled passes every integrity check with rows that never were (measured).
        """
        if self._busy or self._connection.in_transaction:
            raise RuntimeError("a snapshot inside a transaction would copy what was never saved")
        self._kept.refuse_move()
        self._busy = True
        try:
            with _IN_BOOK:
                self._connection.execute("BEGIN IMMEDIATE")
            self._assert_no_journal()
            yield self._kept
            self._assert_no_journal()
        finally:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            self._busy = False

    def _assert_no_journal(self) -> None:
        if self._kept.journal_bytes():
            raise KnownError(Code.NEEDS_RECOVERY, part="ledger.db")

    @property
    def in_transaction(self) -> bool:
        """Tell whether a transaction is open; a leaked one fails the tests."""
        return self._busy or bool(self._connection.in_transaction)

    def cipher_findings(self) -> list[str]:
        """Check the HMAC of every page; an empty list means none was changed."""
        with self.read() as tx:
            found = [str(row[0]) for row in tx.rows(CIPHER_CHECK)]
        self.pages_were_checked = True
        return found

    def close(self) -> None:
        """Close the connection first and the kept descriptor after it."""
        self._connection.close()
        self._kept.close()


CIPHER_CHECK = "PRAGMA cipher_integrity_check"


def changed_pages(path: Path, page_key_hex: str) -> int:
    """Count the pages whose HMAC is wrong over a connection of its own, beside the writing one.

    It holds no lock that a save would wait for. Whoever finds any asks the writing connection
    before he believes it: the key may have been changed meanwhile.
    """
    connection = connected(path, page_key_hex, mode="ro")
    try:
        with _IN_BOOK:
            return sum(1 for _ in connection.execute(CIPHER_CHECK))
    finally:
        connection.close()


def _whole_connection(kept: KeptFile, page_key_hex: str, *, new: bool) -> Any:
    """Connect to the kept file, recover it from its journal, and refuse what is not whole."""
    with ExitStack() as undo:
        if not new:
            kept.refuse_damage()
        connection = connected(kept.path, page_key_hex, mode="rw")
        undo.callback(connection.close)
        with _IN_BOOK:
            _settle(connection, new=new)
        kept.refuse_move()
        if not new:
            _refuse_stranger(connection)
            if kept.journal_bytes():
                with _IN_BOOK:
                    _drop_cold_journal(connection)
            kept.refuse_damage()
            with _IN_BOOK:
                pages = int(connection.execute("PRAGMA page_count").fetchone()[0])
            kept.refuse_other_size(pages)
        undo.pop_all()
    return connection


def connected(path: Path, page_key_hex: str, *, mode: str) -> Any:
    """Connect with the raw key; `mode` is `rw` or `ro`, never one that creates.

    A key of another shape would silently be taken as a passphrase (measured), so it is refused.
    """
    _refuse_shape(page_key_hex)
    with _IN_BOOK:
        connection = engine.connect(
            f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None
        )
    # The engine's own words about damaged pages would go to stderr; ours say it.
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{page_key_hex}'\"")
    return connection


def _refuse_shape(page_key_hex: str) -> None:
    if not _KEY.fullmatch(page_key_hex):
        raise ValueError("the page key is 64 lower-case hex digits")


def _settle(connection: Any, *, new: bool) -> None:
    if new:
        connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    # The first read proves the key and replays a hot journal before anything is judged.
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    for name, value, expected in _PRAGMAS:
        connection.execute(f"PRAGMA {name} = {value}")
        found = connection.execute(f"PRAGMA {name}").fetchone()[0]
        if found != expected:
            raise RuntimeError(f"PRAGMA {name} is {found!r}")


def _drop_cold_journal(connection: Any) -> None:
    """Let the engine delete a journal that it did not need.

    A kill before the journal's first sync leaves one with an empty header: the engine ignores it
    and leaves it lying until the next save, where it would forbid a copy and hide a torn tail.
    Leaving TRUNCATE for DELETE makes the engine judge it once more and delete it, under its lock.
    """
    for mode in ("DELETE", "TRUNCATE"):
        found = connection.execute(f"PRAGMA journal_mode = {mode}").fetchone()[0]
        if found != mode.lower():
            raise RuntimeError(f"PRAGMA journal_mode is {found!r}")


def _refuse_stranger(connection: Any) -> None:
    found = connection.execute("PRAGMA application_id").fetchone()[0]
    if found != APPLICATION_ID:
        raise KnownError(Code.NOT_A_VAULT, part="ledger.db", found="application_id")
