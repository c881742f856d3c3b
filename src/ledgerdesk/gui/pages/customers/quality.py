"""Data quality: which cards may be one, lack something or cannot be true, and what is asked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Changes
from ledgerdesk.core.customers import CustomerCard
from ledgerdesk.core.quality import Finding, Rule
from ledgerdesk.core.staff import Person, may
from ledgerdesk.gui import theme
from ledgerdesk.gui.dialogs.merging import MergeDialog, PairDialog
from ledgerdesk.gui.dialogs.reasons import ReasonDialog
from ledgerdesk.gui.models.rows import Column, RowsModel
from ledgerdesk.gui.pages.customers.quality_columns import of_corrections, of_findings, of_ignored
from ledgerdesk.gui.pages.customers.quality_work import Surveying
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.empty import Empty
from ledgerdesk.gui.widgets.page import Page, PageHead
from ledgerdesk.gui.widgets.table import LedgerTable
from ledgerdesk.gui.widgets.tabs import Tabs
from ledgerdesk.gui.widgets.texts import Rule as Hairline
from ledgerdesk.i18n.marks import N_
from ledgerdesk.i18n.quality_words import finding_title
from ledgerdesk.services.corrections import Correction
from ledgerdesk.services.merges import Proposal
from ledgerdesk.services.quality import Ignored
from ledgerdesk.services.steps.customers.surveying import Survey

RULES = tuple(Rule)
CORRECTIONS, IGNORED = len(RULES), len(RULES) + 1
_SURVEY_AFTER_MS = 150
_TABS = (
    N_("Same ID (&1)"),
    N_("Same phone (&2)"),
    N_("Similar name (&3)"),
    N_("Untrue (&4)"),
    N_("Still missing (&5)"),
    N_("Corrections (&6)"),
    N_("Put aside (&7)"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lists:
    person: Person
    corrections: tuple[Correction, ...]
    ignored: tuple[Ignored, ...]


class QualityPage(Page):
    """A list for each rule, one for the requests, one for what was put aside; the deeds below."""

    cares_for = Changes.CUSTOMERS
    card_wanted = Signal(str, str, str)
    undoable = Signal(str, object)

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._person: Person | None = None
        self._survey: Survey | None = None
        self._lists: _Lists | None = None
        self.surveying = Surveying(stage.tasks)
        self.head = PageHead()
        self.tabs = Tabs(len(_TABS))
        self.model: RowsModel[Any] = RowsModel(of_findings(stage))
        self.table = LedgerTable(self.model)
        self.empty = Empty("check", key="F5")
        self._stack = QStackedWidget()
        self.fix_button = Button(Kind.PRIMARY, key="Ctrl+Enter", icon="edit")
        self.merge_button = Button(Kind.PLAIN, icon="merge")
        self.ignore_button = Button(Kind.PLAIN, key="Del")
        self.approve_button = Button(Kind.PRIMARY, key="Ctrl+Enter", icon="check")
        self.refuse_button = Button(Kind.PLAIN)
        self.open_button = Button(Kind.PLAIN)
        self.reopen_button = Button(Kind.PLAIN)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_SURVEY_AFTER_MS)
        self._lay_out()
        self._wire()
        self.say()

    def _lay_out(self) -> None:
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.merge_button, self.ignore_button, self.refuse_button):
            row.addWidget(button)
        for button in (self.open_button, self.reopen_button):
            row.addWidget(button)
        row.addStretch(1)
        for button in (self.fix_button, self.approve_button):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PAGE_SIDE, theme.PAGE_TOP, theme.PAGE_SIDE, 16)
        column.setSpacing(8)
        column.addWidget(self.head)
        column.addWidget(self.tabs)
        column.addWidget(Hairline("line2"))
        column.addWidget(self._stack, 1)
        column.addWidget(Hairline("line2"))
        column.addLayout(row)

    def _wire(self) -> None:
        self._later.timeout.connect(self.surveying.begin)
        self.surveying.found.connect(self._show_survey)
        self.surveying.refused.connect(self.complain)
        self.surveying.progressed.connect(self._show_percent)
        self.tabs.chosen.connect(self._show_list)
        self.table.current_changed.connect(self._show_acts)
        self.table.opened.connect(lambda _row: self.fix())
        self.empty.button.clicked.connect(self.refresh)
        self.fix_button.clicked.connect(self.fix)
        self.open_button.clicked.connect(self.fix)
        self.lead_with(self.fix_button, self.approve_button)
        self.merge_button.clicked.connect(self.merge)
        self.ignore_button.clicked.connect(self.ignore)
        self.ignore_button.bind(self, "Del")
        self.approve_button.clicked.connect(self.approve)
        self.refuse_button.clicked.connect(self.refuse)
        self.reopen_button.clicked.connect(self.reopen)

    def say(self) -> None:
        """Say every text again."""
        t = self.stage.speech
        self.head.title.setText(t.text("Data quality"))
        self.tabs.say([t.text(word) for word in _TABS])
        self.open_button.say(t.text("Open the &card"))
        self.merge_button.say(t.text("&Merge…"))
        self.ignore_button.say(t.text("Put a&side…"))
        self.approve_button.say(t.text("&Approve"))
        self.refuse_button.say(t.text("&Do not approve…"))
        self.reopen_button.say(t.text("Take &up again"))
        self.table.setAccessibleName(t.text("Data quality"))
        self._say_fact()
        self._show_list(self.tabs.place)

    def hint(self) -> str:
        """Tell the keys."""
        return self.stage.speech.text("Alt+1…7 which list   ↑↓ choose   Enter open the card")

    def arrive(self) -> None:
        """Begin in the list."""
        self.refresh()
        self.table.setFocus()

    def forget(self) -> None:
        """Leave nothing of the book on the page."""
        self._later.stop()
        self.surveying.drop()
        self._person = self._survey = self._lists = None
        self.model.show(())
        self._say_fact()
        for place in range(len(_TABS)):
            self.tabs.show_count(place, None)

    def refresh(self) -> None:
        """Look at the cards anew, and ask for the requests and what was put aside."""

        def work(ledger: Ledger) -> _Lists:
            return _Lists(
                person=ledger.today.standing().person,
                corrections=ledger.corrections.waiting(),
                ignored=ledger.quality.ignored(),
            )

        self._later.start()
        self.stage.tasks.query(self, work, self._show_lists, self.complain)

    # ── what is shown ────────────────────────────────────────────────────────────────────

    def _show_lists(self, lists: _Lists) -> None:
        self._lists, self._person = lists, lists.person
        self.tabs.show_count(CORRECTIONS, len(lists.corrections))
        self.tabs.show_count(IGNORED, len(lists.ignored))
        self._show_list(self.tabs.place)

    def _show_survey(self, survey: Survey) -> None:
        is_first, self._survey = self._survey is None, survey
        for place, rule in enumerate(RULES):
            self.tabs.show_count(place, survey.counts[rule])
        self._say_fact()
        doubtful = [place for place, rule in enumerate(RULES) if survey.of(rule)]
        if is_first and doubtful and not self._records(self.tabs.place):
            self.tabs.choose(doubtful[0])
        self._show_list(self.tabs.place)

    def _show_percent(self, percent: int) -> None:
        t = self.stage.speech
        self.head.fact.setText(t.text("Comparing the cards: {percent} %", percent=percent))

    def _say_fact(self) -> None:
        t = self.stage.speech
        cards = self._survey.cards if self._survey else 0
        told = t.plural("{number} customer compared", "{number} customers compared", cards)
        self.head.fact.setText(told if self._survey else t.text("Comparing the cards…"))

    def _show_list(self, place: int) -> None:
        records = self._records(place)
        row = self.table.currentIndex().row()
        columns: tuple[Column[Any], ...] = of_findings(self.stage)
        if place in (CORRECTIONS, IGNORED):
            columns = (of_corrections if place == CORRECTIONS else of_ignored)(self.stage)
        self.model.lay(columns, records)
        self.table.choose(min(max(row, 0), len(records) - 1))
        if not records and self.table.hasFocus():
            self.tabs.tabs[place].setFocus()  # a hidden list would take the keys with it
        self._stack.setCurrentIndex(0 if records else 1)
        self._say_empty(place)
        self._show_acts()

    def _records(self, place: int) -> Sequence[Any]:
        if place == CORRECTIONS:
            return self._lists.corrections if self._lists else ()
        if place == IGNORED:
            return self._lists.ignored if self._lists else ()
        return self._survey.of(RULES[place]) if self._survey else ()

    def _say_empty(self, place: int) -> None:
        t = self.stage.speech
        if place == CORRECTIONS:
            told = (
                t.text("No request waits"),
                t.text("A correction is asked for on a customer's card and decided here."),
            )
        elif place == IGNORED:
            told = (
                t.text("Nothing was put aside"),
                t.text(
                    "What is put aside with a reason stands here, and comes back when it changes."
                ),
            )
        elif self._survey is None:
            told = (t.text("Comparing the cards…"), "")
        else:
            told = (t.text("Nothing found"), t.text("No card is doubtful for this reason."))
        self.empty.say(*told, t.text("Compare anew"))

    @property
    def chosen(self) -> Any:
        """Give the record that is chosen."""
        row = self.table.currentIndex().row()
        return self.model.records[row] if 0 <= row < len(self.model.records) else None

    def _may(self, action: str) -> bool:
        return self._person is not None and may(self._person, action)

    def _show_acts(self, _row: int = 0) -> None:
        one = self.chosen
        is_finding, is_asked = isinstance(one, Finding), isinstance(one, Correction)
        self.fix_button.setVisible(is_finding)
        self.open_button.setVisible(is_asked)
        is_pair = isinstance(one, Finding) and one.is_pair
        t = self.stage.speech
        self.fix_button.say(t.text("O&pen the first card") if is_pair else t.text("&Put right"))
        self.merge_button.setVisible(is_pair and self._may("customers.merge"))
        self.ignore_button.setVisible(is_finding and self._may("quality.ignore"))
        for button in (self.approve_button, self.refuse_button):
            button.setVisible(is_asked and self._may("corrections.decide"))
        self.reopen_button.setVisible(isinstance(one, Ignored) and self._may("quality.ignore"))

    # ── what is done ─────────────────────────────────────────────────────────────────────

    def fix(self) -> None:
        """Open the card at the field at fault; of several cards the first."""
        one = self.chosen
        if isinstance(one, Finding):
            member = one.members[0]
            self.card_wanted.emit(member.pub, member.code, "" if one.is_pair else one.field)
        elif isinstance(one, Correction):
            self.card_wanted.emit(one.customer_pub, one.customer_code, "")

    def merge(self) -> None:
        """Lay the two cards side by side, or let two be chosen."""
        one = self.chosen
        if not isinstance(one, Finding) or not self.merge_button.isVisible():
            return
        if len(one.members) == len(("stays", "goes")):
            self.lay_side_by_side(one.members[0].pub, one.members[1].pub)
            return
        dialog = PairDialog(self, self.stage, one.members)
        dialog.chosen.connect(self.lay_side_by_side)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def lay_side_by_side(self, survivor: str, other: str) -> None:
        """Ask which value of each field is to stand on the one card."""

        def show(proposal: Proposal) -> None:
            dialog = MergeDialog(self, self.stage, proposal)
            dialog.merged.connect(self._merged)
            dialog.swapped.connect(self.lay_side_by_side)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

        self.stage.tasks.query(
            self, lambda ledger: ledger.merges.foresee(survivor, other), show, self.complain
        )

    def _merged(self, card: CustomerCard, other: str) -> None:
        told = self.stage.speech.text(
            "Merged into {name}", name=f"{card.customer.name} {card.customer.code}"
        )
        self._offer_undo(told, lambda ledger: ledger.merges.undo(other))

    def ignore(self) -> None:
        """Put the finding aside for a reason."""
        one = self.chosen
        if not isinstance(one, Finding) or not self.ignore_button.isVisible():
            return
        t = self.stage.speech
        dialog = ReasonDialog(
            self, self.stage, lambda ledger, why: ledger.quality.ignore(one, reason=why)
        )
        dialog.say(
            t.text("Put the finding aside"),
            t.text("{cards}. It comes back when what was compared changes.",
                   cards=finding_title(one)),
            t.text("Put aside"),
            t.text("others read it"),
        )  # fmt: skip
        dialog.finished_well.connect(self._ignored)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ignored(self, pub: str) -> None:
        told = self.stage.speech.text("The finding is put aside")
        self._offer_undo(told, lambda ledger: ledger.quality.reopen(pub))

    def reopen(self) -> None:
        """Let what was put aside stand again."""
        one = self.chosen
        if isinstance(one, Ignored):
            self._do(lambda ledger: ledger.quality.reopen(one.pub))

    def approve(self) -> None:
        """Put the value right as it was asked for."""
        one = self.chosen
        if isinstance(one, Correction):
            told = self.stage.speech.text("Put right: {name}", name=one.customer_name)
            self._do(lambda ledger: ledger.corrections.approve(one.pub), told)

    def refuse(self) -> None:
        """Leave the card as it is, and say why."""
        one = self.chosen
        if not isinstance(one, Correction):
            return
        t = self.stage.speech
        dialog = ReasonDialog(
            self, self.stage, lambda ledger, why: ledger.corrections.refuse(one.pub, answer=why)
        )
        dialog.say(
            t.text("Do not approve the correction"),
            t.text("The card of {name} stays as it is.", name=one.customer_name),
            t.text("Do not approve"),
            t.text("whoever asked reads it"),
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _do(self, work: Callable[[Ledger], Any], told: str = "") -> None:
        def done(_value: object) -> None:
            if told:
                self.done.emit(told)

        self.stage.tasks.mutate(self, work, done, self.complain)

    def _offer_undo(self, told: str, work: Callable[[Ledger], Any]) -> None:
        self.undoable.emit(told, lambda: self._do(work))
