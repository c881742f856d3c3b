"""How receipts look, set in the window: typed, previewed, kept, reset, from and into a file."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from tests.support.still_office import A5, trade
from tests.support.window import Desk

from ledgerdesk.core.templates import STANDARD, Part, Template, read, written
from ledgerdesk.gui.dialogs.receipt_form import ReceiptFormDialog
from ledgerdesk.gui.places import SETTINGS

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8"
    "cfc0f01f0005000201a5d2a1e20000000049454e44ae426082"
)


@pytest.fixture
def dialog(desk: Desk) -> ReceiptFormDialog:
    desk.change(lambda ledger: ledger.transactions.record(trade("张三", 1_000), A5))
    desk.window.shell.go(SETTINGS)
    desk.settle()
    desk.window.shell.settings.form_button.click()
    desk.settle()
    (found,) = desk.window.findChildren(ReceiptFormDialog)
    return found


def form(desk: Desk) -> Template:
    return desk.ask(lambda ledger: ledger.templates.current().template)


def test_it_begins_with_the_form_in_force_and_shows_a_page(dialog: ReceiptFormDialog) -> None:
    assert dialog.fields.template() == STANDARD
    assert dialog.view.count == 3
    assert dialog.view.digest


def test_what_is_typed_is_drawn_at_once(desk: Desk, dialog: ReceiptFormDialog) -> None:
    before = dialog.view.digest
    dialog.fields.texts["title"].setText("押金收据")
    dialog.fields.changed.emit()
    dialog._show_now()
    desk.settle()
    assert dialog.view.digest != before
    dialog.fields.plies[2].clear()
    dialog._show_now()
    desk.settle()
    assert dialog.view.count == 2
    dialog.paper.setCurrentIndex(6)
    dialog.paper.chosen.emit(6)
    desk.settle()
    assert dialog.view.count == 2


def test_a_form_is_kept_and_reset(desk: Desk, dialog: ReceiptFormDialog) -> None:
    dialog.fields.texts["foot_note"].setText("款项一经收取概不退还")
    dialog.fields.parts[Part.CODE].choose(1)
    dialog.go()
    desk.settle()
    kept = form(desk)
    assert kept.foot_note == "款项一经收取概不退还"
    assert Part.CODE in kept.hidden

    desk.window.shell.settings.form_button.click()
    desk.settle()
    (again,) = desk.window.findChildren(ReceiptFormDialog)
    assert again.fields.template() == kept
    again.standard.click()
    again.go()
    desk.settle()
    assert form(desk) == STANDARD


def test_a_title_that_names_an_invoice_is_refused_at_its_field(
    desk: Desk, dialog: ReceiptFormDialog
) -> None:
    dialog.fields.texts["title"].setText("发票")
    dialog.go()
    desk.settle()
    assert dialog.isVisible()
    assert "收据不是发票" in dialog.fields.fields["title"].problem
    assert dialog.fields.texts["title"].text() == "发票"
    assert form(desk) == STANDARD


def test_a_form_goes_into_a_file_and_comes_from_one(
    desk: Desk, dialog: ReceiptFormDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "form.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    dialog.fields.texts["header"].setText("文三路 1 号")
    dialog.give.click()
    assert read(file.read_text(encoding="utf-8")).header == "文三路 1 号"

    file.write_text(written(STANDARD).replace('"title":""', '"title":"定金收据"'), encoding="utf-8")
    dialog.take.click()
    assert dialog.fields.texts["title"].text() == "定金收据"
    file.write_text("{", encoding="utf-8")
    dialog.take.click()
    assert "不是收据版式" in dialog.trouble.words.text()
    assert dialog.fields.texts["title"].text() == "定金收据"


def test_a_seal_is_printed_only_where_it_is_allowed(
    desk: Desk, dialog: ReceiptFormDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "seal.png"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    assert not dialog.fields.allowed.isEnabled()
    dialog.fields.images["stamp"].click()
    assert "未能读取" in dialog.trouble.words.text()
    file.write_bytes(PNG)
    dialog.fields.images["stamp"].click()
    assert dialog.fields.allowed.isEnabled()
    assert not dialog.fields.template().stamp_allowed
    dialog.fields.removals["stamp"].click()
    assert dialog.fields.template().stamp == b""
    dialog.fields.images["stamp"].click()
    dialog.fields.allowed.choose(1)
    dialog.go()
    desk.settle()
    assert (form(desk).stamp, form(desk).stamp_allowed) == (PNG, True)
