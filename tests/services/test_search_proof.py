"""A check notices when the search finds somebody otherwise than by all he is called."""

from pathlib import Path
from typing import Any

import pytest
from tests.support.still_office import desk_of

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.customers import Contact, ContactKind, CustomerDraft
from ledgerdesk.storage.proof import Finding

FORGET = "DELETE FROM customer_search WHERE rowid = 1"
WAYS = {
    "forgotten": (FORGET,),
    "by another name": (FORGET, "INSERT INTO customer_search (rowid, terms) VALUES (1, '王五')"),
    "by a part": (
        FORGET,
        "INSERT INTO customer_search (rowid, terms) VALUES (1, '李雷 雷 c000001')",
    ),
    "by more": (
        FORGET,
        """INSERT INTO customer_search (rowid, terms)
           SELECT 1, group_concat(term, ' ') || ' 王五' FROM temp.terms WHERE doc = 1""",
    ),
}


@pytest.fixture
def connection(ledger: Ledger) -> Any:
    for name in ("李雷", "韩梅梅"):
        contact = Contact(kind=ContactKind.PHONE, value="13800138000")
        ledger.customers.add(CustomerDraft(name=name, company="青禾贸易", contacts=(contact,)))
    connection = desk_of(ledger).database._connection
    vocabulary = "fts5vocab (main, customer_search, instance)"
    connection.execute(f"CREATE VIRTUAL TABLE temp.terms USING {vocabulary}")
    return connection


def test_an_index_nobody_touched_has_no_finding(
    ledger: Ledger, connection: Any, tmp_path: Path
) -> None:
    table = tmp_path / "t.csv"
    table.write_text(
        "姓名,手机,单位,交易日期,交易金额\n李雷,13800138000,青禾贸易,2026-01-02,5\n"
        "李雷,13900139000,青禾贸易有限公司,2026-01-03,6\n",
        encoding="utf-8",
    )
    ledger.imports.run(table)

    assert ledger.audit.check().ok
    assert ledger.audit.check().ok  # what the first check made for itself is gone


@pytest.mark.parametrize("way", WAYS)
def test_somebody_the_index_calls_otherwise_is_named(
    ledger: Ledger, connection: Any, way: str
) -> None:
    for statement in WAYS[way]:
        connection.execute(statement)

    assert ledger.audit.check().findings == (
        Finding(what="not_found_by_name", kind="customer", record="C000001"),
    )


def test_somebody_only_the_index_knows_is_named(ledger: Ledger, connection: Any) -> None:
    connection.execute("INSERT INTO customer_search (rowid, terms) VALUES (99, '王五')")

    assert ledger.audit.check().findings == (
        Finding(what="index_of_nobody", kind="customer", record="99"),
    )


def test_whoever_asked_not_to_be_processed_is_looked_for_by_nobody(
    ledger: Ledger, connection: Any
) -> None:
    connection.execute("UPDATE customer SET state = 'stopped' WHERE id = 1")
    connection.execute(FORGET)

    assert [one.what for one in ledger.audit.check().findings] == ["row_differs"]
