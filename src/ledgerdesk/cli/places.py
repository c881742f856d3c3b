"""Where the command line writes: a folder that is there and takes a file."""

import os
from pathlib import Path

from ledgerdesk.core.errors import Code, KnownError


def refuse_no_folder(path: Path, field: str) -> None:
    """Refuse a file whose folder is not there or cannot be written, before anything is done."""
    folder = path.absolute().parent
    if not folder.is_dir():
        raise KnownError(Code.FILE_NOT_FOUND, part="folder", field=field)
    if path.is_dir():
        raise KnownError(Code.EXISTS, part="folder", field=field)
    if not os.access(folder, os.W_OK):
        raise KnownError(Code.READ_ONLY, field=field)
