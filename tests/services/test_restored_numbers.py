"""After a restore the next number is above every printed one, and every lost one is explained."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.support.backup_office import OWNERS, AnotherPc, BackedUp, make_backed_up
from tests.support.still_office import StillOffice, desk_of, issue, rows_of, trade

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.receipts import read_number
from ledgerdesk.services.steps.opening.kept_marks import OPEN
from ledgerdesk.services.steps.vaults.restore_copy import Restored

PRINTED = "SJ2026-00000"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> BackedUp:
    """Three receipts are in the backup, two more were printed since."""
    made = make_backed_up(tmp_path_factory.mktemp("made") / "office")
    made.back_up()
    made.issue(2)
    return made


@pytest.fixture
def backed_up(template: BackedUp, tmp_path: Path) -> BackedUp:
    return template.copied(tmp_path / "office")


@pytest.fixture
def pc(tmp_path: Path) -> AnotherPc:
    folder = tmp_path / "another pc"
    folder.mkdir()
    return AnotherPc(folder=folder)


def file_of(backed_up: BackedUp) -> Path:
    (file,) = backed_up.stick.iterdir()
    return file


def next_number(office: StillOffice) -> str:
    with office.opened() as ledger:
        number = issue(ledger, trade("下一位")).number
        register = ledger.receipts.register()
        assert register.missing == ()
        assert ledger.audit.check().ok
    return number


def refusal(pc: AnotherPc, file: Path, *numbers: tuple[str, str]) -> KnownError:
    with pytest.raises(KnownError) as refused:
        pc.restore(file, OWNERS, *numbers)
    assert [one.name for one in pc.folder.iterdir()] == ["user"]
    return refused.value


def test_on_another_pc_nothing_is_issued_until_the_last_number_is_known(
    backed_up: BackedUp, pc: AnotherPc
) -> None:
    restored = pc.restore(file_of(backed_up), OWNERS)

    assert not restored.confirmed
    with pc.opened() as ledger:
        with pytest.raises(KnownError) as refused:
            issue(ledger, trade())
        assert refused.value.code is Code.LAST_NUMBER_UNCONFIRMED
        assert refused.value.details == {"series": "SJ"}

        ledger.settings.confirm_last_number("SJ", PRINTED + "5")
        assert issue(ledger, trade()).number == PRINTED + "6"
        register = ledger.receipts.register()
        assert register.explained == (PRINTED + "4", PRINTED + "5")
        assert register.missing == ()
        assert ledger.audit.check().ok


def test_the_number_said_at_the_restore_explains_the_gap_under_the_restore_s_entry(
    backed_up: BackedUp, pc: AnotherPc
) -> None:
    restored = pc.restore(file_of(backed_up), OWNERS, ("SJ", PRINTED + "5"))

    assert restored.confirmed
    assert restored.explained == (PRINTED + "4", PRINTED + "5")
    with pc.opened() as ledger:
        gaps = rows_of(
            ledger,
            "SELECT first_seq, last_seq, reason, json_extract(body, '$.action')"
            " FROM explained_gap JOIN audit_object USING (pub) JOIN audit USING (seq)",
        )
        assert gaps == [(4, 5, "restored", "vault.restore")]
    assert next_number(pc.office()) == PRINTED + "6"


@pytest.mark.parametrize("text", ["5", PRINTED + "5", "  SJ2026-000005 "])
def test_the_digits_alone_stand_for_this_year_s_number(
    text: str, backed_up: BackedUp, pc: AnotherPc
) -> None:
    assert pc.restore(file_of(backed_up), OWNERS, ("SJ", text)).last_numbers == {"SJ/2026": 5}


def test_the_backup_s_own_last_number_leaves_no_gap(backed_up: BackedUp, pc: AnotherPc) -> None:
    restored = pc.restore(file_of(backed_up), OWNERS, ("SJ", PRINTED + "3"))

    assert (restored.confirmed, restored.explained) == (True, ())


@pytest.mark.parametrize(
    ("code", "number", "reason"),
    [
        ("SJ", PRINTED + "2", "number_below"),
        ("XX", PRINTED + "5", "number_series"),
        ("SJ", "SJ-5", "number_pattern"),
        ("SJ", "XJ2026-000005", "number_pattern"),
        ("SJ", "SJ2027-000005", "number_not_yet"),
        ("SJ", "SJ2026-000000", "number_not_yet"),
        ("SJ", "SJ2026-900000", "number_too_far"),
        ("SJ", "9" * 40, "number_pattern"),
        ("SJ", "", "number_pattern"),
    ],
)
def test_a_number_that_cannot_be_is_refused_and_nothing_is_restored(
    code: str, number: str, reason: str, backed_up: BackedUp, pc: AnotherPc
) -> None:
    problem = refusal(pc, file_of(backed_up), (code, number))

    assert (problem.code, problem.field) == (Code.BAD_VALUE, "last_number")
    assert problem.details["reason"] == reason


def test_a_newer_settled_mark_on_the_same_pc_confirms_by_itself(backed_up: BackedUp) -> None:
    restored, office = backed_up.restored_here(file_of(backed_up))

    assert restored.confirmed
    assert restored.explained == (PRINTED + "4", PRINTED + "5")
    assert next_number(office) == PRINTED + "6"


def test_a_mark_that_was_not_settled_confirms_nothing(backed_up: BackedUp) -> None:
    """The office's PC went down with a session open: more may be on paper than the mark says."""
    backed_up.office.open()
    backed_up.office.abandon()

    restored, _ = backed_up.restored_here(file_of(backed_up))

    assert not restored.confirmed


def test_an_older_mark_confirms_nothing(backed_up: BackedUp, tmp_path: Path) -> None:
    """This PC knows the vault from before the backup was made elsewhere."""
    early = make_backed_up(tmp_path / "early", receipts=1)
    marks = early.office.per_user / "vaults"
    kept = {path: path.read_bytes() for path in marks.rglob("state.json")}
    early.issue(3)
    file = early.back_up()
    for path, raw in kept.items():
        path.write_bytes(raw)

    restored, _ = early.restored_here(file)

    assert len(kept) == 1
    assert not restored.confirmed


def test_a_mark_nobody_can_prove_confirms_nothing(backed_up: BackedUp) -> None:
    (mark,) = (backed_up.office.per_user / "vaults").rglob("state.json")
    mark.write_bytes(mark.read_bytes().replace(b'"SJ/2026":5', b'"SJ/2026":4'))

    restored, _ = backed_up.restored_here(file_of(backed_up))

    assert not restored.confirmed


def test_nobody_can_say_less_than_this_pc_knows(backed_up: BackedUp) -> None:
    house, target = backed_up.office.house, backed_up.office.folder / "r.ledgerdesk"

    with pytest.raises(KnownError) as refused:
        house.restore(file_of(backed_up), target, OWNERS, (("SJ", PRINTED + "4"),))

    assert refused.value.details == {"reason": "number_below", "least": PRINTED + "5"}
    assert not target.exists()


def test_the_mark_of_the_new_branch_counts_at_the_next_restore(backed_up: BackedUp) -> None:
    _, office = backed_up.restored_here(file_of(backed_up))
    assert next_number(office) == PRINTED + "6"

    restored, again = backed_up.restored_here(file_of(backed_up), "again.ledgerdesk")

    assert restored.confirmed
    assert next_number(again) == PRINTED + "7"


def test_a_branch_left_open_on_this_pc_hides_numbers(backed_up: BackedUp) -> None:
    _, office = backed_up.restored_here(file_of(backed_up))
    office.open()
    office.abandon()

    restored, _ = backed_up.restored_here(file_of(backed_up), "again.ledgerdesk")

    assert not restored.confirmed


def test_what_waited_when_the_backup_was_made_waits_after_it_too(
    backed_up: BackedUp, pc: AnotherPc
) -> None:
    pc.restore(file_of(backed_up), OWNERS)
    stick = pc.folder / "stick"
    stick.mkdir()
    with pc.opened() as ledger:
        file = ledger.backups.make(stick).value.path

    again = pc.house().restore(file, pc.folder / "again.ledgerdesk", OWNERS)

    assert not again.confirmed


def test_while_a_session_is_open_its_mark_is_no_last_word(backed_up: BackedUp) -> None:
    marks = backed_up.office.per_user / "vaults"
    ledger = backed_up.office.open()
    desk_of(ledger).marks.settle()

    assert [path.name for path in marks.rglob(OPEN)] == [OPEN]
    backed_up.office.lock()
    assert list(marks.rglob(OPEN)) == []


def in_january(pc: AnotherPc) -> StillOffice:
    """The year after the backup, on the other PC."""
    office = pc.office()
    office.clock.advance(datetime(2027, 1, 8, 2, 0, tzinfo=UTC) - office.clock.now())
    return office


def restored_in_january(
    pc: AnotherPc, file: Path, *numbers: tuple[str, str]
) -> tuple[Restored, StillOffice]:
    office = in_january(pc)
    return office.house.restore(file, office.vault, OWNERS, numbers), office


def test_a_new_year_waits_as_well_its_numbers_may_have_been_printed(
    backed_up: BackedUp, pc: AnotherPc
) -> None:
    _, office = restored_in_january(pc, file_of(backed_up))
    ledger = office.open()

    with pytest.raises(KnownError) as refused:
        issue(ledger, trade())
    assert refused.value.code is Code.LAST_NUMBER_UNCONFIRMED

    ledger.settings.confirm_last_number("SJ", "SJ2027-000002")
    assert issue(ledger, trade()).number == "SJ2027-000003"
    assert ledger.receipts.register().explained == ("SJ2027-000001", "SJ2027-000002")
    assert rows_of(ledger, "SELECT period, confirmed FROM series_counter ORDER BY period") == [
        ("2026", 1), ("2027", 1),
    ]  # fmt: skip
    office.close()


def test_both_years_last_numbers_can_be_said(backed_up: BackedUp, pc: AnotherPc) -> None:
    restored, office = restored_in_january(
        pc, file_of(backed_up), ("SJ", "SJ2027-000001"), ("SJ", PRINTED + "5")
    )

    assert restored.confirmed
    assert restored.explained == (PRINTED + "4", PRINTED + "5", "SJ2027-000001")
    assert next_number(office) == "SJ2027-000002"
    office.close()


def test_last_year_s_number_alone_says_that_this_year_begins_at_one(
    backed_up: BackedUp, pc: AnotherPc
) -> None:
    restored, office = restored_in_january(pc, file_of(backed_up), ("SJ", PRINTED + "5"))

    assert restored.confirmed
    assert next_number(office) == "SJ2027-000001"
    office.close()


def test_a_known_number_is_not_confirmed_again(backed_up: BackedUp) -> None:
    with backed_up.office.opened() as ledger:
        with pytest.raises(KnownError) as refused:
            ledger.settings.confirm_last_number("SJ", "SJ2026-000050")

        assert refused.value.details["reason"] == "number_known"
        assert issue(ledger, trade()).number == PRINTED + "6"


@pytest.mark.parametrize(
    ("pattern", "number", "found"),
    [
        ("SJ{yyyy}-{000000}", "SJ2026-000124", ("2026-01-01", 124)),
        ("SJ{yyyy}-{000000}", "SJ2026-1000000", ("2026-01-01", 1_000_000)),
        ("SJ{yyyy}-{000000}", "SJ2026-124", None),
        ("SJ{yyyy}-{000000}", "sj2026-000124", None),
        ("{yy}{mm}/{0000}", "2611/0007", ("2026-11-01", 7)),
        ("{yy}{mm}/{0000}", "2613/0007", None),
        ("{yyyy}-{yyyy}-{0000}", "2026-2026-0001", ("2026-01-01", 1)),
        ("{yyyy}-{yyyy}-{0000}", "2026-2025-0001", None),
        ("No{0000}", "No0042", ("2000-01-01", 42)),
        ("No{0000}", "No00042", None),
        ("No{0000}", "No0042x", None),
    ],
)
def test_a_printed_number_is_read_back_as_its_pattern_shaped_it(
    pattern: str, number: str, found: tuple[str, int] | None
) -> None:
    read = read_number(pattern, number)

    assert (read and (read[0].isoformat(), read[1])) == found


def test_more_digits_than_a_number_can_have_are_refused_as_no_number(
    backed_up: BackedUp, pc: AnotherPc
) -> None:
    error = refusal(pc, file_of(backed_up), ("SJ", "1" * 5_000))

    assert (error.code, error.details["reason"]) == (Code.BAD_VALUE, "number_pattern")


def test_the_book_one_restored_from_tells_of_the_copy_beside_it(backed_up: BackedUp) -> None:
    with backed_up.office.opened() as ledger:
        assert ledger.audit.noticed() == ()
    backed_up.office.pass_time(days=1)
    _, copy = backed_up.restored_here(file_of(backed_up))

    with copy.opened() as ledger:
        assert ledger.audit.noticed() == ()
    with backed_up.office.opened() as ledger:
        (found,) = ledger.audit.noticed()

    today = backed_up.office.clock.now().astimezone(ZoneInfo("Asia/Shanghai")).date()
    assert (found.what, found.record) == ("newer_copy", str(today))
