"""Where the command line puts a recovery sheet: outside the vault, over nothing that exists."""

from pathlib import Path

from ledgerdesk.bootstrap import SheetFiles
from ledgerdesk.cli.places import refuse_no_folder
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.runtime.paths import is_inside


def refuse_sheet_files(files: SheetFiles, vault: Path) -> None:
    """Refuse a place inside the vault, one that is taken, and two names for one file."""
    _refuse(files.line, vault, "recovery_out")
    if files.page is not None:
        _refuse(files.page, vault, "recovery_sheet")
        if files.page.resolve() == files.line.resolve():
            raise KnownError(Code.EXISTS, part="recovery_sheet", field="recovery_sheet")


def free_beside(file: Path) -> Path:
    """Name a file beside another one, such as `recovery-new.txt`, that is not there yet."""
    turn, path = 1, file.with_name(f"{file.stem}-new{file.suffix}")
    while path.exists() or path.is_symlink():
        turn += 1
        path = file.with_name(f"{file.stem}-new{turn}{file.suffix}")
    return path


def _refuse(path: Path, vault: Path, field: str) -> None:
    if is_inside(path, vault):
        raise KnownError(Code.INSIDE_VAULT, field=field)
    if path.exists() or path.is_symlink():
        raise KnownError(Code.EXISTS, part=field, field=field)
    refuse_no_folder(path, field)
