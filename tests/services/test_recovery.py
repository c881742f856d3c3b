"""The printed sheet gives an owner back what he forgot, and every use of it ends it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.support.backup_office import AnotherPc, made, made_with_sheet
from tests.support.staffed_office import (
    CLERK,
    CLERK_PASSWORD,
    GIVEN_PASSWORD,
    THE_CLERK,
    THE_OWNER,
    Who,
    at_the_door,
    choose_password,
)
from tests.support.still_office import OWNER, StillOffice, desk_of, issue, rows_of

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.staff import Role
from ledgerdesk.services.access import Credential, Recovery, recover
from ledgerdesk.services.steps.keys.recovering import Recovered
from ledgerdesk.services.steps.keys.sheet_rows import Names
from ledgerdesk.storage.database import Database
from ledgerdesk.vault.creation import RecoverySheet

NEW_PASSWORD = "nine tall poplars and a sea"
AGAIN = Who(name=OWNER, password=NEW_PASSWORD)


@dataclass(slots=True)
class Paper:
    """An office with the sheets it was given, the last one first."""

    office: StillOffice
    sheets: list[RecoverySheet] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.sheets[0].one_line()

    @property
    def credential(self) -> Credential:
        return Credential.from_recovery_text(self.text)

    def put_down(self, sheet: RecoverySheet, _: Names) -> None:
        self.sheets.insert(0, sheet)

    def recovered(
        self,
        password: str = NEW_PASSWORD,
        *,
        login: str | None = None,
        sheet: Credential | None = None,
    ) -> Recovered:
        wanted = Recovery(sheet=sheet or self.credential, login=login, password=password)
        place = self.office.house._place(self.office.vault)
        return recover(place, wanted, self.put_down)


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[Paper]:
    office, sheet = made_with_sheet(tmp_path / "paper")
    with office.opened() as ledger:
        issue(ledger)
        ledger.staff.add(CLERK, Role.CLERK, GIVEN_PASSWORD)
    choose_password(office, THE_CLERK)
    yield Paper(office, [sheet])
    office.close()


def refused(act: object) -> KnownError:
    assert callable(act)
    with pytest.raises(KnownError) as refusal:
        act()
    return refusal.value


def places(office: StillOffice) -> list[Path]:
    return [*office.vault.glob("keys.json*"), *(office.per_user / "keys").iterdir()]


def last_signers(ledger: Ledger, count: int) -> list[tuple[str, str]]:
    query = f"""
        SELECT json_extract(body, '$.action'), purpose FROM audit
        JOIN signing_key ON signing_key.pub = signer ORDER BY seq DESC LIMIT {count}
    """
    return [(action, purpose) for action, purpose in rows_of(ledger, query)]


def test_an_owner_who_forgot_gets_in_again_and_everybody_else_as_before(paper: Paper) -> None:
    done = paper.recovered()

    assert (done.name, done.sheet, done.generation) == (OWNER, 2, 2)
    assert at_the_door(paper.office, THE_OWNER) is not None
    assert at_the_door(paper.office, THE_CLERK) is None
    with paper.office.opened_by(AGAIN) as ledger:
        assert not ledger.must_choose_password
        assert last_signers(ledger, 2) == [
            ("keys.rotate", "recovery"), ("vault.recover", "recovery"),
        ]  # fmt: skip
        assert issue(ledger).number == "SJ2026-000002"
        assert ledger.audit.check().ok


def test_the_sheet_just_used_opens_nothing_any_more_and_the_new_one_does(paper: Paper) -> None:
    old = paper.credential
    paper.recovered()

    refusal = refused(lambda: paper.office.open(old))
    assert (refusal.code, refusal.details["sheet"]) == (Code.WRONG_RECOVERY_KEY, 2)
    ledger = paper.office.open(paper.credential)
    assert ledger.audit.check().ok
    paper.office.lock()
    assert paper.recovered("another long password").sheet == 3


@pytest.mark.parametrize("state", ["all there", "no state", "no application folder"])
def test_the_sheet_and_the_book_are_enough_when_every_key_file_is_gone(
    paper: Paper, state: str
) -> None:
    for path in places(paper.office):
        path.unlink()
    if state == "no state":
        for path in paper.office.vault.glob("state*.json"):
            path.unlink()
    if state == "no application folder":
        for path in sorted(paper.office.per_user.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
    assert refused(paper.office.open).code is Code.KEYS_DAMAGED

    paper.recovered()

    assert at_the_door(paper.office, THE_CLERK) is None
    with paper.office.opened_by(AGAIN) as ledger:
        findings = {one.what for one in ledger.audit.check().findings}
        assert findings == set()


def test_without_the_block_a_key_alone_says_what_is_missing(paper: Paper) -> None:
    for path in places(paper.office):
        path.write_bytes(b"{}")
    key_alone = Credential.from_recovery_text(paper.sheets[0].key.one_line())

    refusal = refused(lambda: paper.recovered(sheet=key_alone))

    assert refusal.code is Code.KEYS_DAMAGED
    assert paper.recovered(sheet=Credential.from_recovery_text(
        paper.sheets[0].key.one_line(), paper.sheets[0].block.qr_text()
    )).sheet == 2  # fmt: skip


def test_keys_of_yesterday_put_back_everywhere_give_way_to_the_sheet(paper: Paper) -> None:
    old = {path: path.read_bytes() for path in places(paper.office)}
    paper.recovered()
    for path, raw in old.items():
        path.write_bytes(raw)
    # Only whoever knows a password of yesterday's file gets as far as to be told.
    assert refused(lambda: paper.office.open(AGAIN.credential)).code is Code.WRONG_PASSWORD
    assert refused(lambda: paper.office.open(THE_OWNER.credential)).code is Code.KEYS_ROLLED_BACK

    paper.recovered("another long password")

    assert at_the_door(paper.office, Who(name=OWNER, password="another long password")) is None
    assert at_the_door(paper.office, THE_CLERK) is None


def test_a_sheet_of_before_the_rotation_is_told_to_be_old(paper: Paper) -> None:
    old = paper.credential
    paper.recovered()
    for path in places(paper.office):
        path.unlink()

    refusal = refused(lambda: paper.recovered(sheet=old))

    assert refusal.code is Code.WRONG_RECOVERY_KEY
    assert len(paper.sheets) == 2


def test_what_cannot_be_is_refused_before_a_sheet_is_put_down(paper: Paper) -> None:
    before = {path: path.read_bytes() for path in places(paper.office)}

    weak = refused(lambda: paper.recovered("short"))
    nobody = refused(lambda: paper.recovered(login=CLERK))

    assert (weak.code, nobody.code, nobody.field) == (
        Code.WEAK_PASSWORD, Code.BAD_VALUE, "name",
    )  # fmt: skip
    assert len(paper.sheets) == 1
    assert {path: path.read_bytes() for path in places(paper.office)} == before


def test_a_sheet_that_cannot_be_put_down_changes_nothing(
    paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise KnownError(Code.DISK_FULL, part="recovery_out")

    before = {path: path.read_bytes() for path in places(paper.office)}
    monkeypatch.setattr(Paper, "put_down", full)

    assert refused(paper.recovered).code is Code.DISK_FULL
    assert {path: path.read_bytes() for path in places(paper.office)} == before
    assert at_the_door(paper.office, THE_OWNER) is None


def test_of_several_owners_one_has_to_be_named(paper: Paper) -> None:
    second = Who(name="赵东家", password="seven wide rivers")
    with paper.office.opened_by(THE_OWNER) as ledger:
        ledger.staff.add(second.name, Role.OWNER, GIVEN_PASSWORD)
    choose_password(paper.office, second)

    assert refused(paper.recovered).code is Code.NEEDS_USER
    assert paper.recovered(login=second.name).name == second.name
    assert at_the_door(paper.office, THE_OWNER) is None


def test_a_recovery_whose_rekeying_failed_is_finished_by_the_owner(
    paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    def give_up(*_: object) -> None:
        raise KnownError(Code.IO_FAILED, part="ledger.db")

    with monkeypatch.context() as broken:
        broken.setattr(Database, "rekey", give_up)
        assert refused(paper.recovered).code is Code.IO_FAILED

    with paper.office.opened_by(AGAIN) as ledger:
        assert desk_of(ledger).unlocked.generation == 2
        assert ledger.audit.check().ok
    assert paper.office.open(paper.credential).audit.check().ok
    paper.office.lock()


def test_a_clerk_of_before_the_backup_opens_what_the_sheet_alone_restored(
    paper: Paper, tmp_path: Path
) -> None:
    with paper.office.opened_by(THE_CLERK) as ledger:
        file = made(ledger, tmp_path / "stick").path
    other = AnotherPc(folder=tmp_path / "other")
    other.folder.mkdir()

    restored = other.restore(file, Credential.from_recovery_text(paper.text))

    assert not restored.confirmed
    for who in (THE_CLERK, THE_OWNER):
        office = other.office()
        with office.opened_by(who) as ledger:
            assert desk_of(ledger).person.name == who.name
            assert ledger.audit.check().ok
        office.close()
    office = other.office()
    refusal = at_the_door(office, Who(name=CLERK, password=CLERK_PASSWORD + "s"))
    office.close()
    assert refusal is not None


def test_the_state_of_the_sheet_asks_for_it_until_it_was_read_back(paper: Paper) -> None:
    with paper.office.opened_by(THE_OWNER) as ledger:
        state = ledger.sheet.state()
        assert (state.number, state.is_current, state.is_kept) == (1, True, False)
        groups = paper.sheets[0].key.groups()
        typed = tuple(groups[line - 1][group - 1] for line, group in state.asked)
        wrong = refused(lambda: ledger.sheet.prove_groups(typed[::-1]))
        assert (wrong.code, wrong.field) == (Code.WRONG_RECOVERY_KEY, "groups")
        assert ledger.sheet.prove_groups(typed).value.is_kept
    with paper.office.opened_by(THE_CLERK) as ledger:
        assert ledger.sheet.state().is_kept
        assert refused(lambda: ledger.sheet.prove_groups(typed)).code is Code.NOT_ALLOWED


def test_a_scanned_code_proves_the_sheet_and_another_key_does_not(paper: Paper) -> None:
    _, stranger = made_with_sheet(paper.office.folder / "stranger")
    with paper.office.opened_by(THE_OWNER) as ledger:
        for text in (stranger.key.one_line(), paper.text[:-3]):
            assert refused(lambda text=text: ledger.sheet.prove(text)).code in {
                Code.WRONG_RECOVERY_KEY, Code.DAMAGED,
            }  # fmt: skip
        assert not ledger.sheet.state().is_kept
        assert ledger.sheet.prove(paper.sheets[0].key.one_line()).value.is_kept


def test_after_a_rotation_a_new_sheet_is_asked_for_and_the_bar_stays_until_it_was_read_back(
    paper: Paper,
) -> None:
    with paper.office.opened_by(THE_OWNER) as ledger:
        ledger.sheet.prove(paper.text)
        ledger.staff.remove(CLERK)
        state = ledger.sheet.state()
        assert (state.number, state.is_current, state.is_kept, state.asked) == (
            1, False, False, (),
        )  # fmt: skip
        outdated = refused(lambda: ledger.sheet.prove(paper.sheets[0].key.one_line()))
        assert outdated.details["reason"] == "sheet_outdated"

        renewed = ledger.sheet.renew(paper.put_down).value
        assert (renewed.number, renewed.is_current, renewed.is_kept) == (2, True, False)
        assert ledger.sheet.prove(paper.text).value.is_kept
        assert ledger.audit.check().ok
    assert [sheet.generation for sheet in paper.sheets] == [2, 1]
    assert paper.recovered().sheet == 3


def test_nothing_the_book_keeps_of_a_sheet_opens_it(paper: Paper) -> None:
    with paper.office.opened_by(THE_OWNER) as ledger:
        ((kept,),) = rows_of(ledger, "SELECT value FROM setting WHERE name = 'recovery.sheet'")
        everything = json.dumps(rows_of(ledger, "SELECT old, new FROM change")) + kept

    assert set(json.loads(kept)["proof"]) == {"cost", "digest", "places", "salt"}
    for groups in paper.sheets[0].key.groups():
        for group in groups:
            assert group not in everything
