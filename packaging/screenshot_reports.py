"""The pictures of reports: takings by day, and what each customer paid."""

from typing import Protocol

from PySide6.QtWidgets import QWidget

from ledgerdesk.core.reports import What
from ledgerdesk.gui.main_window import MainWindow
from ledgerdesk.gui.pages.reports.periods import THIS_YEAR
from ledgerdesk.gui.places import REPORTS


class Studio(Protocol):
    """What the pictures ask of the studio."""

    window: MainWindow

    def spin(self) -> None:
        """Let everything that was asked arrive."""

    def keep(self, name: str, widget: QWidget | None = None) -> None:
        """Keep a picture."""


def draw_reports(studio: Studio) -> None:
    """Walk through two reports of the practice book."""
    shell = studio.window.shell
    page = shell.reports
    page.period.choose(THIS_YEAR)
    shell.go(REPORTS)
    studio.spin()
    studio.keep("f-report-days")
    page.what.choose(list(What).index(What.BY_CUSTOMER))
    page.refresh()
    studio.spin()
    studio.keep("f-report-customers")
