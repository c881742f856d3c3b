"""A removable drive is let go, or it is said why not."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.runtime import ejecting
from ledgerdesk.runtime.drives import DriveSeen
from ledgerdesk.runtime.ejecting import Ran, can_eject, eject

STICK = DriveSeen(
    root=Path("/media/wang/-备份 甲"), label="备份 甲", system="vfat", free_bytes=1, total_bytes=2,
    removable=True, read_only=False, device="/dev/sdb1",
)  # fmt: skip
BUSY = Ran(code=1, said="Error unmounting /dev/sdb1: target is busy")
REFUSED = Ran(code=1, said="Not authorized to perform operation")
DONE = Ran(code=0, said="")


class System:
    """A system that answers each command as told, and remembers what it was asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, name: str, **answers: Ran) -> None:
        self.asked: list[list[str]] = []
        self._answers = answers
        monkeypatch.setattr(ejecting, "_platform", lambda: name)
        monkeypatch.setattr(ejecting, "has_command", lambda one: Path(one).name in answers)
        monkeypatch.setattr(ejecting, "run", self._run)

    def _run(self, arguments: list[str], patience: float) -> Ran:
        assert patience > 0
        self.asked.append(arguments)
        return self._answers[Path(arguments[0]).name]


def reason_of(drive: DriveSeen) -> object:
    with pytest.raises(KnownError) as refused:
        eject(drive)
    assert refused.value.code is Code.IO_FAILED
    return refused.value.details["reason"]


def test_linux_unmounts_and_then_switches_off(monkeypatch: pytest.MonkeyPatch) -> None:
    system = System(monkeypatch, "linux", udisksctl=DONE, umount=DONE)

    eject(STICK)

    assert system.asked == [
        ["udisksctl", "unmount", "-b", "/dev/sdb1", "--no-user-interaction"],
        ["udisksctl", "power-off", "-b", "/dev/sdb1", "--no-user-interaction"],
    ]


def test_linux_tries_the_next_way_where_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    system = System(monkeypatch, "linux", udisksctl=REFUSED, gio=REFUSED, umount=DONE)

    eject(STICK)

    assert system.asked[1:] == [
        ["gio", "mount", "-u", "/media/wang/-备份 甲"],
        ["umount", "--", "/media/wang/-备份 甲"],
    ]


def test_a_drive_in_use_is_asked_once_and_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    system = System(monkeypatch, "linux", udisksctl=BUSY, umount=DONE)

    assert reason_of(STICK) == "eject_busy"
    assert len(system.asked) == 1


def test_where_no_way_is_left_the_file_manager_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    System(monkeypatch, "linux", udisksctl=REFUSED, umount=REFUSED)
    assert reason_of(STICK) == "eject_refused"
    System(monkeypatch, "linux")
    assert not can_eject(STICK)
    assert reason_of(STICK) == "eject_refused"


def test_a_light_that_stays_on_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    system = System(monkeypatch, "linux", udisksctl=DONE)
    answers = iter([DONE])

    def once(arguments: list[str], _: float) -> Ran:
        system.asked.append(arguments)
        try:
            return next(answers)
        except StopIteration:
            raise KnownError(Code.IO_FAILED, reason="eject_slow") from None

    monkeypatch.setattr(ejecting, "run", once)
    eject(STICK)

    assert len(system.asked) == 2


def test_macos_ejects_by_the_device(monkeypatch: pytest.MonkeyPatch) -> None:
    system = System(monkeypatch, "darwin", diskutil=DONE)

    assert can_eject(STICK)
    eject(replace(STICK, device="/dev/disk4s1"))

    assert system.asked == [["/usr/sbin/diskutil", "eject", "/dev/disk4s1"]]


def test_macos_says_a_drive_is_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    said = "Volume failed to eject: dissented by PID 12 (/usr/bin/x)"
    System(monkeypatch, "darwin", diskutil=Ran(code=1, said=said))

    assert reason_of(STICK) == "eject_busy"


@pytest.mark.parametrize(
    ("fault", "reason"),
    [(PermissionError("E:"), "eject_busy"), (FileNotFoundError("E:"), "eject_refused")],
)
def test_windows_says_why_a_letter_is_not_let_go(
    fault: OSError, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: str) -> None:
        raise fault

    System(monkeypatch, "win32")
    monkeypatch.setattr(ejecting, "windows_let_go", refused)

    assert can_eject(STICK)
    assert reason_of(STICK) == reason


def test_windows_lets_the_letter_go(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    System(monkeypatch, "win32")
    monkeypatch.setattr(ejecting, "windows_let_go", asked.append)

    eject(STICK)

    assert asked == [str(STICK.root)]


@pytest.mark.parametrize("name", ["linux", "darwin", "win32"])
def test_a_built_in_disk_is_never_ejected(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    system = System(monkeypatch, name, udisksctl=DONE, umount=DONE, diskutil=DONE)
    built_in = replace(STICK, removable=False)

    assert not can_eject(built_in)
    assert reason_of(built_in) == "eject_built_in"
    assert system.asked == []


def test_a_command_that_does_not_end_is_stopped() -> None:
    with pytest.raises(KnownError) as slow:
        ejecting.run([sys.executable, "-c", "import time; time.sleep(60)"], 0.3)
    assert slow.value.details["reason"] == "eject_slow"


def test_a_command_is_run_without_a_shell_and_says_what_it_said() -> None:
    ran = ejecting.run([sys.executable, "-c", "import sys; print(sys.argv[1])", "$(x); 甲"], 20)

    assert ran == Ran(code=0, said="$(x); 甲\n")
    with pytest.raises(KnownError):
        ejecting.run(["/no/such/command"], 1)


def test_the_light_of_no_drive_is_asked_through_a_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    told: dict[str, object] = {}

    def record(arguments: list[str], **how: object) -> subprocess.CompletedProcess[bytes]:
        told.update(how)
        return subprocess.CompletedProcess(arguments, 0, b"")

    monkeypatch.setattr(subprocess, "run", record)
    ejecting.run(["x"], 3)

    assert told.get("shell", False) is False
    assert told["timeout"] == 3
