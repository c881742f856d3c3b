"""Let old copies go by the plan: never one without a newer one that was read back whole."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, tzinfo
from pathlib import Path

from ledgerdesk.backup.naming import Found, all_in
from ledgerdesk.backup.opening import opened
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.moments import restored
from ledgerdesk.core.rotation import Copy, Keep, kept
from ledgerdesk.vault.primitives import verify_signature


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """What a rule does with the copies of one vault in a folder, by their files' names."""

    vault_id: str
    staying: tuple[str, ...]
    leaving: tuple[str, ...]


def tidy(folder: Path, keep: Keep, zone: tzinfo, today: date, *, dry_run: bool) -> list[Sorted]:
    """Let old copies of each vault in a folder go; with `dry_run` only say which.

    Raises `file_not_found` (field `folder`), `io_failed`.
    """
    if not folder.is_dir():
        raise KnownError(Code.FILE_NOT_FOUND, field="folder")
    of_vaults: dict[str, list[Found]] = {}
    for one in all_in(folder, verify_signature):
        of_vaults.setdefault(one.origin.vault_id, []).append(one)
    told = []
    for vault_id, found in sorted(of_vaults.items()):
        going = leaving(found, keep, zone, today)
        gone = tuple(one.path.name for one in going) if dry_run else remove(going)
        staying = tuple(one.path.name for one in found if one.path.name not in gone)
        told.append(Sorted(vault_id=vault_id, staying=staying, leaving=gone))
    return told


def leaving(
    found: Sequence[Found], keep: Keep, zone: tzinfo, today: date, *, proved: Path | None = None
) -> list[Found]:
    """List the copies of one vault that may go, oldest first.

    Only those older than the newest one that is whole: that is `proved`, or else each one that
    stays is read until one is.
    """
    newest_first = sorted(found, key=lambda one: (one.origin.created, one.path.name), reverse=True)
    copies = [
        Copy(
            name=one.path.name,
            at=restored(one.origin.created).astimezone(zone),
            branch=one.origin.branch_id,
            sequence=one.origin.sequence,
        )
        for one in newest_first
    ]
    staying = kept(copies, keep, today=today)
    for place, one in enumerate(newest_first):
        if one.path.name not in staying:
            continue
        if one.path == proved or _is_whole(one.path):
            older = newest_first[place + 1 :]
            return [old for old in reversed(older) if old.path.name not in staying]
    return []


def remove(going: Sequence[Found]) -> tuple[str, ...]:
    """Remove copies and name those that went; one that cannot go now goes the next time."""
    gone = []
    for one in going:
        with suppress(OSError):
            one.path.unlink()
            gone.append(one.path.name)
    return tuple(gone)


def _is_whole(path: Path) -> bool:
    try:
        with opened(path, verify_signature) as file:
            file.refuse_damage(None)
    except KnownError:
        return False
    return True
