"""C-44: a row changed, deleted or inserted past the program is named by the check, always.

The other tool has the database key and drops the triggers first, as whoever may log in could.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.support.campaign import Campaign, campaign
from tests.support.full_office import SECOND_SERIES, make_full_office
from tests.support.office import Office

from ledgerdesk.storage.covered import CHILD_TABLES, COVERED
from ledgerdesk.storage.proof import Finding

pytestmark = pytest.mark.fault

NEW_PUB = "00000000000000ff"

# Which row of a kind is broken: one whose loss does not already stop the opening.
CHOSEN = {
    "branch": "id = 1",
    "series": f"code = '{SECOND_SERIES}'",
    "series_counter": "period = ''",
    "setting": "name = 'firm.name'",
    "signing_key": "purpose = 'maker'",
    "staff": "user_id = 'u2'",
}
CHANGES = {
    "backup": "bytes = bytes + 1",
    "branch": "started_at = '2000-01-01T00:00:00.000Z'",
    "correction": "wrong = 'x'",
    "customer": "name = '韩梅梅'",
    "customer_merge": "undone_at = 'x'",
    "customer_note": "content = '别的'",
    "customer_secret": "value = '110105194912310021'",
    "day_close": """sheet = '{"cash":1}'""",
    "day_reopening": "reason = '别的'",
    "deposit": "amount_fen = 7",
    "period_close": "first_day = '2001-01-02'",
    "explained_gap": "last_seq = 9",
    "import_batch": "rows_taken = 4",
    "import_withdrawal": "reason = '别的'",
    "payment": "payer_title = '别人'",
    "print": "device = 'other'",
    "quality_ignored": "reason = 'x'",
    "receipt": "payer = '别人'",
    "receipt_template": "made_at = '2000-01-01T00:00:00.000Z'",
    "record_standard": "written_at = '2000-01-01T00:00:00.000Z'",
    "review": "causes = 'void'",
    "series": "title = '三号'",
    "series_counter": "confirmed = 1 - confirmed",
    "series_handout": "person = '别人'",
    "service": "price_fen = 1",
    "setting": """value = '"别家"'""",
    "signing_key": "from_seq = 2",
    "signing_key_end": "to_seq = 3",
    "staff": "role = 'owner'",
    "stock_sheet": "reason = '别的'",
    "drill": "receipts = receipts + 1",
    "trade": "note = '别的'",
    "void": "reason = '别的'",
}
# A copy of the chosen row, made to fit beside it.
DOUBLES: dict[str, dict[str, object]] = {
    "backup": {"sequence": 2},
    "branch": {},
    "correction": {},
    "customer": {"code": "C999999"},
    "customer_merge": {},
    "customer_note": {},
    "customer_secret": {"kind": "passport"},
    "day_close": {"business_day": "2001-01-02"},
    "day_reopening": {"close_id": 9},
    "deposit": {},
    "period_close": {"period": "2001-02"},
    "explained_gap": {},
    "import_batch": {},
    "import_withdrawal": {"batch_id": 9},
    "payment": {"reverses_id": None},
    "print": {"ordinal": 99},
    "quality_ignored": {"subject": "x"},
    "drill": {},
    "receipt": {"number": "SJ2026-000099", "seq": 99, "period": "2025", "reissue_of_id": None},
    "receipt_template": {"body": None},
    "record_standard": {"version": 2},
    "review": {},
    "series": {"code": "XX"},
    "series_counter": {"period": "x"},
    "series_handout": {},
    "service": {"code": "ZZ"},
    "setting": {"name": "firm.other"},
    "signing_key": {},
    "signing_key_end": {"key_id": 2},
    "staff": {"user_id": "u3"},
    "stock_sheet": {"number": "x9"},
    "trade": {"draft_id": None, "import_key": None},
    "void": {"kind": "spoiled", "payment_id": None, "trade_id": None},
}
NOT_VOID = "SELECT id FROM receipt WHERE id NOT IN (SELECT receipt_id FROM void) ORDER BY id"
# Their public id is the row id itself, as a number.
BY_NUMBER = frozenset({"payment", "receipt", "trade"})
# What a person calls the record; the others are named by their id.
NUMBERS = {
    "backup": "SELECT file_name FROM backup WHERE pub = ?",
    **{
        kind: f"SELECT code FROM customer JOIN {kind} AS o ON o.{owner} = customer.id"
        " WHERE o.pub = ?"
        for kind, owner in (
            ("correction", "customer_id"),
            ("customer_merge", "survivor_id"),
            ("customer_note", "customer_id"),
            ("customer_secret", "customer_id"),
            ("deposit", "customer_id"),
            ("review", "customer_id"),
        )
    },
    "customer": "SELECT code FROM customer WHERE pub = ?",
    "payment": """SELECT max(number) FROM receipt JOIN payment ON payment.id = payment_id
                  WHERE payment.pub = ?""",
    "print": "SELECT number FROM receipt JOIN print ON receipt.id = receipt_id WHERE print.pub = ?",
    "receipt": "SELECT number FROM receipt WHERE pub = ?",
    "series": "SELECT code FROM series WHERE pub = ?",
    "series_handout": """SELECT code || ' ' || first_seq || '-' || last_seq FROM series_handout AS o
                         JOIN series ON series.id = o.series_id WHERE o.pub = ?""",
    "service": "SELECT code FROM service WHERE pub = ?",
    "drill": "SELECT file_name FROM drill WHERE pub = ?",
    "stock_sheet": "SELECT stock || ' ' || number FROM stock_sheet WHERE pub = ?",
    "period_close": "SELECT period FROM period_close WHERE pub = ?",
    "setting": "SELECT name FROM setting WHERE pub = ?",
    "trade": """SELECT max(number) FROM receipt JOIN payment ON payment.id = payment_id
                JOIN trade ON trade.id = trade_id WHERE trade.pub = ?""",
    "void": "SELECT number FROM receipt JOIN void ON receipt.id = receipt_id WHERE void.pub = ?",
}
OWNERS = {
    "customer_alias": ("customer", "customer_id"),
    "customer_contact": ("customer", "customer_id"),
    "customer_tag": ("customer", "customer_id"),
    "payment_part": ("payment", "payment_id"),
    "trade_line": ("trade", "trade_id"),
}
CHILD_CHANGES = {
    "customer_alias": "value = '别名'",
    "customer_contact": "value = '13900139000'",
    "customer_tag": "tag = '新客户'",
    "payment_part": "method = 'bank'",
    "trade_line": "item = '别的'",
}
CHILD_DOUBLES: dict[str, dict[str, object]] = {
    "customer_alias": {"value": "新"},
    "customer_contact": {"position": 9},
    "customer_tag": {"tag": "新客户"},
    "payment_part": {"position": 9},
    "trade_line": {"position": 9},
}


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return make_full_office(tmp_path_factory.mktemp("full") / "office")


@pytest.fixture
def office(full: Office, quick_folder: Path) -> Office:
    return full.copied(quick_folder / "office")


@pytest.fixture(scope="module")
def table() -> Iterator[Campaign]:
    """Count what was broken and what of it was named."""
    counted = campaign("test_covered_rows")
    yield counted
    counted.note(f"{len(NAMED)} changes past the program, all named by the check")


NAMED: list[tuple[str, str]] = []


def drop_triggers(connection: Any) -> None:
    triggers = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
    for (name,) in triggers.fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    left = connection.execute("SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'")
    assert left.fetchone()[0] == 0


def chosen_row(connection: Any, kind: str) -> tuple[str, str]:
    """Give id and number of the row to be broken."""
    where = CHOSEN.get(kind, "true")
    (pub,) = connection.execute(f"SELECT pub FROM {kind} WHERE {where} ORDER BY id").fetchone()
    return pub, number_of(connection, kind, pub)


def number_of(connection: Any, kind: str, pub: str) -> str:
    if kind not in NUMBERS:
        return pub
    found = connection.execute(NUMBERS[kind], (pub,)).fetchone()[0]
    return str(found)


def insert_double(connection: Any, table: str, where: str, other: dict[str, object]) -> None:
    names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    cursor = connection.execute(f"SELECT {', '.join(names)} FROM {table} WHERE {where} LIMIT 1")
    row = dict(zip(names, cursor.fetchone(), strict=True)) | other
    if table in BY_NUMBER:
        row["id"] = int(NEW_PUB, 16)
        del row["pub"]
    elif "id" in row:
        row["id"] = None
    places = ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})", [*row.values()])


def findings(office: Office) -> tuple[Finding, ...]:
    with office.opened() as ledger:
        return ledger.audit.check().findings


def test_an_office_nobody_touched_has_no_findings(office: Office) -> None:
    assert findings(office) == ()


def test_every_kind_of_row_is_broken_here() -> None:
    assert set(CHANGES) == set(DOUBLES) == set(COVERED)
    assert set(OWNERS) == set(CHILD_CHANGES) == set(CHILD_DOUBLES) == set(CHILD_TABLES)


@pytest.mark.parametrize("kind", sorted(COVERED))
def test_a_row_changed_past_the_program_is_named(
    office: Office, kind: str, table: Campaign
) -> None:
    with office.raw() as connection:
        drop_triggers(connection)
        pub, number = chosen_row(connection, kind)
        done = connection.execute(f"UPDATE {kind} SET {CHANGES[kind]} WHERE pub = ?", (pub,))
        assert done.rowcount == 1

    assert Finding(what="row_differs", kind=kind, record=number) in findings(office)
    NAMED.append(("changed", kind))


@pytest.mark.parametrize(
    ("change", "what"), [("last_seq + 1", "number_missing"), ("first_seq - 1", "counter_differs")]
)
def test_a_counter_moved_past_the_program_is_named_by_its_receipts(
    office: Office, change: str, what: str
) -> None:
    with office.raw() as connection:
        drop_triggers(connection)
        connection.execute(
            f"""UPDATE series_counter SET last_seq = {change} WHERE period || series_id IN
            (SELECT period || series_id FROM receipt)"""
        )

    assert what in {finding.what for finding in findings(office)}


@pytest.mark.parametrize("kind", sorted(COVERED))
def test_a_row_deleted_past_the_program_is_named(
    office: Office, kind: str, table: Campaign
) -> None:
    with office.raw() as connection:
        drop_triggers(connection)
        pub, number = chosen_row(connection, kind)
        assert connection.execute(f"DELETE FROM {kind} WHERE pub = ?", (pub,)).rowcount == 1

    found = findings(office)

    # Its number went with the row; what it is known by without it is its id.
    named = {finding.record for finding in found if finding.kind == kind}
    assert Finding(what="entry_without_row", kind=kind, record=pub) in found or (
        kind in {"payment", "trade"} and number in named
    )
    if kind == "receipt":
        assert Finding(what="number_missing", kind="receipt", record=number) in found
    NAMED.append(("deleted", kind))


@pytest.mark.parametrize("kind", sorted(COVERED))
def test_a_row_inserted_past_the_program_is_named(
    office: Office, kind: str, table: Campaign
) -> None:
    with office.raw() as connection:
        drop_triggers(connection)
        pub, _ = chosen_row(connection, kind)
        other = {"pub": NEW_PUB, **DOUBLES[kind]}
        if kind == "void":
            (other["receipt_id"],) = connection.execute(NOT_VOID).fetchone()
        insert_double(connection, kind, f"pub = '{pub}'", other)
        number = number_of(connection, kind, NEW_PUB)

    expected = NEW_PUB if number == "None" else number
    assert Finding(what="row_without_entry", kind=kind, record=expected) in findings(office)
    NAMED.append(("inserted", kind))


@pytest.mark.parametrize("way", ["changed", "deleted", "inserted", "without owner"])
@pytest.mark.parametrize("child", sorted(CHILD_TABLES))
def test_a_part_of_a_row_touched_past_the_program_is_named(
    office: Office, child: str, way: str, table: Campaign
) -> None:
    owner, column = OWNERS[child]
    with office.raw() as connection:
        drop_triggers(connection)
        (owner_id,) = connection.execute(f"SELECT min({column}) FROM {child}").fetchone()
        (pub,) = connection.execute(f"SELECT pub FROM {owner} WHERE id = ?", (owner_id,)).fetchone()
        number = number_of(connection, owner, pub)
        where = f"{column} = {owner_id}"
        if way == "changed":
            connection.execute(f"UPDATE {child} SET {CHILD_CHANGES[child]} WHERE {where}")
        elif way == "deleted":
            connection.execute(f"DELETE FROM {child} WHERE {where}")
        elif way == "inserted":
            insert_double(connection, child, where, CHILD_DOUBLES[child])
        else:
            insert_double(connection, child, where, {column: 4711, **CHILD_DOUBLES[child]})

    found = findings(office)

    if way == "without owner":
        assert "row_without_owner" in {f.what for f in found if f.kind == child}
    else:
        assert Finding(what="row_differs", kind=owner, record=number) in found
    NAMED.append((way, child))


def test_an_amount_raised_together_with_its_parts_is_named(office: Office) -> None:
    with office.raw() as connection:
        drop_triggers(connection)
        number, amount = connection.execute(
            "SELECT number, amount_fen FROM receipt ORDER BY id LIMIT 1"
        ).fetchone()
        for table, change, owner in (
            ("receipt", "amount_fen = ?1", "id = (SELECT min(id) FROM receipt)"),
            (
                "receipt",
                "content = json_set(content, '$.amount_fen', ?1)",
                "id = (SELECT min(id) FROM receipt)",
            ),
            ("payment", "amount_fen = ?1", "id = (SELECT min(id) FROM payment)"),
            ("payment_part", "amount_fen = ?1", "payment_id = (SELECT min(id) FROM payment)"),
            ("trade", "total_fen = ?1", "id = (SELECT min(id) FROM trade)"),
            ("trade_line", "amount_fen = ?1", "trade_id = (SELECT min(id) FROM trade)"),
        ):
            statement = f"UPDATE {table} SET {change} WHERE {owner}"
            connection.execute(statement, (amount + 100_000,))

    found = findings(office)

    for kind in ("receipt", "payment", "trade"):
        assert Finding(what="row_differs", kind=kind, record=number) in found
