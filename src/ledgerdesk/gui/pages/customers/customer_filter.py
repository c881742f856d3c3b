"""What narrows the list of customers: category, state, tag and who is responsible."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.customers import CardState, CustomerFilter
from ledgerdesk.gui.pages.customers.card_fields import category_words
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.select import Select

_DUE = "due"
_STATES = (CardState.INCOMPLETE.value, _DUE, CardState.COMPLETE.value, CardState.STOPPED.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What may be chosen: the office's categories and tags, and (public id, name) of its people."""

    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    clerks: tuple[tuple[str, str], ...] = ()


def choices_of(ledger: Ledger) -> Choices:
    """Read what may be chosen."""
    categories = ledger.standards.categories()
    return Choices(
        categories=(*categories.cycles, *categories.unlisted),
        tags=ledger.customers.tags(),
        clerks=tuple((one.pub, one.name) for one in ledger.staff.people()),
    )


class CustomerFilterBar(QWidget):
    """Four choices in two lines; the first word of each narrows nothing."""

    changed = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._choices = Choices()
        self.category, self.state, self.tag, self.clerk = (Select() for _ in range(4))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        for place, select in enumerate((self.category, self.state, self.tag, self.clerk)):
            select.setProperty("quiet", True)
            select.chosen.connect(self.changed)
            grid.addWidget(select, place // 2, place % 2)

    def say(self) -> None:
        """Say every text again; what is chosen stays."""
        t = self._stage.speech
        for select, name, words in (
            (
                self.category,
                t.text("Category"),
                [
                    t.text("any category"),
                    *(category_words(self._stage, one) for one in self._choices.categories),
                ],
            ),
            (
                self.state,
                t.text("State"),
                [
                    t.text("in use"),
                    t.text("card incomplete"),
                    t.text("to be verified"),
                    t.text("complete"),
                    t.text("use stopped"),
                ],
            ),
            (self.tag, t.text("Tag"), [t.text("any tag"), *self._choices.tags]),
            (
                self.clerk,
                t.text("Responsible clerk"),
                [t.text("any clerk"), *(name for _, name in self._choices.clerks)],
            ),
        ):
            select.say(words)
            select.setAccessibleName(name)

    def show_choices(self, choices: Choices) -> None:
        """Offer what there is; a choice that is gone narrows nothing."""
        if choices == self._choices:
            return
        kept = self.asked()
        self._choices = choices
        self.say()
        pubs = [pub for pub, _ in choices.clerks]
        for select, values, value in (
            (self.category, choices.categories, kept.category),
            (self.tag, choices.tags, kept.tag),
            (self.clerk, pubs, kept.clerk),
        ):
            select.choose(_place(values, value))

    def asked(self, text: str = "") -> CustomerFilter:
        """Tell what is asked for, with the words of the search."""
        state = _chosen(_STATES, self.state)
        return CustomerFilter(
            text=text,
            category=_chosen(self._choices.categories, self.category),
            tag=_chosen(self._choices.tags, self.tag),
            clerk=_chosen([pub for pub, _ in self._choices.clerks], self.clerk),
            state=None if state in (None, _DUE) else CardState(state),
            due=state == _DUE,
        )

    def clear(self) -> None:
        """Narrow nothing."""
        for select in (self.category, self.state, self.tag, self.clerk):
            select.choose(0)

    def choose_due(self) -> None:
        """Leave those who are to be verified."""
        self.clear()
        self.state.choose(1 + _STATES.index(_DUE))


def _chosen(values: Sequence[str], select: Select) -> str | None:
    place = select.currentIndex() - 1
    return values[place] if 0 <= place < len(values) else None


def _place(values: Sequence[str], value: str | None) -> int:
    return 0 if value is None or value not in values else 1 + list(values).index(value)
