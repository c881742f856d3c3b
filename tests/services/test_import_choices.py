"""What a table's columns hold can be chosen by hand, and is known when its headings come again."""

import json
from pathlib import Path

import openpyxl
import pytest
from tests.services.test_imports import cells, table
from tests.support.still_office import rows_of

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.customers import Contact, ContactKind, CustomerDraft
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.import_columns import Chosen, Column, signature
from ledgerdesk.core.importing import Doubtful
from ledgerdesk.services.steps.imports.table_reading import MOST_REMEMBERED, read, understand

BY_HAND = {Column.NAME: 0, Column.AMOUNT: 1, Column.DATE: 2}


def strange(folder: Path, *rows: str, name: str = "t.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(("谁,多少,何时", *rows, "")), encoding="utf-8")
    return path


def test_columns_are_chosen_by_hand_where_headings_say_nothing(
    ledger: Ledger, tmp_path: Path
) -> None:
    path = strange(tmp_path, "张三,5,2026-01-02")
    seen = read(ledger.imports.prepare(path))
    chosen = Chosen(row=1, columns=BY_HAND)

    outcome = ledger.imports.run(path, chosen=chosen).value

    assert seen.proposal == Chosen(row=1, columns={})
    assert [row.cells for row in seen.sheet.rows] == [
        ("谁", "多少", "何时"),
        ("张三", "5", "2026-01-02"),
    ]
    assert (outcome.ok, outcome.sum_fen, outcome.new_fen) == (1, 500, 500)


def test_what_was_chosen_for_headings_is_known_when_they_come_again(
    ledger: Ledger, tmp_path: Path
) -> None:
    first = strange(tmp_path, "张三,5,2026-01-02")
    ledger.imports.run(first, chosen=Chosen(row=1, columns=BY_HAND))
    second = strange(tmp_path, "张三,5,2026-01-02", "李四,6,2026-01-03", name="second.csv")

    seen = read(ledger.imports.prepare(second))
    outcome = ledger.imports.run(second).value

    assert (seen.is_remembered, seen.proposal) == (True, Chosen(row=1, columns=BY_HAND))
    assert (outcome.known, outcome.transactions_new) == (1, 1)
    assert ledger.audit.check().ok


def test_a_proposal_that_was_taken_as_it_is_is_not_remembered(
    ledger: Ledger, tmp_path: Path
) -> None:
    path = table(tmp_path, cells())
    proposal = read(ledger.imports.prepare(path)).proposal
    ledger.imports.run(path, chosen=proposal)

    assert rows_of(ledger, "SELECT 1 FROM setting WHERE name = 'import.columns'") == []


def test_the_oldest_choice_gives_way(ledger: Ledger, tmp_path: Path) -> None:
    for n in range(MOST_REMEMBERED + 2):
        path = tmp_path / f"{n}.csv"
        path.write_text(f"谁{n},多少,何时\n张三{n},5,2026-01-02\n", encoding="utf-8")
        ledger.imports.run(path, chosen=Chosen(row=1, columns=BY_HAND))
    ((stored,),) = rows_of(ledger, "SELECT value FROM setting WHERE name = 'import.columns'")

    kept = list(json.loads(stored))
    assert len(kept) == MOST_REMEMBERED
    assert kept[0] == signature(("谁2", "多少", "何时"))


def test_a_table_without_headings_is_read_from_its_first_row(
    ledger: Ledger, tmp_path: Path
) -> None:
    path = tmp_path / "t.csv"
    path.write_text("张三,5,2026-01-02\n李四,6,2026-01-03\n", encoding="utf-8")

    outcome = ledger.imports.run(path, chosen=Chosen(row=0, columns=BY_HAND)).value

    assert [(row.row, row.name) for row in outcome.new_rows] == [(1, "张三"), (2, "李四")]
    assert set(outcome.customer_pubs) == {1, 2}


def test_a_choice_that_lacks_what_is_needed_is_refused_by_name(
    ledger: Ledger, tmp_path: Path
) -> None:
    path = strange(tmp_path, "张三,5,2026-01-02")
    with pytest.raises(KnownError) as refusal:
        ledger.imports.dry_run(path, chosen=Chosen(row=1, columns={Column.AMOUNT: 1}))

    assert refusal.value.details["columns"] == ("姓名", "交易日期")


def test_a_chosen_sheet_is_the_one_that_is_read(ledger: Ledger, tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["姓名", "日期", "金额"])
    workbook.active.append(["张三", "2026-01-02", 1])
    second = workbook.create_sheet("去年")
    second.append(["姓名", "日期", "金额"])
    second.append(["李四", "2025-01-02", 2])
    workbook.save(tmp_path / "t.xlsx")

    seen = read(ledger.imports.prepare(tmp_path / "t.xlsx"))
    understood = understand(seen.turned_to(1))

    assert [sheet.title for sheet in seen.sheets] == ["Sheet", "去年"]
    assert [row.name for row in ledger.imports.foresee(understood).new_rows] == ["李四"]


def test_a_pasted_table_is_read_by_its_tabs(ledger: Ledger) -> None:
    pasted = "姓名\t交易日期\t交易金额\n张三\t2026-01-02\t1,234.50\n"

    understood = understand(read(ledger.imports.prepare(pasted.encode("utf-8"))))
    outcome = ledger.imports.add(understood).value

    assert outcome.sum_fen == 123_450
    assert rows_of(ledger, "SELECT count(*) FROM trade") == [(1,)]


# ── customers alone ──────────────────────────────────────────────────────────────────────

CARDS = {Column.NAME: 0, Column.PHONE: 1, Column.COMPANY: 2, Column.NOTE: 3}
ALONE = Chosen(row=1, columns=CARDS)


def cards(folder: Path, *rows: str, name: str = "cards.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(("姓名,电话,公司,备注", *rows, "")), encoding="utf-8")
    return path


def test_a_table_without_day_and_amount_brings_customers_and_no_trades(
    ledger: Ledger, tmp_path: Path
) -> None:
    path = cards(tmp_path, "张三,13900004471,青禾,月底来取", "李四,,,", "张三,13900004471,青禾,")
    outcome = ledger.imports.run(path, chosen=ALONE).value
    (found,) = rows_of(ledger, "SELECT name, company, note FROM customer WHERE name = '张三'")

    assert (outcome.customers_new, outcome.transactions_new, outcome.known) == (2, 0, 1)
    assert rows_of(ledger, "SELECT 1 FROM trade") == []
    assert found == ("张三", "青禾", "月底来取")
    assert ledger.audit.check().ok


def test_the_same_cards_again_add_nothing_and_what_is_missing_is_added(
    ledger: Ledger, tmp_path: Path
) -> None:
    ledger.imports.run(cards(tmp_path, "张三,13900004471,,"), chosen=ALONE)
    again = ledger.imports.run(cards(tmp_path, "张三,13900004471,,"), chosen=ALONE).value
    more = ledger.imports.run(
        cards(tmp_path, "张三,13900004471,,喜欢早上来", name="more.csv"), chosen=ALONE
    ).value
    (note,) = rows_of(ledger, "SELECT note FROM customer")

    assert (again.customers_new, again.customers_added_to, again.known) == (0, 0, 1)
    assert (more.customers_new, more.customers_added_to, more.known) == (0, 1, 0)
    assert note == ("喜欢早上来",)
    assert ledger.audit.check().ok


def test_a_day_without_an_amount_is_no_table_of_customers(ledger: Ledger, tmp_path: Path) -> None:
    path = strange(tmp_path, "张三,5,2026-01-02")
    with pytest.raises(KnownError) as refused:
        ledger.imports.run(path, chosen=Chosen(row=1, columns={Column.NAME: 0, Column.DATE: 2}))

    assert refused.value.details["reason"] == "columns_missing"


# ── customers of whom the book has the name and no more ──────────────────────────────────


def of_one_name(ledger: Ledger, folder: Path) -> Path:
    ledger.customers.add(CustomerDraft(name="张三", contacts=(phone("13800138000"),)))
    return cards_with_day(folder, "张三,13900139000", "李四,13700137000", "张三,13800138000")


def cards_with_day(folder: Path, *rows: str) -> Path:
    path = folder / "named.csv"
    lines = [f"{row},2026-01-02,{n + 1}" for n, row in enumerate(rows)]
    path.write_text("\n".join(("姓名,电话,日期,金额", *lines, "")), encoding="utf-8")
    return path


def phone(number: str) -> Contact:
    return Contact(kind=ContactKind.PHONE, value=number)


def test_a_customer_known_by_name_alone_is_told_and_a_new_one_unless_it_is_said(
    ledger: Ledger, tmp_path: Path
) -> None:
    path = of_one_name(ledger, tmp_path)
    foreseen = ledger.imports.dry_run(path)
    assert foreseen.doubtful == ("张三",)

    done = ledger.imports.run(path).value

    assert (done.customers_new, done.transactions_new) == (2, 3)
    assert ledger.imports.dry_run(path).doubtful == ()
    assert ledger.audit.check().ok


def test_whoever_is_said_to_be_the_books_customer_is_added_to(
    ledger: Ledger, tmp_path: Path
) -> None:
    path = of_one_name(ledger, tmp_path)

    done = ledger.imports.run(path, doubtful=Doubtful.UPDATE).value

    assert (done.customers_new, done.transactions_new) == (1, 3)
    (found,) = ledger.customers.find("张三")
    assert {one.value for one in ledger.customers.contacts(found.pub)} == {
        "13800138000", "13900139000",
    }  # fmt: skip


def test_several_of_a_name_are_refused_and_whoever_is_left_out_is_named(
    ledger: Ledger, tmp_path: Path
) -> None:
    path = of_one_name(ledger, tmp_path)
    left = ledger.imports.dry_run(path, doubtful=Doubtful.SKIP)
    assert [(one.row, one.reason) for one in left.errors] == [(2, "left_out")]
    assert (left.customers_new, left.transactions_new) == (1, 2)

    ledger.customers.add(CustomerDraft(name="张三"))
    several = ledger.imports.dry_run(path, doubtful=Doubtful.UPDATE)
    assert [(one.row, one.reason) for one in several.errors] == [(2, "several_of_name")]
