"""C-11, C-43: what was changed, cut, mixed or forged the reader refuses, and leaves nothing."""

import hashlib
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.backup.reading import (
    BY_PASSWORD,
    BY_SHEET,
    READER,
    Saved,
    assert_refused,
    header_of,
    read,
    real_office,
    saved,
)
from tests.services.test_backups_not_ours import (
    Finder,
    as_firm,
    borrowed_certificate,
    false_follower,
    own_root,
)
from tests.support.campaign import campaign
from tests.support.still_office import PASSWORD, desk_of, issue

from ledgerdesk.backup.drive import Drive
from ledgerdesk.backup.header import signed_keys
from ledgerdesk.backup.reslotting import replace_slots
from ledgerdesk.core import canonical
from ledgerdesk.core.backups import Signer
from ledgerdesk.vault import primitives
from ledgerdesk.vault.house import Scope
from ledgerdesk.vault.house_change import open_house
from ledgerdesk.vault.kdf import BOUNDS_ONLY_FOR_TESTING
from ledgerdesk.vault.primitives import random_bytes, verify_signature
from ledgerdesk.vault.recovery import RecoveryKey


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Saved]:
    office, sheet = real_office(tmp_path_factory.mktemp("made") / "office")
    with office.opened() as ledger:
        issue(ledger)
        found = saved(office, sheet, ledger)
    yield found
    office.close()


@pytest.fixture
def pc(book: Saved, tmp_path: Path) -> Path:
    (tmp_path / "b.ldbk").write_bytes(book.file.read_bytes())
    (tmp_path / "password.txt").write_text(PASSWORD, "utf-8")
    (tmp_path / "sheet.txt").write_text(book.recovery, "utf-8")
    return tmp_path


# ── accidents ────────────────────────────────────────────────────────────────────────────


@pytest.mark.fault
def test_no_flipped_bit_anywhere_is_read_out(
    book: Saved, pc: Path, request: pytest.FixtureRequest
) -> None:
    this = campaign(request.node.name)
    raw, calls = book.file.read_bytes(), list[tuple[str, ...]]()
    size = header_of(book.file).size
    for number in range(this.of(2_000, 300)):
        changed = bytearray(raw)
        place = this.chance.randrange(size if number % 3 == 0 else len(raw))
        changed[place] ^= 1 << this.chance.randrange(8)
        name = f"{number}.ldbk"
        (pc / name).write_bytes(changed)
        calls += [(name, "out", *BY_SHEET), (name,)]

    assert_refused(pc, *calls)
    this.note(f"{len(calls) // 2} flips, each with the sheet and without a key: 0 accepted")


def test_a_file_that_is_cut_or_goes_on_is_refused_with_and_without_a_key(
    book: Saved, pc: Path
) -> None:
    raw, chance, calls = book.file.read_bytes(), random.Random(1), []
    header = header_of(book.file)
    cuts = {0, 1, 7, 8, 11, 12, 500, header.size - 1, header.size, header.size + 5, len(raw) - 1}
    cuts |= {chance.randrange(len(raw)) for _ in range(20)}
    for cut in sorted(cuts):
        (pc / f"{cut}.ldbk").write_bytes(raw[:cut])
        calls += [(f"{cut}.ldbk",), (f"{cut}.ldbk", "out", *BY_SHEET)]
    (pc / "more.ldbk").write_bytes(raw + b"\0")
    calls.append(("more.ldbk", "out", *BY_SHEET))

    assert_refused(pc, *calls)


def test_a_flipped_bit_in_a_block_s_hmac_shows_without_any_key(book: Saved, pc: Path) -> None:
    raw = bytearray(book.file.read_bytes())
    raw[-1] ^= 1
    (pc / "b.ldbk").write_bytes(raw)

    assert_refused(pc, ("b.ldbk",), said="damaged (data)")


def test_what_is_no_backup_a_newer_one_and_a_missing_one_are_told_apart(
    book: Saved, pc: Path
) -> None:
    (pc / "newer.ldbk").write_bytes(b"LDBK0002" + book.file.read_bytes()[8:])

    assert_refused(pc, ("sheet.txt",), said="这不是 LedgerDesk 的备份")
    assert_refused(pc, ("newer.ldbk",), said="newer format")
    assert_refused(pc, ("none.ldbk",), said="none.ldbk")


# ── keys ─────────────────────────────────────────────────────────────────────────────────


def test_a_wrong_password_and_another_books_sheet_are_said(pc: Path, tmp_path: Path) -> None:
    (pc / "wrong.txt").write_text("not this password", "utf-8")
    (pc / "gbk.txt").write_bytes("密码密码".encode("gb18030"))
    (pc / "large.txt").write_bytes(bytes(5_000))
    other = tmp_path / "other.txt"
    other.write_text(RecoveryKey(random_bytes(32)).one_line(), "utf-8")

    assert_refused(pc, ("b.ldbk", "out", "--password-file", "wrong.txt"), said="密码不对")
    assert_refused(pc, ("b.ldbk", "out", "--password-file", "gbk.txt"), said="UTF-8")
    assert_refused(pc, ("b.ldbk", "out", "--password-file", "large.txt"), said="large.txt")
    assert_refused(pc, ("b.ldbk", "out", "--recovery-file", "other.txt"), said="HF-0001")
    assert_refused(pc, ("b.ldbk", "out", "--recovery-file", "wrong.txt"), said="第 1 行")


def test_a_folder_with_something_in_it_is_not_touched(pc: Path) -> None:
    (pc / "out").mkdir()
    (pc / "out" / "mine.txt").write_text("mine", "utf-8")
    (pc / "file").write_text("mine", "utf-8")

    assert_refused(pc, ("b.ldbk", "out", *BY_SHEET), ("b.ldbk", "file", *BY_SHEET), said="新文件夹")
    assert [one.name for one in (pc / "out").iterdir()] == ["mine.txt"]


# ── forgeries ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("claim", [own_root, borrowed_certificate, false_follower, as_firm])
def test_a_backup_from_public_parts_alone_is_not_believed(
    claim: Callable[[Finder, bytes], Signer], book: Saved, pc: Path
) -> None:
    """Every digest, HMAC and signature fits; without a key nobody can tell."""
    finder, private = Finder(book.file), random_bytes(32)
    forged = finder.forge(pc / "f", claim(finder, private), private)
    calls = [(forged, "out", *BY_PASSWORD), (forged, "out", *BY_SHEET)]

    assert read(pc, (forged,)).code == 0
    assert_refused(pc, *calls, said="不要使用")


@pytest.mark.parametrize(("scope", "subject"), [("firm", "firm"), ("recovery", "somebody")])
def test_a_key_the_root_certified_for_something_else_makes_no_backup(
    scope: str, subject: str, book: Saved, pc: Path
) -> None:
    with book.office.opened() as ledger:
        desk = desk_of(ledger)
        root = open_house(desk.drawer.raw, desk.unlocked, BOUNDS_ONLY_FOR_TESTING).root
    finder, private = Finder(book.file), random_bytes(32)
    public = primitives.sign_public(private)
    certificate = root.certify(Scope(scope), subject, public)
    signer = Signer(scope=scope, subject=subject, public=public, certificate=certificate)
    replace_slots(
        pc / "b.ldbk",
        finder.keys.slots,
        signer,
        lambda data: primitives.sign(private, data),
        verify_signature,
        drive=Drive(),
    )

    assert_refused(pc, ("b.ldbk", "out", *BY_PASSWORD), said="签名人")


def test_slots_that_somebody_else_signed_over_the_true_core_are_not_believed(
    book: Saved, pc: Path
) -> None:
    finder, private = Finder(book.file), random_bytes(32)
    slots = finder.keys.slots
    signer = own_root(finder, private)
    replace_slots(
        pc / "b.ldbk",
        slots,
        signer,
        lambda data: primitives.sign(private, data),
        verify_signature,
        drive=Drive(),
    )

    assert_refused(pc, ("b.ldbk", "out", *BY_PASSWORD), ("b.ldbk", "out", *BY_SHEET), said="签名人")


OTHER = {
    "owner's certificate": ("owners", "certificate", BY_PASSWORD, "不要使用"),
    "owner's seal": ("owners", "seal_public", BY_PASSWORD, "钥匙区"),
    "owner's sealed key": ("owners", "sealed_dbk", BY_PASSWORD, "钥匙区"),
    "owner's sign": ("owners", "sign_public", BY_PASSWORD, "钥匙区"),
    "owner's id": ("owners", "id", BY_PASSWORD, "钥匙区"),
    "owner's record": ("owners", "bundle/signature", BY_PASSWORD, "钥匙区"),
    "owner's wrap": ("owners", "bundle/record/wrap/sealed", BY_PASSWORD, "钥匙区"),
    "sheet's certificate": ("recovery", "certificate", BY_SHEET, "不要使用"),
    "sheet's seal": ("recovery", "seal_public", BY_SHEET, "钥匙区"),
    "sheet's sealed key": ("recovery", "sealed_dbk", BY_SHEET, "钥匙区"),
    "sheet's wrap": ("recovery", "bundle/sealed", BY_SHEET, "HF-0001"),
}


@pytest.mark.parametrize("part", OTHER)
def test_each_part_of_a_slot_is_held_by_something(part: str, book: Saved, pc: Path) -> None:
    """Here a rightful owner's key signs the section, so that nothing else shows the change."""
    kind, path, way, said = OTHER[part]
    with book.office.opened() as ledger:
        unlocked = desk_of(ledger).unlocked
    finder = Finder(book.file)
    slots: Any = json.loads(json.dumps(finder.keys.slots))
    place = slots["owners"][0] if kind == "owners" else slots["recovery"]
    *folders, name = path.split("/")
    for folder in folders:
        place = place[folder]
    place[name] = ("0" if place[name][0] != "0" else "1") + place[name][1:]
    replace_slots(
        pc / "b.ldbk", slots, finder.core.signer, unlocked.sign, verify_signature, drive=Drive()
    )

    assert_refused(pc, ("b.ldbk", "out", *way), said=said)


def test_a_block_whose_hmac_was_exchanged_by_one_who_may_sign_is_refused(
    book: Saved, pc: Path
) -> None:
    with book.office.opened() as ledger:
        unlocked = desk_of(ledger).unlocked
    raw, header = bytearray(book.file.read_bytes()), header_of(book.file)
    raw[-32:] = random_bytes(32)
    assert header.core.payload_bytes <= header.core.block_bytes  # one block, one HMAC
    keys = replace(header.keys, macs_sha256=hashlib.sha256(raw[-32:]).digest())
    reserved = header.core.keys_reserved
    section = signed_keys(keys, header.core_mac, unlocked.sign, reserved)
    raw[header.size - reserved : header.size] = section
    (pc / "b.ldbk").write_bytes(raw)

    assert read(pc, ("b.ldbk",)).code == 0
    assert_refused(pc, ("b.ldbk", "out", *BY_SHEET), said="第 1 块")


def test_another_vaults_header_on_this_body_is_refused(book: Saved, pc: Path) -> None:
    office, sheet = real_office(pc / "elsewhere")
    with office.opened() as ledger:
        issue(ledger)
        other = saved(office, sheet, ledger)
    office.close()
    ours, theirs = book.file.read_bytes(), other.file.read_bytes()
    at = header_of(book.file).size
    assert (at, len(ours)) == (header_of(other.file).size, len(theirs))
    (pc / "mixed.ldbk").write_bytes(theirs[:at] + ours[at:])
    (pc / "theirs.ldbk").write_bytes(theirs)
    (pc / "theirs.txt").write_text(other.recovery, "utf-8")

    assert_refused(pc, ("mixed.ldbk",), ("mixed.ldbk", "out", "--recovery-file", "theirs.txt"))
    assert_refused(pc, ("theirs.ldbk", "out", *BY_SHEET), said="HF-0001")


def resigned(
    raw: bytes,
    finder: Finder,
    change: Mapping[str, Any],
    spell: Callable[[Any], bytes] = canonical.to_bytes,
) -> bytes:
    """Change fields of the core and sign it with a key of one's own."""
    private = random_bytes(32)
    length = int.from_bytes(raw[8:12], "big")
    core = json.loads(raw[12 : 12 + length])
    core |= {"signer": own_root(finder, private).to_json(), **change}
    written = spell(core)
    lead = raw[:8] + len(written).to_bytes(4, "big") + written
    signature = primitives.sign(private, b"ledgerdesk/1/backup core\0" + lead)
    return lead + signature + raw[12 + length + 64 :]


HUGE: dict[str, dict[str, Any]] = {
    "payload": {"payload_bytes": 2**53 - 1},
    "block": {"block_bytes": 2**31},
    "keys": {"keys_reserved": 2**31},
    "room": {"keys_reserved": 2**20},
    "facts": {"facts": "ab" * (600 * 1024)},
    "number": {"payload_bytes": 10**4000},
    "odd": {"facts": "abc"},
    "day": {"created": "2026-02-31T00:00:00.000Z"},
    "more": {"another": 1},
    "bool": {"sequence": True},
    "float": {"sequence": 1.5},
    "id": {"vault": "../../../etc/pas"},
}


@pytest.mark.parametrize("name", HUGE)
def test_what_no_core_may_say_is_refused_before_memory_is_taken(
    name: str, book: Saved, pc: Path
) -> None:
    raw = book.file.read_bytes()
    (pc / "huge.ldbk").write_bytes(resigned(raw, Finder(book.file), HUGE[name]))
    (pc / "same.ldbk").write_bytes(resigned(raw, Finder(book.file), {}))

    assert_refused(pc, ("huge.ldbk",), ("huge.ldbk", "out", *BY_SHEET), said="damaged")
    assert read(pc, ("same.ldbk",)).code == 0  # it is the change that was refused
    assert_refused(pc, ("same.ldbk", "out", *BY_SHEET), said="签名人")


SPELLINGS: dict[str, Callable[[Any], bytes]] = {
    "blanks": lambda core: json.dumps(core, sort_keys=True).encode(),
    "order": lambda core: json.dumps(
        dict(sorted(core.items(), reverse=True)), separators=(",", ":")
    ).encode(),
    "twice": lambda core: canonical.to_bytes(core).replace(b"{", b'{"backup":"00",', 1),
    "escape": lambda core: canonical.to_bytes(core).replace(b'"vault"', b'"\\u0076ault"'),
    "deep": lambda _: b"[" * 100_000,
    "bytes": lambda _: b"\xff\xfe",
}


@pytest.mark.parametrize("name", SPELLINGS)
def test_any_other_spelling_of_a_record_is_refused(name: str, book: Saved, pc: Path) -> None:
    raw = resigned(book.file.read_bytes(), Finder(book.file), {}, SPELLINGS[name])
    (pc / "b.ldbk").write_bytes(raw)

    assert_refused(pc, ("b.ldbk",), said="header")


def test_a_length_of_4_gib_takes_no_memory(book: Saved, pc: Path) -> None:
    raw = bytearray(book.file.read_bytes())
    raw[8:12] = b"\xff\xff\xff\xff"
    (pc / "b.ldbk").write_bytes(raw)
    os.truncate(pc / "b.ldbk", 300 << 20)  # as much as the length asks for seems to be there

    assert_refused(pc, ("b.ldbk",), ("b.ldbk", "out", *BY_PASSWORD), said="header")


@pytest.mark.parametrize(
    "cost",
    [
        {"memory_kib": 1024 * 1024 + 1},
        {"memory_kib": 2**31},
        {"memory_kib": 1024},
        {"passes": 11},
        {"passes": 1},
        {"lanes": 9},
        {"lanes": 0},
    ],
)
def test_a_password_cost_outside_the_bounds_is_refused_before_memory_is_taken(
    cost: dict[str, int], book: Saved, pc: Path
) -> None:
    with book.office.opened() as ledger:
        unlocked = desk_of(ledger).unlocked
    finder = Finder(book.file)
    slots: Any = json.loads(json.dumps(finder.keys.slots))
    slots["owners"][0]["bundle"]["record"]["kdf"] |= cost
    replace_slots(
        pc / "b.ldbk", slots, finder.core.signer, unlocked.sign, verify_signature, drive=Drive()
    )

    assert_refused(pc, ("b.ldbk",), ("b.ldbk", "out", *BY_PASSWORD), said="keys")


# ── a PC that fails ──────────────────────────────────────────────────────────────────────

STOPPED = """
import os, runpy, signal, sys, time
def stopped(*_):
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(60)
main = runpy.run_path(sys.argv[1])["main"]
main.__globals__["write_tables"] = stopped
sys.exit(main(sys.argv[2:]))
"""
FULL = """
import resource, runpy, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
sys.exit(runpy.run_path(sys.argv[1])["main"](sys.argv[2:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="NOT RUN: signals and limits of POSIX")
@pytest.mark.parametrize(("code", "said"), [(STOPPED, "已停止"), (FULL, "读写失败")])
def test_one_that_is_stopped_or_has_no_room_leaves_nothing_in_the_clear(
    code: str, said: str, pc: Path
) -> None:
    before = sorted(one.name for one in pc.iterdir())

    done = subprocess.run(
        [sys.executable, "-I", "-c", code, str(READER), "b.ldbk", "out", *BY_SHEET],
        cwd=pc,
        capture_output=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 1
    assert said in done.stderr.decode()
    assert len(done.stderr.decode().splitlines()) == 1
    assert sorted(one.name for one in pc.iterdir()) == before


def test_the_true_file_is_read_where_all_those_are_refused(pc: Path) -> None:
    said = read(pc, ("b.ldbk", "one", *BY_PASSWORD), ("b.ldbk", "two", *BY_SHEET))

    assert (said.codes, said.err) == ([0, 0], "")
