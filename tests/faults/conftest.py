"""Offices to break, a nursery of children to kill, and the figures of every campaign."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.campaign import FIGURES, Campaign, campaign
from tests.support.nursery import Nursery
from tests.support.office import Office, make_office, save


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office with a few receipts, to be copied and never opened itself again."""
    office = make_office(tmp_path_factory.mktemp("template") / "office")
    with office.opened() as ledger:
        for n in range(3):
            save(ledger, n)
    return office


@pytest.fixture
def office(template: Office, tmp_path: Path) -> Office:
    """An office of this test's own."""
    return template.copied(tmp_path / "office")


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    with Nursery() as started:
        yield started


@pytest.fixture
def this_campaign(request: pytest.FixtureRequest) -> Campaign:
    """A campaign whose name and seed are the test's."""
    return campaign(request.node.name)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what every campaign did; the seed of each is its name."""
    if FIGURES:
        terminalreporter.section("fault campaigns (each seeded with its name)")
        for figure in FIGURES:
            terminalreporter.write_line(figure)
