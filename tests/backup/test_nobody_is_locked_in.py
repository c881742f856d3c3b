"""C-13: a clean home, the .ldbk and the sheet typed in give back rows, sums and the head."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.backup.reading import ROOT, read
from tests.support.full_office import make_full_office
from tests.support.still_office import Dump, dump

from ledgerdesk.storage.backups import SUMS
from ledgerdesk.storage.database import connected
from ledgerdesk.vault.check_lines import check_character
from ledgerdesk.vault.creation import RecoverySheet
from ledgerdesk.vault.kdf import FLOOR
from ledgerdesk.vault.recovery import read_recovery_key
from ledgerdesk.vault.unlocking import unlock_with_recovery

GROWS = {"branch", "audit", "audit_object", "change", "series_counter", "explained_gap"}
"""What a restore adds to: a branch, its entry in the log, numbers that wait to be confirmed."""
MADE_AGAIN = ("customer_search", "receipt_order", "sqlite_", "keys_file", "verified")


@dataclass(frozen=True, kw_only=True)
class Lost:
    """What is left of an office: one file, the typed sheet, and what its book held."""

    file: Path
    typed: str
    rows: Dump
    sums: dict[str, int]


@pytest.fixture(scope="module")
def lost(tmp_path_factory: pytest.TempPathFactory) -> Lost:
    folder = tmp_path_factory.mktemp("lost")
    sheets: list[RecoverySheet] = []
    office = make_full_office(folder / "office", keep_sheet=sheets.append, cost=FLOOR)
    (folder / "stick").mkdir()
    with office.opened() as ledger:
        rows = dump(ledger)
        file = ledger.backups.make(folder / "stick").value.path
    with office.raw() as connection:
        sums = sums_of(connection)
    typed = "\n".join(" ".join(groups) for groups in sheets[0].key.groups())
    return Lost(file=file, typed=typed, rows=rows, sums=sums)


@pytest.fixture
def clean(lost: Lost, tmp_path: Path) -> Path:
    """A home in which there is nothing but the backup and the text."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "b.ldbk").write_bytes(lost.file.read_bytes())
    (home / "sheet.txt").write_text(lost.typed, "utf-8")
    return home


def sums_of(connection: Any) -> dict[str, int]:
    return {name: connection.execute(query).fetchone()[0] for name, query in SUMS.items()}


def rows_in(connection: Any, name: str) -> list[tuple[Any, ...]]:
    rows = [tuple(row) for row in connection.execute(f'SELECT * FROM "{name}"')]
    return sorted(rows, key=repr)


def assert_nothing_is_missing(connection: Any, lost: Lost, *, grown: set[str]) -> None:
    compared = 0
    for name, rows in lost.rows.items():
        if name.startswith(MADE_AGAIN):
            continue
        kept, found = [tuple(row) for row in rows], rows_in(connection, name)
        if name in grown:
            assert len(found) >= len(kept), name
        else:
            assert found == kept, name
            compared += len(kept)
    assert compared > 40
    assert sums_of(connection) == lost.sums
    assert lost.sums["receipts"] > 0
    for seq, previous, digest, *_ in lost.rows["audit"]:
        query = f"SELECT previous, hash FROM audit WHERE seq = {seq}"
        assert tuple(connection.execute(query).fetchone()) == (previous, digest)


def program(home: Path, *words: str) -> dict[str, Any]:
    inherited = {name: text for name, text in os.environ.items() if not name.startswith("XDG_")}
    done = subprocess.run(
        [sys.executable, "-m", "ledgerdesk", *words, "--json", "--lang", "en"],
        cwd=home,
        env={**inherited, "PYTHONPATH": str(ROOT / "src"), "HOME": str(home)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_a_script_restores_from_the_file_and_the_typed_sheet_alone(lost: Lost, clean: Path) -> None:
    said = program(clean, "restore", "b.ldbk", "NEW", "--recovery-file", "sheet.txt")

    head = max(lost.rows["audit"], key=lambda row: int(row[0]))
    facts = program(clean, "verify", "b.ldbk", "--recovery-file", "sheet.txt")["facts"]
    assert said["receipts"] == len(lost.rows["receipt"])
    assert facts["sums_fen"] == lost.sums
    assert facts["rows"] == {name: len(lost.rows[name]) for name in facts["rows"]}
    assert (facts["entries"], facts["head"]) == (head[0], bytes(head[2]).hex())
    raw = (clean / "NEW" / "keys.json").read_bytes()
    key = unlock_with_recovery(raw, read_recovery_key(lost.typed)).page_key_hex
    with closing(connected(clean / "NEW" / "ledger.db", key, mode="ro")) as connection:
        assert_nothing_is_missing(connection, lost, grown=GROWS)
        branches = rows_in(connection, "branch")
    assert len(branches) == len(lost.rows["branch"]) + 1


def test_the_reader_gives_the_same_where_the_program_is_not_installed(
    lost: Lost, clean: Path
) -> None:
    said = read(clean, ("b.ldbk", "out", "--recovery-file", "sheet.txt"))

    head = max(lost.rows["audit"], key=lambda row: int(row[0]))
    assert (said.code, said.err) == (0, "")
    with closing(sqlite3.connect(clean / "out" / "ledger.sqlite")) as connection:
        assert_nothing_is_missing(connection, lost, grown=set())
        assert rows_in(connection, "keys_file") == [tuple(one) for one in lost.rows["keys_file"]]
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    page = (clean / "out" / "read-me.txt").read_text("utf-8-sig")
    assert f"{head[0]}: {bytes(head[2]).hex()}" in page
    assert f"receipts: {lost.sums['receipts'] / 100:.2f}" in page


# ── how people type a sheet ──────────────────────────────────────────────────────────────


def groups(typed: str) -> list[list[str]]:
    return [line.split() for line in typed.splitlines()]


def numbered(marks: str) -> Callable[[str], str]:
    def write(typed: str) -> str:
        lines = typed.splitlines()
        return "\n".join(f"{mark}. {line}" for mark, line in zip(marks, lines, strict=True))

    return write


HANDS: dict[str, Callable[[str], str]] = {
    "lower case": str.lower,
    "letters for digits": lambda typed: typed.replace("0", "O").replace("1", "l"),
    "the other letter": lambda typed: typed.replace("0", "o").replace("1", "I"),
    "hyphens": lambda typed: typed.replace(" ", "-"),
    "dashes": lambda typed: typed.replace(" ", " – "),
    "one line": lambda typed: typed.replace("\n", " "),
    "no blanks": lambda typed: "".join(typed.split()),
    "a group a line": lambda typed: "\n".join(typed.split()),
    "blank lines": lambda typed: "\n\n" + typed.replace("\n", "\r\n\r\n") + "\r\n",
    "full width": lambda typed: "".join(
        chr(ord(one) + 0xFEE0) if one.isalnum() else one for one in typed
    ),
    "numbered": numbered("1234"),
    "numbered in Chinese": numbered("一二三四"),
    "numbered in circles": numbered("①②③④"),
    "Notepad's mark": lambda typed: "\ufeff" + typed,
}


def test_the_sheet_is_read_however_it_was_typed(lost: Lost, clean: Path) -> None:
    calls = []
    for name, hand in HANDS.items():
        (clean / f"{name}.txt").write_text(hand(lost.typed), "utf-8")
        calls.append(("b.ldbk", name, "--recovery-file", f"{name}.txt"))

    said = read(clean, *calls)

    assert dict(zip(HANDS, said.codes, strict=True)) == dict.fromkeys(HANDS, 0)


def test_a_slip_of_the_pen_is_named_by_its_line(lost: Lost, clean: Path) -> None:
    lines = lost.typed.splitlines()
    slips: dict[str, Callable[[str], str]] = {
        "other character": lambda line: ("X" if line[0] != "X" else "Y") + line[1:],
        "exchanged": lambda line: line[1] + line[0] + line[2:],
        "one too few": lambda line: line[1:],
        "one too many": lambda line: line + "0",
        "no such letter": lambda line: "U" + line[1:],
        "check": lambda line: line[:-1] + ("X" if line[-1] != "X" else "Y"),
    }
    calls, expected = [], []
    for slip, change in slips.items():
        for place in range(4):
            if slip == "exchanged" and lines[place][0] == lines[place][1]:
                continue
            typed = [change(one) if at == place else one for at, one in enumerate(lines)]
            (clean / f"{slip}{place}.txt").write_text("\n".join(typed), "utf-8")
            calls.append(("b.ldbk", "out", "--recovery-file", f"{slip}{place}.txt"))
            expected.append(f"Line {place + 1} of the recovery key")
    spare = lines[3].replace(" ", "")[:12] + ("1" if lines[3][-2] == "0" else "H")
    (clean / "spare.txt").write_text(
        "\n".join([*lines[:3], spare + check_character(spare, 4)]), "utf-8"
    )
    calls.append(("b.ldbk", "out", "--recovery-file", "spare.txt"))
    expected.append("Line 4 of the recovery key")
    (clean / "swapped.txt").write_text("\n".join([lines[1], lines[0], *lines[2:]]), "utf-8")
    calls.append(("b.ldbk", "out", "--recovery-file", "swapped.txt"))
    expected.append("Line 1 of the recovery key")

    said = read(clean, *calls)

    assert said.codes == [1] * len(calls)
    assert all(word in line for word, line in zip(expected, said.err.splitlines(), strict=True)), (
        said.err
    )
    assert not (clean / "out").exists()
