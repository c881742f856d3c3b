"""Draw every page and dialog of the window again, for the documentation and for judging.

    python packaging/screenshots.py [--only NAME] [--out FOLDER]

Each is drawn in Chinese and English, light and dark, at 100 %, and at 150 % in Chinese light and
English dark, on a practice ledger made here with a clock that stands. No screen is needed.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from screenshot_backups import draw_backups
from screenshot_day import draw_day
from screenshot_office import FIRM, ITEMS, MOMENT, OWNER, PASSWORD, practise
from screenshot_payments import draw_payments, draw_trades
from screenshot_people import draw_people
from screenshot_quality import draw_quality
from screenshot_reports import draw_catalogue, draw_reports
from screenshot_reviews import draw_reviews
from screenshot_series import draw_series

from ledgerdesk.bootstrap import House
from ledgerdesk.gui import icons, theme
from ledgerdesk.gui.dialogs.about import AboutDialog
from ledgerdesk.gui.dialogs.check_code import CheckCodeDialog
from ledgerdesk.gui.dialogs.file_receipts import FileReceiptsDialog
from ledgerdesk.gui.dialogs.issue_saved import IssueSavedDialog, Unreceipted
from ledgerdesk.gui.dialogs.judge_print import JudgePrintDialog
from ledgerdesk.gui.dialogs.last_numbers import LastNumbersDialog
from ledgerdesk.gui.dialogs.leave_trade import LeaveTradeDialog
from ledgerdesk.gui.dialogs.new_customer import NewCustomerDialog
from ledgerdesk.gui.dialogs.page_window import PageDialog
from ledgerdesk.gui.dialogs.printer_fit import PrinterFitDialog
from ledgerdesk.gui.dialogs.prove_sheet import ProveSheetDialog
from ledgerdesk.gui.dialogs.receipt_form import ReceiptFormDialog
from ledgerdesk.gui.dialogs.security import SecurityDialog
from ledgerdesk.gui.dialogs.take_back import ReverseDialog, VoidDialog
from ledgerdesk.gui.main_window import MainWindow
from ledgerdesk.gui.preferences import Preferences
from ledgerdesk.gui.speech import Speech
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.tasks import Tasks
from ledgerdesk.gui.widgets.notices import InfoBar
from ledgerdesk.gui.widgets.page_view import PageView
from ledgerdesk.i18n.translator import Language
from ledgerdesk.resources import resource
from ledgerdesk.runtime.clock import StillClock
from ledgerdesk.runtime.lanes import Lane
from ledgerdesk.services.settings import Foreseen
from ledgerdesk.services.steps.versions import engine_versions
from ledgerdesk.services.today import Waiting
from ledgerdesk.vault.kdf import BOUNDS_ONLY_FOR_TESTING, CHEAPEST_ONLY_FOR_TESTING

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "screenshots"
SIZE = (1366, 860)
SHOWN_PLACE = "D:/账本/hengxin.ledgerdesk"
VIEWS = (
    ("zh_CN", "light", 100),
    ("zh_CN", "dark", 100),
    ("en", "light", 100),
    ("en", "dark", 100),
    ("zh_CN", "light", 150),
    ("en", "dark", 150),
    ("zh_CN", "contrast", 100),
)


@dataclass(frozen=True)
class View:
    """How everything is drawn in one process."""

    language: str
    theme: str
    percent: int
    out: Path
    only: str

    def name_of(self, name: str) -> Path:
        """Name a picture's file."""
        language = "zh" if self.language == "zh_CN" else "en"
        scale = "" if self.percent == 100 else f"-{self.percent}"  # noqa: PLR2004 - the plain one
        return self.out / f"{name}-{language}-{self.theme}{scale}.png"


def main() -> int:
    """Draw all views, each in a process of its own: the scale is fixed at Qt's start."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--only", default="")
    parser.add_argument("--out", type=Path, default=FOLDER)
    parser.add_argument("--view", default="")
    options = parser.parse_args()
    if options.view:
        language, look, percent = options.view.split(",")
        draw(View(language, look, int(percent), options.out, options.only))
        return 0
    options.out.mkdir(parents=True, exist_ok=True)
    for language, look, percent in VIEWS:
        env = os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(percent / 100)}
        command = [sys.executable, __file__, "--view", f"{language},{look},{percent}"]
        command += ["--only", options.only, "--out", str(options.out)]
        done = subprocess.run(command, env=env, check=False, stderr=subprocess.PIPE)  # noqa: S603 - this very script
        if done.returncode:
            print(done.stderr.decode(errors="replace"), file=sys.stderr)
            return done.returncode
    print(f"{len(list(options.out.glob('*.png')))} pictures in {options.out}")
    return 0


def draw(view: View) -> None:
    """Make a practice ledger and draw every page and dialog on it."""
    application = QApplication(theme.with_style([]))
    theme.dress(application, theme.ThemeName(view.theme))
    icons.follow_the_theme()
    base = Path(tempfile.mkdtemp(prefix="ledgerdesk-screenshots-"))
    os.environ["HOME"] = os.environ["XDG_DATA_HOME"] = str(base)
    clock = StillClock(MOMENT)
    try:
        with Lane("press") as press, Lane("owner") as lane:
            house = House(
                clock=clock,
                press=press,
                per_user=base / "user",
                bounds=BOUNDS_ONLY_FOR_TESTING,
                cost=CHEAPEST_ONLY_FOR_TESTING,
            )
            vault = lane.call(lambda: practise(house, base, clock, view.language))
            tasks = Tasks(lambda: house, lane, press)
            stage = Stage(
                speech=Speech(Language(view.language)),
                preferences=Preferences(pdf_folder=str(base / "pdf")),
                tasks=tasks,
                clock=clock,
            )
            try:
                Studio(view, stage, vault, application.processEvents).draw_all()
            finally:
                tasks.close()
    finally:
        shutil.rmtree(base, ignore_errors=True)


class Studio:
    """Bring the window to each state and keep its picture."""

    def __init__(self, view: View, stage: Stage, vault: Path, spin: Callable[[], None]) -> None:

        self._view = view
        self._stage = stage
        self._vault = vault
        self._spin_once = spin
        self.window = MainWindow(stage)
        self.window.resize(*SIZE)
        self.window.show()

    def spin(self) -> None:
        """Let everything that was asked arrive."""
        for _ in range(400):
            self._spin_once()
            time.sleep(0.01)
            if not self._stage.tasks.is_busy and self._is_drawn():
                break
        for _ in range(4):
            self._spin_once()

    def _is_drawn(self) -> bool:
        """Tell whether every page that is shown was drawn for this screen."""
        return all(one.need is None for one in self.window.findChildren(PageView))

    def keep(self, name: str, widget: QWidget | None = None) -> None:
        """Keep a picture."""
        if self._view.only and self._view.only not in name:
            return
        self.spin()
        taken = (widget or self.window).grab()
        path = self._view.name_of(name)
        packed(taken.toImage()).save(str(path), quality=0)  # packs best

    def keep_dialog(self, name: str, dialog: QDialog) -> None:
        """Show a dialog, keep its picture and let it go."""
        dialog.show()
        self.keep(name, dialog)
        dialog.close()
        self.window.activateWindow()
        self.spin()

    def draw_all(self) -> None:
        """Walk through the window."""
        self._doors()
        self._first_run()
        self._enter()
        self._today_and_customers()
        self._trade()
        self._receipts()
        self._numbers_and_practice()
        self._rest()
        self._import()
        draw_day(self)
        draw_quality(self, self._stage)
        draw_reviews(self, self._stage)
        draw_payments(self, self._stage)
        draw_trades(self)
        draw_reports(self)
        draw_catalogue(self, self._stage)
        draw_series(self, self._stage)
        draw_backups(self, self._stage)
        draw_people(self, self._stage, self._vault)
        self.window.close_now()

    def _doors(self) -> None:
        window = self.window
        window.begin(None)
        self.keep("0-welcome")
        window.welcome.restore_button.click()
        window.restore.file.edit.setText("E:/备份/ledgerdesk-20261123T101500Z-000014.ldbk")
        window.restore.place.edit.setText("D:/账本")
        window.restore.name.setText("hengxin")
        window.restore.secret.password.setText(PASSWORD)
        window.restore.last.setText("SJ2026-001283")
        self.keep("0-welcome-restore")
        window.go_to_vault(self._vault)
        window.unlock.secret.setText("nonsense here")
        window.unlock.open_button.click()
        self.spin()
        window.unlock._place.setText(SHOWN_PLACE)  # noqa: SLF001 - a path of no machine
        self.keep("1-unlock")

    def _first_run(self) -> None:
        page = self.window.first_run
        self.window._create()  # noqa: SLF001 - the way its button goes
        language = self._view.language
        page.office.firm.setText(FIRM[language])
        self.keep("2-first-run-1")
        page.forward()
        page.owner.owner.setText(OWNER[language])
        page.owner.password.setText(PASSWORD)
        page.owner.again.setText("correct horse")
        page.forward()
        self.keep("2-first-run-2")
        page.owner.again.setText(PASSWORD)
        page.forward()
        page.numbers.last.setText("1267")
        self.keep("2-first-run-3")
        page.forward()
        page.places.book.edit.setText("D:/OneDrive/LedgerDesk")
        self.keep("2-first-run-4")
        page.forward()
        page.sheet.place.edit.setText("E:/")
        self.keep("2-first-run-5")

    def _enter(self) -> None:
        window = self.window
        window.go_to_vault(self._vault)
        window.unlock.secret.setText(PASSWORD)
        window.unlock.open_button.click()
        self.spin()

    def _today_and_customers(self) -> None:

        shell = self.window.shell
        shell.go(0)
        self.spin()
        shell.today.table.choose(1)
        self.keep("3-today")
        waits = shell.today._waits  # noqa: SLF001 - as its rows do
        judge = JudgePrintDialog(self.window, self._stage, waits.prints[0])
        judge.outcome.choose(2)
        self.keep_dialog("3-print-judged", judge)
        self.keep_dialog(
            "3-issue-saved",
            IssueSavedDialog(
                self.window,
                self._stage,
                Unreceipted(trades=waits.unreceipted, lines=(), person_id=0),
            ),
        )
        shell.go(1)
        self.spin()
        shell.customers.list.choose(5)
        self.keep("4-customers")
        dialog = NewCustomerDialog(self.window, self._stage)
        QTest.keyClicks(dialog.fields["phone"].control, "13900004471")
        dialog.show()
        self.keep("4-customer-new", dialog)
        dialog.close()
        self.window.activateWindow()
        self.spin()

    def _trade(self) -> None:

        shell = self.window.shell
        shell.go(2)
        self.spin()
        self.keep("5-trade-empty")
        self.keep_dialog("5-trade-left", LeaveTradeDialog(self.window, self._stage.speech))
        zh = self._view.language == "zh_CN"
        shell.trade.customer.edit.setFocus()  # an offer is shown only where one types
        QTest.keyClicks(shell.trade.customer.edit, "shhl" if zh else "shang")
        self.spin()
        self.keep("5-trade-pick")
        QTest.keyClick(shell.trade.customer.edit, Qt.Key.Key_Return)
        self.spin()
        self.keep("5-trade-item")
        rows = shell.trade.lines.rows
        for row, item, price, quantity in (
            (rows[0], ITEMS[self._view.language][0], "1200", ""),
            (rows[1], ITEMS[self._view.language][1], "150", "2"),
            (rows[2], ITEMS[self._view.language][5], "18.50", ""),
        ):
            row.item.setText(item)
            row.number.show()
            row.quantity.setText(quantity)
            row.price.setText(price)
            row._multiply()  # noqa: SLF001 - as typing does
            row.price.left.emit()
        rows[3].number.show()
        shell.trade.method.choose(0)
        shell.trade.received.setText("2,000.00")
        shell.trade.date.setText("2026-11-31")
        shell.trade._edited()  # noqa: SLF001 - as typing does
        shell.trade._save(issue=True)  # noqa: SLF001 - as the button does
        self.spin()
        self.keep("5-trade-filled")
        shell.trade.clear()
        shell.desk.tell_sent("SJ2026-001284")
        self.keep("5-trade-sent")
        shell.toast.hide()

    def _receipts(self) -> None:

        shell = self.window.shell
        shell.go(3)
        self.spin()
        shell.receipts.table.choose(4)
        self.spin()
        file = "D:/收据/SJ2026-001279.pdf"
        said = self._stage.speech.text("PDF of {number}: {file}", number="SJ2026-001279", file=file)
        shell.desk.tell_written(said, Path(file))
        self.keep("6-receipts")
        shell.toast.hide()
        shell.receipts.enlarge()
        enlarged = self.window.findChild(PageDialog)
        if isinstance(enlarged, PageDialog):
            self.keep("6-receipt-enlarged", enlarged)
            enlarged.reject()
        self.window.activateWindow()
        dialog = VoidDialog(self.window, self._stage, "SJ2026-001279")
        dialog.way.choose(1)
        dialog.act.click()
        dialog.show()
        self.keep("6-receipt-void", dialog)
        dialog.close()
        self.window.activateWindow()
        self.spin()
        reverse = ReverseDialog(self.window, self._stage, "SJ2026-001279")
        reverse.show()
        self.keep("6-receipt-take-back", reverse)
        reverse.close()
        self.window.activateWindow()

    def _show_bar(self, bar: InfoBar, *, on: bool) -> None:
        """Show a bar that lasts, as its state would."""
        bar.setVisible(on)
        self.window.shell.bars.setVisible(on)

    def _numbers_and_practice(self) -> None:
        shell = self.window.shell
        shell.go(0)
        for name, bar in (("a-waiting", shell.bars.numbers), ("a-practice", shell.bars.practice)):
            self._show_bar(bar, on=True)
            self.keep(name)
            self._show_bar(bar, on=False)
        waiting = (Waiting(code="SJ", title="收款收据", known="SJ2026-001283"),)
        dialog = LastNumbersDialog(self.window, self._stage, waiting)
        dialog.show()
        field = dialog.fields[0]
        field.edit.setText("SJ2026-001285")
        field.later.stop()
        lost = Foreseen(
            next_number="SJ2026-001286",
            lost=2,
            first_lost="SJ2026-001284",
            last_lost="SJ2026-001285",
        )
        field.show_help(dialog._words(lost))  # noqa: SLF001 - as the answer does
        self.keep("a-last-number", dialog)
        dialog.close()
        self.window.activateWindow()
        self.spin()

    def _import(self) -> None:
        """Bring the sample table as far as its result."""
        shell = self.window.shell
        page = shell.imports
        shell.import_table()
        self.keep("b-import-start")
        shell.import_file(resource("samples", "customers.gb18030.csv"))
        self._until(lambda: page.outcome is not None)
        self.keep("b-import-columns")
        for tab, name in ((1, "first-rows"), (3, "refused")):
            page.tabs.choose(tab)
            self.keep(f"b-import-{name}")
        page.panel.import_button.click()
        self._until(lambda: page.is_done)
        self.keep("b-import-done")
        page.forget()

    def _until(self, stands: Callable[[], bool]) -> None:
        while not stands():
            self.spin()

    def _rest(self) -> None:

        shell = self.window.shell
        self._stage.preferences.vault = SHOWN_PLACE
        self._show_bar(shell.bars.sheet, on=True)
        stick = self._vault.parent / "stick"
        stick.mkdir()
        self._stage.preferences.backup_folder = str(stick)
        shell.go(4)
        for _ in range(3):
            self.spin()
            shell.backup.make()
        self.spin()
        shell.backup.folder.edit.setText("E:/备份")
        self.keep("7-backup")
        shell.toast.hide()
        self._show_bar(shell.bars.sheet, on=False)
        self._stage.preferences.pdf_folder = "D:/收据"
        shell.settings.say()
        shell.go(5)
        self.keep("8-settings")
        form = ReceiptFormDialog(self.window, self._stage)
        form.show()
        self.spin()
        self.keep_dialog("8-receipt-form", form)
        self._stage.preferences.remember_printer(self._stage.preferences.chosen_paper, "HP 1020")
        fit = PrinterFitDialog(self.window, self._stage, shell.printing)
        self.keep_dialog("8-printer-fit", fit)
        self._stage.preferences.printers.clear()
        check = CheckCodeDialog(self.window, self._stage)
        check.code.setText("LD1:ALTERED.")
        check.go()
        self.spin()
        self.keep_dialog("6-check-code", check)
        self.keep_dialog("6-file-receipts", FileReceiptsDialog(self.window, self._stage))
        dialog = ProveSheetDialog(self.window, self._stage, ((2, 1), (4, 2)))
        dialog.show()
        self.keep("9-sheet", dialog)
        dialog.close()
        self.window.activateWindow()
        self.spin()
        about = AboutDialog(self.window, self._stage.speech, engine_versions())
        about.show()
        self.keep("9-about", about)
        about.close()
        security = SecurityDialog(self.window, self._stage.speech)
        security.show()
        self.keep("9-security", security)
        security.close()


def packed(image: QImage) -> QImage:
    """Keep the theme's and the commonest colours, others as their nearest: 40 % of the size."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    counted = Counter(memoryview(plain.constBits()).cast("I"))
    roles = [QColor(value).rgb() for value in theme.look().tokens]
    common = [colour for colour, _ in counted.most_common(256)]
    table = list(dict.fromkeys([*roles, *common]))[:256]
    flat = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    return plain.convertToFormat(QImage.Format.Format_Indexed8, table, flat)


if __name__ == "__main__":
    sys.exit(main())
