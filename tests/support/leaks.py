"""Look for marks that only the encrypted book and asked-for paper may hold."""

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

MARK, CHINESE = "Qx7zLeak", "漏查暗记"
MARKED = f"{MARK}{CHINESE}"
PASSWORD = "pw-9Kd2 heron & kettle"
ID_NUMBER, CARD = "330106198502184951", "6222020200112233445"
PHONE = "13912345678"
# Each as it would stand in a file of text, of Windows, of an old Chinese program.
_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")


def marks(*more: str) -> dict[str, tuple[bytes, ...]]:
    """Map every mark to the bytes it may be written in."""
    said = (MARK, MARK.lower(), CHINESE, PASSWORD, ID_NUMBER, CARD, PHONE, *more)
    return {
        one: tuple(dict.fromkeys(one.encode(encoding) for encoding in _ENCODINGS)) for one in said
    }


def hits(raw: bytes, wanted: dict[str, tuple[bytes, ...]]) -> set[str]:
    """Name the marks that bytes hold."""
    return {mark for mark, spelt in wanted.items() if any(one in raw for one in spelt)}


def files_in(*folders: Path) -> Iterator[Path]:
    """Yield every file below some folders; one that vanishes meanwhile is left out."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            try:
                if stat.S_ISREG(path.lstat().st_mode):
                    yield path
            except FileNotFoundError:
                continue  # it was there for a moment only: the next reading meets its like


def leaks_in(
    folders: Iterable[Path], wanted: dict[str, tuple[bytes, ...]], allowed: Iterable[Path] = ()
) -> dict[str, set[str]]:
    """Map every file that holds a mark, by contents or by name, to the marks."""
    fine = set(allowed)
    found: dict[str, set[str]] = {}
    for path in files_in(*folders):
        try:
            held = hits(path.read_bytes(), wanted) | hits(str(path).encode(), wanted)
        except FileNotFoundError:
            continue  # as above
        if held and path not in fine:
            found[str(path)] = held
    return found


def leaks_in_descriptors(wanted: dict[str, tuple[bytes, ...]]) -> dict[str, set[str]]:
    """Look through every open file of this process, deleted ones too, without opening any again.

    Opening the live book a second time would drop its locks.
    """
    found: dict[str, set[str]] = {}
    for link in Path("/proc/self/fd").iterdir():
        descriptor = int(link.name)
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                continue
            held = hits(os.pread(descriptor, status.st_size, 0), wanted)
            place = str(link.readlink())
        except OSError:
            continue  # the listing's own descriptor, or one opened for writing only
        if held:
            found[place] = held
    return found
