"""The pictures of money that is owed: part payment, its dialogs, ageing, statement."""

from dataclasses import replace
from typing import Protocol

from PySide6.QtWidgets import QDialog, QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Done
from ledgerdesk.core.notes import NoteKind
from ledgerdesk.core.trade_lists import Fits, TradeQuery, When
from ledgerdesk.core.transactions import Line, Method, PaymentPart, TradeDraft
from ledgerdesk.gui.dialogs.give_back import GiveBackDialog
from ledgerdesk.gui.dialogs.take_payment import TakePaymentDialog
from ledgerdesk.gui.main_window import MainWindow
from ledgerdesk.gui.pages.customers.customer_field import Known, known_like
from ledgerdesk.gui.places import TRADE, TRADES
from ledgerdesk.gui.stage import Stage
from ledgerdesk.services.payments import CustomerAccount
from ledgerdesk.services.transactions import Recorded

CODE = "C000002"
ITEM = {"zh_CN": "商标注册代理费", "en": "Trade mark agency"}
OTHER = {"zh_CN": "年度汇算清缴", "en": "Annual tax return"}
NOTES = {
    "zh_CN": ("电话里等了太久", "收据请开公司抬头"),
    "en": ("waited too long on the phone", "wants the company on the receipt"),
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


def draw_payments(studio: Studio, stage: Stage) -> None:
    """Let a customer owe two trades and keep a deposit, then draw what follows."""
    language = stage.speech.language.value
    found: list[tuple[Known, CustomerAccount]] = []
    stage.tasks.mutate(
        studio.window, lambda ledger: _owe(ledger, language), lambda _done: None, _raise
    )
    studio.spin()
    stage.tasks.query(studio.window, _account, found.append, _raise)
    studio.spin()
    known, account = found[0]
    shell = studio.window.shell
    shell.go(TRADE)
    studio.spin()
    shell.trade.begin_for(known)
    rows = shell.trade.lines.rows
    rows[0].item.setText(ITEM[language])
    rows[0].cells[4].setText("1,800.00")
    shell.trade.payment.method.choose(0)
    shell.trade.terms.now.choose(1)
    shell.trade.terms.paid.setText("800.00")
    shell.trade.terms.discount.setText("100.00")
    shell.trade._edited()  # noqa: SLF001 - as typing does
    studio.spin()
    studio.keep("5-trade-part")
    shell.trade.clear()
    name = known.customer.name
    studio.keep_dialog("5-take-payment", TakePaymentDialog(shell, stage, name, account))
    pub, held = known.customer.pub, account.deposit_fen
    studio.keep_dialog("5-give-back", GiveBackDialog(shell, stage, pub, name, held))
    shell.show_statement(pub, name)
    studio.spin()
    studio.keep("f-statement")
    shell.show_owed()
    studio.spin()
    studio.keep("f-owed")


def _owe(ledger: Ledger, language: str) -> Done[Recorded]:
    card = ledger.customers.by_code(CODE)
    draft = TradeDraft(
        customer_pub=card.pub,
        lines=(Line(item=OTHER[language], amount_fen=360_000),),
        parts=(PaymentPart(method=Method.BANK, amount_fen=100_000, detail=""),),
        on_account=True,
    )
    ledger.transactions.record(draft)
    more = (PaymentPart(method=Method.CASH, amount_fen=80_000),)
    line = Line(item=ITEM[language], amount_fen=50_000)
    kept = replace(draft, lines=(line,), parts=more, on_account=False, keep_rest=True)
    ledger.transactions.record(kept)
    for kind, words in zip((NoteKind.COMPLAINT, NoteKind.REMARK), NOTES[language], strict=True):
        ledger.customers.write_note(card.pub, kind, words)
    return ledger.transactions.record(replace(draft, lines=(line,), parts=()))


def _account(ledger: Ledger) -> tuple[Known, CustomerAccount]:
    card = ledger.customers.by_code(CODE)
    known = next(one for one in known_like(ledger, card.name) if one.customer.pub == card.pub)
    return known, ledger.payments.of_customer(card.pub)


def _raise(error: Exception) -> None:
    raise error


def draw_trades(studio: Studio) -> None:
    """Draw the list of trades, whole and narrowed to what is owed."""
    shell = studio.window.shell
    shell.go(TRADES)
    studio.spin()
    studio.keep("5-trades")
    shell.trades.show_query(TradeQuery(fits=Fits.OWED, when=When.THIS_MONTH))
    studio.spin()
    studio.keep("5-trades-owed")
    shell.trades.show_all()
