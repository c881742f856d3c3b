"""At the end of a session: leave what a copy needs that is made while nobody is there.

The files lie beside the local copies, sealed under the 'backup' key, which the PC keeps in its key
store where an owner switched that on; without it nothing is left and nothing lies there.
"""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from ledgerdesk.core.backup_plan import plan_from
from ledgerdesk.core.canonical import Malformed
from ledgerdesk.core.unattended import Left, LeftCopy, journal_bytes, journal_from, left_from
from ledgerdesk.runtime.paths import VaultPaths
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.services.steps.opening import kept_keys
from ledgerdesk.services.steps.opening.opening import keys_of_all_times
from ledgerdesk.storage import backups, book
from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.kept_file import PAGE_BYTES
from ledgerdesk.vault.unattended import Box, box_of
from ledgerdesk.vault.whole_file import write_whole

STANDING, JOURNAL = "standing", "journal"
_SUFFIX = ".sealed"
_MOST_FILE_BYTES = 4 * 1024 * 1024


def leave_facts(desk: Desk) -> None:
    """Leave the facts of the book as it is now; a disk that is full keeps nobody from closing."""
    path = _path(desk.paths, STANDING)
    if not kept_keys.note_of(desk).backup:
        with suppress(OSError):
            path.unlink(missing_ok=True)
        return
    with desk.database.read() as tx:
        facts = backups.facts_of(tx)
        rows = backups.proved(tx)
        plan = plan_from(book.settings(tx))
        sequence = backups.last_sequence(tx, desk.author.branch_id)
        journal = journal_of(desk, tx)
    left = Left(
        facts=facts.to_bytes(),
        head_seq=facts.head_seq,
        sequence=sequence,
        page=page_of(_first_page(desk)),
        plan=plan,
        last=rows[0].proved_at if rows else None,
        zone=desk.office.zone.key,
    )
    with suppress(OSError):  # then the next copy without anybody is refused, and says why
        _write(path, box_of_desk(desk).seal(STANDING, left.to_bytes()))
        if journal != read_journal(desk.paths, box_of_desk(desk)):
            write_journal(desk.paths, box_of_desk(desk), journal)  # under the key of today


def read_left(paths: VaultPaths, box: Box) -> Left | None:
    """Read what the last session left; None for nothing, or nothing this key opens."""
    plain = _opened(paths, box, STANDING)
    try:
        return None if plain is None else left_from(plain)
    except Malformed:
        return None


def read_journal(paths: VaultPaths, box: Box) -> tuple[LeftCopy, ...]:
    """Read which copies were made since; one of another key knows nothing of this one's."""
    plain = _opened(paths, box, JOURNAL)
    try:
        return () if plain is None else journal_from(plain)
    except Malformed:
        return ()


def journal_of(desk: Desk, tx: Transaction) -> tuple[LeftCopy, ...]:
    """Read the journal in an open book, also where it was written under an earlier key."""
    ids = (desk.unlocked.vault_id, desk.author.branch_pub)
    for keys in sorted(keys_of_all_times(tx, desk.unlocked), key=lambda one: -one.generation):
        found = read_journal(desk.paths, box_of(keys.backup_key, *ids))
        if found:
            return found
    return ()


def write_journal(paths: VaultPaths, box: Box, copies: Sequence[LeftCopy]) -> None:
    """Note the copies that wait for their proof, durably. Raises OSError."""
    _write(_path(paths, JOURNAL), box.seal(JOURNAL, journal_bytes(copies)))


def box_of_desk(desk: Desk) -> Box:
    """Give the box of an open book's branch."""
    unlocked = desk.unlocked
    return box_of(unlocked.backup_key, unlocked.vault_id, desk.author.branch_pub)


def page_of(first: bytes) -> bytes:
    """Give the SHA-256 of a book's first page, as ciphertext."""
    return hashlib.sha256(first[:PAGE_BYTES]).digest()


def _first_page(desk: Desk) -> bytes:
    with desk.database.at_rest() as kept:
        return next(kept.chunks())


def _opened(paths: VaultPaths, box: Box, name: str) -> bytes | None:
    try:
        with _path(paths, name).open("rb") as file:
            raw = file.read(_MOST_FILE_BYTES)
    except OSError:
        return None
    return box.open(name, raw)


def _write(path: Path, raw: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    write_whole(path, raw, durable=True)


def _path(paths: VaultPaths, name: str) -> Path:
    return paths.backups / f"{name}{_SUFFIX}"
