"""Judge where a book is to lie: a network is refused, a stick or a synced folder is warned of.

What hangs on the system stands behind one function per fact, asked of no file system but the
system's own tables: a network drive that is gone would hold whoever looks into it.
"""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path, PurePath

# Where two PCs may write at once, or where locks and syncs are answered and not kept.
NETWORK_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "9p", "afs", "ncpfs", "webdav"}
    | {"davfs", "afpfs", "ceph", "glusterfs", "lustre", "gfs2", "ocfs2", "vboxsf", "prl_fs"}
    | {"fuse.sshfs", "fuse.rclone", "fuse.davfs", "fuse.davfs2", "fuse.vmhgfs-fuse"}
    | {"fuse.glusterfs", "fuse.cifs", "fuse.gvfsd-fuse"}
)
SYNCED_WORDS = (
    *("onedrive", "dropbox", "icloud", "mobile documents", "google drive", "googledrive"),
    *("云端硬盘", "nutstore", "坚果云", "百度网盘", "百度云", "百度同步盘", "baidunetdisk"),
    *("baidusyncdisk", "腾讯微云", "weiyun", "阿里云盘", "aliyundrive", "夸克网盘", "wpsdrive"),
    *("wps云盘", "syncthing", "nextcloud", "owncloud", "pcloud", "creative cloud files"),
)
_SYNCED_BY_ENVIRONMENT = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
_REMOVABLE_DRIVE, _REMOTE_DRIVE = 2, 4
_UNC = ("\\\\?\\UNC\\", "\\\\", "//")
_LOCAL_DEVICE = ("\\\\?\\", "\\\\.\\", "//?/", "//./")
_BLOCKS = Path("/sys/class/block")
_MOUNTS = Path("/proc/self/mounts")
_ESCAPED = re.compile(r"\\([0-7]{3})")
_MAC_MOUNT = re.compile(r"(?P<device>.*?) on (?P<at>/.*) \((?P<system>[^,)]+)")


class Placement(Enum):
    """What a folder's place means for a book."""

    FINE = auto()
    NETWORK = auto()
    REMOVABLE = auto()
    SYNCED = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mount:
    """One file system: its device, where it hangs, its kind in lower case."""

    device: str
    at: str
    system: str


def judge(folder: Path) -> Placement:
    """Judge a folder, which need not exist yet."""
    if is_network_path(str(folder)):
        return Placement.NETWORK
    table = mounts()
    mount = mount_of(folder.absolute(), table)
    drive = windows_drive_type(folder)
    if drive == _REMOTE_DRIVE or (mount is not None and mount.system in NETWORK_SYSTEMS):
        return Placement.NETWORK
    real = folder.resolve()  # only now: a path on a dead network is never looked into
    mount = mount_of(real, table)
    if mount is not None and mount.system in NETWORK_SYSTEMS:
        return Placement.NETWORK
    if any(is_synced(place, os.environ) for place in (folder, real)):
        return Placement.SYNCED
    if drive == _REMOVABLE_DRIVE or (mount is not None and is_removable(mount)):
        return Placement.REMOVABLE
    return Placement.FINE


def is_network_path(text: str) -> bool:
    r"""Tell a path of another PC by its look: `\\server\share`, `//server/share`."""
    if text.upper().startswith(_UNC[0]):
        return True
    return text.startswith(_UNC) and not text.startswith(_LOCAL_DEVICE)


def is_synced(folder: PurePath, environment: Mapping[str, str]) -> bool:
    """Tell whether a part of the path is named like a synced folder, or OneDrive says it is its."""
    if any(word in part.lower() for part in folder.parts for word in SYNCED_WORDS):
        return True
    claimed = (environment.get(name, "") for name in _SYNCED_BY_ENVIRONMENT)
    return any(one and folder.is_relative_to(one) for one in claimed)


def mount_of(folder: PurePath, known: tuple[Mount, ...]) -> Mount | None:
    """Find the file system a path lies on: the one that hangs deepest above it, the last of two."""
    found: Mount | None = None
    for mount in known:
        if folder.is_relative_to(mount.at) and (found is None or len(mount.at) >= len(found.at)):
            found = mount
    return found


def mounts() -> tuple[Mount, ...]:
    """List the file systems of this PC; Windows answers by drive letters instead."""
    if sys.platform == "win32":
        return ()
    if sys.platform == "darwin":
        return read_mac_mounts(_mac_mount_table())
    try:
        return read_linux_mounts(_MOUNTS.read_text("utf-8", errors="surrogateescape"))
    except OSError:
        return ()  # no such table: nothing is known of any file system


def read_linux_mounts(table: str) -> tuple[Mount, ...]:
    """Read `/proc/self/mounts`, in which blanks are written as octal numbers."""
    found = []
    for line in table.splitlines():
        parts = line.split(" ")
        if len(parts) > 2:  # noqa: PLR2004 - device, place, kind
            device, at, system = (_ESCAPED.sub(_octal, part) for part in parts[:3])
            found.append(Mount(device=device, at=at, system=system.lower()))
    return tuple(found)


def read_mac_mounts(table: str) -> tuple[Mount, ...]:
    """Read what `mount` prints on macOS: `DEVICE on PLACE (KIND, …)`."""
    matches = (_MAC_MOUNT.match(line) for line in table.splitlines())
    return tuple(
        Mount(device=one["device"], at=one["at"], system=one["system"].strip().lower())
        for one in matches
        if one is not None
    )


def is_removable(mount: Mount) -> bool:
    """Tell whether a file system can be pulled out: macOS by its place, Linux by its disk."""
    if sys.platform == "darwin":
        return is_mac_volume(mount.at)
    return is_removable_block(mount.device)


def is_mac_volume(at: str) -> bool:
    """Tell a volume that hangs beside the system's own, as every stick does on macOS."""
    return at.startswith("/Volumes/")


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


def _octal(match: re.Match[str]) -> str:
    return chr(int(match.group(1), 8))


def _mac_mount_table() -> str:
    done = subprocess.run(["/sbin/mount"], capture_output=True, check=False, timeout=5)
    return done.stdout.decode("utf-8", errors="replace")


if sys.platform == "win32":
    import ctypes

    def windows_drive_type(path: Path) -> int:
        """Ask Windows what kind of drive a path's letter is."""
        root = os.path.splitdrive(path)[0] + "\\"
        return int(ctypes.windll.kernel32.GetDriveTypeW(root))
else:

    def windows_drive_type(_path: Path) -> int:
        """Answer 0, unknown: other systems have no drive letters."""
        return 0
