"""Money that is owed or lies here: ask for it, give it back, and say so in the toast."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ledgerdesk.core.errors import KnownError
from ledgerdesk.gui import figures
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.dialogs.give_back import GiveBackDialog
from ledgerdesk.gui.dialogs.take_payment import TakePaymentDialog
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.notices import Toast
from ledgerdesk.services.payments import CustomerAccount, TakenIn


class PaymentDesk(QObject):
    """Opens what a customer's account asks for; `issued` says the number and the name."""

    issued = Signal(str, str)

    def __init__(self, stage: Stage, host: QWidget, toast: Toast) -> None:
        super().__init__(host)
        self._stage = stage
        self._host = host
        self._toast = toast

    def collect(self, pub: str, name: str) -> None:
        """Take a payment of what a customer owes."""

        def found(account: CustomerAccount) -> None:
            if not account.owed:
                said = self._stage.speech.text("{name} owes nothing", name=name)
                self._toast.show_done(said)
                return
            dialog = TakePaymentDialog(self._host, self._stage, name, account)
            dialog.taken.connect(lambda taken: self._taken(taken, name))
            dialog.forgone.connect(self._forgone)
            self._open(dialog)

        self._stage.tasks.query(
            self, lambda ledger: ledger.payments.of_customer(pub), found, self._complain
        )

    def give_back(self, pub: str, name: str) -> None:
        """Give back of what lies here of a customer's."""

        def found(account: CustomerAccount) -> None:
            if not account.deposit_fen:
                said = self._stage.speech.text("No deposit of {name} lies here", name=name)
                self._toast.show_done(said)
                return
            dialog = GiveBackDialog(self._host, self._stage, pub, name, account.deposit_fen)
            dialog.given.connect(lambda number: self.issued.emit(number, name))
            self._open(dialog)

        self._stage.tasks.query(
            self, lambda ledger: ledger.payments.of_customer(pub), found, self._complain
        )

    def _open(self, dialog: Asking) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _taken(self, taken: TakenIn, name: str) -> None:
        if taken.issued is not None:
            self.issued.emit(taken.issued.number, name)
        else:
            self._toast.show_done(self._stage.speech.text("Settled from the deposit"))

    def _forgone(self, fen: int) -> None:
        t = self._stage.speech
        self._toast.show_done(t.text("Not asked for any more: {amount}", amount=figures.yuan(fen)))

    def _complain(self, error: KnownError) -> None:
        self._toast.show_trouble(self._stage.speech.sentence(error))
