"""A table of customers alone comes in by the window; a fault is seen where it stands."""

from pathlib import Path

from tests.gui.test_imports import counted, loaded, table
from tests.support.window import Desk

from ledgerdesk.gui.pages.imports.imports import REFUSED


def test_a_table_of_customers_alone_is_imported_and_says_that_no_trade_is(
    desk: Desk, tmp_path: Path
) -> None:
    before = counted(desk)
    page = loaded(desk, table(tmp_path, "姓名,电话\n张三,13900004471\n李四,13900004472\n"))
    assert page.panel.alone.isVisible()
    assert "2 位客户" in page.panel.count.text()
    assert "2 位客户" in page.panel.import_button.text()
    page.panel.import_button.click()
    desk.settle()

    assert page.is_done
    after = counted(desk)
    assert (after[0] - before[0], after[1] - before[1]) == (2, 0)


def test_a_fault_far_down_is_seen_where_it_stands_in_the_table(desk: Desk, tmp_path: Path) -> None:
    good = "".join(f"张三{n},2026-01-02,{n + 1},租金\n" for n in range(120))
    text = "姓名,交易日期,交易金额,项目\n" + good + "王五,2026-01-02,1.234,租金\n" + good
    page = loaded(desk, table(tmp_path, text))
    page.tabs.choose(REFUSED)

    around = page.refused.around
    assert around.isVisible()
    assert [row.number for row in around.rows.records] == [121, 122, 123]
    assert around.currentIndex().row() == 1
    wrong = around.rows.columns[3].cell(around.rows.records[1])
    assert (wrong.text, wrong.tone) == ("1.234", "bad")
