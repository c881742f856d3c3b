"""Judge where a book is to lie: a network is refused, a stick or a synced folder is warned of."""

import os
import sys
from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import QStorageInfo

NETWORK_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "9p", "afs", "ncpfs", "webdav"}
    | {"fuse.sshfs", "fuse.rclone", "fuse.davfs", "davfs", "afpfs"}
)
SYNCED_WORDS = (
    "onedrive",
    "dropbox",
    "icloud",
    "google drive",
    "googledrive",
    "nutstore",
    "坚果云",
    "百度网盘",
    "baidunetdisk",
    "腾讯微云",
    "syncthing",
)
_REMOTE_DRIVE, _REMOVABLE_DRIVE = 4, 2
_BLOCKS = Path("/sys/class/block")


class Placement(Enum):
    """What a folder's place means for a book."""

    FINE = auto()
    NETWORK = auto()
    REMOVABLE = auto()
    SYNCED = auto()


def judge(folder: Path) -> Placement:
    """Judge a folder, which need not exist yet, by its nearest ancestor that does."""
    if str(folder).startswith(("\\\\", "//")):
        return Placement.NETWORK
    there = folder
    while not there.exists() and there != there.parent:
        there = there.parent
    storage = QStorageInfo(str(there))
    system = bytes(storage.fileSystemType().data()).decode("ascii", errors="replace").lower()
    drive = _windows_drive_type(there)
    if system in NETWORK_SYSTEMS or drive == _REMOTE_DRIVE:
        return Placement.NETWORK
    if is_synced(folder):
        return Placement.SYNCED
    device = bytes(storage.device().data()).decode("utf-8", errors="replace")
    if drive == _REMOVABLE_DRIVE or is_removable_block(device):
        return Placement.REMOVABLE
    return Placement.FINE


def is_synced(folder: Path) -> bool:
    """Tell whether a part of the path is named like a synced folder."""
    return any(word in part.lower() for part in folder.parts for word in SYNCED_WORDS)


def is_removable_block(device: str, blocks: Path = _BLOCKS) -> bool:
    """Read Linux's own flag of a block device or of the disk it is a part of."""
    name = device.removeprefix("/dev/")
    if name == device or not name:
        return False
    entry = (blocks / name).resolve()
    for place in (entry, entry.parent):
        flag = place / "removable"
        if flag.is_file():
            return flag.read_text("ascii").strip() == "1"
    return False


if sys.platform == "win32":
    import ctypes

    def _windows_drive_type(path: Path) -> int:
        root = os.path.splitdrive(path)[0] + "\\"
        return int(ctypes.windll.kernel32.GetDriveTypeW(root))
else:

    def _windows_drive_type(_path: Path) -> int:
        return 0
