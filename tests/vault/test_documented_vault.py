"""Another programmer's reader, written from docs/format.md alone, goes from a password to rows.

It uses the standard library and `cryptography`, and nothing of the program but the script that
turns a page key into a plain SQLite file.
"""

import hashlib
import hmac
import importlib.util
import json
import sqlite3
import struct
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from tests.support.colleague import let_in
from tests.support.full_office import make_full_office
from tests.support.office import OWNER, PASSWORD, Office
from tests.support.still_office import StillOffice, make_still_office, workshop_of
from tests.support.still_office import issue as issue_in

from ledgerdesk.core.staff import Role
from ledgerdesk.services.access import Credential
from ledgerdesk.services.steps.vaults.creating import Plan, create
from ledgerdesk.vault.creation import RecoverySheet

ROOT = Path(__file__).resolve().parents[2]
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    path = ROOT / "packaging" / "read_ledger.py"
    spec = importlib.util.spec_from_file_location("read_ledger", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def labelled(name: str, *parts: bytes | str | int) -> bytes:
    joined = b"ledgerdesk/1/" + name.encode()
    for part in parts:
        raw = part if isinstance(part, bytes) else str(part).encode()
        joined += struct.pack(">I", len(raw)) + raw
    return joined


def record(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def derived(secret: bytes, info: bytes, length: int = 32) -> bytes:
    return HKDF(SHA256(), length, None, info).derive(secret)


def opened(private: bytes, sealed: bytes, info: bytes) -> bytes:
    suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
    plain: bytes = suite.decrypt(sealed, X25519PrivateKey.from_private_bytes(private), info)
    return plain


def verify(public: bytes, signature: str, covered: bytes) -> None:
    Ed25519PublicKey.from_public_bytes(public).verify(bytes.fromhex(signature), covered)


def pairs(vault: Path) -> Iterator[tuple[str, Any]]:
    tree = json.loads((vault / "keys.json").read_bytes())
    assert record(tree) == (vault / "keys.json").read_bytes()
    digest = tree.pop("digest")
    assert hashlib.sha256(record(tree)).hexdigest() == digest
    yield from tree.items()


class Reader:
    """Take a vault's keys apart in the order of the page."""

    def __init__(self, vault: Path) -> None:
        self.keys: dict[str, Any] = dict(pairs(vault))
        self.house: dict[str, Any] = self.keys["house"]
        self.vault_id: str = self.house["vault"]

    def check_house(self, root: bytes) -> None:
        for link in self.house["root_links"]:
            if bytes.fromhex(link["previous"]) == root:
                public = bytes.fromhex(link["public"])
                verify(root, link["endorsement"], labelled("root link", self.vault_id, public))
                root = public
        verify(root, self.keys["house_signature"], labelled("house", record(self.house)))
        for person in self.house["people"]:
            public = bytes.fromhex(person["sign_public"])
            covered = labelled("certificate", self.vault_id, "person", person["id"], public)
            verify(root, person["certificate"], covered)

    def with_password(self, login: str, password: str) -> bytes:
        """Give the database key of the newest generation."""
        (person,) = [one for one in self.house["people"] if one["login"] == login]
        (bundle,) = [one for one in self.keys["bundles"] if one["record"]["user"] == person["id"]]
        inner = bundle["record"]
        public = bytes.fromhex(person["sign_public"])
        verify(public, bundle["signature"], labelled("bundle", self.vault_id, record(inner)))
        kdf, wrap = inner["kdf"], inner["wrap"]
        salt = bytes.fromhex(kdf["salt"])
        key = Argon2id(
            salt=salt,
            length=32,
            iterations=kdf["passes"],
            lanes=kdf["lanes"],
            memory_cost=kdf["memory_kib"],
        ).derive(unicodedata.normalize("NFC", password).encode())
        bound = labelled(
            "password bundle",
            *(self.vault_id, person["id"], inner["serial"]),
            *(kdf["memory_kib"], kdf["passes"], kdf["lanes"], salt),
        )
        plain = AESGCM(key).decrypt(
            bytes.fromhex(wrap["nonce"]), bytes.fromhex(wrap["sealed"]), bound
        )
        self.check_house(plain[64:])
        return self._unsealed(person, plain[:32])

    def with_recovery(self, secret: bytes) -> bytes:
        holder = self.house["recovery"]
        bound = labelled("recovery/bundle", self.vault_id, holder["sheet"])
        wrap = self.keys["recovery_bundle"]
        root = AESGCM(derived(secret, bound)).decrypt(
            bytes.fromhex(wrap["nonce"]), bytes.fromhex(wrap["sealed"]), bound
        )
        self.check_house(root)
        return self._unsealed(holder, derived(secret, labelled("recovery/x25519")))

    def _unsealed(self, holder: dict[str, Any], private: bytes) -> bytes:
        info = labelled(
            "sealed database key", self.vault_id, holder["id"], self.house["generations"][-1]
        )
        return opened(private, bytes.fromhex(holder["sealed_dbks"][-1]), info)

    def page_key(self, database_key: bytes) -> bytes:
        info = labelled("page key", self.vault_id, self.house["generations"][-1])
        return derived(database_key, info)


def printed_secret(line: str) -> bytes:
    text = line.replace("-", "")
    letters = "".join(text[at : at + 13] for at in range(0, len(text), 14))
    number = 0
    for letter in letters:
        number = number << 5 | CROCKFORD.index(letter)
    return (number >> 4).to_bytes(32, "big")


def scanned_block(text: str) -> bytes:
    raw = b""
    for at in range(0, len(text), 3):
        digits = text[at : at + 3]
        number = sum(BASE45.index(one) * 45**place for place, one in enumerate(digits))
        raw += number.to_bytes(len(digits) - 1, "big")
    return raw


def from_the_sheet_alone(secret: bytes, block: bytes) -> bytes:
    """Give the page key: no `keys.json` anywhere."""
    assert block[0] == 1
    assert hashlib.sha256(block[:-4]).digest()[:4] == block[-4:]
    vault, generation = block[1:9].hex(), int.from_bytes(block[9:11], "big")
    prefix, sealed, wrapped = block[:93], block[13:93], block[93:141]
    both = derived(secret, labelled("recovery/sheet", prefix), 44)
    root = AESGCM(both[:32]).decrypt(both[32:], wrapped, prefix)
    assert len(root) == 32
    private = derived(secret, labelled("recovery/x25519"))
    info = labelled("sealed database key", vault, "recovery", generation)
    return derived(opened(private, sealed, info), labelled("page key", vault, generation))


def rows(plain: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"{plain.as_uri()}?mode=ro", uri=True)) as connection:
        return list(connection.execute(query))


# ── from a password, from the sheet, from the sheet alone ────────────────────────────────


@pytest.fixture(scope="module")
def sheets() -> list[RecoverySheet]:
    return []


@pytest.fixture(scope="module")
def office(
    sheets: list[RecoverySheet], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[StillOffice]:
    folder = tmp_path_factory.mktemp("made") / "office"
    office = make_still_office(folder)
    beside = Plan(firm="另一家", owner=OWNER, password=PASSWORD)
    create(folder / "w.ledgerdesk", beside, workshop_of(office), keep_sheet=sheets.append)
    with office.opened() as ledger:
        issue_in(ledger)
        let_in(ledger, "小李", Role.CLERK)
    yield office
    office.close()


def test_from_a_password_to_rows_by_the_page_alone(
    office: StillOffice, script: ModuleType, tmp_path: Path
) -> None:
    reader = Reader(office.vault)
    key = reader.page_key(reader.with_password(OWNER, PASSWORD))

    count = script.make_plain(office.vault / "ledger.db", key, tmp_path / "plain.sqlite")

    assert count == (office.vault / "ledger.db").stat().st_size // 4096
    assert rows(tmp_path / "plain.sqlite", "SELECT number, amount_fen FROM receipt") == [
        ("SJ2026-000001", 123_450)
    ]
    assert rows(tmp_path / "plain.sqlite", "PRAGMA integrity_check") == [("ok",)]
    ((row,),) = rows(tmp_path / "plain.sqlite", "SELECT content FROM keys_file")
    assert row == (office.vault / "keys.json").read_bytes()


def test_a_clerk_who_came_later_reads_the_same_book(office: StillOffice) -> None:
    reader = Reader(office.vault)
    credential = Credential(login="小李", password="blue kettle on the hob")

    clerks = reader.with_password("小李", credential.password or "")

    assert clerks == reader.with_password(OWNER, PASSWORD)


def test_a_house_that_another_root_signed_is_refused_by_the_page(
    office: StillOffice, sheets: list[RecoverySheet]
) -> None:
    ours, theirs = Reader(office.vault), Reader(office.vault.with_name("w.ledgerdesk"))
    ours.keys["house_signature"] = theirs.keys["house_signature"]

    with pytest.raises(InvalidSignature):
        ours.with_password(OWNER, PASSWORD)


def test_from_the_printed_sheet_with_and_without_the_key_file(
    office: StillOffice, sheets: list[RecoverySheet], script: ModuleType, tmp_path: Path
) -> None:
    vault = office.vault.with_name("w.ledgerdesk")
    secret = printed_secret(sheets[0].key.one_line())
    reader = Reader(vault)

    key = reader.page_key(reader.with_recovery(secret))

    assert from_the_sheet_alone(secret, scanned_block(sheets[0].block.qr_text())) == key
    script.make_plain(vault / "ledger.db", key, tmp_path / "plain.sqlite")
    assert rows(tmp_path / "plain.sqlite", "SELECT name FROM staff") == [(OWNER,)]


def test_the_mark_beside_the_book_is_authentic_by_the_page(office: StillOffice) -> None:
    reader = Reader(office.vault)
    database_key = reader.with_password(OWNER, PASSWORD)
    key = derived(database_key, labelled("state key", reader.vault_id, 1))

    outer = json.loads((office.vault / "state.json").read_bytes())

    covered = b"ledgerdesk/1/state.json\0" + record(outer["state"])
    assert hmac.digest(key, covered, "sha256").hex() == outer["mac"]


def test_a_rows_digest_is_recomputed_by_the_page(
    office: StillOffice, script: ModuleType, tmp_path: Path
) -> None:
    reader = Reader(office.vault)
    key = reader.page_key(reader.with_password(OWNER, PASSWORD))
    plain = tmp_path / "plain.sqlite"
    script.make_plain(office.vault / "ledger.db", key, plain)

    with closing(sqlite3.connect(plain)) as connection:
        connection.row_factory = sqlite3.Row
        trade = dict(connection.execute("SELECT * FROM trade").fetchone())
        lines = [dict(row) for row in connection.execute("SELECT * FROM trade_line")]
        entries = connection.execute("SELECT previous, hash, body FROM audit ORDER BY seq")
        chain = [tuple(row) for row in entries]

    previous = bytes(32)
    for before, digest, body in chain:
        assert before == previous
        previous = hashlib.sha256(before + body.encode("ascii")).digest()
        assert digest == previous
    salt = trade.pop("salt")
    row = {name: value for name, value in trade.items() if value is not None}
    row["lines"] = [{k: v for k, v in line.items() if v is not None} for line in lines]
    message = json.dumps({"kind": "trade", "row": row}, sort_keys=True, separators=(",", ":"))
    named = {pub: after for body in chain for _, pub, _, after in json.loads(body[2])["rows"]}
    assert hmac.digest(salt, message.encode("ascii"), "sha256").hex() == named[trade["pub"]]


# ── the plain file ───────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return make_full_office(tmp_path_factory.mktemp("full") / "office")


def test_every_ordinary_table_is_the_same_in_the_plain_file(
    full: Office, script: ModuleType, tmp_path: Path
) -> None:
    plain = tmp_path / "plain.sqlite"
    script.make_plain(full.ledger, bytes.fromhex(full.page_key_hex()), plain)

    with full.raw() as cipher, closing(sqlite3.connect(plain)) as connection:
        listed = connection.execute("PRAGMA table_list").fetchall()
        ordinary = sorted(row[1] for row in listed if row[2] == "table")
        filled = 0
        for table in ordinary:
            ours = connection.execute(f'SELECT * FROM "{table}"').fetchall()
            theirs = cipher.execute(f'SELECT * FROM "{table}"').fetchall()
            assert ours == [tuple(row) for row in theirs], table
            filled += bool(ours)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)

    assert {"audit", "customer", "customer_secret", "receipt", "trade"} <= set(ordinary)
    assert filled >= 25


def test_the_plain_file_is_private_and_nothing_is_written_over(
    full: Office, script: ModuleType, tmp_path: Path
) -> None:
    key = bytes.fromhex(full.page_key_hex())
    script.make_plain(full.ledger, key, tmp_path / "plain.sqlite")

    assert (tmp_path / "plain.sqlite").stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        script.make_plain(full.ledger, key, tmp_path / "plain.sqlite")


@pytest.mark.fault
def test_a_flipped_bit_is_named_with_its_page(
    full: Office, script: ModuleType, tmp_path: Path
) -> None:
    key, raw = bytes.fromhex(full.page_key_hex()), full.ledger.read_bytes()
    count = len(raw) // 4096
    broken, out = tmp_path / "ledger.db", tmp_path / "plain.sqlite"
    for page in range(2, count + 1):
        changed = bytearray(raw)
        changed[(page - 1) * 4096 + page * 37 % 4096] ^= 1 << page % 8
        broken.write_bytes(changed)

        with pytest.raises(script.Refused, match=f"^changed pages: {page}$"):
            script.make_plain(broken, key, out)

        assert not out.exists()


def test_two_pages_put_in_each_others_place_are_both_named(
    full: Office, script: ModuleType, tmp_path: Path
) -> None:
    raw = full.ledger.read_bytes()
    swapped = raw[:4096] + raw[8192:12288] + raw[4096:8192] + raw[12288:]
    (tmp_path / "ledger.db").write_bytes(swapped)

    with pytest.raises(script.Refused, match=r"^changed pages: 2, 3$"):
        script.make_plain(
            tmp_path / "ledger.db", bytes.fromhex(full.page_key_hex()), tmp_path / "out"
        )


def test_what_is_no_whole_book_is_refused_by_its_reason(
    full: Office, script: ModuleType, tmp_path: Path
) -> None:
    key, raw = bytes.fromhex(full.page_key_hex()), full.ledger.read_bytes()
    ledger, journal = tmp_path / "ledger.db", tmp_path / "ledger.db-journal"
    cases: dict[str, tuple[bytes, bytes, bytes]] = {
        "another page key": (raw, b"", bytes(32)),
        "interrupted": (raw, b"x", key),
        "whole number of pages": (raw[:-1], b"", key),
        "0 bytes": (b"", b"", key),
        "not encrypted": (b"SQLite format 3\0" + raw[16:], b"", key),
    }
    for said, (book, hot, page_key) in cases.items():
        ledger.write_bytes(book)
        journal.write_bytes(hot)
        with pytest.raises(script.Refused, match=said):
            script.make_plain(ledger, page_key, tmp_path / "out")
        assert not (tmp_path / "out").exists()


def test_the_script_is_short_and_needs_one_package() -> None:
    source = (ROOT / "packaging" / "read_ledger.py").read_text("utf-8")

    assert len(source.splitlines()) < 150
    imported = {line.split()[1].partition(".")[0] for line in source.splitlines()
                if line.startswith(("import ", "from "))}  # fmt: skip
    assert imported == {
        "argparse", "collections", "cryptography", "hashlib", "hmac", "os", "pathlib", "sys",
        "typing",
    }  # fmt: skip
