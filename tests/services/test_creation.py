"""A whole vault appears at its path with its first rows vouched for, or nothing does."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.support.still_office import (
    FIRM,
    OWNER,
    PASSWORD,
    PLAN,
    StillOffice,
    desk_of,
    issue,
    make_still_office,
    rows_of,
    workshop_of,
)

from ledgerdesk.bootstrap import Ledger, SheetFiles
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.receipts import MAX_SEQUENCE
from ledgerdesk.services.access import Credential
from ledgerdesk.services.steps.vaults import appearing, creating
from ledgerdesk.services.steps.vaults.creating import Plan, create
from ledgerdesk.vault.creation import RecoverySheet


class PulledPlugError(BaseException):
    """What stands for an end that no handler of known errors sees."""


def _left(folder: Path) -> list[str]:
    """List whatever stands at the vault's path or beside it."""
    return sorted(entry.name for entry in folder.iterdir() if entry.name != "user")


def _create(office: StillOffice, path: Path, plan: Plan = PLAN) -> list[RecoverySheet]:
    sheets: list[RecoverySheet] = []
    create(path, plan, workshop_of(office), keep_sheet=sheets.append)
    return sheets


def test_a_new_vault_holds_its_parts_and_nothing_else(office: StillOffice, tmp_path: Path) -> None:
    place = tmp_path / "new"
    place.mkdir()
    sheets = _create(office, place / "n.ledgerdesk")

    assert _left(place) == ["n.ledgerdesk"]
    assert {entry.name for entry in (place / "n.ledgerdesk").iterdir()} >= {
        "backups", "keys.json", "keys.json.bak", "ledger.db", "state.json",
    }  # fmt: skip
    assert (place / "n.ledgerdesk").stat().st_mode & 0o777 == 0o700
    assert [sheet.number for sheet in sheets] == [1]


def test_a_new_vault_proves_itself(ledger: Ledger) -> None:
    report = ledger.audit.check()

    assert (report.findings, report.receipts, report.head.seq) == ((), 0, 3)
    actions = rows_of(ledger, "SELECT json_extract(body, '$.action') FROM audit ORDER BY seq")
    assert actions == [("vault.create",), ("settings.change",), ("series.add",)]
    assert rows_of(ledger, "SELECT name, role, state FROM staff") == [(OWNER, "owner", "active")]
    assert {row[0] for row in rows_of(ledger, "SELECT purpose FROM signing_key")} == {
        "firm", "person", "recovery",
    }  # fmt: skip
    assert rows_of(ledger, "SELECT code, pattern, reset FROM series") == [
        ("SJ", "SJ{yyyy}-{000000}", "yearly")
    ]
    office = desk_of(ledger).office
    assert (office.firm, office.cashier, office.zone.key, office.currency) == (
        FIRM, OWNER, "Asia/Shanghai", "CNY",
    )  # fmt: skip


def test_the_printed_key_opens_the_new_vault(office: StillOffice, tmp_path: Path) -> None:
    (sheet,) = _create(office, tmp_path / "n.ledgerdesk")

    with pytest.raises(KnownError) as refusal:
        office.house.open(tmp_path / "n.ledgerdesk", Credential(password="another one entirely"))
    assert refusal.value.code is Code.WRONG_PASSWORD
    assert sheet.key.one_line() not in repr(sheet)
    office.house.open(tmp_path / "n.ledgerdesk", Credential(password=PASSWORD)).lock()


def test_the_first_period_is_that_of_the_offices_calendar(tmp_path: Path) -> None:
    moment = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)  # past midnight in Shanghai
    office = make_still_office(
        tmp_path / "office", moment=moment, plan=replace(PLAN, first_number=42)
    )

    assert issue(office.open()).number == "SJ2027-000042"
    office.close()


@pytest.mark.parametrize("kind", ["folder", "file", "dangling link", "vault"])
def test_a_path_that_is_taken_is_refused_untouched(
    kind: str, office: StillOffice, tmp_path: Path
) -> None:
    path = tmp_path / "taken"
    if kind == "folder":
        path.mkdir()
    elif kind == "file":
        path.write_text("mine")
    elif kind == "dangling link":
        path.symlink_to(tmp_path / "nowhere")
    else:
        path = office.vault
    before = sorted((entry.name, entry.lstat().st_mtime_ns) for entry in path.parent.iterdir())

    with pytest.raises(KnownError) as refusal:
        _create(office, path)

    assert refusal.value.code is Code.EXISTS
    after = sorted((entry.name, entry.lstat().st_mtime_ns) for entry in path.parent.iterdir())
    assert after == before


@pytest.mark.parametrize(
    ("plan", "code", "field"),
    [
        (replace(PLAN, firm=""), Code.BAD_VALUE, "firm"),
        (replace(PLAN, firm="\u200b "), Code.BAD_VALUE, "firm"),
        (replace(PLAN, firm="长" * 1_000_000), Code.BAD_VALUE, "firm"),
        (replace(PLAN, firm="a\u202eb"), Code.BAD_VALUE, "firm"),
        (replace(PLAN, owner="王\ud800"), Code.BAD_VALUE, "owner"),
        (replace(PLAN, owner=""), Code.BAD_VALUE, "owner"),
        (replace(PLAN, password="short"), Code.WEAK_PASSWORD, None),
        (replace(PLAN, password="password1234"), Code.WEAK_PASSWORD, None),
        (replace(PLAN, pattern="SJ{000000}"), Code.BAD_VALUE, "pattern"),
        (replace(PLAN, pattern="SJ{yyyy}"), Code.BAD_VALUE, "pattern"),
        (replace(PLAN, first_number=0), Code.BAD_VALUE, "first_number"),
        (replace(PLAN, first_number=MAX_SEQUENCE + 1), Code.BAD_VALUE, "first_number"),
        (replace(PLAN, first_number=10**30), Code.BAD_VALUE, "first_number"),
    ],
)
def test_a_bad_plan_leaves_nothing_behind(
    plan: Plan, code: Code, field: str | None, office: StillOffice, tmp_path: Path
) -> None:
    place = tmp_path / "new"
    place.mkdir()

    with pytest.raises(KnownError) as refusal:
        _create(office, place / "n.ledgerdesk", plan)

    assert refusal.value.code is code
    if field is not None:
        assert refusal.value.field == field
    assert _left(place) == []


def test_a_sheet_that_cannot_be_kept_leaves_nothing_behind(
    office: StillOffice, tmp_path: Path
) -> None:
    place = tmp_path / "new"
    place.mkdir()

    def lose(_: RecoverySheet) -> None:
        assert not (place / "n.ledgerdesk").exists()
        raise KnownError(Code.DISK_FULL, part="recovery_out")

    with pytest.raises(KnownError) as refusal:
        create(place / "n.ledgerdesk", PLAN, workshop_of(office), keep_sheet=lose)

    assert refusal.value.code is Code.DISK_FULL
    assert _left(place) == []


def _pull_plug(*_: object, **__: object) -> None:
    raise PulledPlugError


STEPS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "keys": lambda patch: patch.setattr("ledgerdesk.vault.key_store.write_keys", _pull_plug),
    "book": lambda patch: patch.setattr("ledgerdesk.storage.database.Database.create", _pull_plug),
    "schema": lambda patch: patch.setattr(creating, "migrate", _pull_plug),
    "first entry": lambda patch: patch.setattr("ledgerdesk.storage.audit.append", _pull_plug),
    "series": lambda patch: patch.setattr("ledgerdesk.storage.series.begin_period", _pull_plug),
    "mark": lambda patch: patch.setattr(
        "ledgerdesk.services.steps.opening.opening.write_state", _pull_plug
    ),
    "rename": lambda patch: patch.setattr(Path, "rename", _pull_plug),
    "sync": lambda patch: patch.setattr(appearing, "sync_folder", _pull_plug),
}


@pytest.mark.parametrize("step", STEPS)
def test_an_end_at_any_step_leaves_no_vault(
    step: str, office: StillOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "new"
    place.mkdir()
    with monkeypatch.context() as broken:
        STEPS[step](broken)
        with pytest.raises(PulledPlugError):
            _create(office, place / "n.ledgerdesk")

    assert _left(place) == []
    _create(office, place / "n.ledgerdesk")
    office.house.open(place / "n.ledgerdesk", Credential(password=PASSWORD)).lock()


def test_a_place_that_cannot_be_synced_at_the_end_keeps_no_vault(
    office: StillOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "new"
    place.mkdir()
    synced: list[Path] = []

    def second_fails(folder: Path) -> None:
        synced.append(folder)
        if len(synced) == 2:
            raise OSError(5, "input/output error")

    monkeypatch.setattr(appearing, "sync_folder", second_fails)

    with pytest.raises(KnownError) as refusal:
        _create(office, place / "n.ledgerdesk")

    assert refusal.value.code is Code.IO_FAILED
    assert synced[1] == place
    assert _left(place) == []


def test_a_vault_that_failed_takes_its_sheet_back(
    office: StillOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "new"
    place.mkdir()
    files = SheetFiles(line=place / "key.txt", page=None)
    with monkeypatch.context() as broken:
        broken.setattr(Path, "rename", _pull_plug)
        with pytest.raises(PulledPlugError):
            office.house.create(place / "n.ledgerdesk", PLAN, files)
    assert _left(place) == []

    office.house.create(place / "n.ledgerdesk", PLAN, files)

    assert _left(place) == ["key.txt", "n.ledgerdesk"]
    assert (place / "key.txt").stat().st_mode & 0o777 == 0o600


def test_a_sheet_is_never_written_over_another(office: StillOffice, tmp_path: Path) -> None:
    place = tmp_path / "new"
    place.mkdir()
    (place / "key.txt").write_text("another vault's key")

    with pytest.raises(KnownError) as refusal:
        office.house.create(
            place / "n.ledgerdesk", PLAN, SheetFiles(line=place / "key.txt", page=None)
        )

    assert refusal.value.code is Code.EXISTS
    assert _left(place) == ["key.txt"]
    assert (place / "key.txt").read_text() == "another vault's key"
