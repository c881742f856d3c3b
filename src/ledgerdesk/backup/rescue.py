"""Put beside the backups what opens them without this program: the plain reader and a page."""

from contextlib import suppress
from pathlib import Path

from ledgerdesk.backup.drive import Drive, disk_faults
from ledgerdesk.backup.naming import part_of
from ledgerdesk.resources import resource

FILES = ("ldbk_reader.py", "读我 README.txt")


def put_rescue(folder: Path, drive: Drive) -> None:
    """Put both files into a folder, durable when this returns.

    An equal one is left alone, one with other bytes is replaced. Raises `disk_full`, `read_only`,
    `io_failed` (a folder that vanished); then each file is the one before or the new one, whole.
    """
    wanted = {folder / name: resource("rescue", name).read_bytes() for name in FILES}
    with disk_faults("folder"):
        for path, data in wanted.items():
            if not _is_there(path, data, drive):
                _put(path, data, drive)


def _is_there(path: Path, data: bytes, drive: Drive) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    with drive.open_past_the_cache(path) as file:
        return file.read(len(data) + 1) == data


def _put(path: Path, data: bytes, drive: Drive) -> None:
    part = part_of(path)
    try:
        part.unlink(missing_ok=True)  # a drive that was pulled while it was being written
        file = drive.create(part)
        try:
            drive.write(file, data)
            drive.sync(file)
        finally:
            drive.close(file)
        drive.replace(part, path)
    except BaseException:
        with suppress(OSError):  # on a drive that was pulled nothing can be tidied
            part.unlink(missing_ok=True)
        raise
    drive.sync_folder(path.parent)
