"""A digest vouches for every column of a row and its children, and survives later columns."""

import pytest

from ledgerdesk.storage import covered
from ledgerdesk.storage.covered import COVERED, digest, digests
from ledgerdesk.storage.database import Database, Row, Transaction

PUB = "0000000000000001"
SALT = "zeroblob(16)"
IDS = f"1, '{PUB}', {SALT}"
ID = f"1, {SALT}"  # where the public id is the row id

# One row of every protected kind, and what its references need; foreign keys are asked at COMMIT.
ROWS = {
    "branch": f"INSERT INTO branch VALUES ({IDS}, NULL, 'created', 't')",
    "staff": f"INSERT INTO staff VALUES ({IDS}, 'u', '王敏', 'owner', 'active', 1,"
    " 'digest', 't', 'root')",
    "signing_key": f"INSERT INTO signing_key VALUES ({IDS}, 1, 'firm', zeroblob(32),"
    f" zeroblob(64), '{PUB}', zeroblob(32), zeroblob(32), 1, 1)",
    "signing_key_end": f"INSERT INTO signing_key_end VALUES ({IDS}, 1, 5, 'renewed')",
    "service": f"INSERT INTO service VALUES ({IDS}, 'A1', '记账', '月', 100, 'jz', 1)",
    "setting": f"INSERT INTO setting VALUES ({IDS}, 'firm.name', '\"a\"')",
    "customer": f"INSERT INTO customer VALUES ({IDS}, 'C000001', 'person', '张三', '公司', '打印',"
    " 'zhang', 'active', 'complete', '备注', 1, 't', 1, 1, 'd', 1, 'd', '电话')",
    "customer_contact": "INSERT INTO customer_contact VALUES (1, 1, 0, 'phone', '138', '家')",
    "customer_alias": "INSERT INTO customer_alias VALUES (1, 1, 'name', '小张')",
    "customer_tag": "INSERT INTO customer_tag VALUES (1, '老客户')",
    "correction": f"INSERT INTO correction VALUES ({IDS}, 1, 'phone', 'a', 'b', 'c', 'd',"
    " 'approved', 't', 1, 't', 1, 'x')",
    "quality_ignored": f"INSERT INTO quality_ignored VALUES ({IDS}, 's', zeroblob(32), 'r', 't',"
    " 1)",
    "customer_merge": f"INSERT INTO customer_merge VALUES ({IDS}, 1, 1, '{{}}', 't', 1, 't', 1)",
    "customer_note": f"INSERT INTO customer_note VALUES ({IDS}, 1, 'remark', '月底', 't', 1)",
    "customer_secret": f"INSERT INTO customer_secret VALUES ({IDS}, 1, 'id_card', 'x')",
    "import_batch": f"INSERT INTO import_batch VALUES ({IDS}, zeroblob(32), 3, 't', 1)",
    "import_withdrawal": f"INSERT INTO import_withdrawal VALUES ({IDS}, 1, '错', 't', 1)",
    "record_standard": f"INSERT INTO record_standard VALUES ({IDS}, 1, '[]', 't', 1)",
    "trade": f"INSERT INTO trade VALUES ({ID}, 1, 'reversal', 'desk', '2026-11-23', 't', 1, -500,"
    " 'CNY', 'n', '晚', 1, 'd', 1, 'k')",
    "trade_line": "INSERT INTO trade_line VALUES (1, 0, '咨询', '次', 1000, -500, -500, 'n')",
    "payment": f"INSERT INTO payment VALUES ({ID}, 1, -500, 'CNY', 'd', 'd', 't', 1, '抬头',"
    " '注', 1)",
    "payment_part": "INSERT INTO payment_part VALUES (1, 0, 'cash', 'x', -500)",
    "period_close": f"INSERT INTO period_close VALUES ({IDS}, '2026-11', '2026-11-01',"
    " '2026-11-30', '{{}}', 't', 1)",
    "deposit": f"INSERT INTO deposit VALUES ({IDS}, 1, 1, 1, 'kept', 5, 't', 1)",
    "review": f"INSERT INTO review VALUES ({IDS}, 'trade', '{PUB}', 1, 'amount', '[]', 't', 1,"
    " 'passed', 't', 1, 'x', 1)",
    "series": f"INSERT INTO series VALUES ({IDS}, 'SJ', '收据', 'p', 'yearly', 1)",
    "series_counter": f"INSERT INTO series_counter VALUES ({IDS}, 1, '2026', 1, 1, 1, 1)",
    "explained_gap": f"INSERT INTO explained_gap VALUES ({IDS}, 1, '2026', 1, 1, 1, 'restored',"
    " 't')",
    "series_handout": f"INSERT INTO series_handout VALUES ({IDS}, 1, '2026', 1, 9, '小李', 'd', 1,"
    " 't', 1)",
    "receipt_template": f"INSERT INTO receipt_template VALUES ({IDS}, 1, '{{}}', 't', 1)",
    "receipt": f"INSERT INTO receipt VALUES ({ID}, 1, '2026', 1, 'SJ2026-000001', 1, 'red', -500,"
    " 'CNY', '张三', 'd', 'd', 't', 'z', 1, 1, '{}', zeroblob(32), 'a5', 1, 1, '[]', 1, 1)",
    "void": f"INSERT INTO void VALUES ({IDS}, 'trade', 1, 1, 1, '错', 'kept', 'd', 't', 1)",
    "print": f"INSERT INTO print VALUES ({IDS}, 1, 1, 'pdf', 'dev', 'a5', 'failed', 't', 't', 1,"
    " 'r')",
    "drill": f"INSERT INTO drill VALUES ({IDS}, '{PUB}', 1, 'f', 'recovery', 1, 1, 't', 1)",
    "stock_sheet": f"INSERT INTO stock_sheet VALUES ({IDS}, '三联', 'A1', 1, '撕坏', 't', 1)",
    "day_close": f"INSERT INTO day_close VALUES ({IDS}, '2026-11-23', '{{}}', 't', 1, 1)",
    "day_reopening": f"INSERT INTO day_reopening VALUES ({IDS}, 1, '漏', 't', 1)",
    "backup": f"INSERT INTO backup VALUES ({IDS}, 1, 1, 'f', 'h', 10, zeroblob(32), 1, 't', 't')",
}
OWNER_OF = {
    "customer_contact": ("customer", "customer_id"),
    "customer_alias": ("customer", "customer_id"),
    "customer_tag": ("customer", "customer_id"),
    "payment_part": ("payment", "payment_id"),
    "trade_line": ("trade", "trade_id"),
}


@pytest.fixture
def filled(book: Database) -> Database:
    """Give a book with one row of every kind; triggers and checks do not stand in the way."""
    book._connection.execute("PRAGMA ignore_check_constraints = ON")
    with book.write() as tx:
        triggers = [row[0] for row in tx.rows(
            "SELECT name FROM sqlite_schema WHERE type = 'trigger'"
        )]  # fmt: skip
        for name in triggers:
            tx.run(f"DROP TRIGGER {name}")
        for statement in ROWS.values():
            tx.run(statement)
    book._connection.execute("PRAGMA foreign_keys = OFF")
    return book


def _columns(tx: Transaction, table: str) -> list[Row]:
    return list(tx.rows(f"PRAGMA table_info({table})"))


def _other(kind: str) -> str:
    return {"INTEGER": "4711", "TEXT": "'another'", "BLOB": "x'0badcafe'"}[kind]


@pytest.mark.parametrize("kind", sorted(COVERED))
def test_a_change_of_any_column_changes_the_digest(kind: str, filled: Database) -> None:
    with filled.write() as tx:
        before = digest(tx, kind, PUB)
        assert before is not None
        for _, column, declared, *_ in _columns(tx, kind):
            if column in {"id", "pub"}:
                continue
            tx.run("SAVEPOINT one_column")
            tx.run(f"UPDATE {kind} SET {column} = {_other(declared)}")
            is_left_out = column in COVERED[kind].without - {"salt"}
            assert (digest(tx, kind, PUB) == before) is is_left_out, column
            tx.run("ROLLBACK TO one_column")
        assert digest(tx, kind, PUB) == before


@pytest.mark.parametrize("kind", sorted(OWNER_OF))
def test_a_change_of_any_column_of_a_child_changes_its_owners_digest(
    kind: str, filled: Database
) -> None:
    owner, reference = OWNER_OF[kind]
    with filled.write() as tx:
        before = digest(tx, owner, PUB)
        for _, column, declared, *_ in _columns(tx, kind):
            if column == "id":
                continue
            tx.run("SAVEPOINT one_column")
            tx.run(f"UPDATE {kind} SET {column} = {_other(declared)}")
            assert digest(tx, owner, PUB) != before, column
            tx.run("ROLLBACK TO one_column")
        tx.run(f"DELETE FROM {kind} WHERE {reference} = 1")
        assert digest(tx, owner, PUB) != before


def test_one_row_of_every_protected_kind_is_tried() -> None:
    assert set(ROWS) == set(COVERED) | covered.CHILD_TABLES
    assert set(OWNER_OF) == covered.CHILD_TABLES


@pytest.mark.parametrize("kind", sorted(ROWS))
def test_a_column_added_later_leaves_old_digests_true(kind: str, filled: Database) -> None:
    owner = OWNER_OF[kind][0] if kind in OWNER_OF else kind
    with filled.write() as tx:
        before = digest(tx, owner, PUB)
        tx.run(f"ALTER TABLE {kind} ADD COLUMN added_later TEXT")
        assert digest(tx, owner, PUB) == before
        tx.run(f"UPDATE {kind} SET added_later = 'used'")
        assert digest(tx, owner, PUB) != before


@pytest.mark.parametrize("kind", sorted(COVERED))
def test_another_salt_gives_another_digest(kind: str, filled: Database) -> None:
    with filled.write() as tx:
        before = digest(tx, kind, PUB)
        tx.run(f"UPDATE {kind} SET salt = ?", (b"\x01" * 16,))

        assert digest(tx, kind, PUB) != before


@pytest.mark.parametrize("kind", sorted(COVERED))
def test_reading_all_rows_gives_the_digests_of_each(kind: str, filled: Database) -> None:
    with filled.read() as tx:
        assert list(digests(tx, kind)) == [((PUB, kind), digest(tx, kind, PUB))]


def test_the_same_content_in_another_kind_has_another_digest(filled: Database) -> None:
    with filled.read() as tx:
        found = {digest(tx, kind, PUB) for kind in COVERED}

    assert len(found) == len(COVERED)


def test_a_row_that_is_not_there_has_no_digest(filled: Database) -> None:
    with filled.read() as tx:
        assert digest(tx, "trade", "f" * 16) is None


def test_a_print_that_has_not_ended_is_not_covered_yet(filled: Database) -> None:
    with filled.write() as tx:
        tx.run("UPDATE print SET state = 'asked', ended_at = NULL")

        assert list(digests(tx, "print")) == []


def test_a_touched_row_is_named_with_its_digests(filled: Database) -> None:
    with filled.write() as tx:
        new = covered.inserted(tx, "setting", PUB)
        tx.run("UPDATE setting SET value = '1'")
        changed = covered.changed(tx, "setting", PUB, new.after)

        assert (new.kind, new.pub, new.before) == ("setting", PUB, None)
        assert changed.before == new.after
        assert changed.after == digest(tx, "setting", PUB)
        assert changed.after != changed.before
