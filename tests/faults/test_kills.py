"""C-01: a process killed during saves loses nothing it acknowledged and spends no number twice."""

import signal
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.support.campaign import Campaign
from tests.support.nursery import Child, Nursery
from tests.support.office import Office, amounts_by_number, make_office

pytestmark = pytest.mark.fault

KILLS_PER_OFFICE = 100
MOST_SAVES = 6
LONGEST_WAIT_SECONDS = 0.02


@dataclass(slots=True)
class Toll:
    """What the kills of one office did."""

    acknowledged: dict[str, int] = field(default_factory=dict)
    known: dict[str, int] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    in_mid_save: int = 0
    unasked: int = 0

    def settle(self, child: Child, found: dict[str, int]) -> None:
        """Compare what a life acknowledged with what the book holds after it."""
        self.acknowledged |= child.acknowledged()
        expected = self.known | child.acknowledged()
        self.lost += [n for n, amount in expected.items() if found.get(n) != amount]
        self.unasked += max(0, len(found) - len(expected) - 1)  # one save was under way
        self.known = found


def cut_short(child: Child, campaign: Campaign) -> None:
    """Kill a child some saves after its birth, at a moment nobody chose."""
    saves = campaign.chance.randint(0, MOST_SAVES)
    if saves:
        assert child.until("ack", saves)
    time.sleep(campaign.chance.uniform(0, LONGEST_WAIT_SECONDS))
    child.kill()
    assert child.rest() == -signal.SIGKILL


def kill_repeatedly(
    office: Office, nursery: Nursery, campaign: Campaign, kills: int, *, before: bool = False
) -> Toll:
    toll = Toll()
    for life in range(kills):
        child = nursery.start("saves", office=str(office.folder), first=1000 * life, before=before)
        cut_short(child, campaign)
        if office.journal.exists() and office.journal.stat().st_size:
            toll.in_mid_save += 1
        with office.opened() as ledger:
            found = amounts_by_number(ledger)
            assert ledger.receipts.register().missing == ()
        assert sorted(found) == [f"{next(iter(found))[:-6]}{n + 1:06d}" for n in range(len(found))]
        toll.settle(child, found)
    return toll


def test_kills_during_saves_lose_no_acknowledged_receipt(
    tmp_path: Path, nursery: Nursery, this_campaign: Campaign
) -> None:
    kills, hot, receipts = this_campaign.of(1000, 100), 0, 0

    for round_ in range(kills // KILLS_PER_OFFICE):
        office = make_office(tmp_path / str(round_))
        toll = kill_repeatedly(office, nursery, this_campaign, KILLS_PER_OFFICE)

        assert toll.lost == []
        assert toll.unasked == 0
        with office.opened() as ledger:
            assert ledger.audit.check().findings == ()
        hot += toll.in_mid_save
        receipts += len(toll.acknowledged)

    this_campaign.note(
        f"{kills} kills, {hot} of them with a journal left behind, "
        f"{receipts} receipts acknowledged, 0 lost, no gap, no double"
    )
    assert hot > kills // 10
    assert receipts > kills


def test_a_receipt_acknowledged_too_early_is_noticed_as_lost(
    tmp_path: Path, nursery: Nursery, this_campaign: Campaign
) -> None:
    office = make_office(tmp_path / "office")

    toll = kill_repeatedly(office, nursery, this_campaign, 20, before=True)

    this_campaign.note(f"negative control: {len(toll.lost)} of 20 lives lost what they said")
    assert toll.lost
