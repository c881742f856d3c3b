"""C-02: power lost at any system call of a day's saves leaves every acknowledged receipt."""

import random
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

import pytest
from tests.support.campaign import Campaign
from tests.support.nursery import Nursery
from tests.support.office import amounts_by_number, make_office, office_at, save
from tests.support.power import STRACE, Disk, Replay
from tests.support.tracing import CannotTraceError, followed, let_go

from ledgerdesk.core.errors import KnownError

pytestmark = pytest.mark.fault

FULL_POINTS = 2000
REDUCED_POINTS = 100
SAVES = 25
NORMAL = [("synchronous", "NORMAL", 1)]
SMALL_CACHE = [("cache_size", "10", 10)]


@dataclass(slots=True)
class Outcome:
    """What was found at the points of one replay."""

    points: int = 0
    lost: int = 0
    not_whole: int = 0
    refused: Counter[str] = field(default_factory=Counter)

    @property
    def bad(self) -> int:
        return self.lost + self.not_whole + self.refused.total()


def judge(folder: Path, acknowledged: dict[str, int], outcome: Outcome) -> None:
    """Open what a power cut left, through the real opening, and save once more."""
    outcome.points += 1
    office = office_at(folder)
    try:
        ledger = office.open()
    except KnownError as error:
        outcome.refused[error.code.value] += 1
        return
    try:
        found = amounts_by_number(ledger)
        if any(found.get(number) != amount for number, amount in acknowledged.items()):
            outcome.lost += 1
            return
        whats = ledger.audit.check().findings
        # A book that is not whole may refuse the next save in any way.
        if whats or int(save(ledger, 0).number[-6:]) != len(found) + 1:
            outcome.not_whole += 1
    except KnownError as error:
        outcome.refused[error.code.value] += 1
    finally:
        ledger.lock()


def recorded(
    folder: Path, nursery: Nursery, not_run: Callable[[str], NoReturn], **task: object
) -> Replay:
    """Record a child that opens, saves and locks; give the disk as it was before it."""
    disk = Disk(folder / "office")
    child = nursery.start(
        "saves", office=str(disk.root), first=500, count=SAVES, go=str(folder / "go"), **task
    )
    assert child.until("ready")
    try:
        with followed(child, folder / "recording", *STRACE):
            let_go(folder / "go")
            assert child.rest() == 0
    except CannotTraceError as reason:
        child.kill()
        not_run(str(reason))
    assert len(child.acknowledged()) == SAVES
    return Replay(disk, folder / "recording")


def cut_at(replay: Replay, folder: Path, points: int, campaign: Campaign) -> Outcome:
    """Cut the power at points drawn among the calls, some of them more than once."""
    drawn = Counter(campaign.chance.choices(range(len(replay.lines) + 1), k=points))
    outcome = Outcome()
    for number, line in enumerate([*replay.lines, ""]):
        for turn in range(drawn[number]):
            replay.disk.cut(folder, random.Random(f"{campaign.name} {number} {turn}"))
            judge(folder, replay.acknowledged, outcome)
            shutil.rmtree(folder)
        if line:
            replay.step(line)
    assert len(replay.acknowledged) == SAVES
    return outcome


def test_power_lost_while_saving_loses_no_acknowledged_receipt(
    tmp_path: Path,
    quick_folder: Path,
    nursery: Nursery,
    this_campaign: Campaign,
    not_run: Callable[[str], NoReturn],
) -> None:
    make_office(tmp_path / "office")
    replay = recorded(tmp_path, nursery, not_run)

    points = this_campaign.of(FULL_POINTS, REDUCED_POINTS)
    outcome = cut_at(replay, quick_folder / "cut", points, this_campaign)

    this_campaign.note(
        f"{outcome.points} points over {len(replay.lines)} calls, {outcome.bad} lost or not whole"
    )
    assert outcome.points == points
    assert outcome.bad == 0, outcome


def test_power_lost_after_a_kill_in_mid_save_loses_no_acknowledged_receipt(
    tmp_path: Path,
    quick_folder: Path,
    nursery: Nursery,
    this_campaign: Campaign,
    not_run: Callable[[str], NoReturn],
) -> None:
    office = make_office(tmp_path / "office")
    child = nursery.start("spills", office=str(office.folder), customers=200, pragmas=SMALL_CACHE)
    assert child.until("full")
    child.kill()
    child.rest()
    assert office.journal.stat().st_size > 0
    replay = recorded(tmp_path, nursery, not_run)

    points = this_campaign.of(FULL_POINTS // 4, REDUCED_POINTS // 4)
    outcome = cut_at(replay, quick_folder / "cut", points, this_campaign)

    this_campaign.note(f"{outcome.points} points, {outcome.bad} lost or not whole")
    assert outcome.bad == 0, outcome


def test_the_same_replay_loses_receipts_with_fewer_syncs(
    tmp_path: Path,
    quick_folder: Path,
    nursery: Nursery,
    this_campaign: Campaign,
    not_run: Callable[[str], NoReturn],
) -> None:
    make_office(tmp_path / "office")
    replay = recorded(tmp_path, nursery, not_run, pragmas=NORMAL)

    points = this_campaign.of(FULL_POINTS, REDUCED_POINTS)
    outcome = cut_at(replay, quick_folder / "cut", points, this_campaign)

    this_campaign.note(
        f"negative control, synchronous=NORMAL: {outcome.bad} of {outcome.points} points bad "
        f"({outcome.lost} lost, {outcome.not_whole} not whole, refused {dict(outcome.refused)})"
    )
    assert outcome.bad > 0
