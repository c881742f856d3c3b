"""List the drives a backup may go to, and tell cheaply when one was plugged in or pulled.

No answer hangs and none raises: a drive that vanishes or stalls while it is asked is left out.
What hangs on the system stands behind one function per fact, in `placement` and `volume_facts`.
"""

import os
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TypeVar

from ledgerdesk.core.texts import harmless
from ledgerdesk.runtime import placement, volume_facts
from ledgerdesk.runtime.placement import NETWORK_SYSTEMS, Mount

LARGEST_FAT_FILE = 2**32 - 1
PATIENCE_SECONDS = 2.0
"""How long all drives together have to answer; a worn stick can stall for minutes."""
MOST_LABEL_CHARACTERS = 60
_FAT = frozenset({"fat", "fat12", "fat16", "fat32", "msdos", "vfat"})
# Pictures of a disc or a system, which are read and never written.
_PICTURES = frozenset({"squashfs", "iso9660", "erofs", "cramfs", "romfs", "cd9660", "cddafs"})
_NO_DISK = ("/dev/loop", "/dev/ram", "/dev/zram", "/dev/sr", "/dev/fuse")
_BOOT = ("/boot", "/efi", "/System", "/Volumes/EFI", "/Volumes/Recovery", "/Volumes/Preboot")
_MAC_SYSTEM, _MAC_DATA = "/", "/System/Volumes/Data"
_REMOVABLE_DRIVE, _FIXED_DRIVE = 2, 3
_SUBSTITUTED = "\\??\\"

_Answer = TypeVar("_Answer")

_stalled: dict[str, threading.Thread] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class DriveSeen:
    """One drive: where it hangs, what it is called, its kind of file system, what it has room for.

    `removable` means that it can be unplugged: a stick, a card, a disk on a cable.
    """

    root: Path
    label: str
    system: str
    free_bytes: int
    total_bytes: int
    removable: bool
    read_only: bool
    device: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    """What the system's table names: `asked` is where its room is asked, `fallback` its name."""

    root: str
    asked: str
    device: str
    system: str
    fallback: str


def drives() -> tuple[DriveSeen, ...]:
    """List what could hold a backup: removable drives first, then this PC's own disks."""
    found: dict[str, DriveSeen] = {}
    for seen in _answers({one.root: _question(one) for one in _candidates()}).values():
        known = found.get(seen.device)
        # One device may hang at several places; the shortest one shows all of it.
        if known is None or len(str(seen.root)) < len(str(known.root)):
            found[seen.device] = seen
    return tuple(sorted(found.values(), key=lambda one: (not one.removable, str(one.root))))


def fingerprint() -> tuple[str, ...]:
    """Name what is plugged in, by the system's own table; two that differ mean: ask `drives` again.

    It touches no drive, and is cheap enough to be asked every second or two.
    """
    if _platform() == "win32":
        return volume_facts.windows_letters()
    if _platform() == "darwin":
        return volume_facts.mac_volume_names()
    return tuple(f"{one.device} {one.at}" for one in placement.mounts() if _is_disk(one))


def largest_file_bytes(system: str) -> int | None:
    """Tell how large one file may be on a kind of file system; None where no limit matters."""
    return LARGEST_FAT_FILE if system.lower() in _FAT else None


def largest_file_in(folder: Path) -> int | None:
    """Tell the same of the file system a folder lies on; None too where it cannot be told."""
    if _platform() == "win32":
        root = os.path.splitdrive(folder.absolute())[0] + "\\"
        answers = _answers({root: lambda: volume_facts.volume_of(root)})
        system = answers[root].system if root in answers else ""
    else:
        mount = placement.mount_of(folder.resolve(), placement.mounts())
        system = mount.system if mount is not None else ""
    return largest_file_bytes(system)


def _platform() -> str:
    return sys.platform


def _candidates() -> list[_Candidate]:
    if _platform() == "win32":
        return [_of_letter(root) for root in volume_facts.windows_letters() if _is_local(root)]
    table = placement.mounts()
    places = {one.at: one for one in table}  # what hangs last at a place is what is seen there
    mac = _platform() == "darwin"
    labels = {} if mac else volume_facts.linux_labels()
    found = []
    for one in places.values():
        if not _is_disk(one) or (mac and not _shows_on_mac(one)):
            continue
        device = one.device if mac else volume_facts.real_device(one.device)
        own_name = volume_facts.mac_system_name() if mac and one.at == _MAC_SYSTEM else ""
        split = mac and one.at == _MAC_SYSTEM and _MAC_DATA in places
        found.append(
            _Candidate(
                root=one.at,
                asked=_MAC_DATA if split else one.at,  # macOS itself is sealed; the rest is there
                device=device,
                system=one.system,
                fallback=labels.get(device) or own_name or PurePosixPath(one.at).name or one.at,
            )
        )
    return found


def _is_local(root: str) -> bool:
    """Leave out networks, CDs, RAM disks, and letters that are another name for a folder."""
    kind = placement.windows_drive_type(Path(root))
    if kind not in {_REMOVABLE_DRIVE, _FIXED_DRIVE}:
        return False
    return not volume_facts.windows_device(root).startswith(_SUBSTITUTED)


def _of_letter(root: str) -> _Candidate:
    device = volume_facts.windows_device(root) or root
    return _Candidate(root=root, asked=root, device=device, system="", fallback=root[:2])


def _is_disk(mount: Mount) -> bool:
    if not mount.device.startswith("/dev/") or mount.device.startswith(_NO_DISK):
        return False
    if mount.system in NETWORK_SYSTEMS or mount.system in _PICTURES:
        return False
    return not any(PurePosixPath(mount.at).is_relative_to(place) for place in _BOOT)


def _shows_on_mac(mount: Mount) -> bool:
    """Take the system's own disk and the volumes the Finder shows."""
    name = PurePosixPath(mount.at).name
    return mount.at == _MAC_SYSTEM or (
        placement.is_mac_volume(mount.at) and not name.startswith(".")
    )


def _question(candidate: _Candidate) -> Callable[[], DriveSeen]:
    return lambda: _seen(candidate)


def _seen(candidate: _Candidate) -> DriveSeen:
    volume = volume_facts.volume_of(candidate.asked)
    return DriveSeen(
        root=Path(candidate.root),
        label=harmless(volume.label or candidate.fallback, MOST_LABEL_CHARACTERS),
        system=(volume.system or candidate.system).lower(),
        free_bytes=volume.free_bytes,
        total_bytes=volume.total_bytes,
        removable=_is_removable(candidate),
        read_only=volume.read_only,
        device=candidate.device,
    )


def _is_removable(candidate: _Candidate) -> bool:
    if _platform() == "win32":
        kind = placement.windows_drive_type(Path(candidate.root))
        return kind == _REMOVABLE_DRIVE or volume_facts.windows_is_plugged(candidate.root)
    if _platform() == "darwin":
        return placement.is_mac_volume(candidate.root)
    disks = volume_facts.linux_disks_of(candidate.device)
    return any(
        placement.is_removable_block(one) or volume_facts.is_plugged_block(one) for one in disks
    )


def _answers(questions: Mapping[str, Callable[[], _Answer]]) -> dict[str, _Answer]:
    """Ask all at once, each on a thread of its own; a drive that still stalls is not asked anew."""
    answers: dict[str, _Answer] = {}

    def ask(place: str, question: Callable[[], _Answer]) -> None:
        try:
            answers[place] = question()
        except OSError:
            return  # pulled, unreadable, or a reader without a card: there is no drive to offer

    for place, thread in tuple(_stalled.items()):
        if not thread.is_alive():
            _stalled.pop(place, None)
    asked = {
        place: threading.Thread(target=ask, args=(place, question), daemon=True)
        for place, question in questions.items()
        if place not in _stalled
    }
    for thread in asked.values():
        thread.start()
    ends = time.monotonic() + PATIENCE_SECONDS
    for place, thread in asked.items():
        thread.join(max(0.0, ends - time.monotonic()))
        if thread.is_alive():
            _stalled[place] = thread
    return {place: answers[place] for place in asked if place not in _stalled and place in answers}
