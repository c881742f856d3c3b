"""A receipt's code checked, receipts filed, copied and mailed from the window."""

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog
from tests.support.still_office import A5, issue, rows_of, trade
from tests.support.window import Desk

from ledgerdesk.gui.dialogs.check_code import CheckCodeDialog
from ledgerdesk.gui.dialogs.file_receipts import FileReceiptsDialog
from ledgerdesk.gui.places import RECEIPTS


@pytest.fixture
def issued(desk: Desk) -> str:
    return desk.ask(lambda ledger: issue(ledger, trade("张三", 60_000))).number


def code_of(desk: Desk, number: str) -> str:
    code = desk.ask(lambda ledger: ledger.receipts.page(number)).code
    assert code is not None
    return code


def checking(desk: Desk, text: str) -> CheckCodeDialog:
    desk.window.shell.desk.check_code()
    (dialog,) = desk.window.findChildren(CheckCodeDialog)
    dialog.code.setText(text)
    dialog.code.next_wanted.emit()
    desk.settle()
    return dialog


def test_a_genuine_code_is_said_to_be_one(desk: Desk, issued: str) -> None:
    dialog = checking(desk, code_of(desk, issued))
    assert dialog.good.isVisible()
    assert not dialog.bad.isVisible()
    assert "真实" in dialog.good.words.text()
    assert issued in dialog.facts.text()
    assert "600.00" in dialog.facts.text()


def test_a_voided_receipt_and_an_altered_code_are_warned_of(desk: Desk, issued: str) -> None:
    code = code_of(desk, issued)
    desk.change(lambda ledger: ledger.receipts.void_trade(issued, reason="错"))
    dialog = checking(desk, code)
    assert dialog.bad.isVisible()
    assert "作废" in dialog.bad.words.text()
    dialog.code.setText(code[:60] + ("A" if code[60] != "A" else "B") + code[61:])
    dialog.go()
    desk.settle()
    assert dialog.bad.isVisible()
    assert not dialog.facts.isVisible()


def test_a_page_for_others_is_written(
    desk: Desk, issued: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "verify.html"
    dialog = checking(desk, code_of(desk, issued))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    dialog.page.click()
    desk.settle()
    assert "青禾会计师事务所" in file.read_text(encoding="utf-8")
    assert str(file) in dialog.facts.text()


def test_receipts_are_filed_from_the_window(desk: Desk, issued: str, tmp_path: Path) -> None:
    desk.window.shell.desk.file_receipts()
    (dialog,) = desk.window.findChildren(FileReceiptsDialog)
    dialog.first.setText("昨年")
    dialog.write(tmp_path / "out")
    assert dialog.fields["first"].problem
    dialog.first.setText("2026-11-01")
    dialog.write(tmp_path / "out")
    desk.settle()
    assert [path.name for path in (tmp_path / "out" / "2026-11").iterdir()] == [
        f"{issued} 张三.pdf"
    ]
    assert (tmp_path / "out" / "index.csv").is_file()
    assert "1 张收据" in desk.window.shell.toast.words.accessibleName()


def test_a_folder_that_is_there_is_refused_with_what_was_typed(
    desk: Desk, issued: str, tmp_path: Path
) -> None:
    assert issued
    desk.window.shell.desk.file_receipts()
    (dialog,) = desk.window.findChildren(FileReceiptsDialog)
    dialog.write(tmp_path)
    desk.settle()
    assert dialog.isVisible()
    assert dialog.trouble.isVisible()
    assert dialog.act.isEnabled()


def test_copies_that_are_given_up_are_not_left_behind(
    desk: Desk, issued: str, tmp_path: Path
) -> None:
    assert issued
    desk.window.shell.desk.file_receipts()
    (dialog,) = desk.window.findChildren(FileReceiptsDialog)
    gathered = desk.ask(lambda ledger: ledger.filing.gather(tmp_path / "out"))
    gathered.write()
    dialog._written = gathered
    assert gathered.beside.is_dir()
    dialog.reject()
    assert list(tmp_path.glob("*out*")) == []


def test_a_pc_without_a_mail_program_says_where_the_pdf_is(
    desk: Desk, issued: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert issued
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    desk.window.shell.go(RECEIPTS)
    desk.settle()
    desk.window.shell.receipts.mail_pdf()
    desk.settle()
    assert "没有设置邮件程序" in desk.window.shell.toast.words.accessibleName()


def test_a_pdf_goes_to_the_clipboard_and_to_the_mail_and_both_are_logged(
    desk: Desk, issued: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []

    def mail(url: QUrl) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", mail)
    desk.window.shell.go(RECEIPTS)
    desk.settle()
    desk.window.shell.receipts.copy_pdf()
    desk.settle()
    (url,) = QApplication.clipboard().mimeData().urls()
    assert Path(url.toLocalFile()).read_bytes()[:5] == b"%PDF-"
    assert "剪贴板" in desk.window.shell.toast.words.accessibleName()
    desk.window.shell.receipts.mail_pdf()
    desk.settle()
    assert opened[0].scheme() == "mailto"
    assert issued in opened[0].query()
    ways = desk.ask(
        lambda ledger: rows_of(ledger, "SELECT way, device, state, ordinal FROM print ORDER BY id")
    )
    assert ways == [("pdf", "clipboard", "confirmed", 1), ("pdf", "mail", "confirmed", 2)]
    assert A5.paper
