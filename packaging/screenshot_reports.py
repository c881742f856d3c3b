"""The pictures of reports: takings by day, and what each customer paid."""

from functools import partial
from typing import Protocol

from PySide6.QtWidgets import QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Done
from ledgerdesk.core.reports import What
from ledgerdesk.gui.main_window import MainWindow
from ledgerdesk.gui.pages.reports.periods import THIS_YEAR
from ledgerdesk.gui.places import CATALOGUE, REPORTS
from ledgerdesk.gui.stage import Stage
from ledgerdesk.services.catalogue import Service

SERVICES = {
    "zh_CN": (
        ("DJ01", "代理记账服务费", "月", 30_000, "jz"),
        ("BS02", "报税服务", "次", 15_000, ""),
        ("ZX03", "财税咨询", "小时", None, "zx"),
    ),
    "en": (
        ("DJ01", "Bookkeeping", "month", 30_000, "bk"),
        ("BS02", "Tax return", "", 15_000, ""),
        ("ZX03", "Advice", "hour", None, "ad"),
    ),
}


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


def draw_catalogue(studio: Studio, stage: Stage) -> None:
    """Keep three services and draw their list."""
    shell = studio.window.shell
    words = SERVICES[stage.speech.language.value]
    for code, name, unit, price, mnemonic in words:
        one = Service(code=code, name=name, unit=unit, price_fen=price, mnemonic=mnemonic)
        stage.tasks.mutate(studio.window, partial(_add, one), lambda _done: None, _raise)
    studio.spin()
    shell.go(CATALOGUE)
    studio.spin()
    studio.keep("g-services")


def _add(service: Service, ledger: Ledger) -> Done[Service]:
    return ledger.catalogue.add(service)


def _raise(error: Exception) -> None:
    raise error
