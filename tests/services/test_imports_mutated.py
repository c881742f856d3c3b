"""C-13: a mutated table is taken whole, refused by row and column, or refused as a file."""

import csv
import io
import random
import zipfile
from pathlib import Path

import openpyxl
import pytest
from tests.support.campaign import campaign
from tests.support.still_office import StillOffice, rows_of

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.import_columns import Column
from ledgerdesk.services.imports import Outcome

REDUCED, WHOLE = 300, 10_000
ROUND = 100
DATA = Path(__file__).resolve().parents[1] / "data"
ROWS_OF_DATA = 10
HOSTILE = (
    *("=1+1", "'", '"', '"x', "\x00", "\u202e", "\U0010ffff", "\ufeff", "长" * 600, "𠮷"),
    *("1e999", "-1", "99999999999999999", "#N/A", "0x1", "１２", "合计", "", " ", "\n", "\r\n"),
    *("2026-13-45", "60", "45790.999999", "9999-12-31", "00000000", "٣", "½", ",", "\t", ";"),
)
Numbers = random.Random


@pytest.fixture(scope="module")
def rows() -> list[list[str]]:
    text = (DATA / "customers.gb18030.csv").read_text("gb18030")
    listed = list(csv.reader(io.StringIO(text, newline="")))
    return [*listed[: 2 + ROWS_OF_DATA], listed[-1]]


def csv_bytes(rows: list[list[str]], encoding: str) -> bytes:
    page = io.StringIO()
    csv.writer(page).writerows(rows)
    return page.getvalue().encode(encoding, "replace")


def xlsx_bytes(rows: list[list[str]]) -> bytes:
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet("表")
    for row in rows:
        sheet.append([openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("?", cell) for cell in row])
    page = io.BytesIO()
    workbook.save(page)
    return page.getvalue()


def mutated_bytes(data: bytes, chance: Numbers) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8))):
        place = chance.randrange(len(changed))
        kind = chance.randrange(5)
        if kind == 0:
            changed[place] ^= 1 << chance.randrange(8)
        elif kind == 1:
            changed[place] = chance.randrange(256)
        elif kind == 2:
            del changed[place : place + chance.choice((1, 1, 7, 100))]
        elif kind == 3:
            changed[place:place] = chance.randbytes(chance.choice((1, 4, 50)))
        else:
            del changed[place:]
        if not changed:
            break
    return bytes(changed)


def mutated_rows(rows: list[list[str]], chance: Numbers) -> list[list[str]]:
    changed = [list(row) for row in rows]
    for _ in range(chance.choice((1, 2, 5))):
        row = chance.choice(changed)
        place = chance.randrange(len(row)) if row else 0
        kind = chance.randrange(5)
        if kind == 0 and row:
            row[place] = chance.choice(HOSTILE)
        elif kind == 1 and row:
            row[place] += chance.choice(HOSTILE)
        elif kind == 2:
            row.insert(place, chance.choice(HOSTILE))
        elif kind == 3 and row:
            del row[place]
        else:
            changed.insert(chance.randrange(len(changed)), list(chance.choice(changed)))
    return changed


def mutated_part(data: bytes, chance: Numbers) -> bytes:
    """Change bytes inside one part of the workbook, in a container that is whole."""
    page = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(page, "w") as new:
        names = old.namelist()
        struck = chance.choice([*names, *(n for n in names if "sheet1" in n or "String" in n)])
        for name in names:
            part = old.read(name)
            new.writestr(name, mutated_bytes(part, chance) if name == struck else part)
    return page.getvalue()


def mutation(rows: list[list[str]], chance: Numbers) -> bytes:
    encoding = chance.choice(("utf-8", "utf-8-sig", "utf-16", "gb18030"))
    return chance.choice(
        (
            lambda: csv_bytes(mutated_rows(rows, chance), encoding),
            lambda: mutated_bytes(csv_bytes(rows, encoding), chance),
            lambda: xlsx_bytes(mutated_rows(rows, chance)),
            lambda: mutated_bytes(xlsx_bytes(rows), chance),
            lambda: mutated_part(xlsx_bytes(rows), chance),
        )
    )()


def counted(ledger: Ledger) -> tuple[int, int, int]:
    statement = """SELECT (SELECT count(*) FROM trade), (SELECT count(*) FROM payment),
        (SELECT count(*) FROM customer)"""
    (found,) = rows_of(ledger, statement)
    return (found[0], found[1], found[2])


def judged(ledger: Ledger, path: Path) -> Outcome | None:
    """Import one file; whatever it holds, it is taken whole or leaves the book as it was."""
    trades, payments, customers = counted(ledger)
    refusal: KnownError | None = None
    outcome: Outcome | None = None
    try:
        outcome = ledger.imports.run(path).value
    except KnownError as error:
        refusal = error
    if outcome is None:
        assert refusal is not None
        assert (refusal.code, refusal.field) == (Code.BAD_VALUE, "file")
        assert refusal.details["reason"]
        assert counted(ledger) == (trades, payments, customers)
        return None
    new = outcome.transactions_new
    added = (trades + new, payments + new, customers + outcome.customers_new)
    assert counted(ledger) == added
    assert outcome.ok + len({note.row for note in outcome.errors}) == outcome.rows
    for note in outcome.errors:
        assert note.row > outcome.header.row
        assert note.field in set(Column) or note.field.isupper()
    return outcome


@pytest.mark.fault
def test_a_mutated_table_is_taken_whole_or_refused_with_row_and_column(
    made_once: StillOffice, rows: list[list[str]], tmp_path: Path
) -> None:
    faults = campaign("C-13 mutated tables")
    cases = faults.of(WHOLE, REDUCED)
    taken = refused = 0
    for start in range(0, cases, ROUND):
        office = made_once.copied(tmp_path / str(start))
        with office.opened() as ledger:
            for number in range(start, start + ROUND):
                path = tmp_path / "t"
                path.write_bytes(mutation(rows, random.Random(f"{faults.name} {number}")))
                outcome = judged(ledger, path)
                refused += outcome is None
                taken += outcome is not None and outcome.ok > 0
            assert ledger.audit.check().findings == ()
        office.close()

    faults.note(f"{cases} files, {taken} with rows taken, {refused} refused as files, 0 half-taken")
    assert taken > REDUCED // 10
    assert refused > REDUCED // 10


def test_a_judge_notices_a_half_taken_table(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "t.csv"
    path.write_text("姓名,日期,金额\n张三,2026-01-02,5\n", encoding="utf-8")
    run = ledger.imports.run

    def half(file: Path) -> None:
        run(file)
        raise KnownError(Code.BAD_VALUE, field="file", reason="encoding")

    monkeypatch.setattr(ledger.imports, "run", half)
    with pytest.raises(AssertionError):
        judged(ledger, path)
