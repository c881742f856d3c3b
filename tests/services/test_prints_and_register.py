"""Every print is counted once it is out, and every number is accounted for."""

from datetime import date
from pathlib import Path

import pytest
from tests.support.still_office import (
    A5,
    StillOffice,
    desk_of,
    dump,
    issue,
    rows_of,
    trade,
)

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.receipts import Kind, Paper, Status
from ledgerdesk.documents import receipt_pdf

FIRST = "SJ2026-000001"


def test_the_first_print_is_unmarked_and_the_second_says_that_it_is(
    ledger: Ledger, office: StillOffice, tmp_path: Path
) -> None:
    issue(ledger)
    first = ledger.receipts.write_pdf(FIRST, tmp_path / "1.pdf")
    office.pass_time(hours=1)
    second = ledger.receipts.write_pdf(FIRST, tmp_path / "2.pdf")

    assert (first.ordinal, first.page.printed) == (1, None)
    mark = second.page.printed
    assert mark is not None
    assert (second.ordinal, mark.ordinal, mark.by) == (2, 2, "王敏")
    assert mark.at.isoformat() == "2026-11-23T11:00:00+08:00"
    assert mark.first_at is not None
    assert mark.first_at.isoformat() == "2026-11-23T10:00:00+08:00"
    assert (tmp_path / "1.pdf").read_bytes() != (tmp_path / "2.pdf").read_bytes()
    assert [row.prints for row in ledger.receipts.register().receipts] == [2]
    assert ledger.audit.check().ok


def test_looking_at_a_page_is_no_print(ledger: Ledger) -> None:
    issue(ledger)
    before = dump(ledger)

    assert ledger.receipts.page(FIRST).printed is None
    assert dump(ledger) == before


@pytest.mark.parametrize("fault", ["disk", "paper"])
def test_a_failed_print_does_not_count(
    fault: str, ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue(ledger)
    target = tmp_path / "missing" / "1.pdf"
    if fault == "paper":
        target = tmp_path / "1.pdf"

        def jam(*_: object, **__: object) -> bytes:
            raise KnownError(Code.NO_GLYPH, field="payer")

        monkeypatch.setattr(receipt_pdf, "render", jam)
    with pytest.raises(KnownError) as refusal:
        ledger.receipts.write_pdf(FIRST, target)
    monkeypatch.undo()

    assert refusal.value.code is Code.PDF_NOT_WRITTEN
    assert refusal.value.details["number"] == FIRST
    assert not target.exists()
    assert [row.prints for row in ledger.receipts.register().receipts] == [0]
    assert ledger.receipts.write_pdf(FIRST, tmp_path / "2.pdf").page.printed is None
    assert rows_of(ledger, "SELECT ordinal, state FROM print ORDER BY id") == [
        (1, "failed"), (1, "confirmed"),
    ]  # fmt: skip
    assert ledger.audit.check().ok


@pytest.mark.parametrize("state", ["confirmed", "assumed", "failed"])
def test_an_ended_print_is_final(state: str, ledger: Ledger) -> None:
    issue(ledger)
    job = ledger.receipts.ask_print(FIRST, way="printer", device="LQ-630").value
    ledger.receipts.end_print(job, state=state, reason="x")
    before = dump(ledger)

    for again in ("confirmed", "assumed", "failed"):
        with pytest.raises(KnownError) as refusal:
            ledger.receipts.end_print(job, state=again)
        assert refusal.value.code is Code.PRINT_ENDED

    assert dump(ledger) == before
    assert rows_of(ledger, "SELECT way, device, state, reason FROM print") == [
        ("printer", "LQ-630", state, "x")
    ]


def test_a_print_that_never_ended_is_known(ledger: Ledger) -> None:
    issue(ledger)
    ledger.receipts.ask_print(FIRST, way="printer")

    assert rows_of(ledger, "SELECT state, ended_at FROM print") == [("asked", None)]
    assert ledger.receipts.ask_print(FIRST, way="printer").value.ordinal == 2
    assert ledger.audit.check().ok


def test_another_paper_may_be_asked_for(ledger: Ledger, tmp_path: Path) -> None:
    issue(ledger)
    assert ledger.receipts.paper_of(FIRST) is Paper.A5

    job = ledger.receipts.write_pdf(FIRST, tmp_path / "1.pdf", paper=Paper.CONTINUOUS_241_3)

    assert job.paper is Paper.CONTINUOUS_241_3
    assert rows_of(ledger, "SELECT paper FROM print") == [("241-3",)]
    assert ledger.receipts.paper_of(FIRST) is Paper.A5


def test_a_voided_receipt_still_prints_with_its_mark(ledger: Ledger, tmp_path: Path) -> None:
    issue(ledger)
    ledger.receipts.void_trade(FIRST, reason="金额错误")

    job = ledger.receipts.write_pdf(FIRST, tmp_path / "1.pdf")

    assert job.page.void is not None
    assert (tmp_path / "1.pdf").read_bytes().startswith(b"%PDF")


def test_the_longest_reason_still_prints(ledger: Ledger, tmp_path: Path) -> None:
    issue(ledger)
    ledger.receipts.void_trade(FIRST, reason="很长的原因，" * 83)

    ledger.receipts.write_pdf(FIRST, tmp_path / "1.pdf")

    assert (tmp_path / "1.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("number", ["SJ2026-000009", "\ud800"])
def test_an_unknown_number_is_not_printed(number: str, ledger: Ledger, tmp_path: Path) -> None:
    issue(ledger)

    for ask in (ledger.receipts.paper_of, ledger.receipts.page):
        with pytest.raises(KnownError) as refusal:
            ask(number)
        assert refusal.value.code in {Code.UNKNOWN_RECEIPT, Code.BAD_VALUE}
    with pytest.raises(KnownError):
        ledger.receipts.write_pdf(number, tmp_path / "1.pdf")
    assert rows_of(ledger, "SELECT 1 FROM print") == []


def test_the_register_lists_every_number_with_its_state(
    ledger: Ledger, office: StillOffice
) -> None:
    for payer in ("张三", "李四", "王五"):
        issue(ledger, trade(payer))
        office.pass_time(minutes=1)
    ledger.receipts.void_spoiled(FIRST, reason="卡纸", wish=A5)
    ledger.receipts.void_trade("SJ2026-000002", reason="错")
    ledger.receipts.reverse("SJ2026-000003", reason="退款", wish=A5)
    register = ledger.receipts.register()

    assert [(row.number[-1], row.status, row.kind, row.payer) for row in register.receipts] == [
        ("1", Status.VOIDED, Kind.NORMAL, "张三"),
        ("2", Status.VOIDED, Kind.NORMAL, "李四"),
        ("3", Status.ISSUED, Kind.NORMAL, "王五"),
        ("4", Status.ISSUED, Kind.NORMAL, "张三"),
        ("5", Status.ISSUED, Kind.RED, "王五"),
    ]
    assert register.receipts[1].issued_at == "2026-11-23T10:01:00+08:00"
    assert (register.missing, register.explained) == ((), ())


def test_a_range_of_the_register_is_of_issue_dates_with_both_ends(
    ledger: Ledger, office: StillOffice
) -> None:
    for payer in ("张三", "李四", "王五", "赵六"):
        issue(ledger, trade(payer))
        office.pass_time(days=1)
    listed = ledger.receipts.register

    def names(first: date | None, last: date | None) -> list[str]:
        return [row.payer for row in listed(first, last).receipts]

    assert names(date(2026, 11, 24), date(2026, 11, 25)) == ["李四", "王五"]
    assert names(None, date(2026, 11, 23)) == ["张三"]
    assert names(date(2026, 11, 26), None) == ["赵六"]
    assert names(date(2026, 11, 25), date(2026, 11, 24)) == []
    assert listed(date(2026, 11, 25), date(2026, 11, 25)).missing == ()


@pytest.mark.parametrize("locked", [False, True])
def test_a_clock_set_back_over_midnight_moves_no_receipt_to_another_day(
    locked: object, ledger: Ledger, office: StillOffice
) -> None:
    office.pass_time(hours=14, minutes=2)  # 00:02 of the 24th in Shanghai
    issue(ledger, trade("张三"))
    office.pass_time(minutes=-4)
    if locked:
        office.lock()
        ledger = office.open()
    issue(ledger, trade("李四"))
    days = {
        day: [row.payer for row in ledger.receipts.register(day, day).receipts]
        for day in (date(2026, 11, 22), date(2026, 11, 23), date(2026, 11, 24))
    }

    assert days == {
        date(2026, 11, 22): [], date(2026, 11, 23): ["李四"], date(2026, 11, 24): ["张三"],
    }  # fmt: skip


def _skip_numbers(ledger: Ledger, count: int) -> None:
    with desk_of(ledger).upkeep() as act:
        ((pub,),) = act.tx.rows("SELECT pub FROM series_counter")
        with act.changing("series_counter", pub):
            act.tx.run("UPDATE series_counter SET last_seq = last_seq + ?", (count,))
        act.close_entry("series.skip")


def test_a_number_that_is_nowhere_is_missing(ledger: Ledger) -> None:
    issue(ledger)
    _skip_numbers(ledger, 2)
    issue(ledger, trade("李四"))

    register = ledger.receipts.register()
    assert register.missing == ("SJ2026-000002", "SJ2026-000003")
    assert register.explained == ()
    found = {(one.what, one.record) for one in ledger.audit.check().findings}
    assert found == {("number_missing", "SJ2026-000002"), ("number_missing", "SJ2026-000003")}


def test_numbers_lost_with_an_older_copy_are_explained_and_not_missing(ledger: Ledger) -> None:
    issue(ledger)
    _skip_numbers(ledger, 2)
    with desk_of(ledger).upkeep() as act:
        origin = act.origin()
        act.tx.run(
            "INSERT INTO explained_gap (pub, salt, series_id, period, first_seq, last_seq,"
            " branch_id, reason, noted_at) VALUES (?, ?, 1, '2026', 2, 3, 1, 'restored', ?)",
            (origin.pub, origin.salt, origin.at),
        )
        act.inserted("explained_gap", origin.pub)
        act.close_entry("vault.restore")
    issue(ledger, trade("李四"))

    register = ledger.receipts.register()
    assert register.missing == ()
    assert register.explained == ("SJ2026-000002", "SJ2026-000003")
    assert ledger.audit.check().ok


@pytest.mark.parametrize("name", ["ledger.db", "keys.json", "new.pdf"])
def test_no_print_is_put_into_the_vault(
    name: str, ledger: Ledger, office: StillOffice, tmp_path: Path
) -> None:
    issue(ledger)
    link = tmp_path / "way-in"
    link.symlink_to(office.vault, target_is_directory=True)

    for folder in (office.vault, link):
        with pytest.raises(KnownError) as refused:
            ledger.receipts.write_pdf(FIRST, folder / name)
        assert (refused.value.code, refused.value.field) == (Code.INSIDE_VAULT, "pdf")
    assert [row.prints for row in ledger.receipts.register().receipts] == [0]
    assert ledger.audit.check().ok


def test_a_print_replaces_a_print_and_nothing_else(ledger: Ledger, tmp_path: Path) -> None:
    issue(ledger)
    key, empty, folder = tmp_path / "recovery.txt", tmp_path / "empty.pdf", tmp_path / "folder"
    key.write_text("EDXDE-8R9RN", encoding="ascii")
    empty.touch()
    folder.mkdir()

    for taken in (key, folder):
        with pytest.raises(KnownError) as refused:
            ledger.receipts.write_pdf(FIRST, taken)
        assert (refused.value.code, refused.value.field) == (Code.EXISTS, "pdf")
    assert key.read_text("ascii") == "EDXDE-8R9RN"
    assert ledger.receipts.write_pdf(FIRST, empty).ordinal == 1
    assert ledger.receipts.write_pdf(FIRST, empty).ordinal == 2


def test_a_check_that_has_no_room_for_its_copy_says_so(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_: object) -> str:
        raise OSError(28, "no space")

    monkeypatch.setattr("ledgerdesk.services.audit.tempfile.mkdtemp", full)

    with pytest.raises(KnownError) as refused:
        ledger.audit.check()
    assert refused.value.code is Code.DISK_FULL
