"""A vault folder appears whole at its place, or nothing does."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.storage.failures import translated
from ledgerdesk.vault.whole_file import sync_folder


@contextmanager
def standing(folder: Path) -> Iterator[None]:
    """Make a folder with what is missing above it; should the block fail, what was made goes.

    Raises `read_only`, `disk_full`, `io_failed`.
    """
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    with translated("vault"):
        folder.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        for made in missing:
            with suppress(OSError):  # somebody has put something into it meanwhile
                made.rmdir()
        raise


@contextmanager
def appearing(folder: Path) -> Iterator[Path]:
    """Give a folder beside the place to build in; it is moved there when the block has ended.

    A kill in between leaves no vault. Raises `exists` for a path that is taken, `disk_full`,
    `read_only`; on any failure what was built is gone.
    """
    if folder.exists() or folder.is_symlink():
        raise KnownError(Code.EXISTS, part="vault", field="vault")
    building = folder.with_name(f".{folder.name}.creating-{os.urandom(4).hex()}")
    with translated("vault"):
        building.mkdir(mode=0o700, parents=False)
    try:
        yield building
        _move_into_place(building, folder)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise


def _move_into_place(building: Path, folder: Path) -> None:
    with translated("vault"):
        sync_folder(building)
        if os.name != "nt":
            # POSIX replaces an empty folder in one step; making it first refuses a taken path.
            folder.mkdir(mode=0o700)
        try:
            building.rename(folder)
        except BaseException:
            if os.name != "nt":
                folder.rmdir()
            raise
        try:
            sync_folder(folder.parent)
        except BaseException:
            folder.rename(building)  # nothing was promised yet: the caller clears it away
            raise
