"""What the database engine of this build is, asserted: version, cipher, search, options."""

from typing import Any

from sqlcipher3 import dbapi2 as driver

from ledgerdesk.core.errors import Code, KnownError

OLDEST = (3, 51, 3)  # earlier engines can corrupt a file when a WAL is reset
NEEDED_OPTIONS = ("HAS_CODEC", "ENABLE_FTS5", "TEMP_STORE=2", "THREADSAFE=1")
CIPHER_MAJOR = "4."


def refuse_old_engine() -> None:
    """Refuse an engine older than 3.51.3 with `engine_too_old`."""
    if tuple(driver.sqlite_version_info) < OLDEST:
        raise KnownError(Code.ENGINE_TOO_OLD, found=driver.sqlite_version)


def engine_facts() -> dict[str, str]:
    """Assert the engine and its compile options; give back what was found.

    Raises `engine_too_old` also for an engine without full-text search or cipher.
    """
    refuse_old_engine()
    connection = driver.connect(":memory:")
    try:
        connection.execute("PRAGMA key = 'any'")  # the provider answers once there is a codec
        options = {row[0] for row in connection.execute("PRAGMA compile_options")}
        lacking = [option for option in NEEDED_OPTIONS if option not in options]
        cipher = _first(connection, "PRAGMA cipher_version")
        if lacking or not cipher.startswith(CIPHER_MAJOR):
            raise KnownError(Code.ENGINE_TOO_OLD, found=", ".join([*lacking, cipher]))
        return {
            "sqlite": driver.sqlite_version,
            "sqlcipher": cipher,
            "crypto": _first(connection, "PRAGMA cipher_provider_version"),
        }
    finally:
        connection.close()


def _first(connection: Any, statement: str) -> str:
    row = connection.execute(statement).fetchone()
    return "" if row is None else str(row[0])
