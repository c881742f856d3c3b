"""Turn what the engine and the file system say into known errors, each told apart."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from sqlcipher3 import dbapi2 as engine

from ledgerdesk.core.errors import Code, KnownError

_PRIMARY = 0xFF
_BY_ENGINE_CODE = {
    5: Code.IN_USE,  # SQLITE_BUSY
    6: Code.IN_USE,  # SQLITE_LOCKED
    8: Code.READ_ONLY,  # SQLITE_READONLY
    10: Code.IO_FAILED,  # SQLITE_IOERR
    11: Code.DAMAGED,  # SQLITE_CORRUPT
    13: Code.DISK_FULL,  # SQLITE_FULL
    14: Code.IO_FAILED,  # SQLITE_CANTOPEN
    26: Code.DAMAGED,  # SQLITE_NOTADB: the slot's own tag has already vouched for the key
}
_BY_ERRNO = {
    errno.ENOSPC: Code.DISK_FULL,
    errno.EDQUOT: Code.DISK_FULL,
    errno.EROFS: Code.READ_ONLY,
    errno.EACCES: Code.READ_ONLY,
    errno.EPERM: Code.READ_ONLY,
    errno.ENOENT: Code.MOVED,
    errno.EEXIST: Code.EXISTS,
}


@contextmanager
def translated(part: str) -> Iterator[None]:
    """Raise known errors for the engine's and the system's; constraint failures stay bugs."""
    try:
        yield
    except engine.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", None)
        known = _BY_ENGINE_CODE.get(code & _PRIMARY) if isinstance(code, int) else None
        if known is None:
            raise
        raise KnownError(known, part=part) from error
    except OSError as error:
        known = _BY_ERRNO.get(error.errno or 0, Code.IO_FAILED)
        raise KnownError(known, part=part) from error
