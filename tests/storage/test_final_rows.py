"""What was issued or logged is neither changed nor deleted, whatever SQL asks for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as engine
from tests.support.still_office import A5, StillOffice, close_day, desk_of, issue, rows_of, trade

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.receipts import Paper
from ledgerdesk.storage import covered

# Neither UPDATE nor DELETE, for any column and any row.
FINAL = ("audit", "audit_object", "book", "branch", "customer_note", "day_close",
         "day_reopening", "deposit", "explained_gap", "import_batch", "import_withdrawal",
         "payment", "payment_part", "period_close", "receipt", "receipt_template",
         "record_standard", "series_handout", "signing_key", "signing_key_end",
         "stock_sheet", "drill", "trade", "trade_line", "void")  # fmt: skip
# Named by a test of their own below.
PARTLY_FINAL = ("change", "print", "series_counter")
OTHER_TRIGGERS = {
    *("audit_follows", "correction_is_final", "customer_stays"),
    *("review_is_final", "review_stays", "service_stays"),
    "receipt_is_the_only_live_one",
    *("series_handout_has_one_holder", "series_handout_comes_back_itself"),
    *("deposit_holds_it", "payment_gives_back_what_came"),
}
# Protected by their digests alone: the program itself changes them, each time with an entry.
CHANGING = {
    *("backup", "correction", "customer", "customer_merge", "customer_secret"),
    *("quality_ignored", "review", "series", "service", "setting", "staff"),
}

RAW_ROWS = {
    "receipt_template": """
        INSERT INTO receipt_template (pub, salt, body, made_at, staff_id)
        VALUES ('00000000000000e9', zeroblob(16), '{}', 'x', 1)
        """,
    "day_reopening": """
        INSERT INTO day_reopening (pub, salt, close_id, reason, reopened_at, staff_id)
        SELECT '00000000000000e6', zeroblob(16), id, 'x', 'x', 1 FROM day_close
        """,
    "customer_note": """
        INSERT INTO customer_note (pub, salt, customer_id, kind, content, written_at, staff_id)
        VALUES ('00000000000000e3', zeroblob(16), 1, 'remark', 'x', 'x', 1)
        """,
    "deposit": """
        INSERT INTO deposit (pub, salt, customer_id, trade_id, kind, amount_fen, moved_at, staff_id)
        SELECT '00000000000000e7', zeroblob(16), customer_id, id, 'kept', 5, 'x', 1 FROM trade
        LIMIT 1
        """,
    "period_close": """
        INSERT INTO period_close (pub, salt, period, first_day, last_day, sheet, closed_at,
        staff_id) VALUES ('00000000000000e8', zeroblob(16), '2001-01', '2001-01-01', '2001-01-31',
        '{"format": 1, "period": "2001-01", "taken": [], "receipts": 0, "voided": 0,
        "first_number": null, "last_number": null, "owed_fen": 0, "closed_at": "",
        "closed_by": ""}', 'x', 1)
        """,
    "explained_gap": """
        INSERT INTO explained_gap (pub, salt, series_id, period, first_seq, last_seq, branch_id,
        reason, noted_at)
        VALUES ('00000000000000e0', zeroblob(16), 1, '2025', 1, 2, 1, 'paper_book', 'x')
        """,
    "series_handout": """
        INSERT INTO series_handout (pub, salt, series_id, period, first_seq, last_seq, person,
        handed_on, noted_at, staff_id)
        VALUES ('00000000000000ea', zeroblob(16), 1, '2025', 1, 50, 'x', '2025-01-01', 'x', 1)
        """,
    "import_batch": """
        INSERT INTO import_batch (pub, salt, file_digest, rows_taken, imported_at, staff_id)
        VALUES ('00000000000000e1', zeroblob(16), zeroblob(32), 0, 'x', 1)
        """,
    "import_withdrawal": """
        INSERT INTO import_withdrawal (pub, salt, batch_id, reason, withdrawn_at, staff_id)
        SELECT '00000000000000e4', zeroblob(16), id, 'x', 'x', 1 FROM import_batch
        """,
    "record_standard": """
        INSERT INTO record_standard (pub, salt, version, rules, written_at, staff_id)
        VALUES ('00000000000000e5', zeroblob(16), 1, '[]', 'x', 1)
        """,
    "drill": """
        INSERT INTO drill (pub, salt, backup, sequence, file_name, with_key, receipts, head_seq,
        held_at, staff_id)
        VALUES ('00000000000000ec', zeroblob(16), '00000000000000ec', 1, 'f', 'recovery', 1, 1,
        'x', 1)
        """,
    "stock_sheet": """
        INSERT INTO stock_sheet (pub, salt, stock, number, reason, noted_at, staff_id)
        VALUES ('00000000000000eb', zeroblob(16), 'x', '1', 'x', 'x', 1)
        """,
    "signing_key_end": """
        INSERT INTO signing_key_end (pub, salt, key_id, to_seq, reason)
        VALUES ('00000000000000e2', zeroblob(16), 2, 99, 'renewed')
        """,
}


@pytest.fixture(scope="module")
def filled(made_once: StillOffice, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """Give a ledger with rows in every final table; no test here manages to change it."""
    folder: Path = tmp_path_factory.mktemp("filled")
    office = made_once.copied(folder / "office")
    ledger = office.open()
    ledger.settings.change("receipt.accountant", "李会计")
    numbers = [issue(ledger, trade(amount_fen=1_000 + n)).number for n in range(4)]
    ledger.receipts.void_spoiled(numbers[0], reason="卡纸", wish=A5)
    ledger.receipts.void_trade(numbers[1], reason="金额错误")
    ledger.receipts.reverse(numbers[2], reason="退款", wish=A5)
    ledger.receipts.write_pdf(numbers[3], folder / "r.pdf", paper=Paper.A5)
    close_day(ledger, "2026-11-20")
    with desk_of(ledger).database.write() as tx:
        for statement in RAW_ROWS.values():
            tx.run(statement)
    yield ledger
    office.close()


def _refused(ledger: Ledger, statement: str, *values: object) -> str:
    """Run one statement that must be refused; give back the engine's words."""

    def run() -> None:
        with desk_of(ledger).database.write() as tx:
            tx.run(statement, values)

    with pytest.raises(engine.IntegrityError) as refusal:
        run()
    return str(refusal.value)


def _columns(ledger: Ledger, table: str) -> list[str]:
    return [row[1] for row in rows_of(ledger, f"PRAGMA table_info({table})")]


@pytest.mark.parametrize("table", FINAL)
def test_no_column_of_a_final_row_is_changed(table: str, filled: Ledger) -> None:
    assert rows_of(filled, f"SELECT 1 FROM {table}"), "a trigger without a row would never fire"

    words = {_refused(filled, f"UPDATE {table} SET {c} = {c}") for c in _columns(filled, table)}

    (said,) = words
    assert any(word in said for word in ("final", "one book"))


@pytest.mark.parametrize("table", FINAL)
def test_no_final_row_is_deleted(table: str, filled: Ledger) -> None:
    words = _refused(filled, f"DELETE FROM {table}")

    assert any(word in words for word in ("stay", "one book"))


@pytest.mark.parametrize("table", [*FINAL, "print", "series_counter"])
def test_no_final_row_is_replaced(table: str, filled: Ledger) -> None:
    names = ", ".join(_columns(filled, table))
    words = _refused(
        filled, f"INSERT OR REPLACE INTO {table} ({names}) SELECT {names} FROM {table} LIMIT 1"
    )

    assert "UNIQUE" not in words


def test_every_trigger_of_the_schema_is_tried_here(filled: Ledger) -> None:
    query = "SELECT name FROM sqlite_schema WHERE type = 'trigger'"
    present = {row[0] for row in rows_of(filled, query)}
    expected = {f"{table}_is_final" for table in FINAL} | {f"{table}_stays" for table in FINAL}
    expected |= {"change_is_final", "print_is_final", "print_stays"}
    expected |= {"series_counter_only_rises", "series_counter_stays"}

    assert present == expected | OTHER_TRIGGERS


def test_every_protected_table_is_final_or_known_to_change() -> None:
    final = {*FINAL, *PARTLY_FINAL}

    assert set(covered.COVERED) - final == CHANGING
    assert covered.CHILD_TABLES - final == {
        *("customer_contact", "customer_alias", "customer_tag"),
    }


def test_a_customer_and_his_number_are_never_deleted(filled: Ledger) -> None:
    assert "stay" in _refused(filled, "DELETE FROM customer")


def test_history_is_final_but_may_be_erased_with_its_person(filled: Ledger) -> None:
    for column in _columns(filled, "change"):
        assert "final" in _refused(filled, f"UPDATE change SET {column} = {column}")


def test_an_ended_print_is_final(filled: Ledger) -> None:
    assert rows_of(filled, "SELECT state FROM print") == [("confirmed",)]
    for column in _columns(filled, "print"):
        assert "final" in _refused(filled, f"UPDATE print SET {column} = {column}")
    assert "stay" in _refused(filled, "DELETE FROM print")


@pytest.mark.parametrize("column", ["receipt_id", "ordinal", "staff_id"])
def test_an_asked_print_stays_that_of_its_receipt(column: str, filled: Ledger) -> None:
    database = desk_of(filled).database
    with database.write() as tx:
        tx.run(
            "INSERT OR IGNORE INTO print (pub, salt, receipt_id, ordinal, way, paper, state,"
            " asked_at, staff_id) SELECT '00000000000000e9', zeroblob(16), id, 7, 'pdf', 'a5',"
            " 'asked', 'x', 1 FROM receipt LIMIT 1"
        )

    words = _refused(
        filled, f"UPDATE print SET {column} = {column} + 1 WHERE pub = '00000000000000e9'"
    )

    assert "final" in words


def test_numbers_only_rise(filled: Ledger) -> None:
    for change in ("last_seq = last_seq - 1", "first_seq = first_seq + 1", "period = '1999'",
                   "series_id = series_id + 1"):  # fmt: skip
        assert "rise" in _refused(filled, f"UPDATE series_counter SET {change}")
    assert "stay" in _refused(filled, "DELETE FROM series_counter")


@pytest.mark.parametrize("step", [0, 2])
def test_an_entry_follows_the_one_before_it(step: int, filled: Ledger) -> None:
    words = _refused(
        filled,
        "INSERT INTO audit (seq, previous, hash, body, signer, signature) SELECT max(seq) + ?,"
        " previous, hash, body, signer, signature FROM audit",
        step,
    )

    assert "follow" in words


def test_a_payment_has_one_live_receipt(filled: Ledger) -> None:
    names = _columns(filled, "receipt")
    other = {"id": "234", "seq": "99", "number": "'SJ2026-000099'",
             "reissue_of_id": "NULL"}  # fmt: skip
    values = ", ".join(other.get(name, name) for name in names)

    words = _refused(
        filled,
        f"INSERT INTO receipt ({', '.join(names)}) SELECT {values} FROM receipt"
        " WHERE number = 'SJ2026-000004'",
    )

    assert "the payment has a receipt" in words


def test_the_book_still_proves_itself_apart_from_the_rows_put_in_by_hand(filled: Ledger) -> None:
    found = {(finding.what, finding.kind) for finding in filled.audit.check().findings}

    beside = {("owed_differs", "trade")}  # of the deposit, which nobody paid
    assert found == {("row_without_entry", kind) for kind in RAW_ROWS} | beside


def test_a_withdrawn_import_lets_no_other_trade_go(filled: Ledger) -> None:
    assert rows_of(filled, "SELECT 1 FROM import_withdrawal")

    for table in ("trade", "trade_line", "payment", "payment_part"):
        assert "stay" in _refused(filled, f"DELETE FROM {table}")
