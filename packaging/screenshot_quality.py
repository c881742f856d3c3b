"""The pictures of data quality: lists, two cards side by side, a correction, what a card has."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtWidgets import QDialog, QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Changes, Done
from ledgerdesk.core.customers import Contact, ContactKind, Customer, CustomerDraft, CustomerKind
from ledgerdesk.gui.dialogs.correction import CorrectionDialog
from ledgerdesk.gui.dialogs.merging import MergeDialog
from ledgerdesk.gui.dialogs.reasons import ReasonDialog
from ledgerdesk.gui.main_window import MainWindow
from ledgerdesk.gui.pages.customers.quality import CORRECTIONS, RULES
from ledgerdesk.gui.places import QUALITY
from ledgerdesk.gui.stage import Stage
from ledgerdesk.services.quality import Rule

NAMES = {
    "zh_CN": ("张伟", "张玮", "青禾贸易有限公司", "本人来电，核对过身份证", "小李"),
    "en": ("Jane Wood", "Jane Woods", "Green Grain Ltd", "by phone, card compared", "Li Na"),
}
Work = Callable[[Ledger], Done[Customer]]
WRONG, RIGHT = "13800138642", "13800138643"


class Studio(Protocol):
    """What the pictures ask of the studio."""

    window: MainWindow

    def spin(self) -> None:
        """Let everything that was asked arrive."""

    def keep(self, name: str, widget: QWidget | None = None) -> None:
        """Keep a picture."""


def draw_quality(studio: Studio, stage: Stage) -> None:
    """Enter two cards that are alike and a correction, and draw what the window makes of them."""
    shell = studio.window.shell
    made: list[Customer] = []
    stage.tasks.mutate(studio.window, _entered(stage.speech.language.value), made.append, _raise)
    studio.spin()
    shell.go(QUALITY)
    _compare(studio)
    page = shell.quality
    page.tabs.choose(RULES.index(Rule.SAME_PHONE))
    studio.keep("d-quality")
    page.merge()
    _keep(studio, "d-merge", MergeDialog)
    page.ignore()
    _keep(studio, "d-put-aside", ReasonDialog)
    page.tabs.choose(CORRECTIONS)
    studio.keep("d-corrections")
    shell.show_card(made[0].pub, made[0].code, "")
    studio.spin()
    studio.spin()
    studio.keep("d-card-matters")
    shell.customers.card.matters.ask()
    _keep(studio, "d-correction", CorrectionDialog)
    shell.customers.search.clear()


def _entered(language: str) -> Work:
    first, second, company, evidence, clerk = NAMES[language]

    def work(ledger: Ledger) -> Done[Customer]:
        phone = Contact(kind=ContactKind.PHONE, value=WRONG)
        drafts = [
            CustomerDraft(name=first, kind=CustomerKind.PERSON, contacts=(phone,)),
            CustomerDraft(name=second, company=company, contacts=(phone,)),
        ]
        added = [ledger.customers.add(draft).value for draft in drafts]
        ledger.corrections.request(
            added[0].pub, "phone", wrong=WRONG, correct=RIGHT, evidence=evidence, verified_by=clerk
        )
        return Done(value=added[0], changes=Changes.CUSTOMERS)

    return work


def _compare(studio: Studio) -> None:
    """Wait until the cards were compared; the page begins a little after it was opened."""
    work = studio.window.shell.quality.surveying
    work.begin()
    while work.is_under_way:
        studio.spin()


def _keep(studio: Studio, name: str, kind: type[QDialog]) -> None:
    studio.spin()
    (dialog,) = [one for one in studio.window.findChildren(kind) if one.isVisible()]
    studio.keep(name, dialog)
    dialog.reject()
    studio.spin()


def _raise(error: Exception) -> None:
    raise error
