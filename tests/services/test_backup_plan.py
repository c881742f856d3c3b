"""The plan for copies: named sticks, what they hold, what goes when a new copy stands."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.backup_office import OWNERS, BackedUp, made, make_backed_up
from tests.support.still_office import desk_of, issue, rows_of, trade

from ledgerdesk.backup.drive import Drive
from ledgerdesk.backup.mark import FILE, Mark, read_mark, write_mark
from ledgerdesk.backup.rescue import FILES
from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.backup_plan import Age, PlaceKind
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.rotation import Keep
from ledgerdesk.resources import resource


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> BackedUp:
    return make_backed_up(tmp_path_factory.mktemp("planned") / "office")


@pytest.fixture
def backed_up(template: BackedUp, tmp_path: Path) -> BackedUp:
    found = template.copied(tmp_path / "office")
    found.stick.mkdir(exist_ok=True)
    return found


def refused(work: Callable[..., object], *given: object) -> KnownError:
    with pytest.raises(KnownError) as caught:
        work(*given)
    return caught.value


def named(ledger: Ledger, folder: Path, name: str = "A") -> str:
    folder.mkdir(exist_ok=True)
    return ledger.backup_plan.name_place(folder, name, PlaceKind.STICK).value.pub


def test_a_stick_is_named_once_and_knows_its_vault(backed_up: BackedUp) -> None:
    with backed_up.office.opened() as ledger:
        assert ledger.backup_plan.look(backed_up.stick).place is None
        pub = named(ledger, backed_up.stick)
        seen = ledger.backup_plan.look(backed_up.stick)
        assert seen.place is not None
        assert (seen.place.pub, seen.place.name, seen.written, seen.is_foreign) == (
            *(pub, "A", "A", False),
        )
        mark = read_mark(backed_up.stick)
        assert mark == Mark(vault_id=desk_of(ledger).unlocked.vault_id, place=pub, name="A")
        moved = backed_up.stick.rename(backed_up.office.folder / "another letter")
        assert ledger.backup_plan.look(moved).place == seen.place
        assert ledger.audit.check().ok


def test_the_reader_and_its_page_lie_beside_the_copies_of_a_stick(backed_up: BackedUp) -> None:
    plain = backed_up.office.folder / "plain"
    on_stick = backed_up.office.folder / "E" / "LedgerDesk"
    on_stick.parent.mkdir()
    with backed_up.office.opened() as ledger:
        named(ledger, backed_up.stick)
        for folder in (backed_up.stick, on_stick):
            ledger.backups.make(folder)
            for name in FILES:
                assert (folder / name).read_bytes() == resource("rescue", name).read_bytes()
        made(ledger, plain)
        ledger.backups.make_at_home()
    for folder in (plain, backed_up.office.vault / "backups"):
        assert {one.suffix for one in folder.iterdir()} == {".ldbk"}, "any other folder is left"


def test_another_vaults_stick_is_told_and_a_broken_mark_is_none(backed_up: BackedUp) -> None:
    backed_up.stick.mkdir(exist_ok=True)
    write_mark(backed_up.stick, Mark(vault_id="f" * 16, place="e" * 16, name="丙"), Drive())
    with backed_up.office.opened() as ledger:
        seen = ledger.backup_plan.look(backed_up.stick)
        assert (seen.place, seen.is_foreign, seen.written) == (None, True, "丙")
        for raw in (b"", b"{", b"[" * 3000, b'{"format":1}', b"\xff" * 9, b"0" * 100_000):
            (backed_up.stick / FILE).write_bytes(raw)
            assert ledger.backup_plan.look(backed_up.stick).written == ""
        long = {"format": 1, "vault": "f" * 16, "place": "e" * 16, "name": "x" * 65}
        (backed_up.stick / FILE).write_text(json.dumps(long), "utf-8")
        assert read_mark(backed_up.stick) is None
        (backed_up.stick / FILE).unlink()
        (backed_up.stick / FILE).mkdir()
        assert read_mark(backed_up.stick) is None


def test_a_place_is_renamed_and_forgotten_its_copies_stay(backed_up: BackedUp) -> None:
    with backed_up.office.opened() as ledger:
        pub = named(ledger, backed_up.stick)
        copy = made(ledger, backed_up.stick).path
        assert named(ledger, backed_up.stick, "甲") == pub
        (standing,) = ledger.backup_plan.standing().places
        assert (standing.place.name, standing.last is not None) == ("甲", True)
        assert refused(named, ledger, backed_up.office.folder / "b", "甲").code is Code.EXISTS
        ledger.backup_plan.forget_place(pub)
        assert ledger.backup_plan.standing().places == ()
        assert copy.exists()
        assert refused(ledger.backup_plan.forget_place, pub).field == "place"


def test_a_place_that_cannot_be_is_refused_and_nothing_is_kept(backed_up: BackedUp) -> None:
    with backed_up.office.opened() as ledger:
        name = ledger.backup_plan.name_place
        inside = refused(name, backed_up.office.vault / "backups", "A", PlaceKind.DISK)
        missing = refused(name, Path("/nowhere/at/all"), "A", PlaceKind.STICK)
        assert (inside.code, missing.code) == (Code.INSIDE_VAULT, Code.FILE_NOT_FOUND)
        assert ledger.backup_plan.standing().places == ()


def test_the_stick_whose_turn_it_is(backed_up: BackedUp) -> None:
    sticks = [backed_up.office.folder / name for name in ("one", "two")]
    with backed_up.office.opened() as ledger:
        for folder, name in zip(sticks, "AB", strict=True):
            named(ledger, folder, name)
        due = []
        for folder in (*sticks, sticks[0]):
            found = ledger.backup_plan.standing().due
            due.append(found and found.name)
            made(ledger, folder)
            backed_up.office.pass_time(days=1)
        assert due == ["A", "B", "A"]


def test_a_copy_beside_the_book_does_not_make_it_fresh(backed_up: BackedUp) -> None:
    with backed_up.office.opened() as ledger:
        home = ledger.backups.make_at_home().value
        assert home.path.parent == backed_up.office.vault / "backups"
        standing = ledger.backup_plan.standing()
        assert (standing.away, standing.age, standing.changes) == (None, Age.RED, 0)
        assert standing.home is not None
        assert ledger.backups.last_away() is None
        made(ledger, backed_up.stick)
        assert ledger.backup_plan.standing().age is Age.FINE
        assert [one.is_home for one in ledger.backups.history()] == [False, True]
        backed_up.office.pass_time(days=2)
        ledger.backups.make_at_home()
        assert ledger.backup_plan.standing().age is Age.AMBER
        backed_up.office.pass_time(days=1)
        assert ledger.backup_plan.standing().age is Age.RED
        assert ledger.audit.check().ok
    facts = backed_up.office.house.verify_backup(home.path, OWNERS).facts
    assert facts is not None
    assert facts.counts["receipt"] == 3


def test_changes_are_counted_since_the_last_copy(backed_up: BackedUp) -> None:
    with backed_up.office.opened() as ledger:
        made(ledger, backed_up.stick)
        assert ledger.backup_plan.standing().changes == 0
        ledger.backups.make_at_home()
        assert ledger.backup_plan.standing().changes == 0
        issue(ledger, trade("张三"))
        standing = ledger.backup_plan.standing()
        assert standing.changes >= 1
        assert not standing.is_due
        ledger.backup_plan.change(replace(standing.plan, every=10))
        for n in range(10):
            issue(ledger, trade(f"客户{n}"))
        assert ledger.backup_plan.standing().is_due


def test_old_copies_go_from_named_places_and_never_from_others(backed_up: BackedUp) -> None:
    plain = backed_up.office.folder / "plain"
    with backed_up.office.opened() as ledger:
        named(ledger, backed_up.stick)
        plan = ledger.backup_plan.standing().plan
        ledger.backup_plan.change(replace(plan, keep=Keep(daily=4, weekly=1, monthly=1)))
        for _ in range(7):
            issue(ledger, trade("张三"))
            made(ledger, backed_up.stick)
            made(ledger, plain)
            backed_up.office.pass_time(days=1)
        assert len(ledger.backups.found_in(backed_up.stick)) == 4
        assert len(ledger.backups.found_in(plain)) == 7
        told = rows_of(ledger, "SELECT old FROM change WHERE field = 'rotated'")
        assert len(told) == 3
        assert all(name.endswith(".ldbk") for (name,) in told)
        assert ledger.audit.check().ok


def test_nothing_goes_while_a_copy_fails(backed_up: BackedUp) -> None:
    with backed_up.office.opened() as ledger:
        named(ledger, backed_up.stick)
        plan = ledger.backup_plan.standing().plan
        ledger.backup_plan.change(replace(plan, keep=Keep(daily=1, weekly=0, monthly=0)))
        for _ in range(3):
            made(ledger, backed_up.stick)
        before = sorted(backed_up.stick.iterdir())

        def stop(_done: int, _all: int) -> None:
            raise KnownError(Code.CANCELLED)

        assert refused(ledger.backups.make, backed_up.stick, stop).code is Code.CANCELLED
        assert sorted(backed_up.stick.iterdir()) == before


def test_a_plan_is_written_once_and_only_by_an_owner(backed_up: BackedUp) -> None:
    with backed_up.office.opened() as ledger:
        plan = replace(ledger.backup_plan.standing().plan, keeper="芳芳", every=100)
        ledger.backup_plan.change(plan)
        head = desk_of(ledger).marks.head.seq
        ledger.backup_plan.change(plan)
        assert desk_of(ledger).marks.head.seq == head, "the same plan again is no change"
        assert ledger.backup_plan.standing().plan == plan
        assert refused(ledger.backup_plan.change, replace(plan, every=3)).field == "every"
