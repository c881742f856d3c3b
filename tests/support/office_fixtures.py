"""Fixtures of a still office: one is made per run, each test works in a copy of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.services.verbs import fill
from tests.support.staffed_office import staffed
from tests.support.still_office import StillOffice, make_still_office

from ledgerdesk.bootstrap import Ledger


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> StillOffice:
    office = make_still_office(tmp_path_factory.mktemp("made") / "office")
    office.close()
    return office


@pytest.fixture
def office(made_once: StillOffice, tmp_path: Path) -> Iterator[StillOffice]:
    """Give a locked office; a transaction left open at the end fails the test."""
    copy = made_once.copied(tmp_path / "office")
    yield copy
    copy.close()


@pytest.fixture
def ledger(office: StillOffice) -> Ledger:
    """Give the office's ledger, unlocked by its owner."""
    return office.open()


@pytest.fixture(scope="session")
def filled_once(made_once: StillOffice, tmp_path_factory: pytest.TempPathFactory) -> StillOffice:
    office = made_once.copied(tmp_path_factory.mktemp("filled") / "office")
    with office.opened() as ledger:
        fill(ledger)
    office.close()
    return office


@pytest.fixture
def filled(filled_once: StillOffice, tmp_path: Path) -> Iterator[Ledger]:
    """Give a ledger with SJ2026-000001 to 3 issued and one payment without a receipt."""
    copy = filled_once.copied(tmp_path / "office")
    yield copy.open()
    copy.close()


@pytest.fixture(scope="session")
def staffed_once(made_once: StillOffice, tmp_path_factory: pytest.TempPathFactory) -> StillOffice:
    office = staffed(made_once.copied(tmp_path_factory.mktemp("staffed") / "office"))
    office.close()
    return office


@pytest.fixture
def busy_office(staffed_once: StillOffice, tmp_path: Path) -> Iterator[StillOffice]:
    """Give a locked office of four: two owners, a supervisor and a clerk."""
    copy = staffed_once.copied(tmp_path / "office")
    yield copy
    copy.close()
