"""What leaves the book as a table is logged, masked, harmless, and reads back as the same text."""

import csv
import io
import json
import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.still_office import StillOffice, act_as, desk_of, dump, issue, rows_of, trade

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.customers import CustomerDraft, CustomerFilter
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.notes import NoteKind
from ledgerdesk.core.staff import Role
from ledgerdesk.core.tables import Format
from ledgerdesk.core.transactions import Method, PaymentPart
from ledgerdesk.documents.read_back import texts
from ledgerdesk.documents.tables import read_table
from ledgerdesk.services.steps.export_rows import HEADERS, What

ID_NUMBER = "330106195609014959"
HOSTILE = ("=1+1", "'=1+1", "+8613800138000", "@x", "-1", '他说"好", 逗号', "𠮷")
CASES = [(what, shape) for what in What for shape in Format]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    page = io.StringIO()
    writer = csv.writer(page)
    writer.writerow(
        ["姓名", "联系电话", "日期", "金额", "备注", "身份证号码", "客户偏好", "客户ID"]
    )
    for n, text in enumerate(HOSTILE):
        row = [f"客户{n}", f"1380013800{n}", "2026-01-02", n + 1, text]
        writer.writerow([*row, "" if n else ID_NUMBER, "=A1" if n == 1 else "", n])
    path = tmp_path / "t.csv"
    path.write_text(page.getvalue(), encoding="utf-8")
    return path


@pytest.fixture
def stocked(ledger: Ledger, table: Path) -> Ledger:
    assert ledger.imports.run(table).value.transactions_new == len(HOSTILE)
    issue(ledger, trade("=HYPERLINK(1)", 123_450))
    ledger.receipts.void_trade("SJ2026-000001", reason="+错")
    issue(ledger, trade("李四", 100))
    return ledger


def rows_in(path: Path) -> list[dict[str, str]]:
    (sheet,) = read_table(path.read_bytes())
    header, *rows = (row.cells for row in sheet.rows)
    return [dict(zip(header, row, strict=False)) for row in rows]


@pytest.mark.parametrize(("what", "shape"), CASES)
def test_every_export_is_written_once_and_logged(
    what: What, shape: Format, stocked: Ledger, tmp_path: Path
) -> None:
    out = tmp_path / f"out.{shape.value}"

    done = stocked.exports.run(what, shape, out).value

    assert (done.what, done.shape, done.rows) == (what, shape, len(rows_in(out)))
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    (body,) = rows_of(stocked, "SELECT body FROM audit ORDER BY seq DESC LIMIT 1")[0]
    entry = json.loads(body)
    assert entry["action"] == f"exports.run {what.value} {shape.value} {done.rows}"
    assert entry["rows"] == []
    assert stocked.audit.check().ok


@pytest.mark.parametrize(("what", "shape"), CASES)
def test_no_export_holds_an_id_number_or_a_cell_to_calculate(
    what: What, shape: Format, stocked: Ledger, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    stocked.exports.run(what, shape, out)

    shown = [cell for row in rows_in(out) for cell in row.values()]
    assert ID_NUMBER not in "".join(shown)
    assert any(cell.startswith("330106") and "****" in cell for cell in shown) is (
        what is What.CUSTOMERS
    )
    if shape is Format.CSV:
        raw = csv.reader(io.StringIO(out.read_text("utf-8-sig"), newline=""))
        risky = [c for row in raw for c in row if c[:1] in {*"=+-@\t\r"}]
        assert risky == []


@pytest.mark.parametrize("shape", list(Format))
def test_an_export_of_trades_read_in_elsewhere_gives_the_same_text(
    shape: Format, stocked: Ledger, made_once: StillOffice, tmp_path: Path
) -> None:
    out = tmp_path / f"out.{shape.value}"
    stocked.exports.run(What.TRANSACTIONS, shape, out)
    other = made_once.copied(tmp_path / "other")
    with other.opened() as elsewhere:
        outcome = elsewhere.imports.run(out).value
        notes = rows_of(elsewhere, "SELECT note FROM trade WHERE note <> '' ORDER BY total_fen")
        preferences = rows_of(elsewhere, "SELECT note FROM customer WHERE note IS NOT NULL")
    other.close()

    assert [note for (note,) in notes] == list(HOSTILE)
    assert preferences == [("=A1",)]
    assert outcome.transactions_new == len(HOSTILE) + 1
    assert [(note.field, note.reason) for note in outcome.errors] == [("state", "voided")]


@pytest.mark.parametrize("shape", list(Format))
def test_an_export_of_trades_read_in_again_adds_nothing(
    shape: Format, stocked: Ledger, tmp_path: Path
) -> None:
    out = tmp_path / f"out.{shape.value}"
    stocked.exports.run(What.TRANSACTIONS, shape, out)
    before = dump(stocked)

    assert stocked.imports.run(out).value.transactions_new == 0
    assert dump(stocked) == before


def test_receipts_are_listed_with_what_became_of_them(stocked: Ledger, tmp_path: Path) -> None:
    stocked.exports.run(What.RECEIPTS, Format.XLSX, tmp_path / "r.xlsx")

    first, second = rows_in(tmp_path / "r.xlsx")
    assert tuple(first) == HEADERS[What.RECEIPTS]
    assert (first["收据号码"], first["状态"], first["交款单位"]) == (
        *("SJ2026-000001", "已作废", "=HYPERLINK(1)"),
    )
    assert (first["金额"], first["作废原因"]) == ("1234.5", "+错")
    assert first["开具时间"].endswith("+08:00")
    assert second["状态"] == "已开具"


def test_the_numbers_of_imported_tables_are_exported_without_our_own_marks(
    stocked: Ledger, tmp_path: Path
) -> None:
    stocked.exports.run(What.CUSTOMERS, Format.CSV, tmp_path / "c.csv")

    listed = {row["姓名"]: row["表内客户ID"] for row in rows_in(tmp_path / "c.csv")}
    assert listed["客户3"] == "3"
    assert listed["李四"] == ""


def test_who_asked_to_be_left_alone_is_named_nowhere(stocked: Ledger, tmp_path: Path) -> None:
    with desk_of(stocked).upkeep() as act:
        (pub,) = next(act.tx.rows("SELECT pub FROM customer WHERE name = '客户3'"))
        with act.changing("customer", pub):
            act.tx.run("UPDATE customer SET state = 'stopped' WHERE pub = ?", (pub,))
        act.close_entry("customers.stop")
    for what in What:
        stocked.exports.run(what, Format.CSV, tmp_path / what.value)

    assert not any("客户3" in (tmp_path / what.value).read_text("utf-8") for what in What)
    assert len(rows_in(tmp_path / "transactions")) == len(HOSTILE) + 2


def test_an_export_overwrites_nothing_and_stays_out_of_the_vault(
    office: StillOffice, tmp_path: Path
) -> None:
    ledger = office.open()
    taken = tmp_path / "taken.csv"
    taken.write_text("mine", encoding="utf-8")
    places = {
        taken: Code.EXISTS,
        office.vault / "x.csv": Code.INSIDE_VAULT,
        tmp_path / "nowhere" / "x.csv": Code.FILE_NOT_FOUND,
    }
    before = dump(ledger)

    for path, code in places.items():
        with pytest.raises(KnownError) as refusal:
            ledger.exports.run(What.RECEIPTS, Format.CSV, path)
        assert (refusal.value.code, refusal.value.field) == (code, "out")

    assert taken.read_text("utf-8") == "mine"
    assert dump(ledger) == before


def test_a_disk_that_fills_up_leaves_no_file_and_a_second_entry(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = tmp_path / "r.csv"
    sync = os.fsync

    def full(descriptor: int) -> None:
        if wanted.exists():
            raise OSError(28, "no space")
        sync(descriptor)

    monkeypatch.setattr("ledgerdesk.runtime.files.os.fsync", full)
    with pytest.raises(KnownError) as refusal:
        ledger.exports.run(What.RECEIPTS, Format.CSV, wanted)

    assert refusal.value.code is Code.DISK_FULL
    assert not wanted.exists()
    actions = rows_of(ledger, "SELECT json_extract(body, '$.action') FROM audit ORDER BY seq")
    assert actions[-2:] == [("exports.run receipts csv 0",), ("exports.failed receipts csv 0",)]


CARD = "6222 0212 3456 7890 123"


def test_a_number_written_into_free_words_is_masked_too(stocked: Ledger, tmp_path: Path) -> None:
    draft = trade("张三")
    stocked.transactions.record(replace(draft, note=f"卡号 {CARD}，订单 2026112300123"))
    for what in What:
        stocked.exports.run(what, Format.CSV, tmp_path / what.value)
        text = (tmp_path / what.value).read_text("utf-8-sig")
        assert CARD not in text
        assert "6222021234567890123" not in text
    (row,) = (one for one in rows_in(tmp_path / "transactions") if "订单" in one["备注"])
    assert row["备注"] == "卡号 622202*********0123，订单 2026112300123"


def test_customers_are_exported_as_the_filter_shows_them(stocked: Ledger, tmp_path: Path) -> None:
    card = CustomerDraft(
        name="周七", category="prospect", tags=("老客户", "介绍来的"), consent="书面"
    )
    stocked.customers.add(card)
    asked = CustomerFilter(tag="老客户")

    done = stocked.exports.run(What.CUSTOMERS, Format.XLSX, tmp_path / "c.xlsx", asked=asked).value

    assert done.rows == 1
    (row,) = rows_in(tmp_path / "c.xlsx")
    assert (row["姓名"], row["分类"], row["标签"], row["资料状态"], row["同意方式"]) == (
        *("周七", "潜在", "介绍来的、老客户", "待完善", "书面"),
    )


def test_numbers_leave_in_clear_only_with_the_right_and_a_reason(
    stocked: Ledger, tmp_path: Path
) -> None:
    out = tmp_path / "c.csv"
    with pytest.raises(KnownError) as refusal:
        stocked.exports.run(What.CUSTOMERS, Format.CSV, out, plain=True)
    assert refusal.value.field == "why"

    stocked.exports.run(What.CUSTOMERS, Format.CSV, out, plain=True, why="公安机关调取")

    assert ID_NUMBER in out.read_text("utf-8-sig")
    line = stocked.audit.page().lines[0]
    assert line.action.startswith("exports.plain customers csv ")
    assert [(one.kind, one.why) for one in line.changes] == [("staff", "公安机关调取")]
    act_as(stocked, Role.SUPERVISOR)
    with pytest.raises(KnownError) as unable:
        stocked.exports.run(What.CUSTOMERS, Format.CSV, tmp_path / "d.csv", plain=True, why="x")
    assert unable.value.code is Code.NOT_ALLOWED
    assert stocked.audit.check().ok


def test_a_person_gets_a_copy_of_all_that_is_held_of_him(stocked: Ledger, tmp_path: Path) -> None:
    pub = stocked.customers.find("李四")[0].pub
    stocked.customers.keep_number(pub, "cn_ric", ID_NUMBER)
    stocked.customers.write_note(pub, NoteKind.REMARK, "月底来取")
    part = PaymentPart(method=Method.BANK, amount_fen=100, detail=f"工行 {CARD}")
    stocked.transactions.record(replace(trade("李四", 100), parts=(part,)))

    copy = stocked.exports.person(pub, tmp_path).value

    told = json.loads(copy.json.read_text("utf-8"))
    assert told["基本信息"][0]["姓名"] == "李四"
    assert told["证件与账户号码"][0]["号码"] == "330106********4959"
    assert told["沟通记录"][0]["内容"] == "月底来取"
    assert [one["说明"] for one in told["收款"]][-1] == "工行 622202*********0123"
    assert len(told["收据"]) == 1
    shown = "".join(texts(copy.pdf.read_bytes()))
    assert "月底来取" in shown
    assert ID_NUMBER not in shown
    assert CARD not in shown
    history = stocked.audit.history("customer", pub).lines
    assert history[0].action == "exports.person"
    with pytest.raises(KnownError):
        stocked.exports.person(pub, tmp_path)
    in_clear = tmp_path / "clear"
    in_clear.mkdir()
    full = stocked.exports.person(pub, in_clear, plain=True, why="本人索取").value
    assert ID_NUMBER in full.json.read_text("utf-8")
    assert stocked.audit.check().ok
