"""The mark a stick carries: which vault's copies it holds, and what the office calls it.

It is a help for people and proves nothing: anybody may write one.
"""

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ledgerdesk.backup.drive import Drive, disk_faults

FILE = "ledgerdesk-stick.json"
_FORMAT = 1
_MOST_BYTES = 2048
_MOST_NAME = 64
_ID = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What stands on a stick: ids of 16 hex digits, and a name of one line."""

    vault_id: str
    place: str
    name: str


def read_mark(folder: Path) -> Mark | None:
    """Read the mark of a folder; None where there is none, or none that makes sense."""
    try:
        with (folder / FILE).open("rb") as file:
            record: object = json.loads(file.read(_MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(record, dict) or record.get("format") != _FORMAT:
        return None
    vault_id, place, name = (record.get(field) for field in ("vault", "place", "name"))
    if not _is_id(vault_id) or not _is_id(place) or not isinstance(name, str):
        return None
    if not name.isprintable() or len(name) > _MOST_NAME:
        return None
    return Mark(vault_id=str(vault_id), place=str(place), name=name)


def write_mark(folder: Path, mark: Mark, drive: Drive) -> None:
    """Write the mark durably; one that stands there is replaced once the new one is whole.

    Raises `disk_full`, `read_only`, `io_failed`.
    """
    record = {"format": _FORMAT, "name": mark.name, "place": mark.place, "vault": mark.vault_id}
    path = folder / FILE
    new = path.with_name(path.name + ".new")
    with disk_faults("folder"):
        new.unlink(missing_ok=True)
        try:
            file = drive.create(new)
            try:
                drive.write(file, json.dumps(record, ensure_ascii=False).encode("utf-8"))
                drive.sync(file)
            finally:
                drive.close(file)
            new.replace(path)
        except BaseException:
            with suppress(OSError):  # on a drive that was pulled nothing can be tidied
                new.unlink(missing_ok=True)
            raise
        drive.sync_folder(folder)


def _is_id(text: object) -> bool:
    return isinstance(text, str) and _ID.fullmatch(text) is not None
