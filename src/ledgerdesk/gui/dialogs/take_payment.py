"""Take what a customer owes: which trade, how much, how; its receipt comes with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ledgerdesk.bootstrap import Ledger, wish_for
from ledgerdesk.core.changes import Done
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.receipts import Paper
from ledgerdesk.core.transactions import PaymentPart
from ledgerdesk.gui import figures, theme
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.dialogs.reasons import ReasonDialog
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.fields import Edit, Field
from ledgerdesk.gui.widgets.money_edit import MoneyEdit
from ledgerdesk.gui.widgets.offers import Offer
from ledgerdesk.gui.widgets.people_list import PeopleList
from ledgerdesk.gui.widgets.segments import Segments
from ledgerdesk.i18n.problems import question
from ledgerdesk.services.payments import CustomerAccount, OwedTrade, TakenIn

_ROWS = 4
METHODS = figures.SEGMENTS


class TakePaymentDialog(Asking):
    """The oldest debt is chosen and its whole sum stands there; Enter walks on."""

    taken = Signal(object)
    forgone = Signal(int)

    def __init__(self, parent: QWidget, stage: Stage, name: str, account: CustomerAccount) -> None:
        super().__init__(parent, act=Kind.PRIMARY, width=560)
        self._stage = stage
        self._account = account
        self._asked = False
        self.forgo_button = Button(Kind.GHOST)
        self.buttons.insertWidget(0, self.forgo_button)
        self.list = PeopleList()
        self.amount, self.deposit, self.detail = MoneyEdit(), MoneyEdit(), Edit()
        self.method = Segments(len(METHODS))
        self.amount_field, self.method_field = Field(self.amount), Field(self.method)
        self.deposit_field, self.detail_field = Field(self.deposit), Field(self.detail)
        self._lay_out()
        self._say(name)
        self._wire()
        self.list.choose(0)
        self._begin_sum()
        self.method.choose(0)
        self._method_chosen()
        (self.list if len(account.owed) > 1 else self.amount).setFocus()

    def _lay_out(self) -> None:
        rows = min(len(self._account.owed), _ROWS)
        self.list.setFixedHeight(rows * theme.TWO_LINE_ROW + 2)
        sums = QHBoxLayout()
        sums.setSpacing(16)
        for field in (self.amount_field, self.deposit_field, self.detail_field):
            sums.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        self.deposit_field.setVisible(self._account.deposit_fen > 0)
        self.body.addWidget(self.list)
        self.body.addLayout(sums)
        self.body.addWidget(self.method_field)

    def _say(self, name: str) -> None:
        t = self._stage.speech
        self.list.setAccessibleName(t.text("What is owed"))
        self.list.show_offers(
            [
                Offer(
                    value=one,
                    title=one.item,
                    below=self._since(one),
                    right=figures.amount(one.owed_fen),
                )
                for one in self._account.owed
            ]
        )
        self.amount_field.say(t.text("&Paid now (¥)"))
        held = figures.yuan(self._account.deposit_fen)
        self.deposit_field.say(
            t.text("From the &deposit (¥)"), hint=t.text("{sum} lies here", sum=held)
        )
        self.detail_field.say(t.text("De&tail"), hint=t.text("bank, last four; No."))
        self.method_field.say(t.text("&Method"))
        self.method.say(t.text("Method"), [figures.method(t, one) for one in METHODS])
        self.forgo_button.say(t.text("Ask no more for the &rest…"))
        self.say_frame(
            t.text("Take a payment of {name}", name=name),
            t.text("The payment has a receipt of its own, which says what is still owed."),
            t.text("Take it and issue the receipt"),
            t.text("Cancel"),
        )

    def _since(self, one: OwedTrade) -> str:
        t = self._stage.speech
        days = (self._stage.today() - one.traded_on).days
        ago = t.plural("{number} day ago", "{number} days ago", days)
        when = ago if days > 0 else t.text("today")
        whole = t.text("of {sum}", sum=figures.amount(one.total_fen))
        return f"{one.traded_on.isoformat()} · {when} · {whole}"

    def _wire(self) -> None:
        self.list.activated.connect(self.amount.setFocus)
        self.list.selectionModel().currentChanged.connect(lambda _new, _old: self._begin_sum())
        self.amount.next_wanted.connect(self.method.setFocus)
        self.deposit.next_wanted.connect(self.method.setFocus)
        self.detail.next_wanted.connect(self.act.setFocus)
        self.method.chosen.connect(self._method_chosen)
        self.method.accepted.connect(self._after_method)
        self.deposit.textEdited.connect(self._less_the_deposit)
        for edit in (self.amount, self.deposit, self.detail):
            edit.textEdited.connect(self._touched)
        self.act.clicked.connect(self.go)
        self.forgo_button.clicked.connect(self.ask_forgo)
        self.act.bind(self, "Ctrl+Return", "Ctrl+Enter")

    @property
    def trade(self) -> OwedTrade | None:
        """Give the chosen debt."""
        one = self.list.chosen
        return one if isinstance(one, OwedTrade) else None

    def _begin_sum(self) -> None:
        trade = self.trade
        self.amount.show_fen(None if trade is None else trade.owed_fen)
        self.deposit.clear()
        self._touched()

    def _less_the_deposit(self) -> None:
        trade = self.trade
        if trade is not None:
            rest = trade.owed_fen - (self.deposit.fen() or 0)
            self.amount.show_fen(rest if rest > 0 else None)

    def _method_chosen(self) -> None:
        self.detail_field.setVisible(self.method.position not in {0, None})

    def _after_method(self) -> None:
        (self.detail if self.detail_field.isVisible() else self.act).setFocus()

    def _touched(self) -> None:
        self.trouble.hide()
        for field in (self.amount_field, self.deposit_field):
            field.show_problem("")
        if self._asked:
            self._asked = False
            self.act.say(self._stage.speech.text("Take it and issue the receipt"))

    def go(self) -> None:
        """Take it, or say what is missing."""
        t, trade = self._stage.speech, self.trade
        for edit, field in (
            (self.amount, self.amount_field),
            (self.deposit, self.deposit_field),
        ):
            refusal = edit.refusal()
            if refusal is not None:
                field.show_problem(t.sentence(refusal))
                edit.setFocus()
                return
        amount, deposit = self.amount.fen() or 0, self.deposit.fen() or 0
        if trade is None or not amount + deposit:
            self.amount_field.show_problem(t.text("Write how much."))
            self.amount.setFocus()
            return
        self._send(trade, amount, deposit)

    def ask_forgo(self) -> None:
        """Ask why the rest of the chosen trade is not asked for any more."""
        t, trade = self._stage.speech, self.trade
        if trade is None:
            return

        def deed(ledger: Ledger, reason: str) -> Done[int]:
            return ledger.payments.forgo(trade.trade_pub, reason=reason)

        dialog = ReasonDialog(self, self._stage, deed)
        owed = figures.yuan(trade.owed_fen)
        dialog.say(
            t.text("Ask no more for {sum}", sum=owed),
            t.text(
                "A reversal dated today names the trade. A trade of which nothing was paid is"
                " cancelled by it."
            ),
            t.text("Ask no more"),
            t.text("stands with the trade"),
        )
        dialog.finished_well.connect(self._forgone)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _forgone(self, fen: int) -> None:
        self.accept()
        self.forgone.emit(fen)

    def _send(self, trade: OwedTrade, amount: int, deposit: int) -> None:
        detail = self.detail.text().strip() if self.detail_field.isVisible() else ""
        method = METHODS[self.method.position or 0]
        part = PaymentPart(method=method, amount_fen=amount, detail=detail)
        parts = [part] if amount else []
        wish = wish_for(Paper(self._stage.preferences.paper), strict=not self._asked)
        self.act.setEnabled(False)

        def work(ledger: Ledger) -> Done[TakenIn]:
            return ledger.payments.pay(trade.trade_pub, parts, wish, deposit_fen=deposit)

        def done(taken: TakenIn) -> None:
            self.accept()
            self.taken.emit(taken)

        self._stage.tasks.mutate(self, work, done, self._refused)

    def _refused(self, error: KnownError) -> None:
        t = self._stage.speech
        self.act.setEnabled(True)
        if error.code is Code.NEEDS_ANSWER:
            self._asked = True
            self.refuse(question(t.translator, error))
            self.act.say(t.text("Issue all the same"))
            self.act.setFocus()
        elif error.field in {"amount", "deposit"}:
            field = self.amount_field if error.field == "amount" else self.deposit_field
            field.show_problem(t.sentence(error))
            (self.amount if error.field == "amount" else self.deposit).setFocus()
        else:
            self.refuse(t.sentence(error))
