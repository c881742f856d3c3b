"""A PC without the program: the reader in a process of its own that cannot import LedgerDesk."""

import json
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from tests.support.backup_office import made
from tests.support.still_office import MOMENT, PLAN, Dump, StillOffice, dump, workshop_of

from ledgerdesk.backup.header import Header, read_header
from ledgerdesk.bootstrap import House, Ledger
from ledgerdesk.runtime.clock import StillClock
from ledgerdesk.runtime.lanes import Lane
from ledgerdesk.services.steps.vaults.creating import create
from ledgerdesk.vault.creation import RecoverySheet
from ledgerdesk.vault.kdf import BOUNDS_ONLY_FOR_TESTING, FLOOR
from ledgerdesk.vault.primitives import verify_signature

ROOT = Path(__file__).resolve().parents[2]
READER = ROOT / "packaging" / "ldbk_reader.py"
MIB = 1 << 20
MOST_KIB = 64 * 1024
BY_PASSWORD = ("--password-file", "password.txt")
BY_SHEET = ("--recovery-file", "sheet.txt")
ALONE = """
import json, pathlib, runpy, sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"ledgerdesk", "sqlcipher3", "tests"}:
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Absent())
reader, report, *calls = sys.argv[1:]
main = runpy.run_path(reader)["main"]
said = []
for call in calls:
    try:
        said.append(main(json.loads(call)))
    except SystemExit as end:
        said.append(end.code)
assert not {name for name in sys.modules if name.startswith("ledgerdesk")}
status = pathlib.Path("/proc/self/status")
lines = status.read_text().splitlines() if status.exists() else []
peak = next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)
pathlib.Path(report).write_text(json.dumps([said, peak]))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the reader answered: the code of each call, its words, the most memory in KiB."""

    codes: list[int]
    out: str
    err: str
    peak_kib: int

    @property
    def code(self) -> int:
        (code,) = self.codes
        return code


def read(folder: Path, *calls: tuple[str | Path, ...]) -> Said:
    """Run the reader in isolated mode from a folder, once for each list of arguments."""
    report = folder / "report.json"
    words = [json.dumps([str(word) for word in call]) for call in calls]
    done = subprocess.run(
        [sys.executable, "-I", "-c", ALONE, str(READER), str(report), *words],
        cwd=folder,
        env={"HOME": str(folder), "LANG": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    codes, peak = json.loads(report.read_text("utf-8"))
    report.unlink()
    return Said(codes=codes, out=done.stdout.decode(), err=done.stderr.decode(), peak_kib=peak)


class RealOffice(StillOffice):
    """An office whose passwords cost what a file may ask for: the reader knows no cheaper one."""

    @property
    def house(self) -> House:
        return House(
            clock=self.clock,
            press=self.press,
            per_user=self.per_user,
            bounds=BOUNDS_ONLY_FOR_TESTING,
            cost=FLOOR,
        )


@dataclass(slots=True, kw_only=True)
class Saved:
    """A backup with its sheet's text, the rows of its book, and the office it is of."""

    office: StillOffice
    file: Path
    sheet: RecoverySheet
    rows: Dump

    @property
    def recovery(self) -> str:
        """The sheet's four lines as typed."""
        return "\n".join(" ".join(groups) for groups in self.sheet.key.groups())


def real_office(folder: Path) -> tuple[StillOffice, RecoverySheet]:
    """Create an office and keep its sheet."""
    folder.mkdir(parents=True)
    office = RealOffice(folder=folder, clock=StillClock(MOMENT), press=Lane("press"))
    kept: list[RecoverySheet] = []
    create(office.vault, PLAN, replace(workshop_of(office), cost=FLOOR), keep_sheet=kept.append)
    return office, kept[0]


def saved(office: StillOffice, sheet: RecoverySheet, ledger: Ledger) -> Saved:
    """Back an open office up, and keep the rows it had before that was logged."""
    rows = dump(ledger)
    return Saved(
        office=office, file=made(ledger, office.folder / "stick").path, sheet=sheet, rows=rows
    )


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
