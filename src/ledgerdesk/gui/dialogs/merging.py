"""Two cards side by side: of each field that differs one value is chosen, the rest is kept."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QWidget

from ledgerdesk.core.customers import CustomerCard, CustomerDraft
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.merging import differing
from ledgerdesk.core.quality import Member
from ledgerdesk.gui import theme
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.fields import Edit, Field
from ledgerdesk.gui.widgets.segments import Segments
from ledgerdesk.gui.widgets.select import Select
from ledgerdesk.gui.widgets.texts import Elided, Rule, Text
from ledgerdesk.i18n.log_words import change_field, change_value
from ledgerdesk.services.merges import Proposal

_WIDTH = 760
_WORDS = 250
_LABEL = 112


class MergeDialog(Asking):
    """The left card stays and is called by the right one's names too; `swapped` asks for both anew.

    `merged` carries the card that both became and the public id of the other.
    """

    merged = Signal(object, str)
    swapped = Signal(str, str)

    def __init__(self, parent: QWidget, stage: Stage, proposal: Proposal) -> None:
        super().__init__(parent, act=Kind.PRIMARY, width=_WIDTH)
        self._stage = stage
        self._proposal = proposal
        self.swap_button = Button(Kind.PLAIN)
        self.buttons.insertWidget(0, self.swap_button)
        self.choices: dict[str, Segments] = {}
        self.reason = Edit()
        self.reason_field = Field(self.reason)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self.body.addLayout(self._grid)
        self.body.addWidget(self.reason_field)
        self._lay_cards()
        self._say()
        self.act.clicked.connect(self.go)
        self.swap_button.clicked.connect(self._swap)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self).activated.connect(self.go)
        self.reason.next_wanted.connect(self.act.setFocus)
        first = next(iter(self.choices.values()), None)
        (first or self.reason).setFocus()

    def _lay_cards(self) -> None:
        t = self._stage.speech
        cards = (self._proposal.survivor, self._proposal.other)
        roles = (t.text("stays"), t.text("lives on as the left one"))
        for column, (card, role) in enumerate(zip(cards, roles, strict=True), start=1):
            name = Elided(card.customer.name, size=theme.LARGE, bold=True)
            told = Text(f"{card.customer.code} · {role}", size=theme.SMALL, tone="muted")
            self._grid.addWidget(name, 0, column)
            self._grid.addWidget(told, 1, column)
        self._grid.addWidget(Rule("line2"), 2, 0, 1, 3)
        row = 3
        for field in differing(cards[0].draft, cards[1].draft):
            self._lay_choice(row, field)
            row += 1
        if cards[0].draft.contacts or cards[1].draft.contacts:
            self._grid.addWidget(self._label(t.text("Contacts")), row, 0)
            for column, card in enumerate(cards, start=1):
                shown = " · ".join(one.shown for one in card.draft.contacts) or "—"
                self._grid.addWidget(Elided(shown), row, column)
            self._grid.addWidget(Text(t.text("both are kept"), tone="muted"), row + 1, 1, 1, 2)

    def _lay_choice(self, row: int, field: str) -> None:
        t, proposal = self._stage.speech, self._proposal
        name = change_field(t.translator, "customer", field)
        choice = Segments(2, even=True)
        values = [self._value(card, field) for card in (proposal.survivor, proposal.other)]
        choice.say(name, [_short(value) for value in values])
        choice.setToolTip(" / ".join(values))
        mine = getattr(proposal.survivor.draft, field) == getattr(proposal.wanted, field)
        choice.choose(0 if mine else 1)
        self.choices[field] = choice
        self._grid.addWidget(self._label(name), row, 0)
        self._grid.addWidget(choice, row, 1, 1, 2)
        choice.accepted.connect(lambda: self._after(field))

    def _after(self, field: str) -> None:
        """Go to the next choice, or to the reason."""
        fields = list(self.choices)
        place = fields.index(field) + 1
        following = self.choices[fields[place]] if place < len(fields) else self.reason
        following.setFocus()

    def _label(self, text: str) -> Text:
        label = Text(text, tone="muted")
        label.setFixedWidth(_LABEL)
        label.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        return label

    def _value(self, card: CustomerCard, field: str) -> str:
        if field == "responsible":
            return card.responsible or "—"
        value = getattr(card.draft, field)
        return change_value(self._stage.speech.translator, "customer", field, value) or "—"

    def _say(self) -> None:
        t, survivor = self._stage.speech, self._proposal.survivor.customer
        self.say_frame(
            t.text("Make one customer of two"),
            t.text(
                "Trades, receipts and notes of both are read as one, papers stay as issued. It can"
                " be undone; trades entered afterwards stay with {code}.",
                code=survivor.code,
            ),
            t.text("Merge into {code}", code=survivor.code),
            t.text("Cancel"),
        )
        self.swap_button.say(t.text("S&wap the two"))
        self.reason_field.say(t.text("Wh&y"), hint=t.text("stands in the history"))

    def wanted(self) -> CustomerDraft:
        """Give the card that is chosen."""
        proposal = self._proposal
        sides = (proposal.survivor.draft, proposal.other.draft)
        chosen = {
            field: getattr(sides[choice.position or 0], field)
            for field, choice in self.choices.items()
        }
        return replace(proposal.wanted, **chosen)

    def _swap(self) -> None:
        pubs = (self._proposal.other.customer.pub, self._proposal.survivor.customer.pub)
        self.reject()
        self.swapped.emit(*pubs)

    def go(self) -> None:
        """Merge, or say why not."""
        self.act.setEnabled(False)
        wanted, why, proposal = self.wanted(), self.reason.text(), self._proposal

        def done(card: CustomerCard) -> None:
            self.merged.emit(card, proposal.other.customer.pub)
            self.accept()

        def failed(error: KnownError) -> None:
            self.act.setEnabled(True)
            self.refuse(self._stage.speech.sentence(error))

        self._stage.tasks.mutate(
            self, lambda ledger: ledger.merges.merge(proposal, wanted, why=why), done, failed
        )


def _short(text: str) -> str:
    """Cut what would push the dialog wider: segments never cut their words themselves."""
    metrics = QFontMetrics(theme.font(bold=True))
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, _WORDS)


class PairDialog(Asking):
    """Choose two cards out of several that may be one; `chosen` carries their public ids."""

    chosen = Signal(str, str)

    def __init__(self, parent: QWidget, stage: Stage, members: Sequence[Member]) -> None:
        super().__init__(parent, act=Kind.PRIMARY)
        t = stage.speech
        self._members = members
        words = [_told(one) for one in members]
        self.first, self.second = Select(tall=theme.FIELD_HEIGHT), Select(tall=theme.FIELD_HEIGHT)
        for place, (select, label) in enumerate(
            ((self.first, t.text("&Stays")), (self.second, t.text("&Lives on as the one above")))
        ):
            field = Field(select)
            field.say(label)
            select.setAccessibleName(label.replace("&", ""))
            select.say(words)
            select.choose(place)
            self.body.addWidget(field)
        self.say_frame(
            t.text("Which two are one?"),
            t.text("Several cards are alike. Two at a time become one."),
            t.text("Compare the two"),
            t.text("Cancel"),
        )
        self.first.next_wanted.connect(self.second.setFocus)
        self.second.next_wanted.connect(self.act.setFocus)
        self.act.clicked.connect(self._go)
        self.first.setFocus()

    def _go(self) -> None:
        pubs = [self._members[one.currentIndex()].pub for one in (self.first, self.second)]
        self.accept()
        self.chosen.emit(*pubs)


def _told(one: Member) -> str:
    return f"{one.name} {one.code}" + (f" · {one.company}" if one.company else "")
