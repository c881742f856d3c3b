"""Offices to break, a nursery of children to kill, and the figures of every campaign."""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from tests.support.campaign import Campaign, campaign
from tests.support.nursery import Nursery
from tests.support.office import Office, make_office, save

MEMORY = Path("/dev/shm")


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office with a few receipts, to be copied and never opened itself again."""
    office = make_office(tmp_path_factory.mktemp("template") / "office")
    with office.opened() as ledger:
        for n in range(3):
            save(ledger, n)
    return office


@pytest.fixture
def quick_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: a sync is not what most of these tests are about."""
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK):
        with tempfile.TemporaryDirectory(dir=MEMORY, prefix="ledgerdesk-") as folder:
            yield Path(folder)
    else:
        yield tmp_path


@pytest.fixture
def office(template: Office, quick_folder: Path) -> Office:
    """An office of this test's own."""
    return template.copied(quick_folder / "office")


@pytest.fixture(scope="module")
def nursery(not_run: Callable[[str], NoReturn]) -> Iterator[Nursery]:
    if not hasattr(os, "fork"):
        not_run("this system cannot fork a child to be killed")
    with Nursery() as started:
        yield started


@pytest.fixture
def this_campaign(request: pytest.FixtureRequest) -> Campaign:
    """A campaign whose name and seed are the test's."""
    return campaign(request.node.name)
