"""Rows as they were written: a save digests what it inserted and need not read it again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ledgerdesk.core.audit import Touched

_COLUMNS = re.compile(r"INSERT INTO \w+ \(([^)]+)\)\s+VALUES \(([^)]+)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A row that was inserted: its row id, and its name and digest for the log."""

    id: int
    touched: Touched


def columns_of(statement: str) -> tuple[str, ...]:
    """Read the columns of an INSERT whose values are all handed over."""
    found = _COLUMNS.search(statement)
    if found is None or set(found[2]) - set("?, \n"):
        raise ValueError("an INSERT of named columns, each with its own value")
    return tuple(name.strip() for name in found[1].split(","))


def record(columns: Sequence[str], values: Sequence[object]) -> dict[str, object]:
    """Join the columns of a row with what was written into them."""
    return dict(zip(columns, values, strict=True))
