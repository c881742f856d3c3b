"""Before the last printed number is confirmed, the desk can see what that would come to."""

from pathlib import Path

import pytest
from tests.support.backup_office import OWNERS, AnotherPc, BackedUp, make_backed_up
from tests.support.still_office import act_as, dump, issue, trade

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.staff import Role
from ledgerdesk.services.settings import Foreseen
from ledgerdesk.services.today import Waiting

PRINTED = "SJ2026-00000"
WAITS = Waiting(code="SJ", title="收款收据", known=PRINTED + "3")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> BackedUp:
    """Three receipts are in the backup, two more were printed since."""
    made = make_backed_up(tmp_path_factory.mktemp("made") / "office")
    made.back_up()
    made.issue(2)
    return made


@pytest.fixture
def pc(template: BackedUp, tmp_path: Path) -> AnotherPc:
    folder = tmp_path / "another pc"
    folder.mkdir()
    found = AnotherPc(folder=folder)
    (file,) = template.stick.iterdir()
    found.restore(file, OWNERS)
    return found


def test_the_desk_knows_which_series_waits_and_promises_no_number(pc: AnotherPc) -> None:
    with pc.opened() as ledger:
        standing = ledger.today.standing()

    assert standing.waiting == (WAITS,)
    assert standing.next_number == ""


@pytest.mark.parametrize("number", ["5", PRINTED + "5"])
def test_what_is_foreseen_is_what_confirming_comes_to(pc: AnotherPc, number: str) -> None:
    with pc.opened() as ledger:
        before = dump(ledger)
        foreseen = ledger.settings.foresee_last_number("SJ", number)
        assert dump(ledger) == before
        ledger.settings.confirm_last_number("SJ", number)
        register = ledger.receipts.register()
        standing = ledger.today.standing()

        assert foreseen == Foreseen(
            next_number=PRINTED + "6", lost=2, first_lost=PRINTED + "4", last_lost=PRINTED + "5"
        )
        assert register.explained == (foreseen.first_lost, foreseen.last_lost)
        assert (standing.next_number, standing.waiting) == (foreseen.next_number, ())
        assert issue(ledger, trade()).number == foreseen.next_number


def test_nothing_is_lost_where_the_book_knows_the_last_number(pc: AnotherPc) -> None:
    with pc.opened() as ledger:
        foreseen = ledger.settings.foresee_last_number("SJ", "3")

    assert foreseen == Foreseen(next_number=PRINTED + "4", lost=0)


@pytest.mark.parametrize(
    ("code", "number", "reason"),
    [
        ("SJ", PRINTED + "2", "number_below"),
        ("XX", PRINTED + "5", "number_series"),
        ("SJ", "x", "number_pattern"),
        ("SJ", "900000", "number_too_far"),
        ("SJ", "0", "number_below"),
        ("SJ", PRINTED + "0", "number_not_yet"),
    ],
)
def test_foreseeing_refuses_what_confirming_refuses(
    pc: AnotherPc, code: str, number: str, reason: str
) -> None:
    with pc.opened() as ledger:
        for verb in (ledger.settings.foresee_last_number, ledger.settings.confirm_last_number):
            with pytest.raises(KnownError) as refused:
                verb(code, number)
            assert refused.value.details["reason"] == reason


def test_a_series_that_waits_for_nothing_is_said_to_be_known(template: BackedUp) -> None:
    with template.office.opened() as ledger, pytest.raises(KnownError) as refused:
        ledger.settings.foresee_last_number("SJ", "9")

    assert refused.value.details["reason"] == "number_known"


def test_a_clerk_may_not_even_ask(pc: AnotherPc) -> None:
    with pc.opened() as ledger:
        act_as(ledger, Role.CLERK)
        with pytest.raises(KnownError) as refused:
            ledger.settings.foresee_last_number("SJ", "5")

    assert refused.value.code is Code.NOT_ALLOWED


def test_a_book_no_receipt_of_which_was_printed_goes_on_at_its_first_number(
    tmp_path: Path,
) -> None:
    early = make_backed_up(tmp_path / "early", receipts=0)
    file = early.back_up()
    early.office.close()
    folder = tmp_path / "pc"
    folder.mkdir()
    pc = AnotherPc(folder=folder)
    pc.restore(file, OWNERS)
    with pc.opened() as ledger:
        (waiting,) = ledger.today.standing().waiting
        assert waiting.known == ""
        foreseen = ledger.settings.foresee_last_number("SJ", "0")
        ledger.settings.confirm_last_number("SJ", "0")

        assert foreseen == Foreseen(next_number=PRINTED + "1", lost=0)
        assert issue(ledger, trade()).number == PRINTED + "1"
        assert ledger.audit.check().ok
