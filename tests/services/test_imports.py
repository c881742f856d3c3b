"""The firm's table comes in exactly, once, whole or not at all, and the log vouches for it."""

import csv
import io
import json
import random
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from tests.support.still_office import StillOffice, act_as, desk_of, dump, issue, rows_of, trade

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.customers import Contact, ContactKind, CustomerDraft
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.importing import RowNote
from ledgerdesk.core.staff import Role
from ledgerdesk.services.imports import Outcome
from ledgerdesk.services.steps.imports import import_posting
from ledgerdesk.services.steps.imports.table_reading import read, understand
from ledgerdesk.storage import audit

DATA = Path(__file__).resolve().parents[1] / "data"
WORKBOOK = DATA / "customers.xlsx"
TWIN = DATA / "customers.gb18030.csv"
HEADER = (
    *("客户ID", "姓名", "电子邮件地址", "联系电话", "公司名称", "交易日期", "交易金额"),
    *("产品/服务类型", "客户偏好", "备注", "身份证号码"),
)
Cells = dict[str, str]


def cells(**known: str) -> Cells:
    return {
        "姓名": "张三",
        "联系电话": "13800138000",
        "交易日期": "2026-01-02",
        "交易金额": "100",
        "产品/服务类型": "咨询费",
    } | known


def table(folder: Path, *rows: Cells, name: str = "t.csv") -> Path:
    page = io.StringIO()
    writer = csv.writer(page)
    writer.writerow(HEADER)
    writer.writerows([row.get(heading, "") for heading in HEADER] for row in rows)
    path = folder / name
    path.write_text(page.getvalue(), encoding="utf-8")
    return path


def take(ledger: Ledger, path: Path) -> Outcome:
    foreseen = ledger.imports.dry_run(path)
    done = ledger.imports.run(path).value
    assert (foreseen.customers_new, foreseen.transactions_new) == (
        done.customers_new,
        done.transactions_new,
    )
    assert (foreseen.errors, foreseen.warnings) == (done.errors, done.warnings)
    return done


def added(outcome: Outcome) -> tuple[int, int]:
    return outcome.customers_new, outcome.transactions_new


def sheet_rows() -> list[list[str]]:
    return list(csv.reader(io.StringIO(TWIN.read_text("gb18030"), newline="")))


@pytest.fixture(scope="module")
def taken_once(
    made_once: StillOffice, tmp_path_factory: pytest.TempPathFactory
) -> tuple[StillOffice, Outcome]:
    office = made_once.copied(tmp_path_factory.mktemp("taken") / "office")
    with office.opened() as ledger:
        outcome = ledger.imports.run(WORKBOOK).value
    office.close()
    return office, outcome


@pytest.fixture
def taken(taken_once: tuple[StillOffice, Outcome], tmp_path: Path) -> Iterator[Ledger]:
    copy = taken_once[0].copied(tmp_path / "taken")
    yield copy.open()
    copy.close()


@pytest.mark.parametrize("path", [WORKBOOK, TWIN], ids=lambda path: path.suffix)
def test_the_firms_table_gives_exactly_the_expected_answer(path: Path, ledger: Ledger) -> None:
    expected = json.loads((DATA / "customers.expected.json").read_text("utf-8"))

    said = ledger.imports.dry_run(path)

    assert said.header.row == expected["header_row"]
    assert (said.rows, said.ok) == (expected["data_rows"], expected["ok"])
    assert said.sum_fen == expected["sum_fen_of_ok"]
    assert [(note.row, note.field) for note in said.errors] == [
        (error["row"], error["field"]) for error in expected["errors"]
    ]


def test_every_good_row_is_a_settled_trade_without_a_receipt(
    taken: Ledger, taken_once: tuple[StillOffice, Outcome]
) -> None:
    outcome = taken_once[1]
    assert rows_of(
        taken, "SELECT count(*), sum(total_fen) FROM trade WHERE source = 'imported'"
    ) == [(1933, outcome.sum_fen)]
    assert rows_of(
        taken, "SELECT count(*), sum(amount_fen) FROM payment WHERE business_day IS NULL"
    ) == [(1933, outcome.sum_fen)]
    assert rows_of(taken, "SELECT DISTINCT method FROM payment_part") == [("imported",)]
    assert rows_of(taken, "SELECT count(*) FROM receipt") == [(0,)]
    assert rows_of(taken, "SELECT rows_taken FROM import_batch") == [(1933,)]
    assert added(outcome) == (len(rows_of(taken, "SELECT 1 FROM customer")), 1933)


def test_the_log_has_one_entry_for_a_thousand_rows_and_vouches_for_all(taken: Ledger) -> None:
    bodies = [
        json.loads(row[0])
        for row in rows_of(
            taken, "SELECT body FROM audit WHERE body LIKE '%imports.run%' ORDER BY seq"
        )
    ]

    kinds = [[kind for kind, *_ in body["rows"]] for body in bodies]
    assert [named.count("trade") for named in kinds] == [1000, 933]
    assert {kind for named in kinds for kind in named} == {
        *("import_batch", "customer", "customer_secret", "trade", "payment"),
    }
    assert taken.audit.check().ok


def test_a_row_changed_past_the_log_is_named(taken: Ledger) -> None:
    with desk_of(taken).database.write() as tx:
        tx.run("DROP TRIGGER trade_is_final")
        tx.run("UPDATE trade SET note = 'x' WHERE id = (SELECT max(id) FROM trade)")

    assert [finding.kind for finding in taken.audit.check().findings] == ["trade"]


def test_the_same_table_adds_nothing_whatever_its_name_format_or_order(
    taken: Ledger, tmp_path: Path
) -> None:
    rows = sheet_rows()
    body = rows[2:-1]
    random.Random(7).shuffle(body)
    renamed = tmp_path / "另一个名字.csv"
    with renamed.open("w", encoding="utf-16", newline="") as file:
        csv.writer(file, delimiter="\t").writerows([*rows[:2], *body])
    before = dump(taken)

    for path in (WORKBOOK, TWIN, renamed):
        again = taken.imports.run(path).value
        assert added(again) == (0, 0)
        assert again.ok == 1933

    assert dump(taken) == before


def test_a_grown_table_adds_what_grew_and_the_twin_nothing(ledger: Ledger, tmp_path: Path) -> None:
    rows = sheet_rows()
    first = tmp_path / "first.csv"
    with first.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(rows[:1002])

    part = ledger.imports.run(first).value
    whole = ledger.imports.run(WORKBOOK).value
    twin = ledger.imports.run(TWIN).value

    assert part.transactions_new + whole.transactions_new == 1933
    assert part.customers_new + whole.customers_new == 1896
    assert added(twin) == (0, 0)
    keys = rows_of(ledger, "SELECT count(DISTINCT import_key), count(*) FROM trade")
    assert keys == [(1933, 1933)]
    assert ledger.audit.check().ok


def test_equal_rows_are_as_many_trades_and_one_more_adds_one(
    ledger: Ledger, tmp_path: Path
) -> None:
    assert added(take(ledger, table(tmp_path, cells(), cells()))) == (1, 2)
    assert added(take(ledger, table(tmp_path, cells(), cells(), cells()))) == (0, 1)
    assert added(take(ledger, table(tmp_path, cells()))) == (0, 0)


def test_a_name_with_a_phone_is_one_customer_in_the_table_and_against_the_book(
    ledger: Ledger, tmp_path: Path
) -> None:
    phone = Contact(kind=ContactKind.PHONE, value="138 0013 8000")
    ledger.customers.add(CustomerDraft(name="张三", contacts=(phone,)))
    rows = (cells(), cells(联系电话="+86 13800138000", 交易金额="2"), cells(联系电话="13900139000"))

    assert added(take(ledger, table(tmp_path, *rows))) == (1, 3)
    of_each = "SELECT count(*) FROM trade GROUP BY customer_id ORDER BY customer_id"
    assert rows_of(ledger, of_each) == [(2,), (1,)]


def test_without_a_phone_a_name_is_one_customer_per_company(ledger: Ledger, tmp_path: Path) -> None:
    ledger.customers.add(CustomerDraft(name="张三", company="甲公司"))
    rows = [cells(联系电话="", 公司名称=name) for name in ("甲公司", "乙公司", "", "乙公司")]

    assert added(take(ledger, table(tmp_path, *rows))) == (2, 4)


def test_what_the_desk_changed_since_makes_no_doubles(ledger: Ledger, tmp_path: Path) -> None:
    path = table(tmp_path, cells(), cells(姓名="李四", 联系电话="", 公司名称="甲"))
    take(ledger, path)
    with desk_of(ledger).upkeep() as act:
        for (pub,) in list(act.tx.rows("SELECT pub FROM customer")):
            with act.changing("customer", pub):
                act.tx.run(
                    "UPDATE customer SET name = name || '先生', company = '乙' WHERE pub = ?",
                    (pub,),
                )
                act.tx.run("DELETE FROM customer_contact")
        act.close_entry("customers.change")

    assert added(take(ledger, path)) == (0, 0)


def test_a_known_customer_gains_what_the_table_knows_newly(ledger: Ledger, tmp_path: Path) -> None:
    take(ledger, table(tmp_path, cells(客户偏好="微信联系", 客户ID="1")))
    more = cells(
        客户偏好="要纸质收据", 公司名称="甲公司", 电子邮件地址="a@b.cn", 客户ID="2", 交易金额="7"
    )

    assert added(take(ledger, table(tmp_path, more))) == (0, 1)

    assert rows_of(ledger, "SELECT company, note FROM customer") == [
        ("甲公司", "微信联系；要纸质收据")
    ]
    assert rows_of(ledger, "SELECT kind, value FROM customer_contact ORDER BY position") == [
        ("phone", "13800138000"),
        ("email", "a@b.cn"),
    ]
    for text in ("1", "2", "甲公司", "jgs", "zs", "8000"):
        assert [found.name for found in ledger.customers.find(text)] == ["张三"]
    history = rows_of(
        ledger, "SELECT field, old, new FROM change WHERE kind = 'customer' ORDER BY id"
    )
    assert ("company", None, "甲公司") in history
    assert ledger.audit.check().ok


def test_every_id_number_is_kept_and_a_second_one_is_noted(ledger: Ledger, tmp_path: Path) -> None:
    numbers = ("330106195609014959", "610113196412287342")
    rows = [cells(身份证号码=number, 交易金额=str(n + 1)) for n, number in enumerate(numbers)]

    outcome = take(ledger, table(tmp_path, *rows))

    assert outcome.warnings == (RowNote(row=3, field="id_number", reason="another_number"),)
    assert rows_of(ledger, "SELECT kind, value FROM customer_secret ORDER BY id") == [
        ("cn_ric", numbers[0]),
        ("cn_ric.2", numbers[1]),
    ]
    assert ledger.audit.check().ok


def test_an_id_number_stands_in_no_index_and_in_no_entry(ledger: Ledger, tmp_path: Path) -> None:
    number = "330106195609014959"
    take(ledger, table(tmp_path, cells(身份证号码=number)))

    everywhere = {name for name, rows in dump(ledger).items() if number in repr(rows)}
    assert everywhere == {"customer_secret"}
    assert ledger.customers.find(number) == []


def test_nobody_who_asked_to_be_left_alone_is_processed(ledger: Ledger, tmp_path: Path) -> None:
    take(ledger, table(tmp_path, cells()))
    with desk_of(ledger).upkeep() as act:
        (pub,) = next(act.tx.rows("SELECT pub FROM customer"))
        with act.changing("customer", pub):
            act.tx.run("UPDATE customer SET state = 'stopped'")
        act.close_entry("customers.stop")

    outcome = take(ledger, table(tmp_path, cells(交易金额="5")))

    assert (outcome.ok, outcome.sum_fen, added(outcome)) == (0, 0, (0, 0))
    assert outcome.errors == (RowNote(row=2, field="name", reason="stopped"),)


@pytest.mark.parametrize("entry", [1, 2, 3])
def test_an_import_whose_entry_cannot_be_written_leaves_nothing(
    entry: int, ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_posting, "ROWS_PER_ENTRY", 2)
    path = table(tmp_path, *(cells(交易金额=str(n)) for n in range(1, 6)))
    before = dump(ledger)
    append, calls = audit.append, iter(range(1, 4))

    def broken(*given: object, **named: object) -> object:
        if next(calls) == entry:
            raise OSError("the log is gone")
        return append(*given, **named)  # type: ignore[arg-type] # handed on as it came

    with monkeypatch.context() as patched:
        patched.setattr(audit, "append", broken)
        with pytest.raises(OSError, match="log is gone"):
            ledger.imports.run(path)

    assert dump(ledger) == before
    assert added(ledger.imports.run(path).value) == (1, 5)


def test_a_cancelled_import_leaves_nothing(ledger: Ledger) -> None:
    before = dump(ledger)
    steps: list[tuple[int, int]] = []

    understood = understand(read(ledger.imports.prepare(TWIN)))

    def stop(done: int, total: int) -> None:
        steps.append((done, total))
        if done >= 1933 + 9 * 300:
            raise KnownError(Code.CANCELLED)

    with pytest.raises(KnownError) as refusal:
        ledger.imports.add(understood, stop)

    assert refusal.value.code is Code.CANCELLED
    compared = [(500, 19330), (1000, 19330), (1500, 19330)]
    assert steps == [*compared, *((1933 + 9 * n, 19330) for n in (100, 200, 300))]
    assert dump(ledger) == before
    assert added(ledger.imports.add(understood).value)[1] == 1933


@pytest.mark.parametrize("path", [WORKBOOK, TWIN], ids=lambda path: path.suffix)
def test_reading_can_be_given_up_as_well(path: Path, ledger: Ledger) -> None:
    ready = ledger.imports.prepare(path)
    told: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        told.append((done, total))
        if done >= 1000:
            raise KnownError(Code.CANCELLED)

    with pytest.raises(KnownError) as refusal:
        read(ready, stop)

    assert refusal.value.code is Code.CANCELLED
    assert [done for done, _ in told if done] == [500, 1000]
    assert all(done <= total for done, total in told)


def test_a_receipt_can_be_issued_after_an_import(taken: Ledger) -> None:
    assert issue(taken, trade("新来的")).number == "SJ2026-000001"
    assert taken.audit.check().ok


def test_the_vaults_own_files_are_never_read(office: StillOffice, tmp_path: Path) -> None:
    ledger = office.open()
    twin = tmp_path / "twin"
    twin.hardlink_to(office.vault / "ledger.db")
    link = tmp_path / "link"
    link.symlink_to(office.vault / "ledger.db")

    for path in (office.vault / "ledger.db", link, twin):
        with pytest.raises(KnownError) as refusal:
            ledger.imports.dry_run(path)
        assert refusal.value.code is Code.INSIDE_VAULT


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("nowhere.csv", None, Code.FILE_NOT_FOUND),
        (".", None, Code.BAD_VALUE),
        ("a.txt", b"just words", Code.BAD_VALUE),
        ("a.xlsx", b"PK\x03\x04", Code.BAD_VALUE),
    ],
)
def test_a_file_that_is_no_table_is_refused(
    name: str, content: bytes | None, code: Code, ledger: Ledger, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)

    with pytest.raises(KnownError) as refusal:
        ledger.imports.run(tmp_path / name)

    assert (refusal.value.code, refusal.value.field) == (code, "file")


def test_a_second_sheet_with_the_header_is_found(ledger: Ledger, tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["说明"])
    second = workbook.create_sheet("数据")
    second.append(["姓名", "日期", "金额"])
    second.append(["张三", "2026-01-02", 12.5])
    workbook.save(tmp_path / "t.xlsx")

    assert take(ledger, tmp_path / "t.xlsx").sum_fen == 1250


def test_a_clerk_may_not_import(ledger: Ledger) -> None:
    act_as(ledger, Role.CLERK)

    for verb in (ledger.imports.dry_run, ledger.imports.run, ledger.imports.prepare):
        with pytest.raises(KnownError) as refusal:
            verb(WORKBOOK)
        assert refusal.value.code is Code.NOT_ALLOWED
