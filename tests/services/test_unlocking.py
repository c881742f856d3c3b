"""A vault opens after every check, and each refusal is told apart from the others."""

import json
import shutil
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from tests.support.still_office import (
    PASSWORD,
    PLAN,
    StillOffice,
    desk_of,
    issue,
    make_still_office,
    rows_of,
    trade,
)

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.runtime.paths import VaultPaths
from ledgerdesk.services.access import Credential
from ledgerdesk.services.steps.opening import opening
from ledgerdesk.storage import migrate
from ledgerdesk.storage.database import Database, connected
from ledgerdesk.vault.changes import change_password
from ledgerdesk.vault.kdf import BOUNDS_ONLY_FOR_TESTING, CHEAPEST_ONLY_FOR_TESTING
from ledgerdesk.vault.rotation import renew_sheet
from ledgerdesk.vault.throttle import Throttle
from ledgerdesk.vault.unlocking import unlock_with_password

NEW_PASSWORD = "another long password of hers"


def _refused(office: StillOffice, credential: Credential | None = None) -> KnownError:
    with pytest.raises(KnownError) as refusal:
        office.open(credential or Credential(password=PASSWORD))
    return refusal.value


def _findings(office: StillOffice) -> set[tuple[str, str]]:
    with office.opened() as ledger:
        return {(one.what, one.record) for one in ledger.audit.check().findings}


def _raw(office: StillOffice, *statements: str) -> None:
    """Write past the program, with the key that whoever may log in holds."""
    keys = (office.vault / "keys.json").read_bytes()
    unlocked = unlock_with_password(keys, None, PASSWORD, bounds=BOUNDS_ONLY_FOR_TESTING)
    connection = connected(office.vault / "ledger.db", unlocked.page_key_hex, mode="rw")
    for statement in statements:
        connection.execute(statement)
    connection.close()


def _number_issued(office: StillOffice) -> str:
    with office.opened() as ledger:
        return issue(ledger).number


def test_what_was_saved_is_there_after_lock_and_unlock(office: StillOffice) -> None:
    assert _number_issued(office) == "SJ2026-000001"
    office.pass_time(minutes=20)
    assert _number_issued(office) == "SJ2026-000002"
    assert _findings(office) == set()


def test_nothing_works_after_lock(office: StillOffice) -> None:
    ledger = office.open()
    office.lock()

    with pytest.raises(Exception, match="closed"):
        ledger.receipts.register()


def test_a_path_without_a_vault_is_told_apart(office: StillOffice, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("x")
    codes = {}
    for name in ("nothing", "empty", "file"):
        with pytest.raises(KnownError) as refusal:
            office.house.open(tmp_path / name, Credential(password=PASSWORD))
        codes[name] = refusal.value.code

    assert codes == {
        "nothing": Code.FILE_NOT_FOUND, "empty": Code.NOT_A_VAULT, "file": Code.NOT_A_VAULT,
    }  # fmt: skip
    assert list((tmp_path / "empty").iterdir()) == []


def test_a_plaintext_book_is_no_vault(office: StillOffice) -> None:
    (office.vault / "ledger.db").write_bytes(b"SQLite format 3\x00" + bytes(8192 - 16))

    assert _refused(office).code is Code.NOT_A_VAULT


def test_a_second_open_is_refused_with_the_holder(office: StillOffice) -> None:
    with office.opened() as ledger:
        error = _refused(office)
        assert issue(ledger).number == "SJ2026-000001"

    assert error.code is Code.IN_USE
    assert isinstance(error.details["pid"], int)
    with office.opened():
        assert (office.vault / "LOCK").read_text()
    assert (office.vault / "LOCK").read_text() == ""


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Let the PC's seconds stand at what the list holds."""
    now = [1_000.0]
    still = partial(Throttle, monotonic=lambda: now[0])
    monkeypatch.setattr("ledgerdesk.vault.throttle.Throttle", still)
    return now


def test_wrong_passwords_slow_the_next_try_and_never_lock_out(
    office: StillOffice, seconds: list[float]
) -> None:
    wrong = Credential(password="not the one at all")
    waits: list[int] = []
    while len(waits) < 6:
        error = _refused(office, wrong)
        if error.code is Code.THROTTLED:
            assert isinstance(error.details["retry_after"], int)
            waits.append(error.details["retry_after"])
            assert _refused(office).code is Code.THROTTLED
            seconds[0] += error.details["retry_after"]
        else:
            assert error.code is Code.WRONG_PASSWORD

    assert waits == [1, 2, 4, 8, 16, 30]
    office.open()
    office.lock()
    assert _refused(office, wrong).code is Code.WRONG_PASSWORD
    office.open()


def test_the_count_is_kept_in_the_vault_and_beside_it(
    office: StillOffice, seconds: list[float]
) -> None:
    wrong = Credential(password="not the one at all")
    for _ in range(4):
        assert _refused(office, wrong).code is Code.WRONG_PASSWORD
    (office.vault / "throttle.json").unlink()

    assert _refused(office).code is Code.THROTTLED
    seconds[0] += 1
    office.open()


def test_a_damaged_count_is_noted_in_the_log(office: StillOffice) -> None:
    (office.vault / "throttle.json").write_text("{")

    ledger = office.open()

    newest = "SELECT json_extract(body, '$.action') FROM audit ORDER BY seq DESC LIMIT 1"
    assert rows_of(ledger, newest) == [("vault.throttle_damaged",)]
    assert ledger.audit.check().ok


@pytest.mark.parametrize("damage", [b"", b"{}", b"\x00" * 100, None])
def test_damaged_keys_fall_back_to_their_copy_with_a_finding(
    damage: bytes | None, office: StillOffice
) -> None:
    keys = office.vault / "keys.json"
    good = keys.read_bytes()
    if damage is None:
        keys.unlink()
    else:
        keys.write_bytes(damage)

    ledger = office.open()

    findings = desk_of(ledger).opening_findings
    assert len(findings) == 1
    assert findings[0].endswith("keys.json")
    assert {one.kind for one in ledger.audit.check().findings} == {"vault"}
    assert keys.read_bytes() == good
    office.lock()
    assert _findings(office) == set()


def test_keys_damaged_everywhere_are_refused(office: StillOffice) -> None:
    for path in (*office.vault.glob("keys.json*"), *(office.per_user / "keys").iterdir()):
        path.write_bytes(b"{}")

    assert _refused(office).code is Code.KEYS_DAMAGED


def _with_new_password(office: StillOffice) -> bytes:
    raw = (office.vault / "keys.json").read_bytes()
    unlocked = unlock_with_password(raw, None, PASSWORD, bounds=BOUNDS_ONLY_FOR_TESTING)
    return change_password(
        raw, unlocked, NEW_PASSWORD, cost=CHEAPEST_ONLY_FOR_TESTING, bounds=BOUNDS_ONLY_FOR_TESTING
    )


def test_newer_keys_are_taken_and_the_book_follows(office: StillOffice) -> None:
    (office.vault / "keys.json").write_bytes(_with_new_password(office))

    ledger = office.open(Credential(password=NEW_PASSWORD))

    assert rows_of(ledger, "SELECT bundle_serial FROM staff") == [(2,)]
    newest = "SELECT json_extract(body, '$.action') FROM audit ORDER BY seq DESC LIMIT 1"
    assert rows_of(ledger, newest) == [("vault.follow_keys",)]
    assert ledger.audit.check().ok
    newer = (office.vault / "keys.json").read_bytes()
    assert (office.vault / "keys.json.bak").read_bytes() == newer
    assert [path.read_bytes() for path in (office.per_user / "keys").iterdir()] == [newer]


def test_old_keys_put_back_do_not_bring_the_old_password_back(office: StillOffice) -> None:
    old = (office.vault / "keys.json").read_bytes()
    (office.vault / "keys.json").write_bytes(_with_new_password(office))
    office.open(Credential(password=NEW_PASSWORD))
    office.lock()
    newer = (office.vault / "keys.json").read_bytes()

    (office.vault / "keys.json").write_bytes(old)
    assert _refused(office).code is Code.WRONG_PASSWORD

    for path in (*office.vault.glob("keys.json*"), *(office.per_user / "keys").iterdir()):
        path.write_bytes(old)
    assert _refused(office).code is Code.WRONG_PASSWORD

    (office.vault / "keys.json").write_bytes(newer)
    office.open(Credential(password=NEW_PASSWORD))


def _with_new_sheet(office: StillOffice) -> bytes:
    raw = (office.vault / "keys.json").read_bytes()
    unlocked = unlock_with_password(raw, None, PASSWORD, bounds=BOUNDS_ONLY_FOR_TESTING)
    return renew_sheet(raw, unlocked, bounds=BOUNDS_ONLY_FOR_TESTING).keys


@pytest.mark.parametrize("everywhere", [False, True])
def test_old_keys_put_back_give_way_to_the_newer_ones(
    everywhere: object, office: StillOffice
) -> None:
    old, newer = (office.vault / "keys.json").read_bytes(), _with_new_sheet(office)
    (office.vault / "keys.json").write_bytes(newer)
    office.open()
    office.lock()
    places = [*sorted(office.vault.glob("keys.json*")), *(office.per_user / "keys").iterdir()]
    assert len(places) == 3
    for path in places if everywhere else places[:1]:
        path.write_bytes(old)

    ledger = office.open()

    assert desk_of(ledger).unlocked.sheet == 2
    assert {path.read_bytes() for path in places} == {newer}
    found = [(one.what, one.record) for one in ledger.audit.check().findings]
    assert found == [("keys_older", "keys.json")]


def test_keys_older_than_all_that_is_remembered_are_rolled_back(office: StillOffice) -> None:
    _raw(office, "UPDATE keys_file SET revision = 7")

    assert _refused(office).code is Code.KEYS_ROLLED_BACK


def test_the_book_of_another_vault_is_not_taken(office: StillOffice, tmp_path: Path) -> None:
    other = make_still_office(tmp_path / "other", plan=replace(PLAN, firm="别家"))
    other.close()
    shutil.copyfile(other.vault / "ledger.db", office.vault / "ledger.db")

    assert _refused(office).code is Code.DAMAGED


def test_a_book_that_names_another_vault_is_not_ours(office: StillOffice) -> None:
    _raw(office, "DROP TRIGGER book_is_final", f"UPDATE book SET vault_id = '{'0' * 16}'")

    assert _refused(office).code is Code.NOT_OURS


def test_yesterdays_book_put_back_is_rolled_back(office: StillOffice) -> None:
    yesterday = (office.vault / "ledger.db").read_bytes()
    assert _number_issued(office) == "SJ2026-000001"
    (office.vault / "ledger.db").write_bytes(yesterday)

    error = _refused(office)

    assert (error.code, error.details["expected"], error.details["found"]) == (
        Code.ROLLED_BACK, 4, 3,
    )  # fmt: skip


def test_a_book_with_another_past_is_rolled_back(office: StillOffice, tmp_path: Path) -> None:
    twin = office.copied(tmp_path / "twin")
    for one, payer in ((office, "张三"), (twin, "李四")):
        with one.opened() as ledger:
            issue(ledger, trade(payer))
    twin.close()
    shutil.copyfile(twin.vault / "ledger.db", office.vault / "ledger.db")

    assert _refused(office).code is Code.ROLLED_BACK


@pytest.mark.parametrize(
    ("damage", "finding"),
    [(None, "state_missing"), (b"{}", "state_damaged"), (b"", "state_damaged")],
)
def test_a_mark_that_is_gone_is_a_finding_once(
    damage: bytes | None, finding: str, office: StillOffice
) -> None:
    _number_issued(office)
    state = office.vault / "state.json"
    if damage is None:
        state.unlink()
    else:
        state.write_bytes(damage)

    assert _findings(office) >= {(finding, "state.json")}
    assert not {what for what, _ in _findings(office)} & {"state_missing", "state_damaged"}


def test_a_mark_changed_by_hand_is_a_finding(office: StillOffice) -> None:
    state = office.vault / "state.json"
    tree = json.loads(state.read_bytes())
    tree["state"]["audit_seq"] = 1
    state.write_text(json.dumps(tree, separators=(",", ":"), sort_keys=True))

    assert _findings(office) >= {("state_damaged", "state.json")}


def _checks(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    ran: list[object] = []
    check = opening.check_after_unclean_exit

    def listen(database: Database) -> None:
        ran.append(database)
        check(database)

    monkeypatch.setattr(opening, "check_after_unclean_exit", listen)
    return ran


def test_an_unclean_exit_is_followed_by_a_check_of_the_structure(
    office: StillOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = _checks(monkeypatch)
    office.open()
    office.lock()
    office.open()
    assert ran == []

    office.abandon()
    with office.opened():
        assert len(ran) == 1
    with office.opened():
        assert len(ran) == 1


def test_a_refused_start_does_not_make_an_unclean_exit_clean(
    office: StillOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = _checks(monkeypatch)
    office.open()
    office.abandon()
    assert _refused(office, Credential(password="not the one")).code is Code.WRONG_PASSWORD
    assert ran == []

    office.open()

    assert len(ran) == 1


ORPHAN = f"""
INSERT INTO draft (pub, staff_id, form, content, updated_at)
VALUES ('{"0" * 16}', 77, 'trade', '{{}}', 'x')
"""
DANGLING = ("PRAGMA foreign_keys = OFF", ORPHAN)


def test_a_broken_reference_after_an_unclean_exit_is_damage(office: StillOffice) -> None:
    office.open()
    office.abandon()
    _raw(office, *DANGLING)

    error = _refused(office)

    assert (error.code, error.details["found"]) == (Code.DAMAGED, "structure")


def test_a_broken_reference_after_a_clean_exit_is_found_by_check(office: StillOffice) -> None:
    _raw(office, *DANGLING)

    assert _findings(office) == {("damaged", "reference: draft")}


def test_a_book_of_a_newer_program_is_refused(office: StillOffice) -> None:
    _raw(office, f"PRAGMA user_version = {migrate.newest() + 1}")

    error = _refused(office)

    assert (error.code, error.details["found"]) == (Code.NEWER_VERSION, migrate.newest() + 1)


def test_an_older_book_is_copied_whole_before_it_is_changed(
    office: StillOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    present = migrate.newest()
    wanted = {**migrate.scripts(), present + 1: "CREATE INDEX more ON trade (note);"}
    monkeypatch.setattr(migrate, "scripts", lambda: wanted)
    before = (office.vault / "ledger.db").read_bytes()

    assert _findings(office) == set()

    (copy,) = (office.vault / "backups").glob("*.db")
    assert copy.name == f"before-migration-{present}-1.db"
    assert copy.read_bytes() == before


@pytest.mark.parametrize("part", ["missing book", "cut book"])
def test_a_damaged_book_is_refused_and_kept(part: str, office: StillOffice) -> None:
    ledger = office.vault / "ledger.db"
    if part == "missing book":
        ledger.unlink()
    else:
        ledger.write_bytes(ledger.read_bytes()[:-4096])
    before = ledger.read_bytes() if ledger.exists() else None

    assert _refused(office).code is Code.DAMAGED
    assert (ledger.read_bytes() if ledger.exists() else None) == before


def test_a_new_password_opens_past_an_old_key_file_put_back(office: StillOffice) -> None:
    paths = VaultPaths(office.vault)
    old = paths.keys.read_bytes()
    session = unlock_with_password(old, None, PASSWORD, bounds=BOUNDS_ONLY_FOR_TESTING)
    new = change_password(
        old,
        session,
        NEW_PASSWORD,
        cost=CHEAPEST_ONLY_FOR_TESTING,
        bounds=BOUNDS_ONLY_FOR_TESTING,
    )
    paths.keys.write_bytes(new)
    office.house.open(office.vault, Credential(password=NEW_PASSWORD)).lock()
    paths.keys.write_bytes(old)

    office.house.open(office.vault, Credential(password=NEW_PASSWORD)).lock()

    assert paths.keys.read_bytes() == new
    paths.keys.write_bytes(old)
    with pytest.raises(KnownError) as caught:
        office.house.open(office.vault, Credential(password=PASSWORD))
    assert caught.value.code is Code.WRONG_PASSWORD
