"""Let a removable drive go, so that it may be pulled out: what was written is on it then."""

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.runtime.drives import DriveSeen

LETTING_GO_SECONDS = 60.0
"""A slow stick writes what this PC still holds back before it lets go."""
_POWER_SECONDS = 20.0
_BUSY = ("busy", "in use", "dissented")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """How a command of the system ended, and what it said."""

    code: int
    said: str


def can_eject(drive: DriveSeen) -> bool:
    """Tell whether this program may let the drive go: never a disk that is built in."""
    if not drive.removable:
        return False
    if _platform() == "win32":
        return True
    if _platform() == "darwin":
        return has_command("/usr/sbin/diskutil")
    return any(has_command(name) for name in ("udisksctl", "gio", "umount"))


def eject(drive: DriveSeen) -> None:
    """Write out and let go; afterwards it may be pulled out.

    Raises `io_failed` with the reason `eject_busy`, `eject_slow`, `eject_refused` or
    `eject_built_in`; then it is still in use and must stay plugged in.
    """
    if not drive.removable:
        raise _not_let_go("eject_built_in")
    if not can_eject(drive):
        raise _not_let_go("eject_refused")
    if _platform() == "win32":
        _eject_windows(str(drive.root))
    elif _platform() == "darwin":
        _judge(run(["/usr/sbin/diskutil", "eject", drive.device], LETTING_GO_SECONDS))
    else:
        _eject_linux(drive)


def run(arguments: list[str], patience: float) -> Ran:
    """Run a command of the system without a shell; what it says is asked for in English."""
    try:
        done = subprocess.run(  # noqa: S603 - fixed words, and a device as the system names it
            arguments,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, "LC_ALL": "C"},
            timeout=patience,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _not_let_go("eject_slow") from error
    except OSError as error:
        raise _not_let_go("eject_refused") from error
    return Ran(code=done.returncode, said=done.stdout.decode("utf-8", errors="replace"))


def has_command(name: str) -> bool:
    """Tell whether the system has a command."""
    return shutil.which(name) is not None


def _platform() -> str:
    return sys.platform


def _eject_linux(drive: DriveSeen) -> None:
    root = str(drive.root)
    quiet = "--no-user-interaction"  # a question would wait behind the window, unseen
    ways = {
        "udisksctl": ["udisksctl", "unmount", "-b", drive.device, quiet],
        "gio": ["gio", "mount", "-u", root],
        "umount": ["umount", "--", root],
    }
    last: KnownError | None = None
    for name, arguments in ways.items():
        if not has_command(name):
            continue
        try:
            _judge(run(arguments, LETTING_GO_SECONDS))
        except KnownError as error:
            if error.details["reason"] != "eject_refused":
                raise  # busy or slow: another way in would be told the same
            last = error
            continue
        if name == "udisksctl":
            # Unmounted it is safe to pull; that its light goes out is a courtesy, which a second
            # partition in use refuses.
            with suppress(KnownError):
                run(["udisksctl", "power-off", "-b", drive.device, quiet], _POWER_SECONDS)
        return
    raise last or _not_let_go("eject_refused")


def _judge(ran: Ran) -> None:
    if ran.code == 0:
        return
    busy = any(word in ran.said.lower() for word in _BUSY)
    raise _not_let_go("eject_busy" if busy else "eject_refused")


def _not_let_go(reason: str) -> KnownError:
    return KnownError(Code.IO_FAILED, part="drive", reason=reason)


def _eject_windows(root: str) -> None:
    try:
        windows_let_go(root)
    except PermissionError as error:
        raise _not_let_go("eject_busy") from error
    except OSError as error:
        raise _not_let_go("eject_refused") from error


if sys.platform == "win32":
    import ctypes
    import time
    from ctypes import wintypes

    _kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    _kernel.CreateFileW.restype = wintypes.HANDLE
    _READ_WRITE, _SHARE_ALL, _OPEN_EXISTING = 0xC0000000, 3, 3
    _LOCK, _DISMOUNT = 0x00090018, 0x00090020
    _ALLOW_REMOVAL, _EJECT = 0x002D4804, 0x002D4808
    _LOCK_TRIES, _BETWEEN_SECONDS = 10, 0.5
    _NO_HANDLE = ctypes.c_void_p(-1).value

    def windows_let_go(root: str) -> None:
        """Lock, dismount and eject a volume; PermissionError while somebody uses it."""
        found = _kernel.CreateFileW(
            f"\\\\.\\{root[:2]}", _READ_WRITE, _SHARE_ALL, None, _OPEN_EXISTING, 0, None
        )
        if found is None or found == _NO_HANDLE:
            raise ctypes.WinError(ctypes.get_last_error())
        handle = wintypes.HANDLE(found)
        try:
            for left in reversed(range(_LOCK_TRIES)):
                if _control(handle, _LOCK):
                    break
                if left == 0:
                    raise PermissionError(root)
                time.sleep(_BETWEEN_SECONDS)
            if not _control(handle, _DISMOUNT):
                raise ctypes.WinError(ctypes.get_last_error())
            # Dismounted, it is safe to pull; a disk on a cable has nothing to push out.
            _control(handle, _ALLOW_REMOVAL, b"\0")
            _control(handle, _EJECT)
        finally:
            _kernel.CloseHandle(handle)

    def _control(handle: wintypes.HANDLE, code: int, data: bytes | None = None) -> bool:
        got = wintypes.DWORD()
        size = 0 if data is None else len(data)
        return bool(
            _kernel.DeviceIoControl(handle, code, data, size, None, 0, ctypes.byref(got), None)
        )
else:

    def windows_let_go(root: str) -> None:
        """Refuse: other systems have no drive letters."""
        raise FileNotFoundError(root)
