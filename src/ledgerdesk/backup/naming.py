"""What backups are called in a folder, which of them are ours, and what was left half-written."""

from dataclasses import dataclass
from pathlib import Path

from ledgerdesk.backup.blocks import sealed_bytes
from ledgerdesk.backup.drive import disk_faults
from ledgerdesk.backup.header import Header, Verify, read_header
from ledgerdesk.core.backups import Origin
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.moments import restored

SUFFIX = ".ldbk"
PART_SUFFIX = ".part"
_ID_CHARACTERS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A file that looks like a whole backup of this vault, unproved: only its header was read."""

    path: Path
    size: int
    origin: Origin


def file_name(origin: Origin) -> str:
    """Name a backup by vault, UTC moment and sequence; no name of a person or firm."""
    moment = f"{restored(origin.created):%Y%m%dT%H%M%SZ}"
    return f"{_prefix(origin.vault_id)}{moment}-{origin.sequence:06d}{SUFFIX}"


def unique_path(folder: Path, origin: Origin) -> Path:
    """Choose a name that neither a backup nor a half-written one has."""
    plain = Path(file_name(origin))
    path, tried = folder / plain, 1
    while path.exists() or part_of(path).exists():
        tried += 1
        path = folder / f"{plain.stem}-{tried}{SUFFIX}"
    return path


def part_of(path: Path) -> Path:
    """Name the file a backup is written in before it has proved itself."""
    return path.with_name(path.name + PART_SUFFIX)


def found_in(folder: Path, vault_id: str, verify: Verify) -> list[Found]:
    """List what looks like this vault's backups, newest first; half-written ones never."""
    return [one for one in all_in(folder, verify) if one.origin.vault_id == vault_id]


def all_in(folder: Path, verify: Verify) -> list[Found]:
    """List what looks like backups of any vault, newest first; half-written ones never."""
    found = []
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        try:
            with disk_faults("folder"), path.open("rb") as file:
                header = read_header(file, verify)
                size = path.stat().st_size
        except KnownError:
            continue  # damaged, or no backup at all: `verify` tells which
        origin = header.core.origin
        if size == expected_bytes(header):
            found.append(Found(path=path, size=size, origin=origin))
    return sorted(found, key=lambda one: (one.origin.created, one.path.name), reverse=True)


def expected_bytes(header: Header) -> int:
    """Tell how long the file of a header is."""
    return header.size + sealed_bytes(header.core.payload_bytes, header.core.block_bytes)


def left_half_written(folder: Path, vault_id: str) -> list[Path]:
    """List what an interrupted backup of this vault left behind."""
    return sorted(folder.glob(f"{_prefix(vault_id)}*{SUFFIX}{PART_SUFFIX}"))


def _prefix(vault_id: str) -> str:
    return f"ledgerdesk-{vault_id[:_ID_CHARACTERS]}-"
