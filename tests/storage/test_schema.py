"""Every table of the schema declares what it is: strict, and covered, a child, or exempt."""

from ledgerdesk.storage import covered
from ledgerdesk.storage.database import Database
from ledgerdesk.storage.migrate import migrate

SEARCH = "customer_search"


def _tables(book: Database) -> dict[str, tuple[str, bool]]:
    """Map every table of ours to its type and whether it is strict."""
    with book.read() as tx:
        return {
            row[1]: (row[2], bool(row[5]))
            for row in tx.rows("PRAGMA table_list")
            if not row[1].startswith("sqlite_")
        }


def _plain(book: Database) -> set[str]:
    return {name for name, (kind, _) in _tables(book).items() if kind == "table"}


def _columns(book: Database, table: str) -> dict[str, tuple[str, bool]]:
    with book.read() as tx:
        return {row[1]: (row[2], bool(row[3])) for row in tx.rows(f"PRAGMA table_xinfo({table})")}


def test_every_table_is_strict(book: Database) -> None:
    loose = {
        name for name, (kind, strict) in _tables(book).items() if kind == "table" and not strict
    }

    assert loose == set()


def test_every_table_is_covered_by_the_log_or_declared_as_something_else(book: Database) -> None:
    declared = set(covered.COVERED) | covered.CHILD_TABLES | covered.UNCOVERED

    assert _plain(book) == declared
    assert len(declared) == (
        len(covered.COVERED) + len(covered.CHILD_TABLES) + len(covered.UNCOVERED)
    )


def test_what_is_neither_is_the_search_index_alone(book: Database) -> None:
    others = {name for name, (kind, _) in _tables(book).items() if kind != "table"}

    assert SEARCH in others
    assert all(name.startswith(SEARCH) for name in others)


def test_every_protected_row_has_an_id_and_a_salt(book: Database) -> None:
    for table in covered.COVERED:
        columns = _columns(book, table)
        assert columns["pub"] == ("TEXT", True), table
        assert columns["salt"] == ("BLOB", True), table


def test_every_child_table_is_digested_with_its_owner(book: Database) -> None:
    read = {
        statement.split(" FROM ")[1].split()[0]
        for cover in covered.COVERED.values()
        for _, statement in cover.children
    }

    assert read == covered.CHILD_TABLES


def test_an_undeclared_table_would_be_noticed(empty: Database) -> None:
    migrate(empty)
    with empty.write() as tx:
        tx.run("CREATE TABLE stowaway (id INTEGER PRIMARY KEY) STRICT")

    assert _plain(empty) - set(covered.COVERED) - covered.CHILD_TABLES - covered.UNCOVERED == {
        "stowaway"
    }
