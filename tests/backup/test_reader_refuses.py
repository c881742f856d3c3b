"""C-11, C-43: what was changed, cut, mixed or forged the reader refuses, and leaves nothing."""

import hashlib
import json
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from tests.backup.reading import Saved, read, real_office, saved
from tests.services.test_backups_not_ours import (
    Finder,
    as_firm,
    borrowed_certificate,
    false_follower,
    own_root,
)
from tests.support.backup_office import made
from tests.support.campaign import campaign
from tests.support.still_office import PASSWORD, desk_of, issue

from ledgerdesk.backup import sealing
from ledgerdesk.backup.drive import Drive
from ledgerdesk.backup.header import Header, read_header
from ledgerdesk.backup.reslotting import replace_slots
from ledgerdesk.backup.sealing import Sealing, put_backup
from ledgerdesk.core import canonical
from ledgerdesk.core.backups import Signer
from ledgerdesk.storage.database import connected
from ledgerdesk.vault import primitives
from ledgerdesk.vault.backup_keys import BackupKeys
from ledgerdesk.vault.primitives import random_bytes, verify_signature
from ledgerdesk.vault.recovery import RecoveryKey

BY_PASSWORD = ("--password-file", "password.txt")
BY_SHEET = ("--recovery-file", "sheet.txt")
MOST_KIB = 64 * 1024


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


def header_of(path: Path) -> Header:
    with path.open("rb") as file:
        return read_header(file, verify_signature)


def assert_refused(pc: Path, *calls: tuple[str | Path, ...], said: str = "") -> str:
    """Every call ends with 1 and one line in two languages, and leaves nothing behind."""
    before = sorted(one.name for one in pc.iterdir())
    answer = read(pc, *calls)
    assert answer.codes == [1] * len(calls)
    lines = answer.err.splitlines()
    assert len(lines) == len(calls)
    assert all(" / " in line and said in line for line in lines), answer.err
    assert "Traceback" not in answer.err
    assert sorted(one.name for one in pc.iterdir()) == before
    assert answer.peak_kib < MOST_KIB
    return answer.err


# ── accidents ────────────────────────────────────────────────────────────────────────────


@pytest.mark.fault
def test_no_flipped_bit_anywhere_is_read_out(
    book: Saved, pc: Path, request: pytest.FixtureRequest
) -> None:
    this = campaign(request.node.name)
    raw, calls = book.file.read_bytes(), []
    size = header_of(book.file).size
    for number in range(this.of(2_000, 300)):
        changed = bytearray(raw)
        place = this.chance.randrange(size if number % 3 == 0 else len(raw))
        changed[place] ^= 1 << this.chance.randrange(8)
        name = f"{number}.ldbk"
        (pc / name).write_bytes(changed)
        calls.append((name, "out", *BY_SHEET))

    assert_refused(pc, *calls)
    this.note(f"{len(calls)} flips read with the sheet: 0 accepted")


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


def resigned(raw: bytes, finder: Finder, change: Mapping[str, Any]) -> bytes:
    """Change fields of the core and sign it with a key of one's own."""
    private = random_bytes(32)
    length = int.from_bytes(raw[8:12], "big")
    core = json.loads(raw[12 : 12 + length])
    core |= {"signer": own_root(finder, private).to_json(), **change}
    written = canonical.to_bytes(core)
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


def test_a_length_of_4_gib_takes_no_memory(book: Saved, pc: Path) -> None:
    raw = bytearray(book.file.read_bytes())
    raw[8:12] = b"\xff\xff\xff\xff"
    (pc / "b.ldbk").write_bytes(raw)

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


# ── a maker that lies, or is broken ──────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class Insider:
    """One who holds all keys of the book, and may seal what he likes."""

    payload: bytes
    facts: bytes
    plan: Sealing
    keys: BackupKeys
    page_key_hex: str

    def make(self, folder: Path, *, payload: bytes = b"", facts: bytes = b"") -> Path:
        folder.mkdir()
        raw = payload or self.payload
        source = folder / "payload"
        source.write_bytes(raw)
        plan = replace(self.plan, facts=self.keys.seal_facts(facts or self.facts))
        digest = hashlib.sha256(raw).digest()
        return put_backup(folder, source, digest, plan, drive=Drive()).path


@pytest.fixture(scope="module")
def maker(book: Saved) -> Insider:
    kept: list[Any] = []
    honest_facts, honest_file = BackupKeys.seal_facts, put_backup

    def facts_kept(keys: BackupKeys, plain: bytes) -> bytes:
        kept.extend((keys, plain))
        return honest_facts(keys, plain)

    def file_kept(folder: Path, payload: Path, digest: bytes, plan: Sealing, **named: Any) -> Any:
        kept.extend((plan, payload.read_bytes()))
        return honest_file(folder, payload, digest, plan, **named)

    with book.office.opened() as ledger, pytest.MonkeyPatch.context() as patch:
        patch.setattr(BackupKeys, "seal_facts", facts_kept)
        patch.setattr(sealing, "put_backup", file_kept)
        made(ledger, book.office.folder / "stick")
        page_key = desk_of(ledger).unlocked.page_key_hex
    keys, facts, plan, payload = kept
    return Insider(payload=payload, facts=facts, plan=plan, keys=keys, page_key_hex=page_key)


LIES: dict[str, tuple[str, Any]] = {
    "count": ("counts", lambda counts: {**counts, "receipt": counts["receipt"] + 1}),
    "table": ("counts", lambda counts: {**counts, "no_such_table": 0}),
    "sum": ("sums", lambda sums: {**sums, "receipts": sums["receipts"] - 1}),
    "unknown sum": ("sums", lambda sums: {**sums, "no_such_sum": 0}),
    "number": ("last_numbers", lambda last: {name: one + 1 for name, one in last.items()}),
    "no number": ("last_numbers", lambda _: {}),
    "head": ("head", lambda _: "00" * 32),
    "head_seq": ("head_seq", lambda seq: seq + 1),
    "schema": ("schema", lambda schema: schema + 1),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_book_that_is_not_what_was_sealed_is_refused(lie: str, maker: Insider, pc: Path) -> None:
    field, change = LIES[lie]
    facts = json.loads(maker.facts)
    facts[field] = change(facts[field])

    file = maker.make(pc / "f", facts=canonical.to_bytes(facts))

    assert read(pc, (file,)).code == 0
    assert_refused(pc, (file, "out", *BY_SHEET), said="封存")


@pytest.mark.parametrize("place", [20, 4096 - 100, 4096 - 1, 3 * 4096 + 7])
def test_a_page_whose_hmac_does_not_fit_is_refused_though_its_block_s_does(
    place: int, maker: Insider, pc: Path
) -> None:
    changed = bytearray(maker.payload)
    changed[place] ^= 1

    file = maker.make(pc / "f", payload=bytes(changed))

    assert_refused(pc, (file, "out", *BY_SHEET), said=f"page {place // 4096 + 1} of the book")


@pytest.mark.parametrize("length", [-1, -4096, 100, 4096])
def test_a_book_of_another_length_is_refused(length: int, maker: Insider, pc: Path) -> None:
    payload = maker.payload[:length] if length < 0 else maker.payload + bytes(length)

    file = maker.make(pc / "f", payload=payload)

    assert_refused(pc, (file, "out", *BY_SHEET))


def test_a_log_whose_chain_is_broken_is_named_by_its_entry(maker: Insider, pc: Path) -> None:
    """Another book's pages under this one's keys would show here too."""
    book = pc / "ledger.db"
    book.write_bytes(maker.payload)
    connection = connected(book, maker.page_key_hex, mode="rw")
    connection.execute("DROP TRIGGER audit_is_final")
    connection.execute("UPDATE audit SET body = replace(body, 'vault.', 'Vault.') WHERE seq = 1")
    connection.close()
    raw = book.read_bytes()
    book.unlink()

    file = maker.make(pc / "f", payload=raw)

    assert raw != maker.payload
    assert_refused(pc, (file, "out", *BY_SHEET), said="audit 1")


def test_what_the_maker_seals_unchanged_is_read(maker: Insider, pc: Path) -> None:
    file = maker.make(pc / "f")

    assert read(pc, (file, "out", *BY_SHEET)).code == 0


def test_the_true_file_is_read_where_all_those_are_refused(pc: Path) -> None:
    said = read(pc, ("b.ldbk", "one", *BY_PASSWORD), ("b.ldbk", "two", *BY_SHEET))

    assert (said.codes, said.err) == ([0, 0], "")
