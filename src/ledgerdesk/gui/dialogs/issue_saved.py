"""Choose which saved trade gets its receipt now."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ledgerdesk.core.series import SeriesLine
from ledgerdesk.gui import figures, theme
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.series_choice import SeriesChoice
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.fields import Field
from ledgerdesk.gui.widgets.offers import Offer
from ledgerdesk.gui.widgets.people_list import PeopleList
from ledgerdesk.services.today import WithoutReceipt

_ROWS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreceipted:
    """What waits for a receipt, newest first, and the series it may get its number from."""

    trades: tuple[WithoutReceipt, ...]
    lines: tuple[SeriesLine, ...]
    person_id: int

    @property
    def asks(self) -> bool:
        """Tell whether there is more than one series to choose from."""
        return sum(one.is_active for one in self.lines) > 1


class IssueSavedDialog(Asking):
    """The trades without a receipt, newest first; Enter issues for the chosen one.

    `chosen` says the payment, the customer and the code of the series, which is empty for the
    office's own; `all_wanted` says the series.
    """

    chosen = Signal(str, str, str)
    all_wanted = Signal(str)

    def __init__(self, parent: QWidget, stage: Stage, found: Unreceipted) -> None:
        super().__init__(parent, act=Kind.PRIMARY, width=520)
        t, waiting = stage.speech, found.trades
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
        self.series = SeriesChoice(stage.preferences)
        self.series_field = Field(self.series)
        self.series_field.say(t.text("Num&bers from"))
        self.series.offer(found.lines, found.person_id)
        self.series_field.setVisible(found.asks)
        self.body.addWidget(self.series_field)
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
            self.series.remember()
            self.chosen.emit(one.payment_pub, one.customer, self.series.code or "")

    def _take_all(self) -> None:
        self.accept()
        self.series.remember()
        self.all_wanted.emit(self.series.code or "")
