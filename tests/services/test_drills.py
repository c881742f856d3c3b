"""A drill restores a backup where nobody sees it, agrees or says why not, and leaves nothing."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader
from tests.support.backup_office import OWNERS, AnotherPc, BackedUp, make_backed_up
from tests.support.still_office import FIRM, desk_of, rows_of

from ledgerdesk.core.drills import EVERY, DrillHeld, WithKey, due_on
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.i18n.translator import Language
from ledgerdesk.runtime.instance_lock import InstanceLock
from ledgerdesk.services.drills import Drilled, drill


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> BackedUp:
    return make_backed_up(tmp_path_factory.mktemp("drilled") / "office")


@pytest.fixture
def backed_up(template: BackedUp, tmp_path: Path) -> BackedUp:
    return template.copied(tmp_path / "office")


def refused(work: Callable[..., object], *given: object) -> KnownError:
    with pytest.raises(KnownError) as caught:
        work(*given)
    return caught.value


def left_behind(folder: Path) -> list[str]:
    return [one.name for one in folder.rglob("*") if one.name.startswith(("drill-", "ledger"))]


def words_of(file: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(file).pages)


def test_the_sheet_alone_restores_it_on_a_pc_that_knows_nothing(
    backed_up: BackedUp, tmp_path: Path
) -> None:
    file = backed_up.back_up()
    elsewhere = AnotherPc(folder=tmp_path / "elsewhere")
    elsewhere.folder.mkdir()
    house = elsewhere.house()
    found = house.drill(file, backed_up.printed)
    assert found.with_key is WithKey.RECOVERY
    assert found.facts.counts["receipt"] == 3
    verdict = house.verify_backup(file, OWNERS)
    assert verdict.facts == found.facts
    assert left_behind(elsewhere.folder) == []


def test_a_drill_is_kept_in_the_book_with_its_key(backed_up: BackedUp) -> None:
    file = backed_up.back_up()
    with backed_up.office.opened() as ledger:
        begun = ledger.drills.due_on()
        for credential in (backed_up.printed, OWNERS):
            ledger.drills.record(drill(file, credential, ledger.drills.ground()))
        newest, first = ledger.drills.held()
        assert (newest.with_key, first.with_key) == (WithKey.PASSWORD, WithKey.RECOVERY)
        assert (first.file_name, first.receipts, first.sequence) == (file.name, 3, 1)
        assert ledger.drills.due_on() == first.at.date() + EVERY >= begun
        assert ledger.audit.check().ok
        told = rows_of(ledger, "SELECT body FROM audit ORDER BY seq DESC LIMIT 1")
        assert json.loads(str(told[0][0]))["action"] == "backups.drill"
    assert left_behind(backed_up.office.per_user) == []


def test_a_month_after_the_last_one_by_the_sheet_the_next_is_due() -> None:
    begun = date(2026, 1, 1)
    assert due_on([], begun) == begun + timedelta(days=30)

    def held(day: int, key: WithKey) -> DrillHeld:
        return DrillHeld(
            at=datetime(2026, 3, day, tzinfo=UTC), file_name="f", sequence=1, with_key=key,
            receipts=1, head_seq=1, person="王",
        )  # fmt: skip

    assert due_on([held(9, WithKey.PASSWORD), held(5, WithKey.RECOVERY)], begun) == date(2026, 4, 4)


def test_another_vaults_backup_is_drilled_and_not_written_down(
    backed_up: BackedUp, tmp_path: Path
) -> None:
    other = make_backed_up(tmp_path / "other")
    file = other.back_up()
    with backed_up.office.opened() as ledger:
        found = drill(file, OWNERS, ledger.drills.ground())
        assert refused(ledger.drills.record, found).code is Code.NOT_OURS
        assert ledger.drills.held() == ()


def test_what_cannot_be_restored_is_told_apart_and_leaves_nothing(
    backed_up: BackedUp, tmp_path: Path
) -> None:
    file = backed_up.back_up()
    whole = file.read_bytes()
    house = backed_up.office.house
    wrong = refused(house.drill, file, type(OWNERS)(password="nothing like it"))
    assert wrong.code is Code.WRONG_PASSWORD
    file.write_bytes(whole[:-100])
    assert refused(house.drill, file, OWNERS).details["part"] == "end"
    bad = bytearray(whole)
    bad[-2000] ^= 1
    file.write_bytes(bad)
    assert refused(house.drill, file, OWNERS).code is Code.DAMAGED
    assert refused(house.drill, tmp_path / "none.ldbk", OWNERS).code is Code.FILE_NOT_FOUND
    assert left_behind(backed_up.office.per_user) == []


def test_a_drill_that_is_given_up_leaves_nothing(backed_up: BackedUp) -> None:
    file = backed_up.back_up()

    def stop(_done: int, _all: int) -> None:
        raise KnownError(Code.CANCELLED)

    with backed_up.office.opened() as ledger:
        ground = ledger.drills.ground()
        assert refused(drill, file, OWNERS, ground, stop).code is Code.CANCELLED
    assert left_behind(backed_up.office.per_user) == []


@pytest.mark.parametrize("language", list(Language))
def test_the_certificate_says_what_was_compared(
    backed_up: BackedUp, tmp_path: Path, language: Language
) -> None:
    file = backed_up.back_up()
    out = tmp_path / "certificate.pdf"
    with backed_up.office.opened() as ledger:
        found: Drilled = drill(file, backed_up.printed, ledger.drills.ground())
        ledger.drills.write_certificate(found, out, language)
        head = desk_of(ledger).marks.head
        assert head.seq >= found.facts.head_seq
    said = words_of(out)
    assert len(PdfReader(out).pages) == 1
    sheet = {Language.ZH: "只用恢复单", Language.EN: "the recovery sheet alone"}
    assert sheet[language] in said
    for fact in (FIRM, file.name, found.facts.head.hex()[:8], "30.03"):
        assert fact in said
    note = tmp_path / "note.txt"
    note.write_text("mine")
    assert refused(backed_up.office.house.certify, found, note, language).code is Code.EXISTS
    assert note.read_text() == "mine"


def test_the_next_drill_removes_what_a_killed_one_left_and_no_other(backed_up: BackedUp) -> None:
    file, per_user = backed_up.back_up(), backed_up.office.per_user
    killed, held = per_user / "drill-killed", per_user / "drill-held"
    for folder in (killed, held):
        folder.mkdir()
        (folder / "ledger.db").write_bytes(b"x")
    (killed / "LOCK").write_bytes(b'{"pid": 1}')
    lock = InstanceLock.acquire(held / "LOCK")
    try:
        backed_up.office.house.drill(file, OWNERS)
        assert [one.name for one in per_user.glob("drill-*")] == [held.name]
    finally:
        lock.release()
