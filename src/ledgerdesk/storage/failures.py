"""Turn what the engine and the file system say into known errors, each told apart."""

import errno
from types import TracebackType

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
    errno.EFBIG: Code.DISK_FULL,  # a file system that ends at 4 GiB
    errno.EDQUOT: Code.DISK_FULL,
    errno.EROFS: Code.READ_ONLY,
    errno.EACCES: Code.READ_ONLY,
    errno.EPERM: Code.READ_ONLY,
    errno.ENOENT: Code.MOVED,
    errno.EEXIST: Code.EXISTS,
}


class translated:  # noqa: N801 - reads as a word in `with translated("ledger.db"):`
    """Raise known errors for the engine's and the system's; constraint failures stay bugs.

    A class and not a generator: it stands around every statement of a save.
    """

    __slots__ = ("_part",)

    def __init__(self, part: str) -> None:
        self._part = part

    def __enter__(self) -> None:
        """Do nothing: all the work is at the exit."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            return
        known = _known(error)
        if known is not None:
            raise KnownError(known, part=self._part) from error


def _known(error: BaseException) -> Code | None:
    if isinstance(error, engine.DatabaseError):
        code = getattr(error, "sqlite_errorcode", None)
        return _BY_ENGINE_CODE.get(code & _PRIMARY) if isinstance(code, int) else None
    if isinstance(error, UnicodeEncodeError):
        # Half a character, as a file name or a paste may hold it: no stored text can equal it.
        return Code.BAD_VALUE
    if isinstance(error, OSError):
        return _BY_ERRNO.get(error.errno or 0, Code.IO_FAILED)
    return None
