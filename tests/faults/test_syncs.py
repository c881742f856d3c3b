"""A save of trade, payment, receipt and signed entry syncs as often as one bare row does."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest
from tests.support.campaign import Campaign
from tests.support.nursery import Nursery
from tests.support.office import Office
from tests.support.tracing import CannotTraceError, followed, let_go

pytestmark = pytest.mark.fault

ROUNDS = 8
SYNC = re.compile(r"^(?:fsync|fdatasync|sync_file_range|syncfs|sync|msync)\(.*?/([^/>]*)>?[,)]")
SAID = re.compile(r'^write\(1<.*?>, "(saved|bare) \d+')


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """What one commit synced: how often each file or folder, by name."""

    kind: str
    synced: Counter[str]


def commits_in(recording: str) -> list[Commit]:
    """Read the syncs between one word of the child and the next."""
    found, synced = [], Counter[str]()
    for line in recording.splitlines():
        said, sync = SAID.match(line), SYNC.match(line)
        if said:
            found.append(Commit(kind=said[1], synced=synced))
            synced = Counter()
        elif sync:
            synced[sync[1]] += 1
    return found


def test_a_whole_receipt_costs_as_many_syncs_as_one_bare_row(
    office: Office,
    tmp_path: Path,
    nursery: Nursery,
    this_campaign: Campaign,
    not_run: Callable[[str], NoReturn],
) -> None:
    child = nursery.start(
        "commits", office=str(office.folder), first=100, count=ROUNDS, go=str(tmp_path / "go")
    )
    assert child.until("ready")
    try:
        calls = "trace=write,fsync,fdatasync,sync_file_range,syncfs,sync,msync"
        with followed(child, tmp_path / "recording", "-y", "-e", calls):
            let_go(tmp_path / "go")
            assert child.rest() == 0
    except CannotTraceError as reason:
        child.kill()
        not_run(str(reason))

    found = commits_in((tmp_path / "recording").read_text("utf-8"))
    saved = [commit.synced for commit in found if commit.kind == "saved"]
    bare = [commit.synced for commit in found if commit.kind == "bare"]

    # What precedes the first word is the opening; from then on the two kinds take turns.
    this_campaign.note(f"a whole save {dict(saved[-1])}, one bare row {dict(bare[-1])}")
    assert len(saved) == len(bare) == ROUNDS
    assert bare[0].total() > 0
    assert saved[1:] == bare[1:]
