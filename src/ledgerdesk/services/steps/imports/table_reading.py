"""The long act of reading a table from outside: its bytes, its sheets, its records.

Only `prepare` needs the desk and its lane. The rest works on the table alone and may run
anywhere while the desk goes on saving.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.import_columns import (
    HEADER_WITHIN_ROWS,
    Chosen,
    Column,
    find_header,
    proposed,
    signature,
)
from ledgerdesk.core.importing import Doubtful, Reading, read_sheet
from ledgerdesk.core.progress import Progress, quiet
from ledgerdesk.core.tables import Row, Sheet, column_letters
from ledgerdesk.documents.tables import MAX_FILE_BYTES, read_table
from ledgerdesk.runtime.paths import is_inside
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.services.steps.office import IMPORT_COLUMNS
from ledgerdesk.storage import book
from ledgerdesk.storage.failures import translated

MOST_REMEMBERED = 20
_CHUNK_BYTES = 1 << 20

Places = Mapping[Column, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A table that may be read: its file or its pasted bytes, and what the book knows of it.

    `remembered` maps the signature of headings to the columns that were chosen for them by hand.
    """

    source: Path | bytes
    today: date
    remembered: Mapping[str, Places]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table that was read: its sheets, the one that is meant, and what its columns may hold.

    `proposal` is what the headings say, or what was chosen for the same headings before.
    """

    sheets: Sequence[Sheet]
    at: int
    proposal: Chosen
    is_remembered: bool
    digest: bytes
    ready: Ready

    @property
    def sheet(self) -> Sheet:
        """Give the sheet that is meant."""
        return self.sheets[self.at]

    def turned_to(self, at: int) -> "Table":
        """Mean another sheet, with what is proposed for it."""
        proposal, is_remembered = _proposal(self.sheets[at].rows, self.ready.remembered)
        return replace(self, at=at, proposal=proposal, is_remembered=is_remembered)


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A table's records, and what to remember of how it was read; `key` is empty for nothing.

    `doubtful` says what becomes of rows whose customer may be one of the book's.
    """

    reading: Reading
    digest: bytes
    key: str = ""
    columns: Places | None = None
    doubtful: Doubtful = Doubtful.NEW


def prepare(desk: Desk, source: Path | bytes) -> Ready:
    """Refuse the vault's own files, whose locks a reader would drop, and what is no file.

    Raises `inside_vault`, `file_not_found`, and `bad_value` for a folder.
    """
    if isinstance(source, Path):
        _refuse(desk, source)
    with desk.database.read() as tx:
        stored = book.settings(tx).get(IMPORT_COLUMNS)
    return Ready(
        source=source,
        today=desk.local_date(desk.clock.now()),
        remembered=_remembered(stored),
    )


def read(ready: Ready, progress: Progress = quiet) -> Table:
    """Read the table whole; the sheet that is meant is the first with a header, else the first.

    Raises `file_not_found`, `io_failed`, and `bad_value` for what is no table.
    """
    data = ready.source if isinstance(ready.source, bytes) else _bytes(ready.source, progress)
    sheets = read_table(data, progress)
    if not sheets:
        raise KnownError(Code.BAD_VALUE, field="file", reason="empty")
    at = next((n for n, sheet in enumerate(sheets) if _has_header(sheet.rows)), 0)
    proposal, is_remembered = _proposal(sheets[at].rows, ready.remembered)
    return Table(
        sheets=sheets,
        at=at,
        proposal=proposal,
        is_remembered=is_remembered,
        digest=hashlib.sha256(data).digest(),
        ready=ready,
    )


def understand(
    table: Table, chosen: Chosen | None = None, progress: Progress = quiet
) -> Understood:
    """Turn the sheet that is meant into records; `chosen` overrules its headings.

    Raises what `find_header` raises.
    """
    rows, today = table.sheet.rows, table.ready.today
    if chosen is None and table.is_remembered:
        chosen = table.proposal
    reading = read_sheet(table.sheet, today=today, chosen=chosen, progress=progress)
    said = None if table.is_remembered else proposed(rows)
    if chosen is None or chosen == said or not reading.header.headings:
        return Understood(reading=reading, digest=table.digest)
    return Understood(
        reading=reading,
        digest=table.digest,
        key=signature(reading.header.headings),
        columns=chosen.columns,
    )


def with_remembered(stored: object, understood: Understood) -> dict[str, dict[str, int]]:
    """Add what was chosen by hand to the setting that keeps it; the oldest gives way."""
    kept = stored if isinstance(stored, dict) else {}
    kept = {key: places for key, places in kept.items() if key != understood.key}
    columns = understood.columns or {}
    kept[understood.key] = {column.value: place for column, place in columns.items()}
    return dict(list(kept.items())[-MOST_REMEMBERED:])


def told_of(understood: Understood) -> str:
    """Say in a line of history which column was chosen for what."""
    columns = understood.columns or {}
    return ", ".join(f"{column_letters(place)} {column}" for column, place in columns.items())


def _refuse(desk: Desk, file: Path) -> None:
    if is_inside(file, desk.paths.folder):
        raise KnownError(Code.INSIDE_VAULT, field="file")
    if not file.exists():
        raise KnownError(Code.FILE_NOT_FOUND, field="file")
    if not file.is_file():
        raise KnownError(Code.BAD_VALUE, field="file", reason="unknown_format")
    with translated("file"):
        if file.samefile(desk.paths.ledger):
            raise KnownError(Code.INSIDE_VAULT, field="file")


def _bytes(file: Path, progress: Progress) -> bytes:
    """Read a file in pieces, so that a slow stick can be given up."""
    data = bytearray()
    with translated("file"), file.open("rb") as opened:
        while len(data) <= MAX_FILE_BYTES and (piece := opened.read(_CHUNK_BYTES)):
            data += piece
            progress(0, 1)
    return bytes(data)


def _has_header(rows: Sequence[Row]) -> bool:
    try:
        find_header(rows)
    except KnownError:
        return False
    return True


def _proposal(rows: Sequence[Row], remembered: Mapping[str, Places]) -> tuple[Chosen, bool]:
    for row in rows[:HEADER_WITHIN_ROWS] if remembered else ():
        columns = remembered.get(signature(row.cells))
        if columns is not None:
            return Chosen(row=row.number, columns=columns), True
    return proposed(rows), False


def _remembered(stored: object) -> dict[str, Places]:
    """Read the setting back; a column a later program knows makes its table unknown here."""
    known = {column.value for column in Column}
    kept = stored if isinstance(stored, dict) else {}
    return {
        key: {Column(name): place for name, place in places.items()}
        for key, places in kept.items()
        if set(places) <= known
    }
