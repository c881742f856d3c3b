"""A restored book takes the old one's place: never before it is whole, never in two halves."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.backup_office import OWNERS, BackedUp, make_backed_up

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.services.steps.backups.drilling import look_inside
from ledgerdesk.services.steps.vaults import replacing
from ledgerdesk.services.steps.vaults.replacing import BEFORE, RESTORED


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> BackedUp:
    return make_backed_up(tmp_path_factory.mktemp("replaced") / "office")


@pytest.fixture
def backed_up(template: BackedUp, tmp_path: Path) -> BackedUp:
    return template.copied(tmp_path / "office")


def refused(work: Callable[..., object], *given: object) -> KnownError:
    with pytest.raises(KnownError) as caught:
        work(*given)
    return caught.value


def names(backed_up: BackedUp) -> list[str]:
    folder = backed_up.office.vault.parent
    return sorted(one.name for one in folder.iterdir() if one.name.startswith("v.ledgerdesk"))


def receipts(backed_up: BackedUp) -> int:
    with backed_up.office.opened() as ledger:
        return len(ledger.receipts.register().receipts)


def test_the_old_book_is_kept_beside_the_restored_one(backed_up: BackedUp) -> None:
    file = backed_up.back_up()
    backed_up.issue(2)
    vault = backed_up.office.vault
    restored, kept = backed_up.office.house.replace(file, vault, OWNERS)
    assert (restored.receipts, kept.name.startswith(vault.name + BEFORE)) == (3, True)
    assert names(backed_up) == sorted([vault.name, kept.name])
    assert receipts(backed_up) == 3
    vault.rename(vault.with_name("aside"))
    kept.rename(vault)
    assert receipts(backed_up) == 5, "the old one is whole"


def test_twice_in_a_day_keeps_both(backed_up: BackedUp) -> None:
    file = backed_up.back_up()
    for _ in range(2):
        backed_up.office.house.replace(file, backed_up.office.vault, OWNERS)
        backed_up.office.pass_time(days=0, minutes=1)
    assert len(names(backed_up)) == 3


def test_an_open_book_is_not_replaced(backed_up: BackedUp) -> None:
    file = backed_up.back_up()
    house = backed_up.office.house
    with backed_up.office.opened():
        error = refused(house.replace, file, backed_up.office.vault, OWNERS)
    assert error.code is Code.IN_USE
    assert names(backed_up) == [backed_up.office.vault.name]


def test_another_offices_book_or_no_book_is_not_replaced(
    backed_up: BackedUp, tmp_path: Path
) -> None:
    other = make_backed_up(tmp_path / "other")
    file = other.back_up()
    house = backed_up.office.house
    assert refused(house.replace, file, backed_up.office.vault, OWNERS).code is Code.NOT_OURS
    plain = tmp_path / "plain"
    plain.mkdir()
    (plain / "letter.txt").write_text("mine")
    assert refused(house.replace, file, plain, OWNERS).code is Code.NOT_A_VAULT
    assert (plain / "letter.txt").read_text() == "mine"
    assert names(backed_up) == [backed_up.office.vault.name]


def test_what_cannot_be_restored_replaces_nothing(backed_up: BackedUp) -> None:
    file = backed_up.back_up()
    raw = bytearray(file.read_bytes())
    raw[-2000] ^= 1
    file.write_bytes(raw)
    house, vault = backed_up.office.house, backed_up.office.vault
    assert refused(house.replace, file, vault, OWNERS).code is Code.DAMAGED
    wrong = type(OWNERS)(password="nothing like it")
    assert refused(house.replace, file, vault, wrong).code is not None
    assert names(backed_up) == [vault.name]
    assert receipts(backed_up) == 3


@pytest.mark.parametrize("at", [1, 2])
def test_a_rename_that_fails_leaves_the_old_book_where_it_was(
    backed_up: BackedUp, at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = backed_up.back_up()
    vault = backed_up.office.vault
    calls: list[str] = []
    rename = Path.rename

    def failing(path: Path, target: Path) -> Path:
        if path.name.startswith(vault.name) and BEFORE not in path.name:
            calls.append(path.name)
            if len(calls) == at:
                raise OSError(5, "a disk that fails")
        return rename(path, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", failing)
        assert refused(backed_up.office.house.replace, file, vault, OWNERS).code is Code.IO_FAILED
    assert len(calls) == at
    assert names(backed_up) == [vault.name]
    assert receipts(backed_up) == 3


def test_a_folder_that_cannot_be_settled_leaves_the_old_book_where_it_was(
    backed_up: BackedUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = backed_up.back_up()
    backed_up.issue(2)
    vault = backed_up.office.vault

    def failing(folder: Path) -> None:
        raise OSError(5, "a disk that fails")

    with monkeypatch.context() as patched:
        patched.setattr(replacing, "sync_folder", failing)
        assert refused(backed_up.office.house.replace, file, vault, OWNERS).code is Code.IO_FAILED
    assert names(backed_up) == [vault.name]
    assert receipts(backed_up) == 5


def test_killed_between_the_renames_the_next_opening_finds_its_book(backed_up: BackedUp) -> None:
    file = backed_up.back_up()
    backed_up.issue(2)
    vault = backed_up.office.vault
    beside = replacing.beside(vault, backed_up.office.clock.now())
    backed_up.office.house.restore(file, beside, OWNERS)
    vault.rename(replacing.kept_as(vault, beside))  # and here the power went
    assert not vault.exists()
    assert receipts(backed_up) == 3
    assert len(names(backed_up)) == 2


def test_nothing_is_moved_where_no_replacement_was_begun(tmp_path: Path) -> None:
    vault = tmp_path / "v.ledgerdesk"
    lonely = vault.with_name(vault.name + RESTORED + "20260101T000000")
    lonely.mkdir()
    (lonely / "ledger.db").write_bytes(b"x")
    replacing.finish(vault)
    assert not vault.exists(), "a restored one alone was never to replace anything"
    replacing.finish(tmp_path / "nowhere" / "v")
    assert lonely.exists()


def test_a_look_inside_shows_the_newest_receipts_and_leaves_nothing(backed_up: BackedUp) -> None:
    file = backed_up.back_up()
    with backed_up.office.opened() as ledger:
        ledger.receipts.void_trade("SJ2026-000002", reason="错")
    later = backed_up.back_up()
    ground = backed_up.office.house.ground()
    before = look_inside(file, backed_up.printed, ground)
    after = look_inside(later, OWNERS, ground)
    assert [one.number[-1] for one in before.receipts] == ["3", "2", "1"]
    assert [one.is_void for one in after.receipts] == [False, True, False]
    assert before.receipts[0].payer == "客户2"
    assert after.drilled.facts.counts["void"] == 1
    assert not list(backed_up.office.per_user.glob("drill-*"))
