"""C-13: with a password of its day, or the sheet, a backup is read to its last row without us."""

import ast
import csv
import hashlib
import hmac
import importlib.util
import sqlite3
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from tests.backup.reading import MIB, READER, Saved, read, real_office, saved
from tests.backup.sealed import Maker, payload, seal
from tests.support.full_office import make_full_office
from tests.support.staffed_office import (
    GIVEN_PASSWORD,
    SECOND,
    THE_OWNER,
    THE_SECOND,
    THE_SUPERVISOR,
    choose_password,
)
from tests.support.still_office import (
    OWNER,
    PASSWORD,
    desk_of,
    dump,
    issue,
    trade,
)

from ledgerdesk.backup.drive import Drive
from ledgerdesk.backup.opening import opened
from ledgerdesk.backup.reslotting import replace_slots
from ledgerdesk.core.staff import Role
from ledgerdesk.vault import primitives
from ledgerdesk.vault.bundles import PrivateKeys, Successor, successor_bytes, wrap_keys
from ledgerdesk.vault.kdf import FILE_BOUNDS, FLOOR
from ledgerdesk.vault.passwords import password_bytes
from ledgerdesk.vault.primitives import random_bytes, sign, unseal, verify_signature
from ledgerdesk.vault.unlocking import sealed_dbk_info

NEW_PASSWORD = "zwölf Ćafés 在河边"
TABLES_LEFT_OUT = ("customer_search",)  # an index made of the customers


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Saved]:
    office, sheet = real_office(tmp_path_factory.mktemp("made") / "office")
    with office.opened() as ledger:
        issue(ledger)
        issue(ledger, trade("=HYPERLINK(1)", 5, item="+1 咨询"))
        found = saved(office, sheet, ledger)
    yield found
    office.close()


@pytest.fixture
def pc(book: Saved, tmp_path: Path) -> Path:
    """A PC that has the backup and what a person typed, and nothing else."""
    (tmp_path / "b.ldbk").write_bytes(book.file.read_bytes())
    (tmp_path / "password.txt").write_text(PASSWORD + "\n", "utf-8")
    (tmp_path / "sheet.txt").write_text(book.recovery, "utf-8")
    return tmp_path


WAYS = [("--password-file", "password.txt"), ("--recovery-file", "sheet.txt")]


def plain(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    with closing(sqlite3.connect(folder / "ledger.sqlite")) as connection:
        listed = connection.execute("PRAGMA table_list").fetchall()
        names = [row[1] for row in listed if row[2] == "table" and row[1] != "sqlite_schema"]
        return {
            name: sorted(connection.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)
            for name in names
            if not name.startswith("sqlite_")
        }


def same_rows(found: dict[str, list[tuple[Any, ...]]], rows: dict[str, Any]) -> bool:
    ordinary = {
        name: [tuple(row) for row in kept]
        for name, kept in rows.items()
        if not name.startswith((*TABLES_LEFT_OUT, "sqlite_"))
    }
    return found == ordinary


def left(pc: Path) -> list[str]:
    return sorted(one.name for one in pc.iterdir())


# ── what comes out ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("way", WAYS)
def test_every_row_comes_out_with_a_password_or_with_the_sheet(
    way: tuple[str, str], book: Saved, pc: Path
) -> None:
    said = read(pc, ("b.ldbk", "out", *way))

    assert (said.code, said.err) == (0, "")
    assert "没有加密" in said.out
    assert "NOT encrypted" in said.out
    assert same_rows(plain(pc / "out"), book.rows)
    assert len(book.rows["receipt"]) == 2
    assert left(pc) == ["b.ldbk", "out", "password.txt", "sheet.txt"]


def test_only_the_owner_of_the_pc_reads_what_came_out(pc: Path) -> None:
    (pc / "out").mkdir(mode=0o755)  # an empty folder is taken

    read(pc, ("b.ldbk", "out", *WAYS[0]))

    every = [pc / "out", *(pc / "out").rglob("*")]
    assert {one.stat().st_mode & 0o777 for one in every if one.is_dir()} == {0o700}
    assert {one.stat().st_mode & 0o777 for one in every if one.is_file()} == {0o600}


def test_a_sheet_program_shows_tables_with_yuan_beside_fen_and_calculates_nothing(
    book: Saved, pc: Path
) -> None:
    read(pc, ("b.ldbk", "out", *WAYS[1]))

    files = {one.name: one.read_bytes() for one in (pc / "out" / "csv").iterdir()}
    assert all(raw.startswith(b"\xef\xbb\xbf") for raw in files.values())
    assert len(files) == len(plain(pc / "out"))
    assert not [name for name in files if "customer_search" in name]
    lines = list(csv.DictReader(files["收据 receipt.csv"].decode("utf-8-sig").splitlines()))
    assert [line["付款人 payer"] for line in lines] == ["张三", "'=HYPERLINK(1)"]
    assert [line["金额（元） amount_yuan"] for line in lines] == ["1234.50", "0.05"]
    assert [line["金额（分） amount_fen"] for line in lines] == ["123450", "5"]
    ids = [str(row[0]) for row in sorted(book.rows["receipt"])]
    assert [line["id"] for line in lines] == [f"'{one}" for one in ids]  # 19 digits, none rounded
    items = files["交易明细 trade_line.csv"].decode("utf-8-sig")
    assert "'+1 咨询" in items
    risky = [
        cell
        for raw in files.values()
        for line in csv.reader(raw.decode("utf-8-sig").splitlines())
        for cell in line
        if cell.startswith(("=", "+", "-", "@", "\t")) and not cell[1:].replace(".", "").isdigit()
    ]
    assert risky == []


def test_the_page_beside_says_what_was_compared(book: Saved, pc: Path) -> None:
    read(pc, ("b.ldbk", "out", *WAYS[0]))

    page = (pc / "out" / "read-me.txt").read_text("utf-8-sig")
    head = max(book.rows["audit"], key=lambda row: int(row[0]))
    assert page.startswith("注意：这个文件夹里的内容没有加密")
    assert f"{head[0]}: {bytes(head[2]).hex()}" in page
    assert "receipts: 1234.55" in page
    assert "SJ/2026: 2" in page


def test_rows_of_every_kind_and_the_firms_private_key_stays_out_of_the_tables(
    tmp_path: Path,
) -> None:
    sheets: list[Any] = []
    office = make_full_office(tmp_path / "office", keep_sheet=sheets.append, cost=FLOOR)
    (tmp_path / "stick").mkdir()
    with office.opened() as ledger:
        rows = dump(ledger)
        file = ledger.backups.make(tmp_path / "stick").value.path
    (tmp_path / "sheet.txt").write_text(sheets[0].one_line(), "utf-8")

    said = read(tmp_path, (file, "out", "--recovery-file", "sheet.txt"))

    assert (said.code, said.err) == (0, "")
    found = plain(tmp_path / "out")
    assert same_rows(found, rows)
    assert sum(bool(kept) for kept in found.values()) >= 25
    names = {one.stem.split()[-1] for one in (tmp_path / "out" / "csv").iterdir()}
    assert names == set(found)
    chinese = [one.stem for one in (tmp_path / "out" / "csv").iterdir() if " " in one.stem]
    assert len(chinese) == len(found)
    private = [row for row in rows["signing_key"] if "firm" in row]
    tables = b"".join(one.read_bytes() for one in (tmp_path / "out" / "csv").iterdir())
    (secret,) = [row[9] for row in private]
    assert secret
    assert bytes(secret).hex().encode() not in tables


# ── who signed, and whose pair the key is sealed to ──────────────────────────────────────


def test_a_signer_whom_no_owner_took_in_yet_is_followed_to_the_root(tmp_path: Path) -> None:
    office, sheet = real_office(tmp_path / "office")
    with office.opened() as ledger:
        issue(ledger)
        ledger.staff.add(THE_SUPERVISOR.name, Role.SUPERVISOR, GIVEN_PASSWORD)
    choose_password(office, THE_SUPERVISOR)
    with office.opened_by(THE_SUPERVISOR) as ledger:
        found = saved(office, sheet, ledger)
    office.close()
    with opened(found.file, verify_signature) as file:
        assert file.core.signer.follower is not None
    (tmp_path / "owner.txt").write_text(PASSWORD, "utf-8")
    (tmp_path / "supervisor.txt").write_text(THE_SUPERVISOR.password, "utf-8")
    (tmp_path / "sheet.txt").write_text(found.recovery, "utf-8")

    said = read(
        tmp_path,
        (found.file, "by-owner", "--password-file", "owner.txt"),
        (found.file, "by-sheet", "--recovery-file", "sheet.txt"),
        (found.file, "by-supervisor", "--password-file", "supervisor.txt"),
    )

    assert said.codes == [0, 0, 1]
    assert "密码不对" in said.err
    for name in ("by-owner", "by-sheet"):
        assert same_rows(plain(tmp_path / name), found.rows)


def test_an_owner_s_newer_pair_in_his_bundle_opens_the_key_sealed_to_it(
    book: Saved, pc: Path
) -> None:
    """The record names a pair that follows the certified one, and carries its own sealed key."""
    with book.office.opened() as ledger:
        unlocked = desk_of(ledger).unlocked
    with opened(pc / "b.ldbk", verify_signature) as file:
        slots: Any = file.keys.slots
        signer = file.core.signer
    old = PrivateKeys(
        seal=unlocked.seal_private, sign=unlocked.sign_private, root_public=unlocked.pinned_root
    )
    new = replace(old, seal=random_bytes(32), sign=random_bytes(32))
    vault, user = unlocked.vault_id, unlocked.user_id
    info = sealed_dbk_info(vault, user, 1)
    key = unseal(old.seal, bytes.fromhex(slots["owners"][0]["sealed_dbk"]), info)
    assert key is not None

    def with_successor(endorser: bytes) -> None:
        bundle = wrap_keys(
            new, password_bytes(NEW_PASSWORD) or b"",
            vault_id=vault, user_id=user, serial=9, cost=FLOOR, bounds=FILE_BOUNDS,
            successor=Successor(
                keys=new.public(),
                endorsement=sign(endorser, successor_bytes(vault, user, new.public())),
                generation=1,
                sealed_dbk=primitives.seal(new.public().seal, key, info),
            ),
        )  # fmt: skip
        changed = {**slots, "owners": [{**slots["owners"][0], "bundle": bundle.to_json()}]}
        replace_slots(
            pc / "b.ldbk", changed, signer, unlocked.sign, verify_signature, drive=Drive()
        )

    (pc / "new.txt").write_text(unicodedata.normalize("NFD", NEW_PASSWORD) + "\r\n", "utf-8-sig")
    with_successor(old.sign)
    good = read(pc, ("b.ldbk", "out", "--password-file", "new.txt"), ("b.ldbk", "no", *WAYS[0]))
    with_successor(new.sign)
    bad = read(pc, ("b.ldbk", "no", "--password-file", "new.txt"))

    assert good.codes == [0, 1]
    assert same_rows(plain(pc / "out"), book.rows)
    assert bad.code == 1
    assert "钥匙区" in bad.err


def test_a_renewed_root_is_followed_from_the_one_a_bundle_holds(tmp_path: Path) -> None:
    office, sheet = real_office(tmp_path / "office")
    with office.opened() as ledger:
        ledger.staff.add(SECOND, Role.OWNER, GIVEN_PASSWORD)
    choose_password(office, THE_SECOND)
    with office.opened_by(THE_OWNER) as ledger:
        issue(ledger)
        ledger.staff.remove(SECOND)
    with office.opened_by(THE_OWNER) as ledger:
        found = saved(office, sheet, ledger)
    office.close()
    with opened(found.file, verify_signature) as file:
        slots: Any = file.keys.slots
        assert len(slots["root_links"]) == 1
    (tmp_path / "p.txt").write_text(PASSWORD, "utf-8")
    (tmp_path / "s.txt").write_text(found.recovery, "utf-8")

    said = read(
        tmp_path,
        (found.file, "by-password", "--password-file", "p.txt"),
        (found.file, "by-sheet", "--recovery-file", "s.txt"),
    )

    assert (said.codes, said.err) == ([0, 0], "")
    assert same_rows(plain(tmp_path / "by-sheet"), found.rows)


# ── without a key ────────────────────────────────────────────────────────────────────────


def test_without_a_key_it_says_what_the_file_is_and_writes_nothing(book: Saved, pc: Path) -> None:
    said = read(pc, ("b.ldbk",))

    with opened(book.file, verify_signature) as file:
        vault = file.core.origin.vault_id.upper()
    assert said.code == 0
    assert "-".join(vault[at : at + 4] for at in range(0, 16, 4)) in said.out
    assert "2026-11-23 02:00:00 UTC" in said.out
    assert f"{book.file.stat().st_size:,}" in said.out
    assert "HF-0001" in said.out
    assert "完好" in said.out
    assert OWNER not in said.out
    assert left(pc) == ["b.ldbk", "password.txt", "sheet.txt"]


def test_a_large_file_is_verified_in_little_memory(book: Saved, tmp_path: Path) -> None:
    with opened(book.file, verify_signature) as file:
        slots = file.keys.slots
    source, _ = payload(tmp_path, 96 * MIB, "large")
    path = seal(tmp_path, source, replace(Maker().sealing(), slots=slots)).path

    said = read(tmp_path, (path,))

    assert (said.code, said.err) == (0, "")
    if sys.platform == "linux":
        assert 0 < said.peak_kib < 64 * 1024


def test_the_page_that_sqlite_never_writes_is_left_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It lies at 1 GiB, so here it is moved to the second page."""
    found = importlib.util.spec_from_file_location("ldbk_reader", READER)
    assert found is not None
    assert found.loader is not None
    reader = importlib.util.module_from_spec(found)
    found.loader.exec_module(reader)
    monkeypatch.setattr(reader, "LOCK_PAGE", 2)
    key, salt, iv = random_bytes(32), random_bytes(16), random_bytes(16)
    masked = bytes(byte ^ 0x3A for byte in salt)
    page_mac = hashlib.pbkdf2_hmac("sha512", key, masked, 2, 32)

    def page(number: int, front: bytes) -> bytes:
        cipher = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()
        text = cipher.update(bytes([number]) * (4016 - len(front))) + cipher.finalize()
        covered = text + iv + number.to_bytes(4, "little")
        return front + text + iv + hmac.digest(page_mac, covered, "sha512")

    payload = page(1, salt) + bytes(4096) + page(3, b"")
    pieces = (payload[at : at + 1000] for at in range(0, len(payload), 1000))

    reader.write_plain(pieces, key, tmp_path / "out")

    plain_pages = (tmp_path / "out").read_bytes()
    assert plain_pages[:17] == b"SQLite format 3\0\1"
    assert plain_pages[4096:8192] == bytes(4096)
    assert plain_pages[8192:] == b"\3" * 4016 + bytes(80)


# ── the script itself ────────────────────────────────────────────────────────────────────


def test_the_reader_imports_the_standard_library_and_one_package() -> None:
    imported = set()
    for node in ast.walk(ast.parse(READER.read_text("utf-8"), feature_version=(3, 9))):
        if isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").partition(".")[0])
        elif isinstance(node, ast.Import):
            imported |= {one.name.partition(".")[0] for one in node.names}

    assert imported - set(sys.stdlib_module_names) == {"cryptography"}
    assert "socket" not in imported


def test_a_wrong_command_line_ends_with_2(pc: Path) -> None:
    said = read(
        pc,
        (),
        ("b.ldbk", "out"),
        ("b.ldbk", *WAYS[0]),
        ("b.ldbk", "out", *WAYS[0], *WAYS[1]),
    )

    assert said.codes == [2, 2, 2, 2]
    assert left(pc) == ["b.ldbk", "password.txt", "sheet.txt"]
