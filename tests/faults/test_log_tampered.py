"""The log itself changed past the program is named, and live triggers refuse what is final."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as engine
from tests.support.full_office import make_full_office
from tests.support.office import Office

from ledgerdesk.core.audit import link
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.storage.proof import Finding

pytestmark = pytest.mark.fault

MIDDLE = 6


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return make_full_office(tmp_path_factory.mktemp("full") / "office")


@pytest.fixture
def office(full: Office, quick_folder: Path) -> Office:
    return full.copied(quick_folder / "office")


def drop_triggers(connection: Any) -> None:
    triggers = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
    for (name,) in triggers.fetchall():
        connection.execute(f"DROP TRIGGER {name}")


def findings(office: Office) -> tuple[Finding, ...]:
    with office.opened() as ledger:
        return ledger.audit.check().findings


def change_body(connection: Any) -> None:
    connection.execute("UPDATE audit SET body = replace(body, 'vault', 'vaulT') WHERE seq = 1")
    connection.execute("UPDATE audit SET body = body || ' ' WHERE seq = ?", (MIDDLE,))


def change_time(connection: Any) -> None:
    connection.execute(
        "UPDATE audit SET body = json_set(body, '$.at', '2020-01-01T00:00:00.000Z') WHERE seq = ?",
        (MIDDLE,),
    )


def remove_entry(connection: Any) -> None:
    connection.execute("DELETE FROM audit_object WHERE seq = ?", (MIDDLE,))
    connection.execute("DELETE FROM audit WHERE seq = ?", (MIDDLE,))


def remove_entry_and_close_the_gap(connection: Any) -> None:
    remove_entry(connection)
    for table in ("audit", "audit_object"):
        (last,) = connection.execute(f"SELECT max(seq) FROM {table}").fetchone()
        for seq in range(MIDDLE + 1, last + 1):
            connection.execute(f"UPDATE {table} SET seq = seq - 1 WHERE seq = ?", (seq,))


def swap_entries(connection: Any) -> None:
    for old, new in ((MIDDLE, 4711), (MIDDLE + 1, MIDDLE), (4711, MIDDLE + 1)):
        connection.execute("UPDATE audit SET seq = ? WHERE seq = ?", (new, old))


def swap_signatures(connection: Any) -> None:
    connection.execute(
        "UPDATE audit SET signature = (SELECT signature FROM audit WHERE seq = ?) WHERE seq = ?",
        (MIDDLE + 1, MIDDLE),
    )


def another_signer(connection: Any) -> None:
    connection.execute(
        "UPDATE audit SET signer = (SELECT pub FROM signing_key WHERE purpose = 'firm')"
        " WHERE seq = ?",
        (MIDDLE,),
    )


def rewrite_the_rest(connection: Any) -> None:
    """Change an entry and chain all that follow anew: only the signatures cannot be made."""
    entries = connection.execute(
        "SELECT seq, previous, body FROM audit WHERE seq >= ? ORDER BY seq", (MIDDLE,)
    ).fetchall()
    previous = entries[0][1]
    for seq, _, body in entries:
        text = body.replace('"zone":"Asia/Shanghai"', '"zone":"Asia/Tokyo"')
        new = link(previous, text)
        connection.execute(
            "UPDATE audit SET previous = ?, hash = ?, body = ? WHERE seq = ?",
            (previous, new, text, seq),
        )
        previous = new


def change_index(connection: Any) -> None:
    connection.execute("UPDATE audit_object SET after = randomblob(32) WHERE seq = ?", (MIDDLE,))


def remove_from_index(connection: Any) -> None:
    connection.execute("DELETE FROM audit_object WHERE seq = ?", (MIDDLE,))


def add_to_index(connection: Any) -> None:
    connection.execute(
        "INSERT INTO audit_object VALUES ('receipt', '00000000000000ff', ?, NULL)", (MIDDLE,)
    )


def add_an_entry(connection: Any) -> None:
    connection.execute(
        "INSERT INTO audit SELECT max(seq) + 1, hash, randomblob(32), body, signer, signature,"
        " NULL, NULL FROM audit"
    )


WAYS: dict[Callable[[Any], None], str] = {
    change_body: "chain_broken",
    change_time: "chain_broken",
    remove_entry: "entry_missing",
    swap_entries: "chain_broken",
    swap_signatures: "signature_wrong",
    another_signer: "signature_wrong",
    change_index: "index_differs",
    remove_from_index: "index_differs",
    add_to_index: "index_differs",
    add_an_entry: "chain_broken",
}
# These change the last link, so the mark beside the book already stops the opening.
STOPPED = (remove_entry_and_close_the_gap, rewrite_the_rest)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_changed_log_is_named(office: Office, way: Callable[[Any], None]) -> None:
    with office.raw() as connection:
        drop_triggers(connection)
        way(connection)

    assert WAYS[way] in {finding.what for finding in findings(office)}


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_changed_log_is_named_by_verifying_whole_and_by_steps(
    office: Office, way: Callable[[Any], None]
) -> None:
    with office.raw() as connection:
        drop_triggers(connection)
        way(connection)

    with office.opened() as ledger:
        whole = {finding.what for finding in ledger.audit.verify().findings}
        said = ledger.audit.verify_on(limit=4)
        while not said.done:
            said = ledger.audit.verify_on(limit=4)

    assert WAYS[way] in whole
    # Surplus in the index shows when all of it is counted, which only the whole does.
    assert WAYS[way] in {finding.what for finding in said.findings} or way is add_to_index


# C-31: every column of an entry, and every field of its body, changed on its own.
COLUMNS = {
    "seq": "seq + 1000",
    "previous": "randomblob(32)",
    "hash": "randomblob(32)",
    "body": 'replace(body, \'"app":"\', \'"app":"x\')',
    "signer": "(SELECT pub FROM signing_key WHERE purpose = 'recovery')",
    "signature": "randomblob(64)",
    "cosigner": "signer",
    "cosignature": "signature",
}
FIELDS = {
    "action": "'receipts.print'",
    "app": "'9.9.9'",
    "at": "'2020-01-01T00:00:00.000Z'",
    "branch": "'00000000000000ff'",
    "format": "2",
    "rows": "json('[]')",
    "seq": "7",
    "user": "'00000000000000ff'",
    "zone": "'Asia/Tokyo'",
}


def test_every_column_and_every_field_of_an_entry_is_changed_here(office: Office) -> None:
    with office.raw() as connection:
        columns = {row[1] for row in connection.execute("PRAGMA table_info (audit)")}
        (body,) = connection.execute("SELECT body FROM audit WHERE seq = ?", (MIDDLE,)).fetchone()

    assert columns == set(COLUMNS)
    assert set(json.loads(body)) == set(FIELDS)


@pytest.mark.parametrize("column", COLUMNS)
def test_a_column_of_an_entry_changed_on_its_own_is_named(office: Office, column: str) -> None:
    with office.raw() as connection:
        drop_triggers(connection)
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute(
            f"UPDATE audit SET {column} = {COLUMNS[column]} WHERE seq = ?", (MIDDLE,)
        )

    with office.opened() as ledger:
        assert ledger.audit.verify().findings


@pytest.mark.parametrize("rechained", [False, True], ids=["alone", "with its hash"])
@pytest.mark.parametrize("field", FIELDS)
def test_a_field_of_a_body_changed_on_its_own_is_named(
    office: Office, field: str, rechained: object
) -> None:
    with office.raw() as connection:
        drop_triggers(connection)
        connection.execute(
            f"UPDATE audit SET body = json_set(body, '$.{field}', {FIELDS[field]}) WHERE seq = ?",
            (MIDDLE,),
        )
        if rechained:
            previous, body = connection.execute(
                "SELECT previous, body FROM audit WHERE seq = ?", (MIDDLE,)
            ).fetchone()
            connection.execute(
                "UPDATE audit SET hash = ? WHERE seq = ?", (link(previous, body), MIDDLE)
            )

    with office.opened() as ledger:
        named = {(one.what, one.record) for one in ledger.audit.verify().findings}

    fault = "signature_wrong" if rechained else "chain_broken"
    assert (fault, str(MIDDLE)) in named


@pytest.mark.parametrize("way", STOPPED)
def test_a_log_with_another_end_is_refused_by_the_mark(
    office: Office, way: Callable[[Any], None]
) -> None:
    with office.raw() as connection:
        drop_triggers(connection)
        way(connection)

    with pytest.raises(KnownError) as refused:
        office.open()

    assert refused.value.code is Code.ROLLED_BACK


@pytest.mark.parametrize("way", STOPPED)
def test_a_log_with_another_end_is_named_without_the_mark(
    office: Office, way: Callable[[Any], None]
) -> None:
    with office.raw() as connection:
        drop_triggers(connection)
        way(connection)
    for mark in office.marks:
        mark.unlink()
    shutil.rmtree(office.house.per_user)  # what this PC remembers refuses it as well

    whats = {finding.what for finding in findings(office)}

    assert {"state_missing"} < whats
    assert whats & {"chain_broken", "signature_wrong"}


def test_the_newest_entries_cut_off_are_refused_by_the_mark(office: Office) -> None:
    with office.raw() as connection:
        drop_triggers(connection)
        (last,) = connection.execute("SELECT max(seq) FROM audit").fetchone()
        connection.execute("DELETE FROM audit_object WHERE seq = ?", (last,))
        connection.execute("DELETE FROM audit WHERE seq = ?", (last,))

    with pytest.raises(KnownError) as refused:
        office.open()

    assert refused.value.code is Code.ROLLED_BACK


FINAL = {
    "audit": ("body = body", "true"),
    "audit_object": ("after = after", "true"),
    "book": ("currency = 'USD'", "true"),
    "branch": ("started_at = ''", "true"),
    "change": ("new = new", "true"),
    "customer_note": ("content = 'x'", "true"),
    "day_close": ("sheet = '{}'", "true"),
    "day_reopening": ("reason = 'x'", "true"),
    "explained_gap": ("last_seq = 9", "true"),
    "import_batch": ("rows_taken = 9", "true"),
    "payment": ("amount_fen = 1", "true"),
    "payment_part": ("amount_fen = 1", "true"),
    "print": ("device = 'x'", "state = 'confirmed'"),
    "receipt": ("payer = 'x'", "true"),
    "series_counter": ("last_seq = last_seq - 1", "last_seq > 0"),
    "series_handout": ("person = 'x'", "true"),
    "signing_key": ("public = public", "true"),
    "stock_sheet": ("reason = 'x'", "true"),
    "drill": ("file_name = 'x'", "true"),
    "signing_key_end": ("to_seq = 9", "true"),
    "trade": ("note = 'x'", "true"),
    "trade_line": ("item = 'x'", "true"),
    "void": ("reason = 'x'", "true"),
}
# Anonymising takes a person's readable history away, and nothing else of what is final.
ERASABLE = {"change"}


@pytest.mark.parametrize("table", FINAL)
def test_raw_sql_cannot_change_what_is_final(office: Office, table: str) -> None:
    change, where = FINAL[table]
    with office.raw() as connection:
        if table == "change":
            connection.execute(
                "INSERT INTO change (seq, kind, pub, field) VALUES (1, 'staff', 'x', 'name')"
            )
        with pytest.raises(engine.IntegrityError):
            connection.execute(f"UPDATE {table} SET {change} WHERE {where}")


@pytest.mark.parametrize("table", sorted(set(FINAL) - ERASABLE))
def test_raw_sql_cannot_delete_what_is_final(office: Office, table: str) -> None:
    with office.raw() as connection, pytest.raises(engine.IntegrityError):
        connection.execute(f"DELETE FROM {table} WHERE {FINAL[table][1]}")


def test_a_second_receipt_of_one_payment_is_refused_by_the_book(office: Office) -> None:
    with office.raw() as connection:
        live = connection.execute(
            "SELECT payment_id FROM receipt WHERE id NOT IN (SELECT receipt_id FROM void)"
        ).fetchone()
        columns = [row[1] for row in connection.execute("PRAGMA table_info (receipt)")]
        other = {"id": "255", "number": "'X'", "seq": "99"}
        values = ", ".join(other.get(name, name) for name in columns)
        with pytest.raises(engine.IntegrityError, match="has a receipt"):
            connection.execute(
                f"INSERT INTO receipt ({', '.join(columns)}) SELECT {values} FROM receipt"
                " WHERE payment_id = ?",
                live,
            )
