"""C-17, C-20 to C-24: each reason why a vault does not open is told apart, and none creates."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from tests.support.nursery import Nursery
from tests.support.office import CREDENTIAL, Office, amounts_by_number, save

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.i18n.messages import sentence
from ledgerdesk.i18n.translator import Language, Translator
from ledgerdesk.services.access import Credential
from ledgerdesk.storage.migrate import newest

pytestmark = pytest.mark.fault

NOBODY = 65534


def refused(office: Office, credential: Credential = CREDENTIAL) -> KnownError:
    with pytest.raises(KnownError) as caught:
        office.open(credential)
    return caught.value


def wrong_password(office: Office) -> KnownError:
    return refused(office, Credential(password="incorrect horse battery staple"))


def damaged_book(office: Office) -> KnownError:
    raw = bytearray(office.ledger.read_bytes())
    raw[5000] ^= 1
    office.ledger.write_bytes(raw)
    return refused(office)


def damaged_keys(office: Office) -> KnownError:
    places = [office.vault / "keys.json", office.vault / "keys.json.bak"]
    for path in [*places, *(office.folder / "user" / "keys").iterdir()]:
        path.write_bytes(b"{}")
    return refused(office)


def newer_book(office: Office) -> KnownError:
    with office.raw() as connection:
        connection.execute(f"PRAGMA user_version = {newest() + 1}")
    return refused(office)


def plain_book(office: Office) -> KnownError:
    office.ledger.unlink()
    plain = sqlite3.connect(office.ledger)
    plain.execute("CREATE TABLE receipt (number)")
    plain.commit()
    plain.close()
    return refused(office)


REASONS: dict[Callable[[Office], KnownError], Code] = {
    wrong_password: Code.WRONG_PASSWORD,
    damaged_book: Code.DAMAGED,
    damaged_keys: Code.KEYS_DAMAGED,
    newer_book: Code.NEWER_VERSION,
    plain_book: Code.NOT_A_VAULT,
}


@pytest.mark.parametrize("reason", REASONS, ids=lambda reason: reason.__name__)
def test_each_reason_has_its_own_code(
    office: Office, reason: Callable[[Office], KnownError]
) -> None:
    assert reason(office).code is REASONS[reason]


@pytest.mark.parametrize("language", list(Language))
def test_each_reason_has_its_own_sentence(
    template: Office, tmp_path: Path, language: Language
) -> None:
    words = Translator.load(language)

    said = {
        sentence(words, reason(template.copied(tmp_path / str(number))))
        for number, reason in enumerate(REASONS)
    }

    assert len(said) == len(REASONS)


@pytest.mark.parametrize("reason", [damaged_book, newer_book, plain_book])
def test_a_refused_book_keeps_every_byte(
    office: Office, reason: Callable[[Office], KnownError]
) -> None:
    reason(office)
    before = office.ledger.read_bytes()

    assert refused(office).code is REASONS[reason]

    assert office.ledger.read_bytes() == before


def test_opening_creates_no_book_where_one_is_missing(office: Office) -> None:
    office.ledger.unlink()

    assert refused(office).code is Code.DAMAGED

    assert not office.ledger.exists()
    assert not office.journal.exists() or not office.journal.stat().st_size


def test_opening_creates_nothing_where_no_vault_is(office: Office, tmp_path: Path) -> None:
    shutil.rmtree(office.vault)

    assert refused(office).code is Code.FILE_NOT_FOUND
    office.vault.mkdir()
    assert refused(office).code is Code.NOT_A_VAULT
    assert list(office.vault.iterdir()) == []


def test_a_second_instance_is_refused_and_disturbs_nothing(
    office: Office, nursery: Nursery
) -> None:
    child = nursery.start("saves", office=str(office.folder), first=100)
    assert child.until("ack", 2)

    assert refused(office).code is Code.IN_USE
    assert child.until("ack", 2)
    child.kill()
    child.rest()

    with office.opened() as ledger:
        assert child.acknowledged().items() <= amounts_by_number(ledger).items()
        assert ledger.audit.check().findings == ()


def test_a_second_window_of_the_same_process_is_refused(office: Office) -> None:
    with office.opened() as ledger:
        assert refused(office).code is Code.IN_USE
        save(ledger, 100)

    with office.opened() as ledger:
        assert len(amounts_by_number(ledger)) == 4


def as_nobody(
    office: Office, nursery: Nursery, not_run: Callable[[str], NoReturn]
) -> list[tuple[str, ...]]:
    """Open and save as somebody without rights of his own; give what was said."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        not_run("only root may become somebody without rights")
    # Not below the test's own folder: that is closed to everybody else.
    with tempfile.TemporaryDirectory() as parent:
        Path(parent).chmod(0o755)
        shutil.copytree(office.folder, Path(parent) / "office")
        child = nursery.start(
            "refused_by_rights", office=f"{parent}/office", user=NOBODY, group=NOBODY
        )
        assert child.rest() == 0
    return child.said


@pytest.mark.parametrize("mode", [0o444, 0o000], ids=["read-only", "no rights"])
def test_a_folder_that_may_not_be_written_is_refused_clearly(
    office: Office, nursery: Nursery, mode: int, not_run: Callable[[str], NoReturn]
) -> None:
    office.folder.chmod(0o755)
    for path in [office.vault, *office.vault.rglob("*")]:
        path.chmod(mode | 0o111 if path.is_dir() else mode)

    said = as_nobody(office, nursery, not_run)

    assert said == [("refused", Code.READ_ONLY.value)]


def test_a_book_that_may_not_be_written_is_refused_clearly(
    office: Office, nursery: Nursery, not_run: Callable[[str], NoReturn]
) -> None:
    office.folder.chmod(0o755)
    for path in [office.vault, *office.vault.rglob("*")]:
        path.chmod(0o777 if path.is_dir() else 0o666)
    office.ledger.chmod(0o444)

    said = as_nobody(office, nursery, not_run)

    assert said[-1] == ("refused", Code.READ_ONLY.value)
    assert ("saved",) not in said


def moved_away(office: Office) -> None:
    office.ledger.rename(office.folder / "elsewhere.db")


def put_back(office: Office) -> None:
    (office.folder / "elsewhere.db").replace(office.ledger)


def replaced(office: Office) -> None:
    moved_away(office)
    shutil.copyfile(office.folder / "elsewhere.db", office.ledger)


def folder_renamed(office: Office) -> None:
    office.vault.rename(office.folder / "renamed")


def folder_put_back(office: Office) -> None:
    (office.folder / "renamed").rename(office.vault)


@pytest.mark.parametrize(
    ("change", "undo"),
    [(moved_away, put_back), (replaced, put_back), (folder_renamed, folder_put_back)],
    ids=["moved", "replaced", "folder renamed"],
)
def test_a_book_moved_while_open_refuses_the_next_save_and_loses_nothing(
    office: Office, change: Callable[[Office], None], undo: Callable[[Office], None]
) -> None:
    with office.opened() as ledger:
        save(ledger, 100)
        change(office)
        with pytest.raises(KnownError) as caught:
            save(ledger, 101)
        undo(office)
        assert save(ledger, 102).number[-6:] == "000005"

    assert caught.value.code is Code.MOVED
    with office.opened() as ledger:
        found = amounts_by_number(ledger)
        assert list(found.values())[3:] == [10_100, 10_102]
        assert ledger.audit.check().findings == ()
