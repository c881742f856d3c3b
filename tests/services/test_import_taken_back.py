"""A whole import is taken back while nothing depends on it, and what was there before stays."""

from pathlib import Path

import pytest
from tests.support.still_office import A5, dump, rows_of, trade

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.customers import CardState, CustomerDraft, CustomerFilter
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.import_columns import Chosen, Column
from ledgerdesk.core.notes import NoteKind
from ledgerdesk.services.steps.imports import import_posting, import_withdrawing

ID_NUMBER = "330106195609014959"
TABLE = (
    "姓名,联系电话,公司名称,交易日期,交易金额,客户偏好,身份证号码\n"
    f"张三,13800138000,甲公司,2026-01-02,5,爱喝茶,{ID_NUMBER}\n"
    "李四,13900139000,,2026-01-03,7,,\n李四,13900139000,,2026-01-04,8,,\n"
)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "t.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def batch_of(ledger: Ledger, table: Path) -> str:
    pub = ledger.imports.run(table).value.batch_pub
    assert pub is not None
    return pub


def refused(ledger: Ledger, batch: str) -> KnownError:
    before = dump(ledger)
    with pytest.raises(KnownError) as refusal:
        ledger.imports.take_back(batch, why="导错了")
    assert dump(ledger) == before
    return refusal.value


def test_everything_an_import_brought_goes_and_its_numbers_stay_taken(
    ledger: Ledger, table: Path
) -> None:
    batch = batch_of(ledger, table)

    taken = ledger.imports.take_back(batch, why="导错了文件").value

    assert (taken.trades, taken.customers) == (3, 2)
    for name in ("trade", "trade_line", "payment", "payment_part", "customer_secret"):
        assert rows_of(ledger, f"SELECT * FROM {name}") == [], name
    assert ledger.customers.page(CustomerFilter()) == []
    assert ledger.customers.by_code("C000001").state is CardState.ERASED
    assert ledger.customers.add(CustomerDraft(name="新来的")).value.code == "C000003"
    (listed,) = ledger.imports.batches()
    assert (listed.rows, listed.is_taken_back, listed.person) == (3, True, "王敏")
    assert ledger.audit.check().ok
    assert ledger.audit.verify().ok
    assert refused(ledger, batch).details["reason"] == "taken_back"


def test_a_table_that_was_taken_back_is_taken_in_anew(ledger: Ledger, table: Path) -> None:
    ledger.imports.take_back(batch_of(ledger, table), why="导错了")

    again = ledger.imports.run(table).value

    assert (again.transactions_new, again.customers_new) == (3, 2)
    assert ledger.audit.check().ok


def test_what_was_added_to_a_card_that_was_there_goes_and_the_card_stays(
    ledger: Ledger, tmp_path: Path
) -> None:
    first = tmp_path / "first.csv"
    first.write_text("姓名,公司名称,交易日期,交易金额\n张三,甲公司,2026-01-02,5\n", "utf-8")
    ledger.imports.run(first)
    pub = ledger.customers.find("张三")[0].pub
    before = ledger.customers.card(pub).draft
    second = tmp_path / "second.csv"
    second.write_text(
        "姓名,公司名称,电子邮件地址,交易日期,交易金额,客户偏好,身份证号码\n"
        f"张三,甲公司,a@b.cn,2026-02-02,6,爱喝茶,{ID_NUMBER}\n",
        "utf-8",
    )
    batch = batch_of(ledger, second)
    assert ledger.customers.card(pub).draft != before

    ledger.imports.take_back(batch, why="导错了")

    assert ledger.customers.card(pub).draft == before
    assert ledger.customers.numbers(pub) == ()
    assert rows_of(ledger, "SELECT total_fen FROM trade") == [(500,)]
    assert rows_of(ledger, "SELECT note FROM customer") == [(None,)]
    assert ledger.audit.check().ok


def test_an_import_stays_whole_where_anything_depends_on_it(ledger: Ledger, table: Path) -> None:
    batch = batch_of(ledger, table)
    ledger.transactions.record(trade("李四", 100))

    error = refused(ledger, batch)

    assert (error.code, error.details["number"]) == (Code.IMPORT_NEEDED, "C000002")


def test_a_receipt_a_note_and_a_changed_card_keep_an_import(ledger: Ledger, table: Path) -> None:
    batch = batch_of(ledger, table)
    pub = ledger.customers.find("张三")[0].pub
    ledger.customers.write_note(pub, NoteKind.REMARK, "月底来取")
    assert refused(ledger, batch).details["number"] == "C000001"
    payment = rows_of(ledger, "SELECT pub FROM payment ORDER BY id DESC LIMIT 1")[0][0]
    ledger.receipts.issue(str(payment), A5)
    assert refused(ledger, batch).details["number"] == "C000002"


def test_a_verified_card_keeps_an_import(ledger: Ledger, table: Path) -> None:
    batch = batch_of(ledger, table)
    ledger.customers.verify(ledger.customers.find("李四")[0].pub)

    assert refused(ledger, batch).details["number"] == "C000002"


def test_an_import_is_taken_back_with_a_reason_and_by_its_own_name(
    ledger: Ledger, table: Path
) -> None:
    batch = batch_of(ledger, table)
    with pytest.raises(KnownError) as without:
        ledger.imports.take_back(batch, why=" ")
    with pytest.raises(KnownError) as stranger:
        ledger.imports.take_back("0" * 16, why="x")

    assert (without.value.field, stranger.value.field) == ("why", "batch")


def test_of_several_entries_each_is_taken_back_and_a_stop_leaves_all(
    ledger: Ledger, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (import_posting, import_withdrawing):
        monkeypatch.setattr(module, "ROWS_PER_ENTRY", 2)
    batch = batch_of(ledger, table)

    class StopError(Exception):
        """Somebody pressed cancel."""

    def stop(_done: int, _all: int) -> None:
        raise StopError

    before = dump(ledger)
    with pytest.raises(StopError):
        ledger.imports.take_back(batch, why="导错了", progress=stop)
    assert dump(ledger) == before
    ledger.imports.take_back(batch, why="导错了")
    assert rows_of(ledger, "SELECT * FROM trade") == []
    assert ledger.audit.check().ok


def test_a_table_of_customers_alone_is_taken_back_too(ledger: Ledger, tmp_path: Path) -> None:
    table = tmp_path / "c.csv"
    table.write_text("姓名,电话\n张三,13900004471\n李四,13900004472\n", encoding="utf-8")

    chosen = Chosen(row=1, columns={Column.NAME: 0, Column.PHONE: 1})
    batch = ledger.imports.run(table, chosen=chosen).value.batch_pub
    assert batch is not None

    taken = ledger.imports.take_back(batch, why="导错了").value

    assert (taken.trades, taken.customers) == (0, 2)
    assert ledger.customers.page(CustomerFilter()) == []
    assert ledger.audit.check().ok
