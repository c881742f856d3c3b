"""ID and bank numbers are masked, revealed for a reason the log keeps, and stand nowhere else.

C-33: a number is in the one table that is for it, and in no index, log, history or header.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.support.still_office import (
    OWNER,
    StillOffice,
    act_as,
    desk_of,
    issue,
    rows_of,
    trade,
)

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.customers import CustomerDraft
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.receipts import Paper
from ledgerdesk.core.staff import Role
from ledgerdesk.core.tables import Format
from ledgerdesk.documents import receipt_pdf
from ledgerdesk.documents.read_back import read_back_problems, texts
from ledgerdesk.services.steps.export_rows import What
from ledgerdesk.services.steps.log.log_pages import LogQuery
from ledgerdesk.storage.customers import find

ID, CARD = "11010519491231002X", "6222020200112233445"
OTHER_ID = "330106198502184951"


@pytest.fixture
def pub(ledger: Ledger) -> str:
    ledger.customers.add(CustomerDraft(name="李雷"))
    return ledger.customers.by_code("C000001").pub


def keep(ledger: Ledger, pub: str, number: str = ID, kind: str = "cn_ric", why: str = "") -> str:
    return ledger.customers.keep_number(pub, kind, number, why=why).value.shown


def refusal(ledger: Ledger, pub: str, **named: str) -> KnownError:
    with pytest.raises(KnownError) as refused:
        keep(ledger, pub, **named)
    return refused.value


def test_a_number_is_listed_by_its_ends_alone(ledger: Ledger, pub: str) -> None:
    assert keep(ledger, pub) == "110105********002X"
    assert keep(ledger, pub, CARD, "bank_card") == "622202*********3445"

    listed = ledger.customers.numbers(pub)

    assert [(one.name, one.kind, one.shown) for one in listed] == [
        ("bank_card", "bank_card", "622202*********3445"),
        ("cn_ric", "cn_ric", "110105********002X"),
    ]
    assert ID not in repr(listed)


def test_a_number_is_kept_without_what_a_keyboard_adds(ledger: Ledger, pub: str) -> None:
    keep(ledger, pub, " １１０１０５ 19491231 002x ")

    assert ledger.customers.reveal(pub, "cn_ric", why="核对证件").value == ID


def test_a_number_is_revealed_with_its_entry_and_its_reason(ledger: Ledger, pub: str) -> None:
    keep(ledger, pub)

    value = ledger.customers.reveal(pub, "cn_ric", why="  银行要求核对  ").value

    line = ledger.audit.page().lines[0]
    (change,) = line.changes
    assert value == ID
    assert (line.action, line.person) == ("customers.reveal", OWNER)
    assert (change.kind, change.pub, change.field) == ("customer", pub, "number.cn_ric")
    assert (change.old, change.new, change.why) == (None, None, "银行要求核对")
    found = ledger.audit.page(LogQuery(row=("customer", pub))).lines[0]
    assert found.action == "customers.reveal"
    assert ledger.audit.history("customer", pub).lines[0].why == "银行要求核对"
    assert ledger.audit.verify().ok


@pytest.mark.parametrize("why", ["", "   ", "\u200b"])
def test_nothing_is_revealed_without_a_reason(ledger: Ledger, pub: str, why: str) -> None:
    keep(ledger, pub)
    before = desk_of(ledger).marks.head

    with pytest.raises(KnownError) as refused:
        ledger.customers.reveal(pub, "cn_ric", why=why)

    assert (refused.value.code, refused.value.field) == (Code.BAD_VALUE, "why")
    assert desk_of(ledger).marks.head == before


def test_nothing_is_revealed_whose_entry_cannot_be_written(
    ledger: Ledger, pub: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(ledger, pub)

    def broken(*_: object, **__: object) -> None:
        raise KnownError(Code.DISK_FULL)

    monkeypatch.setattr("ledgerdesk.storage.audit.append", broken)

    with pytest.raises(KnownError):
        ledger.customers.reveal(pub, "cn_ric", why="核对")


def test_an_auditor_sees_the_ends_and_reveals_nothing(ledger: Ledger, pub: str) -> None:
    keep(ledger, pub)
    act_as(ledger, Role.AUDITOR)

    assert ledger.customers.numbers(pub)[0].shown == "110105********002X"
    with pytest.raises(KnownError) as refused:
        ledger.customers.reveal(pub, "cn_ric", why="审计")
    assert refused.value.code is Code.NOT_ALLOWED


def test_another_number_takes_the_place_of_the_one_that_stood_there(
    ledger: Ledger, pub: str
) -> None:
    keep(ledger, pub)
    keep(ledger, pub, OTHER_ID, why="上次登记有误")

    assert ledger.customers.reveal(pub, "cn_ric", why="核对").value == OTHER_ID
    assert rows_of(ledger, "SELECT count(*) FROM customer_secret") == [(1,)]
    assert ledger.audit.verify().ok


def test_a_number_is_taken_away(ledger: Ledger, pub: str) -> None:
    keep(ledger, pub)

    ledger.customers.drop_number(pub, "cn_ric", why="客户要求")

    assert ledger.customers.numbers(pub) == ()
    with pytest.raises(KnownError) as refused:
        ledger.customers.reveal(pub, "cn_ric", why="核对")
    assert (refused.value.field, refused.value.details["reason"]) == ("number", "unknown")
    assert ledger.audit.verify().ok


@pytest.mark.parametrize(
    ("kind", "number", "reason"),
    [
        ("cn_ric", "110105194912310021", "check_digit"),
        ("cn_ric", "", "required"),
        ("cn_ric", "1.1E+17", "scientific_notation"),
        ("bank_card", "9" * 500, "length"),
    ],
)
def test_a_number_that_cannot_be_is_refused_without_being_quoted(
    ledger: Ledger, pub: str, kind: str, number: str, reason: str
) -> None:
    error = refusal(ledger, pub, number=number, kind=kind)

    assert (error.code, error.field, error.details) == (
        Code.BAD_VALUE, "number", {"reason": reason},
    )  # fmt: skip


def test_a_number_that_is_only_unusual_is_kept(ledger: Ledger, pub: str) -> None:
    assert keep(ledger, pub, "1234", "bank_card") == "****"


@pytest.mark.parametrize("why", [f"号码 {ID}", "号码 1101 0519 4912", "尾号 31002x"])
def test_a_reason_that_quotes_the_number_is_refused(ledger: Ledger, pub: str, why: str) -> None:
    error = refusal(ledger, pub, why=why)
    assert (error.field, error.details) == ("why", {"reason": "quotes_number"})

    keep(ledger, pub)
    for call in (ledger.customers.reveal, ledger.customers.drop_number):
        with pytest.raises(KnownError) as refused:
            call(pub, "cn_ric", why=why)
        assert refused.value.field == "why"
    error = refusal(ledger, pub, number=OTHER_ID, why=why)
    assert error.details == {"reason": "quotes_number"}


def test_a_number_of_nobody_is_refused(ledger: Ledger) -> None:
    assert refusal(ledger, "0" * 16).code is Code.UNKNOWN_CUSTOMER


# ── C-33 ─────────────────────────────────────────────────────────────────────────────────


def cells(ledger: Ledger) -> Iterator[tuple[str, str]]:
    """Yield (table, text) of every cell of every table, the index's own among them."""
    with desk_of(ledger).database.read() as tx:
        listed = [row[1] for row in tx.rows("PRAGMA table_list") if row[0] == "main"]
        for table in listed:
            for row in tx.rows(f'SELECT * FROM "{table}"'):
                for cell in row:
                    raw = cell if isinstance(cell, bytes) else str(cell).encode()
                    yield table, raw.decode("latin-1").lower()


def fragments(number: str, room: int = 8) -> set[str]:
    return {number[at : at + room].lower() for at in range(len(number) - room + 1)}


def tables_with(ledger: Ledger, *numbers: str) -> set[str]:
    wanted = set[str]().union(*(fragments(number) for number in numbers))
    return {table for table, text in cells(ledger) if any(part in text for part in wanted)}


def a_whole_life_of_a_number(ledger: Ledger, pub: str, folder: Path) -> None:
    """Keep, reveal, replace and drop numbers, import one, export, issue, back up."""
    table = folder / "t.csv"
    table.write_text(
        f"姓名,身份证号,交易日期,交易金额\n韩梅梅,{OTHER_ID},2026-01-02,5\n", encoding="utf-8"
    )
    assert ledger.imports.run(table).value.ok == 1
    keep(ledger, pub, why="开户")
    keep(ledger, pub, CARD, "bank_card")
    ledger.customers.reveal(pub, "cn_ric", why="核对证件")
    ledger.customers.reveal(pub, "bank_card", why="退款")
    issue(ledger, trade("李雷", 8_800))
    ledger.exports.run(What.CUSTOMERS, Format.CSV, folder / "c.csv")
    ledger.audit.export(folder / "proof")
    (folder / "stick").mkdir()
    ledger.backups.make(folder / "stick")


def test_a_number_stands_in_its_own_table_and_nowhere_else(
    ledger: Ledger, pub: str, tmp_path: Path
) -> None:
    a_whole_life_of_a_number(ledger, pub, tmp_path)

    assert rows_of(ledger, "SELECT count(*) FROM customer_secret") == [(3,)]
    assert tables_with(ledger, ID, CARD, OTHER_ID) == {"customer_secret"}


def test_the_scan_would_find_a_number_in_the_index_in_the_log_and_in_a_note(
    ledger: Ledger, pub: str
) -> None:
    """Negative control: numbers put where they must not be are found there."""
    connection: Any = desk_of(ledger).database._connection
    connection.execute("INSERT INTO customer_search (rowid, terms) VALUES (99, ?)", (ID.lower(),))
    connection.execute(
        "INSERT INTO change (seq, kind, pub, field, new) VALUES (1, 'customer', 'x', 'x', ?)",
        (CARD,),
    )
    connection.execute("UPDATE customer SET note = ?", (f"证件 {OTHER_ID}",))

    assert tables_with(ledger, ID) == {"customer_search_data"}
    assert tables_with(ledger, CARD) == {"change"}
    assert tables_with(ledger, OTHER_ID) == {"customer"}


def test_the_index_of_names_has_no_term_of_a_number(
    ledger: Ledger, pub: str, tmp_path: Path
) -> None:
    """Terms are stored with their common beginnings cut off, so they are asked for one by one."""
    a_whole_life_of_a_number(ledger, pub, tmp_path)

    connection: Any = desk_of(ledger).database._connection
    connection.execute(
        "CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, customer_search, row)"
    )
    terms = {row[0] for row in connection.execute("SELECT term FROM temp.terms")}

    wanted = set[str]().union(*(fragments(number, 5) for number in (ID, CARD, OTHER_ID)))
    assert terms
    assert [term for term in terms if any(part in term for part in wanted)] == []
    with desk_of(ledger).database.read() as tx:
        assert [find(tx, number, limit=9) for number in (ID, CARD, OTHER_ID, ID[-6:])] == [[]] * 4


def test_no_file_that_leaves_the_book_holds_a_number(
    office: StillOffice, ledger: Ledger, pub: str, tmp_path: Path
) -> None:
    a_whole_life_of_a_number(ledger, pub, tmp_path)
    (tmp_path / "t.csv").unlink()  # the office's own table, which came in

    files = [path for path in (*tmp_path.rglob("*"), *office.folder.rglob("*")) if path.is_file()]

    assert {path.suffix for path in files} >= {".csv", ".ldbk", ".jsonl", ".db"}
    wanted = set[str]().union(*(fragments(number) for number in (ID, CARD, OTHER_ID)))
    for path in files:
        text = path.read_bytes().decode("latin-1").lower()
        assert [part for part in wanted if part in text] == [], path.name
    assert "110105********002X" in (tmp_path / "c.csv").read_text("utf-8-sig")


def payer_id_of(ledger: Ledger) -> str:
    return ledger.receipts.page(issue(ledger, trade("李雷")).number).content.payer_id


def test_a_receipt_shows_the_masked_number_only_where_the_office_wants_it(
    ledger: Ledger, pub: str
) -> None:
    keep(ledger, pub, CARD, "bank_card")
    keep(ledger, pub)
    assert payer_id_of(ledger) == ""

    ledger.settings.change("receipt.payer_id", "masked")
    number = issue(ledger, trade("李雷")).number
    page = ledger.receipts.page(number)

    assert page.content.payer_id == "110105********002X"
    assert ledger.receipts.page(issue(ledger, trade("张三")).number).content.payer_id == ""
    pdf = receipt_pdf.render(page, Paper.A5)
    said = "".join(texts(pdf))
    assert read_back_problems(pdf, page, Paper.A5) == ()
    assert "李雷（110105********002X）" in said
    assert ID not in said
    ledger.settings.change("receipt.payer_id", "")
    assert payer_id_of(ledger) == ""
    assert ledger.receipts.page(number).content.payer_id == "110105********002X"


@pytest.mark.parametrize("value", ["whole", "yes", "MASKED"])
def test_no_receipt_can_be_told_to_show_the_whole_number(ledger: Ledger, value: str) -> None:
    with pytest.raises(KnownError) as refused:
        ledger.settings.change("receipt.payer_id", value)

    assert (refused.value.code, refused.value.field) == (Code.BAD_VALUE, "receipt.payer_id")
