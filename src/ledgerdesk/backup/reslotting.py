"""Replace who opens a backup: in a copy beside it that is read back and then takes its name."""

from contextlib import suppress
from pathlib import Path

from ledgerdesk.backup import naming
from ledgerdesk.backup.drive import Drive, disk_faults
from ledgerdesk.backup.header import Keys, Sign, Verify, read_header, signed_keys
from ledgerdesk.backup.opening import opened
from ledgerdesk.core.backups import Signer
from ledgerdesk.core.canonical import Json

_PIECE = 1 << 20


def replace_slots(
    path: Path, slots: Json, signer: Signer, sign: Sign, verify: Verify, *, drive: Drive
) -> None:
    """Give a backup other slots, signed anew over its own core; no block of it is touched.

    The old file is there until the new one was read back whole. Raises `damaged` where the old one
    is not whole, `disk_full`, `read_only`, `io_failed`.
    """
    part = naming.part_of(path)
    with disk_faults("folder"):
        part.unlink(missing_ok=True)
        try:
            _write(path, part, (slots, signer, sign), verify, drive)
            with opened(part, verify) as copy:
                copy.refuse_damage(None)
            part.replace(path)
        except BaseException:
            with suppress(OSError):  # on a drive that was pulled nothing can be tidied
                part.unlink(missing_ok=True)
            raise
        drive.sync_folder(path.parent)


def _write(
    path: Path, part: Path, section: tuple[Json, Signer, Sign], verify: Verify, drive: Drive
) -> None:
    slots, signer, sign = section
    with path.open("rb") as source:
        header = read_header(source, verify)
        keys = Keys(slots=slots, macs_sha256=header.keys.macs_sha256, signer=signer)
        raw = signed_keys(keys, header.core_mac, sign, header.core.keys_reserved)
        file = drive.create(part)
        try:
            drive.write(file, header.authenticated + header.core_mac + raw)
            source.seek(header.size)
            while piece := source.read(_PIECE):
                drive.write(file, piece)
            drive.sync(file)
        finally:
            drive.close(file)
