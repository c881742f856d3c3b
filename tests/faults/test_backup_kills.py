"""C-04: a backup or a restore killed at any moment leaves the old backup and no half vault."""

import shutil
import signal
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.support.campaign import Campaign
from tests.support.nursery import Child, Nursery
from tests.support.office import CREDENTIAL, Office

from ledgerdesk.backup import naming
from ledgerdesk.vault.primitives import verify_signature

pytestmark = pytest.mark.fault

REST_OF_A_LIFE_SECONDS = 0.08


@dataclass(slots=True)
class Moments:
    """When to kill: at every call of the disk in turn, and in between whenever chance says."""

    calls: int
    campaign: Campaign
    used: list[int] = field(default_factory=list)

    def next(self, life: int) -> int:
        """Give the call to die at; 0 for a moment of chance."""
        at = life % (2 * self.calls)
        self.used.append(at if at <= self.calls else 0)
        return self.used[-1]


def cut_short(child: Child, at: int, campaign: Campaign) -> bool:
    """Kill a child, or let its disk kill it; True where it was done before."""
    if at == 0:
        assert child.until("begun")
        time.sleep(campaign.chance.uniform(0, REST_OF_A_LIFE_SECONDS))
        with suppress(ProcessLookupError):  # it was faster
            child.kill()
    status = child.rest()
    assert status in {-signal.SIGKILL, 0}
    return any(words[0] == "done" for words in child.said)


def calls_of(nursery: Nursery, life: str, **task: object) -> int:
    """Tell how many calls of the disk a whole life makes."""
    child = nursery.start(life, at=0, **task)
    assert child.rest() == 0
    return int(child.said[-1][-1])


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def first_backup(office: Office, stick: Path) -> tuple[Path, str]:
    with office.opened() as ledger:
        made = ledger.backups.make(stick).value
    return made.path, office.house.verify_backup(made.path, None).origin.vault_id


def test_kills_during_a_backup_leave_the_old_one_and_offer_no_half_one(
    office: Office, nursery: Nursery, stick: Path, this_campaign: Campaign
) -> None:
    kills, killed, halves, late = this_campaign.of(200, 20), 0, 0, 0
    old, vault_id = first_backup(office, stick)
    before = old.read_bytes()
    task = {"office": str(office.folder), "stick": str(stick)}
    moments = Moments(calls_of(nursery, "backs_up", **task), this_campaign)

    while killed < kills:
        child = nursery.start("backs_up", at=moments.next(killed + late), **task)
        done = cut_short(child, moments.used[-1], this_campaign)
        killed, late = killed + (not done), late + done
        assert old.read_bytes() == before
        halves += bool(naming.left_half_written(stick, vault_id))
        for found in naming.found_in(stick, vault_id, verify_signature):
            assert office.house.verify_backup(found.path, CREDENTIAL).authentic
            if found.path != old:
                found.path.unlink()

    with office.opened() as ledger:
        assert ledger.audit.check().findings == ()
        last = ledger.backups.make(stick).value.path
    assert sorted(stick.iterdir()) == sorted([old, last])
    assert list((office.vault / "backups").iterdir()) == []
    this_campaign.note(
        f"{killed} kills before it was done, {halves} left a half file (and {late} came too "
        "late): 0 offered unproved, the old one intact"
    )
    assert halves > kills // 4


def test_kills_during_a_restore_leave_no_half_vault(
    office: Office, nursery: Nursery, stick: Path, tmp_path: Path, this_campaign: Campaign
) -> None:
    kills, killed, late, whole, half = this_campaign.of(200, 20), 0, 0, 0, 0
    file, _ = first_backup(office, stick)
    before = file.read_bytes()
    target = tmp_path / "new" / "r.ledgerdesk"
    target.parent.mkdir()
    task = {"office": str(office.folder), "file": str(file), "vault": str(target)}
    moments = Moments(calls_of(nursery, "restores", **task), this_campaign)
    shutil.rmtree(target)

    while killed < kills:
        child = nursery.start("restores", at=moments.next(killed + late), **task)
        done = cut_short(child, moments.used[-1], this_campaign)
        killed, late = killed + (not done), late + done
        assert file.read_bytes() == before
        half += any(one != target for one in target.parent.iterdir())
        if is_there(target):
            whole += 1
            ledger = office.house.open(target, CREDENTIAL)
            assert ledger.audit.check().findings == ()
            ledger.lock()
        else:
            assert not done
        for one in target.parent.iterdir():
            shutil.rmtree(one)

    this_campaign.note(
        f"{killed} kills before it was done, {half} while the vault was being built beside its "
        f"place; {whole} times it had appeared: each time whole, the backup intact"
    )
    assert half > kills // 4


def is_there(target: Path) -> bool:
    """Tell whether a vault stands there; an empty folder is the place made ready for it."""
    return target.exists() and any(target.iterdir())
