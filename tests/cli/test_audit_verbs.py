"""The verbs of the log keep the contract: the head, the findings, the proof, the exit code."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ledgerdesk.cli.run import run
from ledgerdesk.storage.database import connected
from ledgerdesk.vault.unlocking import unlock_with_password

PASSWORD = "a long owner password"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    (folder / "pw").write_text(PASSWORD, encoding="utf-8")
    words = ["--firm", "青禾会计", "--owner", "王敏", "--password-file", str(folder / "pw")]
    assert run(["init", str(folder / "V"), *words, "--recovery-out", str(folder / "r.txt")]) == 0
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "office")
    return tmp_path / "office"


def say(
    captured: pytest.CaptureFixture[str], folder: Path, *words: str
) -> tuple[int, str, dict[str, Any]]:
    captured.readouterr()
    of_vault = ["audit", *words, str(folder / "V"), "--password-file", str(folder / "pw")]
    plain = run([*of_vault, "--lang", "zh"])
    text = captured.readouterr().out
    code = run([*of_vault, "--json"])
    assert code == plain
    return code, text, json.loads(captured.readouterr().out)


def test_a_whole_log_is_ok_with_its_head(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, text, record = say(capsys, folder, "verify")

    assert code == 0
    assert set(record) == {"ok", "entries", "head", "findings"}
    assert (record["ok"], record["entries"], record["findings"]) == (True, 3, [])
    assert len(bytes.fromhex(record["head"])) == 32
    assert text == "日志完整：共 3 条，每条都有签名，次序无误。\n"


def test_a_changed_entry_ends_with_one_and_is_said_in_words(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = unlock_with_password((folder / "V" / "keys.json").read_bytes(), None, PASSWORD)
    connection = connected(folder / "V" / "ledger.db", key.page_key_hex, mode="rw")
    connection.execute("DROP TRIGGER audit_is_final")
    connection.execute("UPDATE audit SET body = body || ' ' WHERE seq = 2")
    connection.close()

    code, text, record = say(capsys, folder, "verify")

    assert (code, record["ok"]) == (1, False)
    finding = record["findings"][0]
    assert set(finding) == {"finding", "kind", "record", "text"}
    assert (finding["finding"], finding["record"]) == ("chain_broken", "2")
    assert "2" in text.splitlines()[0]


def test_a_proof_is_written_once_and_verifies_by_itself(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["audit", "export", str(folder / "V"), str(folder / "proof")]
    code = run([*words, "--password-file", str(folder / "pw"), "--json"])
    record = json.loads(capsys.readouterr().out)

    assert code == 0
    assert set(record) == {"folder", "entries", "head", "root"}
    assert (record["folder"], record["entries"]) == (str(folder / "proof"), 4)
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(folder / "proof" / "verify.py")],
        capture_output=True,
        check=False,
    )
    said = done.stdout.decode("utf-8")
    assert (done.returncode, record["head"] in said, record["root"] in said) == (0, True, True)

    assert run([*words, "--password-file", str(folder / "pw"), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["error"] == "exists"


def test_the_log_names_its_verbs_where_none_is_given(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as usage:
        run(["audit"])

    assert usage.value.code == 2
    with pytest.raises(SystemExit):
        run(["audit", "--help"])
    assert "verify" in capsys.readouterr().out
