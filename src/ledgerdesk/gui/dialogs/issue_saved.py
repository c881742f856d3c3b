"""Choose which saved trade gets its receipt now."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ledgerdesk.gui import figures, theme
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.offers import Offer
from ledgerdesk.gui.widgets.people_list import PeopleList
from ledgerdesk.services.today import WithoutReceipt

_ROWS = 6


class IssueSavedDialog(Asking):
    """The trades without a receipt, newest first; Enter issues for the chosen one."""

    chosen = Signal(str, str)
    all_wanted = Signal()

    def __init__(self, parent: QWidget, stage: Stage, waiting: Sequence[WithoutReceipt]) -> None:
        super().__init__(parent, act=Kind.PRIMARY, width=520)
        t = stage.speech
        self.list = PeopleList()
        self.list.setAccessibleName(t.text("Trades without a receipt"))
        self.list.setFixedHeight(min(len(waiting), _ROWS) * theme.TWO_LINE_ROW + 2)
        self.list.show_offers(
            [
                Offer(
                    value=one,
                    title=one.customer,
                    below=f"{one.item} · {figures.moment(t, one.at, stage.today())}",
                    right=figures.amount(one.amount_fen),
                )
                for one in waiting
            ]
        )
        self.body.addWidget(self.list)
        self.every = Button(Kind.PLAIN)
        self.every.say(t.text("Issue all {number}…", number=len(waiting)))
        self.every.setVisible(len(waiting) > 1)
        self.every.clicked.connect(self._take_all)
        self.buttons.insertWidget(0, self.every)
        self.say_frame(
            t.text("Trades without a receipt"),
            t.text("Choose the trade whose receipt is issued now."),
            t.text("Issue its receipt"),
            t.text("Cancel"),
        )
        self.list.activated.connect(self._take)
        self.act.clicked.connect(self._take)
        self.leave.setDefault(False)
        self.list.choose(0)
        self.list.setFocus()

    def _take(self) -> None:
        one = self.list.chosen
        if isinstance(one, WithoutReceipt):
            self.accept()
            self.chosen.emit(one.payment_pub, one.customer)

    def _take_all(self) -> None:
        self.accept()
        self.all_wanted.emit()
