"""Where something may be handed out: outside the vault, over nothing, in a folder that is there."""

from pathlib import Path

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.runtime.paths import is_inside


def refuse_taken_place(place: Path, vault: Path, *, field: str) -> None:
    """Refuse a place with `inside_vault`, `exists`, or `file_not_found` for its folder."""
    if is_inside(place, vault):
        raise KnownError(Code.INSIDE_VAULT, field=field)
    if place.exists() or place.is_symlink():
        raise KnownError(Code.EXISTS, part="export", field=field)
    if not place.absolute().parent.is_dir():
        raise KnownError(Code.FILE_NOT_FOUND, part="folder", field=field)
