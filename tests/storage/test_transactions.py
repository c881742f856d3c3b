"""All of a transaction is durable or nothing is, and its SQL dies with it."""

from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as engine
from tests.storage.conftest import KEY

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.storage import database as module
from ledgerdesk.storage.database import APPLICATION_ID, Database, Transaction, connected

TABLE = "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT"
INSERT = "INSERT INTO note (text) VALUES (?)"
COUNT = "SELECT count(*) FROM note"


class SimulatedError(Exception):
    """What a test raises inside a transaction."""


@pytest.fixture
def notes(empty: Database) -> Database:
    with empty.write() as tx:
        tx.run(TABLE)
        tx.run(INSERT, ("one",))
    return empty


Statement = tuple[str, tuple[object, ...]]


def _run(database: Database, *statements: Statement) -> None:
    with database.write() as tx:
        for text, values in statements:
            tx.run(text, values)


def _failing(database: Database, *statements: Statement) -> Transaction:
    """Run statements in a transaction that ends in an error; give back its remains."""
    kept: list[Transaction] = []

    def fail() -> None:
        with database.write() as tx:
            kept.append(tx)
            for text, values in statements:
                tx.run(text, values)
            raise SimulatedError

    with pytest.raises(SimulatedError):
        fail()
    return kept[0]


def _count(database: Database) -> int:
    with database.read() as tx:
        return int(tx.value(COUNT))


def test_what_a_block_wrote_stands_when_it_ends(notes: Database) -> None:
    with notes.write() as tx:
        assert tx.run(INSERT, ("two",)) == 2

    assert _count(notes) == 2
    assert not notes.in_transaction


def test_a_raised_error_takes_everything_back(notes: Database) -> None:
    _failing(notes, (INSERT, ("two",)), ("DELETE FROM note WHERE text = 'one'", ()))

    assert _count(notes) == 1
    assert not notes.in_transaction


def test_a_refused_statement_takes_everything_back(notes: Database) -> None:
    with pytest.raises(engine.IntegrityError):
        _run(notes, (INSERT, ("two",)), (INSERT, (None,)))

    assert _count(notes) == 1


def test_a_table_made_in_a_failed_write_does_not_survive(notes: Database) -> None:
    _failing(
        notes,
        ("CREATE TABLE more (id INTEGER PRIMARY KEY) STRICT", ()),
        ("PRAGMA user_version = 9", ()),
    )

    with notes.read() as tx:
        assert tx.value("SELECT count(*) FROM sqlite_schema WHERE name = 'more'") == 0
        assert tx.value("PRAGMA user_version") == 0


@pytest.mark.parametrize("outer", ["write", "read"])
@pytest.mark.parametrize("inner", ["write", "read"])
def test_a_transaction_inside_another_is_refused(notes: Database, outer: str, inner: str) -> None:
    with (
        pytest.raises(RuntimeError, match="open already"),
        getattr(notes, outer)(),
        getattr(notes, inner)(),
    ):
        pytest.fail("a transaction began inside another")

    assert not notes.in_transaction
    assert _count(notes) == 1


@pytest.mark.parametrize("way", ["write", "read"])
def test_a_kept_transaction_is_dead_after_its_block(notes: Database, way: str) -> None:
    kept: list[Transaction] = []
    with getattr(notes, way)() as tx:
        kept.append(tx)

    with pytest.raises(RuntimeError, match="has ended"):
        kept[0].run(INSERT, ("late",))
    with pytest.raises(RuntimeError, match="has ended"):
        kept[0].value(COUNT)
    assert _count(notes) == 1


def test_a_kept_transaction_is_dead_after_an_error_too(notes: Database) -> None:
    kept = _failing(notes)

    with pytest.raises(RuntimeError, match="has ended"):
        kept.run(INSERT, ("late",))


def test_a_reading_transaction_sees_one_state(notes: Database) -> None:
    with notes.read() as tx:
        assert list(tx.records("SELECT * FROM note")) == [{"id": 1, "text": "one"}]
        assert tx.row("SELECT id, text FROM note WHERE id = 2") is None
        assert tx.value("SELECT text FROM note WHERE id = 2") is None
        assert list(tx.rows("SELECT id, text FROM note")) == [(1, "one")]


def test_every_pragma_reads_back_as_set(notes: Database) -> None:
    expected = {name: value for name, _, value in module._PRAGMAS}
    assert expected.items() >= {
        ("journal_mode", "truncate"), ("synchronous", 3), ("foreign_keys", 1),
        ("secure_delete", 1), ("temp_store", 2), ("trusted_schema", 0), ("cell_size_check", 1),
    }  # fmt: skip

    with notes.read() as tx:
        assert {name: tx.value(f"PRAGMA {name}") for name in expected} == expected
        assert tx.value("PRAGMA application_id") == APPLICATION_ID
        assert int(tx.value("PRAGMA page_size")) == 4096


def test_a_pragma_the_engine_did_not_take_is_a_bug(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_PRAGMAS", (("journal_mode", "TRUNCATE", "wal"),))

    with pytest.raises(RuntimeError, match="journal_mode"):
        Database.create(tmp_path / "other.db", KEY)


def test_foreign_keys_are_enforced(book: Database) -> None:
    with pytest.raises(engine.IntegrityError), book.write() as tx:
        tx.run("INSERT INTO audit_object (kind, pub, seq) VALUES ('trade', 'x', 99)")


@pytest.mark.parametrize("key", ["", "ab" * 31, "AB" * 32, "ab" * 32 + " ", "xy" * 32, "a" * 65])
def test_a_key_of_another_shape_is_never_taken_for_a_passphrase(key: str, tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    path.write_bytes(b"")

    with pytest.raises(ValueError, match="64 lower-case hex"):
        connected(path, key, mode="rw")
    assert path.read_bytes() == b""


def test_creating_refuses_a_path_that_is_taken(notes: Database, tmp_path: Path) -> None:
    with pytest.raises(KnownError) as refusal:
        Database.create(tmp_path / "ledger.db", KEY)

    assert refusal.value.code is Code.EXISTS
    assert _count(notes) == 1


def test_a_new_book_is_its_owners_alone(notes: Database, tmp_path: Path) -> None:
    assert (tmp_path / "ledger.db").stat().st_mode & 0o777 == 0o600


def test_opening_never_creates(tmp_path: Path) -> None:
    path = tmp_path / "other.db"

    with pytest.raises(KnownError) as refusal:
        Database.open(path, KEY)

    assert refusal.value.code is Code.DAMAGED
    assert not path.exists()


def test_a_book_opens_with_its_own_key_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    made = Database.create(path, KEY)
    with made.write() as tx:
        tx.run(TABLE)
    made.close()

    with pytest.raises(KnownError) as refusal:
        Database.open(path, "f" * 64)
    assert refusal.value.code is Code.DAMAGED

    again = Database.open(path, KEY)
    assert _count(again) == 0
    again.close()


def test_an_encrypted_file_of_another_program_is_no_vault(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    path.touch()
    connection = connected(path, KEY, mode="rw")
    connection.execute("CREATE TABLE theirs (id INTEGER PRIMARY KEY)")
    connection.close()

    with pytest.raises(KnownError) as refusal:
        Database.open(path, KEY)
    assert refusal.value.code is Code.NOT_A_VAULT
    assert refusal.value.details["found"] == "application_id"
