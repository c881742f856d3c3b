"""Read a rollback journal as the engine would, to know what it can put back.

Layout (sqlite.org/fileformat2.html, section 3): a header of 28 bytes padded to a sector, then
records of page number, page and checksum; after each sync another header may follow.
"""

import struct
from dataclasses import dataclass
from pathlib import Path

MAGIC = bytes.fromhex("d9d505f920a163d7")
_HEADER = struct.Struct(">8sIIIII")


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """How long the book was before the transaction, and which of its pages are kept here."""

    pages_before: int
    kept: frozenset[int]


def read_journal(path: Path) -> Journal | None:
    """Read a journal; None when the engine would not take it for a hot one."""
    raw = path.read_bytes() if path.exists() else b""
    kept: set[int] = set()
    pages_before = None
    at = 0
    while len(raw) >= at + _HEADER.size:
        magic, records, _, before, sector, page = _HEADER.unpack_from(raw, at)
        if magic != MAGIC or not records:
            break
        pages_before = before if pages_before is None else pages_before
        at += sector
        for _ in range(records):
            kept.add(struct.unpack_from(">I", raw, at)[0])
            at += page + 8
        at += -at % sector
    if pages_before is None:
        return None
    return Journal(pages_before=pages_before, kept=frozenset(kept))
