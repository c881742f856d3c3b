"""Bring a book to this program's schema, one numbered file and one transaction at a time."""

from collections.abc import Callable
from importlib import resources

from sqlcipher3 import dbapi2 as engine

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.storage.database import Database


def scripts() -> dict[int, str]:
    """Read the numbered SQL files: number → text, without a gap from 1 on."""
    folder = resources.files("ledgerdesk.storage") / "schema"
    found = {
        int(entry.name[:4]): entry.read_text("utf-8")
        for entry in folder.iterdir()
        if entry.name.endswith(".sql")
    }
    if sorted(found) != list(range(1, len(found) + 1)):
        raise RuntimeError("the schema files are not numbered 1, 2, 3 …")
    return found


def newest() -> int:
    """Tell the schema this program writes."""
    return len(scripts())


def statements(script: str) -> list[str]:
    """Split a script into statements; a trigger's body stays whole."""
    found: list[str] = []
    pending = ""
    for line in script.splitlines(keepends=True):
        if not pending and (not line.strip() or line.lstrip().startswith("--")):
            continue
        pending += line
        if engine.complete_statement(pending):
            found.append(pending.strip())
            pending = ""
    if pending.strip():
        raise RuntimeError("a schema file ends inside a statement")
    return found


def version_of(database: Database) -> int:
    """Read the schema number a book carries; 0 for one without tables."""
    with database.read() as tx:
        return int(tx.value("PRAGMA user_version"))


def migrate(database: Database, *, before_first: Callable[[], None] | None = None) -> int:
    """Apply the missing schema files, each whole or not at all; give back the new number.

    `before_first` runs once before an existing book is changed (a verified backup). A book
    newer than the program is refused with `newer_version`.
    """
    present = version_of(database)
    wanted = scripts()
    if present > len(wanted):
        raise KnownError(Code.NEWER_VERSION, found=present, known=len(wanted))
    if 0 < present < len(wanted) and before_first is not None:
        before_first()
    for number in range(present + 1, len(wanted) + 1):
        with database.write() as tx:
            for statement in statements(wanted[number]):
                tx.run(statement)
            tx.run(f"PRAGMA user_version = {number}")
    return len(wanted)
