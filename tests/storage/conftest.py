"""A migrated book of its own for each test, and an office where a test needs real rows."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.office_fixtures import ledger, made_once, office

from ledgerdesk.storage.database import Database
from ledgerdesk.storage.migrate import migrate

__all__ = ["ledger", "made_once", "office"]

KEY = "0123456789abcdef" * 4


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Database]:
    """Give a book without tables."""
    database = Database.create(tmp_path / "ledger.db", KEY)
    yield database
    leaked = database.in_transaction
    database.close()
    assert not leaked


@pytest.fixture
def book(empty: Database) -> Database:
    """Give a book of the newest schema without rows."""
    migrate(empty)
    return empty
