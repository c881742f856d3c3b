"""The form a receipt is issued with, its code, and receipts filed in folders."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.support.still_office import (
    A5,
    StillOffice,
    issue,
    rows_of,
    trade,
)

from ledgerdesk.bootstrap import Ledger, wish_for
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.receipt_code import SIGNED_FOR, Verdict, body_of, read, text_of
from ledgerdesk.core.receipts import PageLanguage, Paper, Reset, Status
from ledgerdesk.core.series import SeriesDraft
from ledgerdesk.core.templates import STANDARD, Part
from ledgerdesk.documents import read_back
from ledgerdesk.services.steps.receipts import drawing
from ledgerdesk.vault.firm import firm_signer

FIRM_KEYS = "SELECT public FROM signing_key WHERE purpose = 'firm'"
OWN = replace(STANDARD, title="押金收据", foot_note="凭此据退还押金")


def code_of(ledger: Ledger, number: str) -> str:
    """Give the text of a receipt's QR."""
    code = ledger.receipts.page(number).code
    assert code is not None
    return code


def test_a_form_is_for_receipts_to_come_and_stays_with_those_issued(ledger: Ledger) -> None:
    before = issue(ledger, trade("张三")).number
    ledger.templates.keep(OWN)
    with_form = issue(ledger, trade("李四")).number
    ledger.templates.reset()
    after = issue(ledger, trade("王五")).number

    assert ledger.receipts.page(before).template == STANDARD
    assert ledger.receipts.page(with_form).template == OWN
    assert ledger.receipts.page(after).template == STANDARD
    text = "".join(read_back.texts(drawing.checked(ledger.receipts.sheet(with_form))))
    assert "押 金 收 据" in text or "押金收据" in read_back.plain(text)
    assert "凭此据退还押金" in text
    assert ledger.audit.check().findings == ()


def test_a_series_has_a_form_of_its_own(ledger: Ledger) -> None:
    ledger.series.add(
        SeriesDraft(code="YJ", title="押金", pattern="YJ{yyyy}-{0000}", reset=Reset.YEARLY)
    )
    office = replace(STANDARD, header="文三路 1 号")
    ledger.templates.keep(office)
    ledger.templates.keep(OWN, "YJ")

    assert ledger.templates.current("YJ").template == OWN
    usual = issue(ledger, trade("张三")).number
    deposit = ledger.transactions.record(
        trade("张三", 5_000), wish_for(Paper.A5, series="YJ")
    ).value.issued
    assert deposit is not None
    assert ledger.receipts.page(usual).template == office
    assert ledger.receipts.page(deposit.number).template == OWN

    ledger.templates.reset("YJ")
    current = ledger.templates.current("YJ")
    assert (current.template, current.is_own) == (office, False)
    with pytest.raises(KnownError) as unknown:
        ledger.templates.keep(OWN, "NO")
    assert unknown.value.field == "series"


def test_the_same_form_again_writes_no_row(ledger: Ledger) -> None:
    ledger.templates.keep(OWN)
    ledger.templates.keep(OWN)
    assert rows_of(ledger, "SELECT count(*) FROM receipt_template") == [(1,)]


def test_a_form_is_there_after_the_next_opening(office: StillOffice) -> None:
    with office.opened() as ledger:
        ledger.templates.keep(OWN)
    with office.opened() as ledger:
        assert ledger.templates.current().template == OWN
        number = issue(ledger, trade("张三")).number
        assert ledger.receipts.page(number).template == OWN


def test_a_trial_shows_what_was_issued_last_and_is_no_receipt(ledger: Ledger) -> None:
    made_up = ledger.templates.trial(OWN, Paper.THERMAL_58, PageLanguage.BOTH)
    assert made_up.page.number == ""
    issue(ledger, trade("司马懿"))
    sheet = ledger.templates.trial(OWN, Paper.A5)
    text = "".join(read_back.texts(drawing.rendered(sheet)))
    assert "司马懿" in text
    assert "预览，尚未开具" in text
    assert sheet.page.code is not None
    assert ledger.codes.verify(sheet.page.code).verdict is Verdict.NOT_OURS


def test_the_language_is_the_offices_or_the_one_wished_for(ledger: Ledger) -> None:
    ledger.settings.change("receipt.language", "both")
    both = issue(ledger, trade("张三")).number
    english = ledger.transactions.record(
        trade("张三", 700), wish_for(Paper.A5, language=PageLanguage.EN)
    ).value.issued
    assert english is not None
    assert ledger.receipts.page(both).content.language == "both"
    assert ledger.receipts.page(english.number).content.language == "en"
    with pytest.raises(KnownError) as unknown:
        ledger.settings.change("receipt.language", "de")
    assert unknown.value.field == "receipt.language"


def test_a_number_too_wide_for_the_paper_costs_no_number(ledger: Ledger) -> None:
    long = SeriesDraft(
        code="HZ", title="杭州", pattern="HANGZHOU-WENSAN/{yyyy}{mm}-{000000}", reset=Reset.MONTHLY
    )
    ledger.series.add(long)
    with pytest.raises(KnownError) as refused:
        ledger.transactions.record(trade("张三"), wish_for(Paper.THERMAL_58, series="HZ"))
    assert refused.value.code is Code.PROOFREADING
    assert refused.value.field == "number"
    assert ledger.receipts.register().receipts == ()
    roll = ledger.transactions.record(trade("张三"), wish_for(Paper.THERMAL_80, series="HZ"))
    assert roll.value.issued is not None
    assert roll.value.issued.number.endswith("-000001")


# Codes -------------------------------------------------------------------------------------------


def test_a_code_made_here_is_genuine_and_says_what_became_of_it(ledger: Ledger) -> None:
    number = issue(ledger, trade("张三", 12_345)).number
    code = code_of(ledger, number)

    found = ledger.codes.verify(f"  {code}\r\n")
    assert found.verdict is Verdict.GENUINE
    assert found.claim is not None
    assert (found.claim.number, found.claim.amount_fen) == (number, 12_345)
    assert found.claim.anchor == ledger.receipts.page(number).anchor
    assert (found.status, found.reversed_by) == (Status.ISSUED, None)

    red = ledger.receipts.reverse(number, reason="退款", wish=A5).value.number
    assert ledger.codes.verify(code).reversed_by == red
    red_code = ledger.codes.verify(code_of(ledger, red))
    assert red_code.claim is not None
    assert red_code.claim.amount_fen == -12_345
    spoiled = issue(ledger, trade("李四")).number
    shown = code_of(ledger, spoiled)
    ledger.receipts.void_trade(spoiled, reason="错")
    assert ledger.codes.verify(shown).status is Status.VOIDED


def test_every_altered_code_is_refused(ledger: Ledger) -> None:
    code = code_of(ledger, issue(ledger, trade("张三")).number)
    for place in range(len(code)):
        for other in "0Z":
            altered = code[:place] + other + code[place + 1 :]
            if altered != code:
                assert ledger.codes.verify(altered).verdict is not Verdict.GENUINE, place
        dropped = code[:place] + code[place + 1 :]
        assert ledger.codes.verify(dropped).verdict is not Verdict.GENUINE, place


def test_a_strangers_key_is_not_ours_and_a_forged_signature_is_altered(ledger: Ledger) -> None:
    code = code_of(ledger, issue(ledger, trade("张三")).number)
    scanned = read(code)
    assert scanned is not None
    body = scanned.signed.split(b"\n", 1)[1]
    forged = text_of(body, firm_signer(bytes(32))(scanned.signed))
    assert ledger.codes.verify(forged).verdict is Verdict.ALTERED
    strange = body[:1] + bytes(4) + body[5:]
    assert ledger.codes.verify(text_of(strange, scanned.signature)).verdict is Verdict.NOT_OURS
    assert ledger.codes.verify("SJ2026-000001").verdict is Verdict.UNREADABLE


def test_a_code_of_a_receipt_that_was_lost_is_not_in_the_book(ledger: Ledger) -> None:
    code = code_of(ledger, issue(ledger, trade("张三")).number)
    scanned = read(code)
    assert scanned is not None
    key = rows_of(ledger, "SELECT private FROM signing_key WHERE purpose = 'firm'")[0][0]
    body = scanned.signed.split(b"\n", 1)[1].replace(b"000001", b"000777")
    signed = scanned.signed.replace(b"000001", b"000777")
    lost = text_of(body, firm_signer(key)(signed))
    found = ledger.codes.verify(lost)
    assert found.verdict is Verdict.NOT_IN_BOOK
    assert found.claim is not None
    assert found.claim.number.endswith("000777")


def test_a_number_the_book_gave_to_another_receipt_is_not_that_receipt(ledger: Ledger) -> None:
    code = code_of(ledger, issue(ledger, trade("张三", 1_000)).number)
    scanned = read(code)
    assert scanned is not None
    (key,) = rows_of(ledger, "SELECT private, public FROM signing_key WHERE purpose = 'firm'")
    for other in (
        replace(scanned.claim, amount_fen=1_001),
        replace(scanned.claim, issued_on=date(2026, 11, 22)),
        replace(scanned.claim, practice=True),
    ):
        body = body_of(other, key[1])
        assert body is not None
        lost = text_of(body, firm_signer(key[0])(SIGNED_FOR + body))
        assert ledger.codes.verify(lost).verdict is Verdict.NOT_IN_BOOK


def test_a_new_key_leaves_the_codes_of_old_receipts_as_they_were(ledger: Ledger) -> None:
    number = issue(ledger, trade("张三")).number
    before = code_of(ledger, number)
    ledger.keys.rotate()
    assert code_of(ledger, number) == before
    assert ledger.codes.verify(before).verdict is Verdict.GENUINE
    after = code_of(ledger, issue(ledger, trade("李四")).number)
    assert ledger.codes.verify(after).verdict is Verdict.GENUINE
    assert read(after) != read(before)


def test_the_page_for_others_knows_every_key_and_when_it_was_in_force(ledger: Ledger) -> None:
    ledger.keys.rotate()
    page = ledger.codes.page()
    keys = [row[0].hex() for row in rows_of(ledger, FIRM_KEYS)]
    assert len(keys) == 2
    assert all(key in page for key in keys)
    assert page.count('"since": "2026-11-23"') == 2
    assert page.count('"until": "2026-11-23"') == 1


def test_the_code_can_be_left_out(ledger: Ledger) -> None:
    ledger.templates.keep(replace(STANDARD, hidden=frozenset({Part.CODE})))
    assert ledger.receipts.page(issue(ledger, trade("张三")).number).code is None


# Read-back and filing ----------------------------------------------------------------------------


def test_a_page_that_says_something_else_is_neither_printed_nor_saved(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = issue(ledger, trade("张三")).number
    other = drawing.rendered(ledger.receipts.sheet(issue(ledger, trade("李四", 999)).number))
    monkeypatch.setattr(drawing, "rendered", lambda _sheet: other)
    with pytest.raises(KnownError) as stopped:
        drawing.checked(ledger.receipts.sheet(number))
    assert stopped.value.code is Code.PRINT_DIFFERS
    assert "number" in str(stopped.value.details["fields"])
    with pytest.raises(KnownError):
        ledger.receipts.write_pdf(number, tmp_path / "x.pdf")
    assert not (tmp_path / "x.pdf").exists()


def test_receipts_are_filed_by_month_with_an_index(ledger: Ledger, tmp_path: Path) -> None:
    numbers = [issue(ledger, trade(f"客户/{n}", 1_000 + n)).number for n in range(3)]
    ledger.receipts.void_trade(numbers[1], reason="错")
    printed = ledger.receipts.write_pdf(numbers[0], tmp_path / "one.pdf")
    assert printed.ordinal == 1

    done = ledger.filing.run(tmp_path / "out").value

    assert done.receipts == 3
    files = sorted(path.name for path in (tmp_path / "out" / "2026-11").iterdir())
    assert files == [f"{number} 客户 {n}.pdf" for n, number in enumerate(numbers)]
    with (tmp_path / "out" / "index.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["number"] for row in rows] == numbers
    assert [row["status"] for row in rows] == ["issued", "voided", "issued"]
    assert all((tmp_path / "out" / row["file"]).is_file() for row in rows)
    assert rows[2]["amount"] == "10.02"
    first = (tmp_path / "out" / rows[0]["file"]).read_bytes()
    assert "第2次打印" in read_back.plain(read_back.texts(first)[0])
    assert [one.prints for one in ledger.receipts.register().receipts] == [2, 1, 1]
    assert ledger.audit.check().findings == ()


def test_filing_refuses_a_folder_that_is_there_and_days_without_receipts(
    ledger: Ledger, tmp_path: Path
) -> None:
    issue(ledger, trade("张三"))
    with pytest.raises(KnownError) as there:
        ledger.filing.run(tmp_path)
    assert there.value.code is Code.EXISTS
    with pytest.raises(KnownError) as nothing:
        ledger.filing.run(tmp_path / "x", first=date(2001, 1, 1), last=date(2001, 1, 2))
    assert nothing.value.details["reason"] == "no_receipts"
    assert list(tmp_path.glob("*x*")) == []


def test_a_receipt_printed_while_copies_are_made_stops_them(ledger: Ledger, tmp_path: Path) -> None:
    number = issue(ledger, trade("张三")).number
    gathered = ledger.filing.gather(tmp_path / "out")
    gathered.write()
    ledger.receipts.write_pdf(number, tmp_path / "one.pdf")
    with pytest.raises(KnownError) as late:
        ledger.filing.hand_out(gathered)
    assert late.value.details["reason"] == "printed_since"
    assert sorted(path.name for path in tmp_path.iterdir() if "out" in path.name) == []
    assert ledger.receipts.register().receipts[0].prints == 1


def test_the_log_knows_of_copies_before_they_appear_and_when_they_did_not(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue(ledger, trade("张三"))
    gathered = ledger.filing.gather(tmp_path / "out")
    gathered.write()

    def broken(self: Path, target: Path) -> Path:
        assert rows_of(ledger, "SELECT count(*) FROM print WHERE state = 'confirmed'") == [(1,)]
        raise OSError(5, f"{self} {target}")

    monkeypatch.setattr(Path, "rename", broken)
    with pytest.raises(KnownError) as refused:
        ledger.filing.hand_out(gathered)
    assert refused.value.code is Code.IO_FAILED
    assert list(tmp_path.glob("*out*")) == []
    actions = rows_of(
        ledger, "SELECT json_extract(body, '$.action') FROM audit ORDER BY seq DESC LIMIT 2"
    )
    assert actions == [("exports.failed receipts pdf 1",), ("exports.receipts",)]
    assert ledger.audit.check().ok


def test_a_copy_that_cannot_be_written_leaves_nothing(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue(ledger, trade("张三"))
    gathered = ledger.filing.gather(tmp_path / "out")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ledgerdesk.services.filing.write_private", full)
    with pytest.raises(KnownError) as refused:
        gathered.write()
    assert refused.value.code is Code.DISK_FULL
    assert not gathered.beside.exists()
