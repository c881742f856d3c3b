"""C-13: what one who holds every key sealed wrongly, by malice or by a bug, is not read out."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from tests.backup.reading import (
    BY_SHEET,
    Saved,
    assert_refused,
    read,
    real_office,
    saved,
)
from tests.support.backup_office import made
from tests.support.still_office import PASSWORD, desk_of, issue

from ledgerdesk.backup import sealing
from ledgerdesk.backup.drive import Drive
from ledgerdesk.backup.sealing import Sealing, put_backup
from ledgerdesk.core import canonical
from ledgerdesk.storage.database import connected
from ledgerdesk.vault.backup_keys import BackupKeys


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


EDITS = {
    "audit 1": "UPDATE audit SET body = replace(body, 'vault.', 'Vault.') WHERE seq = 1",
    "vault": "UPDATE book SET vault_id = '00000000000000aa'",
    "branch": "UPDATE branch SET pub = '00000000000000aa'",
    "application": "PRAGMA application_id = 1",
    "schema": "PRAGMA user_version = 2",
    "receipts": "UPDATE receipt SET amount_fen = amount_fen + 1",
}


@pytest.mark.parametrize("named", EDITS)
def test_a_book_that_was_edited_under_its_own_key_is_refused(
    named: str, maker: Insider, pc: Path
) -> None:
    """Another book's pages under this one's keys would show here too."""
    book = pc / "ledger.db"
    book.write_bytes(maker.payload)
    connection = connected(book, maker.page_key_hex, mode="rw")
    triggers = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
    for (trigger,) in triggers.fetchall():
        connection.execute(f"DROP TRIGGER {trigger}")
    connection.execute(EDITS[named])
    connection.close()
    raw = book.read_bytes()
    book.unlink()

    file = maker.make(pc / "f", payload=raw)

    assert_refused(pc, (file, "out", *BY_SHEET), said=f"not what was sealed: {named}")


def test_a_core_under_another_key_is_not_believed(maker: Insider, pc: Path) -> None:
    file = replace(maker, plan=replace(maker.plan, mac_key=bytes(32))).make(pc / "f")

    assert_refused(pc, (file, "out", *BY_SHEET), said="文件头")


def test_facts_under_another_key_are_not_believed(maker: Insider, pc: Path) -> None:
    file = replace(maker, keys=replace(maker.keys, gcm=bytes(32))).make(pc / "f")

    assert_refused(pc, (file, "out", *BY_SHEET), said="密封的数目")


def test_what_the_maker_seals_unchanged_is_read(maker: Insider, pc: Path) -> None:
    file = maker.make(pc / "f")

    assert read(pc, (file, "out", *BY_SHEET)).code == 0
