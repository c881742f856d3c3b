"""A print is a state in the window too; the device is the smallest part there is."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QPageLayout
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QApplication
from tests.support.printers import NAME, FakePrinters
from tests.support.still_office import issue, rows_of, trade
from tests.support.window import Desk

from ledgerdesk.core.receipts import Paper
from ledgerdesk.documents import read_back
from ledgerdesk.gui.device import Device, layout_of
from ledgerdesk.gui.dialogs.judge_print import JudgePrintDialog
from ledgerdesk.gui.places import RECEIPTS, TRADE
from ledgerdesk.gui.preferences import Preferences
from ledgerdesk.services.steps.receipts import drawing

FIRST, SECOND = "SJ2026-000001", "SJ2026-000002"
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
PRINTS = "SELECT state, ordinal, device, reason FROM print ORDER BY id"


@pytest.fixture
def printers(desk: Desk, tmp_path: Path) -> FakePrinters:
    made = FakePrinters(folder=tmp_path / "sheets")
    desk.window.shell.printing.device = made.device()
    return made


@pytest.fixture
def issued(desk: Desk, printers: FakePrinters) -> str:
    desk.stage.preferences.remember_printer(Paper.A5, NAME)
    return desk.ask(lambda ledger: issue(ledger, trade("张三", 60_000))).number


def prints(desk: Desk) -> list[tuple[object, ...]]:
    return desk.ask(lambda ledger: rows_of(ledger, PRINTS))


def judged(desk: Desk) -> JudgePrintDialog:
    found = QApplication.activeModalWidget()
    assert isinstance(found, JudgePrintDialog)
    desk.qtbot.waitUntil(lambda: QApplication.activeWindow() is found, timeout=20_000)
    return found


def test_a_print_is_sent_and_waits_for_the_next_receipt(
    desk: Desk, printers: FakePrinters, issued: str
) -> None:
    shell = desk.window.shell
    shell.go(TRADE)
    desk.settle()
    before = desk.focus
    shell.printing.print_receipt(issued)
    desk.settle()

    assert prints(desk) == [("sent", 1, NAME, None)]
    assert len(printers.sheets) == 1
    assert desk.focus is before
    assert shell.toast.isVisible()
    assert not shell.toast._timer.isActive()  # it stays until the next receipt
    assert (shell.toast.action.text(), shell.toast.action._key) == ("没打好", "Ctrl+Shift+P")

    desk.ask(lambda ledger: issue(ledger, trade("李四", 30_000)))

    assert prints(desk) == [("assumed", 1, NAME, None)]


def test_the_printer_gets_the_very_bytes_that_were_shown(
    desk: Desk, printers: FakePrinters, issued: str
) -> None:
    shell = desk.window.shell
    shell.show_receipt(issued)
    desk.qtbot.waitUntil(lambda: shell.receipts.pane.view.digest != "", timeout=20_000)
    shown = shell.receipts.pane.view.digest
    desk.press("p", held=CONTROL)

    assert shell.printing.last is not None
    assert shell.printing.last.digest == shown
    sheet = desk.ask(lambda ledger: ledger.receipts.sheet(issued))
    printed = read_back.page_sizes(printers.sheets[0])
    for out, drawn in zip(printed, read_back.page_sizes(drawing.rendered(sheet)), strict=True):
        assert out == pytest.approx(drawn, abs=0.4)


def test_a_reprint_is_shown_with_its_mark_and_printed_as_it_was_shown(
    desk: Desk, printers: FakePrinters, issued: str
) -> None:
    shell = desk.window.shell
    shell.show_receipt(issued)
    desk.qtbot.waitUntil(lambda: shell.receipts.pane.view.digest != "", timeout=20_000)
    first = shell.receipts.pane.view.digest
    desk.press("p", held=CONTROL)
    desk.qtbot.waitUntil(lambda: shell.receipts.pane.view.digest != first, timeout=20_000)
    shown = shell.receipts.pane.view.digest
    assert "2" in shell.receipts.pane._same.text()
    desk.press("p", held=CONTROL)

    assert shell.printing.last is not None
    assert shell.printing.last.job.ordinal == 2
    assert shell.printing.last.digest == shown


def test_what_comes_out_looks_like_the_page_at_its_true_size(
    desk: Desk, printers: FakePrinters, issued: str
) -> None:
    desk.window.shell.printing.print_receipt(issued)
    desk.settle()
    sheet = desk.ask(lambda ledger: ledger.receipts.sheet(issued))

    def tones(pdf: bytes) -> list[int]:
        """Look at a page from far away: half a dot moves nothing there, half a line does."""
        drawn = read_back.page_pixels(pdf, 0, 120)
        image = QImage(
            drawn.data, drawn.width, drawn.height, drawn.stride, QImage.Format.Format_RGB888
        )
        far = image.convertToFormat(QImage.Format.Format_Grayscale8).scaled(
            80,
            56,
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        return [far.pixelColor(x, y).value() for y in range(56) for x in range(80)]

    one, other = tones(drawing.rendered(sheet)), tones(printers.sheets[0])

    def apart(first: list[int], second: list[int]) -> float:
        return sum(abs(a - b) for a, b in zip(first, second, strict=True)) / len(first)

    assert apart(one, other) < 4
    assert apart(one, [*other[1:], 255]) > 2 * apart(one, other)  # 2.6 mm aside is seen


def test_a_printer_that_is_gone_fails_the_print_and_offers_a_pdf(
    desk: Desk, printers: FakePrinters, issued: str
) -> None:
    shell = desk.window.shell
    printers.is_there = False
    shell.printing.print_receipt(issued)
    desk.settle()
    assert prints(desk) == [("failed", 1, NAME, "printer_gone")]
    assert issued in shell.toast.words.text()
    shell.toast.action.click()
    desk.settle()

    assert desk.pdf_of(issued).read_bytes()[:5] == b"%PDF-"
    assert desk.ask(lambda ledger: ledger.receipts.register()).receipts[0].prints == 1


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_refuses_fails_the_print(
    desk: Desk, printers: FakePrinters, issued: str
) -> None:
    printers.takes = False
    desk.window.shell.printing.print_receipt(issued)
    desk.settle()

    assert prints(desk) == [("failed", 1, NAME, "printer_refused")]


def test_the_first_print_asks_for_a_printer_and_remembers_it_for_this_paper(
    desk: Desk, printers: FakePrinters
) -> None:
    number = desk.ask(lambda ledger: issue(ledger, trade("张三", 60_000))).number
    shell = desk.window.shell
    for _ in range(2):
        shell.printing.print_receipt(number)
        desk.settle()

    assert printers.asked == 1
    assert printers.opened == [NAME, NAME]
    assert Preferences.load().printer_for(Paper.A5) == NAME
    assert Preferences.load().printer_for(Paper.CONTINUOUS_241_3) == ""
    assert NAME in shell.status._printer.text()


def test_a_cancelled_print_dialog_fails_the_print_and_offers_it_again(
    desk: Desk, printers: FakePrinters
) -> None:
    number = desk.ask(lambda ledger: issue(ledger, trade("张三", 60_000))).number
    shell = desk.window.shell
    printers.answer = None
    shell.printing.print_receipt(number)
    desk.settle()
    assert prints(desk) == [("failed", 1, None, "cancelled")]
    assert printers.opened == []
    printers.answer = NAME
    shell.toast.action.click()
    desk.settle()

    assert prints(desk)[1:] == [("sent", 1, NAME, None)]
    assert desk.ask(lambda ledger: ledger.receipts.register()).receipts[0].prints == 1


def test_choosing_a_file_in_the_print_dialog_writes_pdfs_from_then_on(
    desk: Desk, printers: FakePrinters
) -> None:
    number = desk.ask(lambda ledger: issue(ledger, trade("张三", 60_000))).number
    printers.answer = ""
    for _ in range(2):
        desk.window.shell.printing.print_receipt(number)
        desk.settle()

    assert printers.asked == 1
    assert Preferences.load().is_into_pdf(Paper.A5)
    assert prints(desk) == [
        ("failed", 1, None, "into_pdf"),
        ("confirmed", 1, None, None),
        ("confirmed", 2, None, None),
    ]


def test_a_pc_without_a_printer_writes_the_pdf(desk: Desk, printers: FakePrinters) -> None:
    number = desk.ask(lambda ledger: issue(ledger, trade("张三", 60_000))).number
    printers.names = ()
    desk.window.shell.printing.print_receipt(number)
    desk.settle()

    assert printers.asked == 0
    assert desk.pdf_of(number).is_file()
    assert prints(desk) == [("confirmed", 1, None, None)]


def test_a_bad_sheet_in_hand_is_followed_by_the_original(
    desk: Desk, printers: FakePrinters, issued: str
) -> None:
    shell = desk.window.shell
    shell.go(TRADE)
    shell.printing.print_receipt(issued)
    desk.settle()
    desk.press("P", held=CONTROL | SHIFT)
    dialog = judged(desk)
    dialog.act.click()
    assert dialog.field.problem
    desk.press("3", Qt.Key.Key_Return)
    desk.settle()

    assert prints(desk) == [("failed", 1, NAME, "kept"), ("sent", 1, NAME, None)]
    assert len(printers.sheets) == 2
    assert shell.printing.last is not None
    assert shell.printing.last.job.page.printed is None


def test_a_good_sheet_is_confirmed_and_not_printed_again(
    desk: Desk, printers: FakePrinters, issued: str
) -> None:
    shell = desk.window.shell
    shell.printing.print_receipt(issued)
    desk.settle()
    shell.desk.judge_last_print()
    desk.settle()
    judged(desk)
    desk.press("1", Qt.Key.Key_Return)
    desk.settle()
    assert prints(desk) == [("confirmed", 1, NAME, None)]
    shell.desk.judge_last_print()
    desk.settle()

    assert QApplication.activeModalWidget() is None
    assert len(printers.sheets) == 1


def test_leaving_the_question_open_changes_nothing(
    desk: Desk, printers: FakePrinters, issued: str
) -> None:
    shell = desk.window.shell
    shell.printing.print_receipt(issued)
    desk.settle()
    shell.desk.judge_last_print()
    desk.settle()
    judged(desk)
    desk.press(Qt.Key.Key_Escape)

    assert prints(desk) == [("sent", 1, NAME, None)]


def test_a_print_that_was_settled_meanwhile_says_so_in_the_dialog(
    desk: Desk, printers: FakePrinters, issued: str
) -> None:
    shell = desk.window.shell
    shell.printing.print_receipt(issued)
    desk.settle()
    shell.desk.judge_last_print()
    desk.settle()
    dialog = judged(desk)
    desk.ask(lambda ledger: issue(ledger, trade("李四", 30_000)))
    desk.press("2", Qt.Key.Key_Return)
    desk.settle()

    assert "补打" in dialog.trouble.words.text()
    assert len(printers.sheets) == 1
    dialog.reject()


def test_the_toast_that_lasts_goes_with_its_place(
    desk: Desk, printers: FakePrinters, issued: str
) -> None:
    shell = desk.window.shell
    shell.go(TRADE)
    desk.settle()
    shell.printing.print_receipt(issued)
    desk.settle()
    assert shell.toast.geometry().right() < shell.trade.panel.mapTo(shell, shell.pos()).x()
    shell.go(RECEIPTS)
    desk.settle()

    assert shell.toast.isHidden()


def test_what_was_not_sent_before_the_lock_is_not_sent_after_it(
    desk: Desk, printers: FakePrinters, issued: str
) -> None:
    printing = desk.window.shell.printing
    job = desk.change(lambda ledger: ledger.receipts.ask_print(issued, way="printer"))
    desk.window.lock()
    printing._send(job, NAME)
    desk.settle()

    assert printers.opened == []
    desk.unlock()
    assert prints(desk) == [("asked", 1, None, None)]


def test_a_real_printer_takes_a_receipt(
    desk: Desk, printers: FakePrinters, issued: str, not_run: Callable[[str], NoReturn]
) -> None:
    name = os.environ.get("LEDGERDESK_PRINTER", "")
    if not name:
        not_run("LEDGERDESK_PRINTER names no printer that may be given paper to print")
    printing = desk.window.shell.printing
    printing.device = Device()
    desk.stage.preferences.remember_printer(Paper.A5, name)
    printing.print_receipt(issued)
    desk.qtbot.waitUntil(lambda: not desk.stage.tasks.is_busy, timeout=120_000)

    assert prints(desk) == [("sent", 1, name, None)]


def test_a_known_sheet_is_turned_and_a_continuous_form_is_not() -> None:
    a5, form = layout_of(210, 148), layout_of(241.3, 93.13)

    assert (a5.pageSize().name(), a5.orientation()) == ("A5", QPageLayout.Orientation.Landscape)
    assert form.orientation() is QPageLayout.Orientation.Portrait
    assert form.fullRect(QPageLayout.Unit.Millimeter).width() == pytest.approx(241.3, abs=0.4)


def test_a_printer_by_a_name_nobody_knows_is_not_there() -> None:
    assert Device().opened("no such printer") is None
    assert Device().names() == tuple(QPrinterInfo.availablePrinterNames())


def test_a_written_pdf_is_told_with_its_place_and_where_nothing_opens_it(
    desk: Desk, issued: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def no_viewer(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return False

    monkeypatch.setattr(QDesktopServices, "openUrl", no_viewer)
    toast = desk.window.shell.toast
    written = tmp_path / "收据" / f"{issued}.pdf"
    desk.window.shell.printing.save_pdf(issued, written)
    desk.settle()
    assert str(written) in toast.words.accessibleName()
    assert (toast.action.text(), toast.other.text()) == ("打开", "打开文件夹")
    toast.other.click()
    assert opened == [str(written.parent)]

    assert str(written) in toast.words.accessibleName()
    assert "没有程序" in toast.words.accessibleName()
