"""What the system says of a drive, one function per fact, so that a test can answer each."""

import os
import re
import stat
import sys
from dataclasses import dataclass
from pathlib import Path

_BY_LABEL = Path("/dev/disk/by-label")
_BLOCKS = Path("/sys/class/block")
_MAC_VOLUMES = Path("/Volumes")
_ESCAPED = re.compile(rb"\\x([0-9a-fA-F]{2})")
# A disk on a cable says "not removable" of itself: only its medium stays where it is.
_CABLE = re.compile(r"usb\d+|fw\d+|firewire\d+")
_CARD = "SD"


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """What a mounted drive says of itself; `label` and `system` only where it is the one to ask."""

    free_bytes: int
    total_bytes: int
    read_only: bool
    label: str = ""
    system: str = ""


def real_device(device: str) -> str:
    """Name a device by its own name where it is given by another, as `/dev/mapper/…` is."""
    return os.path.realpath(device)


def linux_labels(folder: Path = _BY_LABEL) -> dict[str, str]:
    r"""Read which device carries which label, as udev keeps them: `U\x20盘` is `U 盘`."""
    try:
        links = sorted(folder.iterdir())
    except OSError:
        return {}  # no udev, or nothing that has a label
    return {real_device(str(link)): unescaped(link.name) for link in links}


def unescaped(name: str) -> str:
    r"""Undo udev's `\xNN`, byte by byte."""
    raw = _ESCAPED.sub(
        lambda match: bytes([int(match.group(1), 16)]), name.encode("utf-8", "surrogateescape")
    )
    return raw.decode("utf-8", errors="replace")


def linux_disks_of(device: str, blocks: Path = _BLOCKS) -> tuple[str, ...]:
    """Name the devices below an encrypted or joined one; a plain one is its own."""
    try:
        below = sorted(path.name for path in (blocks / Path(device).name / "slaves").iterdir())
    except OSError:
        below = []
    return tuple(f"/dev/{name}" for name in below) or (device,)


def is_plugged_block(device: str, blocks: Path = _BLOCKS) -> bool:
    """Tell a disk on a USB or FireWire cable and a card in a reader, by where sysfs has it."""
    entry = (blocks / Path(device).name).resolve()
    if any(_CABLE.fullmatch(part) for part in entry.parts):
        return True
    for place in (entry, entry.parent):
        try:
            return (place / "device" / "type").read_text("ascii").strip() == _CARD
        except (OSError, UnicodeDecodeError):
            continue  # only cards say so, as text
    return False


def mac_volume_names(folder: Path = _MAC_VOLUMES) -> tuple[str, ...]:
    """List what hangs in /Volumes without looking into any of it."""
    try:
        return tuple(sorted(os.listdir(folder)))  # noqa: PTH208 - names alone, no paths
    except OSError:
        return ()


def mac_system_name(folder: Path = _MAC_VOLUMES) -> str:
    """Find what the system's own disk is called: /Volumes has a link to it."""
    try:
        links = (one for one in sorted(folder.iterdir()) if one.is_symlink())
        return next((one.name for one in links if os.readlink(one) == "/"), "")  # noqa: PTH115 - text, not a path
    except OSError:
        return ""


if sys.platform == "win32":
    import ctypes
    import string
    from ctypes import wintypes

    _kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    _kernel.CreateFileW.restype = wintypes.HANDLE
    _NO_DIALOGS = 0x0001 | 0x8000  # no "insert a disk" box for a reader without a card
    _READ_ONLY_VOLUME = 0x80000
    _SHARE_ALL, _OPEN_EXISTING = 3, 3
    _QUERY_PROPERTY = 0x2D1400
    _BUS_AT, _PLUGGED_BUSES = 28, frozenset({4, 7, 12, 13})  # FireWire, USB, SD, MMC
    _NO_HANDLE = ctypes.c_void_p(-1).value

    def volume_of(place: str) -> Volume:
        """Ask Windows for the label, kind and room of a drive; OSError where there is none."""
        before = wintypes.DWORD()
        _kernel.SetThreadErrorMode(_NO_DIALOGS, ctypes.byref(before))
        label, system = ctypes.create_unicode_buffer(261), ctypes.create_unicode_buffer(261)
        flags = wintypes.DWORD()
        free, total = ctypes.c_ulonglong(), ctypes.c_ulonglong()
        if not _kernel.GetVolumeInformationW(
            place, label, 261, None, None, ctypes.byref(flags), system, 261
        ) or not _kernel.GetDiskFreeSpaceExW(place, ctypes.byref(free), ctypes.byref(total), None):
            raise ctypes.WinError(ctypes.get_last_error())
        return Volume(
            free_bytes=free.value,
            total_bytes=total.value,
            read_only=bool(flags.value & _READ_ONLY_VOLUME),
            label=label.value,
            system=system.value.lower(),
        )

    def windows_letters() -> tuple[str, ...]:
        """List the drives that have a letter, with its backslash, without touching any."""
        mask = _kernel.GetLogicalDrives()
        return tuple(
            f"{letter}:\\" for at, letter in enumerate(string.ascii_uppercase) if mask >> at & 1
        )

    def windows_device(root: str) -> str:
        r"""Name what a letter stands for: `\Device\…`, or `\??\…` where it is another's folder."""
        answer = ctypes.create_unicode_buffer(1024)
        return answer.value if _kernel.QueryDosDeviceW(root[:2], answer, 1024) else ""

    def windows_is_plugged(root: str) -> bool:
        """Tell a disk on a cable, which Windows calls a fixed one, by the bus it hangs on."""
        handle = _kernel.CreateFileW(
            f"\\\\.\\{root[:2]}", 0, _SHARE_ALL, None, _OPEN_EXISTING, 0, None
        )
        if handle is None or handle == _NO_HANDLE:
            return False
        query, answer = ctypes.create_string_buffer(12), ctypes.create_string_buffer(1024)
        got = wintypes.DWORD()
        try:
            done = _kernel.DeviceIoControl(
                wintypes.HANDLE(handle),
                *(_QUERY_PROPERTY, query, len(query), answer, len(answer)),
                *(ctypes.byref(got), None),
            )
        finally:
            _kernel.CloseHandle(wintypes.HANDLE(handle))
        bus = int.from_bytes(answer.raw[_BUS_AT : _BUS_AT + 4], "little")
        return bool(done) and got.value >= _BUS_AT + 4 and bus in _PLUGGED_BUSES
else:

    def volume_of(place: str) -> Volume:
        """Ask a mounted drive for its room; OSError where it is no folder or not there any more."""
        if not stat.S_ISDIR(os.stat(place).st_mode):  # noqa: PTH116 - a container mounts files
            raise NotADirectoryError(place)
        answer = os.statvfs(place)
        return Volume(
            free_bytes=answer.f_bavail * answer.f_frsize,
            total_bytes=answer.f_blocks * answer.f_frsize,
            read_only=bool(answer.f_flag & os.ST_RDONLY),
        )

    def windows_letters() -> tuple[str, ...]:
        """Answer none: other systems have no drive letters."""
        return ()

    def windows_device(_root: str) -> str:
        """Answer nothing: other systems have no drive letters."""
        return ""

    def windows_is_plugged(_root: str) -> bool:
        """Answer no: other systems have no drive letters."""
        return False
