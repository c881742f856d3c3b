"""C-25, C-26: sticks that are write-protected, swapped, of old file systems; copies under load."""

import os
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest
from tests.support.backup_office import OWNERS, BackedUp, make_backed_up
from tests.support.campaign import Campaign
from tests.support.still_office import issue, rows_of, trade

from ledgerdesk.backup import naming
from ledgerdesk.core.backup_plan import PlaceKind
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.rotation import Copy, Keep, kept
from ledgerdesk.services.steps.backups.proved_backup import prove_and_write
from ledgerdesk.vault.primitives import verify_signature

pytestmark = pytest.mark.fault


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> BackedUp:
    made = make_backed_up(tmp_path_factory.mktemp("sticks") / "office")
    made.back_up()
    return made


@pytest.fixture
def backed_up(template: BackedUp, tmp_path: Path) -> Iterator[BackedUp]:
    copy = template.copied(tmp_path / "office")
    yield copy
    copy.office.close()


def run(*words: str) -> bool:
    return not subprocess.run(words, capture_output=True, check=False).returncode


@contextmanager
def mounted(folder: Path, not_run: Callable[[str], NoReturn], *words: str) -> Iterator[Path]:
    """Mount something of its own, where this machine lets a test do so."""
    folder.mkdir()
    if os.name == "nt" or os.geteuid() != 0:
        not_run("only root may mount a file system")
    if not run("mount", *words, str(folder)):
        not_run(f"this machine cannot mount: {' '.join(words[:2])}")
    try:
        yield folder
    finally:
        assert run("umount", str(folder))


class Scissors:
    """Let files be removed up to the n-th, and cut the work off there."""

    def __init__(self, at: int) -> None:
        self._left = at
        self._unlink = Path.unlink

    def __get__(self, path: Path, _kind: type[Path]) -> Callable[[], None]:
        return lambda: self._cut(path)

    def _cut(self, path: Path) -> None:
        self._left -= 1
        if not self._left:
            raise KeyboardInterrupt
        self._unlink(path)


def refused(work: Callable[..., object], *given: object) -> KnownError:
    with pytest.raises(KnownError) as caught:
        work(*given)
    return caught.value


def test_a_write_protected_stick_is_named_and_nothing_is_logged(
    backed_up: BackedUp, tmp_path: Path, not_run: Callable[[str], NoReturn]
) -> None:
    ledger = backed_up.office.open()
    before = rows_of(ledger, "SELECT count(*) FROM backup")
    with mounted(tmp_path / "ro", not_run, "-t", "tmpfs", "-o", "ro", "tmpfs") as stick:
        error = refused(ledger.backups.make, stick)
        assert (error.code, error.field or error.details.get("part")) == (
            *(Code.READ_ONLY, "folder"),
        )
        named = refused(ledger.backup_plan.name_place, stick / "LedgerDesk", "A", PlaceKind.STICK)
        assert named.code is Code.READ_ONLY
    assert rows_of(ledger, "SELECT count(*) FROM backup") == before
    assert ledger.backup_plan.standing().places == ()
    assert list((backed_up.office.vault / "backups").iterdir()) == []


def test_a_stick_swapped_for_another_is_never_done_and_both_are_left_as_they_were(
    backed_up: BackedUp,
) -> None:
    ledger = backed_up.office.open()
    (old,) = backed_up.stick.iterdir()
    before, gone = old.read_bytes(), backed_up.stick.with_name("gone")

    def swap(_done: int, _all: int) -> None:
        if not gone.exists():
            backed_up.stick.rename(gone)
            backed_up.stick.mkdir()
            (backed_up.stick / "letter.txt").write_text("mine")

    assert refused(ledger.backups.make, backed_up.stick, swap).code is Code.IO_FAILED
    assert (gone / old.name).read_bytes() == before
    assert [one.name for one in backed_up.stick.iterdir()] == ["letter.txt"]
    assert len(ledger.backups.history()) == 1


@pytest.mark.parametrize("system", ["vfat", "exfat"])
def test_sticks_of_other_file_systems_carry_backups(
    backed_up: BackedUp, tmp_path: Path, system: str, not_run: Callable[[str], NoReturn]
) -> None:
    image = tmp_path / "stick.img"
    with image.open("wb") as file:
        file.truncate(48 << 20)
    try:
        made = run(f"mkfs.{system}", str(image))
    except FileNotFoundError:
        not_run(f"mkfs.{system} is not on this machine")
    assert made
    ledger = backed_up.office.open()
    with mounted(tmp_path / "stick", not_run, "-t", system, "-o", "loop", str(image)) as stick:
        folder = stick / "LedgerDesk"
        ledger.backup_plan.name_place(folder, "甲", PlaceKind.STICK)
        made_there = ledger.backups.make(folder).value.path
        assert backed_up.office.house.verify_backup(made_there, OWNERS).authentic
        assert ledger.backups.history()[0].place == "甲"


def test_snapshots_under_load_are_all_consistent(
    backed_up: BackedUp, this_campaign: Campaign
) -> None:
    """The desk goes on saving while each copy is sealed: a save is in it or not, never half."""
    wanted, held = this_campaign.of(200, 20), []
    ledger = backed_up.office.open()
    facts = []
    for n in range(wanted):
        issue(ledger, trade(f"客户{n}", 1_000 + n))
        ready = ledger.backups.prepare(backed_up.stick)
        sums = int(rows_of(ledger, "SELECT sum(amount_fen) FROM receipt")[0][0])
        writing = threading.Thread(target=lambda at=ready: held.append(prove_and_write(at)))
        writing.start()
        for more in range(3):
            issue(ledger, trade(f"同时{n}-{more}", 500 + more))
        writing.join()
        ledger.backups.record(ready, held[-1])
        facts.append((held[-1].path, sums, ready.head.seq))
    house = backed_up.office.house
    for path, sums, seq in facts:
        verdict = house.verify_backup(path, OWNERS)
        assert verdict.facts is not None
        assert (verdict.facts.sums["receipts"], verdict.facts.head_seq) == (sums, seq)
    last = house.drill(facts[-1][0], OWNERS)
    assert last.facts.sums["receipts"] == facts[-1][1]
    this_campaign.note(f"{wanted} copies under load, each as of its own moment")


def test_a_rotation_cut_off_anywhere_leaves_what_was_to_stay(
    backed_up: BackedUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = backed_up.office.open()
    for _ in range(8):
        issue(ledger, trade("张三"))
        ledger.backups.make(backed_up.stick)
    keep, house = Keep(daily=1, weekly=0, monthly=0), backed_up.office.house
    vault_id = house.verify_backup(next(backed_up.stick.glob("*.ldbk")), None).origin.vault_id

    def found() -> list[str]:
        listed = naming.found_in(backed_up.stick, vault_id, verify_signature)
        return [one.path.name for one in listed]

    def copies(names: list[str]) -> list[Copy]:
        listed = naming.found_in(backed_up.stick, vault_id, verify_signature)
        return [
            Copy(
                name=one.path.name, at=ledger.backups.history()[0].at,
                branch=one.origin.branch_id, sequence=one.origin.sequence,
            )
            for one in listed if one.path.name in names
        ]  # fmt: skip

    staying = kept(copies(found()), keep, today=ledger.today.standing().today)
    assert len(found()) - len(staying) >= 5
    for at in range(1, 4):
        scissors = Scissors(at)
        with monkeypatch.context() as patched:
            patched.setattr(Path, "unlink", scissors)
            with pytest.raises(KeyboardInterrupt):
                house.rotate_backups(backed_up.stick, keep, dry_run=False)
        assert staying <= set(found())
        for name in staying:
            assert house.verify_backup(backed_up.stick / name, OWNERS).authentic
    house.rotate_backups(backed_up.stick, keep, dry_run=False)
    assert set(found()) == staying


def test_a_damaged_newest_backup_lets_no_older_one_go(backed_up: BackedUp) -> None:
    ledger = backed_up.office.open()
    for _ in range(6):
        issue(ledger, trade("张三"))
        ledger.backups.make(backed_up.stick)
    keep, house = Keep(daily=1, weekly=0, monthly=0), backed_up.office.house
    newest_first = sorted(backed_up.stick.glob("*.ldbk"), reverse=True)
    for path in newest_first[:3]:
        raw = bytearray(path.read_bytes())
        raw[-2000] ^= 1
        path.write_bytes(raw)
    (told,) = house.rotate_backups(backed_up.stick, keep, dry_run=False)
    assert told.leaving == (), "none that stays is whole, so none goes"
    assert len(list(backed_up.stick.glob("*.ldbk"))) == 7
