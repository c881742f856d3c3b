"""C-22: the program opens the live book once, before the engine does, and never beside it."""

import pytest
from tests.support.nursery import Nursery
from tests.support.office import Office

pytestmark = pytest.mark.fault


def test_only_the_kept_descriptor_is_opened_while_the_book_is_open(
    office: Office, nursery: Nursery
) -> None:
    child = nursery.start("watched", office=str(office.folder))

    assert child.rest() == 0
    assert child.said == [("opened", "1"), ("worked", "1"), ("locked", "1")]


def test_another_open_of_the_live_book_would_be_noticed(office: Office, nursery: Nursery) -> None:
    child = nursery.start("watched", office=str(office.folder), break_the_rule=True)

    assert child.rest() == 0
    assert ("broken", "2") in child.said
