"""The pictures of number series: the page, its dialogs, the form of a trade that asks for one."""

from datetime import timedelta
from typing import Protocol

from PySide6.QtWidgets import QDialog, QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Done
from ledgerdesk.core.handouts import Handout, HandoutDraft
from ledgerdesk.core.receipts import Reset
from ledgerdesk.core.series import SeriesDraft
from ledgerdesk.core.stock import SheetUse
from ledgerdesk.gui.dialogs.numbers_out import HandOutNumbersDialog, TakeNumbersBackDialog
from ledgerdesk.gui.dialogs.series import SeriesDialog
from ledgerdesk.gui.dialogs.sheet_number import SheetNumberDialog
from ledgerdesk.gui.dialogs.stock import StockDialog
from ledgerdesk.gui.main_window import MainWindow
from ledgerdesk.gui.places import SERIES, TODAY, TRADE
from ledgerdesk.gui.stage import Stage

WORDS = {
    "zh_CN": (("YJ", "押金"), ("PX", "培训"), ("小李", "小王")),
    "en": (("YJ", "Deposits"), ("PX", "Courses"), ("Li Na", "Wang Fang")),
}


class Studio(Protocol):
    """What the pictures ask of the studio."""

    window: MainWindow

    def spin(self) -> None:
        """Let everything that was asked arrive."""

    def keep(self, name: str, widget: QWidget | None = None) -> None:
        """Keep a picture."""

    def keep_dialog(self, name: str, dialog: QDialog) -> None:
        """Show a dialog, keep its picture and let it go."""


def draw_series(studio: Studio, stage: Stage) -> None:
    """Begin two series, hand numbers out, and look at all of it."""
    shell = studio.window.shell
    _begin(studio, stage)
    page = shell.series
    shell.go(SERIES)
    studio.spin()
    studio.keep("i-series")
    page.run.last.setText("1299")
    page.run.ask()
    studio.spin()
    studio.keep("i-series-missing")
    _draw_dialogs(studio, stage)
    _draw_paper(studio, stage)
    shell.go(TRADE)
    studio.spin()
    studio.keep("i-series-trade")
    shell.go(TODAY)
    studio.spin()
    studio.keep("i-series-today")


def _begin(studio: Studio, stage: Stage) -> None:
    deposits, courses, people = WORDS[stage.speech.language.value]
    today = stage.today()

    def begin(ledger: Ledger) -> Done[Handout]:
        for (code, title), reset, number in (
            (deposits, Reset.YEARLY, 9_958),
            (courses, Reset.MONTHLY, 1),
        ):
            month = "{mm}" if reset is Reset.MONTHLY else ""
            pattern = f"{code}{{yyyy}}{month}-{{0000}}"
            ledger.series.add(
                SeriesDraft(
                    code=code, title=title, pattern=pattern, reset=reset, first_number=number
                )
            )
        made = []
        for first, last, person, days in (
            ("1268", "1274", people[0], 6),
            ("1275", "1330", people[1], 3),
            ("1331", "1400", people[0], 0),
        ):
            draft = HandoutDraft(
                series="SJ", first=first, last=last, person=person, on=today - timedelta(days=days)
            )
            made.append(ledger.series.hand_out(draft).value)
        return ledger.series.take_back(made[0].pub, first_unused=None, on=today)

    stage.tasks.mutate(studio.window, begin, lambda _done: None, _raise)
    studio.spin()


def _draw_dialogs(studio: Studio, stage: Stage) -> None:
    page = studio.window.shell.series
    _, courses, _ = WORDS[stage.speech.language.value]
    dialog = SeriesDialog(page, stage, page.model.records)
    dialog.code.setText("ZL")
    dialog.title_edit.setText(courses[1])
    dialog.pattern.setText("ZL{yyyy}-{00000}")
    studio.keep_dialog("i-series-new", dialog)
    dialog = SeriesDialog(page, stage, page.model.records)
    dialog.pattern.setText("ZL-{00000}")
    studio.keep_dialog("i-series-refused", dialog)
    studio.keep_dialog(
        "i-series-change", SeriesDialog(page, stage, page.model.records, page.model.records[1])
    )
    studio.keep_dialog("i-numbers-out", HandOutNumbersDialog(page, stage, page.model.records[0]))
    studio.keep_dialog(
        "i-numbers-back", TakeNumbersBackDialog(page, stage, page.register.model.records[0])
    )


def _draw_paper(studio: Studio, stage: Stage) -> None:
    """Show the question for a sheet of numbered paper, and its register."""
    name = "三联 2026"

    def spoil(ledger: Ledger) -> Done[tuple[str, ...]]:
        return ledger.stock.spoil(name, "A0012", "A0014", reason="卡纸")

    stage.tasks.mutate(studio.window, spoil, lambda _done: None, _raise)
    studio.spin()
    use = SheetUse(stock=name, first="A0015")
    sheet = SheetNumberDialog(studio.window, stage, use, receipt="SJ2026-000126")
    sheet.sheet.setText("A0018")
    studio.keep_dialog("i-sheet-number", sheet)
    stock = StockDialog(studio.window, stage)
    stock.show()
    studio.spin()
    studio.keep_dialog("i-numbered-paper", stock)


def _raise(error: Exception) -> None:
    raise error
