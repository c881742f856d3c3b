"""A log handed out proves itself to plain Python, and no change of it goes through."""

import importlib.util
import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.support.campaign import Campaign, campaign
from tests.support.colleague import let_in
from tests.support.still_office import (
    StillOffice,
    act_as,
    desk_of,
    issue,
    make_still_office,
    rows_of,
    trade,
)

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.audit import Head, anchor
from ledgerdesk.core.customers import Contact, ContactKind, CustomerDraft
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.staff import Role
from ledgerdesk.resources import resource
from ledgerdesk.services.steps.opening.cosigning import cosigner_for
from ledgerdesk.storage import audit
from ledgerdesk.vault import primitives
from ledgerdesk.vault.kdf import BOUNDS_ONLY_FOR_TESTING

SCRIPT = resource("proof", "verify.py")
ENTRIES, KEYS, HEAD = "entries.jsonl", "public_keys.json", "head.json"


@pytest.fixture(scope="module")
def verifier() -> ModuleType:
    spec = importlib.util.spec_from_file_location("verify_proof", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def worked(folder: Path) -> StillOffice:
    """Make an office with two people, a co-signed entry and some receipts."""
    office = make_still_office(folder)
    ledger = office.open()
    credential = let_in(ledger, "赵主管", Role.SUPERVISOR)
    contact = Contact(kind=ContactKind.PHONE, value="13800138000")
    ledger.customers.add(CustomerDraft(name="李雷", contacts=(contact,)))
    for n in range(4):
        issue(ledger, trade(f"客户{n}", 1_000 + n))
    beside = cosigner_for(
        desk_of(ledger), "receipts.void", credential, bounds=BOUNDS_ONLY_FOR_TESTING
    )
    with desk_of(ledger).upkeep() as act:
        act.close_entry("vault.throttle_damaged", cosigner=beside)
    return office


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    office = worked(folder / "office")
    office._open[-1].audit.export(folder / "proof")
    office.close()
    return folder / "proof"


@pytest.fixture
def proof(exported: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(exported, tmp_path / "proof"))


def run(folder: Path, *words: str) -> tuple[int, str]:
    """Verify as an auditor does: another Python without our packages, in the folder itself."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "verify.py", *words],
        cwd=folder,
        capture_output=True,
        check=False,
        env={},
    )
    assert done.stderr == b""
    return done.returncode, done.stdout.decode("utf-8")


def refusal(verifier: ModuleType, folder: Path) -> str:
    """Give what the verifier says against a folder; it must say something."""
    try:
        said = verifier.verify(folder)
    except verifier.FAULTS as fault:
        return str(fault)
    raise AssertionError(f"accepted: {said}")


def test_the_folder_is_verified_by_plain_python(proof: Path) -> None:
    code, said = run(proof)

    last = json.loads((proof / HEAD).read_text())
    assert code == 0
    assert said.startswith("完好 · ok: 11 条 · entries, 2026-11-23")
    assert last["hash"] in said
    assert sorted(path.name for path in proof.iterdir()) == [
        "README.txt", ENTRIES, HEAD, KEYS, "verify.py",
    ]  # fmt: skip


def test_the_verifier_is_short_and_asks_for_nothing() -> None:
    source = SCRIPT.read_text("utf-8")

    assert len(source.splitlines()) < 250
    imported = [
        line.split()[1] for line in source.splitlines() if line.startswith(("import", "from"))
    ]
    assert {name.partition(".")[0] for name in imported} <= sys.stdlib_module_names


def test_nobodys_data_leaves_with_the_log(proof: Path) -> None:
    said = "".join((proof / name).read_text("utf-8") for name in (ENTRIES, KEYS, HEAD))

    for word in ("李雷", "客户", "赵主管", "王敏", "13800138000", "青禾", "咨询费", "1003"):
        assert word not in said
        assert json.dumps(word).strip('"') not in said


def test_a_paper_receipt_and_a_backups_head_are_looked_up(
    office: StillOffice, tmp_path: Path, verifier: ModuleType
) -> None:
    ledger = office.open()
    receipt = issue(ledger)
    head: Head = desk_of(ledger).marks.head
    ledger.audit.export(tmp_path / "proof")

    for known in (receipt.anchor, receipt.anchor.replace("–", "-"), head.hash.hex()):
        assert run(tmp_path / "proof", "--known", known)[0] == 0
    wrong = anchor(Head(seq=head.seq, hash=bytes(32)))
    code, said = run(tmp_path / "proof", "--known", wrong)
    assert (code, "日志中没有" in said) == (1, True)


def test_the_root_key_may_be_known_beforehand(proof: Path) -> None:
    root = json.loads((proof / KEYS).read_text())["root"]

    assert run(proof, "--root", root)[0] == 0
    assert run(proof, "--root", "00" * 32)[0] == 1


def test_a_broken_entry_is_named_in_both_languages(proof: Path) -> None:
    lines = (proof / ENTRIES).read_text().splitlines(keepends=True)
    lines[4] = lines[4].replace("customers.add", "customers.abd")
    (proof / ENTRIES).write_text("".join(lines))

    code, said = run(proof)

    assert code == 1
    assert said == ("不完好 · not whole: 第 5 条 · entry 5: 内容被改动 · its content was changed\n")


def test_what_nobody_altered_is_accepted(exported: Path, verifier: ModuleType) -> None:
    assert "完好" in verifier.verify(exported)


@pytest.mark.parametrize("name", [ENTRIES, KEYS, HEAD])
def test_a_missing_file_is_no_proof(proof: Path, name: str) -> None:
    (proof / name).unlink()

    assert run(proof)[0] == 1


# ── alterations ──────────────────────────────────────────────────────────────────────────


def flip(chance: random.Random, proof: Path) -> None:
    path = proof / chance.choice([ENTRIES, ENTRIES, KEYS, HEAD])
    raw = bytearray(path.read_bytes())
    raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    path.write_bytes(raw)


def _lines(proof: Path, change: Callable[[list[bytes]], None]) -> None:
    lines = (proof / ENTRIES).read_bytes().splitlines(keepends=True)
    change(lines)
    (proof / ENTRIES).write_bytes(b"".join(lines))


def remove(chance: random.Random, proof: Path) -> None:
    def take(lines: list[bytes]) -> None:
        del lines[chance.randrange(len(lines))]

    _lines(proof, take)


def reorder(chance: random.Random, proof: Path) -> None:
    def swap(lines: list[bytes]) -> None:
        one, two = chance.sample(range(len(lines)), 2)
        lines[one], lines[two] = lines[two], lines[one]

    _lines(proof, swap)


def double(chance: random.Random, proof: Path) -> None:
    _lines(proof, lambda lines: lines.insert(0, chance.choice(lines)))


def cut_tail(chance: random.Random, proof: Path) -> None:
    def cut(lines: list[bytes]) -> None:
        del lines[chance.randrange(1, len(lines)) :]

    _lines(proof, cut)


def cut_tail_and_head(chance: random.Random, proof: Path) -> None:
    """Cut the newest entries and let the head point where the log now ends."""
    cut_tail(chance, proof)
    last = json.loads((proof / ENTRIES).read_bytes().splitlines()[-1])
    _change(proof / HEAD, lambda head: head.update(seq=last["seq"], hash=last["hash"]))


def cut_bytes(chance: random.Random, proof: Path) -> None:
    path = proof / chance.choice([ENTRIES, KEYS, HEAD])
    raw = path.read_bytes()
    path.write_bytes(raw[: chance.randrange(len(raw))])


def _change(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    record = json.loads(path.read_text())
    change(record)
    path.write_bytes(
        json.dumps(record, sort_keys=True, indent=1, separators=(",", ": ")).encode() + b"\n"
    )


class Forger:
    """One who knows the format and has keys of his own: he signs everything anew with them."""

    def __init__(self, proof: Path) -> None:
        self.proof = proof
        self.private = Ed25519PrivateKey.generate()
        self.public = self.private.public_key().public_bytes_raw()
        self.id = primitives.key_id(self.public)

    def swap_key(self, chance: random.Random, *, root: bool = False) -> None:
        """Put his key in the place of somebody's and rewrite all that hangs on it."""
        keys = json.loads((self.proof / KEYS).read_text())
        person = chance.choice([key for key in keys["keys"] if key["purpose"] == "person"])
        old = person["id"]
        person.update(id=self.id, public=self.public.hex())
        if root:
            keys["root"] = self.public.hex()
            for key in keys["keys"]:
                key["certificate"] = self._certify(keys["vault"], key)
        _change(self.proof / KEYS, lambda record: record.update(keys))
        self._rewrite(old)
        self._sign_head()

    def _certify(self, vault: str, key: dict[str, Any]) -> str:
        covered = primitives.labelled(
            primitives.Label.CERTIFICATE,
            vault,
            key["purpose"],
            key["subject"],
            bytes.fromhex(key["public"]),
        )
        return self.private.sign(covered).hex()

    def _rewrite(self, old: str) -> None:
        previous = "00" * 32
        lines = []
        for line in (self.proof / ENTRIES).read_text().splitlines():
            entry = json.loads(line)
            body = entry["body"].replace(old, self.id)
            digest = sha256(bytes.fromhex(previous) + body.encode()).hexdigest()
            entry.update(previous=previous, hash=digest, body=body)
            if entry["signer"] == old:
                entry.update(signer=self.id)
                entry["signature"] = self.private.sign(bytes.fromhex(digest)).hex()
            lines.append(json.dumps(entry, sort_keys=True, separators=(",", ":")) + "\n")
            previous = digest
        (self.proof / ENTRIES).write_text("".join(lines))

    def _sign_head(self) -> None:
        last = json.loads((self.proof / ENTRIES).read_text().splitlines()[-1])
        digest = sha256((self.proof / KEYS).read_bytes()).hexdigest()

        def sign(head: dict[str, Any]) -> None:
            del head["signature"]
            head.update(seq=last["seq"], hash=last["hash"], keys_sha256=digest, signer=self.id)
            covered = json.dumps(head, sort_keys=True, separators=(",", ":")).encode()
            head["signature"] = self.private.sign(
                primitives.labelled(primitives.Label.PROOF, covered)
            ).hex()

        _change(self.proof / HEAD, sign)


def swap_key(chance: random.Random, proof: Path) -> None:
    Forger(proof).swap_key(chance)


def lengthen_a_key(chance: random.Random, proof: Path) -> None:
    def change(keys: dict[str, Any]) -> None:
        key = chance.choice(keys["keys"])
        key["to"] = chance.randrange(100)

    _change(proof / KEYS, change)


def take_a_cosignature_away(_: random.Random, proof: Path) -> None:
    def change(lines: list[bytes]) -> None:
        for place, line in enumerate(lines):
            entry = json.loads(line)
            entry.update(cosigner=None, cosignature=None)
            lines[place] = json.dumps(entry, sort_keys=True, separators=(",", ":")).encode() + b"\n"

    _lines(proof, change)


ALTERATIONS: tuple[tuple[Callable[[random.Random, Path], None], int, int], ...] = (
    (flip, 3_000, 60),
    (remove, 100, 8),
    (reorder, 100, 8),
    (double, 30, 3),
    (cut_tail, 30, 3),
    (cut_tail_and_head, 30, 3),
    (cut_bytes, 200, 10),
    (swap_key, 10, 1),
    (lengthen_a_key, 20, 2),
    (take_a_cosignature_away, 1, 1),
)


@pytest.mark.fault
@pytest.mark.parametrize(
    ("alter", "full", "reduced"), ALTERATIONS, ids=[one[0].__name__ for one in ALTERATIONS]
)
def test_no_alteration_goes_through(
    alter: Callable[[random.Random, Path], None],
    full: int,
    reduced: int,
    exported: Path,
    tmp_path: Path,
    verifier: ModuleType,
) -> None:
    run: Campaign = campaign(f"test_proof_folder[{alter.__name__}]")
    for number in range(run.of(full, reduced)):
        proof = tmp_path / str(number)
        shutil.copytree(exported, proof)
        alter(run.chance, proof)
        assert refusal(verifier, proof)
        shutil.rmtree(proof)
    run.note(f"{run.of(full, reduced)} alterations, 0 accepted")


def test_a_log_signed_anew_by_a_root_of_ones_own_shows_another_root(
    proof: Path, verifier: ModuleType
) -> None:
    """Nothing in a folder can tell a whole forgery: the root key must be known another way."""
    root = json.loads((proof / KEYS).read_text())["root"]
    Forger(proof).swap_key(random.Random(1), root=True)

    forged = json.loads((proof / KEYS).read_text())["root"]

    assert forged != root
    with pytest.raises(verifier.Broken):
        verifier.verify(proof, root=root)


# ── the verb ─────────────────────────────────────────────────────────────────────────────


def actions(ledger: Ledger) -> list[str]:
    with desk_of(ledger).database.read() as tx:
        return [json.loads(entry.body)["action"] for entry in audit.entries(tx)]


def test_an_export_is_in_the_log_it_exports(ledger: Ledger, tmp_path: Path) -> None:
    done = ledger.audit.export(tmp_path / "proof").value

    assert actions(ledger)[-1] == "audit.export"
    last = json.loads((tmp_path / "proof" / ENTRIES).read_text().splitlines()[-1])
    assert json.loads(last["body"])["action"] == "audit.export"
    assert (done.folder, done.head) == (tmp_path / "proof", desk_of(ledger).marks.head)


def test_nothing_is_written_over_and_nothing_into_the_vault(
    office: StillOffice, tmp_path: Path
) -> None:
    ledger = office.open()
    (tmp_path / "there").mkdir()
    cases = (
        (tmp_path / "there", Code.EXISTS),
        (office.vault / "proof", Code.INSIDE_VAULT),
        (tmp_path / "no" / "proof", Code.FILE_NOT_FOUND),
    )
    before = actions(ledger)
    for folder, code in cases:
        with pytest.raises(KnownError) as refused:
            ledger.audit.export(folder)
        assert (refused.value.code, refused.value.field) == (code, "folder")

    assert actions(ledger) == before


def test_a_failed_export_leaves_nothing_but_its_entries(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise KnownError(Code.DISK_FULL, part="export")

    monkeypatch.setattr("ledgerdesk.services.steps.log.proof_folder.write_private", full)

    with pytest.raises(KnownError):
        ledger.audit.export(tmp_path / "proof")

    assert [path.name for path in tmp_path.iterdir() if "proof" in path.name] == []
    assert actions(ledger)[-2:] == ["audit.export", "audit.export_failed"]


def test_a_clerk_hands_no_proof_out(ledger: Ledger, tmp_path: Path) -> None:
    act_as(ledger, Role.CLERK)

    with pytest.raises(KnownError) as refused:
        ledger.audit.export(tmp_path / "proof")

    assert refused.value.code is Code.NOT_ALLOWED
    assert not (tmp_path / "proof").exists()


def test_a_private_key_is_never_exported(office: StillOffice, tmp_path: Path) -> None:
    ledger = office.open()
    ((private,),) = rows_of(ledger, "SELECT private FROM signing_key WHERE private IS NOT NULL")
    ledger.audit.export(tmp_path / "proof")

    for path in (tmp_path / "proof").iterdir():
        assert private.hex() not in path.read_text("utf-8")
