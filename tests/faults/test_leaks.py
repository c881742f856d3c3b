"""C-19, C-35: after a full day nothing of it lies anywhere but in the book and on asked-for paper.

A child process works through a day with a mark in every field. While it works, the folders of the
vault, of the user and for temporary files are read again and again; it looks through its own open
files itself, deleted ones too.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import pytest
from tests.support.campaign import campaign
from tests.support.leaks import (
    CARD,
    CHINESE,
    ID_NUMBER,
    MARK,
    PASSWORD,
    PHONE,
    files_in,
    hits,
    leaks_in,
    marks,
)

from ledgerdesk.services.steps.log.proof_folder import BESIDE

pytestmark = pytest.mark.fault

ROOT = Path(__file__).resolve().parents[2]
TABLE = f"""姓名,身份证号,手机,单位,交易日期,交易金额,备注
{MARK}{CHINESE}二,{ID_NUMBER},{PHONE},{MARK},2026-01-02,5,{CHINESE}
"""


@dataclass(slots=True, kw_only=True)
class Watched:
    """What was seen of one day."""

    folder: Path
    open_files: dict[str, list[str]]
    said: str
    on_disk: dict[str, set[str]]
    written: list[str]
    looks: int = field(default=0)


class Reader(threading.Thread):
    """Read the folders over and over while the day goes on, for what is there for a moment."""

    def __init__(self, folders: list[Path], allowed: set[Path]) -> None:
        super().__init__()
        self._folders, self._allowed = folders, allowed
        self._ended = threading.Event()
        self.found: dict[str, set[str]] = {}
        self.looks = 0

    def run(self) -> None:
        while not self._ended.wait(0.005):
            self.found |= leaks_in(self._folders, marks(), self._allowed)
            self.looks += 1

    def end(self) -> None:
        self._ended.set()
        self.join()


def watched(folder: Path, *more: str) -> Watched:
    places = {name: folder / name for name in ("home", "tmp", "in", "out")}
    for place in places.values():
        place.mkdir(parents=True)
    (folder / "pw").write_text(PASSWORD, encoding="utf-8")
    (folder / "in" / "t.csv").write_text(TABLE, encoding="utf-8")
    allowed = {folder / "pw", folder / "recovery.txt", folder / "in" / "t.csv"}
    reader = Reader([folder / "home", folder / "tmp", folder / "v.ledgerdesk"], allowed)
    reader.start()
    try:
        done = subprocess.run(
            [sys.executable, str(ROOT / "tests" / "support" / "leak_scenario.py"), str(folder),
             *more],
            env={
                **{name: value for name, value in os.environ.items() if "XDG" not in name},
                "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
                "HOME": str(places["home"]),
                "TMPDIR": str(places["tmp"]),
            },
            cwd=places["tmp"],
            capture_output=True,
            check=False,
        )  # fmt: skip
    finally:
        reader.end()
    assert done.returncode == 0, done.stderr.decode()
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return Watched(
        folder=folder,
        open_files=told["found"],
        said=told["said"] + done.stderr.decode(),
        on_disk=reader.found,
        written=told["written"],
        looks=reader.looks,
    )


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory, not_run: Callable[[str], NoReturn]) -> Watched:
    if not Path("/proc/self/fd").is_dir():
        not_run("this system does not list the open files of a process")
    return watched(tmp_path_factory.mktemp("day"))


@pytest.fixture(scope="module")
def careless(
    tmp_path_factory: pytest.TempPathFactory, not_run: Callable[[str], NoReturn]
) -> Watched:
    if not Path("/proc/self/fd").is_dir():
        not_run("this system does not list the open files of a process")
    return watched(tmp_path_factory.mktemp("careless"), "--leak")


def recovery_of(day: Watched) -> str:
    return (day.folder / "recovery.txt").read_text("ascii").strip()


def asked_for(day: Watched) -> set[Path]:
    """Name what somebody asked for by its place, and what he brought himself."""
    given = {day.folder / "pw", day.folder / "recovery.txt", day.folder / "in" / "t.csv"}
    return given | set((day.folder / "out").iterdir())


def test_no_open_file_of_the_process_held_a_mark(day: Watched) -> None:
    assert day.open_files == {}


def test_no_file_held_a_mark_even_for_a_moment(day: Watched) -> None:
    campaign("test_leaks").note(f"folders read {day.looks} times during a day: 0 marks")
    assert day.on_disk == {}
    assert day.looks > 20


def test_nothing_is_ever_written_but_where_it_belongs(day: Watched) -> None:
    """A file for a moment in the folder for temporary files may be missed by reading it."""
    home = ("home", "v.ledgerdesk", ".v.ledgerdesk", "out", "stick", "proof", ".proof", "recovery")
    places = tuple(str(day.folder / name) for name in home)

    elsewhere = [path for path in day.written if not path.startswith(places)]

    assert [path for path in elsewhere if path != os.devnull] == []
    assert {Path(path).suffix for path in day.written} >= {".part", ".csv", ".jsonl"}


def test_nothing_is_left_anywhere_but_what_was_asked_for(day: Watched) -> None:
    key = recovery_of(day)
    wanted = marks(key, key.replace("-", ""), *(key[at : at + 16] for at in range(0, 64, 17)))

    found = leaks_in([day.folder], wanted, asked_for(day))

    assert found == {}
    looked_at = {path.suffix for path in files_in(day.folder)}
    assert looked_at >= {".db", ".json", ".ldbk", ".jsonl", ".pdf", ".csv", ".xlsx"}
    assert {path.name for path in (day.folder / "tmp").iterdir()} == set()


def test_the_proof_of_the_log_holds_no_mark_though_it_was_asked_for(day: Watched) -> None:
    proof = day.folder / "proof"

    assert {path.name for path in proof.iterdir()} > set(BESIDE)
    assert leaks_in([proof], marks()) == {}


def test_a_table_that_was_asked_for_shows_numbers_by_their_ends(day: Watched) -> None:
    table = (day.folder / "out" / "customers.csv").read_bytes()

    assert hits(table, marks()) >= {MARK, CHINESE, PHONE}
    assert not hits(table, marks()) & {ID_NUMBER, CARD, PASSWORD}
    assert ID_NUMBER[:6].encode() in table


def test_the_command_line_says_no_secret(day: Watched) -> None:
    said = hits(day.said.encode(), marks(recovery_of(day)))

    assert not said & {PASSWORD, ID_NUMBER, CARD, PHONE, recovery_of(day)}
    assert '"customers": [{"code"' in day.said


def test_the_day_was_a_full_one(day: Watched) -> None:
    """What was asked for does hold the marks: the scan looks for the right ones."""
    held = {path.name: hits(path.read_bytes(), marks()) for path in (day.folder / "out").iterdir()}

    assert {name for name, found in held.items() if MARK in found} >= {
        "customers.csv", "receipts.csv", "transactions.csv",
    }  # fmt: skip
    assert len(held) == 8


def test_what_a_careless_program_leaves_is_found(careless: Watched) -> None:
    """Negative control: a deleted file still open, a log line and a table beside the book."""
    assert {mark for found in careless.open_files.values() for mark in found} == {MARK, CHINESE}
    assert all("(deleted)" in place for place in careless.open_files)
    assert any(path.startswith(str(careless.folder / "tmp")) for path in careless.written)
    found = leaks_in([careless.folder], marks(), asked_for(careless))
    names = {Path(place).name: held for place, held in found.items()}
    assert names == {"log.txt": {ID_NUMBER}, "ledger.db.csv": {PHONE}}
    assert {Path(place).name for place in careless.on_disk} >= {"ledger.db.csv", "log.txt"}
