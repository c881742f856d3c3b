"""What a backup becomes when it is restored: its book written out, checked, compared."""

from pathlib import Path

from ledgerdesk.backup.drive import Drive, disk_faults
from ledgerdesk.backup.header import damaged
from ledgerdesk.backup.opening import OpenBackup
from ledgerdesk.core.backups import Facts, Origin
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.progress import Progress
from ledgerdesk.storage import backups
from ledgerdesk.storage.snapshot import findings_in


def write_book(
    file: OpenBackup, mac_key: bytes, ledger: Path, *, part: str, drive: Drive, progress: Progress
) -> None:
    """Write the book of a backup to a new file, each block proved before it is written.

    Raises `damaged`, `not_ours`, and the faults of the disk under the name of `part`.
    """
    done, total = 0, file.core.payload_bytes
    with disk_faults(part):
        book = drive.create(ledger)
    try:
        for piece in file.payload(mac_key):
            with disk_faults(part):
                drive.write(book, piece)
            done += len(piece)
            progress(done, total)
        with disk_faults(part):
            drive.sync(book)
    finally:
        with disk_faults(part):
            drive.close(book)


def refuse_other_book(
    ledger: Path, page_key_hex: str, origin: Origin, facts: Facts, *, thorough: bool = True
) -> bytes:
    """Check structure and references, compare the book with what was sealed; give its keys file.

    Raises `damaged` with its part (`book`, `facts`), `not_ours`.
    """
    if findings_in(ledger, page_key_hex, thorough=thorough):
        raise damaged("book")
    copied = backups.read_copy(ledger, page_key_hex)
    if (copied.vault_id, copied.branch_pub) != (origin.vault_id, origin.branch_id):
        raise KnownError(Code.NOT_OURS, source="backup", part="book")
    if facts.differences(copied.facts):
        raise damaged("facts")
    return copied.keys_file
