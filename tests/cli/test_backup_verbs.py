"""`backup`, `verify` and `restore` keep their contract: objects, codes, and nothing half-done."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "a long owner password"


@dataclass(frozen=True)
class Said:
    code: int
    record: dict[str, Any]
    err: str


def call(folder: Path, *words: str, home: str = "home") -> Said:
    """Run one verb as a script would, in English, with a home directory of its own."""
    place = folder / home
    place.mkdir(exist_ok=True)
    inherited = {name: text for name, text in os.environ.items() if not name.startswith("XDG_")}
    done = subprocess.run(
        [sys.executable, "-m", "ledgerdesk", *words, "--json", "--lang", "en"],
        cwd=folder,
        env={**inherited, "PYTHONPATH": str(ROOT / "src"), "HOME": str(place)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )
    (line,) = done.stdout.decode().splitlines()
    return Said(done.returncode, json.loads(line), done.stderr.decode())


def issue(folder: Path, vault: str, *, home: str = "home") -> Said:
    words = ("--payer", "张三", "--item", "咨询", "--amount", "100", "--method", "cash")
    return call(folder, "issue", vault, *words, "--password-file", "pw", home=home)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault `V` with two receipts, its key files, and a stick with one backup `B.ldbk`."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "pw").write_text(PASSWORD + "\n", "utf-8")
    (folder / "wrong").write_text("not this password", "utf-8")
    (folder / "stick").mkdir()
    firm = ("--firm", "青禾", "--owner", "王敏", "--password-file", "pw")
    assert call(folder, "init", "V", *firm, "--recovery-out", "rec").code == 0
    for _ in range(2):
        assert issue(folder, "V").code == 0
    made = call(folder, "backup", "V", "stick", "--password-file", "pw")
    assert made.code == 0
    (folder / "made.json").write_text(json.dumps(made.record), "utf-8")
    (folder / "B.ldbk").write_bytes((folder / made.record["file"]).read_bytes())
    return folder


def test_backup_says_where_how_large_and_that_it_was_verified(folder: Path) -> None:
    record = json.loads((folder / "made.json").read_text("utf-8"))

    assert set(record) == {"file", "bytes", "verified", "sequence", "home"}
    assert (record["verified"], record["sequence"]) == (True, 1)
    assert (folder / record["file"]).stat().st_size == record["bytes"]


def test_backup_into_a_folder_that_is_not_there_is_said(folder: Path) -> None:
    said = call(folder, "backup", "V", "nowhere", "--password-file", "pw")

    assert (said.code, said.record) == (1, {"error": "file_not_found", "field": "folder"})


def test_verify_without_a_key_says_undamaged_and_nothing_of_whose_it_is(folder: Path) -> None:
    said = call(folder, "verify", "B.ldbk", home="clean")

    assert said.code == 0
    assert (said.record["undamaged"], said.record["authentic"]) == (True, None)
    assert "facts" not in said.record


@pytest.mark.parametrize("key", [("--password-file", "pw"), ("--recovery-file", "rec")])
def test_verify_with_a_key_says_authentic_and_shows_the_facts(
    key: tuple[str, str], folder: Path
) -> None:
    said = call(folder, "verify", "B.ldbk", *key, home="clean")

    assert said.code == 0
    assert (said.record["undamaged"], said.record["authentic"]) == (True, True)
    assert said.record["facts"]["rows"]["receipt"] == 2
    assert said.record["facts"]["sums_fen"]["receipts"] == 20_000


def test_damage_another_file_and_a_wrong_key_are_told_apart(folder: Path) -> None:
    raw = bytearray((folder / "B.ldbk").read_bytes())
    raw[-1000] ^= 1
    (folder / "bad.ldbk").write_bytes(raw)
    (folder / "newer.ldbk").write_bytes(b"LDBK0002" + bytes(raw[8:]))
    (folder / "cut.ldbk").write_bytes((folder / "B.ldbk").read_bytes()[:-7])

    assert call(folder, "verify", "bad.ldbk").record == {
        "error": "damaged", "source": "backup", "part": "data", "undamaged": False,
    }  # fmt: skip
    with_key = call(folder, "verify", "bad.ldbk", "--password-file", "pw")
    assert (with_key.code, with_key.record["block"]) == (1, 1)
    assert with_key.err == "This backup is damaged in block 1. Use another one.\n"
    assert call(folder, "verify", "cut.ldbk").record["part"] == "end"
    assert call(folder, "verify", "newer.ldbk").record["error"] == "newer_version"
    assert call(folder, "verify", "pw").record["error"] == "not_ours"
    assert call(folder, "verify", "none.ldbk").record["error"] == "file_not_found"
    wrong = call(folder, "verify", "B.ldbk", "--password-file", "wrong", home="w")
    assert (wrong.code, wrong.record["error"]) == (1, "wrong_password")
    sheet = call(folder, "verify", "B.ldbk", "--recovery-file", "pw", home="w")
    assert (sheet.code, sheet.record["error"]) == (1, "wrong_recovery_key")


def test_restore_with_the_sheet_alone_waits_for_the_last_number(folder: Path) -> None:
    restored = call(folder, "restore", "B.ldbk", "R", "--recovery-file", "rec", home="pc2")

    assert restored.code == 0
    assert (restored.record["receipts"], restored.record["confirmed"]) == (2, False)
    refused = issue(folder, "R", home="pc2")
    assert (refused.code, refused.record) == (
        1, {"error": "last_number_unconfirmed", "series": "SJ"},
    )  # fmt: skip
    checked = call(folder, "check", "R", "--password-file", "pw", home="pc2")
    assert (checked.code, checked.record["ok"]) == (0, True)


def test_restore_with_the_last_number_goes_on_above_it(folder: Path) -> None:
    year = call(folder, "receipts", "V", "--password-file", "pw").record["receipts"][0]["number"]
    last = f"{year[:-6]}000007"
    words = ("--password-file", "pw", "--last-number", f"SJ={last}")
    restored = call(folder, "restore", "B.ldbk", "R7", *words, home="pc3")

    assert restored.code == 0
    assert restored.record["confirmed"] is True
    assert len(restored.record["explained"]) == 5
    assert issue(folder, "R7", home="pc3").record["number"] == f"{year[:-6]}000008"
    register = call(folder, "receipts", "R7", "--password-file", "pw", home="pc3").record
    assert register["missing"] == []
    assert register["explained"] == restored.record["explained"]


def test_on_the_same_pc_the_newer_mark_confirms_by_itself(folder: Path) -> None:
    number = issue(folder, "V").record["number"]
    restored = call(folder, "restore", "B.ldbk", "same", "--password-file", "pw")

    assert restored.record["confirmed"] is True
    assert restored.record["explained"] == [number]
    following = issue(folder, "same").record["number"]
    assert int(following[-6:]) == int(number[-6:]) + 1


@pytest.mark.parametrize(
    ("words", "code", "field"),
    [
        (("--last-number", "SJ"), "bad_value", "last_number"),
        (("--last-number", "XX=5"), "bad_value", "last_number"),
        (("--last-number", "SJ=1"), "bad_value", "last_number"),
    ],
)
def test_a_last_number_that_cannot_be_restores_nothing(
    words: tuple[str, ...], code: str, field: str, folder: Path
) -> None:
    said = call(folder, "restore", "B.ldbk", "N", "--password-file", "pw", *words, home="pc4")

    assert (said.code, said.record["error"], said.record["field"]) == (1, code, field)
    assert not (folder / "N").exists()
    assert not [path.name for path in folder.iterdir() if "creating" in path.name]


def test_restore_never_touches_a_path_that_exists(folder: Path) -> None:
    said = call(folder, "restore", "B.ldbk", "V", "--password-file", "pw", home="pc4")

    assert (said.code, said.record["error"]) == (1, "exists")


def test_restore_without_a_key_asks_for_one(folder: Path) -> None:
    said = call(folder, "restore", "B.ldbk", "N", home="pc4")

    assert (said.code, said.record["error"]) == (1, "needs_password")


def test_a_drill_says_what_agreed_and_certifies_it(folder: Path) -> None:
    said = call(folder, "drill", "B.ldbk", "--recovery-file", "rec", "--out", "c.pdf", home="clean")

    assert (said.code, said.record["ok"], said.record["with"]) == (0, True, "recovery")
    assert (said.record["rows"]["receipt"], said.record["sums"]["receipts"]) == (2, 20_000)
    assert len(said.record["head"]) == 64
    assert (folder / "c.pdf").read_bytes().startswith(b"%PDF-")
    assert not list((folder / "clean").rglob("ledger.db"))
    wrong = call(folder, "drill", "B.ldbk", "--password-file", "wrong", home="clean")
    assert (wrong.code, wrong.record["error"]) == (1, "wrong_password")
    unasked = call(folder, "drill", "B.ldbk", home="clean")
    assert (unasked.code, unasked.record["error"]) == (1, "needs_password")


def test_restore_in_place_keeps_the_old_book_beside(folder: Path) -> None:
    words = ("--password-file", "pw", "--last-number", "SJ=9")
    assert call(folder, "restore", "B.ldbk", "InPlace", *words).code == 0
    said = call(folder, "restore", "B.ldbk", "InPlace", *words, "--replace")

    assert said.code == 0
    kept = Path(said.record["replaced"])
    assert ".before-restore-" in kept.name
    assert call(folder, "receipts", str(kept), "--password-file", "pw").code == 0
    assert call(folder, "receipts", "InPlace", "--password-file", "pw").code == 0
    (folder / "plain").mkdir()
    no_book = call(folder, "restore", "B.ldbk", "plain", *words, "--replace")
    assert (no_book.code, no_book.record["error"]) == (1, "not_a_vault")


def test_old_backups_are_named_before_they_go(folder: Path) -> None:
    many = folder / "many"
    many.mkdir()
    for _ in range(5):
        assert call(folder, "backup", "V", "many", "--password-file", "pw").code == 0
    rule = ("--keep", "1/0/0")
    dry = call(folder, "rotate-backups", "many", *rule, "--dry-run")
    (told,) = dry.record["vaults"]
    assert (dry.code, len(told["staying"]), len(told["leaving"])) == (0, 3, 2)
    assert len(list(many.iterdir())) == 5
    done = call(folder, "rotate-backups", "many", *rule)
    assert done.record["vaults"] == dry.record["vaults"]
    assert len(list(many.iterdir())) == 3
    none = call(folder, "rotate-backups", "many", "--keep", "0/0/0")
    assert (none.code, none.record["field"]) == (1, "keep")
    missing = call(folder, "rotate-backups", "nowhere")
    assert (missing.code, missing.record["error"]) == (1, "file_not_found")


def test_without_the_key_of_this_pc_nothing_is_copied_and_no_password_asked(folder: Path) -> None:
    (folder / "due").mkdir()
    said = call(folder, "backup", "V", "due", "--if-due")

    assert (said.code, said.record["error"]) == (1, "keyring_failed")
    assert list((folder / "due").iterdir()) == []
