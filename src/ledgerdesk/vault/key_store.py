"""Where `keys.json` lies, in which order its copies are written, and which of them counts.

Order of a write: file, `.bak`, the copy in the per-user folder; then the caller records it in
the database (docs/decisions/011-keys-json-order-of-writes.md).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.vault.kdf import FILE_BOUNDS, KdfBounds
from ledgerdesk.vault.keysfile import MOST_FILE_BYTES, BundleMark, KeysFile, parse_keys
from ledgerdesk.vault.whole_file import (
    Step,
    disk_faults_as_known_errors,
    no_fault,
    temporary_beside,
    write_whole,
)

FILE_NAME = "keys.json"
BACKUP_NAME = "keys.json.bak"


class Source(StrEnum):
    """Where a candidate was found, in the order they are asked."""

    FILE = "keys.json"
    BAK = "keys.json.bak"
    COPY = "copy"
    DATABASE = "database"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPlaces:
    """The three places of `keys.json`; `copy` is None until vault and branch id are known."""

    vault: Path
    copy: Path | None = None

    def paths(self) -> Mapping[Source, Path]:
        """Give every place in the order of writing."""
        places = {Source.FILE: self.vault / FILE_NAME, Source.BAK: self.vault / BACKUP_NAME}
        if self.copy is not None:
            places[Source.COPY] = self.copy
        return places


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What one place holds; `keys` is None where it cannot be read, `why` then says the code."""

    source: Source
    raw: bytes
    keys: KeysFile | None
    why: Code | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The candidate that counts. `is_newer` asks the caller to let the database follow.

    `raw` other than the one unlocked asks for the password again: the older may carry an older.
    """

    candidate: Candidate
    is_newer: bool

    @property
    def raw(self) -> bytes:
        """Give the bytes of the file that counts."""
        return self.candidate.raw


def copy_path(per_user: Path, vault_id: str, branch_id: str) -> Path:
    """Name the copy in the per-user folder, filed under vault id and branch id."""
    return per_user / "keys" / f"{vault_id}-{branch_id}.json"


def write_keys(
    places: KeyPlaces,
    raw: bytes,
    *,
    check: Callable[[bytes], None],
    must_be_new: bool = False,
    step: Step = no_fault,
) -> tuple[Source, ...]:
    """Write new bytes everywhere: file first, then the copies as copies of the new file.

    `check` parses and unlocks the bytes read back and raises where they are not good; then
    nothing was replaced. Raises `exists` (with `must_be_new`), and `disk_full`, `read_only`,
    `io_failed` where the file itself was not written. The answer names the copies that were
    not: the change is made, they are a finding, and `refresh_copies` tries again. Afterwards
    the caller records revision, digests and bytes in the database.
    """
    if must_be_new and (places.vault / FILE_NAME).exists():
        raise KnownError(Code.EXISTS, part="keys")
    _write_one(Source.FILE, places.paths()[Source.FILE], raw, check, step)
    return _write_copies(places, raw, (Source.BAK, Source.COPY), step)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refreshed:
    """Which places held other bytes than those that count, and which of them still do."""

    stale: tuple[Source, ...]
    unwritten: tuple[Source, ...]


def refresh_copies(places: KeyPlaces, raw: bytes, *, step: Step = no_fault) -> Refreshed:
    """Bring every place that differs to the bytes that count and clear half-made ones away.

    Called after an unlock: an old wrap left beside would keep an old password alive.
    """
    stale = tuple(one.source for one in candidates(places) if one.raw != raw)
    unwritten = set(_write_copies(places, raw, stale, step))
    for source, path in places.paths().items():
        try:
            temporary_beside(path).unlink(missing_ok=True)
        except OSError:
            unwritten.add(source)
    return Refreshed(stale=stale, unwritten=tuple(one for one in Source if one in unwritten))


def candidates(places: KeyPlaces, bounds: KdfBounds = FILE_BOUNDS) -> tuple[Candidate, ...]:
    """Read every place; what is missing or damaged is among them with its reason."""
    found = []
    for source, path in places.paths().items():
        try:
            found.append(candidate(source, _read(path), bounds))
        except KnownError as problem:
            found.append(Candidate(source=source, raw=b"", keys=None, why=problem.code))
    return tuple(found)


def candidate(source: Source, raw: bytes | None, bounds: KdfBounds = FILE_BOUNDS) -> Candidate:
    """Judge the bytes of one place; None stands for a missing file."""
    if raw is None:
        return Candidate(source=source, raw=b"", keys=None, why=Code.FILE_NOT_FOUND)
    try:
        return Candidate(source=source, raw=raw, keys=parse_keys(raw, bounds))
    except KnownError as problem:
        return Candidate(source=source, raw=raw, keys=None, why=problem.code)


def first_readable(found: tuple[Candidate, ...]) -> Candidate:
    """Give the candidate to unlock with: the file itself unless it is damaged or missing.

    The caller reports every damaged place as a finding. A wrong password never leads on to
    the next place. Raises `newer_version` where the file itself is newer, else `keys_damaged`.
    """
    for one in found:
        if one.why is Code.NEWER_VERSION:
            raise KnownError(Code.NEWER_VERSION, part="keys")
        if one.keys is not None:
            return one
    raise KnownError(Code.KEYS_DAMAGED, part="all")


def choose(
    found: tuple[Candidate, ...],
    *,
    root_public: bytes,
    expected_revision: int,
    expected_digest: str,
    expected_bundles: Mapping[str, BundleMark],
) -> Chosen:
    """Choose among files and the database's own row what the open database can go on with.

    A file counts that the root signed and that is no older than the database remembers: a
    greater revision, or the same one with the same digest; and no bundle's serial below, nor
    the same serial with another digest. The recovery key's own wrap, which nobody signs, is that
    of the database's row as long as the sheet is the same: else whoever can write the file would
    take the sheet's way in away. Of those the newest is taken, the earlier place first. Raises
    `keys_rolled_back` where all are older.
    """
    row = next((one.keys for one in found if one.source is Source.DATABASE), None)
    fit = [
        one
        for one in found
        if one.keys is not None
        and one.keys.is_signed_by(root_public)
        and _is_not_older(one.keys, expected_revision, expected_digest, expected_bundles)
        and _keeps_the_sheet(one.keys, row)
    ]
    if not fit:
        raise KnownError(Code.KEYS_ROLLED_BACK, part="keys", expected=expected_revision)
    best = max(fit, key=lambda one: _age(one.keys))
    newer = best.keys is not None and (
        best.keys.house.revision > expected_revision
        or best.keys.bundle_marks() != dict(expected_bundles)
    )
    return Chosen(candidate=best, is_newer=newer)


def newer_than(found: tuple[Candidate, ...], first: Candidate) -> list[Candidate]:
    """List the readable places that claim to be newer than the first, the newest before others.

    A password that does not fit the first may fit one of these: an old file was put back beside
    them. Older places are never asked: an old wrap would keep an old password alive.
    """
    later = [one for one in found if one.keys is not None and _age(one.keys) > _age(first.keys)]
    return sorted(later, key=lambda one: _age(one.keys), reverse=True)


def _is_not_older(
    keys: KeysFile, revision: int, digest: str, expected: Mapping[str, BundleMark]
) -> bool:
    if keys.house.revision < revision:
        return False
    if keys.house.revision == revision and keys.house.digest() != digest:
        return False
    marks = keys.bundle_marks()
    return all(
        marks[user].serial > mark.serial or marks[user] == mark
        for user, mark in expected.items()
        if user in marks
    )


def _keeps_the_sheet(keys: KeysFile, row: KeysFile | None) -> bool:
    if row is None or keys.house.sheet != row.house.sheet:
        return True
    return keys.recovery_bundle == row.recovery_bundle


def _age(keys: KeysFile | None) -> tuple[int, int]:
    if keys is None:
        return (0, 0)
    return (keys.house.revision, sum(one.serial for one in keys.bundles))


def _write_copies(
    places: KeyPlaces, raw: bytes, sources: tuple[Source, ...], step: Step
) -> tuple[Source, ...]:
    """Write the places asked for and name those the disk refused."""
    unwritten = []
    for source, path in places.paths().items():
        if source not in sources:
            continue
        try:
            _write_one(source, path, raw, None, step)
        except KnownError:
            unwritten.append(source)
    return tuple(unwritten)


def _write_one(
    source: Source, path: Path, raw: bytes, check: Callable[[bytes], None] | None, step: Step
) -> None:
    with disk_faults_as_known_errors("keys"):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(
            path,
            raw,
            durable=True,
            check=check,
            step=lambda name: step(f"{source.value} {name}"),
        )


def _read(path: Path) -> bytes | None:
    """Read at most one byte more than a file may have: the parser then refuses it."""
    with disk_faults_as_known_errors("keys"):
        try:
            with path.open("rb") as file:
                return file.read(MOST_FILE_BYTES + 1)
        except FileNotFoundError:
            return None
