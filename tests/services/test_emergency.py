"""The people on the cards stand in the book, and beside it for whoever has no key."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.services.about_emergency import LI, WANG
from tests.support.backup_office import OWNERS, AnotherPc, BackedUp, make_backed_up
from tests.support.still_office import StillOffice, desk_of, make_still_office

from ledgerdesk.core.changes import Changes
from ledgerdesk.core.emergency import Contacts
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.i18n.log_words import change_field
from ledgerdesk.i18n.translator import Language, Translator
from ledgerdesk.services.steps import emergency_file
from ledgerdesk.services.steps.emergency_file import published

FILE = "emergency.json"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[StillOffice]:
    made = make_still_office(tmp_path / "office")
    yield made
    made.close()


def test_what_an_owner_names_is_read_without_a_key(office: StillOffice) -> None:
    assert published(office.vault) == Contacts()
    assert published(None) == Contacts()
    with office.opened() as ledger:
        done = ledger.emergency.change((WANG, LI))
        assert ledger.emergency.look().people == (WANG, LI)

    assert done.changes is Changes.SETTINGS
    assert published(office.vault) == Contacts(people=(WANG, LI))
    record = json.loads((office.vault / FILE).read_text("utf-8"))
    assert record["people"][0] == {"person": "王敏", "phone": "138 0013 8000"}


def test_the_log_tells_who_was_named_in_words(office: StillOffice) -> None:
    with office.opened() as ledger:
        ledger.emergency.change((WANG,))
        line = ledger.audit.page().lines[0]

    (change,) = line.changes
    assert line.action == "emergency.change"
    assert change.new == "王敏 138 0013 8000"
    english = Translator.load(Language.EN)
    assert change_field(english, "setting", change.field) == "Whom to call in an emergency"


def test_the_same_people_again_are_no_change(office: StillOffice) -> None:
    with office.opened() as ledger:
        ledger.emergency.change((WANG,))
        head = desk_of(ledger).marks.head
        again = ledger.emergency.change((WANG,))

        assert again.changes is Changes.NOTHING
        assert desk_of(ledger).marks.head == head


def test_a_file_that_cannot_be_written_names_nobody_in_the_book_either(
    office: StillOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with office.opened() as ledger:
        monkeypatch.setattr(emergency_file, "write_whole", full)
        with pytest.raises(KnownError) as refused:
            ledger.emergency.change((WANG,))

        assert refused.value.code is Code.DISK_FULL
        assert ledger.emergency.look() == Contacts()
        assert ledger.audit.check().ok
    assert not (office.vault / FILE).exists()


@pytest.mark.parametrize("data", [b"{", b'{"format":1,"people":[{"person":"x","phone":"110"}]}'])
def test_a_file_somebody_changed_is_mended_at_the_next_opening(
    data: bytes, office: StillOffice
) -> None:
    with office.opened() as ledger:
        ledger.emergency.change((WANG,))
    (office.vault / FILE).write_bytes(data)
    assert published(office.vault).people != (WANG,)

    with office.opened():
        assert published(office.vault) == Contacts(people=(WANG,))


def test_a_book_that_names_nobody_leaves_no_stranger_beside_it(office: StillOffice) -> None:
    (office.vault / FILE).write_bytes(b'{"format":1,"people":[{"person":"x","phone":"1"}]}')

    with office.opened():
        assert published(office.vault) == Contacts()


def test_a_book_opens_where_the_file_cannot_be_mended(
    office: StillOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    with office.opened() as ledger:
        ledger.emergency.change((WANG,))
    (office.vault / FILE).unlink()

    def read_only(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(emergency_file, "write_whole", read_only)
    with office.opened() as ledger:
        assert ledger.emergency.look().people == (WANG,)
    assert published(office.vault) == Contacts()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="NOT RUN: no pipes with names here")
def test_a_pipe_in_its_place_holds_nobody(office: StillOffice) -> None:
    os.mkfifo(office.vault / FILE)

    assert published(office.vault) == Contacts(damaged=True)


def test_a_restored_book_has_them_beside_it_again(tmp_path: Path) -> None:
    backed_up: BackedUp = make_backed_up(tmp_path / "office")
    backed_up.stick.mkdir(exist_ok=True)
    with backed_up.office.opened() as ledger:
        ledger.emergency.change((WANG,))
    file = backed_up.back_up()
    folder = tmp_path / "another pc"
    folder.mkdir()
    pc = AnotherPc(folder=folder)
    restored = pc.restore(file, OWNERS)
    assert restored.receipts >= 0
    (vault,) = [one for one in folder.iterdir() if one.name != "user"]

    ledger = pc.house().open(vault, OWNERS)
    try:
        assert published(vault) == Contacts(people=(WANG,))
    finally:
        ledger.lock()
