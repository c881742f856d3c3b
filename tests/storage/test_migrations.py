"""A book comes whole to the newest schema, or stays as it was."""

from pathlib import Path

import pytest

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.storage import migrate as migrating
from ledgerdesk.storage.database import Database
from ledgerdesk.storage.migrate import migrate, newest, scripts, statements, version_of

SECOND = "CREATE TABLE extra (id INTEGER PRIMARY KEY) STRICT;\nINSERT INTO extra (id) VALUES (7);\n"
FAILING = SECOND + "INSERT INTO extra (id) VALUES (7);\n"


def _with_second(monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    wanted = {**scripts(), newest() + 1: script}
    monkeypatch.setattr(migrating, "scripts", lambda: wanted)


def _schema(database: Database) -> list[tuple[object, ...]]:
    with database.read() as tx:
        return list(tx.rows("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name"))


def test_a_new_book_comes_from_nothing_to_the_newest_schema(empty: Database) -> None:
    assert version_of(empty) == 0

    assert migrate(empty) == newest()
    assert version_of(empty) == newest()


def test_migrating_again_changes_nothing(book: Database) -> None:
    before = _schema(book)

    assert migrate(book) == newest()
    assert _schema(book) == before


def test_an_older_book_gets_the_missing_files_only(
    book: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _schema(book)
    _with_second(monkeypatch, SECOND)

    assert migrate(book) == newest()
    assert version_of(book) == newest()
    with book.read() as tx:
        assert tx.value("SELECT id FROM extra") == 7
    assert [row for row in _schema(book) if row[1] != "extra"] == before


def test_a_failing_file_leaves_the_older_version_whole(
    book: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, version = _schema(book), version_of(book)
    _with_second(monkeypatch, FAILING)

    with pytest.raises(Exception, match="UNIQUE"):
        migrate(book)

    assert _schema(book) == before
    assert version_of(book) == version


def test_a_newer_book_is_refused_and_left_alone(book: Database) -> None:
    with book.write() as tx:
        tx.run(f"PRAGMA user_version = {newest() + 1}")
    before = _schema(book)

    with pytest.raises(KnownError) as refusal:
        migrate(book)

    assert refusal.value.code is Code.NEWER_VERSION
    assert refusal.value.details == {"found": newest() + 1, "known": newest()}
    assert _schema(book) == before
    assert version_of(book) == newest() + 1


def test_the_copy_is_kept_once_and_for_an_existing_book_only(
    empty: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions: list[int] = []

    def before_first() -> None:
        versions.append(version_of(empty))

    migrate(empty, before_first=before_first)
    assert versions == []
    migrate(empty, before_first=before_first)
    assert versions == []

    present = newest()
    wanted = {**scripts(), present + 1: SECOND, present + 2: "CREATE TABLE more (id INT) STRICT;"}
    monkeypatch.setattr(migrating, "scripts", lambda: wanted)
    migrate(empty, before_first=before_first)
    assert versions == [present]
    assert version_of(empty) == present + 2


def test_a_copy_that_cannot_be_kept_stops_the_migration(
    book: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with_second(monkeypatch, SECOND)

    def full() -> None:
        raise KnownError(Code.DISK_FULL, part="snapshot")

    with pytest.raises(KnownError):
        migrate(book, before_first=full)

    assert version_of(book) == newest() - 1


def test_a_triggers_body_stays_one_statement() -> None:
    trigger = (
        "CREATE TRIGGER t BEFORE UPDATE ON a\n"
        "WHEN OLD.x = 'a;b'\n"
        "BEGIN\n  SELECT 1;\n  -- two; of them\n  SELECT RAISE(ABORT, 'no; never');\nEND;"
    )
    script = f"-- a word before;\n\nCREATE TABLE a (x TEXT) STRICT;\n\n{trigger}\nDROP TABLE a;\n"

    assert statements(script) == ["CREATE TABLE a (x TEXT) STRICT;", trigger, "DROP TABLE a;"]


def test_a_file_that_ends_inside_a_statement_is_a_bug() -> None:
    with pytest.raises(RuntimeError):
        statements("CREATE TABLE a (x TEXT) STRICT;\nCREATE TABLE b (")


def test_a_gap_in_the_numbering_is_a_bug(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    schema = tmp_path / "schema"
    schema.mkdir()
    for name in ("0001_book.sql", "0003_more.sql"):
        (schema / name).write_text("SELECT 1;", "utf-8")
    monkeypatch.setattr("importlib.resources.files", lambda _: tmp_path)

    with pytest.raises(RuntimeError, match="not numbered"):
        scripts()
