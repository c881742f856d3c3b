"""C-05, C-06: a write, sync or opening that fails while saving: no silent success, retry works."""

import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest
from tests.support.campaign import Campaign
from tests.support.nursery import Child, Nursery
from tests.support.office import Office, amounts_by_number, save
from tests.support.tracing import CannotTraceError, followed, let_go

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.errors import Code, KnownError

pytestmark = pytest.mark.fault

SAVES = 3
MOST_CALLS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Which call of the saves fails, how, and which code the clerk is to see."""

    call: str
    error: str
    code: Code
    step: int


FAULTS = (
    Fault(call="pwrite64", error="ENOSPC", code=Code.DISK_FULL, step=37),
    Fault(call="pwrite64", error="EIO", code=Code.IO_FAILED, step=41),
    Fault(call="fsync", error="EIO", code=Code.IO_FAILED, step=1),
    Fault(call="ftruncate", error="EIO", code=Code.IO_FAILED, step=1),
    Fault(call="openat", error="EIO", code=Code.IO_FAILED, step=1),
)


def disturbed(office: Office, nursery: Nursery, fault: Fault, number: int, folder: Path) -> Child:
    """Let a child save three times while the n-th such call on book or journal fails once."""
    go = folder / "go"
    go.unlink(missing_ok=True)
    child = nursery.start("tries", office=str(office.folder), first=10, count=SAVES, go=str(go))
    assert child.until("ready")
    # The book is opened by the opening itself, the journal by the saves.
    paths = ["-P", str(office.journal)]
    if fault.call != "openat":
        paths += ["-P", str(office.ledger)]
    inject = f"inject={fault.call}:error={fault.error}:when={number}"
    try:
        with followed(child, folder / "recording", *paths, "-e", inject):
            let_go(go)
            assert child.rest() == 0
    except CannotTraceError:
        child.kill()
        child.rest()
        raise
    return child


def assert_told_and_whole(office: Office, child: Child, fault: Fault, before: int) -> bool:
    """Compare what was said with what is there; tell whether a refused save stands after all."""
    refused = [words[1] for words in child.said if words[0] == "refused"]
    acknowledged = child.acknowledged()
    assert refused == [fault.code.value]
    assert len(acknowledged) == SAVES - 1
    with office.opened() as ledger:
        found = amounts_by_number(ledger)
        assert acknowledged.items() <= found.items()
        assert [int(number[-6:]) for number in found] == list(range(1, len(found) + 1))
        assert ledger.audit.check().findings == ()
    return len(found) > before + len(acknowledged)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.call} {fault.error}")
def test_a_call_that_fails_refuses_one_save_and_spoils_none(
    office: Office,
    quick_folder: Path,
    nursery: Nursery,
    fault: Fault,
    this_campaign: Campaign,
    not_run: Callable[[str], NoReturn],
) -> None:
    step = this_campaign.of(1, fault.step)
    cases, standing = 0, 0
    for number in range(1, MOST_CALLS, step):
        copy = office.copied(quick_folder / "copy")
        try:
            child = disturbed(copy, nursery, fault, number, quick_folder)
        except CannotTraceError as reason:
            not_run(str(reason))
        if "INJECTED" not in (quick_folder / "recording").read_text("utf-8"):
            break
        standing += assert_told_and_whole(copy, child, fault, before=3)
        cases += 1
        shutil.rmtree(copy.folder)

    this_campaign.note(f"{cases} calls failed, each refused one save; {standing} of these stand")
    assert cases >= SAVES
    # Only the last sync, after the journal was emptied, comes too late to take a save back.
    assert standing == (SAVES if fault.call == "fsync" else 0)


def test_a_file_that_may_not_grow_refuses_a_save_and_takes_it_later(
    office: Office, nursery: Nursery
) -> None:
    child = nursery.start("fills", office=str(office.folder), first=10, bytes=200_000)

    assert child.rest() == 0

    refused = [words for words in child.said if words[0] == "refused"]
    assert [words[1] for words in refused] == [Code.IO_FAILED.value]
    with office.opened() as ledger:
        found = amounts_by_number(ledger)
        assert list(found.items())[3:] == list(child.acknowledged().items())
        assert list(found.values())[-1] == 10_000 + int(refused[0][2])
        assert ledger.audit.check().findings == ()


@pytest.fixture
def small_disk(tmp_path: Path, not_run: Callable[[str], NoReturn]) -> Iterator[Path]:
    """A disk of 4 MiB, where this user may mount one."""
    folder = tmp_path / "small"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=4m", "ledgerdesk-test", str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        not_run("there is no mount command")
    if done.returncode:
        not_run(f"no small disk may be mounted: {done.stderr.strip()}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def fill(folder: Path, *, leave: int) -> Path:
    """Put a ballast file on a disk so that so many bytes stay free."""
    ballast = folder / "ballast"
    ballast.write_bytes(bytes(shutil.disk_usage(folder).free - leave))
    return ballast


def saves_until_refused(ledger: Ledger, first: int) -> tuple[dict[str, int], Code]:
    acknowledged: dict[str, int] = {}
    while True:
        try:
            issued = save(ledger, first + len(acknowledged))
        except KnownError as error:
            return acknowledged, error.code
        acknowledged[issued.number] = issued.amount_fen


@pytest.mark.parametrize("leave", [0, 40_000, 150_000, 400_000])
def test_a_full_disk_refuses_the_save_and_takes_it_when_there_is_space(
    template: Office, small_disk: Path, leave: int
) -> None:
    office = template.copied(small_disk / "office")
    with office.opened() as ledger:
        ballast = fill(small_disk, leave=leave)
        acknowledged, code = saves_until_refused(ledger, 100)
        again = Counter(saves_until_refused(ledger, 100 + len(acknowledged))[1] for _ in range(3))
        ballast.unlink()
        issued = save(ledger, 100 + len(acknowledged))

    assert code is Code.DISK_FULL
    assert again == {Code.DISK_FULL: 3}
    with office.opened() as ledger:
        found = list(amounts_by_number(ledger).items())
        assert found[3:] == [*acknowledged.items(), (issued.number, issued.amount_fen)]
        assert ledger.audit.check().findings == ()
