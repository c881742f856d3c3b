"""What narrows the list of trades: words, days, state, method, clerk, sums, and kept filters."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.trade_lists import Fits, TradeQuery, When
from ledgerdesk.core.transactions import Method
from ledgerdesk.gui import figures, icons
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.fields import Edit
from ledgerdesk.gui.widgets.money_edit import MoneyEdit
from ledgerdesk.gui.widgets.select import Select
from ledgerdesk.gui.widgets.texts import Text
from ledgerdesk.i18n.marks import N_
from ledgerdesk.i18n.trade_list_words import fits_words

_FITS, _METHODS, _WHENS = tuple(Fits), tuple(Method), tuple(When)
_TIMES = (
    N_("any day"),
    N_("today"),
    N_("this month"),
    N_("last month"),
    N_("this year"),
    N_("last year"),
)
_SUM, _CHOICE = 104, 132


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Who may be chosen, as (public id, name), and the kept filters by name."""

    clerks: tuple[tuple[str, str], ...] = ()
    kept: dict[str, TradeQuery] = field(default_factory=dict)


def choices_of(ledger: Ledger) -> Choices:
    """Read what may be chosen."""
    return Choices(clerks=ledger.trades.clerks(), kept=ledger.trades.filters())


class TradeFilterBar(QWidget):
    """Two rows; the first word of each choice narrows nothing."""

    changed = Signal()
    keep_wanted = Signal()
    drop_wanted = Signal(str)
    next_wanted = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._choices = Choices()
        self.search = Edit()
        self.search.setProperty("filter", True)
        self._find = QAction(icons.icon("search", "muted"), "", self)
        self.search.addAction(self._find, Edit.ActionPosition.LeadingPosition)
        self.when, self.fits, self.method, self.clerk, self.kept = (Select() for _ in range(5))
        self.least, self.most = MoneyEdit(), MoneyEdit()
        self._between = Text(tone="muted")
        self.keep_button, self.drop_button = Button(Kind.GHOST), Button(Kind.GHOST)
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        above, below = QHBoxLayout(), QHBoxLayout()
        for row in (above, below):
            row.setSpacing(8)
        self.search.setMaximumWidth(300)
        above.addWidget(self.search, 1)
        for select in (self.when, self.fits, self.method, self.clerk):
            select.setFixedWidth(_CHOICE)
            above.addWidget(select)
        above.addStretch(1)
        for edit in (self.least, self.most):
            edit.setProperty("filter", True)
            edit.setFixedWidth(_SUM)
        below.addWidget(self.least)
        below.addWidget(self._between)
        below.addWidget(self.most)
        self.kept.setFixedWidth(196)
        below.addSpacing(16)
        below.addWidget(self.kept)
        below.addWidget(self.keep_button)
        below.addWidget(self.drop_button)
        below.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(above)
        column.addLayout(below)
        for select in (self.when, self.fits, self.method, self.clerk, self.kept):
            select.setProperty("quiet", True)
        self.drop_button.hide()

    def _wire(self) -> None:
        self.search.textChanged.connect(self._changed)
        self.search.next_wanted.connect(self.next_wanted)
        for select in (self.when, self.fits, self.method, self.clerk):
            select.chosen.connect(self._changed)
            select.next_wanted.connect(self.next_wanted)
        for edit in (self.least, self.most):
            edit.textEdited.connect(self._changed)
        self.least.next_wanted.connect(self.most.setFocus)
        self.most.next_wanted.connect(self.next_wanted)
        self.kept.chosen.connect(self._take_kept)
        self.kept.next_wanted.connect(self.next_wanted)
        self.keep_button.clicked.connect(self.keep_wanted)
        self.drop_button.clicked.connect(lambda: self.drop_wanted.emit(self.kept_name))

    def say(self) -> None:
        """Say every text again; what is chosen stays."""
        t = self._stage.speech
        self.search.setPlaceholderText(t.text("customer, pinyin, item, note, receipt"))
        self.search.setAccessibleName(t.text("Search trades"))
        methods = [t.text("any method"), *(self._method(one) for one in _METHODS)]
        clerks = [t.text("every clerk"), *(name for _, name in self._choices.clerks)]
        for select, name, words in (
            (self.when, t.text("Day of the trade"), [t.text(word) for word in _TIMES]),
            (self.fits, t.text("State"), [fits_words(t.translator, one) for one in _FITS]),
            (self.method, t.text("Method"), methods),
            (self.clerk, t.text("Clerk"), clerks),
            (self.kept, t.text("Kept filters"), [t.text("kept filters"), *self._choices.kept]),
        ):
            select.say(words)
            select.setAccessibleName(name)
            if select.currentIndex() < 0:
                select.choose(0)
        self.least.setPlaceholderText(t.text("from ¥"))
        self.most.setPlaceholderText(t.text("to ¥"))
        self.least.setAccessibleName(t.text("Smallest sum"))
        self.most.setAccessibleName(t.text("Largest sum"))
        self._between.setText("–")
        self.keep_button.say(t.text("Keep this fi&lter…"))
        self.drop_button.say(t.text("Drop it"))

    def _method(self, one: Method) -> str:
        return figures.method(self._stage.speech, one)

    def show_choices(self, choices: Choices) -> None:
        """Offer what there is; a choice that is gone narrows nothing."""
        name, clerk = self.kept_name, self.asked().clerk
        self._choices = choices
        self.say()
        self.clerk.choose(_place([pub for pub, _ in choices.clerks], clerk))
        self.mark_kept(name if name in choices.kept else "")

    @property
    def clerks(self) -> tuple[tuple[str, str], ...]:
        """Give who may be chosen."""
        return self._choices.clerks

    @property
    def kept_name(self) -> str:
        """Name the kept filter that is chosen, or nothing."""
        place = self.kept.currentIndex() - 1
        names = list(self._choices.kept)
        return names[place] if 0 <= place < len(names) else ""

    def asked(self) -> TradeQuery:
        """Tell what is asked for."""
        clerks = [pub for pub, _ in self._choices.clerks]
        place, clerk = self.method.currentIndex() - 1, self.clerk.currentIndex() - 1
        return TradeQuery(
            text=self.search.text().strip(),
            when=_WHENS[max(self.when.currentIndex(), 0)],
            fits=_FITS[max(self.fits.currentIndex(), 0)],
            method=_METHODS[place] if place >= 0 else None,
            clerk=clerks[clerk] if 0 <= clerk < len(clerks) else None,
            least_fen=self.least.fen(),
            most_fen=self.most.fen(),
        )

    def write(self, query: TradeQuery) -> None:
        """Ask for something else; `changed` is not told."""
        blocked = self.search.blockSignals(True)
        self.search.setText(query.text)
        self.search.blockSignals(blocked)
        self.when.choose(_WHENS.index(query.when))
        self.fits.choose(_FITS.index(query.fits))
        self.method.choose(0 if query.method is None else 1 + _METHODS.index(query.method))
        self.clerk.choose(_place([pub for pub, _ in self._choices.clerks], query.clerk))
        self.least.show_fen(query.least_fen)
        self.most.show_fen(query.most_fen)

    def clear(self) -> None:
        """Narrow nothing."""
        self.write(TradeQuery())
        self.mark_kept("")

    def mark_kept(self, name: str) -> None:
        """Show which kept filter is in force."""
        self.kept.choose(_place(list(self._choices.kept), name or None))
        self.drop_button.setVisible(bool(name))

    def _take_kept(self) -> None:
        name = self.kept_name
        self.drop_button.setVisible(bool(name))
        self.write(self._choices.kept.get(name, TradeQuery()))
        self.changed.emit()

    def _changed(self) -> None:
        self.mark_kept("")
        self.changed.emit()


def _place(values: Sequence[str], value: str | None) -> int:
    return 0 if value is None or value not in values else 1 + list(values).index(value)
