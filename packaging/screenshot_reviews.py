"""The pictures of the second look: what waits, the rules, the second person, a late trade."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from PySide6.QtWidgets import QDialog, QWidget

from ledgerdesk.bootstrap import Ledger, wish_for
from ledgerdesk.core.changes import Done
from ledgerdesk.core.receipts import Paper
from ledgerdesk.core.reviews import AMOUNT, HOURS
from ledgerdesk.core.transactions import Line, Method, PaymentPart, TradeDraft
from ledgerdesk.gui.dialogs.control import ControlDialog
from ledgerdesk.gui.dialogs.proof_rules import ProofRulesDialog
from ledgerdesk.gui.dialogs.review import CosignDialog, ReviewRulesDialog
from ledgerdesk.gui.main_window import MainWindow
from ledgerdesk.gui.places import REVIEWS, SETTINGS, TRADE
from ledgerdesk.gui.stage import Stage

Dialog = TypeVar("Dialog", bound=QDialog)
WORDS = {
    "zh_CN": ("代理记账服务费", "转账", "昨天停电，今天补录", "金额较大"),
    "en": ("Bookkeeping, a year", "Bank", "no power yesterday", "large sum"),
}


class Studio(Protocol):
    """What the pictures ask of the studio."""

    window: MainWindow

    def spin(self) -> None:
        """Let everything that was asked arrive."""

    def keep(self, name: str, widget: QWidget | None = None) -> None:
        """Keep a picture."""


def draw_reviews(studio: Studio, stage: Stage) -> None:
    """Let two trades wait and draw what the window makes of them."""
    shell = studio.window.shell
    item, _, late, why = WORDS[stage.speech.language.value]
    for work in (_rules, _sold(item, 1_280_000), _sold(item, 960_000)):
        stage.tasks.mutate(studio.window, work, lambda _done: None, _raise)
    studio.spin()
    shell.go(REVIEWS)
    studio.spin()
    studio.keep("e-reviews")
    shell.go(SETTINGS)
    shell.settings.people.review_button.click()
    _keep(studio, "e-review-rules", ReviewRulesDialog)
    shell.settings.people.proof_button.click()
    _keep(studio, "e-proof-rules", ProofRulesDialog)
    shell.go(TRADE)
    studio.spin()
    form = shell.trade
    texts = {"lines.0.item": item, "lines.0.amount": "12,800.00", "method": "bank"}
    form.fields.write(texts, None)
    form.date.setText(stage.today().replace(day=1).isoformat())
    form.late.setText(late)
    form._edited()  # noqa: SLF001 - as typing does
    studio.keep("e-trade-late")
    form.clear()
    shell.control_day()
    studio.spin()
    _keep(studio, "e-daily-control", ControlDialog)
    dialog = CosignDialog(studio.window, stage, why, lambda *_: None)
    dialog.show()
    _keep(studio, "e-second-person", CosignDialog)


def _rules(ledger: Ledger) -> Done[None]:
    return ledger.settings.change_review_rules({AMOUNT: "5,000.00", HOURS: "00:00-23:59"})


def _sold(item: str, fen: int) -> Callable[[Ledger], Done[None]]:
    def work(ledger: Ledger) -> Done[None]:
        code = "C000002"
        draft = TradeDraft(
            customer_pub=ledger.customers.by_code(code).pub,
            lines=(Line(item=item, amount_fen=fen, price_fen=fen),),
            parts=(PaymentPart(method=Method.BANK, amount_fen=fen),),
        )
        done = ledger.transactions.record(draft, wish_for(Paper.A5))
        return Done(value=None, changes=done.changes)

    return work


def _keep(studio: Studio, name: str, kind: type[Dialog]) -> None:
    (dialog,) = studio.window.findChildren(kind)
    studio.spin()
    studio.keep(name, dialog)
    dialog.close()
    dialog.deleteLater()
    studio.window.activateWindow()
    studio.spin()


def _raise(error: Exception) -> None:
    raise error
